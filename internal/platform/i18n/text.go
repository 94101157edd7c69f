package i18n

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	messagefile "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/feature/plural"
)

// text is one text of one language, parsed.
type text struct {
	forms [plural.Many + 1]form // by plural.Form; all but Other may be absent
	names []string              // the values mentioned by any form, sorted; Count left out
}

// form is a text cut at its values. A form without values is only plain.
type form struct {
	present  bool
	plain    string
	segments []segment
}

// segment is either words or the name of a value.
type segment struct{ words, name string }

func (t *text) plural() bool {
	return slices.ContainsFunc(t.forms[plural.Zero:], func(f form) bool { return f.present })
}

// choose returns the form for p, or the general one when the text has no such form.
func (t *text) choose(p plural.Form) *form {
	if t.forms[p].present {
		return &t.forms[p]
	}
	return &t.forms[plural.Other]
}

func parseText(m *messagefile.Message) (*text, error) {
	if m.Other == "" {
		return nil, errors.New("has no text (no « other » form)")
	}
	t := &text{}
	written := map[plural.Form]string{plural.Other: m.Other, plural.Zero: m.Zero, plural.One: m.One,
		plural.Two: m.Two, plural.Few: m.Few, plural.Many: m.Many}
	for p, s := range written {
		if s == "" {
			continue
		}
		f, err := parseForm(s)
		if err != nil {
			return nil, err
		}
		t.forms[p] = f
		for _, part := range f.segments {
			if part.name != "" && part.name != "Count" && !slices.Contains(t.names, part.name) {
				t.names = append(t.names, part.name)
			}
		}
	}
	slices.Sort(t.names)
	return t, nil
}

var value = regexp.MustCompile(`\{\{\.([A-Z][A-Za-z0-9]*)\}\}`)

func parseForm(s string) (form, error) {
	f := form{present: true, plain: s}
	from := 0
	for _, at := range value.FindAllStringSubmatchIndex(s, -1) {
		if at[0] > from {
			f.segments = append(f.segments, segment{words: s[from:at[0]]})
		}
		f.segments = append(f.segments, segment{name: s[at[2]:at[3]]})
		from = at[1]
	}
	if rest := value.ReplaceAllString(s, ""); strings.Contains(rest, "{{") || strings.Contains(rest, "}}") {
		return form{}, fmt.Errorf("only {{.Name}} is allowed between braces: %s", s)
	}
	if f.segments != nil && from < len(s) {
		f.segments = append(f.segments, segment{words: s[from:]})
	}
	return f, nil
}
