package state

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

func (s *State) itemEffect(i int, body event.Body) {
	switch b := body.(type) {
	case *event.ItemReceived:
		for _, r := range b.Items {
			s.receive(i, r)
		}
	case *event.ItemExamined:
		s.examine(i, b)
	case *event.BoreChecked:
		if it := s.items[b.Item]; it != nil {
			s.take(it, s.signerAs(i, event.Handler), i)
			it.Bore = i
		}
	case *event.Loaded:
		s.load(i, b)
	case *event.Unloaded:
		s.unload(i, b)
	case *event.HandedOver:
		s.handOver(i, b)
	case *event.Collected:
		s.collect(i, b)
	case *event.Reset:
		for _, id := range b.Items {
			if it := s.items[id]; it != nil && s.Stands(i) && it.Handler == s.signerAs(i, event.Handler) &&
				it.Examined > it.Gap.Index && it.Looked > it.Fired {
				it.Looked = i
			}
		}
	case *event.LockedUp:
		s.lockUp(i, b)
	case *event.Discharged:
		s.discharge(i, b)
	case *event.Quarantined:
		s.quarantine(i, b)
	case *event.ItemReturned:
		for _, id := range b.Items {
			if it := s.items[id]; it != nil {
				it.Holder = Holder{Kind: GoneBack, Since: i}
			}
		}
	case *event.TestFired, *event.Shown:
		// A test-fire card is looked up by item and lot; a look by somebody else is never a check.
		if t, ok := body.(*event.TestFired); ok {
			s.fired(i, t)
		}
	}
}

func (s *State) receive(i int, r event.ReceivedItem) {
	if s.items[r.Item] != nil {
		return // A tag is given once; the second receipt is visible in the chain and changes nothing.
	}
	handler := s.signerAs(i, event.Handler)
	it := &Item{
		ReceivedItem: r, Received: i, Handler: handler, Examined: NoIndex, Looked: NoIndex,
		Changed: NoIndex, Fired: NoIndex, Bore: NoIndex, Given: NoIndex, Collected: NoIndex,
		Upset: NoIndex, Gap: Gap{Index: NoIndex}, Holder: Holder{WithHandler, handler, "", i},
	}
	it.Positions = make([]Position, r.Chambers+r.Magazine)
	for n := range it.Positions {
		it.Positions[n] = Position{Loaded: NoIndex, Source: NoIndex}
	}
	s.items[r.Item] = it
}

// examine takes a look over. A position seen otherwise than the loads say means that nobody can
// say what is inside.
func (s *State) examine(i int, b *event.ItemExamined) {
	it := s.items[b.Item]
	if it == nil {
		return
	}
	handler := s.signerAs(i, event.Handler)
	if !s.Stands(i) || handler == "" {
		s.breakItem(it, i, "unsupported", "")
		return
	}
	s.take(it, handler, i)
	for n, look := range b.Chambers {
		if n >= int(it.Chambers) {
			break
		}
		s.look(it, n, look, i)
	}
	if b.Feed == event.SeenEmpty && !it.inMagazine() {
		for n := int(it.Chambers); n < len(it.Positions); n++ {
			it.Positions[n].Look = event.SeenEmpty
		}
	}
	it.Examined, it.Looked = i, i
}

// inMagazine reports whether the log places rounds in the magazine.
func (it *Item) inMagazine() bool {
	for n := int(it.Chambers); n < len(it.Positions); n++ {
		if it.Positions[n].Loaded != NoIndex {
			return true
		}
	}
	return false
}

func (s *State) look(it *Item, n int, look event.Look, i int) {
	p := &it.Positions[n]
	p.Look = look
	loaded := p.Loaded != NoIndex
	switch look {
	case event.SeenEmpty:
		if loaded && it.Mechanism != event.Magazine {
			it.Upset = i
		}
	case event.SeenRound:
		if !loaded && !it.inMagazine() {
			it.Upset = i
		}
	case event.SeenSpent:
		if it.Fired == NoIndex {
			it.Upset = i
		}
	case event.NotSeen, event.NoLook:
	}
}

func (s *State) load(i int, b *event.Loaded) {
	it := s.items[b.Item]
	if it == nil {
		return
	}
	c := s.container(b.Container, event.Bag, i)
	handler := s.signerAs(i, event.Handler)
	source := Source{Container: b.Container, Lot: b.Lot, Loaded: i}
	wasSealed := c.Sealed
	source.Lacks = s.ContainerLacks(c)
	if wasSealed {
		s.openedFor(c, handler, i)
		source.Lacks = append(source.Lacks, Lack{Key: "source.seal", Container: c.ID, Index: i})
	} else {
		s.takeContainer(c, handler, i)
	}
	trays, enough := c.remove(b.Lot, int64(len(b.Positions)))
	source.Trays = trays
	if !enough {
		source.Lacks = append(source.Lacks, Lack{
			Key: "load.untested", Item: b.Item, Lot: b.Lot, Container: c.ID,
			N: 0, Of: int64(len(b.Positions)), Index: i,
		})
	}
	source.Lacks = append(source.Lacks, s.loadSigners(i, b.Item)...)
	it.Sources = append(it.Sources, source)
	if s.Stands(i) {
		s.take(it, handler, i)
	}
	for _, n := range b.Positions {
		if n > int64(len(it.Positions)) {
			it.Upset = i // More positions than the item has.
			continue
		}
		p := &it.Positions[n-1]
		if p.Loaded != NoIndex {
			it.Upset = i // A round was put where the log already has one.
		}
		*p = Position{Look: event.SeenRound, Loaded: i, Lot: b.Lot, Source: len(it.Sources) - 1}
	}
	it.Changed = i
}

// loadSigners lists what is missing about the people who loaded.
func (s *State) loadSigners(i int, item event.ItemID) []Lack {
	handler, watcher := s.signerAs(i, event.Handler), s.signerAs(i, event.Watcher)
	if watcher == "" {
		return []Lack{{Key: "load.no-watcher", Item: item, Index: i}}
	}
	if _, ok := s.Paper(watcher, event.WatcherTraining); !ok || !s.TwoPeople(handler, watcher) {
		return []Lack{{Key: "load.no-watcher", Item: item, Person: watcher, Index: i}}
	}
	return nil
}

func (s *State) unload(i int, b *event.Unloaded) {
	it := s.items[b.Item]
	if it == nil {
		return
	}
	c := s.container(b.Container, event.Bag, i)
	s.takeContainer(c, s.signerAs(i, event.Handler), i)
	expected := int64(0)
	lots := map[event.LotID]int64{}
	var order []event.LotID
	for n := range it.Positions {
		p := &it.Positions[n]
		if p.Loaded != NoIndex {
			expected++
			if lots[p.Lot] == 0 {
				order = append(order, p.Lot)
			}
			lots[p.Lot]++
		}
		*p = Position{Look: event.SeenEmpty, Loaded: NoIndex, Source: NoIndex}
	}
	if expected != b.Unfired+b.Spent {
		s.raise(Block{Kind: event.KindRoundsCounted, Index: i, Item: b.Item, Container: b.Container, N: expected - b.Unfired - b.Spent})
	}
	left := b.Unfired
	for _, lot := range order {
		n := min(left, lots[lot])
		left -= n
		if n > 0 {
			// Rounds that were in a firearm are tested again before they are loaded again.
			c.Parts = append(c.Parts, Part{Lot: lot, Count: n, Since: i})
		}
	}
	if left > 0 {
		c.Upset = i
	}
	it.Sources, it.Changed, it.Retest = nil, i, nil
	if s.Stands(i) {
		s.take(it, s.signerAs(i, event.Handler), i)
		it.Upset = NoIndex
	} else {
		s.breakItem(it, i, "unsupported", "")
	}
}

func (s *State) handOver(i int, b *event.HandedOver) {
	it := s.items[b.Item]
	if it == nil {
		return
	}
	it.Given = i
	it.Holder = Holder{Kind: WithReceiver, Person: b.To, Since: i}
	for _, id := range b.Trays {
		t, ok := s.TrayAt(id)
		if ok && t == it.Retest && s.Stands(i) && s.Signed(i, t.Handler) && s.Signed(i, t.Watcher) {
			t.Endorsed = i
		}
	}
}

func (s *State) collect(i int, b *event.Collected) {
	it := s.items[b.Item]
	if it == nil {
		return
	}
	handler := s.signerAs(i, event.Handler)
	it.Collected = i
	if handler == "" || !s.Stands(i) {
		s.breakItem(it, i, "handler", s.entries[i].Event.Signers[0].Person)
		it.Holder = Holder{Since: i}
		return
	}
	if it.Holder.Kind == WithReceiver && !s.GivenByHandler(it) {
		s.breakItem(it, i-1, "handler", it.Holder.Person)
	}
	s.take(it, handler, i)
}

// GivenByHandler reports whether the newest hand-over of an item was a handler's.
func (s *State) GivenByHandler(it *Item) bool {
	return it.Given == NoIndex || s.Stands(it.Given) && s.signerAs(it.Given, event.Handler) != ""
}

func (s *State) lockUp(i int, b *event.LockedUp) {
	c := s.container(b.Container, event.Locker, i)
	for _, id := range b.Items {
		it := s.items[id]
		if it == nil {
			continue
		}
		if !s.Stands(i) || c.What != event.Locker {
			s.breakItem(it, i, "unsupported", "")
			it.Holder = Holder{Since: i}
			continue
		}
		it.Holder = Holder{Kind: InLocker, Container: b.Container, Since: i}
		s.lapse(id, i)
	}
	if s.Stands(i) {
		c.Sealed = true
	}
}

func (s *State) discharge(i int, b *event.Discharged) {
	it := s.items[b.Item]
	if it != nil {
		it.Fired = i
	}
	if b.Planned != event.Yes {
		holder := event.PersonID("")
		if it != nil {
			holder = it.Handler
		}
		s.raise(Block{Kind: event.KindDischarged, Index: i, Item: b.Item, Person: holder})
	}
}

func (s *State) quarantine(i int, b *event.Quarantined) {
	block := Block{Kind: event.KindQuarantined, Index: i}
	for _, id := range b.Items {
		if it := s.items[id]; it != nil {
			s.breakItem(it, i, "unsupported", "")
		}
		one := block
		one.Item = id
		s.raise(one)
	}
	for _, id := range b.Containers {
		c := s.container(id, event.Quarantine, i)
		c.Ordered = true
		one := block
		one.Container = id
		s.raise(one)
	}
}

// cardKey names a test-fire card.
type cardKey struct {
	Item event.ItemID
	Lot  event.LotID
}

func (s *State) fired(i int, b *event.TestFired) {
	if s.cards == nil {
		s.cards = map[cardKey][]int{}
	}
	k := cardKey{b.Item, b.Lot}
	s.cards[k] = append(s.cards[k], i)
}

// TestDistance returns the farthest distance, in millimetres, any test-fire of a lot in an item
// found to be needed, the event it stands in, and false when no card stands.
func (s *State) TestDistance(item event.ItemID, lot event.LotID) (mm int64, index int, ok bool) {
	for _, i := range s.cards[cardKey{item, lot}] {
		b, is := s.entries[i].Event.Body.(*event.TestFired)
		if is && s.Stands(i) && (!ok || b.DistanceMM > mm) {
			mm, index, ok = b.DistanceMM, i, true
		}
	}
	return mm, index, ok
}

// Loaded lists the positions the log fills, in order.
func (it *Item) Loaded() []Position {
	return slices.DeleteFunc(slices.Clone(it.Positions), func(p Position) bool { return p.Loaded == NoIndex })
}
