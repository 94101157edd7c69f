package documents

import (
	"context"
	"errors"
	"io/fs"
	"strconv"
	"time"

	"osmose/internal/platform/convert"
	"osmose/internal/platform/db"
	"osmose/internal/platform/filetypes"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/jobs"
	"osmose/internal/spaces"
)

// The states of what is made of a version.
const (
	isWaiting = "waiting"
	isWorking = "working"
	isReady   = "ready"
	hasFailed = "failed"
	isAbsent  = "absent"
)

// The reasons why nothing was made of a version.
const (
	isLocked  = "locked"
	isBroken  = "broken"
	isTooMuch = "too_much"
)

const (
	renderJob   = "documents/render"
	renderSweep = "documents/renders"
	// mostTries is how often a version is tried before it is given up.
	mostTries = 3
	// askedAtOnce is how many versions a sweep asks for that nobody has asked for yet.
	askedAtOnce = 50
)

// Rendering is what is made of the file of a version. Its state is empty for a file of which nothing is made.
type Rendering struct {
	State  string `db:"preview_state"`
	Reason string `db:"preview_reason"`
	// Pages counts those of the file; the first of them are drawn.
	Pages int    `db:"preview_pages"`
	PDF   string `db:"preview_pdf"`
	Cover string `db:"preview_thumb"`
}

const renderingColumns = `COALESCE(pr.state, '') AS preview_state, COALESCE(pr.reason, '') AS preview_reason, COALESCE(pr.pages, 0) AS preview_pages,
	COALESCE(pr.pdf, '') AS preview_pdf, COALESCE(pr.thumb, '') AS preview_thumb`

// has says whether something was made.
func (r Rendering) has() bool { return r.State == isReady && r.Pages > 0 }

// convertible says whether pages can be drawn of a file: the PDF, and what office programs write.
func (f File) convertible() bool {
	switch f.class() {
	case filetypes.PDF, filetypes.Word, filetypes.Sheet, filetypes.Slides, filetypes.Drawing:
		return true
	}
	return false
}

// legible says whether a file is text as it stands.
func (f File) legible() bool { return f.class() == filetypes.Plain || f.class() == filetypes.Table }

// version names one.
type version struct {
	Space    ids.ID `json:"space" db:"space_id"`
	Document ids.ID `json:"document" db:"document_id"`
	Number   int64  `json:"number" db:"number"`
}

func (v version) key() string {
	return renderJob + ":" + v.Document.String() + ":" + strconv.FormatInt(v.Number, 10)
}

// await asks for what is made of a new version. Without a converter nothing can be drawn: the next program that has one finds it.
func (r *Room) await(tx *db.Tx, v version, f File) error {
	if !f.convertible() && !f.legible() {
		return nil
	}
	state := isWaiting
	if f.convertible() && r.Converter == nil {
		state = isAbsent
	}
	_, err := tx.Exec(`INSERT INTO document_previews (document_id, number, space_id, state, asked_at) VALUES ($1, $2, $3, $4, $5)`,
		v.Document, v.Number, v.Space, state, tx.Now)
	if err != nil || state == isAbsent {
		return err
	}
	return r.Queue.PutOnce(tx, renderJob, v.key(), v, tx.Now)
}

// listenForVersions registers the work on versions.
func (r *Room) listenForVersions() {
	jobs.Slow(r.Queue, renderJob, r.render)
	r.Queue.Every(renderSweep, 10*time.Minute, r.askForOlder)
}

// askForOlder asks for what waits without a job: versions that came before there was a converter.
func (r *Room) askForOlder(tx *db.Tx) error {
	if r.Converter == nil {
		return nil
	}
	list, err := db.All[version](tx, `
		UPDATE document_previews
		SET state = 'waiting', asked_at = $1
		WHERE (document_id, number) IN (SELECT document_id, number FROM document_previews WHERE state = 'absent' ORDER BY asked_at DESC LIMIT $2)
		RETURNING space_id, document_id, number`, tx.Now, askedAtOnce)
	if err != nil {
		return err
	}
	for _, v := range list {
		if err := r.Queue.PutOnce(tx, renderJob, v.key(), v, tx.Now); err != nil {
			return err
		}
	}
	return nil
}

// render makes pages, a thumbnail and words of a version. It may run again: what is made already stays. After an error it is tried again, mostTries in all.
func (r *Room) render(ctx context.Context, v version) error {
	custody := spaces.TakeCustody(v.Space, "pages are drawn of a version, for whoever may read the document")
	var f File
	var tries int64 // zero when there is nothing to do
	err := r.DB.Write(ctx, func(tx *db.Tx) (err error) { f, tries, err = r.begin(tx, custody, v); return err })
	if err != nil || tries == 0 {
		return err
	}
	made, err := r.make(ctx, custody, v, f)
	if err == nil {
		err = r.DB.Write(ctx, func(tx *db.Tx) error { return r.finish(tx, custody, v, made) })
		if err != nil {
			r.dropRendered(context.WithoutCancel(ctx), made)
		}
		return err
	}
	reason, final := reasonOf(err)
	if ctx.Err() != nil && tries < mostTries || !final && tries < mostTries {
		return err
	}
	r.Log.Info("no preview of a version", "document", v.Document, "number", v.Number, "reason", reason, "error", err)
	return r.DB.Write(context.WithoutCancel(ctx), func(tx *db.Tx) error { return r.giveUp(tx, custody, v, reason) })
}

// reasonOf says why nothing came of a version, and whether that is for good.
func reasonOf(err error) (reason string, final bool) {
	switch {
	case errors.Is(err, convert.ErrLocked):
		return isLocked, true
	case errors.Is(err, convert.ErrRefused), errors.Is(err, convert.ErrBroken), errors.Is(err, fs.ErrNotExist):
		return isBroken, true
	case errors.Is(err, convert.ErrTooMuch), errors.Is(err, context.DeadlineExceeded):
		return isTooMuch, false
	}
	return isBroken, false
}

// begin takes a version to work on and counts the try; zero tries say that there is nothing to do.
func (r *Room) begin(tx *db.Tx, custody spaces.Custody, v version) (f File, tries int64, err error) {
	found, err := db.One[struct {
		State string `db:"state"`
		Tries int64  `db:"tries"`
		File
	}](tx, `
		SELECT pr.state, pr.tries, v.name, v.type, v.size, v.width, v.height, v.digest, v.hash, v.thumb
		FROM document_previews pr
		JOIN document_versions v ON v.document_id = pr.document_id AND v.number = pr.number
		WHERE pr.document_id = $1 AND pr.number = $2 AND pr.space_id = $3`, v.Document, v.Number, custody.SpaceID())
	if errors.Is(err, db.ErrNoRows) || err == nil && (found.State == isReady || found.State == hasFailed) {
		return File{}, 0, nil
	}
	if err != nil {
		return File{}, 0, err
	}
	if found.Tries >= mostTries { // the program ended each time
		return File{}, 0, r.giveUp(tx, custody, v, isBroken)
	}
	if found.convertible() && r.Converter == nil { // another program that has one had asked
		_, err := tx.Exec(`UPDATE document_previews SET state = 'absent' WHERE document_id = $1 AND number = $2 AND space_id = $3`,
			v.Document, v.Number, custody.SpaceID())
		return File{}, 0, err
	}
	_, err = tx.Exec(`UPDATE document_previews SET state = 'working', tries = tries + 1 WHERE document_id = $1 AND number = $2 AND space_id = $3`,
		v.Document, v.Number, custody.SpaceID())
	return found.File, found.Tries + 1, err
}

func (r *Room) giveUp(tx *db.Tx, custody spaces.Custody, v version, reason string) error {
	_, err := tx.Exec(`UPDATE document_previews SET state = 'failed', reason = $4 WHERE document_id = $1 AND number = $2 AND space_id = $3`,
		v.Document, v.Number, custody.SpaceID(), reason)
	if err != nil {
		return err
	}
	return r.Publications.TellPrepared(tx, custody, v.Document)
}
