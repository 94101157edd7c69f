package files_test

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"osmose/internal/platform/files"
)

// server is a bucket on a loopback server, which can be made to fail and counts what it is asked.
type server struct {
	address     string
	failing     atomic.Bool
	lists, puts atomic.Int64
	ranges      atomic.Int64
}

func serve(t *testing.T) *server {
	t.Helper()
	backend := s3mem.New()
	if err := backend.CreateBucket("osmose"); err != nil {
		t.Fatal(err)
	}
	s := &server{}
	fake := gofakes3.New(backend).Server()
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method == http.MethodPut:
			s.puts.Add(1)
			if s.failing.Load() {
				http.Error(w, "<Error><Code>AccessDenied</Code></Error>", http.StatusForbidden)
				return
			}
		case r.Header.Get("Range") != "":
			s.ranges.Add(1)
		case r.URL.Query().Has("list-type"), r.URL.Query().Has("prefix"):
			s.lists.Add(1)
		}
		fake.ServeHTTP(w, r)
	}))
	t.Cleanup(front.Close)
	s.address = strings.Replace(front.URL, "http://", "s3+http://", 1) + "/osmose/fichiers?region=paris"
	return s
}

func bucket(t *testing.T, s *server) *files.S3 {
	t.Helper()
	store, err := files.OpenS3(t.Context(), s.address, "key", "secret", t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	return store
}

// TestBothStoresKeepTheSamePromises puts, opens in parts, deletes and lists in a folder and in a bucket.
func TestBothStoresKeepTheSamePromises(t *testing.T) {
	t.Parallel()
	there := serve(t)
	local, dir := folder(t)
	remote := bucket(t, there)
	for name, store := range map[string]files.Store{"folder": local, "S3": remote} {
		t.Run(name, func(t *testing.T) {
			const known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" // FIPS 180-2, B.1
			for range 2 {
				hash, size, err := store.Put(t.Context(), strings.NewReader("abc"), 3)
				if hash != known || size != 3 || err != nil {
					t.Fatalf("%s, %d, %v", hash, size, err)
				}
			}
			if _, _, err := store.Put(t.Context(), strings.NewReader("abcd"), 3); !errors.Is(err, files.ErrTooLarge) {
				t.Errorf("too large: %v", err)
			}
			gone, cancel := context.WithCancel(t.Context())
			cancel()
			if _, _, err := store.Put(gone, strings.NewReader("x"), 3); !errors.Is(err, context.Canceled) {
				t.Errorf("interrupted: %v", err)
			}
			apart, size, err := store.PutApart(t.Context(), strings.NewReader("0123456789"), 10)
			if size != 10 || err != nil {
				t.Fatal(size, err)
			}
			content, err := store.OpenApart(apart)
			if err != nil {
				t.Fatal(err)
			}
			if end, err := content.Seek(0, io.SeekEnd); end != 10 || err != nil {
				t.Errorf("it ends at %d, %v", end, err)
			}
			for _, from := range []int64{7, 2} { // forth and back
				if at, err := content.Seek(from, io.SeekStart); at != from || err != nil {
					t.Errorf("sought %d, %v", at, err)
				}
				part := make([]byte, 3)
				if _, err := io.ReadFull(content, part); err != nil || string(part) != "0123456789"[from:from+3] {
					t.Errorf("%q from %d, %v", part, from, err)
				}
			}
			if err := content.Close(); err != nil {
				t.Error(err)
			}
			for _, wrong := range []string{"", "..", "../../secret", strings.ToUpper(known), strings.Repeat("0", 64)} {
				if _, err := store.Open(wrong); !errors.Is(err, fs.ErrNotExist) {
					t.Errorf("%q: %v", wrong, err)
				}
				if err := store.Delete(wrong); err != nil {
					t.Errorf("delete %q: %v", wrong, err)
				}
			}
			var all []string
			if err := store.Each(t.Context(), func(hash string) error { all = append(all, hash); return nil }); err != nil {
				t.Fatal(err)
			}
			slices.Sort(all)
			want := []string{known, apart}
			slices.Sort(want)
			if !slices.Equal(all, want) {
				t.Errorf("it holds %v, not %v", all, want)
			}
			for range 2 {
				if err := store.Delete(known); err != nil {
					t.Error(err)
				}
			}
			if _, err := store.Open(known); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("deleted: %v", err)
			}
		})
	}
	if list := stored(t, dir); len(list) != 1 {
		t.Errorf("the folder holds %v", list)
	}
	if there.lists.Load() != 1 || there.ranges.Load() == 0 {
		t.Errorf("%d lists of the bucket, %d parts", there.lists.Load(), there.ranges.Load())
	}
}

// TestNothingIsAcknowledgedThatTheServerRefused leaves nothing behind on this machine either.
func TestNothingIsAcknowledgedThatTheServerRefused(t *testing.T) {
	t.Parallel()
	there, dir := serve(t), t.TempDir()
	store, err := files.OpenS3(t.Context(), there.address, "key", "secret", dir)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	there.failing.Store(true)
	if hash, _, err := store.Put(t.Context(), strings.NewReader("abc"), 3); err == nil {
		t.Errorf("it says that %s is kept", hash)
	}
	if there.puts.Load() == 0 {
		t.Error("the server was not asked")
	}
	there.failing.Store(false)
	if _, _, err := store.Put(t.Context(), strings.NewReader("abc"), 3); err != nil {
		t.Error(err)
	}
	if list := stored(t, dir); len(list) != 0 {
		t.Errorf("left %v", list)
	}
}

func TestABucketThatCannotBeOpenedIsSaidAtStart(t *testing.T) {
	t.Parallel()
	there := serve(t)
	for address, says := range map[string]string{
		"s3://exemple.fr":                                      "not one such as",
		"s3://key:secret@exemple.fr/osmose":                    "not one such as",
		"https://exemple.fr/osmose":                            "begins with s3://",
		"s3+http://exemple.fr/osmose":                          "on this machine",
		strings.Replace(there.address, "/osmose", "/autre", 1): "can't be opened",
	} {
		if _, err := files.OpenS3(t.Context(), address, "key", "secret", t.TempDir()); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", address, err)
		}
	}
	if _, err := files.OpenS3(t.Context(), there.address, "", "", t.TempDir()); err == nil || !strings.Contains(err.Error(), "OSMOSE_FILES_KEY") {
		t.Errorf("without a key: %v", err)
	}
}

// TestWhatComesInPiecesIsKeptInBothStores brings a content in two pieces, cut between them, and settles it twice.
func TestWhatComesInPiecesIsKeptInBothStores(t *testing.T) {
	t.Parallel()
	folder, err := files.OpenFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = folder.Close() })
	for name, store := range map[string]files.Store{"folder": folder, "bucket": bucket(t, serve(t))} {
		part, err := store.Begin()
		if err != nil {
			t.Fatal(name, err)
		}
		hash := ""
		for _, piece := range []string{"Un tableau ", "de gestion."} {
			arrival, err := store.Resume(part)
			if err != nil {
				t.Fatal(name, err)
			}
			if _, err := arrival.Append(strings.NewReader(piece), 100); err != nil {
				t.Fatal(name, err)
			}
			if hash, err = arrival.Hash(t.Context()); err != nil {
				t.Fatal(name, err)
			}
			if err := arrival.Close(); err != nil {
				t.Fatal(name, err)
			}
		}
		for range 2 { // a program that was killed after the first settles again
			if err := store.Settle(part, hash); err != nil {
				t.Fatal(name, err)
			}
		}
		content, err := store.OpenApart(hash)
		if err != nil {
			t.Fatal(name, err)
		}
		if text, err := io.ReadAll(content); string(text) != "Un tableau de gestion." || err != nil {
			t.Errorf("%s: %q, %v", name, text, err)
		}
		_ = content.Close()
		if _, err := store.Arrived(part); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: it waits still: %v", name, err)
		}
		if err := store.Settle("nothing", strings.Repeat("0", 64)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: what never came: %v", name, err)
		}
	}
}
