// Package state is the fold: signed events in, what is known out.
//
// A State is built from entries in log order (Apply) and from the log's signed, timestamped
// checkpoints (Tick). Entries count only once a checkpoint covers them: the checkpoint's time is
// the latest moment the act can have happened, the checkpoint the act itself names is the earliest.
//
// The fold keeps evidence, not opinions: every fact carries the log index it rests on, so that a
// later correction or revocation can take it away again, and package verdict can name it. Nothing
// here reads a clock, and nothing is ever removed: a fact that no longer stands is still history.
package state

import (
	"errors"
	"slices"
	"strconv"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/refusal"
)

// Interval bounds an instant in Unix seconds. An unknown end is Past or Future.
type Interval struct{ Earliest, Latest int64 }

// The unbounded ends of an Interval.
const (
	Past   int64 = -1 << 63
	Future int64 = 1<<63 - 1
)

// Checkpoint is one item of the log's clock track: at this time the log held Size entries.
type Checkpoint struct {
	Size int64
	Root string // Lower-case hex.
	Time int64  // Unix seconds, from the timestamped cosignature.
}

// NoIndex is the index of an event that does not exist.
const NoIndex = -1

// Entry is one folded event with what the fold learned about it.
type Entry struct {
	Event *event.Event
	ID    event.ID
	Keys  []event.PublicKey // One for each signer, in order.
	Kinds []event.SignatureKind
	When  Interval
	Faces []Fault // Why a signature does not count; empty when all do.
	Met   bool    // Whether the signers meet the needs of the kind.

	by      []*Person // The signers in order; nil for one the log did not know before.
	handler int16     // Which of them signed as handler and as watcher, from 1; 0 for none. Most
	watcher int16     // questions ask for these two.
	shaken  bool      // A correction or a revocation took it away.
	applied bool      // Its links are in the chains.
	waits   bool      // Its past is not here yet.
	order   int       // The how-manieth it took effect, from 1; 0 before it has.
}

// Fault says why one signature does not count.
type Fault struct {
	Person event.PersonID
	Why    string // unknown-signer, wrong-key, revoked, not-on-duty, locked, expired, role, origin, software
}

// State is what is known. The zero value is not usable; New makes one.
type State struct {
	pending []event.Opened // Entries no checkpoint covers yet, behind the first "taken" of them.
	taken   int            // How many of pending are folded and only keep their place.
	track   []Checkpoint
	entries []Entry

	date      event.Day // Of the newest checkpoint, and that day's number.
	dayNumber int64

	byID map[event.ID]int

	production production
	people     map[event.PersonID]*Person
	peopleRow  []*Person                // Everybody in the order of their ids.
	byNumber   []*Person                // Everybody in the order the log met them.
	given      map[event.Role][]*Person // Who was ever given a role, in the order of their ids.
	keys       map[event.PublicKey]keyOwner
	items      map[event.ItemID]*Item
	containers map[event.ContainerID]*Container
	lots       map[event.LotID]*Lot
	live       bool         // Whether a lot was ever said to be live.
	itemRow    []*Item      // The items in the order of their ids.
	boxRow     []*Container // The containers in the order of their ids.
	stocked    []*Container // Those that anything may lie in, likewise.
	inUse      int          // How many of them held something when the list was made anew.
	trays      []*Tray
	trayAt     map[int]*Tray // By the index of their test.
	scenes     map[event.SceneID]*Scene
	days       map[event.UnitID]*UnitDay
	unitRow    []event.UnitID // The units that have a day in the order of their ids.
	notices    map[dayUnit]int
	outside    map[dayUnit]int
	sweeps     map[dayUnit]int
	chains     map[event.Object]*chain
	waiting    map[event.ID][]int // Entries that wait, by the one they lack.
	astray     []int              // Entries that wait and put rounds somewhere, oldest first.
	ready      []int              // Entries whose lacking one has arrived, oldest first.
	asked      int                // Questions for the past of an entry; tests bound them.
	traced     int                // People whose standing was worked out; tests bound them.
	blocks     blockBook
	moves      []move
	stains     []stain // Of the correction or revocation being folded.
	steps      int     // Entries that have taken effect.
	ahead      int64   // Size of the largest checkpoint that covers entries nobody sent.
	keyRoom    []event.PublicKey
	kindRoom   []event.SignatureKind
	byRoom     []*Person
	cards      map[cardKey][]int
	accepted   []*Acceptance
}

// New returns a State that knows nothing.
func New() *State {
	return &State{
		byID:       map[event.ID]int{},
		people:     map[event.PersonID]*Person{},
		given:      map[event.Role][]*Person{},
		keys:       map[event.PublicKey]keyOwner{},
		items:      map[event.ItemID]*Item{},
		containers: map[event.ContainerID]*Container{},
		lots:       map[event.LotID]*Lot{},
		trayAt:     map[int]*Tray{},
		scenes:     map[event.SceneID]*Scene{},
		days:       map[event.UnitID]*UnitDay{},
		notices:    map[dayUnit]int{},
		outside:    map[dayUnit]int{},
		sweeps:     map[dayUnit]int{},
		chains:     map[event.Object]*chain{},
		waiting:    map[event.ID][]int{},
		blocks:     newBlockBook(),
	}
}

// Errors of the fold. They mean that the caller broke the order of the log, not that somebody on
// set did something.
var (
	ErrNotOpened  = errors.New("fold: event did not come from event.Open")
	ErrProduction = errors.New("fold: event belongs to another production")
	ErrTrack      = errors.New("fold: checkpoint is behind the one before or ahead of the entries")
	ErrFirst      = errors.New("fold: the first entry of a log is production.opened, once")
	ErrRepeated   = errors.New("fold: this event is already in the log")
)

// Apply takes the next entry of the log. It is folded when a checkpoint covers it.
func (s *State) Apply(o event.Opened) error {
	if !o.Valid() {
		return ErrNotOpened
	}
	e := o.Event()
	first := len(s.entries)+s.Pending() == 0
	if first != (e.Kind == event.KindProductionOpened) {
		return ErrFirst
	}
	if !first && e.Production != s.ProductionID() {
		return ErrProduction
	}
	if _, known := s.byID[o.ID()]; known {
		return ErrRepeated
	}
	s.byID[o.ID()] = len(s.entries) + s.Pending()
	s.pending = append(s.pending, o)
	return nil
}

// Tick takes the next checkpoint of the track. The caller has verified its signatures and that its
// root is the root of the entries applied. It folds every entry the checkpoint covers.
func (s *State) Tick(c Checkpoint) error {
	have := int64(len(s.entries) + s.Pending())
	if c.Size > have {
		s.ahead = max(s.ahead, c.Size)
	}
	if c.Size > have || c.Size < int64(len(s.entries)) {
		return refusal.Of(ErrTrack, "size "+strconv.FormatInt(c.Size, 10)+", "+
			strconv.FormatInt(have, 10)+" entries")
	}
	if n := len(s.track); n > 0 && (c.Time < s.track[n-1].Time || c.Size < s.track[n-1].Size) {
		return refusal.Of(ErrTrack, "time "+strconv.FormatInt(c.Time, 10)+" after "+
			strconv.FormatInt(s.track[n-1].Time, 10))
	}
	for int64(len(s.entries)) < c.Size {
		o := s.pending[s.taken]
		s.pending[s.taken] = event.Opened{} // The bytes it was read from are let go.
		s.taken++
		s.fold(o, c.Time)
	}
	if s.taken == len(s.pending) {
		s.pending, s.taken = s.pending[:0], 0
	}
	s.track = append(s.track, c)
	s.dateAt(c.Time)
	return nil
}

// fold appends the entry and lets it change what is known.
func (s *State) fold(o event.Opened, latest int64) {
	e := o.Event()
	i := len(s.entries)
	entry := Entry{Event: e, ID: o.ID(), When: Interval{s.earliest(e.Seen), latest}}
	entry.Keys, entry.Kinds = s.keep(o.Signatures())
	if entry.When.Earliest > latest {
		// The act names a checkpoint later than its own receipt: no clock can be trusted here.
		entry.When = Interval{Past, Future}
	}
	if len(s.entries) == cap(s.entries) {
		s.entries = slices.Grow(s.entries, max(64, len(s.entries))) // Entries are large: few copies.
	}
	s.entries = append(s.entries, entry)
	if i == 0 {
		s.open(e)
	}
	if e.Kind == event.KindCrewEnrolled {
		s.enrol(i) // The key that signs is the one being enrolled.
	}
	s.entries[i].by = s.signers(e.Signers)
	s.entries[i].handler, s.entries[i].watcher = whichSigns(e, event.Handler), whichSigns(e, event.Watcher)
	s.entries[i].Faces = s.faces(i, o)
	s.entries[i].Met = event.Meets(e.Signers, e.Kind.Needs())
	s.touchSessions(i)
	s.place(i)
	if e.Kind != event.KindTrayOpened && e.Kind != event.KindDutyContinued {
		by := s.entries[i].by
		for n, g := range e.Signers { // What a phone signs by itself takes nobody's hands.
			if by[n] == nil {
				by[n] = s.person(g.Person)
			}
			by[n].last = i
		}
	}
}

// signers looks up who signed, so that no later question has to.
func (s *State) signers(signers []event.Signer) []*Person {
	n := len(signers)
	if cap(s.byRoom)-len(s.byRoom) < n {
		s.byRoom = make([]*Person, 0, max(signedRoom, n))
	}
	from := len(s.byRoom)
	for k := range signers {
		s.byRoom = append(s.byRoom, s.people[signers[k].Person])
	}
	return s.byRoom[from : from+n : from+n]
}

// signer returns signer n of an entry, nil when the log knows nobody of that id.
func (s *State) signer(e *Entry, n int) *Person {
	if p := e.by[n]; p != nil {
		return p
	}
	return s.people[e.Event.Signers[n].Person]
}

// whichSigns returns which signature of an event is the first in a role, from 1; 0 when none is.
func whichSigns(e *event.Event, role event.Role) int16 {
	return int16(1 + slices.IndexFunc(e.Signers, func(g event.Signer) bool { return g.Role == role }))
}

// signingHandler returns who signed an event as handler, nil when nobody the log knows did.
func (s *State) signingHandler(i int) *Person {
	if i < 0 || i >= len(s.entries) || s.entries[i].handler == 0 {
		return nil
	}
	return s.signer(&s.entries[i], int(s.entries[i].handler)-1)
}

// SigningWatcher returns who signed an event as watcher, nil when nobody the log knows did.
func (s *State) SigningWatcher(i int) *Person {
	if i < 0 || i >= len(s.entries) || s.entries[i].watcher == 0 {
		return nil
	}
	return s.signer(&s.entries[i], int(s.entries[i].watcher)-1)
}

// signedRoom is how many signatures share one room of memory.
const signedRoom = 512

// keep copies the keys of an entry's signatures out of its bytes, which are let go.
func (s *State) keep(signatures []event.Signature) ([]event.PublicKey, []event.SignatureKind) {
	n := len(signatures)
	if cap(s.keyRoom)-len(s.keyRoom) < n {
		s.keyRoom = make([]event.PublicKey, 0, max(signedRoom, n))
		s.kindRoom = make([]event.SignatureKind, 0, max(signedRoom, n))
	}
	from := len(s.keyRoom)
	for _, sig := range signatures {
		s.keyRoom = append(s.keyRoom, sig.Key)
		s.kindRoom = append(s.kindRoom, sig.Kind)
	}
	to := from + n
	return s.keyRoom[from:to:to], s.kindRoom[from:to:to]
}

// earliest returns the time of the checkpoint an author had seen, if the track has it.
func (s *State) earliest(seen event.Seen) int64 {
	low, high := 0, len(s.track)
	for low < high {
		if mid := (low + high) / 2; s.track[mid].Time < seen.TimeSec {
			low = mid + 1
		} else {
			high = mid
		}
	}
	for ; low < len(s.track) && s.track[low].Time == seen.TimeSec; low++ {
		if s.track[low].Size == seen.Size && s.track[low].Root == seen.Root {
			return seen.TimeSec
		}
	}
	return Past
}

// Size returns the number of entries folded.
func (s *State) Size() int64 { return int64(len(s.entries)) }

// Pending returns the number of entries no checkpoint covers yet. While it is not zero the prefix
// is not complete.
func (s *State) Pending() int { return len(s.pending) - s.taken }

// Lacking returns how many entries are known to be in the log and are not here: a checkpoint that
// was refused covers them.
func (s *State) Lacking() int64 {
	return max(0, s.ahead-int64(len(s.entries)+s.Pending()))
}

// Newest returns the newest checkpoint, and false before the first.
func (s *State) Newest() (Checkpoint, bool) {
	if len(s.track) == 0 {
		return Checkpoint{}, false
	}
	return s.track[len(s.track)-1], true
}

// Seen returns what an act drafted now should name.
func (s *State) Seen() event.Seen {
	c, ok := s.Newest()
	if !ok {
		return event.Seen{}
	}
	return event.Seen{Size: c.Size, Root: c.Root, TimeSec: c.Time}
}

// Entry returns a folded entry.
func (s *State) Entry(index int) (*Entry, bool) {
	if index < 0 || index >= len(s.entries) {
		return nil, false
	}
	return &s.entries[index], true
}

// Find returns the index of a folded event.
func (s *State) Find(id event.ID) (int, bool) {
	i, ok := s.byID[id]
	if !ok || i >= len(s.entries) {
		return NoIndex, false
	}
	return i, true
}

// Known reports whether an event is in the log, folded or not.
func (s *State) Known(id event.ID) (index int, ok bool) {
	index, ok = s.byID[id]
	return index, ok
}

// Stands reports whether an event can still support a verdict: every signature counts, the signers
// meet its needs, and nothing has taken it away since.
func (s *State) Stands(index int) bool {
	return index >= 0 && index < len(s.entries) && s.entries[index].stands()
}

func (e *Entry) stands() bool { return e.counted() && !e.shaken }

// counted reports whether the event stood when it was recorded.
func (e *Entry) counted() bool { return e.Met && len(e.Faces) == 0 }

// Shaken reports whether a correction or a revocation took the event away.
func (s *State) Shaken(index int) bool {
	return index >= 0 && index < len(s.entries) && s.entries[index].shaken
}

// When returns the interval of an event; unbounded when there is none.
func (s *State) When(index int) Interval {
	if index < 0 || index >= len(s.entries) {
		return Interval{Past, Future}
	}
	return s.entries[index].When
}

// signerAs returns who signed an event in one of the roles, empty when nobody did.
func (s *State) signerAs(index int, roles ...event.Role) event.PersonID {
	if index < 0 || index >= len(s.entries) {
		return ""
	}
	for _, g := range s.entries[index].Event.Signers {
		if slices.Contains(roles, g.Role) {
			return g.Person
		}
	}
	return ""
}

// SignerAs returns who signed an event in a role, empty when nobody did.
func (s *State) SignerAs(index int, role event.Role) event.PersonID {
	return s.signerAs(index, role)
}

// Signed reports whether a person signed an event.
func (s *State) Signed(index int, who event.PersonID) bool {
	if index < 0 || index >= len(s.entries) {
		return false
	}
	for _, g := range s.entries[index].Event.Signers {
		if g.Person == who {
			return true
		}
	}
	return false
}

// verified reports whether a person signed an event with user verification.
func (s *State) verified(index int, who event.PersonID) bool {
	return slices.ContainsFunc(s.entries[index].Event.Signers, func(g event.Signer) bool {
		return g.Person == who && g.How == event.Verified
	})
}

// Elapsed is the longest time that can lie between an event and now, in seconds, and false when
// nothing bounds it.
func (s *State) Elapsed(index int, now Interval) (int64, bool) {
	from := s.When(index).Earliest
	if from == Past || now.Latest == Future || index == NoIndex {
		return 0, false
	}
	return now.Latest - from, true
}
