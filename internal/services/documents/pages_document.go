package documents

import (
	"context"
	"strconv"

	"github.com/a-h/templ"

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

// seat is the key to a document: a member before it, who may take it back if it is in the trash.
type seat struct {
	m        spaces.Member
	document Document
}

func (at seat) path() string { return at.document.Path(at.m.Path()) }

// file returns the address at which a version is fetched.
func (at seat) file(number int64) string {
	return at.path() + "/versions/" + strconv.FormatInt(number, 10)
}

// item is the document as all kinds know it.
func (at seat) item() publications.Item {
	return publications.Item{
		ID: at.document.ID, SpaceID: at.m.SpaceID(), Space: at.m.Title(), Kind: kind, Title: at.document.Title, Comments: at.document.Comments,
	}
}

// atDocument is the door of a document's addresses; like the space's, it comes before the slug's redirect.
func (r *Room) atDocument(least spaces.Role) web.Door[seat] {
	return spaces.Beneath(r.spaces.InSpace(least), "document", func(x *web.Exchange, m spaces.Member, id ids.ID) (seat, error) {
		d, err := r.find(r.DB.Read(x.Context()), m, id)
		if err != nil {
			return seat{}, err
		}
		return seat{m, d}, web.Canonical(x, "document", slug(d.ID, d.Title))
	})
}

// documentPage is the page of a document; of one in the trash, what those see who may take it back.
type documentPage struct {
	seat
	*pages.Conversation
	Now      clock.Instant
	Keywords []publications.Keyword
	Cited    []pages.Citation
	Folders  []Folder // in which it stands, the outermost first
	Versions []Version
	// OlderVersions is the address of the page with the versions before these, empty for none.
	OlderVersions string
	Preview       preview
	Drawings      drawings
	// Large is on the page of the preview alone.
	Large bool
	// Fresh is on what takes the place of parts of a page that somebody looks at.
	Fresh bool
}

func (r *Room) showDocument(x *web.Exchange, at seat) error {
	if x.Script() && at.document.Live() && x.Query("parties") != "" {
		return r.showParts(x, at)
	}
	if x.Script() && at.document.Live() {
		return r.pages.Fresh(x, at.m, at.item(), at.document.ClosedAt)
	}
	if at.document.Live() {
		r.Publications.Opened(x, at.m, at.document.ID)
	}
	return r.renderDocument(x, at, pages.Asked(x), 200)
}

// showParts answers with what was being made when the page was.
func (r *Room) showParts(x *web.Exchange, at seat) (err error) {
	p := documentPage{seat: at, Fresh: true}
	if p.Drawings, err = at.drawings(r.DB.Read(x.Context()), at.document.Number, at.document.File, at.document.Rendering); err != nil {
		return err
	}
	return x.Fragment(partsView(p))
}

// showCommented shows a document with a comment that could not be published.
func (r *Room) showCommented(x *web.Exchange, m spaces.Member, id ids.ID, form *web.Form, status int) error {
	d, err := Find(r.DB.Read(x.Context()), m, id)
	if err != nil {
		return err
	}
	return r.renderDocument(x, seat{m, d}, form, status)
}

func (r *Room) renderDocument(x *web.Exchange, at seat, form *web.Form, status int) error {
	p, err := r.readDocument(x, at, form)
	if err != nil {
		return err
	}
	return r.renderAs(x, p, status, at.document.Title, documentView(p))
}

// readDocument reads what the pages of a document show.
func (r *Room) readDocument(x *web.Exchange, at seat, form *web.Form) (p documentPage, err error) {
	p = documentPage{seat: at, Now: r.Clock.Now()}
	p.Conversation = r.pages.Conversation(x, at.m, at.item(), at.document.ClosedAt, form)
	p.Further, p.Rewrites = p.further, func() bool { return at.document.Live() && mayKeep(at.m, at.document) }
	before := at.document.Number + 1
	if n, err := strconv.ParseInt(x.Query("versions"), 10, 64); err == nil {
		before = n
	}
	err = db.Together(r.DB.Read(x.Context()), accounts.Of(x).Header,
		func(q db.Querier) (err error) {
			if err = r.pages.Read(x.Context(), q, p.Conversation, at.document.ID); err == nil {
				p.Cited, err = r.pages.Cited(x.Context(), q, at.m, p.Body.Body)
			}
			return err
		},
		func(q db.Querier) (err error) {
			p.Keywords, err = r.Publications.KeywordsOf(q, at.m, at.document.ID)
			return err
		},
		func(q db.Querier) (err error) { p.Folders, err = above(q, at.m, at.document.FolderID); return err },
		func(q db.Querier) (err error) {
			p.Versions, err = Versions(q, at.m, at.document.ID, before)
			return err
		},
		func(q db.Querier) (err error) {
			if !at.document.convertible() {
				return nil // it is shown as it stands
			}
			p.Drawings, err = at.drawings(q, at.document.Number, at.document.File, at.document.Rendering)
			return err
		})
	if err != nil {
		return documentPage{}, err
	}
	if len(p.Versions) > versionsPage {
		p.Versions = p.Versions[:versionsPage]
		p.OlderVersions = at.path() + "?versions=" + strconv.FormatInt(p.Versions[versionsPage-1].Number, 10) + "#versions"
	}
	p.Preview, err = r.preview(at.document)
	return p, err
}

// renderAs draws a page of the document under a title.
func (r *Room) renderAs(x *web.Exchange, p documentPage, status int, title string, body templ.Component) error {
	return r.renderTitled(x, p.seat, status, title, p.Folders, body)
}

func (r *Room) renderTitled(x *web.Exchange, at seat, status int, title string, folders []Folder, body templ.Component) error {
	return r.spaces.RenderStatus(x, at.m, status, spaces.Sheet{
		Service: service,
		Title:   []string{title, i18n.T(x.Context(), "documents.service")},
		Trail:   r.trail(x, at.m, folders),
		Body:    body,
	})
}

// further is what belongs to documents among what may be done to a text: it concerns the document as a whole.
func (p documentPage) further(ctx context.Context, v comments.View) []ui.Action {
	if v.Role != texts.Body || !p.document.Live() {
		return nil
	}
	var items []ui.Action
	if p.m.May(MayTend) {
		items = append(items, p.judging(ctx))
	}
	if mayKeep(p.m, p.document) {
		items = append(items, ui.Action{Label: i18n.T(ctx, "documents.action.move"), Icon: "folder-2-line", URL: p.path() + "/deplacer"})
	}
	items = append(items, p.Closing(ctx)...)
	if mayKeep(p.m, p.document) {
		items = append(items, ui.Action{Label: i18n.T(ctx, "documents.action.trash"), Icon: "delete-bin-line", URL: p.path() + "/corbeille", Post: true})
	}
	return items
}

// judging calls the document valid, in the version that is seen, or a working document again.
func (p documentPage) judging(ctx context.Context) ui.Action {
	if p.document.Valid() {
		return ui.Action{Label: i18n.T(ctx, "documents.action.reopen"), Icon: "edit-line", URL: p.path() + "/validation/retrait", Post: true}
	}
	return ui.Action{Label: i18n.T(ctx, "documents.action.validate"), Icon: "checkbox-circle-line", URL: p.path() + "/validation", Post: true,
		Fields: []ui.Hidden{{Name: "number", Value: strconv.FormatInt(p.document.Number, 10)}}}
}

// byline signs the document with its depositor.
func (p documentPage) byline(ctx context.Context) ui.Byline {
	byline := p.document.Byline.View(ctx)
	byline.Time = ui.Time{At: p.document.PublishedAt, Style: ui.DateAndTime}
	return byline
}
