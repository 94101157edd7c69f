package live

import (
	"context"
	"errors"

	"osmose/internal/accounts"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/publications"
	"osmose/internal/spaces"
)

// Rights is what the room asks before it tells anybody anything.
type Rights interface {
	// Sees says whether a person may see a subject.
	Sees(ctx context.Context, person, space, publication ids.ID) (bool, error)
	// Lives says whether the members of a space may see a publication still.
	Lives(ctx context.Context, space, publication ids.ID) (bool, error)
	// Spaces lists the spaces of a person.
	Spaces(ctx context.Context, person ids.ID) ([]ids.ID, error)
	// Belonging returns those of these people who are members of a space.
	Belonging(ctx context.Context, space ids.ID, people []ids.ID) (map[ids.ID]bool, error)
	// Standing returns those of these sessions that are still good.
	Standing(ctx context.Context, sessions []ids.ID) (map[ids.ID]bool, error)
	// Unread counts what the bell of a person shows, a publication that they are reading left out.
	Unread(ctx context.Context, person, reading ids.ID) (int, error)
}

// Stored are the rights as the database has them.
type Stored struct {
	DB       *db.DB
	Clock    clock.Clock
	Accounts *accounts.Room
	Members  *spaces.Room
	Bell     func(q db.Querier, person, opening ids.ID) (int, error)
}

// Sees enters the space as any page of it does, then looks for the publication.
func (s Stored) Sees(ctx context.Context, person, space, publication ids.ID) (bool, error) {
	m, err := s.Members.Enter(ctx, person, space)
	if errors.Is(err, fault.ErrNotFound) {
		return false, nil
	}
	if err != nil || publication == 0 {
		return err == nil, err
	}
	return publications.Lives(s.DB.Read(ctx), m, publication)
}

// Lives asks publications, for whoever hears of one already.
func (s Stored) Lives(ctx context.Context, space, publication ids.ID) (bool, error) {
	custody := spaces.TakeCustody(space, "pages are told of a publication while it is live")
	return publications.LivesIn(s.DB.Read(ctx), custody, publication)
}

// Spaces lists what the person's own reach holds.
func (s Stored) Spaces(ctx context.Context, person ids.ID) ([]ids.ID, error) {
	return spaces.ReachOf(person).Spaces(s.DB.Read(ctx))
}

// many is how many ids one query is asked about.
const many = 1000

// Belonging asks spaces, some people at a time.
func (s Stored) Belonging(ctx context.Context, space ids.ID, people []ids.ID) (map[ids.ID]bool, error) {
	return gather(people, func(some []ids.ID) (map[ids.ID]bool, error) {
		return s.Members.Belonging(s.DB.Read(ctx), space, some)
	})
}

// Standing asks accounts, some sessions at a time.
func (s Stored) Standing(ctx context.Context, sessions []ids.ID) (map[ids.ID]bool, error) {
	return gather(sessions, func(some []ids.ID) (map[ids.ID]bool, error) {
		return s.Accounts.Standing(s.DB.Read(ctx), some, s.Clock.Now())
	})
}

func gather(list []ids.ID, ask func([]ids.ID) (map[ids.ID]bool, error)) (map[ids.ID]bool, error) {
	if len(list) <= many {
		return ask(list)
	}
	all := make(map[ids.ID]bool, len(list))
	for len(list) > 0 {
		some := list[:min(many, len(list))]
		list = list[len(some):]
		found, err := ask(some)
		if err != nil {
			return nil, err
		}
		for id := range found {
			all[id] = true
		}
	}
	return all, nil
}

// Unread asks the bell's own query.
func (s Stored) Unread(ctx context.Context, person, reading ids.ID) (int, error) {
	return s.Bell(s.DB.Read(ctx), person, reading)
}
