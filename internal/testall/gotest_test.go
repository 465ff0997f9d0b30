package main

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// module writes a small Go module of its own and returns its folder.
func module(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	files["go.mod"] = "module example.test/fixture\n\ngo 1.26\n"
	for name, content := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// testFile is a test file of package p whose functions are given.
func testFile(imports, body string) string {
	return "package p\n\nimport (\n\t\"testing\"\n" + imports + ")\n\n" + body
}

// Each case runs the real go command over a real package.
func TestGoTestCountsWhatReallyHappened(t *testing.T) {
	for _, c := range []struct {
		name           string
		file           string
		passed, failed int
		shown          string // must be printed, in the output or as a note
		hidden         string // must not be printed
	}{
		{
			name: "a table of subtests is one test",
			file: testFile("", `func TestA(t *testing.T) {
	t.Run("x", func(*testing.T) {})
	t.Run("y", func(*testing.T) {})
}
func FuzzB(f *testing.F) { f.Add(1); f.Fuzz(func(*testing.T, int) {}) }
`),
			passed: 2,
		},
		{
			name: "one failed subtest fails its test and shows its words",
			file: testFile("", `func TestA(t *testing.T) {
	t.Run("x", func(t *testing.T) { t.Error("the tray has nine rounds") })
	t.Run("y", func(t *testing.T) { t.Log("a good subtest talks") })
}
func TestB(t *testing.T) { t.Log("a good test talks") }
`),
			passed: 1, failed: 1, shown: "the tray has nine rounds", hidden: "talks",
		},
		{
			name:   "a package that does not build",
			file:   testFile("", "func TestA(t *testing.T) { return 1 }\n"),
			failed: 1, shown: "too many return values",
		},
		{
			name:   "a panic in a test",
			file:   testFile("", `func TestA(*testing.T) { panic("the invariant is broken") }`),
			failed: 1, shown: "the invariant is broken",
		},
		{
			name: "a process that ends before its tests do",
			file: testFile("\t\"os\"\n", `func TestA(*testing.T) {}
func TestB(*testing.T) { os.Exit(3) }
`),
			passed: 1, failed: 1,
		},
		{
			name: "a process that ends well before its tests do",
			file: testFile("\t\"os\"\n", `func TestA(*testing.T) {}
func TestB(*testing.T) { os.Exit(0) }
`),
			passed: 1, failed: 1,
		},
		{
			name:   "a skipped test",
			file:   testFile("", `func TestA(t *testing.T) { (*testing.T).SkipNow(t) }`),
			failed: 1, shown: "TestA was skipped",
		},
		{
			name:   "a skipped subtest",
			file:   testFile("", `func TestA(t *testing.T) { t.Run("x", (*testing.T).SkipNow) }`),
			passed: 1, failed: 1, shown: "TestA/x was skipped",
		},
		{
			name:   "a fault that vet finds",
			file:   testFile("\t\"fmt\"\n", `func TestA(*testing.T) { fmt.Printf("%d\n", "one") }`),
			failed: 1, shown: "wrong type",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var out strings.Builder
			h := host{root: module(t, map[string]string{"p/p_test.go": c.file}), out: &out}
			got := goTest(t.Context(), h, nil, "./...")
			if got.passed != c.passed || got.failed != c.failed {
				t.Errorf("got %d passed, %d failed; want %d passed, %d failed\n%s\n%v",
					got.passed, got.failed, c.passed, c.failed, out.String(), got.notes)
			}
			if said := out.String() + strings.Join(got.notes, "\n"); !strings.Contains(said, c.shown) {
				t.Errorf("%q is not shown in\n%s", c.shown, said)
			} else if c.hidden != "" && strings.Contains(said, c.hidden) {
				t.Errorf("%q is shown in\n%s", c.hidden, said)
			}
		})
	}
}

func TestAStageWithoutItsPackagesFails(t *testing.T) {
	root := module(t, map[string]string{"p/p.go": "package p\n"})
	for _, c := range []struct{ name, root, packages string }{
		{"no package matches", root, "./absent/..."},
		{"no package has a test", root, "./..."},
		{"the folder does not exist", filepath.Join(root, "absent"), "./..."},
	} {
		t.Run(c.name, func(t *testing.T) {
			var out strings.Builder
			got := runOne(t.Context(), host{root: c.root, out: &out}, stage{
				name:  "go",
				tests: func(ctx context.Context, h host) tally { return goTest(ctx, h, nil, c.packages) },
			})
			if got.passed != 0 || got.failed != 1 {
				t.Errorf("got %+v; want one failure\n%s", got, out.String())
			}
		})
	}
}

func TestAReportCutOffInTheMiddleFails(t *testing.T) {
	var out strings.Builder
	r := newGoReport(&out)
	cut := `{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"pass","Package":"p","Test":"TestA"}
{"Action":"run","Package":"p","Test":"TestB"}
a line that is no event
{"Action":"output","Package":"p","Test":"TestB","Output":"half way\n"}`
	if err := r.read(strings.NewReader(cut)); err != nil {
		t.Fatal(err)
	}
	got := r.close()
	if got.passed != 1 || got.failed != 1 || !strings.Contains(got.notes[0], "TestB") {
		t.Errorf("got %+v", got)
	}
	for _, want := range []string{"a line that is no event", "half way"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not shown", want)
		}
	}
}

func TestTheWebAssemblyEnvironmentIsSmallAndComplete(t *testing.T) {
	got := wasmEnviron([]string{
		"PATH=/bin", "HOME=/home/a", "GOFLAGS=-mod=mod", "GOOS=linux", "GOARCH=amd64",
		"LONG=" + strings.Repeat("x", 20_000),
	})
	want := []string{"GOOS=js", "GOARCH=wasm", "PATH=/bin", "HOME=/home/a", "GOFLAGS=-mod=mod"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
