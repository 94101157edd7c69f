package blog

import (
	"context"

	"osmose/internal/accounts"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
	"osmose/internal/publications"
	"osmose/internal/publications/comments"
	"osmose/internal/publications/pages"
	"osmose/internal/publications/texts"
	"osmose/internal/spaces"
)

// seat is the key to a post: a member before it, who wrote it if it is not live.
type seat struct {
	m    spaces.Member
	post Post
}

func (at seat) path() string { return at.post.Path(at.m.Path()) }

// item is the post as all kinds know it.
func (at seat) item() publications.Item {
	return publications.Item{
		ID: at.post.ID, SpaceID: at.m.SpaceID(), Space: at.m.Title(), Kind: kind, Title: at.post.Title, Comments: at.post.Comments,
	}
}

// atPost is the door of a post's addresses; like the space's, it comes before the slug's redirect.
func (r *Room) atPost(least spaces.Role) web.Door[seat] { return r.seated(least, r.find) }

// atOwn is the door of what its author does to a post.
func (r *Room) atOwn(x *web.Exchange) (seat, error) {
	return r.seated(spaces.Contributor, r.FindOwn)(x)
}

func (r *Room) seated(least spaces.Role, find func(db.Querier, spaces.Member, ids.ID) (Post, error)) web.Door[seat] {
	return spaces.Beneath(r.spaces.InSpace(least), "post", func(x *web.Exchange, m spaces.Member, id ids.ID) (seat, error) {
		p, err := find(r.DB.Read(x.Context()), m, id)
		if err != nil {
			return seat{}, err
		}
		return seat{m, p}, web.Canonical(x, "post", slug(p.ID, p.Title))
	})
}

// postPage is the page of a post; of one that is not live, what its author sees of it.
type postPage struct {
	seat
	*pages.Conversation
	Author         accounts.Person // who looks, for a post that they alone see
	Now            clock.Instant
	Keywords       []publications.Keyword
	Cited          []pages.Citation
	Earlier, Later Neighbour
}

func (r *Room) showPost(x *web.Exchange, at seat) error {
	if x.Script() && at.post.Live() {
		return r.pages.Fresh(x, at.m, at.item(), at.post.ClosedAt)
	}
	if at.post.Live() {
		r.Publications.Opened(x, at.m, at.post.ID)
	}
	return r.renderPost(x, at, pages.Asked(x), 200)
}

// showCommented shows a post with a comment that could not be published.
func (r *Room) showCommented(x *web.Exchange, m spaces.Member, id ids.ID, form *web.Form, status int) error {
	p, err := Find(r.DB.Read(x.Context()), m, id)
	if err != nil {
		return err
	}
	return r.renderPost(x, seat{m, p}, form, status)
}

func (r *Room) renderPost(x *web.Exchange, at seat, form *web.Form, status int) error {
	p := postPage{seat: at, Author: accounts.Of(x).Person(), Now: r.Clock.Now()}
	p.Conversation = r.pages.Conversation(x, at.m, at.item(), at.post.ClosedAt, form)
	p.Further = p.further
	err := db.Together(r.DB.Read(x.Context()), accounts.Of(x).Header,
		func(q db.Querier) (err error) {
			if err = r.pages.Read(x.Context(), q, p.Conversation, at.post.ID); err == nil {
				p.Cited, err = r.pages.Cited(x.Context(), q, at.m, p.Body.Body)
			}
			return err
		},
		func(q db.Querier) (err error) {
			p.Keywords, err = r.Publications.KeywordsOf(q, at.m, at.post.ID)
			return err
		},
		func(q db.Querier) (err error) {
			if at.post.Live() {
				p.Earlier, p.Later, err = neighbours(q, at.m, at.post)
			}
			return err
		})
	if err != nil {
		return err
	}
	return r.spaces.RenderStatus(x, at.m, status, spaces.Sheet{
		Service: service,
		Title:   []string{titleOf(x.Context(), at.post.Title), i18n.T(x.Context(), "blog.service")},
		Trail:   r.trail(x, at.m),
		Body:    postView(p),
	})
}

// titleOf names a draft that has no title yet.
func titleOf(ctx context.Context, title string) string {
	if title == "" {
		return i18n.T(ctx, "blog.untitled")
	}
	return title
}

// further is what belongs to posts among what may be done to a text: it concerns the post as a whole.
func (p postPage) further(ctx context.Context, v comments.View) []ui.Action {
	if v.Role != texts.Body || !p.post.Live() {
		return nil
	}
	items := p.Closing(ctx)
	if p.post.Byline.ID == p.m.PersonID() && p.m.May(MayKeep) {
		items = append(items,
			ui.Action{Label: i18n.T(ctx, "blog.action.withdraw"), Icon: "eye-off-line", URL: p.path() + "/publication/retrait", Post: true},
			ui.Action{Label: i18n.T(ctx, "blog.action.trash"), Icon: "delete-bin-line", URL: p.path() + "/corbeille", Post: true})
	}
	return items
}

// act is the handler of a button on a post: a verb, then the post again and a sentence.
func (r *Room) act(done string, verb func(tx *db.Tx, m spaces.Member, id ids.ID) error) web.Handler[seat] {
	return pages.Act(r.DB, done, func(tx *db.Tx, at seat) error { return verb(tx, at.m, at.post.ID) }, seat.path)
}

// throwAway puts a post in the trash, where the list of drafts shows it.
func (r *Room) throwAway() web.Handler[seat] {
	return pages.Act(r.DB, "blog.done.trashed", func(tx *db.Tx, at seat) error { return r.Trash(tx, at.m, at.post.ID) },
		func(at seat) string { return home(at.m) + "/brouillons" })
}

// draftsPage lists what its author alone sees.
type draftsPage struct {
	Member        spaces.Member
	Now           clock.Instant
	Drafts, Trash []publications.Unpublished
}

func (r *Room) showDrafts(x *web.Exchange, m spaces.Member) error {
	p := draftsPage{Member: m, Now: r.Clock.Now()}
	var err error
	if p.Drafts, p.Trash, err = r.Publications.AllUnpublished(r.DB.Read(x.Context()), m, kind); err != nil {
		return err
	}
	return r.spaces.Render(x, m, spaces.Sheet{
		Service: service,
		Title:   []string{i18n.T(x.Context(), "blog.drafts.title"), i18n.T(x.Context(), "blog.service")},
		Trail:   r.trail(x, m),
		Body:    draftsView(p),
	})
}

// byline signs the post; a draft is its author's, who is the one looking.
func (p postPage) byline(ctx context.Context) ui.Byline {
	if !p.post.Live() {
		return ui.Byline{
			Name: p.Author.Name(), Organisation: p.Author.Organisation,
			Avatar: p.Author.Avatar(), Time: ui.Time{At: p.post.PublishedAt, Style: ui.DateAndTime},
		}
	}
	byline := p.post.Byline.View(ctx)
	byline.Time = ui.Time{At: p.post.PublishedAt, Style: ui.DateAndTime}
	return byline
}
