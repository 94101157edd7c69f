package calendar_test

import (
	"maps"
	"net/url"
	"strings"
	"testing"
	"time"

	"osmose/internal/platform/db"
)

// filled is a form that creates a meeting, changed as asked; an empty value sends none.
func filled(changes map[string]string) url.Values {
	form := map[string]string{
		"title": "Réunion du formulaire", "type": "meeting", "start_date": "2026-12-03", "start_time": "10:00", "end_time": "11:00", "zone": "Europe/Paris",
		"asks": "event", "lead": "0", "body": "Bonjour", "saved": "0",
	}
	maps.Copy(form, changes)
	sent := url.Values{}
	for name, value := range form {
		if value != "" {
			sent.Set(name, value)
		}
	}
	return sent
}

func TestAFormReadsWhatPeopleType(t *testing.T) {
	w := boot(t)
	karim := w.As("karim")
	for typed, want := range map[string]time.Time{
		"2026-12-03 10:00":          time.Date(2026, 12, 3, 9, 0, 0, 0, time.UTC),
		"03/12/2026 8 h 30":         time.Date(2026, 12, 3, 7, 30, 0, 0, time.UTC),
		"3 décembre 2026 14h":       time.Date(2026, 12, 3, 13, 0, 0, 0, time.UTC),
		"jeudi 3 déc. 2026 14 h 05": time.Date(2026, 12, 3, 13, 5, 0, 0, time.UTC),
		"1er juillet 2027 09:15":    time.Date(2027, 7, 1, 7, 15, 0, 0, time.UTC),
		"29.02.2028 0h":             time.Date(2028, 2, 28, 23, 0, 0, 0, time.UTC),
	} {
		year := strings.Index(typed, "202") + 4
		if strings.HasPrefix(typed, "2026-") {
			year = 10
		}
		title := "Le " + typed
		page := karim.Post(w.home(), filled(map[string]string{"title": title, "start_date": typed[:year], "start_time": typed[year+1:], "end_time": ""}))
		if page.Status != 303 {
			t.Errorf("%s: %d %s", typed, page.Status, page.Text())
			continue
		}
		at, err := db.One[int64](w.q(), `SELECT d.starts_at FROM event_dates d JOIN publications p ON p.id = d.event_id WHERE p.title = $1`, title)
		if err != nil || !time.UnixMilli(at).Equal(want) {
			t.Errorf("%s begins at %v, %v", typed, time.UnixMilli(at).UTC(), err)
		}
	}
}

func TestAFormSaysWhatCanNotBe(t *testing.T) {
	w := boot(t)
	karim := w.As("karim")
	for name, c := range map[string]struct {
		change map[string]string
		says   string
	}{
		"31 February":                 {map[string]string{"start_date": "31/02/2027"}, "ce mois-là finit le 28"},
		"no day":                      {map[string]string{"start_date": ""}, "Choisissez le jour du début"},
		"words":                       {map[string]string{"start_date": "bientôt"}, "Cette date n’est pas lisible"},
		"the end before the start":    {map[string]string{"end_time": "09:00"}, "La fin doit venir après le début"},
		"the end on a day before":     {map[string]string{"end_date": "2026-12-02"}, "La fin doit venir après le début"},
		"an hour that does not exist": {map[string]string{"start_date": "2027-03-28", "start_time": "02:30", "end_time": "04:00"}, "Cette heure n’existe pas ce jour-là"},
		"25 o'clock":                  {map[string]string{"start_time": "25:00"}, "Cette heure n’est pas lisible"},
		"no hour":                     {map[string]string{"start_time": ""}, "Indiquez l’heure du début"},
		"an unknown zone":             {map[string]string{"zone_other": "Mordor"}, "Ce fuseau horaire n’est pas connu"},
		"a series without its end":    {map[string]string{"repeat": "week", "ends": "until"}, "Choisissez le dernier jour de la série"},
		"a series that ends before":   {map[string]string{"repeat": "week", "ends": "until", "until": "2026-11-01"}, "Le dernier jour de la série doit venir après le premier"},
		"a million times":             {map[string]string{"repeat": "day", "ends": "times", "times": "1000000"}, "Écrivez un nombre entier entre 1 et"},
		"a link in clear":             {map[string]string{"link": "http://visio.example/a"}, "qui commence par https://"},
	} {
		page := karim.Post(w.home(), filled(c.change)).Is(422).Shows(c.says)
		if page.Value("title") != "Réunion du formulaire" {
			t.Errorf("%s: the title is lost", name)
		}
	}
	n, err := db.One[int](w.q(), `SELECT COUNT(*) FROM publications WHERE title = 'Réunion du formulaire'`)
	if err != nil || n != 0 {
		t.Errorf("%d stored, %v", n, err)
	}
	w.As("sophie").Post(w.home(), filled(nil)).Is(403)
	w.As("paul").Post(w.home(), filled(nil)).Is(404)
}

func TestAnEventAbroadSaysBothHours(t *testing.T) {
	w := boot(t)
	address := w.As("karim").Post(w.home(), filled(map[string]string{"title": "Avec Nouméa", "zone": "Pacific/Noumea", "start_time": "08:00", "end_time": "09:00"})).Is(303).Header.Get("Location")
	w.As("sophie").Get(address).Is(200).Shows("mercredi 2 décembre 2026, de 22 h à 23 h", "Nouvelle-Calédonie")
	w.As("paul").Get(address).Is(404).Hides("Nouméa")
}
