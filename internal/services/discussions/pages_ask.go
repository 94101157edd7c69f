package discussions

import (
	"net/url"
	"strings"

	"osmose/internal/platform/web"
	"osmose/internal/publications/comments"
	"osmose/internal/spaces"
)

// byQuestion is the name of the words of a question in addresses.
const byQuestion = "question"

// AskAddress returns where a member asks what nobody answered yet, with words that stand in the form then (S80).
func AskAddress(m spaces.Member, words string) string {
	return home(m) + "/questions?" + url.Values{byQuestion: {words}}.Encode()
}

// leadToQuestions leads to the thread of the questions, or to a new one where the animators hid it.
func (r *Room) leadToQuestions(x *web.Exchange, m spaces.Member) error {
	t, err := standing(r.db.Read(x.Context()), m, questions)
	if isNotFound(err) {
		return web.Redirect(home(m) + "/nouveau")
	}
	if err != nil {
		return err
	}
	return web.Redirect(t.Path(m.Path()) + "?" + url.Values{byQuestion: {x.Query(byQuestion)}}.Encode() + "#repondre")
}

// begun adds to a reply that is being written, which may be a draft, the question that the address carries, once, for those who
// may send it, and tells whether there is one.
func (at seat) begun(x *web.Exchange, form *web.Form) bool {
	words := x.Query(byQuestion)
	if words == "" || !at.m.May(comments.MayAdd) || at.thread.ClosedAt != 0 {
		return false
	}
	if begun := form.Value("body"); !strings.Contains(begun, words) {
		form.Set("body", strings.TrimSpace(begun+"\n\n"+words))
	}
	return true
}
