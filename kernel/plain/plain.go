// Package plain is the twin of packages state and verdict: a second fold and a second judge, written
// so that a mistake in one is no mistake in the other. Only tests import it.
//
// It shares nothing with its siblings but the events. There is no state that acts change: reading the
// log leaves notes, in the order in which acts took effect, and every question reads all of them from
// the beginning again. What holds is what the notes say, however long that takes. It has no cache, no
// index and no second way to the same answer, and it reads rule packs with encoding/json, where the
// kernel has a reader of its own.
//
// The rules are those of docs/spec/events.md, docs/spec/verdict.md and docs/spec/rulepack.md.
package plain

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// The unbounded ends of time, in Unix seconds.
const (
	Past   int64 = -1 << 63
	Future int64 = 1<<63 - 1
)

// none is the index of an act that does not exist.
const none = -1

// Checkpoint is one item of the clock track: at Time the log held Size entries under Root.
type Checkpoint struct {
	Size int64
	Root string
	Time int64
}

// Log is a production's log as far as it was read.
type Log struct {
	acts    []*act // In the order of the log, as far as checkpoints cover them.
	turns   []*act // In the order in which they took effect.
	notes   []note // What acts did to things, in the order in which they did it.
	track   []Checkpoint
	pending []event.Opened // Entries no checkpoint covers yet.
	ahead   int64          // Size of the largest checkpoint that covers entries nobody has.
	arrived *act           // The newest entry, whose signatures are looked at and that may take effect.
}

// act is one entry with what was found out about it when it arrived and when it took effect.
type act struct {
	index  int
	id     event.ID
	opened event.Opened
	event  *event.Event
	from   int64 // Earliest moment it can have happened.
	to     int64 // Latest.
	faults []fault
	turn   int            // The how-manieth took effect, from 1; 0 while it waits.
	past   bool           // Others may stand behind it: it took effect, or was reconciled.
	forks  []event.Object // Objects that somebody else had gone on from already.
	stood  bool           // Whether it stood when it took effect.
	lost   bool           // A correction or a revocation took it away.
	enrols bool           // It gave somebody a place in the production.
	opens  bool           // It began a duty.
	sent   bool           // It sent somebody away.
}

// fault says why one signature does not count.
type fault struct {
	who event.PersonID
	why string
}

// Read reads a whole log. Checkpoints that cover more entries than there are, or that go backward,
// are left out, and the record is known to lack what they cover.
func Read(entries []event.Opened, track []Checkpoint) *Log {
	l := &Log{}
	for _, o := range entries {
		l.Add(o)
	}
	for _, c := range track {
		l.Tick(c)
	}
	return l
}

// Add puts the next entry behind the others. It counts from the first checkpoint that covers it.
func (l *Log) Add(o event.Opened) { l.pending = append(l.pending, o) }

// Tick reads the entries that a checkpoint covers and reports whether the checkpoint fits.
func (l *Log) Tick(c Checkpoint) bool {
	have := int64(len(l.acts) + len(l.pending))
	if c.Size > have {
		l.ahead = max(l.ahead, c.Size)
		return false
	}
	if c.Size < int64(len(l.acts)) {
		return false
	}
	if n := len(l.track); n > 0 && (c.Time < l.track[n-1].Time || c.Size < l.track[n-1].Size) {
		return false
	}
	for int64(len(l.acts)) < c.Size {
		o := l.pending[0]
		l.pending = l.pending[1:]
		l.arrive(o, c.Time)
	}
	l.track = append(l.track, c)
	return true
}

// arrive looks at an entry's signatures as of now and lets it take effect, or wait.
func (l *Log) arrive(o event.Opened, latest int64) {
	a := &act{index: len(l.acts), id: o.ID(), opened: o, event: o.Event(), from: Past, to: latest}
	for _, c := range l.track {
		if c.Size == a.event.Seen.Size && c.Root == a.event.Seen.Root && c.Time == a.event.Seen.TimeSec {
			a.from = c.Time
		}
	}
	if a.from > a.to {
		a.from, a.to = Past, Future
	}
	l.acts = append(l.acts, a)
	l.arrived = a
	if b, is := a.event.Body.(*event.CrewEnrolled); is {
		a.enrols = l.mayEnrol(a, b)
	}
	a.faults = l.faultsOf(a)
	l.takeTurns(a)
}

// counted reports whether an act stood when it was recorded: all its signatures count, and they are
// those its kind needs.
func (a *act) counted() bool {
	return len(a.faults) == 0 && enough(a.event.Signers, a.event.Kind.Needs())
}

// enough reports whether every need finds a signer of its own.
func enough(signers []event.Signer, needs []event.Need) bool {
	if len(needs) == 0 {
		return true
	}
	for n, g := range signers {
		fits := len(needs[0].Roles) == 0 && g.Role != event.NoRole || slices.Contains(needs[0].Roles, g.Role)
		if needs[0].How == event.Verified && g.How != event.Verified {
			fits = false
		}
		rest := slices.Concat(signers[:n], signers[n+1:])
		if fits && enough(rest, needs[1:]) {
			return true
		}
	}
	return false
}

func (a *act) stands() bool { return a.counted() && !a.lost }

// at returns the act with an index, nil when there is none.
func (l *Log) at(i int) *act {
	if i < 0 || i >= len(l.acts) {
		return nil
	}
	return l.acts[i]
}

func (l *Log) stands(i int) bool {
	a := l.at(i)
	return a != nil && a.stands()
}

// find returns the act with an identity, nil when the log does not have it.
func (l *Log) find(id event.ID) *act {
	for _, a := range l.acts {
		if a.id == id {
			return a
		}
	}
	return nil
}

// as returns who signed an act in one of the roles, the first by the order of signers.
func (a *act) as(roles ...event.Role) event.PersonID {
	for _, g := range a.event.Signers {
		if slices.Contains(roles, g.Role) {
			return g.Person
		}
	}
	return ""
}

func (l *Log) as(i int, role event.Role) event.PersonID {
	if a := l.at(i); a != nil {
		return a.as(role)
	}
	return ""
}

func (a *act) signedBy(who event.PersonID) bool {
	return slices.ContainsFunc(a.event.Signers, func(g event.Signer) bool { return g.Person == who })
}

func (a *act) verifiedBy(who event.PersonID) bool {
	return slices.ContainsFunc(a.event.Signers, func(g event.Signer) bool {
		return g.Person == who && g.How == event.Verified
	})
}

// first is who is named first under an act.
func (a *act) first() event.PersonID { return a.event.Signers[0].Person }

// age is the longest time in seconds that can lie between an act and a latest moment.
func (l *Log) age(i int, latest int64) (seconds int64, known bool) {
	a := l.at(i)
	if a == nil || a.from == Past || latest == Future {
		return 0, false
	}
	return latest - a.from, true
}
