package demo

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"osmose/internal/accounts"
	"osmose/internal/app"
	"osmose/internal/networks"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/publications/follows"
	"osmose/internal/publications/reactions"
	"osmose/internal/publications/texts"
	"osmose/internal/services/blog"
	"osmose/internal/services/discussions"
	"osmose/internal/services/documents"
	"osmose/internal/spaces"
)

// Password is that of everybody in the demo.
const Password = "demo-osmose-2026"

// before is the moment that lies minutes before now. What is older than yesterday is moved into office hours of its
// day, in the order in which it came.
func before(now clock.Instant, minutes int) clock.Instant {
	at := now.Add(-time.Duration(minutes) * time.Minute).Time().In(i18n.Paris)
	today := now.Time().In(i18n.Paris)
	midnight := time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, i18n.Paris)
	yesterday := time.Date(today.Year(), today.Month(), today.Day()-1, 0, 0, 0, 0, i18n.Paris)
	if !at.Before(yesterday) {
		return clock.Of(at)
	}
	return clock.Of(midnight.Add(8*time.Hour + at.Sub(midnight)*10/24))
}

// filler puts the world into an installation, in one transaction.
type filler struct {
	app      *app.App
	tx       *db.Tx
	networks map[string]ids.ID
	people   map[string]ids.ID
	spaces   map[string]ids.ID
	covers   map[string]blog.Cover
	files    map[string][]documents.File // by the key of a space and the title of a document
	texts    map[string][]ids.ID         // of the threads of a space by title, the opening message first
}

// ErrNotDemo says that an installation has people who are not the demo's: what the demo shows to anybody, such as its
// mails, would then be theirs.
var ErrNotDemo = errors.New("this database has people of its own: run « osmose serve », or give the demo an empty folder or database")

// Fill puts the demo world into an empty installation; in one that has it already it does nothing. What happened longer
// than two days ago has been read. Errors: ErrNotDemo.
func Fill(ctx context.Context, a *app.App) error {
	filled, err := isFilled(ctx, a)
	if err != nil || filled {
		return err
	}
	world, err := Load()
	if err != nil {
		return err
	}
	hash, err := accounts.HashPassword(ctx, Password)
	if err != nil {
		return err
	}
	covers, err := drawCovers(ctx, a, world)
	if err != nil {
		return err
	}
	files, err := keepFiles(ctx, a, world)
	if err != nil {
		return err
	}
	err = a.DB.Write(ctx, func(tx *db.Tx) error {
		f := &filler{a, tx, map[string]ids.ID{}, map[string]ids.ID{}, map[string]ids.ID{}, covers, files, nil}
		return f.fill(world, hash)
	})
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	if err := a.Queue.Drain(ctx); err != nil {
		return err
	}
	return a.DB.Write(ctx, func(tx *db.Tx) error {
		return a.Notifications.ReadBefore(tx, tx.Now.Add(-48*time.Hour))
	})
}

func isFilled(ctx context.Context, a *app.App) (bool, error) {
	q := a.DB.Read(ctx)
	if _, err := accounts.FindByAddress(q, Guides[0].Email); !errors.Is(err, fault.ErrNotFound) {
		return err == nil, err
	}
	inhabited, err := db.One[bool](q, `SELECT EXISTS (SELECT 1 FROM people)`)
	if err == nil && inhabited {
		err = ErrNotDemo
	}
	return false, err
}

func (f *filler) fill(world World, hash string) error {
	for _, p := range world.People {
		if err := f.person(p, hash); err != nil {
			return fmt.Errorf("%s: %w", p.Email, err)
		}
	}
	for _, n := range world.Networks {
		if err := f.network(n); err != nil {
			return fmt.Errorf("%s: %w", n.Name, err)
		}
	}
	for _, s := range world.Spaces {
		if err := f.space(s); err != nil {
			return fmt.Errorf("%s: %w", s.Title, err)
		}
	}
	return f.blockings(world.People)
}

func (f *filler) person(p Person, hash string) error {
	id, err := accounts.Create(f.tx, accounts.NewPerson{
		Email: p.Email, Given: p.Given, Family: p.Family, Organisation: p.Organisation, Service: p.Service,
		Function: p.Function, Presentation: p.Presentation, PasswordHash: hash, PlatformAdmin: p.PlatformAdmin,
	})
	if err != nil {
		return err
	}
	f.people[p.Email] = id
	visited := f.tx.Now.Add(-26 * time.Hour)
	return accounts.RecordVisit(f.tx, id, visited)
}

func (f *filler) network(n Network) error {
	id, err := networks.Create(f.tx, networks.Network{Name: n.Name, Title: n.Title, Mailbox: n.Mailbox, Description: n.Description})
	if err != nil {
		return err
	}
	f.networks[n.Key] = id
	for _, email := range n.Admins {
		if err := networks.Appoint(f.tx, id, f.people[email]); err != nil {
			return err
		}
	}
	return nil
}

func (f *filler) space(s Space) error {
	id, err := f.app.Spaces.Found(f.tx, spaces.Foundation{
		Network: f.networks[s.Network], Parent: f.spaces[s.Parent], Kind: spaces.Kind(s.Kind), Policy: spaces.Policy(s.Policy),
		Title: s.Title, Description: s.Description, Welcome: richtext.FromMarkdown(s.Welcome), Themes: s.Themes,
		Settings: map[string]string{"discussions.open": s.OpenedBy, "blog.write": cmp.Or(s.WrittenBy, "contributors"), "calendar.create": "contributors",
			"documents.deposit": cmp.Or(s.DepositedBy, "contributors"), "faq.propose": "contributors"},
		At: before(f.tx.Now, 400*24*60),
	})
	if err != nil {
		return err
	}
	f.spaces[s.Key] = id
	custody := spaces.TakeCustody(id, "the demo's world")
	if err := f.members(custody, s); err != nil {
		return err
	}
	themes, err := f.themes(custody)
	if err != nil {
		return err
	}
	for _, p := range s.Posts {
		if err := f.post(custody, themes, p); err != nil {
			return fmt.Errorf("%s: %w", p.Title, err)
		}
	}
	for _, e := range s.Events {
		if err := f.event(custody, themes, e); err != nil {
			return fmt.Errorf("%s: %w", e.Title, err)
		}
	}
	if err := f.documents(custody, themes, s); err != nil {
		return err
	}
	f.texts = map[string][]ids.ID{}
	for _, t := range s.Threads {
		if err := f.thread(custody, themes, t); err != nil {
			return fmt.Errorf("%s: %w", t.Title, err)
		}
	}
	for _, e := range s.Entries {
		if err := f.entry(custody, themes, e); err != nil {
			return fmt.Errorf("%s: %w", e.Title, err)
		}
	}
	return nil
}

// members admits the members of a space, one a day, the last a few days ago; those who were removed came and went.
func (f *filler) members(custody spaces.Custody, s Space) error {
	for i, m := range s.Members {
		joined := before(f.tx.Now, (len(s.Members)-i)*3*24*60)
		if err := f.app.Spaces.AdmitAt(f.tx, custody, f.people[m.Email], spaces.Role(m.Role), joined); err != nil {
			return err
		}
	}
	for _, email := range s.Removed {
		if err := f.app.Spaces.Admit(f.tx, custody, f.people[email], spaces.Contributor); err != nil {
			return err
		}
		if err := f.app.Spaces.Expel(f.tx, custody, f.people[email]); err != nil {
			return err
		}
	}
	for _, request := range s.Requests {
		if err := f.app.Spaces.PlaceRequest(f.tx, custody, f.people[request.Email], request.Message); err != nil {
			return err
		}
	}
	return nil
}

func (f *filler) themes(custody spaces.Custody) (map[string]ids.ID, error) {
	list, err := f.app.Publications.ThemesOf(f.tx, custody)
	if err != nil {
		return nil, err
	}
	themes := map[string]ids.ID{}
	for _, theme := range list {
		themes[theme.Label] = theme.ID
	}
	return themes, nil
}

func (f *filler) thread(custody spaces.Custody, themes map[string]ids.ID, t Thread) error {
	id, err := f.app.Discussions.Place(f.tx, custody, discussions.PlacedThread{
		Author: f.people[t.Author], Theme: themes[t.Theme], Title: t.Title, Body: richtext.FromMarkdown(t.Body),
		Keywords: t.Keywords, At: before(f.tx.Now, t.Minutes), Pinned: t.Pinned, Closed: t.Closed,
		Malfunction: discussions.State(t.Malfunction),
	})
	if err != nil {
		return err
	}
	f.texts[t.Title], err = f.said(custody, id, t.Reactions, t.Replies)
	return err
}

// said places what was said of a publication, and under it; it returns the texts, the body first.
func (f *filler) said(custody spaces.Custody, publication ids.ID, list []Reaction, replies []Reply) ([]ids.ID, error) {
	opening, err := texts.BodyOf(f.tx, custody, publication)
	if err != nil {
		return nil, err
	}
	if err := f.reactions(custody, opening, list); err != nil {
		return nil, err
	}
	all := []ids.ID{opening}
	for _, reply := range replies {
		text, err := f.reply(custody, publication, all, reply)
		if err != nil {
			return nil, err
		}
		all = append(all, text)
	}
	return all, nil
}

// reply places a reply or a comment; all are those before it, the opening text first.
func (f *filler) reply(custody spaces.Custody, publication ids.ID, all []ids.ID, r Reply) (ids.ID, error) {
	var quoted ids.ID
	switch {
	case r.Quote == OpeningMessage:
		quoted = all[0]
	case r.Quote > 0:
		quoted = all[r.Quote]
	}
	author := f.people[r.Author]
	text, err := f.app.Comments.Place(f.tx, custody, texts.Text{
		Publication: publication, Author: author, Body: richtext.FromMarkdown(r.Body), Quoted: quoted, CreatedAt: before(f.tx.Now, r.Minutes),
	})
	if err != nil {
		return 0, err
	}
	if err := follows.Begin(f.tx, custody.SpaceID(), publication, author); err != nil {
		return 0, err
	}
	return text, f.reactions(custody, text, r.Reactions)
}

func (f *filler) reactions(custody spaces.Custody, text ids.ID, list []Reaction) error {
	for _, reaction := range list {
		for _, email := range reaction.By {
			if err := reactions.Add(f.tx, custody.SpaceID(), f.people[email], text, reactions.Kind(reaction.Kind)); err != nil {
				return err
			}
		}
	}
	return nil
}

// blockings come last: a blocked person is admitted nowhere.
func (f *filler) blockings(people []Person) error {
	for _, p := range people {
		if !p.Blocked {
			continue
		}
		if err := f.app.Accounts.Block(f.tx, f.people[p.Email]); err != nil {
			return err
		}
	}
	return nil
}
