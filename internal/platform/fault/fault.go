// Package fault holds the kinds of failure that a verb may return and a person may read. Each has an inner text for the
// log and a public key, translated where the answer is written; any other error is the house's own fault.
package fault

import (
	"errors"
	"fmt"
	"time"
	"unicode/utf8"
)

// Args are the values that a public message mentions.
type Args = map[string]any

// ErrNotFound is the answer for what does not exist and for what the person may not know of: the two are one.
var ErrNotFound = errors.New("not found")

// Refusal says that the person knows the thing and may not do this with it.
type Refusal struct {
	Key  string
	Args Args
}

func (e *Refusal) Error() string { return "refused: " + e.Key }

// Refuse returns a Refusal whose public message is key.
func Refuse(key string) error { return &Refusal{Key: key} }

// Field is one thing wrong with one field of a form.
type Field struct {
	Name string
	Key  string
	Args Args
}

// Invalid lists what is wrong with what was sent. Nothing was stored.
type Invalid struct{ Fields []Field }

func (e *Invalid) Error() string { return fmt.Sprintf("invalid: %v", e.Fields) }

// Add notes that the field name is wrong in the way that key tells.
func (e *Invalid) Add(name, key string, args Args) {
	e.Fields = append(e.Fields, Field{Name: name, Key: key, Args: args})
}

// Wrong returns an Invalid of one field, wrong in the way that key tells.
func Wrong(name, key string, args Args) error { return &Invalid{[]Field{{name, key, args}}} }

// Limit notes that the field name holds more than max characters, if text does.
func (e *Invalid) Limit(name, text string, max int) {
	if length := utf8.RuneCountInString(text); length > max {
		e.Add(name, "form.too_long", Args{"Max": max, "Length": length})
	}
}

// Err returns e if anything is wrong, else nil.
func (e *Invalid) Err() error {
	if len(e.Fields) == 0 {
		return nil
	}
	return e
}

// Conflict says that the thing was changed by somebody else since the person read it. Current is the version that
// stands now.
type Conflict struct{ Current int64 }

func (e *Conflict) Error() string { return fmt.Sprintf("conflict: version %d stands", e.Current) }

// TooMany says that a budget is spent until After has passed.
type TooMany struct {
	Key   string
	After time.Duration
}

func (e *TooMany) Error() string { return fmt.Sprintf("too many: %s, wait %s", e.Key, e.After) }
