package accounts_test

import (
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"testing"
	"time"

	"osmose/internal/platform/db"
)

func TestKarimSignsInAndIsLedWhereHeWanted(t *testing.T) {
	h := open(t)
	b := h.browser()
	page := b.get("/profil/connexions").leadsTo("/connexion?suite=%2Fprofil%2Fconnexions")
	form := b.get(page.header.Get("Location")).status(200).says("Se connecter").hidden()
	form.Set("email", " Karim.Benali@herault.example")
	form.Set("password", password)
	b.post("/connexion", form).leadsTo("/profil/connexions").status(303)
	b.get("/profil/connexions").status(200).says("Karim Benali", "Firefox sur Windows")
	b.get("/connexion?suite=/profil").leadsTo("/profil")
}

func TestSigningInLeadsNowhereElse(t *testing.T) {
	h := open(t)
	for _, suite := range []string{"https://evil.example/", "//evil.example", `/\evil.example`, "/\t/evil.example", "javascript:alert(1)",
		"/%0d%0aSet-Cookie:a=b\r\n", "evil", strings.Repeat("/a", 2000)} {
		b := h.browser()
		b.post("/connexion", url.Values{"email": {"karim.benali@herault.example"}, "password": {password}, "suite": {suite}}).leadsTo("/")
		b.get("/connexion?suite=" + url.QueryEscape(suite)).leadsTo("/")
	}
}

func TestNobodyLearnsWhetherAnAddressHasAnAccount(t *testing.T) {
	h := open(t)
	known, unknown := "karim.benali@herault.example", "nobody.atall@herault.example"
	tries := map[string]string{known: "a wrong password", unknown: password, "ines.robert@culture.example": "a wrong password"}
	var want answer
	for email, attempted := range tries {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		got := h.browser().signIn(email, attempted).status(422).says("L’adresse ou le mot de passe ne convient pas")
		runtime.ReadMemStats(&after)
		if worked := after.TotalAlloc - before.TotalAlloc; worked < 19<<20 {
			t.Errorf("%s: no Argon2id ran: %d bytes allocated", email, worked)
		}
		got.body = strings.ReplaceAll(got.body, email, "…")
		got.header.Del("Content-Length") // follows the length of the address
		if want.body == "" {
			want = got
			continue
		}
		if got.body != want.body || !sameHeaders(got.header, want.header) {
			t.Errorf("%s is told something else:\n%s\n%s", email, got.text(), want.text())
		}
	}
}

func sameHeaders(a, b http.Header) bool {
	if len(a) != len(b) {
		return false
	}
	for name := range a {
		if strings.Join(a[name], "|") != strings.Join(b[name], "|") {
			return false
		}
	}
	return true
}

func TestABlockedPersonIsToldOnlyAfterTheRightPassword(t *testing.T) {
	h := open(t)
	b := h.browser()
	b.signIn("ines.robert@culture.example", "a wrong password").status(422).silent("bloqué")
	b.signIn("ines.robert@culture.example", password).status(403).says("Votre compte est bloqué", "aide@osmose.example")
	if len(b.cookies) != 0 {
		t.Error("a blocked person got a cookie")
	}
}

func TestBlockingEndsSessionsAtOnceAndUnblockingRevivesNone(t *testing.T) {
	h := open(t)
	b := h.as("karim.benali@herault.example")
	b.get("/profil").status(200)
	h.write(func(tx *db.Tx) error { return h.room.Block(tx, h.karim) })
	b.get("/profil").leadsTo("/connexion?suite=%2Fprofil")
	h.write(func(tx *db.Tx) error { return h.room.Unblock(tx, h.karim) })
	b.get("/profil").leadsTo("/connexion?suite=%2Fprofil")
	b.signIn("karim.benali@herault.example", password).status(303)
	b.get("/profil").status(200)
}

func TestTenFailuresCloseAnAccountForAQuarterOfAnHourKnownOrNot(t *testing.T) {
	h := open(t)
	for _, email := range []string{"karim.benali@herault.example", "nobody@herault.example"} {
		b := h.browser()
		for range 10 {
			b.signIn(email, "a wrong password").status(422)
		}
		told := b.signIn(email, password).status(429).says("Trop de tentatives pour ce compte", "15 minutes", email)
		if told.header.Get("Retry-After") != "900" {
			t.Errorf("Retry-After %q", told.header.Get("Retry-After"))
		}
	}
	h.clock.Advance(15*time.Minute + time.Second)
	h.browser().signIn("karim.benali@herault.example", password).status(303)
}

func TestASuccessForgetsTheFailures(t *testing.T) {
	h := open(t)
	b := h.browser()
	for range 3 {
		for range 9 {
			b.signIn("karim.benali@herault.example", "a wrong password").status(422)
		}
		b.signIn("karim.benali@herault.example", password).status(303)
	}
}

func TestAStrangerWhoFailsOnPurposeDoesNotKeepKarimOut(t *testing.T) {
	h := open(t)
	stranger, karim := h.browser(), h.browser()
	stranger.from, karim.from = "198.51.100.9:4000", "192.0.2.8:4000"
	for range 10 {
		stranger.signIn("karim.benali@herault.example", "a wrong password").status(422)
	}
	stranger.signIn("karim.benali@herault.example", password).status(429)
	karim.signIn("karim.benali@herault.example", password).status(303)
}

func TestAHundredFailuresFromEverywhereCloseAnAccount(t *testing.T) {
	h := open(t)
	for range 100 {
		h.write(spend(h, "accounts.signin.account", "karim.benali@herault.example", 100))
	}
	h.browser().signIn("karim.benali@herault.example", password).status(429).says("Trop de tentatives pour ce compte")
}

func TestThreeHundredFailuresCloseANetworkAndSuccessesNever(t *testing.T) {
	h := open(t)
	for range 299 {
		h.write(spend(h, "accounts.signin.client", "192.0.2.7", 300))
	}
	for range 5 { // colleagues behind one proxy
		h.as("karim.benali@herault.example")
	}
	b := h.browser()
	b.signIn("karim.benali@herault.example", "a wrong password").status(422)
	b.signIn("karim.benali@herault.example", password).status(429).says("Trop de tentatives depuis votre réseau")
	b.from = "192.0.2.8:4000"
	b.signIn("karim.benali@herault.example", password).status(303)
}

func TestASubscriberHasOneBudgetWhateverIPv6AddressesTheyTake(t *testing.T) {
	h := open(t)
	b := h.browser()
	b.from = "[2001:db8:1:2::1]:4000"
	b.signIn("karim.benali@herault.example", "a wrong password").status(422)
	b.from = "[2001:db8:1:2:ffff::9]:5000"
	b.signIn("karim.benali@herault.example", "a wrong password").status(422)
	if n := h.count(`SELECT COUNT(*) FROM budgets WHERE name = 'accounts.signin.client' AND spent = 2`); n != 1 {
		t.Errorf("%d networks with two failures", n)
	}
}

func TestTheSignInFormSaysWhatIsWrongBesideTheField(t *testing.T) {
	h := open(t)
	b := h.browser()
	for _, c := range []struct{ email, password, says, keeps string }{
		{"", "", "Remplissez ce champ.", ""},
		{"karim.benali@herault.example", "", "Remplissez ce champ.", "karim.benali@herault.example"},
		{strings.Repeat("a", 255), "x", "Ramenez-le à 254 au plus", strings.Repeat("a", 255)},
		{"karim", strings.Repeat("x", 257), "Ramenez-le à 256 au plus", "karim"},
		{"kar\x00im", "x", "caractère invisible", "karim"},
		{"kar\xffim", "x", "caractères illisibles", "kar�im"},
		{"<script>alert(1)</script>", "x", "ne convient pas", "&lt;script&gt;alert(1)&lt;/script&gt;"},
	} {
		page := b.signIn(c.email, c.password).status(422).says(c.says).silent("<script>alert")
		if !strings.Contains(page.body, `value="`+c.keeps+`"`) {
			t.Errorf("%q is not kept:\n%s", c.keeps, page.text())
		}
		if strings.Count(page.body, " autofocus") != 1 {
			t.Errorf("%q: one field to correct should have the focus", c.email)
		}
	}
	if n := h.count(`SELECT COUNT(*) FROM sessions`); n != 0 {
		t.Errorf("%d sessions", n)
	}
}
