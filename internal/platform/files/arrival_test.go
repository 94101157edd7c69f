package files_test

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/files"
)

// TestAnArrivalGoesOnAfterARestart adds pieces before and after the folder is opened anew, and keeps the whole.
func TestAnArrivalGoesOnAfterARestart(t *testing.T) {
	t.Parallel()
	f, dir := folder(t)
	name, err := f.Begin()
	if err != nil {
		t.Fatal(err)
	}
	lost := errors.New("connection lost")
	first := resume(t, f, name)
	if _, err := f.Resume(name); !errors.Is(err, files.ErrBusy) {
		t.Errorf("two at once: %v", err)
	}
	if n, err := first.Append(io.MultiReader(strings.NewReader("Un tableau "), iotest.ErrReader(lost)), 100); n != 11 || !errors.Is(err, lost) {
		t.Errorf("%d bytes, %v", n, err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := files.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if n, err := again.Arrived(name); n != 11 || err != nil {
		t.Errorf("%d bytes arrived, %v", n, err)
	}
	second := resume(t, again, name)
	if n, err := second.Append(strings.NewReader("de gestion, et plus"), 10); n != 10 || err != nil {
		t.Errorf("%d bytes, %v", n, err)
	}
	content, err := second.Content()
	if err != nil {
		t.Fatal(err)
	}
	if all, err := io.ReadAll(content); string(all) != "Un tableau de gestion" || err != nil {
		t.Errorf("%q, %v", all, err)
	}
	hash, err := second.Hash(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := again.Settle(name, hash); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := again.OpenApart(hash)
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	if all, err := io.ReadAll(kept); string(all) != "Un tableau de gestion" || err != nil {
		t.Errorf("kept %q, %v", all, err)
	}
	if _, err := again.Resume(name); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a settled one: %v", err)
	}
	if err := again.Settle("none", strings.Repeat("0", 64)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("one that never was: %v", err)
	}
}

func TestAnArrivalIsSweptADayAfterItsLastPiece(t *testing.T) {
	t.Parallel()
	f, dir := folder(t)
	old, err := f.Begin()
	fresh, failed := f.Begin()
	if err := errors.Join(err, failed); err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	yesterday := now.Add(-25 * time.Hour)
	if err := os.Chtimes(filepath.Join(dir, "arriving", old), yesterday, yesterday); err != nil {
		t.Fatal(err)
	}
	if err := f.Sweep(clock.Of(now)); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Arrived(old); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the old one: %v", err)
	}
	if n, err := f.Arrived(fresh); n != 0 || err != nil {
		t.Errorf("the fresh one: %d, %v", n, err)
	}
	for range 2 {
		if err := f.Discard(fresh); err != nil {
			t.Fatal(err)
		}
	}
}

func resume(t *testing.T, f *files.Folder, name string) *files.Arrival {
	t.Helper()
	a, err := f.Resume(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() }) // twice is an error of no weight
	return a
}
