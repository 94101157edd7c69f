package blog

import (
	"strconv"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/pictures"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
	"osmose/internal/publications"
	"osmose/internal/publications/comments"
	"osmose/internal/publications/drafts"
	"osmose/internal/publications/pages"
	"osmose/internal/publications/writing"
	"osmose/internal/spaces"
)

// keywordsLength is how much one may type as keywords, well above what MaxKeywords of them take.
const keywordsLength = 1000

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

// desk opens the desk at which the post is written.
func (s sheet) desk(q db.Querier) (writing.Desk, error) {
	if s.fresh() {
		return writing.At(q, s.m, placeNew, 0, s.form)
	}
	return pages.Rewritten(q, s.m, s.post.TextID, s.form)
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
	if err := pages.Fill(q, at.m, form, body); err != nil {
		return err
	}
	keywords, err := r.Publications.KeywordsOf(q, at.m, at.post.ID)
	if err != nil {
		return err
	}
	form.Set("keywords", publications.JoinKeywords(keywords))
	at.post.fill(form)
	return r.ask(x, sheet{m: at.m, post: at.post, form: form}, nil, 200)
}

// fill puts into a form what a post has beside its text.
func (p Post) fill(form *web.Form) {
	form.Set("version", version(p.Version))
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
	desk, err := s.desk(q)
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
			Title: title, Lead: lead, Labels: labels, Action: s.action(), Back: s.path(), Head: headView(s, themes), Extra: extraView(s),
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

// send stores what was written and does with it what the button says. When it can't, the form comes back with every word;
// a picture has to be chosen again. When another version stands, both are shown.
func (r *Room) send(x *web.Exchange, s sheet) (err error) {
	if s.text, err = r.Writing.Read(x, s.m, ""); err != nil {
		return err
	}
	s.form = s.text.Form
	d, err := r.draftIn(x, s)
	if err != nil {
		return err
	}
	id, what := s.post.ID, s.form.Line("do", 20)
	sent, err := s.form.Send(func() error {
		return r.DB.Write(x.Context(), func(tx *db.Tx) (err error) {
			id, err = r.store(tx, s, d, what)
			return err
		})
	})
	if err != nil || !sent {
		if d.Cover.Large != s.post.Large {
			r.drop(x.Context(), d.Cover)
		}
		if s.form.File("cover", pictures.MaxUpload) != nil {
			s.form.Note("cover", "blog.field.cover_again", nil)
		}
	}
	switch {
	case pages.Conflict(err):
		return r.showBoth(x, s)
	case err != nil:
		return err
	case !sent:
		return r.ask(x, s, nil, 422)
	}
	if d.Cover.Large != s.post.Large {
		r.drop(x.Context(), s.post.Cover)
	}
	return r.sent(x, s, id, d, what)
}

// store writes or rewrites a post, then publishes it, plans it or leaves it a draft.
func (r *Room) store(tx *db.Tx, s sheet, d Draft, what string) (id ids.ID, err error) {
	id = s.post.ID
	if s.fresh() {
		id, err = r.Write(tx, s.m, d)
	} else {
		err = r.Rewrite(tx, s.m, id, pages.Version(s.form), d)
	}
	if err == nil {
		err = r.file(tx, s, id)
	}
	switch {
	case err != nil:
		return id, err
	case what == asPost && s.form.Value("when") == later && !s.post.Live():
		return id, r.Plan(tx, s.m, id, d.Planned)
	case what == asPost:
		return id, r.Publish(tx, s.m, id)
	case what == asDraft && s.post.State == publications.Scheduled:
		return id, r.Withdraw(tx, s.m, id)
	}
	return id, nil
}

// file claims the files of a post that was written, and forgets what its author had begun.
func (r *Room) file(tx *db.Tx, s sheet, id ids.ID) error {
	text := s.post.TextID
	if s.fresh() {
		body, err := r.Comments.Body(tx, s.m, id, true)
		if err != nil {
			return err
		}
		text = body.Text.ID
	}
	return s.text.File(tx, s.m, text)
}

// sent leads to the post, or to the drafts, with a sentence.
func (r *Room) sent(x *web.Exchange, s sheet, id ids.ID, d Draft, what string) error {
	switch {
	case s.post.Live():
		x.Flash(ui.Success, "blog.done.edited", nil)
	case what == asPost && s.form.Value("when") == later:
		x.Flash(ui.Success, "blog.done.planned", fault.Args{"Date": i18n.DateTime(x.Context(), d.Planned)})
	case what == asPost:
		x.Flash(ui.Success, "blog.done.published", nil)
	case what == asPreview:
		x.Flash(ui.Success, "blog.done.saved", nil)
	default:
		x.Flash(ui.Success, "blog.done.saved", nil)
		return x.SeeOther(home(s.m) + "/brouillons")
	}
	return x.SeeOther(path(s.m.Path(), id, d.Title))
}

// showBoth shows what stands now above what was typed; sending it again replaces it knowingly.
func (r *Room) showBoth(x *web.Exchange, s sheet) error {
	q := r.DB.Read(x.Context())
	p, err := r.FindOwn(q, s.m, s.post.ID)
	if err != nil {
		return err
	}
	theirs := comments.Found{Title: titleOf(x.Context(), p.Title)}
	if theirs.View, err = r.Comments.Body(q, s.m, p.ID, true); err != nil {
		return err
	}
	names, err := comments.NamesIn(q, s.m, theirs.Body)
	if err != nil {
		return err
	}
	theirs.Body = names.Show(theirs.Body)
	s.form.Set("version", version(p.Version))
	s.post = p
	return r.ask(x, s, &theirs, 409)
}

// draftIn reads the form, and notes what can't be stored; a draft may lack anything.
func (r *Room) draftIn(x *web.Exchange, s sheet) (Draft, error) {
	form := s.form
	d := Draft{
		Title: form.Line("title", publications.MaxTitle), Theme: form.ID("theme"),
		Keywords: publications.SplitKeywords(form.Line("keywords", keywordsLength)),
		Body:     s.text.Body,
	}
	day, hour := form.Line("date", 20), form.Line("time", 20)
	if day != "" {
		var ok bool
		if d.Planned, ok = readHour(day, hour); !ok {
			form.Note("date", "blog.date_wrong", nil)
		}
	}
	stands := s.post.Cover
	if form.Has("cover_remove") {
		stands = Cover{}
	}
	alt, decorative := form.Line("cover_alt", maxAlt), form.Has("decorative")
	var err error
	if form.Problems() == nil { // a picture is costly: it is read once the rest is in order
		stands, err = r.takeCover(x, s.m.PersonID(), form, stands)
	}
	d.Cover = stands
	d.Cover.Alt, d.Cover.Decorative = alt, decorative
	return d, err
}

func version(n int64) string { return strconv.FormatInt(n, 10) }
