package index

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/platform/ui"
	"osmose/internal/spaces"
)

// excerptLength is the number of characters of a text that a hit shows.
const excerptLength = 260

// mark marks the words of a question in what hits show, and names there whom their texts mention: members of the space of
// each, and nobody else.
func mark(q db.Querier, reach spaces.Reach, question Question, hits []Hit) error {
	var within, mentioned []ids.ID
	for _, h := range hits {
		if people := richtext.Mentions(h.Body); len(people) > 0 {
			within, mentioned = append(within, h.SpaceID), append(mentioned, people...)
		}
	}
	names, err := spaces.NamesWithin(q, reach, within, mentioned)
	for i := range hits {
		h := &hits[i]
		h.Body = richtext.WriteNames(h.Body, nameless, func(id ids.ID) string { return names[h.SpaceID][id] })
		h.mark(question)
	}
	return err
}

// nameless stands after « @ » for a former member, as in every excerpt that is the same for all readers.
const nameless = "…"

func (h *Hit) mark(q Question) {
	h.Title = q.Mark(h.Item.Title)
	h.Excerpt = q.Excerpt(richtext.PlainText(h.Body))
	if spans := q.spans(tokens(h.Labels)); len(spans) > 0 {
		h.Keywords = passage(h.Labels, spans)
	}
}

// Mark returns a text with the words of the question marked.
func (q Question) Mark(text string) ui.Passage {
	return passage(text, q.spans(tokens(text)))
}

// Excerpt returns the part of a text where the most different words of the question stand close together, on one line,
// with them marked; its beginning when there is none.
func (q Question) Excerpt(text string) ui.Passage {
	text = strings.Join(strings.FieldsFunc(text, breaks), " ")
	list := tokens(text)
	spans := q.spans(list)
	from := 0
	if i := densest(spans); i >= 0 {
		from = startOf(text, list, spans[i].from)
	}
	return cut(text, from, spans)
}

// breaks says whether a line may break at a space: those before « ; » and within « » stay.
func breaks(r rune) bool { return unicode.IsSpace(r) && r != '\u00a0' && r != '\u202f' }

// span is a place that is marked, in bytes; term says which word of the question it is.
type span struct{ from, to, term int }

// spans returns the places where words of the question stand, in order, none over another.
func (q Question) spans(list []token) []span {
	var spans []span
	for i := 0; i < len(list); {
		end, term := q.at(list, i)
		if end == i {
			i++
			continue
		}
		spans = append(spans, span{list[i].from, list[end-1].to, term})
		i = end
	}
	return spans
}

// at returns where the term of the question ends that begins at word i, and which it is; i itself when none does.
func (q Question) at(list []token, i int) (end, term int) {
	joined, after := compound(list, i)
	for n, t := range q.terms {
		if width := t.matches(list[i:]); width > 0 {
			return i + width, n
		}
		if joined != "" && t.isWord(joined) {
			return after, n
		}
		if n == len(q.terms)-1 && q.prefix != "" && len(t.words) == 1 && strings.HasPrefix(list[i].word, q.prefix) {
			return i + 1, n
		}
	}
	return i, 0
}

// matches returns how many words the term takes at the beginning of the list, zero when it does not stand there.
func (t term) matches(list []token) int {
	if len(list) >= len(t.words) {
		same := true
		for i, word := range t.words {
			same = same && (list[i].word == word || !t.quoted && list[i].stem != "" && list[i].stem == stem(word))
		}
		if same {
			return len(t.words)
		}
	}
	if t.joined != "" && t.isWord(list[0].word) {
		return 1
	}
	return 0
}

// isWord says whether a word is the term written as one: « plateforme ».
func (t term) isWord(word string) bool {
	written := t.joined
	if len(t.words) == 1 {
		written = t.words[0]
	}
	return written == word || !t.quoted && stem(written) != "" && stem(written) == stem(word)
}

// densest returns the span from which an excerpt holds the most different terms, -1 when there is none.
func densest(spans []span) int {
	most, at := 0, -1
	for i, first := range spans {
		seen := map[int]bool{}
		for _, s := range spans[i:] {
			if s.to-first.from > excerptLength*3/4 {
				break
			}
			seen[s.term] = true
		}
		if len(seen) > most {
			most, at = len(seen), i
		}
	}
	return at
}

// startOf returns where an excerpt begins that shows what stands at a place: some words before it.
func startOf(text string, list []token, place int) int {
	const before = 60
	if place <= before*2 {
		return 0
	}
	for _, t := range list {
		if t.from >= place-before {
			return min(t.from, place)
		}
	}
	return place
}

// cut returns excerptLength characters of a text from a place on, ended between words.
func cut(text string, from int, spans []span) ui.Passage {
	rest := text[from:]
	to := len(text)
	if utf8.RuneCountInString(rest) > excerptLength {
		to = from + len(string([]rune(rest)[:excerptLength]))
		if space := strings.LastIndexFunc(text[from:to], breaks); space > 0 {
			to = from + space
		}
	}
	spans = slices.DeleteFunc(slices.Clone(spans), func(s span) bool { return s.from < from || s.to > to })
	for i := range spans {
		spans[i].from, spans[i].to = spans[i].from-from, spans[i].to-from
	}
	p := passage(text[from:to], spans)
	if from > 0 {
		p = append(ui.Passage{{Text: "… "}}, p...)
	}
	if to < len(text) {
		p = append(p, ui.Run{Text: " …"})
	}
	return p
}

func passage(text string, spans []span) ui.Passage {
	var p ui.Passage
	at := 0
	for _, s := range spans {
		if s.from > at {
			p = append(p, ui.Run{Text: text[at:s.from]})
		}
		p = append(p, ui.Run{Text: text[s.from:s.to], Marked: true})
		at = s.to
	}
	if at < len(text) {
		p = append(p, ui.Run{Text: text[at:]})
	}
	return p
}
