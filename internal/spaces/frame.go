package spaces

import (
	"context"
	"strings"

	"github.com/a-h/templ"

	"osmose/internal/platform/db"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
)

// Service is an entry of a space's menu.
type Service struct {
	// Key names the service; Segment is its place under the space's address, empty for the home.
	Key, Segment string
	// Label is a text key.
	Label string
	Icon  string
	// Needs is the action that a member must be allowed for the entry to show; empty shows it to all.
	Needs Action
	// Waiting, if set, counts what waits for this member there.
	Waiting func(q db.Querier, m Member) (int, error)
}

// The entries of this room in a space's menu.
var (
	MembersService  = Service{Key: "members", Segment: "membres", Label: "spaces.members", Icon: "group-line", Needs: SeeMembers}
	SettingsService = Service{Key: "settings", Segment: "reglages", Label: "spaces.settings", Icon: "settings-5-line", Needs: Configure}
)

// Sheet is a page of a space.
type Sheet struct {
	// Service is the key of the current entry of the menu.
	Service string
	// Title goes from the page to the service; the space's name and the service's are added. Empty for the home.
	Title []string
	// Trail leads from the service to this page in the breadcrumb, this page excluded.
	Trail []ui.NavLink
	Body  templ.Component
	Aside templ.Component
}

// Render answers with a page of m's space.
func (r *Room) Render(x *web.Exchange, m Member, s Sheet) error { return r.RenderStatus(x, m, 200, s) }

// RenderStatus is Render under a status.
func (r *Room) RenderStatus(x *web.Exchange, m Member, status int, s Sheet) error {
	menu, err := r.menu(x, m, s.Service)
	if err != nil {
		return err
	}
	frame := ui.Frame{Band: r.band(x.Context(), m, s), Menu: menu, Aside: s.Aside}
	return x.RenderStatus(status, web.Page{
		Title: append(s.Title, m.Title()),
		Nav:   "spaces",
		Body:  ui.SpaceFrame(frame, s.Body),
		Bare:  true,
	})
}

func (r *Room) menu(x *web.Exchange, m Member, current string) ([]ui.MenuItem, error) {
	var items []ui.MenuItem
	for _, s := range r.services {
		if s.Needs != "" && !m.May(s.Needs) {
			continue
		}
		item := ui.MenuItem{
			Key: s.Key, Label: i18n.T(x.Context(), s.Label), Icon: s.Icon, URL: m.Path(), Current: s.Key == current,
		}
		if s.Segment != "" {
			item.URL += "/" + s.Segment
		}
		if s.Waiting != nil {
			n, err := s.Waiting(r.db.Read(x.Context()), m)
			if err != nil {
				return nil, err
			}
			if n > 0 {
				item.Badge = &ui.CounterBadge{Count: n, Text: i18n.N(x.Context(), "spaces.waiting", n)}
			}
		}
		items = append(items, item)
	}
	return items, nil
}

// ServiceLink returns the link to a service of m's space, for the breadcrumb of the pages under it.
func (r *Room) ServiceLink(ctx context.Context, m Member, key string) ui.NavLink {
	for _, s := range r.services {
		if s.Key == key {
			return ui.NavLink{Label: i18n.T(ctx, s.Label), URL: m.Path() + "/" + s.Segment}
		}
	}
	return ui.NavLink{}
}

func (r *Room) band(ctx context.Context, m Member, s Sheet) ui.Band {
	trail := []ui.NavLink{
		{Label: i18n.T(ctx, "spaces.home"), URL: "/"},
		{Label: i18n.T(ctx, "spaces.mine"), URL: "/espaces"},
	}
	if m.space.ParentID != 0 {
		trail = append(trail, ui.NavLink{Label: m.space.ParentTitle, URL: Path(m.space.ParentID, m.space.ParentTitle)})
	}
	isHome := len(s.Title) == 0
	if isHome {
		trail = append(trail, ui.NavLink{Label: m.Title()})
	} else {
		trail = append(trail, ui.NavLink{Label: m.Title(), URL: m.Path()})
		trail = append(trail, s.Trail...)
		trail = append(trail, ui.NavLink{Label: s.Title[0]})
	}
	band := ui.Band{
		Breadcrumb: trail,
		Title:      m.Title(),
		TitleIsH1:  isHome,
		TitleURL:   m.Path(),
		Policy:     policyBadge(ctx, m.space.Policy),
		Members:    i18n.N(ctx, "spaces.members_count", m.space.Members),
		MembersURL: m.Path() + "/membres",
	}
	if m.space.Animators != "" {
		band.Animators = i18n.T(ctx, "spaces.animated_by", i18n.Args{"Names": enumerate(ctx, m.space.Animators)})
	}
	return band
}

// enumerate writes « A, B et C » of names parted by commas.
func enumerate(ctx context.Context, names string) string {
	last := strings.LastIndex(names, ", ")
	if last < 0 {
		return names
	}
	return names[:last] + i18n.T(ctx, "spaces.and") + names[last+2:]
}

func policyBadge(ctx context.Context, p Policy) *ui.Badge {
	icon := map[Policy]string{Open: "global-line", OnRequest: "user-add-line", Secret: "lock-line"}[p]
	return &ui.Badge{Label: i18n.T(ctx, "spaces.policy."+string(p)), Icon: icon}
}
