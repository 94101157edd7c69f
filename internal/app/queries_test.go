package app_test

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"osmose/internal/listeners/live"
	"osmose/internal/networks"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/publications"
	"osmose/internal/publications/reactions"
	"osmose/internal/publications/texts"
	"osmose/internal/services/blog"
	"osmose/internal/services/calendar"
	"osmose/internal/services/discussions"
	"osmose/internal/services/documents"
	"osmose/internal/services/faq"
	"osmose/internal/spaces"
	"osmose/internal/testkit"
)

// size is how much there is in a space, and around the person who looks at it.
type size struct{ Threads, Posts, Replies, Members, Spaces int }

// TestAPageCostsAFixedNumberOfQueries compares each page of a space that holds little with the same page of one that
// holds more than any page shows, for a person with few spaces and notifications and one with many.
func TestAPageCostsAFixedNumberOfQueries(t *testing.T) {
	t.Parallel()
	w := testkit.Boot(t)
	small := furnished(w, w.Person("paul"), "Petit espace", size{2, 3, 2, 2, 1})
	large := furnished(w, w.Person("lea"), "Grand espace", size{60, 40, 130, 120, 30})
	w.Write(func(tx *db.Tx) error { // so that the administration opens to both
		network, err := networks.Named(tx, "SIAF")
		if err == nil {
			err = cmp.Or(networks.Appoint(tx, network.ID, w.Person("paul")), networks.Appoint(tx, network.ID, w.Person("lea")))
		}
		return err
	})
	w.Settle()
	paul, lea := w.As("paul"), w.As("lea")
	var table strings.Builder
	table.WriteString("# How many queries each page costs, whatever there is to show. The session is one, the bell another.\n" +
		"# Written by: go test ./internal/app -run TestAPageCosts -update\n\n")
	for _, pattern := range patternsIn(w) {
		if !strings.HasPrefix(pattern, http.MethodGet) || strings.Contains(pattern, "/demo/") || pattern == "GET "+live.Address {
			continue
		}
		few, many := pageOf(t, w, paul, pattern, small), pageOf(t, w, lea, pattern, large)
		if few.Status != many.Status {
			t.Errorf("%s: %d in the small space, %d in the large one", pattern, few.Status, many.Status)
		}
		if few.Queries != many.Queries {
			t.Errorf("%s costs %d queries in a small space and %d in a large one", pattern, few.Queries, many.Queries)
		}
		fmt.Fprintf(&table, "%3d  %s\n", many.Queries, pattern)
	}
	few, many := freshOf(t, w, paul, small), freshOf(t, w, lea, large)
	if few != many {
		t.Errorf("what our script asks of a thread costs %d queries in a small space and %d in a large one", few, many)
	}
	fmt.Fprintf(&table, "%3d  GET /espaces/{space}/echanges/{thread}, by our script\n", many)
	agrees(t, "internal/app/testdata/queries.txt", table.String())
}

// empty are the ends of addresses where this world has nothing: pictures, and a feed without its secret.
var empty = []string{"/photo", "/portrait", "/couverture", "/vignette", "/apercu", "/atom", "/pages/{page}", "/pdf"}

// freshOf asks, as our script does, for all replies of a thread and two messages again; it returns what that costs.
func freshOf(t *testing.T, w *testkit.World, v *testkit.Visitor, s scene) int64 {
	t.Helper()
	address := "/espaces/" + s.Space + "/echanges/" + s.Thread + "?apres=" + s.Text + "&m=" + s.Text + "&m=" + s.Member
	r := httptest.NewRequest(http.MethodGet, testkit.BaseURL+address, nil)
	r.Header.Set("X-Requested-With", "osmose")
	answer := v.Do(r).Is(200).Shows("Une réponse")
	w.Settle()
	return answer.Queries
}

// pageOf opens the page of a pattern.
func pageOf(t *testing.T, w *testkit.World, v *testkit.Visitor, pattern string, s scene) *testkit.Answer {
	t.Helper()
	if strings.HasSuffix(pattern, "/scission") {
		s.Text = s.Member // a reply
	}
	if strings.HasSuffix(pattern, "/supprimer") || strings.HasSuffix(pattern, "{text}/modifier") {
		s.Text = s.Own // a reply of one's own
	}
	address := (&cast{karim: s.Asker}).address(t, pattern, persona{}, s)
	answer := v.Get(address)
	if answer.Status >= 400 && !slices.ContainsFunc(empty, func(end string) bool { return strings.HasSuffix(pattern, end) }) {
		t.Errorf("%s: %d\n%s", address, answer.Status, answer.Text())
	}
	w.Settle()
	return answer
}

// furnished founds a space of a size around a person, who animates it and belongs to others; it returns what its
// addresses name.
func furnished(w *testkit.World, person ids.ID, title string, s size) scene {
	var place scene
	var first spaces.Custody
	w.Write(func(tx *db.Tx) error {
		network, err := db.One[ids.ID](tx, `SELECT id FROM networks ORDER BY id LIMIT 1`)
		if err != nil {
			return err
		}
		for i := range s.Spaces {
			name := title
			if i > 0 {
				name = fmt.Sprintf("%s, annexe %d", title, i)
			}
			id, err := w.Spaces.Found(tx, spaces.Foundation{
				Network: network, Kind: spaces.Community, Policy: spaces.Secret, Title: name, Themes: []string{"Divers", "Suivi"},
			})
			if err != nil {
				return err
			}
			custody := spaces.TakeCustody(id, "a space of a size")
			if err := w.Spaces.Admit(tx, custody, person, spaces.Animator); err != nil {
				return err
			}
			size := s
			if i > 0 {
				size = size1
			}
			found, err := fillSpace(w, tx, custody, person, size)
			if err != nil {
				return err
			}
			if i == 0 {
				place, first = found, custody
				place.Space = strings.TrimPrefix(spaces.Path(id, name), "/espaces/")
			}
		}
		return nil
	})
	place.Piece = plan(w, first, place.Text)
	fillDocuments(w, first, person, s, &place)
	return place
}

// size1 is that of the other spaces.
var size1 = size{Threads: 1, Posts: 1, Replies: 1, Members: 1}

func fillSpace(w *testkit.World, tx *db.Tx, custody spaces.Custody, person ids.ID, s size) (scene, error) {
	others, err := db.All[ids.ID](tx, `SELECT id FROM people WHERE blocked_at = 0 AND id <> $1 ORDER BY id LIMIT $2`, person, s.Members)
	if err != nil {
		return scene{}, err
	}
	for _, other := range others {
		if err := w.Spaces.Admit(tx, custody, other, spaces.Contributor); err != nil {
			return scene{}, err
		}
	}
	themes, err := w.Publications.ThemesOf(tx, custody)
	if err != nil {
		return scene{}, err
	}
	var place scene
	for i := range s.Threads {
		title := fmt.Sprintf("Fil numéro %d", i)
		thread, err := w.Discussions.Place(tx, custody, discussions.PlacedThread{
			Author: person, Theme: themes[i%2].ID, Title: title, Body: "<p>Bonjour " + mentionOf(others[0]) + "</p>", Keywords: []string{"essai", fmt.Sprint("mot ", i%20)},
			At: tx.Now, Pinned: i%10 == 0, Closed: i%11 == 10,
		})
		if err != nil {
			return scene{}, err
		}
		replies := 1
		if i == 0 {
			replies = s.Replies
		}
		var text ids.ID
		for j := range replies {
			text, err = w.Comments.Place(tx, custody, texts.Text{
				Publication: thread, Author: others[j%len(others)], Body: "<p>Une réponse</p>", CreatedAt: tx.Now, Quoted: text,
			})
			if err != nil {
				return scene{}, err
			}
			if j == 0 && i == 0 {
				place = scene{Thread: thread.String() + "-" + richtext.Slug(title), Theme: themes[0].ID.String()}
			}
			if err := reactions.Add(tx, custody.SpaceID(), others[0], text, reactions.Kinds[j%4]); err != nil {
				return scene{}, err
			}
		}
		if i == 0 { // the person's own text, so that they may edit it; the first reply, that they may split it
			own, err := texts.BodyOf(tx, custody, thread)
			if err != nil {
				return scene{}, err
			}
			place.Text, place.Member, place.Asker = own.String(), text.String(), others[0].String()
		}
	}
	if place.Entry, err = fillFAQ(w, tx, custody, person, others, s); err != nil {
		return place, err
	}
	if place.Event, err = fillCalendar(w, tx, custody, person, others, s); err != nil {
		return place, err
	}
	place.Post, place.Own, err = fillBlog(w, tx, custody, person, others, s)
	return place, err
}

// mentionOf is a mention, which excerpts name too.
func mentionOf(person ids.ID) richtext.HTML {
	return richtext.HTML(`<a href="/personnes/` + person.String() + `"></a>`)
}

// fillDocuments files as many documents in a folder as posts, in as many folders, the first with as many versions; the first
// comes with its addresses.
func fillDocuments(w *testkit.World, custody spaces.Custody, person ids.ID, s size, place *scene) {
	files := make([]documents.File, s.Posts)
	for i := range files {
		var err error
		if files[i], err = w.Documents.Keep(context.Background(), "note.md", strings.NewReader(fmt.Sprint("# Note ", i))); err != nil {
			panic(err) // a line of text
		}
	}
	w.Write(func(tx *db.Tx) error {
		themes, err := w.Publications.ThemesOf(tx, custody)
		if err != nil {
			return err
		}
		var inner ids.ID
		for i, f := range files {
			folder, err := w.Documents.PlaceFolder(tx, custody, documents.FolderDraft{Name: fmt.Sprint("Dossier ", i), Parent: inner})
			if err != nil {
				return err
			}
			if i == 0 {
				inner, place.Folder = folder, folder.String()+"-dossier-0"
			}
			version := documents.PlacedVersion{File: f, Author: person, At: tx.Now - clock.Instant(1000+i)}
			p := documents.PlacedDocument{
				Draft: documents.Draft{Title: fmt.Sprint("Note ", i), Theme: themes[i%2].ID, Keywords: []string{"essai"}}, Folder: inner, Author: person,
				Versions: []documents.PlacedVersion{version},
			}
			id, err := w.Documents.Place(tx, custody, p)
			if err != nil {
				return err
			}
			if i == 0 {
				place.Document = id.String() + "-note-0"
			}
		}
		return nil
	})
	document, err := ids.Parse(place.Document[:len(nowhere)])
	if err != nil {
		panic(err) // it was written by us
	}
	for i := range s.Posts {
		f, err := w.Documents.Keep(context.Background(), "note.md", strings.NewReader(fmt.Sprint("# Note 0, encore ", i)))
		if err != nil {
			panic(err) // a line of text
		}
		m, err := w.Spaces.Enter(context.Background(), person, custody.SpaceID())
		if err != nil {
			panic(err) // they animate it
		}
		w.Write(func(tx *db.Tx) error { return w.Documents.AddVersion(tx, m, document, f, "") })
	}
}

// fillCalendar announces as many events as posts, each on three dates, to which all say that they come; it returns what the
// addresses of one say.
func fillCalendar(w *testkit.World, tx *db.Tx, custody spaces.Custody, person ids.ID, others []ids.ID, s size) (named string, err error) {
	for i := range s.Posts {
		title := fmt.Sprint("Réunion ", i)
		event, err := w.Calendar.Place(tx, custody, calendar.PlacedEvent{
			Draft: calendar.Draft{
				Title: title, Type: "meeting", Body: "<p>Bonjour " + mentionOf(others[0]) + "</p>", Keywords: []string{"essai"}, Asks: calendar.AsksOnce,
				Timing: calendar.Timing{
					Zone: "Europe/Paris", Begins: fmt.Sprintf("%s0%d:00:00", tx.Now.Time().AddDate(0, 0, 1+i%9).Format("2006-01-02T"), 8+i%2), Minutes: 60,
					Rule: "FREQ=WEEKLY;COUNT=3",
				},
			},
			Author: person, At: tx.Now,
		})
		if err != nil {
			return "", err
		}
		for _, other := range others {
			if err := w.Calendar.PlaceAnswer(tx, custody, event, "", other, calendar.Yes, tx.Now); err != nil {
				return "", err
			}
		}
		if i == 0 {
			named = event.String() + "-" + richtext.Slug(title)
		}
	}
	return named, nil
}

// fillFAQ writes as many entries as posts, each to be read again and judged by all; it returns what the addresses of one
// name.
func fillFAQ(w *testkit.World, tx *db.Tx, custody spaces.Custody, person ids.ID, others []ids.ID, s size) (named string, err error) {
	themes, err := w.Publications.ThemesOf(tx, custody)
	if err != nil {
		return "", err
	}
	for i := range s.Posts {
		title := fmt.Sprintf("Question numéro %d", i)
		entry, err := w.FAQ.Place(tx, custody, faq.PlacedEntry{
			Draft: faq.Draft{
				Title: title, Theme: themes[i%2].ID, Keywords: []string{"essai"}, Body: "<p>Une réponse de " + mentionOf(others[0]) + "</p>", Review: tx.Now + clock.Instant(i),
			},
			Author: person, At: tx.Now - clock.Instant(2000+i), Unpublished: i%3 == 2,
		})
		if err != nil {
			return "", err
		}
		if i == 0 {
			named = entry.String() + "-" + richtext.Slug(title)
		}
		for _, other := range others {
			if err := w.FAQ.PlaceOpinion(tx, custody, entry, other, i%2 == 0, tx.Now); err != nil {
				return "", err
			}
		}
	}
	return named, nil
}

// fillBlog writes posts, each citing another, with as many comments on the middle one as there are replies in the first
// thread; it returns what the addresses of that post name, and a comment of the person's own.
func fillBlog(w *testkit.World, tx *db.Tx, custody spaces.Custody, person ids.ID, others []ids.ID, s size) (named, own string, err error) {
	themes, err := w.Publications.ThemesOf(tx, custody)
	if err != nil {
		return "", "", err
	}
	cited := custody.SpaceID()
	for i := range s.Posts {
		title := fmt.Sprintf("Billet numéro %d", i)
		post, err := w.Blog.Place(tx, custody, blog.PlacedPost{
			Draft: blog.Draft{
				Title: title, Theme: themes[i%2].ID, Keywords: []string{"essai", fmt.Sprint("mot ", i%20)}, Body: richtext.HTML(`<p><a href="/espaces/` + custody.SpaceID().String() + `/blog/` + cited.String() + `">Voir</a>, et ` + string(mentionOf(others[0])) + `</p>`),
			},
			Author: person, At: tx.Now - clock.Instant(1000+i), State: publications.Published,
		})
		if err != nil {
			return "", "", err
		}
		comments := 1
		if i == s.Posts/2 {
			comments, named = s.Replies, post.String()+"-"+richtext.Slug(title)
		}
		for j := range comments {
			_, err := w.Comments.Place(tx, custody, texts.Text{
				Publication: post, Author: others[j%len(others)], Body: "<p>Un commentaire</p>", CreatedAt: tx.Now - clock.Instant(1000+i),
			})
			if err != nil {
				return "", "", err
			}
		}
		cited = post
		text, err := w.Comments.Place(tx, custody, texts.Text{Publication: post, Author: person, Body: "<p>Le mien</p>", CreatedAt: tx.Now - clock.Instant(1000+i)})
		if err != nil {
			return "", "", err
		}
		own = text.String()
	}
	return named, own, nil
}
