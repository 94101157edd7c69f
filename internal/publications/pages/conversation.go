package pages

import (
	"context"
	"errors"

	"osmose/internal/accounts"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
	"osmose/internal/publications/attachments"
	"osmose/internal/publications/comments"
	"osmose/internal/publications/drafts"
	"osmose/internal/publications/follows"
	"osmose/internal/publications/moderation"
	"osmose/internal/publications/reactions"
	"osmose/internal/publications/writing"
	"osmose/internal/spaces"
)

// Conversation is what members say under a publication, a page of it, as the person who looks sees it: its body, the
// comments from one on, what was said of each, and the comment that is being written. A room fills the first fields and
// calls Read.
type Conversation struct {
	Member spaces.Member
	Person accounts.Person
	// Path is the address of the publication, Action that to which a comment goes.
	Path, Action string
	Kind         string
	Voice        Voice
	// Count is the number of comments; ClosedAt is when they were closed, zero while they are open.
	Count    int
	ClosedAt clock.Instant
	// Form holds the comment that is being written, with the page (« depuis ») and the text that it answers (« quote »).
	Form *web.Form
	// Signed, if set, signs the body, which nobody wrote.
	Signed *ui.Byline
	// Further, if set, adds to what the person may do to a comment.
	Further func(ctx context.Context, v comments.View) []ui.Action
	// Rewrites, if set, says whether the person rewrites the body, whoever wrote it; else its author does.
	Rewrites func() bool

	Body      comments.View
	Comments  []comments.View
	Said      reactions.Said
	Files     attachments.Files
	Names     comments.Names
	Following bool
	From      ids.ID // the first comment of this page, zero for the first of all
	Earlier   string // address of the page before, or ""
	Later     string
	Quoted    *comments.Found // what the comment being written answers
	Desk      writing.Desk    // where it is written

	publication ids.ID
	offers      []comments.Offer
	traces      map[ids.ID][]comments.Trace
}

// Asked returns the form of a page that nobody sent yet: where its address begins, and which text it answers.
func Asked(x *web.Exchange) *web.Form {
	form := web.Filled(nil)
	form.Set("depuis", x.Query("depuis"))
	form.Set("quote", x.Query("citer"))
	return form
}

// Read fills the conversation under a publication that the caller has found, by a number of queries that does not depend on
// how much there is: the texts, then what hangs on them.
func (c *Conversation) Read(ctx context.Context, q db.Querier, room *comments.Room, publication ids.ID) error {
	c.publication = publication
	c.From, _ = ids.Parse(c.Form.Value("depuis")) // what is no id is the first page
	err := db.Together(q,
		func(q db.Querier) (err error) {
			c.Body, err = room.Body(q, c.Member, publication, c.sees())
			return err
		},
		func(q db.Querier) (err error) {
			c.Comments, err = room.List(q, c.Member, publication, c.From, c.sees())
			return err
		},
		func(q db.Querier) (err error) {
			c.Following, err = follows.Following(q, c.Member, publication)
			return err
		},
		func(q db.Querier) (err error) {
			if c.writes() {
				c.Desk, err = writing.At(ctx, q, c.Member, drafts.At("reponse", publication), 0, c.Form)
			}
			return err
		})
	if err != nil {
		return err
	}
	if len(c.Comments) > comments.PageSize {
		c.Later = c.Path + "?depuis=" + c.Comments[comments.PageSize].Text.ID.String()
		c.Comments = c.Comments[:comments.PageSize]
	}
	first, last := c.ends()
	return db.Together(q,
		func(q db.Querier) (err error) {
			c.Names, err = comments.NamesIn(ctx, q, c.Member, c.bodies()...)
			return err
		},
		func(q db.Querier) (err error) {
			c.Said, err = reactions.Under(q, c.Member, publication, first, last)
			return err
		},
		func(q db.Querier) (err error) {
			c.Files, err = attachments.Under(q, c.Member, publication, first, last)
			return err
		},
		func(q db.Querier) error { return c.back(q, room, publication) },
		func(q db.Querier) error { return c.trace(q, room) },
		func(q db.Querier) error { return c.quote(q, publication) })
}

// bodies are the texts of this page, those that comments quote included.
func (c *Conversation) bodies() []richtext.HTML {
	all := []richtext.HTML{c.Body.Body}
	for _, v := range c.Comments {
		all = append(all, v.Body, v.QuotedBody)
	}
	return all
}

// trace finds what may be made of the texts of this page, and what was.
func (c *Conversation) trace(q db.Querier, room *comments.Room) (err error) {
	list := make([]ids.ID, len(c.Comments))
	for i, v := range c.Comments {
		list[i] = v.Text.ID
	}
	c.offers = room.Offers()
	c.traces, err = room.Traces(q, c.Member, c.Kind, c.Body.Text.ID, list)
	return err
}

// ends returns the ids of the first and the last comment of this page, zeros when there is none.
func (c *Conversation) ends() (first, last ids.ID) {
	if len(c.Comments) == 0 {
		return 0, 0
	}
	return c.Comments[0].Text.ID, c.Comments[len(c.Comments)-1].Text.ID
}

// back finds the page before.
func (c *Conversation) back(q db.Querier, room *comments.Room, publication ids.ID) error {
	if c.From == 0 {
		return nil
	}
	before, exists, err := room.Before(q, c.Member, publication, c.From)
	if exists {
		c.Earlier = c.Path + "?depuis=" + before.String()
	}
	return err
}

// quote finds the text that the comment answers, if it is of this publication and may be read.
func (c *Conversation) quote(q db.Querier, publication ids.ID) error {
	id, err := ids.Parse(c.Form.Value("quote"))
	if err != nil {
		return nil
	}
	for _, v := range append(c.Comments[:len(c.Comments):len(c.Comments)], c.Body) {
		if v.Text.ID == id && v.HiddenAt == 0 && v.DeletedAt == 0 {
			c.Quoted = &comments.Found{View: v} // it stands on this page
			return nil
		}
	}
	text, err := comments.Find(q, c.Member, id, false)
	if errors.Is(err, fault.ErrNotFound) || err == nil && (text.Publication != publication || text.HiddenAt != 0 || text.DeletedAt != 0) {
		return nil
	}
	c.Quoted = &text
	return err
}

// sees says whether hidden texts show.
func (c *Conversation) sees() bool { return c.Member.May(moderation.Hide) }

// writes says whether the person may add to it here and now.
func (c *Conversation) writes() bool {
	return c.Member.May(comments.MayAdd) && (c.ClosedAt == 0 || c.Member.May(comments.MayClose))
}

// lost says that the comments were closed while one was being written.
func (c *Conversation) lost() bool { return !c.writes() && c.Form.Value("body") != "" }

// here is the address of this page, answering a text or none.
func (c *Conversation) here(quoted ids.ID) string {
	switch {
	case c.From != 0 && quoted != 0:
		return c.Path + "?citer=" + quoted.String() + "&depuis=" + c.From.String() + "#" + answering
	case quoted != 0:
		return c.Path + "?citer=" + quoted.String() + "#" + answering
	case c.From != 0:
		return c.Path + "?depuis=" + c.From.String() + "#" + answering
	}
	return c.Path + "#" + answering
}

// answering is the id of the form.
const answering = "repondre"
