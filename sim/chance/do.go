package chance

import (
	"fmt"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/sim"
	"github.com/proofhouse/proofhouse/sim/explore"
)

// do lets a move happen: to the truth, and on record if anybody signs it.
func (w *world) do(m move) error {
	w.sum.acts++
	switch {
	case m.do <= swapFirearms, m.do == freeze, m.do == leaveSight:
		w.hide(m)
		return nil
	case m.do <= endPrepUndone:
		return w.doPrep(m)
	case m.do <= loadOver:
		return w.doLoad(m)
	case m.do <= lookForOther:
		return w.doCheck(m)
	}
	return w.doCustody(m)
}

// sign writes an event of the day.
func (w *world) sign(body event.Body, by ...sim.Signer) (event.ID, error) {
	w.sum.records++
	opened, _, err := w.log.write(body, by...)
	return opened.ID(), err
}

func (w *world) doPrep(m move) (err error) {
	t := &w.prep
	// Only the acts of prep come here.
	//exhaustive:ignore
	switch m.do {
	case openIntake:
		t.intakeOpen, t.boxOpen = true, true
		return w.unseal(sim.Intake)
	case testTray, missTray:
		return w.doTray(m)
	case countTray, sayCountTray, shortCountTray, miscountTray:
		n := int64(traySize)
		t.counted = true
		if m.do == shortCountTray || m.do == miscountTray {
			n, t.short = n-1, true
		}
		_, err = w.sign(&event.TrayCounted{Of: t.id, Number: n}, sim.PrepSigns)
	case showTray, showTrayEarly:
		t.shown, t.early = true, m.do == showTrayEarly
		_, err = w.sign(&event.TrayOpened{Of: t.id, Number: traySize, Salt: saltHex}, sim.HandlerSigns)
	case endorseTray:
		t.endorsed = true
		_, err = w.sign(&event.TraysEndorsed{Trays: []event.ID{t.id}}, sim.HandlerSigns, sim.PrepSigns)
	case endPrep, endPrepUndone:
		t.over, t.intakeOpen, t.boxOpen = true, false, false
		if err = w.seal(sim.Intake); err == nil {
			err = w.seal(sim.TestedBox)
		}
	}
	return err
}

func (w *world) doTray(m move) error {
	t := &w.prep
	if err := w.log.wait(testS); err != nil {
		return err
	}
	body := w.log.trayTested(&event.TrayTested{From: sim.Intake, To: sim.TestedBox}, traySize)
	id, err := w.sign(body, sim.HandlerSigns)
	if m.live {
		w.live = box
	}
	*t = tray{id: id, seen: m.do == testTray, intakeOpen: true, boxOpen: true, done: t.done + 1}
	w.left += traySize
	return err
}

func (w *world) unseal(c event.ContainerID) error {
	_, err := w.sign(&event.ContainerOpened{Container: c, Seal: w.log.seals[c]}, sim.HandlerSigns)
	return err
}

func (w *world) seal(c event.ContainerID) error {
	number := fmt.Sprintf("S-%d", w.log.known.Size())
	w.log.seals[c] = number
	_, err := w.sign(&event.ContainerSealed{Container: c, Seal: number}, sim.HandlerSigns)
	return err
}

// source is what a place is called on record, and the lot that lies there.
func source(at place) (event.ContainerID, event.LotID) {
	// Nothing is loaded from anywhere else.
	//exhaustive:ignore
	switch at {
	case blanks:
		return sim.Blanks, sim.BlankLot
	case bag:
		return sim.Bag, sim.DummyLot
	case belt:
		return sim.Belt, sim.DummyLot
	}
	return sim.TestedBox, sim.DummyLot
}

func (w *world) doLoad(m move) error {
	from, lot := source(m.from)
	// The others are loads from where they say.
	//exhaustive:ignore
	switch m.do {
	case openBox:
		w.open[m.from] = true
		return w.unseal(from)
	case sealBox:
		w.open[m.from] = false
		return w.seal(from)
	case loadLoose:
		from, _ = source(m.to)
	}
	p := &w.papers[m.item]
	var positions []int64
	for n := range int64(m.n) {
		positions = append(positions, int64(p.loaded())+n+1)
	}
	by := []sim.Signer{sim.HandlerSigns, sim.WatcherSigns}
	if m.do == loadAlone {
		by = by[:1]
	}
	if p.holder == onCart {
		p.holder = withHandler
	}
	w.loadTruth(m)
	_, err := w.sign(&event.Loaded{
		Item: firearms[m.item].id, Container: from, Lot: lot, Positions: positions,
	}, by...)
	return err
}

func (w *world) doCheck(m move) (err error) {
	p := &w.papers[m.item]
	// Only the acts of checking come here.
	//exhaustive:ignore
	switch m.do {
	case examine, sayExamined, examinePart:
		p.exam, p.holder = m.do != examinePart, withHandler
		_, err = w.sign(w.examined(m), sim.HandlerSigns)
	case test, missTest, testUnwatched:
		return w.doTest(m)
	case count, sayCount, shortCount, miscount, countByPrep:
		n := int64(p.dummies)
		if m.do == shortCount || m.do == miscount {
			n--
		}
		p.counted[m.n] = true
		_, err = w.sign(&event.TrayCounted{Of: p.test, Number: n}, signs(m.who))
	case show, showEarly:
		p.shown = true
		_, err = w.sign(&event.TrayOpened{Of: p.test, Number: int64(p.dummies), Salt: saltHex}, sim.HandlerSigns)
	case look, sayLook, lookPart, lookForOther:
		p.looked[m.n] = true
		if w.honest(watchers[m.n]) {
			w.guns[w.as[m.item]].eyes[m.n].look = true
		}
		_, err = w.sign(w.lookedInto(m), signs(watchers[m.n]))
	}
	return err
}

func (w *world) doTest(m move) error {
	if err := w.log.wait(testS); err != nil {
		return err
	}
	f := &firearms[m.item]
	id, err := w.sign(w.log.trayTested(&event.TrayTested{Item: f.id}, w.papers[m.item].dummies), sim.HandlerSigns)
	w.testTruth(m, id)
	return err
}

// signs is how somebody signs a count or a look.
func signs(who explore.Person) sim.Signer {
	// Nobody else counts or looks.
	//exhaustive:ignore
	switch who {
	case explore.AD:
		return sim.ADSigns
	case explore.PrepWatcher:
		return sim.PrepSigns
	}
	return sim.WatcherSigns
}

// examined is what the handler says they saw: what stands on record, because an honest handler signs
// nothing else and another says what fits.
func (w *world) examined(m move) *event.ItemExamined {
	f, n := &firearms[m.item], int64(w.papers[m.item].loaded())
	b := &event.ItemExamined{
		Item: f.id, Identity: event.SerialRead, Serial4: f.serial, Length: f.chambers, Feed: event.SeenEmpty,
		Bore: event.BoreUnobstructed,
	}
	for k := range f.chambers {
		seen := event.SeenEmpty
		switch {
		case m.do == examinePart && k == f.chambers-1:
			seen = event.NotSeen
		case f.magazine == 0 && k < n:
			seen = event.SeenRound
		}
		b.Chambers = append(b.Chambers, seen)
	}
	if f.magazine > 0 && n > 0 {
		b.Feed = event.SeenRound
	}
	return b
}

func (w *world) lookedInto(m move) *event.ItemLooked {
	f := &firearms[m.item]
	b := &event.ItemLooked{
		Item: f.id, Identity: event.SerialRead, Serial4: f.serial, Length: f.chambers, Seen: f.chambers,
		Rounds: int64(w.papers[m.item].loaded()), Drawn: event.Yes,
	}
	if m.do == lookPart {
		b.Seen--
	}
	return b
}
