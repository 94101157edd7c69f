// Package web embeds the front-end files that come from others, or are made from them: the style of the design system
// under our neutral theme, and the sprite of icons. README.md tells where they come from and how to make them again;
// licences/ holds their licences. Nothing here is compressed or fetched at run time.
package web

import (
	"embed"
	"io/fs"
	"maps"
	"regexp"
	"slices"
)

//go:embed static
var static embed.FS

//go:embed static/icons.svg
var sprite []byte

// Files holds what is served under /static: styles, to be joined in the order of their names before any other, icons.svg
// and favicon.svg.
func Files() fs.FS {
	files, err := fs.Sub(static, "static")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return files
}

var symbol = regexp.MustCompile(`<symbol id="([^"]+)"`)

// IconNames reads from the sprite the set of the icons that exist.
func IconNames() map[string]bool {
	names := map[string]bool{}
	for _, m := range symbol.FindAllSubmatch(sprite, -1) {
		names[string(m[1])] = true
	}
	return names
}

// SortedIconNames returns them in order, for the gallery.
func SortedIconNames() []string { return slices.Sorted(maps.Keys(IconNames())) }
