package calendar_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/publications/follows"
	"osmose/internal/services/calendar"
)

func TestKarimAnnouncesAMeetingAndPaulLearnsNothing(t *testing.T) {
	w := boot(t)
	id := w.created("karim", meeting("Réunion des versements"))
	e := w.event(id)
	if e.UID == "" || e.Sequence != 0 || e.Key != "meeting" || e.Byline.ID != w.Person("karim") || w.days(id) != "2026-12-03" {
		t.Errorf("the event is %+v, on %s", e, w.days(id))
	}
	if d := w.date("sophie", id, "2026-12-03"); d.StartsAt.Time().UTC() != time.Date(2026, 12, 3, 9, 0, 0, 0, time.UTC) || d.EndsAt.Time().Sub(d.StartsAt.Time()) != time.Hour {
		t.Errorf("it begins at %v and ends at %v", d.StartsAt.Time(), d.EndsAt.Time())
	}
	if on, err := follows.Following(w.q(), w.member("karim"), id); !on || err != nil {
		t.Errorf("Karim follows his event: %v %v", on, err)
	}
	if again := w.created("karim", meeting("Réunion des versements")); again != id {
		t.Error("a form sent twice makes two events")
	}
	if err := w.try(func(tx *db.Tx) error {
		_, err := w.Calendar.Create(tx, w.member("sophie"), meeting("Autre"))
		return err
	}); !refused(err, "calendar.create_refused") {
		t.Errorf("Sophie, a reader, creates: %v", err)
	}
	sophie, paul := w.As("sophie"), w.As("paul")
	for _, view := range []string{"?mois=2026-12", "?semaine=2026-W49", "?vue=liste"} {
		sophie.Get(w.home() + view).Is(200).Shows("Réunion des versements")
		paul.Get(w.home() + view).Is(404).Hides("versements")
	}
	sophie.Get("/agenda?mois=2026-12").Is(200).Shows("Réunion des versements")
	paul.Get("/agenda?mois=2026-12").Is(200).Hides("Réunion des versements")
	paul.Get("/agenda?espace=" + w.Space(archives).String()).Is(200).Hides("Archivage")
	sophie.Get(w.page(id)).Is(200).Shows("Salle Ampère", "L’ordre du jour.")
	paul.Get(w.page(id)).Is(404).Hides("versements")
	w.Settle()
	sophie.Get("/recherche?q=Ampère").Is(200).Shows("Réunion des versements")
	paul.Get("/recherche?q=Ampère").Is(200).Hides("Réunion des versements")
	sophie.Get("/").Is(200).Shows("Prochains événements")
	paul.Get("/").Is(200).Hides("Réunion des versements")
}

func TestASpaceMayLeaveEventsToItsAnimators(t *testing.T) {
	w := boot(t)
	w.do(func(tx *db.Tx) error {
		_, err := tx.Exec(`
			INSERT INTO space_settings (space_id, name, value)
			VALUES ($1, 'calendar.create', 'animators')
			ON CONFLICT (space_id, name) DO UPDATE SET value = excluded.value`, w.Space(archives))
		return err
	})
	if err := w.try(func(tx *db.Tx) error {
		_, err := w.Calendar.Create(tx, w.member("karim"), meeting("Réunion"))
		return err
	}); !refused(err, "calendar.create_refused") {
		t.Errorf("Karim creates all the same: %v", err)
	}
	w.created("helene", meeting("Réunion"))
}

func TestWhatAnEventMustSay(t *testing.T) {
	w := boot(t)
	m := w.member("karim")
	for name, c := range map[string]struct {
		change func(*calendar.Draft)
		fields string
	}{
		"no title":           {func(d *calendar.Draft) { d.Title = "" }, "title"},
		"an unknown type":    {func(d *calendar.Draft) { d.Type = "fête" }, "type"},
		"a place too long":   {func(d *calendar.Draft) { d.Place = strings.Repeat("é", 201) }, "venue"},
		"a link in clear":    {func(d *calendar.Draft) { d.Link = "http://visio.example/a" }, "link"},
		"a link that runs":   {func(d *calendar.Draft) { d.Link = "javascript:alert(1)" }, "link"},
		"a link that signs":  {func(d *calendar.Draft) { d.Link = "https://a:b@visio.example" }, "link"},
		"too many places":    {func(d *calendar.Draft) { d.Capacity = 200_000 }, "capacity"},
		"an unknown zone":    {func(d *calendar.Draft) { d.Zone = "Europe/Brest" }, "start_date"},
		"32 days":            {func(d *calendar.Draft) { d.Minutes = 32 * 24 * 60 }, "end_date"},
		"a rule that is not": {func(d *calendar.Draft) { d.Rule = "FREQ=SOMETIMES" }, "start_date"},
		"a rule of seconds":  {func(d *calendar.Draft) { d.Rule = "FREQ=SECONDLY" }, "start_date"},
	} {
		d := meeting("Réunion")
		c.change(&d)
		if err := w.try(func(tx *db.Tx) error { _, err := w.Calendar.Create(tx, m, d); return err }); wrong(err) != c.fields {
			t.Errorf("%s: %v, about %q", name, err, wrong(err))
		}
	}
	n, err := db.One[int](w.q(), `SELECT COUNT(*) FROM publications WHERE title = 'Réunion'`)
	if err != nil || n != 0 {
		t.Errorf("%d stored, %v", n, err)
	}
}

func TestItsAuthorAndAnimatorsChangeAnEvent(t *testing.T) {
	w := boot(t)
	id := w.created("karim", meeting("Réunion"))
	e, d := w.event(id), meeting("Réunion")
	d.Place = "Salle Curie"
	rewrite := func(name string, version int64) error {
		m := w.member(name)
		return w.try(func(tx *db.Tx) error { return w.Calendar.Rewrite(tx, m, id, version, d) })
	}
	if err := rewrite("sophie", e.Version); !refused(err, "calendar.change_refused") {
		t.Errorf("Sophie changes it: %v", err)
	}
	if err := rewrite("helene", e.Version); err != nil {
		t.Fatal(err)
	}
	var conflict *fault.Conflict
	if err := rewrite("karim", e.Version); !errors.As(err, &conflict) {
		t.Errorf("an old version is written over the new one: %v", err)
	}
	after := w.event(id)
	if after.Place != "Salle Curie" || after.Sequence != 1 || after.UID != e.UID || after.Version != e.Version+1 {
		t.Errorf("rewritten, it is %+v", after)
	}
	w.Settle()
	w.As("karim").Get("/notifications").Shows("Réunion")
	// What calendars need not know raises no sequence.
	d.Capacity = 12
	if err := rewrite("karim", after.Version); err != nil || w.event(id).Sequence != 1 {
		t.Errorf("more places: %v, sequence %d", err, w.event(id).Sequence)
	}
}

func TestWhatIsCalledOffStaysAndSaysWhy(t *testing.T) {
	w := boot(t)
	id := w.created("karim", meeting("Visite des magasins"))
	if _, err := w.answer("sophie", id, "2026-12-03", calendar.Yes); err != nil {
		t.Fatal(err)
	}
	off := func(name, reason string) error {
		m := w.member(name)
		return w.try(func(tx *db.Tx) error { return w.Calendar.CallOff(tx, m, id, "2026-12-03", calendar.OneDate, reason) })
	}
	if err := off("sophie", "Non"); !refused(err, "calendar.change_refused") {
		t.Errorf("Sophie calls it off: %v", err)
	}
	if err := off("karim", ""); wrong(err) != "reason" {
		t.Errorf("without a reason: %v", err)
	}
	if err := off("helene", "Grève des transports"); err != nil {
		t.Fatal(err)
	}
	w.Settle()
	w.As("sophie").Get(w.home()+"?vue=liste").Shows("Visite des magasins", "Annulé")
	w.As("sophie").Get(w.page(id)).Shows("Annulé", "Grève des transports")
	w.As("sophie").Get("/notifications").Shows("Visite des magasins")
	w.As("paul").Get("/notifications").Hides("Visite des magasins")
	if _, err := w.answer("sophie", id, "2026-12-03", calendar.No); !refused(err, "calendar.answers_none") {
		t.Errorf("it takes answers: %v", err)
	}
	helene := w.member("helene")
	w.do(func(tx *db.Tx) error { return w.Calendar.Reinstate(tx, helene, id, "2026-12-03") })
	w.As("sophie").Get(w.page(id)).Hides("Grève des transports")
	if e := w.event(id); e.IsOff() || e.Sequence != 2 {
		t.Errorf("reinstated, it is %+v", e)
	}
}

func TestTypesAreTheAnimators(t *testing.T) {
	w := boot(t)
	helene, karim := w.member("helene"), w.member("karim")
	list, err := calendar.Types(w.q(), karim)
	if err != nil || len(list) != 6 {
		t.Fatal(list, err)
	}
	list = append(list[1:], calendar.Listed{Type: calendar.Type{Label: "Permanence", Hue: 4}})
	if err := w.try(func(tx *db.Tx) error { return w.Calendar.SetTypes(tx, karim, list) }); !refused(err, "spaces.animators_only") {
		t.Errorf("Karim changes the types: %v", err)
	}
	id := w.created("karim", meeting("Réunion"))
	w.do(func(tx *db.Tx) error { return w.Calendar.SetTypes(tx, helene, list) })
	stands, err := calendar.Types(w.q(), karim)
	if err != nil || len(stands) != 7 {
		t.Fatal(stands, err)
	}
	if err := w.try(func(tx *db.Tx) error { _, err := w.Calendar.Create(tx, karim, meeting("Une autre")); return err }); wrong(err) != "type" {
		t.Errorf("a retired type is offered: %v", err)
	}
	var key string
	for _, l := range stands {
		if l.Label == "Permanence" {
			key = l.Key
		}
	}
	d := meeting("Permanence du lundi")
	d.Type = key
	w.created("karim", d)
	w.As("sophie").Get(w.home() + "?vue=liste&type=" + key).Is(200).Shows("Permanence du lundi").Hides("Réunion de")
	if w.event(id).Key != "meeting" {
		t.Error("an event lost its type")
	}
	for name, bad := range map[string][]calendar.Listed{
		"none":  {{Type: calendar.Type{Key: "meeting"}, Retired: true}},
		"twice": {{Type: calendar.Type{Label: "Atelier"}}, {Type: calendar.Type{Label: "atelier"}}},
	} {
		if name == "none" {
			for _, l := range stands[1:] {
				l.Retired = true
				bad = append(bad, l)
			}
		}
		if err := w.try(func(tx *db.Tx) error { return w.Calendar.SetTypes(tx, helene, bad) }); !strings.Contains(wrong(err), "types") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAnswersCloseWhenTheAuthorSays(t *testing.T) {
	w := boot(t)
	d := meeting("Réunion")
	d.Lead = 24 * 60
	id := w.created("karim", d)
	w.Clock.Advance(time.Date(2026, 12, 2, 8, 59, 0, 0, time.UTC).Sub(w.Clock.Now().Time()))
	if _, err := w.answer("sophie", id, "2026-12-03", calendar.Yes); err != nil {
		t.Fatal(err)
	}
	w.Clock.Advance(2 * time.Minute)
	if _, err := w.answer("sophie", id, "2026-12-03", calendar.No); !refused(err, "calendar.answers_closed") {
		t.Errorf("after the hour: %v", err)
	}
	w.As("sophie").Get(w.page(id)).Shows("Les réponses sont closes")
}

func TestWhoComesIsRemindedOnce(t *testing.T) {
	w := boot(t)
	id := w.created("karim", meeting("Réunion à ne pas manquer"))
	for name, say := range map[string]calendar.Answer{"sophie": calendar.Yes, "helene": calendar.No} {
		if _, err := w.answer(name, id, "2026-12-03", say); err != nil {
			t.Fatal(err)
		}
	}
	reminders := func() []ids.ID {
		w.do(w.Calendar.Remind)
		w.Settle()
		list, err := db.All[ids.ID](w.q(), `SELECT n.person_id FROM notifications n WHERE n.publication_id = $1 AND n.reason = 'nears' ORDER BY n.person_id LIMIT 10`, id)
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	if list := reminders(); len(list) != 0 {
		t.Errorf("reminded two weeks before: %v", list)
	}
	w.Clock.Advance(time.Date(2026, 12, 2, 12, 0, 0, 0, time.UTC).Sub(w.Clock.Now().Time()))
	if list := reminders(); len(list) != 1 || list[0] != w.Person("sophie") {
		t.Errorf("reminded: %v", list)
	}
	w.As("sophie").Get("/notifications").Shows("Réunion à ne pas manquer")
	w.do(func(tx *db.Tx) error {
		_, err := tx.Exec(`DELETE FROM notifications WHERE reason = 'nears'`)
		return err
	})
	w.Clock.Advance(time.Hour)
	if list := reminders(); len(list) != 0 {
		t.Errorf("reminded twice: %v", list)
	}
}
