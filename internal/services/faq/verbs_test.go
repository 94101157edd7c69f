package faq_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/publications/follows"
	"osmose/internal/services/faq"
	"osmose/internal/spaces"
)

func TestKarimProposesAndHelenePublishes(t *testing.T) {
	w := boot(t)
	helene, karim, sophie := w.member("helene"), w.member("karim"), w.member("sophie")
	d := w.draft("Qui paie l’hébergement ?")
	var id ids.ID
	w.do(func(tx *db.Tx) (err error) { id, err = w.FAQ.Write(tx, karim, d); return err })
	if err := w.try(func(tx *db.Tx) error { return w.FAQ.Publish(tx, karim, id) }); !refused(err, "faq.publish_refused") {
		t.Errorf("Karim publishes: %v", err)
	}
	if err := w.try(func(tx *db.Tx) error { _, err := w.FAQ.Write(tx, sophie, d); return err }); !refused(err, "faq.propose_refused") {
		t.Errorf("Sophie, a reader, proposes: %v", err)
	}
	if _, err := faq.Find(w.q(), sophie, id); !errors.Is(err, fault.ErrNotFound) {
		t.Errorf("Sophie finds a proposal: %v", err)
	}
	w.do(func(tx *db.Tx) error { return w.FAQ.Publish(tx, helene, id) })
	e := w.entry(id)
	if e.Byline.ID != karim.PersonID() || !e.New(w.Clock.Now()) || e.UpdatedAt != 0 || e.Theme != "Projets et financements" {
		t.Errorf("the entry is %+v", e)
	}
	if on, err := follows.Following(w.q(), karim, id); !on || err != nil {
		t.Errorf("Karim follows what he proposed: %v %v", on, err)
	}
	// What speaks for the space is the animators' from then on.
	d.Title = "Qui paie ?"
	if err := w.try(func(tx *db.Tx) error { return w.FAQ.Rewrite(tx, karim, id, e.Version, d) }); !refused(err, "faq.edit_refused") {
		t.Errorf("Karim rewrites what is published: %v", err)
	}
	w.Clock.Advance(31 * 24 * time.Hour)
	w.do(func(tx *db.Tx) error { return w.FAQ.Rewrite(tx, helene, id, e.Version, d) })
	if after := w.entry(id); after.New(w.Clock.Now()) || after.UpdatedAt != w.Clock.Now() || after.Title != "Qui paie ?" {
		t.Errorf("rewritten, it is %+v", after)
	}
	var conflict *fault.Conflict
	if err := w.try(func(tx *db.Tx) error { return w.FAQ.Rewrite(tx, helene, id, e.Version, d) }); !errors.As(err, &conflict) {
		t.Errorf("an old version is written over the new one: %v", err)
	}
	w.do(func(tx *db.Tx) error { return w.FAQ.Withdraw(tx, helene, id) })
	if _, err := faq.Find(w.q(), helene, id); !errors.Is(err, fault.ErrNotFound) {
		t.Errorf("withdrawn, it lives: %v", err)
	}
	w.do(func(tx *db.Tx) error { return w.FAQ.Trash(tx, karim, id) })
	w.do(func(tx *db.Tx) error { return w.FAQ.Restore(tx, karim, id) })
	w.do(func(tx *db.Tx) error { return w.FAQ.Publish(tx, helene, id) })
	if again := w.entry(id); again.AppearedAt != e.AppearedAt {
		t.Errorf("published anew, it appeared at %v instead of %v", again.AppearedAt, e.AppearedAt)
	}
}

func TestASpaceMayLeaveProposalsToItsAnimators(t *testing.T) {
	w := boot(t)
	w.do(func(tx *db.Tx) error {
		_, err := tx.Exec(`
			INSERT INTO space_settings (space_id, name, value)
			VALUES ($1, 'faq.propose', 'animators')
			ON CONFLICT (space_id, name) DO UPDATE SET value = excluded.value`, w.Space(archives))
		return err
	})
	d := w.draft("Qui paie ?")
	if err := w.try(func(tx *db.Tx) error { _, err := w.FAQ.Write(tx, w.member("karim"), d); return err }); !refused(err, "faq.propose_refused") {
		t.Errorf("Karim proposes all the same: %v", err)
	}
	w.do(func(tx *db.Tx) error { _, err := w.FAQ.Write(tx, w.member("helene"), d); return err })
}

func TestAnEntryLacksNothingWhenItAppears(t *testing.T) {
	w := boot(t)
	m := w.member("helene")
	for name, c := range map[string]struct {
		change func(*faq.Draft)
		fields string
	}{
		"nothing":             {func(d *faq.Draft) { *d = faq.Draft{} }, "title theme body"},
		"no theme":            {func(d *faq.Draft) { d.Theme = 0 }, "theme"},
		"an unknown theme":    {func(d *faq.Draft) { d.Theme = 12 }, "theme"},
		"too long a question": {func(d *faq.Draft) { d.Title = strings.Repeat("é", 201) }, "title"},
	} {
		d := w.draft("Une question")
		c.change(&d)
		err := w.try(func(tx *db.Tx) error {
			id, err := w.FAQ.Write(tx, m, d)
			if err != nil {
				return err
			}
			return w.FAQ.Publish(tx, m, id)
		})
		if wrong(err) != c.fields {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := w.order(); len(got) != 0 {
		t.Errorf("stored: %v", got)
	}
}

func TestTheAnimatorArrangesATheme(t *testing.T) {
	w := boot(t)
	one, two, three := w.published("Un ?"), w.published("Deux ?"), w.published("Trois ?")
	helene := w.member("helene")
	if got := w.order(); !slices.Equal(got, []string{"Un ?", "Deux ?", "Trois ?"}) {
		t.Fatalf("at first: %v", got)
	}
	for _, step := range []struct {
		verb func(*db.Tx, spaces.Member, ids.ID) error
		id   ids.ID
		want string
	}{
		{w.FAQ.Raise, three, "Un ? Trois ? Deux ?"}, {w.FAQ.Raise, three, "Trois ? Un ? Deux ?"}, {w.FAQ.Raise, three, "Trois ? Un ? Deux ?"},
		{w.FAQ.Lower, one, "Trois ? Deux ? Un ?"}, {w.FAQ.Lower, one, "Trois ? Deux ? Un ?"},
	} {
		w.do(func(tx *db.Tx) error { return step.verb(tx, helene, step.id) })
		if got := strings.Join(w.order(), " "); got != step.want {
			t.Fatalf("arranged: %s, want %s", got, step.want)
		}
	}
	if err := w.try(func(tx *db.Tx) error { return w.FAQ.Raise(tx, w.member("karim"), two) }); !refused(err, "spaces.animators_only") {
		t.Errorf("Karim arranges: %v", err)
	}
	// Under another theme it stands at the end.
	d := w.draft("Un ?")
	d.Theme = w.theme("Outils").ID
	w.do(func(tx *db.Tx) error { return w.FAQ.Rewrite(tx, helene, one, w.entry(one).Version, d) })
	list, err := faq.InTheme(w.q(), helene, d.Theme, db.Cursor{})
	if err != nil || list[len(list)-1].ID != one || len(w.order()) != 2 {
		t.Errorf("under another theme: %v %v", list, err)
	}
}

func TestSixteenArrangeAtOnceAndNoPlaceIsHeldTwice(t *testing.T) {
	w := boot(t)
	var all []ids.ID
	for i := range 8 {
		all = append(all, w.published("Question "+string(rune('A'+i))))
	}
	helene := w.member("helene")
	var group sync.WaitGroup
	for i := range 16 {
		group.Go(func() {
			verb := w.FAQ.Raise
			if i%2 == 0 {
				verb = w.FAQ.Lower
			}
			if err := w.DB.Write(context.WithoutCancel(t.Context()), func(tx *db.Tx) error { return verb(tx, helene, all[i%8]) }); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	places, err := db.All[int64](w.q(), `
		SELECT e.position
		FROM faq_entries e
		WHERE e.space_id = $1 AND e.theme_id = $2 AND e.appeared_at > 0
		ORDER BY e.position
		LIMIT 100`, w.Space(archives), w.theme("Projets et financements").ID)
	if err != nil || len(places) != 8 || len(slices.Compact(slices.Clone(places))) != 8 || len(w.order()) != 8 {
		t.Errorf("places %v, %v: %v", places, w.order(), err)
	}
}

func TestOnePersonHasOneOpinionAndAnimatorsCount(t *testing.T) {
	w := boot(t)
	id := w.published("Est-ce utile ?")
	say := func(name string, o faq.Opinion) error {
		return w.try(func(tx *db.Tx) error { return w.FAQ.Judge(tx, w.member(name), id, o) })
	}
	for _, o := range []faq.Opinion{faq.Useful, faq.NotUseful, faq.Useful, faq.Useful} {
		if err := say("sophie", o); err != nil {
			t.Fatal(err)
		}
	}
	if err := say("karim", faq.NotUseful); err != nil {
		t.Fatal(err)
	}
	if wrong(say("karim", "splendide")) != "opinion" {
		t.Error("anything is an opinion")
	}
	page := w.entry(id).Path(spaces.Path(w.Space(archives), archives))
	w.As("helene").Get(page).Is(200).Shows("Oui\u00a0: 1 · Non\u00a0: 1")
	w.As("sophie").Get(page).Is(200).Shows("Cette réponse vous a-t-elle été utile").Hides("Oui\u00a0: 1")
	if err := say("karim", faq.None); err != nil {
		t.Fatal(err)
	}
	w.As("helene").Get(page).Shows("Oui\u00a0: 1 · Non\u00a0: 0")
	w.As("paul").Get(page).Is(404).Hides("Est-ce utile")
}

func TestWhatIsToBeReadAgainComesOverdueFirst(t *testing.T) {
	w := boot(t)
	helene := w.member("helene")
	late, soon := w.published("En retard ?"), w.published("Bientôt ?")
	for id, days := range map[ids.ID]int{late: -300, soon: 1} {
		d := w.draft(w.entry(id).Title)
		d.Review = w.Clock.Now().Add(time.Duration(days) * 24 * time.Hour)
		w.do(func(tx *db.Tx) error { return w.FAQ.Rewrite(tx, helene, id, w.entry(id).Version, d) })
	}
	first := func() ids.ID {
		list, err := faq.ToReview(w.q(), helene, db.Cursor{})
		if err != nil || len(list) < 3 {
			t.Fatal(list, err)
		}
		return list[0].ID
	}
	if first() != late {
		t.Error("the longest overdue is not the first")
	}
	if err := w.try(func(tx *db.Tx) error { return w.FAQ.Review(tx, w.member("karim"), late) }); !refused(err, "spaces.animators_only") {
		t.Errorf("Karim reads again for the space: %v", err)
	}
	w.do(func(tx *db.Tx) error { return w.FAQ.Review(tx, helene, late) })
	next := time.Date(2027, 11, 18, 0, 0, 0, 0, time.FixedZone("Paris", 3600))
	if e := w.entry(late); first() == late || e.ReviewAt != clock.Of(next) || e.ReviewedAt != w.Clock.Now() {
		t.Errorf("read again, it is %+v", e)
	}
}

func TestAMessageBecomesAnEntryOnlyForWhoReadsIt(t *testing.T) {
	w := boot(t)
	source, err := db.One[ids.ID](w.q(), `
		SELECT x.id FROM texts x JOIN publications p ON p.id = x.publication_id
		WHERE p.space_id = $1 AND p.kind = 'thread' AND x.role = 'comment' ORDER BY x.id DESC LIMIT 1`, w.Space("Démat.ADS"))
	if err != nil {
		t.Fatal(err)
	}
	d := faq.Draft{Title: "Volée ailleurs ?", Body: richtext.FromMarkdown("Un mot.")}
	if err := w.try(func(tx *db.Tx) error { _, err := w.FAQ.Pour(tx, w.member("helene"), source, d); return err }); !errors.Is(err, fault.ErrNotFound) {
		t.Errorf("a message of another space: %v", err)
	}
	n, err := db.One[int](w.q(), `SELECT COUNT(*) FROM publications WHERE title = 'Volée ailleurs ?'`)
	if err != nil || n != 0 {
		t.Errorf("%d entries stored, %v", n, err)
	}
}
