package pictures

import (
	"bytes"
	"encoding/binary"
	"image"
)

// exifOrientation returns how a camera was held, 1 to 8 (EXIF 2.32, tag 0x0112); 1 for a file that does not say.
func exifOrientation(data []byte) int {
	if !bytes.HasPrefix(data, []byte{0xFF, 0xD8}) {
		return 1
	}
	for rest := data[2:]; len(rest) >= 4 && rest[0] == 0xFF; {
		marker, length := rest[1], int(binary.BigEndian.Uint16(rest[2:]))
		if marker == 0xDA || length < 2 || len(rest) < 2+length {
			return 1
		}
		body := rest[4 : 2+length]
		if tiff, is := bytes.CutPrefix(body, []byte("Exif\x00\x00")); is && marker == 0xE1 {
			return tiffOrientation(tiff)
		}
		rest = rest[2+length:]
	}
	return 1
}

// tiffOrientation looks through the first directory of a TIFF header.
func tiffOrientation(tiff []byte) int {
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.LittleEndian
	if tiff[0] == 'M' {
		order = binary.BigEndian
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 1
	}
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(entries) < 12 {
			return 1
		}
		if value := int(order.Uint16(entries[8:])); order.Uint16(entries) == 0x0112 && value >= 1 && value <= 8 {
			return value
		}
		entries = entries[12:]
	}
	return 1
}

// upright turns and mirrors a picture so that it looks as its camera saw it.
func upright(in *image.RGBA, orientation int) *image.RGBA {
	if orientation == 1 {
		return in
	}
	size := in.Bounds().Size()
	lastX, lastY := size.X-1, size.Y-1
	if orientation >= 5 { // rows and columns are exchanged
		size = image.Pt(size.Y, size.X)
	}
	out := image.NewRGBA(image.Rectangle{Max: size})
	for y := range size.Y {
		for x := range size.X {
			fromX, fromY := x, y
			if orientation >= 5 {
				fromX, fromY = y, x
			}
			switch orientation {
			case 2, 3, 7, 8:
				fromX = lastX - fromX
			}
			switch orientation {
			case 3, 4, 6, 7:
				fromY = lastY - fromY
			}
			out.SetRGBA(x, y, in.RGBAAt(fromX, fromY))
		}
	}
	return out
}
