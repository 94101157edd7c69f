// Package pictures reads the pictures that people send and draws anew, in our own JPEG files, what a room keeps of them.
// Nothing of a file but its pixels remains: neither place nor camera. What a picture would take in memory is judged on
// its header, before anything is decoded, and one picture at a time is.
package pictures

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"net/http"

	"golang.org/x/image/webp"

	"osmose/internal/platform/fault"
)

// MaxUpload is how many bytes a picture may have when it comes in.
const MaxUpload = 8_000_000

// MaxForm is the size of a body that carries a picture: somewhat more than MaxUpload, so that a picture which is too
// large is told so beside its field.
const MaxForm = 2 * MaxUpload

// Accept lists the types that Read reads, for a ui.FileField.
const Accept = "image/jpeg,image/png,image/webp,image/gif"

// What a picture may become in memory. Both are judged on the header, before anything is decoded.
const (
	maxPixels = 40_000_000
	maxMemory = 128 << 20
)

// decoding lets one picture at a time be decoded: it may take maxMemory.
var decoding = make(chan struct{}, 1)

// format reads one kind of file and knows what a pixel of it costs in memory.
type format struct {
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
	// passes counts how often a file goes over its pixels; nil is once.
	passes func(data []byte) int
	cost   func(data []byte, model color.Model) int
}

// formats go by the type found in the first bytes, never by what the sender says.
var formats = map[string]format{
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

// Read decodes the file that came in the form field called name, and lets use draw what is kept of it while no other
// picture is in memory: a file that waits for its turn is not either. Errors: *fault.Invalid on that field, those of use and of
// content, the context's.
func Read(ctx context.Context, name string, content io.Reader, use func(Picture) error) error {
	select {
	case decoding <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-decoding }()
	data, err := io.ReadAll(io.LimitReader(content, MaxUpload+1))
	if err != nil {
		return err
	}
	if len(data) > MaxUpload {
		return bad(name, "form.file_too_large", fault.Args{"Max": MaxUpload / 1_000_000})
	}
	source, err := decode(name, data)
	if err != nil {
		return err
	}
	return use(Picture{source, exifOrientation(data)})
}

func decode(name string, data []byte) (image.Image, error) {
	format, known := formats[http.DetectContentType(data)]
	if !known {
		return nil, bad(name, "form.picture_type", nil)
	}
	config, err := format.config(bytes.NewReader(data))
	if err != nil || config.Width <= 0 || config.Height <= 0 {
		return nil, bad(name, "form.picture_broken", nil)
	}
	pixels := int64(config.Width) * int64(config.Height)
	if pixels > maxPixels || pixels*int64(format.cost(data, config.ColorModel)) > maxMemory {
		return nil, bad(name, "form.picture_huge", fault.Args{"Width": config.Width, "Height": config.Height})
	}
	if format.passes != nil && format.passes(data) > maxScans {
		return nil, bad(name, "form.picture_broken", nil)
	}
	picture, err := format.decode(bytes.NewReader(data))
	if err != nil || picture.Bounds().Empty() {
		return nil, bad(name, "form.picture_broken", nil)
	}
	return picture, nil
}

func bad(name, key string, args fault.Args) error {
	var wrong fault.Invalid
	wrong.Add(name, key, args)
	return &wrong
}
