package db

import (
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
	var list []T
	err := q.ask(text, args, func(r rows) error {
		plan, err := planOf(r, planKey{text, reflect.TypeFor[T]()})
		if err != nil {
			return err
		}
		for len(list) != limit {
			if more, err := r.next(len(plan)); err != nil || !more {
				return err
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
				if err := r.put(i, field); err != nil {
					return fmt.Errorf("db: column %d: %w", i+1, err)
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return list, nil
}

// planKey names what a query's columns are put into; the plan is found once for each statement.
type planKey struct {
	text string
	typ  reflect.Type
}

var plans sync.Map // planKey → [][]int: the path to the field of each column, nil for the value itself

func planOf(r rows, key planKey) ([][]int, error) {
	if known, ok := plans.Load(key); ok {
		return known.([][]int), nil
	}
	columns, err := r.columns()
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
				return nil, fmt.Errorf("db: %s has no field for column %q", key.typ, column)
			}
			plan[i] = path
		}
	} else if len(columns) != 1 {
		return nil, fmt.Errorf("db: %d columns for one %s", len(columns), key.typ)
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
