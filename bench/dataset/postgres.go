package dataset

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
)

// postgres copies through one connection, on which no foreign key is checked where the server lets us (superusers); elsewhere they
// are, and it takes longer. The rest goes through a pool.
type postgres struct {
	copier *pgx.Conn
	pool   *sql.DB
}

func openPostgres(ctx context.Context, address string) (*postgres, error) {
	copier, err := pgx.Connect(ctx, address)
	if err != nil {
		return nil, fmt.Errorf("dataset: %w", err)
	}
	_, _ = copier.Exec(ctx, `SET session_replication_role = replica`) // see above
	pool, err := sql.Open("pgx", address)
	if err == nil {
		_, err = pool.ExecContext(ctx, ownTables)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("dataset: %w", err), copier.Close(ctx))
	}
	return &postgres{copier, pool}, nil
}

func (p *postgres) inhabited(ctx context.Context) (is bool, err error) {
	return is, p.pool.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM people)`).Scan(&is)
}

func (p *postgres) note(ctx context.Context, name string) (string, error) {
	return noteIn(ctx, p.pool, name)
}

func (p *postgres) put(ctx context.Context, s step, chunk int, values []any) error {
	err := pgx.BeginFunc(ctx, p.copier, func(tx pgx.Tx) error {
		rows := &copied{values: values, width: len(s.columns)}
		if _, err := tx.CopyFrom(ctx, pgx.Identifier{s.table}, s.columns, rows); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, setNote, s.table, strconv.Itoa(chunk+1))
		return err
	})
	if err != nil {
		return fmt.Errorf("dataset: %s: %w", s.table, err)
	}
	return nil
}

// copied hands the values of a chunk to COPY, row by row.
type copied struct {
	values []any
	width  int
	next   int
}

// Next goes to the next row.
func (c *copied) Next() bool {
	c.next += c.width
	return c.next <= len(c.values)
}

// Values are those of the row.
func (c *copied) Values() ([]any, error) { return c.values[c.next-c.width : c.next], nil }

// Err is that of making rows, which are there already.
func (c *copied) Err() error { return nil }

// begin leaves those that hold a constraint.
func (p *postgres) begin(ctx context.Context, world string, tables []string) error {
	found, err := indexesIn(ctx, p.pool, `
		SELECT i.indexname, i.indexdef
		FROM pg_indexes i
		WHERE i.schemaname = current_schema() AND i.tablename IN (`+quoted(tables)+`) AND NOT EXISTS (
			SELECT 1
			FROM pg_constraint c
			JOIN pg_class k ON k.oid = c.conindid
			WHERE k.relname = i.indexname)
		ORDER BY i.indexname`)
	if err != nil {
		return err
	}
	return inTx(ctx, p.pool, func(tx *sql.Tx) error { return drop(ctx, tx, world, found) })
}

func (p *postgres) missing(ctx context.Context) ([]index, error) {
	return indexesIn(ctx, p.pool, missingIndexes)
}

// build sorts in memory where it can.
func (p *postgres) build(ctx context.Context, i index) error {
	return inTx(ctx, p.pool, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `SET LOCAL maintenance_work_mem = '512MB'`); err != nil {
			return err
		}
		return create(ctx, tx, i)
	})
}

// finish lets the planner know what is there: a throw-away cluster has nobody else who would.
func (p *postgres) finish(ctx context.Context, name, value string) error {
	if _, err := p.pool.ExecContext(ctx, `VACUUM (ANALYZE)`); err != nil {
		return err
	}
	_, err := p.pool.ExecContext(ctx, setNote, name, value)
	return err
}

// strays checks what the copies did not: each foreign key, by one join.
func (p *postgres) strays(ctx context.Context) (list []string, err error) {
	keys, err := indexesIn(ctx, p.pool, `
		SELECT conrelid::regclass || ' ' || confrelid::regclass, pg_get_constraintdef(oid)
		FROM pg_constraint
		WHERE contype = 'f'
		ORDER BY 1`)
	if err != nil {
		return nil, err
	}
	for _, key := range keys {
		child, parent, _ := strings.Cut(key.name, " ")
		here, there, err := columnsOf(key.definition)
		if err != nil {
			return nil, err
		}
		var set, on []string
		for i := range here {
			set, on = append(set, "c."+here[i]+" IS NOT NULL"), append(on, "p."+there[i]+" = c."+here[i])
		}
		var n int
		query := "SELECT COUNT(*) FROM " + child + " c WHERE " + strings.Join(set, " AND ") + " AND NOT EXISTS (SELECT 1 FROM " + parent + " p WHERE " + strings.Join(on, " AND ") + ")"
		if err := p.pool.QueryRowContext(ctx, query).Scan(&n); err != nil {
			return nil, err
		}
		if n > 0 {
			list = append(list, fmt.Sprintf("%d rows of %s point to no row of %s", n, child, parent))
		}
	}
	return list, nil
}

// columnsOf reads « FOREIGN KEY (a, b) REFERENCES t(c, d) … ».
func columnsOf(definition string) (here, there []string, err error) {
	parts := strings.FieldsFunc(definition, func(r rune) bool { return r == '(' || r == ')' })
	if len(parts) < 4 {
		return nil, nil, fmt.Errorf("dataset: the key %q is not understood", definition)
	}
	return strings.Split(parts[1], ", "), strings.Split(parts[3], ", "), nil
}

func (p *postgres) close() error {
	return errors.Join(p.copier.Close(context.Background()), p.pool.Close())
}
