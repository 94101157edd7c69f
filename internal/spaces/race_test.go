package spaces_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"osmose/internal/accounts"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/spaces"
	"osmose/internal/testkit"
)

// writers is how many do the same thing at once.
const writers = 16

// atOnce runs work for every writer at the same moment and returns their errors.
func atOnce(work func(i int) error) []error {
	errs := make([]error, writers)
	start := make(chan struct{})
	var group sync.WaitGroup
	for i := range errs {
		group.Go(func() {
			<-start
			errs[i] = work(i)
		})
	}
	close(start)
	group.Wait()
	return errs
}

// crowd makes as many people as there are writers.
func crowd(w *testkit.World) []ids.ID {
	list := make([]ids.ID, writers)
	w.Write(func(tx *db.Tx) (err error) {
		for i := range list {
			list[i], err = accounts.Create(tx, accounts.NewPerson{
				Email: fmt.Sprintf("agent%d@essai.example", i), Given: "Agent", Family: fmt.Sprintf("Numéro %d", i), Organisation: "Essai",
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return list
}

// found makes a space with no one in it.
func found(w *testkit.World, policy spaces.Policy, parent ids.ID) ids.ID {
	var id ids.ID
	w.Write(func(tx *db.Tx) error {
		network, err := db.One[ids.ID](tx, `SELECT id FROM networks ORDER BY id LIMIT 1`)
		if err != nil {
			return err
		}
		id, err = w.Spaces.Found(tx, spaces.Foundation{
			Network: network, Parent: parent, Kind: spaces.Community, Policy: policy, Title: "Espace à l’épreuve", Themes: []string{"Divers"},
		})
		return err
	})
	return id
}

func admit(w *testkit.World, space ids.ID, role spaces.Role, people ...ids.ID) {
	w.Write(func(tx *db.Tx) error {
		for _, person := range people {
			if err := w.Spaces.Admit(tx, spaces.TakeCustody(space, "test"), person, role); err != nil {
				return err
			}
		}
		return nil
	})
}

func enter(t *testing.T, w *testkit.World, space ids.ID, people []ids.ID) []spaces.Member {
	t.Helper()
	keys := make([]spaces.Member, len(people))
	for i, person := range people {
		key, err := w.Spaces.Enter(t.Context(), person, space)
		if err != nil {
			t.Fatal(err)
		}
		keys[i] = key
	}
	return keys
}

func count(t *testing.T, w *testkit.World, query string, args ...any) int {
	t.Helper()
	n, err := db.One[int](w.DB.Read(t.Context()), query, args...)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// counterIsExact wants the number of members that a space shows to be the number that it has.
func counterIsExact(t *testing.T, w *testkit.World, space ids.ID) {
	t.Helper()
	shown := count(t, w, `SELECT members FROM spaces WHERE id = $1`, space)
	if are := count(t, w, `SELECT COUNT(*) FROM memberships WHERE space_id = $1`, space); shown != are {
		t.Errorf("the space shows %d members and has %d", shown, are)
	}
}

func isRefusal(err error) bool {
	var refusal *fault.Refusal
	return errors.As(err, &refusal)
}

func TestTheLastAnimatorStaysWhoeverLeavesAtOnce(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	people, space := crowd(w), found(w, spaces.Secret, 0)
	admit(w, space, spaces.Animator, people...)
	keys := enter(t, w, space, people)
	errs := atOnce(func(i int) error {
		return w.DB.Write(t.Context(), func(tx *db.Tx) error {
			if i%2 == 0 {
				return w.Spaces.Leave(tx, keys[i])
			}
			return w.Spaces.ChangeRole(tx, keys[i], people[i], spaces.Reader)
		})
	})
	refused := 0
	for _, err := range errs {
		if isRefusal(err) {
			refused++
		} else if err != nil {
			t.Error(err)
		}
	}
	animators := count(t, w, `SELECT COUNT(*) FROM memberships WHERE space_id = $1 AND role = 'animator'`, space)
	if refused != 1 || animators != 1 {
		t.Errorf("%d were refused and %d animators are left", refused, animators)
	}
	counterIsExact(t, w, space)
}

func TestAnimatorsWhoDemoteEachOtherLeaveOne(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	people, space := crowd(w), found(w, spaces.Secret, 0)
	admit(w, space, spaces.Animator, people...)
	keys := enter(t, w, space, people)
	errs := atOnce(func(i int) error {
		return w.DB.Write(t.Context(), func(tx *db.Tx) error {
			if i%2 == 0 {
				return w.Spaces.Remove(tx, keys[i], people[(i+1)%writers])
			}
			return w.Spaces.ChangeRole(tx, keys[i], people[(i+1)%writers], spaces.Contributor)
		})
	})
	for _, err := range errs {
		if err != nil && !isRefusal(err) && !errors.Is(err, fault.ErrNotFound) {
			t.Error(err)
		}
	}
	if count(t, w, `SELECT COUNT(*) FROM memberships WHERE space_id = $1 AND role = 'animator'`, space) == 0 {
		t.Error("no animator is left")
	}
	counterIsExact(t, w, space)
}

func TestTheCounterOfMembersIsExactWhoeverComesAndGoes(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	people, space := crowd(w), found(w, spaces.Open, 0)
	admit(w, space, spaces.Animator, w.Person("helene"))
	errs := atOnce(func(i int) error {
		for range 4 {
			err := w.DB.Write(t.Context(), func(tx *db.Tx) error {
				return w.Spaces.Admit(tx, spaces.TakeCustody(space, "test"), people[i/2], spaces.Contributor) // two for each
			})
			if err != nil {
				return err
			}
			err = w.DB.Write(t.Context(), func(tx *db.Tx) error {
				return w.Spaces.Expel(tx, spaces.TakeCustody(space, "test"), people[i/2])
			})
			if err != nil && !errors.Is(err, fault.ErrNotFound) {
				return err
			}
		}
		return nil
	})
	if err := errors.Join(errs...); err != nil {
		t.Error(err)
	}
	counterIsExact(t, w, space)
}

func TestARequestIsAcceptedOnce(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	people, space := crowd(w), found(w, spaces.OnRequest, 0)
	admit(w, space, spaces.Animator, people...)
	keys := enter(t, w, space, people)
	paul := w.Person("paul")
	w.Write(func(tx *db.Tx) error {
		return w.Spaces.PlaceRequest(tx, spaces.TakeCustody(space, "test"), paul, "Bonjour")
	})
	errs := atOnce(func(i int) error {
		return w.DB.Write(t.Context(), func(tx *db.Tx) error { return w.Spaces.Answer(tx, keys[i], paul, true) })
	})
	accepted := 0
	for _, err := range errs {
		if err == nil {
			accepted++
		} else if !errors.Is(err, fault.ErrNotFound) {
			t.Error(err)
		}
	}
	if accepted != 1 {
		t.Errorf("accepted %d times", accepted)
	}
	w.Settle()
	told := count(t, w, `SELECT CAST(COALESCE(SUM(count), 0) AS BIGINT) FROM notifications WHERE person_id = $1 AND space_id = $2`, paul, space)
	if told != 1 {
		t.Errorf("told %d times", told)
	}
	counterIsExact(t, w, space)
}

// TestAMemberOfASubSpaceBelongsToItsParent has people enter a sub-space while they leave its parent.
func TestAMemberOfASubSpaceBelongsToItsParent(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	people, parent := crowd(w), found(w, spaces.Open, 0)
	child := found(w, spaces.Secret, parent)
	admit(w, parent, spaces.Animator, w.Person("helene"))
	admit(w, child, spaces.Animator, w.Person("helene"))
	admit(w, parent, spaces.Contributor, people...)
	keys := enter(t, w, parent, people)
	errs := atOnce(func(i int) error {
		return w.DB.Write(t.Context(), func(tx *db.Tx) error {
			if i%2 == 0 {
				return w.Spaces.Admit(tx, spaces.TakeCustody(child, "test"), people[i/2], spaces.Contributor)
			}
			return w.Spaces.Leave(tx, keys[i/2])
		})
	})
	if err := errors.Join(errs...); err != nil {
		t.Error(err)
	}
	astray := count(t, w, `
		SELECT COUNT(*)
		FROM memberships m
		WHERE m.space_id = $1 AND NOT EXISTS (SELECT 1 FROM memberships p WHERE p.space_id = $2 AND p.person_id = m.person_id)`, child, parent)
	if astray != 0 {
		t.Errorf("%d belong to the sub-space and not to its parent", astray)
	}
	counterIsExact(t, w, parent)
	counterIsExact(t, w, child)
}
