package calendar

import (
	"net/url"
	"strings"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/publications"
	"osmose/internal/publications/follows"
	"osmose/internal/publications/texts"
	"osmose/internal/spaces"
)

// Draft is an event as its author wants it now.
type Draft struct {
	Title    string
	Theme    ids.ID // zero for none
	Keywords []string
	Body     richtext.HTML // may be empty
	Type     string
	Timing
	Place, Link string
	Asks        Asks
	Capacity    int // places, 0 for any number
	Lead        int // minutes before the start at which answers close
}

// check says what is wrong with an event; had is the type that it has, which the space may offer no more.
func (d Draft) check(q db.Querier, space ids.ID, had string) error {
	wrong := &fault.Invalid{}
	if d.Title == "" {
		wrong.Add("title", "calendar.title_required", nil)
	}
	types, err := typesOf(q, space)
	if err != nil {
		return err
	}
	if d.Type != had && !offers(types, d.Type) {
		wrong.Add("type", "calendar.type_required", nil)
	}
	wrong.Limit("venue", d.Place, maxPlace)
	checkLink(wrong, d.Link)
	switch {
	case d.Asks != AsksNothing && d.Asks != AsksOnce && d.Asks != AsksEach:
		wrong.Add("asks", "form.choice", nil)
	case d.Capacity < 0 || d.Capacity > maxCapacity:
		wrong.Add("capacity", "calendar.capacity_wrong", fault.Args{"Max": maxCapacity})
	case d.Lead < 0 || d.Lead > maxLead:
		wrong.Add("lead", "form.choice", nil)
	}
	var timing *fault.Invalid
	if err := d.Timing.check(); asInvalid(err, &timing) {
		wrong.Fields = append(wrong.Fields, timing.Fields...)
	} else if err != nil {
		return err
	}
	return wrong.Err()
}

// checkLink wants the address of a meeting, which members open from this page: another scheme would run, or tell others who comes.
func checkLink(wrong *fault.Invalid, link string) {
	if link == "" {
		return
	}
	wrong.Limit("link", link, maxLink)
	address, err := url.Parse(link)
	if err != nil || address.Scheme != "https" || address.Host == "" || address.User != nil || strings.ContainsAny(link, " \t\"<>") {
		wrong.Add("link", "calendar.link_wrong", nil)
	}
}

// manuscript is the common row of the event.
func (d Draft) manuscript(body texts.Ready) publications.Manuscript {
	return publications.Manuscript{
		Kind: kind, Title: d.Title, Excerpt: richtext.TeaserOf(body.HTML(), excerptLength), Theme: d.Theme, Keywords: d.Keywords,
		State: publications.Published,
	}
}

// Create publishes an event by m, who follows it. What m created within the last minute under the same title and with the same
// words is returned instead: a form sent twice. Errors: a Refusal, fault.ErrNotFound, fault.Invalid.
func (r *Room) Create(tx *db.Tx, m spaces.Member, d Draft) (ids.ID, error) {
	if !m.May(MayCreate) {
		return 0, fault.Refuse("calendar.create_refused")
	}
	if err := m.ConfirmAlone(tx); err != nil {
		return 0, err
	}
	body, err := r.Texts.Prepare(tx, m.SpaceID(), d.Body)
	if err != nil {
		return 0, err
	}
	if twin, err := r.twin(tx, m, d, body); twin != 0 || err != nil {
		return twin, err
	}
	if err := d.check(tx, m.SpaceID(), ""); err != nil {
		return 0, err
	}
	id, err := r.Publications.Publish(tx, m, d.manuscript(body))
	if err != nil {
		return 0, err
	}
	if err := r.furnish(tx, m.SpaceID(), id, m.PersonID(), 0, d, body, tx.Now); err != nil {
		return 0, err
	}
	return id, follows.Begin(tx, m.SpaceID(), id, m.PersonID())
}

// twin returns the event that m created a moment ago with the same title, words and hour.
func (r *Room) twin(tx *db.Tx, m spaces.Member, d Draft, body texts.Ready) (ids.ID, error) {
	twin, err := texts.Twin(tx, m, kind, d.Title, body.HTML())
	if twin == 0 || err != nil {
		return 0, err
	}
	stands, err := Find(tx, m, twin)
	if err != nil || stands.Timing != d.Timing {
		return 0, err
	}
	return twin, nil
}

// furnish writes what an event has beside the common row: its description, its own row and its dates.
func (r *Room) furnish(tx *db.Tx, space, id, author, before ids.ID, d Draft, body texts.Ready, at clock.Instant) error {
	_, err := r.Texts.Write(tx, body, texts.Text{Publication: id, Author: author, Role: texts.Body, CreatedAt: at})
	if err != nil {
		return err
	}
	_, err = tx.Exec(`
		INSERT INTO events (id, space_id, uid, changed_at, type, zone, all_day, begins, minutes, rule, place, link, asks, capacity, lead, follows_id)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
		id, space, "event-"+id.String()+"@"+r.host, at, d.Type, d.Zone, d.AllDay, d.Begins, d.Minutes, d.Rule, d.Place, d.Link,
		string(d.Asks), d.Capacity, d.Lead, db.OrNull(before))
	if err != nil {
		return err
	}
	if err := r.lay(tx, space, id); err != nil {
		return err
	}
	return r.note(tx, space, id)
}

// Rewrite changes an event, all its dates together: its author's, or any for an animator. version is the one that was read. Dates
// that the rule has no more go, with what was answered to them; those who answered or follow are told of another hour or place.
// Errors: a Refusal; fault.ErrNotFound; fault.Invalid; fault.Conflict when it has changed since.
func (r *Room) Rewrite(tx *db.Tx, m spaces.Member, id ids.ID, version int64, d Draft) error {
	e, err := hold(tx, m, id)
	if err != nil {
		return err
	}
	if err := mayChange(m, e); err != nil {
		return err
	}
	if e.Version != version {
		return &fault.Conflict{Current: e.Version}
	}
	return r.rewrite(tx, m, e, d)
}

// rewrite is Rewrite of an event that is held.
func (r *Room) rewrite(tx *db.Tx, m spaces.Member, e Event, d Draft) error {
	if err := d.check(tx, m.SpaceID(), e.Key); err != nil {
		return err
	}
	body, err := r.Texts.Prepare(tx, m.SpaceID(), d.Body)
	if err != nil {
		return err
	}
	shifts := e.Timing != d.Timing || e.Place != d.Place || e.Link != d.Link
	rise := 0
	if shifts || e.Title != d.Title {
		rise = 1
	}
	_, err = tx.Exec(`
		UPDATE events
		SET version = version + 1, sequence = sequence + $3, changed_at = $4, type = $5, zone = $6, all_day = $7, begins = $8,
			minutes = $9, rule = $10, place = $11, link = $12, asks = $13, capacity = $14, lead = $15
		WHERE id = $1 AND space_id = $2`,
		e.ID, m.SpaceID(), rise, tx.Now, d.Type, d.Zone, d.AllDay, d.Begins, d.Minutes, d.Rule, d.Place, d.Link, string(d.Asks), d.Capacity, d.Lead)
	if err != nil {
		return err
	}
	if err := r.reanswer(tx, m, e, d); err != nil {
		return err
	}
	if err := r.lay(tx, m.SpaceID(), e.ID); err != nil {
		return err
	}
	if err := r.fill(tx, m.SpaceID(), e.ID); err != nil {
		return err
	}
	if err := r.Texts.RewriteBody(tx, m, e.ID, body, true); err != nil {
		return err
	}
	if err := r.Publications.Retitle(tx, m, e.ID, d.manuscript(body)); err != nil {
		return err
	}
	if err := r.note(tx, m.SpaceID(), e.ID); err != nil || !shifts {
		return err
	}
	return r.Publications.TellShifted(tx, m, e.ID)
}
