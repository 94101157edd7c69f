package documents

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"io/fs"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	utf "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"osmose/internal/platform/filetypes"
	"osmose/internal/platform/richtext"
)

// How much of a text is read for its preview, in bytes, and how much of a table is shown.
const (
	previewed   = 64 << 10
	mostRows    = 100
	mostColumns = 20
)

// preview is what the page of a document shows of its file; what is empty shows nothing.
type preview struct {
	Text string        // as it stands
	HTML richtext.HTML // of Markdown
	// Head and Rows are those of a table.
	Head []string
	Rows [][]string
	// Cut says that there is more in the file.
	Cut bool
}

// preview reads the beginning of a text. Pictures, sounds and videos are shown by the browser; of all else nothing is read.
// A file that is not on disk has no preview.
func (r *Room) preview(d Document) (p preview, err error) {
	if c := d.class(); c != filetypes.Plain && c != filetypes.Table {
		return preview{}, nil
	}
	content, err := r.open(d.File)
	if errors.Is(err, fs.ErrNotExist) {
		return preview{}, nil
	}
	if err != nil {
		return preview{}, err
	}
	defer content.Close()
	data, err := io.ReadAll(io.LimitReader(content, previewed))
	if err != nil {
		return preview{}, err
	}
	text := readable(data)
	p.Cut = d.Size > int64(len(data))
	switch d.Type {
	case filetypes.MarkdownType:
		p.HTML = richtext.FromMarkdown(text)
	case "text/csv":
		p.tabulate(text)
	default:
		p.Text = text
	}
	return p, nil
}

// readable decodes a text as UTF-8, by its byte order mark, or else as Windows-1252, which is what office programs in France
// write without saying so (any bytes are a text in it). What no page can show goes.
func readable(data []byte) string {
	whole := data
	for range utf8.UTFMax { // the last letter may have been cut in two
		if utf8.Valid(whole) || len(whole) == 0 {
			break
		}
		whole = whole[:len(whole)-1]
	}
	if !utf8.Valid(whole) || len(whole) == 0 {
		whole, _, _ = transform.Bytes(utf.BOMOverride(charmap.Windows1252.NewDecoder()), data) // replaces what it can't read
	}
	return strings.Map(func(r rune) rune {
		if r == '\uFEFF' || unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, string(bytes.ReplaceAll(whole, []byte("\r\n"), []byte("\n"))))
}

// tabulate reads a table of which the first line has the names. A table of one column is shown as text.
func (p *preview) tabulate(text string) {
	if p.Cut { // the last line may have been cut in two
		text = text[:strings.LastIndexByte(text, '\n')+1]
	}
	reader := csv.NewReader(strings.NewReader(text))
	reader.Comma, reader.LazyQuotes, reader.FieldsPerRecord = separator(text), true, -1
	for {
		row, err := reader.Read()
		if err != nil { // the end, or what is no table any more
			break
		}
		if len(row) > mostColumns {
			row, p.Cut = row[:mostColumns], true
		}
		if p.Head == nil {
			p.Head = row
			continue
		}
		if len(p.Rows) == mostRows {
			p.Cut = true
			break
		}
		for len(row) < len(p.Head) {
			row = append(row, "")
		}
		p.Rows = append(p.Rows, row[:len(p.Head)])
	}
	if len(p.Head) < 2 {
		*p = preview{Text: text, Cut: p.Cut}
	}
}

// separator is the sign that parts the most columns of the first line.
func separator(text string) rune {
	first, _, _ := strings.Cut(text, "\n")
	best, most := ';', 0
	for _, sign := range []rune{';', '\t', ',', '|'} {
		if n := strings.Count(first, string(sign)); n > most {
			best, most = sign, n
		}
	}
	return best
}
