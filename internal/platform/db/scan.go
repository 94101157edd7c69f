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

func scan[T any](q Querier, limit int, text string, args []any) ([]T, error) {
	rows, err := q.rows(text, args)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []T
	pointers, err := pointersOf[T](rows, text)
	if err != nil {
		return nil, err
	}
	var targets []any
	for rows.Next() {
		if len(list) == limit {
			break
		}
		var row T
		targets = pointers(&row, targets[:0])
		if err := rows.Scan(targets...); err != nil {
			return nil, fmt.Errorf("%w\n\tin %s", err, text)
		}
		list = append(list, row)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("%w\n\tin %s", err, text)
	}
	return list, nil
}

// planKey names what a query's columns are scanned into; the plan is found once for each statement.
type planKey struct {
	text string
	typ  reflect.Type
}

var plans sync.Map // planKey → [][]int: the path to the field of each column

// pointersOf returns the function that lists, for a row, where each column goes.
func pointersOf[T any](rows *sql.Rows, text string) (func(row *T, targets []any) []any, error) {
	typ := reflect.TypeFor[T]()
	if typ.Kind() != reflect.Struct {
		return func(row *T, targets []any) []any { return append(targets, row) }, nil
	}
	plan, err := planOf(rows, planKey{text, typ})
	if err != nil {
		return nil, err
	}
	return func(row *T, targets []any) []any {
		value := reflect.ValueOf(row).Elem()
		for _, path := range plan {
			targets = append(targets, value.FieldByIndex(path).Addr().Interface())
		}
		return targets
	}, nil
}

func planOf(rows *sql.Rows, key planKey) ([][]int, error) {
	if known, ok := plans.Load(key); ok {
		return known.([][]int), nil
	}
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	fields := map[string][]int{}
	collect(key.typ, nil, fields)
	plan := make([][]int, len(columns))
	for i, column := range columns {
		path, ok := fields[column]
		if !ok {
			return nil, fmt.Errorf("db: %s has no field for column %q\n\tin %s", key.typ, column, key.text)
		}
		plan[i] = path
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
