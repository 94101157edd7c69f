package discussions

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/publications/comments"
	"osmose/internal/publications/reactions"
	"osmose/internal/publications/texts"
)

func TestKarimTakesHisReplyBackAndTheTraceStands(t *testing.T) {
	s := newSite(t)
	id := s.opened("Un fil")
	text := s.replied(s.karim, id, "Des mots que je regrette.")
	answer := s.replied(s.helene, id, "Une réponse d’Hélène.")
	s.write(func(tx *db.Tx) error {
		if err := reactions.New(s.recorder).Set(tx, s.as(s.sophie), text, "useful", true); err != nil {
			return err
		}
		return s.room.comments.Edit(tx, s.as(s.karim), text, 1, "<p>Des mots que je regrette encore.</p>")
	})
	for name, person := range map[string]ids.ID{"Sophie": s.sophie, "Hélène": s.helene} {
		m := s.as(person)
		if err := s.try(func(tx *db.Tx) error { return s.room.comments.Delete(tx, m, text) }); !refused(err, "comments.not_yours") {
			t.Errorf("%s: %v", name, err)
		}
	}
	s.wants(s.get(s.karim, s.textAt(text, "/supprimer")), 200, "regrette encore", "Supprimer le message")
	s.wants(s.post(s.karim, s.textAt(text, "/supprimer")), 303)
	page := s.get(s.sophie, s.at(id))
	s.wants(page, 200, "Message supprimé par son auteur le 18 novembre 2026", "Karim Benali", "1 réponse")
	s.lacks(page, "regrette", s.textAt(text, "/reactions"))
	s.same(s.world.thread(id).Replies, 1, "replies that stand")
	for _, gone := range []string{"/historique", "/modifier", "/signaler", "/supprimer"} {
		s.wants(s.get(s.karim, s.textAt(text, gone)), 404)
	}
	s.wants(s.get(s.sophie, s.textAt(text, "")), 302)
	for _, table := range []string{"reactions", "revisions"} {
		n, err := db.One[int](s.q(), `SELECT COUNT(*) FROM `+table+` WHERE text_id = $1`, text)
		s.must(err)
		s.same(n, 0, table)
	}
	m := s.as(s.karim)
	if err := s.try(func(tx *db.Tx) error { return s.room.comments.Delete(tx, m, text) }); !errors.Is(err, fault.ErrNotFound) {
		t.Errorf("deleted twice: %v", err)
	}
	if err := s.try(func(tx *db.Tx) error { return s.room.comments.Delete(tx, m, answer) }); !refused(err, "comments.not_yours") {
		t.Errorf("somebody else's: %v", err)
	}
	if err := s.try(func(tx *db.Tx) error { return s.room.comments.Delete(tx, m, s.opening(id).Text.ID) }); !errors.Is(err, fault.ErrNotFound) {
		t.Errorf("an opening message: %v", err)
	}
}

func TestAHiddenReplyIsNotTakenBack(t *testing.T) {
	w := newWorld(t)
	id := w.opened("Un fil")
	text := w.replied(w.karim, id, "Masquée.")
	w.write(func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO hidings (text_id, space_id, hidden_at, reason) VALUES ($1, $2, $3, 'hors sujet')`, text, w.space, tx.Now)
		return err
	})
	m := w.as(w.karim)
	if err := w.try(func(tx *db.Tx) error { return w.room.comments.Delete(tx, m, text) }); !refused(err, "comments.hidden_refused") {
		t.Error(err)
	}
}

// TestARepliedThreadOfWhichMuchWasTakenBackLeadsToItsLastReply keeps traces, which stand on pages and are not counted, from
// hiding the second page.
func TestARepliedThreadOfWhichMuchWasTakenBackLeadsToItsLastReply(t *testing.T) {
	s := newSite(t)
	id := s.opened("Un long fil")
	var replies []ids.ID
	for i := range 65 {
		replies = append(replies, s.replied(s.karim, id, fmt.Sprintf("Message de rang %d.", i)))
	}
	m := s.as(s.karim)
	s.write(func(tx *db.Tx) error {
		for _, text := range append(replies[:18:18], replies[52:60]...) {
			if err := s.room.comments.Delete(tx, m, text); err != nil {
				return err
			}
		}
		return nil
	})
	for rank, first := range map[int]bool{20: true, 49: true, 50: false, 55: false, 64: false} {
		address, err := comments.AddressOf(s.q(), m, s.at(id), texts.Text{ID: replies[rank], Publication: id, Role: texts.Comment})
		s.must(err)
		page, anchor, _ := strings.Cut(address, "#")
		s.same(page == s.at(id), first, fmt.Sprintf("rank %d on the first page", rank))
		s.wants(s.get(s.sophie, page), 200, `id="`+anchor+`"`)
	}
}

func TestSixteenTakeTheirRepliesBackAndTheCountIsRight(t *testing.T) {
	w := newWorld(t)
	id := w.opened("Tous à la fois")
	var replies []ids.ID
	for range 20 {
		replies = append(replies, w.replied(w.karim, id, fmt.Sprintf("Oui, %d fois.", len(replies))))
	}
	m := w.as(w.karim)
	w.together(16, func(i int, tx *db.Tx) error { return w.room.comments.Delete(tx, m, replies[i]) })
	w.same(w.thread(id).Replies, 4, "replies that stand")
}
