package app_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"osmose/internal/app"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/testkit"
)

// excusedPlans lists the statements whose plan is what it is for a reason, by what they hold.
var excusedPlans = map[string]string{
	"v.hash, v.thumb FROM ( SELECT d.id, d.folder_id": "the archive of a space reads the versions of two thousand documents at once: beside a table of twenty thousand, PostgreSQL rightly reads it through",
}

// TestNoPageReadsABigTableThrough opens every page of a large space, and asks the database how it would answer each of
// its queries: none reads a big table from end to end, none sorts more rows than mostRows.
func TestNoPageReadsABigTableThrough(t *testing.T) {
	t.Parallel()
	heard := newStatements()
	var listening atomic.Bool
	w := testkit.BootWith(t, func(o *app.Options) {
		o.Observe = func(text string, args []any) {
			if listening.Load() {
				heard.hear(text, args)
			}
		}
	})
	swell(t, w)
	w.Clock.Advance(time.Minute)
	pool := w.SQL()
	if w.Database != "" {
		if _, err := pool.Exec("ANALYZE"); err != nil {
			t.Fatal(err)
		}
	}
	karim, helene := w.As("karim"), w.As("helene")
	listening.Store(true)
	readAll(t, w, karim, helene)
	explained := 0
	for _, text := range slices.Sorted(maps.Keys(heard.seen)) {
		if !strings.HasPrefix(strings.TrimSpace(text), "SELECT") || !touchesBig(text) || excused(text) {
			continue
		}
		explained++
		explain := explainSQLite
		if w.Database != "" {
			explain = explainPostgres
		}
		for _, problem := range explain(t, pool, text, heard.seen[text]) {
			t.Errorf("%s:\n\t%s", problem, squeeze(text))
		}
	}
	if explained < 25 {
		t.Errorf("only %d statements were explained: the walk heard too little", explained)
	}
}

// readAll opens the pages of the large space, with every filter and further pages, and the pages across spaces.
func readAll(t *testing.T, w *testkit.World, people ...*testkit.Visitor) {
	t.Helper()
	home := people[0].Get("/espaces").Link("archivage-numerique")
	forum := home + "/echanges"
	_, theme, _ := strings.Cut(people[0].Get(forum).Link("theme="), "theme=")
	thread := column[ids.ID](t, w, `SELECT id FROM publications WHERE title = 'Fil 20000'`)[0]
	author := column[string](t, w, `SELECT p.family_name FROM publications b JOIN people p ON p.id = b.author_id WHERE b.title = 'Fil 20000'`)[0]
	middle := (column[ids.ID](t, w, `SELECT MAX(id) FROM texts`)[0] - 9000).String()
	long := forum + "/" + thread.String() + "-fil-20000"
	addresses := []string{
		"/", "/espaces", "/notifications", home, home + "/membres", home + "/moderation", home + "/reglages", home + "/reglages/themes",
		home + "/mots-cles?debut=m", home + "/mots-cles?q=m", home + "/membres/completion?q=a", home + "/membres/completion?q=helene+mar", forum, forum + "/nouveau", long, long + "?depuis=" + middle, long + "?citer=" + middle,
		"/recherche", "/recherche?q=bonjour", "/recherche?q=bonj", "/recherche?q=bonjour+mot+seda", "/recherche?q=zygomatique",
		home + "/textes/" + middle, home + "/textes/" + middle + "/historique", home + "/textes/" + middle + "/modifier",
	}
	posts := home + "/blog"
	post := column[ids.ID](t, w, `SELECT id FROM publications WHERE title = 'Billet 10000'`)[0]
	writer := url.QueryEscape(column[string](t, w, `SELECT p.family_name FROM publications b JOIN people p ON p.id = b.author_id WHERE b.title = 'Billet 10000'`)[0])
	addresses = append(addresses, posts, posts+"/nouveau", posts+"/brouillons", posts+"/abonnement", posts+"/"+post.String()+"-billet-10000",
		posts+"?theme="+theme, posts+"?auteur="+writer, posts+"?mot=mot+courant", posts+"?mot=introuvable", posts+"?theme="+theme+"&mot=mot+courant&auteur="+writer)
	shelf := home + "/documents"
	document := column[ids.ID](t, w, `SELECT id FROM publications WHERE title = 'Document 10000'`)[0].String() + "-document-10000"
	addresses = append(addresses, shelf, shelf+"?tri=date", shelf+"?tri=type", shelf+"/corbeille", shelf+"/nouveau", shelf+"/"+document, shelf+"/"+document+"/modifier",
		shelf+"/"+document+"/deplacer", shelf+"?theme="+theme, shelf+"?type=plain", shelf+"?etat=valide", shelf+"?etat=travail&type=word",
		shelf+"?mot=mot+courant", shelf+"?mot=introuvable", shelf+"?auteur="+writer, shelf+"?theme="+theme+"&type=plain&etat=valide&mot=mot+courant")
	addresses = append(addresses, shelf+"?vue=grille", shelf+"/selection?faire=deplacement&document="+document[:13]+"&document="+middle, shelf+"/selection?faire=corbeille&document="+document[:13])
	questions := home + "/faq"
	entry := column[ids.ID](t, w, `SELECT id FROM publications WHERE title = 'Question 10000'`)[0].String() + "-question-10000"
	addresses = append(addresses, questions, questions+"?theme="+theme, questions+"?q=bonjour", questions+"?q=zygomatique", questions+"/nouveau",
		questions+"/brouillons", questions+"/a-revoir", questions+"/"+entry, questions+"/"+entry+"/modifier", forum+"/questions?question=bonjour")
	agenda := home + "/calendrier"
	event := column[ids.ID](t, w, `SELECT id FROM publications WHERE title = 'Réunion 10000'`)[0].String() + "-reunion-10000"
	addresses = append(addresses, agenda, agenda+"?vue=semaine", agenda+"?vue=liste", agenda+"?vue=liste&passes=1", agenda+"?vue=liste&type=webinar",
		agenda+"?vue=liste&theme="+theme, agenda+"?vue=liste&passes=1&type=webinar&theme="+theme, agenda+"?vue=mois&type=webinar&theme="+theme, agenda+"/nouveau",
		agenda+"/"+event, agenda+"/"+event+"/modifier", "/agenda", "/agenda?vue=mois", "/agenda?vue=liste&type=webinar", "/agenda?vue=liste&passes=1")
	for _, filter := range []url.Values{
		{"theme": {theme}}, {"mot": {"mot courant"}}, {"mot": {"introuvable"}}, {"periode": {"7"}}, {"sans-reponse": {"0"}}, {"sans-reponse": {"30"}},
		{"theme": {theme}, "mot": {"mot courant"}, "periode": {"365"}}, {"auteur": {author}, "sans-reponse": {"7"}},
		{"texte": {"bonjour"}}, {"texte": {"zygomatique"}}, {"texte": {"bonjour"}, "theme": {theme}, "mot": {"mot courant"}, "periode": {"365"}},
	} {
		addresses = append(addresses, forum+"?"+filter.Encode())
	}
	for _, v := range people {
		for _, address := range addresses {
			answer := v.Get(address)
			if answer.Status >= 500 {
				t.Fatalf("%s: %d", address, answer.Status)
			}
			for _, next := range answer.Links() {
				if strings.Contains(next, "apres=") || strings.Contains(next, "depuis=") {
					v.Get(next)
				}
			}
		}
	}
	folder := column[ids.ID](t, w, `SELECT MAX(folder_id) FROM documents`)[0].String()
	people[0].Post(shelf+"/archive", nil).Is(403)
	people[0].Post(home+"/dossiers/"+folder+"/archive", nil)
	people[0].Post(shelf+"/selection/archive", url.Values{"document": {document[:13]}}).Is(200)
	feed := people[0].Post(posts+"/abonnement", nil).Is(200).Body
	_, feed, _ = strings.Cut(feed, `value="`+testkit.BaseURL)
	feed, _, _ = strings.Cut(feed, `"`)
	people[0].Get(feed).Is(200)
	people[0].Post(long+"/messages", url.Values{"body": {"Une réponse de plus, @Hélène Marchand."}}).Is(303)
	w.Settle()
}

func touchesBig(text string) bool {
	return slices.ContainsFunc(named.FindAllStringSubmatch(text, -1), func(found []string) bool {
		return slices.Contains(big, strings.ToLower(found[1]))
	})
}

func excused(text string) bool {
	for part := range excusedPlans {
		if strings.Contains(squeeze(text), part) {
			return true
		}
	}
	return false
}

var (
	aliased  = regexp.MustCompile(`(?i)\b(?:FROM|JOIN)\s+([a-z_]+)(?:\s+(?:AS\s+)?([a-z_]+))?`)
	scanned  = regexp.MustCompile(`^SCAN ([a-z_0-9]+)`)
	last     = regexp.MustCompile(`LIMIT ([$\d]+)(\s*)$`)
	anywhere = regexp.MustCompile(`LIMIT ([$\d]+)(\s|\)|$)`)
)

// explainSQLite returns what is wrong with the plan of a query.
func explainSQLite(t *testing.T, pool *sql.DB, text string, args []any) []string {
	t.Helper()
	rows, err := pool.Query("EXPLAIN QUERY PLAN "+text, args...)
	if err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	defer rows.Close()
	tables := map[string]string{}
	for _, found := range aliased.FindAllStringSubmatch(text, -1) {
		tables[found[1]], tables[found[2]] = found[1], found[1]
	}
	var steps []step
	for rows.Next() {
		var s step
		var unused int
		if err := rows.Scan(&s.id, &s.parent, &unused, &s.detail); err != nil {
			t.Fatal(err)
		}
		steps = append(steps, s)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	var problems []string
	for _, s := range steps {
		if found := scanned.FindStringSubmatch(s.detail); found != nil && slices.Contains(big, tables[found[1]]) {
			problems = append(problems, "reads all of "+tables[found[1]]+" ("+s.detail+")")
		}
		if !strings.Contains(s.detail, "TEMP B-TREE FOR ORDER BY") {
			continue
		}
		if n := sorted(t, pool, text, args, s.parent != 0 && !s.bounded(steps)); n > mostRows {
			problems = append(problems, fmt.Sprintf("sorts %d rows (%s)", n, s.detail))
		}
	}
	return problems
}

// step is a line of a plan of SQLite.
type step struct {
	id, parent int
	detail     string
}

// bounded says that what a step sorts comes from a query within, which has a limit of its own.
func (s step) bounded(steps []step) bool {
	for _, beside := range steps {
		if beside.parent != s.parent {
			continue
		}
		if found := scanned.FindStringSubmatch(beside.detail); found != nil {
			return slices.ContainsFunc(steps, func(within step) bool {
				return within.detail == "CO-ROUTINE "+found[1] || within.detail == "MATERIALIZE "+found[1]
			})
		}
		if strings.HasPrefix(beside.detail, "SEARCH") {
			return false
		}
	}
	return false
}

// sorted counts what a query sorts: its rows, were its last limit a large one; for a sort within, were all of them.
func sorted(t *testing.T, pool *sql.DB, text string, args []any, within bool) (n int) {
	t.Helper()
	limits := last
	if within {
		limits = anywhere
	}
	all := "SELECT COUNT(*) FROM (" + limits.ReplaceAllString(text, "LIMIT ${1} + 100000${2}") + ") sorted"
	if err := pool.QueryRow(all, args...).Scan(&n); err != nil {
		t.Fatalf("%v in %s", err, all)
	}
	return n
}

// node is what PostgreSQL tells of a step of a plan that it ran.
type node struct {
	Type     string  `json:"Node Type"`
	Relation string  `json:"Relation Name"`
	Rows     float64 `json:"Actual Rows"`
	Loops    float64 `json:"Actual Loops"`
	Plans    []node  `json:"Plans"`
}

// explainPostgres runs a query with its plan and returns what is wrong with it.
func explainPostgres(t *testing.T, pool *sql.DB, text string, args []any) []string {
	t.Helper()
	tx, err := pool.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback() // nothing was written
	list := planOf(t, tx, text, args).problems()
	for name, value := range db.ReaderSettings {
		if _, err := tx.Exec("SET LOCAL " + name + " = " + value); err != nil {
			t.Fatal(err)
		}
	}
	return append(list, planOf(t, tx, text, args).problems()...)
}

func planOf(t *testing.T, tx *sql.Tx, text string, args []any) node {
	t.Helper()
	var answer []byte
	if err := tx.QueryRow("EXPLAIN (ANALYZE, FORMAT JSON) "+text, args...).Scan(&answer); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	var plans []struct {
		Plan node `json:"Plan"`
	}
	if err := json.Unmarshal(answer, &plans); err != nil {
		t.Fatal(err)
	}
	return plans[0].Plan
}

func (n node) problems() []string {
	var list []string
	if n.Type == "Seq Scan" && slices.Contains(big, n.Relation) && n.Loops > 0 {
		list = append(list, "reads all of "+n.Relation)
	}
	if strings.Contains(n.Type, "Sort") && n.Plans[0].Rows > mostRows {
		list = append(list, fmt.Sprintf("sorts %.0f rows", n.Plans[0].Rows))
	}
	for _, each := range n.Plans {
		list = append(list, each.problems()...)
	}
	return list
}
