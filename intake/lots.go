package intake

import (
	"slices"
	"strings"
)

// Contents is what a lot of ammunition is said to be. A list proves nothing about a round:
// what it says is a claim, and dummies stay UNKNOWN until each one is tested.
type Contents string

// The contents a list can bring in. There is no LIVE among them: live rounds are refused.
const (
	ContentsUnknown   Contents = "UNKNOWN"
	ContentsBlank     Contents = "BLANK"
	ContentsDummy     Contents = "DUMMY"
	ContentsSnapCap   Contents = "SNAP_CAP"
	ContentsEmptyCase Contents = "EMPTY_CASE"
)

// Load is the charge of a blank; empty when it is not told.
type Load string

// The loads.
const (
	LoadFull         Load = "full"
	LoadThreeQuarter Load = "three-quarter"
	LoadHalf         Load = "half"
	LoadQuarter      Load = "quarter"
)

// Construction is how a dummy is made, which decides the two tests that tell it from a live
// round.
type Construction string

// The constructions; anything else is unknown and stays so.
const (
	ConstructionUnknown     Construction = "UNKNOWN"
	ConstructionRattleHole  Construction = "RATTLE_HOLE"  // BB inside, case drilled
	ConstructionRattleSpent Construction = "RATTLE_SPENT" // BB inside, spent primer
	ConstructionHoleEmpty   Construction = "HOLE_EMPTY"   // drilled, no BB, empty pocket
	ConstructionSolid       Construction = "SOLID"        // machined inert
)

// LotRow is one lot of ammunition.
type LotRow struct {
	Line         int
	Lot          string // as on the box: "D-014"
	Contents     Contents
	Load         Load         // of a BLANK; empty when not told
	Construction Construction // of a DUMMY; empty for anything else
	Calibre      string
	Count        int    // rounds, 1 to MaxLotRounds
	Box          string // what stands on the box
	Lender       string
	Due          Date
}

func (c *itemReader) lot(rec record) *Problem {
	lot, p := c.identity(rec, FieldLot)
	if p != nil {
		return p
	}
	row := LotRow{
		Line: rec.line, Lot: lot, Calibre: given(c.cell(rec, FieldCalibre)),
		Box: given(c.cell(rec, FieldBox)), Lender: c.lenderOf(rec),
	}
	if saysLive(c.cell(rec, FieldContents)) || saysLive(row.Box) {
		return &Problem{
			Line: rec.line, Column: c.column(FieldContents), Code: RowLive,
			Reason: "live rounds are not imported by a list",
			Do: "Keep this box away from the set. A lawful exception is recorded by two people " +
				"in the ledger, never by a file.",
		}
	}
	count, p := c.counted(rec, FieldCount, MaxLotRounds)
	if p != nil {
		return p
	}
	if !count.Known {
		return &Problem{
			Line: rec.line, Column: c.column(FieldCount), Code: RowMissing,
			Reason: "the line has no count of rounds", Do: "Write how many rounds are in the lot.",
		}
	}
	row.Count = count.N
	if row.Due, p = c.date(rec, FieldDue, c.order); p != nil {
		return p
	}
	c.keep(rec, FieldLot, lot)
	c.describe(rec, &row)
	if row.Lender == "" {
		c.noLender(rec)
	}
	c.lots = append(c.lots, row)
	return nil
}

// saysLive errs on the side of refusing: any phrase for live rounds, whatever else the text
// says. Only a negation ("not live") leaves the line, and then it is read as UNKNOWN at best.
func saysLive(text string) bool {
	groups := contentsWords().groups(text)
	return slices.Contains(groups, "LIVE") && !slices.Contains(groups, negation)
}

func (c *itemReader) describe(rec record, row *LotRow) {
	contents := c.cell(rec, FieldContents)
	row.Contents = contentsOf(contents)
	switch row.Contents {
	case ContentsBlank:
		row.Load = loadOf(c.cell(rec, FieldLoad), contents)
		if row.Load == "" {
			c.lotNote(rec, FieldLoad, NoteLoad, "the load of these blanks is not told",
				"The load is recorded when the lot is received; until then no distance applies.")
		}
	case ContentsDummy:
		row.Construction = constructionOf(c.cell(rec, FieldConstruction), contents)
		if row.Construction == ConstructionUnknown {
			c.lotNote(rec, FieldConstruction, NoteConstruction,
				"the construction is none of the four that can be tested; it is read as UNKNOWN",
				"Rounds of an unknown construction stay UNKNOWN. Ask the lender, or send them back.")
		}
	case ContentsUnknown:
		c.lotNote(rec, FieldContents, NoteContents,
			"the text does not tell what the rounds are; they are read as UNKNOWN",
			"Keep the box sealed. UNKNOWN is treated as live for what could be loaded from it.")
	case ContentsSnapCap, ContentsEmptyCase:
	}
}

func (c *itemReader) lotNote(rec record, f Field, code Code, reason, do string) {
	c.note(Note{Line: rec.line, Column: c.column(f), Code: code, Reason: reason, Do: do})
}

func contentsOf(text string) Contents {
	literal := Contents(strings.ToUpper(strings.Join(foldWords(text), "_")))
	if slices.Contains([]Contents{ContentsSnapCap, ContentsEmptyCase}, literal) {
		return literal
	}
	groups := contentsWords().groups(text)
	if len(groups) == 1 && groups[0] != negation && !strings.Contains(text, "?") {
		return Contents(groups[0])
	}
	return ContentsUnknown
}

// loadOf reads the column for the load, else the text of the contents ("half load blank").
func loadOf(texts ...string) Load {
	for _, text := range texts {
		groups := loadWords().groups(text)
		if len(groups) == 1 && groups[0] != negation {
			return Load(groups[0])
		}
		if len(groups) > 0 {
			return ""
		}
	}
	return ""
}

// constructionOf combines the features that a text names. Only a set of features that fits
// exactly one construction is read; a missing or contradicting feature leaves it UNKNOWN.
func constructionOf(texts ...string) Construction {
	for _, text := range texts {
		if strings.Contains(text, "?") {
			return ConstructionUnknown
		}
		if literal := Construction(strings.ToUpper(strings.TrimSpace(text))); slices.Contains(
			[]Construction{
				ConstructionRattleHole, ConstructionRattleSpent, ConstructionHoleEmpty,
				ConstructionSolid,
			}, literal) {
			return literal
		}
		if groups := constructionWords().groups(text); len(groups) > 0 {
			slices.Sort(groups)
			return fitting[strings.Join(groups, "+")].orUnknown()
		}
	}
	return ConstructionUnknown
}

// fitting lists the sets of features, sorted, that fit exactly one construction.
var fitting = map[string]Construction{
	"RATTLE_HOLE":       ConstructionRattleHole,
	"RATTLE_SPENT":      ConstructionRattleSpent,
	"HOLE_EMPTY":        ConstructionHoleEmpty,
	"SOLID":             ConstructionSolid,
	"bb+hole":           ConstructionRattleHole,
	"bb+hole+pocket":    ConstructionRattleHole,
	"bb+hole+spent":     ConstructionRattleHole,
	"bb+spent":          ConstructionRattleSpent,
	"bb+no-hole+spent":  ConstructionRattleSpent,
	"hole+no-bb+pocket": ConstructionHoleEmpty,
}

func (c Construction) orUnknown() Construction {
	if c == "" {
		return ConstructionUnknown
	}
	return c
}
