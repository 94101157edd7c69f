package ui

import "osmose/internal/platform/i18n"

func (a Avatar) draw(p *pen) {
	p.raw(`<span class="`)
	p.raw(a.class())
	p.raw(`" aria-hidden="true">`)
	if a.PhotoURL != "" {
		p.raw(`<img`)
		p.address("src", a.PhotoURL)
		p.raw(` alt="" width="80" height="80" loading="lazy" decoding="async">`)
	} else {
		p.text(a.Initials)
	}
	p.raw(`</span>`)
}

func (b Byline) draw(p *pen) {
	p.raw(`<div class="os-byline">`)
	b.Avatar.draw(p)
	p.raw(`<div class="os-byline__who"><p class="os-byline__name">`)
	if b.URL != "" {
		p.raw(`<a`)
		p.href(b.URL)
		p.raw(`>`)
		p.text(b.Name)
		p.raw(`</a>`)
	} else {
		p.raw(`<span>`)
		p.text(b.Name)
		p.raw(`</span>`)
	}
	if b.Badges != nil {
		p.raw(` `)
		p.component(b.Badges)
	}
	p.raw(`</p><p class="os-byline__meta">`)
	if b.Organisation != "" {
		p.raw(`<span>`)
		p.text(b.Organisation)
		p.raw(`</span> `)
	}
	b.drawTime(p)
	p.raw(`</p></div></div>`)
}

func (b Byline) drawTime(p *pen) {
	if b.Time == nil || b.anchor == "" {
		p.component(b.Time)
		return
	}
	p.raw(`<a`)
	p.href(b.anchor)
	p.raw(` title="`)
	p.say("ui.message.link")
	p.raw(`">`)
	p.component(b.Time)
	p.raw(`</a>`)
}

func (t Time) draw(p *pen) {
	p.raw(`<time datetime="`)
	p.out = i18n.AppendISO(p.out, t.At)
	p.raw(`"`)
	if t.Style == Ago {
		p.attr("title", p.texts.DateTime(t.At))
	}
	p.raw(`>`)
	p.text(t.text(p.texts))
	p.raw(`</time>`)
}
