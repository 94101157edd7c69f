package spaces

import (
	"osmose/internal/accounts"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
)

// Mine is one of my spaces.
type Mine struct {
	ID          ids.ID `db:"id"`
	ParentID    ids.ID `db:"parent_id"`
	Title       string `db:"title"`
	Description string `db:"description"`
	Network     string `db:"network"`
	Policy      Policy `db:"policy"`
	Kind        Kind   `db:"kind"`
	Members     int    `db:"members"`
	Role        Role   `db:"role"`
}

// Path returns the address of the space.
func (m Mine) Path() string { return Path(m.ID, m.Title) }

// PageSize is the number of spaces, or members, on a page of a list.
const PageSize = 50

// Mine returns the spaces within reach by title, 200 at most.
func (r *Room) Mine(q db.Querier, reach Reach) ([]Mine, error) {
	return db.All[Mine](q, `
		SELECT s.id, COALESCE(s.parent_id, 0) AS parent_id, s.title, s.description, n.name AS network, s.policy, s.kind,
			s.members, m.role
		FROM memberships m
		JOIN spaces s ON s.id = m.space_id
		JOIN networks n ON n.id = s.network_id
		WHERE m.person_id = $1
		ORDER BY s.sort_key, s.id
		LIMIT 200`, reach.person)
}

// Children returns the sub-spaces of m's space that m's person belongs to.
func (r *Room) Children(q db.Querier, m Member) ([]Mine, error) {
	return db.All[Mine](q, `
		SELECT s.id, s.parent_id, s.title, s.description, s.kind, s.members, mine.role
		FROM spaces s
		JOIN memberships mine ON mine.space_id = s.id AND mine.person_id = $2
		WHERE s.parent_id = $1
		ORDER BY s.sort_key, s.id
		LIMIT 50`, m.SpaceID(), m.person)
}

// Visible returns the open and on-request spaces that a person does not belong to, by title, after a place, PageSize+1 at
// most.
func (r *Room) Visible(q db.Querier, person ids.ID, after db.Place) ([]Visible, error) {
	return db.All[Visible](q, `
		SELECT s.id, s.title, s.sort_key, s.description, n.name AS network, s.policy, s.members
		FROM spaces s
		JOIN networks n ON n.id = s.network_id
		WHERE s.policy <> 'secret' AND (s.sort_key, s.id) > ($2, $3)
			AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.space_id = s.id AND m.person_id = $1)
		ORDER BY s.sort_key, s.id
		LIMIT $4`, person, after.Key, after.ID, PageSize+1)
}

// Visible is a space that one may ask for.
type Visible struct {
	ID          ids.ID `db:"id"`
	Title       string `db:"title"`
	SortKey     string `db:"sort_key"`
	Description string `db:"description"`
	Network     string `db:"network"`
	Policy      Policy `db:"policy"`
	Members     int    `db:"members"`
}

// Place is where the list goes on after this space.
func (v Visible) Place() db.Place { return db.Place{Key: v.SortKey, ID: v.ID} }

// Path returns the address of its card.
func (v Visible) Path() string { return Path(v.ID, v.Title) }

// Fellow is a member in the list of members.
type Fellow struct {
	accounts.Byline
	SortKey  string        `db:"sort_key"`
	Service  string        `db:"service"`
	Function string        `db:"job"`
	Role     Role          `db:"role"`
	JoinedAt clock.Instant `db:"joined_at"`
}

// Place is where the list goes on after this member.
func (f Fellow) Place() db.Place { return db.Place{Key: f.SortKey, ID: f.ID} }

// Fellows returns the members who are not blocked, by surname, after a place, PageSize+1 at most.
func (r *Room) Fellows(q db.Querier, m Member, after db.Place) ([]Fellow, error) {
	return db.All[Fellow](q, `
		SELECT `+accounts.BylineColumns+`, m.sort_key, p.service, p.function AS job, m.role, m.joined_at
		FROM memberships m
		JOIN people p ON p.id = m.person_id
		WHERE m.space_id = $1 AND p.blocked_at = 0 AND (m.sort_key, m.person_id) > ($2, $3)
		ORDER BY m.sort_key, m.person_id
		LIMIT $4`, m.SpaceID(), after.Key, after.ID, PageSize+1)
}

// Newcomers returns the last members to join who are not blocked, 5 at most.
func (r *Room) Newcomers(q db.Querier, m Member) ([]Fellow, error) {
	return db.All[Fellow](q, `
		SELECT `+accounts.BylineColumns+`, m.sort_key, p.service, p.function AS job, m.role, m.joined_at
		FROM memberships m
		JOIN people p ON p.id = m.person_id
		WHERE m.space_id = $1 AND p.blocked_at = 0
		ORDER BY m.joined_at DESC, m.person_id DESC
		LIMIT 5`, m.SpaceID())
}

// mostNamed is how many people Names names at most.
const mostNamed = 200

// Names returns the names of those of these people who are members of m's space. Nobody else is named: a list of ids must
// not tell who bears them.
func Names(q db.Querier, m Member, list []ids.ID) (map[ids.ID]string, error) {
	if len(list) == 0 {
		return nil, nil
	}
	in, args := db.In(2, list[:min(len(list), mostNamed)])
	people, err := db.All[accounts.Byline](q, `
		SELECT `+accounts.BylineColumns+`
		FROM memberships b
		JOIN people p ON p.id = b.person_id
		WHERE b.space_id = $1 AND b.person_id IN (`+in+`)
		LIMIT 200`, append([]any{m.SpaceID()}, args...)...)
	names := make(map[ids.ID]string, len(people))
	for _, p := range people {
		names[p.ID] = p.Given + " " + p.Family
	}
	return names, err
}

// mostNamedIn is how many spaces NamesWithin looks into at most.
const mostNamedIn = 50

// NamesWithin is Names in each of these spaces that is within reach: by space, then by person.
func NamesWithin(q db.Querier, reach Reach, within, list []ids.ID) (map[ids.ID]map[ids.ID]string, error) {
	if len(list) == 0 || len(within) == 0 {
		return nil, nil
	}
	condition, key := reach.Where("b.space_id", 1)
	there, args := db.In(2, within[:min(len(within), mostNamedIn)])
	in, people := db.In(2+len(args), list[:min(len(list), mostNamed)])
	args = append(args, people...)
	named, err := db.All[struct {
		Space ids.ID `db:"in_space"`
		accounts.Byline
	}](q, `
		SELECT b.space_id AS in_space, `+accounts.BylineColumns+`
		FROM memberships b
		JOIN people p ON p.id = b.person_id
		WHERE `+condition+` AND b.space_id IN (`+there+`) AND b.person_id IN (`+in+`)
		LIMIT 10000`, append([]any{key}, args...)...)
	names := map[ids.ID]map[ids.ID]string{}
	for _, p := range named {
		if names[p.Space] == nil {
			names[p.Space] = map[ids.ID]string{}
		}
		names[p.Space][p.ID] = p.Given + " " + p.Family
	}
	return names, err
}

// Belonging returns those of these people who are members of a space now and not blocked. It is for whoever has something to
// deliver that a member asked for earlier, and shows nothing.
func (r *Room) Belonging(q db.Querier, space ids.ID, people []ids.ID) (map[ids.ID]bool, error) {
	in, args := db.In(2, people)
	list, err := db.All[ids.ID](q, `
		SELECT m.person_id
		FROM memberships m
		JOIN people p ON p.id = m.person_id
		WHERE m.space_id = $1 AND p.blocked_at = 0 AND m.person_id IN (`+in+`)`, append([]any{space}, args...)...)
	belong := make(map[ids.ID]bool, len(list))
	for _, id := range list {
		belong[id] = true
	}
	return belong, err
}
