package index

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// maxTerms is how many words of a question count; the others are not looked for.
	maxTerms = 10
	// shortestPrefix is how many letters of an unfinished last word are looked for.
	shortestPrefix = 3
	// MaxTyped is the longest question, in characters.
	MaxTyped = 200
)

// Question is what somebody looks for, understood: words that must all be there, the last perhaps unfinished. Quotes
// (« … », "…", “…”) hold words that stand in a row, as they are written. No sign is an operator.
type Question struct {
	terms  []term
	prefix string // the last word as typed, when it may be unfinished
}

// term is a word of a question, or several that stand in a row: quoted, or joined by hyphens.
type term struct {
	words, stems []string
	joined       string // « plateforme » of « plate-forme »
	quoted       bool
}

// Ask understands what was typed. What says nothing (« le », « d’ », one letter) is left out unless quoted.
func Ask(typed string) Question {
	var q Question
	if utf8.RuneCountInString(typed) > MaxTyped {
		typed = string([]rune(typed)[:MaxTyped])
	}
	parts := splitQuoted(typed)
	for _, part := range parts {
		list := tokens(part.text)
		if part.quoted {
			q.add(quotedTerm(list))
			continue
		}
		for i := 0; i < len(list); {
			joined, end := compound(list, i)
			q.add(plainTerm(list[i:end], joined))
			i = end
		}
	}
	q.prefix = unfinished(parts)
	if n := len(q.terms); q.prefix != "" && (n == 0 || q.terms[n-1].last() != q.prefix) {
		q.prefix = "" // the last word was left out
	}
	return q
}

// Empty says whether there is nothing to look for.
func (q Question) Empty() bool { return len(q.terms) == 0 }

func (q *Question) add(t term) {
	if len(t.words) > 0 && len(q.terms) < maxTerms {
		q.terms = append(q.terms, t)
	}
}

func quotedTerm(list []token) term {
	t := term{quoted: true}
	for _, token := range list {
		t.words = append(t.words, token.word)
	}
	return t
}

func plainTerm(list []token, joined string) term {
	t := term{joined: joined}
	for _, token := range list {
		t.words = append(t.words, token.word)
		if token.stem != "" {
			t.stems = append(t.stems, token.stem)
		}
	}
	if len(t.stems) == 0 {
		return term{}
	}
	return t
}

func (t term) last() string { return t.words[len(t.words)-1] }

// quotes are the signs that open a quotation, each with the one that closes it.
var quotes = map[rune]rune{'"': '"', '«': '»', '“': '”'}

type part struct {
	text   string
	quoted bool
}

// splitQuoted parts what stands in quotes from what does not. A quote that nothing closes is no sign at all.
func splitQuoted(typed string) []part {
	var parts []part
	from := 0
	for at := 0; at < len(typed); {
		r, size := utf8.DecodeRuneInString(typed[at:])
		at += size
		closing, opens := quotes[r]
		if !opens {
			continue
		}
		length := strings.IndexRune(typed[at:], closing)
		if length < 0 {
			continue
		}
		parts = append(parts, part{text: typed[from : at-size]}, part{text: typed[at : at+length], quoted: true})
		at += length + utf8.RuneLen(closing)
		from = at
	}
	return append(parts, part{text: typed[from:]})
}

// unfinished returns the last word if it may go on: nothing was typed after it.
func unfinished(parts []part) string {
	last := parts[len(parts)-1].text
	end, _ := utf8.DecodeLastRuneInString(last)
	if last == "" || !isLetter(end) && !unicode.In(end, unicode.Mn) {
		return ""
	}
	list := tokens(last)
	if len(list) == 0 || utf8.RuneCountInString(list[len(list)-1].word) < shortestPrefix {
		return ""
	}
	return list[len(list)-1].word
}

// exactly wants each term as it is written.
func (q Question) exactly() conjunction {
	return q.each(func(t term) []atom { return t.exact(words) })
}

// loosely wants each term whatever its ending; what is quoted, as it is written.
func (q Question) loosely() conjunction {
	return q.each(func(t term) []atom { return t.loose(words, stems) })
}

// entitled is loosely in titles alone.
func (q Question) entitled() conjunction {
	return q.each(func(t term) []atom { return t.loose(titleWords, titleStems) })
}

// beginning is loosely, where the last word may be unfinished.
func (q Question) beginning() conjunction { return q.unfinished(q.loosely(), words) }

// titled is entitled, where the last word may be unfinished.
func (q Question) titled() conjunction { return q.unfinished(q.entitled(), titleWords) }

// unfinished lets the last word of a condition go on in a field, if it may.
func (q Question) unfinished(c conjunction, in field) conjunction {
	if q.prefix == "" {
		return c
	}
	last := q.terms[len(q.terms)-1]
	c[len(c)-1] = append(c[len(c)-1], atom{field: in, words: last.words, prefix: true})
	return c
}

func (q Question) each(list func(term) []atom) conjunction {
	c := make(conjunction, len(q.terms))
	for i, t := range q.terms {
		c[i] = list(t)
	}
	return c
}

func (t term) exact(in field) []atom {
	list := []atom{{field: in, words: t.words}}
	if t.joined != "" {
		list = append(list, atom{field: in, words: []string{t.joined}})
	}
	return list
}

func (t term) loose(asWritten, inStems field) []atom {
	if t.quoted {
		return t.exact(asWritten)
	}
	list := []atom{{field: inStems, words: t.stems}}
	if joined := stem(t.joined); joined != "" {
		list = append(list, atom{field: inStems, words: []string{joined}})
	}
	return list
}
