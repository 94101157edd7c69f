package db

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"reflect"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"
)

// ReaderSettings are those of PostgreSQL under which Osmose reads. Every list has its index, and a page takes few rows of each
// table: hashing or sorting a whole small one costs more than looking those up, and its plan would change as it grows. What the
// address of the database says of a setting comes first.
var ReaderSettings = map[string]string{
	"random_page_cost": "1.1", "enable_seqscan": "off", "enable_hashjoin": "off", "enable_mergejoin": "off",
}

// openReaders opens the pool whose transactions the server itself keeps from writing.
func openReaders(ctx context.Context, address string) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, fmt.Errorf("db: %w", err)
	}
	switch mode := config.ConnConfig.DefaultQueryExecMode; mode {
	case pgx.QueryExecModeExec, pgx.QueryExecModeSimpleProtocol: // all values are texts: « f » would be read as true
		return nil, fmt.Errorf("db: Osmose does not read in the mode %q: leave default_query_exec_mode out of the address, or say cache_describe", mode)
	}
	given := config.ConnConfig.RuntimeParams
	for name, value := range ReaderSettings {
		if _, said := given[name]; !said {
			given[name] = value
		}
	}
	given["default_transaction_read_only"] = "on"
	config.MaxConns = postgresConnections
	return pgxpool.NewWithConfig(context.WithoutCancel(ctx), config)
}

// pgReader reads without database/sql, which has no way to send queries together and costs a third more for each.
type pgReader struct {
	ctx  context.Context
	pool *pgxpool.Pool
}

func (r pgReader) query(text string, args []any, read func(rows) error) error {
	list, err := r.pool.Query(r.ctx, text, args...)
	return readPG(list, err, read)
}

func (r pgReader) together(asks []*ask) {
	if len(asks) == 1 {
		asks[0].err = r.query(asks[0].text, asks[0].args, asks[0].read)
		return
	}
	var batch pgx.Batch
	for _, a := range asks {
		batch.Queue(a.text, a.args...)
	}
	answers := r.pool.SendBatch(r.ctx, &batch)
	for _, a := range asks {
		list, err := answers.Query()
		a.err = readPG(list, err, a.read)
	}
	if err := answers.Close(); err != nil {
		last := asks[len(asks)-1]
		last.err = errors.Join(last.err, err)
	}
}

func (r pgReader) exec(string, []any) (int64, error) { return 0, errReadOnly }

func readPG(list pgx.Rows, err error, read func(rows) error) error {
	if err != nil {
		return err
	}
	defer list.Close()
	if err := read(&pgRows{list: list}); err != nil {
		return err
	}
	list.Close() // it reads the rest, and with it what went wrong
	return list.Err()
}

// pgRows reads values from the bytes that the server sends.
type pgRows struct {
	list   pgx.Rows
	fields []pgconn.FieldDescription
	values [][]byte
}

var errNoColumns = errors.New("db: an answer without columns")

func (r *pgRows) columns() ([]string, error) {
	var names []string
	for _, field := range r.list.FieldDescriptions() {
		names = append(names, field.Name)
	}
	if names == nil { // the server refused, or nobody waits any more, before it said: Close finds out why
		r.list.Close()
		return nil, cmp.Or(r.list.Err(), errNoColumns)
	}
	return names, nil
}

func (r *pgRows) next(int) (bool, error) {
	if !r.list.Next() {
		return false, r.list.Err()
	}
	if r.fields == nil {
		r.fields = r.list.FieldDescriptions()
	}
	r.values = r.list.RawValues()
	return true, nil
}

// put knows the types of our schema, in the formats that pgx asks for.
func (r *pgRows) put(column int, field reflect.Value) error {
	value, fits := r.values[column], false
	if value == nil {
		return misfit(nil, field)
	}
	switch r.fields[column].DataTypeOID {
	case pgtype.Int8OID:
		fits = setInt(field, int64(binary.BigEndian.Uint64(value)))
	case pgtype.Int4OID:
		fits = setInt(field, int64(int32(binary.BigEndian.Uint32(value))))
	case pgtype.TextOID, pgtype.VarcharOID, pgtype.NameOID, pgtype.UnknownOID:
		fits = setString(field, string(value))
	case pgtype.BoolOID:
		fits = setBool(field, value[0] != 0)
	case pgtype.Float8OID:
		fits = setFloat(field, math.Float64frombits(binary.BigEndian.Uint64(value)))
	case pgtype.Float4OID:
		fits = setFloat(field, float64(math.Float32frombits(binary.BigEndian.Uint32(value))))
	case pgtype.ByteaOID:
		fits = setBytes(field, append([]byte{}, value...))
	}
	if !fits {
		return fmt.Errorf("PostgreSQL's type %d does not fit a field of type %s", r.fields[column].DataTypeOID, field.Type())
	}
	return nil
}
