package index_test

import (
	"testing"

	"osmose/internal/platform/ids"
	"osmose/internal/publications/index"
	"osmose/internal/spaces"
	"osmose/internal/testkit"
)

func enter(t *testing.T, w *testkit.World, who, space string) spaces.Member {
	t.Helper()
	m, err := w.Spaces.Enter(t.Context(), w.Person(who), w.Space(space))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestTheNearestAreThoseThatShareRareWords(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	karim, paul := enter(t, w, "karim", "Archivage numérique"), enter(t, w, "paul", "Démat.ADS")
	near := func(m spaces.Member, kind, text string) []index.Hit {
		hits, err := w.Index.Nearest(w.DB.Read(t.Context()), m, kind, text, 3)
		if err != nil {
			t.Fatal(err)
		}
		return hits
	}
	const question = "Bonjour, le connecteur que nous recevons a-t-il besoin d'un cahier de recette particulier ?"
	hits := near(karim, "thread", question)
	if len(hits) == 0 || len(hits) > 3 || hits[0].Item.Title != "Cahier de recette d’un connecteur\u00a0: un modèle à partager\u202f?" {
		t.Errorf("nearest are %d: %+v", len(hits), hits)
	}
	seen := map[ids.ID]bool{}
	for _, hit := range hits {
		if seen[hit.ID] || hit.SpaceID != karim.SpaceID() {
			t.Errorf("%s stands twice, or elsewhere", hit.Item.Title)
		}
		seen[hit.ID] = true
	}
	for _, hit := range near(paul, "thread", question) {
		if hit.SpaceID != paul.SpaceID() {
			t.Errorf("Paul is near %s", hit.Item.Title)
		}
	}
	if hits := near(karim, "faq", question); len(hits) != 0 {
		t.Errorf("another kind is near: %+v", hits)
	}
	for _, text := range []string{"", "le la les", "zygomatique brimborielle"} {
		if hits := near(karim, "thread", text); len(hits) != 0 {
			t.Errorf("%q is near %+v", text, hits)
		}
	}
}

func TestASearchIsNarrowedToASpaceAndAKind(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	karim := enter(t, w, "karim", "Archivage numérique")
	for _, c := range []struct {
		reach spaces.Reach
		kind  string
		some  bool
	}{
		{karim.Reach(), "", true}, {karim.Reach(), "thread", true}, {karim.Reach(), "faq", false}, {spaces.Reach{}, "", false},
		{enter(t, w, "paul", "Démat.ADS").Reach(), "thread", false},
	} {
		found, err := w.Index.Find(w.DB.Read(t.Context()), index.Search{Reach: c.reach, Kind: c.kind, Question: index.Ask("siard"), Limit: 3})
		if err != nil || len(found.Hits) > 0 != c.some {
			t.Errorf("%+v: %d, %v", c, len(found.Hits), err)
		}
	}
}
