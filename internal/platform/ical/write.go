package ical

import (
	"strconv"
	"time"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/recurrence"
)

const utcLayout = "20060102T150405Z"

// Append writes a calendar behind out: the zones that its events name, then the events, in the order given.
func Append(out []byte, c Calendar) []byte {
	out = appendLine(out, "BEGIN:VCALENDAR")
	out = appendLine(out, "VERSION:2.0")
	out = appendText(out, "PRODID", c.Product)
	out = appendLine(out, "CALSCALE:GREGORIAN")
	out = appendLine(out, "METHOD:", string(c.Method))
	if c.Name != "" {
		out = appendText(out, "NAME", c.Name) // RFC 7986, and what came before it
		out = appendText(out, "X-WR-CALNAME", c.Name)
	}
	if c.Refresh > 0 {
		out = appendLine(out, "REFRESH-INTERVAL;VALUE=DURATION:", duration(c.Refresh))
		out = appendLine(out, "X-PUBLISHED-TTL:", duration(c.Refresh))
	}
	out = appendZones(out, c.Events)
	for i := range c.Events {
		out = appendEvent(out, &c.Events[i], c.Method)
	}
	return appendLine(out, "END:VCALENDAR")
}

func appendEvent(out []byte, e *Event, method Method) []byte {
	out = appendLine(out, "BEGIN:VEVENT")
	out = appendText(out, "UID", e.UID)
	out = appendStamp(out, "DTSTAMP", e.Stamp)
	if !e.Of.IsZero() {
		out = appendWall(out, "RECURRENCE-ID", e.Series, e.Of)
	}
	out = appendWall(out, "DTSTART", e.Series, e.Series.Start)
	if e.Series.Length > 0 {
		out = appendWall(out, "DTEND", e.Series, e.Series.Start.Add(e.Series.Length))
	}
	if e.Of.IsZero() && e.Series.Rule.Repeats() {
		out = appendLine(out, "RRULE:", e.Series.RRULE())
		for _, x := range e.Series.Exceptions {
			if x.Dropped {
				out = appendWall(out, "EXDATE", e.Series, x.Of)
			}
		}
	}
	out = appendLine(out, "SEQUENCE:", strconv.Itoa(e.Sequence))
	out = appendStamp(out, "CREATED", e.Created)
	out = appendStamp(out, "LAST-MODIFIED", e.Modified)
	if e.Status != "" {
		out = appendLine(out, "STATUS:", string(e.Status))
	}
	out = appendText(out, "SUMMARY", e.Summary)
	out = appendText(out, "DESCRIPTION", e.Description)
	out = appendText(out, "LOCATION", e.Location)
	if e.URL != "" {
		out = appendLine(out, "URL:", e.URL)
	}
	out = appendCategories(out, e.Categories)
	if e.Free {
		out = appendLine(out, "TRANSP:TRANSPARENT")
	}
	out = appendParties(out, e, method)
	if e.Alarm > 0 && e.Status != Cancelled {
		out = appendAlarm(out, e)
	}
	return appendLine(out, "END:VEVENT")
}

func appendCategories(out []byte, list []string) []byte {
	if len(list) == 0 {
		return out
	}
	from := len(out)
	out = append(out, "CATEGORIES:"...)
	for i, c := range list {
		if i > 0 {
			out = append(out, ',')
		}
		out = appendEscaped(out, c)
	}
	return endLine(out, from)
}

func appendParties(out []byte, e *Event, method Method) []byte {
	if e.Organizer.Email != "" {
		out = appendParty(out, "ORGANIZER", e.Organizer, "")
	}
	for _, a := range e.Attendees {
		params := ";PARTSTAT=" + string(a.Answer)
		if method != Reply {
			params = ";CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT" + params
			if a.Ask {
				params += ";RSVP=TRUE"
			}
		}
		out = appendParty(out, "ATTENDEE", a.Party, params)
	}
	return out
}

func appendParty(out []byte, name string, p Party, params string) []byte {
	if p.Name != "" {
		params += ";CN=" + param(p.Name)
	}
	return appendLine(out, name, params, ":", address(p.Email))
}

func appendAlarm(out []byte, e *Event) []byte {
	out = appendLine(out, "BEGIN:VALARM")
	out = appendLine(out, "ACTION:DISPLAY")
	out = appendText(out, "DESCRIPTION", e.Summary)
	out = appendLine(out, "TRIGGER:-", duration(e.Alarm))
	return appendLine(out, "END:VALARM")
}

func appendStamp(out []byte, name string, at clock.Instant) []byte {
	if at == 0 {
		return out
	}
	from := len(out)
	out = append(append(out, name...), ':')
	return endLine(at.Time().AppendFormat(out, utcLayout), from)
}

// appendWall writes a moment of a series: a day, a moment in UTC, or a wall with the name of its zone.
func appendWall(out []byte, name string, s recurrence.Series, w recurrence.Wall) []byte {
	from := len(out)
	out = append(out, name...)
	switch {
	case s.AllDay:
		out = w.AppendBasicDate(append(out, ";VALUE=DATE:"...))
	case isUTC(s.Zone):
		out = append(w.AppendBasic(append(out, ':')), 'Z')
	default:
		out = append(append(out, ";TZID="...), s.Zone.String()...)
		out = w.AppendBasic(append(out, ':'))
	}
	return endLine(out, from)
}

func isUTC(zone *time.Location) bool {
	return zone == nil || zone == time.UTC || zone.String() == "UTC"
}

// duration writes « PT1H30M », « P1D »: whole minutes.
func duration(d time.Duration) string {
	minutes := int(d / time.Minute)
	days, hours, rest := minutes/1440, minutes/60%24, minutes%60
	text := "P"
	if days > 0 {
		text += strconv.Itoa(days) + "D"
	}
	if hours+rest > 0 || days == 0 {
		text += "T"
		if hours > 0 {
			text += strconv.Itoa(hours) + "H"
		}
		if rest > 0 || hours == 0 {
			text += strconv.Itoa(rest) + "M"
		}
	}
	return text
}
