// Command tally reads `go test -json` on its standard input, prints what failed (and nothing of what passed), and ends with
// one line « N passed, N failed, N skipped ».
//
// It counts tests and subtests. A package that fails without a failed test (it did not build, it panicked, it timed out)
// counts as one failure. It exits 1 if anything failed or was skipped (the project has no skipped tests), or if nothing ran.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
)

// event is one line of `go test -json` (see `go doc test2json`).
type event struct {
	Action      string
	Package     string
	ImportPath  string
	Test        string
	Output      string
	FailedBuild string
}

// tally holds the counts, and the output of each test until its outcome is known.
type tally struct {
	passed, failed, skipped int
	output                  map[string]*strings.Builder
	failedIn                map[string]int
	report                  io.Writer
}

func main() {
	t := &tally{output: map[string]*strings.Builder{}, failedIn: map[string]int{}, report: os.Stdout}
	if err := t.read(os.Stdin); err != nil {
		fmt.Println("tally:", err)
		t.failed++
	}
	fmt.Printf("%d passed, %d failed, %d skipped\n", t.passed, t.failed, t.skipped)
	if t.failed+t.skipped > 0 || t.passed == 0 {
		os.Exit(1)
	}
}

func (t *tally) read(in io.Reader) error {
	lines := bufio.NewReader(in)
	for {
		line, err := lines.ReadString('\n')
		if line != "" {
			t.line(line)
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func (t *tally) line(line string) {
	var e event
	if !strings.HasPrefix(line, "{") || json.Unmarshal([]byte(line), &e) != nil {
		fmt.Fprint(t.report, line) // what the go command itself says, e.g. a package that does not exist
		return
	}
	key := e.Package + " " + e.Test
	switch e.Action {
	case "output":
		t.remember(key, e.Output)
	case "build-output":
		t.remember(e.ImportPath, e.Output)
	case "build-fail":
		t.show(e.ImportPath)
	case "pass", "fail", "skip":
		t.outcome(e, key)
	}
}

func (t *tally) remember(key, output string) {
	if t.output[key] == nil {
		t.output[key] = &strings.Builder{}
	}
	t.output[key].WriteString(output)
}

func (t *tally) outcome(e event, key string) {
	defer delete(t.output, key)
	isPackage := e.Test == ""
	switch {
	case e.Action == "pass" && !isPackage:
		t.passed++
	case e.Action == "skip" && !isPackage: // a skipped package merely has no test files
		t.skipped++
		t.show(key)
	case e.Action == "fail" && !isPackage:
		t.failed++
		t.failedIn[e.Package]++
		t.show(key)
	case e.Action == "fail" && t.failedIn[e.Package] == 0:
		t.failed++
		t.unfinished(e.Package)
		t.show(key)
	}
}

// unfinished shows the tests that were still running when their package died: the panic or the data race is in their output.
func (t *tally) unfinished(pkg string) {
	for key := range t.output {
		if strings.HasPrefix(key, pkg+" ") && key != pkg+" " {
			t.show(key)
		}
	}
}

func (t *tally) show(key string) {
	if text := t.output[key]; text != nil {
		fmt.Fprintf(t.report, "── %s\n%s", key, text)
	}
	delete(t.output, key)
}
