package accounts

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// The cost of a password: the second choice of RFC 9106 scaled to 19 MiB, as OWASP advises where many sign in at once.
const (
	argonMemory  = 19 * 1024 // KiB
	argonTime    = 2
	argonThreads = 1
	argonSalt    = 16
	argonKey     = 32
)

// How many characters a password has.
const (
	MinPassword      = 12
	MinAdminPassword = 16
	// MaxPassword keeps a hostile text from being hashed at length.
	MaxPassword = 256
)

var errPasswordHash = errors.New("accounts: malformed password hash")

// argonSlots lets one computation run per core: more would only take 19 MiB each and finish later.
var argonSlots = make(chan struct{}, runtime.GOMAXPROCS(0))

// giveBack returns to the system the memory of passwords, once none was checked for a while: a morning of sign-ins would
// otherwise leave the program twice as large for the day.
var giveBack = time.AfterFunc(argonRest, debug.FreeOSMemory)

const argonRest = 2 * time.Second

// HashPassword returns the PHC string of a password (Argon2id). It takes tens of milliseconds and waits for its turn, so
// it is never called in a transaction. Errors: the context's.
func HashPassword(ctx context.Context, password string) (string, error) {
	salt := make([]byte, argonSalt)
	_, _ = rand.Read(salt) // crypto/rand never fails: it ends the program instead
	h := argonHash{memory: argonMemory, time: argonTime, threads: argonThreads, salt: salt}
	key, err := h.derive(ctx, password, argonKey)
	if err != nil {
		return "", err
	}
	h.key = key
	return h.String(), nil
}

// checkPassword says whether password is the one of phc. An empty phc, which stands for an unknown person or one
// without a password, costs the same and is never right. Errors: a malformed phc, the context's.
func checkPassword(ctx context.Context, password, phc string) (bool, error) {
	known := phc != ""
	if !known {
		phc = nobodysHash
	}
	h, err := parseArgon(phc)
	if err != nil {
		return false, err
	}
	key, err := h.derive(ctx, password, len(h.key))
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(key, h.key) == 1 && known, nil
}

// nobodysHash has the cost of a real one and no password that anybody knows.
var nobodysHash = argonHash{
	memory: argonMemory, time: argonTime, threads: argonThreads,
	salt: make([]byte, argonSalt), key: make([]byte, argonKey),
}.String()

// argonHash is a PHC string taken apart.
type argonHash struct {
	memory, time uint32
	threads      uint8
	salt, key    []byte
}

func (h argonHash) String() string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, h.memory, h.time, h.threads,
		base64.RawStdEncoding.EncodeToString(h.salt), base64.RawStdEncoding.EncodeToString(h.key))
}

func parseArgon(phc string) (argonHash, error) {
	var h argonHash
	parts := strings.Split(phc, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return h, errPasswordHash
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &h.memory, &h.time, &h.threads); err != nil {
		return h, errPasswordHash
	}
	var err error
	if h.salt, err = base64.RawStdEncoding.DecodeString(parts[4]); err != nil {
		return h, errPasswordHash
	}
	if h.key, err = base64.RawStdEncoding.DecodeString(parts[5]); err != nil {
		return h, errPasswordHash
	}
	if h.time == 0 || h.threads == 0 || len(h.key) == 0 {
		return h, errPasswordHash
	}
	return h, nil
}

// derive waits for a core. The password is brought to NFKC first (NIST SP 800-63B): one keyboard types é as one
// character, another as two.
func (h argonHash) derive(ctx context.Context, password string, length int) ([]byte, error) {
	if utf8.RuneCountInString(password) > MaxPassword {
		password = "" // nobody has an empty password: wrong, at the usual cost
	}
	select {
	case argonSlots <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() {
		<-argonSlots
		giveBack.Reset(argonRest)
	}()
	return argon2.IDKey([]byte(norm.NFKC.String(password)), h.salt, h.time, h.memory, h.threads, uint32(length)), nil
}
