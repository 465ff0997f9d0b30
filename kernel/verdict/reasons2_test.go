package verdict_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/verdict"
	"github.com/proofhouse/proofhouse/rules"
)

func custodyCauses() []cause {
	return []cause{
		{key: "custody.gap", code: verdict.H04, also: "*", do: func(w *world, _ *ask) {
			w.give()
			w.do("h1/handler", &event.Collected{Item: "R-03", From: "p2"})
		}, mend: again},
		{key: "custody.unattended", code: verdict.H04, also: "*", do: func(w *world, _ *ask) {
			w.do("cam1/crew!", &event.Unattended{Objects: []event.Object{event.ItemID("R-03").Object()}})
		}, mend: again},
		{key: "custody.duty", code: verdict.H04, also: "*", do: func(w *world, _ *ask) {
			w.offDuty("h1", event.ByTime)
			w.onDutyAs("h1", event.Handler)
		}, mend: again},
		{key: "custody.break", code: verdict.H04, also: "*", do: func(w *world, _ *ask) {
			w.do("ad1/ad", &event.BreakCalled{Unit: "main", What: event.Meal})
		}, mend: again},
		{key: "custody.not-held", code: verdict.H04, also: "*", do: func(w *world, _ *ask) {
			w.do("ad1/ad", &event.BreakCalled{Unit: "main", What: event.CompanyMove})
		}, mend: again},
		{
			key: "custody.not-locked", code: verdict.H04, q: closeDay, base: func(w *world) { w.withDummies(); w.lockUp() },
			do: func(w *world, _ *ask) { w.examine("R-03") }, mend: func(w *world, _ *ask) { w.lockUp() },
		},
		{
			key: "giver.not-handler", code: verdict.H05, also: "*", do: func(_ *world, q *ask) { q.By = "ad1" },
			mend: func(_ *world, q *ask) { q.By = "h1" },
		},
		{key: "given.not-handler", code: verdict.H05, q: start, also: "*", do: func(w *world, _ *ask) {
			w.do("ad1/ad", &event.HandedOver{Item: "R-03", To: "p1", Scene: "42", Purpose: event.Rehearsal})
		}, mend: func(w *world, _ *ask) { w.collect() }},
		{key: "given.elsewhere", code: verdict.H05, q: start, do: func(w *world, _ *ask) {
			w.do("h1/handler! w2/watcher!", &event.HandedOver{
				Item: "R-03", To: "p1", Scene: "7", Purpose: event.Rehearsal, Trays: []event.ID{w.ids["HR1"]},
			})
		}, mend: func(w *world, _ *ask) { w.collect(); w.give(); w.wantComplete(start) }},
		{
			key: "issue.not-returned", code: verdict.H16, do: func(w *world, _ *ask) { w.give() },
			mend: func(w *world, _ *ask) { w.collect() },
		},
		{
			key: "person.unknown", code: verdict.H05, also: "*", do: func(_ *world, q *ask) { q.To = "zz" },
			mend: func(w *world, _ *ask) { w.enrol("zz", event.Cast, "ad1") },
		},
	}
}

func handlerCauses() []cause {
	return []cause{
		{key: "handler.permit", code: verdict.H06, do: func(w *world, _ *ask) {
			w.correct(w.paperOf(event.HandlerPermit), "people")
		}, mend: func(w *world, _ *ask) { w.paper("med1/crew!", event.HandlerPermit, "2027-06-30", "h1") }},
		{key: "handler.permit-expired", code: verdict.H06, do: func(w *world, _ *ask) {
			w.paper("med1/crew!", event.HandlerPermit, "2026-11-20", "h1")
		}, mend: func(w *world, _ *ask) { w.paper("med1/crew!", event.HandlerPermit, "2026-11-21", "h1") }},
		{key: "handler.training", code: verdict.H06, do: func(w *world, _ *ask) {
			w.correct(w.paperOf(event.HandlerTraining), "people")
		}, mend: func(w *world, _ *ask) { w.paper("med1/crew!", event.HandlerTraining, "", "h1") }},
		{
			key: "handler.off-duty", code: verdict.H06, also: "*", do: func(w *world, _ *ask) { w.offDuty("h1", event.ByMeal) },
			mend: func(w *world, _ *ask) { w.onDutyAs("h1", event.Handler) },
		},
		{key: "handler.other-unit", code: verdict.H06, also: "*", do: func(w *world, q *ask) {
			// The second unit's notice and sweep say nothing of what the first unit's handler gives.
			w.do("ad1/ad", &event.NoticeGiven{Day: "2026-11-21", Unit: "second", To: event.CrewTold})
			w.do("ad1/ad", &event.DayCalled{Day: "2026-11-21", Unit: "second", Region: w.region, Place: "stage-4"})
			w.swept("second")
			w.met(w.meeting())
			q.Unit = "second"
		}, mend: func(w *world, _ *ask) {
			w.do("h1/handler!", &event.DutyOpened{Person: "h1", Role: event.Handler, Unit: "second", Device: keyOf("device of the second unit")})
		}},
		{
			key: "handler.none", code: verdict.H06, q: start, also: "*",
			base: func(w *world) { w.withDummies(); w.give(); w.collect(); w.lockUp() },
			do:   func(w *world, _ *ask) { w.offDuty("h1", event.ByMeal) },
			mend: func(w *world, _ *ask) { w.onDutyAs("h1", event.Handler) },
		},
		{key: "handler.not-appointed", code: verdict.H06, also: "*", do: func(w *world, _ *ask) {
			w.correct(w.appointment("h1", event.Handler), "role")
		}, mend: func(w *world, _ *ask) { w.appoint("h1", event.Handler) }},
		{key: "handler.other-duty", code: verdict.H07, do: func(w *world, _ *ask) {
			w.do("cam1/crew!", &event.OtherDuty{Person: "h1"})
		}, mend: func(w *world, _ *ask) { w.do("ad1/ad", &event.OtherDutyEnded{Person: "h1"}) }},
		{key: "handler.capacity", code: verdict.H07, do: func(w *world, _ *ask) {
			p := w.plan()
			p.Capacity = 1
			w.scene(p)
			w.wantComplete(handOver)
			w.do("h1/handler w1/watcher", &event.ItemReceived{Items: []event.ReceivedItem{received("R-04", event.LiveCapable, "4472", "")}})
			w.examine("R-04")
		}, mend: func(w *world, _ *ask) {
			w.do("h1/handler w2/watcher", &event.LockedUp{Items: []event.ItemID{"R-04"}, Container: "SAFE-1"})
		}},
		{key: "course.missing", code: verdict.H17, do: func(w *world, _ *ask) {
			p := w.plan()
			p.Near = append(p.Near, "med1")
			w.scene(p)
		}, mend: func(w *world, _ *ask) { w.paper("cam1/crew!", event.FirearmsCourse, "", "med1") }},
		{key: "performer.untrained", code: verdict.H17, do: func(w *world, _ *ask) {
			w.correct(w.paperOf(event.PerformerTraining), "people")
		}, mend: func(w *world, _ *ask) { w.paper("h1/handler!", event.PerformerTraining, "", "p1") }},
		{
			key: "advisor.none", code: verdict.H10, base: taxed,
			do: func(w *world, _ *ask) { w.do("adv1/crew!", &event.Departed{Person: "adv1", Day: "2026-11-21"}) },
			mend: func(w *world, _ *ask) {
				w.enrol("adv2", event.SafetyDepartment, "ad1", "cam1")
				w.appoint("adv2", event.Advisor)
			},
		},
		{key: "contact.none", code: verdict.H21, do: func(w *world, _ *ask) {
			w.correct(w.newest(event.KindContactNamed), "person")
		}, mend: func(w *world, _ *ask) { w.do("ad1/ad", &event.ContactNamed{Person: "ad1"}) }},
		{key: "notice.none", code: verdict.H21, do: func(w *world, _ *ask) {
			w.correct(w.newest(event.KindNoticeGiven), "day")
		}, mend: func(w *world, _ *ask) {
			w.do("ad1/ad", &event.NoticeGiven{Day: "2026-11-21", Unit: "main", To: event.CrewTold})
		}},
		{key: "notice.late", code: verdict.H21, do: func(w *world, _ *ask) {
			w.do("ad1/ad", &event.NoticeGiven{Day: "2026-11-21", Unit: "main", To: event.CrewTold})
		}, mend: func(w *world, _ *ask) { w.call(w.region) }},
		// Nothing else that only follows from it is said: no permit has run out and no pack either.
		{key: "day.none", code: verdict.H09, do: func(w *world, _ *ask) {
			w.do("ad1/ad", &event.DayCalled{Day: "2026-11-23", Unit: "main", Region: w.region, Place: "stage-4"})
		}, mend: func(w *world, _ *ask) { w.call(w.region) }},
		{key: "sweep.none", code: verdict.H01, do: func(w *world, _ *ask) {
			w.correct(w.newest(event.KindSweepDone), "found")
		}, mend: func(w *world, _ *ask) { w.swept("main") }},
	}
}

func sceneCauses() []cause {
	met := func(change func(*event.MeetingHeld)) func(*world, *ask) {
		return func(w *world, _ *ask) {
			m := w.meeting()
			change(m)
			w.met(m)
		}
	}
	meet := func(w *world, _ *ask) { w.met(w.meeting()) }
	replan := func(w *world, _ *ask) { w.scene(w.plan()) }
	planned := func(change func(*event.ScenePlanned)) func(*world, *ask) {
		return func(w *world, _ *ask) {
			p := w.plan()
			change(p)
			w.scene(p)
		}
	}
	out := []cause{
		{key: "meeting.none", code: verdict.H08, also: "H09 meeting.none", do: func(w *world, _ *ask) {
			w.correct(w.newest(event.KindMeetingHeld), "people")
		}, mend: meet},
		{key: "meeting.other-day", code: verdict.H08, mend: meet, do: met(func(m *event.MeetingHeld) { m.Day = "2026-11-20" })},
		{key: "meeting.other-place", code: verdict.H08, mend: meet, do: met(func(m *event.MeetingHeld) { m.Place = "stage-5" })},
		{key: "meeting.topic", code: verdict.H08, mend: meet, do: met(func(m *event.MeetingHeld) { m.Topics = m.Topics[:4] })},
		{key: "meeting.no-walk", code: verdict.H08, mend: meet, do: met(func(m *event.MeetingHeld) { m.Walked = event.No })},
		{
			key: "meeting.absent", code: verdict.H08, do: met(func(m *event.MeetingHeld) { m.People = m.People[1:] }),
			mend: func(w *world, _ *ask) {
				w.do("ad1/ad", &event.Attended{Of: w.ids["meeting"], People: []event.PersonID{"p1"}, How: event.Badge})
			},
		},
		{key: "meeting.old-plan", code: verdict.H08, also: "H09 meeting.old-plan", do: func(w *world, _ *ask) {
			w.planned(w.plan())
			w.assessed(w.risk())
			w.do("h1/handler ad1/ad", w.approval(event.OffAxis))
		}, mend: meet},
		{
			key: "plan.none", code: verdict.H09, also: "*", do: func(_ *world, q *ask) { q.Scene = "43" },
			mend: func(w *world, _ *ask) {
				p := w.plan()
				p.Scene = "43"
				w.scene(p)
			},
		},
		{key: "plan.item", code: verdict.H09, also: "H03 plan.item", mend: replan, do: planned(func(p *event.ScenePlanned) {
			p.Items = []event.PlannedItem{{Item: "G-11", Class: event.Solid}}
		})},
		{key: "plan.load", code: verdict.H03, also: "H11 zone.distance", do: func(w *world, _ *ask) {
			w.unload(6, 0)
			w.load("BOX-3", "B-02", 2)
		}, mend: func(w *world, _ *ask) {
			w.unload(2, 0)
			w.load("BOX-2", "D-014", 4)
		}},
		{key: "plan.class", code: verdict.H03, mend: func(_ *world, q *ask) { q.Item = "G-11" }, do: planned(func(p *event.ScenePlanned) {
			p.Items = []event.PlannedItem{{Item: "R-03", Class: event.Solid}, {Item: "G-11", Class: event.Solid}}
		})},
		{key: "plan.old-risk", code: verdict.H10, base: taxed, also: "H09 plan.old-risk", do: func(w *world, _ *ask) {
			w.planned(w.plan())
			w.do("h1/handler ad1/ad", w.approval(event.OffAxis))
			w.met(w.meeting())
		}, mend: func(w *world, _ *ask) { w.assessed(w.risk()) }},
		{
			key: "plan.purpose", code: verdict.H18, do: func(_ *world, q *ask) { q.Purpose = event.Training },
			mend: planned(func(p *event.ScenePlanned) { p.Purpose = event.Training }),
		},
		{
			key: "purpose.not-permitted", code: verdict.H18, do: func(_ *world, q *ask) { q.Purpose = event.OtherPurpose },
			mend: func(_ *world, q *ask) { q.Purpose = event.Rehearsal },
		},
		{key: "risk.none", code: verdict.H10, base: taxed, also: "H09 risk.none", do: func(w *world, _ *ask) {
			w.correct(w.newest(event.KindRiskAssessed), "controls")
		}, mend: func(w *world, _ *ask) { w.assessed(w.risk()) }},
		{
			key: "risk.incomplete", code: verdict.H10, base: taxed,
			do: func(w *world, _ *ask) {
				b := w.risk()
				b.Groups = nil
				w.assessed(b)
			}, mend: func(w *world, _ *ask) { w.assessed(w.risk()) },
		},
		{key: "substitution.none", code: verdict.H22, base: func(w *world) {
			w.packs = append(slices.Clip(w.packs), house(w.t))
			w.withDummies()
		}, do: func(w *world, _ *ask) {
			b := w.risk()
			b.WhyReal = event.No
			w.assessed(b)
		}, mend: func(w *world, _ *ask) { w.assessed(w.risk()) }},
		{key: "zone.not-approved", code: verdict.H11, do: func(w *world, _ *ask) {
			w.correct(w.newest(event.KindPointingApproved), "people")
		}, mend: func(w *world, _ *ask) { w.do("h1/handler ad1/ad", w.approval(event.OffAxis)) }},
	}
	return append(out, blankSceneCauses(met, meet)...)
}

func blankSceneCauses(met func(func(*event.MeetingHeld)) func(*world, *ask), meet func(*world, *ask)) []cause {
	camera := func(mm int64) func(*world, *ask) {
		return func(w *world, _ *ask) {
			p := w.plan()
			p.Purpose, p.Load, p.Medic, p.Protected = event.OnCamera, event.Half, event.Yes, event.Yes
			p.Zone[0].DistanceMM = mm
			w.scene(p)
		}
	}
	base := (*world).withBlanks
	return []cause{
		{key: "zone.distance", code: verdict.H11, base: base, q: onCamera, do: camera(6095), mend: camera(6096)},
		{
			key: "medic.absent", code: verdict.H19, base: func(w *world) {
				w.packs = append(slices.Clip(w.packs), house(w.t))
				w.withBlanks()
			}, q: onCamera, mend: meet,
			do: met(func(m *event.MeetingHeld) { m.Medic = "cam1" }),
		},
		{
			key: "protection.missing", code: verdict.H19, base: base, q: onCamera, mend: meet,
			do: met(func(m *event.MeetingHeld) { m.Protected = event.No }),
		},
	}
}

func blockCauses() []cause {
	closed := func(w *world, kind event.Kind) {
		w.do("adv1/advisor! h2/handler!", &event.IncidentClosed{Of: w.newest(kind)})
	}
	return []cause{
		{key: "incident.open", code: verdict.H14, do: func(w *world, _ *ask) {
			w.do("cam1/crew!", &event.IncidentDeclared{Item: "R-03"})
		}, mend: func(w *world, _ *ask) { closed(w, event.KindIncidentDeclared) }},
		{key: "discharge.open", code: verdict.H14, also: "*", do: func(w *world, _ *ask) {
			w.do("cam1/crew!", &event.Discharged{Item: "R-03", Planned: event.No, Shots: 1})
		}, mend: func(w *world, _ *ask) { closed(w, event.KindDischarged) }},
		{key: "misfire.open", code: verdict.H14, base: (*world).withBlanks, q: onCamera, do: func(w *world, _ *ask) {
			w.do("cam1/crew!", &event.Misfired{Item: "R-03"})
		}, mend: func(w *world, _ *ask) { w.closeMisfire(30) }},
		{key: "quarantine.open", code: verdict.H14, also: "*", do: func(w *world, _ *ask) {
			w.do("h1/handler", &event.Quarantined{Items: []event.ItemID{"R-03"}})
		}, mend: func(w *world, _ *ask) { w.release(w.newest(event.KindQuarantined)) }},
		{key: "container.not-quarantined", code: verdict.H14, q: releaseIt, base: func(w *world) {
			w.withDummies()
			w.do("h1/handler", &event.Quarantined{Containers: []event.ContainerID{"BOX-2"}})
		}, do: func(w *world, _ *ask) { w.release(w.newest(event.KindQuarantined)) }, mend: func(w *world, _ *ask) {
			w.do("h1/handler", &event.Quarantined{Containers: []event.ContainerID{"BOX-2"}})
		}},
		{key: "concern.open", code: verdict.H15, do: func(w *world, _ *ask) {
			w.do("cam1/crew!", &event.ConcernRaised{Item: "R-03", Subject: "h1"})
		}, mend: func(w *world, _ *ask) {
			w.do("adv1/advisor! h1/handler", &event.ConcernAnswered{Of: w.newest(event.KindConcernRaised), Action: event.Changed})
		}},
		{
			key: "rounds.missing", code: verdict.H16, q: closeDay, base: func(w *world) { w.withDummies(); w.lockUp() },
			do: func(w *world, _ *ask) {
				w.do("cam1/crew!", &event.RoundsCounted{Container: "BOX-1", Lot: "D-014", Number: 39})
			}, mend: func(w *world, _ *ask) {
				w.do("h1/handler! w2/watcher!", &event.RoundsLost{Of: w.newest(event.KindRoundsCounted)})
			},
		},
		{key: "stop.open", code: verdict.H23, do: func(w *world, _ *ask) {
			w.do("hub/operator~", &event.StopCalled{Unit: "main"})
		}, mend: func(w *world, _ *ask) {
			w.do("h1/hazard-owner w2/crew", &event.Restarted{Of: []event.ID{w.newest(event.KindStopCalled)}})
		}},
		{key: "withheld.item", code: verdict.H24, do: func(w *world, _ *ask) {
			w.do("p1/performer!", &event.Withheld{Item: "R-03", Scene: "42"})
		}, mend: lift},
		{key: "withheld.scene", code: verdict.H24, do: func(w *world, _ *ask) {
			w.do("p1/performer!", &event.Withheld{Scene: "42"})
		}, mend: lift},
	}
}

func taxed(w *world) { w.tag = "tax"; w.withDummies() }

func lift(w *world, _ *ask) {
	w.do("p1/performer!", &event.WithheldLifted{Of: w.newest(event.KindWithheld)})
}

func again(w *world, _ *ask) {
	w.later(60)
	w.examine("R-03")
	w.again(normal)
}

func otherBox(w *world, q *ask) {
	w.later(60)
	w.tested("BOX-7", "T7", normal)
	q.Container = "BOX-7"
}

func mismatch(w *world, _ *ask) {
	b := w.look("R-03")
	b.Chambers[2] = event.SeenEmpty
	w.do("h1/handler", b)
}

func live(w *world, _ *ask) {
	l := dummies("L-1", "BOX-L")
	l.Nature, l.Construction = event.LiveRound, event.OtherConstruction
	w.do("h1/handler w1/watcher", &event.RoundsReceived{Lots: []event.ReceivedLot{l}})
}

func destroy(w *world, _ *ask) {
	w.do("h1/handler w2/watcher", &event.RoundsDestroyed{Container: "BOX-L", Lot: "L-1", Count: 50})
}

func (w *world) lockUp() {
	w.t.Helper()
	w.do("h1/handler w2/watcher", &event.LockedUp{Items: []event.ItemID{"R-03", "G-11"}, Container: "SAFE-1"})
}

// TestABoreCheckThatDoesNotCountIsNone: nothing was said to be in the way, so nobody has to free it.
func TestABoreCheckThatDoesNotCountIsNone(t *testing.T) {
	w := begin(t)
	w.withBlanks()
	w.do("h1/handler! w2/watcher!", &event.HandedOver{Item: "R-03", To: "p1", Scene: "42", Purpose: event.OnCamera})
	w.do("h1/handler", &event.Discharged{Item: "R-03", Planned: event.Yes, Shots: 1})
	w.collect()
	w.do("cam1/crew!", &event.BoreChecked{Item: "R-03", Bore: event.BoreUnobstructed, Method: event.Light})
	if got := keys(w.judge(onCamera)); slices.Contains(got, "H13 bore.obstructed") {
		t.Errorf("want no word of an obstruction, got %v", got)
	}
	w.wantHold(onCamera, "bore.after")
}

func (w *world) bore(b event.Bore) {
	w.t.Helper()
	w.do("h1/handler", &event.BoreChecked{Item: "R-03", Bore: b, Method: event.Light})
}

func (w *world) show(tray string, n int64) {
	w.t.Helper()
	salt := w.salt(event.TrayID(tray))
	w.do("h1/handler", &event.TrayOpened{Of: w.ids[tray], Number: n, Salt: hexOf(salt[:])})
}

func (w *world) closeMisfire(wait int64) {
	w.t.Helper()
	w.do("h1/handler w2/watcher", &event.MisfireClosed{
		Of: w.newest(event.KindMisfired), WaitSeconds: wait, Bore: event.BoreUnobstructed, Container: "QUAR", Rebriefed: event.Yes,
	})
}

func (w *world) release(of event.ID) {
	w.t.Helper()
	w.do("h1/handler w2/watcher", &event.Released{Of: []event.ID{of}, As: event.AsTested})
}

// reload empties R-03 and loads it from a new tested box with other signers than usual.
func (w *world) reload(by string) {
	w.t.Helper()
	w.unload(6, 0)
	w.later(60)
	w.tested("BOX-9", "T9", normal)
	w.unseal("BOX-9")
	w.examine("R-03")
	w.do(by, &event.Loaded{Item: "R-03", Container: "BOX-9", Lot: "D-014", Positions: positions(6)})
	w.seal("BOX-9")
	w.retest("HR9", 6)
	w.seen("R-03")
}

// fork records two acts that both follow the same one.
func (w *world) fork() {
	w.t.Helper()
	one := w.draft("h1/handler", &event.BoreChecked{Item: "R-03", Bore: event.BoreUnobstructed, Method: event.Rod})
	two := w.draft("h1/handler", &event.BoreChecked{Item: "R-03", Bore: event.BoreUnobstructed, Method: event.Light})
	w.put(one)
	w.put(two)
}

func (w *world) reconcile() {
	w.t.Helper()
	o := event.ItemID("R-03").Object()
	w.do("h1/handler! h2/handler!", &event.Reconciled{Object: o, Heads: w.s.Heads(o)})
}

func (w *world) appointment(who event.PersonID, role event.Role) event.ID {
	w.t.Helper()
	for _, o := range w.log {
		if b, ok := o.Event().Body.(*event.Appointed); ok && b.Person == who && b.Role == role {
			return o.ID()
		}
	}
	w.t.Fatalf("%s was never appointed %s", who, role)
	return event.ID{}
}

func (w *world) call(region event.Region) {
	w.t.Helper()
	w.do("ad1/ad", &event.DayCalled{Day: "2026-11-21", Unit: "main", Region: region, Place: "stage-4"})
}

func (w *world) swept(unit event.UnitID) {
	w.t.Helper()
	w.do("h1/handler", &event.SweepDone{
		Day: "2026-11-21", Unit: unit, Found: event.No,
		Areas: []event.SweepArea{event.WardrobeArea, event.ArtArea, event.Pockets},
	})
}

func (w *world) adopt(p *verdict.Pack) {
	w.t.Helper()
	w.do("ad1/founder! x1/founder!", &event.PacksAdopted{Packs: []event.PackRef{{Pack: p.ID, Digest: p.Digest}}})
}

// expire adopts an edition of the second pack that ended before today, in the place of the current one.
func (w *world) expire() {
	w.t.Helper()
	f, _ := rules.Find(string(shipped(w.t)[1].ID))
	ended := strings.NewReplacer(`"edition": "2026-11-23"`, `"edition": "2025-01-01"`,
		`"in_force": {"from": "2025-01-01"}`, `"in_force": {"from": "2025-01-01", "until": "2026-11-20"}`)
	old, err := verdict.ParsePack([]byte(ended.Replace(string(f.Bytes))))
	if err != nil {
		w.t.Fatal(err)
	}
	fresh := begin(w.t)
	fresh.packs = []*verdict.Pack{w.packs[0], old}
	fresh.withDummies()
	*w = *fresh
}

// edited is a shipped pack with one place changed: the same pack in another edition.
func edited(t testing.TB, n int, old, text string) *verdict.Pack {
	t.Helper()
	f, _ := rules.Find(string(shipped(t)[n].ID))
	b := string(f.Bytes)
	if !strings.Contains(b, old) {
		b, old, text = b+"\n", "\n", "\n"
	}
	p, err := verdict.ParsePack([]byte(strings.Replace(b, old, text, 1)))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// house is a small pack of this test for California that asks the substitution question.
func house(t testing.TB) *verdict.Pack {
	t.Helper()
	p, err := verdict.ParsePack([]byte(`{
  "format": 1, "id": "zz-house", "edition": "2026-11-23", "authority": "Nobody",
  "jurisdiction": ["US-CA"], "in_force": {"from": "2025-01-01"}, "params": [],
  "clauses": [{
    "id": "Z-1", "code": "H22", "force": "HOUSE",
    "citation": {"instrument": "House", "section": "1", "text_status": "paraphrase",
      "checked_on": "2026-11-20", "checked_by": "project", "source_sha256": ""},
    "says": "It is answered why no replica will do.",
    "requires": {"fact": "substitution.answered"}
  }, {
    "id": "Z-2", "code": "H19", "force": "HOUSE",
    "citation": {"instrument": "House", "section": "2", "text_status": "paraphrase",
      "checked_on": "2026-11-20", "checked_by": "project", "source_sha256": ""},
    "says": "The medic the plan asks for is there.",
    "applies": {"fact": "scene.needs-medic"},
    "requires": {"fact": "medic.present"}
  }]
}`))
	if err != nil {
		t.Fatal(err)
	}
	return p
}
