package app_test

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// root is the folder of the module, seen from this package.
const root = "../.."

// goFile is one file of the module, parsed.
type goFile struct {
	Path  string // from the module's folder, with slashes
	Lines int
	Tree  *ast.File
}

// Folder is the package's folder: « internal/spaces ».
func (f goFile) Folder() string { return path.Dir(f.Path) }

// IsTest says whether the file is compiled for tests only.
func (f goFile) IsTest() bool { return strings.HasSuffix(f.Path, "_test.go") }

// IsOutside says whether the file belongs to a package « …_test », which sees its own package from outside.
func (f goFile) IsOutside() bool { return strings.HasSuffix(f.Tree.Name.Name, "_test") }

// Imports are the paths that the file imports.
func (f goFile) Imports() []string {
	var list []string
	for _, spec := range f.Tree.Imports {
		name, _ := strconv.Unquote(spec.Path.Value) // the parser has checked it
		list = append(list, name)
	}
	return list
}

// Strings calls visit with every string of the file.
func (f goFile) Strings(visit func(text string)) {
	ast.Inspect(f.Tree, func(n ast.Node) bool {
		if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			text, _ := strconv.Unquote(literal.Value)
			visit(text)
		}
		return true
	})
}

// walkModule calls visit with every file of the module, other modules and what is not ours left out.
func walkModule(visit func(name string) error) error {
	return filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative := filepath.ToSlash(strings.TrimPrefix(strings.TrimPrefix(name, root), string(filepath.Separator)))
		if !entry.IsDir() {
			return visit(relative)
		}
		if relative == "" {
			return nil
		}
		_, foreign := os.Stat(filepath.Join(name, "go.mod"))
		if foreign == nil || strings.HasPrefix(entry.Name(), ".") || entry.Name() == "node_modules" {
			return filepath.SkipDir
		}
		return nil
	})
}

var module = sync.OnceValues(func() ([]goFile, error) {
	var files []goFile
	set := token.NewFileSet()
	err := walkModule(func(name string) error {
		if path.Ext(name) != ".go" || strings.HasSuffix(name, "_templ.go") {
			return nil
		}
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			return err
		}
		tree, err := parser.ParseFile(set, name, text, parser.ParseComments)
		if err == nil {
			files = append(files, goFile{Path: name, Lines: bytes.Count(text, []byte("\n")), Tree: tree})
		}
		return err
	})
	return files, err
})

// sources returns the files of the module that people write.
func sources(t *testing.T) []goFile {
	t.Helper()
	files, err := module()
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 50 {
		t.Fatalf("only %d files were found: this test looks in the wrong place", len(files))
	}
	return files
}
