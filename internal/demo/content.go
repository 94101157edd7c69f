// Package demo holds the demo world: invented people of plausible French administrations, their spaces and what they
// write there. It is shown by `osmose demo` and is the world in which the tests' stories happen. Nothing in it comes from
// a real person or a real file.
package demo

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/BurntSushi/toml"
)

// World is everything that the demo holds, in the order in which it is to be created: a space comes after its parent.
type World struct {
	Networks []Network
	People   []Person
	Spaces   []Space
}

// Network is a family of spaces under one sponsor. Its administrators belong to none of its spaces by that alone.
type Network struct {
	Key         string   `toml:"key"`
	Name        string   `toml:"name"`
	Title       string   `toml:"title"` // the name in full
	Mailbox     string   `toml:"mailbox"`
	Description string   `toml:"description"`
	Admins      []string `toml:"admins"` // addresses of people
}

// Person is an account; the address, under .example, is also what the rest of the world calls the person by.
type Person struct {
	Email         string `toml:"email"`
	Given         string `toml:"given"`
	Family        string `toml:"family"`
	Organisation  string `toml:"organisation"`
	Service       string `toml:"service"`
	Function      string `toml:"function"`
	Presentation  string `toml:"presentation"`
	Blocked       bool   `toml:"blocked"`
	PlatformAdmin bool   `toml:"platform_admin"`
}

// Space is a community with its members, its posts and its threads. Members of a sub-space are members of its parent.
type Space struct {
	Key         string     `toml:"key"`
	Network     string     `toml:"network"`
	Parent      string     `toml:"parent"` // key of the parent, or empty
	Kind        string     `toml:"kind"`   // community, working_group or region
	Policy      string     `toml:"policy"` // open, on_request or secret
	Title       string     `toml:"title"`
	Description string     `toml:"description"`
	Welcome     string     `toml:"welcome"`      // Markdown
	OpenedBy    string     `toml:"opened_by"`    // who opens threads: contributors or animators
	WrittenBy   string     `toml:"written_by"`   // who writes posts: the same; contributors when empty
	DepositedBy string     `toml:"deposited_by"` // who deposits documents: the same; contributors when empty
	Themes      []string   `toml:"themes"`
	Members     []Member   `toml:"members"`
	Removed     []string   `toml:"removed"`  // addresses of former members, put out by an animator
	Requests    []Request  `toml:"requests"` // only where the policy is on_request
	Posts       []Post     `toml:"posts"`
	Threads     []Thread   `toml:"threads"`
	Entries     []Entry    `toml:"entries"`
	Events      []Event    `toml:"events"`
	Folders     []Folder   `toml:"folders"` // one comes after the one it stands in
	Documents   []Document `toml:"documents"`
}

// Member is the role of one person in one space.
type Member struct {
	Email string `toml:"email"`
	Role  string `toml:"role"` // reader, contributor or animator
}

// Request is a wish to join that still waits for an animator.
type Request struct {
	Email   string `toml:"email"`
	Message string `toml:"message"`
}

// Thread is a subject with its opening message. Minutes is its age at the start of the demo.
type Thread struct {
	Author      string     `toml:"author"`
	Theme       string     `toml:"theme"`
	Title       string     `toml:"title"`
	Body        string     `toml:"body"` // Markdown
	Keywords    []string   `toml:"keywords"`
	Minutes     int        `toml:"minutes"`
	Pinned      bool       `toml:"pinned"`
	Closed      bool       `toml:"closed"`
	Malfunction string     `toml:"malfunction"` // empty, open, progress or resolved (« Signalement »)
	Reactions   []Reaction `toml:"reactions"`
	Replies     []Reply    `toml:"replies"`
}

// Post is a post of the blog. Minutes is its age at the start of the demo; a planned one appears in as many minutes.
type Post struct {
	Author    string     `toml:"author"`
	Theme     string     `toml:"theme"` // or empty
	Title     string     `toml:"title"`
	Body      string     `toml:"body"` // Markdown
	Keywords  []string   `toml:"keywords"`
	Minutes   int        `toml:"minutes"`
	State     string     `toml:"state"` // empty for a published one, draft or scheduled
	Cover     string     `toml:"cover"` // one of the pictures that the demo draws, or empty
	Alt       string     `toml:"alt"`   // empty for a decorative cover
	Reactions []Reaction `toml:"reactions"`
	Comments  []Reply    `toml:"comments"`
}

// Entry is a question of the FAQ with its answer. Minutes is its age at the start of the demo, Updated that of its last
// change, 0 for none; Review is in how many days it is to be read again, negative for overdue, 0 for no day.
type Entry struct {
	Author   string   `toml:"author"`
	Theme    string   `toml:"theme"`
	Title    string   `toml:"title"`
	Body     string   `toml:"body"` // Markdown
	Keywords []string `toml:"keywords"`
	Minutes  int      `toml:"minutes"`
	Updated  int      `toml:"updated"`
	Review   int      `toml:"review"`
	Draft    bool     `toml:"draft"`
	Source   string   `toml:"source"` // title of the thread that holds the message it was made of, or empty
	Reply    int      `toml:"reply"`  // which of its messages, as in Reply.Quote
	Useful   []string `toml:"useful"`
	Useless  []string `toml:"useless"`
}

// Event is an event of the calendar. Minutes is the age of its publication at the start of the demo; Days is in how many days it
// begins, moved to Monday from a day of rest, and At at what hour (« 10:00 »), empty for whole days, of which it lasts Length; else
// Length is in minutes. Rule is as the calendar keeps it (RFC 5545).
type Event struct {
	Author   string        `toml:"author"`
	Type     string        `toml:"type"`  // meeting, webinar, workshop, seminar, deadline or other
	Theme    string        `toml:"theme"` // or empty
	Title    string        `toml:"title"`
	Body     string        `toml:"body"` // Markdown, or empty
	Keywords []string      `toml:"keywords"`
	Minutes  int           `toml:"minutes"`
	Days     int           `toml:"days"`
	At       string        `toml:"at"`
	Length   int           `toml:"length"`
	Zone     string        `toml:"zone"` // Europe/Paris when empty
	Rule     string        `toml:"rule"`
	Place    string        `toml:"place"`
	Link     string        `toml:"link"`
	Asks     string        `toml:"asks"` // empty, event or date
	Capacity int           `toml:"capacity"`
	Lead     int           `toml:"lead"`
	Off      string        `toml:"off"`      // why it was called off, or empty
	OffDate  int           `toml:"off_date"` // which of its dates was, counted from 1, 0 for all
	Answers  []EventAnswer `toml:"answers"`
	Comments []Reply       `toml:"comments"`
}

// EventAnswer is what some people answered: to the event, or to one of its dates, counted from 1.
type EventAnswer struct {
	Say  string   `toml:"say"` // yes, maybe, no or waiting
	By   []string `toml:"by"`
	Date int      `toml:"date"`
}

// Folder is a folder of documents; Parent is the name of the one in which it stands, or empty.
type Folder struct {
	Name     string `toml:"name"`
	Parent   string `toml:"parent"`
	Deposits string `toml:"deposits"` // empty, contributors or animators
}

// Document is a document with its versions, the oldest first.
type Document struct {
	Author      string            `toml:"author"`
	Folder      string            `toml:"folder"` // the name of a folder, or empty
	Theme       string            `toml:"theme"`  // or empty
	Title       string            `toml:"title"`
	Body        string            `toml:"body"` // Markdown, or empty
	Keywords    []string          `toml:"keywords"`
	ValidatedBy string            `toml:"validated_by"` // address of an animator, or empty
	Versions    []DocumentVersion `toml:"versions"`
	Reactions   []Reaction        `toml:"reactions"`
	Comments    []Reply           `toml:"comments"`
}

// DocumentVersion is a file that the demo makes: a picture of a palette, a PDF page or a text, as its name ends.
type DocumentVersion struct {
	Author  string `toml:"author"`
	Name    string `toml:"name"`
	Note    string `toml:"note"`
	Minutes int    `toml:"minutes"`
	Text    string `toml:"text"`
	Draw    string `toml:"draw"`
}

// OpeningMessage is the value of Reply.Quote that stands for the opening message of a thread, or the text of a post.
const OpeningMessage = -1

// Reply is a message under a thread, or a comment on a post, oldest first. Quote is the number of an earlier reply counted from 1, 0 for none,
// or OpeningMessage.
type Reply struct {
	Author    string     `toml:"author"`
	Body      string     `toml:"body"` // Markdown
	Minutes   int        `toml:"minutes"`
	Quote     int        `toml:"quote"`
	Reactions []Reaction `toml:"reactions"`
}

// Reaction is one kind of reaction and those who gave it.
type Reaction struct {
	Kind string   `toml:"kind"` // useful, thanks, agree or bravo
	By   []string `toml:"by"`
}

//go:embed content/*.toml
var content embed.FS

const (
	networksFile = "content/networks.toml"
	peopleFile   = "content/people.toml"
)

// Load reads the embedded world. Spaces come in the order of their files' names. Errors: a file that is not TOML, or
// that holds a key unknown to the types above.
func Load() (World, error) {
	var world World
	if err := decode(networksFile, &struct {
		Networks *[]Network `toml:"networks"`
	}{&world.Networks}); err != nil {
		return World{}, err
	}
	if err := decode(peopleFile, &struct {
		People *[]Person `toml:"people"`
	}{&world.People}); err != nil {
		return World{}, err
	}
	files, err := fs.Glob(content, "content/*.toml")
	if err != nil {
		return World{}, fmt.Errorf("demo: listing the content: %w", err)
	}
	for _, file := range files {
		if file == networksFile || file == peopleFile {
			continue
		}
		var space Space
		if err := decode(file, &space); err != nil {
			return World{}, err
		}
		space.trim()
		world.Spaces = append(world.Spaces, space)
	}
	return world, nil
}

func decode(file string, into any) error {
	meta, err := toml.DecodeFS(content, file, into)
	if err != nil {
		return fmt.Errorf("demo: %s: %w", path.Base(file), err)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return fmt.Errorf("demo: %s: unknown key %s", path.Base(file), unknown[0])
	}
	return nil
}

// trim takes away the line end that closes a text of several lines in TOML.
func (s *Space) trim() {
	s.Welcome = strings.TrimSpace(s.Welcome)
	for i := range s.Posts {
		post := &s.Posts[i]
		post.Body = strings.TrimSpace(post.Body)
		trimReplies(post.Comments)
	}
	for i := range s.Events {
		event := &s.Events[i]
		event.Body = strings.TrimSpace(event.Body)
		trimReplies(event.Comments)
	}
	for i := range s.Entries {
		s.Entries[i].Body = strings.TrimSpace(s.Entries[i].Body)
	}
	for i := range s.Documents {
		document := &s.Documents[i]
		document.Body = strings.TrimSpace(document.Body)
		for j := range document.Versions {
			document.Versions[j].Text = strings.TrimSpace(document.Versions[j].Text)
		}
		trimReplies(document.Comments)
	}
	for i := range s.Threads {
		thread := &s.Threads[i]
		thread.Body = strings.TrimSpace(thread.Body)
		trimReplies(thread.Replies)
	}
}

func trimReplies(list []Reply) {
	for i := range list {
		list[i].Body = strings.TrimSpace(list[i].Body)
	}
}
