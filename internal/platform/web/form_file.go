package web

import (
	"context"
	"errors"
	"io"
	"mime/multipart"
	"strings"
	"unicode/utf8"

	"osmose/internal/platform/fault"
)

// Upload is a file that came with a form. Nothing in it is to be trusted, its type least of all.
type Upload struct {
	// Name is the last part of the name that the file has on the person's machine, cleaned; "" when nothing is left.
	Name string
	Size int64

	field   string
	header  *multipart.FileHeader
	inspect Inspect
}

// Inspect says whether a file may come in. It reads content, whose name is name and which came in the field of a form. Errors:
// *fault.Invalid on field.
type Inspect func(ctx context.Context, field, name string, content io.Reader) error

// Open returns the content, to be closed after use, once it has been inspected: there is no other way to it. Errors:
// *fault.Invalid on the field, of what may not come in.
func (u *Upload) Open(ctx context.Context) (multipart.File, error) {
	content, err := u.header.Open()
	if err != nil || u.inspect == nil {
		return content, err
	}
	if err = u.inspect(ctx, u.field, u.Name, content); err == nil {
		_, err = content.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(err, content.Close())
	}
	return content, nil
}

type uploads map[string][]*multipart.FileHeader

// holds tells whether a file was chosen: a browser sends an empty part when none was.
func (u uploads) holds(name string) bool {
	return len(u[name]) > 0 && (u[name][0].Filename != "" || u[name][0].Size > 0)
}

// any tells whether a file was chosen in any field.
func (u uploads) any() bool {
	for name := range u {
		if u.holds(name) {
			return true
		}
	}
	return false
}

// File returns the file of a field, nil when none was chosen. More than max bytes and an empty file are noted, and give
// nil.
func (f *Form) File(name string, max int64) *Upload {
	if !f.files.holds(name) {
		return nil
	}
	return f.upload(name, f.files[name][0], max)
}

// Files returns the files of a field, those that are too large or empty noted and left out. More than most of them are
// noted, and give none.
func (f *Form) Files(name string, max int64, most int) []*Upload {
	if !f.files.holds(name) {
		return nil
	}
	if len(f.files[name]) > most {
		f.Note(name, "form.too_many_files", fault.Args{"Max": most})
		return nil
	}
	var all []*Upload
	for _, header := range f.files[name] {
		if upload := f.upload(name, header, max); upload != nil {
			all = append(all, upload)
		}
	}
	return all
}

func (f *Form) upload(name string, header *multipart.FileHeader, max int64) *Upload {
	switch {
	case header.Size > max:
		f.Note(name, "form.file_too_large", fault.Args{"Max": int(max / 1_000_000)})
		return nil
	case header.Size == 0:
		f.Note(name, "form.file_empty", nil)
		return nil
	}
	called, err := FileName(name, header.Filename)
	if f.Take(err) {
		return nil
	}
	return &Upload{Name: called, Size: header.Size, field: name, header: header, inspect: f.inspect}
}

// longestFileName is the number of characters that we keep of a file's name.
const longestFileName = 200

// FileName drops folders of any system from the name that a file has on a person's machine, and what cannot stand in a name. A
// long name keeps its end, which tells the type. No system gives a name that holds NUL, which ends it for some programs and not
// for others: « note.txt NUL .html » is no mishap. Errors on field: *fault.Invalid for such a name.
func FileName(field, raw string) (string, error) {
	if strings.IndexByte(raw, 0) >= 0 {
		wrong := &fault.Invalid{}
		wrong.Add(field, "form.file_name", nil)
		return "", wrong
	}
	name, _ := cleanLine(raw)
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	if name == "." || name == ".." {
		return "", nil
	}
	for utf8.RuneCountInString(name) > longestFileName {
		_, size := utf8.DecodeRuneInString(name)
		name = name[size:]
	}
	return name, nil
}
