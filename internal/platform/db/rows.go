package db

import (
	"database/sql"
	"fmt"
	"reflect"
)

// rows are the answer to a query, one row at a time.
type rows interface {
	columns() ([]string, error)
	// next goes to the next row, of a number of columns; false after the last.
	next(columns int) (bool, error)
	// put sets a field to the value of a column of this row. Errors: one that does not fit.
	put(column int, field reflect.Value) error
}

// readSQL hands rows of database/sql to read, and closes them.
func readSQL(list *sql.Rows, read func(rows) error) error {
	defer list.Close()
	if err := read(&sqlRows{list: list}); err != nil {
		return err
	}
	return list.Err()
}

// sqlRows takes values as the driver gives them. database/sql converts nothing on the way into an any: with fields as its
// targets it spent more than the query (see docs/performance.md).
type sqlRows struct {
	list            *sql.Rows
	values, targets []any
}

func (r *sqlRows) columns() ([]string, error) { return r.list.Columns() }

func (r *sqlRows) next(columns int) (bool, error) {
	if !r.list.Next() {
		return false, r.list.Err()
	}
	if r.values == nil {
		both := make([]any, 2*columns)
		r.values, r.targets = both[:columns], both[columns:]
		for i := range r.values {
			r.targets[i] = &r.values[i]
		}
	}
	return true, r.list.Scan(r.targets...)
}

func (r *sqlRows) put(column int, field reflect.Value) error {
	fits := false
	switch v := r.values[column].(type) {
	case int64:
		fits = setInt(field, v)
	case string:
		fits = setString(field, v)
	case bool:
		fits = setBool(field, v)
	case float64:
		fits = setFloat(field, v)
	case []byte:
		fits = setBytes(field, v)
	}
	if !fits {
		return misfit(r.values[column], field)
	}
	return nil
}

func misfit(value any, field reflect.Value) error {
	return fmt.Errorf("%T does not fit a field of type %s", value, field.Type())
}

func setInt(field reflect.Value, v int64) bool {
	switch field.Kind() {
	case reflect.Int64, reflect.Int:
		field.SetInt(v)
	case reflect.Bool: // SQLite has no booleans
		field.SetBool(v != 0)
	case reflect.Float64:
		field.SetFloat(float64(v))
	default:
		return false
	}
	return true
}

func setString(field reflect.Value, v string) bool {
	if field.Kind() != reflect.String {
		return false
	}
	field.SetString(v)
	return true
}

func setBool(field reflect.Value, v bool) bool {
	if field.Kind() != reflect.Bool {
		return false
	}
	field.SetBool(v)
	return true
}

func setFloat(field reflect.Value, v float64) bool {
	if field.Kind() != reflect.Float64 {
		return false
	}
	field.SetFloat(v)
	return true
}

func setBytes(field reflect.Value, v []byte) bool {
	if field.Kind() != reflect.Slice || field.Type().Elem().Kind() != reflect.Uint8 {
		return false
	}
	field.SetBytes(v)
	return true
}
