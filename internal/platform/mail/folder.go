package mail

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"osmose/internal/platform/clock"
	"osmose/internal/platform/fault"
	"osmose/internal/platform/ids"
)

// Folder sends nothing: it keeps each message as a file <id>.eml, for the demo and for tests, where anybody may read
// everybody's mail.
type Folder struct {
	root  *os.Root
	from  Address
	clock clock.Clock
}

// OpenFolder opens dir, which must exist. From is the sender of every message.
func OpenFolder(dir string, from Address, c clock.Clock) (*Folder, error) {
	if err := CheckAddress(from.Email); err != nil {
		return nil, fmt.Errorf("%w: the sender %q", err, from.Email)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("mail: %w", err)
	}
	return &Folder{root: root, from: from, clock: c}, nil
}

// Close lets go of the folder.
func (f *Folder) Close() error { return f.root.Close() }

const (
	suffix     = ".eml"
	unfinished = ".part"
)

// Send writes a message into the folder. Errors: ErrRefused; those of the disk.
func (f *Folder) Send(ctx context.Context, m Message) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	now := f.clock.Now()
	msg, err := compose(m, f.from, now)
	if err != nil {
		return err
	}
	name := ids.New(now).String()
	if err := f.write(name+unfinished, msg); err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	if err := f.root.Rename(name+unfinished, name+suffix); err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	return nil
}

func (f *Folder) write(name string, content io.WriterTo) error {
	file, err := f.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if _, err := content.WriteTo(file); err != nil {
		return errors.Join(err, file.Close())
	}
	return errors.Join(file.Sync(), file.Close())
}

// List returns at most n messages, newest first: those older than before, or the newest if before is zero.
func (f *Folder) List(before ids.ID, n int) ([]Received, error) {
	entries, err := fs.ReadDir(f.root.FS(), ".")
	if err != nil {
		return nil, fmt.Errorf("mail: %w", err)
	}
	list := []Received{}
	for _, entry := range slices.Backward(entries) { // names sort as ids do: by age
		id, err := ids.Parse(strings.TrimSuffix(entry.Name(), suffix))
		if err != nil || before != 0 && id >= before {
			continue
		}
		if len(list) == n {
			break
		}
		message, err := f.Read(id)
		if err != nil {
			return nil, err
		}
		list = append(list, message)
	}
	return list, nil
}

// Read returns one message. Errors: fault.ErrNotFound.
func (f *Folder) Read(id ids.ID) (Received, error) {
	file, err := f.root.Open(id.String() + suffix)
	if errors.Is(err, fs.ErrNotExist) {
		return Received{}, fault.ErrNotFound
	}
	if err != nil {
		return Received{}, fmt.Errorf("mail: %w", err)
	}
	defer file.Close()
	message, err := Parse(file)
	message.ID = id
	return message, err
}
