package production

import (
	"strings"

	"github.com/proofhouse/proofhouse/intake"
	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/ledger"
)

// Bounds of what one act receives.
const (
	itemRowsMax = 40 // Three openings each.
	lotRowsMax  = 40
	// tagMax leaves room for the suffix of an opening's field.
	tagMax = event.IDMax - len(FileSuffix)
)

// MarkSuffix ends the field of the mark by which an item is told by eye.
const MarkSuffix = ".mark"

// Receiving is what the handler says about a delivery that the lender's list cannot say.
type Receiving struct {
	// Unloaded is whether the handler saw every item of the list unloaded on receipt; No when it is
	// not told, because a list is no look.
	Unloaded event.Answer
	// Seals gives the number on the seal of a lot's box, by lot. A lot without one gets a proposed
	// number, which the handler puts on.
	Seals map[event.LotID]string
}

// ImportItems compares a rental house's list with the armory and returns the acts that would receive
// what is not on record. An item or a lot that two people received under its tag is left alone; what
// one person received alone is offered again, because that says nothing of what it is.
func (p *Production) ImportItems(sheet intake.ItemSheet, say Receiving) (Import, error) {
	if say.Unloaded == event.NoAnswer {
		say.Unloaded = event.No
	}
	var out Import
	var batch batcher
	seen := map[event.ItemID]bool{}
	for _, row := range sheet.Items {
		item, problem := itemOf(row, say)
		if problem == nil && seen[item.Item] {
			problem = twice(row.Line, "tag")
		}
		seen[item.Item] = true
		switch {
		case problem != nil:
			out.Problems = append(out.Problems, *problem)
			continue
		case p.hasItem(item.Item):
			out.Known++
			continue
		}
		tag := string(item.Item)
		openings, err := salted(tag, described(row.Description, row.Calibre), tag+MarkSuffix, row.Mark,
			tag+FileSuffix, file(map[string]string{
				"serial": row.Serial.Reveal(), "licence": row.Licence.Reveal(), "lender": row.Lender,
				"due": string(row.Due),
			}))
		if err != nil {
			return Import{}, err
		}
		out.New++
		if body, ok := out.next(&batch, itemRowsMax, openings, newItems).Body.(*event.ItemReceived); ok {
			body.Items = append(body.Items, item)
		}
	}
	return out, p.importLots(sheet.Lots, say, &out)
}

func newItems() event.Body { return &event.ItemReceived{} }

func newLots() event.Body { return &event.RoundsReceived{} }

// next returns the act that takes one more row with these openings.
func (x *Import) next(
	batch *batcher, most int, openings []ledger.Opening, begin func() event.Body,
) *ImportAct {
	fresh := batch.rows == 0
	if !batch.fits(most, openings) || fresh {
		x.Acts = append(x.Acts, ImportAct{Body: begin()})
	}
	act := &x.Acts[len(x.Acts)-1]
	act.Openings = append(act.Openings, openings...)
	return act
}

func (p *Production) importLots(rows []intake.LotRow, say Receiving, out *Import) error {
	var batch batcher
	seen := map[event.LotID]bool{}
	for _, row := range rows {
		lot, problem := lotOf(row, say)
		if problem == nil && seen[lot.Lot] {
			problem = twice(row.Line, "lot")
		}
		seen[lot.Lot] = true
		switch {
		case problem != nil:
			out.Problems = append(out.Problems, *problem)
			continue
		case p.hasLot(lot.Lot):
			out.Known++
			continue
		}
		openings, err := salted(string(lot.Lot), described(row.Box, row.Calibre))
		if err != nil {
			return err
		}
		out.New++
		if body, ok := out.next(&batch, lotRowsMax, openings, newLots).Body.(*event.RoundsReceived); ok {
			body.Lots = append(body.Lots, lot)
		}
	}
	return nil
}

func (p *Production) hasItem(id event.ItemID) (has bool) {
	p.View(func(known *state.State) {
		it, on := known.Item(id)
		has = on && known.ReceivedByTwo(it.Received)
	})
	return has
}

func (p *Production) hasLot(id event.LotID) (has bool) {
	p.View(func(known *state.State) {
		lot, on := known.Lot(id)
		has = on && known.ReceivedByTwo(lot.Received)
	})
	return has
}

// described is what people read about a thing: its text and its calibre where the text has none.
func described(text, calibre string) string {
	if calibre == "" || strings.Contains(text, calibre) {
		return text
	}
	return strings.TrimPrefix(text+", "+calibre, ", ")
}

func itemOf(row intake.ItemRow, say Receiving) (event.ReceivedItem, *intake.Problem) {
	tag, ok := identifier(row.Tag, tagMax)
	if !ok {
		return event.ReceivedItem{}, badIdentifier(row.Line, "tag")
	}
	item := event.ReceivedItem{
		Item: event.ItemID(tag), Class: event.ClassOf(string(row.Class)), Lender: lenderOf(row.Lender),
		Unloaded: say.Unloaded,
	}
	if item.Class == event.NoClass {
		item.Class = event.UnknownClass
	}
	if last, ok := identifier(row.LastFour, 4); ok {
		item.Serial4 = last
	}
	if row.LookAlike != "" {
		item.LookAlike = slug(row.LookAlike)
	}
	return item, feeds(&item, row)
}

// feeds says how an item feeds, from its kind and the number its list gives. A revolver or shotgun
// is looked into position by position; pistols and rifles have one chamber and a magazine.
func feeds(item *event.ReceivedItem, row intake.ItemRow) *intake.Problem {
	n := int64(row.Chambers.N)
	noChamber := item.Class == event.Solid || !row.Chambers.Known &&
		(item.Class == event.Flash || item.Class == event.Deactivated)
	if noChamber {
		item.Mechanism = event.Inert
		return nil
	}
	problem := &intake.Problem{
		Line: row.Line, Code: RowChambers,
		Reason: "the line does not give a number of chambers or rounds that this kind can have",
		Do: "Write how many chambers a revolver or shotgun has, at most 12, or how many rounds the " +
			"magazine holds, at most 100.",
	}
	if !row.Chambers.Known {
		return problem
	}
	switch row.Kind {
	case intake.KindRevolver:
		item.Mechanism, item.Chambers = event.Revolver, n
	case intake.KindShotgun:
		item.Mechanism, item.Chambers = event.Fixed, n
	case intake.KindPistol, intake.KindRifle, intake.KindOther:
		item.Mechanism, item.Chambers, item.Magazine = event.Magazine, 1, n
	}
	if item.Chambers > event.ChambersMax || item.Magazine > event.MagazineMax {
		return problem
	}
	return nil
}

func lotOf(row intake.LotRow, say Receiving) (event.ReceivedLot, *intake.Problem) {
	const room = len("BX-")
	id, ok := identifier(row.Lot, event.IDMax-room)
	if !ok {
		return event.ReceivedLot{}, badIdentifier(row.Line, "lot")
	}
	lot := event.ReceivedLot{
		Lot: event.LotID(id), Nature: event.NatureOf(string(row.Contents)),
		Construction: event.OtherConstruction, Load: event.NoBlank, Count: int64(row.Count),
		Container: event.ContainerID("BX-" + id), Seal: "S-" + id, Lender: lenderOf(row.Lender),
	}
	switch lot.Nature {
	case event.Dummy:
		if c := event.ConstructionOf(string(row.Construction)); c != event.NoConstruction {
			lot.Construction = c
		}
	case event.Blank:
		// A load that is not told counts as the strongest.
		if lot.Load = event.LoadOf(string(row.Load)); lot.Load == event.NoLoad {
			lot.Load = event.Full
		}
	case event.SnapCap, event.EmptyCase:
	case event.NoNature, event.LiveRound, event.UnknownRound:
		lot.Nature = event.UnknownRound
	}
	if seal, given := say.Seals[lot.Lot]; given {
		lot.Seal = seal
	}
	return lot, nil
}

// lenderOf is who lent it, in few characters.
func lenderOf(name string) string {
	if strings.TrimSpace(name) == "" {
		return "not-told"
	}
	return slug(name)
}

func badIdentifier(line int, what string) *intake.Problem {
	return &intake.Problem{
		Line: line, Column: what, Code: RowIdentifier,
		Reason: "the " + what + " cannot be carried by an act",
		Do:     "Use letters, digits, dots and dashes, at most 27 of them, beginning with a letter or digit.",
	}
}

func twice(line int, what string) *intake.Problem {
	return &intake.Problem{
		Line: line, Column: what, Code: RowTwice,
		Reason: "another line has the same " + what + " but for spaces",
		Do:     "Delete one of the two, or correct the " + what + ".",
	}
}
