package convert

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"
)

// What an archive may say of itself before it is opened: many office files are archives, and small ones may hold much.
const (
	mostEntries  = 10_000
	mostUnpacked = 300_000_000
)

// check refuses what is not of the format that its name says. Errors: ErrRefused, those of the disk.
func (s *Source) check(extension string) error {
	file, err := os.Open(s.path)
	if err != nil {
		return fmt.Errorf("convert: %w", err)
	}
	defer file.Close()
	head := make([]byte, 8)
	n, err := io.ReadFull(file, head)
	if err != nil && n == 0 {
		return fmt.Errorf("%w: it is empty", ErrRefused)
	}
	head = head[:n]
	switch extension {
	case ".odt", ".ods", ".odp", ".odg", ".docx", ".xlsx", ".pptx":
		return checkArchive(file)
	case ".doc", ".xls", ".ppt":
		if bytes.Equal(head, []byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}) {
			return nil
		}
	case ".rtf":
		if bytes.HasPrefix(head, []byte(`{\rtf`)) {
			return nil
		}
	}
	return fmt.Errorf("%w: it is no %s", ErrRefused, extension)
}

// checkArchive reads the list of an archive alone, nothing in it.
func checkArchive(file *os.File) error {
	info, err := file.Stat()
	if err != nil {
		return fmt.Errorf("convert: %w", err)
	}
	archive, err := zip.NewReader(file, info.Size())
	if err != nil {
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	if len(archive.File) > mostEntries {
		return fmt.Errorf("%w: it has %d parts", ErrRefused, len(archive.File))
	}
	var unpacked uint64
	named := false
	for _, part := range archive.File {
		if unpacked += part.UncompressedSize64; unpacked > mostUnpacked || part.UncompressedSize64 > mostUnpacked {
			return fmt.Errorf("%w: it would take more than %d bytes", ErrRefused, mostUnpacked)
		}
		named = named || part.Name == "mimetype" || strings.EqualFold(part.Name, "[Content_Types].xml")
	}
	if !named {
		return fmt.Errorf("%w: it is an archive of something else", ErrRefused)
	}
	return nil
}
