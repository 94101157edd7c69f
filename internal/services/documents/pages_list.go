package documents

import (
	"strings"

	"osmose/internal/accounts"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/filetypes"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
	"osmose/internal/publications"
	"osmose/internal/spaces"
)

// The names in the list's address: filters, the order, and where documents and folders go on.
const (
	byTheme   = "theme"
	byKeyword = "mot"
	byAuthor  = "auteur"
	byClass   = "type"
	byState   = "etat"
	sorted    = "tri"
	shownAs   = "vue"
	afterOne  = "apres"
	afterDir  = "dossiers"

	valid   = "valide"
	working = "travail"
	grid    = "grille"
)

// classes are those that a filter offers, in the order of its list.
var classes = []filetypes.Class{
	filetypes.Word, filetypes.Sheet, filetypes.Slides, filetypes.PDF, filetypes.Picture, filetypes.Plain, filetypes.Table, filetypes.Audio,
	filetypes.Video, filetypes.Drawing, filetypes.Archive,
}

// filters is what a person asked of the list.
type filters struct {
	Theme                         ids.ID
	Keyword, Author, Class, State string
}

// filtersIn reads the list's address; what is not a filter filters nothing.
func filtersIn(x *web.Exchange) filters {
	f := filters{Keyword: x.Query(byKeyword), Author: x.Query(byAuthor), Class: x.Query(byClass), State: x.Query(byState)}
	f.Theme, _ = ids.Parse(x.Query(byTheme))
	return f
}

// active counts the criteria in force.
func (f filters) active() (n int) {
	for _, on := range []bool{f.Theme != 0, f.Keyword != "", f.Author != "", f.Class != "", f.State != ""} {
		if on {
			n++
		}
	}
	return n
}

// listPage is what stands in a folder, or what filters leave of the whole space.
type listPage struct {
	Member      spaces.Member
	Now         clock.Instant
	Folder      Folder
	Above       []Folder // the folder and those in which it stands, the outermost first
	Filters     filters
	Order       order
	Themes      []publications.Theme
	Folders     []Folder
	Documents   []Document
	More        string
	MoreFolders string
	// Sorts are the addresses of the same list in each order, Views those of each way to show it.
	Sorts, Views []ui.NavLink
	// Grid shows documents by their thumbnails.
	Grid bool
}

// shown keeps the way to show documents in the address of another list.
func (p listPage) shown(address string) string {
	if !p.Grid {
		return address
	}
	if strings.Contains(address, "?") {
		return address + "&" + shownAs + "=" + grid
	}
	return address + "?" + shownAs + "=" + grid
}

func (p listPage) deposits() bool { return deposits(p.Member, p.Folder.Deposits) }

// showAll shows what stands in no folder, or what filters leave of all folders.
func (r *Room) showAll(x *web.Exchange, m spaces.Member) error {
	p := listPage{Member: m, Now: r.Clock.Now(), Filters: filtersIn(x), Grid: x.Query(shownAs) == grid}
	if p.Filters.active() == 0 {
		return r.list(x, p)
	}
	q := r.DB.Read(x.Context())
	filter := Filter{
		Filter: publications.Filter{Theme: p.Filters.Theme, Keyword: p.Filters.Keyword}, Class: filetypes.Class(p.Filters.Class),
		Valid: p.Filters.State == valid, Working: p.Filters.State == working,
	}
	after, err := db.ParseCursor(x.Query(afterOne))
	if err != nil {
		after = db.Newest
	}
	if filter.Authors, err = publications.AuthorsNamed(q, m, p.Filters.Author); err != nil {
		return err
	}
	err = db.Together(q, accounts.Of(x).Header,
		func(q db.Querier) (err error) { p.Documents, err = Everywhere(q, m, filter, after); return err },
		func(q db.Querier) (err error) { p.Themes, err = r.Publications.Themes(q, m, kind); return err })
	if err != nil {
		return err
	}
	p.Order = byDate
	p.cut(x)
	return r.renderList(x, p)
}

// shelf is the key to a folder: a member before it.
type shelf struct {
	m      spaces.Member
	folder Folder
}

// atFolder is the door of a folder's addresses.
func (r *Room) atFolder(least spaces.Role) web.Door[shelf] {
	return spaces.Beneath(r.spaces.InSpace(least), "folder", func(x *web.Exchange, m spaces.Member, id ids.ID) (shelf, error) {
		f, err := FindFolder(r.DB.Read(x.Context()), m, id)
		if err != nil {
			return shelf{}, err
		}
		path := f.Path(m)
		return shelf{m, f}, web.Canonical(x, "folder", path[strings.LastIndexByte(path, '/')+1:])
	})
}

func (r *Room) showFolder(x *web.Exchange, at shelf) error {
	return r.list(x, listPage{Member: at.m, Now: r.Clock.Now(), Folder: at.folder, Grid: x.Query(shownAs) == grid})
}

// list reads and shows what stands in the folder of a page: folders first, on the first page of the documents.
func (r *Room) list(x *web.Exchange, p listPage) error {
	p.Order = orderNamed(x.Query(sorted))
	err := db.Together(r.DB.Read(x.Context()), accounts.Of(x).Header,
		func(q db.Querier) (err error) { p.Above, err = above(q, p.Member, p.Folder.ID); return err },
		func(q db.Querier) (err error) {
			if x.Query(afterOne) == "" {
				p.Folders, err = Folders(q, p.Member, p.Folder.ID, db.ParsePlace(x.Query(afterDir)))
			}
			return err
		},
		func(q db.Querier) (err error) {
			p.Documents, err = In(q, p.Member, p.Folder.ID, p.Order, x.Query(afterOne))
			return err
		},
		func(q db.Querier) (err error) { p.Themes, err = r.Publications.Themes(q, p.Member, kind); return err })
	if err != nil {
		return err
	}
	if len(p.Folders) > foldersPage {
		p.Folders = p.Folders[:foldersPage]
		last := p.Folders[foldersPage-1]
		p.MoreFolders = web.NextURL(x.R, afterDir, db.Place{Key: last.Key, ID: last.ID}.String())
	}
	p.cut(x)
	for _, o := range orders {
		p.Sorts = append(p.Sorts, ui.NavLink{Label: i18n.T(x.Context(), o.Label), URL: p.shown(p.Folder.Path(p.Member) + "?" + sorted + "=" + o.Name), Current: o.Name == p.Order.Name})
	}
	return r.renderList(x, p)
}

// cut keeps one page of documents, and the way to the next.
func (p *listPage) cut(x *web.Exchange) {
	if len(p.Documents) > PageSize {
		p.Documents = p.Documents[:PageSize]
		p.More = web.NextURL(x.R, afterOne, p.Order.after(p.Documents[PageSize-1]))
	}
}

// viewsOf are the same list from its beginning, shown in each way.
func (p listPage) viewsOf(x *web.Exchange) []ui.NavLink {
	query := x.R.URL.Query()
	for _, name := range []string{shownAs, afterOne, afterDir} {
		query.Del(name)
	}
	plain := p.Folder.Path(p.Member)
	if len(query) > 0 {
		plain += "?" + query.Encode()
	}
	return []ui.NavLink{
		{Label: i18n.T(x.Context(), "documents.view.list"), Icon: "list-unordered", URL: plain, Current: !p.Grid},
		{Label: i18n.T(x.Context(), "documents.view.grid"), Icon: "table-2", URL: listPage{Grid: true}.shown(plain), Current: p.Grid},
	}
}

func (r *Room) renderList(x *web.Exchange, p listPage) error {
	p.Views = p.viewsOf(x)
	sheet := spaces.Sheet{Service: service, Title: []string{i18n.T(x.Context(), "documents.service")}, Body: listView(p)}
	if p.Folder.ID != 0 {
		sheet.Title = append([]string{p.Folder.Name}, sheet.Title...)
		sheet.Trail = r.trail(x, p.Member, p.Above[:max(0, len(p.Above)-1)])
		for i := range sheet.Trail {
			sheet.Trail[i].URL = p.shown(sheet.Trail[i].URL)
		}
	}
	return r.spaces.Render(x, p.Member, sheet)
}

// trail leads from the list of documents through folders, the outermost first.
func (r *Room) trail(x *web.Exchange, m spaces.Member, through []Folder) []ui.NavLink {
	links := []ui.NavLink{{Label: i18n.T(x.Context(), "documents.service"), URL: home(m)}}
	for _, f := range through {
		links = append(links, ui.NavLink{Label: f.Name, URL: f.Path(m)})
	}
	return links
}
