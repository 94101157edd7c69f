package accounts_test

import (
	"maps"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// filled is the form of Karim's profile as his page shows it, with some fields changed: name, value, name, value…
func filled(changed ...string) url.Values {
	form := url.Values{"version": {"1"}, "given": {"Karim"}, "family": {"Benali"},
		"organisation": {"Archives départementales de l’Hérault"}, "service": {"Archives numériques"},
		"function": {"Archiviste"}, "presentation": {""}, "language": {""}, "theme": {"auto"}}
	for i := 0; i < len(changed); i += 2 {
		form.Set(changed[i], changed[i+1])
	}
	return form
}

func TestKarimChangesHisProfile(t *testing.T) {
	h := open(t)
	b := h.as("karim.benali@herault.example")
	page := b.get("/profil").status(200).says("[Karim]", "[Benali]", "[Archiviste]", "(facultatif)").silent("incomplet")
	if !strings.Contains(page.body, `autocomplete="given-name"`) || !strings.Contains(page.body, `autocomplete="organization"`) {
		t.Error("no autocomplete tokens")
	}
	b.post("/profil", filled("given", " Karim  ", "family", "Benali-Œuvrard", "presentation", "Deux\r\nlignes",
		"theme", "dark", "language", "en")).leadsTo("/profil")
	b.get("/profil").status(200).says("Votre profil est enregistré.", "[Benali-Œuvrard]", "Deux\nlignes")
	p := h.person(h.karim)
	if p.Given != "Karim" || p.Theme != "dark" || p.Language != "en" {
		t.Errorf("%+v", p)
	}
	english := b.get("/profil").says("My profile", "First name")
	if !strings.Contains(english.body, `<html lang="en" data-fr-theme="dark"`) {
		t.Error("the page follows neither language nor theme")
	}
	if n := h.count(`SELECT COUNT(*) FROM people WHERE sort_key = 'benali-oeuvrard karim'`); n != 1 {
		t.Error("listed under an old name")
	}
}

func TestAnIncompleteProfileSaysWhatToDo(t *testing.T) {
	open(t).as("paul.lefevre@transports.example").get("/profil").says("Votre profil est incomplet")
}

func TestEachLineOfAProfileIsRefusedBesideItsField(t *testing.T) {
	h := open(t)
	b := h.as("karim.benali@herault.example")
	mandatory := map[string]int{"given": 80, "family": 80, "organisation": 160, "service": 160, "function": 160}
	all := maps.Clone(mandatory)
	all["presentation"] = 1000
	for name, most := range all {
		for _, c := range []struct{ typed, says, keeps string }{
			{strings.Repeat("é", most+1), "caractères. Ramenez-le à", strings.Repeat("é", most+1)},
			{"a\x00b", "caractère invisible", "ab"},
			{"a\xffb", "caractères illisibles", "a�b"},
		} {
			b.post("/profil", filled(name, c.typed, "service", c.typed)).status(422).says(c.says, c.keeps)
		}
	}
	for name := range mandatory {
		for _, nothing := range []string{"", "  ", "\u200b\u00a0"} {
			b.post("/profil", filled(name, nothing, "presentation", "Ce que j’ai écrit")).status(422).
				says("\u00a0: Remplissez ce champ.", "Un champ est à corriger", "Ce que j’ai écrit")
		}
	}
	b.post("/profil", filled("language", "de", "theme", "pink")).status(422).says("Ce choix n’est pas proposé")
	b.post("/profil", nil).status(422)
	if n := h.count(`SELECT COUNT(*) FROM people WHERE version <> 1`); n != 0 {
		t.Error("something was stored")
	}
}

func TestMarkupInAProfileIsText(t *testing.T) {
	h := open(t)
	b := h.as("karim.benali@herault.example")
	markup := `<img src=x onerror="alert(1)">`
	form := filled("given", markup, "family", markup, "organisation", markup, "service", markup, "function", markup, "presentation", markup)
	b.post("/profil", form).leadsTo("/profil")
	for _, page := range []string{"/profil", "/personnes/" + h.karim.String()} {
		b.get(page).status(200).silent("<img src=x").says("&lt;img src=x onerror=&#34;alert(1)&#34;&gt;")
	}
}

func TestTheSecondOfTwoPagesIsToldAndSeesBoth(t *testing.T) {
	h := open(t)
	b := h.as("karim.benali@herault.example")
	one, two := b.get("/profil").hidden().Get("version"), b.get("/profil").hidden().Get("version")
	b.post("/profil", filled("version", one, "function", "Chef de service")).leadsTo("/profil")
	b.get("/profil").says("Votre profil est enregistré")
	clash := b.post("/profil", filled("version", two, "function", "Directeur", "theme", "light")).status(409)
	clash.says("Votre profil a été modifié dans une autre page", "Chef de service", "[Directeur]", "Automatique").silent("Votre profil est enregistré")
	if f := h.person(h.karim).Function; f != "Chef de service" {
		t.Errorf("overwritten by %q", f)
	}
	b.post("/profil", filled("version", clash.hidden().Get("version"), "function", "Directeur")).leadsTo("/profil")
	if f := h.person(h.karim).Function; f != "Directeur" {
		t.Errorf("%q", f)
	}
	b.post("/profil", filled("version", "nonsense", "function", "x")).status(409)
}

func TestOfSixteenPagesAtOnceOneIsStored(t *testing.T) {
	h := open(t)
	b := h.as("karim.benali@herault.example")
	var stored atomic.Int64
	var all sync.WaitGroup
	for i := range 16 {
		writer := h.browser()
		writer.cookies = b.cookies
		all.Go(func() {
			if writer.post("/profil", filled("function", strings.Repeat("x", i+1))).code == 303 {
				stored.Add(1)
			}
		})
	}
	all.Wait()
	if stored.Load() != 1 || h.count(`SELECT version FROM people WHERE id = $1`, h.karim) != 2 {
		t.Errorf("%d stored", stored.Load())
	}
}

func TestAFormChangesNothingButItsOwnFields(t *testing.T) {
	h := open(t)
	b := h.as("karim.benali@herault.example")
	columns := `SELECT COUNT(*) FROM people WHERE id = $1 AND email = 'karim.benali@herault.example' AND NOT platform_admin
		AND blocked_at = 0 AND photo = '' AND portrait = '' AND password_hash = $2 AND created_at < changed_at`
	h.clock.Advance(1e9)
	form := filled()
	for _, name := range []string{"id", "email", "platform_admin", "PlatformAdmin", "password_hash", "password", "photo", "portrait",
		"blocked_at", "created_at", "changed_at", "signed_in_at", "sort_key", "person_id"} {
		form.Set(name, "1")
	}
	b.post("/profil", form).leadsTo("/profil")
	if h.count(columns, h.karim, passwordHash) != 1 {
		t.Error("the form changed what it does not show")
	}
	if n := h.count(`SELECT COUNT(*) FROM people WHERE version > 1`); n != 1 {
		t.Errorf("%d people changed", n)
	}
	b.get("/profil").status(200)
}

func TestPeopleSeeThosePagesOfWhomTheyShareASpaceWith(t *testing.T) {
	h := open(t)
	karim, paul := h.as("karim.benali@herault.example"), h.as("paul.lefevre@transports.example")
	hers := "/personnes/" + h.helene.String()
	karim.get(hers).status(200).says("Hélène Marchand", "Cheffe de bureau", "Archiviste depuis 2004.", "Archivage numérique").
		silent("helene.marchand@culture.example", "Modifier mon profil")
	karim.get(hers + "-helene").leadsTo(hers)
	karim.get("/personnes/"+h.karim.String()).status(200).says("Karim Benali", "Modifier mon profil")
	nonsense := paul.get("/personnes/0000000000001").status(404)
	for _, path := range []string{hers, hers + "-helene", hers + "/photo", hers + "/portrait", "/personnes/x", "/nonsense",
		"/personnes/" + h.karim.String(), "/personnes/" + h.ines.String()} {
		if got := paul.get(path).status(404); got.body != nonsense.body || !sameHeaders(got.header, nonsense.header) {
			t.Errorf("%s differs from nonsense", path)
		}
	}
	h.browser().get(hers).leadsTo("/connexion?suite=" + url.QueryEscape(hers))
}
