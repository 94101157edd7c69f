package app_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// elsewhere lists the statements on tables of spaces that name neither a space nor a reach, by what they hold, with the
// reason. A line that no statement needs any more fails the test.
var elsewhereSQL = map[string]string{
	// The key itself.
	"FROM spaces s JOIN networks n ON n.id = s.network_id LEFT JOIN spaces parent": "the door: it looks at one space by its id, and finds out whether the person belongs to it",
	"SELECT space_id FROM memberships WHERE person_id = $1":                        "the reach itself: the spaces of a person",
	"INSERT INTO memberships": "admits one person to one space, $1, whose custody the caller has",
	// What a person is in, and what they may ask for.
	"FROM memberships m JOIN spaces s ON s.id = m.space_id JOIN networks n":                                         "« Mes espaces »: the memberships of one person",
	"JOIN memberships mine ON mine.space_id = s.id AND mine.person_id = $2":                                         "sub-spaces of one space that the person belongs to",
	"SELECT s.id FROM spaces s JOIN memberships m ON m.space_id = s.id AND m.person_id = $2 WHERE s.parent_id = $1": "whoever leaves a space leaves its sub-spaces: those of one space and one person",
	"FROM memberships theirs JOIN memberships mine":                                                                 "two people know each other by the spaces that both belong to: the condition is the common space",
	"s.policy <> 'secret' AND (s.sort_key, s.id) > ($2, $3)":                                                        "visible spaces only; memberships take away those of the person",
	"FROM memberships m LEFT JOIN space_marks k":                                                                    "unread counts in the spaces of one person: the publications are those of a membership's space",
	// Notifications are a person's own rows, and each is shown if the right still stands.
	"UPDATE notifications SET read_at": "a mark on one's own rows, by person_id; nothing is read",
	"FROM notifications n JOIN spaces s ON s.id = n.space_id LEFT JOIN memberships m ON m.space_id = n.space_id AND m.person_id = n.person_id": "one's own rows, each with the membership that shows it",
	"INSERT INTO notifications (person_id, subject, space_id, reason, last_at) SELECT p.id":                                                    "tells whoever asked of the answer: one person, one space, by id",
	// The index holds the texts of all spaces; each is read under the custody of its own.
	"DELETE FROM search_pending": "takes what waits to be indexed, each text with its space",
	"EXISTS (SELECT 1 FROM memberships m WHERE m.space_id = s.id AND m.person_id = $2) AS member": "the mail of an answer looks at one space by its id, and whether its reader belongs to it",
}

var (
	// bound is what keeps a statement within a space, or within the spaces of one person.
	bound = regexp.MustCompile(`\bspace_id = (CAST\()?\$\d+|space_id IN \(SELECT reach\.space_id FROM memberships reach WHERE reach\.person_id = \$\d+\)`)
	// values is an insertion of a row whose space is a value; its keys hold it there.
	values = regexp.MustCompile(`^INSERT INTO [a-z_]+ \([^)]*\bspace_id\b[^)]*\) VALUES \(`)
	listed = regexp.MustCompile(`\$\d+(,\$\d+)+`)
)

// squeeze writes a statement on one line, its lists of ids shortened.
func squeeze(statement string) string {
	return listed.ReplaceAllString(strings.Join(strings.Fields(statement), " "), "$…")
}

// tablesOfSpaces returns the tables that have a space_id column, and the views over them.
func tablesOfSpaces(t *testing.T) []string {
	t.Helper()
	tables := []string{"live_publications"}
	for _, text := range migrations(t) {
		for _, found := range created.FindAllStringSubmatch(text, -1) {
			if regexp.MustCompile(`(?m)^\s*space_id +BIGINT`).MatchString(found[2]) {
				tables = append(tables, found[1])
			}
		}
	}
	if len(tables) < 10 {
		t.Fatalf("only %v have a space_id: the migrations were misread", tables)
	}
	return tables
}

// scan reads the statements that ran: one on a table of spaces names its space, or the reach of a person, or stands in
// the list with its reason.
// It returns which lines were needed.
func scan(t *testing.T, statements []string) (used map[string]bool) {
	t.Helper()
	tables := tablesOfSpaces(t)
	used = map[string]bool{}
	touching := 0
	for _, statement := range statements {
		text := squeeze(statement)
		if !slices.ContainsFunc(named.FindAllStringSubmatch(text, -1), func(found []string) bool {
			return slices.Contains(tables, strings.ToLower(found[1]))
		}) {
			continue
		}
		touching++
		if bound.MatchString(text) || values.MatchString(text) {
			continue
		}
		excused := false
		for part := range elsewhereSQL {
			if strings.Contains(text, part) {
				used[part], excused = true, true
			}
		}
		if !excused {
			t.Errorf("names neither a space nor a reach: add the condition, or the reason in sqlscan_test.go:\n\t%s", text)
		}
	}
	if touching < 40 {
		t.Errorf("only %d statements touched a space's table: the walk heard too little", touching)
	}
	return used
}

// strike wants every line of the list to be needed; the walk of all addresses hears every statement.
func strike(t *testing.T, used map[string]bool) {
	t.Helper()
	for part := range elsewhereSQL {
		if !used[part] {
			t.Errorf("no statement holds %q any more: strike it out of sqlscan_test.go", part)
		}
	}
}

func TestTheScanTellsABareStatementFromABoundOne(t *testing.T) {
	t.Parallel()
	for statement, want := range map[string]bool{
		"SELECT title FROM live_publications WHERE id = $1":                                                                     false,
		"SELECT title FROM live_publications WHERE id = $1 AND space_id = $2":                                                   true,
		"UPDATE texts SET body = $1 WHERE id = $2":                                                                              false,
		"INSERT INTO pins (publication_id, space_id, pinned_at) VALUES ($1, $2, 3)":                                             true,
		"SELECT 1 FROM threads t WHERE t.space_id IN (SELECT reach.space_id FROM memberships reach WHERE reach.person_id = $1)": true,
	} {
		if is := bound.MatchString(statement) || values.MatchString(statement); is != want {
			t.Errorf("%s: bound %v", statement, is)
		}
	}
}
