package files

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"

	"github.com/minio/minio-go/v7"
)

// Begin, Resume, Arrived and Discard are those of the folder where files wait: what comes in pieces comes to this machine, and
// its requests must too.

// Begin is that of Folder.
func (s *S3) Begin() (name string, err error) { return s.waiting.Begin() }

// Resume is that of Folder.
func (s *S3) Resume(name string) (*Arrival, error) { return s.waiting.Resume(name) }

// Arrived is that of Folder.
func (s *S3) Arrived(name string) (int64, error) { return s.waiting.Arrived(name) }

// Discard is that of Folder.
func (s *S3) Discard(name string) error { return s.waiting.Discard(name) }

// Settle brings an arrival to the bucket, as that of Folder to its place: twice is once. Errors: fs.ErrNotExist when there is no
// such arrival, settled or not; those of the disk and of the server.
func (s *S3) Settle(name, hash string) error {
	info, err := s.waiting.root.Stat(arriving + "/" + name)
	if err == nil {
		err = s.send(context.Background(), arriving+"/"+name, hash, info.Size())
	} else if errors.Is(err, fs.ErrNotExist) {
		_, err = s.client.StatObject(context.Background(), s.bucket, s.place(hash), minio.StatObjectOptions{})
		if err != nil && minio.ToErrorResponse(err).StatusCode == http.StatusNotFound {
			err = fs.ErrNotExist
		}
	}
	if err != nil {
		return fmt.Errorf("files: %w", err)
	}
	return s.waiting.Discard(name)
}
