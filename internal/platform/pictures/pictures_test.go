package pictures_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"osmose/internal/platform/pictures"
)

// quarters is a picture whose upper left is red, upper right green, lower left blue, lower right white.
func quarters(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{255, 255, 255, 255}
			switch {
			case x < w/2 && y < h/2:
				c = color.RGBA{255, 0, 0, 255}
			case y < h/2:
				c = color.RGBA{0, 255, 0, 255}
			case x < w/2:
				c = color.RGBA{0, 0, 255, 255}
			}
			m.SetRGBA(x, y, c)
		}
	}
	return m
}

const place = "48°51'29.6\"N Archives nationales"

// holidays is what a telephone makes: a JPEG that says where it was taken and how the telephone was held.
func holidays(t testing.TB, orientation int) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, quarters(640, 480), nil); err != nil {
		t.Fatal(err)
	}
	exif := []byte("Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00")
	exif = append(exif, byte(orientation), 0, 0, 0, 0, 0, 0)
	exif = append(exif, place...)
	segment := append(binary.BigEndian.AppendUint16([]byte{0xFF, 0xE1}, uint16(len(exif)+2)), exif...)
	return append(append([]byte{0xFF, 0xD8}, segment...), out.Bytes()[2:]...)
}

// pngHeader is the beginning of a picture that says that it is huge.
func pngHeader(w, h uint32) []byte {
	ihdr := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32([]byte("IHDR"), w), h)
	ihdr = append(ihdr, 8, 6, 0, 0, 0)
	out := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), ihdr...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(ihdr))
}

// drawn makes a small and a large square of a file.
func drawn(ctx context.Context, data []byte) (small, large []byte, err error) {
	err = pictures.Read(ctx, "photo", bytes.NewReader(data), func(p pictures.Picture) error {
		square := p.Square(192)
		if small, err = pictures.JPEG(pictures.Of(square).Square(96), 4<<10); err != nil {
			return err
		}
		large, err = pictures.JPEG(square, 12<<10)
		return err
	})
	return small, large, err
}

// draw returns the two pictures that are drawn of a file.
func draw(t *testing.T, data []byte) (small, large image.Image) {
	t.Helper()
	photo, portrait, err := drawn(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	if len(photo) > 4<<10 || len(portrait) > 12<<10 {
		t.Errorf("%d and %d bytes", len(photo), len(portrait))
	}
	for _, file := range [][]byte{photo, portrait} {
		if bytes.Contains(file, []byte("Exif")) || bytes.Contains(file, []byte(place)) {
			t.Error("the picture tells where it was taken")
		}
	}
	small, err = jpeg.Decode(bytes.NewReader(photo))
	if err != nil {
		t.Fatal(err)
	}
	large, err = jpeg.Decode(bytes.NewReader(portrait))
	if err != nil {
		t.Fatal(err)
	}
	if small.Bounds() != image.Rect(0, 0, 96, 96) || large.Bounds() != image.Rect(0, 0, 192, 192) {
		t.Errorf("%v, %v", small.Bounds(), large.Bounds())
	}
	return small, large
}

// corners names the colours of a picture's quarters: upper left, upper right, lower left, lower right.
func corners(m image.Image) (names string) {
	b := m.Bounds()
	for _, p := range []image.Point{{1, 1}, {3, 1}, {1, 3}, {3, 3}} {
		r, g, b, _ := m.At(b.Dx()*p.X/4, b.Dy()*p.Y/4).RGBA()
		switch high := [3]bool{r > 0x8000, g > 0x8000, b > 0x8000}; high {
		case [3]bool{true, false, false}:
			names += "R"
		case [3]bool{false, true, false}:
			names += "G"
		case [3]bool{false, false, true}:
			names += "B"
		case [3]bool{true, true, true}:
			names += "W"
		default:
			names += "?"
		}
	}
	return names
}

func TestAPhotoStandsUprightHoweverTheTelephoneWasHeld(t *testing.T) {
	// What each orientation of EXIF does to a picture whose quarters are red, green, blue, white.
	for orientation, want := range map[int]string{1: "RGBW", 2: "GRWB", 3: "WBGR", 4: "BWRG", 5: "RBGW", 6: "BRWG", 7: "WGBR", 8: "GWRB",
		0: "RGBW", 9: "RGBW"} {
		small, large := draw(t, holidays(t, orientation))
		if corners(small) != want || corners(large) != want {
			t.Errorf("orientation %d: %s and %s, want %s", orientation, corners(small), corners(large), want)
		}
	}
}

func TestAWholePictureFitsAndStandsUpright(t *testing.T) {
	for _, c := range []struct {
		orientation, width, height int
		want                       image.Point
		corners                    string
	}{
		{1, 320, 1000, image.Pt(320, 240), "RGBW"}, {1, 1000, 120, image.Pt(160, 120), "RGBW"},
		{6, 240, 1000, image.Pt(240, 320), "BRWG"}, {8, 1000, 160, image.Pt(120, 160), "GWRB"},
		{3, 2000, 2000, image.Pt(640, 480), "WBGR"}, // never made larger
	} {
		err := pictures.Read(t.Context(), "cover", bytes.NewReader(holidays(t, c.orientation)), func(p pictures.Picture) error {
			m := p.Within(c.width, c.height)
			if got := m.Bounds().Size(); got != c.want || corners(m) != c.corners {
				t.Errorf("held as %d within %d × %d: %v %s", c.orientation, c.width, c.height, got, corners(m))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestEveryAcceptedKindOfPictureBecomesASquare(t *testing.T) {
	var asPNG, asGIF bytes.Buffer
	if err := png.Encode(&asPNG, quarters(300, 900)); err != nil {
		t.Fatal(err)
	}
	if err := gif.Encode(&asGIF, quarters(500, 200), nil); err != nil {
		t.Fatal(err)
	}
	webp, err := base64.StdEncoding.DecodeString("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA")
	if err != nil {
		t.Fatal(err)
	}
	draw(t, webp)
	for name, data := range map[string][]byte{"PNG": asPNG.Bytes(), "GIF": asGIF.Bytes()} {
		if small, _ := draw(t, data); corners(small) != "RGBW" {
			t.Errorf("%s: %s", name, corners(small))
		}
	}
}

func TestWhatIsTransparentBecomesWhite(t *testing.T) {
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewNRGBA(image.Rect(0, 0, 50, 50))); err != nil {
		t.Fatal(err)
	}
	if small, _ := draw(t, out.Bytes()); corners(small) != "WWWW" {
		t.Error(corners(small))
	}
}

func TestEvenNoiseFits(t *testing.T) {
	noise := image.NewRGBA(image.Rect(0, 0, 400, 400))
	source := rand.New(rand.NewPCG(1, 2))
	for i := range noise.Pix {
		noise.Pix[i] = byte(source.Uint32())
	}
	var out bytes.Buffer
	if err := png.Encode(&out, noise); err != nil {
		t.Fatal(err)
	}
	draw(t, out.Bytes())
}

func TestABombIsRefusedOnItsHeader(t *testing.T) {
	for name, data := range map[string][]byte{
		"900 million pixels":        pngHeader(30_000, 30_000),
		"over 128 MiB":              pngHeader(6_000, 6_000),
		"an endless line":           pngHeader(1<<31-1, 1),
		"progressive, 4000 squared": []byte("\xff\xd8\xff\xc2\x00\x11\x08\x0f\xa0\x0f\xa0\x03\x01\x11\x00\x02\x11\x00\x03\x11\x00\xff\xda\x00\x02"),
		"GIF of 65535 squared":      []byte("GIF89a\xff\xff\xff\xff\x00\x00\x00"),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, _, err := drawn(t.Context(), data)
		runtime.ReadMemStats(&after)
		if err == nil || !strings.Contains(err.Error(), "form.picture_huge") || after.TotalAlloc-before.TotalAlloc > 1<<20 {
			t.Errorf("%s: %v after %d bytes", name, err, after.TotalAlloc-before.TotalAlloc)
		}
	}
}

func FuzzNoPictureBreaksUs(f *testing.F) {
	f.Add(holidays(f, 6))
	f.Add(pngHeader(10, 10))
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x0cExif\x00\x00MM"))
	f.Fuzz(func(t *testing.T, data []byte) {
		photo, _, err := drawn(t.Context(), data)
		if err == nil && len(photo) == 0 {
			t.Error("nothing drawn")
		}
	})
}
