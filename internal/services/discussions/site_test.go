package discussions

import (
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"osmose/internal/accounts"
	"osmose/internal/platform/budgets"
	"osmose/internal/platform/db"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/jobs"
	"osmose/internal/platform/tokens"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
	"osmose/internal/publications"
	"osmose/internal/publications/attachments"
	"osmose/internal/publications/comments"
	"osmose/internal/publications/moderation"
	"osmose/internal/publications/pages"
	"osmose/internal/publications/reactions"
	"osmose/internal/publications/writing"
	"osmose/internal/spaces"
	front "osmose/web"
)

const base = "http://osmose.example"

// site is the world behind its pages.
type site struct {
	*world
	handler http.Handler
	secrets map[ids.ID]string
	counter *db.Counter
}

func newSite(t *testing.T) *site {
	t.Helper()
	w := newWorld(t)
	log := slog.New(slog.DiscardHandler)
	bundle := i18n.New("fr")
	bundle.Strict = true
	for _, texts := range []fs.FS{
		web.Texts, ui.Texts, accounts.Texts, spaces.Texts, publications.Texts, reactions.Texts, moderation.Texts, attachments.Texts, comments.Texts,
		writing.Texts, pages.Texts, Texts,
	} {
		w.must(bundle.Load(texts))
	}
	w.must(bundle.Finish())
	static, err := web.NewAssets(front.Files(), ui.Assets, Assets)
	w.must(err)
	people := accounts.New(accounts.Deps{
		DB: w.db, Clock: w.clock, Queue: jobs.New(w.db, w.clock, log), Events: w.recorder, Budgets: budgets.New(w.db, w.clock), Log: log, BaseURL: base,
	})
	rt, err := web.New(web.Config{
		BaseURL: base, Service: "Osmose", Log: log, Texts: bundle, Assets: static,
		Identify: people.Identify, SignedIn: accounts.IsSignedIn, Language: accounts.Language,
	})
	w.must(err)
	under := pages.New(pages.Deps{
		DB: w.db, Spaces: w.spaces, Publications: w.room.publications, Comments: w.room.comments, Moderation: moderation.New(w.room.publications, w.recorder), Reactions: reactions.New(w.recorder),
		Writing: w.room.writing,
	})
	w.room.Routes(rt, w.spaces, under)
	under.Routes(rt)
	s := &site{world: w, handler: rt.Handler(), secrets: map[ids.ID]string{}}
	for _, person := range []ids.ID{w.helene, w.karim, w.sophie, w.paul} {
		s.signIn(person)
	}
	return s
}

// signIn opens a session without the work of a password.
func (s *site) signIn(person ids.ID) {
	secret, hash := tokens.New()
	s.secrets[person] = secret
	s.write(func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO sessions (id, hash, person_id, created_at, expires_at, seen_at) VALUES ($1, $2, $3, $4, $5, $4)`,
			ids.New(tx.Now), hash, person, tx.Now, tx.Now.Add(1<<50))
		return err
	})
}

// answer is what a page of the site said.
type answer struct {
	status   int
	body     string
	location string
}

func (a answer) has(text string) bool { return strings.Contains(a.body, text) }

func (s *site) get(person ids.ID, path string) answer {
	return s.ask(person, httptest.NewRequestWithContext(s.Context(), "GET", path, nil))
}

func (s *site) post(person ids.ID, path string, fields ...string) answer {
	values := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		values.Set(fields[i], fields[i+1])
	}
	r := httptest.NewRequestWithContext(s.Context(), "POST", path, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return s.ask(person, r)
}

func (s *site) ask(person ids.ID, r *http.Request) answer {
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Accept-Language", "fr")
	r.AddCookie(&http.Cookie{Name: "osmose", Value: s.secrets[person]})
	if s.counter != nil {
		r = r.WithContext(db.Counting(r.Context(), s.counter))
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return answer{w.Code, w.Body.String(), w.Header().Get("Location")}
}

// forum is the address of the list of threads.
func (s *site) forum() string { return home(s.as(s.helene)) }

func (s *site) at(thread ids.ID) string { return s.world.thread(thread).Path(s.as(s.helene).Path()) }

func (s *site) textAt(text ids.ID, rest string) string {
	return pages.Address(s.as(s.helene), text) + rest
}

func (s *site) wants(a answer, status int, texts ...string) {
	s.Helper()
	if a.status != status {
		s.Fatalf("answered %d %s, want %d:\n%s", a.status, a.location, status, a.body)
	}
	for _, text := range texts {
		if !a.has(text) {
			s.Errorf("no « %s » in:\n%s", text, a.body)
		}
	}
}

func (s *site) lacks(a answer, texts ...string) {
	s.Helper()
	for _, text := range texts {
		if a.has(text) {
			s.Errorf("« %s » stands in:\n%s", text, a.body)
		}
	}
}
