package tidy

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/token"
	"path"
	"regexp"
	"slices"
)

// A file longer than this holds more than one idea; a function longer than this hides a leaf.
const (
	maxFileLines     = 500
	maxFunctionLines = 70
)

// isClientTest matches the tests of the client, which may be as long as their stories.
var isClientTest = regexp.MustCompile(`(\.(test|spec)\.ts$|(^|/)(tests?|e2e)/)`)

func longFiles(t *Tree) []Finding {
	var found []Finding
	for _, name := range t.files {
		if !slices.Contains([]string{".go", ".ts", ".svelte"}, path.Ext(name)) ||
			inTestdata(name) || isTest(name) {
			continue
		}
		if n := lineCount(t.read(name)); n > maxFileLines {
			found = append(found, Finding{Path: name, Text: fmt.Sprintf(
				"%d lines, at most %d: name the second idea and give it a file", n, maxFileLines)})
		}
	}
	return found
}

func isTest(name string) bool {
	return isClientTest.MatchString(name) || len(name) > 8 && name[len(name)-8:] == "_test.go"
}

func lineCount(data []byte) int {
	n := bytes.Count(data, []byte{'\n'})
	if len(data) > 0 && data[len(data)-1] != '\n' {
		n++
	}
	return n
}

// longFunctions counts the lines between the braces, without those that hold only a comment.
func longFunctions(t *Tree) []Finding {
	var found []Finding
	for _, name := range t.goFiles(false) {
		file := t.goFile(name)
		for _, decl := range file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || f.Body == nil {
				continue
			}
			if n := t.bodyLines(file, f.Body); n > maxFunctionLines {
				found = append(found, t.at(f.Pos(), "%s has %d lines, at most %d: name its steps",
					f.Name.Name, n, maxFunctionLines))
			}
		}
	}
	return found
}

func (t *Tree) bodyLines(file *ast.File, body *ast.BlockStmt) int {
	line := func(pos token.Pos) int { return t.fset.Position(pos).Line }
	n := line(body.Rbrace) - line(body.Lbrace) - 1
	text := bytes.Split(t.read(t.fset.Position(file.Pos()).Filename), []byte{'\n'})
	for _, group := range file.Comments {
		if group.Pos() < body.Lbrace || group.End() > body.Rbrace {
			continue
		}
		for i := line(group.Pos()); i <= line(group.End()); i++ {
			if startsComment(text[i-1]) || i > line(group.Pos()) {
				n--
			}
		}
	}
	return n
}

func startsComment(line []byte) bool {
	line = bytes.TrimSpace(line)
	return bytes.HasPrefix(line, []byte("//")) || bytes.HasPrefix(line, []byte("/*"))
}
