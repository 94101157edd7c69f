package demo

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

// wrong lists what French typography does not allow: U+202F comes before ? ! ; and U+00A0 before : and inside « ».
var wrong = map[string]*regexp.Regexp{
	"straight apostrophe":              regexp.MustCompile(`'`),
	"straight quotation mark":          regexp.MustCompile(`"`),
	"three dots":                       regexp.MustCompile(`\.\.\.`),
	"no narrow space before ? ! ;":     regexp.MustCompile(`[^\x{202F}?!][?!;]`),
	"no no-break space before :":       regexp.MustCompile(`[^\x{A0}]:(\s|$)`),
	"no no-break space inside « »":     regexp.MustCompile(`«[^\x{A0}]|[^\x{A0}]»`),
	"space doubled or at a line's end": regexp.MustCompile(`[ \x{A0}\x{202F}]{2}|[ \x{A0}\x{202F}](\n|$)`),
	"link out of the demo":             regexp.MustCompile(`\]\(([^/]|//)|\bhttps?://`),
}

func TestTextsAreGoodFrenchTypography(t *testing.T) {
	check := func(where, text string) {
		if !utf8.ValidString(text) || strings.ContainsAny(text, "\x00\r\t\uFFFD") {
			t.Errorf("%s: not plain text: %q", where, text)
		}
		for what, pattern := range wrong {
			if found := pattern.FindString(text); found != "" {
				t.Errorf("%s: %s: %q in %q", where, what, found, text)
			}
		}
	}
	world := world(t)
	for _, n := range world.Networks {
		check(n.Key, n.Name)
		check(n.Key, n.Title)
		check(n.Key, n.Description)
	}
	for _, p := range world.People {
		for _, text := range []string{p.Given, p.Family, p.Organisation, p.Service, p.Function, p.Presentation} {
			check(p.Email, text)
		}
	}
	for _, s := range world.Spaces {
		for _, text := range append([]string{s.Title, s.Description, s.Welcome}, s.Themes...) {
			check(s.Key, text)
		}
		for _, request := range s.Requests {
			check(s.Key, request.Message)
		}
		for _, post := range s.Posts {
			check(s.Key, post.Title)
			check(s.Key, post.Alt)
			check(s.Key+"/"+post.Title, post.Body)
			for i, comment := range post.Comments {
				check(fmt.Sprintf("%s/%s/%d", s.Key, post.Title, i+1), comment.Body)
			}
		}
		for _, entry := range s.Entries {
			check(s.Key, entry.Title)
			check(s.Key+"/"+entry.Title, entry.Body)
		}
		for _, event := range s.Events {
			for _, text := range []string{event.Title, event.Place, event.Off} {
				check(s.Key, text)
			}
			check(s.Key+"/"+event.Title, event.Body)
			for i, comment := range event.Comments {
				check(fmt.Sprintf("%s/%s/%d", s.Key, event.Title, i+1), comment.Body)
			}
		}
		for _, folder := range s.Folders {
			check(s.Key, folder.Name)
		}
		for _, document := range s.Documents {
			where := s.Key + "/" + document.Title
			check(s.Key, document.Title)
			check(where, document.Body)
			for _, version := range document.Versions {
				check(where, version.Note)
				if !strings.HasSuffix(version.Name, ".csv") { // whose signs part its columns
					check(where+"/"+version.Name, version.Text)
				}
			}
			for i, comment := range document.Comments {
				check(fmt.Sprintf("%s/%d", where, i+1), comment.Body)
			}
		}
		for _, thread := range s.Threads {
			check(s.Key, thread.Title)
			check(s.Key+"/"+thread.Title, thread.Body)
			for i, reply := range thread.Replies {
				check(fmt.Sprintf("%s/%s/%d", s.Key, thread.Title, i+1), reply.Body)
			}
		}
	}
}
