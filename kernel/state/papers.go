package state

import "github.com/proofhouse/proofhouse/kernel/event"

// Paper returns the newest credential of a kind that counted when it was recorded and was checked by
// somebody who did not vouch for the person, and false when there is none or when it was taken away
// since: a paper somebody took back does not make the one before it count again.
func (s *State) Paper(id event.PersonID, what event.CredentialKind) (Paper, bool) {
	return s.paper(id, what, len(s.entries))
}

// PaperOf is Paper for somebody who was looked up before; p may be nil.
func (s *State) PaperOf(p *Person, what event.CredentialKind) (Paper, bool) {
	if p == nil {
		return Paper{}, false
	}
	return s.paperOf(p, what, len(s.entries))
}

func (s *State) paper(id event.PersonID, what event.CredentialKind, before int) (Paper, bool) {
	p, ok := s.people[id]
	if !ok {
		return Paper{}, false
	}
	return s.paperOf(p, what, before)
}

func (s *State) paperOf(p *Person, what event.CredentialKind, before int) (Paper, bool) {
	for n := len(p.Credentials) - 1; n >= 0; n-- {
		c := &p.Credentials[n]
		if c.What != what {
			continue
		}
		early := before >= len(s.entries) || s.Later(before, c.Index)
		if e := &s.entries[c.Index]; early && e.counted() && s.independentCheck(p, c.What, e) {
			return *c, !e.shaken
		}
	}
	return Paper{}, false
}

// independentCheck reports whether somebody else looked at a paper: for handlers and watchers nobody
// they stand in the production through or who stands there through them, and never a performer alone.
func (s *State) independentCheck(p *Person, what event.CredentialKind, e *Entry) bool {
	handling := what == event.HandlerPermit || what == event.HandlerTraining ||
		what == event.WatcherTraining
	for n := range e.Event.Signers {
		q := s.signer(e, n)
		if q == p || s.playsIn(e, n) || handling && q != nil && (descends(p, q) || descends(q, p)) {
			continue
		}
		return true
	}
	return false
}
