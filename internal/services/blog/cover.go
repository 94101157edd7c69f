package blog

import (
	"bytes"
	"context"
	"errors"
	"image"
	"io"
	"io/fs"
	"log/slog"
	"time"
	"unicode/utf8"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/pictures"
	"osmose/internal/platform/web"
)

// The two sizes of a cover, in pixels and bytes: on the page of the post, and beside it in lists.
const (
	coverWidth, coverHeight, coverBytes             = 1200, 900, 220 << 10
	thumbnailWidth, thumbnailHeight, thumbnailBytes = 480, 360, 36 << 10
)

// maxAlt is the longest alternative of a cover, in characters.
const maxAlt = 200

// How many covers a person may send: each is decoded, which takes memory and time.
const (
	coverBudget     = "blog.cover"
	coversPerPerson = 30
	coversPeriod    = time.Hour
)

func (c Cover) check() error {
	wrong := &fault.Invalid{}
	if utf8.RuneCountInString(c.Alt) > maxAlt {
		wrong.Limit("cover_alt", c.Alt, maxAlt)
	}
	return wrong.Err()
}

// takeCover stores the picture of a form, or the one that it holds apart; without one the cover that stands is returned. What
// is wrong with the picture is noted there.
func (r *Room) takeCover(x *web.Exchange, s sheet, stands Cover) (Cover, error) {
	form := s.form
	file, err := r.openCover(x, s)
	if form.Take(err) {
		return stands, nil
	}
	if err != nil || file == nil {
		return stands, err
	}
	defer file.Close()
	fresh, err := r.storeCover(x.Context(), s.m.PersonID(), file)
	if form.Take(err) {
		return stands, nil
	}
	var spent *fault.TooMany
	if errors.As(err, &spent) {
		form.Note("cover", spent.Key, fault.Args{"After": spent.After})
		return stands, nil
	}
	return fresh, err
}

// openCover opens the picture that was chosen last, nil for none.
func (r *Room) openCover(x *web.Exchange, s sheet) (io.ReadCloser, error) {
	if upload := s.form.File("cover", pictures.MaxUpload); upload != nil {
		return upload.Open(x.Context())
	}
	apart, err := r.Writing.Apart(x.Context(), s.m, s.text)
	if apart == nil { // an interface that holds nothing is not nil
		return nil, err
	}
	return apart, err
}

// keepCover keeps the picture of a form that is sent back.
func (r *Room) keepCover(x *web.Exchange, s sheet) error {
	upload := s.form.File("cover", pictures.MaxUpload)
	if upload == nil || s.form.Error(x.Context(), "cover") != "" {
		return nil
	}
	return r.Writing.SetApart(x.Context(), s.m, s.text, "cover", upload)
}

// storeCover keeps the two sizes of a picture. Files come before the row that mentions them. Errors: *fault.Invalid on
// « cover », *fault.TooMany.
func (r *Room) storeCover(ctx context.Context, person ids.ID, content io.Reader) (Cover, error) {
	err := r.Budgets.SpendAtOnce(ctx, coverBudget, person.String(), coversPerPerson, coversPeriod)
	if err != nil {
		return Cover{}, err
	}
	var fresh Cover
	err = pictures.Read(ctx, "cover", content, func(p pictures.Picture) error {
		fresh, err = r.keep(ctx, p)
		return err
	})
	return fresh, err
}

// DrawCover keeps a picture that the program drew itself: the demo's.
func (r *Room) DrawCover(ctx context.Context, picture image.Image) (Cover, error) {
	return r.keep(ctx, pictures.Of(picture))
}

func (r *Room) keep(ctx context.Context, p pictures.Picture) (Cover, error) {
	large := p.Within(coverWidth, coverHeight)
	small := pictures.Of(large).Within(thumbnailWidth, thumbnailHeight)
	c := Cover{Width: large.Bounds().Dx(), Height: large.Bounds().Dy()}
	var err error
	if c.Large, err = r.put(ctx, large, coverBytes); err != nil {
		return Cover{}, err
	}
	c.Small, err = r.put(ctx, small, thumbnailBytes)
	return c, err
}

func (r *Room) put(ctx context.Context, picture image.Image, most int) (hash string, err error) {
	file, err := pictures.JPEG(picture, most)
	if err != nil {
		return "", err
	}
	hash, _, err = r.Files.Put(ctx, bytes.NewReader(file), pictures.MaxUpload)
	return hash, err
}

// drop deletes the files of a cover that no row mentions any more; no other row ever did: see pictures.JPEG.
func (r *Room) drop(ctx context.Context, c Cover) {
	for _, hash := range []string{c.Large, c.Small} {
		if err := r.Files.Delete(hash); err != nil {
			r.Log.LogAttrs(ctx, slog.LevelWarn, "old cover left on disk", slog.Any("error", err))
		}
	}
}

func (r *Room) showCover(x *web.Exchange, at seat) error { return r.serve(x, at.post.Large) }

func (r *Room) showThumbnail(x *web.Exchange, at seat) error { return r.serve(x, at.post.Small) }

// serve answers with a file of the post behind the door, which is asked each time, also for what the browser keeps.
func (r *Room) serve(x *web.Exchange, hash string) error {
	content, err := r.Files.Open(hash)
	if errors.Is(err, fs.ErrNotExist) { // no cover, or one that was replaced a moment ago
		return fault.ErrNotFound
	}
	if err != nil {
		return err
	}
	defer content.Close()
	return x.ServeFile(web.File{ETag: hash, Type: "image/jpeg", Inline: true, Content: content})
}

// dropCovers drops those of posts that go for good, once they are gone.
func (r *Room) dropCovers(tx *db.Tx, posts []ids.ID) error {
	in, args := db.In(1, posts)
	covers, err := db.All[Cover](tx, `
		SELECT cover, thumbnail, cover_alt, decorative, cover_width, cover_height
		FROM posts
		WHERE id IN (`+in+`) AND cover <> ''`, args...)
	if err != nil {
		return err
	}
	tx.AfterCommit(func() {
		for _, c := range covers {
			r.drop(context.Background(), c)
		}
	})
	return nil
}
