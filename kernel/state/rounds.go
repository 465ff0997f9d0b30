package state

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// Tray is one group of rounds tested by hand and counted by another, as far as that went.
type Tray struct {
	Tested   int // Index of the handler's test.
	Body     *event.TrayTested
	Handler  event.PersonID
	Counted  int // Index of the watcher's count, or NoIndex.
	Number   int64
	Watcher  event.PersonID
	Opened   int // Index of the handler's opening, or NoIndex.
	Shown    int64
	Match    bool // Whether the opening fits the commitment.
	Endorsed int  // Index of both people's signature, or NoIndex.
	Before   int  // The handler's act before the test: the pace runs from there.
	Released int  // Index of a release after rounds that did not pass, or NoIndex.

	Third       int // Index of the first count by an AD or advisor before the opening, or NoIndex.
	ThirdNumber int64
	ThirdPerson event.PersonID

	lot  *Lot // What its rounds are; nil for a lot the log did not know then.
	life *chain
}

// PaceS is the least time in seconds one round takes to test by hand: two tests of one second.
const PaceS = 2

// Trays returns every tray in the order of their tests.
func (s *State) Trays() []*Tray { return s.trays }

// TrayAt returns the tray whose test is the event id.
func (s *State) TrayAt(id event.ID) (*Tray, bool) {
	i, ok := s.Find(id)
	if !ok {
		return nil, false
	}
	t, ok := s.trayAt[i]
	return t, ok
}

// TrayLacks lists what the record does not show about a tray, except the endorsement.
func (s *State) TrayLacks(t *Tray) []Lack {
	var out []Lack
	add := func(key string, i int, who event.PersonID) {
		out = append(out, Lack{
			Key: key, Tray: t.Body.Tray, Lot: t.Body.Lot, Item: t.Body.Item, Container: t.Body.To,
			Person: who, Index: i,
		})
	}
	if !s.Stands(t.Tested) {
		add("tray.not-tested", t.Tested, t.Handler)
	}
	lot := t.lot
	if lot == nil {
		lot = s.lots[t.Body.Lot]
	}
	if lot == nil || !testsSuffice(lot.Construction, t.Body.Tests) {
		add("tray.tests", t.Tested, t.Handler)
	}
	if !s.paced(t) {
		add("tray.pace", t.Tested, t.Handler)
	}
	switch {
	case t.Counted == NoIndex || !s.Stands(t.Counted):
		add("tray.not-counted", t.Tested, "")
		return out
	case !s.watcherCounts(t):
		add("tray.watcher", t.Counted, t.Watcher)
	}
	switch {
	case t.Opened == NoIndex || !s.Stands(t.Opened) || !t.Match:
		add("tray.not-opened", t.Tested, t.Handler)
	case s.Later(t.Counted, t.Opened):
		add("tray.not-blind", t.Opened, t.Watcher)
	case t.Shown != t.Number || t.Shown != t.Body.Rounds:
		add("tray.mismatch", t.Counted, t.Watcher)
	}
	return out
}

// watcherCounts reports whether the watcher of a tray is qualified and another person.
func (s *State) watcherCounts(t *Tray) bool {
	handler, watcher := s.signingHandler(t.Tested), s.SigningWatcher(t.Counted)
	return handler != nil && watcher != nil && s.watchesAt(watcher, t.Counted) && s.twoPeople(handler, watcher)
}

// paced reports whether the handler can have tested so many rounds since the act before: from the
// latest moment that act can have happened to the earliest moment of this one.
func (s *State) paced(t *Tray) bool {
	before, this := s.When(t.Before), s.When(t.Tested)
	if t.Before == NoIndex || this.Earliest == Past || before.Latest == Future {
		return false
	}
	return this.Earliest-before.Latest >= t.Body.Rounds*PaceS
}

func testsSuffice(c event.Construction, made []event.RoundTest) bool {
	want, ok := c.Tests()
	if !ok {
		return false
	}
	for _, w := range want {
		found := false
		for _, m := range made {
			found = found || m == w
		}
		if !found {
			return false
		}
	}
	return true
}

// PartLacks lists what the record does not show about one part of a container.
func (s *State) PartLacks(c *Container, p Part) []Lack {
	lot, ok := s.lots[p.Lot]
	base := Lack{Container: c.ID, Lot: p.Lot, Index: p.Since}
	if !ok {
		base.Key = "rounds.unknown-open"
		return []Lack{base}
	}
	if !s.ReceivedByTwo(lot.Received) || s.laidAlone(p) {
		base.Key = "rounds.received-alone"
		if lot.Nature == event.LiveRound {
			base.Key = "rounds.live"
		}
		return []Lack{base}
	}
	if p.Odd || c.Upset != NoIndex {
		// One odd round makes every round of the container unknown, those laid in later too.
		base.Key, base.Index = "rounds.unknown-open", max(c.Upset, p.Since)
		return []Lack{base}
	}
	switch lot.Nature {
	case event.Dummy:
		return s.dummyLacks(c, p, base)
	case event.Blank, event.SnapCap, event.EmptyCase:
		if !s.After(p.Since, &c.Gap) {
			base.Key, base.Index = "source.unsealed", c.Gap.Index
			return []Lack{base}
		}
		return nil
	case event.LiveRound:
		base.Key = "rounds.live"
		return []Lack{base}
	case event.NoNature, event.UnknownRound:
	}
	base.Key = "rounds.unknown-open"
	return []Lack{base}
}

func (s *State) dummyLacks(c *Container, p Part, base Lack) []Lack {
	if p.Tray == nil {
		base.Key = "tray.not-tested"
		return []Lack{base}
	}
	if !s.After(p.Since, &c.Gap) {
		base.Key, base.Index = "source.unsealed", c.Gap.Index
		return []Lack{base}
	}
	out := s.TrayLacks(p.Tray)
	if p.Tray.Endorsed == NoIndex || !s.Stands(p.Tray.Endorsed) {
		base.Key, base.Tray, base.Index = "tray.not-endorsed", p.Tray.Body.Tray, p.Tray.Tested
		out = append(out, base)
	}
	return out
}

// ContainerLacks lists everything the record does not show about what lies in a container.
func (s *State) ContainerLacks(c *Container) []Lack {
	var out []Lack
	for n, p := range c.Parts {
		if n > 0 && p.Lot != c.Parts[0].Lot {
			out = append(out, Lack{Key: "source.mixed", Container: c.ID, Lot: p.Lot, Index: p.Since})
		}
		out = append(out, s.PartLacks(c, p)...)
	}
	if c.Broken != NoIndex && slices.ContainsFunc(c.Parts, func(p Part) bool { return s.Later(c.Broken, p.Since) }) {
		out = append(out, Lack{Key: "source.seal", Container: c.ID, Index: c.Broken})
	}
	if c.Upset != NoIndex && len(c.Parts) == 0 {
		out = append(out, Lack{Key: "rounds.unknown-open", Container: c.ID, Index: c.Upset})
	}
	return out
}

// Contained reports whether UNKNOWN rounds in a container hold only what would be loaded from it:
// sealed intake, or quarantine.
func (c *Container) Contained() bool {
	switch c.What {
	case event.Quarantine:
		return true
	case event.Intake, event.Box, event.Locker:
		return c.Sealed || c.Ordered
	case event.NoContainer, event.Belt, event.Bag, event.Cart:
	}
	return c.Ordered
}

// remove takes rounds of a lot out of a container and reports which trays they may come from and
// whether that many were there. Rounds of one lot in one container cannot be told apart: a part that
// is counted out stays, with no round, for as long as others of its lot do.
func (c *Container) remove(lot event.LotID, n int64) (trays []*Tray, enough bool) {
	left := int64(0)
	for k := range c.Parts {
		p := &c.Parts[k]
		if p.Lot != lot {
			continue
		}
		if p.Tray != nil {
			trays = append(trays, p.Tray)
		}
		took := min(n, p.Count)
		p.Count -= took
		n -= took
		left += p.Count
	}
	if left == 0 {
		c.Parts = slices.DeleteFunc(c.Parts, func(p Part) bool { return p.Lot == lot })
	}
	return trays, n == 0
}

// Count returns how many rounds of a lot the log places in a container.
func (c *Container) Count(lot event.LotID) int64 {
	var n int64
	for _, p := range c.Parts {
		if p.Lot == lot {
			n += p.Count
		}
	}
	return n
}

func (s *State) trayTested(i int, b *event.TrayTested) {
	h := s.signerAs(i, event.Handler)
	t := &Tray{
		Tested: i, Body: b, Handler: h, Counted: NoIndex, Opened: NoIndex, Endorsed: NoIndex,
		Released: NoIndex, Before: s.lastActOf(h), Third: NoIndex, lot: s.lots[b.Lot], life: s.chain(b.Tray.Object()),
	}
	s.trays = append(s.trays, t)
	s.trayAt[i] = t
	if b.Item != "" {
		it := s.itemOrNew(b.Item, i)
		it.Retest = t
		it.Retests = append(it.Retests, t)
		if int64(len(it.Loaded())) < b.Rounds {
			it.Upset = i // More rounds are inside than anybody loaded.
		}
		s.take(it, h, i) // Testing rounds is no look through the bore: the look's age goes on.
		return
	}
	from, to := s.container(b.From, event.Bag, i), s.container(b.To, event.Box, i)
	s.openedFor(from, h, i)
	s.openedFor(to, h, i)
	if _, enough := s.draw(from, i, b.Lot, b.Rounds); !enough {
		t.Before = NoIndex // More rounds than the container had: nobody can say which these are.
	}
	s.lay(to, Part{Lot: b.Lot, Count: b.Rounds, Tray: t, Since: i})
}

// draw takes rounds out of a container for an act. An act that does not stand takes nothing out: what
// somebody alone says happened may put rounds where they are doubted, never away from where they are
// known to be.
func (s *State) draw(c *Container, i int, lot event.LotID, n int64) (trays []*Tray, enough bool) {
	if !s.Stands(i) {
		return nil, false
	}
	return c.remove(lot, n)
}

// lastActOf returns the newest entry a person signed before the one being folded.
func (s *State) lastActOf(who event.PersonID) int {
	if p, ok := s.people[who]; ok {
		return p.last
	}
	return NoIndex
}

// openedFor notes that a handler works in a container: its seal is no longer whole.
func (s *State) openedFor(c *Container, who event.PersonID, i int) {
	s.reached(c, i)
	if c.Sealed {
		c.Sealed = false
		c.Broken = i // The seal was never recorded as opened by number.
		c.Gap.widen(s.gapBefore(i, "seal", who))
	}
	s.takeContainer(c, who, i)
}

func (s *State) trayCounted(i int, b *event.TrayCounted) {
	t, ok := s.TrayAt(b.Of)
	if !ok || !s.Stands(i) {
		return
	}
	watcher, third := s.signerAs(i, event.Watcher), s.signerAs(i, event.AD, event.Advisor)
	switch { // The first count of each is the one that was blind.
	case watcher != "" && t.Counted == NoIndex:
		t.Counted, t.Number, t.Watcher = i, b.Number, watcher
	case watcher == "" && third != "" && t.Third == NoIndex && t.Opened == NoIndex:
		t.Third, t.ThirdNumber, t.ThirdPerson = i, b.Number, third
	}
}

func (s *State) trayOpened(i int, b *event.TrayOpened) {
	t, ok := s.TrayAt(b.Of)
	if !ok || t.Opened != NoIndex {
		return
	}
	if s.signerAs(i, event.Handler) != t.Handler {
		if t.Counted == NoIndex {
			t.Opened = i // Somebody showed a number before the watcher had counted: it fits nothing.
		}
		return
	}
	salt, ok := event.ParseSalt(b.Salt)
	if !ok {
		return
	}
	t.Opened, t.Shown = i, b.Number
	t.Match = event.CommitNumber(salt, b.Number) == t.Body.Passed
}

func (s *State) traysEndorsed(i int, b *event.TraysEndorsed) {
	for _, id := range b.Trays {
		t, ok := s.TrayAt(id)
		if ok && s.Stands(i) && s.Signed(i, t.Handler) && s.Signed(i, t.Watcher) && !s.SignedInHand(t) {
			t.Endorsed = i
		}
	}
}
