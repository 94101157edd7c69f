package hostile

import (
	"archive/zip"
	"bytes"
	"io"
	"math/rand/v2"
)

// stored is an archive whose first file says its type, as ODF wants it: not deflated.
func stored(mime string, parts []part) []byte {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	w, err := z.CreateHeader(&zip.FileHeader{Name: "mimetype", Method: zip.Store})
	if err == nil {
		_, err = io.WriteString(w, mime)
	}
	for _, p := range parts {
		if err == nil {
			w, err = z.Create(p.name)
		}
		if err == nil {
			_, err = io.WriteString(w, p.content)
		}
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		panic(err) // memory holds an archive
	}
	return out.Bytes()
}

// recording is a sound or a video whose labels hold markup, or whose boxes say sizes that are not.
func recording(r *rand.Rand) (string, []byte, bool) {
	w := word(r)
	switch r.IntN(5) {
	case 0:
		return "son.mp3", []byte("ID3\x03\x00\x00\x7f\x7f\x7f\x7fTIT2\x00\x00\x00\x60\x00\x00\x00" + Script + w), false
	case 1:
		return "film.mp4", []byte("\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2\xff\xff\xff\xffmoov\xff\xff\xff\xfftrak" + Script + w), false
	case 2:
		return "film.webm", []byte("\x1A\x45\xDF\xA3\x9F\x42\x86\x81\x01\x42\xF7\x81\x01\x42\xF2\x81\x04\x42\xF3\x81\x08\x42\x82\x84webm\x42\x87\x81\x02" + Script + w), false
	case 3:
		return "son.wav", []byte("RIFF\xff\xff\xff\xffWAVEfmt \xff\xff\xff\xff" + Script + w), false
	}
	return "son.ogg", []byte("OggS\x00\x02" + string(make([]byte, 20)) + "\x01\x1e\x01vorbis" + Script + w), false
}
