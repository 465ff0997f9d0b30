package verdict_test

import (
	"slices"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// The stories of this file are ways in which one person once reached COMPLETE alone.

func TestAnActThatDoesNotStandTakesNoRoundAway(t *testing.T) {
	for name, hide := range map[string]func(*world){
		"a performer loads it into the rubber gun": func(w *world) {
			w.do("p1/performer!", &event.Loaded{Item: "G-11", Container: "BAG-9", Lot: "D-099", Positions: positions(1)})
		},
		"a performer moves it to quarantine": func(w *world) {
			w.do("p1/performer!", &event.RoundsMoved{Lot: "D-099", From: "BAG-9", To: "QUAR", Count: 1})
		},
	} {
		w := begin(t)
		w.withDummies()
		w.do("h1/handler", &event.ContainerRegistered{Container: "BAG-9", What: event.Bag})
		w.do("h1/handler! w1/watcher!", &event.RoundsReceived{Lots: []event.ReceivedLot{{
			Lot: "D-099", Nature: event.Dummy, Construction: event.OtherConstruction, Load: event.NoBlank,
			Count: 1, Container: "BAG-9", Seal: "S-99", Lender: "L1",
		}}})
		w.do("h1/handler", &event.ContainerOpened{Container: "BAG-9", Seal: "S-99"})
		w.wantHold(handOver, "rounds.unknown-open")
		hide(w)
		if v := w.judge(handOver); v.Outcome != verdict.Hold {
			t.Errorf("%s: the answer is %s", name, v.Outcome)
		}
	}
}

func TestPuppetsAreNobodysSecondPerson(t *testing.T) {
	w := begin(t)
	w.withDummies()
	w.enrol("s1", event.Props, "h1")
	w.enrol("s2", event.Props, "s1")
	w.enrol("s3", event.Props, "h1")
	for _, pair := range [][2]event.PersonID{{"h1", "s1"}, {"h1", "s2"}, {"s1", "s2"}, {"s2", "s3"}} {
		if w.s.TwoPeople(pair[0], pair[1]) {
			t.Errorf("%s and %s count as two", pair[0], pair[1])
		}
	}
}

// TestOneFounderIsNotEverybody: whom one founder alone brought in, however they vouched for one another,
// are that founder's word only. Who also stands here through the other one is somebody else.
func TestOneFounderIsNotEverybody(t *testing.T) {
	w := begin(t)
	w.open()
	w.enrol("a", event.Props, "ad1")
	w.enrol("b", event.Grip, "ad1")
	w.enrol("c", event.Electric, "ad1", "b")
	w.enrol("d", event.Sound, "c", "b")
	w.enrol("other", event.Art, "x1")
	w.enrol("both", event.Medical, "ad1", "x1")
	w.enrol("late", event.Camera, "d", "other")
	for _, c := range []struct {
		one, other event.PersonID
		two        bool
	}{
		{"a", "c", false},
		{"a", "d", false},
		{"c", "d", false},
		{"ad1", "d", false},
		{"ad1", "x1", true},
		{"a", "other", true},
		{"a", "both", true},
		{"d", "late", false}, // It vouched for them.
		{"a", "late", true},
		{"both", "late", true},
	} {
		if w.s.TwoPeople(c.one, c.other) != c.two || w.s.TwoPeople(c.other, c.one) != c.two {
			t.Errorf("that %s and %s count as two is not %v", c.one, c.other, c.two)
		}
	}
}

// TestOneFoundersPeopleCompleteNothing: handler, watchers and everybody who looked at papers are keys
// that the AD made.
func TestOneFoundersPeopleCompleteNothing(t *testing.T) {
	w := begin(t)
	w.open()
	w.at("09:10")
	w.enrol("c1", event.Grip, "ad1")
	w.enrol("h1", event.Props, "ad1")
	w.enrol("w1", event.Electric, "ad1", "c1")
	w.enrol("c2", event.Grip, "ad1", "c1")
	w.enrol("w2", event.Sound, "ad1", "c2")
	w.enrol("p1", event.Cast, "ad1")
	w.enrol("cam1", event.Camera, "ad1")
	w.appoint("h1", event.Handler)
	w.appoint("w1", event.Watcher)
	w.appoint("w2", event.Watcher)
	w.appoint("p1", event.Performer)
	w.at("09:30")
	w.paper("cam1/crew!", event.HandlerPermit, "2027-06-30", "h1")
	w.paper("cam1/crew!", event.HandlerTraining, "", "h1")
	w.paper("cam1/crew!", event.WatcherTraining, "", "w1", "w2")
	w.paper("cam1/crew!", event.FirearmsCourse, "", "h1", "w1", "w2", "p1", "ad1")
	w.paper("c1/crew!", event.FirearmsCourse, "", "cam1")
	w.do("ad1/ad!", &event.ContactNamed{Person: "ad1"})
	w.prep()
	w.shooting()
	w.at("07:40")
	w.load("BOX-2", "D-014", 6)
	w.retest("HR1", 6)
	w.wantHold(handOver, "look.watcher")
	w.wantHold(handOver, "retest.watcher")
	w.wantHold(handOver, "item.received-alone")
}

// TestPlansAreMadeByTwo: an AD whom only the handler brought in agrees with nobody but the handler.
func TestPlansAreMadeByTwo(t *testing.T) {
	for _, c := range []struct {
		key  string
		puts func(w *world)
	}{
		{"plan.none", func(w *world) { w.ids["plan"] = w.do("h1/handler z1/ad!", w.plan()) }},
		{"risk.none", func(w *world) { w.do("z1/ad! h1/handler", w.risk()) }},
		{"meeting.none", func(w *world) { w.ids["meeting"] = w.do("z1/ad! h1/handler", w.meeting()) }},
		{"zone.not-approved", func(w *world) { w.do("h1/handler z1/ad!", w.approval(event.OffAxis)) }},
	} {
		w := begin(t)
		also(verdict.FactRiskAssessed, (*world).withDummies)(w)
		w.wantComplete(handOver)
		w.enrol("z1", event.Directing, "h1")
		w.appoint("z1", event.AD)
		c.puts(w)
		w.wantHold(handOver, c.key)
	}
}

// TestTheWatchersPapersHaveEnded: who had watched with papers that ended years ago watched without any.
// On the last day they still count, wherever on Earth the set is.
func TestTheWatchersPapersHaveEnded(t *testing.T) {
	for _, c := range []struct {
		ends  event.Day
		lacks []string
	}{
		{"2020-01-01", []string{"item.received-alone"}},
		{"2026-11-20", []string{"look.watcher", "load.no-watcher", "retest.watcher"}},
		{"2026-11-21", nil},
	} {
		w := begin(t)
		w.open()
		w.crew()
		w.paper("cam1/crew!", event.WatcherTraining, c.ends, "w1", "w2", "w3")
		w.prep()
		w.shooting()
		w.at("07:40")
		w.load("BOX-2", "D-014", 6)
		w.retest("HR1", 6)
		if c.lacks == nil {
			w.wantComplete(handOver)
		}
		for _, key := range c.lacks {
			w.wantHold(handOver, key)
		}
	}
}

// TestALiveRoundIsNotDestroyedByOne: what handler and somebody whom only the handler brought in say is gone
// is still here.
func TestALiveRoundIsNotDestroyedByOne(t *testing.T) {
	w := begin(t)
	w.withDummies()
	w.enrol("z1", event.Grip, "h1")
	w.appoint("z1", event.Watcher)
	w.paper("cam1/crew!", event.WatcherTraining, "", "z1")
	l := dummies("L-1", "BOX-77")
	l.Nature, l.Construction, l.Count = event.LiveRound, event.OtherConstruction, 1
	w.do("h1/handler! w1/watcher!", &event.RoundsReceived{Lots: []event.ReceivedLot{l}})
	w.do("h1/handler! z1/watcher!", &event.RoundsDestroyed{Lot: "L-1", Container: "BOX-77", Count: 1})
	w.wantHold(handOver, "rounds.live")
	w.do("h1/handler! w1/watcher!", &event.RoundsDestroyed{Lot: "L-1", Container: "BOX-77", Count: 1})
	w.wantComplete(handOver)
}

// TestOnlyAHandlerTrainsPerformers: what the camera operator signs of a performer's training is no training,
// nor does it take away what a handler signed before.
func TestOnlyAHandlerTrainsPerformers(t *testing.T) {
	w := begin(t)
	w.withDummies()
	w.paper("cam1/crew!", event.PerformerTraining, "", "p1")
	w.wantComplete(handOver)
	w.do("ad1/ad", &event.Attended{Of: w.ids["meeting"], People: []event.PersonID{"p2"}, How: event.Badge})
	w.paper("cam1/crew!", event.PerformerTraining, "", "p2")
	w.wantHold(toP2, "performer.untrained")
	w.paper("h2/crew!", event.PerformerTraining, "", "p2")
	w.wantComplete(toP2)
}

// toP2 is the hand-over to the other performer.
var toP2 = verdict.Question{
	Ask: verdict.HandOver, Item: "R-03", To: "p2", Scene: "42", Purpose: event.Rehearsal,
}

// TestAnOlderEditionIsNoEdition: one clause of 2019 under the law's name, adopted, stands neither for the
// edition in force that lies in the box nor behind one that ended.
func TestAnOlderEditionIsNoEdition(t *testing.T) {
	older, err := verdict.ParsePack([]byte(`{"format":1,"id":"us-ca-part13","edition":"2019-01-01",` +
		`"authority":"State of California","jurisdiction":["US-CA"],"in_force":{"from":"2019-01-01"},"params":[],` +
		`"clauses":[{"id":"A-1","code":"H21","force":"HOUSE","citation":{"instrument":"x","section":"x",` +
		`"text_status":"unverified","checked_on":"2026-11-20","checked_by":"x","source_sha256":""},` +
		`"says":"x","applies":{"fact":"load.has-live"},"requires":{"fact":"contact.named"}}]}`))
	if err != nil {
		t.Fatal(err)
	}
	w := begin(t)
	w.packs = []*verdict.Pack{older}
	w.withDummies()
	w.wantComplete(handOver) // Nobody here knows of another one.
	w.packs = append(w.packs, pack(t, "us-ca-part13"))
	w.wantHold(handOver, "packs.left-out")
	w.adopt(pack(t, "us-ca-part13"))
	w.wantComplete(handOver)

	w = begin(t)
	w.withDummies()
	w.expire()
	w.packs = append(slices.Clone(w.packs), older)
	w.adopt(older)
	w.wantHold(handOver, "packs.expired")
}

// TestAnEditionThatEndedIsAskedUntilTheNext: whoever has to adopt the next one learns on the same trip what it
// will ask as well.
func TestAnEditionThatEndedIsAskedUntilTheNext(t *testing.T) {
	w := begin(t)
	w.expire()
	w.correct(w.newest(event.KindPointingApproved), "people")
	w.wantHold(handOver, "packs.expired")
	w.wantHold(handOver, "zone.not-approved") // The ended edition's own clause.
	w.do("h1/handler ad1/ad", w.approval(event.OffAxis))
	if got := keys(w.judge(handOver)); len(got) != 1 {
		t.Errorf("want packs.expired alone, got %v", got)
	}
}

// TestNobodyAloneSaysWhoseRulesHold: the AD calls the same place by another region, for which the house's pack
// for anywhere is all there is. A plan of two people takes the production there.
func TestNobodyAloneSaysWhoseRulesHold(t *testing.T) {
	w := begin(t)
	w.packs = append(slices.Clip(w.packs), pack(t, "house"))
	w.withDummies()
	w.do("ad1/ad", &event.DayCalled{Day: "2026-11-21", Unit: "main", Region: "US-ZZZ", Place: "stage-4"})
	w.wantHold(handOver, "packs.none")
	w.region = "US-ZZZ"
	w.scene(w.plan())
	if slices.Contains(keys(w.judge(handOver)), "H26 packs.none") {
		t.Error("handler and AD planned the scene there, and the house's rules hold anywhere")
	}
}

// TestWhoAgreesToADrop: guild and advisor were here before the pack was dropped, named by somebody other than
// the two, and neither of them dropped it. Where they were named later it is dropped once more.
func TestWhoAgreesToADrop(t *testing.T) {
	house := pack(t, "house")
	for _, c := range []struct {
		name  string
		leads func(w *world, drop func(by string) event.ID) event.ID
		by    string
		open  bool
	}{
		{"named before", func(w *world, drop func(string) event.ID) event.ID {
			w.appoint("med1", event.Guild)
			return drop("ad1/ad!")
		}, "med1/guild! adv1/advisor!", false},
		{"named afterwards", func(w *world, drop func(string) event.ID) event.ID {
			id := drop("ad1/ad!")
			w.appoint("med1", event.Guild)
			return id
		}, "med1/guild! adv1/advisor!", true},
		{"dropped once more", func(w *world, drop func(string) event.ID) event.ID {
			drop("ad1/ad!")
			w.appoint("med1", event.Guild)
			return drop("ad1/ad!")
		}, "med1/guild! adv1/advisor!", false},
		{"named by one another", func(w *world, drop func(string) event.ID) event.ID {
			w.appoint("med1", event.Producer)
			w.appoint("med1", event.Guild)
			w.do("med1/producer!", &event.Appointed{Person: "ad1", Role: event.Advisor})
			return drop("med1/producer!")
		}, "med1/guild! ad1/advisor!", true},
		{"by who dropped it", func(w *world, drop func(string) event.ID) event.ID {
			w.appoint("med1", event.Guild)
			w.appoint("adv1", event.Producer)
			return drop("adv1/producer!")
		}, "med1/guild! adv1/advisor!", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := begin(t)
			w.withDummies()
			w.adopt(house)
			w.packs = append(slices.Clone(w.packs), house)
			id := c.leads(w, func(by string) event.ID {
				return w.do(by, &event.PackDropped{Pack: house.ID, Digest: house.Digest})
			})
			w.wantHold(handOver, "packs.dropped")
			w.do(c.by, &event.DropAgreed{Of: id})
			held := slices.Contains(keys(w.judge(handOver)), "H26 packs.dropped")
			if held != c.open {
				t.Errorf("that the drop holds is %v, want %v", held, c.open)
			}
		})
	}
}

// TestAnActorIsNoWatcher: who was enrolled with the cast plays, before anybody appointed them performer and
// after they were enrolled anew elsewhere.
func TestAnActorIsNoWatcher(t *testing.T) {
	w := begin(t)
	w.withDummies()
	w.unload(6, 0)
	w.examine("R-03")
	w.enrol("z1", event.Cast, "ad1", "med1")
	w.appoint("z1", event.Watcher)
	w.paper("cam1/crew!", event.WatcherTraining, "", "z1")
	w.do("z1/watcher!", w.second("R-03"))
	w.wantHold(handOver, "look.watcher")
	w.do("z1/crew!", &event.Departed{Person: "z1", Day: "2026-11-21"})
	w.enrol("z1", event.Grip, "ad1", "med1")
	w.do("z1/watcher!", w.second("R-03"))
	w.wantHold(handOver, "look.watcher")
	w.do("w2/watcher!", w.second("R-03"))
	w.wantComplete(handOver)
}

// TestWhoLeftComesBack: an enrolment behind the departure lets somebody sign again, not the duty before it.
func TestWhoLeftComesBack(t *testing.T) {
	w := begin(t)
	w.withDummies()
	w.do("h1/handler!", &event.Departed{Person: "h1", Day: "2026-11-21"})
	w.wantHold(handOver, "handler.off-duty")
	w.enrol("h1", event.Props, "x1")
	w.wantHold(handOver, "handler.off-duty") // The duty of before ended.
	w.wantHold(handOver, "custody.duty")
	w.do("ad1/ad!", &event.Departed{Person: "ad1", Day: "2026-11-21"})
	w.enrol("ad1", event.Directing, "x1")
	if i := w.s.Size() - 1; w.s.Stands(int(i)) {
		t.Error("a founder was enrolled like anybody else")
	}
}

func TestNobodySendsSomebodyElseAwayAlone(t *testing.T) {
	w := begin(t)
	w.withDummies()
	w.do("cam1/crew!", &event.Departed{Person: "h1", Day: "2026-11-21"})
	w.wantComplete(handOver)
}

func TestADayEndsByItself(t *testing.T) {
	w := begin(t)
	w.withDummies()
	w.later(18 * 3600)
	w.wantHold(handOver, "day.none")
}

func TestWhoAsksCannotChooseWhichStopCounts(t *testing.T) {
	w := begin(t)
	w.withDummies()
	w.do("cam1/crew!", &event.StopCalled{Unit: "main"})
	q := handOver
	q.Unit = "second"
	w.wantHold(q, "stop.open")
}

func TestTheFirstEntryIsNotCorrectedAway(t *testing.T) {
	w := begin(t)
	w.withDummies()
	e, _ := w.s.Entry(0)
	w.do("cam1/crew!", &event.Corrected{Of: e.ID, Fields: []string{"founders"}})
	w.wantComplete(handOver)
}

func TestAPlanForAnotherRegionIsNoPlan(t *testing.T) {
	w := begin(t)
	w.withDummies()
	w.do("ad1/ad", &event.DayCalled{Day: "2026-11-21", Unit: "main", Region: "GB-ENG", Place: "stage-4"})
	w.wantHold(handOver, "plan.none")
}

func TestWhatASweepFoundStaysFound(t *testing.T) {
	w := begin(t)
	w.withDummies()
	sweep := func(found event.Answer) {
		w.do("h1/handler", &event.SweepDone{
			Day: "2026-11-21", Unit: "main", Found: found,
			Areas: []event.SweepArea{event.WardrobeArea, event.ArtArea, event.Pockets},
		})
	}
	sweep(event.Yes)
	sweep(event.No)
	w.wantHold(handOver, "rounds.loose")
}
