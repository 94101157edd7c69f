package writing_test

import (
	"encoding/json"
	"net/url"
	"testing"

	"osmose/internal/testkit"
)

// offered is what is offered for words typed in the place of an address.
func (d *desk) offered(v *testkit.Visitor, words string) (found []struct{ Name, Value, About string }) {
	d.t.Helper()
	answer := v.Get(d.space + "/publications/completion?q=" + url.QueryEscape(words)).Is(200)
	if err := json.Unmarshal([]byte(answer.Body), &found); err != nil {
		d.t.Fatal(err)
	}
	return found
}

// TestTheTitleOfAPublicationBecomesALinkAndACard has Hélène publish a post; Karim cites it in a thread by the first words of
// its title. Who may read it sees a card under the thread, under its title of today; who may not is offered nothing.
func TestTheTitleOfAPublicationBecomesALinkAndACard(t *testing.T) {
	t.Parallel()
	d := open(t)
	karim, helene, paul, sophie := d.As("karim"), d.As("helene"), d.As("paul"), d.As("sophie")
	post := d.post(helene, "publish", url.Values{"title": {"Zibelinettes : le tri"}, "body": {"Un mot."}})
	d.post(helene, "keep", url.Values{"title": {"Zibelinettes, brouillon"}, "body": {"Pas encore."}})
	d.Settle()
	found := d.offered(karim, "zibelinet")
	if len(found) != 1 || found[0].Name != "Zibelinettes : le tri" || found[0].Value != post || found[0].About != "Billet, Archivage numérique" {
		t.Fatalf("offered %+v", found)
	}
	if found := d.offered(karim, ""); len(found) != 0 {
		t.Errorf("nothing typed, and offered %+v", found)
	}
	paul.Get(d.space + "/publications/completion?q=zibelinet").Is(404)
	sophie.Get(d.space + "/publications/completion?q=zibelinet").Is(403) // she reads, and writes nowhere here
	theme := karim.Get(d.space + "/echanges/nouveau").Is(200).Option("theme")
	thread := karim.Post(d.space+"/echanges", url.Values{
		"title": {"Une suite ?"}, "theme": {theme}, "body": {"Voir [le tri](" + found[0].Value + ")."},
	}).LeadsTo(d.space + "/echanges/")
	sophie.Get(thread).Is(200).Shows("Cités dans ce texte", "Zibelinettes : le tri")
	helene.Post(post+"/publication/retrait", nil).Is(303)
	sophie.Get(thread).Is(200).Shows("le tri").Hides("Cités dans ce texte", "Zibelinettes : le tri")
}
