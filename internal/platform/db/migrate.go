package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
	"github.com/pressly/goose/v3/lock"
)

// Migrate brings the schema up to date: the files NNNN_name.sql of all sources, in the order of their numbers, forward
// only. It refuses a database that a newer binary has migrated.
func (d *DB) Migrate(ctx context.Context, sources []fs.FS) error {
	files, err := d.merge(sources)
	if err != nil {
		return err
	}
	pool, finish, err := d.engine.migration(ctx)
	if err != nil {
		return err
	}
	migrated, err := d.up(ctx, pool, files)
	return errors.Join(err, finish(ctx, migrated))
}

var lawful = regexp.MustCompile(`^[0-9]{4}_[a-z0-9_]+\.sql$`)

func (d *DB) merge(sources []fs.FS) (schema, error) {
	files := schema{}
	numbers := map[string]string{}
	for _, source := range sources {
		err := fs.WalkDir(source, ".", func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			text, err := fs.ReadFile(source, name)
			if err != nil {
				return err
			}
			base := path.Base(name)
			if !lawful.MatchString(base) {
				return fmt.Errorf("db: %s is not called NNNN_name.sql", name)
			}
			if other, taken := numbers[base[:4]]; taken {
				return fmt.Errorf("db: migrations %s and %s have one number", other, base)
			}
			numbers[base[:4]] = base
			files[base] = d.engine.translate(only(d.Dialect(), string(text)))
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return files, nil
}

// part begins the lines of a migration that one engine alone reads; they end with « -- +end ».
const part = "-- +only "

// only leaves out of a migration the parts of the other engine. Few migrations have any: the search index's, for which
// the two have nothing in common.
func only(dialect, text string) string {
	var kept strings.Builder
	within := dialect
	for line := range strings.Lines(text) {
		switch name, begins := strings.CutPrefix(strings.TrimSpace(line), part); {
		case begins:
			within = name
		case strings.TrimSpace(line) == "-- +end":
			within = dialect
		case within == dialect:
			kept.WriteString(line)
		}
	}
	return kept.String()
}

// up says whether anything was migrated.
func (d *DB) up(ctx context.Context, pool *sql.DB, files schema) (migrated bool, err error) {
	if len(files) == 0 {
		return false, nil
	}
	// Numbers are grouped by room: a room may add one below the newest of another.
	options := []goose.ProviderOption{goose.WithAllowOutofOrder(true)}
	if d.Dialect() == Postgres {
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return false, fmt.Errorf("db: %w", err)
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	provider, err := goose.NewProvider(database.Dialect(d.Dialect()), pool, files, options...)
	if err != nil {
		return false, fmt.Errorf("db: %w", err)
	}
	current, err := provider.GetDBVersion(ctx)
	if err != nil {
		return false, fmt.Errorf("db: %w", err)
	}
	sources := provider.ListSources()
	if newest := sources[len(sources)-1].Version; current > newest {
		return false, fmt.Errorf("this database was migrated by a newer version of Osmose (schema %d; this binary knows %d): install that version or a newer one", current, newest)
	}
	done, err := provider.Up(ctx)
	if err != nil {
		return true, fmt.Errorf("db: migrating: %w", err)
	}
	return len(done) > 0, nil
}

// schema holds the text of each migration by its file's name. It is the part of a file system that goose reads.
type schema map[string]string

// Glob returns the names that match a pattern, in order.
func (s schema) Glob(pattern string) ([]string, error) {
	var names []string
	for name := range s {
		matches, err := path.Match(pattern, name)
		if err != nil {
			return nil, err
		}
		if matches {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names, nil
}

// Open returns a migration to be read from its beginning.
func (s schema) Open(name string) (fs.File, error) {
	text, known := s[name]
	if !known {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return script{strings.NewReader(text)}, nil
}

type script struct{ *strings.Reader }

// Stat knows nothing: nobody asks a migration for more than its text.
func (script) Stat() (fs.FileInfo, error) { return nil, errors.ErrUnsupported }

// Close does nothing.
func (script) Close() error { return nil }
