package state

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// Corrections and revocations take away. Nothing here may make a verdict better: what rested on the
// event is unknown, what the event had begun is broken off, and no older evidence counts again.

// revoke takes a key away from an index on. Only its own person, verified, or two people who count
// as two can do that: otherwise one malicious phone could undo everybody's day. The first entry
// stands whatever happens to a founder's key later, because without it there is no production.
func (s *State) revoke(i int, b *event.KeyRevoked) {
	owner, ok := s.keys[b.Key]
	if !ok || owner.person != b.Person || len(s.entries[i].Faces) > 0 {
		return
	}
	own := slices.ContainsFunc(s.entries[i].Event.Signers, func(g event.Signer) bool {
		return g.Person == b.Person && g.How == event.Verified
	})
	if own || s.twoSigned(i) {
		s.condemn(b.Key, max(b.Since, 1))
		s.spread()
	}
}

// condemn takes away what a key signed from an index on, and whatever those acts enrolled.
func (s *State) condemn(k event.PublicKey, since int64) {
	owner := s.keys[k]
	if owner.bad >= 0 && owner.bad <= since {
		return
	}
	owner.bad = since
	s.keys[k] = owner
	for n := since; n < int64(len(s.entries)); n++ {
		if slices.Contains(s.entries[n].Keys, k) {
			s.shake(int(n))
		}
	}
}

// correct takes away what a correction says is wrong. A field no rule reads takes nothing away, and
// of a block only what excused it.
func (s *State) correct(i int, b *event.Corrected) {
	of, ok := s.Find(b.Of)
	if !ok {
		return
	}
	e := s.entries[of].Event
	for _, name := range b.Fields {
		_, opening := e.Body.(*event.ProductionOpened)
		shot, discharge := e.Body.(*event.Discharged)
		switch {
		case polarityOf(e.Kind, name) == event.Clerical:
		case opening && (name == "tax_credit" || name == "region"):
			s.production.doubted = append(s.production.doubted, name)
		case opening:
			// The first entry stands: without it there is no production to be right or wrong about.
		case discharge && shot.Planned == event.Yes:
			// Whether it was planned is not known any more.
			s.raise(Block{Kind: event.KindDischarged, Index: i, Item: shot.Item, Person: s.handlerOf(shot.Item)})
		default:
			s.shake(of)
		}
	}
	s.spread()
}

// Doubted reports whether a correction says that a member of the opening is wrong.
func (s *State) Doubted(member string) bool { return slices.Contains(s.production.doubted, member) }

func polarityOf(k event.Kind, field string) event.Polarity {
	for _, f := range event.Describe(k) {
		if f.Name == field {
			return f.Polarity
		}
	}
	return event.Support
}

// shake marks an event as taken away and voids what it had done. Whoever calls it spreads the stains
// when all is shaken.
func (s *State) shake(i int) {
	e := &s.entries[i]
	if e.shaken || e.Event.Kind.Polarity() == event.Block {
		return
	}
	e.shaken = true
	s.reopen(i)
	for _, it := range s.itemsInOrder() {
		if it.Looked == i && it.Looked != it.Examined {
			it.Looked = NoIndex
		}
	}
	s.shakeBody(i, e.Event.Body)
	for _, l := range e.Event.Links {
		switch l.Object.Type {
		case event.ItemObject:
			if it := s.items[event.ItemID(l.Object.ID)]; it != nil {
				s.shakeItem(it, i)
			}
		case event.ContainerObject:
			if c := s.containers[event.ContainerID(l.Object.ID)]; c != nil {
				s.breakContainer(c, i, "unsupported", "")
				s.stains = append(s.stains, stain{c.ID, i})
				if c.sealedAt == i {
					c.Sealed = false
				}
			}
		case event.TrayObject, event.NoObject:
		}
	}
}

// shakeBody takes away what an event had given besides custody: keys and what a thing is.
func (s *State) shakeBody(i int, body event.Body) {
	switch b := body.(type) {
	case *event.DutyOpened:
		if s.keys[b.Device].person == b.Person {
			s.condemn(b.Device, int64(i))
		}
	case *event.KeyAdded:
		if s.keys[b.Key].since == i {
			s.condemn(b.Key, int64(i))
		}
	case *event.CrewEnrolled:
		if s.keys[b.Key].since == i {
			s.condemn(b.Key, int64(i))
		}
	case *event.ContainerRegistered:
		if c := s.containers[b.Container]; c != nil && c.Begun == i {
			c.What = event.Bag
		}
	default:
	}
}

func (s *State) shakeItem(it *Item, i int) {
	if s.entries[i].Event.Kind != event.KindItemExamined {
		s.breakItem(it, i, "unsupported", "")
	}
	if it.Holder.Since == i && (it.Holder.Kind == InLocker || it.Holder.Kind == GoneBack) {
		it.Holder = Holder{Since: i}
	}
}

// move says that rounds went from one container to another without being tested in between.
type move struct {
	from, to event.ContainerID
	index    int
}

// stain says that rounds which lay in a container at event since or later are not what was said.
type stain struct {
	container event.ContainerID
	since     int
}

// spread follows rounds that were in a stained container to wherever they went: what an act about the
// container no longer says, it no longer says of them. The moves lie in the order in which they took
// effect, so one pass meets every container after all that can have come into it, and the earliest
// stain of each is the only one that matters.
func (s *State) spread() {
	if len(s.stains) == 0 {
		return
	}
	from := make(map[event.ContainerID]int, len(s.stains)) // What left it later is in doubt.
	for _, t := range s.stains {
		s.earliestOf(from, t.container, t.since)
	}
	s.stains = s.stains[:0]
	into := map[event.ContainerID]int{} // The first doubtful rounds that came into it.
	came := map[stain]bool{}
	for _, m := range s.moves {
		if at, is := from[m.from]; is && s.Later(m.index, at) {
			s.earliestOf(from, m.to, m.index)
			s.earliestOf(into, m.to, m.index)
			came[stain{m.to, m.index}] = true
		}
	}
	for _, it := range s.itemsInOrder() {
		for n := range it.Sources {
			s.stainSource(it, &it.Sources[n], from)
		}
	}
	for _, c := range s.containersInOrder() {
		at, is := into[c.ID]
		for n := range c.Parts {
			p := &c.Parts[n]
			if is && (came[stain{c.ID, p.Since}] || p.Tray == nil && s.Later(p.Since, at)) {
				p.Odd = true
			}
		}
	}
}

func (s *State) earliestOf(of map[event.ContainerID]int, c event.ContainerID, i int) {
	if have, is := of[c]; !is || s.Later(have, i) {
		of[c] = i
	}
}

// stainSource notes once that rounds in an item come from a stained container.
func (s *State) stainSource(it *Item, from *Source, stained map[event.ContainerID]int) {
	at, is := stained[from.Container]
	if !is || !s.Later(from.Loaded, at) {
		return
	}
	x := Lack{Key: "source.unsealed", Item: it.Item, Container: from.Container, Index: at}
	if !slices.ContainsFunc(from.Lacks, func(l Lack) bool { return l.Key == x.Key && l.Container == x.Container }) {
		from.Lacks = append(from.Lacks, x)
	}
}
