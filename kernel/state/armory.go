package state

import (
	"cmp"
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// HolderKind is where an object is.
type HolderKind uint8

// Where an object can be. The zero value is that nobody knows.
const (
	WithNobody HolderKind = iota
	WithHandler
	WithReceiver
	InLocker
	GoneBack // Returned to its lender.
)

// Holder says who or what has an object.
type Holder struct {
	Kind      HolderKind
	Person    event.PersonID
	Container event.ContainerID
	Since     int // Index of the link that put it there.
}

// Gap is the newest break of a custody segment: every check before Index is void.
type Gap struct {
	Index  int    // NoIndex when custody has been unbroken since receipt.
	Why    string // unattended, duty, break, handler, fork, unsupported
	Person event.PersonID

	order int // Twice the order of the entry that tells of it, one less when it lies before that entry.
	told  int // One more than the index of the newest such entry that no link orders; 0 without one.
	next  int // One more than the index of the act that began the next segment; 0 before it is known.
}

// Position is one chamber, or one place in a magazine.
type Position struct {
	Look   event.Look // What the newest examination saw; NoLook before one.
	Loaded int        // Index of the load that filled it, NoIndex when none did.
	Lot    event.LotID
	Source int // Index into Item.Sources, NoIndex when none.
}

// Source is where the rounds of one load came from, as it was at that moment.
type Source struct {
	Container event.ContainerID
	Lot       event.LotID
	Loaded    int     // Index of the load.
	Trays     []*Tray // Trays whose rounds lay in the container.
	Lacks     []Lack  // What was wrong with the container then.

	box *Container
}

// Lack is one thing the record does not show, in the words of the catalogue: Key names the
// sentence, the other fields fill it. Index is the evidence that shows it, or NoIndex.
type Lack struct {
	Key       string
	Item      event.ItemID
	Container event.ContainerID
	Lot       event.LotID
	Tray      event.TrayID
	Person    event.PersonID
	Scene     event.SceneID
	N, Of     int64
	Detail    string // A region, a day, a pack, a topic or a clause, as the sentence wants.
	Index     int
}

// Item is what the log knows about one gun-shaped object.
type Item struct {
	event.ReceivedItem

	Received  int
	Holder    Holder
	Gap       Gap
	Handler   event.PersonID // Whose segment it is.
	Examined  int            // Newest examination that counts, or NoIndex.
	Looked    int            // Newest look that counts (examination or reset), or NoIndex.
	Positions []Position
	Sources   []Source
	Changed   int     // Newest load or unload, or NoIndex.
	Fired     int     // Newest discharge, or NoIndex.
	Bore      int     // Newest look through the bore, or NoIndex.
	Given     int     // Newest hand-over, or NoIndex.
	Collected int     // Newest collection, or NoIndex.
	CameBack  int     // The act by which it last came back from a receiver, or NoIndex.
	Retest    *Tray   // The newest test of rounds inside, nil after an unloading.
	Retests   []*Tray // All of them since the last unloading, oldest first.
	Upset     int     // Newest event after which nobody can say what is inside, or NoIndex.
	Back      int     // Return to its lender, NoIndex before one: only a new receipt begins again.
	Second    SecondLook
	Shared    Shared
	Third     SecondLook // The newest look of an AD or advisor, Watcher being who looked.
	ByThree   Shared     // The newest hand-over that three signed, with the third look.
	Hands     []Hand     // Everybody who handled or received it since the newest gap, and some from before.

	life   *chain
	locked absences // Its lock-ups.
	shots  int64    // Fired since the item was last emptied.
	away   int64    // Misfired rounds that were put away and not yet counted out.
}

// Item returns an item the log knows.
func (s *State) Item(id event.ItemID) (*Item, bool) {
	i, ok := s.items[id]
	return i, ok
}

// Whole reports whether the newest examination saw every position, the feed path and the bore.
func (s *State) Whole(i *Item) (seen, of int64, feed, bore bool) {
	b, ok := s.examination(i)
	if !ok {
		return 0, i.Chambers, false, false
	}
	for _, l := range b.Chambers {
		if l != event.NotSeen {
			seen++
		}
	}
	if b.Length != i.Chambers || int64(len(b.Chambers)) != i.Chambers {
		seen = min(seen, i.Chambers-1) // The list is not of the length this item has.
	}
	inert := i.Mechanism == event.Inert
	feed = b.Feed != event.NotSeen || inert && s.neverFires(i)
	bore = b.Bore == event.BoreUnobstructed || b.Bore == event.BoreNone && inert
	return seen, i.Chambers, feed, bore || s.neverFires(i) && b.Bore != event.BoreNotSeen
}

// neverFires reports whether nothing can leave an item: by its class, as two people received it, while
// no round is recorded in it. Whatever its maker left of a bore is plugged, and may be.
func (s *State) neverFires(i *Item) bool {
	switch s.ClassOf(i) {
	case event.Flash, event.Deactivated, event.Solid:
		return i.Upset == NoIndex &&
			!slices.ContainsFunc(i.Positions, func(p Position) bool { return p.Loaded != NoIndex })
	case event.NoClass, event.LiveCapable, event.BlankOnly, event.Pellet, event.UnknownClass:
	}
	return false
}

func (s *State) examination(i *Item) (*event.ItemExamined, bool) {
	e, ok := s.Entry(i.Examined)
	if !ok {
		return nil, false
	}
	b, ok := e.Event.Body.(*event.ItemExamined)
	return b, ok
}

// Examination returns the body of an item's newest examination that counts.
func (s *State) Examination(i *Item) (*event.ItemExamined, bool) { return s.examination(i) }

// Part is rounds of one lot in a container that share one fate.
type Part struct {
	Lot   event.LotID
	Count int64
	Tray  *Tray // The tray they were tested on; nil for untested rounds.
	Since int
	Odd   bool // They came from where nobody could say what they are.
}

// Container is what the log knows about a thing rounds lie in.
type Container struct {
	ID      event.ContainerID
	What    event.ContainerKind
	Begun   int
	Sealed  bool
	Seal    string
	Holder  Holder
	Gap     Gap
	Parts   []Part
	Broken  int  // Index at which a seal did not match, or NoIndex.
	Upset   int  // Event that put rounds in nobody can name: holds until the container is done with.
	Ordered bool // Quarantined by an act: UNKNOWN in it holds only what would be loaded from it.

	life     *chain
	sealedAt int  // The act that sealed or locked it.
	stocked  bool // It is on the list of containers that anything may lie in.
}

// Box returns the container that the rounds of a load came from.
func (from *Source) Box() *Container { return from.box }

// Container returns a container the log knows.
func (s *State) Container(id event.ContainerID) (*Container, bool) {
	c, ok := s.containers[id]
	return c, ok
}

func (s *State) container(id event.ContainerID, what event.ContainerKind, i int) *Container {
	c := s.containers[id]
	if c == nil {
		c = &Container{
			ID: id, What: what, Begun: i, Broken: NoIndex, Upset: NoIndex, sealedAt: NoIndex,
			Gap: Gap{Index: NoIndex}, Holder: Holder{Since: i},
		}
		s.keepContainer(c)
	}
	return c
}

// lay puts rounds into a container.
func (s *State) lay(c *Container, p Part) {
	c.Parts = append(c.Parts, p)
	s.stock(c)
}

// upset notes that event i put rounds into a container that nobody can name.
func (s *State) upset(c *Container, i int) {
	c.Upset = i
	s.stock(c)
}

// stock puts a container on the list of those that anything may lie in. It stays there until a list of
// mostly empty ones is made anew: one too many costs a look, one too few would be a round unseen.
func (s *State) stock(c *Container) {
	if c.stocked {
		return
	}
	c.stocked = true
	if len(s.stocked) >= 2*s.inUse+stockedFew {
		s.stocked = slices.DeleteFunc(s.stocked, func(c *Container) bool {
			c.stocked = !c.bare()
			return !c.stocked
		})
		s.inUse = len(s.stocked)
	}
	at, _ := slices.BinarySearchFunc(s.stocked, c.ID, func(a *Container, id event.ContainerID) int {
		return cmp.Compare(a.ID, id)
	})
	s.stocked = slices.Insert(s.stocked, at, c)
}

// stockedFew is how many containers the list of stocked ones may hold beyond twice those in use.
const stockedFew = 16

// bare reports whether the log places nothing in a container, named or not.
func (c *Container) bare() bool { return len(c.Parts) == 0 && c.Upset == NoIndex }

// Stocked returns every container that anything lies in as far as the log knows, and some emptied
// lately, in the order of their ids. The caller must not change the slice.
func (s *State) Stocked() []*Container { return s.stocked }

// Lot is one delivery of rounds.
type Lot struct {
	event.ReceivedLot

	Received int
}

// Lot returns a lot the log knows.
func (s *State) Lot(id event.LotID) (*Lot, bool) {
	l, ok := s.lots[id]
	return l, ok
}

// LiveReceived reports whether anybody ever said that a lot was of live rounds.
func (s *State) LiveReceived() bool { return s.live }

// gapAt is a gap that entry i tells of: whatever took effect before it and by it is void.
func (s *State) gapAt(i int, why string, who event.PersonID) Gap {
	g := Gap{Index: i, Why: why, Person: who, order: 2 * s.order(i)}
	if len(s.entries[i].Event.Links) == 0 {
		g.told = i + 1
	}
	return g
}

// gapBefore is a gap that lay before entry i: the entry itself is behind it.
func (s *State) gapBefore(i int, why string, who event.PersonID) Gap {
	return Gap{Index: i - 1, Why: why, Person: who, order: 2*s.order(i) - 1, next: i + 1}
}

// widen keeps the newest gap, and that an older one has to be known of by whoever acts behind it.
func (g *Gap) widen(to Gap) {
	to.told = max(to.told, g.told)
	if to.order < g.order {
		g.told = to.told
		return
	}
	*g = to
}

// breakItem ends an item's segment at entry i: checks before and at i are void.
func (s *State) breakItem(it *Item, i int, why string, who event.PersonID) {
	it.Gap.widen(s.gapAt(i, why, who))
}

func (s *State) breakContainer(c *Container, i int, why string, who event.PersonID) {
	c.Gap.widen(s.gapAt(i, why, who))
}

// disturb is what happens to an object when an act on it cannot be relied on.
func (s *State) disturb(o event.Object, i int) {
	switch o.Type {
	case event.ItemObject:
		if it := s.items[event.ItemID(o.ID)]; it != nil {
			s.breakItem(it, i, "fork", "")
			it.Upset = i
			it.Holder = Holder{Since: i}
		}
	case event.ContainerObject:
		// One that no act in order ever named may hold rounds all the same.
		c := s.container(event.ContainerID(o.ID), event.Bag, i)
		s.breakContainer(c, i, "fork", "")
		s.upset(c, i)
		c.Sealed = false
		s.inLocker(c, func(it *Item) { it.Gap.widen(s.gapToldAt(i, "fork", "")) })
	case event.TrayObject, event.NoObject:
	}
}

// take puts an item into a handler's hands. A new segment begins when another handler had it, when
// nobody did, when it was back at its lender's, and when no handler had given it to who had it.
func (s *State) take(it *Item, who event.PersonID, i int) {
	if who == "" || !s.Stands(i) {
		// Somebody had it in their hands who cannot answer for it.
		s.breakItem(it, i, "handler", s.entries[i].Event.Signers[0].Person)
		return
	}
	wrongly := it.Holder.Kind == WithReceiver && !s.GivenByHandler(it)
	switch {
	case it.Holder.Kind == WithNobody && it.Gap.Why != "":
		it.Gap.order = max(it.Gap.order, 2*s.order(i)-1) // The gap that left it with nobody ends here.
		it.Gap.next = i + 1
	case it.Handler != who || wrongly || it.Holder.Kind == WithNobody || it.Holder.Kind == GoneBack:
		it.Gap.widen(s.gapBefore(i, "handler", it.Handler))
	}
	it.Handler = who
	it.comesBack(i)
	it.Holder = Holder{Kind: WithHandler, Person: who, Since: i}
	s.inHand(it, who, i)
}

// comesBack notes the end of a time in which a receiver had an item, whatever act ended it.
func (it *Item) comesBack(i int) {
	if it.Holder.Kind == WithReceiver {
		it.CameBack = i
	}
}

func (s *State) takeContainer(c *Container, who event.PersonID, i int) {
	if who == "" || !s.Stands(i) {
		s.breakContainer(c, i, "handler", s.entries[i].Event.Signers[0].Person)
		return
	}
	if !c.Sealed && c.Holder.Person != "" && c.Holder.Person != who {
		c.Gap.widen(s.gapBefore(i, "handler", c.Holder.Person))
	}
	c.Holder = Holder{Kind: WithHandler, Person: who, Since: i}
}

// Secured reports whether an item lies in a locked container.
func (s *State) Secured(it *Item) bool {
	if it.Holder.Kind != InLocker {
		return it.Holder.Kind == GoneBack
	}
	c, ok := s.containers[it.Holder.Container]
	return ok && c.Sealed
}
