package tidy

import (
	"go/ast"
	"go/token"
	"path"
	"slices"
	"strings"
)

// packageComments asks every package for the sentence that opens with its purpose.
func packageComments(t *Tree) []Finding {
	explained := map[string]bool{}
	for _, name := range t.goFiles(false) {
		if doc := t.goFile(name).Doc; doc != nil && len(strings.Fields(doc.Text())) >= 5 {
			explained[path.Dir(name)] = true
		}
	}
	var found []Finding
	for _, dir := range t.packages() {
		if !explained[dir] {
			found = append(found, Finding{Path: dir, Text: "no package comment says what it is for"})
		}
	}
	return found
}

// exportedComments asks for a comment on everything that other rooms can name in the kernel: the
// comment is where purpose, unit, bound and source are stated.
func exportedComments(t *Tree) []Finding {
	var found []Finding
	for _, name := range t.goFiles(false) {
		if !under(name, "kernel") {
			continue
		}
		for _, decl := range t.goFile(name).Decls {
			for _, bare := range unexplained(decl) {
				found = append(found, t.at(bare.Pos(), "%s has no comment", bare.Name))
			}
		}
	}
	return found
}

// saidByInterface are methods whose meaning the standard library fixes.
var saidByInterface = []string{"Error", "String", "Unwrap"}

// unexplained returns the exported names of one declaration that no comment covers. A comment on a
// group covers its constants and variables, never its types.
func unexplained(decl ast.Decl) []*ast.Ident {
	switch decl := decl.(type) {
	case *ast.FuncDecl:
		said := decl.Recv != nil && slices.Contains(saidByInterface, decl.Name.Name)
		if decl.Doc == nil && decl.Name.IsExported() && exportedReceiver(decl) && !said {
			return []*ast.Ident{decl.Name}
		}
	case *ast.GenDecl:
		var bare []*ast.Ident
		for _, spec := range decl.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				alone := decl.Doc != nil && !decl.Lparen.IsValid()
				if spec.Name.IsExported() && spec.Doc == nil && spec.Comment == nil && !alone {
					bare = append(bare, spec.Name)
				}
			case *ast.ValueSpec:
				if decl.Doc != nil || spec.Doc != nil || spec.Comment != nil {
					continue
				}
				for _, name := range spec.Names {
					if name.IsExported() {
						bare = append(bare, name)
					}
				}
			}
		}
		return bare
	}
	return nil
}

// exportedReceiver reports whether a function is reachable from outside: it has no receiver, or one
// of an exported type.
func exportedReceiver(f *ast.FuncDecl) bool {
	if f.Recv == nil || len(f.Recv.List) == 0 {
		return true
	}
	expr := f.Recv.List[0].Type
	for {
		switch e := expr.(type) {
		case *ast.StarExpr:
			expr = e.X
		case *ast.IndexExpr:
			expr = e.X
		case *ast.IndexListExpr:
			expr = e.X
		case *ast.Ident:
			return token.IsExported(e.Name)
		default:
			return true
		}
	}
}
