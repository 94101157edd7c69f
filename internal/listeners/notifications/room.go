package notifications

import (
	"embed"
	"io/fs"
	"strconv"
	"strings"

	"osmose/internal/accounts"
	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/web"
)

// Texts are the sentences of this room.
//
//go:embed texts.*.toml
var Texts embed.FS

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of notifications.
func Migrations() fs.FS { return migrations }

// Routes registers the pages of this room.
func (r *Room) Routes(rt *web.Router) {
	web.Handle(rt, "GET /notifications", accounts.SignedIn, r.show)
	web.Handle(rt, "POST /notifications/lecture", accounts.SignedIn, r.readAll)
}

func (r *Room) show(x *web.Exchange, s *accounts.Session) error {
	before, subject := position(x.Query("apres"))
	var list []Notification
	err := db.Together(r.DB.Read(x.Context()), s.Header,
		func(q db.Querier) (err error) { list, err = r.List(q, s.Person().ID, before, subject); return err })
	if err != nil {
		return err
	}
	more := ""
	if len(list) > PageSize {
		list = list[:PageSize]
		last := list[PageSize-1]
		more = web.NextURL(x.R, "apres", strconv.FormatInt(int64(last.LastAt), 36)+"."+last.Subject)
	}
	unread := false
	for _, n := range list {
		unread = unread || n.ReadAt == 0
	}
	return x.Render(web.Page{
		Title: []string{i18n.T(x.Context(), "notifications.title")},
		Nav:   "notifications",
		Body:  listView(r, list, r.Clock.Now(), more, unread),
	})
}

// position reads where the list goes on; anything else than what show wrote is its beginning.
func position(s string) (clock.Instant, string) {
	moment, subject, _ := strings.Cut(s, ".")
	n, err := strconv.ParseInt(moment, 36, 64)
	if err != nil {
		return 1<<63 - 1, ""
	}
	return clock.Instant(n), subject
}

func (r *Room) readAll(x *web.Exchange, s *accounts.Session) error {
	err := r.DB.Write(x.Context(), func(tx *db.Tx) error { return r.ReadAll(tx, s.Person().ID) })
	if err != nil {
		return err
	}
	return x.SeeOther("/notifications")
}
