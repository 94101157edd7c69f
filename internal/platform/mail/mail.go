// Package mail sends what the house writes to people: through an SMTP server, or into a folder of .eml files that the
// demo shows. A message has one recipient, so that nobody sees another's address, and an equal text part beside its
// HTML. What people typed (names, subjects) never reaches a header or a link as it was typed.
//
// Mail leaves from jobs only, which try again: sending is at least once. Links in texts are built by the rooms from the
// configured base URL; nothing here reads an address of a request.
package mail

import (
	"context"
	"errors"
)

// ErrRefused says that a message can never be delivered, so that trying again is useless: its recipient's address is
// malformed, or the server refused the recipient or the content for good (5xx).
var ErrRefused = errors.New("mail: refused for good")

// Sender sends messages. It returns nil once the server, or the disk, has taken the message.
// Errors: ErrRefused; anything else may pass.
type Sender interface {
	Send(ctx context.Context, m Message) error
}

// Address is a mailbox and the name shown with it.
type Address struct {
	Name  string
	Email string
}

// Message is a mail to one person.
type Message struct {
	// ID, if set, is unique to the message and stays the same when it is sent again, so that servers may drop the
	// copy: letters, digits, dots and hyphens.
	ID      string
	To      Address
	Subject string
	// Text is the whole message for those who read no HTML. Names of people in it go through Name.
	Text string
	// HTML is a whole document, or empty.
	HTML string
	// ReplyTo is the address of answers, if not the sender's.
	ReplyTo string
	// Unsubscribe is the address of a page that stops such mails, for mails that nobody asked for one by one. It takes
	// a POST (RFC 8058).
	Unsubscribe string
}
