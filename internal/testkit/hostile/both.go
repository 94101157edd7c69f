package hostile

import (
	"math/rand/v2"
	"strings"
)

// twoAtOnce is a file of one type for whoever reads its beginning, and of another for whoever doesn't.
func twoAtOnce(r *rand.Rand) (string, []byte, bool) {
	w := word(r)
	switch r.IntN(9) {
	case 0: // a script whose first word is a picture
		return one(r, "image.gif", "image.js"), []byte("GIF89a/*" + strings.Repeat("\x00", 20) + "*/=1;window.__pwn='" + Canary + w + "'"), false
	case 1:
		return "image.gif", append(frames(r, 1), Script...), false
	case 2:
		return "image.jpg", inJPEG(jpegOf(r), 0xFE, "*/=1;window.__pwn='"+Canary+"';/*"), false
	case 3:
		return "image.png", inPNG(pngOf(r), chunk("tEXt", "c\x00"+Script)), false
	case 4:
		return one(r, "plan.pdf", "plan.html"), []byte("%PDF-1.4\n%" + w + "\n" + Script + "\n" + plainPDF("")), false
	case 5: // markup first, PDF within the first kilobyte, where readers look for it: it may be taken, as a PDF that is saved and never shown
		return "plan.pdf", []byte("<html>" + Script + w + "</html>\n%PDF-1.4\n"), false
	case 6:
		return "tout.zip", append([]byte("<html>"+Script+w), pack(part{"a.txt", w})...), true
	case 7: // an archive read from its end, a text from its beginning
		return "tout.zip", append([]byte("Bonjour "+w+"\n"+Script), pack(part{"index.html", Script})...), false
	}
	return "image.jpg", append(jpegOf(r), pack(part{"index.html", Script})...), false
}
