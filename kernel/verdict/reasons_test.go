package verdict_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// cause is one way to a reason: a complete record, what somebody does or leaves out, and the act the
// reason advises, after which it is gone.
type cause struct {
	key  string
	code verdict.Code
	// base leads to the question; the rehearsal with dummies unless given.
	base func(*world)
	q    verdict.Question
	// do is what makes the reason; it may change the question.
	do func(*world, *verdict.Question)
	// mend is the advised act, and leaves on record what that act does; it may ask about what it made.
	mend func(*world, *verdict.Question)
	// also names the other reasons the same deed has; "*" allows any.
	also string
}

func causes() []cause {
	return slices.Concat(recordCauses(), roundCauses(), trayCauses(), itemCauses(), lookCauses(),
		custodyCauses(), handlerCauses(), sceneCauses(), zoneCauses(), blockCauses(), authorityCauses())
}

// TestEveryReasonAppearsAndItsActRemovesIt goes from COMPLETE to exactly one reason and back from it.
func TestEveryReasonAppearsAndItsActRemovesIt(t *testing.T) {
	for _, c := range causes() {
		t.Run(c.key, func(t *testing.T) {
			w := begin(t)
			if c.base == nil {
				c.base = (*world).withDummies
			}
			q := c.q
			if q.Ask == verdict.NoAsk {
				q = handOver
			}
			c.base(w)
			if c.code != verdict.H27 && c.key != "record.no-checkpoint" {
				w.wantComplete(q)
			}
			if c.do != nil {
				c.do(w, &q)
			}
			want := c.code.String() + " " + c.key
			got := keys(w.judge(q))
			if !slices.Contains(got, want) {
				t.Fatalf("want %s, got [%s]", want, strings.Join(got, ", "))
			}
			for _, k := range got {
				if k != want && c.also != "*" && !strings.Contains(c.also, k) {
					t.Errorf("%s comes with %s", want, k)
				}
			}
			act, before := actOf(t, w.judge(q), c.code, c.key), len(w.log)
			c.mend(w, &q)
			w.wantAdvised(act, before)
			if left := keys(w.judge(q)); slices.Contains(left, want) {
				t.Errorf("%s is still there after its act: [%s]", want, strings.Join(left, ", "))
			}
		})
	}
}

// TestEveryReasonKeyHasACase keeps the table above complete, in keys and in codes.
func TestEveryReasonKeyHasACase(t *testing.T) {
	var have []string
	var codes []verdict.Code
	for _, c := range causes() {
		have, codes = append(have, c.key), append(codes, c.code)
	}
	for _, k := range verdict.ReasonKeys() {
		if !slices.Contains(have, k) {
			t.Errorf("no case makes the reason %s", k)
		}
	}
	for c := verdict.NoCode + 1; c < verdict.CodeCount; c++ {
		if !slices.Contains(codes, c) {
			t.Errorf("no case makes a reason of %s", c)
		}
	}
}

// correct records that fields of an event are wrong.
func (w *world) correct(of event.ID, fields ...string) {
	w.t.Helper()
	w.do("cam1/crew!", &event.Corrected{Of: of, Fields: fields})
}

// newest returns the newest recorded event of a kind.
func (w *world) newest(k event.Kind) event.ID {
	w.t.Helper()
	for _, o := range slices.Backward(w.log) {
		if o.Event().Kind == k {
			return o.ID()
		}
	}
	w.t.Fatalf("no %s in the log", k)
	return event.ID{}
}

// paperOf returns the newest credential of a kind.
func (w *world) paperOf(what event.CredentialKind) event.ID {
	w.t.Helper()
	for _, o := range slices.Backward(w.log) {
		if b, ok := o.Event().Body.(*event.Credential); ok && b.What == what {
			return o.ID()
		}
	}
	w.t.Fatalf("no %s in the log", what)
	return event.ID{}
}

type ask = verdict.Question

func recordCauses() []cause {
	var kept event.Opened
	return []cause{
		{key: "record.incomplete", code: verdict.H25, do: func(w *world, _ *ask) {
			kept = w.sign(w.draft("cam1/crew!", &event.CrewListed{People: []event.ListedPerson{
				{Person: "zz", Department: event.Grip, Proposed: event.Crew},
			}}))
			if err := w.s.Apply(kept); err != nil {
				w.t.Fatal(err)
			}
		}, mend: func(w *world, _ *ask) { w.log = append(w.log, kept); w.tick() }},
		{
			key: "record.no-checkpoint", code: verdict.H25, also: "*", base: func(*world) {},
			mend: func(w *world, _ *ask) { w.open() },
		},
		{
			key: "record.stale", code: verdict.H20, q: closeDay, base: func(w *world) { w.withDummies(); w.lockUp() },
			do: func(w *world, _ *ask) { w.now += 3601 }, mend: func(w *world, _ *ask) { w.tick() },
		},
		{
			key: "clock.untrusted", code: verdict.H20, do: func(w *world, _ *ask) { w.now -= 60 },
			mend: func(w *world, _ *ask) { w.now += 60 },
		},
		{
			key: "record.fork", code: verdict.H25, also: "*", do: func(w *world, _ *ask) { w.fork() },
			mend: func(w *world, _ *ask) { w.reconcile(); w.examine("R-03") },
		},
		{key: "record.missing-link", code: verdict.H25, do: func(w *world, _ *ask) {
			bore := &event.BoreChecked{Item: "R-03", Bore: event.BoreUnobstructed, Method: event.Rod}
			kept = w.sign(w.draft("h1/handler", bore))
			e := w.draft("h1/handler", bore)
			e.Links[0].Prev = kept.ID()
			w.put(e)
		}, mend: func(w *world, _ *ask) { w.apply(kept) }},
		{key: "record.signature", code: verdict.H25, also: "*", do: func(w *world, _ *ask) {
			w.later(state.IdleMaxS + 1)
			w.put(w.draft("h1/handler~", w.look("R-03")))
		}, mend: func(w *world, _ *ask) { w.later(state.IdleMaxS + 1); w.examine("R-03") }},
		{
			key: "packs.none", code: verdict.H26, also: "*", base: func(w *world) {
				w.packs = shipped(w.t)[1:]
				w.withDummies()
			}, do: func(w *world, _ *ask) { w.call("MX-ROO") },
			mend: func(w *world, _ *ask) { w.call("US-CA") },
		},
		{key: "packs.changed", code: verdict.H26, also: "*", do: func(w *world, _ *ask) {
			w.packs = []*verdict.Pack{edited(w.t, 0, "One edition", "Another edition"), w.packs[1]}
		}, mend: func(w *world, _ *ask) { w.packs = shipped(w.t) }},
		{
			key: "packs.unknown", code: verdict.H26, do: func(w *world, _ *ask) { w.packs = w.packs[:1] },
			also: "*", mend: func(w *world, _ *ask) { w.packs = shipped(w.t) },
		},
		{
			key: "packs.expired", code: verdict.H26, do: func(w *world, _ *ask) { w.expire() },
			mend: func(w *world, _ *ask) {
				w.packs = append(slices.Clone(w.packs), shipped(w.t)[1])
				w.adopt(shipped(w.t)[1])
			},
		},
		{key: "packs.left-out", code: verdict.H26, do: func(w *world, _ *ask) {
			w.packs = append(slices.Clone(w.packs), house(w.t))
		}, mend: func(w *world, _ *ask) { w.adopt(house(w.t)) }},
		{key: "packs.dropped", code: verdict.H26, do: func(w *world, _ *ask) {
			w.enrol("g1", event.Sound, "ad1")
			w.enrol("sa1", event.SafetyDepartment, "x1")
			w.appoint("g1", event.Guild)
			w.appoint("sa1", event.Advisor)
			p := w.packs[0]
			w.ids["drop"] = w.do("ad1/ad!", &event.PackDropped{Pack: p.ID, Digest: p.Digest})
		}, mend: func(w *world, _ *ask) {
			w.do("g1/guild! sa1/advisor!", &event.DropAgreed{Of: w.ids["drop"]})
		}},
		{key: "judge.fault", code: verdict.H27, do: func(w *world, _ *ask) {
			w.t.Cleanup(verdict.Replace(verdict.FactCustodyUnbroken, func() verdict.Tri { panic("broken part") }))
		}, mend: func(w *world, _ *ask) {
			verdict.Replace(verdict.FactCustodyUnbroken, func() verdict.Tri { return verdict.True })
		}},
	}
}

func roundCauses() []cause {
	var kept event.Opened
	return []cause{
		{key: "rounds.loose", code: verdict.H01, do: func(w *world, _ *ask) {
			w.do("cam1/crew!", &event.LooseFound{Nature: event.Dummy, Count: 1})
		}, mend: func(w *world, _ *ask) {
			w.do("h1/handler", &event.Quarantined{Containers: []event.ContainerID{"QUAR"}})
			w.release(w.newest(event.KindLooseFound))
		}},
		{key: "rounds.waits", code: verdict.H01, do: func(w *world, _ *ask) {
			kept = w.sign(w.draft("h1/handler", &event.ContainerRegistered{Container: "BOX-9", What: event.Box}))
			e := w.draft("h1/handler w1/watcher!", &event.RoundsReceived{Lots: []event.ReceivedLot{dummies("D-099", "BOX-9")}})
			e.Links[0].Prev = kept.ID()
			w.put(e)
		}, mend: func(w *world, _ *ask) { w.apply(kept); w.wantComplete(handOver) }},
		{key: "rounds.live", code: verdict.H01, also: "H20 text.unverified", do: live, mend: destroy},
		{key: "text.unverified", code: verdict.H20, also: "H01 rounds.live", do: live, mend: destroy},
		{key: "rounds.unknown-open", code: verdict.H01, do: func(w *world, _ *ask) {
			l := dummies("U-1", "BOX-U")
			l.Nature = event.UnknownRound
			w.do("h1/handler w1/watcher", &event.RoundsReceived{Lots: []event.ReceivedLot{l}})
			w.wantComplete(handOver)
			w.unseal("BOX-U")
		}, mend: func(w *world, _ *ask) { w.seal("BOX-U") }},
		{
			key: "rounds.received-alone", code: verdict.H01, q: loadIt, do: func(w *world, q *ask) {
				w.do("h1/handler!", &event.RoundsReceived{Lots: []event.ReceivedLot{dummies("D-099", "BOX-9")}})
				q.Container = "BOX-9"
			}, mend: func(w *world, _ *ask) {
				w.do("h1/handler w2/watcher", &event.RoundsReceived{Lots: []event.ReceivedLot{dummies("D-099", "BOX-9")}})
			},
		},
		{key: "rounds.unknown-loaded", code: verdict.H01, also: "H03 examine.mismatch", do: mismatch, mend: again},
		{key: "load.untested", code: verdict.H01, q: loadIt, also: "H02 load.untested", do: func(w *world, q *ask) {
			w.do("h1/handler", &event.ContainerRegistered{Container: "BOX-9", What: event.Box})
			q.Container = "BOX-9"
		}, mend: func(w *world, _ *ask) { w.later(60); w.tested("BOX-9", "T9", normal) }},
		{key: "load.no-watcher", code: verdict.H01, also: "H01 rounds.unknown-loaded", do: func(w *world, _ *ask) {
			w.appoint("x1", event.Watcher)
			w.reload("h1/handler x1/watcher!")
		}, mend: again},
		{key: "load.not-verified", code: verdict.H01, also: "*", do: func(w *world, _ *ask) {
			w.reload("h1/handler! w2/watcher~")
		}, mend: again},
		{key: "source.seal", code: verdict.H02, q: loadIt, also: "H02 source.unsealed", do: func(w *world, _ *ask) {
			w.do("h1/handler", &event.ContainerOpened{Container: "BOX-2", Seal: "S-other"})
			w.seal("BOX-2")
		}, mend: otherBox},
		{key: "source.mixed", code: verdict.H02, q: loadIt, do: func(w *world, q *ask) {
			w.do("h1/handler w1/watcher", &event.RoundsReceived{Lots: []event.ReceivedLot{dummies("D-015", "BOX-5")}})
			w.later(60)
			w.tested("BOX-9", "T9", normal)
			w.unseal("BOX-5")
			w.unseal("BOX-9")
			w.tray(&event.TrayTested{Tray: "T10", From: "BOX-5", To: "BOX-9"}, trayWay{lot: "D-015"})
			w.seal("BOX-5")
			w.seal("BOX-9")
			q.Container = "BOX-9"
		}, mend: otherBox},
		{key: "source.no-seal", code: verdict.H02, q: loadIt, do: func(w *world, q *ask) {
			w.do("h1/handler", &event.ContainerRegistered{Container: "BELT-1", What: event.Belt})
			w.later(60)
			w.tested("BELT-1", "T9", normal)
			q.Container = "BELT-1"
		}, mend: func(w *world, q *ask) {
			w.do("h1/handler", &event.ContainerRegistered{Container: "BOX-9", What: event.Box})
			w.do("h1/handler", &event.RoundsMoved{Lot: "D-014", From: "BELT-1", To: "BOX-9", Count: 10})
			w.later(60)
			w.do("h1/handler", &event.ContainerRegistered{Container: "BOX-8", What: event.Box})
			w.tray(&event.TrayTested{Tray: "T8", From: "BOX-9", To: "BOX-8"}, normal)
			w.seal("BOX-8")
			q.Container = "BOX-8"
		}},
		{key: "source.unsealed", code: verdict.H02, do: func(w *world, _ *ask) {
			w.do("h1/handler", &event.ContainerRegistered{Container: "BELT-1", What: event.Belt})
			w.unload(6, 0)
			w.later(60)
			w.tested("BELT-1", "T9", normal)
			w.load("BELT-1", "D-014", 6)
			w.retest("HR9", 6)
		}, mend: again},
	}
}

// trayCauses ask whether rounds may be loaded from a box whose tray went one way or another.
func trayCauses() []cause {
	var out []cause
	add := func(key string, how trayWay, also string, mend func(*world, *ask)) {
		out = append(out, cause{key: key, code: verdict.H01, q: loadIt, also: also, do: func(w *world, q *ask) {
			w.appoint("x1", event.Watcher)
			w.later(60)
			w.tested("BOX-8", "T8", how)
			q.Container = "BOX-8"
		}, mend: mend})
	}
	add("tray.mismatch", trayWay{counted: 9}, "", otherBox)
	add("tray.not-blind", trayWay{before: true}, "", otherBox)
	add("tray.pace", trayWay{paceS: 19}, "", otherBox)
	add("tray.tests", trayWay{tests: []event.RoundTest{event.Rattle, event.Primer}}, "", otherBox)
	add("tray.watcher", trayWay{watcher: "x1/watcher!"}, "", otherBox)
	add("tray.not-counted", trayWay{skip: "count"}, "H01 tray.not-endorsed", func(w *world, _ *ask) {
		w.do("w1/watcher!", &event.TrayCounted{Of: w.ids["T8"], Number: 10})
	})
	add("tray.not-opened", trayWay{skip: "open"}, "", func(w *world, _ *ask) { w.show("T8", 10) })
	add("tray.not-endorsed", trayWay{skip: "endorse"}, "", func(w *world, _ *ask) {
		w.do("h1/handler w1/watcher", &event.TraysEndorsed{Trays: []event.ID{w.ids["T8"]}})
	})
	return append(out,
		cause{key: "tray.not-tested", code: verdict.H01, q: loadIt, do: func(_ *world, q *ask) { q.Container = "BOX-1" }, mend: otherBox},
		cause{key: "retest.missing", code: verdict.H01, do: func(w *world, _ *ask) {
			w.unload(6, 0)
			w.later(60)
			w.tested("BOX-8", "T8", normal)
			w.load("BOX-8", "D-014", 6)
		}, mend: func(w *world, _ *ask) { w.retest("HR8", 6) }},
		cause{key: "retest.handler", code: verdict.H01, also: "H03 look.watcher", do: func(w *world, _ *ask) {
			w.onDutyAs("h2", event.Handler)
			w.do("ad1/ad", &event.Attended{Of: w.ids["meeting"], People: []event.PersonID{"h2"}, How: event.Ticked})
			w.do("h1/handler h2/handler", &event.Relieved{From: "h1", To: "h2", Items: []event.ItemID{"R-03"}})
		}, mend: func(w *world, _ *ask) {
			w.tray(&event.TrayTested{Tray: "HR8", Item: "R-03"}, trayWay{rounds: 6, handler: "h2/handler", watcher: "w2/watcher"})
		}},
		cause{key: "retest.watcher", code: verdict.H01, do: func(w *world, _ *ask) {
			w.onDutyAs("w1", event.Watcher)
			w.tray(&event.TrayTested{Tray: "HR8", Item: "R-03"}, trayWay{rounds: 6, watcher: "w1/watcher"})
		}, mend: func(w *world, _ *ask) { w.retest("HR9", 6) }},
	)
}

func itemCauses() []cause {
	examined := func(change func(*event.ItemExamined)) func(*world, *ask) {
		return func(w *world, _ *ask) {
			b := w.look("R-03")
			change(b)
			w.do("h1/handler", b)
		}
	}
	examine := func(w *world, _ *ask) { w.examine("R-03") }
	return []cause{
		{key: "examine.missing", code: verdict.H03, also: "H03 identity.not-read", do: func(w *world, _ *ask) {
			w.correct(w.newest(event.KindItemExamined), "chambers")
		}, mend: examine},
		{
			key: "examine.partial", code: verdict.H03, mend: examine,
			do: examined(func(b *event.ItemExamined) { b.Chambers[3] = event.NotSeen }),
		},
		{
			key: "examine.feed", code: verdict.H03, mend: examine,
			do: examined(func(b *event.ItemExamined) { b.Feed = event.NotSeen }),
		},
		{
			key: "examine.bore", code: verdict.H03, mend: examine,
			do: examined(func(b *event.ItemExamined) { b.Bore = event.BoreNotSeen }),
		},
		{key: "examine.old", code: verdict.H03, mend: examine, do: func(w *world, _ *ask) { w.later(1801) }},
		{key: "examine.fired", code: verdict.H03, base: (*world).withBlanks, q: onCamera, also: "*", mend: examine, do: func(w *world, _ *ask) {
			w.do("h1/handler", &event.HandedOver{Item: "R-03", To: "p1", Scene: "42", Purpose: event.OnCamera})
			w.do("h1/handler", &event.Discharged{Item: "R-03", Planned: event.Yes, Shots: 1})
			w.collect()
		}},
		{key: "examine.mismatch", code: verdict.H03, also: "H01 rounds.unknown-loaded", do: mismatch, mend: again},
		{
			key: "identity.not-read", code: verdict.H03, mend: examine,
			do: examined(func(b *event.ItemExamined) { b.Identity, b.Serial4 = event.TagOnly, "" }),
		},
		{
			key: "identity.wrong", code: verdict.H03, mend: examine,
			do: examined(func(b *event.ItemExamined) { b.Serial4 = "9999" }),
		},
		{
			key: "item.gone-back", code: verdict.H03, also: "*", do: func(w *world, q *ask) {
				w.do("h1/handler w2/watcher", &event.ItemReceived{Items: []event.ReceivedItem{received("R-98", event.LiveCapable, "1", "")}})
				w.do("h1/handler!", &event.ItemReturned{Items: []event.ItemID{"R-98"}})
				q.Item = "R-98"
			},
			mend: func(w *world, _ *ask) {
				w.do("h1/handler w2/watcher", &event.ItemReceived{Items: []event.ReceivedItem{received("R-98", event.LiveCapable, "1", "")}})
			},
		},
		{
			key: "item.no-chambers", code: verdict.H03, also: "*", do: func(w *world, q *ask) {
				r := received("R-97", event.LiveCapable, "1", "")
				r.Chambers, r.Mechanism = 0, event.Inert
				w.do("h1/handler w2/watcher", &event.ItemReceived{Items: []event.ReceivedItem{r}})
				q.Item = "R-97"
			},
			mend: func(w *world, _ *ask) {
				w.correct(w.newest(event.KindItemReceived), "mechanism")
				w.do("h1/handler w2/watcher", &event.ItemReceived{Items: []event.ReceivedItem{received("R-97", event.LiveCapable, "1", "")}})
			},
		},
		{
			key: "item.received-alone", code: verdict.H03, also: "*", do: func(w *world, q *ask) {
				w.do("h1/handler!", &event.ItemReceived{Items: []event.ReceivedItem{received("R-99", event.LiveCapable, "1", "")}})
				q.Item = "R-99"
			},
			mend: func(w *world, _ *ask) {
				w.do("h1/handler w2/watcher", &event.ItemReceived{Items: []event.ReceivedItem{received("R-99", event.LiveCapable, "1", "")}})
			},
		},
		{
			key: "item.unknown", code: verdict.H03, also: "*", do: func(_ *world, q *ask) { q.Item = "R-99" },
			mend: func(w *world, _ *ask) {
				w.do("h1/handler w1/watcher", &event.ItemReceived{Items: []event.ReceivedItem{received("R-99", event.LiveCapable, "1", "")}})
			},
		},
		{
			key: "bore.after", code: verdict.H13, q: closeDay, base: func(w *world) { w.withBlanks(); w.lockUp() },
			do: func(w *world, _ *ask) {
				w.examine("R-03")
				w.do("h1/handler", &event.HandedOver{Item: "R-03", To: "p1", Scene: "42", Purpose: event.OnCamera})
				w.do("h1/handler", &event.Discharged{Item: "R-03", Planned: event.Yes, Shots: 1})
				w.collect()
				w.lockUp()
			}, mend: func(w *world, _ *ask) { w.unload(1, 1); w.bore(event.BoreUnobstructed); w.lockUp() },
		},
		{
			key: "bore.obstructed", code: verdict.H13, do: func(w *world, _ *ask) { w.bore(event.BoreObstructed) },
			mend: func(w *world, _ *ask) {
				w.unload(6, 0)
				w.bore(event.BoreUnobstructed)
				w.again(normal)
			},
		},
		{
			key: "blanks.no-test-fire", code: verdict.H12, base: (*world).withBlanks, q: onCamera,
			also: "H11 blanks.no-test-fire", do: func(w *world, _ *ask) {
				w.correct(w.newest(event.KindTestFired), "distance_mm")
			}, mend: func(w *world, _ *ask) {
				w.do("h1/handler", &event.TestFired{Item: "R-03", Lot: "B-02", DistanceMM: 4000})
			},
		},
	}
}
