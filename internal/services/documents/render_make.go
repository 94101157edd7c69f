package documents

import (
	"bytes"
	"context"
	"errors"
	"io"
	"time"

	"osmose/internal/platform/convert"
	"osmose/internal/platform/db"
	"osmose/internal/platform/filetypes"
	"osmose/internal/platform/pictures"
	"osmose/internal/spaces"
)

// How much is made of a version. Words are bytes of the text that the search knows: some forty pages.
const (
	mostPages           = 50
	pageSide, pageBytes = 1400, 300 << 10
	drawingTime         = time.Minute
	mostWords           = 100 << 10
	wordPages           = 300
)

// page is one that was drawn.
type page struct {
	Page   int    `db:"page"`
	Hash   string `db:"hash"`
	Width  int    `db:"width"`
	Height int    `db:"height"`
}

// rendered is what was made of a version; its files are on disk.
type rendered struct {
	Rendering
	drawn  []page
	words  string
	shared bool // the files are those of an earlier version
}

// make makes what can be made of a file. Errors: those of convert.
func (r *Room) make(ctx context.Context, custody spaces.Custody, v version, f File) (made rendered, err error) {
	if f.legible() {
		made.words, err = r.readWords(f)
		return made, err
	}
	if made, found, err := r.alike(ctx, custody, v, f); found || err != nil {
		return made, err
	}
	content, err := r.open(f)
	if err != nil {
		return rendered{}, err
	}
	source, err := r.Converter.Take(content)
	if err = errors.Join(err, content.Close()); err != nil {
		return rendered{}, err
	}
	defer source.Close()
	if f.class() != filetypes.PDF {
		pdf, err := source.PDF(ctx, types[f.Type].Extension)
		if err != nil {
			return rendered{}, err
		}
		defer pdf.Close()
		source = pdf
	}
	if err = r.draw(ctx, source, f, &made); err != nil {
		r.dropRendered(context.WithoutCancel(ctx), made)
		return rendered{}, err
	}
	return made, nil
}

// readWords reads the beginning of a text.
func (r *Room) readWords(f File) (string, error) {
	content, err := r.open(f)
	if err != nil {
		return "", err
	}
	defer content.Close()
	data, err := io.ReadAll(io.LimitReader(content, mostWords))
	return readable(data), err
}

// draw keeps the PDF of an office file, draws its first pages and reads its words.
func (r *Room) draw(ctx context.Context, pdf *convert.Source, f File, made *rendered) (err error) {
	if made.Pages, err = pdf.Pages(ctx); err != nil {
		return err
	}
	until := r.Clock.Now().Add(drawingTime)
	for number := 1; number <= min(made.Pages, mostPages) && r.Clock.Now() < until; number++ {
		err := r.drawPage(ctx, pdf, number, made)
		if err != nil && (number == 1 || ctx.Err() != nil) {
			return err
		}
		if err != nil { // what was drawn before it is worth having
			break
		}
	}
	// A drawing has no words, and a text that takes too long is not worth the pages.
	if made.words, err = pdf.Text(ctx, wordPages, mostWords); err != nil && ctx.Err() != nil {
		return err
	}
	if f.class() == filetypes.PDF {
		return nil
	}
	content, err := pdf.Open()
	if err != nil {
		return err
	}
	defer content.Close()
	made.PDF, _, err = r.Files.PutApart(ctx, content, convert.MaxPDF)
	return err
}

// drawPage draws anew what the box has drawn; of the first page a thumbnail too.
func (r *Room) drawPage(ctx context.Context, pdf *convert.Source, number int, made *rendered) error {
	came, err := pdf.Page(ctx, number, pageSide)
	if err != nil {
		return err
	}
	p := page{Page: number}
	var large, small []byte
	err = pictures.Read(ctx, "files", bytes.NewReader(came), func(picture pictures.Picture) (err error) {
		drawn := picture.Within(pageSide, pageSide)
		p.Width, p.Height = drawn.Bounds().Dx(), drawn.Bounds().Dy()
		if large, err = pictures.JPEG(drawn, pageBytes); err == nil && number == 1 {
			small, err = pictures.JPEG(pictures.Of(drawn).Within(thumbSide, thumbSide), thumbBytes)
		}
		return err
	})
	if err != nil {
		return err
	}
	if p.Hash, _, err = r.Files.Put(ctx, bytes.NewReader(large), MaxSize); err != nil {
		return err
	}
	made.drawn = append(made.drawn, p)
	if number == 1 {
		made.Cover, _, err = r.Files.Put(ctx, bytes.NewReader(small), MaxSize)
	}
	return err
}

// alike finds what was made of another version of the document that has the same file: one that was taken up again.
func (r *Room) alike(ctx context.Context, custody spaces.Custody, v version, f File) (made rendered, found bool, err error) {
	q := r.DB.Read(ctx)
	twin, err := db.One[struct {
		Number int64 `db:"number"`
		Rendering
	}](q, `
		SELECT pr.number, `+renderingColumns+`
		FROM document_previews pr
		JOIN document_versions v ON v.document_id = pr.document_id AND v.number = pr.number
		WHERE pr.document_id = $1 AND pr.space_id = $2 AND v.hash = $3 AND pr.state = 'ready'
		ORDER BY pr.number
		LIMIT 1`, v.Document, custody.SpaceID(), f.Hash)
	if errors.Is(err, db.ErrNoRows) {
		return rendered{}, false, nil
	}
	if err != nil {
		return rendered{}, false, err
	}
	made = rendered{Rendering: twin.Rendering, shared: true}
	of := version{custody.SpaceID(), v.Document, twin.Number}
	made.drawn, made.words, err = drawnOf(q, of)
	return made, err == nil, err
}

// finish writes what was made. Errors: those of the database, as when the version is gone.
func (r *Room) finish(tx *db.Tx, custody spaces.Custody, v version, made rendered) error {
	for _, p := range made.drawn {
		_, err := tx.Exec(`INSERT INTO document_pages (document_id, number, page, space_id, hash, width, height) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			v.Document, v.Number, p.Page, custody.SpaceID(), p.Hash, p.Width, p.Height)
		if err != nil {
			return err
		}
	}
	_, err := tx.Exec(`INSERT INTO document_words (document_id, number, space_id, text) VALUES ($1, $2, $3, $4)`,
		v.Document, v.Number, custody.SpaceID(), made.words)
	if err != nil {
		return err
	}
	if !made.shared {
		for _, f := range made.files() {
			if err := enlist(tx, v.Document, f); err != nil {
				return err
			}
		}
	}
	_, err = tx.Exec(`
		UPDATE document_previews
		SET state = 'ready', reason = '', pages = $4, pdf = $5, thumb = $6
		WHERE document_id = $1 AND number = $2 AND space_id = $3`,
		v.Document, v.Number, custody.SpaceID(), made.Pages, made.PDF, made.Cover)
	if err != nil {
		return err
	}
	if err := r.Publications.TellPrepared(tx, custody, v.Document); err != nil || made.words == "" {
		return err
	}
	return r.Index.Again(tx, custody, v.Document)
}

// files are those that were written for a version.
func (made rendered) files() []File {
	list := []File{{Hash: made.PDF, Thumb: made.Cover}}
	for _, p := range made.drawn {
		list = append(list, File{Hash: p.Hash})
	}
	return list
}

// dropRendered deletes the files of which no row was written.
func (r *Room) dropRendered(ctx context.Context, made rendered) {
	if made.shared {
		return
	}
	for _, f := range made.files() {
		r.drop(ctx, f)
	}
}

// pagesOf returns the pages that were drawn of a version. The caller knows that they may be seen.
func pagesOf(q db.Querier, v version) ([]page, error) {
	return db.All[page](q, `
		SELECT page, hash, width, height
		FROM document_pages
		WHERE document_id = $1 AND number = $2 AND space_id = $3
		ORDER BY page
		LIMIT $4`, v.Document, v.Number, v.Space, mostPages)
}

// drawnOf returns the pages that were drawn of a version, and the beginning of the text that stands in it; the words have the
// row of a page before the first. The caller knows that they may be seen.
func drawnOf(q db.Querier, v version) (drawn []page, words string, err error) {
	list, err := db.All[struct {
		page
		Text string `db:"text"`
	}](q, `
		SELECT 0 AS page, '' AS hash, 0 AS width, 0 AS height, text
		FROM document_words
		WHERE document_id = $1 AND number = $2 AND space_id = $3
		UNION ALL
		SELECT page, hash, width, height, '' AS text
		FROM document_pages
		WHERE document_id = $1 AND number = $2 AND space_id = $3
		ORDER BY page
		LIMIT $4`, v.Document, v.Number, v.Space, mostPages+1)
	for _, each := range list {
		if each.Page == 0 {
			words = each.Text
			continue
		}
		drawn = append(drawn, each.page)
	}
	return drawn, words, err
}
