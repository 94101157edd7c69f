// Package archives writes ZIP archives straight to whoever reads them: nothing is kept in memory or on disk but the list of
// what was put in. Each name is one that Windows, macOS and Linux unpack to one file, inside the folder where it is unpacked, and
// never over another. It knows not what it packs.
package archives

import (
	"archive/zip"
	"fmt"
	"io"
	"time"
)

// Folder is a folder of an archive. It is made by Root and In, and is in the archive once something is put into it.
type Folder struct {
	path  string // with a slash at the end; empty at the root
	taken names
	long  int // of path, in units of UTF-16
}

// Root returns the outermost folder of an archive.
func Root() *Folder { return &Folder{taken: names{}} }

// In returns a new folder in another, under a name that is safe and its own; otherwise is the name of one whose name can't be
// written.
func (f *Folder) In(name, otherwise string) *Folder {
	made := f.taken.take(name, otherwise, max(folderLeast, (foldersMost-f.long)/2))
	return &Folder{path: f.path + made + "/", taken: names{}, long: f.long + units(made) + 1}
}

// Writer writes one archive. It belongs to one goroutine.
type Writer struct{ zip *zip.Writer }

// New begins an archive that goes to w.
func New(w io.Writer) *Writer { return &Writer{zip.NewWriter(w)} }

// Entry is a file to put into an archive.
type Entry struct {
	Name, Otherwise string
	// Modified is shown by programs that know no time zones as it stands in its own.
	Modified time.Time
	// Packed says that the content is compressed already.
	Packed bool
}

// Put adds a file to a folder. Errors: those of content and of whoever reads the archive.
func (w *Writer) Put(in *Folder, e Entry, content io.Reader) error {
	header := &zip.FileHeader{
		Name:   in.path + in.taken.take(e.Name, e.Otherwise, min(fileMost, max(fileLeast, wholePath-in.long))),
		Method: zip.Deflate, Modified: e.Modified,
	}
	if e.Packed {
		header.Method = zip.Store
	}
	header.SetMode(0o644)
	entry, err := w.zip.CreateHeader(header)
	if err != nil {
		return fmt.Errorf("archives: %w", err)
	}
	if _, err = io.Copy(entry, content); err != nil {
		return fmt.Errorf("archives: %w", err)
	}
	// What is small would wait for what follows.
	return w.zip.Flush()
}

// Close writes the list of what is in the archive: without it, the archive is not whole.
func (w *Writer) Close() error {
	if err := w.zip.Close(); err != nil {
		return fmt.Errorf("archives: %w", err)
	}
	return nil
}
