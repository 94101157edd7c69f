package writing

import (
	"encoding/json"
	"regexp"
	"unicode/utf8"

	"osmose/internal/platform/ids"
	"osmose/internal/platform/web"
)

// besideField carries, with a draft, what the form holds beside its title and text: a JSON object of names and values, all of
// them texts; "" for a box that is not ticked.
const besideField = "beside"

// What a draft may hold beside the text: so many fields, values of so many characters.
const (
	mostBeside    = 16
	longestBeside = 1000
)

var fieldName = regexp.MustCompile(`^[a-z_]{1,20}$`)

// besideIn reads what a form holds beside a text, "" when nothing. What no page of ours sends is noted.
func besideIn(form *web.Form) string {
	typed := form.Line(besideField, 2*longestBeside)
	if typed == "" {
		return ""
	}
	var beside map[string]string
	ok := json.Unmarshal([]byte(typed), &beside) == nil && len(beside) <= mostBeside
	for name, value := range beside {
		ok = ok && fieldName.MatchString(name) && utf8.RuneCountInString(value) <= longestBeside
	}
	if !ok {
		form.Note(besideField, "form.choice", nil)
		return ""
	}
	clean, _ := json.Marshal(beside) // texts always can be
	return string(clean)
}

// putBeside fills the fields called names, and no other, with what a draft holds of them.
func putBeside(form *web.Form, beside string, names []string) {
	values := valuesOf(beside)
	for _, name := range names {
		switch value, in := values[name]; {
		case !in:
		case value == "":
			form.Unset(name)
		default:
			form.Set(name, value)
		}
	}
}

// valuesOf reads what besideIn wrote.
func valuesOf(beside string) (values map[string]string) {
	if beside != "" {
		_ = json.Unmarshal([]byte(beside), &values) // it was written here
	}
	return values
}

// apartOf is the file that a draft holds apart, zero for none.
func apartOf(beside string) ids.ID {
	id, _ := ids.Parse(valuesOf(beside)[ApartField])
	return id
}
