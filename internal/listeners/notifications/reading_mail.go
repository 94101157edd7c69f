package notifications

import (
	"context"
	"errors"

	"osmose/internal/accounts"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/mail"
)

const readingMail = "notifications.reading_mail"

// alarm is a mail to send about an account that read much, to its owner or to an administrator of the platform. Letter stays the
// same when the job runs again.
type alarm struct {
	accounts.ReadMuch
	To     ids.ID `json:"to"`
	Letter ids.ID `json:"letter"`
}

// heardReadMuch writes to the owner of the account, and to the administrators of the platform.
func (r *Room) heardReadMuch(tx *db.Tx, e accounts.ReadMuch) error {
	told := []ids.ID{e.Person}
	administrators, err := accounts.PlatformAdministrators(tx)
	if err != nil {
		return err
	}
	for _, each := range administrators {
		if each.ID != e.Person {
			told = append(told, each.ID)
		}
	}
	for _, to := range told {
		if err := r.Queue.Put(tx, readingMail, alarm{e, to, ids.New(tx.Now)}); err != nil {
			return err
		}
	}
	return nil
}

// sendAlarm writes one of the mails. Nothing is sent about an account that is gone, nor to one.
func (r *Room) sendAlarm(ctx context.Context, a alarm) error {
	q := r.DB.Read(ctx)
	about, err := accounts.Find(q, a.Person)
	var to accounts.Person
	if err == nil {
		to, err = accounts.Find(q, a.To)
	}
	if errors.Is(err, fault.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	ctx = i18n.With(ctx, r.Texts.Localizer(to.Language, nil))
	l := letter{
		Subject: i18n.T(ctx, "notifications.mail.reading_subject"),
		Text:    i18n.N(ctx, "notifications.mail.reading_text", a.Count),
		Link:    i18n.T(ctx, "notifications.mail.reading_link"),
		Address: r.BaseURL + "/profil/mot-de-passe",
	}
	if a.To != a.Person {
		l.Subject = i18n.T(ctx, "notifications.mail.reading_other_subject")
		l.Text = i18n.N(ctx, "notifications.mail.reading_other_text", a.Count, i18n.Args{"Name": mail.Name(about.Name()), "Email": about.Email})
		l.Link, l.Address = i18n.T(ctx, "notifications.mail.service_link"), r.BaseURL+"/"
	}
	return r.send(ctx, to, l, "reading-"+a.Letter.String())
}
