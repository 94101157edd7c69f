package pictures

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"io"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"golang.org/x/image/draw"
)

// A picture of 31 million pixels is lawful. What is drawn of it takes little beside what it takes itself, or one member with a
// telephone would have the machine out of memory.
func TestDrawingALargePictureTakesLittleMemory(t *testing.T) {
	for _, size := range []image.Point{{5600, 5600}, {1500, 20_000}} {
		source := image.NewGray(image.Rectangle{Max: size})
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		m := Of(source).Within(1920, 1920)
		runtime.ReadMemStats(&after)
		if grown := after.TotalAlloc - before.TotalAlloc; grown > 128<<20 { // 83 and 64 MB; what the collector takes from pools on a busy machine is allocated again
			t.Errorf("%v: %d MB to draw %v", size, grown>>20, m.Bounds().Size())
		}
	}
}

func TestBandsGiveWhatTheWholeGives(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	source := image.NewNRGBA(image.Rect(0, 0, 700, 533))
	for y := range 533 {
		for x := range 700 {
			shade := uint8(x*y/40 + random.IntN(9))
			source.SetNRGBA(x, y, color.NRGBA{shade, uint8(x), uint8(y), uint8(255 - x/5)})
		}
	}
	for _, size := range []image.Point{{320, 240}, {64, 64}, {699, 532}, {1, 300}, {900, 701}} {
		part := image.Rect(3, 5, 697, 530)
		want := image.NewRGBA(image.Rectangle{Max: size})
		draw.Draw(want, want.Bounds(), image.White, image.Point{}, draw.Src)
		draw.CatmullRom.Scale(want, want.Bounds(), source, part, draw.Over, nil)
		got := scaled(source, part, size.X, size.Y)
		if got.Bounds() != want.Bounds() {
			t.Fatalf("%v, want %v", got.Bounds(), want.Bounds())
		}
		// Between the passes a colour is a byte: where the kernel overshoots, a pixel may differ, but no row and no column does.
		rows, columns := make([]int, size.Y), make([]int, size.X)
		for i := range want.Pix {
			apart := max(int(want.Pix[i])-int(got.Pix[i]), int(got.Pix[i])-int(want.Pix[i]))
			rows[i/want.Stride] += apart
			columns[i%want.Stride/4] += apart
		}
		if row, column := slices.Max(rows), slices.Max(columns); row > 4*size.X || column > 4*size.Y {
			t.Errorf("to %v: a row is %d apart, a column %d", size, row, column)
		}
	}
}

// unread fails the test when it is read.
type unread struct{ t *testing.T }

func (u unread) Read([]byte) (int, error) {
	u.t.Error("a picture is read before its turn")
	return 0, io.EOF
}

func TestAPictureThatWaitsForItsTurnIsNotInMemory(t *testing.T) {
	decoding <- struct{}{}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := Read(ctx, "photo", unread{t}, func(Picture) error { return nil })
	<-decoding
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	// When it is its turn it is read, no further than it may be long.
	endless := io.MultiReader(bytes.NewReader(make([]byte, MaxUpload+1)), unread{t})
	if err := Read(t.Context(), "photo", endless, func(Picture) error { return nil }); err == nil {
		t.Error("a picture of more than MaxUpload bytes is taken")
	}
}
