// Package ids mints the identifiers of every row: positive 63-bit integers, 41 bits of milliseconds then 22 bits that
// start at random and grow within a millisecond, so that ids of one process never collide and sort by age. Outside SQL
// an id is always 13 lower-case characters of Crockford's base 32.
package ids

import (
	"crypto/rand"
	"encoding/binary"
	"errors"
	"sync"

	"osmose/internal/platform/clock"
)

// ID identifies a row. The zero value identifies nothing.
type ID int64

const (
	tailBits = 22
	tailMask = 1<<tailBits - 1
	// epoch is 2020-01-01 UTC in milliseconds: 41 bits last until 2089.
	epoch = 1577836800000
	// Length is the number of characters of an id outside SQL.
	Length   = 13
	alphabet = "0123456789abcdefghjkmnpqrstvwxyz"
)

// ErrMalformed says that a text is not an id.
var ErrMalformed = errors.New("ids: malformed")

var minted struct {
	sync.Mutex
	last ID
}

// New mints an id for now. Two calls of a process never return the same id; two processes collide within one
// millisecond with a chance of one in four million, which the primary key then refuses.
func New(now clock.Instant) ID {
	fresh := ID((int64(now)-epoch)<<tailBits | random())
	minted.Lock()
	defer minted.Unlock()
	if fresh>>tailBits <= minted.last>>tailBits {
		fresh = minted.last + 1
	}
	minted.last = fresh
	return fresh
}

// From returns the least id that is minted at a moment or later, for « newer than » on an index by id.
func From(at clock.Instant) ID { return ID((int64(at) - epoch) << tailBits) }

// random leaves the top bit of the tail free, so that the ids of a busy millisecond can grow without reaching the next.
func random() int64 {
	var b [4]byte
	_, _ = rand.Read(b[:])
	return int64(binary.LittleEndian.Uint32(b[:]) & (tailMask >> 1))
}

// String returns the 13 characters of an id.
func (id ID) String() string {
	var b [Length]byte
	id.put(&b)
	return string(b[:])
}

func (id ID) put(b *[Length]byte) {
	n := uint64(id)
	for i := Length - 1; i >= 0; i-- {
		b[i] = alphabet[n&31]
		n >>= 5
	}
}

// MarshalText writes the 13 characters, so that ids are strings in JSON.
func (id ID) MarshalText() ([]byte, error) {
	var b [Length]byte
	id.put(&b)
	return b[:], nil
}

// UnmarshalText reads what MarshalText wrote. Errors: ErrMalformed.
func (id *ID) UnmarshalText(text []byte) error {
	parsed, err := Parse(string(text))
	*id = parsed
	return err
}

// Parse reads the 13 characters of an id; it accepts no other spelling. Errors: ErrMalformed.
func Parse(s string) (ID, error) {
	if len(s) != Length {
		return 0, ErrMalformed
	}
	var n uint64
	for i := 0; i < Length; i++ {
		digit := digits[s[i]]
		if digit == 0 {
			return 0, ErrMalformed
		}
		if i == 0 && digit-1 > 7 {
			return 0, ErrMalformed
		}
		n = n<<5 | uint64(digit-1)
	}
	if n == 0 || n > 1<<63-1 {
		return 0, ErrMalformed
	}
	return ID(n), nil
}

// digits holds for each byte its value plus one, zero where it is no digit.
var digits = func() (table [256]byte) {
	for i := 0; i < len(alphabet); i++ {
		table[alphabet[i]] = byte(i + 1)
	}
	return table
}()
