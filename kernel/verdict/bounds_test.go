package verdict_test

import (
	"slices"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

func (w *world) has(q verdict.Question, key string) bool {
	return slices.ContainsFunc(w.judge(q).Reasons, func(r verdict.Reason) bool { return r.Key == key })
}

func TestEachClockAtBelowAndAbove(t *testing.T) {
	for _, c := range []struct {
		name, key string
		at        int64 // The last second at which it still counts, from the deed.
		q         verdict.Question
		deed      func(*world)
		wait      func(w *world, s int64)
	}{
		{
			"a look lasts half an hour", "examine.old", 1800, handOver, func(w *world) { w.examine("R-03") },
			func(w *world, s int64) { w.later(s) },
		},
		{
			"a record lasts an hour", "record.stale", 3600, handOver, func(w *world) { w.later(0) },
			func(w *world, s int64) { w.now += s },
		},
		{
			"a duty lasts six hours", "handler.off-duty", 6 * 3600, handOver, func(w *world) { w.onDutyAs("h1", event.Handler) },
			func(w *world, s int64) { w.later(s) },
		},
		{"a permit is looked up within thirty days", "handler.permit", 30 * 24 * 3600, handOver, func(w *world) {
			w.paper("med1/crew!", event.HandlerPermit, "2027-06-30", "h1")
		}, func(w *world, s int64) { w.later(s) }},
		{
			"an idle key locks after fifteen minutes", "record.signature", state.IdleMaxS, handOver,
			func(w *world) { w.examine("R-03") }, func(w *world, s int64) {
				w.later(s)
				w.put(w.draft("h1/handler~", w.look("R-03")))
			},
		},
	} {
		for _, d := range []struct {
			name string
			off  int64
			hold bool
		}{{"below", -1, false}, {"at", 0, false}, {"above", 1, true}} {
			t.Run(c.name+", "+d.name, func(t *testing.T) {
				w := begin(t)
				w.withDummies()
				c.deed(w)
				c.wait(w, c.at+d.off)
				if w.has(c.q, c.key) != d.hold {
					t.Errorf("%s: %v", c.key, keys(w.judge(c.q)))
				}
			})
		}
	}
}

func TestPaceIsTwoSecondsForEachRound(t *testing.T) {
	for _, c := range []struct {
		seconds int64
		hold    bool
	}{{19, true}, {20, false}, {21, false}} {
		w := begin(t)
		w.withDummies()
		w.later(60)
		w.tested("BOX-8", "T8", trayWay{paceS: c.seconds})
		q := loadIt
		q.Container = "BOX-8"
		if w.has(q, "tray.pace") != c.hold {
			t.Errorf("ten rounds in %d s: %v", c.seconds, keys(w.judge(q)))
		}
	}
}

// TestWhoMayNotReleaseWhat tries every release by people who may not give it.
func TestWhoMayNotReleaseWhat(t *testing.T) {
	for _, c := range []struct {
		name, key string
		block     string
		body      event.Body
		by        string
		release   func(of event.ID) event.Body
	}{
		{
			"a STOP by one person", "stop.open", "cam1/crew!", &event.StopCalled{Unit: "main"}, "h1/hazard-owner!",
			func(of event.ID) event.Body { return &event.Restarted{Of: []event.ID{of}} },
		},
		{
			"a STOP by its caller and a bystander", "stop.open", "cam1/crew!", &event.StopCalled{Unit: "main"},
			"cam1/crew! w2/crew!", func(of event.ID) event.Body { return &event.Restarted{Of: []event.ID{of}} },
		},
		{
			"a STOP by the owner and who was vouched for alike", "stop.open", "w2/crew!", &event.StopCalled{Unit: "main"},
			"h1/hazard-owner! cam1/crew!", func(of event.ID) event.Body { return &event.Restarted{Of: []event.ID{of}} },
		},
		{
			"a STOP by the owner and the box", "stop.open", "w2/crew!", &event.StopCalled{Unit: "main"},
			"h1/hazard-owner! hub/operator~", func(of event.ID) event.Body { return &event.Restarted{Of: []event.ID{of}} },
		},
		{
			"withheld by another", "withheld.item", "p1/performer!", &event.Withheld{Item: "R-03"}, "p2/performer!",
			func(of event.ID) event.Body { return &event.WithheldLifted{Of: of} },
		},
		{
			"withheld by two, one of them", "withheld.item", "h1/handler adv1/advisor!", &event.Withheld{Item: "R-03"}, "h1/handler",
			func(of event.ID) event.Body { return &event.WithheldLifted{Of: of} },
		},
		{
			"a concern by its subject", "concern.open", "cam1/crew!", &event.ConcernRaised{Subject: "adv1"},
			"adv1/advisor! h1/handler!", func(of event.ID) event.Body { return &event.ConcernAnswered{Of: of, Action: event.Changed} },
		},
		{
			"an incident by who held the item", "incident.open", "cam1/crew!", &event.IncidentDeclared{Item: "R-03"},
			"adv1/advisor! h1/handler!", func(of event.ID) event.Body { return &event.IncidentClosed{Of: of} },
		},
		{
			"an incident without an item by one handler", "incident.open", "cam1/crew!", &event.IncidentDeclared{},
			"ad1/ad! h1/handler!", func(of event.ID) event.Body { return &event.IncidentClosed{Of: of} },
		},
		{
			"a discharge of what nobody received by one handler", "discharge.open", "cam1/crew!", &event.Discharged{Item: "R-77", Planned: event.No, Shots: 1},
			"ad1/ad! h1/handler!", func(of event.ID) event.Body { return &event.IncidentClosed{Of: of} },
		},
		{
			"a loose round by a watcher without papers", "rounds.loose", "cam1/crew!", &event.LooseFound{Nature: event.Dummy, Count: 1},
			"h1/handler! x1/watcher!", func(of event.ID) event.Body { return &event.Released{Of: []event.ID{of}, As: event.AsDestroyed} },
		},
		{
			"a loose round as tested that nobody put away", "rounds.loose", "cam1/crew!", &event.LooseFound{Nature: event.Dummy, Count: 1},
			"h1/handler! w2/watcher!", func(of event.ID) event.Body { return &event.Released{Of: []event.ID{of}, As: event.AsTested} },
		},
		{
			"a loose round as repaired", "rounds.loose", "cam1/crew!", &event.LooseFound{Nature: event.Dummy, Count: 1},
			"h1/handler! w2/watcher!", func(of event.ID) event.Body { return &event.Released{Of: []event.ID{of}, As: event.AsRepaired} },
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := begin(t)
			w.withDummies()
			w.appoint("x1", event.Watcher)
			w.wantComplete(handOver)
			of := w.do(c.block, c.body)
			w.do(c.by, c.release(of))
			w.wantHold(handOver, c.key)
		})
	}
}

func TestWithheldLapsesAtLockUpWhileThatStands(t *testing.T) {
	w := begin(t)
	w.withDummies()
	w.do("p1/performer!", &event.Withheld{Item: "R-03"})
	w.wantHold(handOver, "withheld.item")
	w.give()
	w.collect()
	w.lockUp()
	w.examine("R-03")
	w.wantComplete(handOver)
	w.correct(w.newest(event.KindLockedUp), "items")
	w.wantHold(handOver, "withheld.item")
}

// TestWhoIsNoWatcher tests rounds at the hand-over with watchers who do not count.
func TestWhoIsNoWatcher(t *testing.T) {
	for _, c := range []struct{ name, by string }{
		{"the watcher at prep", "w1/watcher!"},
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
			w.tray(&event.TrayTested{Tray: "HR8", Item: "R-03"}, trayWay{rounds: 6, watcher: c.by})
			if !w.has(handOver, "retest.watcher") && !w.has(handOver, "tray.watcher") {
				t.Errorf("counts: %v", keys(w.judge(handOver)))
			}
			w.retest("HR9", 6)
			w.wantComplete(handOver)
		})
	}
}

func TestPapersAndRolesNobodyElseGave(t *testing.T) {
	w := begin(t)
	w.withDummies()
	w.correct(w.paperOf(event.HandlerPermit), "people")
	w.paper("x1/crew!", event.HandlerPermit, "2027-06-30", "h1")
	w.wantHold(handOver, "handler.permit") // By the handler's own voucher.
	w.paper("h1/handler!", event.HandlerPermit, "2027-06-30", "h1")
	w.wantHold(handOver, "handler.permit") // By the handler.
	w.paper("med1/crew!", event.HandlerPermit, "2027-06-30", "h1")
	w.wantComplete(handOver)
	w.do("ad1/ad! x1/crew!", &event.Appointed{Person: "ad1", Role: event.Handler})
	if w.s.Holds("ad1", event.Handler) {
		t.Error("appointed themselves, with a bystander's signature")
	}
}

// TestALookThatArrivesLate is signed before an item was left alone and arrives after.
func TestALookThatArrivesLate(t *testing.T) {
	w := begin(t)
	w.withDummies()
	late := w.draft("h1/handler", w.look("R-03"))
	w.later(10)
	w.do("cam1/crew!", &event.Unattended{Objects: []event.Object{event.ItemID("R-03").Object()}})
	w.later(10)
	w.put(late)
	w.wantHold(handOver, "custody.unattended")
	w.later(60)
	w.again(normal)
	w.examine("R-03")
	w.wantComplete(handOver)
}

// TestLinkOrderDecidesNotArrival hands two linked acts in the wrong order.
func TestLinkOrderDecidesNotArrival(t *testing.T) {
	w := begin(t)
	w.withDummies()
	w.unload(6, 0) // Nobody looks through a bore with rounds behind it.
	one := w.draft("h1/handler", &event.BoreChecked{Item: "R-03", Bore: event.BoreObstructed, Method: event.Rod})
	first := w.sign(one)
	two := w.draft("h1/handler", &event.BoreChecked{Item: "R-03", Bore: event.BoreUnobstructed, Method: event.Rod})
	two.Links[0].Prev = first.ID()
	w.put(two)
	w.wantHold(handOver, "record.missing-link")
	w.apply(first)
	w.wantComplete(handOver) // The bore was free in the end, whichever arrived last.
}

func TestCustodyThatRanOutIsNotMendedByALock(t *testing.T) {
	w := begin(t)
	w.withDummies()
	w.at("12:20")
	w.examine("R-03")
	w.at("12:35") // The duty began at 06:30.
	w.do("h1/handler! w2/watcher!", &event.LockedUp{Items: []event.ItemID{"R-03"}, Container: "SAFE-1"})
	w.onDutyAs("h1", event.Handler)
	w.wantHold(handOver, "custody.duty")
}

// TestRoundsThatCannotBeToldApart follows odd rounds through boxes and a firearm.
func TestRoundsThatCannotBeToldApart(t *testing.T) {
	w := begin(t)
	w.withBlanks()
	w.unseal("BOX-3")
	w.do("cam1/crew!", &event.Unattended{Objects: []event.Object{event.ContainerID("BOX-3").Object()}})
	w.do("h1/handler", &event.ContainerRegistered{Container: "BOX-9", What: event.Box})
	w.do("h1/handler", &event.RoundsMoved{Lot: "B-02", From: "BOX-3", To: "BOX-9", Count: 10})
	w.seal("BOX-9")
	q := verdict.Question{Ask: verdict.Load, Item: "R-03", Container: "BOX-9", Scene: "42"}
	w.wantHold(q, "rounds.unknown-open")
	for _, l := range []event.ReceivedLot{dummies("B-02", "BOX-X"), blanks("B-02", "BOX-Y")} {
		w.do("h1/handler w1/watcher", &event.RoundsReceived{Lots: []event.ReceivedLot{l}})
	}
	w.wantHold(onCamera, "rounds.unknown-loaded") // Two deliveries of one name that differ.
}

func TestASecondReceiptUnderOneTag(t *testing.T) {
	w := begin(t)
	w.withDummies()
	w.do("h1/handler w1/watcher", &event.ItemReceived{Items: []event.ReceivedItem{received("R-03", event.Solid, "", "")}})
	if v := w.judge(handOver); v.Outcome == verdict.Complete {
		t.Error("a second thing under one tag changes nothing")
	}
}

func TestJudgingNothing(t *testing.T) {
	var none verdict.Question
	if v := verdict.Judge(nil, handOver, nil, state.Interval{}); v.Outcome != verdict.Hold || v.Reasons[0].Code != verdict.H27 {
		t.Errorf("no state: %v", keys(v))
	}
	w := begin(t)
	w.withDummies()
	if v := w.judge(none); v.Outcome != verdict.Hold || v.Reasons[0].Code != verdict.H27 {
		t.Errorf("no question: %v", keys(v))
	}
	w.packs = nil
	w.wantHold(handOver, "packs.none")
	defer verdict.Replace(verdict.FactClockTrusted, nil)()
	w.wantHold(handOver, "judge.fault")
}

// TestAnUnverifiedEntryOfAVoucherEnrolsNobody enrols somebody under a voucher whose key is not theirs.
func TestAnUnverifiedEntryOfAVoucherEnrolsNobody(t *testing.T) {
	w := begin(t)
	w.withDummies()
	e := w.draft("zz/crew! w1/crew!", &event.CrewEnrolled{
		Person: "zz", Department: event.Grip, Key: keyOf("zz"), Vouchers: []event.PersonID{"w1"},
	})
	w.devices["w1"] = &duty{key: keyOf("a stranger's"), role: event.Watcher, on: true}
	e.Signers[1].How = event.Session
	w.put(e)
	w.appoint("zz", event.Handler)
	i, _ := w.s.Find(w.do("zz/handler!", &event.SweepDone{
		Day: "2026-11-21", Unit: "main", Areas: []event.SweepArea{event.Pockets}, Found: event.No,
	}))
	if w.s.Stands(i) {
		t.Error("an act by somebody whose voucher did not sign counts")
	}
}

// TestARevokedPasskeyTakesItsDeviceKeyAlong: what a stolen passkey put on duty is taken away too.
func TestARevokedPasskeyTakesItsDeviceKeyAlong(t *testing.T) {
	w := begin(t)
	w.withDummies()
	since := w.s.Size()
	w.onDutyAs("h1", event.Handler)
	w.examine("R-03")
	w.wantComplete(handOver)
	w.do("cam1/crew! w3/crew!", &event.KeyRevoked{Person: "h1", Key: keyOf("h1"), Since: since})
	w.wantHold(handOver, "examine.missing")
}
