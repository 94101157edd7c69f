package discussions

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/publications"
	"osmose/internal/publications/follows"
	"osmose/internal/spaces"
)

func TestANewSpaceHasThemesAndItsStandingThread(t *testing.T) {
	w := newWorld(t)
	m := w.as(w.sophie)
	themes, err := w.room.publications.Themes(w.q(), m, kind)
	w.must(err)
	w.same(len(themes), 4, "themes")
	f, err := Feedback(w.q(), m)
	w.must(err)
	standing := f.Standing
	f, err = Find(w.q(), m, f.ID)
	w.must(err)
	w.same(f.Standing, standing, "standing")
	w.same(f.Title, "Osmose\u00a0: vos retours, vos questions sur l’utilisation de la plateforme", "title")
	if f.PinnedAt == 0 || standing != feedback || f.Byline.ID != 0 || f.Theme != houseTheme {
		t.Errorf("the standing thread is %+v", f)
	}
	for name, verb := range map[string]func(tx *db.Tx) error{
		"unpinned": func(tx *db.Tx) error { return Unpin(tx, w.as(w.helene), f.ID) },
		"closed":   func(tx *db.Tx) error { return w.room.Close(tx, w.as(w.helene), f.ID) },
	} {
		if err := w.try(verb); !refused(err, "discussions.standing") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func refused(err error, key string) bool {
	var refusal *fault.Refusal
	return errors.As(err, &refusal) && refusal.Key == key
}

func wrong(err error) []string {
	var invalid *fault.Invalid
	if !errors.As(err, &invalid) {
		return nil
	}
	var names []string
	for _, f := range invalid.Fields {
		names = append(names, f.Name)
	}
	return names
}

func TestKarimOpensAThreadAndFollowsIt(t *testing.T) {
	w := newWorld(t)
	d := w.draft("Durée d’utilité des courriels")
	d.Keywords = []string{"courriels", "DUA"}
	d.Malfunction = true
	var id ids.ID
	w.write(func(tx *db.Tx) (err error) {
		id, err = w.room.Open(tx, w.as(w.karim), d)
		return err
	})
	got := w.thread(id)
	if got.Byline.ID != w.karim || got.Theme != "Questions générales" || got.Malfunction != StateOpen || got.Replies != 0 {
		t.Errorf("the thread is %+v", got)
	}
	w.same(got.Excerpt, "Quelle durée appliquez-vous ?", "excerpt")
	following, err := follows.Following(w.q(), w.as(w.karim), id)
	w.must(err)
	w.same(following, true, "Karim follows")
}

func TestAThreadWithoutThemeOrTextIsNotStored(t *testing.T) {
	w := newWorld(t)
	foreign, err := db.One[ids.ID](w.q(), `SELECT id FROM themes WHERE space_id = $1`, w.other)
	w.must(err)
	for name, c := range map[string]struct {
		change func(*Draft)
		fields []string
	}{
		"nothing":                  {func(d *Draft) { d.Theme, d.Body = 0, "" }, []string{"theme", "body"}},
		"no title":                 {func(d *Draft) { d.Title = "" }, []string{"title"}},
		"a theme of another space": {func(d *Draft) { d.Theme = foreign }, []string{"theme"}},
		"too long a title":         {func(d *Draft) { d.Title = strings.Repeat("é", 201) }, []string{"title"}},
		"too many keywords":        {func(d *Draft) { d.Keywords = slices.Repeat([]string{"x"}, 9) }, []string{"keywords"}},
	} {
		d := w.draft("Un titre")
		c.change(&d)
		err := w.try(func(tx *db.Tx) error { _, err := w.room.Open(tx, w.as(w.karim), d); return err })
		w.same(wrong(err), c.fields, name)
	}
	n, err := db.One[int](w.q(), `SELECT COUNT(*) FROM live_publications WHERE author_id = $1`, w.karim)
	w.must(err)
	w.same(n, 0, "threads stored")
}

func TestARetiredThemeIsOfferedNoMoreButKept(t *testing.T) {
	w := newWorld(t)
	id := w.opened("Avant le retrait")
	w.write(func(tx *db.Tx) error {
		return w.room.publications.SetThemes(tx, w.as(w.helene), []publications.ThemeChange{{Label: "Tout"}})
	})
	err := w.try(func(tx *db.Tx) error {
		_, err := w.room.Open(tx, w.as(w.karim), w.draft("Après le retrait"))
		return err
	})
	w.same(wrong(err), []string{"theme"}, "a new thread")
	body := w.opening(id)
	w.write(func(tx *db.Tx) error {
		return w.room.Edit(tx, w.as(w.karim), body.Text.ID, 1, w.draft("Avant le retrait, corrigé"))
	})
}

func TestWhoMayDoWhat(t *testing.T) {
	w := newWorld(t)
	id := w.opened("Qui peut quoi")
	text := w.replied(w.helene, id, "Une réponse d’Hélène.")
	verbs := map[string]func(tx *db.Tx, m spaces.Member) error{
		"open":  func(tx *db.Tx, m spaces.Member) error { _, err := w.room.Open(tx, m, w.draft("Autre")); return err },
		"reply": func(tx *db.Tx, m spaces.Member) error { _, err := w.room.Reply(tx, m, id, "<p>Oui</p>", 0); return err },
		"edit":  func(tx *db.Tx, m spaces.Member) error { return w.room.comments.Edit(tx, m, text, 1, "<p>x</p>") },
		"pin":   func(tx *db.Tx, m spaces.Member) error { return Pin(tx, m, id) },
		"unpin": func(tx *db.Tx, m spaces.Member) error { return Unpin(tx, m, id) },
		"close": func(tx *db.Tx, m spaces.Member) error { return w.room.Close(tx, m, id) },
		"state": func(tx *db.Tx, m spaces.Member) error { return w.room.FollowUp(tx, m, id, Resolved) },
		"split": func(tx *db.Tx, m spaces.Member) error {
			_, err := w.room.Split(tx, m, text, Separation{Title: "Autre", Theme: w.theme})
			return err
		},
	}
	may := map[string][]ids.ID{"open": {w.karim, w.helene}, "reply": {w.karim, w.helene}}
	undo := errors.New("undo")
	for name, verb := range verbs {
		for _, person := range []ids.ID{w.sophie, w.karim, w.helene} {
			allowed := may[name]
			if allowed == nil {
				allowed = []ids.ID{w.helene}
			}
			m := w.as(person)
			err := w.try(func(tx *db.Tx) error { return errors.Join(verb(tx, m), undo) })
			var refusal *fault.Refusal
			if got, want := !errors.As(err, &refusal), slices.Contains(allowed, person); got != want {
				t.Errorf("%s by %v: allowed %t, want %t (%v)", name, m.Role(), got, want, err)
			}
		}
		stranger, err := w.spaces.Enter(t.Context(), w.paul, w.other)
		w.must(err)
		if name == "open" {
			continue // Paul opens threads in his own space
		}
		if err := w.try(func(tx *db.Tx) error { return verb(tx, stranger) }); err == nil {
			t.Errorf("%s by a stranger passed", name)
		}
	}
}

func TestWhereOnlyAnimatorsOpenThreadsKarimMayNot(t *testing.T) {
	w := newWorld(t)
	w.write(func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO space_settings (space_id, name, value) VALUES ($1, $2, $3)`, w.space, whoOpens, "animators")
		return err
	})
	open := func(person ids.ID) error {
		m := w.as(person)
		return w.try(func(tx *db.Tx) error { _, err := w.room.Open(tx, m, w.draft("Qui ?")); return err })
	}
	if err := open(w.karim); !refused(err, "discussions.open_refused") {
		t.Errorf("Karim: %v", err)
	}
	w.must(open(w.helene))
}

func TestAMemberRemovedMeanwhileWritesNothing(t *testing.T) {
	w := newWorld(t)
	id := w.opened("Avant le départ")
	m := w.as(w.karim)
	w.write(func(tx *db.Tx) error { return w.spaces.Remove(tx, w.as(w.helene), w.karim) })
	for name, verb := range map[string]func(tx *db.Tx) error{
		"open":  func(tx *db.Tx) error { _, err := w.room.Open(tx, m, w.draft("Trop tard")); return err },
		"reply": func(tx *db.Tx) error { _, err := w.room.Reply(tx, m, id, "<p>Trop tard</p>", 0); return err },
		"edit":  func(tx *db.Tx) error { return w.room.Edit(tx, m, w.opening(id).Text.ID, 1, w.draft("Trop tard")) },
	} {
		if err := w.try(verb); !errors.Is(err, fault.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	w.same(w.thread(id).Replies, 0, "replies")
}
