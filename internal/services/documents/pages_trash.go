package documents

import (
	"osmose/internal/platform/clock"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/web"
	"osmose/internal/publications"
	"osmose/internal/spaces"
)

// trashPage is what a person may take back.
type trashPage struct {
	Member spaces.Member
	Now    clock.Instant
	Trash  []publications.Unpublished
}

func (r *Room) showTrash(x *web.Exchange, m spaces.Member) error {
	p := trashPage{Member: m, Now: r.Clock.Now()}
	var err error
	if _, p.Trash, err = r.Publications.AllUnpublished(r.DB.Read(x.Context()), m, kind); err != nil {
		return err
	}
	return r.spaces.Render(x, m, spaces.Sheet{
		Service: service,
		Title:   []string{i18n.T(x.Context(), "documents.trash.title"), i18n.T(x.Context(), "documents.service")},
		Trail:   r.trail(x, m, nil),
		Body:    trashView(p),
	})
}
