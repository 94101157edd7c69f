package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"time"

	gomail "github.com/wneessen/go-mail"

	"osmose/internal/platform/clock"
)

// SMTPConfig says which server takes our mail.
type SMTPConfig struct {
	// URL is smtp://user:password@host:587 (STARTTLS is demanded) or smtps://user:password@host:465 (TLS from the first
	// byte). A server of this machine without password, or one named with ?tls=none, is spoken to in the clear.
	URL string
	// From is the sender of every message.
	From  Address
	Clock clock.Clock
	// Roots are the authorities that the server's certificate may come from; nil means the machine's.
	Roots *x509.CertPool
}

// SMTP sends through a server. It is safe for use by several goroutines; each message has its own connection.
type SMTP struct {
	client *gomail.Client
	from   Address
	clock  clock.Clock
}

const smtpPatience = 30 * time.Second // for the dialogue of one message

// NewSMTP reads the configuration; the server is first spoken to when a message leaves. Its errors never hold the
// password.
func NewSMTP(config SMTPConfig) (*SMTP, error) {
	if err := CheckAddress(config.From.Email); err != nil {
		return nil, fmt.Errorf("%w: the sender %q", err, config.From.Email)
	}
	server, err := url.Parse(config.URL)
	if err != nil || server.Hostname() == "" {
		return nil, errors.New("mail: the server's address is not like smtp://user:password@host:587")
	}
	options, err := optionsOf(server, config)
	if err != nil {
		return nil, err
	}
	client, err := gomail.NewClient(server.Hostname(), options...)
	if err != nil {
		return nil, fmt.Errorf("mail: %w", err)
	}
	return &SMTP{client: client, from: config.From, clock: config.Clock}, nil
}

func optionsOf(server *url.URL, config SMTPConfig) ([]gomail.Option, error) {
	options := []gomail.Option{
		gomail.WithTimeout(smtpPatience),
		gomail.WithHELO(domain(config.From.Email)),
		gomail.WithoutSMTPUTF8(), // our headers are ASCII; asking for it makes older relays bounce the mail
		gomail.WithTLSConfig(&tls.Config{ServerName: server.Hostname(), RootCAs: config.Roots, MinVersion: tls.VersionTLS12}),
	}
	clear := server.Query().Get("tls") == "none" || server.User == nil && isLoopback(server.Hostname())
	port := 587
	switch {
	case server.Scheme == "smtps":
		options = append(options, gomail.WithSSL())
		port = 465
	case server.Scheme != "smtp":
		return nil, errors.New("mail: the server's address begins with neither smtp:// nor smtps://")
	case clear && server.User != nil:
		return nil, errors.New("mail: a password needs TLS: use smtps:// or a server with STARTTLS")
	case clear:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
		port = 25
	default:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	if written := server.Port(); written != "" {
		port, _ = strconv.Atoi(written) // url.Parse took digits only
	}
	if server.User != nil {
		password, _ := server.User.Password()
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover),
			gomail.WithUsername(server.User.Username()), gomail.WithPassword(password))
	}
	return append(options, gomail.WithPort(port)), nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Send hands a message to the server. Errors: ErrRefused; anything else may pass.
func (s *SMTP) Send(ctx context.Context, m Message) error {
	msg, err := compose(m, s.from, s.clock.Now())
	if err != nil {
		return err
	}
	err = s.client.DialAndSendWithContext(ctx, msg)
	switch {
	case err == nil || msg.IsDelivered():
		return nil // a server that took the message may fail at the goodbye
	case isFinal(err):
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	return fmt.Errorf("mail: %w", err)
}

// isFinal tells whether the server refused this recipient or this content for good. A refusal of the sender or of the
// password concerns every message: an operator mends it, and the messages must still be there.
func isFinal(err error) bool {
	var refusal *gomail.SendError
	if !errors.As(err, &refusal) || refusal.IsTemp() || refusal.ErrorCode() < 500 {
		return false
	}
	return refusal.Reason == gomail.ErrSMTPRcptTo || refusal.Reason == gomail.ErrSMTPDataClose
}
