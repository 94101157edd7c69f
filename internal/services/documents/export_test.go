package documents

import (
	"context"

	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
)

// RenderAgain has the job run again on every version of a space.
func (r *Room) RenderAgain(ctx context.Context, space ids.ID) error {
	list, err := db.All[version](r.DB.Read(ctx), `SELECT space_id, document_id, number FROM document_previews WHERE space_id = $1 LIMIT 100`, space)
	if err != nil {
		return err
	}
	for _, v := range list {
		if err := r.render(ctx, v); err != nil {
			return err
		}
	}
	return nil
}

// AskAgain runs the sweep.
func (r *Room) AskAgain(tx *db.Tx) error { return r.askForOlder(tx) }
