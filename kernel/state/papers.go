package state

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// Paper returns the newest credential of a kind that counted when it was recorded and was checked by
// somebody who did not vouch for the person, and false when there is none or when it was taken away
// since: a paper somebody took back does not make the one before it count again.
func (s *State) Paper(id event.PersonID, what event.CredentialKind) (Paper, bool) {
	return s.paper(id, what, len(s.entries))
}

// paperBefore reports whether somebody's paper of a kind had been checked before an event.
func (s *State) paperBefore(id event.PersonID, what event.CredentialKind, i int) bool {
	_, ok := s.paper(id, what, i)
	return ok
}

func (s *State) paper(id event.PersonID, what event.CredentialKind, before int) (Paper, bool) {
	p, ok := s.people[id]
	if !ok {
		return Paper{}, false
	}
	for _, c := range slices.Backward(p.Credentials) {
		early := before >= len(s.entries) || s.Later(before, c.Index)
		if c.What == what && early && s.entries[c.Index].counted() && s.independentCheck(p, c) {
			return c, s.Stands(c.Index)
		}
	}
	return Paper{}, false
}

// independentCheck reports whether somebody else looked at a paper: for handlers and watchers nobody
// they stand in the production through or who stands there through them, and never a performer alone.
func (s *State) independentCheck(p *Person, c Paper) bool {
	handling := c.What == event.HandlerPermit || c.What == event.HandlerTraining ||
		c.What == event.WatcherTraining
	for _, g := range s.entries[c.Index].Event.Signers {
		if g.Person == p.ID || s.plays(g) || handling && (s.descends(p.ID, g.Person) || s.descends(g.Person, p.ID)) {
			continue
		}
		return true
	}
	return false
}
