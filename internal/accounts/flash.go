package accounts

import (
	"encoding/json"
	"errors"

	"osmose/internal/platform/db"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
)

// flashed is a sentence that waits in the session for the person's next page.
type flashed struct {
	Kind string `json:"kind"`
	Text string `json:"text"`
}

// mostFlashes is how many sentences wait at most; the oldest give way.
const mostFlashes = 3

// errNoSession says that a sentence has nowhere to wait.
var errNoSession = errors.New("accounts: a flash without a session")

// PutFlash stores a sentence for the person's next page.
func (r *Room) PutFlash(x *web.Exchange, kind, text string) error {
	s := Of(x)
	if s == nil {
		return errNoSession
	}
	waiting := append(s.flashes(), flashed{kind, text})
	raw, err := json.Marshal(waiting[max(0, len(waiting)-mostFlashes):])
	if err != nil {
		return err
	}
	s.row.Flash = string(raw)
	return r.db.Write(x.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE sessions SET flash = $2 WHERE id = $1`, s.ID(), s.row.Flash)
		return err
	})
}

// TakeFlash returns the sentences that wait for this page, once. A page to which nothing is said costs no statement.
func (r *Room) TakeFlash(x *web.Exchange) ([]ui.Alert, error) {
	s := Of(x)
	if s == nil || s.row.Flash == "" || x.R.Method == "HEAD" {
		return nil, nil
	}
	waiting, shown := s.flashes(), s.row.Flash
	s.row.Flash = ""
	err := r.db.Write(x.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE sessions SET flash = '' WHERE id = $1 AND flash = $2`, s.ID(), shown)
		return err
	})
	var alerts []ui.Alert
	for _, f := range waiting {
		alerts = append(alerts, ui.Alert{Kind: ui.AlertKind(f.Kind), Text: f.Text})
	}
	return alerts, err
}

func (s *Session) flashes() []flashed {
	var all []flashed
	if s.row.Flash != "" && json.Unmarshal([]byte(s.row.Flash), &all) != nil {
		return nil
	}
	return all
}
