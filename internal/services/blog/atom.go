package blog

import (
	"bytes"
	"encoding/xml"
	"time"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/platform/web"
	"osmose/internal/publications/texts"
	"osmose/internal/spaces"
)

// atomFeed is a feed of RFC 4287. It names no address of its own (rel=self, which the RFC recommends): that one holds a
// secret, and a document is passed on more easily than an address.
type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Link    atomLink    `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID        string      `xml:"id"`
	Title     string      `xml:"title"`
	Published string      `xml:"published"`
	Updated   string      `xml:"updated"`
	Author    string      `xml:"author>name"`
	Category  []atomTerm  `xml:"category"`
	Link      atomLink    `xml:"link"`
	Content   atomContent `xml:"content"`
}

type atomTerm struct {
	Term string `xml:"term,attr"`
}

type atomContent struct {
	Type string `xml:"type,attr"`
	HTML string `xml:",chardata"`
}

// atom writes the feed of some posts. Ids are addresses that survive renaming; whatever links to the platform says where
// it is.
func (r *Room) atom(x *web.Exchange, m spaces.Member, posts []Post, bodies map[ids.ID]texts.Text) ([]byte, error) {
	ctx := x.Context()
	f := atomFeed{
		Lang: i18n.Lang(ctx), ID: r.BaseURL + "/espaces/" + m.SpaceID().String() + "/" + segment,
		Title: i18n.T(ctx, "blog.feed.of", i18n.Args{"Space": m.Title()}), Updated: rfc3339(0),
		Link: atomLink{"alternate", "text/html", r.BaseURL + home(m)},
	}
	var latest clock.Instant
	for _, p := range posts {
		body := bodies[p.TextID]
		updated := max(p.PublishedAt, body.ChangedAt)
		latest = max(latest, updated)
		e := atomEntry{
			ID: f.ID + "/" + p.ID.String(), Title: p.Title, Published: rfc3339(p.PublishedAt), Updated: rfc3339(updated),
			Author: p.Byline.Display(ctx), Link: atomLink{"alternate", "text/html", r.BaseURL + p.Path(m.Path())},
			Content: atomContent{"html", string(richtext.Absolute(body.Body, r.BaseURL))},
		}
		if p.Theme != "" {
			e.Category = append(e.Category, atomTerm{p.Theme})
		}
		f.Entries = append(f.Entries, e)
	}
	f.Updated = rfc3339(latest)
	var out bytes.Buffer
	out.WriteString(xml.Header)
	err := xml.NewEncoder(&out).Encode(f)
	return out.Bytes(), err
}

func rfc3339(at clock.Instant) string { return at.Time().Format(time.RFC3339) }
