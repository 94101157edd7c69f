package db

import (
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// IsUnique says whether a statement failed because a row with that key exists already. Verbs say ON CONFLICT instead.
func IsUnique(err error) bool {
	var postgres *pgconn.PgError
	if errors.As(err, &postgres) {
		return postgres.Code == "23505"
	}
	var embedded *sqlite.Error
	return errors.As(err, &embedded) &&
		(embedded.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || embedded.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)
}
