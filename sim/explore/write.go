package explore

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/sim"
)

const (
	testS  = 30      // A tray takes this long; ten rounds take twenty seconds at the least.
	staleS = 31 * 60 // A look is too old after half an hour.
	dutyS  = 6*3600 + 600
)

// write puts an act behind a log: the events people sign for it. Before is what the log says so far.
func (b *book) write(at *page, before record, a act) *page {
	p := at.next()
	c := int64(b.chambers)
	switch {
	case a < openSource:
		p.writePrep(before, a, 2*c)
	case a <= loadFromBelt:
		p.writeLoad(before, a, c)
	case a <= lookThird:
		p.writeCheck(before, a, c)
	default:
		p.writeCustody(before, a)
	}
	return p
}

// trayOf commits to a number and returns the salt that shows it later.
func (p *page) trayOf(b *event.TrayTested, n int64) event.ID {
	p.wait(testS)
	b.Tray = event.TrayID(fmt.Sprintf("T-%d", p.size))
	b.Lot, b.Rounds, b.Tests = sim.DummyLot, n, []event.RoundTest{event.Rattle, event.Hole}
	b.Passed = event.CommitNumber(salt, n)
	return p.write(b, sim.HandlerSigns)
}

var salt = func() [16]byte {
	sum := sha256.Sum256([]byte("salt"))
	return [16]byte(sum[:16])
}()

func (p *page) show(tray event.ID, n int64) {
	p.write(&event.TrayOpened{Of: tray, Number: n, Salt: hex.EncodeToString(salt[:])}, sim.HandlerSigns)
}

func (p *page) writePrep(before record, a act, n int64) {
	// Only the acts of prep come here.
	//exhaustive:ignore
	switch a {
	case openIntake:
		p.unseal(sim.Intake)
	case testTray:
		p.tray = p.trayOf(&event.TrayTested{From: sim.Intake, To: sim.TestedBox}, n)
	case countTray:
		p.write(&event.TrayCounted{Of: p.tray, Number: n}, sim.PrepSigns)
	case countTrayWrong:
		p.write(&event.TrayCounted{Of: p.tray, Number: n - 1}, sim.PrepSigns)
	case showTray:
		p.show(p.tray, n)
	case endorseTray:
		p.write(&event.TraysEndorsed{Trays: []event.ID{p.tray}}, sim.HandlerSigns, sim.PrepSigns)
	case leavePrep:
		p.seal(sim.Intake)
		p.seal(sim.TestedBox)
	case leaveUnsealed:
		p.seal(sim.Intake)
	}
}

func source(r Rounds) (event.ContainerID, event.LotID) {
	if r == BlankRounds {
		return sim.Blanks, sim.BlankLot
	}
	return sim.TestedBox, sim.DummyLot
}

func (p *page) writeLoad(before record, a act, chambers int64) {
	from, lot := source(before.rounds)
	if a == openSource {
		p.unseal(from)
		return
	}
	by := []sim.Signer{sim.HandlerSigns, sim.WatcherSigns}
	n, out := chambers, from
	// The other loads are proper ones of a number of rounds.
	//exhaustive:ignore
	switch a {
	case loadAlone:
		by = by[:1]
	case loadFromBag:
		out = sim.Bag
	case loadFromBelt:
		out = sim.Belt
	default:
		n = int64(a-load1) + 1
	}
	positions := make([]int64, n)
	for k := range positions {
		positions[k] = int64(k) + 1
	}
	p.write(&event.Loaded{Item: item, Container: out, Lot: lot, Positions: positions}, by...)
	p.seal(from)
}

func (p *page) writeCheck(before record, a act, chambers int64) {
	n := int64(before.loaded)
	// Only the acts of checking come here.
	//exhaustive:ignore
	switch a {
	case examine, examinePart:
		p.write(examined(n, chambers, a == examinePart), sim.HandlerSigns)
	case retestRounds:
		p.retest = p.trayOf(&event.TrayTested{Item: item}, n)
	case recountRounds:
		p.write(&event.TrayCounted{Of: p.retest, Number: n}, sim.WatcherSigns)
	case recountWrong:
		p.write(&event.TrayCounted{Of: p.retest, Number: n - 1}, sim.WatcherSigns)
	case recountByPrep:
		p.write(&event.TrayCounted{Of: p.retest, Number: n}, sim.PrepSigns)
	case thirdCount:
		p.write(&event.TrayCounted{Of: p.retest, Number: n}, sim.ADSigns)
	case thirdWrong:
		p.write(&event.TrayCounted{Of: p.retest, Number: n - 1}, sim.ADSigns)
	case reshowRounds:
		p.show(p.retest, n)
	case lookIn, lookInPart, lookThird:
		seen, by := chambers, sim.WatcherSigns
		if a == lookInPart {
			seen--
		}
		if a == lookThird {
			by = sim.ADSigns
		}
		p.write(&event.ItemLooked{
			Item: item, Identity: event.SerialRead, Serial4: serial, Length: chambers, Seen: seen, Rounds: n,
			Drawn: event.Yes,
		}, by)
	}
}

func examined(n, chambers int64, part bool) *event.ItemExamined {
	b := &event.ItemExamined{
		Item: item, Identity: event.SerialRead, Serial4: serial, Length: chambers, Feed: event.SeenEmpty,
		Bore: event.BoreUnobstructed,
	}
	for k := range chambers {
		seen := event.SeenEmpty
		switch {
		case part && k == chambers-1:
			seen = event.NotSeen
		case k < n:
			seen = event.SeenRound
		}
		b.Chambers = append(b.Chambers, seen)
	}
	return b
}

func (p *page) writeCustody(before record, a act) {
	// Only the acts of custody come here.
	//exhaustive:ignore
	switch a {
	case giveSigned, giveByThree, giveAlone:
		by := []sim.Signer{sim.HandlerSigns, sim.WatcherSigns, sim.ADSigns}
		if a == giveAlone {
			by = by[:1]
		}
		if a == giveSigned {
			by = by[:2]
		}
		b := &event.HandedOver{Item: item, To: ids[Receiver], Scene: sim.Scene, Purpose: event.OnCamera}
		if before.retest {
			b.Trays = []event.ID{p.retest}
		}
		p.write(b, by...)
	case collect:
		p.write(&event.Collected{Item: item, From: ids[Receiver]}, sim.HandlerSigns)
	case resetLook:
		p.write(&event.Reset{Items: []event.ItemID{item}}, sim.HandlerSigns)
	case leaveAlone:
		p.write(&event.Unattended{Objects: []event.Object{item.Object()}}, sim.HandlerSigns)
	case endDuty:
		p.wait(dutyS)
		p.write(sim.Duty(sim.RootOf(p.size)), sim.HandlerSigns)
	case passTime:
		p.wait(staleS)
	case unload:
		p.write(&event.Unloaded{Item: item, Container: sim.Quarantine, Unfired: int64(before.loaded)}, sim.HandlerSigns)
	}
}
