package blog

import (
	"testing"

	"osmose/internal/platform/i18n"
)

func TestHoursAreThoseOfParis(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ day, hour, want string }{
		{"2026-11-20", "08:30", "2026-11-20T07:30:00Z"},
		{"2026-07-14", "08:30", "2026-07-14T06:30:00Z"}, // summer
		{"20/11/2026", "8 h 30", "2026-11-20T07:30:00Z"},
		{"20/11/2026", "8\u00a0h", "2026-11-20T07:00:00Z"},
		{"2026-11-20", "", "2026-11-20T07:00:00Z"},
		{"2026-03-29", "02:30", "2026-03-29T01:30:00Z"}, // an hour that does not exist: one later
		{"2026-02-31", "08:30", ""}, {"2026-11-20", "25:00", ""}, {"demain", "08:30", ""}, {"2026-11-20", "tôt", ""},
	} {
		at, ok := readHour(c.day, c.hour)
		if ok != (c.want != "") || ok && i18n.ISO(at) != c.want {
			t.Errorf("%s %s: %s, %t", c.day, c.hour, i18n.ISO(at), ok)
		}
		if !ok {
			continue
		}
		if again, _ := readHour(writeHour(at)); again != at {
			t.Errorf("%s %s comes back from its form as %s", c.day, c.hour, i18n.ISO(again))
		}
	}
}
