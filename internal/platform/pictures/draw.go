package pictures

import (
	"bytes"
	"crypto/rand"
	"image"
	"image/jpeg"

	"golang.org/x/image/draw"
)

// Picture is a picture in memory, and how its camera was held.
type Picture struct {
	source      image.Image
	orientation int // of EXIF, 1 to 8
}

// Of is a picture that the program drew itself.
func Of(source image.Image) Picture { return Picture{source, 1} }

// Square returns the largest square in the middle of the picture, side pixels wide. What is transparent becomes white.
func (p Picture) Square(side int) *image.RGBA {
	return upright(scaled(p.source, centre(p.source.Bounds()), side, side), p.orientation)
}

// Within returns the whole picture, made smaller until it fits. What is transparent becomes white.
func (p Picture) Within(width, height int) *image.RGBA {
	if p.orientation >= 5 { // it lies on its side
		width, height = height, width
	}
	bounds := p.source.Bounds()
	w, h := bounds.Dx(), bounds.Dy()
	if w > width {
		w, h = width, max(1, h*width/w)
	}
	if h > height {
		w, h = max(1, w*height/h), height
	}
	return upright(scaled(p.source, bounds, w, h), p.orientation)
}

// centre is the largest square in the middle of r.
func centre(r image.Rectangle) image.Rectangle {
	side := min(r.Dx(), r.Dy())
	corner := image.Pt(r.Min.X+(r.Dx()-side)/2, r.Min.Y+(r.Dy()-side)/2)
	return image.Rectangle{Min: corner, Max: corner.Add(image.Pt(side, side))}
}

// scaled draws a part of source on white.
func scaled(source image.Image, part image.Rectangle, width, height int) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(out, out.Bounds(), image.White, image.Point{}, draw.Src)
	if part.Dx() == width && part.Dy() == height {
		draw.Draw(out, out.Bounds(), source, part.Min, draw.Over)
		return out
	}
	across := image.NewRGBA(image.Rect(0, 0, width, part.Dy()))
	inBands(width, band, part.Dx(), band, part.Dy(), func(scale draw.Scaler, from, to int) {
		rows := image.Rect(part.Min.X, part.Min.Y+from, part.Max.X, part.Min.Y+to)
		scale.Scale(across, image.Rect(0, from, width, to), source, rows, draw.Src, nil)
	})
	inBands(band, height, band, part.Dy(), width, func(scale draw.Scaler, from, to int) {
		scale.Scale(out, image.Rect(from, 0, to, height), across, image.Rect(from, 0, to, part.Dy()), draw.Over, nil)
	})
	return out
}

// band is how many rows, then columns, are scaled at once. The kernel keeps 32 bytes for each row of the source and column of
// the result, 340 MB for a large photograph; it leaves alone the direction in which a size stays, so that a band gives what
// the whole would.
const band = 64

// inBands calls scale for each band of n, with a scaler from one size to another for those that are whole.
func inBands(toWidth, toHeight, fromWidth, fromHeight, n int, scale func(with draw.Scaler, from, to int)) {
	whole := draw.CatmullRom.NewScaler(toWidth, toHeight, fromWidth, fromHeight)
	from := 0
	for ; from+band <= n; from += band {
		scale(whole, from, from+band)
	}
	if from < n {
		scale(draw.CatmullRom, from, n)
	}
}

// JPEG writes a file, lowering its quality until it has at most most bytes; the last one is taken as it is. Each file is
// unlike any other: see signed.
func JPEG(picture image.Image, most int) ([]byte, error) {
	var out bytes.Buffer
	for quality := 88; ; quality -= 8 {
		out.Reset()
		if err := jpeg.Encode(&out, picture, &jpeg.Options{Quality: quality}); err != nil {
			return nil, err
		}
		if out.Len()+signatureSize <= most || quality <= 16 {
			return signed(out.Bytes()), nil
		}
	}
}

// signatureSize is the length of the segment that signed adds.
const signatureSize = 4 + 16

// signed adds a comment of random bytes (JPEG's COM segment). The store keeps equal contents once; a picture that equals
// no other can be deleted without asking whether somebody else shows it, and its hash tells nothing.
func signed(file []byte) []byte {
	comment := make([]byte, signatureSize)
	copy(comment, []byte{0xFF, 0xFE, 0, signatureSize - 2})
	_, _ = rand.Read(comment[4:])
	return append(append(file[:2:2], comment...), file[2:]...)
}
