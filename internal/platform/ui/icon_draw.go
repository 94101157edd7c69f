package ui

import (
	"context"
	"io"

	"github.com/a-h/templ"
)

// Icon shows a decorative icon in the colour and size of the text beside it. A control that has nothing else to say
// needs its label in a visually hidden text.
func Icon(name string) templ.Component { return iconOf(name) }

type iconOf string

// Render writes the icon.
func (i iconOf) Render(ctx context.Context, w io.Writer) error { return render(ctx, w, i) }

func (i iconOf) draw(p *pen) { p.icon(string(i)) }
