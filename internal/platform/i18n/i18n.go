// Package i18n writes every text that a person reads, in the person's language and time zone. A room keeps its texts in
// texts.<lang>.toml (go-i18n's message format, nested tables become dotted keys); a Bundle gathers the files of all
// rooms at start and refuses to finish while a key is missing in one of Languages. A text may hold {{.Name}} and
// nothing else of the template language: texts are parsed once, into segments, so that a plain one costs one map
// lookup.
//
// French spacing (U+202F before ? ! ;, U+00A0 before a colon and inside « ») is in the French texts themselves. Values
// are written as they are: escaping belongs to the page.
package i18n

import (
	"context"

	"osmose/internal/platform/clock"
)

// Languages are those that every text is written in; the first is the reference in error messages.
var Languages = []string{"fr", "en"}

// Args are the values that a text mentions: strings, numbers (grouped as the language does), Instants (written as
// dates), other texts.
type Args = map[string]any

type contextKey struct{}

// With returns a context whose texts are written by l.
func With(ctx context.Context, l *Localizer) context.Context {
	return context.WithValue(ctx, contextKey{}, l)
}

// From returns the Localizer of the context. Code that writes many texts asks once and calls its methods. Without one
// it returns a Localizer that knows no text and marks every key.
func From(ctx context.Context) *Localizer {
	if l, ok := ctx.Value(contextKey{}).(*Localizer); ok {
		return l
	}
	return speechless
}

// Lang returns the language of the context, for lang attributes: "fr" unless it has another.
func Lang(ctx context.Context) string { return From(ctx).lang }

// T returns the text of key. See Localizer.T.
func T(ctx context.Context, key string, args ...Args) string { return From(ctx).T(key, args...) }

// N returns the text of key in the plural form of n. See Localizer.N.
func N(ctx context.Context, key string, n int, args ...Args) string {
	return From(ctx).N(key, n, args...)
}

// Number writes n with its thousands grouped: « 12 345 ».
func Number(ctx context.Context, n int) string { return From(ctx).Number(n) }

// Date writes « 18 novembre 2026 ».
func Date(ctx context.Context, at clock.Instant) string { return From(ctx).Date(at) }

// DateTime writes « 18 novembre 2026 à 9 h 12 ».
func DateTime(ctx context.Context, at clock.Instant) string { return From(ctx).DateTime(at) }

// DateShort writes « 18 nov. ».
func DateShort(ctx context.Context, at clock.Instant) string { return From(ctx).DateShort(at) }

// Time writes « 9 h 12 ».
func Time(ctx context.Context, at clock.Instant) string { return From(ctx).Time(at) }

// Ago writes how long before now something was. See Localizer.Ago.
func Ago(ctx context.Context, now, at clock.Instant) string { return From(ctx).Ago(now, at) }
