package admin_test

import (
	"net/url"
	"strings"
	"testing"

	"osmose/internal/accounts/addresses"
	"osmose/internal/platform/db"
	"osmose/internal/testkit"
)

const page = "/admin/adresses"

// judged is what the rule says of an address now.
func judged(t *testing.T, w *testkit.World, typed string) addresses.Reason {
	t.Helper()
	_, verdict, err := addresses.Check(w.DB.Read(t.Context()), typed)
	if err != nil {
		t.Fatal(err)
	}
	return verdict.Reason
}

func TestTheListsAreShippedFilled(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	words, err := addresses.Words(w.DB.Read(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	counted := map[addresses.Kind]int{}
	for _, each := range words {
		counted[each.Kind]++
		if each.Kind == addresses.Offices && addresses.Fold(each.Word) != each.Word {
			t.Errorf("%q is never met: a word of an office has plain letters only", each.Word)
		}
	}
	if counted[addresses.Offices] < 60 || counted[addresses.Webmails] < 40 {
		t.Errorf("%v", counted)
	}
	for _, generic := range []string{"contact", "archives", "mairie", "secretariat", "urbanisme", "accueil"} { // those of S13
		if why := judged(t, w, generic+"@ville.example"); why != addresses.Generic {
			t.Errorf("%s@: %q", generic, why)
		}
	}
	if why := judged(t, w, "anna.martin@gmail.com"); why != addresses.Webmail {
		t.Errorf("gmail.com: %q", why)
	}
	// Nobody of the demo, whose addresses are those of real ones' shape, is refused.
	people, err := db.All[string](w.DB.Read(t.Context()), `SELECT email FROM people ORDER BY id LIMIT 500`)
	if err != nil || len(people) < 20 {
		t.Fatal(len(people), err)
	}
	for _, email := range people {
		if why := judged(t, w, email); why != "" {
			t.Errorf("%s: %s", email, why)
		}
	}
}

func TestAdministratorsTryAnAddressAndNobodyElseFindsThePage(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	for _, who := range []string{"claire", "nadia"} {
		v := w.As(who)
		v.Get("/").Shows("Administration")
		v.Get("/admin").Is(200).Shows("Adresses")
		v.Get(page + "?essai=karim.benali@herault.example").Is(200).Shows("karim.benali@herault.example convient")
		v.Get(page+"?essai=contact@ville.example").Is(200).Shows("serait refusée", "désigne un service, pas une personne", "assistance@osmose.example")
		v.Get(page + "?essai=" + url.QueryEscape("a@b.fr@gouv.fr")).Is(200).Shows("deux fois le signe @")
		if hostile := v.Get(page + "?essai=" + url.QueryEscape("<script>x()</script>")).Is(200); strings.Contains(hostile.Body, "<script>x") {
			t.Error("what was tried runs in the page")
		}
	}
	for _, who := range []string{"karim", "marc"} { // Marc animates a space, which is no administration
		v := w.As(who)
		v.Get("/").Hides("/admin")
		if got, nonsense := v.Get(page).Is(404), v.Get("/rien").Is(404); got.Body != nonsense.Body {
			t.Errorf("%s is told that there is an administration", who)
		}
		v.Post(page+"/ajout", url.Values{"kind": {"generic"}, "word": {"zibeline"}}).Is(404)
		v.Post(page+"/exceptions", url.Values{"email": {"contact@ville.example"}, "reason": {"Parce que."}}).Is(404)
	}
	w.Anonymous().Get(page).LeadsTo("/connexion?suite=")
	if why := judged(t, w, "zibeline@ville.example") + judged(t, w, "contact@ville.example"); why != addresses.Generic {
		t.Errorf("who is no administrator changed the lists: %q", why)
	}
}

func TestTheListsAreEditedByThePlatformAlone(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	nadia, claire := w.As("nadia"), w.As("claire")
	nadia.Post(page+"/ajout", url.Values{"kind": {"generic"}, "word": {"Point Médiation"}}).Is(422).Shows("en lettres simples")
	nadia.Post(page+"/ajout", url.Values{"kind": {"generic"}, "word": {"Zibe-Line"}}).LeadsTo(page)
	nadia.Post(page+"/ajout", url.Values{"kind": {"webmail"}, "word": {"@Messagerie.example"}}).LeadsTo(page)
	nadia.Post(page+"/ajout", url.Values{"kind": {"webmail"}, "word": {"pas un domaine"}}).Is(422).Shows("Indiquez un domaine")
	nadia.Post(page+"/ajout", url.Values{"kind": {"autre"}, "word": {"mot"}}).Is(422)
	nadia.Get(page).Shows("zibeline", "messagerie.example")
	claire.Get(page).Shows("zibeline", "seuls ses administrateurs les modifient").Hides(page+"/ajout", page+"/retrait")
	if judged(t, w, "zibe.line@ville.example") != addresses.Generic || judged(t, w, "anna@messagerie.example") != addresses.Webmail {
		t.Error("what was added is not refused")
	}
	claire.Post(page+"/retrait", url.Values{"removed": {"generic zibeline"}}).Is(403).Shows("seuls ses administrateurs la modifient")
	claire.Post(page+"/ajout", url.Values{"kind": {"generic"}, "word": {"belette"}}).Is(403)
	if judged(t, w, "zibeline@ville.example") != addresses.Generic || judged(t, w, "belette@ville.example") != "" {
		t.Error("an administrator of a network changed the lists of the platform")
	}
	nadia.Post(page+"/retrait", url.Values{"removed": {"generic zibeline"}}).LeadsTo(page)
	nadia.Post(page+"/retrait", url.Values{"removed": {"generic zibeline"}}).Is(404)
	if why := judged(t, w, "zibeline@ville.example"); why != "" {
		t.Errorf("a word that was removed is refused: %s", why)
	}
}

func TestAnExceptionKeepsItsReasonAndWhoGaveIt(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	claire := w.As("claire")
	except := func(email, reason string) *testkit.Answer {
		return claire.Post(page+"/exceptions", url.Values{"email": {email}, "reason": {reason}})
	}
	except("mairie@petit-bourg.example", " ").Is(422).Shows("Remplissez ce champ")
	except("karim.benali@herault.example", "Pour rien.").Is(422).Shows("aucune exception n’est nécessaire")
	except("a@b.fr@gouv.fr", "Il insiste.").Is(422).Shows("aucune exception ne peut l’autoriser")
	except("\u0430nna@ville.example", "Elle insiste.").Is(422).Shows("aucune exception ne peut l’autoriser")
	except("mairie@petit-bourg.example", strings.Repeat("a", addresses.MaxReason+1)).Is(422)
	if why := judged(t, w, "mairie@petit-bourg.example"); why != addresses.Generic {
		t.Fatalf("a refused exception lets in: %q", why)
	}
	except("Mairie@Petit-Bourg.example", "Commune d’un seul agent.").LeadsTo(page)
	shown := claire.Get(page).Shows("mairie@petit-bourg.example", "Commune d’un seul agent.", "Claire Morel, le 18 novembre 2026")
	if why := judged(t, w, "mairie@petit-bourg.example"); why != "" {
		t.Errorf("still refused: %s", why)
	}
	if why := judged(t, w, "mairie@autre-bourg.example"); why != addresses.Generic {
		t.Errorf("the exception of one town lets another in: %q", why)
	}
	except("mairie@petit-bourg.example", "Une deuxième fois.").Is(422)
	withdraw := shown.Link("/exceptions/0")
	w.As("karim").Post(withdraw, nil).Is(404)
	claire.Post(withdraw, nil).LeadsTo(page)
	claire.Post(withdraw, nil).Is(404)
	if why := judged(t, w, "mairie@petit-bourg.example"); why != addresses.Generic {
		t.Errorf("withdrawn, and accepted: %q", why)
	}
}

func TestFiftyExceptionsFillAPageAndTheNextGoesOn(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	w.Write(func(tx *db.Tx) error {
		for i := range addresses.ExceptionsPage + 1 {
			email := "mairie." + strings.Repeat("a", i+1) + "@bourg.example"
			if err := addresses.Except(tx, w.Person("claire"), email, "Un seul agent."); err != nil {
				return err
			}
		}
		return nil
	})
	claire := w.As("claire")
	first := claire.Get(page).Is(200)
	second := claire.Get(first.Link("apres=")).Is(200)
	if one, rest := strings.Count(first.Body, "/retrait\""), strings.Count(second.Body, "/retrait\""); one != addresses.ExceptionsPage || rest != 1 {
		t.Errorf("%d, then %d", one, rest)
	}
	if first.Queries != second.Queries {
		t.Errorf("%d queries, then %d", first.Queries, second.Queries)
	}
}
