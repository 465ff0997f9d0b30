package tidy

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// TestTheHouseIsTidy applies every rule to every tracked file.
func TestTheHouseIsTidy(t *testing.T) {
	tree, err := Open(t.Context(), "../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range Rules() {
		t.Run(rule.Name, func(t *testing.T) {
			for _, found := range rule.Check(tree) {
				t.Error(found)
			}
		})
	}
}

// A planted tree holds files by name. A tree in broken must be found, one in kept must not.
type (
	files   map[string]string
	planted struct{ broken, kept []files }
)

// plantedClone is where a planted tree claims to lie.
const plantedClone = "/clones/quillon"

// plant makes a tree of the given files.
func plant(t *testing.T, content files) *Tree {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range content {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	tree := newTree(fsys, slices.Collect(maps.Keys(content)))
	tree.clone = plantedClone
	tree.exports = func() (map[string]string, error) {
		return exportData(t.Context(), ".", "maps", "slices", "strings")
	}
	return tree
}

// TestEveryRuleCanFail plants what each rule must find, and what it must leave alone.
func TestEveryRuleCanFail(t *testing.T) {
	rules := Rules()
	for _, rule := range rules {
		t.Run(rule.Name, func(t *testing.T) {
			examples, listed := examples()[rule.Name]
			if !listed || len(examples.broken) == 0 || len(examples.kept) == 0 {
				t.Fatal("no planted example shows that this rule can fail and can be kept")
			}
			for _, content := range examples.broken {
				if len(rule.Check(plant(t, content))) == 0 {
					t.Errorf("nothing found in %q", content)
				}
			}
			for _, content := range examples.kept {
				if found := rule.Check(plant(t, content)); len(found) > 0 {
					t.Errorf("found %v in %q", found, content)
				}
			}
		})
	}
	if len(examples()) != len(rules) {
		t.Errorf("%d examples for %d rules", len(examples()), len(rules))
	}
}

func examples() map[string]planted {
	all := map[string]planted{}
	maps.Copy(all, shapeExamples())
	maps.Copy(all, wordExamples())
	maps.Copy(all, codeExamples())
	return all
}

func shapeExamples() map[string]planted {
	return map[string]planted{
		"every Go file parses": {
			broken: []files{{"a/a.go": "package a\nfunc {"}},
			kept:   []files{{"a/a.go": "package a\n"}, {"a/testdata/bad.go": "func {"}},
		},
		"files have at most 500 lines": {
			broken: []files{
				{"a/a.go": strings.Repeat("\n", 501)},
				{"web/src/a.svelte": strings.Repeat("\n", 501)},
				{"web/src/a.ts": strings.Repeat("\n", 500) + "x"},
			},
			kept: []files{
				{"a/a.go": strings.Repeat("\n", 500)},
				{"a/a_test.go": strings.Repeat("\n", 900), "web/src/a.test.ts": strings.Repeat("\n", 900)},
			},
		},
		"there are at most 30 packages": {
			broken: []files{packages(31)},
			kept:   []files{packages(30), packages(30).with("bench/go.mod", "").with("bench/b/b.go", "package b")},
		},
		"every package says what it is for": {
			broken: []files{
				{"a/a.go": "package a\n"},
				{"a/a.go": "// Package a.\npackage a\n"},
				{"a/a.go": "// Detached from the package it should explain.\n\npackage a\n"},
			},
			kept: []files{
				{"a/a.go": "// Package a keeps the first letter.\npackage a\n", "a/b.go": "package a\n"},
			},
		},
		"every room is on the map": {
			broken: []files{
				{"a/a.go": "package a\n"},
				{"a/a.go": "package a\n", mapFile: "Nothing is here, not even a/ in words."},
				{"a/a.go": "package a\n", mapFile: "`a/` and `gone/`"},
				{"a/a.go": "package a\n", "a/b/b.go": "package b\n", mapFile: "`a/`"},
				{"a/a.go": "package a\n", "a/b/b.go": "package b\n", mapFile: "`a/b/`"},
				{"notes/a.txt": "", mapFile: "no notes"},
			},
			kept: []files{
				{"a/a.go": "package a\n", mapFile: "`a/` is the first room."},
				{"cmd/a/a.go": "package a\n", "cmd/a/testdata/x": "", mapFile: "`cmd/a/`"},
			},
		},
	}
}

// packages returns n folders with a Go package each.
func packages(n int) files {
	content := files{}
	for i := range n {
		content["p"+strings.Repeat("x", i)+"/p.go"] = "package p\n"
	}
	return content
}

func (f files) with(name, text string) files {
	more := maps.Clone(f)
	more[name] = text
	return more
}

func wordExamples() map[string]planted {
	todo := "TO" + "DO"
	return map[string]planted{
		"no forbidden word reaches a person": {
			broken: []files{
				{"words/en.json": `{"item.state": {"now": ["The chamber is CLEAR"]}}`},
				{"words/es.json": `{"a": "arma fr\u00eda"}`},
				{"words/es.json": `{"a": "arma fri\u0301a"}`},
				{"words/es.json": `{"a": "Pistola DESCARGADA."}`},
				{"words/es.json": `{"a": "Es una violación."}`},
				{"words/en.json": `{"a": `},
				{"web/src/app/Item.svelte": "<p>\n  It is safe now\n</p>"},
				{"web/src/app/Item.svelte": `<button aria-label="Mark as cold">x</button>`},
				{"web/src/app/Item.svelte": `<p>{done ? 'clear' : 'HOLD'}</p>`},
				{"web/index.html": "<title>Hot set</title>"},
				{"web/src/app/item.ts": `const says = "all clear here";`},
				{"paper/label.go": "package paper\n\nconst says = `a safe one`\n"},
				{"cmd/proofhouse/main.go": "package main\n\nvar says = \"the item is\\nsafe to use\"\n"},
			},
			kept: []files{
				{"words/en.json": `{"safe": "Safety advisor, gun locker, clearance, Scold", "b": 3}`},
				{"words/en.json": `{"a": "A HOLD means the record is incomplete, not that someone did ` +
					`wrong; a complete record does not mean it was safe."}`},
				{"web/src/app/Item.svelte": "<script>const clear = 1</script>\n<style>.hot{}</style>" +
					"<!-- cold --><p class=\"hot\">{clear}</p>"},
				{"web/src/app/item.ts": "// clear the safe\nlist.clear(); const kind = 'safe';"},
				{"cmd/proofhouse/a.go": "package main\n\nvar x = \"%d passed, %d failed\"\n"},
				{"web/src/app/item.test.ts": `const says = "all clear here";`},
				{"kernel/event/a.go": "package event\n\nvar x = \"not a safe place to look\"\n"},
				{"api/a.go": "package api\n\n// It is safe.\nvar kind = \"safe\"\n"},
			},
		},
		"no path of one machine is written down": {
			broken: []files{
				{"README.md": "see /" + "home/quillon/proofhouse"},
				{"a.txt": "x\n/" + "root/.cache"},
				{"a.go": "package a\n\nconst log = \"/" + "tmp/run.log\"\n"},
				{"docs/a.md": "[it](file:///" + "Users/quillon/a.md)"},
				{"docs/a.md": "`C:" + `\Users\quillon` + "`"},
				{"docs/a.md": "written in " + plantedClone + "/docs"},
				{"Makefile": "cat ../" + "beside/notes"},
				{"docs/a.md": "see ../../" + "beside"},
			},
			kept: []files{
				{"README.md": "see the home/ folder, the root/ and /tmp, `kernel/tmp/x`"},
				{"web/a.ts": "fetch('/v1/home/x'); import '../a/b'; get('https://host.test/tmp/a')"},
				{"docs/decisions/a.md": "[map](../../ARCHITECTURE.md)"},
				{"a_test.go": "package a\n\nconst env = \"HOME=/home/a\"\n"},
			},
		},
		"lock files name no private host": {
			broken: []files{{"web/package-lock.json": `  "resolved": "http://10.0.0.7/a.tgz",`}},
			kept: []files{
				{"web/package-lock.json": `  "resolved": "https://registry.npmjs.org/a/-/a-1.tgz",`},
				{"web/package-lock.json": `  "integrity": "sha512-abc",`},
			},
		},
		// The real list holds digests only, so more examples are in TestHeldWordsAreFound; here the
		// pair of ordinary words that is on it stands for the names.
		"no real person and no film is named": {
			broken: []files{{"a.md": "a He" + "ld Example"}, {"he" + "ld-example.md": ""}},
			kept:   []files{{"a.md": "An example that is held. Rust is a language."}},
		},
		"no test is skipped or focused": {
			broken: []files{
				{"a/a_test.go": "package a\nfunc f(t *testing.T) { t.Sk" + "ip(\"later\") }"},
				{"web/a.test.ts": "it.on" + "ly('x', f)"},
				{"web/tests/a.ts": "test.fix" + "me('x', f)"},
			},
			kept: []files{{"a/a_test.go": "package a\nfunc f() { list.Skipped() }"}},
		},
		"nothing is left for later": {
			broken: []files{
				{"a/a.go": "package a\n\n// " + todo + ": more.\n"},
				{"docs/a.md": "This is a st" + "ub."},
				{"web/src/a.svelte": "<!-- works for n" + "ow -->"},
			},
			kept: []files{{"a/a.go": "package a\n\n// Stubborn. mastodon.\n", "LICENSE": todo}},
		},
	}
}

func codeExamples() map[string]planted {
	importing := func(name, imported string) files {
		pkg := strings.Split(name, "/")
		return files{name: "package " + pkg[len(pkg)-2] + "\n\nimport _ \"" + imported + "\"\n"}
	}
	ours := func(name, imported string) files { return importing(name, modulePath+"/"+imported) }
	kernel := func(body string) files {
		return files{"kernel/state/a.go": "package state\n\n" + body}
	}
	return map[string]planted{
		"imports point one way": {
			broken: []files{
				importing("kernel/event/a.go", "time"),
				importing("kernel/event/a.go", "io/fs"),
				importing("kernel/proof/a.go", "crypto/ecdsa"),
				importing("kernel/proof/a.go", "crypto/ed25519"),
				importing("kernel/event/a.go", "crypto/sha256"),
				importing("kernel/event/a.go", "encoding/hex"),
				importing("view/a.go", "crypto/sha256"),
				importing("kernel/proof/a.go", "golang.org/x/mod/sumdb/tlog"),
				importing("kernel/proof/a.go", "fmt"),
				importing("view/a.go", "fmt"),
				ours("kernel/event/a.go", "kernel/state"),
				ours("kernel/verdict/a.go", "ledger"),
				ours("ledger/a.go", "kernel/verdict"),
				importing("ledger/a.go", "net/http"),
				importing("ledger/a.go", "net/http/httptest"),
				ours("production/a.go", "ledger/sqlite"),
				ours("annex/a.go", "kernel/event"),
				ours("api/a.go", "ledger"),
				ours("api/a.go", "demo"),
				ours("api/a_test.go", "cmd/proofhouse"),
				ours("view/a_test.go", "demo"),
			},
			kept: []files{
				importing("kernel/event/a.go", "strings"),
				importing("kernel/proof/a_test.go", "golang.org/x/mod/sumdb/tlog"),
				importing("ledger/a.go", "golang.org/x/mod/sumdb/tlog"),
				importing("kernel/event/a_test.go", "os"),
				ours("kernel/verdict/a.go", "kernel/state"),
				ours("ledger/sqlite/a.go", "ledger"),
				ours("production/a.go", "kernel/verdict"),
				ours("production/a_test.go", "ledger/sqlite"),
				ours("cmd/proofhouse/a.go", "demo"),
			},
		},
		"every exported name of the kernel is explained": {
			broken: []files{
				kernel("func Apply() {}\n"),
				kernel("// A is one.\ntype A int\n\nfunc (a *A) Next() {}\n"),
				kernel("type (\n\tA int\n)\n"),
				kernel("const Max = 3\n"),
			},
			kept: []files{
				kernel("// Apply folds.\nfunc Apply() {}\n\ntype a int\n\nfunc (a) Next() {}\n"),
				kernel("// E is a fact.\ntype E int\n\nfunc (E) Error() string { return \"\" }\n"),
				kernel("// The bounds.\nconst (\n\tMax = 3\n\tMin = 1\n)\n"),
				{"ledger/a.go": "package ledger\n\nfunc Apply() {}\n"},
			},
		},
		"panics are listed": {
			broken: []files{
				kernel("func f() { panic(1) }\n"),
				{"api/a.go": "package api\n\nvar x = func() int { panic(1) }()\n"},
			},
			kept: []files{
				kernel("// f never calls panic().\nfunc f() {}\n"),
				{"kernel/state/a_test.go": "package state\n\nfunc f() { panic(1) }\n"},
			},
		},
		"recover stands in two places": {
			broken: []files{
				kernel("func f() { _ = recover() }\n"),
				{"api/a.go": "package api\n\nfunc f() { recover(); recover() }\n"},
			},
			kept: []files{{
				"api/a.go":            "package api\n\nfunc f() { recover() }\n",
				"kernel/verdict/a.go": "package verdict\n\nfunc f() { recover() }\n",
			}},
		},
		"the kernel has one order, no floats and no goroutines": {
			broken: []files{
				kernel("func f(m map[int]int) { for range m {} }\n"),
				kernel("type set map[int]int\n\nfunc f(m set) { for range m {} }\n"),
				kernel("func f[M ~map[int]int](m M) { for range m {} }\n"),
				kernel("import \"maps\"\n\nfunc f(m map[int]int) { for range maps.Keys(m) {} }\n"),
				kernel("import (\n\"maps\"\n\"slices\"\n)\n\nfunc f(m map[int]int) []int { " +
					"return slices.Collect(maps.Values(m)) }\n"),
				kernel("var x = 0.5\n"),
				kernel("func f(n int) bool { return float64(n) > 1 }\n"),
				kernel("func f() { go f() }\n"),
				kernel("var x chan int\n"),
				kernel("var x undefined\n"),
				{"kernel/event/a.go": "//go:build js\n\npackage event\n\nvar x = 0.5\n"},
				{"kernel/event/a.go": "//go:build !js\n\npackage event\n\nvar x = 0.5\n"},
				{"kernel/event/a.go": "//go:build js && wasm\n\npackage event\n\nvar x = 0.5\n"},
				{"kernel/event/a.go": "//go:build linux && amd64\n\npackage event\n\nvar x = 0.5\n"},
			},
			kept: []files{
				kernel("import (\n\"maps\"\n\"slices\"\n)\n\nfunc f(m map[int]int) { " +
					"for range slices.Sorted(maps.Keys(m)) {}; for range []int{} {} }\n"),
				kernel("var x = map[string]int{\"a\": 1}[\"a\"]\n"),
				{
					"kernel/event/a.go": "//go:build js\n\npackage event\n\nfunc f() int\n",
					"kernel/event/b.go": "//go:build !js\n\npackage event\n\nfunc f() int { return 1 }\n",
				},
				{"ledger/a.go": "package ledger\n\nfunc f(m map[int]int) { for range m {}; go f(m) }\n"},
			},
		},
	}
}

func TestHeldWordsAreFound(t *testing.T) {
	var digests []string
	for _, words := range []string{"quillon", "brask odde"} { // Invented; the real ones are digests.
		sum := sha256.Sum256([]byte(words))
		digests = append(digests, hex.EncodeToString(sum[:]))
	}
	for _, c := range []struct {
		name    string
		content files
		want    int
	}{
		{"a word in a sentence", files{"a.md": "asked by Quillon."}, 1},
		{"with an accent", files{"a.md": "Quillón"}, 1},
		{"in a name in code", files{"a.go": "var askQuillonFirst = 1"}, 1},
		{"in a constant", files{"a.go": "const QUILLON_1 = 1"}, 1},
		{"in a file name", files{"docs/quillon.png": "\x00"}, 1},
		{"a pair", files{"a.md": "Brask Odde"}, 1},
		{"a pair across two lines", files{"a.md": "by Brask\n// Odde"}, 1},
		{"a pair in a name in code", files{"a.ts": "braskOdde"}, 1},
		{"each time", files{"a.md": "quillon\nquillon"}, 2},
		{"half a pair", files{"a.md": "Brask and Odde, odde brask"}, 0},
		{"a part of a longer word", files{"a.md": "quillons"}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			if found := heldIn(plant(t, c.content), digests); len(found) != c.want {
				t.Errorf("found %v, want %d", found, c.want)
			}
		})
	}
}

func TestHeldDigestsAreWhole(t *testing.T) {
	list := digestLines(heldDigests)
	if len(list) < 20 || !slices.IsSorted(list) || len(slices.Compact(slices.Clone(list))) != len(list) {
		t.Errorf("%d digests; want at least 20, sorted, each once", len(list))
	}
	for _, digest := range list {
		if raw, err := hex.DecodeString(digest); err != nil || len(raw) != sha256.Size {
			t.Errorf("%q is not a SHA-256 digest", digest)
		}
	}
}

func TestAListedPanicMustExist(t *testing.T) {
	tree := plant(t, files{"kernel/state/a.go": "package state\n\nfunc f() { panic(1) }\n"})
	if found := panicsBut(tree, map[string]string{"kernel/state.f": "the order is total"}); len(found) > 0 {
		t.Errorf("a listed panic was found: %v", found)
	}
	listed := map[string]string{"kernel/state.f": "the order is total", "kernel/state.g": "gone"}
	if found := panicsBut(tree, listed); len(found) != 1 {
		t.Errorf("found %v, want the one that is listed and gone", found)
	}
}

func TestForbiddenWordsArePositioned(t *testing.T) {
	tree := plant(t, files{"web/src/app/A.svelte": "<script>\nlet a\n</script>\n<p\n  title=\"hot\">\n  {a}\n  cold\n</p>"})
	var lines []int
	for _, found := range forbiddenWords(tree) {
		lines = append(lines, found.Line)
	}
	if !slices.Equal(lines, []int{5, 7}) {
		t.Errorf("found on lines %v, want 5 and 7", lines)
	}
}

func TestOpenSeesTrackedAndNewFilesOnly(t *testing.T) {
	tree, err := Open(t.Context(), ".")
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(tree.files, "tidy.go") {
		t.Error("tidy.go is not seen")
	}
	if _, err := Open(t.Context(), t.TempDir()); err == nil {
		t.Error("a folder outside of every repository was opened")
	}
}
