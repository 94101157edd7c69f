package documents

import (
	"errors"
	"io"
	"io/fs"
	names "path"
	"strings"

	"osmose/internal/platform/archives"
	"osmose/internal/platform/db"
	"osmose/internal/platform/i18n"
	"osmose/internal/platform/ids"
	"osmose/internal/platform/web"
	"osmose/internal/spaces"
)

// archive is one being written: the right to each byte is asked for again while it leaves.
type archive struct {
	*watch
	to io.Writer
	// below are the folders of the space by id, as the archive has them; made those that it has so far, the root first.
	below map[ids.ID]Folder
	made  map[ids.ID]*archives.Folder
	// left are the documents that are still to come, by id; of those, gone were thrown away since.
	left []ids.ID
	gone map[ids.ID]bool
	// missing are the titles of documents whose file is not on disk.
	missing []string
}

// newArchive begins an archive of what stands in a folder, zero for a whole space: the folders between are its folders.
func (r *Room) newArchive(x *web.Exchange, m spaces.Member, root ids.ID, all []Folder, to io.Writer) *archive {
	a := &archive{to: to, below: map[ids.ID]Folder{}, made: map[ids.ID]*archives.Folder{}}
	a.watch = r.watching(x, m, a.lookAhead)
	for _, f := range all {
		a.below[f.ID] = f
	}
	a.made[root] = archives.Root()
	return a
}

// folder returns the folder of the archive for one of the space; what is not below the root is put in the root.
func (a *archive) folder(id, root ids.ID) *archives.Folder {
	if made := a.made[id]; made != nil {
		return made
	}
	f, known := a.below[id]
	if !known {
		return a.made[root]
	}
	made := a.folder(f.ParentID, root).In(f.Name, i18n.T(a.ctx, "documents.archive.folder"))
	a.made[id] = made
	return made
}

// write writes the whole. What was thrown away meanwhile is left out. Errors: fault.ErrNotFound once the reader may have it no
// more.
func (a *archive) write(list []piece, root ids.ID) error {
	out := archives.New(a)
	for _, p := range list {
		a.left = append(a.left, p.ID)
	}
	for _, p := range list {
		if err := a.inTime(); err != nil {
			return err
		}
		a.left = a.left[1:]
		if a.gone[p.ID] {
			continue
		}
		if err := a.put(out, a.folder(p.FolderID, root), p); err != nil {
			return err
		}
	}
	if len(a.missing) > 0 {
		text := i18n.T(a.ctx, "documents.archive.missing_text") + "\r\n\r\n" + strings.Join(a.missing, "\r\n") + "\r\n"
		entry := archives.Entry{Name: i18n.T(a.ctx, "documents.archive.missing") + ".txt", Modified: a.room.Clock.Now().Time()}
		if err := out.Put(a.made[root], entry, strings.NewReader(text)); err != nil {
			return err
		}
	}
	return out.Close()
}

// put adds a document under its title, which is what people know it by.
func (a *archive) put(out *archives.Writer, in *archives.Folder, p piece) error {
	content, err := a.room.open(p.file())
	if errors.Is(err, fs.ErrNotExist) {
		a.missing = append(a.missing, p.Title)
		return nil
	}
	if err != nil {
		return err
	}
	defer content.Close()
	name := p.Title
	if end := names.Ext(p.Name); !strings.EqualFold(names.Ext(name), end) {
		name += end
	}
	return out.Put(in, archives.Entry{
		Name: name, Otherwise: i18n.T(a.ctx, "documents.kind") + names.Ext(p.Name), Modified: p.FiledAt.Time().In(i18n.Paris), Packed: isPacked(p.Type),
	}, content)
}

// Write lets bytes go while the reader may have them.
func (a *archive) Write(p []byte) (int, error) {
	if err := a.inTime(); err != nil {
		return 0, err
	}
	return a.to.Write(p)
}

// lookAhead looks which documents to come are live.
func (a *archive) lookAhead(q db.Querier) error {
	a.gone = map[ids.ID]bool{}
	live, err := piecesAmong(q, a.m, a.left)
	for _, id := range a.left {
		a.gone[id] = true
	}
	for _, p := range live {
		delete(a.gone, p.ID)
	}
	return err
}
