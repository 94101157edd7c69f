package publications_test

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/publications"
	"osmose/internal/spaces"
	"osmose/internal/testkit"
)

func enter(t *testing.T, w *testkit.World, name, space string) spaces.Member {
	t.Helper()
	m, err := w.Spaces.Enter(t.Context(), w.Person(name), w.Space(space))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func themes(t *testing.T, w *testkit.World, m spaces.Member) []publications.Theme {
	t.Helper()
	list, err := w.Publications.Themes(w.DB.Read(t.Context()), m, "thread")
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func labels(list []publications.Theme) (all []string) {
	for _, theme := range list {
		label := theme.Label
		if theme.Retired {
			label = "(" + label + ")"
		}
		all = append(all, label)
	}
	return all
}

func TestAnAnimatorRenamesExchangesAddsAndRetiresThemes(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	m := enter(t, w, "helene", "Archivage numérique")
	before := themes(t, w, m)
	a, b, c := before[0], before[1], before[2]
	change := func(list ...publications.ThemeChange) error {
		return w.DB.Write(t.Context(), func(tx *db.Tx) error { return w.Publications.SetThemes(tx, m, list) })
	}
	// a and b exchange their names, c is renamed, all others are left out, one is new.
	err := change(
		publications.ThemeChange{ID: a.ID, Label: b.Label},
		publications.ThemeChange{ID: b.ID, Label: a.Label},
		publications.ThemeChange{ID: c.ID, Label: "Nouveau nom"},
		publications.ThemeChange{Label: "Intelligence artificielle"},
	)
	if err != nil {
		t.Fatal(err)
	}
	after := themes(t, w, m)
	if len(after) != len(before)+1 || after[0].ID != a.ID || after[0].Label != b.Label || after[0].Live != a.Live ||
		after[2].Label != "Nouveau nom" || after[3].Label != "Intelligence artificielle" || !after[4].Retired {
		t.Fatalf("%v became %v", labels(before), labels(after))
	}
	// A theme that was left out comes back under its name, with what it holds.
	lost := before[3]
	if err := change(publications.ThemeChange{ID: a.ID, Label: "Un seul"}, publications.ThemeChange{Label: strings.ToUpper(lost.Label)}); err != nil {
		t.Fatal(err)
	}
	back := themes(t, w, m)[1]
	if back.ID != lost.ID || back.Retired || back.Live != lost.Live {
		t.Fatalf("%+v came back as %+v", lost, back)
	}
}

func TestAListOfThemesThatCanNotStandChangesNothing(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	helene, karim := w.As("helene"), w.As("karim")
	m := enter(t, w, "helene", "Archivage numérique")
	before := labels(themes(t, w, m))
	address := helene.Get("/espaces").Link("archivage-numerique") + "/reglages/themes"
	first := "label-" + themes(t, w, m)[0].ID.String()
	for name, form := range map[string]url.Values{
		"twice":    {"added": {"Outils\noutils"}},
		"too long": {"added": {strings.Repeat("x", 61)}},
		"no name":  {first: {""}, "added": {""}},
	} {
		helene.Post(address, form).Is(422)
		if after := labels(themes(t, w, m)); !slices.Equal(before, after) {
			t.Errorf("%s: %v became %v", name, before, after)
		}
	}
	karim.Post(address, url.Values{"added": {"Le mien"}}).Is(403)
	w.As("paul").Post(address, url.Values{"added": {"Le mien"}}).Is(404)
}

func TestRetiredThemesLeaveRoomForNewOnes(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	m := enter(t, w, "helene", "Archivage numérique")
	set := func(list []publications.ThemeChange) error {
		return w.DB.Write(t.Context(), func(tx *db.Tx) error { return w.Publications.SetThemes(tx, m, list) })
	}
	var list []publications.ThemeChange
	for i := range publications.MaxThemes {
		list = append(list, publications.ThemeChange{Label: "Ancien " + strconv.Itoa(i), Retired: true})
	}
	for i := range publications.MaxThemes {
		list = append(list, publications.ThemeChange{Label: "Nouveau " + strconv.Itoa(i)})
	}
	if err := set(list); err != nil {
		t.Fatal(err)
	}
	var invalid *fault.Invalid
	if err := set(append(list, publications.ThemeChange{Label: "De trop"})); !errors.As(err, &invalid) {
		t.Errorf("one theme too many: %v", err)
	}
}

func TestKeywordsAreReadAsPeopleTypeThem(t *testing.T) {
	t.Parallel()
	got := publications.SplitKeywords(" #SEDA, seda ; profil  d’archivage\nPROFIL D'ARCHIVAGE,, données ")
	if want := []string{"SEDA", "profil d’archivage", "données"}; !slices.Equal(got, want) {
		t.Fatalf("%q", got)
	}
}

func TestAFeedAcrossSpacesIsThatOfEachSpaceTogether(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	q := w.DB.Read(t.Context())
	mine := []string{"Archivage numérique", "Publics", "Communauté d’entraide"}
	var each []publications.Item
	for _, title := range mine {
		each = append(each, walk(t, w, q, enter(t, w, "karim", title).Reach())...)
	}
	slices.SortFunc(each, func(a, b publications.Item) int {
		return int(b.ActivityAt-a.ActivityAt)*2 + compare(b.ID, a.ID)
	})
	all := walk(t, w, q, spaces.ReachOf(w.Person("karim")))
	if len(all) < 40 || len(all) != len(each) {
		t.Fatalf("%d across spaces, %d space by space", len(all), len(each))
	}
	for i := range all {
		if all[i].ID != each[i].ID {
			t.Fatalf("at %d: %s instead of %s", i, all[i].Title, each[i].Title)
		}
	}
	// Paul's ring opens none of them.
	for _, item := range walk(t, w, q, spaces.ReachOf(w.Person("paul"))) {
		if item.Space != "Démat.ADS" {
			t.Errorf("Paul reads %q of %s", item.Title, item.Space)
		}
	}
}

func compare(a, b ids.ID) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// walk reads a feed to its end, page after page.
func walk(t *testing.T, w *testkit.World, q db.Querier, reach spaces.Reach) (all []publications.Item) {
	t.Helper()
	after := db.Newest
	list, err := reach.Spaces(q)
	if err != nil {
		t.Fatal(err)
	}
	for {
		page, err := w.Publications.Feed(q, reach, list, "", after)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) <= publications.FeedSize {
			return append(all, page...)
		}
		page = page[:publications.FeedSize]
		all = append(all, page...)
		after = page[len(page)-1].Cursor()
	}
}

func TestTheCountOfASpaceFallsWhenItIsOpened(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	karim := w.As("karim")
	unread := func() int {
		counts, err := w.Publications.Unread(w.DB.Read(t.Context()), w.Person("karim"))
		if err != nil {
			t.Fatal(err)
		}
		return counts[w.Space("Publics")]
	}
	if unread() == 0 {
		t.Fatal("nothing to read in « Publics »: the story can't be told")
	}
	karim.Get(karim.Get("/espaces").Link("publics")).Is(200)
	w.Settle()
	if n := unread(); n != 0 {
		t.Fatalf("%d unread after opening the space", n)
	}
}
