package documents

import (
	"errors"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/platform/web"
	"osmose/internal/spaces"
)

// Lead returns the folder to which names lead from another, zero for none, and makes those that are missing. Errors: fault.ErrNotFound;
// a Refusal when one is missing and m may not make it; fault.Invalid on name or parent.
func (r *Room) Lead(tx *db.Tx, m spaces.Member, from ids.ID, names []string) (ids.ID, error) {
	if err := m.Confirm(tx); err != nil {
		return 0, err
	}
	if _, err := placeOf(tx, m, from); err != nil {
		return 0, err
	}
	for _, name := range names {
		in, args := within("f.parent_id", from, 3)
		next, err := db.One[ids.ID](tx, `
			SELECT f.id
			FROM folders f
			WHERE f.space_id = $1 AND f.key = $2 AND `+in+`
			ORDER BY f.id
			LIMIT 1`, append([]any{m.SpaceID(), richtext.Fold(name)}, args...)...)
		if errors.Is(err, db.ErrNoRows) {
			next, err = r.MakeFolder(tx, m, FolderDraft{Name: name, Parent: from})
		}
		if err != nil {
			return 0, err
		}
		from = next
	}
	return from, nil
}

// lead answers the script that deposits a whole folder: where the files of one of its folders go. Where the person may not make it, or
// it can't be made, they go to the folder from which they came, and the sentence says why.
func (r *Room) lead(x *web.Exchange, m spaces.Member) error {
	form, err := x.Form()
	if err != nil {
		return err
	}
	from, names := form.ID("folder"), form.All("name")
	if wrong := form.Problems(); wrong != nil {
		err = wrong
	}
	to := from
	if err == nil {
		err = r.DB.Write(x.Context(), func(tx *db.Tx) (err error) {
			to, err = r.Lead(tx, m, from, names)
			return err
		})
	}
	if err == nil {
		var f Folder
		if f, err = placeOf(r.DB.Read(x.Context()), m, to); err == nil && !deposits(m, f.Deposits) {
			err = fault.Refuse("documents.deposit_refused")
		}
	}
	var (
		wrong   *fault.Invalid
		refused *fault.Refusal
		answer  struct {
			Folder string `json:"folder"`
			Why    string `json:"why,omitempty"`
		}
	)
	switch {
	case errors.As(err, &wrong):
		answer.Why = i18n.T(x.Context(), wrong.Fields[0].Key, wrong.Fields[0].Args)
	case errors.As(err, &refused) && refused.Key != "spaces.role_changed":
		answer.Why = i18n.T(x.Context(), refused.Key)
	case err != nil:
		return err
	}
	if err != nil {
		to = from
	}
	if to != 0 {
		answer.Folder = to.String()
	}
	return x.JSON(answer)
}
