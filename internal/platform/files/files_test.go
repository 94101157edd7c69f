package files_test

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/files"
)

const mebibyte = 1 << 20

func folder(t *testing.T) (*files.Folder, string) {
	t.Helper()
	dir := t.TempDir()
	f, err := files.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f, dir
}

func put(t *testing.T, f *files.Folder, content string) string {
	t.Helper()
	hash, size, err := f.Put(t.Context(), strings.NewReader(content), mebibyte)
	if err != nil || size != int64(len(content)) {
		t.Fatalf("size %d, %v", size, err)
	}
	return hash
}

func read(t *testing.T, f *files.Folder, hash string) string {
	t.Helper()
	r, err := f.Open(hash)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	content, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// stored lists every file below dir.
func stored(t *testing.T, dir string) (list []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			list = append(list, strings.TrimPrefix(name, dir+"/"))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestKarimReadsBackWhatHePut(t *testing.T) {
	f, dir := folder(t)
	hash := put(t, f, "abc")
	const known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" // FIPS 180-2, B.1
	if hash != known || read(t, f, hash) != "abc" {
		t.Errorf("hash %s", hash)
	}
	if list := stored(t, dir); len(list) != 1 || list[0] != "ba/78/"+known {
		t.Errorf("stored %v", list)
	}
	info, err := os.Stat(filepath.Join(dir, "ba/78", known))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("readable by others: %v, %v", info.Mode(), err)
	}
}

func TestTheSameContentIsKeptOnce(t *testing.T) {
	f, dir := folder(t)
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() { put(t, f, "le même") })
	}
	all.Wait()
	if list := stored(t, dir); len(list) != 1 {
		t.Errorf("stored %v", list)
	}
}

func TestNothingIsKeptOfWhatIsTooLarge(t *testing.T) {
	f, dir := folder(t)
	endless := &counted{from: zeros{}}
	if _, _, err := f.Put(t.Context(), endless, mebibyte); !errors.Is(err, files.ErrTooLarge) {
		t.Errorf("error %v", err)
	}
	if endless.n > mebibyte+64<<10 {
		t.Errorf("read %d bytes", endless.n)
	}
	if list := stored(t, dir); len(list) != 0 {
		t.Errorf("left %v", list)
	}
	if _, size, err := f.Put(t.Context(), io.LimitReader(zeros{}, mebibyte), mebibyte); size != mebibyte || err != nil {
		t.Errorf("the limit itself was refused: %v", err)
	}
	if _, size, err := f.Put(t.Context(), strings.NewReader(""), 0); size != 0 || err != nil {
		t.Errorf("nothing was refused: %v", err)
	}
}

func TestNothingIsKeptOfAnInterruptedUpload(t *testing.T) {
	f, dir := folder(t)
	lost := errors.New("connection lost")
	r := io.MultiReader(strings.NewReader("half"), iotest.ErrReader(lost))
	if _, _, err := f.Put(t.Context(), r, mebibyte); !errors.Is(err, lost) {
		t.Errorf("error %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := f.Put(ctx, strings.NewReader("x"), mebibyte); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if list := stored(t, dir); len(list) != 0 {
		t.Errorf("left %v", list)
	}
}

func TestNoNameLeadsOutOfTheFolder(t *testing.T) {
	f, dir := folder(t)
	hash := put(t, f, "inside")
	outside := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(outside, []byte("outside"), 0o600); err != nil {
		t.Fatal(err)
	}
	place := filepath.Join(dir, hash[:2], hash[2:4], hash)
	if err := os.Remove(place); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, place); err != nil {
		t.Fatal(err)
	}
	wrong := []string{hash, "", ".", "..", outside, "../" + outside, strings.ToUpper(hash), hash + "0", hash[1:],
		"../../" + hash[6:], strings.Repeat("/", 64), strings.Repeat(".", 64), hash[:63] + "\x00"}
	for _, name := range wrong {
		if r, err := f.Open(name); err == nil {
			t.Errorf("opened %q", name)
			_ = r.Close()
		}
	}
	for _, name := range wrong[1:] {
		if err := f.Delete(name); err != nil {
			t.Errorf("delete %q: %v", name, err)
		}
	}
	if _, err := os.Stat(outside); err != nil {
		t.Error("deleted a file outside")
	}
}

func TestDeletedContentIsGoneAndMayComeBack(t *testing.T) {
	f, _ := folder(t)
	hash := put(t, f, "à effacer")
	for range 2 {
		if err := f.Delete(hash); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := f.Open(hash); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v", err)
	}
	put(t, f, "à effacer")
	if read(t, f, hash) != "à effacer" {
		t.Error("did not come back")
	}
}

func TestSweepRemovesWhatAKilledProgramLeft(t *testing.T) {
	f, dir := folder(t)
	hash := put(t, f, "kept")
	left := filepath.Join(dir, "arriving", "HALF")
	if err := os.WriteFile(left, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	now := clock.Of(time.Date(2026, 11, 18, 9, 12, 0, 0, time.UTC))
	touch := func(at clock.Instant) {
		t.Helper()
		if err := os.Chtimes(left, at.Time(), at.Time()); err != nil {
			t.Fatal(err)
		}
		if err := f.Sweep(now); err != nil {
			t.Fatal(err)
		}
	}
	touch(now.Add(-23 * time.Hour))
	if len(stored(t, dir)) != 2 {
		t.Error("swept what may still arrive")
	}
	touch(now.Add(-25 * time.Hour))
	if list := stored(t, dir); len(list) != 1 || !strings.HasSuffix(list[0], hash) {
		t.Errorf("left %v", list)
	}
}

// zeros never ends; counted tells how much was read.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

type counted struct {
	from io.Reader
	n    int
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.n += n
	return n, err
}
