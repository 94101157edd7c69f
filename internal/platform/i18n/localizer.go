package i18n

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"osmose/internal/platform/clock"
)

// Localizer writes texts in one language, dates in one time zone. It never changes.
type Localizer struct {
	lang   string
	zone   *time.Location
	texts  map[string]*text
	strict bool
}

// speechless stands in where no Localizer was given.
var speechless = &Localizer{lang: Languages[0], zone: Paris}

// Lang returns the language: one of Languages.
func (l *Localizer) Lang() string { return l.lang }

// T returns the text of key, its values taken from args. A missing key shows as ⟦key⟧, a missing value as ⟦Name⟧, and
// either panics when the bundle is strict.
func (l *Localizer) T(key string, args ...Args) string {
	t := l.texts[key]
	if t == nil {
		return l.missing(key)
	}
	return l.write(&t.other, "", args)
}

// N returns the text of key in the plural form of n; {{.Count}} in it is n, grouped.
func (l *Localizer) N(key string, n int, args ...Args) string {
	t := l.texts[key]
	if t == nil {
		return l.missing(key)
	}
	return l.write(l.choose(t, n), l.Number(n), args)
}

// Has tells whether key is a text, for callers that have a more general one to fall back on.
func (l *Localizer) Has(key string) bool { return l.texts[key] != nil }

// choose returns the form of t for n; French counts zero as one, English does not.
func (l *Localizer) choose(t *text, n int) *form {
	if t.one == nil || plural.Cardinal.MatchPlural(tags[l.lang], max(n, -n), 0, 0, 0, 0) != plural.One {
		return &t.other
	}
	return t.one
}

func (l *Localizer) write(f *form, count string, args []Args) string {
	if f.segments == nil {
		return f.plain
	}
	var out strings.Builder
	out.Grow(len(f.plain) + 32)
	for _, part := range f.segments {
		switch {
		case part.name == "":
			out.WriteString(part.words)
		case part.name == "Count" && count != "":
			out.WriteString(count)
		default:
			out.WriteString(l.value(part.name, args))
		}
	}
	return out.String()
}

// fill is T with its values given as names and words in turn: a page that writes fifty dates makes no map for each.
func (l *Localizer) fill(key string, pairs ...string) string {
	t := l.texts[key]
	if t == nil {
		return l.missing(key)
	}
	var space [64]byte
	out := space[:0]
	for _, part := range t.other.segments {
		if part.name == "" {
			out = append(out, part.words...)
			continue
		}
		out = append(out, l.among(pairs, part.name)...)
	}
	if t.other.segments == nil {
		return t.other.plain
	}
	return string(out)
}

func (l *Localizer) among(pairs []string, name string) string {
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i] == name {
			return pairs[i+1]
		}
	}
	return l.missing(name)
}

func (l *Localizer) value(name string, args []Args) string {
	for _, a := range args {
		if v, ok := a[name]; ok {
			return l.format(v)
		}
	}
	return l.missing(name)
}

func (l *Localizer) format(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int:
		return l.Number(v)
	case int64:
		return l.Number(int(v))
	case clock.Instant:
		return l.DateTime(v)
	case time.Duration:
		return l.Duration(v)
	}
	return fmt.Sprint(v)
}

func (l *Localizer) missing(name string) string {
	if l.strict {
		panic("i18n: no text or value " + strconv.Quote(name) + " in " + l.lang)
	}
	return "⟦" + name + "⟧"
}

var tags = map[string]language.Tag{"fr": language.French, "en": language.English}

// matcher answers French when nothing fits.
var matcher = language.NewMatcher([]language.Tag{language.French, language.English})

// FromRequest returns which of Languages suits an Accept-Language header best: French when none does.
func FromRequest(acceptLanguage string) string {
	const longest = 200 // what browsers send is far shorter; parsing grows with the length
	if len(acceptLanguage) > longest {
		return Languages[0]
	}
	wanted, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil || len(wanted) == 0 {
		return Languages[0]
	}
	_, at, _ := matcher.Match(wanted...)
	return Languages[at]
}

// Zone returns the time zone in which dates are written.
func (l *Localizer) Zone() *time.Location { return l.zone }

// In returns a Localizer that writes dates in another zone.
func (l *Localizer) In(zone *time.Location) *Localizer {
	other := *l
	other.zone = zone
	return &other
}
