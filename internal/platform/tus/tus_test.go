package tus_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"osmose/internal/platform/files"
	"osmose/internal/platform/tus"
)

func ask(method, body string, headers ...string) *http.Request {
	r := httptest.NewRequest(method, "/", strings.NewReader(body))
	r.Header.Set("Tus-Resumable", tus.Version)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return r
}

func TestMetadataIsReadAsTheProtocolSays(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]map[string]string{
		"":                      {},
		"filename bm90ZS50eHQ=": {"filename": "note.txt"},
		"filename bm90ZS50eHQ=, folder MQ==,empty": {"filename": "note.txt", "folder": "1", "empty": ""},
		"a YQ,b Yg":                         nil, // without its end
		",":                                 nil,
		"a YQ==,a Yg==":                     nil,
		"a " + strings.Repeat("YWFh", 3000): nil,
	} {
		c, err := tus.ReadCreation(ask(http.MethodPost, "", "Upload-Length", "12", "Upload-Metadata", said), 12)
		if (err == nil) != (want != nil) || len(c.Metadata) != len(want) {
			t.Errorf("%.40q: %v, %v", said, c.Metadata, err)
		}
		for key, value := range want {
			if c.Metadata[key] != value {
				t.Errorf("%q: %s is %q", said, key, c.Metadata[key])
			}
		}
	}
}

func TestSizesAreDigits(t *testing.T) {
	t.Parallel()
	for said, ok := range map[string]bool{"0": true, "12": true, "13": false, "": false, "-1": false, "+1": false, "1e1": false, " 1": false, "99999999999999999999": false} {
		if _, err := tus.ReadCreation(ask(http.MethodPost, "", "Upload-Length", said), 12); (err == nil) != ok {
			t.Errorf("%q: %v", said, err)
		}
	}
}

// TestAPieceIsTakenWhereTheArrivalStands adds pieces, and asks before each whether it may come.
func TestAPieceIsTakenWhereTheArrivalStands(t *testing.T) {
	t.Parallel()
	folder, err := files.OpenFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	name, err := folder.Begin()
	if err != nil {
		t.Fatal(err)
	}
	arrival, err := folder.Resume(name)
	if err != nil {
		t.Fatal(err)
	}
	defer arrival.Close()
	asked := 0
	yes := func(int64) error { asked++; return nil }
	no := errors.New("no")
	for _, c := range []struct {
		offset int64
		body   string
		before func(int64) error
		at     int64
		err    error
	}{
		{0, "abc", yes, 3, nil},
		{0, "abc", yes, 3, tus.ErrOffset},
		{4, "abc", yes, 3, tus.ErrOffset},
		{3, "defgh", func(int64) error { return no }, 3, no},
		{3, "defghi", yes, 3, tus.ErrTooLarge},
		{3, "defgh", yes, 8, nil},
		{8, "", yes, 8, nil},
	} {
		at, err := tus.Receive(ask(http.MethodPatch, c.body), arrival, c.offset, 8, c.before)
		if at != c.at || !errors.Is(err, c.err) {
			t.Errorf("%q at %d: %d, %v", c.body, c.offset, at, err)
		}
	}
	if asked != 2 {
		t.Errorf("asked %d times", asked)
	}
}
