package dataset

import (
	"slices"
	"strings"

	"osmose/internal/platform/richtext"
)

// What the standing thread says: this world's, for the product's is in the language of its spaces' founders.
const (
	standingTitle = "Osmose\u00a0: vos retours, vos questions sur l’utilisation de la plateforme"
	standingBody  = "<p>Ce fil recueille vos questions et vos idées sur l’utilisation de la plateforme.</p>"
)

// excerptLength is what discussions keep of an opening message.
const excerptLength = 280

// bodyOf returns the words of a text: the opening message is longer than the comments.
func (w *writer) bodyOf(i int32) string {
	t := w.texts[i]
	l := w.publications[t.publication]
	opens := l.first == i
	switch {
	case opens && l.standing:
		return standingBody
	case l.known:
		return w.words(ofWords, int(i)).Body(500)
	}
	c := w.of(ofTexts, int(i))
	length := 60 + int(380*c.ExpFloat64())
	if opens {
		length = 120 + int(500*c.ExpFloat64())
	}
	return w.words(ofWords, int(i)).Body(min(length, 6_000))
}

func publicationRow(w *writer, unit int) {
	l := w.publications[unit]
	s := w.spaces[l.space]
	title := standingTitle
	if !l.standing {
		title = w.words(ofPublications, unit).Title()
	}
	excerpt := string(richtext.TeaserOf(beginning(w.bodyOf(l.first)), excerptLength))
	card := ""
	if note := kinds[l.kind].card; note != nil {
		card = note(w.of(ofKinds, unit), l, w.isClosed(unit))
	}
	w.put(num(l.id), num(s.id), kinds[l.kind].name, w.personOrNull(l.author), title, excerpt, num(s.themes[l.theme]), "published", int64(l.comments),
		when(l.at), when(l.at), when(l.at), when(l.last), card)
}

// beginning is as much of a body as its excerpt is made of, paragraphs whole: reading all of it takes longer than
// writing it.
func beginning(body string) richtext.HTML {
	const enough = 3 * excerptLength // in bytes, marks included
	if len(body) > enough {
		if cut := strings.Index(body[enough:], "</p>"); cut >= 0 && !strings.Contains(body[:enough], "<blockquote>") {
			body = body[:enough+cut+len("</p>")]
		}
	}
	return richtext.HTML(body)
}

// taggingRows give a third of the publications one to three keywords, few of which are on most.
func taggingRows(w *writer, unit int) {
	l := w.publications[unit]
	c := w.of(ofKeywords+100, unit)
	if l.standing || !c.percent(35) {
		return
	}
	s := w.spaces[l.space]
	var chosen []int
	for range 1 + c.IntN(3) {
		if k := c.skewed(len(s.keywords), 2); !slices.Contains(chosen, k) {
			chosen = append(chosen, k)
		}
	}
	slices.Sort(chosen)
	for _, k := range chosen {
		w.put(num(l.id), num(s.keywords[k]), num(s.id))
	}
}

func pinRow(w *writer, unit int) {
	if l := w.publications[unit]; l.pinned {
		w.put(num(l.id), num(w.spaces[l.space].id), when(l.at))
	}
}

func closureRow(w *writer, unit int) {
	l := w.publications[unit]
	if s := w.spaces[l.space]; w.isClosed(unit) {
		w.put(num(l.id), num(s.id), num(w.people[s.members[0]].id), when(l.last))
	}
}

func (w *writer) isClosed(unit int) bool {
	l := w.publications[unit]
	return !l.standing && !l.known && unit%61 == 0
}

// followRows have whoever wrote follow, and a few who only read; some stopped.
func followRows(w *writer, unit int) {
	l := w.publications[unit]
	s := w.spaces[l.space]
	c := w.of(ofFollows, unit)
	for _, f := range w.followers(unit, c) {
		w.put(num(l.id), num(w.people[f.person].id), num(s.id), f.stopped, when(l.at)+1)
	}
}

type follower struct {
	person  int32
	stopped bool
}

// followers are who follows a publication, in the order of their ids.
func (p *plan) followers(unit int, c chance) []follower {
	l := p.publications[unit]
	s := p.spaces[l.space]
	var people []int32
	for _, t := range p.textsOf(unit) {
		if t.author != nobody {
			people = append(people, t.author)
		}
	}
	if c.percent(30) {
		people = append(people, s.members[c.IntN(len(s.members))])
	}
	slices.Sort(people)
	people = slices.Compact(people)
	list := make([]follower, len(people))
	for i, one := range people {
		list[i] = follower{one, c.percent(3)}
	}
	return list
}
