package notifications_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/spaces"
	"osmose/internal/testkit"
)

// readAll begins a story with silent bells.
func readAll(visitors ...*testkit.Visitor) {
	for _, v := range visitors {
		v.Post("/notifications/lecture", nil)
	}
}

// open has somebody open a thread in a space of theirs and returns its address.
func open(t *testing.T, w *testkit.World, by *testkit.Visitor, title string) (forum, thread string) {
	t.Helper()
	space := by.Get("/espaces").Link("archivage-numerique")
	forum = space + "/echanges"
	composer := by.Get(forum + "/nouveau").Is(200)
	address := by.Post(forum, url.Values{
		"title": {title}, "theme": {composer.Option("theme")}, "body": {"Bonjour, qu’en pensez-vous ?"},
	}).LeadsTo(forum)
	w.Settle()
	return forum, strings.Split(address, "#")[0]
}

func reply(by *testkit.Visitor, thread, body string) *testkit.Answer {
	return by.Post(thread+"/messages", url.Values{"body": {body}})
}

func TestTheBellCountsAReplyOnceForEachThread(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	helene, karim := w.As("helene"), w.As("karim")
	_, thread := open(t, w, helene, "Un plan de classement pour les messageries")
	readAll(helene, karim)

	reply(karim, thread, "Nous l’avons fait l’an dernier.").Is(303)
	reply(karim, thread, "Et je vous envoie le nôtre.").Is(303)
	w.Settle()
	helene.Get("/").Shows("1 notification non lue")
	karim.Get("/").Hides("notification non lue")
	helene.Get("/notifications").Shows("Un plan de classement pour les messageries", "2 nouvelles réponses à votre fil, dont celle de Karim Benali")
	w.As("paul").Get("/notifications").Hides("Un plan de classement pour les messageries")

	// Opening the thread silences the bell at once, on that page already.
	helene.Get(thread).Is(200).Hides("notification non lue")
	w.Settle()
	helene.Get("/notifications").Shows("Un plan de classement pour les messageries").Hides("notification non lue")

	// Karim follows since he replied; a new reply starts a new count.
	w.Clock.Advance(time.Hour)
	reply(helene, thread, "Merci Karim.").Is(303)
	w.Settle()
	karim.Get("/notifications").Shows("1 notification non lue", "Hélène Marchand a répondu dans un fil que vous suivez")
}

func TestWhoStopsFollowingHearsNothingMore(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	helene, karim := w.As("helene"), w.As("karim")
	_, thread := open(t, w, helene, "Qui utilise déjà le nouveau profil ?")
	readAll(helene)
	helene.Post(thread+"/suivi/retrait", nil).Is(303)
	reply(karim, thread, "Nous, depuis un mois.").Is(303)
	w.Settle()
	helene.Get("/").Hides("notification non lue")
}

func TestTheRightIsAskedForAgainWhenTheBellRings(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	helene, karim := w.As("helene"), w.As("karim")
	_, thread := open(t, w, karim, "Mot secret : héliotrope")
	readAll(karim)
	reply(helene, thread, "Voici ma réponse.").Is(303)
	space := w.Space("Archivage numérique")
	w.Write(func(tx *db.Tx) error {
		return w.Spaces.Expel(tx, spaces.TakeCustody(space, "test"), w.Person("karim"))
	})
	w.Settle() // the reply is heard after the removal
	karim.Get("/notifications").Is(200).Hides("héliotrope", "notification non lue", space.String())

	// A notification that was written before the removal is not shown either.
	w.Write(func(tx *db.Tx) error {
		return w.Spaces.Admit(tx, spaces.TakeCustody(space, "test"), w.Person("karim"), spaces.Contributor)
	})
	reply(helene, thread, "Et une autre.").Is(303)
	w.Settle()
	karim.Get("/notifications").Shows("héliotrope", "1 notification non lue")
	w.Write(func(tx *db.Tx) error {
		return w.Spaces.Expel(tx, spaces.TakeCustody(space, "test"), w.Person("karim"))
	})
	karim.Get("/notifications").Hides("héliotrope", "notification non lue", space.String())
}

func TestAReportReachesTheAnimatorsOnly(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	helene, karim, sophie := w.As("helene"), w.As("karim"), w.As("sophie")
	_, thread := open(t, w, karim, "Un message à signaler")
	readAll(helene, karim)
	text := karim.Get(thread).Link("/modifier")
	report := strings.TrimSuffix(text, "/modifier") + "/signaler"
	sophie.Post(report, url.Values{"reason": {"Le ton me paraît rude."}}).Is(303)
	w.Settle()
	helene.Get("/notifications").Shows("Sophie Le Goff a signalé un message", "1 notification non lue")
	karim.Get("/notifications").Hides("a signalé un message", "notification non lue")
	helene.Get(helene.Get("/notifications").Link("/moderation")).Is(200).Shows("Le ton me paraît rude.")
}

func TestTheListGoesOnPageAfterPage(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	karim := w.As("karim")
	w.Write(func(tx *db.Tx) error {
		_, err := tx.Exec(`
			INSERT INTO notifications (person_id, subject, space_id, publication_id, reason, last_at)
			SELECT m.person_id, 'publication:' || CAST(p.id AS TEXT), p.space_id, p.id, 'followed', p.activity_at
			FROM live_publications p
			JOIN memberships m ON m.space_id = p.space_id AND m.person_id = $1`, w.Person("karim"))
		return err
	})
	seen := map[string]bool{}
	address := "/notifications"
	for pages := 1; ; pages++ {
		page := karim.Get(address).Is(200)
		for _, link := range page.Links() {
			if strings.Contains(link, "/echanges/") {
				seen[link] = true
			}
		}
		next := page.Find("/notifications?apres=")
		if next == "" {
			if pages < 3 || len(seen) < 41 {
				t.Fatalf("%d pages, %d threads", pages, len(seen))
			}
			return
		}
		address = next
	}
}

func TestWhoeverIsBlockedMeanwhileGetsNoMail(t *testing.T) {
	t.Parallel()
	for _, blocked := range []bool{false, true} {
		w := testkit.Boot(t)
		w.Settle()
		q := w.DB.Read(t.Context())
		space, paul := w.Space("Veille juridique et RGPD"), w.Person("paul")
		animator, err := db.One[ids.ID](q, `
			SELECT person_id FROM memberships WHERE space_id = $1 AND role = 'animator' LIMIT 1`, space)
		if err != nil {
			t.Fatal(err)
		}
		m, err := w.Spaces.Enter(t.Context(), animator, space)
		if err != nil {
			t.Fatal(err)
		}
		before := mails(t, w)
		w.As("paul").Post("/espaces/"+space.String()+"/adhesion", url.Values{"message": {"Bonjour"}}).Is(303)
		w.Write(func(tx *db.Tx) error { return w.Spaces.Answer(tx, m, paul, false) })
		want := before + 1
		if blocked {
			w.Write(func(tx *db.Tx) error { return w.Accounts.Block(tx, paul) })
			want = before
		}
		w.Settle()
		if got := mails(t, w); got != want {
			t.Errorf("blocked %v: %d mails, want %d", blocked, got, want)
		}
	}
}

func mails(t *testing.T, w *testkit.World) int {
	t.Helper()
	list, err := w.Mails.List(0, 100)
	if err != nil {
		t.Fatal(err)
	}
	return len(list)
}
