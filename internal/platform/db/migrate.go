package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"testing/fstest"

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
	return errors.Join(d.up(ctx, pool, files), finish(ctx))
}

func (d *DB) merge(sources []fs.FS) (fstest.MapFS, error) {
	files := fstest.MapFS{}
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
			if other, taken := numbers[base[:4]]; taken {
				return fmt.Errorf("db: migrations %s and %s have one number", other, base)
			}
			numbers[base[:4]] = base
			files[base] = &fstest.MapFile{Data: []byte(d.engine.translate(string(text)))}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return files, nil
}

func (d *DB) up(ctx context.Context, pool *sql.DB, files fstest.MapFS) error {
	if len(files) == 0 {
		return nil
	}
	var options []goose.ProviderOption
	if d.engine.dialect() == "postgres" {
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return fmt.Errorf("db: %w", err)
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	provider, err := goose.NewProvider(database.Dialect(d.engine.dialect()), pool, files, options...)
	if err != nil {
		return fmt.Errorf("db: %w", err)
	}
	current, err := provider.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("db: %w", err)
	}
	sources := provider.ListSources()
	if newest := sources[len(sources)-1].Version; current > newest {
		return fmt.Errorf("this database was migrated by a newer version of Osmose (schema %d; this binary knows %d): install that version or a newer one", current, newest)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("db: migrating: %w", err)
	}
	return nil
}
