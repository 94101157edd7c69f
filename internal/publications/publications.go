// Package publications holds what all publications of a space share: a post, an event, a document, a thread, a FAQ
// entry each have a row here and one in a table of their own kind, under one id. Comments, messages, folders and
// profiles are not publications.
//
// Readers see live publications only, through a Reach. Publish confirms its Member; the other verbs are steps of what a
// room does, and the room has confirmed the Member.
package publications

import (
	"embed"
	"io/fs"

	"osmose/internal/accounts"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/events"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/spaces"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of publications.
func Migrations() fs.FS { return migrations }

// State says who may see a publication.
type State string

// The states. Only published ones are live.
const (
	Draft     State = "draft"
	Scheduled State = "scheduled"
	Published State = "published"
	Hidden    State = "hidden"
	Trashed   State = "trashed"
)

// Item is a live publication as lists show it.
type Item struct {
	ID      ids.ID          `db:"id"`
	SpaceID ids.ID          `db:"space_id"`
	Space   string          `db:"space"`
	Kind    string          `db:"kind"`
	Title   string          `db:"title"`
	Excerpt richtext.Teaser `db:"excerpt"`
	Theme   string          `db:"theme"`
	ThemeID ids.ID          `db:"theme_id"`
	// Comments counts the comments or replies.
	Comments    int           `db:"comments"`
	PublishedAt clock.Instant `db:"published_at"`
	ActivityAt  clock.Instant `db:"activity_at"`
	// Card is what its kind notes of it for cards (Kind.Extra).
	Card string `db:"card"`
	accounts.Byline
}

// Cursor is where a list by last activity goes on after this item.
func (i Item) Cursor() db.Cursor { return db.Cursor{Key: int64(i.ActivityAt), ID: i.ID} }

// Appeared is recorded when a publication becomes live. What nobody wrote has no author, and no id of one.
type Appeared struct {
	Space       ids.ID `json:"space"`
	Publication ids.ID `json:"publication"`
	Kind        string `json:"kind"`
	Author      ids.ID `json:"author,omitzero"`
}

// EventName is stable.
func (Appeared) EventName() string { return "publications.appeared" }

// Changed is recorded when what lists and its page show of a live publication has changed, its texts aside: title, theme,
// place in the list, state, or which texts belong to it.
type Changed struct {
	Space       ids.ID `json:"space"`
	Publication ids.ID `json:"publication"`
}

// EventName is stable.
func (Changed) EventName() string { return "publications.changed" }

// Tell records that a publication of m's space has changed, for a room whose own verb changed it.
func (r *Room) Tell(tx *db.Tx, m spaces.Member, publication ids.ID) error {
	return r.events.Record(tx, Changed{Space: m.SpaceID(), Publication: publication})
}

// Renewed is recorded when what a publication is made of has another version: the file of a document.
type Renewed struct {
	Space       ids.ID `json:"space"`
	Publication ids.ID `json:"publication"`
	Person      ids.ID `json:"person"` // who brought it
}

// EventName is stable.
func (Renewed) EventName() string { return "publications.renewed" }

// TellRenewed is Tell of another version that m brought.
func (r *Room) TellRenewed(tx *db.Tx, m spaces.Member, publication ids.ID) error {
	if err := r.events.Record(tx, Renewed{Space: m.SpaceID(), Publication: publication, Person: m.PersonID()}); err != nil {
		return err
	}
	return r.Tell(tx, m, publication)
}

// Prepared is recorded when what a publication shows of its file has been made, or could not be: its page brings it.
type Prepared struct {
	Space       ids.ID `json:"space"`
	Publication ids.ID `json:"publication"`
}

// EventName is stable.
func (Prepared) EventName() string { return "publications.prepared" }

// TellPrepared records that what a publication shows of its file is as it will stay.
func (r *Room) TellPrepared(tx *db.Tx, custody spaces.Custody, publication ids.ID) error {
	return r.events.Record(tx, Prepared{Space: custody.SpaceID(), Publication: publication})
}

// Proposed is recorded when somebody who may not publish a kind leaves one of it to those who review that kind: once.
type Proposed struct {
	Space       ids.ID `json:"space"`
	Publication ids.ID `json:"publication"`
	Author      ids.ID `json:"author"`
}

// EventName is stable.
func (Proposed) EventName() string { return "publications.proposed" }

// Drawn is recorded when a publication appears that somebody made of what was said under another: once.
type Drawn struct {
	Space       ids.ID `json:"space"`
	Publication ids.ID `json:"publication"`
	// Source is where the text stood that it was made of.
	Source ids.ID `json:"source"`
	Text   ids.ID `json:"text"`
	Person ids.ID `json:"person"` // who published it
}

// EventName is stable.
func (Drawn) EventName() string { return "publications.drawn" }

// Room is what publications are built on.
type Room struct {
	db     *db.DB
	events *events.Recorder
	kinds  map[string]Kind
	order  []string
	opened []func(person, publication ids.ID)
	// erasing are those who hear what of their kind is about to go for good.
	erasing map[string]func(tx *db.Tx, list []ids.ID) error
}

// New builds the room with the kinds that exist, in the order of the menu.
func New(d *db.DB, recorder *events.Recorder, kinds []Kind) *Room {
	r := &Room{db: d, events: recorder, kinds: map[string]Kind{}, erasing: map[string]func(*db.Tx, []ids.ID) error{}}
	for _, k := range kinds {
		r.kinds[k.Name] = k
		r.order = append(r.order, k.Name)
	}
	return r
}

// Kinds returns the kinds in the order of the menu.
func (r *Room) Kinds() []Kind {
	list := make([]Kind, len(r.order))
	for i, name := range r.order {
		list[i] = r.kinds[name]
	}
	return list
}

// Path returns the address of an item.
func (r *Room) Path(i Item) string {
	return r.kinds[i.Kind].Path(spaces.Path(i.SpaceID, i.Space), i.ID, i.Title)
}

// Kind returns the kind of that name.
func (r *Room) Kind(name string) Kind { return r.kinds[name] }
