package dataset

import (
	"cmp"
	"slices"

	"osmose/internal/publications/reactions"
)

// Texts are put in the order of time, as people wrote them: those of one publication lie apart on disk.
func textRow(w *writer, unit int) {
	i := w.order[unit]
	t := w.texts[i]
	l := w.publications[t.publication]
	role, quoted := "comment", any(nil)
	if l.first == i {
		role = "body"
	}
	if t.quoted > 0 {
		quoted = num(w.texts[l.first+t.quoted-1].id)
	}
	w.put(num(t.id), num(w.spaces[l.space].id), num(l.id), w.personOrNull(t.author), role, w.bodyOf(i), quoted, when(t.at), when(t.at))
}

// reactionRows give one text in five a few reactions, rarely more than ten, in the order of the key.
func reactionRows(w *writer, unit int) {
	i := w.order[unit]
	t := w.texts[i]
	l := w.publications[t.publication]
	c := w.of(ofReactions, int(i))
	if !c.percent(20) && !l.known {
		return
	}
	s := w.spaces[l.space]
	type reaction struct {
		kind   string
		person int64
	}
	var list []reaction
	who, number := c.IntN(len(s.members)), min(len(s.members), 1+int(1.6*c.ExpFloat64()))
	for n := range number {
		person := s.members[(who+n)%len(s.members)] // each once
		list = append(list, reaction{string(reactions.Kinds[c.skewed(len(reactions.Kinds), 1.5)]), num(w.people[person].id)})
	}
	slices.SortFunc(list, func(a, b reaction) int { return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.person, b.person)) })
	for _, r := range list {
		w.put(num(t.id), num(s.id), r.person, r.kind, when(t.at)+1)
	}
}

// hidingRow hides one comment in two thousand.
func hidingRow(w *writer, unit int) {
	i := w.order[unit]
	t := w.texts[i]
	l := w.publications[t.publication]
	if l.first == i || l.known || i%2003 != 0 {
		return
	}
	s := w.spaces[l.space]
	w.put(num(t.id), num(s.id), num(w.people[s.members[0]].id), when(t.at)+1, "Propos hors sujet")
}
