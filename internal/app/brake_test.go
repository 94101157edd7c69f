package app_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"osmose/internal/app"
	"osmose/internal/platform/brake"
	"osmose/internal/testkit"
)

// TestWhoeverReadsEverythingIsSlowedSignedOutAndReported is the story of a stolen session: Karim's, that opens one thing after
// the other. Hélène reads on, and what Karim opened already stays open to him.
func TestWhoeverReadsEverythingIsSlowedSignedOutAndReported(t *testing.T) {
	t.Parallel()
	w := testkit.BootWith(t, func(o *app.Options) { o.MostRead = 4 })
	karim, thief, helene := w.As("karim"), w.As("karim"), w.As("helene")
	space := karim.Get("/espaces").Link("archivage-numerique")
	paths := append(threadsOf(karim.Get(space+"/echanges")), threadsOf(helene.Get(space+"/echanges"))...)
	paths = slices.Compact(slices.Sorted(slices.Values(paths)))[:7]
	document := karim.Get(space + "/documents").Link("/documents/0")
	file := karim.Get(document).Link("/versions/1")
	profile := karim.Get(space + "/membres").Link("/personnes/")
	w.Clock.Advance(brake.Window) // what was opened to find these is forgotten
	for range 3 {                 // again and again: requests do not count
		for _, path := range paths[:4] {
			thief.Get(path).Is(200)
		}
	}
	thief.Get(space + "/echanges").Is(200) // lists do not count
	ended := thief.Get(paths[4]).LeadsTo("/connexion?lecture=1")
	if suite, err := url.Parse(ended); err != nil || suite.Query().Get("suite") != paths[4] {
		t.Errorf("it leads back to %s", ended)
	}
	for _, v := range []*testkit.Visitor{thief, karim} { // all sessions of the account
		v.Get(paths[0]).LeadsTo("/connexion")
	}
	w.Anonymous().Get(ended).Is(200).Shows("Vos connexions sont fermées")
	for _, path := range paths[:4] {
		helene.Get(path).Is(200)
	}
	w.Settle()
	list, err := w.Mails.List(0, 100)
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, m := range list {
		told = append(told, m.To.Email+": "+m.Subject)
	}
	slices.Sort(told)
	if got := strings.Join(told, "\n"); got != "karim.benali@herault.example: Votre compte a beaucoup lu en peu de temps\nnadia.rousseau@osmose.example: Un compte a beaucoup lu en peu de temps" {
		t.Errorf("told:\n%s", got)
	}

	karim = w.As("karim") // he signs in again, and goes on slowly
	karim.Get(paths[4]).Is(200)
	karim.Get(paths[5]).Is(429).Shows("la lecture est ralentie")
	for _, path := range []string{document, file, profile} {
		karim.Get(path).Is(429)
	}
	w.Clock.Advance(brake.Pace)
	karim.Get(paths[5]).Is(200)
	karim.Get(paths[5]).Is(200)
	karim.Get(paths[6]).Is(429)
	karim.Get(paths[0]).Is(200)
	w.Clock.Advance(brake.Window)
	karim.Get(paths[6]).Is(200)
	karim.Get(document).Is(200)
}

// TestAnArchiveCountsAsTheDocumentsInIt is the short way of the same thief: all documents of a space in one request.
func TestAnArchiveCountsAsTheDocumentsInIt(t *testing.T) {
	t.Parallel()
	w := testkit.BootWith(t, func(o *app.Options) { o.MostRead = 3 })
	karim, helene := w.As("karim"), w.As("helene")
	space := karim.Get("/espaces").Link("archivage-numerique")
	paths := threadsOf(karim.Get(space + "/echanges"))[:2]
	w.Clock.Advance(brake.Window)
	karim.Post(space+"/documents/archive", nil).LeadsTo("/connexion?lecture=1")
	karim.Get(paths[0]).LeadsTo("/connexion")
	helene.Get(paths[0]).Is(200)

	karim = w.As("karim") // what he opened is his to take; another thing waits for all that he took beyond the limit
	karim.Post(space+"/documents/archive", nil).Is(200)
	karim.Get(paths[0]).Is(429)
	w.Clock.Advance(brake.Pace)
	karim.Get(paths[0]).Is(429)
	helene.Post(space+"/documents/archive", nil).LeadsTo("/connexion?lecture=1") // one account does not pay for another
	w.Clock.Advance(brake.Window)
	karim.Get(paths[0]).Is(200)
	w.As("marc").Post(space+"/documents/archive", nil).Is(404)
}

func threadsOf(list *testkit.Answer) (paths []string) {
	for _, link := range list.Links() {
		if strings.Contains(link, "/echanges/0") && !strings.ContainsAny(link, "?#") {
			paths = append(paths, link)
		}
	}
	return paths
}
