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
		case discharge && shot.Planned == event.Yes:
			// Whether it was planned is not known any more.
			s.raise(Block{Kind: event.KindDischarged, Index: i, Item: shot.Item, Person: s.handlerOf(shot.Item)})
		default:
			s.shake(of)
		}
	}
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

// shake marks an event as taken away and voids what it had done.
func (s *State) shake(i int) {
	e := &s.entries[i]
	if e.shaken || e.Event.Kind.Polarity() == event.Block {
		return
	}
	e.shaken = true
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
				s.taint(c.ID, i)
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
	case *event.ItemReceived:
		for _, r := range b.Items {
			if it := s.items[r.Item]; it != nil && it.Received == i {
				it.Class = event.UnknownClass
			}
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

// taint follows rounds that were in a container at event i or later to wherever they went: what an
// act about the container no longer says, it no longer says of them.
func (s *State) taint(c event.ContainerID, i int) {
	for _, it := range s.itemsInOrder() {
		for n := range it.Sources {
			from := &it.Sources[n]
			if from.Container == c && s.Later(from.Loaded, i) {
				from.Lacks = append(from.Lacks, Lack{Key: "source.unsealed", Item: it.Item, Container: c, Index: i})
			}
		}
	}
	for _, m := range s.moves {
		if m.from != c || !s.Later(m.index, i) {
			continue
		}
		to := s.containers[m.to]
		for n := range to.Parts {
			if p := &to.Parts[n]; p.Since == m.index || p.Tray == nil && s.Later(p.Since, m.index) {
				p.Odd = true
			}
		}
		s.taint(m.to, m.index) // Later than i, so this comes to an end.
	}
}
