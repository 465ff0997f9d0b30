package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/proof"
	"github.com/proofhouse/proofhouse/paper"
)

// TestAPrintedSheetIsHeldAgainstTheRecord asks about sheets that were printed from this record, from
// another one, and from none.
func TestAPrintedSheetIsHeldAgainstTheRecord(t *testing.T) {
	dir := dataDir{path: filepath.Join(t.TempDir(), "data")}
	foundedIn(t, dir, false)
	performIn(t, dir, "a1", event.AD, &event.ContactNamed{Person: "a1"}, &event.ContactNamed{Person: "a1"})
	h, err := dir.open(t.Context(), housing{log: quietLog()})
	if err != nil {
		t.Fatal(err)
	}
	head, production := h.Head(), h.ID()
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "b.phb")
	if out, errs, code := commandLine(t, "export", "--data", dir.path, "-o", file); code != exitDone {
		t.Fatalf("export: %d\n%s%s", code, out, errs)
	}
	printed := func(change func(*paper.Code)) string {
		c := paper.Code{
			Production: paper.MarkOf(production), About: paper.Subject{Kind: paper.Entry, ID: "1"},
			Stands: &paper.Standing{Size: head.Size, Root: head.Root, Origin: head.Origin},
		}
		change(&c)
		text, err := c.Text()
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	for _, each := range []struct {
		name, code, says string
		exit             int
	}{
		{"a sheet of this record", printed(func(*paper.Code) {}), "stands on the first", exitDone},
		{"another root", printed(func(c *paper.Code) { c.Stands.Root = proof.Hash{1} }), "it was not printed from this record", exitRefused},
		{"a smaller log's root", printed(func(c *paper.Code) { c.Stands.Size-- }), "it was not printed from this record", exitRefused},
		{"a larger log", printed(func(c *paper.Code) { c.Stands.Size++ }), "export again", exitRefused},
		{"another production", printed(func(c *paper.Code) { c.Production = "0000000000000000" }), "another production", exitRefused},
		{"another log", printed(func(c *paper.Code) { c.Stands.Origin = "elsewhere.example/log" }), "another production or log", exitRefused},
		{"an entry that came later", printed(func(c *paper.Code) { c.About.ID = "99" }), "entry 99 is not among", exitRefused},
		{"a label", "PH1.I." + paper.MarkOf(production) + ".R-03", "", exitUsage},
		{"no code", "R-03", "", exitUsage},
	} {
		out, errs, code := commandLine(t, "verify", file, "--code", each.code)
		if code != each.exit || !strings.Contains(out, each.says) || code == exitUsage && !strings.Contains(errs, "--code") {
			t.Errorf("%s: %d, want %d and %q\n%s%s", each.name, code, each.exit, each.says, out, errs)
		}
	}
}
