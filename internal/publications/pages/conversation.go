package pages

import (
	"context"
	"errors"

	"github.com/a-h/templ"

	"osmose/internal/accounts"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/i18n"
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
	"osmose/internal/publications/texts"
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

// Read fills the conversation under a live publication: a number of queries that does not depend on how much there is.
func (c *Conversation) Read(q db.Querier, room *comments.Room, publication ids.ID) (err error) {
	c.publication = publication
	c.From, _ = ids.Parse(c.Form.Value("depuis")) // what is no id is the first page
	if c.Body, err = room.Body(q, c.Member, publication, c.sees()); err != nil {
		return err
	}
	if c.Comments, err = room.List(q, c.Member, publication, c.From, c.sees()); err != nil {
		return err
	}
	if err := c.turn(q, room, publication); err != nil {
		return err
	}
	bodies := []richtext.HTML{c.Body.Body}
	for _, v := range c.Comments {
		bodies = append(bodies, v.Body, v.QuotedBody)
	}
	if c.Names, err = comments.NamesIn(q, c.Member, bodies...); err != nil {
		return err
	}
	first, last := c.ends()
	if c.Said, err = reactions.Under(q, c.Member, publication, first, last); err != nil {
		return err
	}
	if c.Files, err = attachments.Under(q, c.Member, publication, first, last); err != nil {
		return err
	}
	if c.Following, err = follows.Following(q, c.Member, publication); err != nil {
		return err
	}
	if err := c.trace(q, room); err != nil {
		return err
	}
	if err := c.quote(q, publication); err != nil || !c.writes() {
		return err
	}
	c.Desk, err = writing.At(q, c.Member, drafts.At("reponse", publication), 0, c.Form)
	return err
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

// turn finds the pages before and after.
func (c *Conversation) turn(q db.Querier, room *comments.Room, publication ids.ID) error {
	if len(c.Comments) > comments.PageSize {
		c.Later = c.Path + "?depuis=" + c.Comments[comments.PageSize].Text.ID.String()
		c.Comments = c.Comments[:comments.PageSize]
	}
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

// Message shows a text of the conversation.
func (c *Conversation) Message(ctx context.Context, v comments.View) ui.Message {
	opening := v.Text.ID == c.Body.Text.ID
	byline := c.byline(ctx, v)
	message := ui.Message{
		ID: comments.Anchor(v.Text.ID), Anchor: Address(c.Member, v.Text.ID), Byline: byline, HTML: string(c.Names.Show(v.Body)), Opening: opening,
		Quote: c.quoteOf(ctx, v), Menu: c.Menu(ctx, v),
	}
	if v.DeletedAt != 0 {
		message.Hidden = i18n.T(ctx, "pages.message.deleted", i18n.Args{"Date": i18n.DateTime(ctx, v.DeletedAt)})
		message.HTML, message.Quote, message.Menu = "", nil, nil
		return message
	}
	message.After = c.after(ctx, v)
	if v.HiddenAt != 0 {
		message.Hidden = i18n.T(ctx, "pages.message.hidden", i18n.Args{"Reason": v.HiddenReason})
		if !c.sees() {
			message.HTML, message.Quote, message.Menu, message.After = "", nil, nil, nil
		}
		return message
	}
	if v.Version > 1 {
		message.Edited = i18n.T(ctx, "pages.message.edited", i18n.Args{"Date": i18n.DateTime(ctx, v.ChangedAt)})
		message.EditedURL = Address(c.Member, v.Text.ID) + "/historique"
	}
	message.Reactions = c.Reactions(ctx, v)
	if c.writes() {
		message.Actions = ui.ActionLink(i18n.T(ctx, "pages.message.quote"), "chat-quote-line", c.here(v.Text.ID))
		if opening {
			message.Actions = templ.Join(ui.ActionLink(i18n.T(ctx, "pages.message.reply"), "reply-line", "#"+answering), message.Actions)
		}
	}
	return message
}

// Reactions returns the buttons under a text of the conversation.
func (c *Conversation) Reactions(ctx context.Context, v comments.View) ui.Reactions {
	return Reactions(ctx, c.Member, v.Text.ID, c.Said[v.Text.ID])
}

// Attached returns the files of a text of the conversation that it does not show itself.
func (c *Conversation) Attached(ctx context.Context, v comments.View) ui.Attachments {
	return writing.Under(ctx, c.Member, v.Body, c.Files[v.Text.ID])
}

// after is what stands under a text: its files, and what was made of it.
func (c *Conversation) after(ctx context.Context, v comments.View) templ.Component {
	var list []templ.Component
	if files := c.Attached(ctx, v); len(files) > 0 {
		list = append(list, files)
	}
	if made := c.Traces(v); made != nil {
		list = append(list, made)
	}
	if len(list) == 0 {
		return nil
	}
	return templ.Join(list...)
}

// Menu returns what the person may do to a text of the conversation.
func (c *Conversation) Menu(ctx context.Context, v comments.View) ui.Menu {
	edits := mine(c.Member, v, comments.MayEdit)
	if v.Role == texts.Body && c.Rewrites != nil {
		edits = c.Rewrites()
	}
	items := menu(ctx, c.Member, v, edits)
	for _, o := range c.offers {
		if o.To(c.Member, c.Kind, v) {
			items = append(items, ui.Action{Label: i18n.T(ctx, o.Label), Icon: o.Icon, URL: Address(c.Member, v.Text.ID) + "/" + o.Segment})
		}
	}
	if c.Further != nil {
		items = append(items, c.Further(ctx, v)...)
	}
	return ui.Menu{Label: i18n.T(ctx, "pages.message.menu", i18n.Args{"Name": c.author(ctx, v)}), Items: items}
}

func (c *Conversation) byline(ctx context.Context, v comments.View) ui.Byline {
	byline := v.Byline.View(ctx)
	if v.Text.ID == c.Body.Text.ID && c.Signed != nil {
		byline = *c.Signed
	}
	byline.Time = ui.Time{At: v.CreatedAt, Style: ui.DateAndTime}
	return byline
}

func (c *Conversation) author(ctx context.Context, v comments.View) string {
	if v.Text.ID == c.Body.Text.ID && c.Signed != nil {
		return c.Signed.Name
	}
	return v.Byline.Display(ctx)
}

func (c *Conversation) quoteOf(ctx context.Context, v comments.View) templ.Component {
	if v.Quoted == 0 || v.QuotedPublication == 0 {
		return nil
	}
	quote := ui.Quote{Name: i18n.T(ctx, "pages.message.wrote", i18n.Args{"Name": v.QuotedName(ctx)}), URL: Address(c.Member, v.Quoted)}
	if v.Quoted == c.Body.Text.ID {
		quote.Name = i18n.T(ctx, "pages.message.wrote", i18n.Args{"Name": c.author(ctx, c.Body)})
		quote.URL = "#" + comments.Anchor(v.Quoted)
	}
	quote.Text = richtext.Excerpt(c.Names.Show(v.QuotedBody), quoteLength)
	if quote.Text == "" {
		quote.Text = i18n.T(ctx, "pages.message.quoted_hidden")
	}
	return quote
}

// quoteLength is the number of characters of a quoted text that are shown.
const quoteLength = 200
