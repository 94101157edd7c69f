package pictures

import "encoding/binary"

// maxScans is how often a JPEG file may go over its pixels. A progressive one does so about ten times; a scan that says
// nothing takes thirty bytes and a pass over the whole picture, so that a small file could keep a core busy for hours.
const maxScans = 32

// Markers of a JPEG file (ITU T.81, B.1.1.3).
const (
	startOfScan = 0xDA
	endOfImage  = 0xD9
)

// scansOf counts the passes of a JPEG file. What stands in its other segments, a thumbnail for instance, is no scan, nor
// is what follows its end.
func scansOf(file []byte) (n int) {
	for at := 2; at+4 <= len(file); {
		marker := file[at+1]
		switch {
		case file[at] != 0xFF || marker == 0 || marker == 0xFF || marker >= 0xD0 && marker <= 0xD7:
			at++ // compressed data, padding, or what a decoder skips
		case marker == endOfImage:
			return n
		default:
			if marker == startOfScan {
				n++
			}
			at += 2 + int(binary.BigEndian.Uint16(file[at+2:]))
		}
	}
	return n
}
