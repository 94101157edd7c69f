package db

import (
	"database/sql"
	"errors"
	"fmt"
	"reflect"
	"sync"

	"osmose/internal/platform/fault"
)

// One returns the only row of a query: a scalar, or a struct whose fields carry `db:"column"`. Errors: ErrNoRows when
// there is none.
func One[T any](q Querier, text string, args ...any) (T, error) {
	var zero T
	list, err := scan[T](q, 1, text, args)
	if err != nil {
		return zero, err
	}
	if len(list) == 0 {
		return zero, ErrNoRows
	}
	return list[0], nil
}

// Find is One for what a person asked for: there is no such row is fault.ErrNotFound.
func Find[T any](q Querier, text string, args ...any) (T, error) {
	row, err := One[T](q, text, args...)
	if errors.Is(err, ErrNoRows) {
		return row, fault.ErrNotFound
	}
	return row, err
}

// All returns the rows of a query, which carries a LIMIT of its own.
func All[T any](q Querier, text string, args ...any) ([]T, error) {
	return scan[T](q, -1, text, args)
}

// firstRows is how many rows a list has room for at first: rows are large, and few lists are short.
const firstRows = 8

func scan[T any](q Querier, limit int, text string, args []any) ([]T, error) {
	rows, err := q.rows(text, args)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	plan, err := planOf(rows, planKey{text, reflect.TypeFor[T]()})
	if err != nil {
		return nil, err
	}
	var list []T
	cells := newCells(len(plan))
	for rows.Next() && len(list) != limit {
		if err := rows.Scan(cells.targets...); err != nil {
			return nil, fmt.Errorf("%w\n\tin %s", err, text)
		}
		if list == nil {
			list = make([]T, 0, min(uint(limit), firstRows))
		}
		list = append(list, *new(T))
		row := reflect.ValueOf(&list[len(list)-1]).Elem()
		for i, path := range plan {
			field := row
			if path != nil {
				field = row.FieldByIndex(path)
			}
			if err := set(field, cells.values[i]); err != nil {
				return nil, fmt.Errorf("db: column %d: %w\n\tin %s", i+1, err, text)
			}
		}
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("%w\n\tin %s", err, text)
	}
	return list, nil
}

// cells receive the values of one row as the driver gives them. database/sql converts nothing on the way into an any:
// with fields as its targets it spent more than the query (see docs/performance.md).
type cells struct{ values, targets []any }

func newCells(n int) cells {
	both := make([]any, 2*n)
	c := cells{both[:n], both[n:]}
	for i := range c.values {
		c.targets[i] = &c.values[i]
	}
	return c
}

// set puts a value of a driver (int64, string, bool, float64, []byte) into a field. A SUM is cast to BIGINT in SQL: PostgreSQL
// makes a text of it. Errors: one that does not fit.
func set(field reflect.Value, value any) error {
	switch v := value.(type) {
	case int64:
		switch field.Kind() {
		case reflect.Int64, reflect.Int:
			field.SetInt(v)
			return nil
		case reflect.Bool: // SQLite has no booleans
			field.SetBool(v != 0)
			return nil
		case reflect.Float64:
			field.SetFloat(float64(v))
			return nil
		}
	case string:
		if field.Kind() == reflect.String {
			field.SetString(v)
			return nil
		}
	case bool:
		if field.Kind() == reflect.Bool {
			field.SetBool(v)
			return nil
		}
	case float64:
		if field.Kind() == reflect.Float64 {
			field.SetFloat(v)
			return nil
		}
	case []byte:
		if field.Kind() == reflect.Slice && field.Type().Elem().Kind() == reflect.Uint8 {
			field.SetBytes(v)
			return nil
		}
	}
	return fmt.Errorf("%T does not fit a field of type %s", value, field.Type())
}

// planKey names what a query's columns are put into; the plan is found once for each statement.
type planKey struct {
	text string
	typ  reflect.Type
}

var plans sync.Map // planKey → [][]int: the path to the field of each column, nil for the value itself

func planOf(rows *sql.Rows, key planKey) ([][]int, error) {
	if known, ok := plans.Load(key); ok {
		return known.([][]int), nil
	}
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	plan := make([][]int, len(columns))
	if key.typ.Kind() == reflect.Struct {
		fields := map[string][]int{}
		collect(key.typ, nil, fields)
		for i, column := range columns {
			path, ok := fields[column]
			if !ok {
				return nil, fmt.Errorf("db: %s has no field for column %q\n\tin %s", key.typ, column, key.text)
			}
			plan[i] = path
		}
	} else if len(columns) != 1 {
		return nil, fmt.Errorf("db: %d columns for one %s\n\tin %s", len(columns), key.typ, key.text)
	}
	plans.Store(key, plan)
	return plan, nil
}

// collect notes the path of every field that carries a db tag, embedded structs included.
func collect(typ reflect.Type, prefix []int, fields map[string][]int) {
	for i := range typ.NumField() {
		field := typ.Field(i)
		path := append(append([]int(nil), prefix...), i)
		if tag := field.Tag.Get("db"); tag != "" {
			fields[tag] = path
			continue
		}
		if field.Anonymous && field.Type.Kind() == reflect.Struct {
			collect(field.Type, path, fields)
		}
	}
}
