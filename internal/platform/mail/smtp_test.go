package mail_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/emersion/go-smtp"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/mail"
)

// reply is what Hélène's answer sends to Karim.
func reply() mail.Message {
	return mail.Message{
		ID:      "job-42",
		To:      karim,
		Subject: "Nouvelle réponse : « Durée d’utilité administrative »",
		Text:    "Hélène Marchand a répondu.\n\n.Une ligne qui commence par un point\n" + strings.Repeat("très long ", 500) + "\n",
		HTML:    "<!doctype html><html lang=\"fr\"><p>Hélène Marchand a répondu.</p></html>\n",
		ReplyTo: "archives@osmose.example",
	}
}

func TestKarimReceivesBothPartsAsTheyWereWritten(t *testing.T) {
	server := serve(t, false)
	if err := sender(t, "smtp://"+server.address, nil).Send(t.Context(), reply()); err != nil {
		t.Fatal(err)
	}
	taken, got := server.only(t)
	if taken.from != osmose.Email || taken.to != karim.Email {
		t.Errorf("envelope from %s to %s", taken.from, taken.to)
	}
	if got.From != osmose || got.To != karim || got.At != clock.Of(noon) {
		t.Errorf("from %v to %v at %v", got.From, got.To, got.At.Time())
	}
	if got.Subject != reply().Subject || got.Text != reply().Text || got.HTML != reply().HTML {
		t.Errorf("subject %q\ntext %q\nhtml %q", got.Subject, got.Text, got.HTML)
	}
	for field, want := range map[string]string{
		"Message-Id": "<job-42@osmose.example>", "Reply-To": "<archives@osmose.example>",
		"Auto-Submitted": "auto-generated", "Mime-Version": "1.0",
		"X-Mailer": "", "User-Agent": "", "List-Unsubscribe": "", "Bcc": "",
	} {
		if value := got.Header.Get(field); value != want {
			t.Errorf("%s: %q, want %q", field, value, want)
		}
	}
}

func TestHeaderIsPlainASCIIInShortLines(t *testing.T) {
	server := serve(t, false)
	m := reply()
	m.Subject = strings.Repeat("éàü漢字 ", 30)
	if err := sender(t, "smtp://"+server.address, nil).Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	taken, got := server.only(t)
	header, _, _ := strings.Cut(taken.content, "\r\n\r\n")
	for line := range strings.SplitSeq(header, "\r\n") {
		if len(line) > 78 || strings.ContainsFunc(line, func(r rune) bool { return r > '~' }) {
			t.Errorf("line of %d: %q", len(line), line)
		}
	}
	if got.Subject != strings.TrimSpace(m.Subject) {
		t.Errorf("subject %q", got.Subject)
	}
}

func TestAServerWithAPasswordIsSpokenToUnderTLS(t *testing.T) {
	server := serve(t, true)
	if err := sender(t, "smtp://karim:s%26cret@"+server.address, server.roots).Send(t.Context(), reply()); err != nil {
		t.Fatal(err)
	}
	if taken, _ := server.only(t); taken.user != "karim" {
		t.Errorf("taken from %q", taken.user)
	}
}

func TestNothingLeavesWithoutTheTLSThatIsDemanded(t *testing.T) {
	secure, plain := serve(t, true), serve(t, false)
	for name, s := range map[string]*mail.SMTP{
		"unknown authority": sender(t, "smtp://karim:s%26cret@"+secure.address, nil),
		"no STARTTLS":       sender(t, "smtp://karim:s%26cret@"+plain.address, nil),
		"wrong password":    sender(t, "smtp://karim:wrong@"+secure.address, secure.roots),
	} {
		err := s.Send(t.Context(), reply())
		if err == nil || errors.Is(err, mail.ErrRefused) {
			t.Errorf("%s: %v; an operator can mend it, the message must be tried again", name, err)
		}
	}
	if secure.count()+plain.count() != 0 {
		t.Error("a message left")
	}
}

func TestOnlyWhatCannotPassIsGivenUp(t *testing.T) {
	for _, c := range []struct {
		command string
		code    int
		final   bool
	}{
		{"rcpt", 550, true}, {"rcpt", 450, false}, {"data", 554, true}, {"data", 451, false}, {"mail", 550, false},
	} {
		server := serve(t, false)
		server.refuse = func(command string) error {
			if command == c.command {
				return &smtp.SMTPError{Code: c.code, EnhancedCode: smtp.EnhancedCode{c.code / 100, 1, 1}, Message: "no"}
			}
			return nil
		}
		err := sender(t, "smtp://"+server.address, nil).Send(t.Context(), reply())
		if err == nil || errors.Is(err, mail.ErrRefused) != c.final {
			t.Errorf("%s %d: %v", c.command, c.code, err)
		}
	}
}

func TestAServerThatIsAwayIsTriedAgain(t *testing.T) {
	err := sender(t, "smtp://127.0.0.1:1", nil).Send(t.Context(), reply())
	if err == nil || errors.Is(err, mail.ErrRefused) {
		t.Errorf("error %v", err)
	}
	server := serve(t, false)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := sender(t, "smtp://"+server.address, nil).Send(ctx, reply()); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestConfigurationIsRefusedWithoutTellingThePassword(t *testing.T) {
	for _, url := range []string{"", "mail.example", "http://u:hunter2@mail.example", "smtp://u:hunter2@",
		"smtp://u:hunter2@mail.example:x", "smtp://u:hunter2@mail.example?tls=none", "smtp://u:hunter2@mail.example:0",
		"smtp://u:hunter2@mail.example:99999"} {
		_, err := mail.NewSMTP(mail.SMTPConfig{URL: url, From: osmose, Clock: clock.NewManual(noon)})
		if err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q: %v", url, err)
		}
	}
	for _, url := range []string{"smtp://u:p@mail.example", "smtps://u:p@mail.example", "smtp://mail.example:25?tls=none"} {
		sender(t, url, nil)
	}
	nobody := mail.SMTPConfig{URL: "smtp://mail.example", From: mail.Address{Name: "Osmose"}, Clock: clock.NewManual(noon)}
	if _, err := mail.NewSMTP(nobody); !errors.Is(err, mail.ErrAddress) {
		t.Errorf("a sender without address: %v", err)
	}
}
