package app_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

const uploadPiece = 20_000

// sending is a file on its way, as far as the program acknowledged it.
type sending struct {
	title, address string
	content        []byte
	offset         int
	deposited      bool
}

// TestAKilledProcessLosesNoUpload kills the program while files come in pieces, again and again. No offset that was acknowledged is
// lost, what was deposited is there once and whole, and nothing is left that belongs to nobody.
func TestAKilledProcessLosesNoUpload(t *testing.T) {
	t.Parallel()
	i := &installation{t: t, program: build(t), data: t.TempDir(), listen: freeAddress(t)}
	i.keepLog()
	i.start()
	karim := i.browse("karim.benali@herault.example")
	space := karim.link("/espaces", `/espaces/0[0-9a-z]{12}-archivage-numerique`)
	var all []*sending
	for round := range kills() {
		all = i.sendUntilKilled(karim, space, round, all)
		i.start()
	}
	karim.client.CloseIdleConnections()
	for _, s := range all { // everything goes on to its end
		for !s.deposited {
			if err := s.step(t, karim, space); err != nil {
				t.Fatalf("%s: %v", s.title, err)
			}
		}
	}
	t.Logf("%d files, %d kills", len(all), kills())
	pool := i.open()
	for _, s := range all {
		if n := i.number(pool, `SELECT COUNT(*) FROM publications WHERE kind = 'document' AND title = $1`, s.title); n != 1 {
			t.Fatalf("%q was deposited and stands there %d times", s.title, n)
		}
		var hash string
		if err := pool.QueryRow(`SELECT hash FROM document_versions WHERE name = $1`, s.title+".txt").Scan(&hash); err != nil {
			t.Fatal(err)
		}
		content, err := os.ReadFile(filepath.Join(i.data, "files", hash[:2], hash[2:4], hash))
		if err != nil || !bytes.HasSuffix(content, s.content) {
			t.Errorf("%s: not the bytes that were sent, %v", s.title, err)
		}
	}
	if n := i.number(pool, `SELECT COUNT(*) FROM uploads WHERE became <> 0`); n != len(all) {
		t.Errorf("%d of %d uploads became a document", n, len(all))
	}
	if n := i.number(pool, `
		SELECT COUNT(*)
		FROM document_files f
		WHERE NOT EXISTS (SELECT 1 FROM documents d WHERE d.id = f.document)`); n != 0 {
		t.Errorf("%d files belong to nobody", n)
	}
}

// sendUntilKilled has files come until the process is killed, at another moment of their way each round.
func (i *installation) sendUntilKilled(v *browser, space string, round int, all []*sending) []*sending {
	i.t.Helper()
	v.client.CloseIdleConnections()
	steps := 0
	for n := 0; ; {
		if steps++; steps == 6+5*(round%7) { // while the next steps are on their way
			time.AfterFunc(time.Duration(round%5)*time.Millisecond, func() { _ = i.process.Process.Kill() }) // its end is waited for below
		}
		var s *sending
		if len(all) > 0 && !all[len(all)-1].deposited {
			s = all[len(all)-1]
		} else {
			title := fmt.Sprintf("Relevé %d-%d", round, n)
			s = &sending{title: title, content: bytes.Repeat([]byte(title+".\n"), 5000)}
			all, n = append(all, s), n+1
		}
		if err := s.step(i.t, v, space); err != nil {
			break // the process is dead
		}
	}
	<-i.done
	return all
}

// step does the next thing that a client does: it begins, sends a piece from where the program says that it stands, deposits. An error is
// of the line.
func (s *sending) step(t *testing.T, v *browser, space string) error {
	ask := func(method, path string, body io.Reader, headers ...string) (*http.Response, error) {
		r, err := http.NewRequest(method, "http://"+v.at.listen+path, body)
		if err != nil {
			return nil, err
		}
		for i := 0; i < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		r.Header.Set("Tus-Resumable", "1.0.0")
		r.Header.Set("Origin", "http://"+v.at.listen)
		answer, err := v.client.Do(r)
		if err == nil {
			_, err = io.Copy(io.Discard, answer.Body)
			answer.Body.Close()
		}
		return answer, err
	}
	if s.address == "" {
		name := base64.StdEncoding.EncodeToString([]byte(s.title + ".txt"))
		answer, err := ask(http.MethodPost, space+"/envois", nil, "Upload-Length", strconv.Itoa(len(s.content)), "Upload-Metadata", "filename "+name)
		if err == nil && answer.StatusCode != http.StatusCreated {
			t.Fatalf("%s does not begin: %d", s.title, answer.StatusCode)
		}
		if err == nil {
			s.address = answer.Header.Get("Location")
		}
		return err
	}
	answer, err := ask(http.MethodHead, s.address, nil)
	if err != nil {
		return err
	}
	at, err := strconv.Atoi(answer.Header.Get("Upload-Offset"))
	if err != nil || at < s.offset {
		t.Fatalf("%s was acknowledged up to %d, and stands at %q: %d", s.title, s.offset, answer.Header.Get("Upload-Offset"), answer.StatusCode)
	}
	s.offset = at
	if at < len(s.content) {
		piece := s.content[at:min(at+uploadPiece, len(s.content))]
		answer, err := ask(http.MethodPatch, s.address, bytes.NewReader(piece), "Upload-Offset", strconv.Itoa(at), "Content-Type", "application/offset+octet-stream")
		if err == nil && answer.StatusCode != http.StatusNoContent {
			t.Fatalf("%s at %d: %d", s.title, at, answer.StatusCode)
		}
		if err == nil {
			s.offset = at + len(piece)
		}
		return err
	}
	status, err := v.post(space+"/documents", url.Values{"upload": {s.address[strings.LastIndexByte(s.address, '/')+1:]}})
	if err == nil && status != http.StatusSeeOther {
		t.Fatalf("%s is not deposited: %d", s.title, status)
	}
	s.deposited = err == nil
	return err
}
