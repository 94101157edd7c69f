package app_test

import (
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"osmose/internal/app"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/publications"
	"osmose/internal/spaces"
	"osmose/internal/testkit"
)

// forum is a thread of a secret space, as its people know it.
type forum struct {
	w             *testkit.World
	space         ids.ID
	path, name    string
	thread        ids.ID
	threadPath    string
	karim, helene *testkit.Visitor
}

// forumIn opens a thread of Hélène's that Karim follows.
func forumIn(t *testing.T, w *testkit.World) *forum {
	t.Helper()
	f := &forum{w: w, space: w.Space("Archivage numérique"), karim: w.As("karim"), helene: w.As("helene")}
	f.path = spaces.Path(f.space, "Archivage numérique")
	f.threadPath = f.helene.Get(f.path + "/echanges").Link("/echanges/0")
	id, _, _ := strings.Cut(f.threadPath[strings.LastIndex(f.threadPath, "/")+1:], "-")
	var err error
	if f.thread, err = ids.Parse(id); err != nil {
		t.Fatal(err)
	}
	f.name = publications.LiveName(f.space, f.thread)
	f.karim.Post(f.threadPath+"/suivi", nil).Is(303)
	return f
}

func (f *forum) reply(v *testkit.Visitor, body string) *testkit.Answer {
	return v.Post(f.threadPath+"/messages", url.Values{"body": {body}})
}

func TestKarimsPageHearsOfARepyAndPaulsOfNothing(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	f := forumIn(t, w)
	page, answers := f.karim.Shows(f.name, publications.LiveName(f.space, 0), "mine")
	page.Ask(answers[0].Mark, "bell") // it knows of all until now, so that nothing is counted before the reply
	answers = append(answers, page.Next())
	for _, answer := range answers {
		if answer.No {
			t.Errorf("Karim is refused %s", answer.Name)
		}
	}
	page.Heard()
	nowhere := "0000000000001"
	paul, refusals := w.As("paul").Shows(f.name, publications.LiveName(f.space, 0), "p:"+f.space.String()+":"+nowhere, "p:"+nowhere+":"+nowhere, "s:"+nowhere, "x")
	for _, refusal := range refusals {
		if !refusal.No || refusal.Mark != "" || refusal.Audience != 0 || refusal.Gap {
			t.Errorf("Paul is answered %+v", refusal)
		}
	}
	f.reply(f.helene, "Une réponse de plus.").Is(303)
	w.Settle()
	heard := map[string]testkit.Frame{}
	for len(heard) < 4 {
		frame := page.Next()
		heard[frame.Name] = frame
	}
	if got := heard[f.name]; !slices.Equal(got.Kinds, []string{"reply"}) || len(got.IDs) != 1 {
		t.Errorf("of the thread: %+v", got)
	}
	if got := heard["bell"]; got.Count == nil || *got.Count == 0 || !strings.Contains(got.Text, "non lue") {
		t.Errorf("of the bell: %+v", got)
	}
	if got := paul.Heard(); len(got) != 0 {
		t.Errorf("Paul hears %+v", got)
	}

	// What changed is fetched through the thread's own door.
	request := func(v *testkit.Visitor, path string) *testkit.Answer {
		r, err := http.NewRequest(http.MethodGet, testkit.BaseURL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("X-Requested-With", "osmose")
		return v.Do(r)
	}
	fresh := f.threadPath + "?apres=" + heard[f.name].IDs[0]
	request(f.karim, fresh).Is(200).Hides("Une réponse de plus.")
	request(f.karim, f.threadPath+"?m="+heard[f.name].IDs[0]).Is(200).Shows("Une réponse de plus.").Hides("<html")
	request(w.As("paul"), fresh).Is(404)
}

func TestSophiesPageHearsNothingOfTheWorkOnADraft(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	f := forumIn(t, w)
	form := func(title, do, version string) url.Values {
		return url.Values{"title": {title}, "body": {"Du billet."}, "when": {"now"}, "do": {do}, "version": {version}}
	}
	post := f.karim.Post(f.path+"/blog", form("Un billet", "publish", "")).LeadsTo(f.path + "/blog/")
	id, _, _ := strings.Cut(post[strings.LastIndex(post, "/")+1:], "-")
	parsed, err := ids.Parse(id)
	if err != nil {
		t.Fatal(err)
	}
	w.Settle()
	theSpace, thePost := publications.LiveName(f.space, 0), publications.LiveName(f.space, parsed)
	page, _ := w.As("sophie").Shows(theSpace, thePost)
	edit := func(title, do string) {
		t.Helper()
		f.karim.Post(post+"/modifier", form(title, do, f.karim.Get(post+"/modifier").Is(200).Value("version"))).Is(303)
	}
	// told returns what the page hears until a reply in a thread of the space is told.
	told := func() (frames []testkit.Frame) {
		t.Helper()
		f.reply(f.helene, "Une réponse qui vient après "+post).Is(303)
		for {
			frame := page.Next()
			frames = append(frames, frame)
			if frame.Name == theSpace && slices.Contains(frame.IDs, f.thread.String()) {
				return frames
			}
		}
	}
	edit("Un billet relu", "publish")
	for heard := 0; heard < 2; {
		if frame := page.Next(); frame.Name == thePost && slices.Contains(frame.Kinds, "page") || frame.Name == theSpace && slices.Contains(frame.IDs, id) {
			heard++
		}
	}
	post = w.As("karim").Get(post).LeadsTo(f.path + "/blog/")
	f.karim.Post(post+"/publication/retrait", nil).Is(303)
	for refused, list := false, false; !refused || !list; {
		frame := page.Next()
		refused = refused || frame.Name == thePost && frame.No
		list = list || frame.Name == theSpace && slices.Contains(frame.IDs, id)
	}
	edit("Un brouillon que Karim relit", "draft")
	fresh := f.karim.Post(f.path+"/blog", form("Un autre billet", "preview", "")).LeadsTo(f.path + "/blog/")
	other, _, _ := strings.Cut(fresh[strings.LastIndex(fresh, "/")+1:], "-")
	post = fresh
	edit("Un brouillon que personne n’a lu", "draft")
	for _, frame := range told() {
		if frame.Name == thePost || slices.Contains(frame.IDs, id) || slices.Contains(frame.IDs, other) {
			t.Errorf("Sophie hears that Karim works on a draft: %+v", frame)
		}
	}
}

func TestASocketOpensFromAPageOfOursOnly(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	karim := w.As("karim")
	for _, origin := range []string{"https://ailleurs.example", "null", ""} {
		header := karim.Handshake()
		header.Set("Origin", origin)
		if _, response, err := karim.Dial(header); err == nil || response == nil || response.StatusCode != http.StatusNotFound {
			t.Errorf("from %q it opens, or is answered otherwise than 404", origin)
		}
	}
	if _, _, err := karim.Dial(karim.Handshake()); err != nil {
		t.Errorf("from a page of ours: %v", err)
	}
	karim.Get("/live").Is(404)
	w.Anonymous().Get("/live").LeadsTo("/connexion")
	page, _, err := w.Anonymous().Dial(http.Header{"Origin": {testkit.BaseURL}})
	if err != nil {
		t.Fatal(err)
	}
	if code := page.Closed(); code != 4001 {
		t.Errorf("signed out, the page is closed with %d", code)
	}
}

func TestPagesEndWithTheRightToThem(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		end  func(f *forum)
		code uint16
	}{
		"removed": {func(f *forum) {
			f.helene.Post(f.path+"/membres/"+f.w.Person("karim").String()+"/retrait", nil).Is(303)
		}, 4003},
		"leaves":         {func(f *forum) { f.karim.Post(f.path+"/depart", nil).Is(303) }, 4003},
		"signs out":      {func(f *forum) { f.karim.Post("/deconnexion", nil).Is(303) }, 4001},
		"disconnects it": {func(f *forum) { f.w.As("karim").Post("/profil/connexions/fin", nil).Is(303) }, 4001},
		"is blocked": {func(f *forum) {
			f.w.Write(func(tx *db.Tx) error { return f.w.Accounts.Block(tx, f.w.Person("karim")) })
		}, 4001},
		"expelled elsewhere": {func(f *forum) { // by a command in another process: the bus hears nothing, the jobs do
			command := testkit.Beside(t, f.w, func(o *app.Options) { o.Beside = true })
			command.Write(func(tx *db.Tx) error {
				return command.Spaces.Expel(tx, spaces.TakeCustody(f.space, "a test"), command.Person("karim"))
			})
			f.w.Settle()
		}, 4003},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := forumIn(t, testkit.Boot(t))
			page, _ := f.karim.Shows(f.name)
			hers, _ := f.helene.Shows(f.name)
			c.end(f)
			if code := page.Closed(); code != c.code {
				t.Errorf("closed with %d instead of %d", code, c.code)
			}
			page.Heard()
			f.reply(f.helene, "Après.").Is(303)
			hers.Next()
			if got := page.Heard(); len(got) != 0 {
				t.Errorf("Karim hears %+v", got)
			}
		})
	}
}

// TestNothingReachesWhoIsRemovedOnARealDatabase is the small sister of the thousand interleavings of listeners/live: here the
// doors, the keys and the database decide.
func TestNothingReachesWhoIsRemovedOnARealDatabase(t *testing.T) {
	t.Parallel()
	rounds := 3
	if os.Getenv("OSMOSE_PROOF") == "full" {
		rounds = 100
	}
	for seed := range rounds {
		f := forumIn(t, testkit.Boot(t))
		random := rand.New(rand.NewPCG(uint64(seed), 87))
		pause := make([]time.Duration, 40)
		for i := range pause {
			pause[i] = time.Duration(random.IntN(30)) * time.Millisecond
		}
		wait := func(i int) { <-time.After(pause[i%len(pause)]) }
		hers, _ := f.helene.Shows(f.name)
		var all sync.WaitGroup
		var gone time.Time
		all.Go(func() {
			wait(seed)
			f.w.Write(func(tx *db.Tx) error {
				return f.w.Spaces.Expel(tx, spaces.TakeCustody(f.space, "a test"), f.w.Person("karim"))
			})
			gone = time.Now()
		})
		all.Go(func() {
			for i := range 10 {
				wait(i)
				f.reply(f.helene, "Réponse "+string(rune('a'+i))).Is(303)
			}
		})
		var pages []*testkit.Page
		all.Go(func() {
			for i := range 6 {
				page, _, err := f.karim.Dial(f.karim.Handshake())
				if err != nil {
					t.Error(err)
					return
				}
				page.Ask("", f.name)
				pages = append(pages, page)
				wait(i + 10)
			}
		})
		all.Wait()
		for _, page := range pages {
			page.Heard() // what came before, or within the second
		}
		<-time.After(time.Until(gone.Add(time.Second)))
		for _, page := range pages {
			page.Heard()
		}
		f.reply(f.helene, "La dernière.").Is(303)
		hers.Next()
		f.w.Settle()
		<-time.After(300 * time.Millisecond)
		for _, page := range pages {
			for _, frame := range page.Heard() {
				if !frame.No {
					t.Errorf("round %d: Karim, removed, hears %+v", seed, frame)
				}
			}
		}
	}
}

// TestTwoNodesTellEachOther has Karim on one node and Hélène on another, over a bus between them. An installation on SQLite
// has one node; that a file can be opened twice serves this test.
func TestTwoNodesTellEachOther(t *testing.T) {
	t.Parallel()
	first, second := freeAddress(t), freeAddress(t)
	one := testkit.BootWith(t, func(o *app.Options) { o.BusListen, o.BusSecret = first, "a secret of the nodes" })
	two := testkit.Beside(t, one, func(o *app.Options) {
		o.BusListen, o.BusSecret, o.BusPeers = second, "a secret of the nodes", []string{first}
	})
	f := forumIn(t, one)
	elsewhere := f.karim.In(two)
	page, answers := elsewhere.Shows(f.name)
	if answers[0].No {
		t.Fatal("Karim is refused on the other node")
	}
	told := func(page *testkit.Page, again func()) {
		t.Helper()
		deadline := time.After(20 * time.Second)
		for {
			again()
			select {
			case <-deadline:
				t.Fatal("the other node hears nothing")
			case <-time.After(200 * time.Millisecond):
			}
			if len(page.Heard()) > 0 {
				return
			}
		}
	}
	n := 0
	told(page, func() {
		n++
		f.reply(f.helene, "Réponse numéro "+strings.Repeat("i", n)).Is(303)
	})
	f.karim.Post("/deconnexion", nil).Is(303)
	if code := page.Closed(); code != 4001 {
		t.Errorf("signed out on one node, the page on the other is closed with %d", code)
	}
}
