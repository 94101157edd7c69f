// Package moderation is what happens after publication, for nothing is approved before: any member reports a text,
// animators hide it with a reason that all can read, or put it back. Both are kept.
package moderation

import (
	"embed"
	"io/fs"

	"osmose/internal/platform/db"
	"osmose/internal/platform/events"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/publications"
	"osmose/internal/publications/texts"
	"osmose/internal/spaces"
)

// Texts are the sentences of this package.
//
//go:embed texts.*.toml
var Texts embed.FS

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of moderation.
func Migrations() fs.FS { return migrations }

// MaxReason is the longest reason, in characters.
const MaxReason = 500

// The actions of the table of rules.
const (
	Report spaces.Action = "moderation.report"
	Hide   spaces.Action = "moderation.hide"
)

// Rules are this room's lines of the table.
func Rules() []spaces.Rule {
	return []spaces.Rule{
		{Action: Report, Label: "moderation.rule.report", From: spaces.Reader, Why: "S33: « Signaler » stands on every contribution."},
		{Action: Hide, Label: "moderation.rule.hide", From: spaces.Animator, Why: "S42: no moderation before publication; the animator hides afterwards."},
	}
}

// Service is the entry of the animators' page in a space's menu; app gives it its count.
var Service = spaces.Service{Key: "moderation", Segment: "moderation", Label: "moderation.service", Icon: "shield-line", Needs: Hide}

// Reported is recorded when a member reports a text.
type Reported struct {
	Space       ids.ID `json:"space"`
	Publication ids.ID `json:"publication"`
	Text        ids.ID `json:"text"`
	Reporter    ids.ID `json:"reporter"`
}

// EventName is stable.
func (Reported) EventName() string { return "moderation.reported" }

// Hid is recorded when an animator hides a text.
type Hid struct {
	Space       ids.ID `json:"space"`
	Publication ids.ID `json:"publication"`
	Text        ids.ID `json:"text"`
}

// EventName is stable.
func (Hid) EventName() string { return "moderation.hid" }

// Restored is recorded when an animator puts a hidden text back.
type Restored struct {
	Space       ids.ID `json:"space"`
	Publication ids.ID `json:"publication"`
	Text        ids.ID `json:"text"`
}

// EventName is stable.
func (Restored) EventName() string { return "moderation.restored" }

// Room is moderation in all spaces.
type Room struct {
	publications *publications.Room
	events       *events.Recorder
}

// New builds the room.
func New(p *publications.Room, recorder *events.Recorder) *Room {
	return &Room{publications: p, events: recorder}
}

// ReportText tells the animators of a text. Reporting it again before they answer changes nothing. Errors:
// fault.ErrNotFound, fault.Invalid on « reason ».
func (r *Room) ReportText(tx *db.Tx, m spaces.Member, text ids.ID, reason string) error {
	if !m.May(Report) {
		return fault.Refuse("spaces.not_allowed")
	}
	if err := m.Confirm(tx); err != nil {
		return err
	}
	if err := checkReason(reason); err != nil {
		return err
	}
	t, err := texts.Get(tx, m, text)
	if err != nil {
		return err
	}
	added, err := tx.Exec(`
		INSERT INTO reports (id, text_id, space_id, reporter_id, reason, created_at)
		VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (text_id, reporter_id, settled_at) DO NOTHING`,
		ids.New(tx.Now), text, m.SpaceID(), m.PersonID(), reason, tx.Now)
	if err != nil || added == 0 {
		return err
	}
	return r.events.Record(tx, Reported{Space: m.SpaceID(), Publication: t.Publication, Text: text, Reporter: m.PersonID()})
}

func checkReason(reason string) error {
	wrong := &fault.Invalid{}
	if reason == "" {
		wrong.Add("reason", "form.required", nil)
	}
	wrong.Limit("reason", reason, MaxReason)
	return wrong.Err()
}

// HideText hides a text from all but animators; hiding the body hides the whole publication. Its reports are settled.
// Errors: a Refusal, fault.ErrNotFound, fault.Invalid on « reason ».
func (r *Room) HideText(tx *db.Tx, m spaces.Member, text ids.ID, reason string) error {
	if err := may(tx, m); err != nil {
		return err
	}
	if err := checkReason(reason); err != nil {
		return err
	}
	t, err := texts.Get(tx, m, text)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`
		INSERT INTO hidings (text_id, space_id, hidden_by, hidden_at, reason)
		VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (text_id) DO NOTHING`,
		text, m.SpaceID(), m.PersonID(), tx.Now, reason)
	if err != nil {
		return err
	}
	if t.Role == texts.Body {
		if err := r.publications.SetState(tx, m, t.Publication, publications.Hidden); err != nil {
			return err
		}
	}
	if err := r.events.Record(tx, Hid{Space: m.SpaceID(), Publication: t.Publication, Text: text}); err != nil {
		return err
	}
	return settle(tx, m, text)
}

// RestoreText puts a hidden text back. Errors: a Refusal, fault.ErrNotFound when it is not hidden.
func (r *Room) RestoreText(tx *db.Tx, m spaces.Member, text ids.ID) error {
	if err := may(tx, m); err != nil {
		return err
	}
	restored, err := tx.Exec(`DELETE FROM hidings WHERE text_id = $1 AND space_id = $2`, text, m.SpaceID())
	if err != nil {
		return err
	}
	if restored == 0 {
		return fault.ErrNotFound
	}
	t, err := db.One[texts.Text](tx, `SELECT id, publication_id, role FROM texts WHERE id = $1 AND space_id = $2`, text, m.SpaceID())
	if err != nil {
		return err
	}
	if t.Role == texts.Body {
		if err := r.publications.SetState(tx, m, t.Publication, publications.Published); err != nil {
			return err
		}
	}
	return r.events.Record(tx, Restored{Space: m.SpaceID(), Publication: t.Publication, Text: text})
}

// SettleReports closes the reports of a text that the animators leave as it is. Errors: a Refusal.
func (r *Room) SettleReports(tx *db.Tx, m spaces.Member, text ids.ID) error {
	if err := may(tx, m); err != nil {
		return err
	}
	return settle(tx, m, text)
}

func may(tx *db.Tx, m spaces.Member) error {
	if !m.May(Hide) {
		return fault.Refuse("spaces.animators_only")
	}
	return m.Confirm(tx)
}

func settle(tx *db.Tx, m spaces.Member, text ids.ID) error {
	_, err := tx.Exec(`
		UPDATE reports
		SET settled_at = $3, settled_by = $4
		WHERE text_id = $1 AND space_id = $2 AND settled_at = 0`, text, m.SpaceID(), tx.Now, m.PersonID())
	return err
}
