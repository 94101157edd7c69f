package attachments

import (
	"io"
	"maps"
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/gabriel-vasile/mimetype"

	"osmose/internal/platform/fault"
)

// kind is what we know of a type of file.
type kind struct {
	Label     string // a text key
	Extension string
	Picture   bool
}

// types are all that may be attached. Neither HTML nor SVG is: they hold scripts.
var types = map[string]kind{
	"image/jpeg":      {"attachments.type.picture", ".jpg", true},
	"image/png":       {"attachments.type.picture", ".png", true},
	"image/gif":       {"attachments.type.picture", ".gif", true},
	"image/webp":      {"attachments.type.picture", ".webp", true},
	"application/pdf": {"attachments.type.pdf", ".pdf", false},
	"application/vnd.oasis.opendocument.text":                                   {"attachments.type.text", ".odt", false},
	"application/vnd.oasis.opendocument.spreadsheet":                            {"attachments.type.sheet", ".ods", false},
	"application/vnd.oasis.opendocument.presentation":                           {"attachments.type.slides", ".odp", false},
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document":   {"attachments.type.text", ".docx", false},
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":         {"attachments.type.sheet", ".xlsx", false},
	"application/vnd.openxmlformats-officedocument.presentationml.presentation": {"attachments.type.slides", ".pptx", false},
	"application/msword":            {"attachments.type.text", ".doc", false},
	"application/vnd.ms-excel":      {"attachments.type.sheet", ".xls", false},
	"application/vnd.ms-powerpoint": {"attachments.type.slides", ".ppt", false},
	"application/rtf":               {"attachments.type.text", ".rtf", false},
	"text/rtf":                      {"attachments.type.text", ".rtf", false},
	"text/csv":                      {"attachments.type.sheet", ".csv", false},
	"text/plain":                    {"attachments.type.plain", ".txt", false},
	"application/zip":               {"attachments.type.zip", ".zip", false},
}

// ends are those of the names that may be attached.
var ends = func() map[string]bool {
	all := map[string]bool{".jpeg": true}
	for _, kind := range types {
		all[kind.Extension] = true
	}
	return all
}()

// Accept lists the ends of names that may be attached, for a field of files.
func Accept() string { return strings.Join(slices.Sorted(maps.Keys(ends)), ",") }

// honest returns the name under which a file of a type is kept and saved. What was sniffed is not what a machine opens: that
// goes by the end of the name, so that « facture.hta » is a program there though it is plain text here. An end that may not
// be attached is followed by that of the type. Signs that show nothing go: one of them makes « fpj.hta » read « ath.jpf ».
func honest(name, mediaType string) string {
	name = strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, name))
	end := types[mediaType].Extension
	switch {
	case name == "":
		return "fichier" + end
	case ends[strings.ToLower(path.Ext(name))]:
		return name
	}
	return name + end
}

// Label is the key of the name of the attachment's type.
func (a Attachment) Label() string { return types[a.Type].Label }

// sniff returns the type that the first bytes tell, if it may be attached; the name says nothing but what the refusal
// calls it. Errors: *fault.Invalid on field.
func sniff(field, name string, content io.ReadSeeker) (string, error) {
	found, err := mimetype.DetectReader(content)
	if err != nil {
		return "", err
	}
	if _, err := content.Seek(0, io.SeekStart); err != nil {
		return "", err
	}
	mediaType, _, _ := strings.Cut(found.String(), ";")
	if _, known := types[mediaType]; known {
		return mediaType, nil
	}
	shown := strings.TrimPrefix(found.Extension(), ".")
	if shown == "" {
		shown = strings.TrimPrefix(path.Ext(name), ".")
	}
	if shown == "" {
		return "", invalid(field, "attachments.type_unknown", nil)
	}
	return "", invalid(field, "attachments.type_refused", fault.Args{"Type": shown})
}
