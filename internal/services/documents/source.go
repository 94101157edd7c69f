package documents

import (
	"context"
	"errors"
	"slices"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/web"
	"osmose/internal/spaces"
)

// source is a file that a form deposits: one that came with the form, or an upload that came before it.
type source interface {
	name() string
	// receive brings the file to the disk. Errors: fault.Invalid on files, *fault.TooMany.
	receive(ctx context.Context) (File, error)
	// file runs a verb that makes a document of the file, or finds a twin of it, and sees to the file if it does not. Errors: those
	// of the verb.
	file(ctx context.Context, f File, verb func(tx *db.Tx) (id ids.ID, twin bool, err error)) (ids.ID, error)
}

// sourcesIn returns the files that a form deposits, most at the most; a form without one is noted.
func (r *Room) sourcesIn(ctx context.Context, m spaces.Member, form *web.Form, most int) ([]source, error) {
	var all []source
	for _, upload := range form.Files("files", MaxSize, most) {
		all = append(all, sent{r, m, upload})
	}
	var chosen []ids.ID
	for _, text := range form.All("upload") {
		id, err := ids.Parse(text)
		if err != nil {
			form.Note("files", "documents.upload.gone", nil)
			continue
		}
		if !slices.Contains(chosen, id) {
			chosen = append(chosen, id)
		}
	}
	if len(all)+len(chosen) > most {
		form.Note("files", "form.too_many_files", fault.Args{"Max": most})
		return nil, nil
	}
	for _, id := range chosen {
		u, err := FindUpload(r.DB.Read(ctx), m, id)
		if errors.Is(err, fault.ErrNotFound) {
			form.Note("files", "documents.upload.gone", nil)
			continue
		}
		if err != nil {
			return nil, err
		}
		all = append(all, &arrived{r, m, u})
	}
	if len(all) == 0 && form.Problems() == nil {
		form.Note("files", "form.required", nil)
	}
	return all, nil
}

// waitingIn returns the uploads of m's own that a form brought and that are no document yet.
func waitingIn(q db.Querier, m spaces.Member, form *web.Form) ([]Upload, error) {
	var chosen []ids.ID
	for _, text := range form.Values("upload") {
		if id, err := ids.Parse(text); err == nil && len(chosen) < MostAtOnce {
			chosen = append(chosen, id)
		}
	}
	if len(chosen) == 0 {
		return nil, nil
	}
	in, args := db.In(3, chosen)
	return db.All[Upload](q, `
		SELECT `+uploadColumns+`
		FROM uploads u
		WHERE u.space_id = $1 AND u.person_id = $2 AND u.became = 0 AND u.id IN (`+in+`)
		ORDER BY u.id
		LIMIT 20`, append([]any{m.SpaceID(), m.PersonID()}, args...)...)
}

// sent is a file that came with a form.
type sent struct {
	room   *Room
	m      spaces.Member
	upload *web.Upload
}

func (s sent) name() string { return s.upload.Name }

func (s sent) receive(ctx context.Context) (File, error) { return s.room.receive(ctx, s.m, s.upload) }

func (s sent) file(ctx context.Context, f File, verb func(tx *db.Tx) (ids.ID, bool, error)) (id ids.ID, err error) {
	var twin bool
	err = s.room.DB.Write(ctx, func(tx *db.Tx) (err error) {
		id, twin, err = verb(tx)
		return err
	})
	if err != nil || twin {
		s.room.drop(ctx, f)
	}
	return id, err
}

// arrived is an upload. When its verb refuses it, it waits for another form; the file of one that has a twin, the sweep removes.
type arrived struct {
	room   *Room
	m      spaces.Member
	upload Upload
}

func (a *arrived) name() string { return a.upload.Name }

func (a *arrived) receive(ctx context.Context) (File, error) {
	if a.upload.Became != 0 {
		return a.upload.File, nil
	}
	u, err := a.room.complete(ctx, a.m, a.upload)
	if errors.Is(err, fault.ErrNotFound) {
		err = fault.Wrong("files", "documents.upload.gone", nil)
	}
	a.upload = u
	return u.File, err
}

func (a *arrived) file(ctx context.Context, _ File, verb func(tx *db.Tx) (ids.ID, bool, error)) (id ids.ID, err error) {
	err = a.room.DB.Write(ctx, func(tx *db.Tx) (err error) {
		id, err = a.room.become(tx, a.m, a.upload, func() (ids.ID, error) {
			id, _, err := verb(tx)
			return id, err
		})
		return err
	})
	return id, err
}
