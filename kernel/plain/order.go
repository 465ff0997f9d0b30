package plain

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// Links order the life of a thing. An act that names one the log does not have yet waits for it; one
// that names another than the newest forks the thing's history (docs/spec/events.md, section 7).

// takeTurns lets an act take effect if it can, and then every waiting act that now can: always the one
// that is first in the log.
func (l *Log) takeTurns(a *act) {
	if l.mustWait(a) {
		if b, is := a.event.Body.(*event.Quarantined); is {
			l.raiseQuarantine(a, b) // What takes out of use waits for nothing.
		}
		return
	}
	l.take(a)
	l.takeWaiting()
}

func (l *Log) takeWaiting() {
	for {
		next := slices.IndexFunc(l.acts, func(w *act) bool { return !w.past && !l.mustWait(w) })
		if next < 0 {
			return
		}
		l.take(l.acts[next])
	}
}

// mustWait reports whether an act names one that has not taken effect. Whoever names the newest link
// of a thing that is in order waits for nothing on its account.
func (l *Log) mustWait(a *act) bool {
	for _, k := range a.event.Links {
		c := l.chain(k.Object)
		if k.Prev == c.head() && c.forked == none {
			continue
		}
		prev := l.find(k.Prev)
		if !k.Prev.IsZero() && (prev == nil || !prev.past) {
			return true
		}
	}
	return false
}

// chain is the history of one thing's links.
type chain struct {
	heads  []event.ID
	forked int // The link that forked it, until it is reconciled.
	mended int // Newest reconciliation.
	newest int // Newest link that took its place.
}

func (c chain) head() event.ID {
	if len(c.heads) == 0 {
		return event.ID{}
	}
	return c.heads[len(c.heads)-1]
}

// chain reads what became of a thing's links, from the first act on.
func (l *Log) chain(o event.Object) chain {
	c := chain{forked: none, mended: none, newest: none}
	for _, a := range l.turns {
		if b, is := a.event.Body.(*event.Reconciled); is && b.Object == o && l.hasNote(a, reconciled) {
			c.heads, c.forked, c.mended = []event.ID{a.id}, none, a.index
		}
		for _, k := range a.event.Links {
			if k.Object != o {
				continue
			}
			c.newest = a.index
			if !slices.Contains(a.forks, o) {
				c.heads = []event.ID{a.id}
				continue
			}
			if c.forked == none {
				c.forked = a.index
			}
			if at := slices.Index(c.heads, k.Prev); at >= 0 {
				c.heads[at] = a.id
			} else {
				c.heads = append(c.heads, a.id)
			}
		}
	}
	return c
}

// missing returns the oldest act on a thing that still waits for its past.
func (l *Log) missing(o event.Object) int {
	for _, a := range l.acts {
		if !a.past && slices.ContainsFunc(a.event.Links, func(k event.Link) bool { return k.Object == o }) {
			return a.index
		}
	}
	return none
}

// take lets an act take effect now.
func (l *Log) take(a *act) {
	for _, k := range a.event.Links {
		if c := l.chain(k.Object); k.Prev != c.head() || c.forked != none {
			a.forks = append(a.forks, k.Object)
		}
	}
	l.turns = append(l.turns, a)
	a.turn, a.past, a.stood = len(l.turns), true, a.stands()
	l.tire(a)
	if len(a.forks) > 0 {
		if b, is := a.event.Body.(*event.Quarantined); is {
			l.raiseQuarantine(a, b)
		}
		l.doubt(a, a)
	} else {
		l.effect(a)
	}
}

// doubt makes unknown whatever an act names that does not take effect, when another act or itself shows
// that. Rounds that it called LIVE count as lying there.
func (l *Log) doubt(x, by *act) {
	for _, k := range x.event.Links {
		l.disturb(k.Object, by)
	}
	if b, is := x.event.Body.(*event.RoundsReceived); is {
		for _, r := range b.Lots {
			if r.Nature != event.LiveRound {
				continue
			}
			l.nameLot(x, r)
			l.write(note{what: laid, act: by, box: r.Container, lot: r.Lot, n: r.Count, tray: none, yes: true})
		}
	}
}

// reconcile ends a fork or a missing link when two people who count as two name every head. A
// waiting act on the thing that they name too never takes effect, and leaves in doubt all it names.
func (l *Log) reconcile(a *act, b *event.Reconciled) {
	touched := slices.ContainsFunc(l.acts, func(x *act) bool {
		return slices.ContainsFunc(x.event.Links, func(k event.Link) bool { return k.Object == b.Object })
	})
	if !touched || !a.stood || !l.twoSigned(a) {
		return
	}
	for _, h := range l.chain(b.Object).heads {
		if !slices.Contains(b.Heads, h) {
			return
		}
	}
	l.write(note{what: reconciled, act: a})
	for _, h := range b.Heads {
		w := l.find(h)
		if w == nil || w.past || !slices.ContainsFunc(w.event.Links, func(k event.Link) bool { return k.Object == b.Object }) {
			continue
		}
		w.past = true
		l.doubt(w, a)
	}
	l.disturb(b.Object, a)
	l.takeWaiting()
}

func (l *Log) turnOf(i int) int {
	if a := l.at(i); a != nil {
		return a.turn
	}
	return 0
}

// later reports whether act a took effect after act b.
func (l *Log) later(a, b int) bool { return l.turnOf(a) > l.turnOf(b) }

// follows reports whether act a took effect after act b and its author knew of b.
func (l *Log) follows(a, b int) bool { return l.later(a, b) && l.knew(a, b) }

// knew reports whether the author of a had seen b: a names a checkpoint above b, one person signed
// both, or both are links of one thing.
func (l *Log) knew(a, b int) bool {
	x, y := l.at(a), l.at(b)
	if x == nil || y == nil {
		return y == nil
	}
	if x.from != Past && x.event.Seen.Size > int64(b) {
		return true
	}
	for _, g := range x.event.Signers {
		if y.signedBy(g.Person) {
			return true
		}
	}
	for _, k := range x.event.Links {
		if slices.ContainsFunc(y.event.Links, func(m event.Link) bool { return m.Object == k.Object }) {
			return true
		}
	}
	return false
}
