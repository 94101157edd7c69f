package faq_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/publications"
	"osmose/internal/services/faq"
	"osmose/internal/spaces"
	"osmose/internal/testkit"
)

// world is the demo's, seen from « Archivage numérique »: Hélène animates it, Karim contributes, Sophie reads; Paul is a
// stranger.
type world struct {
	*testkit.World
	t *testing.T
}

func boot(t *testing.T) world {
	t.Helper()
	t.Parallel()
	return world{testkit.Boot(t), t}
}

const archives = "Archivage numérique"

func (w world) member(name string) spaces.Member {
	w.t.Helper()
	m, err := w.Spaces.Enter(w.t.Context(), w.Person(name), w.Space(archives))
	if err != nil {
		w.t.Fatal(err)
	}
	return m
}

func (w world) faq() string { return spaces.Path(w.Space(archives), archives) + "/faq" }

func (w world) q() db.Querier { return w.DB.Read(w.t.Context()) }

func (w world) try(verb func(tx *db.Tx) error) error {
	return w.DB.Write(context.WithoutCancel(w.t.Context()), verb)
}

func (w world) do(verb func(tx *db.Tx) error) {
	w.t.Helper()
	if err := w.try(verb); err != nil {
		w.t.Fatal(err)
	}
}

// themes are those of the space, in order.
func (w world) themes() []publications.Theme {
	w.t.Helper()
	list, err := w.Publications.Themes(w.q(), w.member("helene"), "faq_entry")
	if err != nil {
		w.t.Fatal(err)
	}
	return list
}

func (w world) theme(label string) publications.Theme {
	w.t.Helper()
	for _, theme := range w.themes() {
		if theme.Label == label {
			return theme
		}
	}
	w.t.Fatalf("no theme %q", label)
	return publications.Theme{}
}

func (w world) draft(title string) faq.Draft {
	return faq.Draft{Title: title, Theme: w.theme("Projets et financements").ID, Body: richtext.FromMarkdown("La réponse à « " + title + " ».")}
}

// published is a live entry by Hélène.
func (w world) published(title string) ids.ID {
	w.t.Helper()
	m, d := w.member("helene"), w.draft(title)
	var id ids.ID
	w.do(func(tx *db.Tx) (err error) {
		if id, err = w.FAQ.Write(tx, m, d); err != nil {
			return err
		}
		return w.FAQ.Publish(tx, m, id)
	})
	return id
}

// order are the questions of the theme of drafts, as members read them.
func (w world) order() (titles []string) {
	w.t.Helper()
	list, err := faq.InTheme(w.q(), w.member("sophie"), w.theme("Projets et financements").ID, db.Cursor{})
	if err != nil {
		w.t.Fatal(err)
	}
	for _, e := range list {
		titles = append(titles, e.Title)
	}
	return titles
}

func (w world) entry(id ids.ID) faq.Entry {
	w.t.Helper()
	e, err := faq.Find(w.q(), w.member("sophie"), id)
	if err != nil {
		w.t.Fatal(err)
	}
	return e
}

func refused(err error, key string) bool {
	var refusal *fault.Refusal
	return errors.As(err, &refusal) && refusal.Key == key
}

func wrong(err error) string {
	var invalid *fault.Invalid
	if !errors.As(err, &invalid) {
		return ""
	}
	var names []string
	for _, f := range invalid.Fields {
		names = append(names, f.Name)
	}
	return strings.Join(names, " ")
}

// typed asks as our script does while one types.
func typed(v *testkit.Visitor, address, words string) *testkit.Answer {
	r := httptest.NewRequest(http.MethodGet, testkit.BaseURL+address+"?"+url.Values{"q": {words}}.Encode(), nil)
	r.Header.Set("X-Requested-With", "osmose")
	return v.Do(r)
}
