package state

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// lastPlaceS is how much later than in UTC a day ends where it ends last, in seconds.
const lastPlaceS = 12 * 3600

// Date returns the date in Greenwich of the newest checkpoint, empty before the first. Wherever the
// production is, its own date is at most a day from it.
func (s *State) Date() event.Day { return s.date }

// dateAt keeps the date of a checkpoint. A day has many.
func (s *State) dateAt(seconds int64) {
	if day := seconds / event.DaySeconds; s.date == "" || day != s.dayNumber {
		s.date, s.dayNumber = event.DayAt(seconds), day
	}
}

// over is when a day has ended everywhere on Earth. The fold knows no time zone: an act behind that
// moment was certainly done with a paper that had ended.
func over(d event.Day) int64 {
	n, ok := d.Number()
	if !ok {
		return Future
	}
	return (n+1)*event.DaySeconds + lastPlaceS
}

// Paper returns the newest credential of a kind that counted when it was recorded and was checked by
// somebody who did not vouch for the person, and false when there is none or when it was taken away
// since: a paper somebody took back does not make the one before it count again.
func (s *State) Paper(id event.PersonID, what event.CredentialKind) (Paper, bool) {
	return s.PaperOf(s.people[id], what)
}

// PaperOf is Paper for somebody who was looked up before; p may be nil.
func (s *State) PaperOf(p *Person, what event.CredentialKind) (Paper, bool) {
	if p == nil {
		return Paper{}, false
	}
	c, ok := s.paperOf(p, what, len(s.entries))
	if c == nil {
		return Paper{}, false
	}
	return *c, ok
}

// Valid reports whether a paper has not ended by a day; one that ends has on a day nobody knows.
func (p *Paper) Valid(day event.Day) bool {
	return p.Expires == "" || day != "" && p.Expires >= day
}

// AllNearTook reports whether PaperOf gives everybody whom EachNear yields a firearms course that is
// valid on a day. False says no more than that each of them has to be asked about. One event often
// speaks for many people, so who looked at their papers is asked once for an event: for a course it is
// enough that somebody did who plays no part and is not the person themselves.
func (s *State) AllNearTook(c *Scene, day event.Day) bool {
	seen, by := NoIndex, (*Person)(nil)
	for _, p := range c.near {
		if p == nil {
			return false
		}
		at := len(p.Credentials) - 1
		for at >= 0 && p.Credentials[at].What != event.FirearmsCourse {
			at--
		}
		if at < 0 {
			return false
		}
		if p.Credentials[at].Index == seen && p != by {
			continue // The same event: it counts, stands, and ends on the same day.
		}
		paper, ok := s.PaperOf(p, event.FirearmsCourse)
		if !ok || !paper.Valid(day) {
			return false
		}
		seen = paper.Index
		by, _ = s.checker(p, &paper, &s.entries[seen])
	}
	return true
}

// paperOf is PaperOf as of an event, without a copy; nil when there is none.
func (s *State) paperOf(p *Person, what event.CredentialKind, before int) (newest *Paper, stands bool) {
	for n := len(p.Credentials) - 1; n >= 0; n-- {
		c := &p.Credentials[n]
		if c.What != what {
			continue
		}
		early := before >= len(s.entries) || s.Later(before, c.Index)
		if e := &s.entries[c.Index]; early && e.counted() {
			if _, independent := s.checker(p, c, e); independent {
				return c, !e.shaken
			}
		}
	}
	return nil, false
}

// checker returns the first of those who signed for a paper whose look counts, and false when there is
// none: for handlers and watchers nobody they stand in the production through or who stands there
// through them, and never a performer alone. That a performer was trained is for somebody to say who was a
// handler by then. It is nil for somebody the log does not know.
func (s *State) checker(p *Person, c *Paper, e *Entry) (by *Person, independent bool) {
	what := c.What
	handling := what == event.HandlerPermit || what == event.HandlerTraining ||
		what == event.WatcherTraining
	for n := range e.Event.Signers {
		q := s.signer(e, n)
		if what == event.PerformerTraining && !s.heldBefore(q, event.Handler, c.Index) {
			continue // Nobody but who handles firearms trains others on them.
		}
		if q == p || s.playsIn(e, n) || handling && q != nil && (descends(p, q) || descends(q, p)) {
			continue
		}
		return q, true
	}
	return nil, false
}

// heldBefore reports whether somebody was given a role by an event before event i that stands.
func (s *State) heldBefore(p *Person, role event.Role, i int) bool {
	return p != nil && slices.ContainsFunc(p.Roles, func(h Held) bool {
		return h.Role == role && h.Index < i && s.Stands(h.Index)
	})
}
