package faq

import (
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/web"
	"osmose/internal/publications"
	"osmose/internal/spaces"
)

// down is the value of the field « way » that lowers an entry; up raises it.
const (
	up   = "up"
	down = "down"
)

// move arranges a theme: one entry, one place.
func (r *Room) move(x *web.Exchange, at seat) error {
	form, err := x.Form()
	if err != nil {
		return err
	}
	verb := r.Raise
	if form.Line("way", 10) == down {
		verb = r.Lower
	}
	if err := r.DB.Write(x.Context(), func(tx *db.Tx) error { return verb(tx, at.m, at.entry.ID) }); err != nil {
		return err
	}
	return x.SeeOther(themeURL(at.m, at.entry.ThemeID))
}

// draftsPage lists what is not published: to animators all of it, to others what they proposed.
type draftsPage struct {
	Member        spaces.Member
	Now           clock.Instant
	Drafts, Trash []publications.Unpublished
}

func (r *Room) showDrafts(x *web.Exchange, m spaces.Member) error {
	p := draftsPage{Member: m, Now: r.Clock.Now()}
	var err error
	if p.Drafts, p.Trash, err = r.Publications.AllUnpublished(r.DB.Read(x.Context()), m, kind); err != nil {
		return err
	}
	return r.spaces.Render(x, m, spaces.Sheet{
		Service: service,
		Title:   []string{i18n.T(x.Context(), "faq.drafts.title"), i18n.T(x.Context(), "faq.service")},
		Trail:   r.trail(x, m),
		Body:    draftsView(p),
	})
}

// reviewsPage lists what is to be read again.
type reviewsPage struct {
	Member  spaces.Member
	Now     clock.Instant
	Entries []Entry
	More    string
}

func (r *Room) showReviews(x *web.Exchange, m spaces.Member) error {
	p := reviewsPage{Member: m, Now: r.Clock.Now()}
	var err error
	if p.Entries, err = ToReview(r.DB.Read(x.Context()), m, onward(x)); err != nil {
		return err
	}
	if len(p.Entries) > PageSize {
		p.Entries = p.Entries[:PageSize]
		p.More = web.NextURL(x.R, "apres", p.Entries[PageSize-1].inReview().String())
	}
	return r.spaces.Render(x, m, spaces.Sheet{
		Service: service,
		Title:   []string{i18n.T(x.Context(), "faq.reviews.title"), i18n.T(x.Context(), "faq.service")},
		Trail:   r.trail(x, m),
		Body:    reviewsView(p),
	})
}
