package demo

import (
	"regexp"
	"slices"
	"testing"
	"unicode/utf8"
)

var keyword = regexp.MustCompile(`^[\p{Ll}\d]+([ -][\p{Ll}\d]+)*$`)

func TestThreadsHoldTogether(t *testing.T) {
	world := world(t)
	titles := map[string]bool{}
	for _, space := range world.Spaces {
		lived := map[string]bool{}
		for _, thread := range space.Threads {
			t.Run(space.Key+"/"+thread.Title, func(t *testing.T) {
				if key := space.Key + "/" + thread.Title; titles[key] || thread.Title == "" {
					t.Error("title empty or used twice")
				} else {
					titles[key] = true
				}
				if !slices.Contains(space.Themes, thread.Theme) {
					t.Errorf("theme %q", thread.Theme)
				}
				lived[thread.Theme] = true
				if space.OpenedBy == "animators" && space.role(thread.Author) != "animator" {
					t.Errorf("opened by %s, who is no animator", thread.Author)
				}
				oneOf(t, "malfunction", thread.Malfunction, "", "open", "progress", "resolved")
				checkKeywords(t, thread.Keywords)
				checkMessage(t, world, space, thread.Author, thread.Body, thread.Reactions)
				checkReplies(t, world, space, thread.Minutes, thread.Replies)
			})
		}
		for _, theme := range space.Themes {
			if !lived[theme] {
				t.Errorf("%s: no thread under « %s »", space.Key, theme)
			}
		}
	}
}

func checkKeywords(t *testing.T, keywords []string) {
	t.Helper()
	for i, word := range keywords {
		if !keyword.MatchString(word) || utf8.RuneCountInString(word) > 30 || slices.Contains(keywords[:i], word) {
			t.Errorf("keyword %q", word)
		}
	}
}

var mention = regexp.MustCompile(`@(\p{Lu}[\p{L}-]+ \p{Lu}[\p{L}-]+)`)

func (w World) name(email string) string {
	person, _ := w.person(email)
	return person.Given + " " + person.Family
}

// checkReplies looks at what was said under a publication that is older minutes old.
func checkReplies(t *testing.T, world World, space Space, older int, replies []Reply) {
	t.Helper()
	for i, reply := range replies {
		if reply.Minutes >= older {
			t.Errorf("reply %d is %d minutes old, what comes before it %d", i+1, reply.Minutes, older)
		}
		older = reply.Minutes
		if reply.Quote < OpeningMessage || reply.Quote > i {
			t.Errorf("reply %d quotes %d", i+1, reply.Quote)
		}
		checkMessage(t, world, space, reply.Author, reply.Body, reply.Reactions)
	}
	if older <= 0 {
		t.Error("written in the future")
	}
}

func checkMessage(t *testing.T, world World, space Space, author, body string, reactions []Reaction) {
	t.Helper()
	if !space.mayWrite(author) {
		t.Errorf("%s may not write here", author)
	}
	if body == "" {
		t.Errorf("%s says nothing", author)
	}
	for _, mention := range mention.FindAllStringSubmatch(body, -1) {
		if !slices.ContainsFunc(space.Members, func(m Member) bool { return world.name(m.Email) == mention[1] }) {
			t.Errorf("@%s is no member", mention[1])
		}
	}
	kinds := map[string]bool{}
	for _, reaction := range reactions {
		oneOf(t, "reaction", reaction.Kind, "useful", "thanks", "agree", "bravo")
		if kinds[reaction.Kind] || len(reaction.By) == 0 {
			t.Errorf("reaction %s twice, or by nobody", reaction.Kind)
		}
		kinds[reaction.Kind] = true
		for i, email := range reaction.By {
			if email == author || space.role(email) == "" || slices.Contains(reaction.By[:i], email) {
				t.Errorf("%s reacts to a message of %s", email, author)
			}
		}
	}
}

// A demo that nobody lives in shows nothing: every state that a page can show is there.
func TestTheWorldIsLivedIn(t *testing.T) {
	const day = 24 * 60
	var threads, replies, unanswered, recent, longest int
	states := map[string]int{}
	for _, space := range world(t).Spaces {
		for _, thread := range space.Threads {
			threads++
			replies += len(thread.Replies)
			longest = max(longest, len(thread.Replies))
			last := thread.Minutes
			if n := len(thread.Replies); n == 0 {
				unanswered++
			} else {
				last = thread.Replies[n-1].Minutes
			}
			if last < day {
				recent++
			}
			states[thread.Malfunction]++
			if thread.Pinned {
				states["pinned"]++
			}
			if thread.Closed {
				states["closed"]++
			}
		}
	}
	t.Logf("%d threads, %d replies, %d unanswered, %d moved in the last day", threads, replies, unanswered, recent)
	if threads < 85 || replies < 420 || longest < 34 || unanswered < 6 || recent < 10 {
		t.Errorf("too empty: %d threads, %d replies, longest %d, %d unanswered, %d moved in the last day", threads, replies, longest, unanswered, recent)
	}
	for _, state := range []string{"open", "progress", "resolved", "pinned", "closed"} {
		if states[state] == 0 {
			t.Errorf("no thread is %s", state)
		}
	}
}
