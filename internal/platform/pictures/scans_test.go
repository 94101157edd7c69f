package pictures_test

import (
	"bytes"
	"testing"
	"time"
)

// manyScans is a grey progressive JPEG of 3,840 pixels a side that goes over them n times, each time to say nothing: all
// blocks of a scan are three runs of « end of block ». A scan takes 16 bytes and tens of milliseconds.
func manyScans(n int) []byte {
	const side = 3840 >> 8
	file := []byte{0xFF, 0xD8, 0xFF, 0xDB, 0, 67, 0}
	file = append(file, bytes.Repeat([]byte{1}, 64)...)
	file = append(file, 0xFF, 0xC2, 0, 11, 8, side, 0, side, 0, 1, 1, 0x11, 0)
	for table, symbol := range map[byte]byte{0x00: 0, 0x10: 0xE0} { // one code of one bit in each
		file = append(file, 0xFF, 0xC4, 0, 20, table, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, symbol)
	}
	const eobRuns = "\x7F\xFE\xFF\x00\xFD\xFF\x00\xFB\xFF\x00\xF7\xFF\x00\xEF\xFF\x00\xDF\xFF\x00\xBF\xFF\x00"
	scan := append([]byte{0xFF, 0xDA, 0, 8, 1, 1, 0x00, 1, 63, 0}, eobRuns...)
	return append(append(file, bytes.Repeat(scan, n)...), 0xFF, 0xD9)
}

func TestAPictureThatIsGoneOverAThousandTimesIsRefusedAtOnce(t *testing.T) {
	if _, _, err := drawn(t.Context(), manyScans(4)); err != nil {
		t.Fatalf("a picture of four scans: %v", err)
	}
	began := time.Now()
	if _, _, err := drawn(t.Context(), manyScans(1000)); err == nil {
		t.Error("a thousand scans were drawn")
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("it took %v", took)
	}
}

func TestWhatIsNoScanIsNotCountedAsOne(t *testing.T) {
	file := holidays(t, 1)
	// A thumbnail, and the film that some telephones put behind the picture.
	segment := append([]byte{0xFF, 0xE2, 0xFF, 0}, bytes.Repeat([]byte{0xFF, 0xDA}, (0xFF00-2)/2)...)
	file = append(append(append([]byte{0xFF, 0xD8}, segment...), file[2:]...), bytes.Repeat([]byte{0xFF, 0xDA, 0, 8}, 1000)...)
	if _, _, err := drawn(t.Context(), file); err != nil {
		t.Error(err)
	}
}
