package app_test

import (
	"fmt"
	"go/ast"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"osmose/internal/demo"
	"osmose/internal/platform/config"
)

// papers returns the text of every Markdown file that people write, by its path.
func papers(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := walkModule(func(name string) error {
		if path.Ext(name) != ".md" || strings.HasPrefix(name, "web/licences/") {
			return nil
		}
		found[name] = document(t, name)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func document(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func exists(name string) bool {
	_, err := os.Stat(filepath.Join(root, name))
	return err == nil
}

var link = regexp.MustCompile(`\]\(([^)\s]+)\)`)

func TestLinksOfDocumentsLeadSomewhere(t *testing.T) {
	t.Parallel()
	for name, text := range papers(t) {
		for _, found := range link.FindAllStringSubmatch(text, -1) {
			target, _, _ := strings.Cut(found[1], "#")
			if target == "" || strings.Contains(target, "://") {
				continue
			}
			if !exists(path.Join(path.Dir(name), target)) {
				t.Errorf("%s links to %s, which does not exist", name, found[1])
			}
		}
	}
}

var ourPath = regexp.MustCompile("`((?:internal|cmd|web|e2e|scripts|docs)/[A-Za-z0-9_./-]+)`")

func TestFilesNamedByDocumentsExist(t *testing.T) {
	t.Parallel()
	for name, text := range papers(t) {
		for _, found := range ourPath.FindAllStringSubmatch(text, -1) {
			if !exists(found[1]) && !exists(path.Join(path.Dir(name), found[1])) {
				t.Errorf("%s names %s, which does not exist", name, found[1])
			}
		}
	}
}

// declared returns what each package of ours declares, methods and fields included, by the package's name.
func declared(t *testing.T) map[string]map[string]bool {
	t.Helper()
	names := map[string]map[string]bool{}
	for _, f := range sources(t) {
		here := names[f.Tree.Name.Name]
		if here == nil {
			here = map[string]bool{}
			names[f.Tree.Name.Name] = here
		}
		ast.Inspect(f.Tree, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				here[n.Name.Name] = true
				return false
			case *ast.TypeSpec:
				here[n.Name.Name] = true
			case *ast.ValueSpec:
				note(here, n.Names)
			case *ast.Field:
				note(here, n.Names)
			}
			return true
		})
	}
	return names
}

func note(here map[string]bool, names []*ast.Ident) {
	for _, name := range names {
		here[name.Name] = true
	}
}

var (
	code     = regexp.MustCompile("(?s)```.*?```|`[^`\n]+`")
	ofModule = regexp.MustCompile(`\b([a-z]+)\.([A-Z]\w+)\b`)
)

func TestFunctionsNamedByDocumentsExist(t *testing.T) {
	t.Parallel()
	names := declared(t)
	for name, text := range papers(t) {
		for _, span := range code.FindAllString(text, -1) {
			for _, found := range ofModule.FindAllStringSubmatch(span, -1) {
				if here := names[found[1]]; here != nil && !here[found[2]] {
					t.Errorf("%s names %s, which does not exist", name, found[0])
				}
			}
		}
	}
}

func TestEverySettingIsDocumented(t *testing.T) {
	t.Parallel()
	text := document(t, "docs/operating.md")
	settings := reflect.TypeFor[config.Settings]()
	known := map[string]bool{
		"OSMOSE_TEST_DATABASE": true, "OSMOSE_POSTGRES_DURABLE": true, "OSMOSE_PROOF": true, "OSMOSE_BINARY": true, "OSMOSE_CHROMIUM": true, // of tests alone
		"OSMOSE_FILES_KEY": true, "OSMOSE_FILES_SECRET": true, // read by app.go, and in no flag
	}
	for i := range settings.NumField() {
		tag := settings.Field(i).Tag
		variable := tag.Get("env")
		known[variable] = true
		flag := "--" + strings.ReplaceAll(strings.ToLower(strings.TrimPrefix(variable, "OSMOSE_")), "_", "-")
		row := fmt.Sprintf("\n| `%s` | `%s` | ", flag, variable)
		if byDefault := tag.Get("default"); byDefault != "" {
			row += "`" + byDefault + "` | "
		}
		if !strings.Contains(text, row) {
			t.Errorf("docs/operating.md has no row that begins %q", row[1:])
		}
	}
	for _, variable := range regexp.MustCompile(`OSMOSE_[A-Z_]*[A-Z]`).FindAllString(text, -1) {
		if !known[variable] {
			t.Errorf("docs/operating.md names %s, which nothing reads", variable)
		}
	}
}

var command = regexp.MustCompile("(?m)^\\s(\\w+)\\s+\\w+Command\\s+`cmd:")

func TestEveryCommandIsDocumented(t *testing.T) {
	t.Parallel()
	text := document(t, "docs/operating.md")
	for file, before := range map[string]string{"main.go": "osmose ", "admin.go": "osmose admin ", "doctor.go": "osmose doctor "} {
		found := command.FindAllStringSubmatch(document(t, "cmd/osmose/"+file), -1)
		if len(found) == 0 {
			t.Errorf("cmd/osmose/%s has no commands", file)
		}
		for _, c := range found {
			name := before + strings.ToLower(c[1])
			if name != "osmose admin" && name != "osmose doctor" && !strings.Contains(text, "| `"+name+"` |") {
				t.Errorf("docs/operating.md has no row for %s", name)
			}
		}
	}
}

func TestEveryRequirementIsListedOnceWithItsState(t *testing.T) {
	t.Parallel()
	row := regexp.MustCompile(`(?m)^\| S(\d+) \| .+ \| (done|partly|no|a duty)\b[^|]* \|$`)
	found := row.FindAllStringSubmatch(document(t, "docs/requirements.md"), -1)
	if len(found) != 96 {
		t.Errorf("%d rows instead of 96", len(found))
	}
	for i, each := range found {
		if each[1] != fmt.Sprint(i+1) {
			t.Fatalf("S%s stands where S%d should", each[1], i+1)
		}
	}
}

func TestEveryDecisionIsInTheirList(t *testing.T) {
	t.Parallel()
	list := document(t, "docs/decisions/README.md")
	pages, err := fs.Glob(os.DirFS(filepath.Join(root, "docs/decisions")), "[0-9]*.md")
	if err != nil || len(pages) == 0 {
		t.Fatal("no decisions", err)
	}
	for _, page := range pages {
		if !strings.Contains(list, "["+page[:4]+"]("+page+")") {
			t.Errorf("docs/decisions/README.md does not list %s", page)
		}
	}
}

func TestTheReadmeNamesThePeopleOfTheDemo(t *testing.T) {
	t.Parallel()
	text := document(t, "README.md")
	for _, guide := range demo.Guides {
		if !strings.Contains(text, "| `"+guide.Email+"` | ") {
			t.Errorf("the README does not name %s", guide.Email)
		}
	}
	if !strings.Contains(text, "`"+demo.Password+"`") {
		t.Error("the README does not tell their password")
	}
}
