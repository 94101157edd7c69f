package ui

import "embed"

// Assets holds the style and the script of every component, to be joined in the order of their names.
//
//go:embed *.css *.js *.mjs
var Assets embed.FS

// Texts holds the few words that components say by themselves.
//
//go:embed texts.*.toml
var Texts embed.FS
