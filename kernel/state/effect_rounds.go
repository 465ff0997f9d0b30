package state

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

func (s *State) roundsEffect(i int, body event.Body) {
	switch b := body.(type) {
	case *event.ContainerRegistered:
		if s.containers[b.Container] == nil {
			what := b.What
			if !s.Stands(i) {
				what = event.Bag
			}
			c := s.container(b.Container, what, i)
			c.Holder = Holder{Kind: WithHandler, Person: s.signerAs(i, event.Handler), Since: i}
		}
	case *event.ContainerSealed:
		c := s.container(b.Container, event.Bag, i)
		if !c.Sealed {
			s.reached(c, i)
		}
		s.takeContainer(c, s.signerAs(i, event.Handler), i)
		if s.Stands(i) && c.Seals() {
			c.Sealed, c.Seal, c.sealedAt = true, b.Seal, i
		}
	case *event.ContainerOpened:
		c := s.container(b.Container, event.Bag, i)
		other := c.Sealed && c.Seal != "" && c.Seal != b.Seal // Somebody had it open, and nobody said so.
		if other {
			s.inLocker(c, func(it *Item) { it.Gap.widen(s.gapToldAt(i, "handler", it.Handler)) })
		}
		s.reached(c, i)
		s.takeContainer(c, s.signerAs(i, event.Handler), i)
		// What was locked up without a number is opened by whoever has the key.
		if !c.Sealed || other || !s.Stands(i) {
			s.breakContainer(c, i, "seal", "")
			c.Broken = i
		}
		c.Sealed = false
	case *event.ContainerMoved:
		c := s.container(b.Container, event.Bag, i)
		if !c.Sealed {
			s.reached(c, i)
			s.breakContainer(c, i, "break", "")
		}
	case *event.Unattended:
		s.unattended(i, b)
	case *event.RoundsReceived:
		for _, l := range b.Lots {
			s.receiveLot(i, l)
		}
	case *event.RoundsMoved:
		s.moveRounds(i, b)
	case *event.RoundsDestroyed:
		c := s.container(b.Container, event.Bag, i)
		s.openedFor(c, s.signerAs(i, event.Handler), i)
		if s.watched(i) { // What one person says is gone may be in a pocket.
			c.remove(b.Lot, b.Count)
		}
	case *event.TrayTested:
		s.trayTested(i, b)
	case *event.TrayCounted:
		s.trayCounted(i, b)
	case *event.TrayOpened:
		s.trayOpened(i, b)
	case *event.TraysEndorsed:
		s.traysEndorsed(i, b)
	case *event.RoundsCounted:
		s.countRounds(i, b)
	}
}

// receiveLot takes a lot into a container. What was there before is no longer behind its seal. A
// handler alone can seal a box with what nobody else has seen; that says nothing about what is in it.
func (s *State) receiveLot(i int, l event.ReceivedLot) {
	c := s.container(l.Container, event.Intake, i)
	s.knowLot(i, l)
	if s.ReceivedByTwo(i) {
		// What one person had laid in alone, two have counted again now.
		c.Parts = slices.DeleteFunc(c.Parts, func(p Part) bool { return p.Lot == l.Lot && s.laidAlone(p) })
	}
	s.reached(c, i)
	if c.Begun == i || slices.ContainsFunc(c.Parts, func(p Part) bool { return p.Since == i }) {
		s.takeContainer(c, s.signerAs(i, event.Handler), i)
	} else {
		s.openedFor(c, s.signerAs(i, event.Handler), i)
	}
	s.lay(c, Part{Lot: l.Lot, Count: l.Count, Since: i})
	c.Sealed, c.Seal, c.sealedAt = s.handled(i) && c.Seals(), l.Seal, i
}

// handled reports whether a handler signed and every signature of the act counts.
func (s *State) handled(i int) bool {
	e := &s.entries[i]
	return !e.shaken && len(e.Faces) == 0 && s.signerAs(i, event.Handler) != ""
}

// laidAlone reports whether rounds lie where only a receipt by one person placed them.
func (s *State) laidAlone(p Part) bool {
	e, ok := s.Entry(p.Since)
	return ok && e.Event.Kind == event.KindRoundsReceived && !s.ReceivedByTwo(p.Since)
}

// knowLot keeps what a lot is. Two deliveries under one name that differ leave it unknown, or live
// if either said so; what two people say stands instead of what one had said alone.
func (s *State) knowLot(i int, l event.ReceivedLot) {
	s.live = s.live || l.Nature == event.LiveRound
	have := s.lots[l.Lot]
	live := l.Nature == event.LiveRound || have != nil && have.Nature == event.LiveRound
	switch {
	case have == nil:
		s.lots[l.Lot] = &Lot{ReceivedLot: l, Received: i}
	case s.ReceivedByTwo(i) && !s.ReceivedByTwo(have.Received):
		*have = Lot{ReceivedLot: l, Received: i} // Trays keep the lot they are of.
	case have.Nature == l.Nature && have.Construction == l.Construction && have.Load == l.Load:
	default:
		have.Nature = event.UnknownRound
	}
	if live {
		s.lots[l.Lot].Nature = event.LiveRound
	}
}

// NatureOf returns what the rounds of a lot count as: LIVE when anybody said so, what was said of them
// at a receipt by two people, UNKNOWN otherwise.
func (s *State) NatureOf(l *Lot) event.Nature {
	if l.Nature != event.LiveRound && !s.ReceivedByTwo(l.Received) {
		return event.UnknownRound
	}
	return l.Nature
}

// Seals reports whether a container can be sealed or locked at all.
func (c *Container) Seals() bool {
	switch c.What {
	case event.Box, event.Locker, event.Quarantine, event.Intake:
		return true
	case event.NoContainer, event.Belt, event.Bag, event.Cart:
	}
	return false
}

// moveRounds puts rounds together by hand. Only rounds that were known where they came from stay
// known, and only in a container that held nothing else. Out of a container whose seal nobody recorded
// as opened by its number they are not: somebody may have been there before.
func (s *State) moveRounds(i int, b *event.RoundsMoved) {
	from, to := s.container(b.From, event.Bag, i), s.container(b.To, event.Bag, i)
	who := s.signerAs(i, event.Handler)
	known := len(s.ContainerLacks(from)) == 0 && s.Stands(i) && !from.Sealed
	s.openedFor(from, who, i)
	s.openedFor(to, who, i)
	trays, enough := s.draw(from, i, b.Lot, b.Count)
	part := Part{Lot: b.Lot, Count: b.Count, Since: i, Odd: !known || !enough}
	if known && enough && len(trays) == 1 {
		part.Tray = trays[0]
	}
	s.lay(to, part)
	s.moves = append(s.moves, move{b.From, b.To, i})
	if !enough {
		s.upset(to, i)
	}
}

// unattended ends the segment of everything named, and of what lies in a container that was open.
func (s *State) unattended(i int, b *event.Unattended) {
	for _, o := range b.Objects {
		switch o.Type {
		case event.ItemObject:
			if it := s.items[event.ItemID(o.ID)]; it != nil {
				s.breakItem(it, i, "unattended", it.Handler)
				it.Holder = Holder{Since: i}
			}
		case event.ContainerObject:
			c := s.containers[event.ContainerID(o.ID)]
			if c == nil || c.Sealed {
				continue // A sealed or locked container may stand alone.
			}
			s.breakContainer(c, i, "unattended", c.Holder.Person)
			for _, it := range s.itemsInOrder() {
				if it.Holder.Kind == InLocker && it.Holder.Container == c.ID {
					s.breakItem(it, i, "unattended", it.Handler)
				}
			}
		case event.TrayObject, event.NoObject:
		}
	}
}

func (s *State) countRounds(i int, b *event.RoundsCounted) {
	c, ok := s.containers[b.Container]
	if !ok {
		return
	}
	have := c.Count(b.Lot)
	if b.Number < have {
		s.raise(Block{
			Kind: event.KindRoundsCounted, Index: i, Container: b.Container, Lot: b.Lot, N: have - b.Number,
		})
	}
	if b.Number != have {
		// Fewer or more than the log knows: until each is tested again nobody can say which these are.
		s.breakContainer(c, i, "count", "")
	}
}
