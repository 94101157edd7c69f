package index_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"

	"osmose/internal/platform/db"
	"osmose/internal/platform/richtext"
	"osmose/internal/publications/index"
	"osmose/internal/services/discussions"
	"osmose/internal/spaces"
	"osmose/internal/testkit"
)

// golden is testdata/queries.toml, which says what it holds. Both engines answer alike.
type golden struct {
	Threads []struct {
		Title, Body string
		Keywords    []string
	} `toml:"thread"`
	Queries []struct {
		Typed, Who        string
		First, Among, Not []string
	} `toml:"query"`
}

func load(t *testing.T) golden {
	t.Helper()
	var g golden
	text, err := os.ReadFile("testdata/queries.toml")
	if err != nil {
		t.Fatal(err)
	}
	meta, err := toml.Decode(string(text), &g)
	if err != nil || len(meta.Undecoded()) > 0 {
		t.Fatal(err, meta.Undecoded())
	}
	return g
}

// place puts the golden threads into « Archivage numérique ».
func place(t *testing.T, g golden) *testkit.World {
	t.Helper()
	w := testkit.Boot(t)
	custody := spaces.TakeCustody(w.Space("Archivage numérique"), "the golden threads")
	w.Write(func(tx *db.Tx) error {
		themes, err := w.Publications.ThemesOf(tx, custody)
		for _, thread := range g.Threads {
			if err == nil {
				_, err = w.Discussions.Place(tx, custody, discussions.PlacedThread{
					Author: w.Person("karim"), Theme: themes[0].ID, Title: thread.Title, Body: richtext.FromMarkdown(thread.Body),
					Keywords: thread.Keywords, At: tx.Now,
				})
			}
		}
		return err
	})
	w.Settle()
	return w
}

func TestWhatPeopleTypeFindsWhatTheyMean(t *testing.T) {
	t.Parallel()
	g := load(t)
	w := place(t, g)
	if len(g.Queries) < 60 {
		t.Fatalf("only %d queries", len(g.Queries))
	}
	q := w.DB.Read(t.Context())
	for _, c := range g.Queries {
		who := c.Who
		if who == "" {
			who = "karim"
		}
		found, err := w.Index.Find(q, index.Search{Reach: spaces.ReachOf(w.Person(who)), Question: index.Ask(c.Typed), Limit: 100})
		if err != nil {
			t.Fatalf("%s: %v", c.Typed, err)
		}
		titles := make([]string, len(found.Hits))
		for i, hit := range found.Hits {
			if hit.Title.String() != hit.Item.Title {
				t.Errorf("« %s »: %q is marked as %q", c.Typed, hit.Item.Title, hit.Title)
			}
			titles[i] = strings.Join(strings.Fields(hit.Item.Title), " ") // the demo's have no-break spaces
			if !marks(hit) {
				t.Errorf("« %s »: nothing is marked in %q", c.Typed, titles[i])
			}
		}
		if found.Total != len(titles) {
			t.Errorf("« %s » counts %d and shows %d", c.Typed, found.Total, len(titles))
		}
		if n := len(c.First); len(titles) < n || !slices.Equal(titles[:n], c.First) {
			t.Errorf("« %s » by %s begins with\n\t%s\ninstead of\n\t%s", c.Typed, who, strings.Join(titles[:min(3, len(titles))], "\n\t"), strings.Join(c.First, "\n\t"))
		}
		for _, title := range c.Among {
			if !slices.Contains(titles, title) {
				t.Errorf("« %s » by %s does not find %s, but\n\t%s", c.Typed, who, title, strings.Join(titles, "\n\t"))
			}
		}
		for _, title := range c.Not {
			if title == "*" && len(titles) > 0 || slices.Contains(titles, title) {
				t.Errorf("« %s » by %s finds\n\t%s", c.Typed, who, strings.Join(titles, "\n\t"))
			}
		}
	}
}

// marks says whether a hit shows a word that was found.
func marks(hit index.Hit) bool {
	for _, run := range slices.Concat(hit.Title, hit.Excerpt, hit.Keywords) {
		if run.Marked {
			return true
		}
	}
	return false
}
