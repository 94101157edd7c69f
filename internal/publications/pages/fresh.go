package pages

import (
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
	"osmose/internal/publications"
	"osmose/internal/publications/attachments"
	"osmose/internal/publications/comments"
	"osmose/internal/publications/reactions"
	"osmose/internal/spaces"
)

// mostFresh is how many messages our script may name at once.
const mostFresh = 60

// Fresh answers our script, which asks by itself for what changed under a live publication: the comments after one
// (« apres »), and some messages that it shows already (« m »), as fragments. It is no visit, and nobody has read anything: the
// page says that when somebody looks. A room calls it instead of drawing its page when x.Script().
func (c *Conversation) Fresh(x *web.Exchange, q db.Querier, room *comments.Room, publication ids.ID) (err error) {
	c.From, _ = ids.Parse(x.Query("depuis")) // what is no id is the first page
	if c.Body, err = room.Body(q, c.Member, publication, c.sees()); err != nil {
		return err
	}
	if c.Comments, err = room.Some(q, c.Member, publication, named(x.QueryAll("m")), c.sees()); err != nil {
		return err
	}
	if after, err := ids.Parse(x.Query("apres")); err == nil {
		fresh, err := room.List(q, c.Member, publication, after+1, c.sees())
		if err != nil {
			return err
		}
		c.Comments = append(c.Comments, fresh[:min(len(fresh), comments.PageSize)]...)
	}
	var shown []ids.ID
	var bodies []richtext.HTML
	for _, v := range c.Comments {
		shown, bodies = append(shown, v.Text.ID), append(bodies, v.Body, v.QuotedBody)
	}
	if c.Names, err = comments.NamesIn(x.Context(), q, c.Member, bodies...); err != nil {
		return err
	}
	if c.Said, err = reactions.Of(q, c.Member, shown...); err != nil {
		return err
	}
	if c.Files, err = attachments.Of(q, c.Member, shown...); err != nil {
		return err
	}
	if err := c.trace(q, room); err != nil {
		return err
	}
	return x.Fragment(c.freshView())
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

// Fresh is Conversation.Fresh for the kinds that are commented under the addresses that all share.
func (r *Room) Fresh(x *web.Exchange, m spaces.Member, i publications.Item, closed clock.Instant) error {
	return r.Conversation(x, m, i, closed, web.Filled(nil)).Fresh(x, r.db.Read(x.Context()), r.comments, i.ID)
}

// Live is what wraps the comments of a publication, which change while somebody looks; its body too, where it is a message.
func (c *Conversation) Live() ui.LiveZone {
	return ui.LiveZone{
		Name: publications.LiveName(c.Member.SpaceID(), c.publication), Fresh: c.Path, Text: c.Member.Path() + "/textes/",
	}
}
