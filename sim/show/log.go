package show

import (
	"crypto/sha256"
	"fmt"
	"iter"
	"maps"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
	"github.com/proofhouse/proofhouse/sim"
)

// stage is the world the show plays in: one record, one clock, everybody's phones.
type stage struct {
	opt   Options
	rng   *rand.Rand
	s     *state.State
	packs []*verdict.Pack
	rep   *Report
	err   error // The first thing that went wrong with the simulation itself.

	now, day int64 // Unix seconds; the midnight the day began with.
	nonce    int
	phones   map[event.PersonID]*phone
	seals    map[event.ContainerID]string // What people in the room see; nobody asks the fold.

	// Out of reach of the unit's box: acts are kept and name the checkpoint last heard.
	away  bool
	heard event.Seen
	kept  []event.Opened
	tips  map[event.Object]event.ID

	advisor event.PersonID // Empty where no advisor is asked for.
	told    []event.Commitment
}

// phone is somebody's device in a duty.
type phone struct {
	key    event.PublicKey
	role   event.Role
	unit   event.UnitID
	active int64
	opened int64 // When the duty began.
	on     bool
	duties int
}

// signer is somebody who signs in a role.
type signer struct {
	who   event.PersonID
	role  event.Role
	force bool // Verified, whatever the kind asks for.
}

func handlerOf(who event.PersonID) signer { return signer{who: who, role: event.Handler} }
func watcherOf(who event.PersonID) signer { return signer{who: who, role: event.Watcher} }
func adOf(who event.PersonID) signer      { return signer{who: who, role: event.AD} }
func crewOf(who event.PersonID) signer    { return signer{who: who, role: event.Crew, force: true} }
func (g signer) verified() signer         { g.force = true; return g }
func firstMidnight() int64                { return time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC).Unix() }

func dayOf(midnight int64) event.Day {
	return event.Day(time.Unix(midnight, 0).UTC().Format(time.DateOnly))
}
func (w *stage) today() event.Day              { return dayOf(w.day) }
func (w *stage) chance(perMille int) bool      { return w.rng.IntN(1000) < perMille }
func (w *stage) between(low, high int64) int64 { return low + w.rng.Int64N(high-low+1) }

// fail keeps the first fault of the simulation. From then on nothing more is played.
func (w *stage) fail(format string, args ...any) {
	if w.err == nil {
		w.err = fmt.Errorf("show %d, %s: %w", w.opt.Seed, time.Unix(w.now, 0).UTC().Format("2006-01-02 15:04:05"),
			fmt.Errorf(format, args...))
	}
}

// to moves the clock and lets the ledger sign the time. An earlier time leaves the clock as it is.
func (w *stage) to(now int64) {
	w.now = max(w.now, now)
	if w.s.Size() > 0 && !w.away {
		w.tick()
	}
}

func (w *stage) tick() {
	size := w.s.Size() + int64(w.s.Pending())
	if err := w.s.Tick(state.Checkpoint{Size: size, Root: sim.RootOf(size), Time: w.now}); err != nil {
		w.fail("tick: %w", err)
	}
}

// do records an act and returns its identity. A phone that locked is woken with a prompt first.
func (w *stage) do(body event.Body, by ...signer) event.ID {
	if w.err != nil {
		return event.ID{}
	}
	e := w.draft(body, by)
	for _, g := range e.Signers {
		p := w.phones[g.Person]
		if g.How == event.Session && w.now-p.active > state.IdleMaxS-60 {
			w.put(w.draft(&event.DutyContinued{Person: g.Person, Device: p.key},
				[]signer{{g.Person, p.role, true}}))
			w.bind(e)
		}
	}
	return w.put(e)
}

func (w *stage) draft(body event.Body, by []signer) *event.Event {
	w.nonce++
	e := &event.Event{
		Kind: body.Kind(), Production: event.ProductionID(sim.Hex16("show")),
		Nonce: sim.Hex16(fmt.Sprintf("%d %d", w.opt.Seed, w.nonce)), AtMS: w.now * 1000, Body: body,
	}
	for _, g := range by {
		how := event.Verified
		if !g.force && !w.away && !wantsVerified(body.Kind(), g.role) && w.onDuty(g.who, g.role) {
			how = event.Session
		}
		e.Signers = append(e.Signers, event.Signer{Person: g.who, Role: g.role, How: how})
	}
	e.Openings, w.told = w.told, nil
	w.bind(e)
	return e
}

// tell lets the next act carry a text that only those with the right can read.
func (w *stage) tell(field, text string) {
	w.told = []event.Commitment{{Field: field, Digest: event.Commit([16]byte{1}, field, []byte(text))}}
}

// bind lets an act name what its author had seen and the newest link of each object.
func (w *stage) bind(e *event.Event) {
	e.Seen = w.s.Seen()
	w.s.Link(e)
	if !w.away {
		return
	}
	e.Seen = w.heard
	for n, l := range e.Links {
		if tip, ok := w.tips[l.Object]; ok {
			e.Links[n].Prev = tip
		}
	}
}

func wantsVerified(k event.Kind, role event.Role) bool {
	return slices.ContainsFunc(k.Needs(), func(n event.Need) bool {
		return n.How == event.Verified && (len(n.Roles) == 0 || slices.Contains(n.Roles, role))
	})
}

func (w *stage) onDuty(who event.PersonID, role event.Role) bool {
	p := w.phones[who]
	if p == nil || !p.on {
		return false
	}
	return role != event.Handler && role != event.Watcher || p.role == role
}

// put signs an event and records it, or keeps it while nobody hears.
func (w *stage) put(e *event.Event) event.ID {
	if w.err != nil {
		return event.ID{}
	}
	o, err := sim.Open(e, func(g event.Signer) sim.Signing {
		if g.How == event.Session {
			return sim.Signing{Kind: event.Device, Key: w.phones[g.Person].key}
		}
		return sim.Passkey(g.Person)
	})
	if err != nil {
		w.fail("%w", err)
		return event.ID{}
	}
	for _, g := range e.Signers {
		if p := w.phones[g.Person]; p != nil {
			p.active = w.now
		}
		w.rep.prompted(g, w.canyonDay())
	}
	w.notice(e.Body)
	if w.away {
		w.kept = append(w.kept, o)
		for _, l := range e.Links {
			w.tips[l.Object] = o.ID()
		}
		return o.ID()
	}
	w.apply(o)
	w.tick()
	return o.ID()
}

func (w *stage) apply(o event.Opened) {
	w.rep.recorded()
	if err := w.s.Apply(o); err != nil {
		w.fail("apply %s: %w", o.Event().Kind, err)
	}
}

// notice is what everybody in the room can see of an act.
func (w *stage) notice(body event.Body) {
	switch b := body.(type) {
	case *event.RoundsReceived:
		for _, l := range b.Lots {
			w.seals[l.Container] = l.Seal
		}
	case *event.ContainerSealed:
		w.seals[b.Container] = b.Seal
	case *event.ContainerOpened:
		delete(w.seals, b.Container)
	default:
	}
}

// leave goes out of reach of the unit's box, and back brings along what was signed meanwhile.
func (w *stage) leave() {
	w.away, w.heard, w.tips = true, w.s.Seen(), map[event.Object]event.ID{}
}

func (w *stage) back() {
	w.away = false
	w.rep.LateActs += len(w.kept)
	for _, who := range slices.Sorted(maps.Keys(w.phones)) {
		// What was signed out of reach may be as old as the checkpoint it names: for the ledger the
		// phone has been idle since, and its next act wakes it.
		if p := w.phones[who]; p.active > w.heard.TimeSec {
			p.active = w.heard.TimeSec
		}
	}
	for _, o := range w.kept {
		w.apply(o)
	}
	w.kept = nil
	w.tick()
}

// onDutyAs opens a duty with a new device key.
func (w *stage) onDutyAs(who event.PersonID, role event.Role, unit event.UnitID) {
	p := w.phones[who]
	if p == nil {
		p = &phone{}
		w.phones[who] = p
	}
	p.duties++
	key := sim.KeyOf(fmt.Sprintf("device %s %d", who, p.duties))
	w.do(&event.DutyOpened{Person: who, Role: role, Unit: unit, Device: key}, signer{who, role, true})
	p.role, p.unit, p.key, p.active, p.opened, p.on = role, unit, key, w.now, w.now, true
}

func (w *stage) offDuty(who event.PersonID, why event.DutyEnd) {
	p := w.phones[who]
	if p == nil || !p.on {
		return
	}
	w.do(&event.DutyClosed{Person: who, Why: why}, signer{who: who, role: p.role})
	p.on = false
}

// together plays several units' days at once, always the one that is due next. Each yields the time
// at which it goes on.
func (w *stage) together(days ...iter.Seq[int64]) {
	type part struct {
		next func() (int64, bool)
		due  int64
		on   bool
	}
	var parts []*part
	for _, d := range days {
		next, stop := iter.Pull(d)
		defer stop()
		p := &part{next: next}
		p.due, p.on = next()
		parts = append(parts, p)
	}
	for {
		var first *part
		for _, p := range parts {
			if p.on && (first == nil || p.due < first.due) {
				first = p
			}
		}
		if first == nil {
			return
		}
		w.to(first.due)
		first.due, first.on = first.next()
	}
}

func saltOf(tray event.TrayID) [16]byte {
	sum := sha256.Sum256([]byte("salt " + string(tray)))
	return [16]byte(sum[:16])
}
