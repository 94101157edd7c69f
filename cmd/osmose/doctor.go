package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"osmose/internal/app"
	"osmose/internal/platform/config"
	"osmose/internal/platform/files"
)

// doctorCommand examines an installation, beside a server that runs or not, and changes nothing.
type doctorCommand struct {
	Files doctorFilesCommand `cmd:"" help:"Read every file again: say which are altered, missing, or named by nothing."`
}

type doctorFilesCommand struct {
	config.Settings
	Rate int64 `help:"How many megabytes are read in a second. 0: as many as come." default:"0"`
	JSON bool  `help:"Write what was found as JSON." name:"json"`
}

// errUnsound says that something is altered or missing.
var errUnsound = errors.New("files are altered or missing")

// Run says what is wrong, and fails when anything is.
func (c *doctorFilesCommand) Run(ctx context.Context) (err error) {
	a, err := open(ctx, app.Options{Settings: c.Settings, Beside: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	found, err := a.Examine(ctx, c.Rate*1_000_000, func(read, of int) {
		if read%100 == 0 || read == of {
			fmt.Fprintf(os.Stderr, "\r%d/%d", read, of)
		}
	})
	fmt.Fprintln(os.Stderr)
	if err != nil {
		return err
	}
	return report(os.Stdout, found, c.JSON)
}

// report writes what was found. Errors: errUnsound; those of w.
func report(w io.Writer, found files.Findings, asJSON bool) error {
	text := []byte(found.String())
	if asJSON {
		var err error
		if text, err = json.MarshalIndent(found, "", "\t"); err != nil {
			return err
		}
	}
	if _, err := w.Write(append(text, '\n')); err != nil {
		return err
	}
	if !found.Sound() {
		return errUnsound
	}
	return nil
}
