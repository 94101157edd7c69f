package blog

import (
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/publications"
	"osmose/internal/publications/follows"
	"osmose/internal/spaces"
)

// PlacedPost is a post to put down on nobody's behalf: the demo's.
type PlacedPost struct {
	Draft
	Author ids.ID
	At     clock.Instant
	// State is Published, Draft, or Scheduled at the draft's Planned.
	State publications.State
}

// Place puts down a post as if at a moment; its author follows it once it is live. It returns the post. Errors:
// fault.Invalid.
func (r *Room) Place(tx *db.Tx, custody spaces.Custody, p PlacedPost) (ids.ID, error) {
	if p.State != publications.Draft {
		if err := p.check(); err != nil {
			return 0, err
		}
	}
	body, err := r.Texts.Prepare(tx, custody.SpaceID(), p.Body)
	if err != nil {
		return 0, err
	}
	text := p.manuscript(body.HTML())
	text.State = p.State
	id, err := r.Publications.Place(tx, custody, p.Author, text, p.At)
	if err != nil {
		return 0, err
	}
	if err := r.furnish(tx, custody.SpaceID(), id, p.Author, p.Draft, body, p.At); err != nil {
		return 0, err
	}
	switch p.State {
	case publications.Scheduled:
		return id, r.wait(tx, custody.SpaceID(), id, p.Planned)
	case publications.Published:
		_, err = tx.Exec(`UPDATE posts SET appeared_at = $3 WHERE id = $1 AND space_id = $2`, id, custody.SpaceID(), p.At)
		if err != nil {
			return 0, err
		}
		return id, follows.Begin(tx, custody.SpaceID(), id, p.Author)
	}
	return id, nil
}
