// Package convert makes of a file of an office program a PDF, and of a PDF pictures of its pages and its text, by the programs
// of others: LibreOffice and poppler. What comes is hostile, and so may they be once they have read it. Each run is in a box
// (bubblewrap) that has no network, no other process, none of this machine's files but its programs and the file to read, and
// nowhere to write but a memory of its own; it has bounds of memory, time and processes, and its one way out is a pipe that is
// read up to a limit. Where no box can be made nothing runs: the converter is absent. What comes out is hostile as well: draw
// pictures anew before anybody sees them.
package convert

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"
)

// The failures. ErrTooMuch may pass at another try, on a machine that is less busy; the others do not.
var (
	// ErrRefused says that the file is not what it is said to be, or would be too large once opened. No program has read it.
	ErrRefused = errors.New("convert: the file is refused")
	// ErrBroken says that the program could not read the file.
	ErrBroken = errors.New("convert: the file can't be read")
	// ErrLocked says that the file asks for a password.
	ErrLocked = errors.New("convert: the file is locked by a password")
	// ErrTooMuch says that the run took too long, or its result is too large.
	ErrTooMuch = errors.New("convert: too much work")
)

// patience is how long one run may last: half a minute for an office file, less for one page.
const (
	officePatience = 40 * time.Second
	pagePatience   = 10 * time.Second
)

// Converter runs the programs of this machine, one at a time in this program.
type Converter struct {
	box  string // path of bwrap
	turn chan struct{}
}

// Find looks for the programs and tries the box. Errors: a sentence for the operator which says what is missing.
func Find(ctx context.Context) (*Converter, error) {
	var missing []string
	for program, packages := range map[string]string{
		"bwrap": "bubblewrap", "prlimit": "util-linux", "pdftoppm": "poppler-utils", "pdftotext": "poppler-utils", "pdfinfo": "poppler-utils",
		"soffice": "libreoffice-writer-nogui, libreoffice-calc-nogui and libreoffice-impress-nogui",
	} {
		if _, err := exec.LookPath(program); err != nil {
			missing = append(missing, program+" ("+packages+")")
		}
	}
	if len(missing) > 0 {
		return nil, fmt.Errorf("convert: missing: %s", strings.Join(missing, ", "))
	}
	path, err := exec.LookPath("bwrap")
	if err != nil {
		return nil, fmt.Errorf("convert: %w", err)
	}
	c := &Converter{path, make(chan struct{}, 1)}
	out, err := c.run(ctx, pagePatience, 16, "", "echo boxed")
	if err != nil || string(out) != "boxed\n" {
		return nil, fmt.Errorf("convert: bubblewrap can't make a box on this machine (user namespaces?): %w", err)
	}
	return c, nil
}
