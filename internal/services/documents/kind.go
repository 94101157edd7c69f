package documents

import (
	"context"

	"osmose/internal/platform/db"
	"osmose/internal/platform/filetypes"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/ui"
	"osmose/internal/publications"
	"osmose/internal/spaces"
)

// Kind is what feeds and notifications know of documents. Animators see what others threw away.
func Kind() publications.Kind {
	return publications.Kind{
		Name: kind, Label: "documents.kind", Plural: "documents.kinds", Icon: "folder-2-line", Service: service, Commented: true,
		Reviewed: MayTend, Path: path, Extras: extras,
		Edit: func(space string, id ids.ID, title string) string { return path(space, id, title) + "/modifier" },
	}
}

// extras returns what the cards of documents show: the type and the size of the file, and its state.
func extras(ctx context.Context, q db.Querier, reach spaces.Reach, list []ids.ID) (map[ids.ID]publications.Extra, error) {
	condition, key := reach.Where("d.space_id", 1)
	in, args := db.In(2, list)
	found, err := db.All[struct {
		ID    ids.ID          `db:"id"`
		Class filetypes.Class `db:"class"`
		Size  int64           `db:"size"`
		Valid bool            `db:"valid"`
	}](q, `
		SELECT d.id, d.class, v.size, va.document_id IS NOT NULL AS valid
		FROM documents d
		JOIN document_versions v ON v.document_id = d.id AND v.number = d.number
		LEFT JOIN document_validations va ON va.document_id = d.id
		WHERE `+condition+` AND d.id IN (`+in+`)
		LIMIT 200`, append([]any{key}, args...)...)
	if err != nil {
		return nil, err
	}
	all := map[ids.ID]publications.Extra{}
	for _, d := range found {
		about := ui.Badge{Label: i18n.T(ctx, d.Class.Label()) + ", " + i18n.Size(ctx, d.Size)}
		all[d.ID] = publications.Extra{Badges: []ui.Badge{about, stateBadge(ctx, d.Valid)}}
	}
	return all, nil
}

// stateBadge says in which state a document is (S57).
func stateBadge(ctx context.Context, valid bool) ui.Badge {
	if valid {
		return ui.Badge{Label: i18n.T(ctx, "documents.state.valid"), Kind: ui.BadgeSuccess, Icon: "checkbox-circle-line"}
	}
	return ui.Badge{Label: i18n.T(ctx, "documents.state.working")}
}
