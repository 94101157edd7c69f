package publications

import (
	"context"

	"osmose/internal/platform/ids"
	"osmose/internal/platform/ui"
	"osmose/internal/spaces"
)

// Kind is what a service tells of its publications, so that feeds and notifications need not know it.
type Kind struct {
	// Name stands in the database: « thread ».
	Name string
	// Label is the text key of one publication (« Discussion »), Plural of several, for the filter of a feed.
	Label, Plural string
	// Noun begins the text keys that name its body within a sentence, and end « a » (« un billet »), « the » and « of ». Empty for
	// threads, whose body is a message like their replies.
	Noun string
	Icon string
	// Service is the key of the entry of a space's menu under which these publications are read.
	Service string
	// Path returns the address of a publication in the space at that address.
	Path func(space string, id ids.ID, title string) string
	// Edit returns the address of the form that rewrites a publication.
	Edit func(space string, id ids.ID, title string) string
	// Reviewed, if set, is the action that lets a member see what others wrote of this kind and have not published, and publish
	// it in their name: proposals. Without it a draft is its author's alone.
	Reviewed spaces.Action
	// Commented kinds take comments by the addresses that all share; threads have their own for replies.
	Commented bool
	// Extra, if set, returns what a card shows beside the common row, of what the room noted by SetCard.
	Extra func(ctx context.Context, card string) Extra
}

// Extra is what one card shows beside the common row.
type Extra struct {
	Badges []ui.Badge
	// Signed, if set, says who published in place of an author whom nobody is.
	Signed *ui.Byline
}
