package state

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// chain is the life of one object as its links tell it. Arrival order and claimed times do not
// matter: a link stands behind the one it names.
type chain struct {
	heads  []event.ID // One head; several after a fork until it is reconciled.
	forked int        // Index of the link that forked it, NoIndex otherwise.
	links  []int      // Indexes of applied links, in link order.
	lost   int        // Index of the oldest link that waits for a missing one, NoIndex otherwise.
	mended int        // Newest reconciliation, NoIndex before the first.
}

func (s *State) chain(o event.Object) *chain {
	c := s.chains[o]
	if c == nil {
		c = &chain{forked: NoIndex, lost: NoIndex, mended: NoIndex}
		s.chains[o] = c
	}
	return c
}

func (c *chain) head() event.ID {
	if len(c.heads) == 0 {
		return event.ID{}
	}
	return c.heads[len(c.heads)-1]
}

// Link fills in the links of an act drafted now: each object's newest link, in order.
func (s *State) Link(e *event.Event) {
	e.Links = e.Links[:0]
	for _, o := range event.Objects(e.Body) {
		l := event.Link{Object: o}
		if c := s.chains[o]; c != nil {
			l.Prev = c.head()
		}
		e.Links = append(e.Links, l)
	}
}

// Links returns the indexes of an object's applied links in link order.
func (s *State) Links(o event.Object) []int {
	if c := s.chains[o]; c != nil {
		return c.links
	}
	return nil
}

// Forked returns the index of the link that forked an object, and Missing that of the oldest link
// waiting for one nobody has sent; NoIndex when all is in order.
func (s *State) Forked(o event.Object) int {
	c := s.chains[o]
	switch {
	case c == nil:
		return NoIndex
	case c.forked == NoIndex && c.mended != NoIndex && !s.Stands(c.mended):
		return c.mended // What had put it in order was taken away.
	}
	return c.forked
}

// Missing returns the index of the oldest link of an object whose predecessor is not in the log.
func (s *State) Missing(o event.Object) int {
	if c := s.chains[o]; c != nil {
		return c.lost
	}
	return NoIndex
}

// Heads returns the newest links of an object; more than one after a fork.
func (s *State) Heads(o event.Object) []event.ID {
	if c := s.chains[o]; c != nil {
		return c.heads
	}
	return nil
}

type standing uint8

const (
	inOrder standing = iota
	mustWait
	forks
)

// place lets an entry change what is known, in link order.
func (s *State) place(i int) {
	switch s.standing(i) {
	case inOrder:
		s.advance(i, nil)
		s.drain()
	case mustWait:
		s.waiting = append(s.waiting, i)
		s.markLost()
		if b, is := s.entries[i].Event.Body.(*event.Quarantined); is {
			s.raiseQuarantine(i, b) // A block waits for nothing.
		}
	case forks:
		s.fork(i)
		s.drain()
	}
}

func (s *State) standing(i int) standing {
	result := inOrder
	for _, l := range s.entries[i].Event.Links {
		c := s.chain(l.Object)
		if l.Prev == c.head() && c.forked == NoIndex {
			continue
		}
		prev, known := s.Find(l.Prev)
		if !l.Prev.IsZero() && (!known || !s.entries[prev].applied) {
			return mustWait // Whatever else is wrong, the past of this act is not here yet.
		}
		result = forks
	}
	return result
}

// advance applies an entry. Objects in bad are taken as disturbed: their links forked here.
func (s *State) advance(i int, bad []event.Object) {
	e := &s.entries[i]
	e.applied = true
	s.steps++
	e.order = s.steps
	for _, l := range e.Event.Links {
		if slices.Contains(bad, l.Object) {
			continue
		}
		c := s.chain(l.Object)
		c.heads = append(c.heads[:0], e.ID)
		c.links = append(c.links, i)
	}
	s.tire(i)
	if len(bad) == 0 {
		s.effect(i)
		return
	}
	if b, is := e.Event.Body.(*event.Quarantined); is {
		s.raiseQuarantine(i, b)
	}
	for _, l := range e.Event.Links {
		s.disturb(l.Object, i)
	}
}

// fork records that an act names a predecessor somebody else already followed.
func (s *State) fork(i int) {
	e := &s.entries[i]
	var bad []event.Object
	for _, l := range e.Event.Links {
		c := s.chain(l.Object)
		if c.forked == NoIndex && l.Prev == c.head() {
			continue
		}
		bad = append(bad, l.Object)
		if at := slices.Index(c.heads, l.Prev); at >= 0 {
			c.heads[at] = e.ID // It goes on from one of the heads already known.
		} else {
			c.heads = append(c.heads, e.ID)
		}
		c.links = append(c.links, i)
		if c.forked == NoIndex {
			c.forked = i
		}
	}
	s.advance(i, bad)
}

// drain applies waiting entries whose past has arrived, until none is left that can go on.
func (s *State) drain() {
	for moved := true; moved; {
		moved = false
		for n, i := range s.waiting {
			how := s.standing(i)
			if how == mustWait {
				continue
			}
			s.waiting = slices.Delete(s.waiting, n, n+1)
			if how == inOrder {
				s.advance(i, nil)
			} else {
				s.fork(i)
			}
			moved = true
			break
		}
	}
	s.markLost()
}

// markLost keeps, for every object, the oldest link that waits.
func (s *State) markLost() {
	for _, o := range s.lost {
		s.chains[o].lost = NoIndex
	}
	s.lost = s.lost[:0]
	for _, i := range s.waiting {
		for _, l := range s.entries[i].Event.Links {
			if c := s.chain(l.Object); c.lost == NoIndex {
				c.lost = i
				s.lost = append(s.lost, l.Object)
			}
		}
	}
}

// reconcile ends a fork or a missing link when every head is named. The object starts anew: what
// was known about it is gone, and it has to be examined.
func (s *State) reconcile(i int, b *event.Reconciled) {
	c, ok := s.chains[b.Object]
	if !ok || !s.Stands(i) || !s.twoSigned(i) {
		return
	}
	for _, h := range c.heads {
		if !slices.Contains(b.Heads, h) {
			return
		}
	}
	c.heads = append(c.heads[:0], s.entries[i].ID)
	c.forked, c.mended = NoIndex, i
	kept := s.waiting[:0]
	for _, w := range s.waiting {
		if slices.Contains(b.Heads, s.entries[w].ID) {
			s.entries[w].applied = true
			continue
		}
		kept = append(kept, w)
	}
	s.waiting = kept
	s.disturb(b.Object, i)
	s.drain()
}
