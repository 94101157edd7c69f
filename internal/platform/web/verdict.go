package web

import (
	"errors"
	"net/http"
	"time"

	"osmose/internal/platform/fault"
	"osmose/internal/platform/i18n"
)

// verdict is what a person is told of a failure.
type verdict struct {
	status    int
	name      string // of the texts « failure.<name>.title » and « .text »
	key       string // replaces « .text » when the error has a public message of its own
	args      fault.Args
	fields    []fault.Field
	after     time.Duration
	reference string
}

func judge(err error) verdict {
	var (
		refusal  *fault.Refusal
		invalid  *fault.Invalid
		conflict *fault.Conflict
		tooMany  *fault.TooMany
		stranger *foreign
	)
	switch {
	case errors.Is(err, fault.ErrNotFound):
		return verdict{status: http.StatusNotFound, name: "not_found"}
	case errors.As(err, &refusal):
		return verdict{status: http.StatusForbidden, name: "refused", key: refusal.Key, args: refusal.Args}
	case errors.As(err, &invalid):
		return verdict{status: http.StatusUnprocessableEntity, name: "invalid", fields: invalid.Fields}
	case errors.As(err, &conflict):
		return verdict{status: http.StatusConflict, name: "conflict"}
	case errors.As(err, &tooMany):
		return verdict{status: http.StatusTooManyRequests, name: "too_many", key: tooMany.Key,
			args: fault.Args{"After": tooMany.After}, after: tooMany.After}
	case errors.As(err, &stranger):
		return verdict{status: http.StatusForbidden, name: "foreign"}
	case errors.Is(err, errUnreadable):
		return verdict{status: http.StatusBadRequest, name: "unreadable"}
	case errors.Is(err, errTooLarge):
		return verdict{status: http.StatusRequestEntityTooLarge, name: "too_large"}
	}
	return verdict{status: http.StatusInternalServerError, name: "internal"}
}

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
		Home:      v.status == http.StatusNotFound || v.status == http.StatusForbidden || v.status >= http.StatusInternalServerError,
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
