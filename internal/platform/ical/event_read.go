package ical

import (
	"strconv"
	"strings"
	"time"

	"osmose/internal/platform/fault"
	"osmose/internal/platform/recurrence"
)

// reading is an event of which lines are being read.
type reading struct {
	event    Event
	floating *time.Location
	zones    zones
	refusal  error
	start    moment
	end      moment
	length   time.Duration
	hasStart bool
	rule     string
	rules    int
	dropped  []moment
	of       moment
}

// moment is a value of DTSTART and its like.
type moment struct {
	wall recurrence.Wall
	zone *time.Location
	day  bool
}

func (r *reading) refuse(err error) {
	if r.refusal == nil {
		r.refusal = err
	}
}

// Lengths that a field of an event is cut to, in bytes.
const (
	longestUID    = 255
	longestTitle  = 1000
	longestText   = 50_000
	longestTime   = 40
	mostKeywords  = 20
	longestStatus = 20
)

func (r *reading) take(p property) {
	e := &r.event
	switch p.name {
	case "UID":
		if e.UID = clean(p.value); len(e.UID) > longestUID {
			e.UID = ""
		}
	case "SEQUENCE":
		e.Sequence, _ = strconv.Atoi(limit(p.value, 9))
		e.Sequence = max(e.Sequence, 0)
	case "DTSTAMP":
		e.Stamp = stamp(p)
	case "CREATED":
		e.Created = stamp(p)
	case "LAST-MODIFIED":
		e.Modified = stamp(p)
	case "STATUS":
		e.Status = Status(strings.ToUpper(limit(clean(p.value), longestStatus)))
	case "SUMMARY":
		e.Summary = limit(p.text(), longestTitle)
	case "DESCRIPTION":
		e.Description = limit(p.text(), longestText)
	case "LOCATION":
		e.Location = limit(p.text(), longestTitle)
	case "URL":
		e.URL = limit(clean(p.value), longestTitle)
	case "CATEGORIES":
		for _, c := range p.list(mostKeywords - len(e.Categories)) {
			e.Categories = append(e.Categories, limit(c, 100))
		}
	case "TRANSP":
		e.Free = strings.EqualFold(p.value, "TRANSPARENT")
	case "ORGANIZER":
		e.Organizer = party(p)
	case "ATTENDEE":
		if len(e.Attendees) < maxAttendees {
			e.Attendees = append(e.Attendees, Attendee{Party: party(p),
				Answer: Answer(strings.ToUpper(limit(p.param("PARTSTAT"), longestStatus))),
				Ask:    strings.EqualFold(p.param("RSVP"), "TRUE")})
		}
	default:
		r.takeTime(p)
	}
}

func (r *reading) takeTime(p property) {
	var err error
	switch p.name {
	case "DTSTART":
		r.start, err = r.moment(p, p.value)
		r.hasStart = true
	case "DTEND":
		r.end, err = r.moment(p, p.value)
	case "DURATION":
		if r.length, err = parseDuration(p.value); err != nil || r.length < 0 {
			err = refuse("length", nil)
		}
	case "RRULE":
		r.rule = p.value
		r.rules++
	case "RDATE", "EXRULE":
		err = refuse("dates", nil)
	case "EXDATE":
		r.drop(p)
	case "RECURRENCE-ID":
		if r.of, err = r.moment(p, p.value); p.param("RANGE") != "" {
			err = refuse("dates", nil)
		}
	}
	if err != nil {
		r.refuse(err)
	}
}

func (r *reading) drop(p property) {
	for value := range strings.SplitSeq(p.value, ",") {
		m, err := r.moment(p, value)
		if err != nil {
			r.refuse(err)
			return
		}
		if r.dropped = append(r.dropped, m); len(r.dropped) > recurrence.MaxExceptions {
			r.refuse(refuse("dates", nil))
			r.dropped = r.dropped[:0]
			return
		}
	}
}

func (r *reading) takeTrigger(p property) {
	if d, err := parseDuration(p.value); err == nil && d < 0 && p.param("RELATED") == "" {
		r.event.Alarm = -d
	}
}

func party(p property) Party {
	value := clean(limit(p.value, 300))
	if scheme := "mailto:"; len(value) >= len(scheme) && strings.EqualFold(value[:len(scheme)], scheme) {
		return Party{Name: limit(clean(p.param("CN")), 200), Email: value[len(scheme):]}
	}
	return Party{Name: limit(clean(p.param("CN")), 200)}
}

// moment reads a DATE or a DATE-TIME (RFC 5545, 3.3.4 and 3.3.5).
func (r *reading) moment(p property, value string) (moment, error) {
	value = strings.TrimSpace(limit(value, longestTime))
	if len(value) == len("20060102") {
		t, err := time.Parse("20060102", value)
		return checked(moment{recurrence.At(t), r.floating, true}, err)
	}
	digits, utc := strings.CutSuffix(value, "Z")
	t, err := time.Parse("20060102T150405", digits)
	m := moment{wall: recurrence.At(t), zone: r.floating}
	if utc {
		m.zone = time.UTC
	} else if name := p.param("TZID"); name != "" && err == nil {
		m.zone, err = r.zones.find(name)
	}
	return checked(m, err)
}

func checked(m moment, err error) (moment, error) {
	if err == nil && !m.wall.IsValid() {
		err = refuse("moment", nil)
	}
	if _, known := err.(*fault.Refusal); err != nil && !known {
		err = refuse("moment", nil)
	}
	return m, err
}

// in moves a moment onto the wall of another zone.
func (m moment) in(zone *time.Location) recurrence.Wall {
	if m.day || m.zone.String() == zone.String() {
		return m.wall
	}
	return recurrence.At(m.wall.In(m.zone).In(zone))
}

// finish joins what the lines said into an event.
func (r *reading) finish() Item {
	e := &r.event
	switch {
	case e.UID == "":
		r.refuse(refuse("uid", nil))
	case !r.hasStart:
		r.refuse(refuse("start", nil))
	case r.rules > 1:
		r.refuse(refuse("dates", nil))
	}
	if r.refusal == nil {
		r.refuse(r.finishSeries())
	}
	return Item{*e, r.refusal}
}

func (r *reading) finishSeries() error {
	s := &r.event.Series
	s.Start, s.Zone, s.AllDay, s.Length = r.start.wall, r.start.zone, r.start.day, r.length
	switch {
	case !r.end.wall.IsZero() && r.end.day != r.start.day:
		return refuse("length", nil)
	case !r.end.wall.IsZero():
		s.Length = r.end.in(s.Zone).Sub(s.Start)
	}
	if s.AllDay && s.Length == 0 {
		s.Length = 24 * time.Hour // RFC 5545, 3.6.1
	}
	if s.Length < 0 {
		return refuse("length", nil)
	}
	if !r.of.wall.IsZero() {
		r.event.Of = r.of.in(s.Zone)
		if r.rule != "" {
			return refuse("dates", nil)
		}
	}
	var err error
	if s.Rule, err = recurrence.Parse(r.rule); err != nil {
		return err
	}
	for _, m := range r.dropped {
		if m.day && !s.AllDay {
			m = moment{wall: m.wall.Add(s.Start.Sub(s.Start.Midnight())), zone: s.Zone}
		}
		s.Exceptions = append(s.Exceptions, recurrence.Exception{Of: m.in(s.Zone), Dropped: true})
	}
	return s.Check()
}
