package plain_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

func keyID(s string) event.ID { return sha256.Sum256([]byte(s)) }

// examine is a look at an item as it is, or nearly.
func (s *set) look(id event.ItemID) *event.ItemExamined {
	b := &event.ItemExamined{Item: id, Identity: event.SerialRead, Feed: event.SeenEmpty, Bore: event.BoreUnobstructed}
	it, ok := s.w.known.Item(id)
	if !ok {
		return b
	}
	b.Serial4, b.Length = it.Serial4, it.Chambers
	if it.Serial4 == "" {
		b.Identity = event.MarkSeen
	}
	for n := range it.Chambers {
		seen := event.SeenEmpty
		if it.Positions[n].Loaded >= 0 {
			seen = event.SeenRound
		}
		b.Chambers = append(b.Chambers, seen)
	}
	for n := int(it.Chambers); n < len(it.Positions); n++ {
		if it.Positions[n].Loaded >= 0 {
			b.Feed = event.SeenRound
		}
	}
	if it.Mechanism == event.Inert {
		b.Bore = event.BoreNone
	}
	if s.clean || !s.chance(10) {
		return b
	}
	switch s.rand.IntN(7) {
	case 0:
		b.Length = s.rand.Int64N(8)
	case 1:
		if len(b.Chambers) > 0 {
			b.Chambers[s.rand.IntN(len(b.Chambers))] = pick(s, event.SeenEmpty, event.SeenRound, event.SeenSpent, event.NotSeen)
		}
	case 2:
		b.Feed = pick(s, event.SeenEmpty, event.SeenRound, event.SeenSpent, event.NotSeen)
	case 3:
		b.Bore = pick(s, event.BoreObstructed, event.BoreNotSeen, event.BoreNone)
	case 4:
		b.Identity, b.Serial4 = event.TagOnly, ""
	case 5:
		b.Serial4 = "0000"
	case 6:
		b.Chambers = b.Chambers[:len(b.Chambers)/2]
	}
	return b
}

// lookInto is the watcher's own look.
func (s *set) lookInto(id event.ItemID) {
	b := &event.ItemLooked{Item: id, Identity: event.SerialRead, Drawn: event.Yes}
	if it, ok := s.w.known.Item(id); ok {
		b.Serial4, b.Length, b.Seen, b.Rounds = it.Serial4, it.Chambers, it.Chambers, int64(len(it.Loaded()))
		if it.Serial4 == "" {
			b.Identity = event.MarkSeen
		}
	}
	if !s.clean && s.chance(15) {
		switch s.rand.IntN(5) {
		case 0:
			b.Seen = s.rand.Int64N(7)
		case 1:
			b.Length = s.rand.Int64N(7)
		case 2:
			b.Rounds = s.rand.Int64N(8)
		case 3:
			b.Drawn = event.No
		case 4:
			b.Identity, b.Serial4 = pick(s, event.TagOnly, event.MarkSeen, event.SerialRead), "0000"
		}
	}
	s.say(b)
}

// unseal opens a container by the number on it.
func (s *set) unseal(id event.ContainerID) {
	c, ok := s.w.known.Container(id)
	if !ok || !c.Sealed {
		return
	}
	seal := s.seals[id]
	if seal == "" || !s.clean && s.chance(3) {
		seal = "WRONG"
	}
	s.say(&event.ContainerOpened{Container: id, Seal: seal})
}

func (s *set) seal(id event.ContainerID) {
	seal := fmt.Sprintf("S-%d", s.nonce)
	if _, ok := s.say(&event.ContainerSealed{Container: id, Seal: seal}); ok {
		s.seals[id] = seal
	}
}

// tray tests rounds, has them counted unseen and shown, and endorsed at prep.
func (s *set) tray(b *event.TrayTested, watcher event.PersonID) event.ID {
	h := s.handler()
	s.do(&event.Shown{Item: "R-03", To: "ad1"}, s.as(event.KindShown, h, event.Handler)) // The pace runs from here.
	s.nonce++
	b.Tray = event.TrayID(fmt.Sprintf("T%d", s.nonce))
	if b.Tests == nil {
		b.Tests = []event.RoundTest{event.Rattle, event.Hole}
		if !s.clean && s.chance(4) {
			b.Tests = []event.RoundTest{pick(s, event.Rattle, event.Material)}
		}
	}
	pace := 2*b.Rounds + 2
	if !s.clean && s.chance(5) {
		pace = 1
	}
	s.later(pace)
	sum := keyID(fmt.Sprintf("salt %d %d", s.seed, s.nonce))
	salt := [16]byte(sum[:16])
	number := b.Rounds
	b.Passed = event.CommitNumber(salt, number)
	id, ok := s.do(b, s.as(event.KindTrayTested, h, event.Handler))
	if !ok {
		return id
	}
	s.secrets[id] = secret{salt, number}
	open := func() { s.openTray(id, h) }
	before := !s.clean && s.chance(4)
	if before {
		open()
	}
	if s.clean || !s.chance(5) {
		counted := number
		if !s.clean && s.chance(4) {
			counted--
		}
		s.do(&event.TrayCounted{Of: id, Number: counted}, s.as(event.KindTrayCounted, watcher, event.Watcher))
	}
	if s.third || !s.clean && s.chance(4) {
		who := pick(s, verified("ad1", event.AD), verified("adv1", event.Advisor))
		s.do(&event.TrayCounted{Of: id, Number: number}, s.as(event.KindTrayCounted, who.Person, who.Role))
	}
	if !before && (s.clean || !s.chance(4)) {
		open()
	}
	if b.Item == "" && (s.clean || !s.chance(5)) {
		s.do(&event.TraysEndorsed{Trays: []event.ID{id}}, verified(h, event.Handler), verified(watcher, event.Watcher))
	}
	return id
}

func (s *set) openTray(id event.ID, h event.PersonID) {
	x := s.secrets[id]
	if !s.clean && s.chance(3) {
		x.number = (x.number + 1) % 11
	}
	if !s.clean && s.chance(4) {
		h = pick[event.PersonID](s, "h1", "h2", "w1")
	}
	s.do(&event.TrayOpened{Of: id, Number: x.number, Salt: hex.EncodeToString(x.salt[:])}, s.as(event.KindTrayOpened, h, event.Handler))
}

// tested fills a new box with one tested tray.
func (s *set) tested(from event.ContainerID, lot event.LotID) event.ContainerID {
	s.nonce++
	to := event.ContainerID(fmt.Sprintf("BOX-%d", s.nonce))
	if !s.clean && s.chance(10) {
		to = s.anyBox()
	} else {
		s.say(&event.ContainerRegistered{Container: to, What: event.Box})
	}
	s.unseal(from)
	s.tray(&event.TrayTested{From: from, To: to, Lot: lot, Rounds: 10}, "w1")
	s.seal(from)
	s.seal(to)
	return to
}

// goodBox is a container with rounds that could be loaded, tested dummies or blanks as is asked for.
func (s *set) goodBox(n event.Nature) (event.ContainerID, event.LotID, bool) {
	for _, c := range s.w.known.Containers() {
		if len(s.w.known.ContainerLacks(c)) > 0 || !c.Seals() {
			continue
		}
		for _, p := range c.Parts {
			if lot, ok := s.w.known.Lot(p.Lot); ok && lot.Nature == n && p.Count > 1 {
				return c.ID, p.Lot, true
			}
		}
	}
	return "", "", false
}

// load takes everything out of an item and puts tested rounds in.
func (s *set) load(id event.ItemID) {
	it, ok := s.w.known.Item(id)
	if !ok {
		return
	}
	if n := int64(len(it.Loaded())); n > 0 {
		s.unload(id)
	}
	nature := event.Dummy
	if c, ok := s.w.known.Scene("42"); ok && c.Plan.Load > event.NoBlank {
		nature = event.Blank
	}
	box, lot, ok := s.goodBox(nature)
	if !ok {
		box, lot = s.tested("BOX-1", "D-014"), "D-014"
	}
	s.unseal(box)
	s.say(s.look(id))
	n := min(int64(len(it.Positions)), 1+s.rand.Int64N(6))
	b := &event.Loaded{Item: id, Container: box, Lot: lot}
	for k := range n {
		b.Positions = append(b.Positions, k+1)
	}
	if !s.clean && s.chance(4) {
		b.Positions = append(b.Positions, 1+s.rand.Int64N(12))
	}
	s.say(b)
	s.seal(box)
}

func (s *set) unload(id event.ItemID) {
	it, ok := s.w.known.Item(id)
	if !ok {
		return
	}
	b := &event.Unloaded{Item: id, Container: "QUAR", Unfired: int64(len(it.Loaded()))}
	if it.Fired >= 0 && s.w.known.Later(it.Fired, it.Changed) {
		b.Spent = min(b.Unfired, 2)
		b.Unfired -= b.Spent
	}
	if !s.clean && s.chance(8) {
		b.Unfired = s.rand.Int64N(7)
	}
	if !s.clean && s.chance(30) {
		b.Container = s.anyBox()
	}
	s.say(b)
}

// retest tests the dummies in an item again, lot by lot and ten at a time.
func (s *set) retest(id event.ItemID) {
	it, ok := s.w.known.Item(id)
	if !ok {
		return
	}
	var lots []event.LotID
	for _, p := range it.Loaded() {
		if slices.Contains(lots, p.Lot) {
			continue
		}
		lots = append(lots, p.Lot)
		n := int64(0)
		for _, q := range it.Loaded() {
			if q.Lot == p.Lot {
				n++
			}
		}
		watcher := event.PersonID("w2")
		if !s.clean && s.chance(8) {
			watcher = pick[event.PersonID](s, "w1", "w3", "s1", "p1")
		}
		s.tray(&event.TrayTested{Item: id, Lot: p.Lot, Rounds: min(n, event.TrayMax)}, watcher)
	}
}

// give hands an item over: for the first time in a segment with the watcher, and naming the tests.
func (s *set) give(id event.ItemID, to event.PersonID) {
	b := &event.HandedOver{Item: id, To: to, Scene: "42", Purpose: event.Rehearsal}
	if c, ok := s.w.known.Scene("42"); ok {
		b.Purpose = c.Plan.Purpose
	}
	it, ok := s.w.known.Item(id)
	h := s.handler()
	signers := []event.Signer{s.as(event.KindHandedOver, h, event.Handler)}
	if ok && len(it.Retests) > 0 && (s.clean || !s.chance(10)) {
		for _, t := range it.Retests {
			e, _ := s.w.known.Entry(t.Tested)
			b.Trays = append(b.Trays, e.ID)
		}
		signers = []event.Signer{verified(h, event.Handler), verified("w2", event.Watcher)}
	}
	s.do(b, s.spoil(signers)...)
}

func (s *set) collect(id event.ItemID) {
	from := event.PersonID("p1")
	if it, ok := s.w.known.Item(id); ok && it.Holder.Person != "" && (s.clean || s.chance(95)) {
		from = it.Holder.Person
	}
	s.say(&event.Collected{Item: id, From: from})
}

func (s *set) lockUp(ids ...event.ItemID) {
	s.say(&event.LockedUp{Items: ids, Container: "SAFE-1"})
}
