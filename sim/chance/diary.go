package chance

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
	"github.com/proofhouse/proofhouse/sim"
)

// diary is the real log of one day with the shipped kernel's state behind it. Every entry passes the
// kernel's own encoder, parser and door; only the curve arithmetic is left out.
type diary struct {
	known  *state.State
	packs  []*verdict.Pack
	reader *sim.Reader
	now    int64 // Unix seconds of the newest checkpoint.
	seals  map[event.ContainerID]string
}

const (
	stepS  = 10      // Seconds between two acts.
	testS  = 30      // A tray takes this long; ten rounds take twenty seconds at the least.
	staleS = 31 * 60 // A look is too old after half an hour.
	dutyS  = 6*3600 + 600
)

var production = event.ProductionID(sim.Hex16("simulated production"))

// morning is everything before the day's work, written once for all days under the same packs.
type morning struct {
	entries []event.Opened
	ticks   []state.Checkpoint
}

func newMorning(packs []*verdict.Pack) (*morning, error) {
	m := &morning{}
	d := &diary{known: state.New(), now: sim.FirstLight}
	var bad error
	day := sim.Day{Packs: packs, Dummies: 50}
	for _, f := range firearms {
		day.Planned = append(day.Planned, f.id)
		day.Items = append(day.Items, event.ReceivedItem{
			Item: f.id, Class: event.LiveCapable, Mechanism: f.made, Chambers: f.chambers, Magazine: f.magazine,
			Serial4: f.serial, LookAlike: f.alike, Lender: "L1", Unloaded: event.Yes,
		})
	}
	day.Write(func(body event.Body, by ...sim.Signer) event.ID {
		opened, tick, err := d.write(body, by...)
		if err != nil && bad == nil {
			bad = err
		}
		m.entries, m.ticks = append(m.entries, opened), append(m.ticks, tick)
		return opened.ID()
	})
	return m, bad
}

// diary begins a day of its own behind the morning.
func (m *morning) diary(packs []*verdict.Pack, reader *sim.Reader) (*diary, error) {
	d := &diary{
		known: state.New(), packs: packs, reader: reader,
		seals: map[event.ContainerID]string{sim.Intake: sim.IntakeSeal, sim.Blanks: sim.BlanksSeal},
	}
	for n, e := range m.entries {
		if err := d.fold(e, m.ticks[n]); err != nil {
			return nil, err
		}
	}
	return d, nil
}

func (d *diary) fold(e event.Opened, tick state.Checkpoint) error {
	if err := d.known.Apply(e); err != nil {
		return fmt.Errorf("apply %s: %w", e.Event().Kind, err)
	}
	d.now = tick.Time
	return d.known.Tick(tick)
}

// write signs an event, appends it and lets the ledger sign the time.
func (d *diary) write(body event.Body, by ...sim.Signer) (event.Opened, state.Checkpoint, error) {
	size := d.known.Size()
	e := &event.Event{
		Kind: body.Kind(), Production: production, Nonce: sim.Hex16(fmt.Sprintf("entry %d", size)),
		AtMS: d.now * 1000, Body: body, Seen: d.known.Seen(),
	}
	for _, g := range by {
		e.Signers = append(e.Signers, event.Signer{Person: g.Who, Role: g.Role, How: event.Verified})
	}
	d.known.Link(e)
	opened, err := sim.Open(e, func(g event.Signer) sim.Signing { return sim.Passkey(g.Person) })
	if err != nil {
		return event.Opened{}, state.Checkpoint{}, err
	}
	tick := state.Checkpoint{Size: size + 1, Root: sim.RootOf(size + 1), Time: d.now + stepS}
	return opened, tick, d.fold(opened, tick)
}

// wait lets time pass; the ledger signs that time.
func (d *diary) wait(seconds int64) error {
	d.now += seconds
	size := d.known.Size()
	return d.known.Tick(state.Checkpoint{Size: size, Root: sim.RootOf(size), Time: d.now})
}

// judge asks the shipped kernel.
func (d *diary) judge(q verdict.Question) []sim.Reason {
	now := state.Interval{Earliest: d.now, Latest: d.now}
	return d.reader.Reasons(verdict.Judge(d.known, q, d.packs, now))
}

var salt = func() [16]byte {
	sum := sha256.Sum256([]byte("salt"))
	return [16]byte(sum[:16])
}()

var saltHex = hex.EncodeToString(salt[:])

// trayTested commits to a number; nobody is shown it yet.
func (d *diary) trayTested(b *event.TrayTested, n uint8) *event.TrayTested {
	b.Tray = event.TrayID(fmt.Sprintf("T-%d", d.known.Size()))
	b.Lot, b.Rounds, b.Tests = sim.DummyLot, int64(n), []event.RoundTest{event.Rattle, event.Hole}
	b.Passed = event.CommitNumber(salt, int64(n))
	return b
}

func zero(id event.ID) bool { return id == event.ID{} }
