package spaces

import (
	"context"
	"strings"

	"osmose/internal/accounts"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
)

// Member is the key to one space: proof that a person belonged to it when Enter looked. Its fields are hidden so that
// nothing else can make one; the zero value opens nothing.
type Member struct {
	room   *Room
	space  *row
	person ids.ID
	role   Role
}

// Enter returns the key of a person to a space. Errors: fault.ErrNotFound when there is no such space, or the person
// does not belong to it, or is blocked: the three are one.
func (r *Room) Enter(ctx context.Context, person, space ids.ID) (Member, error) {
	m, _, err := r.approach(r.db.Read(ctx), person, space)
	if err != nil {
		return Member{}, err
	}
	if m.space == nil {
		return Member{}, fault.ErrNotFound
	}
	return m, nil
}

// EnterFor is Enter within work that nobody sits before: what a person asked for earlier is done with the key that they have
// now. Errors: as Enter.
func (r *Room) EnterFor(tx *db.Tx, custody Custody, person ids.ID) (Member, error) {
	m, _, err := r.approach(tx, person, custody.space)
	if err == nil && m.space == nil {
		err = fault.ErrNotFound
	}
	return m, err
}

// sight is a space as a person sees it from outside; their role is empty for a stranger.
type sight struct {
	row
	Person ids.ID `db:"person"`
	Role   Role   `db:"role"`
}

// sightOf is the one look at a space, $1, for a person whom reader says in SQL.
func sightOf(reader string) string {
	return `
		SELECT s.id, s.network_id, n.name AS network, n.mailbox, COALESCE(s.parent_id, 0) AS parent_id,
			COALESCE(parent.title, '') AS parent_title, s.kind, s.policy, s.title, s.description, s.welcome, s.members,
			s.version, COALESCE(` + reader + `, 0) AS person, COALESCE(m.role, '') AS role,
			COALESCE((SELECT string_agg(a.name, ', ')
				FROM (
					SELECT ap.given_name || ' ' || ap.family_name AS name
					FROM memberships am
					JOIN people ap ON ap.id = am.person_id
					WHERE am.space_id = s.id AND am.role = 'animator' AND ap.blocked_at = 0
					ORDER BY am.sort_key
					LIMIT 10) a), '') AS animators,
			COALESCE((SELECT string_agg(st.name || '=' || st.value, ';')
				FROM space_settings st
				WHERE st.space_id = s.id), '') AS settings
		FROM spaces s
		JOIN networks n ON n.id = s.network_id
		LEFT JOIN spaces parent ON parent.id = s.parent_id
		LEFT JOIN memberships m ON m.space_id = s.id AND m.person_id = ` + reader + `
			AND EXISTS (SELECT 1 FROM people b WHERE b.id = ` + reader + ` AND b.blocked_at = 0)
		WHERE s.id = $1`
}

var (
	sightOfPerson = sightOf("CAST($2 AS BIGINT)")
	sightOfHolder = sightOf(accounts.Holder(2))
)

// see looks once at a space, by one of the two queries above.
func see(q db.Querier, query string, space ids.ID, reader any) (sight, error) {
	s, err := db.Find[sight](q, query, space, reader)
	s.path = Path(s.ID, s.Title)
	return s, err
}

// approach looks once at a space for a person: they get a Member, or a Look if it is visible, or fault.ErrNotFound.
func (r *Room) approach(q db.Querier, person, space ids.ID) (Member, Look, error) {
	s, err := see(q, sightOfPerson, space, person)
	if err != nil {
		return Member{}, Look{}, err
	}
	return r.admit(&s)
}

// admit makes of a sight the key that it gives. Errors: fault.ErrNotFound for a stranger before a secret space.
func (r *Room) admit(s *sight) (Member, Look, error) {
	switch {
	case s.Role != "":
		return Member{room: r, space: &s.row, person: s.Person, role: s.Role}, Look{}, nil
	case s.Policy == Secret:
		return Member{}, Look{}, fault.ErrNotFound
	}
	return Member{}, Look{space: &s.row, person: s.Person}, nil
}

// SpaceID returns the id of the space; zero for the zero value, which no row carries.
func (m Member) SpaceID() ids.ID {
	if m.space == nil {
		return 0
	}
	return m.space.ID
}

// PersonID returns whose key it is.
func (m Member) PersonID() ids.ID { return m.person }

// Role returns what the person is in the space.
func (m Member) Role() Role { return m.role }

// Title returns the name of the space.
func (m Member) Title() string { return m.space.Title }

// Welcome returns the text that the animator wrote for the home.
func (m Member) Welcome() richtext.HTML { return m.space.Welcome }

// Description returns the sentence of the space's card.
func (m Member) Description() string { return m.space.Description }

// Mailbox returns the address to write to for help with this space's network.
func (m Member) Mailbox() string { return m.space.Mailbox }

// Path returns the address of the space's home, without a slash at the end.
func (m Member) Path() string { return m.space.path }

// Setting returns the value of a setting of this space, or its default.
func (m Member) Setting(name string) string {
	for entry := range strings.SplitSeq(m.space.Settings, ";") {
		if key, value, ok := strings.Cut(entry, "="); ok && key == name {
			return value
		}
	}
	for _, s := range m.room.settings {
		if s.Name == name {
			return s.Default()
		}
	}
	return ""
}

// Confirm looks again inside a transaction: a removal may have passed since the door. Every verb that writes begins
// with it. Errors: fault.ErrNotFound when the person belongs to the space no more, a Refusal when their role changed.
func (m Member) Confirm(tx *db.Tx) error {
	role, err := db.Find[Role](tx, `
		SELECT m.role
		FROM memberships m
		JOIN people p ON p.id = m.person_id
		WHERE m.space_id = $1 AND m.person_id = $2 AND p.blocked_at = 0`, m.SpaceID(), m.person)
	if err != nil {
		return err
	}
	if !role.Includes(m.role) {
		return fault.Refuse("spaces.role_changed")
	}
	return nil
}

// ConfirmAlone is Confirm for a verb that looks at what the same person just did: two of theirs run one after the
// other, so that a form sent twice is seen twice. Errors: as Confirm.
func (m Member) ConfirmAlone(tx *db.Tx) error {
	_, err := tx.Exec(`UPDATE memberships SET role = role WHERE space_id = $1 AND person_id = $2`, m.SpaceID(), m.person)
	if err != nil {
		return err
	}
	return m.Confirm(tx)
}

// Look is what a person who is not a member sees of a visible space: its card.
type Look struct {
	space  *row
	person ids.ID
}

// Card is what everybody with an account may know of a visible space.
type Card struct {
	ID          ids.ID
	Title       string
	Description string
	Network     string
	Mailbox     string
	Animators   string
	Members     int
	Policy      Policy
}

// Card returns what the look shows.
func (l Look) Card() Card {
	s := l.space
	return Card{s.ID, s.Title, s.Description, s.Network, s.Mailbox, s.Animators, s.Members, s.Policy}
}

// Path returns the address of the card.
func (l Look) Path() string { return l.space.path }

// Custody is the key of work on nobody's behalf: founding, indexing, sweeping, the demo. The architecture test lists
// who asks for one.
type Custody struct{ space ids.ID }

// TakeCustody returns the custody of a space; the reason is for whoever reads the call.
func TakeCustody(space ids.ID, reason string) Custody {
	if reason == "" {
		panic("spaces: custody without a reason")
	}
	return Custody{space}
}

// SpaceID returns the id of the space.
func (c Custody) SpaceID() ids.ID { return c.space }
