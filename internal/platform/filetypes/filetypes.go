// Package filetypes tells what a file is by its first bytes, never by what its sender says, and gives it a name that does not
// lie about it. Each room says in a list which types it takes; what is in no list is refused. Neither HTML nor SVG belongs in
// one: they hold scripts.
package filetypes

import (
	"embed"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/gabriel-vasile/mimetype"

	"osmose/internal/platform/fault"
)

// Texts are the names of the classes.
//
//go:embed texts.*.toml
var Texts embed.FS

// Class is what people call a file.
type Class string

// The classes. Word, Sheet and Slides are of office programs; Plain and Table are text that one can read as it is.
const (
	Picture Class = "picture"
	PDF     Class = "pdf"
	Word    Class = "word"
	Sheet   Class = "sheet"
	Slides  Class = "slides"
	Drawing Class = "drawing"
	Plain   Class = "plain"
	Table   Class = "table"
	Audio   Class = "audio"
	Video   Class = "video"
	Archive Class = "archive"
)

// Label is the text key of the name of a class.
func (c Class) Label() string { return "filetypes." + string(c) }

// Type is a type of file.
type Type struct {
	Class Class
	// Extension is the end of its names, dot included.
	Extension string
}

// List is the types that a room takes, by their media type.
type List map[string]Type

// Written are the types of what people write and draw: those of attachments.
var Written = List{
	"image/jpeg":      {Picture, ".jpg"},
	"image/png":       {Picture, ".png"},
	"image/gif":       {Picture, ".gif"},
	"image/webp":      {Picture, ".webp"},
	"application/pdf": {PDF, ".pdf"},
	"application/vnd.oasis.opendocument.text":                                   {Word, ".odt"},
	"application/vnd.oasis.opendocument.spreadsheet":                            {Sheet, ".ods"},
	"application/vnd.oasis.opendocument.presentation":                           {Slides, ".odp"},
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document":   {Word, ".docx"},
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":         {Sheet, ".xlsx"},
	"application/vnd.openxmlformats-officedocument.presentationml.presentation": {Slides, ".pptx"},
	"application/msword":            {Word, ".doc"},
	"application/vnd.ms-excel":      {Sheet, ".xls"},
	"application/vnd.ms-powerpoint": {Slides, ".ppt"},
	"application/rtf":               {Word, ".rtf"},
	"text/rtf":                      {Word, ".rtf"},
	"text/csv":                      {Table, ".csv"},
	"text/plain":                    {Plain, ".txt"},
	"application/zip":               {Archive, ".zip"},
}

// Kept adds to Written what people keep beside: recordings, drawings, Markdown.
var Kept = func() List {
	all := maps.Clone(Written)
	maps.Copy(all, List{
		"application/vnd.oasis.opendocument.graphics": {Drawing, ".odg"},
		MarkdownType: {Plain, ".md"},
		"audio/mpeg": {Audio, ".mp3"},
		"audio/ogg":  {Audio, ".oga"},
		"audio/wav":  {Audio, ".wav"},
		"audio/flac": {Audio, ".flac"},
		"audio/mp4":  {Audio, ".m4a"},
		"video/mp4":  {Video, ".mp4"},
		"video/webm": {Video, ".webm"},
		"video/ogg":  {Video, ".ogv"},
	})
	return all
}()

// MarkdownType is the media type of Markdown (RFC 7763), which no first bytes tell from other text.
const MarkdownType = "text/markdown"

// alike are ends of names that mean the same as one of a list.
var alike = map[string]string{".jpeg": ".jpg", ".markdown": ".md"}

// aliases are media types that mimetype has another name for.
var aliases = map[string]string{"audio/x-m4a": "audio/mp4", "audio/x-wav": "audio/wav"}

// byName are the texts that their name alone tells apart. All of them are shown as text and as nothing else, so that a name
// that lies does no harm.
var byName = map[string]string{".txt": "text/plain", ".csv": "text/csv", ".md": MarkdownType}

// Sniff returns the media type that the first bytes tell, if it is in the list, and goes back to the beginning of content. Of
// a text, the end of its name says which it is. The name says nothing else, but what a refusal calls the file. Errors on field:
// *fault.Invalid, whose keys are those of refused (with the argument Type) and unknown; those of content.
func (l List) Sniff(field, name string, content io.ReadSeeker, refused, unknown string) (string, error) {
	found, err := mimetype.DetectReader(content)
	if err != nil {
		return "", err
	}
	if _, err := content.Seek(0, io.SeekStart); err != nil {
		return "", err
	}
	mediaType, _, _ := strings.Cut(found.String(), ";")
	if alias, is := aliases[mediaType]; is {
		mediaType = alias
	}
	if said := byName[end(name)]; said != "" && byName[l[mediaType].Extension] != "" {
		if _, taken := l[said]; taken {
			mediaType = said
		}
	}
	if _, taken := l[mediaType]; taken {
		return mediaType, nil
	}
	wrong := &fault.Invalid{}
	shown := strings.TrimPrefix(found.Extension(), ".")
	if shown == "" {
		shown = strings.TrimPrefix(path.Ext(name), ".")
	}
	if shown == "" {
		wrong.Add(field, unknown, nil)
	} else {
		wrong.Add(field, refused, fault.Args{"Type": shown})
	}
	return "", wrong
}

// Honest returns the name under which a file of a type is kept and saved. What was sniffed is not what a machine opens: that
// goes by the end of the name, so that « facture.hta » is a program there though it is plain text here. An end that is not of
// the list is followed by that of the type. Signs that show nothing go: one of them makes « fpj.hta » read « ath.jpf ».
func (l List) Honest(name, mediaType string) string {
	name = strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, name))
	switch {
	case name == "":
		return "fichier" + l[mediaType].Extension
	case slices.Contains(l.ends(), end(name)):
		return name
	}
	return name + l[mediaType].Extension
}

// Accept lists the ends of names that are taken, for a field of files.
func (l List) Accept() string {
	ends := l.ends()
	for other, same := range alike {
		if slices.Contains(ends, same) {
			ends = append(ends, other)
		}
	}
	slices.Sort(ends)
	return strings.Join(slices.Compact(ends), ",")
}

func (l List) ends() []string {
	var ends []string
	for _, t := range l {
		ends = append(ends, t.Extension)
	}
	return ends
}

// end returns the end of a name in small letters, as the lists have it.
func end(name string) string {
	ext := strings.ToLower(path.Ext(name))
	if same, is := alike[ext]; is {
		return same
	}
	return ext
}
