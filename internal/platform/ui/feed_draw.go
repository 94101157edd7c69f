package ui

import (
	"context"
	"io"

	"github.com/a-h/templ"
)

func (f FeedItem) draw(p *pen) {
	p.raw(`<article class="os-feed__item" data-os-item><header class="os-feed__head">`)
	f.Byline.draw(p)
	p.raw(`<p class="os-feed__kind">`)
	p.icon(f.KindIcon)
	p.raw(`<span>`)
	p.text(f.KindLabel)
	p.raw(`</span></p></header>`)
	end := p.heading(f.Level, "os-feed__title")
	p.raw(`<a`)
	p.href(f.URL)
	p.raw(`>`)
	title{{Text: f.Title}}.draw(p)
	p.raw(`</a>`)
	if f.New {
		p.raw(` <span class="os-new">`)
		p.say("ui.new")
		p.raw(`</span>`)
	}
	p.raw(end)
	if f.Excerpt != "" {
		p.raw(`<p class="os-feed__excerpt">`)
		p.text(f.Excerpt)
		p.raw(`</p>`)
	}
	f.drawFoot(p)
	p.raw(`</article>`)
}

func (f FeedItem) drawFoot(p *pen) {
	if f.Badges == nil && f.Space == nil && f.Actions == nil {
		return
	}
	p.raw(`<footer class="os-feed__foot">`)
	p.component(f.Badges)
	if f.Space != nil {
		p.raw(`<p class="os-feed__space">`)
		p.say("ui.feed.in")
		p.raw(` <a`)
		p.href(f.Space.URL)
		p.raw(`>`)
		p.text(f.Space.Label)
		p.raw(`</a></p>`)
	}
	if f.Actions != nil {
		p.raw(`<div class="os-feed__actions">`)
		p.component(f.Actions)
		p.raw(`</div>`)
	}
	p.raw(`</footer>`)
}

func (in Prompt) draw(p *pen) {
	p.raw(`<p class="os-prompt">`)
	in.Avatar.draw(p)
	p.raw(`<a`)
	p.href(in.URL)
	p.raw(`>`)
	p.text(in.Label)
	p.raw(`</a></p>`)
}

// Activity says beside the link to the replies when the last one came.
func Activity(text string) templ.Component { return activity(text) }

type activity string

// Render writes the words.
func (a activity) Render(ctx context.Context, w io.Writer) error { return render(ctx, w, a) }

func (a activity) draw(p *pen) {
	p.raw(`<span class="os-feed__latest">`)
	p.text(string(a))
	p.raw(`</span>`)
}

// ActionLink is a quiet link with an icon, for the foot of a FeedItem: « Répondre (8) ».
func ActionLink(label, icon, url string) templ.Component { return actionLink{label, icon, url} }

type actionLink struct{ label, icon, url string }

// Render writes the link.
func (a actionLink) Render(ctx context.Context, w io.Writer) error { return render(ctx, w, a) }

func (a actionLink) draw(p *pen) {
	p.raw(`<a class="os-action"`)
	p.href(a.url)
	p.raw(`>`)
	p.icon(a.icon)
	p.text(a.label)
	p.raw(`</a>`)
}

func (l ListItem) draw(p *pen) {
	p.raw(`<li class="os-list__item`)
	if l.Unread {
		p.raw(" os-list__item--unread")
	}
	p.raw(`" data-os-item>`)
	p.component(l.Lead)
	p.raw(`<div class="os-list__text">`)
	l.drawTitle(p)
	if l.By != "" {
		p.raw(`<p class="os-list__by">`)
		p.text(l.By)
		p.raw(`</p>`)
	}
	if l.Text != "" {
		p.raw(`<p class="os-list__excerpt">`)
		p.text(l.Text)
		p.raw(`</p>`)
	}
	if l.Meta != nil || l.Badges != nil {
		p.raw(`<div class="os-meta">`)
		p.component(l.Badges)
		p.component(l.Meta)
		p.raw(`</div>`)
	}
	p.raw(`</div>`)
	if l.Count != "" {
		p.raw(`<p class="os-list__count"><strong>`)
		p.text(l.Count)
		p.raw(`</strong> `)
		p.text(l.CountText)
		p.raw(`</p>`)
	}
	if l.Aside != nil {
		p.raw(`<div class="os-list__aside">`)
		p.component(l.Aside)
		p.raw(`</div>`)
	}
	p.raw(`</li>`)
}

func (l ListItem) drawTitle(p *pen) {
	end := p.heading(l.Level, "os-list__title")
	if l.URL != "" {
		p.raw(`<a`)
		p.href(l.URL)
		p.raw(`>`)
		title{{Text: l.Title}}.draw(p)
		p.raw(`</a>`)
	} else {
		title{{Text: l.Title}}.draw(p)
	}
	if l.Unread {
		p.raw(` <span class="os-unread"><span class="fr-sr-only">`)
		p.say("ui.unread")
		p.raw(`</span></span>`)
	}
	p.raw(end)
}

// MetaText is one short fact of a Meta line.
func MetaText(text, icon string) templ.Component { return metaText{text, icon} }

type metaText struct{ text, icon string }

// Render writes the fact.
func (m metaText) Render(ctx context.Context, w io.Writer) error { return render(ctx, w, m) }

func (m metaText) draw(p *pen) {
	p.raw(`<span class="os-meta__fact">`)
	p.icon(m.icon)
	p.text(m.text)
	p.raw(`</span>`)
}
