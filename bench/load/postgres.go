package load

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// cluster is the database server's family of processes on this machine.
type cluster struct{ postmaster int }

// findCluster asks the database for the process that serves it; its parent is the first of them all. It returns nil on
// SQLite, whose work is the server's own.
func findCluster(ctx context.Context, address string) (c *cluster, err error) {
	if address == "" {
		return nil, nil
	}
	pool, err := sql.Open("pgx", address)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	var backend int
	if err := pool.QueryRowContext(ctx, `SELECT pg_backend_pid()`).Scan(&backend); err != nil {
		return nil, fmt.Errorf("load: %w", err)
	}
	u, err := usageOf(backend)
	if err != nil {
		return nil, fmt.Errorf("load: the database is not on this machine, its processor time can't be read: %w", err)
	}
	return &cluster{u.parent}, nil
}

func (c *cluster) cpu() (time.Duration, error) {
	if c == nil {
		return 0, nil
	}
	return cpuOfFamily(c.postmaster)
}

// settle does what autovacuum does within a minute of a filling on any server that people run, and never in the middle of a
// measure: it collects statistics of the tables and marks their pages as read by all. It does nothing on SQLite.
func settle(ctx context.Context, address string) (err error) {
	if address == "" {
		return nil
	}
	pool, err := sql.Open("pgx", address)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	if _, err := pool.ExecContext(ctx, `VACUUM (ANALYZE)`); err != nil {
		return fmt.Errorf("load: %w", err)
	}
	return nil
}
