package hostile

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"math/rand/v2"
	"sync"
)

// part is a file of an archive.
type part struct{ name, content string }

// pack makes an archive.
func pack(parts ...part) []byte {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, p := range parts {
		w, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate})
		if err == nil {
			_, err = io.WriteString(w, p.content)
		}
		if err != nil {
			panic(err) // memory holds an archive
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return out.Bytes()
}

// zeros is so many megabytes of nothing, deflated.
var zeros = func() func(megabytes int) []byte {
	var mu sync.Mutex
	made := map[int][]byte{}
	return func(megabytes int) []byte {
		mu.Lock()
		defer mu.Unlock()
		if made[megabytes] == nil {
			var out bytes.Buffer
			w, _ := flate.NewWriter(&out, flate.BestSpeed) // a level that there is
			some := make([]byte, 1<<20)
			for range megabytes {
				_, _ = w.Write(some)
			}
			_ = w.Close()
			made[megabytes] = out.Bytes()
		}
		return made[megabytes]
	}
}()

// raw packs a content that is deflated already, and says that it has a size.
func raw(parts []part, name string, deflated []byte, size uint64) []byte {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, p := range parts {
		w, err := z.Create(p.name)
		if err == nil {
			_, err = io.WriteString(w, p.content)
		}
		if err != nil {
			panic(err)
		}
	}
	w, err := z.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Deflate, CompressedSize64: uint64(len(deflated)), UncompressedSize64: size})
	if err == nil {
		_, err = w.Write(deflated)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		panic(err)
	}
	return out.Bytes()
}

func archive(r *rand.Rand) (string, []byte, bool) {
	mark := part{"marque.txt", word(r)}
	switch r.IntN(7) {
	case 0: // a bomb that tells its size
		return "bombe.zip", raw([]part{mark}, "zéros", zeros(40), 40<<20), false
	case 1: // a bomb that lies about it
		return "bombe.zip", raw([]part{mark}, "zéros", zeros(40), uint64(r.IntN(100))), false
	case 2:
		return "bombe.zip", raw([]part{mark}, "zéros", zeros(1), 1<<62), false
	case 3: // archives in archives
		inner := pack(mark)
		for range 12 {
			inner = pack(part{"plus.zip", string(inner)}, part{"encore.zip", string(inner[:min(len(inner), 2000)])})
		}
		return "poupées.zip", inner, false
	case 4:
		return "chemins.zip", pack(mark, part{"../../../../../../tmp/pwn", "x"}, part{"/etc/cron.d/pwn", "x"}, part{`..\..\pwn.exe`, "x"}, part{"C:/pwn", "x"},
			part{"a\x00b", "x"}, part{"index.html", Script}), false
	case 5:
		return "foule.zip", crowd(mark), false
	}
	return "recouvrement.zip", overlapping(r), false
}

// crowd is an archive of many empty files.
func crowd(mark part) []byte {
	parts := []part{mark}
	for i := range 1500 {
		parts = append(parts, part{fmt.Sprintf("d%d/f%d", i%50, i), ""})
	}
	return pack(parts...)
}

// overlapping is an archive whose many files are one and the same piece of it: what is unpacked grows by the square.
func overlapping(r *rand.Rand) []byte {
	content := zeros(1)
	local := func(name string) []byte {
		h := make([]byte, 30)
		copy(h, "PK\x03\x04")
		binary.LittleEndian.PutUint16(h[4:], 20)
		binary.LittleEndian.PutUint16(h[8:], zip.Deflate)
		binary.LittleEndian.PutUint32(h[14:], crc32.ChecksumIEEE(content))
		binary.LittleEndian.PutUint32(h[18:], uint32(len(content)))
		binary.LittleEndian.PutUint32(h[22:], 1<<20)
		binary.LittleEndian.PutUint16(h[26:], uint16(len(name)))
		return append(h, name...)
	}
	name := word(r)
	out := append(local(name), content...)
	from := len(out)
	const number = 500
	for range number {
		h := make([]byte, 46)
		copy(h, "PK\x01\x02")
		copy(h[6:], local(name)[4:30]) // what a local header says, it says again
		out = append(append(out, h...), name...)
	}
	end := make([]byte, 22)
	copy(end, "PK\x05\x06")
	binary.LittleEndian.PutUint16(end[8:], number)
	binary.LittleEndian.PutUint16(end[10:], number)
	binary.LittleEndian.PutUint32(end[12:], uint32(len(out)-from))
	binary.LittleEndian.PutUint32(end[16:], uint32(from))
	return append(out, end...)
}
