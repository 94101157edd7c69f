package documents

import (
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/spaces"
)

// MaxName is the longest name of a folder, in characters; MaxDepth how many stand one in the other.
const (
	MaxName  = 80
	MaxDepth = 8
)

// MostFolders is how many folders a space has at most.
const MostFolders = 1000

// Folder is a folder of a space. The zero value is the place of what stands in none.
type Folder struct {
	ID       ids.ID `db:"id"`
	ParentID ids.ID `db:"parent_id"` // zero for none
	Name     string `db:"name"`
	Key      string `db:"key"`
	// Deposits says who deposits there: contributors or animators; empty is what the space says.
	Deposits string `db:"deposits"`
}

// The values of Folder.Deposits.
const (
	bySpace        = ""
	byContributors = "contributors"
	byAnimators    = "animators"
)

// Path returns the address of the folder; the place of what stands in none is the list of documents.
func (f Folder) Path(m spaces.Member) string { return folderPath(m, f.ID, f.Name) }

func folderPath(m spaces.Member, id ids.ID, name string) string {
	if id == 0 {
		return home(m)
	}
	return m.Path() + "/" + folderSegment + "/" + id.String() + "-" + richtext.Slug(name)
}

// deposits says whether m may deposit in a folder of which that is said.
func deposits(m spaces.Member, said string) bool {
	switch said {
	case byContributors:
		return m.May(MayKeep)
	case byAnimators:
		return m.May(MayTend)
	}
	return m.May(MayDeposit)
}

// FindFolder returns a folder of m's space. Errors: fault.ErrNotFound.
func FindFolder(q db.Querier, m spaces.Member, id ids.ID) (Folder, error) {
	return db.Find[Folder](q, `
		SELECT f.id, COALESCE(f.parent_id, 0) AS parent_id, f.name, f.key, f.deposits
		FROM folders f
		WHERE f.id = $1 AND f.space_id = $2`, id, m.SpaceID())
}

// placeOf is FindFolder, of which zero is the place of what stands in no folder.
func placeOf(q db.Querier, m spaces.Member, id ids.ID) (Folder, error) {
	if id == 0 {
		return Folder{}, nil
	}
	return FindFolder(q, m, id)
}

// foldersPage is how many folders a page of the list shows.
const foldersPage = 50

// Folders returns the folders that stand in another of m's space, zero for none, by name after a place, foldersPage+1 at most.
func Folders(q db.Querier, m spaces.Member, parent ids.ID, after db.Place) ([]Folder, error) {
	in, args := within("f.parent_id", parent, 5)
	return db.All[Folder](q, `
		SELECT f.id, COALESCE(f.parent_id, 0) AS parent_id, f.name, f.key, f.deposits
		FROM folders f
		WHERE f.space_id = $1 AND (f.key, f.id) > ($2, $3) AND `+in+`
		ORDER BY f.key, f.id
		LIMIT $4`, append([]any{m.SpaceID(), after.Key, after.ID, foldersPage + 1}, args...)...)
}

// within is the condition that a column names a folder, or none for zero, its argument numbered n.
func within(column string, folder ids.ID, n int) (condition string, args []any) {
	if folder == 0 {
		return column + " IS NULL", nil
	}
	return column + " = " + placeholder(n), []any{folder}
}

// AllFolders returns the folders of m's space by name, for the choice of one.
func AllFolders(q db.Querier, m spaces.Member) ([]Folder, error) {
	return db.All[Folder](q, `
		SELECT f.id, COALESCE(f.parent_id, 0) AS parent_id, f.name, f.key, f.deposits
		FROM folders f
		WHERE f.space_id = $1
		ORDER BY f.key, f.id
		LIMIT $2`, m.SpaceID(), MostFolders)
}

// above returns a folder of m's space and those in which it stands, the outermost first.
func above(q db.Querier, m spaces.Member, id ids.ID) ([]Folder, error) {
	if id == 0 {
		return nil, nil
	}
	return db.All[Folder](q, `
		WITH RECURSIVE up (id, parent_id, name, key, deposits, height) AS (
			SELECT f.id, f.parent_id, f.name, f.key, f.deposits, 0
			FROM folders f
			WHERE f.id = $1 AND f.space_id = $2
			UNION ALL
			SELECT f.id, f.parent_id, f.name, f.key, f.deposits, up.height + 1
			FROM up
			JOIN folders f ON f.id = up.parent_id AND f.space_id = $2
			WHERE up.height < $3)
		SELECT up.id, COALESCE(up.parent_id, 0) AS parent_id, up.name, up.key, up.deposits
		FROM up
		ORDER BY up.height DESC
		LIMIT $3`, id, m.SpaceID(), MaxDepth)
}

// branch is a folder among all of a space, with the names of those in which it stands.
type branch struct {
	Folder
	Names []string
}

// branches arranges all folders of a space as they stand in each other, by name.
func branches(all []Folder) []branch {
	beneath := map[ids.ID][]Folder{}
	for _, f := range all {
		beneath[f.ParentID] = append(beneath[f.ParentID], f)
	}
	var list []branch
	var grow func(parent ids.ID, names []string)
	grow = func(parent ids.ID, names []string) {
		for _, f := range beneath[parent] {
			b := branch{f, append(names[:len(names):len(names)], f.Name)}
			list = append(list, b)
			grow(f.ID, b.Names)
		}
	}
	grow(0, nil)
	return list
}
