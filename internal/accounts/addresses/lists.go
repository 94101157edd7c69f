package addresses

import (
	"cmp"
	"embed"
	"io/fs"
	"strings"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/db"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this package, with the words that are shipped.
func Migrations() fs.FS { return migrations }

// Texts are the sentences of this package: why an address is refused.
//
//go:embed texts.*.toml
var Texts embed.FS

// Kind is one of the two lists; it stands in the database.
type Kind string

// The lists.
const (
	Offices  Kind = "generic"
	Webmails Kind = "webmail"
)

const (
	// MaxWords is how many words a list holds at most: each request reads both.
	MaxWords = 1000
	// MaxWord is the longest word, in characters.
	MaxWord = 100
	// MaxReason is the longest reason of an exception, in characters.
	MaxReason = 500
)

// Word is a line of a list.
type Word struct {
	Kind Kind   `db:"kind"`
	Word string `db:"word"`
}

// Words returns both lists, in alphabetical order.
func Words(q db.Querier) ([]Word, error) {
	return db.All[Word](q, `
		SELECT kind, word
		FROM address_words
		ORDER BY kind, word
		LIMIT $1`, 2*MaxWords)
}

// Check returns the canonical spelling of an address that somebody typed, empty when it has none, and whether it may have an
// account: by the lists, or by an exception. It tells nothing of accounts.
func Check(q db.Querier, typed string) (string, Verdict, error) {
	words, err := Words(q)
	if err != nil {
		return "", Verdict{}, err
	}
	l := Lists{Generic: map[string]bool{}, Webmail: map[string]bool{}}
	for _, w := range words {
		if w.Kind == Webmails {
			l.Webmail[w.Word] = true
		} else {
			l.Generic[w.Word] = true
		}
	}
	canonical, verdict := l.Judge(typed)
	if !verdict.Liftable() {
		return canonical, verdict, nil
	}
	excepted, err := db.One[bool](q, `SELECT EXISTS (SELECT 1 FROM address_exceptions WHERE email = $1)`, canonical)
	if excepted {
		verdict = Verdict{}
	}
	return canonical, verdict, err
}

// Accept is Check for a form: it returns the canonical address, or notes why it is refused, and that one may write to contact
// about it. Errors: *fault.Invalid of the field called name.
func Accept(q db.Querier, name, typed, contact string) (string, error) {
	canonical, verdict, err := Check(q, typed)
	if err != nil || verdict.Accepted() {
		return canonical, err
	}
	var wrong fault.Invalid
	wrong.Add(name, verdict.Key(), fault.Args{"Word": verdict.Word, "Contact": contact})
	return "", wrong.Err()
}

// Key is the text that says why an address is refused, whose Contact is whom to ask and whose Word is that of the verdict.
func (v Verdict) Key() string { return "addresses.refused." + string(v.Reason) }

// Add puts a word into a list, once. Errors: *fault.Invalid of « word ».
func Add(tx *db.Tx, by ids.ID, kind Kind, typed string) error {
	var wrong fault.Invalid
	word := Fold(typed)
	if kind == Webmails {
		word = asciiLower(strings.TrimPrefix(strings.TrimSpace(typed), "@"))
		if _, err := Canonical("a@" + word); err != nil {
			wrong.Add("word", "addresses.word.no_domain", nil)
			return wrong.Err()
		}
	}
	wrong.Limit("word", word, MaxWord)
	switch {
	case kind != Webmails && kind != Offices:
		wrong.Add("kind", "form.choice", nil)
	case word == "" || kind == Offices && strings.ContainsFunc(typed, odd):
		wrong.Add("word", "addresses.word.no_word", nil)
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	// Two who add at once may pass the limit by one: it bounds a page, it counts nothing.
	n, err := db.One[int](tx, `SELECT COUNT(*) FROM address_words WHERE kind = $1`, string(kind))
	if err == nil && n >= MaxWords {
		wrong.Add("word", "addresses.word.full", fault.Args{"Max": MaxWords})
	}
	if err = cmp.Or(err, wrong.Err()); err != nil {
		return err
	}
	_, err = tx.Exec(`
		INSERT INTO address_words (kind, word, by_id, added_at)
		VALUES ($1, $2, $3, $4)
		ON CONFLICT (kind, word) DO NOTHING`, string(kind), word, by, tx.Now)
	return err
}

// odd is a character that no word of an office has: what would be folded away silently is refused instead.
func odd(r rune) bool {
	return r > 'z' || notLetter(r) && (r < 'A' || r > 'Z') && !strings.ContainsRune(" .-_'", r)
}

// Remove takes a word from a list. Errors: fault.ErrNotFound.
func Remove(tx *db.Tx, kind Kind, word string) error {
	n, err := tx.Exec(`DELETE FROM address_words WHERE kind = $1 AND word = $2`, string(kind), word)
	if err == nil && n == 0 {
		err = fault.ErrNotFound
	}
	return err
}

// Exception is an address that an administrator lets in against the lists.
type Exception struct {
	ID      ids.ID        `db:"id"`
	Email   string        `db:"email"`
	Reason  string        `db:"reason"`
	By      string        `db:"by_name"` // empty when the account is gone
	AddedAt clock.Instant `db:"added_at"`
}

// ExceptionsPage is how many exceptions a page shows.
const ExceptionsPage = 50

// Exceptions returns the exceptions before an id, the newest first: one more than a page.
func Exceptions(q db.Querier, before ids.ID) ([]Exception, error) {
	return db.All[Exception](q, `
		SELECT e.id, e.email, e.reason, e.added_at, COALESCE(p.given_name || ' ' || p.family_name, '') AS by_name
		FROM address_exceptions e
		LEFT JOIN people p ON p.id = e.by_id
		WHERE e.id < $1
		ORDER BY e.id DESC
		LIMIT $2`, before, ExceptionsPage+1)
}

// Except lets an address in against the lists; the reason is kept, with who gave it.
// Errors: *fault.Invalid, of « email » when no exception can help or none is needed.
func Except(tx *db.Tx, by ids.ID, typed, reason string) error {
	canonical, verdict, err := Check(tx, typed)
	if err != nil {
		return err
	}
	var wrong fault.Invalid
	switch {
	case verdict.Accepted():
		wrong.Add("email", "addresses.exception.needless", nil)
	case !verdict.Liftable():
		wrong.Add("email", "addresses.exception.hopeless", nil)
	}
	if strings.TrimSpace(reason) == "" {
		wrong.Add("reason", "form.required", nil)
	}
	wrong.Limit("reason", reason, MaxReason)
	if err := wrong.Err(); err != nil {
		return err
	}
	_, err = tx.Exec(`
		INSERT INTO address_exceptions (id, email, reason, by_id, added_at)
		VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (email) DO NOTHING`, ids.New(tx.Now), canonical, reason, by, tx.Now)
	return err
}

// Unexcept withdraws an exception; an account that has come of it stays. Errors: fault.ErrNotFound.
func Unexcept(tx *db.Tx, exception ids.ID) error {
	n, err := tx.Exec(`DELETE FROM address_exceptions WHERE id = $1`, exception)
	if err == nil && n == 0 {
		err = fault.ErrNotFound
	}
	return err
}
