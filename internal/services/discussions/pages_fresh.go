package discussions

import (
	"osmose/internal/accounts"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/platform/web"
	"osmose/internal/publications/comments"
	"osmose/internal/publications/moderation"
	"osmose/internal/publications/reactions"
)

// mostFresh is how many messages our script may name at once.
const mostFresh = 60

// showFresh answers our script, which asks by itself for what changed of a thread: the replies after one (« apres »), and
// some messages that it shows already (« m »), as fragments. It is no visit, and nobody has read anything: the page says that
// when somebody looks.
func (r *Room) showFresh(x *web.Exchange, at seat) error {
	q := r.db.Read(x.Context())
	p := threadPage{seat: at, Form: web.Filled(nil), Person: accounts.Of(x).Person(), Now: r.clock.Now(), name: r.name}
	p.From, _ = ids.Parse(x.Query("depuis"))
	m, sees := at.m, at.m.May(moderation.Hide)
	var err error
	if p.Body, err = r.comments.Body(q, m, at.thread.ID, sees); err != nil {
		return err
	}
	if p.Replies, err = r.comments.Some(q, m, at.thread.ID, named(x.QueryAll("m")), sees); err != nil {
		return err
	}
	if after, err := ids.Parse(x.Query("apres")); err == nil {
		fresh, err := r.comments.List(q, m, at.thread.ID, after+1, sees)
		if err != nil {
			return err
		}
		p.Replies = append(p.Replies, fresh[:min(len(fresh), comments.PageSize)]...)
	}
	shown, bodies := []ids.ID{}, []richtext.HTML{}
	for _, v := range p.Replies {
		shown, bodies = append(shown, v.Text.ID), append(bodies, v.Body, v.QuotedBody)
	}
	if p.Names, err = comments.NamesIn(q, m, bodies...); err != nil {
		return err
	}
	if p.Said, err = reactions.Of(q, m, shown); err != nil {
		return err
	}
	return x.Fragment(freshView(p))
}

func named(list []string) []ids.ID {
	var all []ids.ID
	for _, text := range list[:min(len(list), mostFresh)] {
		if id, err := ids.Parse(text); err == nil {
			all = append(all, id)
		}
	}
	return all
}
