package db

import (
	"errors"
	"iter"
)

// ask is a query that waits for its answer.
type ask struct {
	text string
	args []any
	read func(rows) error
	err  error
}

// pipeline is a runner that sends several queries at once and reads their answers one after the other: on PostgreSQL a
// journey to the server costs more than most queries.
type pipeline interface {
	runner
	// together answers every ask, each with its error.
	together(asks []*ask)
}

// Together runs works that do not need each other's results: where the engine can, the first query of each goes out with
// the first of the others, then the second of each with the others' second. The works take turns, so they may share what they
// write to. Errors: the first of a work, which ends the others where they stand.
func Together(q Querier, works ...func(q Querier) error) error {
	if s, ok := q.(*session); ok {
		if p, ok := s.runner.(pipeline); ok {
			return s.inTurns(p, works)
		}
	}
	for _, work := range works {
		if err := work(q); err != nil {
			return err
		}
	}
	return nil
}

// inTurns runs each work until it asks, sends what they ask, and goes on.
func (s *session) inTurns(p pipeline, works []func(q Querier) error) error {
	lanes := make([]lane, len(works))
	for i, work := range works {
		l := &lanes[i]
		l.next, l.stop = iter.Pull(func(yield func([]*ask) bool) {
			own := *s
			own.runner = inLane{yield}
			l.err = work(&own)
		})
		defer l.stop()
	}
	for {
		var asks []*ask
		for i := range lanes {
			l := &lanes[i]
			more, running := l.next()
			if l.err != nil {
				return l.err
			}
			if running {
				asks = append(asks, more...)
			}
		}
		if len(asks) == 0 {
			return nil
		}
		p.together(asks)
	}
}

// lane is a work under way, and what it asks next.
type lane struct {
	next func() ([]*ask, bool)
	stop func()
	err  error
}

// errStopped unwinds a work whose neighbour has failed.
var errStopped = errors.New("db: another query failed")

// inLane is the runner of a work in its lane: it hands over what is asked and is called again with the answers.
type inLane struct{ yield func([]*ask) bool }

func (l inLane) query(text string, args []any, read func(rows) error) error {
	one := ask{text: text, args: args, read: read}
	if !l.yield([]*ask{&one}) {
		return errStopped
	}
	return one.err
}

func (l inLane) together(asks []*ask) {
	if l.yield(asks) {
		return
	}
	for _, a := range asks {
		a.err = errStopped
	}
}

func (l inLane) exec(string, []any) (int64, error) { return 0, errReadOnly }

var errReadOnly = errors.New("db: readers do not write")
