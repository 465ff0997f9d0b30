package explore

import (
	"fmt"
	"maps"
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/sim"
)

// page is a log as a list that shares its beginning with others: what was written last, and the page
// it stands behind. Every entry is a real one, through the kernel's own encoder, parser and door;
// only the curve arithmetic is left out, for which the explorer vouches as any host does.
type page struct {
	before  *page
	entries []event.Opened
	ticks   []state.Checkpoint
	size    int64
	now     int64 // Unix seconds of the newest checkpoint.

	// What people in the room see and no rule reads.
	seals  map[event.ContainerID]string
	tray   event.ID // The newest tray at prep.
	retest event.ID // The newest tray at the hand-over.
}

const stepS = 10 // Seconds between two acts.

// next begins a page behind this one.
func (p *page) next() *page {
	return &page{before: p, size: p.size, now: p.now, seals: p.seals, tray: p.tray, retest: p.retest}
}

// wait lets time pass; the ledger signs that time.
func (p *page) wait(seconds int64) {
	p.now += seconds
	p.tick()
}

func (p *page) tick() {
	p.ticks = append(p.ticks, state.Checkpoint{Size: p.size, Root: sim.RootOf(p.size), Time: p.now})
}

// write signs an event and appends it. That the kernel refuses what the explorer wrote is a fault of
// the explorer.
func (p *page) write(body event.Body, by ...sim.Signer) event.ID {
	e := &event.Event{
		Kind: body.Kind(), Production: productionID, Nonce: sim.Hex16(fmt.Sprintf("entry %d", p.size)),
		AtMS: p.now * 1000, Body: body,
	}
	if p.size > 0 {
		e.Seen = event.Seen{Size: p.size, Root: sim.RootOf(p.size), TimeSec: p.now}
	}
	for _, g := range by {
		e.Signers = append(e.Signers, event.Signer{Person: g.Who, Role: g.Role, How: event.Verified})
	}
	for _, o := range event.Objects(body) {
		e.Links = append(e.Links, event.Link{Object: o, Prev: p.head(o)})
	}
	opened, err := sim.Open(e, func(g event.Signer) sim.Signing { return sim.Passkey(g.Person) })
	if err != nil {
		panic(fmt.Sprintf("the explorer wrote what the kernel refuses: %s: %v", e.Kind, err))
	}
	p.entries = append(p.entries, opened)
	p.size++
	p.now += stepS
	p.tick()
	return opened.ID()
}

// head finds the newest link of an object.
func (p *page) head(o event.Object) event.ID {
	for at := p; at != nil; at = at.before {
		for _, e := range slices.Backward(at.entries) {
			if slices.ContainsFunc(e.Event().Links, func(l event.Link) bool { return l.Object == o }) {
				return e.ID()
			}
		}
	}
	return event.ID{}
}

// seal closes a container with a new number.
func (p *page) seal(box event.ContainerID) {
	number := fmt.Sprintf("S-%d", p.size)
	p.write(&event.ContainerSealed{Container: box, Seal: number}, sim.HandlerSigns)
	p.putSeal(box, number)
}

func (p *page) putSeal(box event.ContainerID, number string) {
	seals := make(map[event.ContainerID]string, len(p.seals)+1)
	maps.Copy(seals, p.seals)
	seals[box] = number
	p.seals = seals
}

// unseal opens a container and reads its number.
func (p *page) unseal(box event.ContainerID) {
	p.write(&event.ContainerOpened{Container: box, Seal: p.seals[box]}, sim.HandlerSigns)
}

// fold replays the whole log in a new state.
func (p *page) fold() *state.State {
	var chain []*page
	for at := p; at != nil; at = at.before {
		chain = append(chain, at)
	}
	s := state.New()
	for _, at := range slices.Backward(chain) {
		next := 0
		for _, c := range at.ticks {
			for s.Size()+int64(s.Pending()) < c.Size {
				if err := s.Apply(at.entries[next]); err != nil {
					panic(fmt.Sprintf("the fold refuses the explorer's log: %v", err))
				}
				next++
			}
			if err := s.Tick(c); err != nil {
				panic(fmt.Sprintf("the fold refuses the explorer's clock: %v", err))
			}
		}
	}
	return s
}
