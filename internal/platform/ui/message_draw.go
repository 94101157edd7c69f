package ui

func (m Message) draw(p *pen) {
	p.raw(`<article class="os-message`)
	if m.Opening {
		p.raw(" os-message--opening")
	}
	p.raw(`"`)
	if m.ID != "" {
		p.attr("id", m.ID)
	}
	p.raw(` data-os-item><header class="os-message__head">`)
	m.drawByline(p)
	p.component(m.Menu)
	p.raw(`</header><div class="os-message__body">`)
	if m.Hidden != "" {
		p.raw(`<p class="os-message__hidden">`)
		p.icon("eye-off-line")
		p.text(m.Hidden)
		p.raw(`</p>`)
	}
	p.component(m.Quote)
	if m.HTML != "" {
		p.raw(`<div class="os-prose">`)
		p.raw(m.HTML)
		p.raw(`</div>`)
	}
	p.component(m.After)
	m.drawEdited(p)
	if m.Reactions != nil || m.Actions != nil {
		p.raw(`<div class="os-message__actions">`)
		p.component(m.Reactions)
		p.component(m.Actions)
		p.raw(`</div>`)
	}
	p.raw(`</div></article>`)
}

// drawByline writes who and when; the date leads to the message.
func (m Message) drawByline(p *pen) {
	byline := m.Byline
	if m.Badges != nil {
		byline.Badges = m.Badges
	}
	byline.anchor = m.Anchor
	byline.draw(p)
}

func (m Message) drawEdited(p *pen) {
	if m.Edited == "" {
		return
	}
	p.raw(`<p class="os-message__edited">`)
	if m.EditedURL != "" {
		p.raw(`<a`)
		p.href(m.EditedURL)
		p.raw(`>`)
		p.text(m.Edited)
		p.raw(`</a>`)
	} else {
		p.text(m.Edited)
	}
	p.raw(`</p>`)
}

func (q Quote) draw(p *pen) {
	p.raw(`<blockquote class="os-quote"><p class="os-quote__name"><a`)
	p.href(q.URL)
	p.raw(`>`)
	p.text(q.Name)
	p.raw(`</a></p>`)
	if q.Text != "" {
		p.raw(`<p>`)
		p.text(q.Text)
		p.raw(`</p>`)
	}
	p.raw(`</blockquote>`)
}

func (r Reactions) draw(p *pen) {
	if r.ReadOnly {
		for _, item := range r.Items {
			if item.Count > 0 {
				p.raw(`<span class="os-reaction os-reaction--still">`)
				item.drawFace(p)
				p.raw(`</span>`)
			}
		}
		return
	}
	p.raw(`<form class="os-reactions" method="post"`)
	p.address("action", r.URL)
	p.raw(` data-os-reactions="`)
	p.say("ui.reactions.failed")
	p.raw(`">`)
	for _, item := range r.Items {
		p.raw(`<button class="os-reaction" type="submit" name="`)
		p.raw(item.verb())
		p.raw(`" value="`)
		p.text(item.Kind)
		if item.Mine {
			p.raw(`" aria-pressed="true">`)
		} else {
			p.raw(`" aria-pressed="false">`)
		}
		item.drawFace(p)
		p.raw(`</button>`)
	}
	p.raw(`</form>`)
}

func (r Reaction) drawFace(p *pen) {
	p.icon(r.icon())
	p.text(r.Label)
	p.raw(` <b>`)
	if r.Count > 0 {
		p.number(r.Count)
	}
	p.raw(`</b>`)
}

func (m Menu) draw(p *pen) {
	if len(m.Items) == 0 {
		return
	}
	p.raw(`<details class="os-menu" data-os-menu><summary class="fr-btn fr-btn--tertiary-no-outline fr-btn--sm os-btn--icon">`)
	p.icon("more-fill")
	p.raw(`<span class="fr-sr-only">`)
	p.text(m.Label)
	p.raw(`</span></summary><ul class="os-menu__panel">`)
	m.drawItems(p, false)
	m.drawItems(p, true)
	p.raw(`</ul></details>`)
}

func (m Menu) drawItems(p *pen, danger bool) {
	for i := range m.Items {
		if m.Items[i].Danger != danger {
			continue
		}
		p.raw(`<li>`)
		m.Items[i].draw(p)
		p.raw(`</li>`)
	}
}

func (a Action) draw(p *pen) {
	if a.Post {
		a.drawForm(p)
		return
	}
	p.raw(`<a`)
	p.attr("class", a.class())
	p.href(a.URL)
	if a.Dialog != "" {
		p.attr("data-os-dialog", a.Dialog)
	}
	p.raw(`>`)
	p.icon(a.Icon)
	p.text(a.Label)
	p.raw(`</a>`)
}

func (a Action) drawForm(p *pen) {
	p.raw(`<form method="post"`)
	p.address("action", a.URL)
	if a.Again {
		p.raw(` data-os-again`)
	}
	p.raw(`>`)
	for _, h := range a.Fields {
		p.raw(`<input type="hidden"`)
		p.attr("name", h.Name)
		p.attr("value", h.Value)
		p.raw(`>`)
	}
	p.raw(`<button type="submit"`)
	p.attr("class", a.class())
	if a.Confirm != "" {
		p.attr("data-os-confirm", a.Confirm)
	}
	p.raw(`>`)
	p.icon(a.Icon)
	p.text(a.Label)
	p.raw(`</button></form>`)
}
