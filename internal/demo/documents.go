package demo

import (
	"bytes"
	"context"
	"fmt"
	"image/png"
	"path"
	"strings"

	"golang.org/x/text/encoding/charmap"

	"osmose/internal/app"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/richtext"
	"osmose/internal/services/documents"
	"osmose/internal/spaces"
)

// file makes the real, small file of a version.
func (v DocumentVersion) file() ([]byte, error) {
	switch path.Ext(v.Name) {
	case ".png":
		palette, known := palettes[v.Draw]
		if !known {
			return nil, fmt.Errorf("no palette %q", v.Draw)
		}
		var out bytes.Buffer
		err := png.Encode(&out, landscape(palette[0], palette[1]))
		return out.Bytes(), err
	case ".pdf":
		return pdf(v.Text)
	}
	return []byte(v.Text + "\n"), nil
}

// pdf writes a page of text, as little as a reader takes for a PDF (ISO 32000-1, 7.5).
func pdf(text string) ([]byte, error) {
	encoded, err := charmap.Windows1252.NewEncoder().String(text)
	if err != nil {
		return nil, err
	}
	var page strings.Builder
	page.WriteString("BT /F1 12 Tf 16 TL 64 770 Td\n")
	escape := strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`)
	for _, line := range strings.Split(encoded, "\n") {
		fmt.Fprintf(&page, "(%s) Tj T*\n", escape.Replace(line))
	}
	page.WriteString("ET")
	var out bytes.Buffer
	out.WriteString("%PDF-1.4\n")
	var at []int
	for i, object := range []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", page.Len(), page.String()),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
	} {
		at = append(at, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	table := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, offset := range at {
		fmt.Fprintf(&out, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&out, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, table)
	return out.Bytes(), nil
}

// keepFiles brings the files of all documents to the disk, by the space and the title. They come before the rows that mention
// them.
func keepFiles(ctx context.Context, a *app.App, world World) (map[string][]documents.File, error) {
	kept := map[string][]documents.File{}
	for _, s := range world.Spaces {
		for _, d := range s.Documents {
			for _, v := range d.Versions {
				content, err := v.file()
				if err != nil {
					return nil, fmt.Errorf("%s: %w", v.Name, err)
				}
				file, err := a.Documents.Keep(ctx, v.Name, bytes.NewReader(content))
				if err != nil {
					return nil, fmt.Errorf("%s: %w", v.Name, err)
				}
				kept[s.Key+d.Title] = append(kept[s.Key+d.Title], file)
			}
		}
	}
	return kept, nil
}

// documents places the folders of a space, then its documents with their comments.
func (f *filler) documents(custody spaces.Custody, themes map[string]ids.ID, s Space) error {
	folders := map[string]ids.ID{}
	for _, each := range s.Folders {
		id, err := f.app.Documents.PlaceFolder(f.tx, custody, documents.FolderDraft{Name: each.Name, Parent: folders[each.Parent], Deposits: each.Deposits})
		if err != nil {
			return fmt.Errorf("%s: %w", each.Name, err)
		}
		folders[each.Name] = id
	}
	for _, d := range s.Documents {
		placed := documents.PlacedDocument{
			Draft:  documents.Draft{Title: d.Title, Theme: themes[d.Theme], Keywords: d.Keywords, Body: richtext.FromMarkdown(d.Body)},
			Folder: folders[d.Folder], Author: f.people[d.Author], ValidatedBy: f.people[d.ValidatedBy],
		}
		for i, v := range d.Versions {
			placed.Versions = append(placed.Versions, documents.PlacedVersion{
				File: f.files[s.Key+d.Title][i], Note: v.Note, Author: f.people[v.Author], At: before(f.tx.Now, v.Minutes),
			})
		}
		id, err := f.app.Documents.Place(f.tx, custody, placed)
		if err != nil {
			return fmt.Errorf("%s: %w", d.Title, err)
		}
		if _, err := f.said(custody, id, d.Reactions, d.Comments); err != nil {
			return fmt.Errorf("%s: %w", d.Title, err)
		}
	}
	return nil
}
