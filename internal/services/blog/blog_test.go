package blog_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/publications"
	"osmose/internal/services/blog"
	"osmose/internal/spaces"
	"osmose/internal/testkit"
)

// world is the demo's, seen from « Archivage numérique »: Hélène animates it, Karim contributes, Sophie reads; Paul is a
// stranger to it.
type world struct {
	*testkit.World
	*testing.T
	space ids.ID
}

func open(t *testing.T) *world {
	t.Helper()
	t.Parallel()
	w := testkit.Boot(t)
	return &world{w, t, w.Space("Archivage numérique")}
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// key is that of somebody of the demo to the space.
func (w *world) key(name string) spaces.Member {
	w.Helper()
	m, err := w.Spaces.Enter(w.Context(), w.Person(name), w.space)
	w.must(err)
	return m
}

func (w *world) try(verb func(tx *db.Tx) error) error { return w.DB.Write(w.Context(), verb) }

func draft(title string) blog.Draft {
	return blog.Draft{Title: title, Keywords: []string{"zibeline"}, Body: richtext.FromMarkdown("La zibelinette est un **secret**.")}
}

// written is a draft of somebody's.
func (w *world) written(name, title string) (id ids.ID) {
	w.Helper()
	m := w.key(name)
	w.Write(func(tx *db.Tx) (err error) {
		id, err = w.Blog.Write(tx, m, draft(title))
		return err
	})
	return id
}

func (w *world) published(name, title string) ids.ID {
	w.Helper()
	id, m := w.written(name, title), w.key(name)
	w.Write(func(tx *db.Tx) error { return w.Blog.Publish(tx, m, id) })
	w.Settle()
	return id
}

func (w *world) post(name string, id ids.ID) blog.Post {
	w.Helper()
	p, err := w.Blog.FindOwn(w.DB.Read(w.Context()), w.key(name), id)
	w.must(err)
	return p
}

func refused(err error, key string) bool {
	var refusal *fault.Refusal
	return errors.As(err, &refusal) && refusal.Key == key
}

func wrong(err error) (names []string) {
	var invalid *fault.Invalid
	if errors.As(err, &invalid) {
		for _, f := range invalid.Fields {
			names = append(names, f.Name)
		}
	}
	return names
}

func TestADraftMayLackEverythingAndAPostMayNot(t *testing.T) {
	w := open(t)
	karim := w.key("karim")
	var id ids.ID
	w.Write(func(tx *db.Tx) (err error) {
		id, err = w.Blog.Write(tx, karim, blog.Draft{})
		return err
	})
	err := w.try(func(tx *db.Tx) error { return w.Blog.Publish(tx, karim, id) })
	if got := wrong(err); !slices.Equal(got, []string{"title", "body"}) {
		t.Errorf("published without anything: %v, %v", got, err)
	}
	d := draft("Avec une image")
	d.Cover = blog.Cover{Large: "x", Small: "y"}
	w.Write(func(tx *db.Tx) error { return w.Blog.Rewrite(tx, karim, id, w.post("karim", id).Version, d) })
	if err := w.try(func(tx *db.Tx) error { return w.Blog.Publish(tx, karim, id) }); !slices.Equal(wrong(err), []string{"cover_alt"}) {
		t.Errorf("published with a picture that says nothing: %v", err)
	}
	d.Cover.Decorative = true
	w.Write(func(tx *db.Tx) error {
		if err := w.Blog.Rewrite(tx, karim, id, w.post("karim", id).Version, d); err != nil {
			return err
		}
		return w.Blog.Publish(tx, karim, id)
	})
	if p := w.post("karim", id); !p.Live() || p.AppearedAt == 0 {
		t.Errorf("%+v", p)
	}
}

func TestWhoMayDoWhatToAPost(t *testing.T) {
	w := open(t)
	id := w.published("karim", "Le billet de Karim")
	undo := errors.New("undo")
	verbs := map[string]func(tx *db.Tx, m spaces.Member) error{
		"write": func(tx *db.Tx, m spaces.Member) error { _, err := w.Blog.Write(tx, m, draft("Autre")); return err },
		"rewrite": func(tx *db.Tx, m spaces.Member) error {
			return w.Blog.Rewrite(tx, m, id, w.post("karim", id).Version, draft("Réécrit"))
		},
		"withdraw": func(tx *db.Tx, m spaces.Member) error { return w.Blog.Withdraw(tx, m, id) },
		"trash":    func(tx *db.Tx, m spaces.Member) error { return w.Blog.Trash(tx, m, id) },
	}
	for name, verb := range verbs {
		for _, person := range []string{"sophie", "helene", "karim"} {
			m := w.key(person)
			err := w.try(func(tx *db.Tx) error { return errors.Join(verb(tx, m), undo) })
			want := person == "karim" || name == "write" && person == "helene"
			if got := !errors.Is(err, fault.ErrNotFound) && !isRefusal(err); got != want {
				t.Errorf("%s by %s: allowed %t (%v)", name, person, got, err)
			}
		}
	}
	w.Write(func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO space_settings (space_id, name, value) VALUES ($1, 'blog.write', 'animators')
			ON CONFLICT (space_id, name) DO UPDATE SET value = excluded.value`, w.space)
		return err
	})
	karim := w.key("karim")
	if err := w.try(func(tx *db.Tx) error { _, err := w.Blog.Write(tx, karim, draft("Non")); return err }); !refused(err, "blog.write_refused") {
		t.Errorf("where only animators write: %v", err)
	}
	w.must(w.try(func(tx *db.Tx) error {
		return w.Blog.Rewrite(tx, karim, id, w.post("karim", id).Version, draft("Corrigé"))
	}))
	w.must(w.try(func(tx *db.Tx) error { _, err := w.Blog.Write(tx, w.key("helene"), draft("Oui")); return err }))
}

func isRefusal(err error) bool {
	var refusal *fault.Refusal
	return errors.As(err, &refusal)
}

func TestAPlannedPostAppearsAtItsHour(t *testing.T) {
	w := open(t)
	karim := w.key("karim")
	id := w.written("karim", "Pour demain")
	hour := w.Clock.Now().Add(24 * time.Hour)
	for name, at := range map[string]time.Duration{"never": -1 << 50, "past": -time.Hour, "far": 400 * 24 * time.Hour} {
		err := w.try(func(tx *db.Tx) error { return w.Blog.Plan(tx, karim, id, tx.Now.Add(at)) })
		if !slices.Equal(wrong(err), []string{"date"}) {
			t.Errorf("%s: %v", name, err)
		}
	}
	w.Write(func(tx *db.Tx) error { return w.Blog.Plan(tx, karim, id, hour.Add(time.Hour)) })
	w.Write(func(tx *db.Tx) error { return w.Blog.Plan(tx, karim, id, hour) }) // anew: the first hour counts no more
	w.Settle()
	w.Clock.Advance(24*time.Hour - time.Second)
	w.Settle()
	if p := w.post("karim", id); p.State != publications.Scheduled {
		t.Fatalf("a second before its hour: %s", p.State)
	}
	w.As("helene").Get(w.key("karim").Path() + "/blog").Is(200).Hides("Pour demain")
	w.Clock.Advance(time.Second)
	w.Settle()
	w.As("helene").Get(w.key("karim").Path() + "/blog").Is(200).Shows("Pour demain")
	if p := w.post("karim", id); !p.Live() || p.PublishedAt != hour || p.DueAt != 0 {
		t.Fatalf("at its hour: %+v", p)
	}
	w.Clock.Advance(2 * time.Hour)
	w.Settle()
	if p := w.post("karim", id); p.PublishedAt != hour {
		t.Errorf("it appeared twice: %+v", p)
	}
}

func TestTheRightToWriteIsAskedAgainAtTheHour(t *testing.T) {
	for name, lose := range map[string]string{
		"removed":        `DELETE FROM memberships WHERE space_id = $1 AND person_id = $2`,
		"a reader now":   `UPDATE memberships SET role = 'reader' WHERE space_id = $1 AND person_id = $2`,
		"blocked":        `UPDATE people SET blocked_at = $1 WHERE id = $2`,
		"account erased": `DELETE FROM people WHERE id = $2 AND id <> $1`,
	} {
		t.Run(name, func(t *testing.T) {
			w := open(t)
			karim := w.key("karim")
			id := w.written("karim", "Pour demain")
			w.Write(func(tx *db.Tx) error { return w.Blog.Plan(tx, karim, id, tx.Now.Add(time.Hour)) })
			w.Write(func(tx *db.Tx) error {
				_, err := tx.Exec(lose, w.space, w.Person("karim"))
				return err
			})
			w.Clock.Advance(2 * time.Hour)
			w.Settle()
			state, err := db.One[string](w.DB.Read(t.Context()), `SELECT state FROM publications WHERE id = $1`, id)
			w.must(err)
			if state != "draft" {
				t.Errorf("it is %s", state)
			}
			w.As("helene").Get(w.key("helene").Path() + "/blog").Is(200).Hides("Pour demain")
		})
	}
}

func TestOfSixteenRewritesOneWinsAndOnePostAppearsOnce(t *testing.T) {
	w := open(t)
	id, karim := w.written("karim", "À plusieurs"), w.key("karim")
	version := w.post("karim", id).Version
	var mu sync.Mutex
	won, told := 0, 0
	w.together(16, func(i int) error {
		err := w.try(func(tx *db.Tx) error {
			d := draft("À plusieurs")
			d.Body = richtext.FromMarkdown(strings.Repeat("mot ", i+1))
			return w.Blog.Rewrite(tx, karim, id, version, d)
		})
		var conflict *fault.Conflict
		mu.Lock()
		defer mu.Unlock()
		if errors.As(err, &conflict) {
			told++
			return nil
		}
		won++
		return err
	})
	if won != 1 || told != 15 {
		t.Errorf("%d won, %d were told", won, told)
	}
	before := w.tally()
	w.together(16, func(int) error { return w.try(func(tx *db.Tx) error { return w.Blog.Publish(tx, karim, id) }) })
	w.Settle()
	if n := w.tally(); n != before+1 {
		t.Errorf("%d posts became %d", before, n)
	}
	w.together(16, func(int) error {
		return w.try(func(tx *db.Tx) error {
			_, err := w.Comments.Say(tx, karim, id, richtext.FromMarkdown("Oui, "+ids.New(tx.Now).String()), 0)
			return err
		})
	})
	if p := w.post("karim", id); p.Comments != 16 {
		t.Errorf("%d comments are counted", p.Comments)
	}
}

// tally is the number of posts that members read.
func (w *world) tally() int {
	w.Helper()
	n, err := db.One[int](w.DB.Read(w.Context()), `SELECT COUNT(*) FROM live_publications WHERE space_id = $1 AND kind = 'post'`, w.space)
	w.must(err)
	return n
}

func (w *world) together(n int, work func(i int) error) {
	w.Helper()
	var group sync.WaitGroup
	for i := range n {
		group.Go(func() {
			if err := work(i); err != nil {
				w.Errorf("writer %d: %v", i, err)
			}
		})
	}
	group.Wait()
}

func TestAFormSentTwiceGivesOnePost(t *testing.T) {
	w := open(t)
	karim := w.key("karim")
	before := w.tally()
	var mu sync.Mutex
	seen := map[ids.ID]bool{}
	w.together(8, func(int) error {
		return w.try(func(tx *db.Tx) error {
			id, err := w.Blog.Write(tx, karim, draft("Envoyé deux fois"))
			if err != nil {
				return err
			}
			tx.AfterCommit(func() { mu.Lock(); seen[id] = true; mu.Unlock() })
			return w.Blog.Publish(tx, karim, id)
		})
	})
	if len(seen) != 1 || w.tally() != before+1 {
		t.Errorf("%d posts, %d more are live", len(seen), w.tally()-before)
	}
}

func TestThemesCountLivePostsOnly(t *testing.T) {
	w := open(t)
	karim := w.key("karim")
	themes, err := w.Publications.Themes(w.DB.Read(t.Context()), karim, "post")
	w.must(err)
	count := func(theme ids.ID) int {
		t.Helper()
		list, err := w.Publications.Themes(w.DB.Read(t.Context()), karim, "post")
		w.must(err)
		return list[slices.IndexFunc(list, func(t publications.Theme) bool { return t.ID == theme })].Live
	}
	one, two := themes[0].ID, themes[1].ID
	atOne, atTwo := count(one), count(two)
	d := draft("Compté")
	d.Theme = one
	var id ids.ID
	w.Write(func(tx *db.Tx) (err error) { id, err = w.Blog.Write(tx, karim, d); return err })
	steps := []struct {
		what     string
		verb     func(tx *db.Tx) error
		one, two int
	}{
		{"a draft", func(*db.Tx) error { return nil }, 0, 0},
		{"published", func(tx *db.Tx) error { return w.Blog.Publish(tx, karim, id) }, 1, 0},
		{"under another theme", func(tx *db.Tx) error {
			d.Theme = two
			return w.Blog.Rewrite(tx, karim, id, w.post("karim", id).Version, d)
		}, 0, 1},
		{"withdrawn", func(tx *db.Tx) error { return w.Blog.Withdraw(tx, karim, id) }, 0, 0},
		{"rewritten as a draft", func(tx *db.Tx) error {
			d.Theme = one
			return w.Blog.Rewrite(tx, karim, id, w.post("karim", id).Version, d)
		}, 0, 0},
		{"published again", func(tx *db.Tx) error { return w.Blog.Publish(tx, karim, id) }, 1, 0},
		{"in the trash", func(tx *db.Tx) error { return w.Blog.Trash(tx, karim, id) }, 0, 0},
		{"restored", func(tx *db.Tx) error { return w.Blog.Restore(tx, karim, id) }, 0, 0},
	}
	for _, s := range steps {
		w.must(w.try(s.verb))
		if count(one) != atOne+s.one || count(two) != atTwo+s.two {
			t.Errorf("%s: %d and %d more", s.what, count(one)-atOne, count(two)-atTwo)
		}
	}
}
