package pages

import (
	"osmose/internal/platform/richtext"
	"osmose/internal/platform/web"
	"osmose/internal/publications/texts"
)

// showHistory shows what a text was, the newest first.
func (r *Room) showHistory(x *web.Exchange, at here) error {
	revisions, err := texts.History(r.db.Read(x.Context()), at.Member, at.text.Text.ID)
	if err != nil {
		return err
	}
	address, err := r.address(x, at)
	if err != nil {
		return err
	}
	bodies := []*richtext.HTML{&at.text.Body}
	for i := range revisions {
		bodies = append(bodies, &revisions[i].Body)
	}
	if err := r.name(x, at.Member, bodies...); err != nil {
		return err
	}
	return r.render(x, at, 200, "pages.history.title", historyView(at.text, revisions, address))
}
