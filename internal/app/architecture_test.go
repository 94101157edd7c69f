package app_test

import (
	"go/ast"
	"path"
	"slices"
	"strings"
	"testing"
)

// floor is a group of packages that stand at one height. A package imports what stands lower, and what stands in its
// own folder; never what stands beside it or above. The lowest is web/ and internal/platform/, whose packages are one
// group.
type floor struct {
	// Folders hold the packages; a trailing slash stands for all packages under it, each for itself.
	Folders []string
	// Instead says what to do rather than import upwards from here.
	Instead string
}

// floors go from the lowest to the highest, as docs/architecture.md draws them.
var floors = []floor{
	{nil, "the platform holds not a word of Osmose: take data, a function or an interface from above"},
	{[]string{"internal/audit"}, "everything tells the log; the log asks nobody"},
	{[]string{"internal/accounts/addresses"}, "the rule of addresses knows no account: accounts ask it"},
	{[]string{"internal/accounts"}, "accounts know people, not where they meet: declare a question in accounts (Upstairs) that app answers"},
	{[]string{"internal/networks"}, "networks stand under spaces: let spaces ask"},
	{[]string{"internal/spaces"}, "spaces mint keys and know no content: rooms hand theirs in (Rules, Settings, Services, Founders)"},
	{[]string{"internal/publications"}, "what all kinds share knows no kind: a room hands in its Kind"},
	{[]string{"internal/publications/texts"}, "texts know the publication they belong to, and nothing that hangs on them"},
	{[]string{"internal/publications/reactions", "internal/publications/mentions", "internal/publications/attachments", "internal/publications/drafts", "internal/publications/moderation"},
		"what hangs on a text knows texts only; siblings meet in a room above"},
	{[]string{"internal/publications/comments"}, "comments are texts under a publication: record an event rather than call upwards"},
	{[]string{"internal/publications/follows", "internal/publications/recommendations", "internal/publications/index"},
		"follows, recommendations and the search index hear of publications by events"},
	{[]string{"internal/publications/writing"}, "the desk reads and files what is written for every room: take what differs as a value"},
	{[]string{"internal/publications/pages"}, "the pages that all texts share belong to no service: take what differs as a value"},
	{[]string{"internal/services/"}, "services never call each other: go through a publication's id, a question that app answers, or an event"},
	{[]string{"internal/listeners/"}, "listeners hear of facts by events; whoever needs them is given a function by app"},
	{[]string{"internal/admin"}, "the pages of operators call rooms, nobody calls them"},
	{[]string{"internal/app"}, "app joins the rooms: what it needs of the demo or of a command is a value it is given"},
	{[]string{"internal/demo"}, "the demo fills an app"},
	{[]string{"bench/prose"}, "words know nothing of what is made of them"},
	{[]string{"bench/dataset"}, "a data set is made on an app; who measures it, it does not know"},
	{[]string{"bench/load"}, "what measures works on the house from outside; nothing of the house knows it"},
	{[]string{"cmd/", "bench"}, "nothing imports a command"},
	{[]string{"internal/testkit/antivirus", "internal/testkit/hostile"}, "what tests are given knows nothing of the house"},
	{[]string{"internal/testkit"}, "the test kit is for tests alone"},
}

// place returns the floor of a folder, and the group in it that may import within itself; -1 when it has none.
func place(folder string) (height int, group string) {
	for i, f := range floors {
		for _, listed := range f.Folders {
			if folder == listed {
				return i, listed
			}
			if rest, under := strings.CutPrefix(folder, listed); under && strings.HasSuffix(listed, "/") {
				first, _, _ := strings.Cut(rest, "/")
				return i, listed + first
			}
		}
	}
	if folder == "web" || strings.HasPrefix(folder, "internal/platform/") {
		return 0, "the platform"
	}
	return -1, ""
}

func TestArrowsGoDown(t *testing.T) {
	t.Parallel()
	for _, f := range sources(t) {
		from, group := place(f.Folder())
		if from < 0 {
			t.Errorf("%s: its package has no floor: give it one in architecture_test.go", f.Path)
			continue
		}
		if f.IsOutside() {
			continue // a test from outside boots the whole house
		}
		for _, name := range f.Imports() {
			folder, ours := strings.CutPrefix(name, "osmose/")
			if !ours {
				continue
			}
			to, other := place(folder)
			switch {
			case to < from, group == other:
			case to == from:
				t.Errorf("%s imports its sibling %s: %s", f.Path, folder, floors[from].Instead)
			default:
				t.Errorf("%s imports %s, which stands above it: %s", f.Path, folder, floors[from].Instead)
			}
		}
	}
}

func TestTheTableOfFloorsTellsUpFromDown(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ lower, upper string }{
		{"internal/platform/db", "internal/accounts"}, {"internal/accounts", "internal/networks"},
		{"internal/networks", "internal/spaces"}, {"internal/spaces", "internal/publications"},
		{"internal/publications", "internal/publications/texts"}, {"internal/publications/texts", "internal/publications/reactions"},
		{"internal/publications/moderation", "internal/publications/comments"}, {"internal/publications/comments", "internal/publications/follows"},
		{"internal/publications/follows", "internal/services/home"}, {"internal/services/blog", "internal/listeners/notifications"},
		{"internal/listeners/digest", "internal/admin"}, {"internal/admin", "internal/app"}, {"internal/app", "cmd/osmose"},
	} {
		lower, _ := place(c.lower)
		upper, _ := place(c.upper)
		if lower < 0 || lower >= upper {
			t.Errorf("%s does not stand under %s", c.lower, c.upper)
		}
	}
	height, group := place("internal/services/blog")
	beside, other := place("internal/services/faq")
	if height != beside || group == other {
		t.Error("two services are not siblings")
	}
}

// blank lists the imports for effect alone.
var blank = map[string]string{
	"internal/platform/db/sqlite.go modernc.org/sqlite": "the driver that sql.Open names",
	"internal/platform/i18n/dates.go time/tzdata":       "one binary: the machine may have no time zones",
}

func TestNothingHappensByImport(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	for _, f := range sources(t) {
		for _, spec := range f.Tree.Imports {
			if spec.Name == nil || spec.Name.Name != "_" {
				continue
			}
			name := strings.Trim(spec.Path.Value, `"`)
			line := f.Path + " " + name
			used[line] = true
			if name != "embed" && blank[line] == "" {
				t.Errorf("%s: a blank import; rooms are listed in app, and what else must register itself is listed here with its reason", line)
			}
		}
		for _, d := range f.Tree.Decls {
			if function, ok := d.(*ast.FuncDecl); ok && function.Recv == nil && function.Name.Name == "init" {
				t.Errorf("%s: an init function; what a room needs, app hands to it", f.Path)
			}
		}
	}
	for line := range blank {
		if !used[line] {
			t.Errorf("%s is listed and no more: strike it out", line)
		}
	}
}

func TestOneClockTellsTheTime(t *testing.T) {
	t.Parallel()
	for _, f := range sources(t) {
		ast.Inspect(f.Tree, func(n ast.Node) bool {
			selector, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			of, ok := selector.X.(*ast.Ident)
			if !ok || of.Name != "time" {
				return true
			}
			switch selector.Sel.Name {
			case "Now", "Since", "Until":
				if !f.IsTest() && f.Folder() != "internal/platform/clock" {
					t.Errorf("%s calls time.%s: take a clock.Clock (or clock.Stopwatch, for logs), so that tests can move it", f.Path, selector.Sel.Name)
				}
			case "Sleep":
				t.Errorf("%s calls time.Sleep: wait for what is awaited, with a channel, a condition or synctest", f.Path)
			}
			return true
		})
	}
}

// custodians lists who works in spaces on nobody's behalf. TakeCustody opens any space: each file needs its reason.
var custodians = map[string]string{
	"internal/spaces/found.go":                      "rooms furnish a space that is being founded, before it has a member",
	"internal/spaces/membership.go":                 "an open space lets anybody in; members of a sub-space belong to its parent",
	"internal/spaces/request.go":                    "asking, and an accepted request, concern somebody who is no member yet",
	"internal/publications/index/keep.go":           "a job indexes what was written, for whoever may find it",
	"internal/listeners/live/rights.go":             "a delivery asks once for a whole audience, already members, whether a publication is live",
	"internal/services/discussions/founder.go":      "a job founds the thread of the questions in spaces that are older than it",
	"internal/services/discussions/thread_split.go": "an animator, confirmed in the same transaction, splits a thread in the name of who wrote",
	"internal/services/blog/post_plan.go":           "a post appears at the hour that its author chose, if they may write still",
	"internal/services/calendar/event_remind.go":    "a job reminds those who said that they come, members still, of what takes place soon",
	"internal/services/documents/render.go":         "a job draws the pages of a version and reads its words, for whoever may read the document",
	"internal/demo/fill.go":                         "the demo's world is nobody's",
	"cmd/osmose/admin.go":                           "the operator founds the first space and admits the first animator",
}

func TestCustodyIsTakenForListedReasons(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	for _, f := range sources(t) {
		if f.IsTest() {
			continue
		}
		ast.Inspect(f.Tree, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || calledName(call) != "TakeCustody" {
				return true
			}
			used[f.Path] = true
			if custodians[f.Path] == "" {
				t.Errorf("%s takes custody of a space: take a Member or a Reach, or list the file with its reason", f.Path)
			}
			return true
		})
	}
	for name := range custodians {
		if !used[name] {
			t.Errorf("%s is listed and takes no custody: strike it out", name)
		}
	}
}

// TestOnlyTheIndexAsksWhichEngineRuns holds « one SQL text, two engines »: everybody else writes what both understand.
func TestOnlyTheIndexAsksWhichEngineRuns(t *testing.T) {
	t.Parallel()
	asks := false
	for _, f := range sources(t) {
		if f.IsTest() || f.Folder() == "internal/platform/db" {
			continue
		}
		ast.Inspect(f.Tree, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || calledName(call) != "Dialect" {
				return true
			}
			asks = asks || f.Folder() == "internal/publications/index"
			if f.Folder() != "internal/publications/index" {
				t.Errorf("%s asks which engine runs: write SQL that both understand", f.Path)
			}
			return true
		})
	}
	if !asks {
		t.Error("not even the index asks: the look went astray")
	}
}

func calledName(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

func TestEveryPackageSaysWhatItIs(t *testing.T) {
	t.Parallel()
	said := map[string]bool{}
	for _, f := range sources(t) {
		if f.IsTest() {
			continue
		}
		words := []string{"Package " + f.Tree.Name.Name + " "}
		if f.Tree.Name.Name == "main" {
			words = []string{"Command " + path.Base(f.Folder()) + " "}
		}
		is := f.Tree.Doc != nil && slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(f.Tree.Doc.Text(), w) })
		said[f.Folder()] = said[f.Folder()] || is
	}
	for folder, is := range said {
		if !is {
			t.Errorf("%s has no package comment: what it is, who may do what in it, what it must never do", folder)
		}
	}
}

func TestFilesFitInTheHead(t *testing.T) {
	t.Parallel()
	const most = 400
	for _, f := range sources(t) {
		if f.Lines > most && !ast.IsGenerated(f.Tree) {
			t.Errorf("%s has %d lines, and %d are too many already: split it by what its parts do", f.Path, f.Lines, most)
		}
	}
}
