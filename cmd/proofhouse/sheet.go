package main

import (
	"errors"
	"strconv"

	"github.com/proofhouse/proofhouse/kernel/proof"
	"github.com/proofhouse/proofhouse/paper"
)

// printed is the code of a printed sheet beside the log that a file holds. A nil sheet takes nothing.
type printed struct {
	code paper.Code
	tree proof.Range
	root *proof.Hash // The log's root at the sheet's size, nil while the file is shorter.
	fail error
}

// errLabel reports a code that stands on nothing.
var errLabel = errors.New("this is the code of a label: it names a thing, and there is nothing to check")

// readSheet reads the code of a sheet; no text is no sheet.
func readSheet(text string) (*printed, error) {
	if text == "" {
		return nil, nil //nolint:nilnil // No code was given, and nil takes nothing.
	}
	code, err := paper.ParseCode(text)
	if err != nil {
		return nil, err
	}
	if code.Stands == nil {
		return nil, errLabel
	}
	return &printed{code: code}, nil
}

// take adds a leaf until the log is as large as the sheet says.
func (p *printed) take(leaf proof.Hash) {
	if p == nil || p.root != nil || p.fail != nil {
		return
	}
	if p.fail = p.tree.Append(leaf); p.fail == nil && p.tree.Size() == p.code.Stands.Size {
		root := p.tree.Root()
		p.root = &root
	}
}

// covers reports whether the entry that the sheet is about lies under the root it stands on.
func (p *printed) covers() bool {
	index, err := strconv.ParseUint(p.code.About.ID, 10, 64)
	return err == nil && index < p.code.Stands.Size
}

// reportSheet says whether a sheet stands on the log of a file that is whole.
func (s streams) reportSheet(found bundleFound, p *printed) int {
	stands := p.code.Stands
	refuse := func(format string, args ...any) int {
		s.say("  sheet      REFUSED: "+format, args...)
		return exitRefused
	}
	switch {
	case p.fail != nil:
		return refuse("%s", p.fail)
	case !p.code.Of(found.production) || stands.Origin != found.file.Header.Origin:
		return refuse("it is of another production or log, %s", stands.Origin)
	case p.root == nil:
		return refuse("it stands on %d entries, and the file has %d: export again", stands.Size, found.file.Entries)
	case p.code.About.Kind == paper.Entry && !p.covers():
		return refuse("entry %s is not among the first %d entries", p.code.About.ID, stands.Size)
	case *p.root != stands.Root:
		return refuse("the root of the first %d entries is %s, and the sheet says %s: it was not printed from "+
			"this record", stands.Size, *p.root, stands.Root)
	}
	s.say("  sheet      stands on the first %d entries of this log; read the record, not the paper", stands.Size)
	return exitDone
}
