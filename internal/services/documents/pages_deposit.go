package documents

import (
	"context"
	"errors"

	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
	"osmose/internal/publications"
	"osmose/internal/publications/texts"
	"osmose/internal/spaces"
)

// depositForm is a deposit being made, and what became of the files that were sent.
type depositForm struct {
	m        spaces.Member
	form     *web.Form
	outcomes []outcome
	// anywhere says that m may deposit outside all folders too.
	anywhere bool
	places   []ui.Option
	themes   []publications.Theme
	// waiting are the uploads that the form brought and that are no document yet.
	waiting []Upload
	// known says that a file was left out because the space has it.
	known bool
}

// outcome is what became of a file: the document that it is, or why it is none.
type outcome struct {
	Name     string
	Problem  fault.Field // without a key when it was deposited
	Document Known
}

func (o outcome) deposited() bool { return o.Problem.Key == "" }

func (r *Room) showDeposit(x *web.Exchange, m spaces.Member) error {
	form := web.Filled(nil)
	form.Set("folder", x.Query("dossier"))
	form.Set("theme", x.Query(byTheme))
	return r.askDeposit(x, depositForm{m: m, form: form}, 200)
}

func (r *Room) askDeposit(x *web.Exchange, d depositForm, status int) error {
	if x.Script() && d.form.Problems() != nil {
		first := d.form.Problems().Fields[0]
		return x.JSON([]told{{Error: i18n.T(x.Context(), first.Key, first.Args)}})
	}
	var all []Folder
	err := db.Together(r.DB.Read(x.Context()),
		func(q db.Querier) (err error) { all, err = AllFolders(q, d.m); return err },
		func(q db.Querier) (err error) { d.waiting, err = waitingIn(q, d.m, d.form); return err },
		func(q db.Querier) (err error) { d.themes, err = r.Publications.Themes(q, d.m, kind); return err })
	if err != nil {
		return err
	}
	d.anywhere = deposits(d.m, bySpace)
	d.places = placesOf(all, d.form.Value("folder"), func(f Folder) bool { return deposits(d.m, f.Deposits) })
	if !d.anywhere && len(d.places) == 0 {
		return fault.Refuse("documents.deposit_refused")
	}
	return r.spaces.RenderStatus(x, d.m, status, spaces.Sheet{
		Service: service,
		Title:   []string{i18n.T(x.Context(), "documents.deposit.title"), i18n.T(x.Context(), "documents.service")},
		Trail:   r.trail(x, d.m, nil),
		Body:    depositView(d),
	})
}

// draftIn reads what is said of a document, its description aside.
func draftIn(form *web.Form) Draft {
	return Draft{Title: form.Line("title", publications.MaxTitle), Theme: form.ID("theme"), Keywords: publications.KeywordsIn(form)}
}

// deposit files the files of a form, each for itself: one that is refused leaves the others deposited.
func (r *Room) deposit(x *web.Exchange, m spaces.Member) error {
	form, err := x.Form(MaxForm)
	if err != nil {
		return err
	}
	d := depositForm{m: m, form: form}
	folder, draft := form.ID("folder"), draftIn(form)
	draft.Body = texts.Typed(form, "body", "")
	if form.Problems() != nil {
		return r.askDeposit(x, d, 422)
	}
	err = r.mayDeposit(r.DB.Read(x.Context()), m, folder) // before anything is written to the disk
	if form.Take(err) {
		return r.askDeposit(x, d, 422)
	}
	if err != nil {
		return err
	}
	sources, err := r.sourcesIn(x.Context(), m, form, MostAtOnce)
	if err != nil {
		return err
	}
	if x.Script() && form.Problems() != nil {
		return r.askDeposit(x, d, 422)
	}
	if draft.Title != "" && len(sources) > 1 {
		form.Note("title", "documents.title_one", nil)
		return r.askDeposit(x, d, 422)
	}
	for _, s := range sources {
		o, err := r.depositOne(x.Context(), m, folder, draft, s, form.Has("again"))
		if err != nil {
			return err
		}
		d.outcomes = append(d.outcomes, o)
		if !o.deposited() {
			form.Note(o.Problem.Name, o.Problem.Key, o.Problem.Args)
			d.known = d.known || o.Document.ID != 0
		}
	}
	if x.Script() {
		return x.JSON(tell(x.Context(), m, d.outcomes))
	}
	if form.Problems() != nil {
		return r.askDeposit(x, d, 422)
	}
	return r.deposited(x, m, folder, d.outcomes)
}

// depositOne files one file. What is wrong with it alone is its outcome; an error is of the whole form.
func (r *Room) depositOne(ctx context.Context, m spaces.Member, folder ids.ID, draft Draft, s source, again bool) (outcome, error) {
	o := outcome{Name: s.name()}
	f, err := s.receive(ctx)
	if err != nil {
		return o.wrong(err)
	}
	if draft.Title == "" {
		draft.Title = titleOf(f.Name)
	}
	o.Document.Title = draft.Title
	o.Document.ID, err = s.file(ctx, f, func(tx *db.Tx) (id ids.ID, twin bool, err error) {
		return r.Deposit(tx, m, folder, draft, f, again)
	})
	return o.wrong(err)
}

// wrong notes why a file was not deposited.
func (o outcome) wrong(err error) (outcome, error) {
	var (
		same  *Known
		spent *fault.TooMany
		wrong *fault.Invalid
	)
	switch {
	case err == nil:
		return o, nil
	case errors.As(err, &same):
		o.Document, o.Problem = *same, fault.Field{Name: "files", Key: "documents.known", Args: fault.Args{"Title": same.Title}}
	case errors.As(err, &spent):
		o.Document, o.Problem = Known{}, fault.Field{Name: "files", Key: spent.Key, Args: fault.Args{"After": spent.After}}
	case errors.As(err, &wrong):
		o.Document, o.Problem = Known{}, wrong.Fields[0]
	default:
		return o, err
	}
	return o, nil
}

// deposited leads to the document, or to the folder of several.
func (r *Room) deposited(x *web.Exchange, m spaces.Member, folder ids.ID, outcomes []outcome) error {
	if len(outcomes) == 1 {
		x.Flash(ui.Success, "documents.done.deposited", nil)
		return x.SeeOther(path(m.Path(), outcomes[0].Document.ID, outcomes[0].Document.Title))
	}
	x.Flash(ui.Success, "documents.done.deposited_all", fault.Args{"Count": len(outcomes)})
	return x.SeeOther(folderPath(m, folder, ""))
}
