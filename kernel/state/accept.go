package state

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// Acceptance is one reason of a HOLD that people saw and went on with. It never changes an outcome.
type Acceptance struct {
	*event.HoldAccepted

	Index   int
	Refused int // The advisor's no, or NoIndex.
}

func (s *State) acceptEffect(i int, body event.Body) {
	switch b := body.(type) {
	case *event.HoldAccepted:
		s.accepted = append(s.accepted, &Acceptance{HoldAccepted: b, Index: i, Refused: NoIndex})
	case *event.AcceptanceRefused:
		at, known := s.Find(b.Of)
		advisor := s.signerAs(i, event.Advisor)
		for _, a := range s.accepted {
			// A no needs less than a yes: that the advisor said it is enough.
			if known && a.Index == at && len(s.entries[i].Faces) == 0 && s.Holds(advisor, event.Advisor) {
				a.Refused = i
			}
		}
	}
}

// Accepted returns the acceptance of a reason on a unit's day: the first one two people gave, if it
// still stands and nobody refused it. Once taken back or refused it is not given again that day.
func (s *State) Accepted(lack Lack, unit event.UnitID, day event.Day) (*Acceptance, bool) {
	for _, a := range s.accepted {
		if a.Unit != unit || a.Day != day || !a.names(lack) || !s.entries[a.Index].counted() {
			continue
		}
		return a, s.Stands(a.Index) && a.Refused == NoIndex
	}
	return nil, false
}

func (a *Acceptance) names(lack Lack) bool {
	return a.Reason == lack.Key && a.Item == lack.Item && a.Person == lack.Person &&
		a.Detail == lack.Detail && (lack.Scene == "" || a.Scene == lack.Scene)
}

// AcceptedBy returns the handler and the AD who gave an acceptance, and false when they do not count:
// one person twice, somebody without the role any more, or a handler who is off duty by now.
func (s *State) AcceptedBy(a *Acceptance, now Interval) (by [2]event.PersonID, counts bool) {
	by = [2]event.PersonID{s.signerAs(a.Index, event.Handler), s.signerAs(a.Index, event.AD)}
	return by, s.TwoPeople(by[0], by[1]) && s.OnDuty(by[0], event.Handler, now) &&
		s.Holds(by[1], event.AD) && !slices.Contains(by[:], a.Person)
}
