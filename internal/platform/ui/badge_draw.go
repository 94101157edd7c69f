package ui

func (b Badge) draw(p *pen) {
	p.raw(`<span class="`)
	p.raw(b.class())
	p.raw(`">`)
	p.icon(b.Icon)
	p.text(b.Label)
	p.raw(`</span>`)
}

func (t Tag) draw(p *pen) {
	if t.URL == "" {
		p.raw(`<span class="fr-tag fr-tag--sm">`)
		p.icon(t.Icon)
		p.text(t.Label)
		p.raw(`</span>`)
		return
	}
	p.raw(`<a class="fr-tag fr-tag--sm"`)
	p.href(t.URL)
	if t.Current {
		p.raw(` aria-current="true"`)
	}
	p.raw(`>`)
	p.icon(t.Icon)
	p.text(t.Label)
	p.raw(`</a>`)
}

func (c CounterBadge) draw(p *pen) {
	if c.Count <= 0 {
		return
	}
	p.raw(`<span class="os-counter"><span aria-hidden="true">`)
	p.raw(c.short())
	p.raw(`</span> <span class="fr-sr-only">`)
	p.text(c.Text)
	p.raw(`</span></span>`)
}
