package mail_test

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/mail"
)

// sink is a mail server that keeps what it takes.
type sink struct {
	address string
	roots   *x509.CertPool
	refuse  func(command string) error // "mail", "rcpt", "data"

	mu    sync.Mutex
	taken []delivery
}

type delivery struct{ user, from, to, content string }

// serve starts a sink on the loopback interface; with secure, it offers STARTTLS and asks for karim's password.
func serve(t *testing.T, secure bool) *sink {
	t.Helper()
	s := &sink{refuse: func(string) error { return nil }}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) {
		return &dialogue{sink: s, secure: secure}, nil
	}))
	server.MaxLineLength = 1000 // RFC 5321, 4.5.3.1.6
	server.EnableSMTPUTF8 = true
	if secure {
		server.TLSConfig, s.roots = certificate(t)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.address = listener.Addr().String()
	var stopped sync.WaitGroup
	stopped.Go(func() { _ = server.Serve(listener) })
	t.Cleanup(func() {
		_ = server.Close()
		_ = listener.Close() // the server knows it only once it serves, which a fast test may outrun
		stopped.Wait()
	})
	return s
}

// certificate borrows that of the standard library's test server, made out for 127.0.0.1.
func certificate(t *testing.T) (*tls.Config, *x509.CertPool) {
	t.Helper()
	web := httptest.NewTLSServer(nil)
	t.Cleanup(web.Close)
	roots := x509.NewCertPool()
	roots.AddCert(web.Certificate())
	return &tls.Config{Certificates: web.TLS.Certificates}, roots
}

func (s *sink) only(t *testing.T) (delivery, mail.Received) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.taken) != 1 {
		t.Fatalf("%d messages taken", len(s.taken))
	}
	m, err := mail.Parse(strings.NewReader(s.taken[0].content))
	if err != nil {
		t.Fatal(err)
	}
	return s.taken[0], m
}

func (s *sink) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.taken)
}

// dialogue is one connection to the sink.
type dialogue struct {
	sink   *sink
	secure bool
	delivery
}

func (d *dialogue) AuthMechanisms() []string {
	if d.secure {
		return []string{sasl.Plain}
	}
	return nil
}

func (d *dialogue) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != "karim" || password != "s&cret" {
			return smtp.ErrAuthFailed
		}
		d.user = user
		return nil
	}), nil
}

func (d *dialogue) Mail(from string, o *smtp.MailOptions) error {
	if d.secure && d.user == "" {
		return smtp.ErrAuthRequired
	}
	if o.UTF8 {
		return errors.New("SMTPUTF8 was asked for")
	}
	d.from = from
	return d.sink.refuse("mail")
}

func (d *dialogue) Rcpt(to string, _ *smtp.RcptOptions) error {
	d.to = to
	return d.sink.refuse("rcpt")
}

func (d *dialogue) Data(r io.Reader) error {
	content, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if err := d.sink.refuse("data"); err != nil {
		return err
	}
	d.content = string(content)
	d.sink.mu.Lock()
	defer d.sink.mu.Unlock()
	d.sink.taken = append(d.sink.taken, d.delivery)
	return nil
}

func (d *dialogue) Reset()        {}
func (d *dialogue) Logout() error { return nil }

var (
	osmose = mail.Address{Name: "Osmose", Email: "ne-pas-repondre@osmose.example"}
	karim  = mail.Address{Name: "Karim Benali", Email: "karim.benali@herault.example"}
	noon   = time.Date(2026, 11, 18, 11, 0, 0, 0, time.UTC)
)

func sender(t *testing.T, url string, roots *x509.CertPool) *mail.SMTP {
	t.Helper()
	s, err := mail.NewSMTP(mail.SMTPConfig{URL: url, From: osmose, Clock: clock.NewManual(noon), Roots: roots})
	if err != nil {
		t.Fatal(err)
	}
	return s
}
