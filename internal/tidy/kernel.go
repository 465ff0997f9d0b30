package tidy

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/build/constraint"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"path"
	"slices"
	"strings"
)

// kernelDeterminism keeps from the kernel what two runs, or Go and WebAssembly, can answer
// differently: the order of a map, floating point, and goroutines with their channels.
func kernelDeterminism(t *Tree) []Finding {
	folders := map[string][]*ast.File{}
	for _, name := range t.goFiles(false) {
		if under(name, "kernel") {
			folders[path.Dir(name)] = append(folders[path.Dir(name)], t.goFile(name))
		}
	}
	if len(folders) == 0 {
		return nil
	}
	compiled, err := t.exports()
	if err != nil {
		return []Finding{{Path: "kernel", Text: err.Error()}}
	}
	imports := importer.ForCompiler(t.fset, "gc", func(imported string) (io.ReadCloser, error) {
		if file := compiled[imported]; file != "" {
			return os.Open(file) // #nosec G304 -- the go command named it
		}
		return nil, fmt.Errorf("import %s: not compiled", imported)
	})
	var found []Finding
	for _, dir := range slices.Sorted(maps.Keys(folders)) {
		found = append(found, t.forNoMachine(folders[dir])...)
		for _, machine := range machines {
			info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}}
			conf := types.Config{Importer: imports}
			files := compiledFor(folders[dir], machine)
			if _, err := conf.Check(modulePath+"/"+dir, t.fset, files, info); err != nil {
				found = append(found, Finding{Path: dir, Text: "has no types: " + err.Error()})
				break
			}
			for _, file := range files {
				found = append(found, t.undetermined(file, info)...)
			}
		}
	}
	// Most files are compiled for both machines.
	slices.SortFunc(found, func(a, b Finding) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), a.Line-b.Line, strings.Compare(a.Text, b.Text))
	})
	return slices.Compact(found)
}

// machines are the build tags under which the kernel is checked: js is a page's, and native, which no
// file names, a server's.
var machines = []string{"native", "js"}

// forNoMachine lists the files whose build line names anything but js, so that neither machine has them
// here: nobody would look into them.
func (t *Tree) forNoMachine(files []*ast.File) []Finding {
	var found []Finding
	for _, machine := range machines {
		files = slices.DeleteFunc(slices.Clone(files), func(f *ast.File) bool { return builtFor(f, machine) })
	}
	for _, file := range files {
		found = append(found, t.at(file.Package, "is for no machine: a build line of the kernel says js or !js"))
	}
	return found
}

// compiledFor leaves out the files whose build line excludes a machine.
func compiledFor(files []*ast.File, machine string) []*ast.File {
	return slices.DeleteFunc(slices.Clone(files), func(f *ast.File) bool { return !builtFor(f, machine) })
}

func builtFor(file *ast.File, machine string) bool {
	for _, group := range file.Comments {
		if line, err := constraint.Parse(group.List[0].Text); err == nil && group.Pos() < file.Package {
			return line.Eval(func(tag string) bool { return tag == machine })
		}
	}
	return true
}

// exportData compiles packages with all they import and returns the files that hold their types.
func exportData(ctx context.Context, dir string, patterns ...string) (map[string]string, error) {
	args := append([]string{"list", "-export", "-deps", "-f", "{{.ImportPath}} {{.Export}}"}, patterns...)
	cmd := exec.CommandContext(ctx, "go", args...) // #nosec G204 -- patterns are constants of this package
	cmd.Dir = dir
	out, err := cmd.Output()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return nil, fmt.Errorf("go list: %s", bytes.TrimSpace(exit.Stderr))
	}
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	files := map[string]string{}
	for line := range strings.Lines(string(out)) {
		imported, file, _ := strings.Cut(strings.TrimSpace(line), " ")
		files[imported] = file
	}
	return files, nil
}

// undetermined lists what one file of the kernel may not hold.
func (t *Tree) undetermined(file *ast.File, info *types.Info) []Finding {
	var found []Finding
	say := func(pos token.Pos, text string) { found = append(found, t.at(pos, "%s", text)) }
	sorted := map[ast.Expr]bool{} // iterators over a map that go straight into a sort
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.RangeStmt:
			if rangesOverMap(info.TypeOf(n.X)) {
				say(n.Pos(), "ranges over a map: range over slices.Sorted(maps.Keys(m))")
			}
		case *ast.CallExpr:
			switch name := calledIn(info, n); {
			case strings.HasPrefix(name, "slices.Sorted") && len(n.Args) > 0:
				sorted[ast.Unparen(n.Args[0])] = true
			case slices.Contains([]string{"maps.All", "maps.Keys", "maps.Values"}, name) && !sorted[n]:
				say(n.Pos(), name+" has no order: put it straight into slices.Sorted")
			}
		case *ast.GoStmt:
			say(n.Pos(), "starts a goroutine: the host does that")
		case *ast.ChanType, *ast.SelectStmt, *ast.SendStmt:
			say(n.Pos(), "uses a channel: the host does that")
		}
		return true
	})
	for expr, typed := range info.Types {
		if basic, ok := typed.Type.(*types.Basic); ok && basic.Info()&(types.IsFloat|types.IsComplex) != 0 &&
			expr.Pos() >= file.FileStart && expr.Pos() < file.FileEnd {
			say(expr.Pos(), "is a float: count in integers of a named unit")
		}
	}
	slices.SortFunc(found, func(a, b Finding) int { return a.Line - b.Line })
	return slices.Compact(found)
}

// calledIn returns package and name of the function that a call names, or nothing.
func calledIn(info *types.Info, call *ast.CallExpr) string {
	fun := ast.Unparen(call.Fun)
	if index, ok := fun.(*ast.IndexExpr); ok {
		fun = index.X
	}
	selector, ok := fun.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	if f, ok := info.Uses[selector.Sel].(*types.Func); ok && f.Pkg() != nil {
		return f.Pkg().Name() + "." + f.Name()
	}
	return ""
}

// rangesOverMap sees through names, aliases and type parameters.
func rangesOverMap(t types.Type) bool {
	if t == nil {
		return false
	}
	if param, ok := types.Unalias(t).(*types.TypeParam); ok {
		constraint, ok := param.Constraint().Underlying().(*types.Interface)
		if !ok {
			return false
		}
		for embedded := range constraint.EmbeddedTypes() {
			union, ok := embedded.(*types.Union)
			if !ok {
				continue
			}
			for term := range union.Terms() {
				if rangesOverMap(term.Type()) {
					return true
				}
			}
		}
		return false
	}
	_, isMap := t.Underlying().(*types.Map)
	return isMap
}
