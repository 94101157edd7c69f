package accounts_test

import (
	"sync"
	"testing"
	"time"

	"osmose/internal/accounts"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/web"
)

// seen shows, to the test, what the person's pages call « dernière connexion ».
func (h *house) seen() *clock.Instant {
	var last clock.Instant
	web.Handle(h.router, "GET /derniere", accounts.SignedIn, func(x *web.Exchange, s *accounts.Session) error {
		last = s.PreviousVisit()
		return x.JSON(last)
	})
	return &last
}

// flush is what happens within a second.
func (h *house) flush() {
	h.Helper()
	h.must(h.room.Marks().Flush(h.Context()))
}

func TestTheFirstVisitHasNoneBefore(t *testing.T) {
	h := open(t)
	last := h.seen()
	b := h.as("karim.benali@herault.example")
	for range 3 {
		b.get("/derniere").status(200)
		h.flush()
		h.clock.Advance(20 * time.Minute)
	}
	if *last != 0 {
		t.Errorf("%d", *last)
	}
}

func TestAVisitEndsAfterThirtyMinutesWithoutARequest(t *testing.T) {
	h := open(t)
	last := h.seen()
	morning := h.clock.Now()
	b := h.as("karim.benali@herault.example")
	b.get("/derniere")
	h.flush()
	h.clock.Advance(30*time.Minute - time.Millisecond)
	b.get("/derniere")
	h.flush()
	if *last != 0 {
		t.Fatal("a visit ended early")
	}
	h.clock.Advance(30 * time.Minute)
	noon := h.clock.Now()
	b.get("/derniere") // the page already knows, before anything is written
	if *last != morning {
		t.Fatalf("previous visit %d, want %d", *last, morning)
	}
	h.flush()
	h.clock.Advance(5 * time.Minute)
	b.get("/derniere")
	h.flush()
	if *last != morning {
		t.Fatalf("previous visit %d, want %d: it moved within a visit", *last, morning)
	}
	h.clock.Advance(3 * 24 * time.Hour)
	b.get("/derniere")
	if *last != noon {
		t.Errorf("previous visit %d, want %d", *last, noon)
	}
}

func TestSigningOutAndInDoesNotEndAVisit(t *testing.T) {
	h := open(t)
	last := h.seen()
	b := h.as("karim.benali@herault.example")
	b.get("/derniere")
	h.flush()
	h.clock.Advance(10 * time.Minute)
	b.post("/deconnexion", nil)
	b.signIn("karim.benali@herault.example", password)
	b.get("/derniere")
	h.flush()
	if *last != 0 {
		t.Error("a visit ended")
	}
}

func TestAnOpenPageThatFetchesByItselfIsNoVisit(t *testing.T) {
	h := open(t)
	b := h.as("karim.benali@herault.example")
	b.get("/profil")
	h.flush()
	before := h.count(`SELECT last_request_at FROM visits WHERE person_id = $1`, h.karim)
	h.clock.Advance(10 * time.Minute)
	b.script = true
	b.get("/profil")
	h.flush()
	if after := h.count(`SELECT last_request_at FROM visits WHERE person_id = $1`, h.karim); after != before {
		t.Error("the visit went on")
	}
}

func TestMarksMoveOnceAMinute(t *testing.T) {
	h := open(t)
	b := h.as("karim.benali@herault.example")
	b.get("/profil")
	h.flush()
	start := h.count(`SELECT last_request_at FROM visits`)
	for range 5 {
		h.clock.Advance(10 * time.Second)
		b.get("/profil")
		h.flush()
	}
	if now := h.count(`SELECT last_request_at FROM visits`); now != start {
		t.Error("the mark moved within a minute")
	}
	h.clock.Advance(10 * time.Second)
	b.get("/profil")
	h.flush()
	if now := h.count(`SELECT last_request_at FROM visits`); now != start+60_000 {
		t.Errorf("the mark moved by %d ms", now-start)
	}
	if seen := h.count(`SELECT seen_at FROM sessions`); seen != start+60_000 {
		t.Errorf("the session was last used %d ms after its start", seen-start)
	}
}

func TestTwoNodesShiftAVisitOnce(t *testing.T) {
	h := open(t)
	other := *h // another node on the same database
	other.serve(loopback)
	here := h.as("karim.benali@herault.example")
	there := other.browser()
	there.cookies = here.cookies
	here.get("/profil")
	h.flush()
	first := h.clock.Now()
	h.clock.Advance(2 * time.Hour)
	second := h.clock.Now()
	here.get("/profil")
	there.get("/profil")
	var both sync.WaitGroup
	both.Go(h.flush)
	both.Go(other.flush)
	both.Wait()
	if n := h.count(`SELECT COUNT(*) FROM visits WHERE previous_visit_at = $1 AND visit_started_at = $2`, first, second); n != 1 {
		t.Error("the visit was shifted twice")
	}
}

func TestMarksOfAPersonWhoIsGoneHurtNobodyElses(t *testing.T) {
	h := open(t)
	paul, karim := h.as("paul.lefevre@transports.example"), h.as("karim.benali@herault.example")
	paul.get("/profil")
	karim.get("/profil")
	h.write(func(tx *db.Tx) error {
		_, err := tx.Exec(`DELETE FROM people WHERE id = $1`, h.paul)
		return err
	})
	h.flush()
	if n := h.count(`SELECT COUNT(*) FROM visits`); n != 1 {
		t.Errorf("%d visits", n)
	}
}
