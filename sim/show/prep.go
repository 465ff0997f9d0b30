package show

import (
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
)

// delivered is one firearm as a lender sends it.
func delivered(id event.ItemID, class event.Class, m event.Mechanism, serial, like, lender string) event.ReceivedItem {
	r := event.ReceivedItem{
		Item: id, Class: class, Mechanism: m, Serial4: serial, LookAlike: like, Lender: lender,
		Unloaded: event.Yes,
	}
	// What has no chambers keeps none.
	//exhaustive:ignore
	switch m {
	case event.Revolver:
		r.Chambers = 6
	case event.Magazine:
		r.Chambers, r.Magazine = 1, 8
	case event.Fixed:
		r.Chambers = 2
	default:
	}
	return r
}

func rubberID(n int) event.ItemID { return event.ItemID(fmt.Sprintf("RR-%03d", n+1)) }

// Of the background's rubber the first are casts of the revolvers, for those who stand near them, and
// the next come from a mould of their own and look like each other. The others differ at a glance.
const castCount, mouldCount = nearBackground, 28

func likeOf(n int) string {
	switch {
	case n < castCount:
		return "LA-1"
	case n < castCount+mouldCount:
		return "LA-3"
	}
	return ""
}

// register begins the life of the containers a unit works with. What was in a firearm is kept apart
// until it was tested again.
func (u *unit) register() {
	u.dummyBox, u.usedBox = event.ContainerID("DUM-"+u.id), event.ContainerID("USED-"+u.id)
	for _, c := range []event.ContainerRegistered{
		{Container: event.ContainerID("SAFE-" + u.id), What: event.Locker},
		{Container: event.ContainerID("CAGE-" + u.id), What: event.Locker},
		{Container: event.ContainerID("QUAR-" + u.id), What: event.Quarantine},
		{Container: u.usedBox, What: event.Quarantine},
		{Container: u.dummyBox, What: event.Box},
	} {
		u.act(&c, handlerOf(u.keeper))
	}
}

func (u *unit) safe() event.ContainerID       { return event.ContainerID("SAFE-" + u.id) }
func (u *unit) quarantine() event.ContainerID { return event.ContainerID("QUAR-" + u.id) }

// receive takes items over from a lender, with the prep watcher.
func (u *unit) receive(items ...event.ReceivedItem) {
	for some := range slices.Chunk(items, 50) {
		u.act(&event.ItemReceived{Items: some}, handlerOf(u.keeper).verified(), watcherOf(u.prep).verified())
	}
	for _, r := range items {
		if r.Class != event.Solid {
			u.guns = append(u.guns, r.Item)
			u.examine(r.Item, u.keeper)
		}
	}
}

// rounds takes a lot into sealed intake.
func (u *unit) rounds(lot event.LotID, nature event.Nature, load event.Load, count int64, lender string) {
	l := event.ReceivedLot{
		Lot: lot, Nature: nature, Construction: event.OtherConstruction, Load: load, Count: count,
		Container: intakeOf(lot), Seal: "S-" + string(lot), Lender: lender,
	}
	if nature == event.Dummy {
		l.Construction = event.RattleHole
	}
	u.act(&event.RoundsReceived{Lots: []event.ReceivedLot{l}},
		handlerOf(u.keeper).verified(), watcherOf(u.prep).verified())
}

func intakeOf(lot event.LotID) event.ContainerID { return event.ContainerID("IN-" + lot) }

// weekly receives this week's rounds, tests dummies and makes a test-fire card for every blank lot.
func (u *unit) weekly() {
	dummy := u.newLot(event.Dummy)
	u.rounds(dummy, event.Dummy, event.NoBlank, 60, "L1")
	u.fill(dummy, 3)
	blank := u.newLot(event.Blank)
	u.rounds(blank, event.Blank, event.Half, 1500, "L2")
	for _, id := range u.guns {
		u.testFire(id, blank, u.keeper)
	}
}

// newLot names the next lot of a nature; newestLot is the one that came last.
func (u *unit) newLot(n event.Nature) event.LotID {
	u.lots++
	lot := event.LotID(fmt.Sprintf("%s-%s-%d", n, u.id, u.lots))
	if n == event.Dummy {
		u.dummies = lot
	} else {
		u.blanks = lot
	}
	return lot
}

func (u *unit) newestLot(n event.Nature) event.LotID {
	if n == event.Dummy {
		return u.dummies
	}
	return u.blanks
}

func (u *unit) testFire(id event.ItemID, lot event.LotID, by event.PersonID) {
	u.pass(u.between(60, 120))
	u.act(&event.TestFired{Item: id, Lot: lot, DistanceMM: u.between(30, 45) * 100}, handlerOf(by))
	u.act(&event.BoreChecked{Item: id, Bore: event.BoreUnobstructed, Method: event.Light}, handlerOf(by))
	u.examine(id, by)
}

// fill tests trays of ten from intake into the unit's box and leaves both sealed. The box holds one
// lot: what is left of the week before goes back.
func (u *unit) fill(lot event.LotID, trays int) {
	if c, ok := u.s.Container(u.dummyBox); ok {
		for _, p := range slices.Clone(c.Parts) {
			if p.Lot != lot {
				u.lift(u.dummyBox, u.keeper)
				u.act(&event.RoundsDestroyed{Container: u.dummyBox, Lot: p.Lot, Count: max(1, p.Count)},
					handlerOf(u.keeper), watcherOf(u.prep))
			}
		}
	}
	u.lift(intakeOf(lot), u.keeper)
	u.lift(u.dummyBox, u.keeper)
	for range trays {
		u.tray(&event.TrayTested{Lot: lot, From: intakeOf(lot), To: u.dummyBox, Rounds: event.TrayMax}, u.keeper, u.prep)
	}
	u.shut(intakeOf(lot), u.keeper)
	u.shut(u.dummyBox, u.keeper)
}

// tray tests rounds one by one, has them counted unseen, shows the number, and at prep both sign.
func (u *unit) tray(b *event.TrayTested, by, watcher event.PersonID) event.ID {
	u.nonce++
	b.Tray = event.TrayID(fmt.Sprintf("T-%d", u.nonce))
	salt := saltOf(b.Tray)
	b.Tests, b.Passed = []event.RoundTest{event.Rattle, event.Hole}, event.CommitNumber(salt, b.Rounds)
	u.pass(b.Rounds*state.PaceS + u.between(2, 15))
	id := u.do(b, handlerOf(by))
	u.act(&event.TrayCounted{Of: id, Number: b.Rounds}, watcherOf(watcher))
	if u.opt.Third && b.Item != "" {
		u.act(&event.TrayCounted{Of: id, Number: b.Rounds}, adOf(u.third).verified())
	}
	u.do(&event.TrayOpened{Of: id, Number: b.Rounds, Salt: hex.EncodeToString(salt[:])}, handlerOf(by))
	if b.Item == "" {
		u.act(&event.TraysEndorsed{Trays: []event.ID{id}}, handlerOf(by).verified(), watcherOf(watcher).verified())
	}
	return id
}

func (u *unit) lift(box event.ContainerID, by event.PersonID) {
	if seal, ok := u.seals[box]; ok {
		u.act(&event.ContainerOpened{Container: box, Seal: seal}, handlerOf(by))
	}
}

func (u *unit) shut(box event.ContainerID, by event.PersonID) {
	u.nonce++
	u.act(&event.ContainerSealed{Container: box, Seal: fmt.Sprintf("S-%d", u.nonce)}, handlerOf(by))
}

// examine is a whole look at an item: what the handler sees is what was put there.
func (u *unit) examine(id event.ItemID, by event.PersonID) event.ID {
	it, ok := u.s.Item(id)
	if !ok {
		u.fail("no item %s", id)
		return event.ID{}
	}
	b := &event.ItemExamined{
		Item: id, Identity: event.SerialRead, Serial4: it.Serial4, Length: it.Chambers, Feed: event.SeenEmpty,
		Bore: event.BoreUnobstructed,
	}
	if it.Serial4 == "" {
		b.Identity = event.MarkSeen
	}
	if it.Mechanism == event.Inert {
		b.Bore = event.BoreNone
	}
	for n, p := range it.Positions {
		switch {
		case n < int(it.Chambers) && p.Loaded != state.NoIndex:
			b.Chambers = append(b.Chambers, event.SeenRound)
		case n < int(it.Chambers):
			b.Chambers = append(b.Chambers, event.SeenEmpty)
		case p.Loaded != state.NoIndex:
			b.Feed = event.SeenRound
		}
	}
	u.pass(u.between(8, 20))
	return u.do(b, handlerOf(by))
}

// load puts rounds of a lot into an item, before the watcher of the hand-over.
func (u *unit) load(id event.ItemID, box event.ContainerID, lot event.LotID, count int64, by event.PersonID) {
	u.lift(box, by)
	u.examine(id, by)
	b := &event.Loaded{Item: id, Container: box, Lot: lot}
	for n := range count {
		b.Positions = append(b.Positions, n+1)
	}
	u.pass(u.between(10, 25))
	u.do(b, handlerOf(by).verified(), watcherOf(u.watcher).verified())
	u.shut(box, by)
}

// unload takes everything out. Dummies are tested again into their box as at prep, by prep's watcher.
func (u *unit) unload(id event.ItemID, spent int64, by event.PersonID) {
	it, ok := u.s.Item(id)
	if !ok || len(it.Loaded()) == 0 {
		return
	}
	loaded := it.Loaded()
	lot, _ := u.s.Lot(loaded[0].Lot)
	if lot.Nature != event.Dummy {
		u.act(&event.Unloaded{Item: id, Container: u.quarantine(), Unfired: int64(len(loaded)) - spent, Spent: spent}, handlerOf(by))
		u.examine(id, by)
		return
	}
	u.act(&event.Unloaded{Item: id, Container: u.usedBox, Unfired: int64(len(loaded))}, handlerOf(by))
	u.examine(id, by)
	u.lift(u.dummyBox, by)
	u.tray(&event.TrayTested{Lot: lot.Lot, From: u.usedBox, To: u.dummyBox, Rounds: int64(len(loaded))}, by, u.prep)
	u.shut(u.dummyBox, by)
}
