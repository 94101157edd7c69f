package richtext

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"osmose/internal/platform/ids"
)

// A picture is /espaces/<space>/pieces/<piece>: kept by the platform, behind the door of its space.
const (
	pictureSpace = "/espaces/"
	picturePiece = "/pieces/"
	pictureStart = `<img src="`
)

// maxAlternative is the longest alternative of a picture, in characters.
const maxAlternative = 500

// PictureURL returns the address of a piece of a space in a text.
func PictureURL(space, piece ids.ID) string {
	return pictureSpace + space.String() + picturePiece + piece.String()
}

// isPicture says whether src is exactly the address of a piece of a space.
func isPicture(src string) bool {
	_, _, is := parsePicture(src)
	return is
}

func parsePicture(src string) (space, piece ids.ID, is bool) {
	const start, middle = len(pictureSpace), len(picturePiece)
	if len(src) != start+ids.Length+middle+ids.Length || src[:start] != pictureSpace ||
		src[start+ids.Length:start+ids.Length+middle] != picturePiece {
		return 0, 0, false
	}
	space, err := ids.Parse(src[start : start+ids.Length])
	if err != nil {
		return 0, 0, false
	}
	piece, err = ids.Parse(src[len(src)-ids.Length:])
	return space, piece, err == nil
}

// cleanAlternative is one line of words.
func cleanAlternative(s string) string {
	s = strings.TrimFunc(collapse(clean(s), true), unicode.IsSpace)
	if utf8.RuneCountInString(s) > maxAlternative {
		s = strings.TrimFunc(string([]rune(s)[:maxAlternative]), unicode.IsSpace)
	}
	return s
}

// Pictures returns the pieces of a space that h shows as pictures, in order.
func Pictures(h HTML, space ids.ID) (found []ids.ID) {
	rest := string(h)
	for {
		_, after, more := strings.Cut(rest, pictureStart)
		if !more {
			return found
		}
		src, _, _ := strings.Cut(after, `"`)
		if of, piece, is := parsePicture(src); is && of == space {
			found = append(found, piece)
		}
		rest = after
	}
}
