package pages

import (
	"context"

	"github.com/a-h/templ"

	"osmose/internal/platform/i18n"
	"osmose/internal/platform/richtext"
	"osmose/internal/platform/ui"
	"osmose/internal/publications/comments"
	"osmose/internal/publications/texts"
	"osmose/internal/publications/writing"
)

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

// Reactions returns the buttons under a text of the conversation.
func (c *Conversation) Reactions(ctx context.Context, v comments.View) ui.Reactions {
	return Reactions(ctx, c.Member, v.Text.ID, c.Said[v.Text.ID])
}

// Attached returns the files of a text of the conversation that it does not show itself.
func (c *Conversation) Attached(ctx context.Context, v comments.View) ui.Attachments {
	return writing.Under(ctx, c.Member, v.Body, c.Files[v.Text.ID])
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
