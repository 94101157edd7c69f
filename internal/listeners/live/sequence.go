package live

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"

	"osmose/internal/platform/ids"
)

// remembered is how many changes the node remembers, to prove to a page that it missed none.
const remembered = 1 << 15

// sequence orders the changes that this node has heard of, whatever they are about, and remembers the last of them. A place
// in it is given to pages sealed: the plain number would tell a stranger that something moves in spaces that they may not know
// of. A seal of another node, or of one that has restarted, can't be opened, which is an honest « I don't know ».
type sequence struct {
	last  int64
	floor int64 // changes up to this one are forgotten
	when  map[key]int64
	ring  [remembered]key
	seal  cipher.Block
}

func newSequence() sequence {
	var secret [16]byte
	_, _ = rand.Read(secret[:]) // never fails
	block, err := aes.NewCipher(secret[:])
	if err != nil {
		panic(err)
	}
	return sequence{when: map[key]int64{}, seal: block}
}

// key names what a change is about: a subject, or with a name alone what is a person's own.
type key struct {
	name     string
	one, two ids.ID
}

func (s subject) key() key { return key{"", s.space, s.publication} }

// note gives the next place to a change of what k names.
func (q *sequence) note(k key) {
	q.last++
	slot := &q.ring[q.last%remembered]
	if old := *slot; old != (key{}) {
		if q.when[old] == q.last-remembered {
			delete(q.when, old)
		}
		q.floor = q.last - remembered
	}
	*slot = k
	q.when[k] = q.last
}

// forget makes every place given until now one of which nothing can be proved.
func (q *sequence) forget() {
	q.last++
	q.floor = q.last
}

// missed says whether what k names may have changed after a place.
func (q *sequence) missed(k key, place int64) bool {
	return place < q.floor || place > q.last || q.when[k] > place
}

// write seals a place. Two seals of one place differ, so that they tell nothing when compared.
func (q *sequence) write(place int64) string {
	var block [aes.BlockSize]byte
	binary.BigEndian.PutUint64(block[:8], uint64(place))
	_, _ = rand.Read(block[11:])
	block[0], block[1], block[2] = 0, 0, 0 // a place needs 40 bits; these prove that the seal is ours
	q.seal.Encrypt(block[:], block[:])
	return base64.RawURLEncoding.EncodeToString(block[:])
}

// read opens a seal; what is none, or another node's, is before everything that is remembered.
func (q *sequence) read(mark string) int64 {
	raw, err := base64.RawURLEncoding.DecodeString(mark)
	if err != nil || len(raw) != aes.BlockSize {
		return -1
	}
	q.seal.Decrypt(raw, raw)
	if raw[0]|raw[1]|raw[2] != 0 {
		return -1
	}
	return int64(binary.BigEndian.Uint64(raw[:8]))
}
