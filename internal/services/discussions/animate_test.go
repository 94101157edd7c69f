package discussions

import (
	"errors"
	"strings"
	"testing"
	"time"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/publications/comments"
	"osmose/internal/publications/follows"
	"osmose/internal/publications/moderation"
	"osmose/internal/spaces"
)

func TestAClosedThreadTakesRepliesOfAnimatorsOnly(t *testing.T) {
	w := newWorld(t)
	id := w.opened("Terminé")
	w.write(func(tx *db.Tx) error { return w.room.Close(tx, w.as(w.helene), id) })
	err := w.try(func(tx *db.Tx) error { _, err := w.room.Reply(tx, w.as(w.karim), id, "<p>Encore</p>", 0); return err })
	if !refused(err, "comments.closed_refused") {
		t.Errorf("Karim: %v", err)
	}
	w.replied(w.helene, id, "Je conclus.")
	w.write(func(tx *db.Tx) error { return w.room.Reopen(tx, w.as(w.helene), id) })
	w.replied(w.karim, id, "Merci.")
	w.same(w.words(id), "[Je conclus. Merci.]", "replies")
}

// TestCardsSayWhatThreadsAreNow reads what feeds show of a thread after each verb that changes it.
func TestCardsSayWhatThreadsAreNow(t *testing.T) {
	w := newWorld(t)
	m := w.as(w.helene)
	id := w.opened("Panne")
	card := func(want string) {
		t.Helper()
		item, err := w.room.publications.Find(w.q(), m, id)
		w.must(err)
		w.same(item.Card, want, "card")
	}
	card("")
	w.write(func(tx *db.Tx) error { return w.room.FollowUp(tx, m, id, InProgress) })
	card(string(InProgress))
	w.write(func(tx *db.Tx) error { return w.room.Close(tx, m, id) })
	card(string(InProgress) + " closed")
	w.write(func(tx *db.Tx) error { return w.room.FollowUp(tx, m, id, NoMalfunction) })
	card("closed")
	w.write(func(tx *db.Tx) error { return w.room.Reopen(tx, m, id) })
	card("")
	asked, err := Feedback(w.q(), m)
	w.must(err)
	id = asked.ID
	card(feedback)
}

func TestPinsAreCounted(t *testing.T) {
	w := newWorld(t)
	m := w.as(w.helene)
	for i := range MaxPins {
		id := w.opened(strings.Repeat("épinglé ", i+1))
		err := w.try(func(tx *db.Tx) error { return Pin(tx, m, id) })
		if late := i >= MaxPins-2; late != refused(err, "discussions.too_many_pins") { // the standing threads are two
			t.Fatalf("pin %d: %v", i+1, err)
		}
	}
}

func TestAReplyQuotesOnlyItsOwnThread(t *testing.T) {
	w := newWorld(t)
	one, two := w.opened("Un"), w.opened("Deux")
	text := w.replied(w.karim, one, "À citer")
	m := w.as(w.karim)
	err := w.try(func(tx *db.Tx) error { _, err := w.room.Reply(tx, m, two, "<p>Je cite</p>", text); return err })
	if !errors.Is(err, fault.ErrNotFound) {
		t.Errorf("across threads: %v", err)
	}
	w.same(w.thread(two).Replies, 0, "replies")
	w.write(func(tx *db.Tx) error { _, err := w.room.Reply(tx, m, one, "<p>Je cite</p>", text); return err })
}

func TestSplittingMovesRepliesAndCountsBothThreads(t *testing.T) {
	w := newWorld(t)
	id := w.opened("Deux sujets")
	w.replied(w.helene, id, "un")
	two := w.replied(w.sophieWrites(), id, "deux")
	w.replied(w.karim, id, "trois")
	var split ids.ID
	w.write(func(tx *db.Tx) (err error) {
		split, err = w.room.Split(tx, w.as(w.helene), two, Separation{Title: "Le second sujet", Theme: w.theme, Following: true})
		return err
	})
	w.same(w.words(id), "[un]", "replies that stay")
	w.same(w.words(split), "[trois]", "replies that move")
	old, fresh := w.thread(id), w.thread(split)
	w.same([]int{old.Replies, fresh.Replies}, []int{1, 1}, "counts")
	w.same(old.ActivityAt.Sub(old.PublishedAt), time.Second, "last activity of the old thread")
	w.same(fresh.ActivityAt.Sub(fresh.PublishedAt), time.Second, "last activity of the new thread")
	w.same(fresh.Byline.ID, w.sophie, "author")
	for _, person := range []ids.ID{w.sophie, w.karim} {
		following, err := follows.Following(w.q(), w.as(person), split)
		w.must(err)
		w.same(following, true, "who wrote follows")
	}
	found, err := comments.Find(w.q(), w.as(w.karim), two, false)
	w.must(err)
	w.same(found.Publication, split, "the text's address")
	for _, thread := range []ids.ID{id, split} {
		list, err := offshoots(w.q(), w.as(w.karim), thread)
		w.must(err)
		if len(list) != 1 || list[0].ID == thread || list[0].Source != (thread == split) {
			t.Errorf("offshoots of %v: %v", thread, list)
		}
	}
}

// sophieWrites makes of Sophie a contributor.
func (w *world) sophieWrites() ids.ID {
	w.write(func(tx *db.Tx) error { return w.spaces.ChangeRole(tx, w.as(w.helene), w.sophie, spaces.Contributor) })
	return w.sophie
}

func TestWhatIsHiddenIsNeitherEditedNorSplit(t *testing.T) {
	w := newWorld(t)
	id := w.opened("À masquer")
	text := w.replied(w.karim, id, "Un nom de trop.")
	hide := moderation.New(w.room.publications, w.recorder)
	w.write(func(tx *db.Tx) error { return hide.HideText(tx, w.as(w.helene), text, "Donnée personnelle") })
	if err := w.try(func(tx *db.Tx) error { return w.room.comments.Edit(tx, w.as(w.karim), text, 1, "<p>x</p>") }); !refused(err, "comments.hidden_refused") {
		t.Errorf("edit: %v", err)
	}
	err := w.try(func(tx *db.Tx) error {
		_, err := w.room.Split(tx, w.as(w.helene), text, Separation{Title: "x", Theme: w.theme})
		return err
	})
	if !refused(err, "discussions.split_hidden") {
		t.Errorf("split: %v", err)
	}
}
