package files

import (
	"errors"
	"os"
	"strings"
	"testing"
)

// These tests stand inside the package because no disk fails on demand.

func TestNothingIsAcknowledgedThatIsNotOnDisk(t *testing.T) {
	bad := errors.New("bad disk")
	for failing := range 5 { // the file, the root for ab, the folder ab for ab/cd, ab/cd for the file, none
		f, err := OpenFolder(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		calls := 0
		f.flush = func(*os.File) error {
			if calls++; calls == failing+1 {
				return bad
			}
			return nil
		}
		_, _, err = f.Put(t.Context(), strings.NewReader("x"), 1)
		if failing == 4 {
			if err != nil {
				t.Errorf("no fsync failed, and yet %v", err)
			}
			continue
		}
		if !errors.Is(err, bad) {
			t.Errorf("fsync %d failed and Put says %v", failing, err)
		}
		f.flush = (*os.File).Sync
		if _, _, err := f.Put(t.Context(), strings.NewReader("y"), 1); !errors.Is(err, bad) {
			t.Errorf("after a failed fsync %d, Put says %v", failing, err)
		}
	}
}

func TestNoPieceIsAcknowledgedThatIsNotOnDisk(t *testing.T) {
	f, err := OpenFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	name, err := f.Begin()
	if err != nil {
		t.Fatal(err)
	}
	a, err := f.Resume(name)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	bad := errors.New("bad disk")
	f.flush = func(*os.File) error { return bad }
	if n, err := a.Append(strings.NewReader("x"), 1); n != 0 || !errors.Is(err, bad) {
		t.Errorf("%d bytes acknowledged, %v", n, err)
	}
	f.flush = (*os.File).Sync
	if n, err := a.Append(strings.NewReader("y"), 1); n != 0 || !errors.Is(err, bad) {
		t.Errorf("after a failed fsync: %d bytes, %v", n, err)
	}
	if _, err := f.Arrived(name); !errors.Is(err, bad) {
		t.Errorf("after a failed fsync an offset is told: %v", err)
	}
	if _, err := f.Begin(); !errors.Is(err, bad) {
		t.Errorf("after a failed fsync another begins: %v", err)
	}
}
