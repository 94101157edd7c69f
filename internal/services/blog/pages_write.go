package blog

import (
	"context"
	"strconv"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
	"osmose/internal/publications"
	"osmose/internal/publications/comments"
	"osmose/internal/publications/drafts"
	"osmose/internal/publications/pages"
	"osmose/internal/publications/writing"
	"osmose/internal/spaces"
)

// The buttons of the form (« do »), and its two answers to « when ».
const (
	asDraft   = "draft"
	asPreview = "preview"
	asPost    = "publish"

	now   = "now"
	later = "later"
)

// sheet is a post being written; its post is empty for a new one.
type sheet struct {
	m    spaces.Member
	post Post
	form *web.Form
	text *writing.Written // what was sent, nil for a form that is only shown
}

// placeNew is where new posts are written.
const placeNew drafts.Place = "billet"

// beside are the fields that a draft keeps with the title and the text.
var beside = []string{"theme", "keywords", writing.ApartField, "cover_alt", "cover_remove", "decorative", "when", "date", "time"}

// desk opens the desk at which the post is written.
func (s sheet) desk(ctx context.Context, q db.Querier) (writing.Desk, error) {
	if s.fresh() {
		return writing.At(ctx, q, s.m, placeNew, 0, s.form, beside...)
	}
	return pages.Rewritten(ctx, q, s.m, s.post.TextID, s.form, beside...)
}

func (s sheet) fresh() bool { return s.post.ID == 0 }

func (s sheet) path() string {
	if s.fresh() {
		return home(s.m)
	}
	return s.post.Path(s.m.Path())
}

func (s sheet) action() string {
	if s.fresh() {
		return home(s.m)
	}
	return s.path() + "/modifier"
}

func (r *Room) showNew(x *web.Exchange, m spaces.Member) error {
	if !m.May(MayWrite) {
		return fault.Refuse("blog.write_refused")
	}
	form := web.Filled(nil)
	form.Set("theme", x.Query(byTheme))
	return r.ask(x, sheet{m: m, form: form}, nil, 200)
}

// showEdit fills the form with what stands.
func (r *Room) showEdit(x *web.Exchange, at seat) error {
	if at.post.State == publications.Trashed {
		return fault.ErrNotFound
	}
	q := r.DB.Read(x.Context())
	body, err := r.Comments.Body(q, at.m, at.post.ID, true)
	if err != nil {
		return err
	}
	form := web.Filled(nil)
	if err := pages.Fill(x.Context(), q, at.m, form, body); err != nil {
		return err
	}
	if err := r.Publications.FillKeywords(q, at.m, at.post.ID, form); err != nil {
		return err
	}
	at.post.fill(form)
	return r.ask(x, sheet{m: at.m, post: at.post, form: form}, nil, 200)
}

// fill puts into a form what a post has beside its text.
func (p Post) fill(form *web.Form) {
	form.Set("version", strconv.FormatInt(p.Version, 10))
	form.Set("title", p.Title)
	if p.ThemeID != 0 {
		form.Set("theme", p.ThemeID.String())
	}
	form.Set("cover_alt", p.Alt)
	if p.Decorative {
		form.Set("decorative", "1")
	}
	day, hour := writeHour(p.PlannedAt)
	form.Set("date", day)
	form.Set("time", hour)
	if p.State == publications.Scheduled {
		form.Set("when", later)
	}
}

func (r *Room) ask(x *web.Exchange, s sheet, theirs *comments.Found, status int) error {
	q := r.DB.Read(x.Context())
	themes, err := r.Publications.Themes(q, s.m, kind)
	if err != nil {
		return err
	}
	desk, err := s.desk(x.Context(), q)
	if err != nil {
		return err
	}
	title, lead, trail := "blog.new.title", "blog.new.lead", r.trail(x, s.m)
	titles := []string{i18n.T(x.Context(), "blog.service")}
	if !s.fresh() {
		title, lead = "blog.edit.title", "blog.edit.lead"
		if !s.post.Live() {
			lead = "blog.edit.lead_unseen"
		}
		named := titleOf(x.Context(), s.post.Title)
		trail = append(trail, ui.NavLink{Label: named, URL: s.path()})
		titles = append([]string{named}, titles...)
	}
	return r.spaces.RenderStatus(x, s.m, status, spaces.Sheet{
		Service: service,
		Title:   append([]string{i18n.T(x.Context(), title)}, titles...),
		Trail:   trail,
		Body: pages.Rewriting{
			Title: title, Lead: lead, Labels: labels, Action: s.action(), Back: s.path(), Head: headView(s, desk, themes), Extra: extraView(s),
			Form: s.form, Desk: desk, Theirs: theirs, Buttons: buttonsView(s), Optional: true,
		}.View(),
	})
}

func (r *Room) write(x *web.Exchange, m spaces.Member) error {
	if !m.May(MayWrite) {
		return fault.Refuse("blog.write_refused")
	}
	return r.send(x, sheet{m: m})
}

func (r *Room) edit(x *web.Exchange, at seat) error {
	if at.post.State == publications.Trashed {
		return fault.ErrNotFound
	}
	return r.send(x, sheet{m: at.m, post: at.post})
}
