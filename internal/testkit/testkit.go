// Package testkit gives a test the demo world, open and its own: on SQLite a copy of a file filled once, on PostgreSQL a
// copy of a database. Tests are stories about its people: As("karim").Get(…). The clock stands on 18 November 2026 at
// 9 h 12 in Paris, and moves only when told.
package testkit

import (
	"context"
	"io"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"osmose/internal/app"
	"osmose/internal/demo"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/config"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
)

// Start is where the clock of every world begins.
var Start = time.Date(2026, 11, 18, 8, 12, 0, 0, time.UTC)

// BaseURL is the address of every world.
const BaseURL = "http://127.0.0.1:8080"

// World is an installation filled with the demo world.
type World struct {
	*app.App
	Clock *clock.Manual
	t     testing.TB
	// Data is the folder of its files; Database its address on PostgreSQL, empty on SQLite.
	Data, Database string
	closed         bool
	mould          *Mould
	copied         *copied // the database that goes back to the mould; nil on SQLite and beside another world
	server         *httptest.Server
	options        app.Options
}

// Boot opens a world that ends with the test.
func Boot(t testing.TB) *World { return BootWith(t, nil) }

// BootWith is Boot with a change to the options.
func BootWith(t testing.TB, change func(*app.Options)) *World {
	t.Helper()
	return demoMould(t).BootWith(t, change)
}

func optionsIn(dir string, c clock.Clock) app.Options {
	return app.Options{
		Settings: config.Settings{
			Data: dir, Listen: "127.0.0.1:8080", BaseURL: BaseURL, Service: "Osmose", Tagline: "Travailler ensemble",
			Contact: "assistance@osmose.example", MailFrom: "ne-pas-repondre@osmose.example", LivePages: 60, SpaceFiles: 5000, SpaceQuota: 100,
			Converter: "off", MostRead: 100_000, MostWritten: 100_000, // the harvests open everything, and no person writes as tests do
		},
		Clock: c, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Demo: true, Strict: true,
	}
}

// fill makes the demo world in a folder, or in the database at an address.
func fill(dir, database string) error {
	options := optionsIn(dir, clock.NewManual(Start))
	options.Database = database
	ctx := context.Background()
	a, err := app.Open(ctx, options)
	if err != nil {
		return err
	}
	if err := demo.Fill(ctx, a); err != nil {
		return err
	}
	return a.Close()
}

// Settle writes the readers' marks and runs the jobs that are due, so that what a test did has had its effects.
func (w *World) Settle() {
	w.t.Helper()
	ctx := w.t.Context()
	for _, step := range []func(context.Context) error{w.FlushMarks, w.Queue.Drain} {
		if err := step(ctx); err != nil {
			w.t.Fatal(err)
		}
	}
}

// Person returns the id of somebody of the demo by the beginning of their address: « karim ».
func (w *World) Person(name string) ids.ID {
	w.t.Helper()
	id, err := db.One[ids.ID](w.DB.Read(w.t.Context()), `SELECT id FROM people WHERE email = $1`, address(name))
	if err != nil {
		w.t.Fatalf("%s: %v", name, err)
	}
	return id
}

// Space returns the id of a space of the demo by its title.
func (w *World) Space(title string) ids.ID {
	w.t.Helper()
	id, err := db.One[ids.ID](w.DB.Read(w.t.Context()), `SELECT id FROM spaces WHERE title = $1`, title)
	if err != nil {
		w.t.Fatalf("%s: %v", title, err)
	}
	return id
}

// address returns the full address of a guide of the demo.
func address(name string) string {
	for _, guide := range demo.Guides {
		if strings.HasPrefix(guide.Email, name+".") || guide.Email == name {
			return guide.Email
		}
	}
	return name
}

// Write runs a change in one transaction.
func (w *World) Write(work func(tx *db.Tx) error) {
	w.t.Helper()
	if err := w.DB.Write(w.t.Context(), work); err != nil {
		w.t.Fatal(err)
	}
}
