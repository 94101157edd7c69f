package brake_test

import (
	"testing"
	"time"

	"osmose/internal/platform/brake"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/ids"
)

const karim, helene ids.ID = 1, 2

func TestDifferentSubjectsCountAndTheSameDoNot(t *testing.T) {
	t.Parallel()
	b := brake.New(clock.NewManual(time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)), 3)
	for range 10 {
		for subject := range ids.ID(3) {
			if v := b.Open(karim, subject); v != (brake.Verdict{}) {
				t.Fatalf("subject %d: %+v", subject, v)
			}
		}
	}
	if v := b.Open(helene, 7); v != (brake.Verdict{}) {
		t.Errorf("Hélène pays for Karim: %+v", v)
	}
	if v := b.Open(karim, 3); v.Alarm != 4 || v.Wait != 0 {
		t.Errorf("the fourth: %+v", v)
	}
	if v := b.Open(karim, 2); v != (brake.Verdict{}) {
		t.Errorf("one that was open: %+v", v)
	}
}

func TestBeyondTheLimitReadingIsSlowAndTheNextHourIsNew(t *testing.T) {
	t.Parallel()
	now := clock.NewManual(time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC))
	b := brake.New(now, 2)
	alarms := 0
	for subject := range ids.ID(5) {
		if b.Open(karim, subject).Wait != 0 {
			t.Fatalf("subject %d waits although its time has come", subject)
		}
		now.Advance(brake.Pace)
	}
	for subject := ids.ID(5); subject < 9; subject++ {
		v := b.Open(karim, subject)
		if v.Alarm != 0 {
			alarms++
		}
		if v := b.Open(karim, subject+100); v.Wait != brake.Pace {
			t.Errorf("at once after subject %d: %+v", subject, v)
		}
		now.Advance(brake.Pace)
	}
	if alarms != 2 { // the seventh and the ninth of nine
		t.Errorf("%d alarms", alarms)
	}
	now.Advance(brake.Window)
	for subject := range ids.ID(2) {
		if v := b.Open(karim, subject); v != (brake.Verdict{}) {
			t.Errorf("an hour later: %+v", v)
		}
	}
	now.Advance(-3 * brake.Window) // the clock is set back: no window lasts longer for it
	for subject := range ids.ID(2) {
		if v := b.Open(karim, subject+10); v != (brake.Verdict{}) {
			t.Errorf("after the clock was set back: %+v", v)
		}
	}
}

func TestSubjectsOpenedAtOnceCountEach(t *testing.T) {
	t.Parallel()
	now := clock.NewManual(time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC))
	b := brake.New(now, 3)
	if v := b.Open(karim, 1, 2, 2); v != (brake.Verdict{}) {
		t.Errorf("two below the limit: %+v", v)
	}
	if v := b.Open(karim, 1, 3, 4, 5, 6, 7, 8); v.Alarm != 8 || v.Wait != 0 { // past the limit and past twice the limit: one alarm
		t.Errorf("eight in all: %+v", v)
	}
	if v := b.Open(karim, 8, 1); v != (brake.Verdict{}) {
		t.Errorf("the same again: %+v", v)
	}
	if v := b.Open(karim, 8, 9); v.Wait != 5*brake.Pace { // those beyond the limit, each for its time
		t.Errorf("one more at once: %+v", v)
	}
	if v := b.Open(helene, 1, 2, 3); v != (brake.Verdict{}) {
		t.Errorf("Hélène pays for Karim: %+v", v)
	}
	now.Advance(5 * brake.Pace)
	if v := b.Open(karim, 8, 9); v != (brake.Verdict{}) {
		t.Errorf("when its time has come: %+v", v)
	}
	if v := b.Open(karim, 10); v.Wait != brake.Pace {
		t.Errorf("at once after it: %+v", v)
	}
	now.Advance(brake.Pace)
	if v := b.Open(karim, 10); v.Alarm != 10 {
		t.Errorf("past three times the limit: %+v", v)
	}
}
