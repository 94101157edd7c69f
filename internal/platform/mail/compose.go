package mail

import (
	"crypto/rand"
	"errors"
	"fmt"
	stdmail "net/mail"
	"net/url"
	"regexp"
	"strings"

	gomail "github.com/wneessen/go-mail"

	"osmose/internal/platform/clock"
)

const longestSubject = 200 // runes

var messageID = regexp.MustCompile(`^[A-Za-z0-9.-]{1,100}$`)

// compose builds the mail that m describes. Its date and id come from here: what the library would add by itself tells
// the machine's name and the library's version. Errors: ErrRefused.
func compose(m Message, from Address, now clock.Instant) (*gomail.Msg, error) {
	if err := check(m); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrRefused, err)
	}
	msg := gomail.NewMsg(gomail.WithCharset(gomail.CharsetUTF8), gomail.WithEncoding(gomail.EncodingQP),
		gomail.WithNoDefaultUserAgent())
	msg.FromMailAddress(mailbox(from))
	msg.ToMailAddress(mailbox(m.To))
	msg.Subject(shorten(line(m.Subject), longestSubject))
	msg.SetDateWithValue(now.Time())
	if m.ID == "" {
		m.ID = rand.Text()
	}
	msg.SetMessageIDWithValue(m.ID + "@" + domain(from.Email))
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no absence notice comes back
	if m.ReplyTo != "" {
		msg.ReplyToMailAddress(mailbox(Address{Email: m.ReplyTo}))
	}
	if m.Unsubscribe != "" {
		msg.SetGenHeader(gomail.HeaderListUnsubscribe, "<"+m.Unsubscribe+">")
		msg.SetGenHeader(gomail.HeaderListUnsubscribePost, "List-Unsubscribe=One-Click")
	}
	msg.SetBodyString(gomail.TypeTextPlain, body(m.Text))
	if m.HTML != "" {
		msg.AddAlternativeString(gomail.TypeTextHTML, body(m.HTML))
	}
	return msg, nil
}

func check(m Message) error {
	if err := CheckAddress(m.To.Email); err != nil {
		return fmt.Errorf("recipient: %w", err)
	}
	if m.ReplyTo != "" {
		if err := CheckAddress(m.ReplyTo); err != nil {
			return fmt.Errorf("reply-to: %w", err)
		}
	}
	if m.ID != "" && !messageID.MatchString(m.ID) {
		return errors.New("malformed message id")
	}
	if m.Unsubscribe != "" && !isPlainURL(m.Unsubscribe) {
		return errors.New("malformed unsubscribe address")
	}
	if strings.TrimSpace(m.Subject) == "" || strings.TrimSpace(m.Text) == "" {
		return errors.New("no subject or no text part")
	}
	return nil
}

func mailbox(a Address) *stdmail.Address {
	return &stdmail.Address{Name: Name(a.Name), Address: a.Email}
}

func domain(email string) string { return email[strings.LastIndexByte(email, '@')+1:] }

func isPlainURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil &&
		!strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune(`<>,"`, r) })
}
