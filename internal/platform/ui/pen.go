package ui

import (
	"context"
	"io"
	"strconv"
	"strings"
	"sync"

	"github.com/a-h/templ"

	"osmose/internal/platform/i18n"
)

// pen writes the components that stand many times in one page: a message and what it is made of, an item of a feed, a
// row of a list. They are Go, not templ: a page of fifty messages costs a quarter of the time (decision 0009). Everything
// that did not come from this package passes through text, url or HTML of the sanitiser.
type pen struct {
	out   []byte
	ctx   context.Context
	texts *i18n.Localizer
	icons string
	err   error // the first failure of a component that is not drawn
}

// drawn is a component that a pen writes.
type drawn interface{ draw(p *pen) }

var pens = sync.Pool{New: func() any { return &pen{out: make([]byte, 0, 8<<10)} }}

// keptPen is the largest slice that goes back to the pool.
const keptPen = 256 << 10

// render draws c: in the pen at hand when a drawn component holds it, else in one of its own.
func render(ctx context.Context, w io.Writer, c drawn) error {
	if p, ok := w.(*pen); ok {
		c.draw(p)
		return p.err
	}
	p := pens.Get().(*pen)
	base, _ := ctx.Value(iconsKey{}).(string)
	*p = pen{out: p.out[:0], ctx: ctx, texts: i18n.From(ctx), icons: base}
	c.draw(p)
	err := p.err
	if err == nil {
		_, err = w.Write(p.out)
	}
	if cap(p.out) <= keptPen {
		*p = pen{out: p.out}
		pens.Put(p)
	}
	return err
}

// Write lets a component that is not drawn write where the pen stands.
func (p *pen) Write(b []byte) (int, error) {
	p.out = append(p.out, b...)
	return len(b), nil
}

// WriteString is Write without a copy.
func (p *pen) WriteString(s string) (int, error) {
	p.out = append(p.out, s...)
	return len(s), nil
}

// raw writes markup of this package.
func (p *pen) raw(markup string) { p.out = append(p.out, markup...) }

// text writes words, in a text or between the quotes of an attribute.
func (p *pen) text(s string) {
	from := 0
	for i := 0; i < len(s); i++ {
		entity := entities[s[i]]
		if entity == "" {
			continue
		}
		p.out = append(append(p.out, s[from:i]...), entity...)
		from = i + 1
	}
	p.out = append(p.out, s[from:]...)
}

// entities are what html.EscapeString writes.
var entities = [256]string{'&': "&amp;", '<': "&lt;", '>': "&gt;", '"': "&#34;", '\'': "&#39;"}

// say writes the text of a key.
func (p *pen) say(key string) { p.text(p.texts.T(key)) }

// number writes a whole number as machines read it.
func (p *pen) number(n int) { p.out = strconv.AppendInt(p.out, int64(n), 10) }

// attr writes an attribute, after a space.
func (p *pen) attr(name, value string) {
	p.raw(" ")
	p.raw(name)
	p.raw(`="`)
	p.text(value)
	p.raw(`"`)
}

// href writes the attribute of an address; one that is not of this site passes templ's sieve against scripts.
func (p *pen) href(url string) { p.address("href", url) }

func (p *pen) address(name, url string) {
	if url == "" || !strings.ContainsRune("/#?", rune(url[0])) {
		url = string(templ.URL(url))
	}
	p.attr(name, url)
}

// component writes any component; nil is nothing.
func (p *pen) component(c templ.Component) {
	if c == nil {
		return
	}
	if d, ok := c.(drawn); ok {
		d.draw(p)
		return
	}
	if err := c.Render(p.ctx, p); err != nil && p.err == nil {
		p.err = err
	}
}

// icon is Icon.
func (p *pen) icon(name string) {
	if !icons[name] {
		return
	}
	p.raw(`<svg class="os-icon" aria-hidden="true"><use href="`)
	p.text(p.icons)
	p.raw("#")
	p.raw(name)
	p.raw(`"></use></svg>`)
}

// heading opens the heading of a level, 3 when zero, and returns what closes it.
func (p *pen) heading(level int, class string) (end string) {
	tag := "h3"
	switch level {
	case 2:
		tag = "h2"
	case 4:
		tag = "h4"
	}
	p.raw("<")
	p.raw(tag)
	p.raw(` class="`)
	p.raw(class)
	p.raw(`">`)
	return "</" + tag + ">"
}
