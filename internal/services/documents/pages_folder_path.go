package documents

import (
	"errors"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/web"
	"osmose/internal/spaces"
)

import ()

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
