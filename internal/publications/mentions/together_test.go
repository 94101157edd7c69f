package mentions_test

import (
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/publications"
	"osmose/internal/publications/texts"
	"osmose/internal/services/discussions"
	"osmose/internal/spaces"
)

// TestSixteenWritersOfOneTextTellOnce has Karim edit his reply from sixteen windows at once, each trying again until it
// wins; every version mentions Hélène, every other one Sophie too.
func TestSixteenWritersOfOneTextTellOnce(t *testing.T) {
	s := begin(t)
	text, err := ids.Parse(s.reply(s.karim, "Qui peut relire ?"))
	if err != nil {
		t.Fatal(err)
	}
	m, err := s.Spaces.Enter(t.Context(), s.Person("karim"), s.space)
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for i := range 16 {
		group.Go(func() {
			body := fmt.Sprintf("@Hélène Marchand%s, version %d.", []string{"", ", @Sophie Le Goff"}[i%2], i)
			for tries := 0; ; tries++ {
				err := s.DB.Write(t.Context(), func(tx *db.Tx) error {
					current, err := texts.Get(tx, m, text)
					if err != nil {
						return err
					}
					return s.Comments.Edit(tx, m, text, current.Version, richtext.FromMarkdown(body))
				})
				var conflict *fault.Conflict
				if errors.As(err, &conflict) && tries < 200 {
					continue
				}
				if err != nil {
					t.Errorf("writer %d: %v", i, err)
				}
				return
			}
		})
	}
	group.Wait()
	events, err := db.All[string](s.DB.Read(t.Context()), `SELECT body FROM jobs WHERE name = 'notifications/mentions.made' LIMIT 50`)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(strings.Join(events, " "), s.Person("helene").String()); n != 1 {
		t.Errorf("%d events tell of Hélène: %v", n, events)
	}
	s.Settle()
	s.unread("helene", "mention")
	s.helene.Get("/notifications").Shows(told, "1 notification non lue")
}

// TestWhatIsPublishedAgainTellsOnce takes a thread back before anybody heard of it, and publishes it.
func TestWhatIsPublishedAgainTellsOnce(t *testing.T) {
	s := begin(t)
	m, err := s.Spaces.Enter(t.Context(), s.Person("karim"), s.space)
	if err != nil {
		t.Fatal(err)
	}
	theme := s.karim.Get(s.home + "/echanges/nouveau").Option("theme")
	var draft ids.ID
	s.Write(func(tx *db.Tx) error {
		id, _ := ids.Parse(theme)
		draft, err = s.Discussions.Open(tx, m, discussions.Draft{Title: "Brouillon d’héliotrope", Theme: id, Body: "<p>@Hélène Marchand</p>"})
		if err != nil {
			return err
		}
		return s.Publications.SetState(tx, m, draft, publications.Draft)
	})
	s.Settle()
	s.unread("helene")
	s.helene.Get("/notifications").Hides("héliotrope", bell)
	s.Write(func(tx *db.Tx) error { return s.Publications.SetState(tx, m, draft, publications.Published) })
	s.Write(func(tx *db.Tx) error {
		return s.Queue.Put(tx, "notifications/publications.appeared", publications.Appeared{Space: s.space, Publication: draft, Kind: "thread", Author: m.PersonID()})
	})
	s.Settle()
	s.unread("helene", "mention")
	s.helene.Get("/notifications").Shows("Karim Benali vous a mentionné dans « Brouillon d’héliotrope »", "1 "+bell)
}

// TestNoNameOfAPersonOutlivesThem mentions somebody in every place that derives something from a text, takes their names
// out of their row as erasing an account will, and looks for them in every table.
func TestNoNameOfAPersonOutlivesThem(t *testing.T) {
	s := begin(t)
	zelie := s.joins("Zélindre", "Obrechtovic")
	thread := s.opened("Une question", "@Zélindre Obrechtovic, @Zélindre, @OBRECHTOVIC : qu’en pensez-vous ?")
	text := s.reply(s.karim, "@Obrechtovic a raison.")
	s.edit(s.karim, text, "Oui, @zelindre obrechtovic a raison.")
	s.helene.Post(s.home+"/textes/"+text+"/signaler", url.Values{"reason": {"À revoir."}}).Is(303)
	form := s.helene.Get(s.home + "/textes/" + text + "/scission").Is(200)
	s.helene.Post(s.home+"/textes/"+text+"/scission", url.Values{"title": {"Autre sujet"}, "theme": {form.Option("theme")}}).Is(303)
	post := s.post("Un billet", "Demandez à @Zélindre Obrechtovic.", "now")
	s.comment(s.helene, post, "@Obrechtovic le sait.")
	s.Settle()
	if n := strings.Count(s.sophie.Get(post).Body, ">@Zélindre Obrechtovic</a>"); n != 2 {
		t.Errorf("the post and its comment name them %d times", n)
	}
	if n := strings.Count(s.sophie.Get(thread).Body, ">@Zélindre Obrechtovic</a>"); n != 3 {
		t.Errorf("the page names them %d times", n)
	}
	if list := s.holding("brechtovic"); !slices.Equal(list, []string{"memberships", "people"}) {
		t.Errorf("the name stands in %v", list)
	}
	s.Write(func(tx *db.Tx) error {
		_, err := tx.Exec(`
			UPDATE people
			SET given_name = 'Ancien', family_name = 'Membre', sort_key = 'membre ancien', given_key = '', family_key = '', email = 'parti@essai.example'
			WHERE id = $1`, zelie)
		return err
	})
	if list := s.holding("brechtovic"); len(list) > 0 {
		t.Errorf("the name still stands in %v", list)
	}
	s.sophie.Get(thread).Hides("Obrechtovic", "Zélindre")
	for _, page := range []string{post, s.home + "/blog", s.home + "/echanges", "/", "/recherche?q=question"} {
		s.sophie.Get(page).Is(200).Hides("Obrechtovic", "Zélindre")
	}
	// Once the row itself goes, so do the mentions.
	s.Write(func(tx *db.Tx) error {
		_, err := tx.Exec(`DELETE FROM people WHERE id = $1`, zelie)
		return err
	})
	s.sophie.Get(thread).Is(200).Shows("@Ancien membre")
	s.sophie.Language = "en"
	s.sophie.Get(thread).Is(200).Shows("@Former member").Hides("Ancien membre")
	s.sophie.Language = "fr"
	if n, err := db.One[int](s.DB.Read(t.Context()), `SELECT COUNT(*) FROM mentions WHERE person_id = $1`, zelie); n != 0 || err != nil {
		t.Errorf("%d rows, %v", n, err)
	}
}

// holding names the tables in which a word stands, capitals or not.
func (s *story) holding(word string) (list []string) {
	s.Helper()
	pool := s.SQL()
	defer pool.Close()
	for _, table := range s.tables(pool) {
		rows, err := pool.Query("SELECT * FROM " + table)
		if err != nil {
			s.Fatal(err)
		}
		columns, err := rows.Columns()
		if err != nil {
			s.Fatal(err)
		}
		values, targets := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			targets[i] = &values[i]
		}
		found := false
		for rows.Next() {
			if err := rows.Scan(targets...); err != nil {
				s.Fatal(err)
			}
			for _, value := range values {
				found = found || strings.Contains(strings.ToLower(fmt.Sprintf("%s", value)), word)
			}
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			s.Fatal(err)
		}
		if found {
			list = append(list, table)
		}
	}
	slices.Sort(list)
	return list
}

// tables names those of the database, the inner ones of SQLite's index aside: they hold no text, and words by pieces.
func (s *story) tables(pool *sql.DB) (list []string) {
	s.Helper()
	query := `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search_words%'`
	if s.Database != "" {
		query = `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`
	}
	rows, err := pool.Query(query)
	if err != nil {
		s.Fatal(err)
	}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			s.Fatal(err)
		}
		list = append(list, name)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil || len(list) < 30 {
		s.Fatalf("%d tables, %v", len(list), err)
	}
	return list
}

// TestATextThatCallsNobodyCostsNoStatement counts what preparing and keeping a text runs, beside its own insertion.
func TestATextThatCallsNobodyCostsNoStatement(t *testing.T) {
	s := begin(t)
	cost := func(body string) int64 {
		var counter db.Counter
		err := s.DB.Write(db.Counting(t.Context(), &counter), func(tx *db.Tx) error {
			custody := spaces.TakeCustody(s.space, "test")
			publication, err := db.One[ids.ID](tx, `SELECT MAX(id) FROM live_publications WHERE space_id = $1`, s.space)
			if err != nil {
				return err
			}
			_, err = s.Comments.Place(tx, custody, texts.Text{Publication: publication, Author: s.Person("karim"), Body: richtext.FromMarkdown(body), CreatedAt: tx.Now})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return counter.Count()
	}
	plain := cost("Bonjour à toutes et à tous.")
	for body, want := range map[string]int64{
		"Écrire à assistance@osmose.example, `@karim`, ou [@ici](/espaces).": 0,
		"@Gontran Inexistant ?":       1, // looks
		"@Hélène Marchand ?":          3, // looks, keeps, tells
		"@Karim Benali ?":             2, // nobody to tell
		"@Hélène @Sophie @Karim @Moi": 3,
	} {
		if got := cost(body) - plain; got != want {
			t.Errorf("%q costs %d statements more, want %d", body, got, want)
		}
	}
	if list := s.jobsOf("notifications/mentions.made"); list != 2 {
		t.Errorf("%d events", list)
	}
}

func (s *story) jobsOf(name string) int {
	s.Helper()
	n, err := db.One[int](s.DB.Read(s.Context()), `SELECT COUNT(*) FROM jobs WHERE name = $1`, name)
	if err != nil {
		s.Fatal(err)
	}
	return n
}
