package state

import (
	"cmp"
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
	Person    event.PersonID // Whose no it is; the subject of a concern; who held the item of a discharge.
	Nature    event.Nature
	Pack      event.PackRef // The edition that was dropped.
	N         int64
	Released  int   // Index of the release, NoIndex while there is none.
	Received  []int // Acknowledgements of a STOP.

	number int // The how-manieth block it is, from 0.
}

// blockBook keeps the blocks so that no question walks over those that ended long ago.
type blockBook struct {
	all      []*Block
	open     []*Block         // Those that hold, in the order they were raised.
	misfires []*Block         // Every misfire, in the order they were raised.
	dropped  []*Block         // Every dropped pack, in the order they were raised.
	at       map[int][]*Block // By the index that raised them.
	ended    map[int][]*Block // By the index of a release.
	waits    map[int]int64    // Recorded waits, in seconds, by the index that closed a misfire.
	causes   map[int]int      // The newest closing that names a cause, by the misfire's index.
}

func newBlockBook() blockBook {
	return blockBook{at: map[int][]*Block{}, ended: map[int][]*Block{}, waits: map[int]int64{}, causes: map[int]int{}}
}

func (s *State) raise(b Block) {
	b.Released, b.number = NoIndex, len(s.blocks.all)
	s.blocks.all = append(s.blocks.all, &b)
	s.blocks.open = append(s.blocks.open, &b)
	s.blocks.at[b.Index] = append(s.blocks.at[b.Index], &b)
	if b.Kind == event.KindMisfired {
		s.blocks.misfires = append(s.blocks.misfires, &b)
	}
	if b.Kind == event.KindPackDropped {
		s.blocks.dropped = append(s.blocks.dropped, &b)
	}
}

// end notes what released a block.
func (s *State) end(b *Block, i int) {
	b.Released = i
	s.blocks.ended[i] = append(s.blocks.ended[i], b)
	if at, is := s.blocks.find(b); is {
		s.blocks.open = slices.Delete(s.blocks.open, at, at+1)
	}
}

// reopen lets the blocks hold again that event i had ended.
func (s *State) reopen(i int) {
	for _, b := range s.blocks.ended[i] {
		if at, is := s.blocks.find(b); !is && b.Released == i {
			s.blocks.open = slices.Insert(s.blocks.open, at, b)
		}
	}
}

func (k *blockBook) find(b *Block) (at int, is bool) {
	return slices.BinarySearchFunc(k.open, b.number, func(have *Block, n int) int {
		return cmp.Compare(have.number, n)
	})
}

// Blocks returns every block ever raised, oldest first. The caller must not change the slice.
func (s *State) Blocks() []*Block { return s.blocks.all }

// OpenBlocks returns the blocks that still hold, oldest first. The caller must not change the slice.
func (s *State) OpenBlocks() []*Block { return s.blocks.open }

// Misfires returns every misfire, ended or not, oldest first. The caller must not change the slice.
func (s *State) Misfires() []*Block { return s.blocks.misfires }

// Open reports whether a block still holds: nothing released it, or what did no longer stands.
func (s *State) Open(b *Block) bool { return b.Released == NoIndex || !s.Stands(b.Released) }

func (s *State) blockEffect(i int, body event.Body) {
	switch b := body.(type) {
	case *event.ConcernRaised:
		s.raise(Block{Kind: event.KindConcernRaised, Index: i, Item: b.Item, Scene: b.Scene, Person: b.Subject})
	case *event.StopCalled:
		s.raise(Block{Kind: event.KindStopCalled, Index: i, Unit: b.Unit})
	case *event.Withheld:
		s.withhold(i, b)
	case *event.IncidentDeclared:
		s.raise(Block{Kind: event.KindIncidentDeclared, Index: i, Item: b.Item, Person: s.handlerOf(b.Item)})
	case *event.Misfired:
		s.raise(Block{Kind: event.KindMisfired, Index: i, Item: b.Item, Person: s.handlerOf(b.Item)})
	case *event.LooseFound:
		s.raise(Block{Kind: event.KindLooseFound, Index: i, Nature: b.Nature, N: b.Count})
		for _, o := range b.Near {
			s.near(o, i)
		}
	case *event.PackDropped:
		s.raise(Block{Kind: event.KindPackDropped, Index: i, Pack: event.PackRef(*b)})
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
	if at := s.blocks.at[i]; len(at) > 0 {
		return at[0]
	}
	return nil
}

func (s *State) releaseEffect(i int, body event.Body) {
	switch b := body.(type) {
	case *event.Restarted:
		s.release(i, b.Of, s.restartable)
	case *event.WithheldLifted:
		s.release(i, []event.ID{b.Of}, s.liftable)
	case *event.ConcernAnswered:
		s.release(i, []event.ID{b.Of}, s.answerable)
	case *event.DropAgreed:
		s.dropAgreed(i, b.Of)
	case *event.IncidentClosed:
		s.release(i, []event.ID{b.Of}, s.closable)
	case *event.MisfireClosed:
		s.misfireClosed(i, b)
	case *event.Released:
		s.released(i, b)
	case *event.RoundsLost:
		s.release(i, []event.ID{b.Of}, func(i int, block *Block) bool {
			return block.Kind == event.KindRoundsCounted && s.twoSigned(i)
		})
	case *event.RoundsFound:
		s.release(i, []event.ID{b.Of}, func(i int, block *Block) bool {
			return block.Kind == event.KindRoundsCounted && s.twoSigned(i)
		})
		s.layUnknown(b.Container, i)
	}
}

// Lifting is what somebody's signature does to a no.
type Lifting uint8

// What a signature does to a no.
const (
	LiftsNothing Lifting = iota
	LiftsAlone
	LiftsWithAnother // Who counts as a second person and heard it signs too.
)

// Lifts says what somebody can do about an open no: who said it lifts it, or who relieved the handler
// who did and then looked at the item themselves. What a handler recorded for somebody else they take
// back for that person before another who heard it, never alone.
func (s *State) Lifts(b *Block, who event.PersonID) Lifting {
	if b.Kind != event.KindWithheld {
		return LiftsNothing
	}
	recorder := s.signerAs(b.Index, event.Handler)
	switch own := s.Signed(b.Index, b.Person); {
	case who == b.Person:
		return LiftsAlone
	case recorder == "":
		return LiftsNothing
	case own:
		if recorder == b.Person && s.relievedAndLooked(b, recorder, who) {
			return LiftsAlone
		}
	case who == recorder, s.relievedAndLooked(b, recorder, who):
		return LiftsWithAnother
	}
	return LiftsNothing
}

// liftable: whose no it is, else who recorded it, else the handler of now.
func (s *State) liftable(i int, b *Block) bool {
	who := s.signerAs(i, event.Handler)
	recorder := s.signerAs(b.Index, event.Handler)
	switch {
	case s.Signed(i, b.Person):
		who = b.Person
	case recorder != "" && s.Signed(i, recorder):
		who = recorder
	}
	how := s.Lifts(b, who)
	return how == LiftsAlone || how == LiftsWithAnother && s.heardBy(i, who)
}

// heardBy reports whether somebody who counts as a second person beside who signed too. A performer
// but the one whose no it is is never one.
func (s *State) heardBy(i int, who event.PersonID) bool {
	return slices.ContainsFunc(s.entries[i].Event.Signers, func(g event.Signer) bool {
		return !s.plays(g) && s.TwoPeople(who, g.Person)
	})
}

// relievedAndLooked reports whether a handler has the item since they relieved from of it behind a
// block, and has looked at it themselves.
func (s *State) relievedAndLooked(b *Block, from, who event.PersonID) bool {
	it := s.items[b.Item]
	if it == nil || who == "" || it.Handler != who {
		return false
	}
	links := s.Links(b.Item.Object())
	at := slices.IndexFunc(links, func(n int) bool {
		r, is := s.entries[n].Event.Body.(*event.Relieved)
		return is && s.Stands(n) && s.Later(n, b.Index) && r.From == from && r.To == who
	})
	return at >= 0 && s.Stands(it.Examined) && s.Follows(it.Examined, links[at]) && s.Signed(it.Examined, who)
}

func (s *State) misfireClosed(i int, b *event.MisfireClosed) {
	c := s.containers[b.Container]
	away := c != nil && c.What == event.Quarantine // Anywhere else somebody might load the round again.
	s.release(i, []event.ID{b.Of}, func(i int, block *Block) bool {
		return block.Kind == event.KindMisfired && b.Bore == event.BoreUnobstructed &&
			b.Rebriefed == event.Yes && away && s.watched(i)
	})
	s.blocks.waits[i] = b.WaitSeconds
	of, known := s.Find(b.Of)
	if known && slices.ContainsFunc(s.entries[i].Event.Openings, func(c event.Commitment) bool { return c.Field == CauseField }) {
		s.blocks.causes[of] = i
	}
	s.layUnknown(b.Container, i)
	block := s.blockOf(b.Of)
	if block != nil && s.Stands(i) && (block.Released == NoIndex || block.Released == i) {
		if it := s.items[block.Item]; it != nil && s.Later(block.Index, it.Changed) {
			it.away++
			it.Upset = i // One round is gone, and nobody wrote from which place.
		}
	}
}

// layUnknown notes that rounds nobody can name lie in a container from now on.
func (s *State) layUnknown(id event.ContainerID, i int) {
	s.upset(s.container(id, event.Quarantine, i), i)
}

// released ends quarantines and loose rounds. The rounds of a container that comes out of quarantine
// hold the production again where nobody can say what they are.
func (s *State) released(i int, b *event.Released) {
	s.release(i, b.Of, func(i int, block *Block) bool {
		if block.Kind != event.KindLooseFound && block.Kind != event.KindQuarantined || !s.watched(i) {
			return false
		}
		if c := s.containers[block.Container]; c != nil {
			c.Ordered = false
		}
		return block.Kind == event.KindQuarantined || b.As == event.AsDestroyed || b.As == event.AsTested && s.putAway(block)
	})
	for _, id := range b.Of {
		if t, ok := s.TrayAt(id); ok {
			t.Released = i
		}
	}
}

// watched reports whether a handler and a watcher who counts signed together.
func (s *State) watched(i int) bool {
	return s.Stands(i) && s.pairSigned(i)
}

// pairSigned reports whether a handler and a watcher of event i count as two, and the watcher as one.
func (s *State) pairSigned(i int) bool {
	handler, watcher := s.signingHandler(i), s.SigningWatcher(i)
	return handler != nil && watcher != nil && s.watchesAt(watcher, i) && s.twoPeople(handler, watcher)
}

// MayWatch reports whether somebody who signs as a watcher now would count as one.
func (s *State) MayWatch(who event.PersonID) bool { return s.watches(who, len(s.entries)) }

// watches reports whether somebody was a watcher when event i was recorded: appointed, with papers
// that somebody else had looked at by then and that had not ended, and nothing has taken either away
// since.
func (s *State) watches(who event.PersonID, i int) bool {
	p, ok := s.people[who]
	return ok && s.watchesAt(p, i)
}

func (s *State) watchesAt(p *Person, i int) bool {
	if !s.holds(p, event.Watcher) {
		return false
	}
	paper, ok := s.paperOf(p, event.WatcherTraining, i)
	return ok && (i >= len(s.entries) || s.entries[i].When.Latest <= paper.over)
}

// Watched reports whether somebody counts as the watcher of event i, by the papers they had then.
func (s *State) Watched(who *Person, i int) bool { return who != nil && s.watchesAt(who, i) }

// MisfireWait returns the recorded wait, in seconds, of the misfire that block is, and false when it
// was never closed.
func (s *State) MisfireWait(b *Block) (int64, bool) {
	wait, ok := s.blocks.waits[b.Released]
	return wait, ok
}

// CauseField is the opening in which the closing of a misfire says why the round did not go off.
const CauseField = "cause"

// MisfireCause returns the newest event that closed a misfire with its cause, or NoIndex.
func (s *State) MisfireCause(b *Block) int {
	if i, ok := s.blocks.causes[b.Index]; ok {
		return i
	}
	return NoIndex
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
		for _, b := range s.blocks.at[at] {
			if s.Open(b) && may(i, b) {
				s.end(b, i)
			}
		}
	}
}

// twoSigned reports whether two people who count as two signed. A performer's signature is never
// one of them: nothing may rest on it.
func (s *State) twoSigned(i int) bool {
	g := slices.DeleteFunc(slices.Clone(s.entries[i].Event.Signers), func(g event.Signer) bool {
		return s.plays(g)
	})
	return s.twoAmong(g)
}

// plays reports whether a signature is a performer's, in whatever role it was given.
func (s *State) plays(g event.Signer) bool {
	return g.Role == event.Performer || g.Role == event.StandIn || s.Played(g.Person)
}

// playsIn is plays for signer n of an entry.
func (s *State) playsIn(e *Entry, n int) bool {
	if role := e.Event.Signers[n].Role; role == event.Performer || role == event.StandIn {
		return true
	}
	p := s.signer(e, n)
	return p != nil && s.played(p)
}

func (s *State) twoAmong(g []event.Signer) bool {
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
	// Who called it may be the other one, and so may a performer: a STOP is theirs too.
	return b.Kind == event.KindStopCalled && owner != "" && s.twoAmong(s.entries[i].Event.Signers)
}

// answerable: a recipient who is not the concern's subject, and the hazard's owner.
func (s *State) answerable(i int, b *Block) bool {
	recipient := s.signerAs(i, event.Recipient, event.Steward, event.Advisor)
	owner := s.signerAs(i, event.HazardOwner, event.Handler, event.AD)
	return b.Kind == event.KindConcernRaised && recipient != "" && owner != "" &&
		recipient != b.Person && recipient != owner && s.twoSigned(i)
}

// dropAgreed ends a drop and the older ones of the same edition: guild and advisor, two people, neither of
// whom dropped it, and each of whom had the role before this drop through somebody other than the two.
func (s *State) dropAgreed(i int, of event.ID) {
	drop := s.blockOf(of)
	if drop == nil || drop.Kind != event.KindPackDropped || !s.Stands(i) || !s.twoSigned(i) {
		return
	}
	guild, advisor := s.signerAs(i, event.Guild), s.signerAs(i, event.Advisor)
	own := func(index int) bool { return s.Signed(index, guild) || s.Signed(index, advisor) }
	named := func(who event.PersonID, role event.Role) bool {
		p, known := s.people[who]
		return known && slices.ContainsFunc(p.Roles, func(h Held) bool {
			return h.Role == role && s.Stands(h.Index) && h.Index < drop.Index && !own(h.Index)
		})
	}
	if !named(guild, event.Guild) || !named(advisor, event.Advisor) {
		return
	}
	for _, b := range slices.Clone(s.blocks.open) {
		if b.Kind == event.KindPackDropped && b.Pack == drop.Pack && b.Index <= drop.Index && !own(b.Index) {
			s.end(b, i)
		}
	}
}

// Quarantined reports whether a container is in quarantine: by what it is, or by an act that holds.
func (s *State) Quarantined(c *Container) bool {
	return c.What == event.Quarantine || slices.ContainsFunc(s.blocks.open, func(b *Block) bool {
		return b.Kind == event.KindQuarantined && b.Container == c.ID
	})
}

// lapse ends what was withheld about an item when it is locked up.
func (s *State) lapse(item event.ItemID, i int) {
	for n := 0; n < len(s.blocks.open); {
		b := s.blocks.open[n]
		if b.Kind == event.KindWithheld && b.Item == item {
			s.end(b, i) // It leaves the list, and the next one takes its place.
			continue
		}
		n++
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
