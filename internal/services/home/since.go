package home

import (
	"context"

	"osmose/internal/platform/i18n"
)

// sinceText says what happened since the last visit: S87.
func sinceText(ctx context.Context, m mine) string {
	if m.Since == 0 {
		return i18n.T(ctx, "home.first_visit")
	}
	args := i18n.Args{"When": i18n.DateTime(ctx, m.Since)}
	if m.News.Since == 0 {
		return i18n.T(ctx, "home.no_news", args)
	}
	return i18n.N(ctx, "home.news", m.News.Since, args)
}
