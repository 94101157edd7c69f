package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"

	_ "modernc.org/sqlite" // the driver that sql.Open names
)

// lite is SQLite: a pool of readers that can't write, and one writer (writer.go).
type lite struct {
	path    string
	readers *sql.DB
	stmts   sync.Map // text → *sql.Stmt
	writer  *writer
}

func (d *DB) openSQLite(ctx context.Context, dir string) error {
	path := filepath.Join(dir, "osmose.db")
	if err := keepPrivate(path); err != nil {
		return fmt.Errorf("db: %w", err)
	}
	w, err := openWriter(ctx, path)
	if err != nil {
		return err
	}
	readers, err := sql.Open("sqlite", dsn(path, "query_only(1)", "cache_size(-8000)"))
	if err != nil {
		return errors.Join(fmt.Errorf("db: %w", err), w.close())
	}
	readers.SetMaxOpenConns(max(4, 2*runtime.GOMAXPROCS(0)))
	readers.SetMaxIdleConns(max(4, 2*runtime.GOMAXPROCS(0)))
	d.pool = readers
	d.engine = &lite{path: path, readers: readers, writer: w}
	return nil
}

// keepPrivate closes the file to the machine's other accounts before SQLite makes it: that would leave it to the umask,
// in a folder that an operator may have made open. Its log and shared memory take the rights of the file. One that is
// there is not opened: closing it would drop the locks of another connection of this program.
func keepPrivate(path string) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err == nil {
		return file.Close()
	}
	if !errors.Is(err, fs.ErrExist) {
		return err
	}
	for _, name := range []string{path, path + "-wal", path + "-shm"} {
		found, err := os.Stat(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil && found.Mode().Perm()&0o007 != 0 {
			err = os.Chmod(name, found.Mode().Perm()&^0o007)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// dsn is the address of the file with the settings that every connection has, then its own.
func dsn(path string, own ...string) string {
	settings := url.Values{}
	for _, pragma := range append([]string{
		"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "secure_delete(1)", "temp_store(MEMORY)",
	}, own...) {
		settings.Add("_pragma", pragma)
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + settings.Encode()
}

// read ignores the request's cancellation: the driver would start a goroutine for each query to watch it, which costs
// more than the queries themselves.
func (l *lite) read(context.Context) runner { return l }

func (l *lite) query(text string, args []any, read func(rows) error) error {
	stmt, err := l.prepared(text)
	if err != nil {
		return err
	}
	list, err := stmt.Query(args...)
	if err != nil {
		return err
	}
	return readSQL(list, read)
}

func (l *lite) exec(string, []any) (int64, error) { return 0, errReadOnly }

func (l *lite) prepared(text string) (*sql.Stmt, error) {
	if known, ok := l.stmts.Load(text); ok {
		return known.(*sql.Stmt), nil
	}
	stmt, err := l.readers.Prepare(steady(text))
	if err != nil {
		return nil, err
	}
	if known, loaded := l.stmts.LoadOrStore(text, stmt); loaded {
		return known.(*sql.Stmt), stmt.Close()
	}
	return stmt, nil
}

// steady keeps SQLite from reading the value of a LIMIT while it prepares: a statement that it has planned for one value
// is prepared anew each time the parameter is bound, which costs more than running it.
func steady(text string) string { return limitParameter.ReplaceAllString(text, "LIMIT ($1+0)") }

var limitParameter = regexp.MustCompile(`LIMIT (\$\d+)`)

func (l *lite) write(ctx context.Context, t turn, work func(runner) error) error {
	return l.writer.run(ctx, t, work)
}

// migration hands out a connection of its own with foreign keys off: rebuilding a parent table with keys on deletes
// its children silently. The function it returns checks every key afterwards if something was migrated: that reads the whole
// database, half a minute of a start with five million rows.
func (l *lite) migration(ctx context.Context) (*sql.DB, func(context.Context, bool) error, error) {
	own, err := sql.Open("sqlite", dsn(l.path, "foreign_keys(0)"))
	if err != nil {
		return nil, nil, err
	}
	own.SetMaxOpenConns(1)
	return own, func(ctx context.Context, migrated bool) error {
		var err error
		if migrated {
			err = checkForeignKeys(ctx, own)
		}
		return errors.Join(err, own.Close())
	}, nil
}

func checkForeignKeys(ctx context.Context, pool *sql.DB) error {
	rows, err := pool.QueryContext(ctx, "PRAGMA foreign_key_check")
	if err != nil {
		return err
	}
	defer rows.Close()
	if rows.Next() {
		var table, parent string
		var row, key any
		if err := rows.Scan(&table, &row, &parent, &key); err != nil {
			return err
		}
		return fmt.Errorf("db: after the migrations a row of %s points to no row of %s", table, parent)
	}
	return rows.Err()
}

// translate writes the two phrases of our schema that SQLite spells otherwise: only INTEGER PRIMARY KEY is the rowid.
func (l *lite) translate(text string) string {
	return strings.NewReplacer("BIGINT PRIMARY KEY", "INTEGER PRIMARY KEY", "BYTEA", "BLOB").Replace(text)
}

func (l *lite) dialect() string { return SQLite }

func (l *lite) close() error {
	var errs []error
	l.stmts.Range(func(_, stmt any) bool {
		errs = append(errs, stmt.(*sql.Stmt).Close())
		return true
	})
	return errors.Join(append(errs, l.readers.Close(), l.writer.close())...)
}
