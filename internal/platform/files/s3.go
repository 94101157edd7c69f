package files

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/netip"
	"net/url"
	"path"
	"strings"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"osmose/internal/platform/clock"
)

// S3 keeps files in a bucket of a server that speaks S3, under the same two levels of names as Folder. What comes waits in a
// folder of this machine until its hash is known, which is its name: nothing of it stays there. It lists the bucket for Each
// alone.
type S3 struct {
	apart
	client         *minio.Client
	bucket, prefix string
	waiting        *Folder
}

// OpenS3 opens a bucket, which must exist, at an address such as s3://s3.exemple.fr/osmose or, with a prefix and a region,
// s3://s3.exemple.fr/bucket/osmose?region=paris; s3+http:// is for this machine alone. dir is the folder where files wait; it
// must exist. Errors: a sentence for the operator.
func OpenS3(ctx context.Context, address, key, secret, dir string) (*S3, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || strings.Trim(u.Path, "/") == "" {
		return nil, errors.New("files: the address of the bucket is not one such as s3://s3.exemple.fr/bucket")
	}
	if u.Scheme == "s3+http" && !isHere(u.Hostname()) || u.Scheme != "s3" && u.Scheme != "s3+http" {
		return nil, errors.New("files: the address of the bucket begins with s3://; s3+http:// is for a server on this machine")
	}
	if key == "" || secret == "" {
		return nil, errors.New("files: a bucket needs OSMOSE_FILES_KEY and OSMOSE_FILES_SECRET in the environment")
	}
	client, err := minio.New(u.Host, &minio.Options{
		Creds: credentials.NewStaticV4(key, secret, ""), Secure: u.Scheme == "s3", Region: u.Query().Get("region"), BucketLookup: minio.BucketLookupPath,
	})
	if err != nil {
		return nil, fmt.Errorf("files: %w", err)
	}
	bucket, prefix, _ := strings.Cut(strings.Trim(u.Path, "/"), "/")
	there, err := client.BucketExists(ctx, bucket)
	if err == nil && !there {
		err = errors.New("it does not exist")
	}
	if err != nil {
		return nil, fmt.Errorf("files: the bucket %s can't be opened: %w", bucket, err)
	}
	waiting, err := OpenFolder(dir)
	if err != nil {
		return nil, err
	}
	s := &S3{client: client, bucket: bucket, prefix: prefix, waiting: waiting}
	s.apart = apart{s}
	return s, nil
}

func isHere(host string) bool {
	address, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && address.IsLoopback()
}

func (s *S3) place(hash string) string { return path.Join(s.prefix, placeOf(hash)) }

// Close lets go of the folder where files wait; contents that are open stay readable.
func (s *S3) Close() error { return s.waiting.Close() }

// Put keeps what r holds, as Folder does: it returns once the server has said that all of it is there. Errors: ErrTooLarge; those
// of r, of ctx, of the disk and of the server.
func (s *S3) Put(ctx context.Context, r io.Reader, limit int64) (hash string, size int64, err error) {
	name := arriving + "/" + rand.Text()
	hash, size, err = s.waiting.receive(name, &bounded{ctx: ctx, from: r, left: limit})
	if err == nil {
		err = s.send(ctx, name, hash, size)
	}
	if err = errors.Join(err, ignoreAbsent(s.waiting.root.Remove(name))); err != nil {
		return "", 0, fmt.Errorf("files: %w", err)
	}
	return hash, size, nil
}

func (s *S3) send(ctx context.Context, name, hash string, size int64) error {
	content, err := s.waiting.root.Open(name)
	if err != nil {
		return err
	}
	defer content.Close()
	kept, err := s.client.PutObject(ctx, s.bucket, s.place(hash), content, size, minio.PutObjectOptions{ContentType: "application/octet-stream"})
	if err == nil && kept.Size != size {
		err = fmt.Errorf("the server kept %d bytes of %d", kept.Size, size)
	}
	return err
}

// Open returns the content whose hash is given; parts of it are fetched as they are read. Errors: fs.ErrNotExist, also for what is
// no hash.
func (s *S3) Open(hash string) (io.ReadSeekCloser, error) {
	if !isHash(hash) {
		return nil, fmt.Errorf("files: %q: %w", hash, fs.ErrNotExist)
	}
	content, err := s.client.GetObject(context.Background(), s.bucket, s.place(hash), minio.GetObjectOptions{})
	if err != nil {
		return nil, fmt.Errorf("files: %w", err)
	}
	if _, err := content.Stat(); err != nil {
		_ = content.Close()
		if minio.ToErrorResponse(err).StatusCode == http.StatusNotFound {
			err = fs.ErrNotExist
		}
		return nil, fmt.Errorf("files: %s: %w", hash, err)
	}
	return content, nil
}

// Delete removes a content, as Folder does.
func (s *S3) Delete(hash string) error {
	if !isHash(hash) {
		return nil
	}
	err := s.client.RemoveObject(context.Background(), s.bucket, s.place(hash), minio.RemoveObjectOptions{})
	if err != nil && minio.ToErrorResponse(err).StatusCode != http.StatusNotFound {
		return fmt.Errorf("files: %w", err)
	}
	return nil
}

// Each tells the hash of every content, a thousand at a request.
func (s *S3) Each(ctx context.Context, hear func(hash string) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for object := range s.client.ListObjects(ctx, s.bucket, minio.ListObjectsOptions{Prefix: s.prefix, Recursive: true}) {
		if object.Err != nil {
			return fmt.Errorf("files: %w", object.Err)
		}
		hash := path.Base(object.Key)
		if !isHash(hash) || object.Key != s.place(hash) {
			continue // not ours: the bucket may hold more
		}
		if err := hear(hash); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// Sweep removes what a killed program left half received on this machine.
func (s *S3) Sweep(now clock.Instant) error { return s.waiting.Sweep(now) }
