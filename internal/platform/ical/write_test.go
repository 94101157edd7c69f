package ical_test

import (
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ical"
	"osmose/internal/platform/recurrence"
)

var now = clock.Of(time.Date(2026, time.November, 18, 9, 12, 0, 0, time.UTC))

func webinar() ical.Event {
	rule := recurrence.New(recurrence.Weekly, 1)
	rule.Until = recurrence.Until{Wall: recurrence.Date(2027, time.June, 30), Day: true}
	start := recurrence.Date(2026, time.October, 20).Add(10 * time.Hour)
	return ical.Event{
		UID: "0abc@osmose.example", Sequence: 2, Stamp: now, Created: now, Modified: now, Status: ical.Confirmed,
		Series: recurrence.Series{Start: start, Zone: i18n.Paris, Length: 90 * time.Minute, Rule: rule,
			Exceptions: []recurrence.Exception{{Of: start.Add(7 * 24 * time.Hour), Dropped: true}}},
		Summary: "Webinaire : « archivage », suite ; et fin", Description: "Ligne une\nligne deux \\ trois",
		Location: "Salle Camus, Béziers", URL: "https://osmose.example/espaces/x", Categories: []string{"webinaire", "a,b"},
		Organizer: ical.Party{Name: "Osmose", Email: "agenda@osmose.example"},
		Attendees: []ical.Attendee{{Party: ical.Party{Name: `Hélène "H"; Roux`, Email: "helene@herault.example"}, Answer: ical.NeedsAction, Ask: true}},
		Alarm:     15 * time.Minute,
	}
}

func feedOf(events ...ical.Event) ical.Calendar {
	return ical.Calendar{Product: "-//Osmose//Osmose//FR", Method: ical.Publish, Name: "Archivage numérique", Refresh: time.Hour, Events: events}
}

func TestAnEventIsWrittenAsTheStandardHasIt(t *testing.T) {
	t.Parallel()
	text := string(ical.Append(nil, feedOf(webinar())))
	for _, want := range []string{
		"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Osmose//Osmose//FR\r\n", "METHOD:PUBLISH\r\n", "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n",
		"DTSTART;TZID=Europe/Paris:20261020T100000\r\n", "DTEND;TZID=Europe/Paris:20261020T113000\r\n",
		"RRULE:FREQ=WEEKLY;UNTIL=20270630T215959Z\r\n", "EXDATE;TZID=Europe/Paris:20261027T100000\r\n", "DTSTAMP:20261118T091200Z\r\n",
		`SUMMARY:Webinaire : « archivage »\, suite \; et fin` + "\r\n", `DESCRIPTION:Ligne une\nligne deux \\ trois` + "\r\n",
		`CATEGORIES:webinaire,a\,b` + "\r\n", "TRIGGER:-PT15M\r\n", "SEQUENCE:2\r\n", "STATUS:CONFIRMED\r\n",
		"BEGIN:DAYLIGHT\r\nDTSTART:20200329T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nTZNAME:CEST\r\n",
		"BEGIN:STANDARD\r\nDTSTART:20201025T030000\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nTZNAME:CET\r\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if strings.Count(text, "BEGIN:VTIMEZONE") != 1 {
		t.Error("the zone stands there more than once")
	}
}

func TestLinesAreFoldedBetweenCharacters(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		e := webinar()
		e.Summary = rapid.String().Draw(t, "summary")
		e.Location = strings.Repeat("é👩‍💻", rapid.IntRange(0, 60).Draw(t, "length"))
		for line := range strings.SplitSeq(strings.TrimSuffix(string(ical.Append(nil, feedOf(e))), "\r\n"), "\r\n") {
			if len(line) > 75 || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n") {
				t.Fatalf("%q", line)
			}
		}
	})
}

func TestWhatPeopleTypeAddsNoLine(t *testing.T) {
	t.Parallel()
	const evil = "x\r\nATTENDEE:mailto:evil@evil.example\r\nEND:VEVENT\x00\u2028\";:,"
	e := webinar()
	e.Summary, e.Description, e.Location, e.Categories = evil, evil, evil, []string{evil}
	e.Organizer.Name, e.Attendees[0].Name, e.Attendees[0].Email = evil, evil, "a@b.fr\r\nX-EVIL:1"
	text := string(ical.Append(nil, ical.Calendar{Product: evil, Method: ical.Request, Name: evil, Events: []ical.Event{e}}))
	unfolded := strings.ReplaceAll(text, "\r\n ", "")
	if strings.Count(unfolded, "\r\nATTENDEE") != 1 || strings.Count(unfolded, "\r\nEND:VEVENT") != 1 || strings.Contains(unfolded, "\r\nX-EVIL") ||
		strings.Contains(text, "\x00") {
		t.Error(text)
	}
	read, err := ical.Parse(strings.NewReader(text), i18n.Paris)
	if err != nil || len(read.Items) != 1 || len(read.Items[0].Event.Attendees) != 1 {
		t.Errorf("%+v %v", read, err)
	}
}

// text draws what a title may hold and what both databases keep.
func text(t *rapid.T, name string) string {
	return rapid.StringOf(rapid.RuneFrom([]rune("aé «\u202f\\;,:\"=\n👩!"))).Draw(t, name)
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		e := webinar()
		e.Summary, e.Description, e.Location = text(t, "summary"), text(t, "description"), text(t, "location")
		e.Categories = rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b,c", `d\`, "e;f"}), 1, 4).Draw(t, "categories")
		e.Sequence = rapid.IntRange(0, 1000).Draw(t, "sequence")
		e.Status = rapid.SampledFrom([]ical.Status{ical.Confirmed, ical.Tentative}).Draw(t, "status")
		e.Free = rapid.Bool().Draw(t, "free")
		e.Series.Length = time.Duration(rapid.IntRange(0, 3000).Draw(t, "minutes")) * time.Minute
		e.Alarm = time.Duration(rapid.IntRange(0, 3000).Draw(t, "alarm")) * time.Minute
		name := rapid.SampledFrom([]string{"Europe/Paris", "Pacific/Marquesas", "America/Miquelon", "Africa/Casablanca", "UTC"}).Draw(t, "zone")
		zone, err := recurrence.Zone(name)
		if err != nil {
			t.Fatal(err)
		}
		e.Series.Zone = zone
		e.Attendees[0].Name = "Hélène Roux"
		if rapid.Bool().Draw(t, "all day") {
			e.Series.AllDay, e.Series.Start, e.Series.Length = true, e.Series.Start.Midnight(), 48*time.Hour
			e.Series.Zone = i18n.Paris
			e.Series.Exceptions = []recurrence.Exception{{Of: e.Series.Start.Add(14 * 24 * time.Hour), Dropped: true}}
		}
		read, err := ical.Parse(strings.NewReader(string(ical.Append(nil, feedOf(e)))), i18n.Paris)
		if err != nil || len(read.Items) != 1 || read.Method != ical.Publish || read.Name != "Archivage numérique" {
			t.Fatalf("%+v, %v", read, err)
		}
		got := read.Items[0]
		if got.Refusal != nil {
			t.Fatal(got.Refusal)
		}
		if written := got.Event.Series.RRULE(); written != e.Series.RRULE() {
			t.Fatalf("%s became %s", e.Series.RRULE(), written)
		}
		got.Event.Series.Rule = e.Series.Rule
		if !reflect.DeepEqual(got.Event, e) {
			t.Fatalf("%+v\nbecame\n%+v", e, got.Event)
		}
	})
}

func BenchmarkAppend(b *testing.B) {
	var events []ical.Event
	for range 200 {
		events = append(events, webinar())
	}
	var out []byte
	b.ReportAllocs()
	for b.Loop() {
		out = ical.Append(out[:0], feedOf(events...))
	}
	b.SetBytes(int64(len(out)))
}
