package index_test

import (
	"context"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"osmose/internal/platform/db"
	"osmose/internal/platform/db/dbtest"
	"osmose/internal/platform/ids"
	"osmose/internal/publications/index"
	"osmose/internal/spaces"
	"osmose/internal/testkit"
)

// finds says how many publications somebody finds with these words.
func finds(t *testing.T, w *testkit.World, who, typed string) int {
	t.Helper()
	found, err := w.Index.Find(w.DB.Read(t.Context()), index.Search{
		Reach: spaces.ReachOf(w.Person(who)), Question: index.Ask(typed), Limit: 20,
	})
	if err != nil {
		t.Fatal(err)
	}
	if found.Total != len(found.Hits) {
		t.Fatalf("« %s » counts %d and shows %d", typed, found.Total, len(found.Hits))
	}
	return found.Total
}

// forum is « Espace d’échanges » of « Archivage numérique », as somebody sees it.
type forum struct {
	*testkit.Visitor
	path string
}

func forumOf(w *testkit.World, who string) forum {
	v := w.As(who)
	return forum{v, v.Get("/espaces").Link("archivage-numerique") + "/echanges"}
}

// open publishes a thread and returns its address.
func (f forum) open(title, body, keywords string) string {
	_, theme, _ := strings.Cut(f.Get(f.path).Link("theme="), "theme=")
	return f.Post(f.path, url.Values{"title": {title}, "theme": {theme}, "keywords": {keywords}, "body": {body}}).LeadsTo(f.path)
}

// textOf returns the address of the only text that holds a word.
func textOf(t *testing.T, w *testkit.World, f forum, word string) string {
	t.Helper()
	id, err := db.One[ids.ID](w.DB.Read(t.Context()), `SELECT id FROM texts WHERE body LIKE '%' || $1 || '%'`, word)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(f.path, "/echanges") + "/textes/" + id.String()
}

func TestWhatIsWrittenIsFoundByMembersAlone(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	karim := forumOf(w, "karim")
	thread := karim.open("Une zibelinette au dépôt", "Elle mange les **fluctuaires**.", "moustachu")
	karim.Post(thread+"/messages", url.Values{"body": {"Chez nous, des glaviottes."}}).Is(303)
	w.Settle()
	for _, word := range []string{"zibelinette", "zibelinettes", "fluctuaire", "moustachus", "glaviotte", "glavio"} {
		if n := finds(t, w, "karim", word); n != 1 {
			t.Errorf("Karim finds %d by %s", n, word)
		}
		if n := finds(t, w, "helene", word); n != 1 {
			t.Errorf("Hélène finds %d by %s", n, word)
		}
		for _, stranger := range []string{"paul", "yves", "claire", "nadia"} {
			if n := finds(t, w, stranger, word); n != 0 {
				t.Errorf("%s finds %d by %s", stranger, n, word)
			}
		}
	}
}

func TestWhoeverIsRemovedFindsNothingFromThenOn(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	before := finds(t, w, "karim", "seda")
	if before == 0 {
		t.Fatal("Karim finds nothing to begin with")
	}
	w.Write(func(tx *db.Tx) error {
		return w.Spaces.Expel(tx, spaces.TakeCustody(w.Space("Archivage numérique"), "Karim leaves"), w.Person("karim"))
	})
	if n := finds(t, w, "karim", "seda"); n != 0 {
		t.Errorf("Karim, removed, finds %d", n)
	}
	if n := finds(t, w, "helene", "seda"); n != before {
		t.Errorf("Hélène finds %d, and Karim found %d", n, before)
	}
}

func TestAnEditedTextIsFoundByItsNewWords(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	karim := forumOf(w, "karim")
	_, theme, _ := strings.Cut(karim.Get(karim.path).Link("theme="), "theme=")
	thread := karim.open("Une zibelinette au dépôt", "Elle mange les fluctuaires.", "moustachu")
	w.Settle()
	karim.Post(thread+"/modifier", url.Values{
		"title": {"Une martroline au dépôt"}, "theme": {theme}, "keywords": {"barbichu"}, "body": {"Elle boit des glaviottes."}, "version": {"1"},
	}).Is(303)
	w.Settle()
	for word, want := range map[string]int{
		"zibelinette": 0, "fluctuaires": 0, "moustachu": 0, "martroline": 1, "glaviottes": 1, "barbichu": 1,
	} {
		if n := finds(t, w, "karim", word); n != want {
			t.Errorf("%d by %s, want %d", n, word, want)
		}
	}
}

func TestWhatIsHiddenIsNotFoundUntilItIsRestored(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	karim, helene := forumOf(w, "karim"), forumOf(w, "helene")
	thread := karim.open("Une zibelinette au dépôt", "Elle mange les fluctuaires.", "")
	karim.Post(thread+"/messages", url.Values{"body": {"Chez nous, des glaviottes."}}).Is(303)
	w.Settle()
	body, reply := textOf(t, w, karim, "fluctuaires"), textOf(t, w, karim, "glaviottes")
	want := func(zibelinette, glaviotte int) {
		t.Helper()
		for _, who := range []string{"karim", "helene"} {
			if n := finds(t, w, who, "zibelinette"); n != zibelinette {
				t.Errorf("%s finds %d by the title, want %d", who, n, zibelinette)
			}
			if n := finds(t, w, who, "glaviotte"); n != glaviotte {
				t.Errorf("%s finds %d by the reply, want %d", who, n, glaviotte)
			}
		}
	}
	want(1, 1)
	// No job runs in between: what is hidden is not found at once.
	helene.Post(reply+"/masquer", url.Values{"reason": {"Hors sujet."}}).Is(303)
	want(1, 0)
	helene.Post(reply+"/masquer/retrait", nil).Is(303)
	want(1, 1)
	helene.Post(body+"/masquer", url.Values{"reason": {"Hors sujet."}}).Is(303)
	want(0, 0)
	helene.Post(body+"/masquer/retrait", nil).Is(303)
	want(1, 1)
}

func TestASplitReplyIsFoundUnderItsNewTitle(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	karim, helene := forumOf(w, "karim"), forumOf(w, "helene")
	thread := karim.open("Une zibelinette au dépôt", "Elle mange les fluctuaires.", "")
	karim.Post(thread+"/messages", url.Values{"body": {"Chez nous, des glaviottes."}}).Is(303)
	karim.Post(thread+"/messages", url.Values{"body": {"Et des brimborielles."}}).Is(303)
	w.Settle()
	_, theme, _ := strings.Cut(helene.Get(helene.path).Link("theme="), "theme=")
	helene.Post(textOf(t, w, karim, "glaviottes")+"/scission", url.Values{"title": {"Des martrolines aussi"}, "theme": {theme}, "following": {"on"}}).Is(303)
	w.Settle()
	found, err := w.Index.Find(w.DB.Read(t.Context()), index.Search{
		Reach: spaces.ReachOf(w.Person("karim")), Question: index.Ask("martrolines glaviottes"), Limit: 20,
	})
	if err != nil || len(found.Hits) != 1 || found.Hits[0].Item.Title != "Des martrolines aussi" {
		t.Errorf("the new thread is not found: %+v, %v", found.Hits, err)
	}
	found, err = w.Index.Find(w.DB.Read(t.Context()), index.Search{
		Reach: spaces.ReachOf(w.Person("karim")), Question: index.Ask("brimborielles"), Limit: 20,
	})
	if err != nil || len(found.Hits) != 1 {
		t.Errorf("the reply that came along: %+v, %v", found.Hits, err)
	}
}

func TestTheIndexIsRebuiltInBatches(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	before := finds(t, w, "karim", "archives")
	w.Write(func(tx *db.Tx) error {
		_, err := tx.Exec(`DELETE FROM search_texts`)
		return err
	})
	if n := finds(t, w, "karim", "archives"); n != 0 || before < 5 {
		t.Fatalf("%d without an index, %d with it", n, before)
	}
	w.Write(w.Index.Rebuild)
	w.Settle()
	if n := finds(t, w, "karim", "archives"); n != before {
		t.Errorf("%d after it was rebuilt, %d before", n, before)
	}
}

// An older database has texts and no index: the migration leaves them pending, and the sweep begins.
func TestWhatIsPendingIsSweptWithinAMinute(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	before := finds(t, w, "karim", "archives")
	w.Write(func(tx *db.Tx) error {
		if _, err := tx.Exec(`DELETE FROM search_texts`); err != nil {
			return err
		}
		_, err := tx.Exec(`INSERT INTO search_pending (text_id, space_id) SELECT id, space_id FROM texts`)
		return err
	})
	ctx, cancel := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() {
		if err := w.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	deadline := time.Now().Add(30 * time.Second)
	for finds(t, w, "karim", "archives") != before {
		if time.Now().After(deadline) {
			t.Error("nothing was swept")
			break
		}
		w.Clock.Advance(time.Minute)
		w.Queue.Wake()
	}
	cancel()
	running.Wait()
}

func TestErasedWordsLeaveTheIndex(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	karim := forumOf(w, "karim")
	karim.open("Une zibelinette au dépôt", "Elle mange les fluctuaires.", "")
	w.Settle()
	if !holds(t, w, "belinet") {
		t.Fatal("the word is not in the index to begin with")
	}
	w.Write(func(tx *db.Tx) error {
		_, err := tx.Exec(`DELETE FROM publications WHERE title LIKE '%zibelinette%'`)
		return err
	})
	if n := finds(t, w, "karim", "zibelinette"); n != 0 {
		t.Errorf("%d found", n)
	}
	w.Clock.Advance(25 * time.Hour)
	w.Write(w.Index.Tidy)
	if holds(t, w, "belinet") || holds(t, w, "uctuair") {
		t.Error("the word is in the index still")
	}
}

// holds says whether the index's own tables hold a word, given without its beginning: FTS5 writes what a word shares with
// the one before it once.
func holds(t *testing.T, w *testkit.World, word string) bool {
	t.Helper()
	var n int
	query := `SELECT COUNT(*) FROM search_words_data WHERE instr(block, CAST($1 AS BLOB)) > 0`
	if dbtest.Postgres() {
		query = `SELECT COUNT(*) FROM search_texts WHERE CAST(words AS TEXT) LIKE '%' || $1 || '%'`
	}
	pool := w.SQL()
	defer pool.Close()
	if err := pool.QueryRow(query, word).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n > 0
}
