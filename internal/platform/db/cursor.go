package db

import (
	"errors"
	"strconv"
	"strings"

	"osmose/internal/platform/ids"
)

// Cursor is where a page of a list ended: the sort key of its last row, a whole number such as an Instant, then its id,
// which parts equal keys. Lists continue with (key, id) < ($1, $2), which an index answers however far one has read.
type Cursor struct {
	Key int64
	ID  ids.ID
}

// ErrCursor says that a text is not a cursor.
var ErrCursor = errors.New("db: malformed cursor")

// Newest stands before the first row of a list that goes from the newest to the oldest.
var Newest = Cursor{Key: 1<<63 - 1, ID: 1<<63 - 1}

// String writes a cursor for an address.
func (c Cursor) String() string { return strconv.FormatInt(c.Key, 36) + "." + c.ID.String() }

// ParseCursor reads what String wrote; an empty text is Newest. Errors: ErrCursor.
func ParseCursor(s string) (Cursor, error) {
	if s == "" {
		return Newest, nil
	}
	key, id, ok := strings.Cut(s, ".")
	if !ok {
		return Cursor{}, ErrCursor
	}
	n, err := strconv.ParseInt(key, 36, 64)
	if err != nil {
		return Cursor{}, ErrCursor
	}
	parsed, err := ids.Parse(id)
	if err != nil {
		return Cursor{}, ErrCursor
	}
	return Cursor{Key: n, ID: parsed}, nil
}
