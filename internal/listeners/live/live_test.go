package live

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"osmose/internal/platform/ids"
	"osmose/internal/platform/sockets"
)

// settled lets time pass until nothing moves any more.
func settled(d time.Duration) {
	timer := time.NewTimer(d)
	<-timer.C
	synctest.Wait()
}

func TestKarimHearsOfAReplyAndPaulOfNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRoom(newWorld())
		k, p := r.tab(karim), r.tab(paul)
		k.shows(r.now(), threadName, spaceName, "bell")
		p.shows(r.now(), threadName, "p:0000000000009:0000000000009", spaceName, "nonsense", "bell")
		for _, f := range k.take() {
			if f.No || f.Gap || f.Mark == "" {
				t.Errorf("Karim is answered %+v", f)
			}
		}
		for _, f := range p.take() {
			if f.Name != "bell" && !(f.No && f.Mark == "" && f.Audience == 0) {
				t.Errorf("Paul is answered %+v", f)
			}
		}
		r.hear(replied(7))
		settled(0)
		got := k.take()
		if len(got) != 2 {
			t.Fatalf("Karim heard %+v", got)
		}
		for _, f := range got {
			want := []string{ids.ID(7).String()}
			if f.Name == spaceName {
				want = []string{thread.String()}
			}
			if !slices.Equal(f.Kinds, []string{"reply"}) || !slices.Equal(f.IDs, want) || f.Audience != 1 {
				t.Errorf("Karim heard %+v", f)
			}
		}
		settled(time.Minute)
		if got := p.take(); len(got) != 0 {
			t.Errorf("Paul heard %+v", got)
		}
	})
}

func TestWhatComesTooFastTravelsTogether(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRoom(newWorld())
		k := r.tab(karim)
		k.shows(r.now(), threadName)
		k.take()
		for i := range 1500 { // replies a second
			r.hear(replied(ids.ID(1000 + i)))
			if i%15 == 0 {
				settled(10 * time.Millisecond)
			}
		}
		settled(time.Second)
		got := k.take()
		if len(got) < 2 || len(got) > 7 {
			t.Errorf("1,500 replies in a second are told by %d frames", len(got))
		}
		if last := got[len(got)-1]; len(last.IDs) > mostNamed {
			t.Errorf("a frame names %d texts", len(last.IDs))
		}
	})
}

func TestAfterACutThePageIsToldWhetherItMissedAnything(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRoom(newWorld())
		other := newRoom(newWorld())
		before := r.now()
		comesBack := func(r *Room, mark string) bool {
			k := r.tab(karim)
			defer k.Gone()
			k.shows(mark, threadName)
			got := k.take()
			if len(got) != 1 || got[0].No {
				t.Fatalf("answered %+v", got)
			}
			return got[0].Gap
		}
		if comesBack(r, before) {
			t.Error("nothing happened, and it is told to look again")
		}
		r.hear(news{Changed: &changed{archives, thread + 1, 0, kindNew}})
		if comesBack(r, before) {
			t.Error("something happened elsewhere, and it is told to look again")
		}
		r.hear(replied(7))
		if !comesBack(r, before) {
			t.Error("it missed a reply, and is not told")
		}
		after := r.now()
		if comesBack(r, after) {
			t.Error("it knows of the reply, and is told to look again")
		}
		for _, mark := range []string{"", "nonsense", other.now(), strings.Repeat("A", 22), strings.Repeat("A", 4000)} {
			if !comesBack(r, mark) {
				t.Errorf("a mark that proves nothing, %.30q, passes", mark)
			}
		}
		for i := range remembered + 10 {
			r.hear(news{Changed: &changed{archives + 1, ids.ID(i), 0, kindReactions}})
		}
		if !comesBack(r, after) {
			t.Error("nobody remembers that far, and it is told that it missed nothing")
		}
		now := r.now()
		r.missed()
		if !comesBack(r, now) {
			t.Error("the bus had a gap, and it is told that it missed nothing")
		}
	})
}

func TestTwoMarksOfOnePlaceDiffer(t *testing.T) {
	t.Parallel()
	r := newRoom(newWorld())
	one, two := r.now(), r.now()
	if one == two || r.seen.read(one) != r.seen.read(two) {
		t.Error("whoever compares marks learns whether something moved somewhere")
	}
}

func TestWhoeverLeavesOrSignsOutIsClosed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld()
		r := newRoom(w)
		shows, counts, h := r.tab(karim), r.tab(karim), r.tab(helene)
		shows.shows(r.now(), threadName)
		counts.shows(r.now(), "mine", "bell")
		h.shows(r.now(), threadName)
		for _, b := range []*tab{shows, counts, h} {
			b.take()
		}
		w.locked(func() { delete(w.members, karim) })
		r.hear(removed(karim))
		if shows.code() != sockets.Withdrawn || counts.code() != 0 || h.code() != 0 {
			t.Errorf("closed: %d, %d, %d", shows.code(), counts.code(), h.code())
		}
		if got := counts.take(); len(got) != 1 || got[0].Name != "mine" {
			t.Errorf("the page of counters heard %+v", got)
		}
		r.hear(replied(7))
		settled(time.Minute)
		if got := append(shows.take(), counts.take()...); len(got) != 0 {
			t.Errorf("Karim, removed, heard %+v", got)
		}
		if len(h.take()) != 1 {
			t.Error("Hélène heard nothing")
		}
		back := r.tab(karim)
		back.shows(r.now(), threadName)
		if got := back.take(); len(got) != 1 || !got[0].No {
			t.Errorf("Karim comes back and is answered %+v", got)
		}
		r.hear(news{Ended: &ended{karim, []ids.ID{sessionOf(karim)}}})
		if back.code() != sockets.SignedOut || counts.code() != sockets.SignedOut || h.code() != 0 {
			t.Errorf("signed out: %d, %d, %d", back.code(), counts.code(), h.code())
		}
	})
}

// TestRightsAreDecidedWhenAFrameLeaves takes the right away without a word, as when the word was lost.
func TestRightsAreDecidedWhenAFrameLeaves(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld()
		r := newRoom(w)
		k, h := r.tab(karim), r.tab(helene)
		k.shows(r.now(), threadName)
		h.shows(r.now(), threadName, "bell")
		k.take()
		h.take()
		w.locked(func() { delete(w.members, karim); w.over[sessionOf(helene)] = true })
		r.hear(replied(7))
		settled(0)
		if len(k.take())+len(h.take()) != 0 || k.code() != sockets.Withdrawn || h.code() != sockets.SignedOut {
			t.Errorf("closed: %d, %d", k.code(), h.code())
		}
	})
}

func TestNobodyHearsOfTheWorkOnWhatIsTakenBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld()
		r := newRoom(w)
		k, h := r.tab(karim), r.tab(helene)
		k.shows(r.now(), threadName)
		h.shows(r.now(), threadName, spaceName)
		r.hear(replied(7))
		settled(time.Second)
		if got := append(k.take(), h.take()...); len(got) != 6 {
			t.Fatalf("while it is live they hear %+v", got)
		}
		w.locked(func() { w.taken = true })
		r.hear(news{Changed: &changed{archives, thread, 0, kindPage}})
		settled(time.Second)
		if got := k.take(); len(got) != 1 || !got[0].No || got[0].Mark != "" || got[0].Kinds != nil {
			t.Errorf("Karim is told %+v of what was taken back", got)
		}
		h.take()
		for range 3 {
			r.hear(news{Changed: &changed{archives, thread, 7, kindText}})
			settled(time.Minute)
		}
		if got := append(k.take(), h.take()...); len(got) != 0 {
			t.Errorf("they hear of the work on it: %+v", got)
		}
		if k.code() != 0 || h.code() != 0 {
			t.Error("their pages were closed, who are members still")
		}
	})
}

func TestSessionsThatExpireAreFoundByLooking(t *testing.T) {
	t.Parallel()
	w := newWorld()
	r := newRoom(w)
	k, h := r.tab(karim), r.tab(helene)
	w.over[sessionOf(karim)] = true
	if err := r.look(t.Context()); err != nil {
		t.Fatal(err)
	}
	if k.code() != sockets.SignedOut || h.code() != 0 {
		t.Errorf("closed: %d, %d", k.code(), h.code())
	}
}

func TestABellCountsOnceInTenSecondsHoweverManyPages(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld()
		r := newRoom(w)
		pages := []*tab{r.tab(karim), r.tab(karim), r.tab(karim)}
		for _, p := range pages {
			p.shows(r.now(), "bell", threadName)
			p.take()
		}
		pages[1].Said([]byte(`{"read":"` + threadName + `"}`))
		w.locked(func() { w.unread[karim] = 3 })
		for range 90 {
			r.hear(news{Rang: []ids.ID{karim, paul}})
			settled(100 * time.Millisecond)
		}
		w.locked(func() {
			if w.counted != 1 {
				t.Errorf("counted %d times in nine seconds", w.counted)
			}
			if w.reading != thread {
				t.Error("what is being read is counted as unread")
			}
		})
		settled(2 * time.Second)
		w.locked(func() {
			if w.counted != 2 {
				t.Errorf("counted %d times in eleven seconds", w.counted)
			}
		})
		for _, p := range pages {
			got := p.take()
			if len(got) != 2 || got[0].Count == nil || *got[0].Count != 3 {
				t.Errorf("a page heard %+v", got)
			}
		}
	})
}

func TestOneAccountHasSoManyPagesAndAPageSoManySubjects(t *testing.T) {
	t.Parallel()
	r := newRoom(newWorld())
	var pages []*tab
	for range 6 {
		pages = append(pages, r.tab(karim))
	}
	if pages[4].code() != 0 || pages[5].code() != sockets.TooMany {
		t.Errorf("the fifth and the sixth: %d, %d", pages[4].code(), pages[5].code())
	}
	pages[5].shows("", threadName)
	pages[5].Gone()
	if len(pages[5].take()) != 0 {
		t.Error("a page too many is told")
	}
	pages[0].Gone()
	if r.tab(karim).code() != 0 {
		t.Error("a page that went leaves no room for another")
	}
	var names []string
	for i := range mostSubjects + 1 {
		names = append(names, fmt.Sprintf("s:%s", ids.ID(i+1)))
	}
	pages[1].shows("", names...)
	if pages[1].code() != sockets.Abuse {
		t.Error("a page asks for everything")
	}
	for _, p := range pages {
		p.Gone()
	}
}

func TestNothingIsKeptOfPagesThatWent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRoom(newWorld())
		for range 50 {
			k := r.tab(karim)
			k.shows(r.now(), threadName, spaceName, "mine", "bell")
			r.hear(replied(7))
			r.hear(news{Rang: []ids.ID{karim}})
			k.Gone()
			k.Gone()
		}
		settled(time.Minute)
		r.mu.Lock()
		defer r.mu.Unlock()
		if len(r.people) != 0 || len(r.audiences) != 0 {
			t.Errorf("%d people and %d audiences are kept", len(r.people), len(r.audiences))
		}
	})
}

func TestJoiningASpaceCountsItToo(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld()
		r := newRoom(w)
		counts, shows := r.tab(paul), r.tab(paul)
		counts.shows(r.now(), "mine")
		shows.shows(r.now(), "bell")
		counts.take()
		shows.take()
		w.locked(func() { w.members[paul] = true })
		r.hear(news{Moved: &moved{archives, paul, true}})
		if got := counts.take(); len(got) != 1 || got[0].Name != "mine" || len(got[0].Kinds) != 1 {
			t.Errorf("Paul joins and hears %+v", got)
		}
		r.hear(replied(7))
		settled(time.Second)
		if got := counts.take(); len(got) != 1 || got[0].Name != "mine" || len(got[0].IDs) != 0 {
			t.Errorf("a reply comes and Paul's counters hear %+v", got)
		}
		if got := shows.take(); len(got) != 0 {
			t.Errorf("a page that counts nothing heard %+v", got)
		}
	})
}

// FuzzSaid says anything to a page. Nothing panics, and the room can still be used.
func FuzzSaid(f *testing.F) {
	for _, seed := range []string{
		`{}`, `null`, `[]`, `"`, `{"on":[{"t":"bell","m":""}]}`, `{"on":[{"t":"mine"},{"t":"` + threadName + `","m":"AAAAAAAAAAAAAAAAAAAAAA"}]}`,
		`{"read":"` + threadName + `"}`, `{"read":null,"on":null}`, `{"on":[{"t":"p::"},{"t":"s:"},{"t":"p:` + strings.Repeat("0", 13) + `"}]}`,
		`{"on":{"t":1}}`, `{"on":[1,2]}`, "{\"on\":[{\"t\":\"\\u0000\"}]}",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, said string) {
		r := newRoom(newWorld())
		p := r.tab(paul)
		p.Said([]byte(said))
		for _, frame := range p.take() {
			if frame.Name != "bell" && frame.Name != "mine" && !frame.No && frame.Name != "" {
				t.Errorf("Paul is answered %+v", frame)
			}
		}
		p.Gone()
		k := r.tab(karim)
		k.shows(r.now(), threadName)
		if got := k.take(); len(got) != 1 || got[0].No {
			t.Errorf("the room is spoilt: %+v", got)
		}
		k.Gone()
	})
}
