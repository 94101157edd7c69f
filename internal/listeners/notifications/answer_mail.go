package notifications

import (
	"context"
	"errors"
	"strings"

	"osmose/internal/accounts"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/jobs"
	"osmose/internal/platform/mail"
	"osmose/internal/spaces"
)

const answerMail = "notifications.answer_mail"

func (r *Room) handleMail() { jobs.Outside(r.Queue, answerMail, r.sendAnswer) }

// sendAnswer writes to whoever asked to join a space. What may be said is decided now, not when the animator answered:
// a person who belongs to the space no more, or a space that became secret, is not mentioned; whoever was blocked is
// written to no more.
func (r *Room) sendAnswer(ctx context.Context, e spaces.Answered) error {
	q := r.DB.Read(ctx)
	person, err := accounts.Find(q, e.Person)
	if errors.Is(err, fault.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	subject, err := db.One[struct {
		Title  string `db:"title"`
		Policy string `db:"policy"`
		Member bool   `db:"member"`
	}](q, `
		SELECT s.title, s.policy, EXISTS (SELECT 1 FROM memberships m WHERE m.space_id = s.id AND m.person_id = $2) AS member
		FROM spaces s
		JOIN people p ON p.id = $2
		WHERE s.id = $1 AND p.blocked_at = 0`, e.Space, e.Person)
	if errors.Is(err, db.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	if e.Accepted != subject.Member || (!e.Accepted && subject.Policy == string(spaces.Secret)) {
		return nil
	}
	message, err := r.answerMessage(ctx, person, subject.Title, r.BaseURL+spaces.Path(e.Space, subject.Title), e.Accepted)
	if err != nil {
		return err
	}
	message.ID = "answer-" + e.Space.String() + "-" + e.Person.String()
	return r.Mail.Send(ctx, message)
}

func (r *Room) answerMessage(ctx context.Context, person accounts.Person, space, address string, accepted bool) (mail.Message, error) {
	ctx = i18n.With(ctx, r.Texts.Localizer(person.Language, nil))
	kind := "declined"
	if accepted {
		kind = "accepted"
	}
	letter := letter{
		Service:  r.Service,
		Subject:  i18n.T(ctx, "notifications.mail."+kind+"_subject", i18n.Args{"Space": space}),
		Greeting: i18n.T(ctx, "notifications.mail.greeting", i18n.Args{"Name": mail.Name(person.Name())}),
		Text:     i18n.T(ctx, "notifications.mail."+kind+"_text", i18n.Args{"Space": space}),
		Link:     i18n.T(ctx, "notifications.mail.link"),
		Address:  address,
	}
	var html strings.Builder
	if err := letterView(letter).Render(ctx, &html); err != nil {
		return mail.Message{}, err
	}
	return mail.Message{
		To:      mail.Address{Name: person.Name(), Email: person.Email},
		Subject: letter.Subject,
		Text:    letter.plain(),
		HTML:    html.String(),
	}, nil
}

// letter is a short mail with one link.
type letter struct{ Service, Subject, Greeting, Text, Link, Address string }

// plain is the part for those who read no HTML; it says the same.
func (l letter) plain() string {
	return strings.Join([]string{l.Greeting, l.Text, l.Link + " " + l.Address, l.Service}, "\n\n") + "\n"
}
