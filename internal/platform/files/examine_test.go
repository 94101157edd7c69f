package files_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"osmose/internal/platform/files"
)

// TestAnExaminationKeepsToItsRate reads three contents of ten bytes at ten bytes a second, on a clock of its own, in a bucket.
func TestAnExaminationKeepsToItsRate(t *testing.T) {
	t.Parallel()
	store := bucket(t, serve(t))
	for _, text := range []string{"0123456789", "9876543210", "abcdefghij"} {
		if _, _, err := store.Put(t.Context(), strings.NewReader(text), 10); err != nil {
			t.Fatal(err)
		}
	}
	var waited time.Duration
	e := files.Examination{Rate: 10, Wait: func(_ context.Context, d time.Duration) error { waited += d; return nil }}
	found, err := files.Examine(t.Context(), store, e)
	if err != nil || found.Files != 3 || found.Bytes != 30 || len(found.Unreferenced) != 3 {
		t.Fatalf("%+v, %v", found, err)
	}
	if waited != 3*time.Second {
		t.Errorf("it waited %s", waited)
	}
	stop := errors.New("stop")
	e.Wait = func(context.Context, time.Duration) error { return stop }
	if _, err := files.Examine(t.Context(), store, e); !errors.Is(err, stop) {
		t.Errorf("it went on: %v", err)
	}
}
