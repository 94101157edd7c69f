package web

import (
	"net/http"

	"osmose/internal/platform/i18n"
)

// failure is a verdict in the person's language.
type failure struct {
	Title, Text string
	Problems    []string
	// Reference is what the person quotes to the support: only of a failure that the log explains.
	Reference string
	// Home tells whether to offer the way to the home page, rather than back to what was typed.
	Home bool
}

func (v verdict) write(l *i18n.Localizer) failure {
	body := failure{
		Title:     l.T("failure." + v.name + ".title"),
		Text:      l.T(v.textKey(), v.args),
		Reference: v.reference,
		Home:      v.status == http.StatusNotFound || v.status >= http.StatusInternalServerError,
	}
	for _, field := range v.fields {
		body.Problems = append(body.Problems, l.T(field.Key, field.Args))
	}
	return body
}

func (v verdict) textKey() string {
	if v.key != "" {
		return v.key
	}
	return "failure." + v.name + ".text"
}
