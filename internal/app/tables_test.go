package app_test

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// guarded lists the tables that few may name, and who does beside their owner. Everybody else goes through the owner's
// functions, or reads the view.
var guarded = map[string]map[string]string{
	// Drafts, hidden and trashed rows stand here too: whoever only reads takes live_publications.
	"publications": {
		"internal/publications":            "its owner",
		"internal/publications/moderation": "animators see what is hidden, with its title and whether it is live",
	},
	"proposed_publications": {
		"internal/listeners/notifications": "animators are told of what was proposed to them",
	},
	"texts": {
		"internal/publications/texts":       "its owner",
		"internal/publications/comments":    "comments are texts: they list, count and find them",
		"internal/publications/moderation":  "reports and hidings show the text they are about",
		"internal/publications/follows":     "whoever wrote in a publication follows it",
		"internal/publications/reactions":   "counts the reactions along a publication: a list of its texts costs twice as much",
		"internal/publications/attachments": "finds the files along a publication, as reactions are counted",
		"internal/publications/index":       "it reads, finds and shows texts",
		"internal/services/blog":            "a list of posts names their bodies, of which reactions are counted",
		"internal/services/calendar":        "the page of an event names its body, which its author rewrites",
		"internal/listeners/notifications":  "the author and the moment of a reply are read again when it is told; a mention is shown where its text stands now",
	},
	// « My spaces » is written in SQL once, in spaces.Reach.
	"memberships": {
		"internal/spaces":                  "its owner",
		"internal/publications":            "counts what moved in each of a person's spaces, in one query; the filter by author offers members",
		"internal/publications/follows":    "only members follow",
		"internal/publications/mentions":   "only members are mentioned",
		"internal/listeners/notifications": "the right is asked for again when a notification is written and shown",
		"bench/dataset":                    "what was counted of members is counted again; what it writes, it writes past all owners",
	},
}

var named = regexp.MustCompile(`(?i)\b(?:FROM|JOIN|INTO|UPDATE)\s+([a-z_]+)`)

func TestGuardedTablesAreNamedByTheirOwners(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	for _, f := range sources(t) {
		if f.IsTest() || f.Folder() == "internal/testkit" {
			continue
		}
		f.Strings(func(text string) {
			for _, found := range named.FindAllStringSubmatch(text, -1) {
				table := strings.ToLower(found[1])
				reasons, is := guarded[table]
				if !is {
					continue
				}
				used[table+" "+f.Folder()] = true
				if reasons[f.Folder()] == "" {
					t.Errorf("%s names the table %s: ask its owner, or list the package with its reason", f.Path, table)
				}
			}
		})
	}
	for table, reasons := range guarded {
		for folder := range reasons {
			if !used[table+" "+folder] {
				t.Errorf("%s is listed for the table %s and does not name it: strike it out", folder, table)
			}
		}
	}
}

// migrations returns the text of each migration by its name.
func migrations(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	err := walkModule(func(name string) error {
		if path.Ext(name) != ".sql" || path.Base(path.Dir(name)) != "migrations" {
			return nil
		}
		text, err := os.ReadFile(filepath.Join(root, name))
		texts[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

func TestMigrationsHaveNumbersOfTheirOwn(t *testing.T) {
	t.Parallel()
	lawful := regexp.MustCompile(`^[0-9]{4}_[a-z_]+\.sql$`)
	numbers := map[string]string{}
	for name := range migrations(t) {
		base := path.Base(name)
		if !lawful.MatchString(base) {
			t.Errorf("%s is not called NNNN_name.sql", name)
			continue
		}
		if other := numbers[base[:4]]; other != "" {
			t.Errorf("%s and %s have one number", name, other)
		}
		numbers[base[:4]] = name
	}
}

var (
	created    = regexp.MustCompile(`(?s)CREATE TABLE ([a-z_]+) \((.*?)\n\);`)
	composite  = regexp.MustCompile(`FOREIGN KEY \(([a-z_]+), space_id\) REFERENCES ([a-z_]+) \(id, space_id\)`)
	simple     = regexp.MustCompile(`(?m)^\s*([a-z_]+) +BIGINT[^,]*?REFERENCES ([a-z_]+) \(id\)`)
	identifier = regexp.MustCompile(`(?m)^\s*([a-z_]+_id) +BIGINT`)
)

// loose lists the columns of a space's tables that point at rows of spaces without the space beside them.
var loose = map[string]string{
	"texts.quoted_id":       "ON DELETE SET NULL would empty space_id too; a quote outlives what it quotes",
	"events.follows_id":     "only what a series was parted from: the event may be gone, and nothing is read through it",
	"notifications.text_id": "only where the link leads: zero when it is about no text; nothing is read through it",
}

// TestARowCanNotPointIntoAnotherSpace wants, in each table with a space_id, a composite key for each column that names a
// row of a space.
func TestARowCanNotPointIntoAnotherSpace(t *testing.T) {
	t.Parallel()
	tables := map[string]string{}
	for _, text := range migrations(t) {
		for _, found := range created.FindAllStringSubmatch(text, -1) {
			tables[found[1]] = found[2]
		}
	}
	ofSpaces := map[string]bool{}
	for name, body := range tables {
		ofSpaces[name] = regexp.MustCompile(`(?m)^\s*space_id +BIGINT`).MatchString(body)
	}
	if !ofSpaces["texts"] || ofSpaces["people"] {
		t.Fatal("the migrations were misread")
	}
	used := map[string]bool{}
	for name, body := range tables {
		if !ofSpaces[name] {
			continue
		}
		held := map[string]bool{"space_id": true}
		for _, key := range composite.FindAllStringSubmatch(body, -1) {
			held[key[1]] = true
			if !strings.Contains(tables[key[2]], "UNIQUE (id, space_id)") {
				t.Errorf("%s points to %s (id, space_id), which is not unique there", name, key[2])
			}
		}
		elsewhere := map[string]bool{}
		for _, key := range simple.FindAllStringSubmatch(body, -1) {
			elsewhere[key[1]] = !ofSpaces[key[2]]
		}
		for _, column := range identifier.FindAllStringSubmatch(body, -1) {
			c := column[1]
			if held[c] || elsewhere[c] || c == "person_id" {
				continue
			}
			used[name+"."+c] = true
			if loose[name+"."+c] == "" {
				t.Errorf("%s.%s names a row without its space: FOREIGN KEY (%s, space_id) REFERENCES … (id, space_id), or a reason here", name, c, c)
			}
		}
	}
	for column := range loose {
		if !used[column] {
			t.Errorf("%s is listed as loose and is not: strike it out", column)
		}
	}
}

func TestNoMarkupCarriesScript(t *testing.T) {
	t.Parallel()
	script := regexp.MustCompile(`(?i)hx-on|\son(click|submit|load|error|change|input)=|javascript:|<script[^>]*>[^<]`)
	err := walkModule(func(name string) error {
		if path.Ext(name) != ".templ" {
			return nil
		}
		text, err := os.ReadFile(filepath.Join(root, name))
		if found := script.Find(text); found != nil {
			t.Errorf("%s has %q: script stands in files of its own, which the page's policy requires", name, found)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

var (
	pointing = regexp.MustCompile(`(?m)^\s*([a-z_]+) +BIGINT[^,\n]*REFERENCES|FOREIGN KEY \(([a-z_]+)`)
	keyed    = regexp.MustCompile(`(?:PRIMARY KEY|UNIQUE) \(([a-z_]+)`)
	keyOf    = regexp.MustCompile(`(?m)^\s*([a-z_]+) +[A-Z]+ [^,\n]*(?:PRIMARY KEY|UNIQUE)`)
	indexed  = regexp.MustCompile(`CREATE (?:UNIQUE )?INDEX [a-z_]+ ON ([a-z_]+) \(([a-z_]+)`)
)

// unfound lists the columns that point without an index of their own.
var unfound = map[string]string{
	"publications.theme_id": "a theme is retired, never deleted but with its space, whose index finds the rows",
}

// TestWhatPointsIsFound wants an index that begins with each column that points to another table: whoever is erased or
// moved would otherwise have every such table read from end to end.
func TestWhatPointsIsFound(t *testing.T) {
	t.Parallel()
	begun, points := map[string]bool{}, map[string]bool{}
	for _, text := range migrations(t) {
		for _, found := range created.FindAllStringSubmatch(text, -1) {
			table, body := found[1]+".", found[2]
			for _, key := range append(keyed.FindAllStringSubmatch(body, -1), keyOf.FindAllStringSubmatch(body, -1)...) {
				begun[table+key[1]] = true
			}
			for _, pointer := range pointing.FindAllStringSubmatch(body, -1) {
				points[table+pointer[1]+pointer[2]] = true
			}
		}
		for _, index := range indexed.FindAllStringSubmatch(text, -1) {
			begun[index[1]+"."+index[2]] = true
		}
	}
	if !points["texts.author_id"] || !points["texts.publication_id"] || !begun["texts.author_id"] {
		t.Fatal("the migrations were misread")
	}
	for column := range points {
		if !begun[column] && unfound[column] == "" {
			t.Errorf("%s points to another table and no index begins with it", column)
		}
	}
	for column := range unfound {
		if begun[column] || !points[column] {
			t.Errorf("%s is listed as unfound and is not: strike it out", column)
		}
	}
}
