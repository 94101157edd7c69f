package accounts

import (
	"bytes"
	"context"
	"crypto/rand"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"net/http"

	"golang.org/x/image/draw"
	"golang.org/x/image/webp"

	"osmose/internal/platform/fault"
)

// maxUpload is how many bytes a picture may have when it comes in.
const maxUpload = 8_000_000

// What a picture may become in memory. Both are judged on the header, before anything is decoded.
const (
	maxPixels = 40_000_000
	maxMemory = 128 << 20
)

// The two sizes that are kept, squares: one stands beside a name, the other on the profile.
const (
	photoSide, photoBytes       = 96, 4 << 10
	portraitSide, portraitBytes = 192, 12 << 10
)

// decoding lets one picture at a time be decoded: it may take maxMemory.
var decoding = make(chan struct{}, 1)

// pictureFormat reads one kind of file and knows what a pixel of it costs in memory.
type pictureFormat struct {
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
	// passes counts how often a file goes over its pixels; nil is once.
	passes func(data []byte) int
	cost   func(data []byte, model color.Model) int
}

// pictureFormats go by the type found in the first bytes, never by what the sender says.
var pictureFormats = map[string]pictureFormat{
	"image/jpeg": {jpeg.DecodeConfig, jpeg.Decode, scansOf, jpegCost},
	"image/png":  {png.DecodeConfig, png.Decode, nil, plainCost},
	"image/gif":  {gif.DecodeConfig, gif.Decode, nil, plainCost},
	"image/webp": {webp.DecodeConfig, webp.Decode, nil, plainCost},
}

func plainCost(_ []byte, model color.Model) int {
	switch model {
	case color.RGBA64Model, color.NRGBA64Model:
		return 8
	}
	return 4
}

// jpegCost supposes no subsampling. A progressive file is kept as coefficients of four bytes until its end; its marker
// FF C2 stands nowhere in the compressed data of another.
func jpegCost(data []byte, model color.Model) int {
	cost, components := 8, 4
	switch model {
	case color.GrayModel:
		cost, components = 1, 1
	case color.YCbCrModel:
		cost, components = 3, 3
	}
	if bytes.Contains(data, []byte{0xFF, 0xC2}) {
		cost += 4 * components
	}
	return cost
}

// drawPhotos makes the two square JPEG files of a picture from its centre. Nothing of the file but its pixels remains:
// neither place nor camera. Errors: *fault.Invalid on the field « photo », the context's.
func drawPhotos(ctx context.Context, data []byte) (photo, portrait []byte, err error) {
	select {
	case decoding <- struct{}{}:
	case <-ctx.Done():
		return nil, nil, ctx.Err()
	}
	defer func() { <-decoding }()
	source, err := decodePicture(data)
	if err != nil {
		return nil, nil, err
	}
	large := square(source, centre(source.Bounds()), portraitSide)
	large = upright(large, exifOrientation(data))
	small := square(large, large.Bounds(), photoSide)
	if photo, err = encodeWithin(small, photoBytes); err != nil {
		return nil, nil, err
	}
	portrait, err = encodeWithin(large, portraitBytes)
	return photo, portrait, err
}

func decodePicture(data []byte) (image.Image, error) {
	format, known := pictureFormats[http.DetectContentType(data)]
	if !known {
		return nil, badPhoto("accounts.photo.type", nil)
	}
	config, err := format.config(bytes.NewReader(data))
	if err != nil || config.Width <= 0 || config.Height <= 0 {
		return nil, badPhoto("accounts.photo.broken", nil)
	}
	pixels := int64(config.Width) * int64(config.Height)
	if pixels > maxPixels || pixels*int64(format.cost(data, config.ColorModel)) > maxMemory {
		return nil, badPhoto("accounts.photo.huge", fault.Args{"Width": config.Width, "Height": config.Height})
	}
	if format.passes != nil && format.passes(data) > maxScans {
		return nil, badPhoto("accounts.photo.broken", nil)
	}
	picture, err := format.decode(bytes.NewReader(data))
	if err != nil || picture.Bounds().Empty() {
		return nil, badPhoto("accounts.photo.broken", nil)
	}
	return picture, nil
}

func badPhoto(key string, args fault.Args) error {
	var wrong fault.Invalid
	wrong.Add("photo", key, args)
	return &wrong
}

// centre is the largest square in the middle of r.
func centre(r image.Rectangle) image.Rectangle {
	side := min(r.Dx(), r.Dy())
	corner := image.Pt(r.Min.X+(r.Dx()-side)/2, r.Min.Y+(r.Dy()-side)/2)
	return image.Rectangle{Min: corner, Max: corner.Add(image.Pt(side, side))}
}

// square scales a part of source; what is transparent becomes white.
func square(source image.Image, part image.Rectangle, side int) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, side, side))
	draw.Draw(out, out.Bounds(), image.White, image.Point{}, draw.Src)
	draw.CatmullRom.Scale(out, out.Bounds(), source, part, draw.Over, nil)
	return out
}

// encodeWithin lowers the quality until the file is small enough; the last one is taken as it is.
func encodeWithin(picture image.Image, most int) ([]byte, error) {
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

// signed adds a comment of random bytes (JPEG's COM segment). The store keeps equal contents once; a photo that equals
// nobody else's can be deleted without asking whether somebody else shows it, and its hash tells nothing.
func signed(file []byte) []byte {
	comment := make([]byte, signatureSize)
	copy(comment, []byte{0xFF, 0xFE, 0, signatureSize - 2})
	_, _ = rand.Read(comment[4:])
	return append(append(file[:2:2], comment...), file[2:]...)
}
