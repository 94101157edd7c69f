package ical

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/recurrence"
)

// Limits of what is read. A calendar beyond one of them is refused whole.
const (
	MaxSize   = 2 << 20 // bytes
	MaxEvents = 2000
	// maxLines is that of content lines, folds undone; maxLine is how long one may be, in bytes.
	maxLines = 100_000
	maxLine  = 64 << 10
	maxDepth = 3 // VCALENDAR, VEVENT, VALARM
	// maxAttendees and recurrence.MaxExceptions are those of one event: what follows is left out of the first, refuses the second.
	maxAttendees = 500
)

// Read is a calendar as it was read.
type Read struct {
	Product string
	Method  Method
	Name    string
	// Items are its events, in the order of the file, those that we can’t take included.
	Items []Item
}

// Item is an event that was read, or why it can’t be taken: Refusal then holds a fault.Refusal, and of the event only what was understood.
type Item struct {
	Event   Event
	Refusal error
}

// Parse reads one calendar. A moment without a zone is one of floating. Errors: fault.Refusal, with a key under « ical. »; those of r.
func Parse(r io.Reader, floating *time.Location) (Read, error) {
	raw, err := io.ReadAll(io.LimitReader(r, MaxSize+1))
	if err != nil {
		return Read{}, err
	}
	if len(raw) > MaxSize {
		return Read{}, refuse("too_big", fault.Args{"Max": MaxSize >> 20})
	}
	p := parser{floating: floating, zones: zones{}}
	if err := p.walk(lines{rest: strings.TrimPrefix(string(raw), "\ufeff")}); err != nil {
		return Read{}, err
	}
	return p.read, nil
}

type parser struct {
	floating *time.Location
	zones    zones
	read     Read
	open     []string // the components that stand open
	event    *reading
	ended    bool
}

func (p *parser) walk(l lines) error {
	for n := 0; ; n++ {
		line, err := l.next()
		switch {
		case errors.Is(err, io.EOF):
			if !p.ended {
				return refuse("cut", nil)
			}
			return nil
		case err != nil:
			return err
		case n == maxLines:
			return refuse("too_much", nil)
		case line == "":
			continue
		}
		prop, ok := parseLine(line)
		if !ok {
			if len(p.open) == 0 {
				return refuse("not", nil)
			}
			continue // a line that is none: other programs leave it out too
		}
		if err := p.take(prop); err != nil {
			return err
		}
	}
}

func (p *parser) take(prop property) error {
	inside := strings.Join(p.open, "/")
	switch {
	case p.ended:
		return refuse("several", nil)
	case inside == "" && (prop.name != "BEGIN" || !strings.EqualFold(prop.value, "VCALENDAR")):
		return refuse("not", nil)
	case prop.name == "BEGIN":
		return p.begin(strings.ToUpper(prop.value))
	case prop.name == "END":
		return p.end(strings.ToUpper(prop.value))
	case inside == "VCALENDAR":
		p.takeCalendar(prop)
	case inside == "VCALENDAR/VEVENT":
		p.event.take(prop)
	case inside == "VCALENDAR/VEVENT/VALARM" && prop.name == "TRIGGER":
		p.event.takeTrigger(prop)
	}
	return nil
}

func (p *parser) begin(name string) error {
	p.open = append(p.open, name)
	if len(p.open) > maxDepth {
		return refuse("too_much", nil)
	}
	if len(p.open) == 2 && name == "VEVENT" {
		if len(p.read.Items) == MaxEvents {
			return refuse("too_many", fault.Args{"Max": MaxEvents})
		}
		p.event = &reading{floating: p.floating, zones: p.zones}
	}
	return nil
}

func (p *parser) end(name string) error {
	last := len(p.open) - 1
	if p.open[last] != name {
		return refuse("cut", nil)
	}
	p.open = p.open[:last]
	if last == 1 && name == "VEVENT" {
		p.read.Items = append(p.read.Items, p.event.finish())
		p.event = nil
	}
	p.ended = last == 0
	return nil
}

func (p *parser) takeCalendar(prop property) {
	switch prop.name {
	case "METHOD":
		p.read.Method = Method(strings.ToUpper(limit(prop.value, 20)))
	case "PRODID":
		p.read.Product = limit(prop.text(), 200)
	case "NAME", "X-WR-CALNAME":
		p.read.Name = limit(prop.text(), 200)
	}
}

// stamp reads a moment in UTC. What it can’t read is zero.
func stamp(prop property) clock.Instant {
	t, err := time.Parse(utcLayout, prop.value)
	if err != nil || t.Year() < recurrence.FirstYear || t.Year() > recurrence.LastYear {
		return 0
	}
	return clock.Of(t)
}

func refuse(reason string, args fault.Args) error {
	return &fault.Refusal{Key: "ical." + reason, Args: args}
}

// limit shortens a text to n bytes, between characters.
func limit(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "")
}

// parseDuration reads « -PT15M », « P1DT2H », « P2W ».
func parseDuration(s string) (time.Duration, error) {
	rest, negative := strings.CutPrefix(strings.ToUpper(s), "-")
	rest = strings.TrimPrefix(rest, "+")
	rest, is := strings.CutPrefix(rest, "P")
	var total time.Duration
	units := map[byte]time.Duration{'W': 7 * 24 * time.Hour, 'D': 24 * time.Hour}
	for is && rest != "" {
		if rest[0] == 'T' {
			units, rest = map[byte]time.Duration{'H': time.Hour, 'M': time.Minute, 'S': time.Second}, rest[1:]
			continue
		}
		n, digits := 0, 0
		for digits < len(rest) && digits < 6 && rest[digits] >= '0' && rest[digits] <= '9' {
			n = n*10 + int(rest[digits]-'0')
			digits++
		}
		if digits == 0 || digits == len(rest) || units[rest[digits]] == 0 {
			is = false
			break
		}
		if total += time.Duration(n) * units[rest[digits]]; total > 10*recurrence.MaxLength {
			is = false
		}
		rest = rest[digits+1:]
	}
	if !is || len(s) < 3 {
		return 0, fmt.Errorf("ical: %.20q is no duration", s)
	}
	if negative {
		total = -total
	}
	return total, nil
}
