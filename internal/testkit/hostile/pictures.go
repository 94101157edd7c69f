package hostile

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"strings"
)

// drawn is a small picture, no two alike.
func drawn(r *rand.Rand) image.Image {
	m := image.NewRGBA(image.Rect(0, 0, 24, 16))
	for i := range m.Pix {
		m.Pix[i] = byte(r.IntN(256)) | 0x80
	}
	return m
}

func jpegOf(r *rand.Rand) []byte {
	var out bytes.Buffer
	if err := jpeg.Encode(&out, drawn(r), nil); err != nil {
		panic(err) // memory holds a picture
	}
	return out.Bytes()
}

func pngOf(r *rand.Rand) []byte {
	var out bytes.Buffer
	if err := png.Encode(&out, drawn(r)); err != nil {
		panic(err)
	}
	return out.Bytes()
}

// chunk is a piece of a PNG file.
func chunk(kind, content string) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(content)))
	out = append(append(out, kind...), content...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}

const pngHead = "\x89PNG\r\n\x1a\n"

// pngSaying is the head of a picture that says that it is of a size, with some data that is not.
func pngSaying(width, height uint32, depth, kind byte) []byte {
	size := string(binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, width), height))
	out := append([]byte(pngHead), chunk("IHDR", size+string([]byte{depth, kind, 0, 0, 0}))...)
	return append(append(out, chunk("IDAT", deflated("\x00"))...), chunk("IEND", "")...)
}

func deflated(s string) string {
	var out bytes.Buffer
	w := zlib.NewWriter(&out)
	_, _ = w.Write([]byte(s)) // memory does not fail
	_ = w.Close()
	return out.String()
}

// inPNG puts pieces after the header of a picture.
func inPNG(file []byte, pieces ...[]byte) []byte {
	at := len(pngHead) + 25
	return append(append(bytes.Clone(file[:at]), bytes.Join(pieces, nil)...), file[at:]...)
}

// inJPEG puts a segment at the beginning of a picture.
func inJPEG(file []byte, marker byte, content string) []byte {
	head := append(bytes.Clone(file[:2]), 0xFF, marker)
	head = append(binary.BigEndian.AppendUint16(head, uint16(len(content)+2)), content...)
	return append(head, file[2:]...)
}

// picture is one that becomes enormous, or takes for ever.
func picture(r *rand.Rand) (string, []byte, bool) {
	w := word(r)
	switch r.IntN(11) {
	case 0:
		return "grande.png", append(pngSaying(65535, 65535, 8, 6), w...), true
	case 1:
		return "fil.png", append(pngSaying(1<<31-1, 1, 16, 6), w...), true
	case 2: // the size of its rows is wrong
		return "court.png", append(pngSaying(1000+uint32(r.IntN(1000)), 1000, 8, 2), w...), true
	case 3: // megabytes in a profile of colours
		return "profil.png", inPNG(pngOf(r), chunk("iCCP", "p\x00\x00"+deflated(strings.Repeat("\x00", 1<<20))), chunk("zTXt", "c\x00\x00"+deflated(strings.Repeat("a", 1<<20)))), false
	case 4:
		return "grand.gif", append([]byte("GIF89a\xff\xff\xff\xff\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\xff\xff\xff\xff\x00\x02\x02D\x01\x00;"), w...), true
	case 5:
		return "images.gif", frames(r, 400), false
	case 6:
		return "grande.jpg", huge(r), true
	case 7: // 4 GB by its header
		return "grande.webp", []byte("RIFF\x2e\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x10\x00\x00\x00\xff\xff\xff\xff\xff\xffVP8L\x0c\x00\x00\x00\x2f\xff\xff\xff\x1f" + w), true
	case 8:
		return "grande.tiff", []byte("II*\x00\x08\x00\x00\x00\x02\x00\x00\x01\x04\x00\x01\x00\x00\x00\xff\xff\xff\x7f\x01\x01\x04\x00\x01\x00\x00\x00\xff\xff\xff\x7f\x00\x00\x00\x00" + w), true
	case 9:
		return "grande.bmp", []byte("BM\x46\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00\x28\x00\x00\x00\xff\xff\xff\x7f\xff\xff\xff\x7f\x01\x00\x18\x00\x00\x00\x00\x00" + w), true
	}
	file := jpegOf(r)
	return "coupée.jpg", file[:len(file)/2+r.IntN(len(file)/3)], false
}

// frames is an animation.
func frames(r *rand.Rand, n int) []byte {
	var g gif.GIF
	for range n {
		m := image.NewPaletted(image.Rect(0, 0, 8, 8), color.Palette{color.Black, color.White})
		m.Pix[r.IntN(64)] = 1
		g.Image, g.Delay = append(g.Image, m), append(g.Delay, 0)
	}
	var out bytes.Buffer
	if err := gif.EncodeAll(&out, &g); err != nil {
		panic(err)
	}
	return out.Bytes()
}

// huge is a picture whose header says 65,535 by 65,535.
func huge(r *rand.Rand) []byte {
	file := jpegOf(r)
	at := bytes.Index(file, []byte{0xFF, 0xC0})
	copy(file[at+5:], "\xff\xff\xff\xff")
	return file
}

// placed is a picture that says where it was taken, in each way that cameras and programs have.
func placed(r *rand.Rand) (string, []byte, bool) {
	packet := `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description exif:GPSLatitude="` + Canary + `"/></rdf:RDF></x:xmpmeta>`
	switch r.IntN(5) {
	case 0:
		return "photo.jpg", inJPEG(jpegOf(r), 0xE1, "Exif\x00\x00"+exif()), false
	case 1:
		return "photo.jpg", inJPEG(inJPEG(jpegOf(r), 0xE1, "http://ns.adobe.com/xap/1.0/\x00"+packet), 0xED, "Photoshop 3.0\x008BIM"+Canary), false
	case 2:
		return "photo.jpg", inJPEG(jpegOf(r), 0xFE, Canary+Script), false
	case 3:
		return "photo.png", inPNG(pngOf(r), chunk("eXIf", exif()), chunk("tEXt", "Location\x00"+Canary), chunk("iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00"+packet)), false
	}
	return "photo.jpg", append(jpegOf(r), exif()+packet...), false // behind its end
}

// exif is a directory that leads to one of places (TIFF 6.0, Exif 2.3): a latitude, and a date that is none.
func exif() string {
	entry := func(tag, kind uint16, count, value uint32) []byte {
		out := binary.LittleEndian.AppendUint16(binary.LittleEndian.AppendUint16(nil, tag), kind)
		return binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(out, count), value)
	}
	out := []byte("II*\x00\x08\x00\x00\x00\x01\x00")
	out = append(append(out, entry(0x8825, 4, 1, 26)...), 0, 0, 0, 0)
	out = append(out, 2, 0)
	out = append(out, entry(1, 2, 2, 'N')...)
	out = append(append(out, entry(0x1D, 2, uint32(len(Canary)), 56)...), 0, 0, 0, 0)
	return string(out) + Canary
}
