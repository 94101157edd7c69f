package convert

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Limits of what comes out, in bytes.
const (
	MaxPDF  = 100_000_000
	maxPage = 8_000_000
	maxInfo = 64 << 10
)

// Source is a file on disk that a box may read. Close removes it.
type Source struct {
	converter *Converter
	path      string
}

// Take brings a content to a file of its own in the folder of temporary files.
func (c *Converter) Take(content io.Reader) (*Source, error) {
	return c.written(func(file io.Writer) error {
		if _, err := io.Copy(file, content); err != nil {
			return fmt.Errorf("convert: %w", err)
		}
		return nil
	})
}

// written is a new file that write fills.
func (c *Converter) written(write func(file io.Writer) error) (*Source, error) {
	file, err := os.CreateTemp("", "osmose-convert-")
	if err != nil {
		return nil, fmt.Errorf("convert: %w", err)
	}
	s := &Source{c, file.Name()}
	if err = errors.Join(write(file), file.Close()); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// Close removes the file.
func (s *Source) Close() error { return os.Remove(s.path) }

// Open opens the file.
func (s *Source) Open() (*os.File, error) { return os.Open(s.path) }

// settings of LibreOffice: no macro runs, no link is followed, nothing is remembered. The profile is the run's own.
const settings = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>`

// officeScript copies the file to a name by which LibreOffice tells its type, and answers with the PDF: the program itself says
// yes to garbage.
const officeScript = `mkdir -p p/user out && cp in 'f%[1]s' && cat >p/user/registrymodifications.xcu <<'END'
%[2]s
END
soffice --headless --norestore --nolockcheck --nodefault --nologo -env:UserInstallation=file:///tmp/p --convert-to pdf --outdir out 'f%[1]s' >&2 || exit 1
test -s out/f.pdf && cat out/f.pdf`

// PDF makes a PDF of a file of an office program; extension is the end of its name, « .odt ». Errors: ErrRefused, ErrBroken,
// ErrLocked, ErrTooMuch, ctx's, those of the disk.
func (s *Source) PDF(ctx context.Context, extension string) (*Source, error) {
	if err := s.check(extension); err != nil {
		return nil, err
	}
	return s.converter.pdf(ctx, s.path, fmt.Sprintf(officeScript, extension, settings))
}

// pdf keeps what a script says, which is a PDF: it may be too large for memory.
func (c *Converter) pdf(ctx context.Context, path, script string) (*Source, error) {
	made, err := c.written(func(file io.Writer) error { return c.runInto(ctx, file, officePatience, MaxPDF, path, script) })
	if err != nil {
		return nil, err
	}
	if err := made.isPDF(); err != nil {
		return nil, errors.Join(err, made.Close())
	}
	return made, nil
}

// isPDF wants a file that begins as one. Errors: ErrBroken, those of the disk.
func (s *Source) isPDF() error {
	file, err := s.Open()
	if err != nil {
		return fmt.Errorf("convert: %w", err)
	}
	defer file.Close()
	if head, err := io.ReadAll(io.LimitReader(file, 5)); err != nil || string(head) != "%PDF-" {
		return errors.Join(fmt.Errorf("%w: no PDF came out", ErrBroken), err)
	}
	return nil
}

var pages = regexp.MustCompile(`(?m)^Pages:\s+(\d+)$`)

// Pages counts the pages of a PDF, one at least. Errors: ErrBroken, ErrLocked, ErrTooMuch, ctx's.
func (s *Source) Pages(ctx context.Context) (int, error) {
	out, err := s.converter.run(ctx, pagePatience, maxInfo, s.path, "pdfinfo in")
	if err != nil {
		return 0, err
	}
	found := pages.FindSubmatch(out)
	if found == nil {
		return 0, fmt.Errorf("%w: it has no pages", ErrBroken)
	}
	n, err := strconv.Atoi(string(found[1]))
	if err != nil || n < 1 {
		return 0, fmt.Errorf("%w: it has no pages", ErrBroken)
	}
	return n, nil
}

// Page draws a page of a PDF, the first being 1, as a JPEG file whose longer side has so many pixels. Errors: ErrBroken,
// ErrLocked, ErrTooMuch, ctx's.
func (s *Source) Page(ctx context.Context, number, side int) ([]byte, error) {
	data, err := s.converter.run(ctx, pagePatience, maxPage, s.path,
		fmt.Sprintf("pdftoppm -q -f %[1]d -l %[1]d -singlefile -scale-to %[2]d -jpeg in", number, side))
	if err == nil && len(data) == 0 {
		err = fmt.Errorf("%w: no page came out", ErrBroken)
	}
	return data, err
}

// Text returns the text of a PDF in the order in which it is read, up to limit bytes: from so many pages at most. Errors: ErrBroken, ErrLocked,
// ErrTooMuch, ctx's.
func (s *Source) Text(ctx context.Context, last, limit int) (string, error) {
	// head ends the program by closing its pipe once there is enough.
	out, err := s.converter.run(ctx, pagePatience, int64(limit), s.path,
		fmt.Sprintf("pdftotext -q -enc UTF-8 -nopgbrk -l %d in - | head -c %d", last, limit))
	if err != nil {
		return "", err
	}
	text := string(out)
	for len(text) > 0 { // the last letter may have been cut in two
		if r, size := utf8.DecodeLastRuneInString(text); r != utf8.RuneError || size > 1 {
			break
		}
		text = text[:len(text)-1]
	}
	return strings.TrimSpace(strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", ""), "")), nil
}
