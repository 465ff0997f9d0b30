package explore

// kind names a step for sentences.
type kind uint8

const (
	did         kind = iota // The act alone, done right.
	putIn                   // Who put the live round somewhere.
	swapped                 // The handler moved it on, knowing or not.
	labelled                // The handler moved a label.
	missed                  // The handler said that all were tested and left the live one out.
	unwatched               // The test was made without the watcher.
	untrue                  // Somebody signed what they had not done or seen.
	skipped                 // Somebody left out part of a step, and the record shows it.
	wrongSource             // Rounds came from elsewhere than both said.
	notOut                  // The handler said that all rounds came out and left them in.
	lookAlike               // The handler took the other firearm.
	froze                   // The handler kept the phone from hearing of anything newer.
	left                    // The watcher let the firearm out of sight, and knows it.
	shortCount              // An honest watcher counted what they saw: too few.
)

// step is one transition: an act on the record, or something nobody signed.
type step struct {
	kind     kind
	act      act
	who      Person
	from, to where
	wrong    People // Everybody who did or omitted a wrong act in it.
}

// scene of a search: who may err, who may put the live round in, and what is known there.
type stage struct {
	err     People // Who may do wrong acts.
	putters People // Who of them may put the live round in.
	each    bool   // Whether every hand-over is signed by both.
	third   bool   // Whether the AD counts, looks and signs too.

	chambers uint8
}

// moves yields every transition from a state of the world.
func (w stage) moves(r *record, t truth, complete bool, yield func(step, truth)) {
	if t.live == away {
		w.puts(r, t, yield)
	} else if w.err.Has(Handler) {
		w.swaps(r, t, yield)
	}
	if r.stage == onSet {
		w.onSet(r, t, complete, yield)
	} else {
		w.prep(r, t, yield)
	}
}

// attached reports whether an honest watcher has the firearm in sight now, and adAttached whether an
// honest AD does.
func (w stage) attached(t truth) bool { return t.testSeen || t.lookSeen }

func (w stage) adAttached(t truth) bool { return t.adTest || t.adLook }

// watched reports whether anybody honest would see what is done to the firearm in the handler's hands.
func (w stage) watched(t truth) bool { return w.attached(t) || w.adAttached(t) }

// reach says who errs, besides who does it, when the live round goes into a place, and whether it can.
func (w stage) reach(r *record, t truth, who Person, to where) (People, bool) {
	handler := Of(Handler)
	letBy := func() (People, bool) { return handler, w.err.Has(Handler) }
	// Nobody puts anything away or into the pile.
	//exhaustive:ignore
	switch to {
	case inBag, inTwin:
		return 0, true
	case inIntake:
		if r.rounds != DummyRounds || r.stage == onSet {
			return 0, false // Nothing is drawn from it any more.
		}
		if r.stage != atCart {
			return 0, true
		}
		return letBy()
	case inBox:
		if r.rounds != DummyRounds || r.stage < tested || r.loads == loadsMax {
			return 0, false
		}
		if r.stage == tested || r.open {
			return 0, true
		}
		return letBy()
	case inBlanks:
		if r.rounds != BlankRounds || r.loads == loadsMax {
			return 0, false
		}
		if r.open {
			return 0, true
		}
		return letBy()
	case inChamber:
		switch {
		case t.twin:
			return 0, false
		case r.holder == withReceiver:
			return 0, who == Receiver
		case r.holder == withNobody:
			return 0, true
		case w.watched(t):
			return 0, false
		}
		// In the handler's hands it is the handler's, and that of those who look away.
		return letBy()
	}
	return 0, false
}

// into yields the ways in which the live round can come to lie in a place: in a chamber it takes
// another round's place or lies beside those that are there.
func (w stage) into(t truth, to where, yield func(truth)) {
	t.live = to
	if to != inChamber {
		yield(t)
		return
	}
	if t.inside > 0 {
		yield(t)
	}
	if t.inside < w.chambers {
		t.inside++
		yield(t)
	}
}

func (w stage) puts(r *record, t truth, yield func(step, truth)) {
	for who := range PersonCount {
		if !w.putters.Has(who) {
			continue
		}
		for to := inBag; to < whereCount; to++ {
			let, can := w.reach(r, t, who, to)
			if !can {
				continue
			}
			st := step{kind: putIn, who: who, to: to, wrong: let | Of(who) | w.lookedAway(r, t, to)}
			w.into(t, to, func(n truth) { yield(st, n) })
		}
	}
}

// lookedAway adds those who let a round be put in behind their own test or look.
func (w stage) lookedAway(r *record, t truth, to where) People {
	if to != inChamber || t.twin || r.holder != withHandler || r.given != absent && !w.each {
		return 0
	}
	var who People
	if r.retest || r.look != absent {
		who |= Of(Watcher)
	}
	if w.third && (r.retest || r.look3 != absent) {
		who |= Of(AD)
	}
	return who & w.err
}

// swaps moves the live round on by the handler's hand: a swap of rounds, or of labels.
func (w stage) swaps(r *record, t truth, yield func(step, truth)) {
	if t.live == inChamber || t.live == inTwin {
		return
	}
	for to := inIntake; to <= inChamber; to++ {
		if to == t.live || to == inPile {
			continue
		}
		if _, can := w.reach(r, t, Handler, to); !can || to == inChamber && r.holder != withHandler {
			continue
		}
		st := step{kind: swapped, who: Handler, from: t.live, to: to, wrong: Of(Handler) | w.lookedAway(r, t, to)}
		w.into(t, to, func(n truth) { yield(st, n) })
		if to == inBox && (t.live == inBag || t.live == inIntake) {
			n := t
			n.live = to
			yield(step{kind: labelled, who: Handler, from: t.live, to: to, wrong: Of(Handler)}, n)
		}
	}
}

func (w stage) prep(r *record, t truth, yield func(step, truth)) {
	handler, watcher := w.err.Has(Handler), w.err.Has(PrepWatcher)
	yield(step{act: openIntake}, t)
	if r.stage == opened {
		w.testTray(t, yield)
	}
	switch {
	case watcher:
		st := step{act: countTray}
		if !t.prepSeen {
			st = step{kind: untrue, act: countTray, who: PrepWatcher, wrong: Of(PrepWatcher)}
		}
		yield(st, t)
		yield(step{kind: skipped, act: countTrayWrong, who: PrepWatcher, wrong: Of(PrepWatcher)}, t)
	case t.prepSeen:
		yield(step{act: countTray}, t)
	default:
		yield(step{kind: shortCount, act: countTrayWrong, who: PrepWatcher}, t)
	}
	if r.counted != absent {
		yield(step{act: showTray}, t)
	} else if handler {
		yield(step{kind: skipped, act: showTray, who: Handler, wrong: Of(Handler)}, t)
	}
	if r.counted == right || watcher {
		yield(step{act: endorseTray}, t)
	}
	whole := r.counted == right && r.shown == right && r.endorsed
	switch {
	case whole:
		yield(step{act: leavePrep}, t)
	case handler:
		yield(step{kind: skipped, act: leavePrep, who: Handler, wrong: Of(Handler)}, t)
	}
	if handler {
		yield(step{kind: skipped, act: leaveUnsealed, who: Handler, wrong: Of(Handler)}, t)
	}
}

// testTray is the test at prep: the live round is among those that go over the tray, or it is not.
// Tested honestly it is found, and that ends the story.
func (w stage) testTray(t truth, yield func(step, truth)) {
	t.prepSeen = true
	yield(step{act: testTray}, t) // Where it lies among those that stay behind.
	if !w.err.Has(Handler) {
		return
	}
	t.prepSeen = false
	st := step{kind: missed, act: testTray, who: Handler, wrong: Of(Handler)}
	if t.live == inIntake {
		t.live = inBox
	}
	yield(st, t)
}

func (w stage) onSet(r *record, t truth, complete bool, yield func(step, truth)) {
	yield(step{act: openSource}, t)
	w.load(r, t, yield)
	w.examine(r, t, yield)
	if r.loaded > 0 && r.rounds == DummyRounds {
		w.retest(r, t, yield)
	}
	w.look(r, t, yield)
	w.custody(r, t, complete, yield)
}

// load puts rounds from the open container in. Who loads dummies cannot tell them from a live round;
// who loads blanks sees a bullet, and so does the watcher of the load.
func (w stage) load(r *record, t truth, yield func(step, truth)) {
	if r.rounds == NoRounds || !r.open || r.loaded > 0 {
		return
	}
	handler, watcher := w.err.Has(Handler), w.err.Has(Watcher)
	from := inBox
	if r.rounds == BlankRounds {
		from = inBlanks
	}
	for a := load1; a <= loadFromBelt; a++ {
		n := w.chambers
		if a <= load4 {
			n = uint8(a-load1) + 1
		}
		st := step{act: a}
		if a >= loadAlone {
			if !handler || a > loadAlone && !watcher {
				continue
			}
			st.kind, st.who, st.wrong = skipped, Handler, Of(Handler)
		}
		if handler && watcher && t.inside == n {
			yield(step{kind: notOut, act: a, who: Handler, wrong: pair}, t)
		}
		if t.inside > 0 {
			continue // Both see that it is not empty.
		}
		out := t
		out.inside = n
		yield(st, out)
		sees := from == inBlanks && !(handler && watcher)
		if t.live == from && a <= loadAlone && !sees {
			out.live = inChamber
			if from == inBlanks {
				st = step{kind: untrue, act: a, who: Handler, wrong: pair}
			}
			yield(st, out)
		}
		if t.live == inBag && handler && watcher {
			out.live = inChamber
			yield(step{kind: wrongSource, act: a, who: Handler, from: t.live, wrong: pair}, out)
		}
	}
}

// seen reports whether what can be seen in the chambers is what the record says.
func (t truth) seen(r *record) bool { return !t.twin && t.inside == r.loaded }

func (w stage) examine(r *record, t truth, yield func(step, truth)) {
	if t.seen(r) {
		yield(step{act: examine}, t)
	}
	if w.err.Has(Handler) {
		if !t.seen(r) {
			yield(step{kind: untrue, act: examine, who: Handler, wrong: Of(Handler)}, t)
		}
		yield(step{kind: skipped, act: examinePart, who: Handler, wrong: Of(Handler)}, t)
	}
}

// retest is the test of the rounds inside, before the hand-over watcher.
func (w stage) retest(r *record, t truth, yield func(step, truth)) {
	handler, watcher := w.err.Has(Handler), w.err.Has(Watcher)
	now := t
	now.testSeen, now.adTest = !watcher, w.third && !w.err.Has(AD)
	if !t.loaded() && t.inside == r.loaded {
		now.allSeen = true
		yield(step{act: retestRounds}, now)
	}
	if handler {
		now.allSeen = false
		yield(step{kind: missed, act: retestRounds, who: Handler, wrong: Of(Handler)}, now)
		if !watcher && !w.attached(t) {
			now.testSeen = false
			yield(step{kind: unwatched, act: retestRounds, who: Handler, wrong: Of(Handler)}, now)
		}
	}
	w.recount(r, t, yield)
	if r.recount != absent {
		yield(step{act: reshowRounds}, t)
	} else if handler {
		yield(step{kind: skipped, act: reshowRounds, who: Handler, wrong: Of(Handler)}, t)
	}
}

func (w stage) recount(r *record, t truth, yield func(step, truth)) {
	count := func(who Person, good, short act, saw bool) {
		switch {
		case saw:
			yield(step{act: good}, t)
		case !w.err.Has(who):
			yield(step{kind: shortCount, act: short, who: who}, t)
		default:
			yield(step{kind: untrue, act: good, who: who, wrong: Of(who)}, t)
		}
		if w.err.Has(who) {
			yield(step{kind: skipped, act: short, who: who, wrong: Of(who)}, t)
		}
	}
	count(Watcher, recountRounds, recountWrong, t.allSeen && (t.testSeen || w.err.Has(Watcher)))
	if w.third {
		count(AD, thirdCount, thirdWrong, t.allSeen && (t.adTest || w.err.Has(AD)))
	}
	if w.err.Has(PrepWatcher) {
		yield(step{kind: skipped, act: recountByPrep, who: PrepWatcher, wrong: Of(PrepWatcher)}, t)
	}
}

// look is the second look: every chamber, the number of rounds, the serial, and blanks drawn.
func (w stage) look(r *record, t truth, yield func(step, truth)) {
	bullet := r.rounds == BlankRounds && t.live == inChamber
	good := t.seen(r) && !bullet
	if w.third {
		w.thirdLook(t, good, yield)
	}
	if !w.err.Has(Watcher) {
		if good {
			t.lookSeen = true
			yield(step{act: lookIn}, t)
		}
		if w.attached(t) {
			t.testSeen, t.lookSeen = false, false
			yield(step{kind: left, who: Watcher}, t)
		}
		return
	}
	if good {
		yield(step{act: lookIn}, t)
	} else {
		yield(step{kind: untrue, act: lookIn, who: Watcher, wrong: Of(Watcher)}, t)
	}
	yield(step{kind: skipped, act: lookInPart, who: Watcher, wrong: Of(Watcher)}, t)
}

// thirdLook is the AD's own look, as the watcher's is.
func (w stage) thirdLook(t truth, good bool, yield func(step, truth)) {
	honest := !w.err.Has(AD)
	switch {
	case good:
		now := t
		now.adLook = honest
		yield(step{act: lookThird}, now)
	case !honest:
		yield(step{kind: untrue, act: lookThird, who: AD, wrong: Of(AD)}, t)
	}
	if w.adAttached(t) {
		t.adTest, t.adLook = false, false
		yield(step{kind: left, who: AD}, t)
	}
}

func (w stage) custody(r *record, t truth, complete bool, yield func(step, truth)) {
	handler := w.err.Has(Handler)
	w.give(r, t, complete, yield)
	if t.seen(r) || handler {
		yield(step{act: resetLook}, t)
	}
	away := t.unseen()
	for a := collect; a <= endDuty; a++ {
		if a != resetLook {
			yield(step{act: a}, away)
		}
	}
	yield(step{act: passTime}, t)
	w.unload(r, t, yield)
	if !handler {
		return
	}
	if t.live == inTwin && !t.twin && r.holder == withHandler && !w.watched(t) {
		n := t
		n.twin = true
		yield(step{kind: lookAlike, who: Handler, wrong: Of(Handler) | w.lookedAway(r, t, inChamber)}, n)
	}
	if complete && !t.stale && (w.err.Has(Watcher) && (!w.third || w.err.Has(AD)) || r.given == right) {
		n := t
		n.stale = true
		yield(step{kind: froze, who: Handler, wrong: Of(Handler)}, n)
	}
}

// give is the hand-over. An honest handler hands over what is COMPLETE and what they looked into; an
// honest watcher signs what their own phone, which is fresh, shows as COMPLETE and what they had in
// sight from test and look to hand.
func (w stage) give(r *record, t truth, complete bool, yield func(step, truth)) {
	if !complete && !t.stale {
		return
	}
	if !w.err.Has(Handler) && r.given == right && !t.seen(r) {
		return // Between takes the handler looks, too.
	}
	sighted := (r.look == absent || t.lookSeen) && (!r.retest || t.testSeen)
	adSighted := (r.look3 == absent || t.adLook) && (r.third == absent || t.adTest)
	later := t.unseen()
	if w.err.Has(Watcher) || sighted && complete {
		yield(step{act: giveSigned}, later)
		if w.third && (w.err.Has(AD) || adSighted && complete) {
			yield(step{act: giveByThree}, later)
		}
	}
	yield(step{act: giveAlone}, later)
}

func (w stage) unload(r *record, t truth, yield func(step, truth)) {
	out := t
	out.inside = 0
	if t.live == inChamber && !t.twin {
		out.live = inPile
	}
	handler := w.err.Has(Handler)
	if t.seen(r) || handler {
		yield(step{act: unload}, out)
	}
	if handler && !w.watched(t) {
		yield(step{kind: notOut, act: unload, who: Handler, wrong: Of(Handler)}, t)
	}
}
