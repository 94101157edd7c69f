package clamd_test

import (
	"bytes"
	"context"
	"errors"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"osmose/internal/platform/clamd"
	"osmose/internal/platform/fault"
	"osmose/internal/testkit/antivirus"
)

func at(t *testing.T, address string) *clamd.Clamd {
	t.Helper()
	c, err := clamd.At(address)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestVerdicts(t *testing.T) {
	t.Parallel()
	fake := antivirus.Start(t)
	c := at(t, fake.Address)
	if err := c.Ping(t.Context()); err != nil {
		t.Error(err)
	}
	long := bytes.Repeat([]byte("Durées. "), 100_000)
	for name, content := range map[string]string{"empty": "", "short": "Durées", "of many chunks": string(long)} {
		if err := c.Scan(t.Context(), strings.NewReader(content)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	var found *clamd.Found
	if err := c.Scan(t.Context(), strings.NewReader(string(long)+antivirus.EICAR)); !errors.As(err, &found) || found.Signature != "Eicar-Test-Signature" {
		t.Errorf("EICAR: %v", err)
	}
	broken := errors.New("the disk")
	if err := c.Scan(t.Context(), iotest.ErrReader(broken)); !errors.Is(err, broken) || errors.Is(err, clamd.ErrAway) {
		t.Errorf("a file that can't be read: %v", err)
	}
}

func TestNoVerdictIsARefusal(t *testing.T) {
	t.Parallel()
	fake := antivirus.Start(t)
	c := at(t, fake.Address)
	fake.Most = 100
	said := func(what string, err error, key string, away bool) {
		t.Helper()
		var wrong *fault.Invalid
		if !errors.As(err, &wrong) || len(wrong.Fields) != 1 || wrong.Fields[0].Name != "files" || wrong.Fields[0].Key != key || errors.Is(err, clamd.ErrAway) != away {
			t.Errorf("%s: %v", what, err)
		}
	}
	said("too large", c.Inspect(t.Context(), "files", "a", strings.NewReader(strings.Repeat("a", 10<<20))), "clamd.too_large", false)
	said("EICAR", c.Inspect(t.Context(), "files", "a", strings.NewReader(antivirus.EICAR)), "clamd.found", false)
	fake.Away.Store(true)
	said("broken off", c.Inspect(t.Context(), "files", "a", strings.NewReader("a")), "clamd.away", true)
	said("no socket", at(t, "unix:"+filepath.Join(t.TempDir(), "none")).Inspect(t.Context(), "files", "a", strings.NewReader("a")), "clamd.away", true)

	deaf, err := net.Listen("tcp", "127.0.0.1:0") // it takes what comes and never answers
	if err != nil {
		t.Fatal(err)
	}
	defer deaf.Close()
	ctx, cancel := context.WithCancel(t.Context())
	sending := readerFunc(func(p []byte) (int, error) { cancel(); return len(p), nil })
	said("the person left", at(t, deaf.Addr().String()).Inspect(ctx, "files", "a", sending), "clamd.away", true)

	if err := (*clamd.Clamd)(nil).Inspect(t.Context(), "files", "a", strings.NewReader(antivirus.EICAR)); err != nil {
		t.Errorf("without an antivirus: %v", err)
	}
	for _, address := range []string{"clamd", "/run/clamd.ctl"} {
		if _, err := clamd.At(address); err == nil {
			t.Errorf("%q is an address", address)
		}
	}
}

type readerFunc func(p []byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }
