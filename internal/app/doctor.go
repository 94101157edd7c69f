package app

import (
	"context"
	"time"

	"osmose/internal/platform/files"
)

// Examine reads every file again, at so many bytes a second, 0 for as many as come, and says what is wrong; progress hears how many
// were read, of how many. It changes nothing, and works beside a server that runs.
func (a *App) Examine(ctx context.Context, rate int64, progress func(read, of int)) (files.Findings, error) {
	return files.Examine(ctx, a.files, files.Examination{
		Holders: []files.Holder{a.Accounts.Held, a.Attachments.Held, a.Blog.Held, a.Documents.Held},
		Rate:    rate, Wait: pause, Progress: progress,
	})
}

// pause lets a time pass on the clock of the machine, unless ctx ends before.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
