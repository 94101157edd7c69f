package documents

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"osmose/internal/platform/db"
	"osmose/internal/platform/filetypes"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/ui"
	"osmose/internal/publications"
)

// Kind is what feeds and notifications know of documents. Animators see what others threw away.
func Kind() publications.Kind {
	return publications.Kind{
		Name: kind, Label: "documents.kind", Plural: "documents.kinds", Icon: "folder-2-line", Service: service, Commented: true,
		Reviewed: MayTend, Path: path, Extra: extra,
		Edit: func(space string, id ids.ID, title string) string { return path(space, id, title) + "/modifier" },
	}
}

// validWord says of a card that the document is valid.
const validWord = "valid"

// note keeps for cards the type and the size of the present file, and the state of the document.
func (r *Room) note(tx *db.Tx, space, id ids.ID) error {
	d, err := db.Find[struct {
		Class string `db:"class"`
		Size  int64  `db:"size"`
		Valid bool   `db:"valid"`
	}](tx, `
		SELECT d.class, v.size, va.document_id IS NOT NULL AS valid
		FROM documents d
		JOIN document_versions v ON v.document_id = d.id AND v.number = d.number
		LEFT JOIN document_validations va ON va.document_id = d.id
		WHERE d.id = $1 AND d.space_id = $2`, id, space)
	if err != nil {
		return err
	}
	card := d.Class + " " + strconv.FormatInt(d.Size, 10)
	if d.Valid {
		card += " " + validWord
	}
	return r.Publications.SetCard(tx, space, id, card)
}

// extra returns what note kept.
func extra(ctx context.Context, card string) publications.Extra {
	words := strings.Fields(card)
	if len(words) < 2 {
		return publications.Extra{}
	}
	size, _ := strconv.ParseInt(words[1], 10, 64) // note wrote it
	about := ui.Badge{Label: i18n.T(ctx, filetypes.Class(words[0]).Label()) + ", " + i18n.Size(ctx, size)}
	return publications.Extra{Badges: []ui.Badge{about, stateBadge(ctx, slices.Contains(words, validWord))}}
}

// stateBadge says in which state a document is (S57).
func stateBadge(ctx context.Context, valid bool) ui.Badge {
	if valid {
		return ui.Badge{Label: i18n.T(ctx, "documents.state.valid"), Kind: ui.BadgeSuccess, Icon: "checkbox-circle-line"}
	}
	return ui.Badge{Label: i18n.T(ctx, "documents.state.working")}
}
