package pages

import (
	"osmose/internal/platform/db"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/platform/ui"
	"osmose/internal/platform/web"
	"osmose/internal/publications/moderation"
	"osmose/internal/publications/texts"
	"osmose/internal/spaces"
)

func (r *Room) showReport(x *web.Exchange, at here) error {
	return r.askReport(x, at, web.Filled(nil), 200)
}

func (r *Room) askReport(x *web.Exchange, at here, form *web.Form, status int) error {
	if err := r.name(x, at.Member, &at.text.Body); err != nil {
		return err
	}
	return r.render(x, at, status, "pages.report.title", reasonView(reasonForm{
		Title: "pages.report.title", Lead: "pages.report.lead", Label: "pages.report.label", Send: "pages.report.send",
		Action: Address(at.Member, at.text.Text.ID) + "/signaler", Back: Address(at.Member, at.text.Text.ID), Noun: r.noun(x.Context(), at),
	}, at.text, form))
}

// report tells the animators of a text.
func (r *Room) report(x *web.Exchange, at here) error {
	form, reason, err := reasonIn(x, "pages.report.required")
	if err != nil {
		return err
	}
	sent, err := r.write(x, form, func(tx *db.Tx) error {
		return r.moderation.ReportText(tx, at.Member, at.text.Text.ID, reason)
	})
	if err != nil {
		return err
	}
	if !sent {
		return r.askReport(x, at, form, 422)
	}
	x.Flash(ui.Success, "pages.report.done", nil)
	return r.backToText(x, at)
}

func (r *Room) showHiding(x *web.Exchange, at here) error {
	return r.askHiding(x, at, web.Filled(nil), 200)
}

func (r *Room) askHiding(x *web.Exchange, at here, form *web.Form, status int) error {
	if err := r.name(x, at.Member, &at.text.Body); err != nil {
		return err
	}
	lead := "pages.hide.lead"
	if at.text.Role == texts.Body {
		lead = "pages.hide.lead_body"
	}
	return r.render(x, at, status, "pages.hide.title", reasonView(reasonForm{
		Title: "pages.hide.title", Lead: lead, Label: "pages.hide.label", Send: "pages.hide.send",
		Action: Address(at.Member, at.text.Text.ID) + "/masquer", Back: Address(at.Member, at.text.Text.ID), Noun: r.noun(x.Context(), at),
	}, at.text, form))
}

// hide hides a text; with an opening text its publication leaves the lists, and the animator goes to what is hidden.
func (r *Room) hide(x *web.Exchange, at here) error {
	form, reason, err := reasonIn(x, "pages.hide.required")
	if err != nil {
		return err
	}
	sent, err := r.write(x, form, func(tx *db.Tx) error {
		return r.moderation.HideText(tx, at.Member, at.text.Text.ID, reason)
	})
	if err != nil {
		return err
	}
	if !sent {
		return r.askHiding(x, at, form, 422)
	}
	x.Flash(ui.Success, "pages.hide.done", r.noun(x.Context(), at))
	if at.text.Role == texts.Body {
		return x.SeeOther(at.Path() + "/moderation")
	}
	return r.backToText(x, at)
}

// reasonIn reads the field « reason »; required is what is said when it is empty.
func reasonIn(x *web.Exchange, required string) (*web.Form, string, error) {
	form, err := x.Form()
	if err != nil {
		return nil, "", err
	}
	reason := form.Text("reason", moderation.MaxReason)
	if reason == "" {
		form.Note("reason", required, nil)
	}
	return form, reason, nil
}

// write runs a verb unless something is wrong with the form; sent is false when it is to be shown again.
func (r *Room) write(x *web.Exchange, form *web.Form, verb func(tx *db.Tx) error) (sent bool, err error) {
	return form.Send(func() error { return r.db.Write(x.Context(), verb) })
}

// decision is a verb of the animators on a text.
type decision func(tx *db.Tx, m spaces.Member, text ids.ID) error

// restore puts a hidden text back, and settle closes its reports: both are pressed among what waits, where a text may be
// that has no page of its own.
func (r *Room) restore(x *web.Exchange, m spaces.Member) error {
	return r.decide(x, m, "pages.restore.done", r.moderation.RestoreText)
}

func (r *Room) settle(x *web.Exchange, m spaces.Member) error {
	return r.decide(x, m, "pages.settle.done", r.moderation.SettleReports)
}

func (r *Room) decide(x *web.Exchange, m spaces.Member, done string, verb decision) error {
	text, err := x.ID("text")
	if err != nil {
		return err
	}
	err = r.db.Write(x.Context(), func(tx *db.Tx) error { return verb(tx, m, text) })
	if err != nil {
		return err
	}
	x.Flash(ui.Success, done, nil)
	return x.SeeOther(m.Path() + "/moderation")
}

func (r *Room) showModeration(x *web.Exchange, m spaces.Member) error {
	q := r.db.Read(x.Context())
	reported, err := r.moderation.OpenReports(q, m)
	if err != nil {
		return err
	}
	hidden, err := r.moderation.HiddenTexts(q, m)
	if err != nil {
		return err
	}
	var bodies []*richtext.HTML
	for _, cases := range [][]moderation.Case{reported, hidden} {
		for i := range cases {
			bodies = append(bodies, &cases[i].Body)
		}
	}
	if err := r.name(x, m, bodies...); err != nil {
		return err
	}
	return r.spaces.Render(x, m, spaces.Sheet{
		Service: moderation.Service.Key,
		Title:   []string{i18n.T(x.Context(), moderation.Service.Label)},
		Body:    moderationView(m, reported, hidden),
	})
}
