package web

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"mime"
	"net/http"
	"path"
	"slices"
	"strings"
	"sync"
)

// staticRoot is where static files are.
const staticRoot = "/static/"

// Assets are the static files of every room, built once at start and kept in memory. All styles are one file, app.css,
// and all scripts one file, app.js, in the order of the rooms; everything else keeps its name. They share one hash, so
// that an address never changes its content and a browser never asks twice.
type Assets struct {
	hash  string
	files map[string]*asset
}

// asset is one static file, compressed when first asked for.
type asset struct {
	contentType string
	plain       []byte
	gzip        func() []byte
	brotli      func() []byte
}

// NewAssets reads the files of the rooms, lower floors first: a style may be overridden by the floors above. Within a
// room files are joined in the order of their names. What is in a folder called « vendor » or ends in .mjs is served by
// itself, for pages that load it when they need it. Go and templ sources and texts are left out. Errors: a file that
// cannot be read, two files of one name.
func NewAssets(rooms ...fs.FS) (*Assets, error) {
	contents := map[string][]byte{"app.css": nil, "app.js": nil}
	for _, room := range rooms {
		if err := collect(contents, room); err != nil {
			return nil, fmt.Errorf("web: assets: %w", err)
		}
	}
	a := &Assets{hash: hashOf(contents), files: map[string]*asset{}}
	for name, content := range contents {
		a.files[name] = newAsset(name, content)
	}
	return a, nil
}

func collect(contents map[string][]byte, room fs.FS) error {
	return fs.WalkDir(room, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !public(name) {
			return err
		}
		content, err := fs.ReadFile(room, name)
		if err != nil {
			return err
		}
		if joined := joinedInto(name); joined != "" {
			contents[joined] = append(append(contents[joined], content...), '\n')
			return nil
		}
		if contents[name] != nil {
			return fmt.Errorf("two files are called %s", name)
		}
		contents[name] = content
		return nil
	})
}

// public tells whether a file of a room is for browsers.
func public(name string) bool {
	switch path.Ext(name) {
	case ".go", ".templ", ".toml", ".sql", ".md":
		return false
	}
	return true
}

// joinedInto returns the file that a style or a script becomes a part of, "" for none.
func joinedInto(name string) string {
	if slices.Contains(strings.Split(name, "/"), "vendor") {
		return ""
	}
	switch path.Ext(name) {
	case ".css":
		return "app.css"
	case ".js":
		return "app.js"
	}
	return ""
}

func hashOf(contents map[string][]byte) string {
	sum := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(contents)) {
		fmt.Fprintf(sum, "%d %s %d ", len(name), name, len(contents[name]))
		sum.Write(contents[name])
	}
	return hex.EncodeToString(sum.Sum(nil)[:10])
}

// types of the files that browsers are particular about; the machine's own table is not to be relied on.
var types = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8",
	".svg": "image/svg+xml", ".json": "application/json", ".webmanifest": "application/manifest+json",
	".woff2": "font/woff2", ".png": "image/png", ".ico": "image/x-icon", ".txt": plainText, ".wasm": "application/wasm",
}

func newAsset(name string, content []byte) *asset {
	contentType := types[path.Ext(name)]
	if contentType == "" {
		contentType = mime.TypeByExtension(path.Ext(name))
	}
	if contentType == "" {
		contentType = "application/octet-stream"
	}
	return &asset{
		contentType: contentType,
		plain:       content,
		gzip:        sync.OnceValue(func() []byte { return gzipped(content) }),
		brotli:      sync.OnceValue(func() []byte { return brotlied(content) }),
	}
}

// URL returns the address of a file. It panics for a name that no room brought: any test that shows the page finds it.
func (a *Assets) URL(name string) string {
	if a.files[name] == nil {
		panic("web: no static file is called " + name)
	}
	return a.find(name)
}

// find returns the address of a file, "" when there is none.
func (a *Assets) find(name string) string {
	if a.files[name] == nil {
		return ""
	}
	return staticRoot + a.hash + "/" + name
}

// lookUp returns the file at an address and whether its hash is ours.
func (a *Assets) lookUp(r *http.Request) (file *asset, current bool) {
	rest, found := strings.CutPrefix(r.URL.Path, staticRoot)
	if !found || r.Method != http.MethodGet && r.Method != http.MethodHead {
		return nil, false
	}
	hash, name, _ := strings.Cut(rest, "/")
	return a.files[name], hash == a.hash
}

// holds tells whether a request is for one of the files.
func (a *Assets) holds(r *http.Request) bool {
	file, _ := a.lookUp(r)
	return file != nil
}
