package documents

import (
	"context"
	"strconv"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/filetypes"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/web"
	"osmose/internal/publications/pages"
)

// drawings is what a page shows of what was made of a version.
type drawings struct {
	Rendering
	File   File
	Number int64
	// Base is the address of the version.
	Base  string
	Drawn []page
	Words string
}

func (d drawings) page(number int) string { return d.Base + "/pages/" + strconv.Itoa(number) }

func (at seat) version(number int64) version { return version{at.m.SpaceID(), at.document.ID, number} }

// drawings reads what was made of a version of the document.
func (at seat) drawings(q db.Querier, number int64, f File, made Rendering) (d drawings, err error) {
	d = drawings{Rendering: made, File: f, Number: number, Base: at.file(number)}
	if made.State != isReady {
		return d, nil
	}
	d.Drawn, d.Words, err = drawnOf(q, at.version(number))
	return d, err
}

// showLarge is « Afficher » (S62): the preview as large as the page, with the comments under it.
func (r *Room) showLarge(x *web.Exchange, at seat) error {
	if !at.document.Live() || !at.document.displayed() {
		return fault.ErrNotFound
	}
	if x.Script() {
		return r.pages.Fresh(x, at.m, at.item(), at.document.ClosedAt)
	}
	r.Publications.Opened(x, at.m, at.document.ID)
	p, err := r.readDocument(x, at, pages.Asked(x))
	if err != nil {
		return err
	}
	p.Large = true
	return r.renderAs(x, p, 200, i18n.T(x.Context(), "documents.large.title", i18n.Args{"Title": at.document.Title}), largeView(p))
}

// displayed says whether there is something to show large.
func (d Document) displayed() bool {
	switch d.File.class() {
	case filetypes.Picture, filetypes.Audio, filetypes.Video, filetypes.Plain, filetypes.Table:
		return true
	}
	return d.Rendering.has()
}

// awaited says whether pages are still to be drawn.
func (d drawings) awaited() bool { return d.State == isWaiting || d.State == isWorking }

// said is what a page tells when the preview has taken its place.
func (d drawings) said(ctx context.Context) string {
	if why := d.notShown(ctx); why != "" {
		return why
	}
	return i18n.T(ctx, "documents.preview.ready")
}

// notShown says why nothing is shown of a file of which pages can be drawn; empty for another.
func (d drawings) notShown(ctx context.Context) string {
	switch {
	case d.has() && len(d.Drawn) > 0:
		return ""
	case d.State == isAbsent || d.State == "":
		return i18n.T(ctx, "documents.preview.absent")
	case d.State == hasFailed && d.Reason == isLocked:
		return i18n.T(ctx, "documents.preview.locked")
	case d.State == hasFailed && d.Reason == isTooMuch:
		return i18n.T(ctx, "documents.preview.too_much")
	case d.State == hasFailed, d.State == isReady:
		return i18n.T(ctx, "documents.preview.broken")
	}
	return i18n.T(ctx, "documents.preview.waiting")
}

func pageOf(ctx context.Context, d drawings, number int) string {
	return i18n.T(ctx, "documents.preview.page", i18n.Args{"Number": strconv.Itoa(number), "All": strconv.Itoa(d.Pages)})
}

// loadingOf lets the pages below wait until they are scrolled to.
func loadingOf(number int) string {
	if number == 1 {
		return "eager"
	}
	return "lazy"
}
