package plain

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// holding is where a thing is. The zero value is that nobody knows.
type holding uint8

const (
	withNobody holding = iota
	withHandler
	withReceiver
	inLocker
	goneBack
)

// holder says who or what has a thing, and since which act.
type holder struct {
	where holding
	who   event.PersonID
	box   event.ContainerID
	since int
}

// position is one chamber or one place in a magazine; load is the act that filled it.
type position struct {
	load   int
	lot    event.LotID
	source int
}

// source is where the rounds of one load came from, as it was then.
type source struct {
	box   event.ContainerID
	lot   event.LotID
	load  int
	trays []int  // Tests of the trays its rounds lay on.
	lacks []lack // What was wrong with the container.
}

// item is what the notes say about one gun-shaped object.
type item struct {
	event.ReceivedItem

	received  int
	stranger  bool // Nobody received it: it was met in somebody's hands.
	holder    holder
	gap       breach
	handler   event.PersonID
	examined  int
	looked    int
	positions []position
	sources   []source
	changed   int
	fired     int
	bore      int
	given     int
	collected int
	home      int // The act by which it last came back from a receiver.
	retests   []int
	upset     int
	back      int // The act that gave it back to its lender: only a new receipt begins again.
	shots     int64
	away      int64
	second    second // The newest look of a watcher.
	shared    int    // The newest hand-over that handler and watcher signed together.
	behind    second // The look it stands behind.
	third     second // An AD's or advisor's look.
	byThree   int    // The newest hand-over that this third person signed too.
	thirdly   second // The third look it stands behind.
	beside    second // The watcher's look it stands behind.
}

// itemIDs lists every item that was ever received, in the order of ids.
func (l *Log) itemIDs() []event.ItemID {
	var out []event.ItemID
	for _, n := range l.notes {
		if n.what == begins && !slices.Contains(out, n.item) {
			out = append(out, n.item)
		}
	}
	slices.Sort(out)
	return out
}

// items is every item the log knows.
func (l *Log) items() []item {
	var out []item
	for _, id := range l.itemIDs() {
		it, _ := l.item(id)
		out = append(out, it)
	}
	return out
}

// item reads everything that was noted about an item since its life began the last time.
func (l *Log) item(id event.ItemID) (item, bool) {
	it, known := item{}, false
	for _, n := range l.notes {
		if n.item != id || id == "" {
			continue
		}
		switch {
		case n.what == begins:
			it, known = born(n), true
		case known && !it.custody(n):
			it.contents(n)
		}
	}
	return it, known
}

func born(n note) item {
	i := n.act.index
	it := item{
		ReceivedItem: *n.received, received: i, handler: n.who, holder: holder{withHandler, n.who, "", i},
		gap: unbroken, examined: none, looked: none, changed: none, fired: none, bore: none, given: none,
		collected: none, home: none, upset: none, back: none, shared: none, byThree: none,
	}
	it.stranger = n.act.event.Kind != event.KindItemReceived
	for range n.received.Chambers + n.received.Magazine {
		it.positions = append(it.positions, position{load: none, source: none})
	}
	return it
}

// custody takes in a note about who has the item and who looked at it.
func (it *item) custody(n note) bool {
	i := n.act.index
	switch n.what {
	case gap:
		it.gap = it.gap.widen(n)
	case gapEnds:
		it.gap.order, it.gap.next = max(it.gap.order, 2*n.act.turn-1), n.act.index
	case holds:
		if it.holder.where == withReceiver && (n.where == withHandler || n.where == inLocker) {
			it.home = i
		}
		it.holder = holder{n.where, n.who, n.box, n.index()}
		if n.where == goneBack {
			it.back = i
		}
	case handles:
		it.handler = n.who
	case isUnknown:
		it.Class = event.UnknownClass
	case examined:
		it.examined, it.looked = i, i
	case looked:
		it.looked = i
	case unlooked:
		it.looked = none
	case boreSeen:
		it.bore = i
	case given:
		it.given = i
	case collected:
		it.collected = i
	default:
		return false
	}
	return true
}

// contents takes in a note about what is inside.
func (it *item) contents(n note) {
	i := n.act.index
	switch n.what {
	case loaded:
		it.load(n)
	case unloaded:
		for k := range it.positions {
			it.positions[k] = position{load: none, source: none}
		}
		it.sources, it.retests, it.changed, it.upset, it.shots, it.away = nil, nil, i, none, 0, 0
	case stained:
		for k := range it.sources {
			if from := &it.sources[k]; from.load == n.source.load {
				from.lacks = append(slices.Clone(from.lacks), n.source.lacks...)
			}
		}
	case keepsRounds:
		it.keep(n.before)
	case upset:
		it.upset = i
	case fired:
		it.fired = i
		it.shots += n.n
	case retested:
		it.retests = append(it.retests, i)
	case roundsAway:
		it.away++
	case watched:
		it.second = second{n.act, n.n, n.yes}
	case watchedToo:
		it.third = second{n.act, n.n, n.yes}
	case sharedByThree:
		it.byThree, it.thirdly, it.beside = i, it.third, it.second
	case shared:
		it.shared, it.behind = i, it.second
	default:
	}
}

// keep takes over what an item holds from what it was before two people said what it is.
func (it *item) keep(old *item) {
	it.sources, it.changed, it.away = slices.Clone(old.sources), old.changed, old.away
	for k, p := range old.positions {
		if k == len(it.positions) {
			it.positions = append(it.positions, p)
		}
		it.positions[k] = p
	}
}

func (it *item) load(n note) {
	it.sources = append(it.sources, *n.source)
	b, _ := n.act.event.Body.(*event.Loaded)
	for _, at := range b.Positions {
		at += it.before()
		for it.stranger && at > int64(len(it.positions)) {
			it.positions = append(it.positions, position{load: none, source: none})
		}
		if at <= int64(len(it.positions)) {
			it.positions[at-1] = position{n.act.index, b.Lot, len(it.sources) - 1}
		}
	}
	it.changed = n.act.index
}

// before is how many positions lie before the first that a load can name: those of a magazine are named
// from its own first one.
func (it *item) before() int64 {
	if it.Magazine > 0 && it.Mechanism == event.Magazine {
		return it.Chambers
	}
	return 0
}

// filled lists the positions the log fills, in order.
func (it *item) filled() []position {
	var out []position
	for _, p := range it.positions {
		if p.load != none {
			out = append(out, p)
		}
	}
	return out
}

// magazineFilled reports whether the log places rounds in the magazine.
func (it *item) magazineFilled() bool {
	for _, p := range it.positions[it.Chambers:] {
		if p.load != none {
			return true
		}
	}
	return false
}

// secured reports whether an item lies in a locked container or is back at its lender's.
func (l *Log) secured(it item) bool {
	switch it.holder.where {
	case goneBack:
		return true
	case inLocker:
		c, known := l.box(it.holder.box)
		return known && c.sealed
	case withNobody, withHandler, withReceiver:
	}
	return false
}

// givenByHandler reports whether the newest hand-over was a handler's.
func (l *Log) givenByHandler(it item) bool {
	return it.given == none || l.stands(it.given) && l.as(it.given, event.Handler) != ""
}

// firearm: whatever two people did not say is solid rubber, and whatever rounds were put into.
func (l *Log) firearm(it item) bool {
	return it.Class != event.Solid || !l.receivedByTwo(it.received) || it.upset != none || len(it.filled()) > 0
}

func isPowder(c event.Class) bool {
	return c != event.Pellet && c != event.Flash && c != event.Deactivated && c != event.Solid
}

// powder: what can fire a round as far as two people said, and whatever rounds were put into.
func (l *Log) powder(it item) bool {
	return isPowder(it.Class) || !l.receivedByTwo(it.received) || it.upset != none || len(it.filled()) > 0
}

// examination is the body of the newest look at every position.
func (l *Log) examination(it item) (*event.ItemExamined, bool) {
	a := l.at(it.examined)
	if a == nil {
		return nil, false
	}
	b, is := a.event.Body.(*event.ItemExamined)
	return b, is
}
