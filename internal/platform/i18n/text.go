package i18n

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	messagefile "github.com/nicksnyder/go-i18n/v2/i18n"
)

// text is one text of one language, parsed.
type text struct {
	other form
	one   *form    // nil for a text that counts nothing
	names []string // the values mentioned by any form, sorted; Count left out
}

// form is a text cut at its values. A form without values is only plain.
type form struct {
	plain    string
	segments []segment
}

// segment is either words or the name of a value.
type segment struct{ words, name string }

func parseText(m *messagefile.Message) (*text, error) {
	if m.Other == "" {
		return nil, errors.New("has no text (no « other » form)")
	}
	if m.Zero+m.Two+m.Few+m.Many != "" {
		return nil, errors.New("has a plural form that French and English have not: only « one » and « other »")
	}
	t := &text{}
	other, err := parseForm(m.Other)
	if err != nil {
		return nil, err
	}
	t.other = other
	if m.One != "" {
		one, err := parseForm(m.One)
		if err != nil {
			return nil, err
		}
		t.one = &one
	}
	t.names = t.mentioned()
	return t, nil
}

func (t *text) mentioned() (names []string) {
	parts := t.other.segments
	if t.one != nil {
		parts = slices.Concat(parts, t.one.segments)
	}
	for _, part := range parts {
		if part.name != "" && part.name != "Count" {
			names = append(names, part.name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

var value = regexp.MustCompile(`\{\{\.([A-Z][A-Za-z0-9]*)\}\}`)

func parseForm(s string) (form, error) {
	if rest := value.ReplaceAllString(s, ""); strings.Contains(rest, "{{") || strings.Contains(rest, "}}") {
		return form{}, fmt.Errorf("only {{.Name}} is allowed between braces: %s", s)
	}
	f := form{plain: s}
	from := 0
	for _, at := range value.FindAllStringSubmatchIndex(s, -1) {
		if at[0] > from {
			f.segments = append(f.segments, segment{words: s[from:at[0]]})
		}
		f.segments = append(f.segments, segment{name: s[at[2]:at[3]]})
		from = at[1]
	}
	if f.segments != nil && from < len(s) {
		f.segments = append(f.segments, segment{words: s[from:]})
	}
	return f, nil
}
