package mail

import (
	"bufio"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	stdmail "net/mail"
	"strings"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/ids"
)

// Received is a message as its reader sees it.
type Received struct {
	// ID is the folder's name for it; Parse leaves it zero.
	ID      ids.ID
	From    Address
	To      Address
	Subject string
	At      clock.Instant
	Text    string
	HTML    string
	// Header holds every header field as it was sent.
	Header stdmail.Header
}

// Parse reads a message that this package composed. It is no reader for mail from outside.
func Parse(r io.Reader) (Received, error) {
	raw, err := stdmail.ReadMessage(bufio.NewReader(r))
	if err != nil {
		return Received{}, fmt.Errorf("mail: %w", err)
	}
	m := Received{Header: raw.Header}
	if err := m.readHeader(); err != nil {
		return Received{}, fmt.Errorf("mail: %w", err)
	}
	encoding := raw.Header.Get("Content-Transfer-Encoding")
	if err := m.readPart(raw.Header.Get("Content-Type"), encoding, raw.Body); err != nil {
		return Received{}, fmt.Errorf("mail: %w", err)
	}
	return m, nil
}

func (m *Received) readHeader() (err error) {
	if m.From, err = readAddress(m.Header.Get("From")); err != nil {
		return err
	}
	if m.To, err = readAddress(m.Header.Get("To")); err != nil {
		return err
	}
	at, err := m.Header.Date()
	if err != nil {
		return err
	}
	m.At = clock.Of(at)
	m.Subject, err = new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	return err
}

func readAddress(s string) (Address, error) {
	a, err := stdmail.ParseAddress(s)
	if err != nil {
		return Address{}, err
	}
	return Address{Name: a.Name, Email: a.Address}, nil
}

func (m *Received) readPart(contentType, encoding string, r io.Reader) error {
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		return err
	}
	if strings.HasPrefix(kind, "multipart/") {
		return m.readParts(multipart.NewReader(r, params["boundary"]))
	}
	if encoding == "quoted-printable" {
		r = quotedprintable.NewReader(r)
	}
	content, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	text := strings.ReplaceAll(string(content), "\r\n", "\n")
	if kind == "text/html" {
		m.HTML = text
	} else {
		m.Text = text
	}
	return nil
}

func (m *Received) readParts(parts *multipart.Reader) error {
	for {
		part, err := parts.NextRawPart()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		encoding := part.Header.Get("Content-Transfer-Encoding")
		if err := m.readPart(part.Header.Get("Content-Type"), encoding, part); err != nil {
			return err
		}
	}
}
