package documents

import (
	"strconv"
	"strings"

	"osmose/internal/platform/db"
	"osmose/internal/platform/filetypes"
	"osmose/internal/platform/ids"
	"osmose/internal/publications"
	"osmose/internal/spaces"
)

// PageSize is the number of documents on a page of the list.
const PageSize = 30

// order is how a list of what stands in a folder goes on: by its columns, and after a place among them.
type order struct {
	// Name stands in addresses, Label is a text key.
	Name, Label string
	// By sorts, and Beyond is the condition to stand after a place of which $3 and $4 are the key and the id, $5 the class.
	By, Beyond string
}

// The orders. What stands in a folder has one folder_id, or NULL: saying it first changes nothing, but that PostgreSQL then
// knows the index of the order, which « IS NULL » alone does not tell it.
var (
	byName  = order{"nom", "documents.sort.name", "d.folder_id, d.key, d.id", "(d.key, d.id) > ($3, $4)"}
	byDate  = order{"date", "documents.sort.date", "d.folder_id DESC, d.filed_at DESC, d.id DESC", "(d.filed_at, d.id) < ($3, $4)"}
	byKinds = order{"type", "documents.sort.class", "d.folder_id, d.class, d.key, d.id", "(d.class, d.key, d.id) > ($5, $3, $4)"}

	orders = []order{byName, byDate, byKinds}
)

// orderNamed returns the order of that name, by name for any other.
func orderNamed(name string) order {
	for _, o := range orders {
		if o.Name == name {
			return o
		}
	}
	return byName
}

// after is where a list in this order goes on after a document, for an address.
func (o order) after(d Document) string {
	switch o {
	case byDate:
		return db.Cursor{Key: int64(d.FiledAt), ID: d.ID}.String()
	case byKinds:
		return db.Place{Key: string(d.Class) + "/" + d.Key, ID: d.ID}.String()
	}
	return db.Place{Key: d.Key, ID: d.ID}.String()
}

// place returns the arguments of Beyond for what after wrote; anything else is the beginning.
func (o order) place(after string) []any {
	if o == byDate {
		cursor, err := db.ParseCursor(after)
		if err != nil {
			cursor = db.Newest
		}
		return []any{cursor.Key, cursor.ID}
	}
	place := db.ParsePlace(after)
	if o == byKinds {
		class, key, _ := strings.Cut(place.Key, "/")
		return []any{key, place.ID, class}
	}
	return []any{place.Key, place.ID}
}

// In returns the live documents that stand in a folder of m's space, zero for none, in an order after a place that its after
// wrote, PageSize+1 at most.
func In(q db.Querier, m spaces.Member, folder ids.ID, o order, after string) ([]Document, error) {
	args := append([]any{m.SpaceID(), PageSize + 1}, o.place(after)...)
	in, more := within("d.folder_id", folder, len(args)+1)
	return listed(q, o.By, o.Beyond+" AND "+in, "", append(args, more...))
}

// Filter narrows the documents of a whole space. The zero value narrows nothing.
type Filter struct {
	publications.Filter
	Class filetypes.Class
	// Valid and Working leave those alone; both are none.
	Valid, Working bool
}

// Everywhere returns the live documents of m's space that a filter leaves, in whatever folder, the newest file first, after a
// cursor, PageSize+1 at most.
func Everywhere(q db.Querier, m spaces.Member, f Filter, after db.Cursor) ([]Document, error) {
	args := []any{m.SpaceID(), PageSize + 1, after.Key, after.ID}
	file := byDate.Beyond
	if f.Class != "" {
		args = append(args, string(f.Class))
		file += " AND d.class = " + placeholder(len(args))
	}
	const valid = "EXISTS (SELECT 1 FROM document_validations w WHERE w.document_id = d.id)"
	if f.Valid {
		file += " AND " + valid
	}
	if f.Working {
		file += " AND NOT " + valid
	}
	where := f.Conditions(len(args) + 1)
	return listed(q, "d.filed_at DESC, d.id DESC", file, where.Text, append(args, where.Args...))
}

// listed returns the live documents of the space $1 that meet a condition on « documents d » and more on « live_publications
// l », in an order, $2 at most. The page is found before anything is joined to it, along the index of its order: each document
// is asked whether it is live and meets the rest. As a join, a planner that thinks little is left of the rest reads all
// documents and sorts them.
func listed(q db.Querier, by, condition, more string, args []any) ([]Document, error) {
	return db.All[Document](q, `
		SELECT `+columns+`
		FROM (
			SELECT d.id
			FROM documents d
			WHERE d.space_id = $1 AND `+condition+` AND (
				SELECT COUNT(*)
				FROM live_publications l
				WHERE l.id = d.id AND l.space_id = $1`+more+`) > 0
			ORDER BY `+by+`
			LIMIT $2) page
		JOIN documents d ON d.id = page.id
		JOIN live_publications l ON l.id = d.id`+joins+`
		ORDER BY `+by, args...)
}

func placeholder(n int) string { return "$" + strconv.Itoa(n) }
