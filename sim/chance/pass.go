package chance

import (
	"fmt"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/sim"
)

// doCustody is the hand-over, what ends a segment, and time.
func (w *world) doCustody(m move) (err error) {
	p, f := &w.papers[m.item], &firearms[m.item]
	// Only the acts of custody come here.
	//exhaustive:ignore
	switch m.do {
	case give, giveByThree, giveAlone:
		return w.hand(m)
	case collect:
		p.holder = withHandler
		_, err = w.sign(&event.Collected{Item: f.id, From: sim.ReceiverID}, sim.HandlerSigns)
	case reset, sayReset:
		_, err = w.sign(&event.Reset{Items: []event.ItemID{f.id}}, sim.HandlerSigns)
	case leaveAlone:
		w.gap(m.item)
		p.holder = withNobody
		_, err = w.sign(&event.Unattended{Objects: []event.Object{f.id.Object()}}, sim.HandlerSigns)
	case endDuty:
		for x := range w.papers {
			w.gap(uint8(x))
		}
		if err = w.log.wait(dutyS); err == nil {
			_, err = w.sign(sim.Duty(sim.RootOf(w.log.known.Size())), sim.HandlerSigns)
		}
	case passTime:
		err = w.log.wait(staleS)
	case unload, sayUnloaded:
		w.emptyTruth(m)
		_, err = w.sign(&event.Unloaded{Item: f.id, Container: sim.Quarantine, Unfired: int64(m.n)}, sim.HandlerSigns)
	}
	return err
}

// hand is a hand-over. It counts against the claims when it is the first of its segment, has every
// signature it needs and the live round is in what the receiver holds.
func (w *world) hand(m move) error {
	p, f := &w.papers[m.item], &firearms[m.item]
	b := &event.HandedOver{Item: f.id, To: sim.ReceiverID, Scene: sim.Scene, Purpose: event.OnCamera}
	if !zero(p.test) {
		b.Trays = []event.ID{p.test}
	}
	by := []sim.Signer{sim.HandlerSigns, sim.WatcherSigns, sim.ADSigns}
	// Signed by three otherwise.
	//exhaustive:ignore
	switch m.do {
	case giveAlone:
		by = by[:1]
	case give:
		by = by[:2]
	}
	if it, ok := w.log.known.Item(f.id); !ok || w.log.known.GivenInSegment(it) != p.given {
		return fmt.Errorf("hand-over of %s: the kernel sees another segment: %v", f.id, !p.given)
	}
	if _, err := w.sign(b, by...); err != nil {
		return err
	}
	g, again := w.as[m.item], p.given
	p.holder, p.given = withReceiver, true
	w.stale[m.item] = false
	w.unseen(g)
	switch {
	case again:
		w.sum.later++
	case w.signed(m.item):
		w.sum.handed++
		w.sum.against = w.liveIn(g)
	}
	return nil
}

// signed reports whether the newest hand-over of an item lacks no signature.
func (w *world) signed(x uint8) bool {
	w.sum.judged++
	var lacks []sim.Reason
	for _, r := range w.log.judge(sim.Start()) {
		if r.Item == firearms[x].id && r.AboutSignatures() {
			lacks = append(lacks, r)
		}
	}
	return w.o.off.Complete(lacks)
}

// complete reports whether the kernel says COMPLETE for a hand-over of an item now.
func (w *world) complete(x uint8) bool {
	w.sum.judged++
	yes := w.o.off.Complete(w.log.judge(sim.HandOver(firearms[x].id)))
	if yes {
		w.sum.complete++
	}
	return yes
}
