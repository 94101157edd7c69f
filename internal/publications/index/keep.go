package index

import (
	"errors"
	"strings"
	"time"

	"osmose/internal/platform/db"
	"osmose/internal/platform/events"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/jobs"
	"osmose/internal/platform/richtext"
	"osmose/internal/publications"
	"osmose/internal/publications/comments"
	"osmose/internal/publications/texts"
	"osmose/internal/spaces"
)

const (
	// batch is how many texts one write indexes: an FTS5 table writes a part of its own for each savepoint that it is
	// changed in, so that many texts cost little more than one; and no reply waits for more than these.
	batch = 100
	// batchBytes ends a batch early: whole files stand beneath some texts.
	batchBytes = 400 << 10

	readPending = "search/index"
	sweep       = "search/sweep"
	tidyUp      = "search/tidy"
)

// Listen keeps the index true from now on: what the migrations left pending, what the pages write, what is gone.
func (r *Room) Listen(recorder *events.Recorder) {
	jobs.Inside(r.queue, readPending, func(tx *db.Tx, _ struct{}) error { return r.indexPending(tx) })
	r.queue.Every(sweep, time.Minute, r.indexPending)
	r.queue.Every(tidyUp, 24*time.Hour, r.Tidy)
	events.Listen(recorder, "search", func(tx *db.Tx, e comments.Added) error { return r.mark(tx, e.Space, e.Text) })
	events.Listen(recorder, "search", func(tx *db.Tx, e texts.Revised) error { return r.mark(tx, e.Space, e.Text) })
	events.Listen(recorder, "search", func(tx *db.Tx, e publications.Appeared) error {
		return r.markBody(tx, e.Space, e.Publication)
	})
	events.Listen(recorder, "search", func(tx *db.Tx, e publications.Changed) error {
		return r.markBody(tx, e.Space, e.Publication)
	})
}

// mark puts a text down as pending. One that is gone since is none.
func (r *Room) mark(tx *db.Tx, space, text ids.ID) error {
	_, err := tx.Exec(`
		INSERT INTO search_pending (text_id, space_id)
		SELECT x.id, x.space_id
		FROM texts x
		WHERE x.id = $1 AND x.space_id = $2
		ON CONFLICT (text_id) DO NOTHING`, text, space)
	return errors.Join(err, r.wake(tx))
}

func (r *Room) markBody(tx *db.Tx, space, publication ids.ID) error {
	_, err := tx.Exec(`
		INSERT INTO search_pending (text_id, space_id)
		SELECT x.id, x.space_id
		FROM texts x
		WHERE x.publication_id = $1 AND x.space_id = $2 AND x.role = 'body'
		ON CONFLICT (text_id) DO NOTHING`, publication, space)
	return errors.Join(err, r.wake(tx))
}

func (r *Room) wake(tx *db.Tx) error {
	return r.queue.PutOnce(tx, readPending, readPending, struct{}{}, tx.Now)
}

// Again puts down as pending a publication beneath which something changed.
func (r *Room) Again(tx *db.Tx, custody spaces.Custody, publication ids.ID) error {
	return r.markBody(tx, custody.SpaceID(), publication)
}

// Rebuild puts every text down as pending. Searches go on meanwhile, on what is indexed already.
func (r *Room) Rebuild(tx *db.Tx) error {
	_, err := tx.Exec(`
		INSERT INTO search_pending (text_id, space_id)
		SELECT x.id, x.space_id
		FROM texts x
		WHERE TRUE
		ON CONFLICT (text_id) DO NOTHING`)
	return errors.Join(err, r.wake(tx))
}

// Tidy lets nothing remain of the words of texts that are gone. They are not found before it either.
func (r *Room) Tidy(tx *db.Tx) error { return r.engine.tidy(tx) }

type pending struct {
	Text  ids.ID `db:"text_id"`
	Space ids.ID `db:"space_id"`
}

// indexPending indexes the newest pending texts, and has itself called again while there are more.
func (r *Room) indexPending(tx *db.Tx) error {
	list, err := db.All[pending](tx, `
		DELETE FROM search_pending
		WHERE text_id IN (SELECT text_id FROM search_pending ORDER BY text_id DESC LIMIT $1)
		RETURNING text_id, space_id`, batch)
	if err != nil {
		return err
	}
	read, more := 0, len(list) == batch
	for _, p := range list {
		if read > batchBytes {
			if err := r.mark(tx, p.Space, p.Text); err != nil {
				return err
			}
			more = true
			continue
		}
		custody := spaces.TakeCustody(p.Space, "a text is indexed, for whoever may find it")
		n, err := r.index(tx, custody, p.Text)
		if err != nil {
			return err
		}
		read += n
	}
	if !more {
		return nil
	}
	return r.queue.Put(tx, readPending, struct{}{})
}

// document is what the index stores of a text.
type document struct {
	text, space ids.ID
	kind        string
	title, body analysed
}

// index reads a text and its heading again: what happened to them is in no event. A text that is gone has taken its row
// along. It returns how many bytes it read.
func (r *Room) index(tx *db.Tx, custody spaces.Custody, text ids.ID) (int, error) {
	t, err := texts.Kept(tx, custody, text)
	if errors.Is(err, fault.ErrNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	heading, err := publications.HeadingOf(tx, custody, t.Publication)
	if err != nil {
		return 0, err
	}
	d := document{text: text, space: custody.SpaceID(), kind: heading.Kind}
	body := richtext.PlainText(t.Body)
	if t.Role == texts.Body {
		d.title = analyse(heading.Title)
		body = strings.Join(append([]string{body}, heading.Keywords...), "\n")
		if b := r.beneath[heading.Kind]; b != nil {
			beneath, err := b.Of(tx, custody, t.Publication)
			if err != nil {
				return 0, err
			}
			body += "\n" + beneath
		}
	}
	d.body = analyse(body)
	return len(body), r.engine.put(tx, d)
}
