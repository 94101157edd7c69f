package web

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"osmose/internal/platform/fault"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/ui"
)

// Form is what a person typed, and what is wrong with it. Reading a field cleans it and notes at most one problem; what
// was typed stays, so that the same page can be shown again with it.
type Form struct {
	values   url.Values
	files    uploads
	inspect  Inspect
	problems fault.Invalid
}

// Filled returns a form that holds values, to show a page that edits something: the page is written once, for a first
// look and for a form sent back. Nil values make an empty form.
func Filled(values url.Values) *Form { return &Form{values: values} }

// Line returns a field of one line: trimmed, its line ends turned into spaces. NUL, what is no text and more than max
// characters are noted.
func (f *Form) Line(name string, max int) string {
	return f.read(name, max, cleanLine)
}

// Text returns a field of several lines: trimmed, its line ends made « \n ». It notes what Line notes.
func (f *Form) Text(name string, max int) string {
	return f.read(name, max, cleanText)
}

// Secret returns a password as it was typed, spaces included. It is never shown again.
func (f *Form) Secret(name string, max int) string {
	return f.read(name, max, cleanSecret)
}

func (f *Form) read(name string, max int, clean cleaner) string {
	value, key := clean(f.values.Get(name))
	if key != "" {
		f.Note(name, key, nil)
		return value
	}
	if length := utf8.RuneCountInString(value); length > max {
		f.Note(name, "form.too_long", fault.Args{"Max": max, "Length": length})
	}
	return value
}

// All limits how many values of one name are read, and how long each may be.
const (
	mostValues   = 100
	longestValue = 200
)

// All returns every value of a field that may stand several times: check boxes, keywords. Empty ones are dropped.
func (f *Form) All(name string) []string {
	var all []string
	for _, raw := range f.values[name] {
		value, key := cleanLine(raw)
		switch {
		case key != "":
			f.Note(name, key, nil)
		case utf8.RuneCountInString(value) > longestValue:
			f.Note(name, "form.too_long", fault.Args{"Max": longestValue, "Length": utf8.RuneCountInString(value)})
		case value != "":
			all = append(all, value)
		}
	}
	if len(all) > mostValues {
		f.Note(name, "form.too_many", fault.Args{"Max": mostValues})
		return all[:mostValues]
	}
	return all
}

// ID returns a field that holds an id, zero when it is empty. Anything else is noted: no page of ours sends it.
func (f *Form) ID(name string) ids.ID {
	value := f.values.Get(name)
	if value == "" {
		return 0
	}
	id, err := ids.Parse(value)
	if err != nil {
		f.Note(name, "form.choice", nil)
	}
	return id
}

// Has tells whether the form carries name at all: which of several buttons was pressed, whether a box is ticked.
func (f *Form) Has(name string) bool { return f.values.Has(name) }

// Required notes each of the fields that holds nothing a person could see.
func (f *Form) Required(names ...string) {
	for _, name := range names {
		if !slices.ContainsFunc(f.values[name], visible) && !f.files.holds(name) {
			f.Note(name, "form.required", nil)
		}
	}
}

// Note says that a field is wrong in the way that key tells. The first problem of a field is the one that stays.
func (f *Form) Note(name, key string, args fault.Args) {
	for _, problem := range f.problems.Fields {
		if problem.Name == name {
			return
		}
	}
	f.problems.Add(name, key, args)
}

// Take notes the problems that a verb returned and tells whether err was of that kind.
func (f *Form) Take(err error) bool {
	invalid, is := asInvalid(err)
	if !is {
		return false
	}
	for _, problem := range invalid.Fields {
		f.Note(problem.Name, problem.Key, problem.Args)
	}
	return true
}

// Send runs the verb that the form asks for, unless something is wrong with the form, and notes the problems that the verb
// returns. sent is false when the form is to be shown again.
func (f *Form) Send(verb func() error) (sent bool, err error) {
	if f.Problems() != nil {
		return false, nil
	}
	err = verb()
	if f.Take(err) {
		return false, nil
	}
	return err == nil, err
}

// Problems returns what is wrong so far, nil when nothing is.
func (f *Form) Problems() *fault.Invalid {
	if len(f.problems.Fields) == 0 {
		return nil
	}
	return &f.problems
}

// Set puts a value in a field in place of what was typed: a version read anew.
func (f *Form) Set(name, value string) {
	if f.values == nil {
		f.values = url.Values{}
	}
	f.values.Set(name, value)
}

// Unset empties a field: a box that is not ticked.
func (f *Form) Unset(name string) { f.values.Del(name) }

// Add puts one more value in a field.
func (f *Form) Add(name, value string) {
	if f.values == nil {
		f.values = url.Values{}
	}
	f.values.Add(name, value)
}

// Value returns what was typed in a field, to be shown in it again.
func (f *Form) Value(name string) string {
	value, _ := clean(f.values.Get(name))
	return value
}

// Values returns all that was typed under a name, to tick boxes again.
func (f *Form) Values(name string) []string {
	var all []string
	for _, raw := range f.values[name] {
		value, _ := clean(raw)
		all = append(all, value)
	}
	return all
}

// Error returns the sentence that stands beside a field, "" when nothing is wrong with it.
func (f *Form) Error(ctx context.Context, name string) string {
	for _, problem := range f.problems.Fields {
		if problem.Name == name {
			return i18n.T(ctx, problem.Key, problem.Args)
		}
	}
	return ""
}

// Errors returns the lines of the summary at the top of the form. labels are the text keys of the fields' labels, by
// name: « Remplissez ce champ » is clear beside a field and a riddle away from it, so what any form may say is preceded
// by the label.
func (f *Form) Errors(ctx context.Context, labels map[string]string) []ui.FieldError {
	var lines []ui.FieldError
	for _, problem := range f.problems.Fields {
		text := i18n.T(ctx, problem.Key, problem.Args)
		if label, known := labels[problem.Name]; known && strings.HasPrefix(problem.Key, "form.") {
			text = i18n.T(ctx, "form.named", i18n.Args{"Field": i18n.T(ctx, label), "Problem": text})
		}
		lines = append(lines, ui.FieldError{ID: ui.FieldID(problem.Name), Text: text})
	}
	return lines
}
