package discussions_test

import (
	"net/url"
	"strings"
	"testing"

	"osmose/internal/testkit"
)

func TestTheListIsNarrowedByText(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	karim, helene := w.As("karim"), w.As("helene")
	forum := karim.Get("/espaces").Link("archivage-numerique") + "/echanges"
	_, theme, _ := strings.Cut(karim.Get(forum).Link("theme="), "theme=")
	thread := karim.Post(forum, url.Values{"title": {"Un fil sans rien"}, "theme": {theme}, "keywords": {"rare"}, "body": {"Des glaviottes."}}).LeadsTo(forum)
	karim.Post(thread+"/messages", url.Values{"body": {"Une zibelinette passe."}}).Is(303)
	w.Settle()
	const title = "Un fil sans rien"
	for filter, shown := range map[string]bool{
		"texte=zibelinettes": true, "texte=glaviotte": true, "texte=zibel": true, "texte=fil+sans": true,
		"texte=zibelinette+glaviotte": false, // no message has both
		"texte=introuvablement":       false,
		"texte=zibelinette&theme=" + theme + "&mot=rare&periode=7&auteur=Karim+Benali": true,
		"texte=zibelinette&mot=autre":                               false,
		"texte=zibelinette&auteur=Helene":                           false,
		"texte=zibelinette&sans-reponse=0":                          false,
		"texte=" + url.QueryEscape(`" OR 1=1 -- * NEAR( { ' & | !`): false,
	} {
		answer := helene.Get(forum + "?" + filter).Is(200)
		list, _, _ := strings.Cut(answer.Body, "os-side")
		if strings.Contains(list, title) != shown {
			t.Errorf("%s shows the thread: %v", filter, !shown)
		}
	}
	helene.Get(forum + "?texte=zibelinette+introuvable").Is(200).Shows("1 critère").Shows("Aucun")
	if answer := helene.Get(forum + "?texte=zibelinette"); !strings.Contains(answer.Body, `value="zibelinette"`) {
		t.Error("what was typed is lost")
	}
	w.As("paul").Get(forum + "?texte=zibelinette").Is(404)
}
