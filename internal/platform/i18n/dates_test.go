package i18n_test

import (
	"testing"
	"time"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/i18n"
)

// utc reads an instant such as "2026-11-18 08:12:00".
func utc(t *testing.T, s string) clock.Instant {
	t.Helper()
	at, err := time.Parse(time.DateTime, s)
	if err != nil {
		t.Fatal(err)
	}
	return clock.Of(at)
}

func TestDatesAreThoseOfParisInWinterAndSummer(t *testing.T) {
	for _, c := range []struct{ at, fr, en string }{
		{"2026-11-18 08:12:00", "18 novembre 2026 à 9\u00a0h\u00a012", "18 November 2026 at 9:12"},
		{"2026-07-14 08:05:00", "14 juillet 2026 à 10\u00a0h\u00a005", "14 July 2026 at 10:05"},
		{"2026-02-28 23:00:00", "1er mars 2026 à 0\u00a0h", "1 March 2026 at 0:00"},
		{"2026-12-31 23:30:00", "1er janvier 2027 à 0\u00a0h\u00a030", "1 January 2027 at 0:30"},
		// On 29 March 2026 Paris goes from 2:00 to 3:00, on 25 October from 3:00 to 2:00.
		{"2026-03-29 00:59:00", "29 mars 2026 à 1\u00a0h\u00a059", "29 March 2026 at 1:59"},
		{"2026-03-29 01:00:00", "29 mars 2026 à 3\u00a0h", "29 March 2026 at 3:00"},
		{"2026-10-25 00:30:00", "25 octobre 2026 à 2\u00a0h\u00a030", "25 October 2026 at 2:30"},
		{"2026-10-25 01:30:00", "25 octobre 2026 à 2\u00a0h\u00a030", "25 October 2026 at 2:30"},
	} {
		same(t, i18n.DateTime(reader(t, "fr"), utc(t, c.at)), c.fr)
		same(t, i18n.DateTime(reader(t, "en"), utc(t, c.at)), c.en)
	}
}

func TestDatesAreWrittenInFullShortAndForMachines(t *testing.T) {
	fr, en, first := reader(t, "fr"), reader(t, "en"), utc(t, "2026-03-01 10:00:00")
	same(t, i18n.Date(fr, first), "1er mars 2026")
	same(t, i18n.Date(en, first), "1 March 2026")
	same(t, i18n.DateShort(fr, utc(t, "2026-11-18 08:12:00")), "18 nov.")
	same(t, i18n.DateShort(en, utc(t, "2026-11-18 08:12:00")), "18 Nov")
	same(t, i18n.Time(fr, first), "11\u00a0h")
	same(t, i18n.ISO(first), "2026-03-01T10:00:00Z")
}

func TestDatesFollowThePersonsZone(t *testing.T) {
	reunion := time.FixedZone("Indian/Reunion", 4*60*60)
	l := bundle(t).Localizer("fr", reunion)
	same(t, l.DateTime(utc(t, "2026-11-18 08:12:00")), "18 novembre 2026 à 12\u00a0h\u00a012")
}

func TestAgoTellsMinutesThenHoursThenYesterdayThenTheDate(t *testing.T) {
	now := "2026-11-18 09:30:00" // 10:30 in Paris
	for _, c := range []struct{ at, fr, en string }{
		{"2026-11-18 09:30:00", "à l’instant", "just now"},
		{"2026-11-18 09:30:30", "à l’instant", "just now"},
		{"2026-11-18 09:29:01", "à l’instant", "just now"},
		{"2026-11-18 09:29:00", "il y a 1 minute", "1 minute ago"},
		{"2026-11-18 09:18:00", "il y a 12 minutes", "12 minutes ago"},
		{"2026-11-18 08:30:01", "il y a 59 minutes", "59 minutes ago"},
		{"2026-11-18 08:30:00", "il y a 1 heure", "1 hour ago"},
		{"2026-11-17 23:00:00", "il y a 10 heures", "10 hours ago"},
		{"2026-11-17 22:59:00", "hier à 23\u00a0h\u00a059", "yesterday at 23:59"},
		{"2026-11-17 08:12:00", "hier à 9\u00a0h\u00a012", "yesterday at 9:12"},
		{"2026-11-16 22:59:00", "16 novembre 2026", "16 November 2026"},
		{"2025-11-18 09:30:00", "18 novembre 2025", "18 November 2025"},
		{"2026-11-18 09:31:00", "18 novembre 2026 à 10\u00a0h\u00a031", "18 November 2026 at 10:31"},
	} {
		same(t, i18n.Ago(reader(t, "fr"), utc(t, now), utc(t, c.at)), c.fr)
		same(t, i18n.Ago(reader(t, "en"), utc(t, now), utc(t, c.at)), c.en)
	}
}

func TestYesterdayIsTheDayBeforeEvenOfTwentyFiveHours(t *testing.T) {
	// 26 October 2026, 0:30 in Paris; the day before began 25 hours before it ended.
	now := utc(t, "2026-10-25 23:30:00")
	same(t, i18n.Ago(reader(t, "fr"), now, utc(t, "2026-10-24 22:10:00")), "hier à 0\u00a0h\u00a010")
	same(t, i18n.Ago(reader(t, "fr"), now, utc(t, "2026-10-24 21:50:00")), "24 octobre 2026")
}

func TestWaitsAreRoundedUp(t *testing.T) {
	l := bundle(t).Localizer("fr", nil)
	for d, want := range map[time.Duration]string{
		0:                            "1 seconde",
		-time.Hour:                   "1 seconde",
		40 * time.Second:             "40 secondes",
		time.Minute:                  "1 minute",
		59500 * time.Millisecond:     "1 minute",
		61 * time.Second:             "2 minutes",
		11*time.Minute + time.Second: "12 minutes",
		2*time.Hour + time.Second:    "3 heures",
		24 * time.Hour:               "1 jour",
		25 * time.Hour:               "2 jours",
	} {
		same(t, l.Duration(d), want)
	}
}
