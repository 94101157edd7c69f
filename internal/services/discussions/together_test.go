package discussions

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/publications/texts"
)

func TestAFormSentTwiceOpensOneThreadAndOneReply(t *testing.T) {
	w := newWorld(t)
	m := w.as(w.karim)
	opened := make([]ids.ID, 16)
	w.together(16, func(i int, tx *db.Tx) (err error) {
		opened[i], err = w.room.Open(tx, m, w.draft("Envoyé deux fois"))
		return err
	})
	replied := make([]ids.ID, 16)
	w.together(16, func(i int, tx *db.Tx) (err error) {
		replied[i], err = w.room.Reply(tx, m, opened[0], "<p>Envoyé deux fois</p>", 0)
		return err
	})
	for i := range 16 {
		if opened[i] != opened[0] || replied[i] != replied[0] {
			t.Fatalf("opened %v, replied %v", opened, replied)
		}
	}
	w.same(w.thread(opened[0]).Replies, 1, "replies counted")
	w.clock.Advance(2 * time.Minute)
	if again := w.opened("Envoyé deux fois"); again == opened[0] {
		t.Error("the same question, asked again later, is lost")
	}
}

// together runs a verb by n writers at once.
func (w *world) together(n int, verb func(i int, tx *db.Tx) error) {
	w.Helper()
	var group sync.WaitGroup
	for i := range n {
		group.Go(func() {
			if err := w.try(func(tx *db.Tx) error { return verb(i, tx) }); err != nil {
				w.Errorf("writer %d: %v", i, err)
			}
		})
	}
	group.Wait()
}

func TestSixteenRepliesAtOnceAreAllCounted(t *testing.T) {
	w := newWorld(t)
	id := w.opened("Tous à la fois")
	m := w.as(w.karim)
	w.together(16, func(i int, tx *db.Tx) error {
		_, err := w.room.Reply(tx, m, id, richtext.FromMarkdown(strings.Repeat("oui ", i+1)), 0)
		return err
	})
	w.same(w.thread(id).Replies, 16, "replies counted")
	w.same(len(w.words(id)), 16, "replies stored")
}

func TestOfSixteenEditsOneWins(t *testing.T) {
	w := newWorld(t)
	id := w.opened("À corriger")
	body, m := w.opening(id), w.as(w.karim)
	var mu sync.Mutex
	won := 0
	w.together(16, func(i int, tx *db.Tx) error {
		d := w.draft("À corriger")
		d.Body = richtext.FromMarkdown(strings.Repeat("corrigé ", i+1))
		err := w.room.Edit(tx, m, body.Text.ID, body.Version, d)
		var conflict *fault.Conflict
		if errors.As(err, &conflict) {
			return nil
		}
		mu.Lock()
		defer mu.Unlock()
		won++
		return err
	})
	w.same(won, 1, "edits that won")
	history, err := texts.History(w.q(), m, body.Text.ID)
	w.must(err)
	w.same(len(history), 1, "revisions")
	w.same(w.opening(id).Version, 2, "version")
}
