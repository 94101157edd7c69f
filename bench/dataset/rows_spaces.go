package dataset

import (
	"fmt"

	"osmose/internal/platform/richtext"
)

// policyOf makes half of the spaces open, the first among them, a fifth secret.
func policyOf(unit int) string {
	switch unit % 10 {
	case 3, 6, 9:
		return "on_request"
	case 4, 8:
		return "secret"
	}
	return "open"
}

func (w *writer) spaceTitle(unit int) string {
	return fmt.Sprintf("%s %d", w.words(ofSpaces, unit).SpaceTitle(), unit+1)
}

func spaceRow(w *writer, unit int) {
	s := w.spaces[unit]
	kind, parent := "community", any(nil)
	if s.parent >= 0 {
		kind, parent = []string{"working_group", "region"}[unit%2], num(w.spaces[s.parent].id)
	}
	title := w.spaceTitle(unit)
	words := w.words(ofWords, unit)
	w.put(num(s.id), num(w.networks[s.network]), parent, kind, policyOf(unit), title, richtext.Fold(title), words.Phrase(), words.Body(400), len(s.members),
		when(s.at), when(s.at))
}

var themeLabels = []string{
	"Questions générales", "Partage d’expérience", "Ressources", "Vie de l’espace", "Outils et logiciels", "Textes et durées", "Formation", "Réunions",
}

func themeRows(w *writer, unit int) {
	s := w.spaces[unit]
	for i, id := range s.themes {
		w.put(num(id), num(s.id), themeLabels[i], richtext.Fold(themeLabels[i]), i)
	}
}

func tallyRows(w *writer, unit int) {
	s := w.spaces[unit]
	for i, live := range s.tallies {
		if live > 0 {
			w.put(num(s.themes[i%len(s.themes)]), num(s.id), kinds[i/len(s.themes)].name, live)
		}
	}
}

func memberRows(w *writer, unit int) {
	s := w.spaces[unit]
	c := w.of(ofMembers, unit)
	for i, m := range s.members {
		role := "reader"
		switch {
		case i < s.animator:
			role = "animator"
		case i < s.writers:
			role = "contributor"
		}
		joined := when(s.at) + c.Int64N(max(1, when(end)-when(s.at)))
		w.put(num(s.id), num(w.people[m].id), w.sortKeys[m], role, joined)
	}
}

func markRows(w *writer, unit int) {
	s := w.spaces[unit]
	c := w.of(ofMarks+100, unit)
	for _, m := range s.members {
		if c.percent(70) {
			w.put(num(w.people[m].id), num(s.id), when(end)-c.Int64N(45*day))
		}
	}
}

// keywordLabels are those of a space, each once.
func keywordRows(w *writer, unit int) {
	s := w.spaces[unit]
	words := w.words(ofKeywords, unit)
	seen := map[string]bool{}
	for i, id := range s.keywords {
		label := words.Keyword()
		if key := richtext.Fold(label); seen[key] {
			label = fmt.Sprintf("%s %d", label, i)
		}
		key := richtext.Fold(label)
		seen[key] = true
		w.put(num(id), num(s.id), label, key)
	}
}
