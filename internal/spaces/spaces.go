// Package spaces holds the communities, who belongs to them, and the keys to what they contain.
//
// A space is open (visible, anybody joins), on request (visible, an animator approves) or secret (invisible). Its
// members are readers, contributors or animators. Who is not a member of a secret space can't tell it from a space that
// does not exist; who is not a member of a visible one sees its card and nothing else, administrators included.
//
// A sub-space's members are members of its parent; leaving the parent leaves its sub-spaces.
//
// Everything that touches a space's content takes a key of this package: a Member, a Reach, or, for work on nobody's
// behalf, a Custody. There is no other way in.
package spaces

import (
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/events"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/marks"
	"osmose/internal/platform/richtext"
)

// Policy says who may see a space and how one enters it.
type Policy string

// The three policies.
const (
	Open      Policy = "open"
	OnRequest Policy = "on_request"
	Secret    Policy = "secret"
)

// Kind says what a space is for.
type Kind string

// The three kinds of space; sub-spaces are working groups or regions.
const (
	Community    Kind = "community"
	WorkingGroup Kind = "working_group"
	Region       Kind = "region"
)

// Role is what a member is in one space.
type Role string

// The three roles, from the least to the most.
const (
	Reader      Role = "reader"
	Contributor Role = "contributor"
	Animator    Role = "animator"
)

// rank orders the roles; no role at all is 0.
func (r Role) rank() int {
	switch r {
	case Reader:
		return 1
	case Contributor:
		return 2
	case Animator:
		return 3
	}
	return 0
}

// Includes says whether r may do what least may.
func (r Role) Includes(least Role) bool { return r.rank() > 0 && r.rank() >= least.rank() }

// Deps are what the room is built on.
type Deps struct {
	DB     *db.DB
	Clock  clock.Clock
	Events *events.Recorder
	// Rules and Settings are those of every room, this one's included.
	Rules    []Rule
	Settings []Setting
	// Panels are further pages of settings, that upper rooms bring.
	Panels []Panel
	// Services are the entries of a space's menu, in their order.
	Services []Service
	// Unread counts, for each space of a person, what moved since they last opened it.
	Unread func(q db.Querier, person ids.ID) (map[ids.ID]int, error)
	// Founders are called, in the transaction that founds a space, by the rooms that put something into each.
	Founders []Founder
}

// Panel is a page of settings that an upper room brings: a text key, and its place under « …/reglages/ ».
type Panel struct{ Label, Segment string }

// Founder furnishes a new space, as its foundation asks.
type Founder func(tx *db.Tx, custody Custody, f Foundation) error

// Room is the spaces of one installation.
type Room struct {
	db       *db.DB
	clock    clock.Clock
	events   *events.Recorder
	rules    map[Action]Rule
	settings []Setting
	services []Service
	panels   []Panel
	unread   func(q db.Querier, person ids.ID) (map[ids.ID]int, error)
	founders []Founder
	marks    *marks.Marks
	// feedMarks are the last uses of feeds.
	feedMarks *marks.Marks
}

// New builds the room. Two rules for one action are a mistake of the program.
func New(deps Deps) *Room {
	r := &Room{
		db: deps.DB, clock: deps.Clock, events: deps.Events,
		rules: map[Action]Rule{}, settings: deps.Settings, services: deps.Services, panels: deps.Panels,
		unread: deps.Unread, founders: deps.Founders, marks: marks.New(deps.DB, writeMark),
		feedMarks: marks.New(deps.DB, writeFeedMark),
	}
	for _, rule := range deps.Rules {
		if _, twice := r.rules[rule.Action]; twice {
			panic("spaces: two rules for " + string(rule.Action))
		}
		r.rules[rule.Action] = rule
	}
	return r
}

// row is a space as its keys carry it.
type row struct {
	ID          ids.ID        `db:"id"`
	NetworkID   ids.ID        `db:"network_id"`
	Network     string        `db:"network"`
	Mailbox     string        `db:"mailbox"`
	ParentID    ids.ID        `db:"parent_id"`
	ParentTitle string        `db:"parent_title"`
	Kind        Kind          `db:"kind"`
	Policy      Policy        `db:"policy"`
	Title       string        `db:"title"`
	Description string        `db:"description"`
	Welcome     richtext.HTML `db:"welcome"`
	Members     int           `db:"members"`
	Animators   string        `db:"animators"`
	Settings    string        `db:"settings"`
	Version     int64         `db:"version"`
	path        string        // a page writes it a hundred times
}

// Path returns the address of a space; the slug is decoration.
func Path(id ids.ID, title string) string {
	return "/espaces/" + id.String() + "-" + richtext.Slug(title)
}
