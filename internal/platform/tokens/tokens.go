// Package tokens mints the secrets that an outsider may hold: sessions, links in mails, feed addresses. A secret is 256
// random bits, shown once; only its SHA-256 is stored, so that a stolen database opens nothing. Random bits need no
// slow hash and no salt. What a token is for, when it ends and that it serves once are columns of the room that
// stores it.
package tokens

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
)

const size = 32

// Length is the number of characters of a secret: letters, digits, - and _.
const Length = 43

// New mints a secret and the hash to store.
func New() (secret string, hash []byte) {
	var random [size]byte
	_, _ = rand.Read(random[:]) // crypto/rand never fails: it ends the program instead
	secret = base64.RawURLEncoding.EncodeToString(random[:])
	return secret, Hash(secret)
}

// Hash returns the hash under which secret would be stored. Rows are found by it, so that the time a search takes tells
// nothing of the secret. Anything that New cannot have minted has a hash too; no row has it.
func Hash(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}
