package pages

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/richtext"
	"osmose/internal/platform/textdiff"
	"osmose/internal/platform/web"
	"osmose/internal/publications/texts"
)

// state is a text as it was, and what made it so.
type state struct {
	// Version is its number, zero for the one that stands.
	Version int64
	At      clock.Instant
	Body    richtext.HTML
	// First says that the version before is not known: the text is shown whole.
	First bool
	// Changes are the words that were taken away and added since the version before; none when its layout alone changed.
	Changes []textdiff.Piece
}

func (s state) title(ctx context.Context) string {
	if s.Version == 0 {
		return i18n.T(ctx, "pages.history.current")
	}
	return i18n.T(ctx, "pages.history.version", i18n.Args{"Rank": int(s.Version)})
}

// showHistory shows what a text was, the newest first, and what changed each time.
func (r *Room) showHistory(x *web.Exchange, at here) error {
	revisions, err := texts.History(r.db.Read(x.Context()), at.Member, at.text.Text.ID)
	if err != nil {
		return err
	}
	address, err := r.address(x, at)
	if err != nil {
		return err
	}
	states := []state{{At: at.text.ChangedAt, Body: at.text.Body}}
	for _, revision := range revisions {
		states = append(states, state{Version: revision.Version, At: revision.WrittenAt, Body: revision.Body})
	}
	bodies := make([]*richtext.HTML, len(states))
	for i := range states {
		bodies[i] = &states[i].Body
	}
	if err := r.name(x, at.Member, bodies...); err != nil {
		return err
	}
	compare(states)
	return r.render(x, at, 200, "pages.history.title", historyView(at.text, r.noun(x.Context(), at), states, address))
}

// compare fills what changed between each state and the one after it in the list.
func compare(states []state) {
	for i := range states {
		if i == len(states)-1 {
			states[i].First = true
			return
		}
		before, after := richtext.PlainText(states[i+1].Body), richtext.PlainText(states[i].Body)
		if before != after {
			states[i].Changes = shortened(textdiff.Diff(before, after))
		}
	}
}

// around is the number of characters that are shown of what did not change, on each side of what did.
const around = 120

// shortened leaves of the words that did not change those beside the ones that did.
func shortened(list []textdiff.Piece) []textdiff.Piece {
	for i := range list {
		p := &list[i]
		if p.Kind != textdiff.Same {
			continue
		}
		head, tail := beginning(p.Text), ending(p.Text)
		switch {
		case len(head)+len(tail) >= len(p.Text):
		case i == 0:
			p.Text = "… " + tail
		case i == len(list)-1:
			p.Text = head + " …"
		default:
			p.Text = head + " … " + tail
		}
	}
	return list
}

// beginning returns the first words of a text, ending its last.
func beginning(text string) string {
	if utf8.RuneCountInString(text) <= around {
		return text
	}
	head := string([]rune(text)[:around])
	return head[:max(0, strings.LastIndexFunc(head, unicode.IsSpace))]
}

func ending(text string) string {
	n := utf8.RuneCountInString(text)
	if n <= around {
		return text
	}
	tail := string([]rune(text)[n-around:])
	return strings.TrimLeftFunc(tail[max(0, strings.IndexFunc(tail, unicode.IsSpace)):], unicode.IsSpace)
}
