package state

import (
	"iter"
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
			// Nobody looks through a bore with rounds behind it; that something is in it can be seen.
			if len(it.Loaded()) == 0 || b.Bore == event.BoreObstructed {
				it.Bore = i
			}
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
		s.reset(i, b)
	case *event.LockedUp:
		s.lockUp(i, b)
	case *event.Discharged:
		s.discharge(i, b)
	case *event.Quarantined:
		s.quarantine(i, b)
	case *event.ItemReturned:
		s.returned(i, b)
	case *event.ItemLooked:
		s.looked(i, b)
	case *event.TestFired, *event.Shown:
		// A test-fire card is looked up by item and lot; a look by somebody else is never a check.
		if t, ok := body.(*event.TestFired); ok {
			s.fired(i, t)
		}
	}
}

// receive begins the life of an item. A tag is given once: a second thing under the same tag makes
// unknown what either is, unless the first went back to its lender or its receipt does not count.
func (s *State) receive(i int, r event.ReceivedItem) {
	old := s.items[r.Item]
	counts := old != nil && s.ReceivedByTwo(old.Received)
	if old != nil && (!s.ReceivedByTwo(i) || counts && old.Back == NoIndex) {
		s.breakItem(old, i, "unsupported", "")
		if old.Class != r.Class || old.Received == i {
			old.Class = event.UnknownClass
		}
		old.Upset = i
		return
	}
	it := s.newItem(i, r)
	if old != nil {
		it.Gap = s.gapBefore(i, "handler", old.Handler)
	}
	if old != nil && (!counts || old.Holder.Kind != GoneBack) {
		it.inherit(old, i)
	}
	s.keepItem(it)
}

// inherit keeps what happened to an item before two people received it: saying what it is says
// nothing about rounds that are in it or were fired from it, and they are counted out of it like others.
func (it *Item) inherit(old *Item, i int) {
	it.Fired, it.Bore, it.shots, it.away = old.Fired, old.Bore, old.shots, old.away
	it.Changed, it.Sources = old.Changed, old.Sources
	it.growTo(int64(len(old.Positions)) - 1)
	copy(it.Positions, old.Positions)
	if len(old.Loaded()) > 0 || old.Upset != NoIndex {
		it.Upset = i
	}
}

// ReceivedByTwo reports whether an event is a receipt that says what a thing is: a handler and a
// watcher who count as two signed it, and nothing has taken that away. What came in otherwise has
// class UNKNOWN, and the rounds of such a lot have nature UNKNOWN (docs/spec/events.md, section 11).
func (s *State) ReceivedByTwo(index int) bool {
	e, ok := s.Entry(index)
	receipt := ok && (e.Event.Kind == event.KindItemReceived || e.Event.Kind == event.KindRoundsReceived)
	return receipt && s.watched(index)
}

// ClassOf returns what an item counts as: what was said of it at a receipt by two people, UNKNOWN
// otherwise.
func (s *State) ClassOf(it *Item) event.Class {
	if !s.ReceivedByTwo(it.Received) {
		return event.UnknownClass
	}
	return it.Class
}

// reset counts as a look while the segment has a whole one behind its newest gap and its newest shot.
func (s *State) reset(i int, b *event.Reset) {
	for _, id := range b.Items {
		it := s.items[id]
		if it != nil && s.Stands(i) && it.Handler == s.signerAs(i, event.Handler) && it.Looked != NoIndex &&
			s.Stands(it.Examined) && s.After(it.Examined, &it.Gap) && s.Follows(it.Looked, it.Fired) {
			it.Looked = i
		}
	}
}

// returned ends an item's life here. Without the signature it needs nobody can say where it is.
func (s *State) returned(i int, b *event.ItemReturned) {
	for _, id := range b.Items {
		it := s.items[id]
		switch {
		case it == nil:
		case s.Stands(i) && (it.Holder.Kind == WithHandler || it.Holder.Kind == InLocker) &&
			len(it.Loaded()) == 0 && it.Upset == NoIndex:
			it.Holder, it.Back = Holder{Kind: GoneBack, Since: i}, i
			s.inHand(it, s.signerAs(i, event.Handler), i)
		default:
			s.breakItem(it, i, "unsupported", "")
			it.Holder = Holder{Since: i}
		}
	}
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
	if (b.Feed == event.SeenEmpty) == it.inMagazine() && b.Feed != event.NotSeen {
		it.Upset = i // The feed holds what the log knows nothing of, or not what the log says.
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
		if it.Fired == NoIndex || !loaded {
			it.Upset = i // A case that no recorded shot left there.
		}
	case event.NotSeen, event.NoLook:
	}
}

func (s *State) load(i int, b *event.Loaded) {
	it := s.itemOrNew(b.Item, i)
	c := s.container(b.Container, event.Bag, i)
	handler := s.signerAs(i, event.Handler)
	source := Source{Container: b.Container, Lot: b.Lot, Loaded: i, box: c}
	wasSealed := c.Sealed
	source.Lacks = s.ContainerLacks(c)
	if wasSealed {
		s.openedFor(c, handler, i)
		source.Lacks = append(source.Lacks, Lack{Key: "source.seal", Container: c.ID, Index: i})
	} else {
		s.reached(c, i)
		s.takeContainer(c, handler, i)
	}
	trays, enough := s.draw(c, i, b.Lot, int64(len(b.Positions)))
	source.Trays = trays
	if !enough {
		source.Lacks = append(source.Lacks, Lack{
			Key: "load.untested", Item: b.Item, Lot: b.Lot, Container: c.ID,
			N: 0, Of: int64(len(b.Positions)), Index: i,
		})
	}
	it.Sources = append(it.Sources, source)
	if s.Stands(i) {
		s.take(it, handler, i)
	}
	for _, n := range b.Positions {
		at := it.position(n)
		if s.stranger(it) {
			it.growTo(at) // What went in can be counted out again.
			it.Upset = i
		}
		if at >= int64(len(it.Positions)) {
			it.Upset = i // More positions than the item has.
			continue
		}
		p := &it.Positions[at]
		if p.Loaded != NoIndex {
			it.Upset = i // A round was put where the log already has one.
		}
		*p = Position{Look: event.SeenRound, Loaded: i, Lot: b.Lot, Source: len(it.Sources) - 1}
	}
	it.Changed = i
}

// position is where a position that a load names stands in Positions: behind the chamber where it is one
// of a magazine (docs/spec/events.md, item.loaded).
func (it *Item) position(n int64) int64 {
	if it.Mechanism == event.Magazine && it.Magazine > 0 {
		return it.Chambers + n - 1
	}
	return n - 1
}

// loadSigners lists what is missing about the people who loaded.
func (s *State) loadSigners(i int, item event.ItemID) []Lack {
	if s.pairSigned(i) {
		return nil
	}
	return []Lack{{Key: "load.no-watcher", Item: item, Person: s.signerAs(i, event.Watcher), Index: i}}
}

// LoadLacks lists what the record does not show about the people of a load, as of now.
func (s *State) LoadLacks(from Source, item event.ItemID) []Lack {
	return s.loadSigners(from.Loaded, item)
}

// unload moves what was in an item into a container. What nobody could name in the item, nobody can
// name in the container.
func (s *State) unload(i int, b *event.Unloaded) {
	it := s.items[b.Item]
	if it == nil {
		return
	}
	c := s.container(b.Container, event.Bag, i)
	s.openedFor(c, s.signerAs(i, event.Handler), i)
	odd := !s.Stands(i) || it.Upset != NoIndex
	lots := map[event.LotID]int64{}
	var order []event.LotID
	expected := -it.away
	for n := range it.Positions {
		p := &it.Positions[n]
		if p.Loaded != NoIndex {
			expected++
			if lots[p.Lot] == 0 {
				order = append(order, p.Lot)
			}
			lots[p.Lot]++
			odd = odd || !s.After(p.Loaded, &it.Gap) || !s.Stands(p.Loaded)
		}
		*p = Position{Look: event.SeenEmpty, Loaded: NoIndex, Source: NoIndex}
	}
	for _, from := range it.Sources {
		odd = odd || len(from.Lacks) > 0
		s.moves = append(s.moves, move{from.Container, b.Container, i})
	}
	if missing := expected - b.Unfired - b.Spent; missing != 0 {
		s.raise(Block{
			Kind: event.KindRoundsCounted, Index: i, Item: b.Item, Container: b.Container, N: max(missing, -missing),
		})
		odd = true
	}
	left := b.Unfired
	for _, lot := range order {
		n := min(left, lots[lot])
		left -= n
		if n > 0 {
			// Dummies that were in a firearm are tested again before they are loaded again.
			s.lay(c, Part{Lot: lot, Count: n, Since: i, Odd: odd})
		}
	}
	if left > 0 {
		s.upset(c, i)
	}
	it.Sources, it.Changed, it.Retest, it.Retests = nil, i, nil, nil
	it.away, it.shots = 0, 0
	s.take(it, s.signerAs(i, event.Handler), i)
	it.Upset = NoIndex
	if !s.Stands(i) {
		it.Upset = i // Nobody who may say so said that it is empty.
	}
}

// handOver passes an item on. Only from the hand of the handler who has it, or out of the locker by
// the one whose segment it is, does the segment go on.
func (s *State) handOver(i int, b *event.HandedOver) {
	it := s.itemOrNew(b.Item, i)
	giver := s.signerAs(i, event.Handler)
	held := it.Holder.Kind == WithHandler && it.Holder.Person == giver ||
		it.Holder.Kind == InLocker && it.Handler == giver
	if giver == "" || !held || !s.Stands(i) {
		s.breakItem(it, i, "handler", s.entries[i].Event.Signers[0].Person)
	}
	it.Given = i
	it.Holder = Holder{Kind: WithReceiver, Person: b.To, Since: i}
	s.had(it, Hand{b.To, i, true})
	for _, id := range b.Trays {
		t, ok := s.TrayAt(id)
		if ok && slices.Contains(it.Retests, t) && s.Stands(i) && s.verified(i, t.Handler) && s.verified(i, t.Watcher) &&
			s.InSight(it, t.Tested, t.Watcher, s.entries[i].When) {
			t.Endorsed = i
		}
	}
	s.share(it, giver, i)
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
	if it.Holder.Kind == WithReceiver && it.Holder.Person != b.From {
		s.breakItem(it, i, "handler", it.Holder.Person) // It was in other hands than it was given into.
	}
	s.take(it, handler, i)
}

// GivenByHandler reports whether the newest hand-over of an item was a handler's.
func (s *State) GivenByHandler(it *Item) bool {
	return it.Given == NoIndex || s.Stands(it.Given) && s.signerAs(it.Given, event.Handler) != ""
}

func (s *State) lockUp(i int, b *event.LockedUp) {
	c := s.container(b.Container, event.Locker, i)
	good := s.watched(i) && c.What == event.Locker
	for _, id := range b.Items {
		it := s.items[id]
		if it == nil {
			continue
		}
		if !good {
			s.breakItem(it, i, "unsupported", "")
			it.Holder = Holder{Since: i}
			continue
		}
		if it.Handler != s.signerAs(i, event.Handler) || it.Holder.Kind == WithNobody {
			s.take(it, s.signerAs(i, event.Handler), i)
		}
		it.comesBack(i)
		it.Holder = Holder{Kind: InLocker, Container: b.Container, Since: i}
		it.locked.add(i)
		s.lapse(id, i)
	}
	if good {
		if !c.Sealed {
			c.Seal = "" // The number of a seal that was opened is no longer on it.
		}
		c.Sealed, c.sealedAt = true, i
	}
}

// discharge notes a shot. A planned one takes no more rounds than there were blanks: what else fired
// was not planned, whatever the entry says.
func (s *State) discharge(i int, b *event.Discharged) {
	it := s.items[b.Item]
	blanks := int64(0)
	holder := event.PersonID("")
	if it != nil {
		it.Fired = i
		holder = it.Handler
		for _, p := range it.Loaded() {
			if lot, ok := s.lots[p.Lot]; ok && s.NatureOf(lot) == event.Blank {
				blanks++
			}
		}
	}
	if it != nil {
		it.shots += b.Shots
	}
	if b.Planned != event.Yes || it == nil || it.shots > blanks {
		s.raise(Block{Kind: event.KindDischarged, Index: i, Item: b.Item, Person: holder})
	}
}

func (s *State) quarantine(i int, b *event.Quarantined) {
	if !s.raised(i) {
		s.raiseQuarantine(i, b)
	}
	for _, id := range b.Items {
		if it := s.items[id]; it != nil {
			s.breakItem(it, i, "unsupported", "")
		}
	}
	for _, id := range b.Containers {
		s.container(id, event.Quarantine, i).Ordered = s.Stands(i)
	}
}

// raiseQuarantine raises the blocks alone. They wait for no missing link.
func (s *State) raiseQuarantine(i int, b *event.Quarantined) {
	for _, id := range b.Items {
		s.raise(Block{Kind: event.KindQuarantined, Index: i, Item: id})
	}
	for _, id := range b.Containers {
		s.raise(Block{Kind: event.KindQuarantined, Index: i, Container: id})
	}
}

func (s *State) raised(i int) bool { return len(s.blocks.at[i]) > 0 }

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

// TestDistance returns the farthest distance, in millimetres, any test-fire of a lot in an item ever
// found to be needed and the newest such event, and false when there is none or the newest does not
// stand. A card somebody took back still counts for its distance: to correct must not bring anybody
// nearer.
func (s *State) TestDistance(item event.ItemID, lot event.LotID) (mm int64, index int, ok bool) {
	index = NoIndex
	for _, i := range s.cards[cardKey{item, lot}] {
		if b, is := s.entries[i].Event.Body.(*event.TestFired); is {
			mm, index = max(mm, b.DistanceMM), i
		}
	}
	return mm, index, s.Stands(index)
}

// TestCards yields every test-fire card of a lot in an item, oldest first, and whether it stands.
func (s *State) TestCards(item event.ItemID, lot event.LotID) iter.Seq2[*event.TestFired, bool] {
	return func(yield func(*event.TestFired, bool) bool) {
		for _, i := range s.cards[cardKey{item, lot}] {
			if b, is := s.entries[i].Event.Body.(*event.TestFired); is && !yield(b, s.Stands(i)) {
				return
			}
		}
	}
}

// Loaded lists the positions the log fills, in order.
func (it *Item) Loaded() []Position {
	return slices.DeleteFunc(slices.Clone(it.Positions), func(p Position) bool { return p.Loaded == NoIndex })
}
