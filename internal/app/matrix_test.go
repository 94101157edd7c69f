package app_test

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"osmose/internal/spaces"
	"osmose/internal/testkit"
)

// matrix is the status that each persona gets at each address in a space of each policy.
type matrix struct {
	mu    sync.Mutex
	cells map[string]int // pattern, policy, persona
}

func (m *matrix) note(pattern string, policy spaces.Policy, p persona, status int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.cells[pattern+" "+string(policy)+" "+p.Short] = status
}

// TestEveryDoor knocks at every registered address as everybody, in a space of each policy.
func TestEveryDoor(t *testing.T) {
	t.Parallel()
	c := assemble(t)
	m := &matrix{cells: map[string]int{}}
	patterns := patternsIn(c.boot(t))
	t.Run("knock", func(t *testing.T) {
		for _, p := range personas {
			for _, stage := range stages {
				t.Run(p.What+" "+string(stage.Policy), func(t *testing.T) {
					t.Parallel()
					c.knock(t, m, patterns, p, stage.Policy)
				})
			}
		}
	})
	agrees(t, "internal/app/testdata/matrix.txt", m.table(patterns))
	strike(t, scan(t, slices.Sorted(maps.Keys(c.heard.seen))))
}

// patternsIn returns every registered address, the methods of one path side by side.
func patternsIn(w *testkit.World) []string {
	patterns := w.Patterns()
	slices.SortFunc(patterns, func(a, b string) int {
		methodA, pathA, _ := strings.Cut(a, " ")
		methodB, pathB, _ := strings.Cut(b, " ")
		return cmp.Or(strings.Compare(pathA, pathB), strings.Compare(methodA, methodB))
	})
	return patterns
}

func inSpaces(pattern string) bool { return strings.Contains(pattern, "{space}") }

// knock asks for every address as one persona. What changes nothing leaves the world to the next knock; what may have
// changed something is followed by a fresh one.
func (c *cast) knock(t *testing.T, m *matrix, patterns []string, p persona, policy spaces.Policy) {
	w := c.boot(t)
	for _, pattern := range patterns {
		if !inSpaces(pattern) && policy != spaces.Open {
			continue // no space has a part in it: once is enough
		}
		method, _, _ := strings.Cut(pattern, " ")
		s := c.places[policy]
		if !inSpaces(pattern) {
			s.Theme = ""
		}
		path := c.address(t, pattern, p, s)
		visitor := c.visitors[p.Short].In(w)
		var answer *testkit.Answer
		if method == http.MethodGet {
			answer = visitor.Get(path)
		} else {
			answer = visitor.Post(path, fields(s))
		}
		if answer.Status >= 500 {
			t.Errorf("%s as %s in a space that is %s: %d\n%s", pattern, p, policy, answer.Status, answer.Text())
		}
		m.note(pattern, policy, p, answer.Status)
		if policy == spaces.Secret && inSpaces(pattern) && p.Role == "" || p.Short == "blo" {
			c.isNonsense(t, visitor, method, pattern, p, answer)
		}
		if method != http.MethodGet && answer.Status < 400 {
			w.Settle()
			w.End()
			w = c.boot(t)
		}
	}
}

// isNonsense wants of an address of a secret space exactly what the same address gives with ids that nothing has.
func (c *cast) isNonsense(t *testing.T, visitor *testkit.Visitor, method, pattern string, p persona, answer *testkit.Answer) {
	t.Helper()
	if !inSpaces(pattern) {
		return
	}
	none := scene{Space: nowhere + "-rien", Thread: nowhere + "-rien", Post: nowhere + "-rien", Event: nowhere + "-rien", Entry: nowhere + "-rien", Document: nowhere + "-rien", Folder: nowhere + "-rien", Text: nowhere, Piece: nowhere, Member: nowhere, Asker: nowhere}
	path := c.address(t, pattern, p, none)
	if p.Name == "" || p.Short == "blo" {
		if method == http.MethodGet {
			answer.LeadsTo("/connexion?suite=")
			visitor.Get(path).LeadsTo("/connexion?suite=")
			return
		}
		if nonsense := visitor.Post(path, fields(none)); answer.Status != nonsense.Status {
			t.Errorf("%s as %s: %d, and %d for nonsense", pattern, p, answer.Status, nonsense.Status)
		}
		return
	}
	nonsense := visitor.Do(httptest.NewRequest(method, testkit.BaseURL+path, nil))
	if method != http.MethodGet {
		nonsense = visitor.Post(path, fields(none))
	}
	nonsense.Is(404)
	same(t, p.What, answer, nonsense)
}

// same wants two answers to be the same bytes, headers included.
func same(t *testing.T, who string, answer, nonsense *testkit.Answer) {
	t.Helper()
	if answer.Status != nonsense.Status || answer.Body != nonsense.Body {
		t.Errorf("%s as %s does not give the bytes of a nonsense address: %d and %d, %d bytes and %d",
			answer.Path, who, answer.Status, nonsense.Status, len(answer.Body), len(nonsense.Body))
		return
	}
	if !maps.EqualFunc(answer.Header, nonsense.Header, slices.Equal) {
		t.Errorf("%s as %s does not give the headers of a nonsense address: %v and %v", answer.Path, who, answer.Header, nonsense.Header)
	}
}

func (m *matrix) table(patterns []string) string {
	var out strings.Builder
	out.WriteString("# The status that each address gives to everybody, in a space of each policy.\n# Written by: go test ./internal/app -run TestEveryDoor -update\n#\n")
	for _, p := range personas {
		fmt.Fprintf(&out, "# %s  %s\n", p.Short, p.What)
	}
	width := 0
	for _, pattern := range patterns {
		width = max(width, len(pattern))
	}
	shorts := ""
	for _, p := range personas {
		shorts += " " + p.Short
	}
	for _, kind := range []bool{false, true} {
		head := []struct {
			Policy spaces.Policy
			Title  string
		}{{spaces.Open, "(no space)"}}
		if kind {
			head = stages
		}
		fmt.Fprintf(&out, "\n%-*s", width, "")
		for _, stage := range head {
			title := string(stage.Policy)
			if !kind {
				title = stage.Title
			}
			fmt.Fprintf(&out, " | %-*s", len(shorts)-1, title)
		}
		fmt.Fprintf(&out, "\n%-*s", width, "")
		for range head {
			out.WriteString(" |" + shorts)
		}
		out.WriteByte('\n')
		for _, pattern := range patterns {
			if inSpaces(pattern) != kind {
				continue
			}
			fmt.Fprintf(&out, "%-*s", width, pattern)
			for _, stage := range head {
				out.WriteString(" |")
				for _, p := range personas {
					fmt.Fprintf(&out, " %d", m.cells[pattern+" "+string(stage.Policy)+" "+p.Short])
				}
			}
			out.WriteByte('\n')
		}
	}
	return trimmed(out.String())
}

// trimmed takes away the spaces at the ends of lines.
func trimmed(s string) string {
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ")
	}
	return strings.Join(lines, "\n")
}
