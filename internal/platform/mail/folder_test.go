package mail_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/mail"
)

func mailbox(t *testing.T) (*mail.Folder, string, *clock.Manual) {
	t.Helper()
	dir, c := t.TempDir(), clock.NewManual(noon)
	f, err := mail.OpenFolder(dir, osmose, c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f, dir, c
}

func send(t *testing.T, f *mail.Folder, m mail.Message) mail.Received {
	t.Helper()
	if err := f.Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	return list(t, f, 0, 1)[0]
}

func list(t *testing.T, f *mail.Folder, before ids.ID, n int) []mail.Received {
	t.Helper()
	found, err := f.List(before, n)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestTheDemoShowsItsMailNewestFirst(t *testing.T) {
	f, dir, c := mailbox(t)
	for _, subject := range []string{"un", "deux", "trois"} {
		m := reply()
		m.Subject = subject
		send(t, f, m)
		c.Advance(time.Minute)
	}
	for _, stray := range []string{"0123456789abc.part", "notes.txt", "archives"} {
		if err := os.WriteFile(filepath.Join(dir, stray), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	page := list(t, f, 0, 2)
	if len(page) != 2 || page[0].Subject != "trois" || page[1].Subject != "deux" {
		t.Fatalf("first page %v", page)
	}
	rest := list(t, f, page[1].ID, 2)
	if len(rest) != 1 || rest[0].Subject != "un" || rest[0].At != clock.Of(noon) {
		t.Fatalf("second page %v", rest)
	}
	one, err := f.Read(rest[0].ID)
	if err != nil || one.Text != reply().Text || one.HTML != reply().HTML || one.To != karim {
		t.Errorf("read %v, %v", one, err)
	}
}

func TestAMessageThatIsNotThereIsNotFound(t *testing.T) {
	f, _, c := mailbox(t)
	for _, id := range []ids.ID{0, ids.New(c.Now())} {
		if _, err := f.Read(id); !errors.Is(err, fault.ErrNotFound) {
			t.Errorf("%v: %v", id, err)
		}
	}
}

func TestAMessageMayHaveNoHTML(t *testing.T) {
	f, _, _ := mailbox(t)
	m := reply()
	m.HTML, m.ID = "", ""
	got := send(t, f, m)
	if got.Text != m.Text || got.HTML != "" || !strings.HasSuffix(got.Header.Get("Message-Id"), "@osmose.example>") {
		t.Errorf("got %v", got)
	}
}

func TestWhatPeopleTypeAddsNoHeader(t *testing.T) {
	const injection = "x\r\nBcc: paul@evil.example\r\n\r\n<script>"
	f, _, _ := mailbox(t)
	m := reply()
	m.Subject, m.To.Name = injection, injection
	m.Text, m.HTML = injection, injection
	got := send(t, f, m)
	if got.Header.Get("Bcc") != "" || got.To.Email != karim.Email {
		t.Errorf("header %v", got.Header)
	}
	if got.Subject != "x Bcc: paul@evil.example <script>" || got.To.Name != "x Bcc: paul(a)evil. example script" {
		t.Errorf("subject %q, name %q", got.Subject, got.To.Name)
	}
	if want := strings.ReplaceAll(injection, "\r", ""); got.Text != want || got.HTML != want {
		t.Errorf("text %q", got.Text)
	}
}

func TestControlCharactersDoNotTravel(t *testing.T) {
	f, _, _ := mailbox(t)
	m := reply()
	m.Text = "a\x00b\x1b[31m\tc\xff\n"
	if got := send(t, f, m); got.Text != "ab[31m\tc\uFFFD\n" {
		t.Errorf("text %q", got.Text)
	}
}

func TestAWeeklyMailIsStoppedInOneClick(t *testing.T) {
	f, _, _ := mailbox(t)
	m := reply()
	m.Unsubscribe = "https://osmose.example/lettre/arret?cle=" + strings.Repeat("a", 43)
	got := send(t, f, m)
	if got.Header.Get("List-Unsubscribe") != "<"+m.Unsubscribe+">" ||
		got.Header.Get("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click" {
		t.Errorf("header %v", got.Header)
	}
}

func TestAMessageThatCannotBeWrittenIsRefusedForGood(t *testing.T) {
	f, dir, _ := mailbox(t)
	for name, spoil := range map[string]func(*mail.Message){
		"no recipient":         func(m *mail.Message) { m.To.Email = "" },
		"two recipients":       func(m *mail.Message) { m.To.Email = "a@b.fr, c@d.fr" },
		"reply to a header":    func(m *mail.Message) { m.ReplyTo = "a@b.fr\r\nBcc: c@d.fr" },
		"id of another domain": func(m *mail.Message) { m.ID = "a@evil.example" },
		"unsubscribe header":   func(m *mail.Message) { m.Unsubscribe = "https://a.example/\r\nBcc: c@d.fr" },
		"unsubscribe brackets": func(m *mail.Message) { m.Unsubscribe = "https://a.example/>,<mailto:c@d.fr" },
		"unsubscribe scheme":   func(m *mail.Message) { m.Unsubscribe = "javascript:alert(1)" },
		"no subject":           func(m *mail.Message) { m.Subject = " " },
		"no text beside HTML":  func(m *mail.Message) { m.Text = "" },
	} {
		m := reply()
		spoil(&m)
		if err := f.Send(t.Context(), m); !errors.Is(err, mail.ErrRefused) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("left %v, %v", left, err)
	}
}
