package db_test

import (
	"io/fs"
	"strings"
	"testing"
	"time"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/db/dbtest"
)

// TestAModeInWhichValuesWouldBeMisreadIsRefused opens a database in each way that an address may ask PostgreSQL to answer.
func TestAModeInWhichValuesWouldBeMisreadIsRefused(t *testing.T) {
	if !dbtest.Postgres() {
		t.Log("SQLite has one way to answer")
		return
	}
	for mode, reads := range map[string]bool{
		"cache_statement": true, "cache_describe": true, "describe_exec": true, "exec": false, "simple_protocol": false,
	} {
		config := dbtest.Config(t, clock.NewManual(time.Date(2026, 11, 18, 9, 12, 0, 0, time.UTC)))
		before, after, asked := strings.Cut(config.URL, "?")
		config.URL = before + "?default_query_exec_mode=" + mode
		if asked {
			config.URL += "&" + after
		}
		d, err := db.Open(t.Context(), config)
		if !reads {
			if err == nil || !strings.Contains(err.Error(), "default_query_exec_mode") {
				t.Errorf("%s: opened, %v", mode, err)
			}
			continue
		}
		if err != nil {
			t.Fatalf("%s: %v", mode, err)
		}
		if err := d.Migrate(t.Context(), []fs.FS{schema}); err != nil {
			t.Fatal(err)
		}
		threeNotes(t, d)
		found, err := db.One[note](d.Read(t.Context()), "SELECT id, label, n, NOT kept AS kept FROM notes WHERE id = $1", 2)
		if err != nil || found != (note{ID: 2, Label: "deux"}) {
			t.Errorf("%s: %+v, %v", mode, found, err)
		}
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	}
}
