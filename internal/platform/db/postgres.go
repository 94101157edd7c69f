package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib" // its driver registers itself under "pgx"
)

// postgres runs on two pools, one of which can't write (postgres_read.go); pgx prepares and caches each statement by its
// text on each connection.
type postgres struct {
	pool    *sql.DB
	readers *pgxpool.Pool
}

const (
	postgresConnections = 16
	conflictAttempts    = 12
)

func (d *DB) openPostgres(ctx context.Context, address string) error {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return fmt.Errorf("db: %w", err)
	}
	pool := stdlib.OpenDB(*config)
	pool.SetMaxOpenConns(postgresConnections)
	pool.SetMaxIdleConns(postgresConnections)
	var collation string
	err = pool.QueryRowContext(ctx, `SELECT datcollate FROM pg_database WHERE datname = current_database()`).Scan(&collation)
	if err == nil && collation != "C" && collation != "POSIX" {
		err = fmt.Errorf("the PostgreSQL database has collation %q and Osmose needs C: create it with « CREATE DATABASE … LC_COLLATE 'C' TEMPLATE template0 »", collation)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("db: %w", err), pool.Close())
	}
	readers, err := openReaders(ctx, address)
	if err != nil {
		return errors.Join(err, pool.Close())
	}
	d.pool = pool
	d.engine = &postgres{pool, readers}
	return nil
}

func (p *postgres) read(ctx context.Context) runner { return pgReader{ctx, p.readers} }

type txRunner struct {
	ctx context.Context
	tx  *sql.Tx
}

func (r txRunner) query(text string, args []any, read func(rows) error) error {
	list, err := r.tx.QueryContext(r.ctx, text, args...)
	if err != nil {
		return err
	}
	return readSQL(list, read)
}

func (r txRunner) exec(text string, args []any) (int64, error) {
	result, err := r.tx.ExecContext(r.ctx, text, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// write runs at READ COMMITTED and again after a serialisation failure or a deadlock.
func (p *postgres) write(ctx context.Context, _ turn, work func(runner) error) error {
	var err error
	for attempt := range conflictAttempts {
		if err = ctx.Err(); err != nil {
			return err
		}
		if err = p.once(context.WithoutCancel(ctx), work); !isConflict(err) {
			return err
		}
		pause := time.NewTimer(time.Duration(rand.IntN(1+attempt*5)) * time.Millisecond)
		<-pause.C
	}
	return err
}

func (p *postgres) once(ctx context.Context, work func(runner) error) error {
	tx, err := p.pool.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := guarded(func() error { return work(txRunner{ctx, tx}) }); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// isConflict tells the two SQLSTATE codes after which a transaction is simply run again.
func isConflict(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01")
}

func (p *postgres) migration(context.Context) (*sql.DB, func(context.Context, bool) error, error) {
	return p.pool, func(context.Context, bool) error { return nil }, nil
}

func (p *postgres) translate(text string) string { return text }
func (p *postgres) dialect() string              { return Postgres }

func (p *postgres) close() error {
	p.readers.Close()
	return p.pool.Close()
}
