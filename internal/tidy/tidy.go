// Package tidy holds the house rules that no linter knows, as a test over every tracked file.
//
// Each rule is a function from the tree to what it found; nothing found means the rule is kept.
// The rules are deliberately plain, so that a person who is stopped by one can read why in a
// minute. A rule without a planted example that it must find does not count: see tidy_test.go.
package tidy

import (
	"bytes"
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"
)

// modulePath is what the import path of every package of ours begins with.
const modulePath = "github.com/proofhouse/proofhouse"

// Finding is one place where a rule is not kept.
type Finding struct {
	Path string // from the root of the repository, with slashes
	Line int    // from 1; 0 when the whole file or folder is meant
	Text string // what is wrong and what to do instead
}

// String is the form that editors turn into a link.
func (f Finding) String() string {
	if f.Line == 0 {
		return f.Path + ": " + f.Text
	}
	return fmt.Sprintf("%s:%d: %s", f.Path, f.Line, f.Text)
}

// Rule is one house rule.
type Rule struct {
	Name  string // what holds when nothing is found
	Check func(*Tree) []Finding
}

// Rules lists every house rule.
func Rules() []Rule {
	return []Rule{
		{"every Go file parses", parseErrors},
		{"files have at most 500 lines", longFiles},
		{"no forbidden word reaches a person", forbiddenWords},
		{"no real person and no film is named", heldWords},
		{"no path of one machine is written down", machinePaths},
		{"lock files name no private host", lockHosts},
		{"imports point one way", importDirections},
		{"there are at most 30 packages", packageCount},
		{"every package says what it is for", packageComments},
		{"every exported name of the kernel is explained", exportedComments},
		{"panics are listed", panics},
		{"recover stands in two places", recovers},
		{"no test is skipped or focused", skippedTests},
		{"nothing is left for later", unfinishedWords},
		{"every room is on the map", architecture},
		{"the kernel has one order, no floats and no goroutines", kernelDeterminism},
	}
}

// Tree is the tracked files of the repository, or of a small one that a test made up.
type Tree struct {
	fsys  fs.FS
	files []string // sorted, with slashes
	fset  *token.FileSet
	text  map[string][]byte
	goes  map[string]*ast.File

	// clone is the absolute path of the repository on this machine; empty where none can be told
	// from an ordinary word, as "/src".
	clone string

	// exports finds the compiled packages that the kernel's types come from.
	exports func() (map[string]string, error)
}

// Open reads the list of files under root that git tracks or would track.
func Open(ctx context.Context, root string) (*Tree, error) {
	// A clone may belong to another user than the one who checks it, as in a container.
	cmd := exec.CommandContext(ctx, "git", "-c", "safe.directory=*",
		"ls-files", "-co", "--exclude-standard", "-z")
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("list tracked files: %w", err)
	}
	fsys := os.DirFS(root)
	var files []string
	for name := range strings.SplitSeq(string(out), "\x00") {
		// A file that is tracked and was just removed has nothing left to check.
		if info, err := fs.Stat(fsys, name); name != "" && err == nil && info.Mode().IsRegular() {
			files = append(files, name)
		}
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("list tracked files: none under %s", root)
	}
	t := newTree(fsys, files)
	t.exports = func() (map[string]string, error) { return exportData(ctx, root, "./kernel/...") }
	abs, err := filepath.Abs(root)
	if err != nil {
		return nil, fmt.Errorf("find %s on this machine: %w", root, err)
	}
	if abs = filepath.ToSlash(abs); strings.Count(abs, "/") > 1 {
		t.clone = abs
	}
	return t, nil
}

func newTree(fsys fs.FS, files []string) *Tree {
	slices.Sort(files)
	return &Tree{
		fsys:  fsys,
		files: slices.Compact(files),
		fset:  token.NewFileSet(),
		text:  map[string][]byte{},
		goes:  map[string]*ast.File{},
	}
}

// read returns a file's bytes. A file that vanished meanwhile is empty.
func (t *Tree) read(name string) []byte {
	data, known := t.text[name]
	if !known {
		data, _ = fs.ReadFile(t.fsys, name)
		t.text[name] = data
	}
	return data
}

// isText tells prose and code from pictures and recorded bytes.
func (t *Tree) isText(name string) bool {
	data := t.read(name)
	return utf8.Valid(data) && !bytes.Contains(data, []byte{0})
}

// lines numbers the lines of a text file from 1.
func (t *Tree) lines(name string) []string {
	return strings.Split(string(t.read(name)), "\n")
}

// goFile returns the syntax of a Go file, or nil when it does not parse: parseErrors says so.
func (t *Tree) goFile(name string) *ast.File {
	file, known := t.goes[name]
	if !known {
		var err error
		file, err = parser.ParseFile(t.fset, name, t.read(name), parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			file = nil
		}
		t.goes[name] = file
	}
	return file
}

// goFiles lists the Go files that parse, without testdata and with tests only where wanted.
func (t *Tree) goFiles(tests bool) []string {
	var list []string
	for _, name := range t.files {
		isTest := strings.HasSuffix(name, "_test.go")
		if path.Ext(name) != ".go" || inTestdata(name) || isTest && !tests || t.goFile(name) == nil {
			continue
		}
		list = append(list, name)
	}
	return list
}

// packages lists the folders of this module that hold a Go package, without those of test files
// only and without modules of their own.
func (t *Tree) packages() []string {
	var list []string
	for _, name := range t.goFiles(false) {
		if !t.inOtherModule(name) {
			list = append(list, path.Dir(name))
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// inOtherModule reports whether a go.mod lies between the file and the root.
func (t *Tree) inOtherModule(name string) bool {
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if _, found := slices.BinarySearch(t.files, dir+"/go.mod"); found {
			return true
		}
	}
	return false
}

// at makes a finding at a position of a Go file.
func (t *Tree) at(pos token.Pos, format string, args ...any) Finding {
	p := t.fset.Position(pos)
	return Finding{Path: p.Filename, Line: p.Line, Text: fmt.Sprintf(format, args...)}
}

func inTestdata(name string) bool {
	return slices.Contains(strings.Split(path.Dir(name), "/"), "testdata")
}

// under reports whether the file or folder lies in one of the folders or is one of them.
func under(name string, dirs ...string) bool {
	return slices.ContainsFunc(dirs, func(dir string) bool {
		return name == dir || strings.HasPrefix(name, dir+"/")
	})
}

// parseErrors keeps every other rule honest: a file that does not parse is one they do not see.
func parseErrors(t *Tree) []Finding {
	var found []Finding
	for _, name := range t.files {
		if path.Ext(name) == ".go" && !inTestdata(name) && t.goFile(name) == nil {
			found = append(found, Finding{Path: name, Text: "does not parse"})
		}
	}
	return found
}
