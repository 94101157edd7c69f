package spaces

import (
	"errors"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
)

// Joined is recorded when a person becomes a member.
type Joined struct {
	Space  ids.ID `json:"space"`
	Person ids.ID `json:"person"`
}

// EventName is stable.
func (Joined) EventName() string { return "spaces.joined" }

// Left is recorded when a person is a member no more, by their will or not.
type Left struct {
	Space  ids.ID `json:"space"`
	Person ids.ID `json:"person"`
}

// EventName is stable.
func (Left) EventName() string { return "spaces.left" }

// Admit makes a person a member, or changes nothing if they are one. Who may ask for it is the caller's to know. A
// member of a sub-space is made a reader of its parent if they were not a member.
func (r *Room) Admit(tx *db.Tx, custody Custody, person ids.ID, role Role) error {
	return r.AdmitAt(tx, custody, person, role, tx.Now)
}

// AdmitAt is Admit as if at a moment.
func (r *Room) AdmitAt(tx *db.Tx, custody Custody, person ids.ID, role Role, at clock.Instant) error {
	parent, err := db.One[ids.ID](tx, `SELECT COALESCE(parent_id, 0) FROM spaces WHERE id = $1`, custody.SpaceID())
	if err != nil {
		return err
	}
	if parent != 0 {
		if err := r.AdmitAt(tx, TakeCustody(parent, "a sub-space's members are its parent's"), person, Reader, at); err != nil {
			return err
		}
	}
	// Whoever leaves the parent meanwhile waits for this row, then finds the sub-space to leave too.
	if err := contend(tx, custody.SpaceID()); err != nil {
		return err
	}
	added, err := tx.Exec(`
		INSERT INTO memberships (space_id, person_id, sort_key, role, joined_at)
		SELECT $1, p.id, p.sort_key, $3, $4
		FROM people p
		WHERE p.id = $2 AND p.blocked_at = 0
		ON CONFLICT (space_id, person_id) DO NOTHING`,
		custody.SpaceID(), person, string(role), at)
	if err != nil || added == 0 {
		return err
	}
	if _, err := tx.Exec(`UPDATE spaces SET members = members + 1 WHERE id = $1`, custody.SpaceID()); err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM join_requests WHERE space_id = $1 AND person_id = $2`, custody.SpaceID(), person); err != nil {
		return err
	}
	return r.events.Record(tx, Joined{Space: custody.SpaceID(), Person: person})
}

// Join lets a person into an open space by themselves. Errors: a Refusal if the space is not open any more.
func (r *Room) Join(tx *db.Tx, look Look) error {
	_, fresh, err := r.approach(tx, look.person, look.space.ID)
	if err != nil {
		return err
	}
	if fresh.space == nil {
		return nil // a member already
	}
	if fresh.space.Policy != Open {
		return fault.Refuse("spaces.not_open")
	}
	return r.Admit(tx, TakeCustody(look.space.ID, "an open space lets anybody in"), look.person, Contributor)
}

// ChangeRole gives a member another role. Errors: a Refusal, fault.ErrNotFound if they are not a member; a Refusal too
// when the space would lose its last animator.
func (r *Room) ChangeRole(tx *db.Tx, m Member, person ids.ID, role Role) error {
	if role.rank() == 0 {
		return fault.ErrNotFound
	}
	if err := r.manage(tx, m); err != nil {
		return err
	}
	changed, err := tx.Exec(`UPDATE memberships SET role = $3 WHERE space_id = $1 AND person_id = $2`,
		m.SpaceID(), person, string(role))
	if err != nil {
		return err
	}
	if changed == 0 {
		return fault.ErrNotFound
	}
	return r.keepAnAnimator(tx, m.SpaceID())
}

// Remove ends somebody's membership, and theirs in the sub-spaces. Errors: as ChangeRole.
func (r *Room) Remove(tx *db.Tx, m Member, person ids.ID) error {
	if err := r.manage(tx, m); err != nil {
		return err
	}
	return r.end(tx, m.SpaceID(), person)
}

// Leave ends one's own membership, and those in the sub-spaces. Errors: a Refusal when the space would lose its last
// animator.
func (r *Room) Leave(tx *db.Tx, m Member) error {
	if err := contend(tx, m.SpaceID()); err != nil {
		return err
	}
	if err := m.Confirm(tx); err != nil {
		return err
	}
	return r.end(tx, m.SpaceID(), m.person)
}

// Expel ends a membership on nobody's behalf.
func (r *Room) Expel(tx *db.Tx, custody Custody, person ids.ID) error {
	if err := contend(tx, custody.SpaceID()); err != nil {
		return err
	}
	return r.end(tx, custody.SpaceID(), person)
}

// manage checks that m may manage members, and takes the row on which all changes of a space's members contend.
func (r *Room) manage(tx *db.Tx, m Member) error {
	if !m.May(ManageMembers) {
		return fault.Refuse("spaces.animators_only")
	}
	if err := contend(tx, m.SpaceID()); err != nil {
		return err
	}
	return m.Confirm(tx)
}

// contend takes the row of a space: changes of its members happen one after the other. A parent's comes before its
// sub-space's.
func contend(tx *db.Tx, space ids.ID) error {
	_, err := tx.Exec(`UPDATE spaces SET members = members WHERE id = $1`, space)
	return err
}

func (r *Room) end(tx *db.Tx, space, person ids.ID) error {
	children, err := db.All[ids.ID](tx, `
		SELECT s.id
		FROM spaces s
		JOIN memberships m ON m.space_id = s.id AND m.person_id = $2
		WHERE s.parent_id = $1
		LIMIT 500`, space, person)
	if err != nil {
		return err
	}
	for _, child := range children {
		if err := contend(tx, child); err != nil {
			return err
		}
		if err := r.end(tx, child, person); err != nil {
			return err
		}
	}
	role, err := db.Find[Role](tx, `
		DELETE FROM memberships
		WHERE space_id = $1 AND person_id = $2
		RETURNING role`, space, person)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`UPDATE spaces SET members = members - 1 WHERE id = $1`, space); err != nil {
		return err
	}
	if role == Animator {
		if err := r.keepAnAnimator(tx, space); err != nil {
			return err
		}
	}
	return r.events.Record(tx, Left{Space: space, Person: person})
}

// keepAnAnimator refuses what leaves a space without an animator who can sign in.
func (r *Room) keepAnAnimator(tx *db.Tx, space ids.ID) error {
	_, err := db.One[int64](tx, `
		SELECT 1
		FROM memberships m
		JOIN people p ON p.id = m.person_id
		WHERE m.space_id = $1 AND m.role = 'animator' AND p.blocked_at = 0
		LIMIT 1`, space)
	if !errors.Is(err, db.ErrNoRows) {
		return err
	}
	return fault.Refuse("spaces.last_animator")
}
