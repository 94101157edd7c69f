package app_test

import (
	"testing"
	"time"

	"osmose/internal/testkit"
)

// marks are what reading may move: the reader's own, which nobody else sees, written in batches, allowed to be lost.
var marks = map[string]string{
	"visits":                "when a person last came: « depuis votre dernière connexion »",
	"sessions.seen_at":      "when a device was last used, in the person's own list of devices",
	"sessions.flash":        "the sentence that follows a form is read once",
	"feed_tokens.used_at":   "when a feed was last read, in the person's own page of it",
	"space_marks":           "when a member last opened a space: their own count of what is new",
	"notifications.read_at": "whoever opens the page has read what the bell said of it",
}

// TestReadingChangesNothing asks twice for every page that Karim and Hélène can reach: no other table moves.
func TestReadingChangesNothing(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	people := []*testkit.Visitor{w.As("karim"), w.As("helene")}
	w.Settle()
	before := dumpAll(t, w, marks)
	everything := dumpAll(t, w, map[string]string{"none": "all"})
	for range 2 {
		w.Clock.Advance(5 * time.Minute)
		for _, v := range people {
			crawl(t, v, isStatic, "/")
		}
		w.Settle()
	}
	for _, table := range differences(before, dumpAll(t, w, marks)) {
		t.Errorf("reading changed the table %s: a GET changes nothing that another person could see", table)
	}
	if len(differences(everything, dumpAll(t, w, map[string]string{"none": "all"}))) == 0 {
		t.Error("not even the reader's marks moved: this test looks at nothing")
	}
}
