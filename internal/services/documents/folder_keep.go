package documents

import (
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/spaces"
)

// FolderDraft is a folder as an animator wants it now.
type FolderDraft struct {
	Name     string
	Parent   ids.ID // zero for none
	Deposits string
}

func (d FolderDraft) check() error {
	wrong := &fault.Invalid{}
	if richtext.Fold(d.Name) == "" {
		wrong.Add("name", "documents.folder_name_required", nil)
	}
	wrong.Limit("name", d.Name, MaxName)
	switch d.Deposits {
	case bySpace, byContributors, byAnimators:
	default:
		wrong.Add("deposits", "form.choice", nil)
	}
	return wrong.Err()
}

// MakeFolder adds a folder to m's space. Errors: a Refusal, fault.ErrNotFound; fault.Invalid on name, parent or deposits.
func (r *Room) MakeFolder(tx *db.Tx, m spaces.Member, d FolderDraft) (ids.ID, error) {
	if err := r.tend(tx, m); err != nil {
		return 0, err
	}
	if err := d.check(); err != nil {
		return 0, err
	}
	held, err := db.One[int](tx, `SELECT COUNT(*) FROM folders f WHERE f.space_id = $1`, m.SpaceID())
	if err != nil {
		return 0, err
	}
	if held >= MostFolders {
		return 0, fault.Wrong("name", "documents.too_many_folders", fault.Args{"Max": MostFolders})
	}
	if err := fits(tx, m, 0, d.Parent); err != nil {
		return 0, err
	}
	id := ids.New(tx.Now)
	return id, insertFolder(tx, m.SpaceID(), m.PersonID(), id, d)
}

func insertFolder(tx *db.Tx, space, person, id ids.ID, d FolderDraft) error {
	made, err := tx.Exec(`
		INSERT INTO folders (id, space_id, parent_id, name, key, deposits, person_id, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT DO NOTHING`,
		id, space, db.OrNull(d.Parent), d.Name, richtext.Fold(d.Name), d.Deposits, db.OrNull(person), tx.Now)
	if err == nil && made == 0 {
		err = fault.Wrong("name", "documents.folder_taken", nil)
	}
	return err
}

// ChangeFolder renames a folder of m's space, moves it with all that is in it, and says anew who deposits there. Errors: those
// of MakeFolder; fault.Invalid on parent for a folder that would stand in itself.
func (r *Room) ChangeFolder(tx *db.Tx, m spaces.Member, id ids.ID, d FolderDraft) error {
	if err := r.tend(tx, m); err != nil {
		return err
	}
	if err := d.check(); err != nil {
		return err
	}
	if _, err := FindFolder(tx, m, id); err != nil {
		return err
	}
	if err := fits(tx, m, id, d.Parent); err != nil {
		return err
	}
	key := richtext.Fold(d.Name)
	in, args := within("f.parent_id", d.Parent, 4)
	taken, err := db.One[int](tx, `SELECT COUNT(*) FROM folders f WHERE f.space_id = $1 AND f.key = $2 AND f.id <> $3 AND `+in,
		append([]any{m.SpaceID(), key, id}, args...)...)
	if err != nil {
		return err
	}
	if taken > 0 {
		return fault.Wrong("name", "documents.folder_taken", nil)
	}
	_, err = tx.Exec(`UPDATE folders SET name = $3, key = $4, parent_id = $5, deposits = $6 WHERE id = $1 AND space_id = $2`,
		id, m.SpaceID(), d.Name, key, db.OrNull(d.Parent), d.Deposits)
	return err
}

// fits makes sure that a folder, zero for a new one, may stand in another: one of the space, not beneath itself, not too deep.
func fits(tx *db.Tx, m spaces.Member, id, parent ids.ID) error {
	all, err := AllFolders(tx, m)
	if err != nil {
		return err
	}
	height, depth, found := 0, 1, parent == 0
	for _, b := range branches(all) {
		if b.ID == parent {
			found, depth = true, len(b.Names)+1
		}
	}
	if !found {
		return fault.Wrong("parent", "documents.folder_unknown", nil)
	}
	if id != 0 {
		for _, under := range beneath(all, id) {
			if under.ID == parent {
				return fault.Wrong("parent", "documents.folder_in_itself", nil)
			}
			height = max(height, len(under.Names)-1)
		}
	}
	if depth+height > MaxDepth {
		return fault.Wrong("parent", "documents.folder_deep", fault.Args{"Max": MaxDepth})
	}
	return nil
}

// beneath returns a folder and all that stand in it, each with the names from that folder on.
func beneath(all []Folder, id ids.ID) []branch {
	var list []branch
	for _, f := range all {
		if f.ID == id {
			list = append(list, branch{f, []string{f.Name}})
		}
	}
	for i := 0; i < len(list); i++ {
		for _, f := range all {
			if f.ParentID == list[i].ID && f.ID != id {
				list = append(list, branch{f, append(list[i].Names[:len(list[i].Names):len(list[i].Names)], f.Name)})
			}
		}
	}
	return list
}

// DeleteFolder deletes an empty folder of m's space. What its documents in the trash would come back to is what the folder
// stood in. Errors: a Refusal, also while there is something in it; fault.ErrNotFound.
func (r *Room) DeleteFolder(tx *db.Tx, m spaces.Member, id ids.ID) error {
	if err := r.tend(tx, m); err != nil {
		return err
	}
	f, err := FindFolder(tx, m, id)
	if err != nil {
		return err
	}
	full, err := db.One[bool](tx, `
		SELECT EXISTS (SELECT 1 FROM folders f WHERE f.parent_id = $1 AND f.space_id = $2) OR EXISTS (
			SELECT 1
			FROM documents d
			JOIN live_publications l ON l.id = d.id
			WHERE d.folder_id = $1 AND d.space_id = $2)`, id, m.SpaceID())
	if err != nil {
		return err
	}
	if full {
		return fault.Refuse("documents.folder_full")
	}
	if _, err := tx.Exec(`UPDATE documents SET folder_id = $3 WHERE folder_id = $1 AND space_id = $2`, id, m.SpaceID(), db.OrNull(f.ParentID)); err != nil {
		return err
	}
	_, err = tx.Exec(`DELETE FROM folders WHERE id = $1 AND space_id = $2`, id, m.SpaceID())
	return err
}

// tend confirms an animator, and has them change the folders of their space alone.
func (r *Room) tend(tx *db.Tx, m spaces.Member) error {
	if !m.May(MayTend) {
		return fault.Refuse("documents.tend_refused")
	}
	if err := m.Confirm(tx); err != nil {
		return err
	}
	_, err := contend(tx, m.SpaceID(), 0)
	return err
}
