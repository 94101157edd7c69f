package notifications

import (
	"context"
	"errors"
	"strings"

	"osmose/internal/accounts"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/jobs"
	"osmose/internal/platform/mail"
	"osmose/internal/spaces"
)

const answerMail = "notifications.answer_mail"

// answer is a mail to send. Letter stays the same when the job runs again, and differs for each answer: a person may ask
// twice.
type answer struct {
	spaces.Answered
	Letter ids.ID `json:"letter"`
}

func (r *Room) handleMail() {
	jobs.Outside(r.Queue, answerMail, r.sendAnswer)
	jobs.Outside(r.Queue, readingMail, r.sendAlarm)
}

// sendAnswer writes to whoever asked to join a space. What may be said is decided now, not when the animator answered:
// nothing is sent to a person who belongs to the space no more, is blocked or gone, nor about a space that became secret.
func (r *Room) sendAnswer(ctx context.Context, e answer) error {
	q := r.DB.Read(ctx)
	person, err := accounts.Find(q, e.Person)
	if errors.Is(err, fault.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	subject, err := db.Find[struct {
		Title  string        `db:"title"`
		Policy spaces.Policy `db:"policy"`
		Member bool          `db:"member"`
	}](q, `
		SELECT s.title, s.policy, EXISTS (SELECT 1 FROM memberships m WHERE m.space_id = s.id AND m.person_id = $2) AS member
		FROM spaces s
		JOIN people p ON p.id = $2 AND p.blocked_at = 0
		WHERE s.id = $1`, e.Space, e.Person)
	if errors.Is(err, fault.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if e.Accepted != subject.Member || (!e.Accepted && subject.Policy == spaces.Secret) {
		return nil
	}
	ctx = i18n.With(ctx, r.Texts.Localizer(person.Language, nil))
	kind := "declined"
	if e.Accepted {
		kind = "accepted"
	}
	return r.send(ctx, person, letter{
		Subject: i18n.T(ctx, "notifications.mail."+kind+"_subject", i18n.Args{"Space": subject.Title}),
		Text:    i18n.T(ctx, "notifications.mail."+kind+"_text", i18n.Args{"Space": subject.Title}),
		Link:    i18n.T(ctx, "notifications.mail.link"),
		Address: r.BaseURL + spaces.Path(e.Space, subject.Title),
	}, "answer-"+e.Letter.String())
}

// send sends a letter to a person, greeted by name in the language of ctx, under an id by which a second sending is known.
func (r *Room) send(ctx context.Context, person accounts.Person, l letter, id string) error {
	l.Service, l.Greeting = r.Service, i18n.T(ctx, "notifications.mail.greeting", i18n.Args{"Name": mail.Name(person.Name())})
	var html strings.Builder
	if err := letterView(l).Render(ctx, &html); err != nil {
		return err
	}
	err := r.Mail.Send(ctx, mail.Message{
		ID: id, To: mail.Address{Name: person.Name(), Email: person.Email}, Subject: l.Subject, Text: l.plain(), HTML: html.String(),
	})
	if errors.Is(err, mail.ErrRefused) { // for good: trying again would only annoy the server
		r.Log.Warn("mail refused", "person", person.ID, "error", err)
		return nil
	}
	return err
}

// letter is a short mail with one link.
type letter struct{ Service, Subject, Greeting, Text, Link, Address string }

// plain is the part for those who read no HTML; it says the same.
func (l letter) plain() string {
	return strings.Join([]string{l.Greeting, l.Text, l.Link + " " + l.Address, l.Service}, "\n\n") + "\n"
}
