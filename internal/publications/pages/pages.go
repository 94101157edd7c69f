// Package pages are the addresses that all publications and their texts share, whatever their kind: commenting, following
// and closing a publication; where a text stands, reacting to it, editing it, its history, reporting it, hiding it; the
// animators' page of what waits for them; the completion of keywords. A room shows the comments of its publications by
// Conversation.
//
// Members react, report and read histories; contributors comment, each edits their own words; animators close, hide and
// restore. A hidden text has no page for anybody else. What stands under these addresses is decided by the packages below:
// this one shows and asks.
package pages

import (
	"context"
	"embed"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
	"osmose/internal/publications"
	"osmose/internal/publications/comments"
	"osmose/internal/publications/follows"
	"osmose/internal/publications/moderation"
	"osmose/internal/publications/reactions"
	"osmose/internal/publications/texts"
	"osmose/internal/publications/writing"
	"osmose/internal/spaces"

	"github.com/a-h/templ"
)

// Texts are the sentences of this package.
//
//go:embed texts.*.toml
var Texts embed.FS

// Assets are the styles of this package.
//
//go:embed *.css
var Assets embed.FS

// Deps are what the room is built on.
type Deps struct {
	DB           *db.DB
	Spaces       *spaces.Room
	Publications *publications.Room
	Comments     *comments.Room
	Moderation   *moderation.Room
	// BaseURL begins the addresses of this platform as people copy them from their browsers.
	BaseURL   string
	Reactions *reactions.Room
	Writing   *writing.Room
}

// Room is these pages in all spaces.
type Room struct {
	db           *db.DB
	spaces       *spaces.Room
	publications *publications.Room
	comments     *comments.Room
	moderation   *moderation.Room
	base         string
	shows        map[string]Show // by kind
	reactions    *reactions.Room
	writing      *writing.Room
}

// New builds the room.
func New(d Deps) *Room {
	return &Room{
		db: d.DB, spaces: d.Spaces, publications: d.Publications, comments: d.Comments, moderation: d.Moderation, reactions: d.Reactions,
		writing: d.Writing, base: d.BaseURL, shows: map[string]Show{},
	}
}

// Routes registers the pages.
func (r *Room) Routes(rt *web.Router) {
	member, animator := r.spaces.InSpace(spaces.Reader), r.spaces.InSpace(spaces.Animator)
	web.Handle(rt, "GET /espaces/{space}/mots-cles", member, r.completeKeyword)
	web.Handle(rt, "GET /espaces/{space}/publications/{publication}", r.atPublication(spaces.Reader), r.leadToPublication)
	web.Handle(rt, "POST /espaces/{space}/publications/{publication}/commentaires", r.atCommented(spaces.Contributor), r.comment)
	web.Handle(rt, "POST /espaces/{space}/publications/{publication}/suivi", r.atCommented(spaces.Reader), r.act("pages.follow.done", follows.Follow))
	web.Handle(rt, "POST /espaces/{space}/publications/{publication}/suivi/retrait", r.atCommented(spaces.Reader), r.act("pages.follow.undone", follows.Unfollow))
	web.Handle(rt, "POST /espaces/{space}/publications/{publication}/fermeture", r.atCommented(spaces.Animator), r.act("pages.close.done", comments.Close))
	web.Handle(rt, "POST /espaces/{space}/publications/{publication}/fermeture/retrait", r.atCommented(spaces.Animator), r.act("pages.close.undone", comments.Reopen))
	web.Handle(rt, "GET /espaces/{space}/textes/{text}", r.atAnyText, r.leadToText)
	web.Handle(rt, "GET /espaces/{space}/textes/{text}/modifier", r.atText(spaces.Contributor), r.showEdit)
	web.Handle(rt, "POST /espaces/{space}/textes/{text}/modifier", r.atText(spaces.Contributor), r.edit)
	web.Handle(rt, "GET /espaces/{space}/textes/{text}/supprimer", r.atText(spaces.Reader), r.showDeletion)
	web.Handle(rt, "POST /espaces/{space}/textes/{text}/supprimer", r.atText(spaces.Reader), r.delete)
	web.Handle(rt, "POST /espaces/{space}/textes/{text}/reactions", r.atText(spaces.Reader), r.react)
	web.Handle(rt, "GET /espaces/{space}/textes/{text}/historique", r.atText(spaces.Reader), r.showHistory)
	web.Handle(rt, "GET /espaces/{space}/textes/{text}/signaler", r.atText(spaces.Reader), r.showReport)
	web.Handle(rt, "POST /espaces/{space}/textes/{text}/signaler", r.atText(spaces.Reader), r.report)
	web.Handle(rt, "POST /espaces/{space}/textes/{text}/signaler/classement", animator, r.settle)
	web.Handle(rt, "GET /espaces/{space}/textes/{text}/masquer", r.atText(spaces.Animator), r.showHiding)
	web.Handle(rt, "POST /espaces/{space}/textes/{text}/masquer", r.atText(spaces.Animator), r.hide)
	web.Handle(rt, "POST /espaces/{space}/textes/{text}/masquer/retrait", animator, r.restore)
	web.Handle(rt, "GET /espaces/{space}/moderation", animator, r.showModeration)
}

// Address returns the address under which a text of m's space is found wherever it has moved.
func Address(m spaces.Member, text ids.ID) string { return m.Path() + "/textes/" + text.String() }

// here is the key to a text: the member, and what they may see of it.
type here struct {
	spaces.Member
	text comments.Found
}

// atAnyText is the door of where a text stands. A hidden text exists for animators only; of a deleted one the trace does.
func (r *Room) atAnyText(x *web.Exchange) (here, error) { return r.findText(spaces.Reader)(x) }

// atText is the door of a text's pages, which a deleted one has no more.
func (r *Room) atText(least spaces.Role) web.Door[here] {
	door := r.findText(least)
	return func(x *web.Exchange) (here, error) {
		at, err := door(x)
		if err == nil && at.text.DeletedAt != 0 {
			err = fault.ErrNotFound
		}
		return at, err
	}
}

func (r *Room) findText(least spaces.Role) web.Door[here] {
	return spaces.Beneath(r.spaces.InSpace(least), "text", func(x *web.Exchange, m spaces.Member, id ids.ID) (here, error) {
		sees := m.May(moderation.Hide)
		text, err := comments.Find(r.db.Read(x.Context()), m, id, sees)
		if err == nil && text.HiddenAt != 0 && !sees {
			err = fault.ErrNotFound
		}
		return here{m, text}, err
	})
}

// path is the address of the publication that holds the text.
func (r *Room) path(at here) string {
	return r.publications.Kind(at.text.Kind).Path(at.Path(), at.text.Publication, at.text.Title)
}

// address is where the text is read.
func (r *Room) address(x *web.Exchange, at here) (string, error) {
	return comments.AddressOf(r.db.Read(x.Context()), at.Member, r.path(at), at.text.Text)
}

func (r *Room) leadToText(x *web.Exchange, at here) error {
	address, err := r.address(x, at)
	if err != nil {
		return err
	}
	return web.Redirect(address)
}

// backToText ends a POST where its text is read.
func (r *Room) backToText(x *web.Exchange, at here) error {
	address, err := r.address(x, at)
	if err != nil {
		return err
	}
	return x.SeeOther(address)
}

// name writes into texts the names of those whom they mention.
func (r *Room) name(x *web.Exchange, m spaces.Member, bodies ...*richtext.HTML) error {
	all := make([]richtext.HTML, len(bodies))
	for i, body := range bodies {
		all[i] = *body
	}
	names, err := comments.NamesIn(x.Context(), r.db.Read(x.Context()), m, all...)
	for _, body := range bodies {
		*body = names.Show(*body)
	}
	return err
}

// render shows a page about the text, named by a text key.
func (r *Room) render(x *web.Exchange, at here, status int, title string, body templ.Component) error {
	service := r.publications.Kind(at.text.Kind).Service
	return r.spaces.RenderStatus(x, at.Member, status, spaces.Sheet{
		Service: service,
		Title:   []string{i18n.T(x.Context(), title, r.noun(x.Context(), at)), at.text.Title},
		Trail:   []ui.NavLink{r.spaces.ServiceLink(x.Context(), at.Member, service), {Label: at.text.Title, URL: r.path(at)}},
		Body:    body,
	})
}

// noun is what the text is called within a sentence: « un billet », « le commentaire », « du message ».
func (r *Room) noun(ctx context.Context, at here) i18n.Args {
	kind, key := r.publications.Kind(at.text.Kind), "pages.noun.message."
	switch {
	case at.text.Role == texts.Body && kind.Noun != "":
		key = kind.Noun
	case kind.Commented:
		key = "pages.noun.comment."
	}
	return i18n.Args{"A": i18n.T(ctx, key+"a"), "The": i18n.T(ctx, key+"the"), "Of": i18n.T(ctx, key+"of")}
}

// Menu returns what m may do to a text of theirs or another's, for its « ⋯ ».
func Menu(ctx context.Context, m spaces.Member, v comments.View) []ui.Action {
	return menu(ctx, m, v, mine(m, v, comments.MayEdit))
}

// menu is Menu where edits says whether m may rewrite the text.
func menu(ctx context.Context, m spaces.Member, v comments.View, edits bool) []ui.Action {
	address := Address(m, v.Text.ID)
	items := own(ctx, m, v, edits)
	if v.Version > 1 {
		items = append(items, ui.Action{Label: i18n.T(ctx, "pages.history.action"), Icon: "chat-history-line", URL: address + "/historique"})
	}
	if v.Byline.ID != m.PersonID() && m.May(moderation.Report) {
		items = append(items, ui.Action{Label: i18n.T(ctx, "pages.report.action"), Icon: "flag-line", URL: address + "/signaler"})
	}
	switch {
	case !m.May(moderation.Hide):
	case v.HiddenAt == 0:
		items = append(items, ui.Action{Label: i18n.T(ctx, "pages.hide.action"), Icon: "eye-off-line", URL: address + "/masquer"})
	default:
		items = append(items, ui.Action{Label: i18n.T(ctx, "pages.restore.action"), Icon: "eye-line", URL: address + "/masquer/retrait", Post: true})
	}
	return items
}
