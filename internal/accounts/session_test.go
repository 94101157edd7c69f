package accounts_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/tokens"
)

func TestTheCookieIsClosedToScriptsAndToOtherSites(t *testing.T) {
	for base, want := range map[string]struct {
		name   string
		secure bool
	}{loopback: {"osmose", false}, "https://osmose.example": {"__Host-osmose", true}} {
		b := openAt(t, base).as("karim.benali@herault.example")
		c := b.cookies[want.name]
		if len(b.cookies) != 1 || c == nil {
			t.Fatalf("%s: %v", base, b.cookies)
		}
		if !c.HttpOnly || c.Secure != want.secure || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" ||
			c.MaxAge != 30*24*3600 || len(c.Value) != tokens.Length {
			t.Errorf("%s: %s", base, c)
		}
	}
}

func TestOnlyTheHashOfASecretIsStored(t *testing.T) {
	h := open(t)
	secret := h.as("karim.benali@herault.example").cookies["osmose"].Value
	stored, err := db.One[[]byte](h.db.Read(t.Context()), `SELECT hash FROM sessions`)
	if err != nil || string(stored) != string(tokens.Hash(secret)) {
		t.Error(err, "the stored hash is not that of the cookie")
	}
}

func TestSigningInGivesANewSecretWhateverTheBrowserCameWith(t *testing.T) {
	h := open(t)
	b := h.browser()
	chosen, _ := tokens.New() // planted by an attacker
	b.cookies["osmose"] = &http.Cookie{Name: "osmose", Value: chosen}
	b.signIn("karim.benali@herault.example", password).status(303)
	first := b.cookies["osmose"].Value
	b.signIn("karim.benali@herault.example", password).status(303)
	second := b.cookies["osmose"].Value
	if first == chosen || second == first {
		t.Error("a secret was taken over")
	}
	for _, old := range []string{chosen, first} {
		thief := h.browser()
		thief.cookies["osmose"] = &http.Cookie{Name: "osmose", Value: old}
		thief.get("/profil").leadsTo("/connexion?suite=%2Fprofil")
	}
	if n := h.count(`SELECT COUNT(*) FROM sessions`); n != 1 {
		t.Errorf("%d sessions", n)
	}
}

func TestNonsenseInTheCookieIsNobody(t *testing.T) {
	h := open(t)
	for _, value := range []string{"", "x", strings.Repeat("A", tokens.Length), strings.Repeat("!", tokens.Length)} {
		b := h.browser()
		b.cookies["osmose"] = &http.Cookie{Name: "osmose", Value: value}
		b.get("/profil").leadsTo("/connexion?suite=%2Fprofil")
	}
}

func TestASessionLastsThirtyDaysUsedOrNot(t *testing.T) {
	h := open(t)
	b := h.as("karim.benali@herault.example")
	for range 29 {
		h.clock.Advance(24 * time.Hour)
		b.get("/profil").status(200)
	}
	h.clock.Advance(24*time.Hour - time.Millisecond)
	b.get("/profil").status(200)
	h.clock.Advance(time.Millisecond)
	b.get("/profil").leadsTo("/connexion?suite=%2Fprofil")
	h.must(h.queue.Drain(t.Context()))
}

func TestSigningOutEndsTheSessionAndIsAPost(t *testing.T) {
	h := open(t)
	b := h.as("karim.benali@herault.example")
	secret := *b.cookies["osmose"]
	b.get("/deconnexion").status(404)
	b.get("/profil").status(200)
	b.post("/deconnexion", nil).leadsTo("/connexion?depart=1")
	if len(b.cookies) != 0 {
		t.Error("the cookie stays")
	}
	b.get("/connexion?depart=1").status(200).says("Vous êtes déconnecté.")
	b.cookies["osmose"] = &secret
	b.get("/profil").leadsTo("/connexion?suite=%2Fprofil")
	h.browser().post("/deconnexion", nil).leadsTo("/connexion?depart=1")
}

func TestFindingOutWhoAsksCostsOneQuery(t *testing.T) {
	h := open(t)
	b := h.as("karim.benali@herault.example")
	if n := b.queries("/profil/mot-de-passe"); n != 1 {
		t.Errorf("%d queries for a page that needs only the session", n)
	}
	if n := h.browser().queries("/connexion"); n != 0 {
		t.Errorf("%d queries for a stranger", n)
	}
}

func TestAPersonStaysSignedInOnTwentyDevicesAtMost(t *testing.T) {
	h := open(t)
	first := h.as("karim.benali@herault.example")
	for range 20 {
		h.clock.Advance(time.Minute)
		h.as("karim.benali@herault.example")
	}
	if n := h.count(`SELECT COUNT(*) FROM sessions WHERE person_id = $1`, h.karim); n != 20 {
		t.Errorf("%d sessions", n)
	}
	first.get("/profil").leadsTo("/connexion?suite=%2Fprofil")
}

func TestEndedSessionsAreSweptAway(t *testing.T) {
	h := open(t)
	h.as("karim.benali@herault.example")
	h.clock.Advance(20 * 24 * time.Hour)
	h.as("helene.marchand@culture.example")
	h.clock.Advance(11 * 24 * time.Hour)
	h.write(func(tx *db.Tx) error { return h.queue.Put(tx, "accounts/sweep", struct{}{}) })
	h.must(h.queue.Drain(t.Context()))
	left, err := db.One[ids.ID](h.db.Read(t.Context()), `SELECT person_id FROM sessions`)
	if err != nil || left != h.helene {
		t.Errorf("%v %v", left, err)
	}
}
