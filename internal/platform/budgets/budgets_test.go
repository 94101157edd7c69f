package budgets_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"osmose/internal/platform/budgets"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/db/dbtest"
	"osmose/internal/platform/fault"
)

const (
	limit = 5
	per   = 15 * time.Minute
	karim = "karim.benali@herault.example"
	lea   = "lea.fontaine@urbanisme.example"
)

// house is a database with budgets and a clock that moves when told.
type house struct {
	*budgets.Budgets
	t     *testing.T
	db    *db.DB
	clock *clock.Manual
}

func open(t *testing.T) *house {
	t.Helper()
	c := clock.NewManual(time.Date(2026, 11, 18, 9, 12, 0, 0, time.UTC))
	d := dbtest.Open(t, c)
	if err := d.Migrate(t.Context(), []fs.FS{budgets.Migrations()}); err != nil {
		t.Fatal(err)
	}
	return &house{budgets.New(d, c), t, d, c}
}

func (h *house) spend(subject string) error {
	return h.SpendAtOnce(h.t.Context(), "sign_in", subject, limit, per)
}

func (h *house) write(work func(tx *db.Tx) error) {
	h.t.Helper()
	if err := h.db.Write(h.t.Context(), work); err != nil {
		h.t.Fatal(err)
	}
}

// left spends all that subject has left and returns how much that was.
func (h *house) left(subject string) (n int) {
	h.t.Helper()
	for ; n < 100; n++ {
		err := h.spend(subject)
		if tooMany(err) != nil {
			return n
		}
		if err != nil {
			h.t.Fatal(err)
		}
	}
	return n
}

func tooMany(err error) *fault.TooMany {
	var spent *fault.TooMany
	errors.As(err, &spent)
	return spent
}

func TestKarimSpendsHisBudgetAndGetsItBackWhenTheWindowEnds(t *testing.T) {
	h := open(t)
	if n := h.left(karim); n != limit {
		t.Fatalf("spent %d", n)
	}
	h.clock.Advance(5 * time.Minute)
	err := h.spend(karim)
	if spent := tooMany(err); spent == nil || *spent != (fault.TooMany{Key: "budget.sign_in", After: 10 * time.Minute}) {
		t.Fatalf("error %v", err)
	}
	h.clock.Advance(10*time.Minute - time.Millisecond)
	if tooMany(h.spend(karim)) == nil {
		t.Error("given back a millisecond early")
	}
	h.clock.Advance(time.Millisecond)
	if n := h.left(karim); n != limit {
		t.Errorf("the next window held %d", n)
	}
}

func TestSeveralAreSpentOrNone(t *testing.T) {
	h := open(t)
	several := func(n int) error {
		return h.db.Write(t.Context(), func(tx *db.Tx) error { return h.SpendSeveral(tx, "sign_in", karim, n, limit, per) })
	}
	if err := several(limit - 1); err != nil {
		t.Fatal(err)
	}
	var tooMany *fault.TooMany
	if err := several(2); !errors.As(err, &tooMany) {
		t.Errorf("two of one: %v", err)
	}
	if n := h.left(karim); n != 1 {
		t.Errorf("%d are left: a refusal took what it could", n)
	}
}

func TestEachSubjectAndEachNameHasItsOwn(t *testing.T) {
	h := open(t)
	h.left(karim)
	if n := h.left(lea); n != limit {
		t.Errorf("Karim's spending took from Léa's: %d", n)
	}
	if err := h.SpendAtOnce(t.Context(), "reset", karim, limit, per); err != nil {
		t.Errorf("another budget: %v", err)
	}
	if err := h.SpendAtOnce(t.Context(), "none", karim, 0, per); tooMany(err) == nil {
		t.Errorf("a budget of nothing: %v", err)
	}
}

func TestAFailedVerbSpendsNothing(t *testing.T) {
	h := open(t)
	failure := errors.New("on purpose")
	for range 2 * limit {
		err := h.db.Write(t.Context(), func(tx *db.Tx) error {
			if err := h.Spend(tx, "sign_in", karim, limit, per); err != nil {
				return err
			}
			return failure
		})
		if !errors.Is(err, failure) {
			t.Fatal(err)
		}
	}
	if n := h.left(karim); n != limit {
		t.Errorf("%d left", n)
	}
}

func TestRefundGivesOneBackAndResetAll(t *testing.T) {
	h := open(t)
	h.left(karim)
	h.write(func(tx *db.Tx) error { return h.Refund(tx, "sign_in", karim) })
	if n := h.left(karim); n != 1 {
		t.Errorf("a refund gave back %d", n)
	}
	h.write(func(tx *db.Tx) error { return h.Reset(tx, "sign_in", karim) })
	if n := h.left(karim); n != limit {
		t.Errorf("a reset gave back %d", n)
	}
	for range 3 * limit {
		h.write(func(tx *db.Tx) error { return h.Refund(tx, "sign_in", lea) })
	}
	if n := h.left(lea); n != limit {
		t.Errorf("refunds of nothing gave Léa %d", n)
	}
}

func TestSixteenSpendersAtOnceShareOneBudget(t *testing.T) {
	h := open(t)
	var all sync.WaitGroup
	var allowed, refused atomic.Int64
	for range 16 {
		all.Go(func() {
			switch err := h.spend(karim); {
			case err == nil:
				allowed.Add(1)
			case tooMany(err) != nil:
				refused.Add(1)
			}
		})
	}
	all.Wait()
	if allowed.Load() != limit || refused.Load() != 16-limit {
		t.Errorf("%d allowed, %d refused", allowed.Load(), refused.Load())
	}
}

func TestAClockSetBackLocksNobodyOutForLong(t *testing.T) {
	h := open(t)
	h.left(karim)
	h.clock.Advance(-per + time.Second)
	if tooMany(h.spend(karim)) == nil {
		t.Error("a small correction of the clock opened a new window")
	}
	h.clock.Advance(-365 * 24 * time.Hour)
	if n := h.left(karim); n != limit {
		t.Errorf("a year back, %d left", n)
	}
}

func TestSweepForgetsWhatIsOverAndNothingElse(t *testing.T) {
	h := open(t)
	h.write(func(tx *db.Tx) error {
		for i := range 1200 {
			if err := h.Spend(tx, "sign_in", fmt.Sprint(i), limit, per); err != nil {
				return err
			}
		}
		return nil
	})
	h.clock.Advance(per)
	h.left(karim)
	for _, want := range []int64{1000, 200, 0} {
		h.write(func(tx *db.Tx) error {
			if n, err := h.Sweep(tx); n != want || err != nil {
				t.Errorf("swept %d, %v; want %d", n, err, want)
			}
			return nil
		})
	}
	if n := h.left(karim); n != 0 {
		t.Error("swept a window that is open")
	}
}

// TestWhatCostsLittleIsWrittenDownInLots has Karim search: a tenth of his budget leaves no row, the whole of it is exactly what
// he may spend, and a second node that knows nothing of it lets a tenth more pass and no further.
func TestWhatCostsLittleIsWrittenDownInLots(t *testing.T) {
	h := open(t)
	search := func(from *budgets.Budgets, subject string) error {
		return from.SpendInLots(t.Context(), "search", subject, 100, time.Minute)
	}
	rows := func() int {
		n, err := db.One[int](h.db.Read(t.Context()), "SELECT COUNT(*) FROM budgets")
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	spend := func(from *budgets.Budgets, subject string, n int) {
		t.Helper()
		for i := range n {
			if err := search(from, subject); err != nil {
				t.Fatalf("search %d: %v", i+1, err)
			}
		}
	}
	spend(h.Budgets, karim, 9)
	if n := rows(); n != 0 {
		t.Errorf("nine searches wrote %d rows", n)
	}
	h.clock.Advance(time.Second)
	spend(h.Budgets, karim, 91)
	h.clock.Advance(15 * time.Second)
	if spent := tooMany(search(h.Budgets, karim)); spent == nil || *spent != (fault.TooMany{Key: "budget.search", After: 45 * time.Second}) {
		t.Errorf("a hundred and one searches: %v", spent)
	}
	spend(h.Budgets, lea, 100)
	other := budgets.New(h.db, h.clock)
	spend(other, karim, 9)
	for range 2 {
		if tooMany(search(other, karim)) == nil {
			t.Error("another node gives the budget again")
		}
	}
	h.clock.Advance(45 * time.Second)
	spend(h.Budgets, karim, 100)
	spend(other, karim, 9)
	h.clock.Advance(-365 * 24 * time.Hour)
	spend(h.Budgets, karim, 100)
}

func TestSixteenWhoSpendInLotsShareOneBudget(t *testing.T) {
	h := open(t)
	var all sync.WaitGroup
	var allowed atomic.Int64
	for range 16 {
		all.Go(func() {
			for range 20 {
				if h.SpendInLots(t.Context(), "search", karim, 100, time.Minute) == nil {
					allowed.Add(1)
				}
			}
		})
	}
	all.Wait()
	if n := allowed.Load(); n != 100 {
		t.Errorf("%d of 320 passed", n)
	}
}

func TestTheTableDoesNotNameItsSubjects(t *testing.T) {
	h := open(t)
	h.left(karim)
	if err := h.SpendAtOnce(t.Context(), "reset", karim, limit, per); err != nil {
		t.Fatal(err)
	}
	stored, err := db.All[[]byte](h.db.Read(t.Context()), "SELECT subject FROM budgets LIMIT 10")
	if err != nil || len(stored) != 2 {
		t.Fatalf("%d rows, %v", len(stored), err)
	}
	if bytes.Equal(stored[0], stored[1]) {
		t.Error("rows tell that one subject spends from two budgets")
	}
	for _, subject := range stored {
		if len(subject) != 32 || bytes.Contains(subject, []byte("karim")) {
			t.Errorf("stored %q", subject)
		}
	}
}
