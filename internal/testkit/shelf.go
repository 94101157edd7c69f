package testkit

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/jackc/pgx/v5"

	"osmose/internal/platform/db/dbtest"
)

// To copy a PostgreSQL database is to write a thousand files: most tests change a few rows. So the copies of a mould are lent: one
// that comes back has the tables that changed written again, and serves the next test.

// shelf holds the copies of a mould that nobody has. It is safe for use by several goroutines.
type shelf struct {
	mu   sync.Mutex
	free []*copied
}

// copied is a database on the test server, and a connection to it that stays: its tables are known there already.
type copied struct {
	name, address string
	conn          *pgx.Conn
	marks         map[string]mark // by table, from when it said what its mould says
}

// mark changes with its table: a row written has a newer transaction, a row gone is missing from the count.
type mark struct{ rows, newest int64 }

// tooMuch is how many rows may have come or gone in a copy that is still worth putting right: dead rows slow the next test.
const tooMuch = 2000

var made atomic.Int64

// copying keeps two tests from copying one database at once, which PostgreSQL refuses.
var copying sync.Mutex

// lend returns a copy that is the caller's until takeBack.
func (m *Mould) lend(ctx context.Context) (*copied, error) {
	if c := m.shelf.pop(); c != nil {
		return c, nil
	}
	c := &copied{name: fmt.Sprintf("osmose_copy_%d_%d", os.Getpid(), made.Add(1))}
	var err error
	copying.Lock()
	c.address, err = dbtest.Create(c.name, m.postgres)
	copying.Unlock()
	if err != nil {
		return nil, err
	}
	if c.conn, err = pgx.Connect(ctx, c.address); err != nil {
		return nil, err
	}
	c.marks, err = m.look(ctx, c.conn)
	return c, err
}

// takeBack puts a copy right and back on the shelf. One in which too much changed is dropped.
func (m *Mould) takeBack(ctx context.Context, c *copied) error {
	now, err := m.look(ctx, c.conn)
	if err != nil {
		return err
	}
	var changed []string
	for table, mark := range now {
		if mark.rows-c.marks[table].rows > tooMuch {
			return c.drop(ctx)
		}
		if mark != c.marks[table] {
			changed = append(changed, table)
		}
	}
	if len(changed) > 0 {
		if err := m.restore(ctx, c.conn, changed); err != nil {
			return err
		}
		if c.marks, err = m.look(ctx, c.conn); err != nil {
			return err
		}
	}
	m.shelf.push(c)
	return nil
}

func (c *copied) drop(ctx context.Context) error {
	return errors.Join(c.conn.Close(ctx), dbtest.Drop(c.name))
}

// restore writes tables again as the mould has them. Nothing else happens: no trigger, no cascade.
func (m *Mould) restore(ctx context.Context, conn *pgx.Conn, tables []string) error {
	tx, err := conn.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback(ctx)
	if _, err := tx.Exec(ctx, `SET LOCAL session_replication_role = replica`); err != nil {
		return err
	}
	for _, table := range tables {
		if _, err := tx.Exec(ctx, `DELETE FROM `+table); err != nil {
			return err
		}
		if _, err := conn.PgConn().CopyFrom(ctx, bytes.NewReader(m.tables[table]), `COPY `+table+` FROM STDIN (FORMAT binary)`); err != nil {
			return err
		}
	}
	return tx.Commit(ctx)
}

// look reads the marks of all tables.
func (m *Mould) look(ctx context.Context, conn *pgx.Conn) (map[string]mark, error) {
	var asked []string
	for table := range m.tables {
		asked = append(asked, fmt.Sprintf(`SELECT '%s', count(*), coalesce(max(xmin::text::bigint), 0) FROM %s`, table, table))
	}
	rows, err := conn.Query(ctx, strings.Join(asked, ` UNION ALL `))
	if err != nil {
		return nil, err
	}
	marks := map[string]mark{}
	var table string
	var seen mark
	_, err = pgx.ForEachRow(rows, []any{&table, &seen.rows, &seen.newest}, func() error {
		marks[table] = seen
		return nil
	})
	return marks, err
}

// takeTables reads the rows of a mould's database.
func (m *Mould) takeTables(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, dbtest.Address(m.postgres))
	if err != nil {
		return err
	}
	defer conn.Close(ctx) // it has read only
	rows, err := conn.Query(ctx, `SELECT quote_ident(relname) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`)
	if err != nil {
		return err
	}
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return err
	}
	m.tables = map[string][]byte{}
	for _, table := range tables {
		var content bytes.Buffer
		if _, err := conn.PgConn().CopyTo(ctx, &content, `COPY `+table+` TO STDOUT (FORMAT binary)`); err != nil {
			return err
		}
		m.tables[table] = content.Bytes()
	}
	return nil
}

func (s *shelf) pop() *copied {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.free) == 0 {
		return nil
	}
	last := len(s.free) - 1
	c := s.free[last]
	s.free = s.free[:last]
	return c
}

func (s *shelf) push(c *copied) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.free = append(s.free, c)
}

// clear drops what is on the shelf.
func (s *shelf) clear(ctx context.Context) error {
	for c := s.pop(); c != nil; c = s.pop() {
		if err := c.drop(ctx); err != nil {
			return err
		}
	}
	return nil
}
