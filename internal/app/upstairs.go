package app

import (
	"context"

	"osmose/internal/accounts"
	"osmose/internal/platform/db"
	"osmose/internal/platform/ids"
	"osmose/internal/publications/texts"
	"osmose/internal/spaces"
)

// acquaintances answers accounts.Acquaintances: people know those with whom they share a space, and those whose texts
// stand in one of theirs. A profile lists shared spaces only.
type acquaintances struct {
	db     *db.DB
	spaces *spaces.Room
}

func (a acquaintances) Common(ctx context.Context, viewer, person ids.ID) (bool, []accounts.Link, error) {
	know, shared, err := a.spaces.Common(ctx, viewer, person)
	if know || err != nil {
		return know, shared, err
	}
	know, err = texts.WroteWithin(a.db.Read(ctx), spaces.ReachOf(viewer), person)
	return know, nil, err
}
