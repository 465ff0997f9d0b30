package plain

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// What a note can say.
const (
	reconciled = "reconciled" // A thing's history goes on from this act.
	condemned  = "condemned"  // A key counts no longer from an index on.
	ranOut     = "ranOut"     // An act showed that a person's duty had ended before it.

	gap     = "gap"     // Custody of an item or container was broken.
	gapEnds = "gapEnds" // The gap that left an item with nobody lasted until here.
	holds   = "holds"   // An item or container is with somebody, somewhere, or nobody.
	handles = "handles" // Whose segment it is.
	wentOff = "wentOff" // Somebody's duty was over.

	begins      = "begins"      // An item's life begins.
	isUnknown   = "isUnknown"   // Nobody can say what class an item is.
	upset       = "upset"       // Nobody can say what is inside.
	examined    = "examined"    // Somebody looked at every position.
	looked      = "looked"      // Somebody looked between takes.
	unlooked    = "unlooked"    // That look was taken away.
	loaded      = "loaded"      // Rounds went in.
	unloaded    = "unloaded"    // All rounds came out.
	stained     = "stained"     // Rounds inside come from where nobody can say any more.
	fired       = "fired"       // Shots.
	boreSeen    = "boreSeen"    // Somebody looked through the bore.
	given       = "given"       // It was handed over.
	collected   = "collected"   // It was taken back.
	retested    = "retested"    // Rounds inside were tested.
	roundsAway  = "roundsAway"  // A misfired round was put away.
	keepsRounds = "keepsRounds" // Two people said what it is: what was in it before still is.
	watched     = "watched"     // A watcher looked in: n rounds were loaded, yes if some were no dummies.
	shared      = "shared"      // It was handed over, signed by the handler and by who had looked in last.

	watchedToo    = "watchedToo"    // An AD or advisor looked in: as watched.
	sharedByThree = "sharedByThree" // Who of those had looked in last signed a shared hand-over as well.

	kept      = "kept"      // A container is in use from here.
	demoted   = "demoted"   // Who registered it had not the right to: it is a bag.
	sealed    = "sealed"    // It was sealed or locked.
	unsealed  = "unsealed"  // It was opened.
	laid      = "laid"      // Rounds were put in.
	drawn     = "drawn"     // Rounds were taken out.
	recounted = "recounted" // Two people counted again what one had laid in alone.
	odd       = "odd"       // Rounds inside are not what was said.
	broken    = "broken"    // A seal did not match.
	ordered   = "ordered"   // It was put in quarantine by an act.
	freed     = "freed"     // And let out.
	poured    = "poured"    // Rounds went from one container to another untested.

	lotKnown = "lotKnown" // A lot was received, or two people said what one had said alone.
	lotLive  = "lotLive"  // Two deliveries differ and one is live.
	lotOther = "lotOther" // Two deliveries differ.

	testedAfter = "testedAfter" // A tray was tested, and which act of the handler came before.
	endorsed    = "endorsed"    // Both people signed a tray.
	raised      = "raised"      // A block.
	released    = "released"    // It ended.
	doubted     = "doubted"     // A member of the opening is wrong.
	refused     = "refused"     // An advisor said no to an acceptance.
)

// note is one thing an act did. Which fields mean something depends on what it is.
type note struct {
	what string // One of the words above.
	act  *act   // Who did it; for a gap the act that tells of it.
	by   *act   // In whose turn it happened, when that is another act.

	item  event.ItemID
	box   event.ContainerID
	into  event.ContainerID
	who   event.PersonID
	lot   event.LotID
	key   event.PublicKey
	where holding
	why   string
	n     int64
	early bool // It lay before the act.
	yes   bool // For rounds: nobody can say what they are. For a quarantine: who ordered it may.

	received *event.ReceivedItem
	before   *item // What it was before it was received.
	source   *source
	tray     int // Index of a tray's test.
	part     int // A note that laid rounds.
	block    block
	kind     event.ContainerKind
}

func (l *Log) write(n note) { l.notes = append(l.notes, n) }

// hasNote reports whether an act left a note of a kind.
func (l *Log) hasNote(a *act, w string) bool {
	return slices.ContainsFunc(l.notes, func(n note) bool { return n.act == a && n.what == w })
}

// index is what a reason names as evidence of a gap.
func (n note) index() int {
	if n.early {
		return n.act.index - 1
	}
	return n.act.index
}

// breach is the break of custody that counts: the newest one by what took effect when.
type breach struct {
	index int
	why   string
	who   event.PersonID
	order int // Twice the turn of the act that tells of it, one less when it lay before that act.
	told  int // The newest act without links that tells of one: whoever acts behind it has to know it.
	next  int // The act with which the next segment began, where one did.
}

var unbroken = breach{index: none, told: none, next: none}

// widen adds one break to those before.
func (g breach) widen(n note) breach {
	m := breach{index: n.index(), why: n.why, who: n.who, order: 2 * n.act.turn, told: none, next: none}
	if n.early {
		m.order--
		m.next = n.act.index
	} else if !n.linked() {
		m.told = n.act.index
	}
	m.told = max(m.told, g.told)
	if m.order < g.order {
		g.told = m.told
		return g
	}
	return m
}

// linked reports whether the act of a note is a link of the thing the note is about.
func (n note) linked() bool {
	thing := n.item.Object()
	if n.item == "" {
		thing = n.box.Object()
	}
	return slices.ContainsFunc(n.act.event.Links, func(k event.Link) bool { return k.Object == thing })
}

// behind reports whether an act lies behind a break and its author knew of it.
func (l *Log) behind(i int, g breach) bool {
	if i < 0 {
		return false
	}
	return g.order == 0 || 2*l.turnOf(i) > g.order && l.knew(i, g.told)
}

// breakItem and breakBox write that custody was broken at an act.
func (l *Log) breakItem(id event.ItemID, a *act, why string, who event.PersonID) {
	l.write(note{what: gap, act: a, item: id, why: why, who: who})
}

func (l *Log) breakBox(id event.ContainerID, a *act, why string, who event.PersonID) {
	l.write(note{what: gap, act: a, box: id, why: why, who: who})
}

// disturb is what becomes of a thing when an act on it cannot be relied on.
func (l *Log) disturb(o event.Object, a *act) {
	id, box := event.ItemID(o.ID), event.ContainerID(o.ID)
	if _, known := l.item(id); known && o.Type == event.ItemObject {
		l.breakItem(id, a, "fork", "")
		l.write(note{what: upset, act: a, item: id})
		l.write(note{what: holds, act: a, item: id, where: withNobody})
	}
	if o.Type == event.ContainerObject {
		l.keep(box, event.Bag, a) // Rounds may lie in it although no act in order ever named it.
		l.breakBox(box, a, "fork", "")
		l.write(note{what: upset, act: a, box: box})
		l.write(note{what: unsealed, act: a, box: box})
		for _, it := range l.lockedIn(box) {
			l.breakItem(it.Item, a, "fork", "")
		}
	}
}
