// Package events lets an upper floor hear what a lower one did. A verb records a fact in its transaction; each listener
// that stores something receives it in a job of its own, at least once, so listeners are idempotent. Whoever stores
// nothing hears its echo instead: once at most, and after the commit. A fact is in the past tense and carries ids only: who may
// see what is decided when it is heard.
package events

import (
	"osmose/internal/platform/db"
	"osmose/internal/platform/jobs"
)

// Event is a fact. Its name is stable, and its JSON form only ever gains fields.
type Event interface{ EventName() string }

// Recorder knows the listeners.
type Recorder struct {
	queue     *jobs.Queue
	listeners map[string][]string // event name → job names
	echoes    map[string][]func(Event)
}

// New returns a recorder without listeners.
func New(queue *jobs.Queue) *Recorder {
	return &Recorder{queue: queue, listeners: map[string][]string{}, echoes: map[string][]func(Event){}}
}

// Listen calls hear, in a job, for every event of type E recorded from now on. The listener's name is stable: jobs that
// wait carry it.
func Listen[E Event](r *Recorder, listener string, hear func(tx *db.Tx, event E) error) {
	var event E
	job := listener + "/" + event.EventName()
	jobs.Inside(r.queue, job, hear)
	r.listeners[event.EventName()] = append(r.listeners[event.EventName()], job)
}

// Echo calls hear for every event of type E recorded from now on, on the node that recorded it, once its transaction is
// on disk. There is no job: a node that dies in between loses the echo, so it serves what can be looked up again. hear
// keeps the writer waiting, so it only hands on.
func Echo[E Event](r *Recorder, hear func(event E)) {
	var event E
	name := event.EventName()
	r.echoes[name] = append(r.echoes[name], func(e Event) { hear(e.(E)) })
}

// Record adds the event to the transaction.
func (r *Recorder) Record(tx *db.Tx, event Event) error {
	for _, job := range r.listeners[event.EventName()] {
		if err := r.queue.Put(tx, job, event); err != nil {
			return err
		}
	}
	if echoes := r.echoes[event.EventName()]; len(echoes) > 0 {
		tx.AfterCommit(func() {
			for _, hear := range echoes {
				hear(event)
			}
		})
	}
	return nil
}
