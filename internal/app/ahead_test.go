package app_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/tokens"
	"osmose/internal/spaces"
	"osmose/internal/testkit"
)

// TestTheKeyOfASpaceOpensToNobodyBeforeTheyAreKnown has Karim open the home of « Archivage numérique », whose key is looked up in
// the journey that finds out who he is. Paul, who is no member, pays and sees what a nonsense address gives; a secret that no
// session can have asks nothing at all, one that none has leads to the sign-in page; and once Karim is removed, his session
// opens nothing more.
func TestTheKeyOfASpaceOpensToNobodyBeforeTheyAreKnown(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	karim, paul := w.As("karim"), w.As("paul")
	space := w.Space("Archivage numérique")
	secret := "/espaces/" + space.String()
	nonsense := "/espaces/" + ids.New(w.Clock.Now()).String()
	home := karim.Get("/espaces").Link("archivage-numerique")
	karim.Get(home).Is(200)

	hidden, nothing := paul.Get(secret).Is(404), paul.Get(nonsense).Is(404)
	if hidden.Queries != nothing.Queries || hidden.Body != nothing.Body {
		t.Errorf("a secret space costs Paul %d queries, nonsense %d", hidden.Queries, nothing.Queries)
	}

	for cookie, most := range map[string]int64{"x": 0, strings.Repeat("x", tokens.Length): 2} {
		r := httptest.NewRequest(http.MethodGet, testkit.BaseURL+home, nil)
		r.AddCookie(&http.Cookie{Name: "osmose", Value: cookie})
		answer := w.Anonymous().Do(r)
		answer.LeadsTo("/connexion?suite=")
		if answer.Queries > most {
			t.Errorf("the cookie %q costs %d queries", cookie, answer.Queries)
		}
	}

	w.Write(func(tx *db.Tx) error {
		return w.Spaces.Expel(tx, spaces.TakeCustody(space, "he leaves"), w.Person("karim"))
	})
	karim.Get(home).Is(404)
}
