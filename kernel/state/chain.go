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
	lost   []int      // Indexes of the links that wait for a missing one, oldest first.
	mended int        // Newest reconciliation, NoIndex before the first.
}

func (s *State) chain(o event.Object) *chain {
	c := s.chains[o]
	if c == nil {
		c = &chain{forked: NoIndex, mended: NoIndex}
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
	if c := s.chains[o]; c != nil {
		return s.forked(c)
	}
	return NoIndex
}

func (s *State) forked(c *chain) int {
	if c.forked == NoIndex && c.mended != NoIndex && !s.Stands(c.mended) {
		return c.mended // What had put it in order was taken away.
	}
	return c.forked
}

// Missing returns the index of the oldest link of an object whose predecessor is not in the log.
func (s *State) Missing(o event.Object) int {
	if c := s.chains[o]; c != nil && len(c.lost) > 0 {
		return c.lost[0]
	}
	return NoIndex
}

// Life is how an object's links stand: the index of the link that forked it, of the oldest that waits for
// one nobody has sent, and of the newest applied one; NoIndex where there is none.
type Life struct{ Forked, Missing, Newest int }

// LifeOf says how the links of an object stand, also of one that no act has put in its place yet.
func (s *State) LifeOf(o event.Object) Life {
	if c := s.chains[o]; c != nil {
		return s.life(c)
	}
	return Life{NoIndex, NoIndex, NoIndex}
}

// LifeOfItem is LifeOf for an item.
func (s *State) LifeOfItem(it *Item) Life { return s.life(it.life) }

// LifeOfSource is LifeOf for the container that the rounds of a load came from.
func (s *State) LifeOfSource(from *Source) Life { return s.life(from.box.life) }

// LifeOfTray is LifeOf for a tray.
func (s *State) LifeOfTray(t *Tray) Life { return s.life(t.life) }

func (s *State) life(c *chain) Life {
	out := Life{Forked: s.forked(c), Missing: NoIndex, Newest: NoIndex}
	if len(c.lost) > 0 {
		out.Missing = c.lost[0]
	}
	if n := len(c.links); n > 0 {
		out.Newest = c.links[n-1]
	}
	return out
}

// RoundsAstray returns the indexes of the entries that wait for their past and say that rounds went
// somewhere, oldest first: until each has its place nobody knows where rounds lie. The caller must not
// change the slice.
func (s *State) RoundsAstray() []int { return s.astray }

// putsRounds reports whether an act of a kind leaves rounds where they were not before.
func putsRounds(k event.Kind) bool {
	return k == event.KindRoundsReceived || k == event.KindRoundsMoved || k == event.KindTrayTested ||
		k == event.KindLoaded || k == event.KindUnloaded
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
	how, lacks := s.standing(i)
	switch how {
	case inOrder:
		s.advance(i, nil)
		s.drain()
	case mustWait:
		s.wait(i, lacks)
		if putsRounds(s.entries[i].Event.Kind) {
			s.astray = append(s.astray, i)
		}
		for _, l := range s.entries[i].Event.Links {
			c := s.chain(l.Object)
			c.lost = append(c.lost, i)
		}
		if b, is := s.entries[i].Event.Body.(*event.Quarantined); is {
			s.raiseQuarantine(i, b) // A block waits for nothing.
		}
	case forks:
		s.fork(i)
		s.drain()
	}
}

// standing says whether an entry can take effect, and which entry it waits for when it must.
func (s *State) standing(i int) (how standing, lacks event.ID) {
	s.asked++
	for _, l := range s.entries[i].Event.Links {
		c := s.chain(l.Object)
		if l.Prev == c.head() && c.forked == NoIndex {
			continue
		}
		prev, known := s.Find(l.Prev)
		if !l.Prev.IsZero() && (!known || !s.entries[prev].applied) {
			return mustWait, l.Prev // Whatever else is wrong, the past of this act is not here yet.
		}
		how = forks
	}
	return how, event.ID{}
}

// wait puts an entry aside until the one it lacks has taken effect.
func (s *State) wait(i int, lacks event.ID) {
	s.entries[i].waits = true
	s.waiting[lacks] = append(s.waiting[lacks], i)
}

// done notes that an entry has its place in the chains. Whoever waited for it is asked again.
func (s *State) done(i int) {
	e := &s.entries[i]
	e.applied = true
	if freed := s.waiting[e.ID]; len(freed) > 0 {
		delete(s.waiting, e.ID)
		s.ready = append(s.ready, freed...)
		slices.Sort(s.ready)
	}
}

// found takes an entry out of the lists of those that wait.
func (s *State) found(i int) {
	e := &s.entries[i]
	e.waits = false
	if at, is := slices.BinarySearch(s.astray, i); is {
		s.astray = slices.Delete(s.astray, at, at+1)
	}
	for _, l := range e.Event.Links {
		c := s.chain(l.Object)
		if at, is := slices.BinarySearch(c.lost, i); is {
			c.lost = slices.Delete(c.lost, at, at+1)
		}
	}
}

// advance applies an entry. Objects in bad are taken as disturbed: their links forked here.
func (s *State) advance(i int, bad []event.Object) {
	e := &s.entries[i]
	s.done(i)
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
	if b, is := e.Event.Body.(*event.Quarantined); is && !s.raised(i) {
		s.raiseQuarantine(i, b) // One that had to wait was raised then, and may have ended since.
	}
	s.contest(i, i)
}

// contest is what becomes, at entry i, of the things that an entry names which cannot take effect as it
// stands: nobody can say what is in them. Rounds it calls LIVE lie where it says until two people put
// them away, because LIVE counts whoever said it.
func (s *State) contest(w, i int) {
	e := s.entries[w].Event
	for _, l := range e.Links {
		s.disturb(l.Object, i)
	}
	b, is := e.Body.(*event.RoundsReceived)
	if !is {
		return
	}
	for _, l := range b.Lots {
		if l.Nature == event.LiveRound {
			s.knowLot(w, l)
			s.lay(s.container(l.Container, event.Bag, i), Part{Lot: l.Lot, Count: l.Count, Since: i, Odd: true})
		}
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

// drain applies waiting entries whose past has arrived, the oldest first, until none is left that can
// go on.
func (s *State) drain() {
	for len(s.ready) > 0 {
		i := s.ready[0]
		s.ready = slices.Delete(s.ready, 0, 1)
		if !s.entries[i].waits {
			continue // A reconciliation took it as it stands.
		}
		how, lacks := s.standing(i)
		if how == mustWait {
			s.wait(i, lacks)
			continue
		}
		s.found(i)
		if how == inOrder {
			s.advance(i, nil)
		} else {
			s.fork(i)
		}
	}
}

// reconcile ends a fork or a missing link when every head is named. The object starts anew: what
// was known about it is gone, and it has to be examined. An act on it that waits is taken as it stands
// and never takes effect: every other thing that act names starts anew with it. An act that does not
// name the object goes on waiting.
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
	for _, h := range b.Heads {
		if w, known := s.Find(h); known && s.entries[w].waits && s.changes(w, b.Object) {
			s.found(w)
			s.done(w)
			s.contest(w, i)
		}
	}
	s.disturb(b.Object, i)
	s.drain()
}

// changes reports whether an entry is a link in the life of an object.
func (s *State) changes(i int, o event.Object) bool {
	return slices.ContainsFunc(s.entries[i].Event.Links, func(l event.Link) bool { return l.Object == o })
}
