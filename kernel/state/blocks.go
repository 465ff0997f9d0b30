package state

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// Block is something that holds until its own release. Kind is the kind of event that raised it.
type Block struct {
	Kind      event.Kind
	Index     int
	Item      event.ItemID
	Container event.ContainerID
	Lot       event.LotID
	Scene     event.SceneID
	Unit      event.UnitID
	Person    event.PersonID // The subject of a concern; who held the item of a discharge.
	Nature    event.Nature
	N         int64
	Released  int   // Index of the release, NoIndex while there is none.
	Received  []int // Acknowledgements of a STOP.
}

func (s *State) raise(b Block) {
	b.Released = NoIndex
	s.blocks = append(s.blocks, &b)
}

// Blocks returns every block ever raised, oldest first.
func (s *State) Blocks() []*Block { return s.blocks }

// Open reports whether a block still holds: nothing released it, or what did no longer stands.
func (s *State) Open(b *Block) bool { return b.Released == NoIndex || !s.releaseStands(b) }

func (s *State) releaseStands(b *Block) bool {
	if b.Kind == event.KindWithheld && s.entries[b.Released].Event.Kind == event.KindLockedUp {
		return s.Stands(b.Released)
	}
	return s.Stands(b.Released)
}

func (s *State) blockEffect(i int, body event.Body) {
	switch b := body.(type) {
	case *event.ConcernRaised:
		s.raise(Block{Kind: event.KindConcernRaised, Index: i, Item: b.Item, Scene: b.Scene, Person: b.Subject})
	case *event.StopCalled:
		s.raise(Block{Kind: event.KindStopCalled, Index: i, Unit: b.Unit})
	case *event.Withheld:
		s.raise(Block{
			Kind: event.KindWithheld, Index: i, Item: b.Item, Scene: b.Scene,
			Person: s.entries[i].Event.Signers[0].Person,
		})
	case *event.IncidentDeclared:
		s.raise(Block{Kind: event.KindIncidentDeclared, Index: i, Item: b.Item, Person: s.handlerOf(b.Item)})
	case *event.Misfired:
		s.raise(Block{Kind: event.KindMisfired, Index: i, Item: b.Item, Person: s.handlerOf(b.Item)})
	case *event.LooseFound:
		s.raise(Block{Kind: event.KindLooseFound, Index: i, Nature: b.Nature, N: b.Count})
		for _, o := range b.Near {
			s.near(o, i)
		}
	case *event.StopReceived:
		if block := s.blockOf(b.Of); block != nil && !s.alone(i, HubPerson) {
			block.Received = append(block.Received, i)
		}
	case *event.IncidentSecured:
		// What was moved to make things harmless is history for the investigator, no check.
		for _, o := range b.Objects {
			s.near(o, i)
		}
	default:
		s.releaseEffect(i, body)
	}
}

func (s *State) handlerOf(id event.ItemID) event.PersonID {
	if it := s.items[id]; it != nil {
		return it.Handler
	}
	return ""
}

// near voids what was known of an object that a loose round may have come from or gone into.
func (s *State) near(o event.Object, i int) {
	switch o.Type {
	case event.ItemObject:
		if it := s.items[event.ItemID(o.ID)]; it != nil {
			s.breakItem(it, i, "loose", "")
		}
	case event.ContainerObject:
		if c := s.containers[event.ContainerID(o.ID)]; c != nil {
			s.breakContainer(c, i, "loose", "")
		}
	case event.TrayObject, event.NoObject:
	}
}

func (s *State) blockOf(id event.ID) *Block {
	i, ok := s.Find(id)
	if !ok {
		return nil
	}
	for _, b := range s.blocks {
		if b.Index == i {
			return b
		}
	}
	return nil
}

func (s *State) releaseEffect(i int, body event.Body) {
	switch b := body.(type) {
	case *event.Restarted:
		s.release(i, b.Of, s.restartable)
	case *event.WithheldLifted:
		s.release(i, []event.ID{b.Of}, func(i int, block *Block) bool {
			return block.Kind == event.KindWithheld && s.Signed(i, block.Person)
		})
	case *event.ConcernAnswered:
		s.release(i, []event.ID{b.Of}, s.answerable)
	case *event.IncidentClosed:
		s.release(i, []event.ID{b.Of}, s.closable)
	case *event.MisfireClosed:
		s.release(i, []event.ID{b.Of}, func(i int, block *Block) bool {
			return block.Kind == event.KindMisfired && b.Bore == event.BoreUnobstructed &&
				b.Rebriefed == event.Yes && s.twoSigned(i)
		})
		s.misfires = append(s.misfires, misfireWait{i, b.Of, b.WaitSeconds})
	case *event.Released:
		s.release(i, b.Of, func(i int, block *Block) bool {
			return (block.Kind == event.KindLooseFound || block.Kind == event.KindQuarantined) && s.twoSigned(i)
		})
		for _, id := range b.Of {
			if t, ok := s.TrayAt(id); ok {
				t.Released = i
			}
		}
	case *event.RoundsLost:
		s.release(i, []event.ID{b.Of}, func(i int, block *Block) bool {
			return block.Kind == event.KindRoundsCounted && s.twoSigned(i)
		})
	case *event.RoundsFound:
		s.release(i, []event.ID{b.Of}, func(i int, block *Block) bool {
			return block.Kind == event.KindRoundsCounted && s.twoSigned(i)
		})
	}
}

// misfireWait keeps the wait of a closed misfire for the packs' minimum.
type misfireWait struct {
	Index   int
	Of      event.ID
	Seconds int64
}

// MisfireWait returns the shortest recorded wait, in seconds, of the misfire that block is, and
// false when it was never closed.
func (s *State) MisfireWait(b *Block) (int64, bool) {
	for _, m := range s.misfires {
		if m.Index == b.Released {
			return m.Seconds, true
		}
	}
	return 0, false
}

// release ends the blocks an event names when the event may. Who raised a block by their own act
// never ends it alone.
func (s *State) release(i int, of []event.ID, may func(int, *Block) bool) {
	if !s.Stands(i) {
		return
	}
	for _, id := range of {
		at, ok := s.Find(id)
		if !ok {
			continue
		}
		for _, b := range s.blocks {
			if b.Index == at && s.Open(b) && may(i, b) {
				b.Released = i
			}
		}
	}
}

// twoSigned reports whether two people who count as two signed.
func (s *State) twoSigned(i int) bool {
	g := s.entries[i].Event.Signers
	for a := range g {
		for b := range a {
			if s.TwoPeople(g[a].Person, g[b].Person) {
				return true
			}
		}
	}
	return false
}

// restartable: the hazard's owner and another (docs/spec/events.md, releases).
func (s *State) restartable(i int, b *Block) bool {
	owner := s.signerAs(i, event.HazardOwner, event.Handler)
	return b.Kind == event.KindStopCalled && owner != "" && s.twoSigned(i)
}

// answerable: a recipient who is not the concern's subject, and the hazard's owner.
func (s *State) answerable(i int, b *Block) bool {
	recipient := s.signerAs(i, event.Recipient, event.Steward, event.Advisor)
	owner := s.signerAs(i, event.HazardOwner, event.Handler, event.AD)
	return b.Kind == event.KindConcernRaised && recipient != "" && owner != "" &&
		recipient != b.Person && recipient != owner && s.twoSigned(i)
}

// closable: AD or advisor, and a handler who did not hold the item.
func (s *State) closable(i int, b *Block) bool {
	ok := b.Kind == event.KindDischarged || b.Kind == event.KindIncidentDeclared
	handler := s.signerAs(i, event.Handler)
	return ok && s.signerAs(i, event.AD, event.Advisor) != "" && handler != "" &&
		handler != b.Person && s.twoSigned(i)
}

// lapse ends what was withheld about an item when it is locked up.
func (s *State) lapse(item event.ItemID, i int) {
	for _, b := range s.blocks {
		if b.Kind == event.KindWithheld && b.Item == item && s.Open(b) {
			b.Released = i
		}
	}
}

// ReceivedBy lists who has acknowledged a STOP, in order, each once.
func (s *State) ReceivedBy(b *Block) []event.PersonID {
	var out []event.PersonID
	for _, i := range b.Received {
		for _, g := range s.entries[i].Event.Signers {
			if !slices.Contains(out, g.Person) {
				out = append(out, g.Person)
			}
		}
	}
	return out
}
