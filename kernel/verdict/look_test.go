package verdict_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// lookCauses are about the watcher's own look and about the third person's count.
func lookCauses() []cause {
	looked := func(change func(*event.ItemLooked)) func(*world, *ask) {
		return func(w *world, _ *ask) {
			b := w.second("R-03")
			change(b)
			w.do("w2/watcher", b)
		}
	}
	look := func(w *world, _ *ask) { w.seen("R-03") }
	return append([]cause{
		{key: "look.none", code: verdict.H03, mend: look, do: func(w *world, _ *ask) {
			w.correct(w.newest(event.KindItemLooked), "rounds")
		}},
		{key: "look.changed", code: verdict.H03, mend: look, do: func(w *world, _ *ask) {
			w.do("h1/handler", &event.Unloaded{Item: "R-03", Container: "QUAR", Unfired: 6})
		}},
		{
			key: "look.out-of-sight", code: verdict.H03, also: "H01 retest.out-of-sight", do: func(w *world, _ *ask) {
				w.offDuty("w2", event.ByMeal)
				w.onDutyAs("w2", event.Watcher)
			}, mend: look,
		},
		{
			key: "retest.out-of-sight", code: verdict.H01, also: "H03 look.out-of-sight", do: func(w *world, _ *ask) {
				w.lockUp()
				w.do("h1/handler", &event.ContainerOpened{Container: "SAFE-1", Seal: "none"})
			}, mend: func(w *world, _ *ask) { w.retest("HR9", 6); w.seen("R-03"); w.wantComplete(handOver) },
		},
		{
			key: "look.partial", code: verdict.H03, mend: look,
			do: looked(func(b *event.ItemLooked) { b.Seen = 5 }),
		},
		{
			key: "look.mismatch", code: verdict.H03, mend: look,
			do: looked(func(b *event.ItemLooked) { b.Rounds = 7 }),
		},
		{key: "look.watcher", code: verdict.H03, mend: look, do: func(w *world, _ *ask) {
			w.do("w1/watcher!", w.second("R-03"))
			w.wantComplete(handOver) // Who watched at prep may look too.
			w.appoint("x1", event.Watcher)
			w.paper("med1/crew!", event.WatcherTraining, "", "x1")
			w.do("x1/watcher!", w.second("R-03"))
		}},
		{
			key: "look.identity", code: verdict.H03, mend: look,
			do: looked(func(b *event.ItemLooked) { b.Identity, b.Serial4 = event.TagOnly, "" }),
		},
		{
			key: "look.not-drawn", code: verdict.H03, base: (*world).withBlanks, q: onCamera, mend: look,
			do: looked(func(b *event.ItemLooked) { b.Drawn = event.No }),
		},
		{
			key: "look.not-signed", code: verdict.H03, q: start, also: "H01 retest.watcher", do: func(w *world, _ *ask) {
				w.do("h1/handler!", &event.HandedOver{Item: "R-03", To: "p1", Scene: "42", Purpose: event.Rehearsal})
			}, mend: func(w *world, _ *ask) { w.collect(); w.give(); w.wantComplete(start) },
		},
	}, append(thirdCauses(), anewCauses()...)...)
}

// thirdCauses are of a production that adopted the house rule of the third count.
func thirdCauses() []cause {
	base := func(w *world) {
		w.packs = append(slices.Clip(w.packs), pack(w.t, "house-third-count"))
		w.withDummies()
		w.thirdCounted("HR2", "adv1/advisor!", 6)
		w.do("adv1/advisor!", w.second("R-03"))
	}
	counted := func(by string, n int64) func(*world, *ask) {
		return func(w *world, _ *ask) {
			w.appoint("x1", event.AD)
			w.thirdCounted("HR3", by, n)
		}
	}
	mend := func(w *world, _ *ask) { w.thirdCounted("HR4", "adv1/advisor!", 6) }
	return []cause{
		{key: "third.missing", code: verdict.H01, base: base, mend: mend, do: func(w *world, _ *ask) { w.retest("HR3", 6) }},
		{key: "third.mismatch", code: verdict.H01, base: base, mend: mend, do: counted("adv1/advisor!", 5)},
		{key: "third.person", code: verdict.H01, base: base, mend: mend, do: counted("x1/ad!", 6)},
		{key: "third.look", code: verdict.H03, base: base, mend: func(w *world, _ *ask) {
			w.do("adv1/advisor!", w.second("R-03"))
		}, do: func(w *world, _ *ask) {
			b := w.second("R-03")
			b.Seen = 5
			w.do("adv1/advisor!", b)
		}},
		{key: "third.not-signed", code: verdict.H03, base: base, q: start, do: func(w *world, _ *ask) {
			w.ids["HR1"] = w.ids["HR2"]
			w.give()
		}, mend: func(w *world, _ *ask) { w.collect(); w.giveByThree(); w.wantComplete(start) }},
	}
}

// thirdCounted is a test at the hand-over that a third person counts before its number is shown.
func (w *world) thirdCounted(tray event.TrayID, by string, n int64) {
	w.t.Helper()
	id := w.tray(&event.TrayTested{Tray: tray, Item: "R-03"}, trayWay{rounds: 6, watcher: "w2/watcher", skip: "open"})
	w.do(by, &event.TrayCounted{Of: id, Number: n})
	w.show(string(tray), 6)
}

// giveByThree is a hand-over that the advisor signs as the third.
func (w *world) giveByThree() {
	w.t.Helper()
	w.do("h1/handler! w2/watcher! adv1/advisor!", &event.HandedOver{
		Item: "R-03", To: "p1", Scene: "42", Purpose: event.Rehearsal, Trays: []event.ID{w.ids["HR1"]},
	})
}

// TestAThirdLookIsItsOwn looks as somebody who is no third person, and before the contents changed.
func TestAThirdLookIsItsOwn(t *testing.T) {
	w := begin(t)
	w.packs = append(slices.Clip(w.packs), pack(t, "house-third-count"))
	w.withDummies()
	w.unload(6, 0)
	w.wantHold(handOver, "third.look")
	early := w.draft("adv1/advisor!", w.second("R-03"))
	for _, by := range []string{"x1/advisor!", "w2/advisor!", "p2/ad!"} {
		who, role, _ := strings.Cut(strings.TrimSuffix(by, "!"), "/")
		w.appoint(event.PersonID(who), event.RoleOf(role))
		w.do(by, w.second("R-03"))
		w.wantHold(handOver, "third.look") // The handler's voucher, the watcher again, a performer.
	}
	w.do("adv1/advisor!", w.second("R-03"))
	w.wantComplete(handOver)
	w.ids["HR1"] = w.newest(event.KindTrayTested)
	w.giveByThree()
	w.wantComplete(start)
	w.collect()
	w.wantComplete(handOver) // Once in a segment is enough.
	w.do("cam1/crew!", &event.Unattended{Objects: []event.Object{event.ItemID("R-03").Object()}})
	w.examine("R-03")
	w.seen("R-03")
	w.put(early)
	w.wantHold(handOver, "third.look")
	w.do("adv1/advisor!", w.second("R-03"))
	w.wantComplete(handOver)
}

// TestWhoseLookIsNoSecondOne looks with people who may not.
func TestWhoseLookIsNoSecondOne(t *testing.T) {
	for _, c := range []struct{ name, by string }{
		{"the handler's voucher", "x1/watcher!"},
		{"a performer", "p2/watcher!"},
		{"the receiver", "p1/watcher!"},
		{"without papers", "cam1/watcher!"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := begin(t)
			w.withDummies()
			for _, who := range []event.PersonID{"x1", "p1", "p2", "cam1"} {
				w.appoint(who, event.Watcher)
			}
			w.paper("med1/crew!", event.WatcherTraining, "", "x1", "p1", "p2")
			w.do(c.by, w.second("R-03"))
			w.wantHold(handOver, "look.watcher")
			w.seen("R-03")
			w.wantComplete(handOver)
		})
	}
}

// TestAHandlerIsNoSecondPerson: whoever handles can sign as a watcher too, and counts as one person.
func TestAHandlerIsNoSecondPerson(t *testing.T) {
	w := begin(t)
	w.withDummies()
	w.appoint("h1", event.Watcher)
	w.paper("med1/crew!", event.WatcherTraining, "", "h1")
	w.do("h1/watcher!", w.second("R-03"))
	w.wantHold(handOver, "look.watcher")
}

// TestARelievedHandlerIsNoSecondPerson: who had the item stays one person when somebody else has it.
func TestARelievedHandlerIsNoSecondPerson(t *testing.T) {
	for _, c := range []struct{ name, who, voucher string }{
		{"the handler who looked", "h1", ""},
		{"whom that handler vouched for", "z1", "h1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := begin(t)
			w.withDummies()
			w.unload(6, 0)
			w.examine("R-03")
			who := event.PersonID(c.who)
			if c.voucher != "" {
				w.enrol(who, event.Grip, event.PersonID(c.voucher))
			}
			w.appoint(who, event.Watcher)
			w.paper("med1/crew!", event.WatcherTraining, "", who)
			w.do("ad1/ad", &event.Attended{Of: w.ids["meeting"], People: []event.PersonID{"h2"}, How: event.Badge})
			w.onDutyAs("h2", event.Handler)
			w.do("h1/handler! h2/handler!", &event.Relieved{From: "h1", To: "h2", Items: []event.ItemID{"R-03"}})
			w.do("w3/watcher!", w.second("R-03"))
			w.wantComplete(handOver)
			w.do(c.who+"/watcher!", w.second("R-03"))
			w.wantHold(handOver, "look.watcher")
			w.do("h2/handler", w.look("R-03")) // Another look at every position undoes no time alone.
			w.wantHold(handOver, "look.watcher")
			w.do("w3/watcher!", w.second("R-03"))
			w.wantComplete(handOver)
		})
	}
}

// TestTwoWhoSignedAreTwo: whom a handler vouched for signs the first hand-over with them, and nobody who
// comes later makes that the signatures of two.
func TestTwoWhoSignedAreTwo(t *testing.T) {
	w := begin(t)
	w.withDummies()
	w.unload(6, 0)
	w.enrol("z1", event.Grip, "h1")
	w.appoint("z1", event.Watcher)
	w.paper("med1/crew!", event.WatcherTraining, "", "z1")
	w.do("z1/watcher!", w.second("R-03"))
	give := func(by string) {
		w.do(by, &event.HandedOver{Item: "R-03", To: "p1", Scene: "42", Purpose: event.Rehearsal})
	}
	give("h1/handler! z1/watcher!")
	w.do("ad1/ad", &event.Attended{Of: w.ids["meeting"], People: []event.PersonID{"h2"}, How: event.Badge})
	w.onDutyAs("h2", event.Handler)
	w.do("h1/handler! h2/handler!", &event.Relieved{From: "h1", To: "h2", Items: []event.ItemID{"R-03"}})
	w.do("h2/handler", w.look("R-03"))
	w.do("h2/handler", &event.HandedOver{Item: "R-03", To: "p1", Scene: "42", Purpose: event.Rehearsal})
	w.wantHold(start, "look.not-signed")
	w.do("h2/handler", &event.Collected{Item: "R-03", From: "p1"})
	w.do("w3/watcher!", w.second("R-03"))
	give("h2/handler! w3/watcher!")
	w.wantComplete(start)
}

// TestThreeWhoSignedAreThree: a watcher who looks again as AD signs a hand-over as one person, whoever
// looks later.
func TestThreeWhoSignedAreThree(t *testing.T) {
	w := begin(t)
	w.packs = append(slices.Clip(w.packs), pack(t, "house-third-count"))
	w.withDummies()
	w.thirdCounted("HR2", "adv1/advisor!", 6)
	w.ids["HR1"] = w.ids["HR2"]
	w.appoint("w2", event.AD)
	w.do("w2/ad!", w.second("R-03"))
	w.give()
	w.do("w3/watcher!", w.second("R-03"))
	w.wantHold(start, "third.not-signed")
	w.do("adv1/advisor!", w.second("R-03"))
	w.wantHold(start, "third.not-signed")
	w.collect()
	w.do("h1/handler! w3/watcher! adv1/advisor!", &event.HandedOver{
		Item: "R-03", To: "p1", Scene: "42", Purpose: event.Rehearsal,
	})
	w.wantComplete(start)
}

// TestSignaturesMakeNoThirdLookNewer: who looked as the third while it was empty signs the hand-over of
// what was loaded behind that look.
func TestSignaturesMakeNoThirdLookNewer(t *testing.T) {
	w := begin(t)
	w.packs = append(slices.Clip(w.packs), pack(t, "house-third-count"))
	w.open()
	w.crew()
	w.prep()
	w.shooting()
	w.at("07:40")
	w.do("adv1/advisor!", w.second("R-03"))
	w.load("BOX-2", "D-014", 6)
	w.thirdCounted("HR1", "adv1/advisor!", 6)
	w.wantHold(handOver, "third.look")
	w.giveByThree()
	w.wantHold(start, "third.look")
	w.wantHold(start, "third.not-signed")
	w.collect()
	w.wantHold(handOver, "third.look")
	w.do("adv1/advisor!", w.second("R-03"))
	w.giveByThree()
	w.wantComplete(start)
}

// TestASecondLookFromBefore is signed before the rounds were loaded, or before the item stood alone,
// and arrives after. Who signed the load with the handler knows of it, and still looked before.
func TestASecondLookFromBefore(t *testing.T) {
	t.Run("the load", func(t *testing.T) {
		w := begin(t)
		w.withDummies()
		b := w.second("R-03")
		early := w.draft("w2/watcher", b)
		w.do("h1/handler", &event.Unloaded{Item: "R-03", Container: "QUAR", Unfired: 6})
		w.later(60)
		w.tested("BOX-9", "T9", normal)
		w.unseal("BOX-9")
		w.examine("R-03")
		w.do("h1/handler w2/watcher", &event.Loaded{Item: "R-03", Container: "BOX-9", Lot: "D-014", Positions: positions(6)})
		w.seal("BOX-9")
		w.retest("HR9", 6)
		w.put(early)
		w.wantHold(handOver, "look.changed")
		w.seen("R-03")
		w.wantComplete(handOver)
	})
	t.Run("a new handler", func(t *testing.T) {
		w := begin(t)
		w.withDummies()
		w.unload(6, 0)
		early := w.draft("w3/watcher!", w.second("R-03"))
		w.do("ad1/ad", &event.Attended{Of: w.ids["meeting"], People: []event.PersonID{"h2"}, How: event.Badge})
		w.onDutyAs("h2", event.Handler)
		w.do("h2/handler", w.look("R-03")) // Out of other hands, and nobody handed it on.
		w.put(early)
		w.wantHold(handOver, "look.none")
		w.do("w3/watcher!", w.second("R-03"))
		w.wantComplete(handOver)
	})
	t.Run("a time alone", func(t *testing.T) {
		w := begin(t)
		w.withDummies()
		w.unload(6, 0)
		early := w.draft("w2/watcher", w.second("R-03"))
		w.do("cam1/crew!", &event.Unattended{Objects: []event.Object{event.ItemID("R-03").Object()}})
		w.examine("R-03")
		w.put(early)
		w.wantHold(handOver, "look.none")
		w.seen("R-03")
		w.wantComplete(handOver)
	})
}

// TestWhatStandsBehindOneLook hands over twice in a segment and loads in between.
func TestWhatStandsBehindOneLook(t *testing.T) {
	w := begin(t)
	w.withDummies()
	w.give()
	w.collect()
	w.do("h1/handler", &event.Reset{Items: []event.ItemID{"R-03"}})
	w.wantComplete(handOver)
	reload := func(tray event.TrayID) {
		w.do("h1/handler", &event.Unloaded{Item: "R-03", Container: "QUAR", Unfired: 6})
		w.later(60)
		box := event.ContainerID("BOX-" + tray)
		w.tested(box, "T-"+tray, normal)
		w.unseal(box)
		w.examine("R-03")
		w.do("h1/handler w2/watcher", &event.Loaded{Item: "R-03", Container: box, Lot: "D-014", Positions: positions(6)})
		w.seal(box)
		w.retest(tray, 6)
	}
	reload("HR8")
	w.wantComplete(handOver)
	w.correct(w.newest(event.KindItemLooked), "rounds") // What stood behind the look falls with it.
	w.wantHold(handOver, "look.none")
	w.seen("R-03")
	w.wantComplete(handOver)
	reload("HR9")
	w.wantHold(handOver, "look.changed") // No hand-over that both signed stands behind this look.
}

// TestALaterLookCanStillHold: a new look is not needed behind the first hand-over, and what it sees
// counts all the same.
func TestALaterLookCanStillHold(t *testing.T) {
	w := begin(t)
	w.withDummies()
	w.give()
	w.wantComplete(start)
	b := w.second("R-03")
	b.Rounds = 7
	w.do("w3/watcher!", b)
	w.wantHold(start, "look.mismatch")
	w.do("w3/watcher!", w.second("R-03"))
	w.wantComplete(start)
}

// TestOnlyBothSignaturesMakeTheFirstHandOver tries the others.
func TestOnlyBothSignaturesMakeTheFirstHandOver(t *testing.T) {
	for _, c := range []struct{ name, by string }{
		{"the handler alone", "h1/handler!"},
		{"another watcher", "h1/handler! w1/watcher!"},
		{"the watcher's session", "h1/handler! w2/watcher~"},
		{"the handler's session", "h1/handler~ w2/watcher!"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := begin(t)
			w.withDummies()
			w.unload(6, 0)
			give := func(by string) {
				w.do(by, &event.HandedOver{Item: "R-03", To: "p1", Scene: "42", Purpose: event.Rehearsal})
			}
			give(c.by)
			w.wantHold(start, "look.not-signed")
			w.collect()
			give("h1/handler! w2/watcher!")
			w.wantComplete(start)
		})
	}
}

// TestWhatLooksLikeAFirearmIsLookedInto asks for a rubber copy, and for one that nothing looks like.
func TestWhatLooksLikeAFirearmIsLookedInto(t *testing.T) {
	w := begin(t)
	w.withDummies()
	p := w.plan()
	p.Items = []event.PlannedItem{{Item: "G-11", Class: event.Solid}, {Item: "G-12", Class: event.Solid}}
	w.scene(p)
	w.do("h1/handler w2/watcher", &event.ItemReceived{Items: []event.ReceivedItem{received("G-12", event.Solid, "", "LA-2")}})
	for _, id := range []event.ItemID{"G-11", "G-12"} {
		w.do("h1/handler", &event.ItemExamined{
			Item: id, Identity: event.MarkSeen, Feed: event.SeenEmpty, Bore: event.BoreNone,
		})
	}
	q := handOver
	q.Item = "G-12"
	w.wantComplete(q)
	q.Item = "G-11"
	w.wantHold(q, "look.none")
	w.do("w2/watcher", &event.ItemLooked{Item: "G-11", Identity: event.TagOnly, Drawn: event.No})
	w.wantHold(q, "look.identity")
	w.do("w2/watcher", &event.ItemLooked{Item: "G-11", Identity: event.MarkSeen, Drawn: event.No})
	w.wantComplete(q)
}

// TestTheThirdCountIsBlindAndTheFirst: neither a count behind the opening nor a second number counts.
func TestTheThirdCountIsBlindAndTheFirst(t *testing.T) {
	w := begin(t)
	w.packs = append(slices.Clip(w.packs), pack(t, "house-third-count"))
	w.withDummies()
	count := func(n int64) {
		w.do("adv1/advisor!", &event.TrayCounted{Of: w.newest(event.KindTrayTested), Number: n})
	}
	count(6)
	w.wantHold(handOver, "third.missing")
	w.thirdCounted("HR2", "adv1/advisor!", 5)
	count(6)
	w.wantHold(handOver, "third.mismatch")
	id := w.tray(&event.TrayTested{Tray: "HR3", Item: "R-03"}, trayWay{rounds: 6, skip: "count"})
	count(6)
	w.wantHold(handOver, "tray.not-counted") // A third count is not the watcher's.
	w.do("w2/watcher", &event.TrayCounted{Of: id, Number: 6})
	w.show("HR3", 6)
	w.do("adv1/advisor!", w.second("R-03"))
	w.wantComplete(handOver)
	of := w.newest(event.KindTrayCounted)
	w.correct(of, "number")
	w.wantHold(handOver, "tray.not-counted")
}
