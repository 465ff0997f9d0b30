package plain

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// part is rounds of one lot in a container that share one fate.
type part struct {
	note  int // The note that laid them.
	lot   event.LotID
	count int64
	tray  int // The tray they were tested on, none for untested rounds.
	since int
	odd   bool // They came from where nobody could say what they are.
}

// box is what the notes say about a thing rounds lie in.
type box struct {
	id       event.ContainerID
	what     event.ContainerKind
	begun    int
	sealed   bool
	seal     string
	sealedAt int
	who      event.PersonID // The handler who has it.
	gap      breach
	parts    []part
	broken   int
	upset    int
	ordered  bool
}

func (l *Log) boxIDs() []event.ContainerID {
	var out []event.ContainerID
	for _, n := range l.notes {
		if n.what == kept && !slices.Contains(out, n.box) {
			out = append(out, n.box)
		}
	}
	slices.Sort(out)
	return out
}

func (l *Log) boxes() []box {
	var out []box
	for _, id := range l.boxIDs() {
		c, _ := l.box(id)
		out = append(out, c)
	}
	return out
}

// box reads everything that was noted about a container.
func (l *Log) box(id event.ContainerID) (box, bool) {
	c := box{id: id, begun: none, sealedAt: none, gap: unbroken, broken: none, upset: none}
	for at, n := range l.notes {
		if n.item != "" || n.box != id || id == "" {
			continue
		}
		i := n.act.index
		switch n.what {
		case kept:
			c.what, c.begun = n.kind, i
		case demoted:
			c.what = event.Bag
		case sealed:
			c.sealed, c.seal, c.sealedAt = true, n.why, i
		case unsealed:
			c.sealed = false
		case gap:
			c.gap = c.gap.widen(n)
		case holds:
			c.who = n.who
		case laid:
			c.parts = append(c.parts, part{at, n.lot, n.n, n.tray, i, n.yes})
		case drawn:
			c.draw(n.lot, n.n)
		case recounted:
			c.parts = slices.DeleteFunc(c.parts, func(p part) bool { return p.note == n.part })
		case odd:
			for k := range c.parts {
				c.parts[k].odd = c.parts[k].odd || c.parts[k].note == n.part
			}
		case broken:
			c.broken = i
		case upset:
			c.upset = i
		case ordered:
			c.ordered = n.yes
		case freed:
			c.ordered = false
		default:
		}
	}
	return c, c.begun != none
}

// draw takes rounds of a lot out: it says from which trays they may come and whether that many were
// there. A part that is counted out stays, with no round, while others of its lot are inside, because
// nobody can tell which of them were taken.
func (c *box) draw(lot event.LotID, n int64) (trays []int, enough bool) {
	left := int64(0)
	for k := range c.parts {
		p := &c.parts[k]
		if p.lot != lot {
			continue
		}
		if p.tray != none {
			trays = append(trays, p.tray)
		}
		took := min(n, p.count)
		p.count, n = p.count-took, n-took
		left += p.count
	}
	if left == 0 {
		c.parts = slices.DeleteFunc(c.parts, func(p part) bool { return p.lot == lot })
	}
	return trays, n == 0
}

func (c *box) count(lot event.LotID) int64 {
	var n int64
	for _, p := range c.parts {
		if p.lot == lot {
			n += p.count
		}
	}
	return n
}

// seals reports whether a container can be sealed or locked at all.
func (c *box) seals() bool {
	return c.what == event.Box || c.what == event.Locker || c.what == event.Quarantine || c.what == event.Intake
}

// contained reports whether unknown rounds inside hold only what would be loaded from them.
func (c *box) contained() bool {
	return c.ordered || c.what == event.Quarantine || c.sealed && c.seals()
}

// laidAlone reports whether rounds lie where only a receipt by one person placed them.
func (l *Log) laidAlone(p part) bool {
	return l.at(p.since).event.Kind == event.KindRoundsReceived && !l.receivedByTwo(p.since)
}

// natureOf is what the rounds of a lot count as: LIVE when anybody said so, what was said of them at a
// receipt by two people, UNKNOWN otherwise.
func (l *Log) natureOf(x lot) event.Nature {
	if x.nature == event.LiveRound || l.receivedByTwo(x.received) {
		return x.nature
	}
	return event.UnknownRound
}

// lot is one delivery, or several under one name.
type lot struct {
	nature       event.Nature
	construction event.Construction
	load         event.Load
	received     int
}

func (l *Log) lot(id event.LotID) (lot, bool) {
	x, known := lot{received: none}, false
	for _, n := range l.notes {
		if n.lot != id {
			continue
		}
		switch n.what {
		case lotKnown:
			b, is := n.act.event.Body.(*event.RoundsReceived)
			at := slices.IndexFunc(b.Lots, func(r event.ReceivedLot) bool { return r.Lot == id })
			r := b.Lots[at]
			x, known = lot{r.Nature, r.Construction, r.Load, n.act.index}, is
		case lotLive:
			x.nature = event.LiveRound
		case lotOther:
			x.nature = event.UnknownRound
		default:
		}
	}
	return x, known
}
