package blog

import (
	"osmose/internal/accounts"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
	"osmose/internal/publications"
	"osmose/internal/publications/reactions"
	"osmose/internal/spaces"
)

// The names of the filters in the list's address.
const (
	byTheme   = "theme"
	byKeyword = "mot"
	byAuthor  = "auteur"
)

// filters is what a person asked of the list.
type filters struct {
	Theme           ids.ID
	Keyword, Author string
}

// filtersIn reads the list's address; what is not a filter filters nothing.
func filtersIn(x *web.Exchange) filters {
	f := filters{Keyword: x.Query(byKeyword), Author: x.Query(byAuthor)}
	f.Theme, _ = ids.Parse(x.Query(byTheme))
	return f
}

// active counts the criteria in force.
func (f filters) active() (n int) {
	for _, on := range []bool{f.Theme != 0, f.Author != "", f.Keyword != ""} {
		if on {
			n++
		}
	}
	return n
}

// listPage is what the blog of a space shows first.
type listPage struct {
	Member   spaces.Member
	Now      clock.Instant
	Filters  filters
	Themes   []publications.Theme
	Posts    []Post
	Keywords map[ids.ID][]publications.Keyword
	Said     map[ids.ID][]reactions.Count // by the text of a post
	Cited    publications.Mentioned
	More     string
}

func (r *Room) showList(x *web.Exchange, m spaces.Member) error {
	p := listPage{Member: m, Now: r.Clock.Now(), Filters: filtersIn(x)}
	if p.Filters.Author != "" {
		if err := r.Index.Spend(x.Context(), m.PersonID()); err != nil {
			return err
		}
	}
	q := r.DB.Read(x.Context())
	filter := publications.Filter{Theme: p.Filters.Theme, Keyword: p.Filters.Keyword}
	after, err := db.ParseCursor(x.Query("apres"))
	if err != nil {
		after = db.Newest
	}
	if filter.Authors, err = publications.AuthorsNamed(q, m, p.Filters.Author); err != nil {
		return err
	}
	err = db.Together(q, accounts.Of(x).Header,
		func(q db.Querier) (err error) {
			if p.Posts, err = Posts(q, m, filter, after); err != nil {
				return err
			}
			if len(p.Posts) > PageSize {
				p.Posts = p.Posts[:PageSize]
				p.More = web.NextURL(x.R, "apres", p.Posts[PageSize-1].Cursor().String())
			}
			return r.fill(q, &p)
		},
		func(q db.Querier) (err error) { p.Themes, err = r.Publications.Themes(q, m, kind); return err })
	if err != nil {
		return err
	}
	return r.spaces.Render(x, m, spaces.Sheet{
		Service: service,
		Title:   []string{i18n.T(x.Context(), "blog.service")},
		Body:    listView(p),
		Aside:   listAside(p),
	})
}

// fill reads what stands beside the posts of a page: a number of queries that does not depend on how many they are.
func (r *Room) fill(q db.Querier, p *listPage) error {
	var posts, texts []ids.ID
	for _, post := range p.Posts {
		posts, texts = append(posts, post.ID), append(texts, post.TextID)
		p.Cited.Add(p.Member.SpaceID(), post.Excerpt)
	}
	return db.Together(q,
		func(q db.Querier) (err error) {
			p.Keywords, err = r.Publications.KeywordsOfEach(q, p.Member, posts)
			return err
		},
		func(q db.Querier) (err error) { p.Said, err = reactions.Of(q, p.Member, texts...); return err },
		func(q db.Querier) error { return p.Cited.Name(q, p.Member.Reach()) })
}

// said counts all reactions to a post.
func (p listPage) said(post Post) (n int) {
	for _, c := range p.Said[post.TextID] {
		n += c.N
	}
	return n
}

// trail leads from the list of posts to its pages.
func (r *Room) trail(x *web.Exchange, m spaces.Member) []ui.NavLink {
	return []ui.NavLink{{Label: i18n.T(x.Context(), "blog.service"), URL: home(m)}}
}
