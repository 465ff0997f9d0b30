package tidy

import (
	"fmt"
	"go/ast"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
)

// listedPanics are the functions of the rooms below that may panic, each with the invariant that is
// broken when they do. No input may reach one of them.
var listedPanics = map[string]string{
	"kernel/primitive.SHA256": "a page's machine hashes whatever lies in the kernel's memory",
}

// panics keeps bytes from a phone or a disk from ending the process.
func panics(t *Tree) []Finding { return panicsBut(t, listedPanics) }

func panicsBut(t *Tree, listed map[string]string) []Finding {
	var found []Finding
	unused := maps.Clone(listed)
	for _, name := range t.goFiles(false) {
		if !under(name, "kernel", "api", "production") {
			continue
		}
		for call, function := range builtinCalls(t.goFile(name), "panic") {
			where := path.Dir(name) + "." + function
			delete(unused, where)
			if listed[where] == "" {
				found = append(found, t.at(call.Pos(),
					"%s panics: return an error, or list it with its invariant", where))
			}
		}
	}
	for _, where := range slices.Sorted(maps.Keys(unused)) {
		if dir, _, _ := strings.Cut(where, "."); slices.Contains(t.packages(), dir) {
			found = append(found, Finding{Path: dir, Text: where + " is listed and does not panic"})
		}
	}
	return found
}

// recoverRooms are where a panic is turned into an answer: a HOLD that names the clause, and an
// error for one request. Anywhere else it would hide a broken invariant.
var recoverRooms = []string{"kernel/verdict", "api"}

func recovers(t *Tree) []Finding {
	var found []Finding
	count := map[string]int{}
	for _, name := range t.goFiles(false) {
		if t.inOtherModule(name) {
			continue
		}
		for call, function := range builtinCalls(t.goFile(name), "recover") {
			dir := path.Dir(name)
			count[dir]++
			if !slices.Contains(recoverRooms, dir) || count[dir] > 1 {
				found = append(found, t.at(call.Pos(),
					"%s recovers: that stands once in each of %s", function, strings.Join(recoverRooms, ", ")))
			}
		}
	}
	return found
}

// builtinCalls yields the calls of a built-in function with the function that holds each.
func builtinCalls(file *ast.File, builtin string) func(func(*ast.CallExpr, string) bool) {
	return func(yield func(*ast.CallExpr, string) bool) {
		for _, decl := range file.Decls {
			function := "package"
			if f, ok := decl.(*ast.FuncDecl); ok {
				function = f.Name.Name
			}
			more := true
			ast.Inspect(decl, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok || !more {
					return more
				}
				if name, ok := call.Fun.(*ast.Ident); ok && name.Name == builtin {
					more = yield(call, function)
				}
				return more
			})
			if !more {
				return
			}
		}
	}
}

// skipped matches a test that is switched off, or that switches the others off.
var skipped = regexp.MustCompile(
	`\b[tfb]\.Skip(?:f|Now)?\(|\b(?:test|it|describe)\.(?:skip|only|fixme|todo|fails)\b`)

func skippedTests(t *Tree) []Finding {
	return matches(t, skipped, []string{".go", ".ts", ".js", ".mjs"},
		"a skipped test proves nothing, a focused one hides the others")
}

// unfinished matches words of work that was left for later. They are put together here so that this
// file does not hold them.
var unfinished = regexp.MustCompile(`\b(?:` + strings.Join([]string{
	"TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK", "(?i:not imple" + "mented)",
	"(?i:st" + "ub(?:s|bed)?)", "(?i:for n" + "ow)",
}, "|") + `)\b`)

func unfinishedWords(t *Tree) []Finding {
	return matches(t, unfinished, []string{".go", ".ts", ".svelte", ".css", ".md", ".yml", ".txt"},
		"do it, delete it, or open an issue and say nothing here")
}

// matches finds an expression in the files of some kinds.
func matches(t *Tree, what *regexp.Regexp, kinds []string, advice string) []Finding {
	var found []Finding
	for _, name := range t.files {
		if !slices.Contains(kinds, path.Ext(name)) || !t.isText(name) {
			continue
		}
		for i, line := range t.lines(name) {
			if hit := what.FindString(line); hit != "" {
				found = append(found, Finding{Path: name, Line: i + 1, Text: fmt.Sprintf("%q: %s", hit, advice)})
			}
		}
	}
	return found
}
