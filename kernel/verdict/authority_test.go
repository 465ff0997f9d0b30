package verdict_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/verdict"
	"github.com/proofhouse/proofhouse/rules"
)

// asking is a pack for California that asks for facts, one clause each.
func asking(t testing.TB, facts ...verdict.Fact) *verdict.Pack {
	t.Helper()
	var clauses []string
	for n, f := range facts {
		clauses = append(clauses, fmt.Sprintf(`{
  "id": "Y-%d", "code": "%s", "force": "HOUSE",
  "citation": {"instrument": "House", "section": "%d", "text_status": "paraphrase",
    "checked_on": "2026-11-20", "checked_by": "project", "source_sha256": ""},
  "says": "What it asks for.", "requires": {"fact": "%s"}
}`, n, f.Info().Code, n, f))
	}
	p, err := verdict.ParsePack(fmt.Appendf(nil, `{
  "format": 1, "id": "yy-asking", "edition": "2026-11-23", "authority": "Nobody",
  "jurisdiction": ["US-CA"], "in_force": {"from": "2025-01-01"}, "params": [], "clauses": [%s]
}`, strings.Join(clauses, ",")))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// also is a day on which one more authority asks for a fact.
func also(f verdict.Fact, lead func(*world)) func(*world) {
	return func(w *world) {
		w.packs = append(slices.Clip(w.packs), asking(w.t, f))
		lead(w)
	}
}

// nobodyThere plans the scene anew with nobody in the line of fire.
func (w *world) nobodyThere() {
	p := w.plan()
	p.Zone = nil
	w.scene(p)
}

func (w *world) told(to event.Told) event.ID {
	return w.do("ad1/ad", &event.NoticeGiven{Day: "2026-11-21", Unit: "main", To: to})
}

// closeMisfireBecause closes the newest misfire with its cause, which is a text of its own.
func (w *world) closeMisfireBecause() {
	w.t.Helper()
	e := w.draft("h1/handler w2/watcher", &event.MisfireClosed{
		Of: w.newest(event.KindMisfired), WaitSeconds: 60, Bore: event.BoreUnobstructed, Container: "QUAR",
		Rebriefed: event.Yes,
	})
	e.Openings = []event.Commitment{{Field: "cause", Digest: event.ID{1}}}
	w.put(e)
}

func advisorCauses() []cause {
	return []cause{
		{key: "advisor.late", code: verdict.H10, base: taxed, do: func(w *world, _ *ask) {
			w.correct(w.appointment("adv1", event.Advisor), "role")
			w.appoint("adv1", event.Advisor)
		}, mend: func(w *world, _ *ask) { w.scene(w.plan()) }},
		{key: "advisor.handles", code: verdict.H05, base: taxed, also: "*", do: func(_ *world, q *ask) {
			q.To = "adv1"
		}, mend: func(_ *world, q *ask) { q.To = "p1" }},
		{key: "meeting.no-advisor", code: verdict.H08, base: taxed, do: func(w *world, _ *ask) {
			m := w.meeting()
			m.People = m.People[:4]
			w.met(m)
		}, mend: func(w *world, _ *ask) { w.met(w.meeting()) }},
		{key: "risk.no-advisor", code: verdict.H10, base: taxed, do: func(w *world, _ *ask) {
			w.do("ad1/ad h1/handler", w.risk())
		}, mend: func(w *world, _ *ask) { w.assessed(w.risk()) }},
		{key: "risk.not-endorsed", code: verdict.H10, base: also(verdict.FactRiskEndorsed, (*world).withDummies), do: func(w *world, _ *ask) {
			w.do("adv1/advisor! h2/handler!", w.risk())
		}, mend: func(w *world, _ *ask) { w.assessed(w.risk()) }},
	}
}

func authorityCauses() []cause {
	planned := func(w *world, _ *ask) { w.scene(w.plan()) }
	return append(advisorCauses(), []cause{
		{key: "zone.person", code: verdict.H11, base: also(verdict.FactZoneEmpty, func(w *world) {
			w.withDummies()
			w.nobodyThere()
		}), do: planned, mend: func(w *world, _ *ask) { w.nobodyThere() }},
		{key: "zone.direct", code: verdict.H11, base: also(verdict.FactZoneNotDirect, (*world).withDummies), do: func(w *world, _ *ask) {
			w.do("h1/handler ad1/ad", w.approval(event.Distance))
		}, mend: func(w *world, _ *ask) { w.do("h1/handler ad1/ad", w.approval(event.Shield)) }},
		{
			key: "misfire.no-cause", code: verdict.H14, base: also(verdict.FactMisfiresExplained, func(w *world) { w.withBlanks(); w.lockUp() }),
			q: closeDay, do: func(w *world, _ *ask) {
				w.do("cam1/crew!", &event.Misfired{Item: "R-03"})
				w.closeMisfire(30)
			}, mend: func(w *world, _ *ask) { w.closeMisfireBecause() },
		},
		{key: "police.none", code: verdict.H21, base: also(verdict.FactPoliceTold, func(w *world) {
			w.withDummies()
			w.told(event.PoliceTold)
		}), do: func(w *world, _ *ask) {
			w.correct(w.newest(event.KindNoticeGiven), "to")
		}, mend: func(w *world, _ *ask) { w.told(event.PlaceClosed) }},
		{
			key: "item.live-capable", code: verdict.H22, base: also(verdict.FactItemNotLiveCapable, func(w *world) {
				w.class = event.BlankOnly
				w.withDummies()
			}), also: "*", do: func(w *world, q *ask) {
				w.do("h1/handler w1/watcher", &event.ItemReceived{Items: []event.ReceivedItem{received("R-05", event.LiveCapable, "5", "")}})
				q.Item = "R-05"
			}, mend: func(_ *world, q *ask) { q.Item = "R-03" },
		},
	}...)
}

// A notice on the call sheet is none to the police, and telling the police is none to the crew.
func TestNoticesDoNotStandForEachOther(t *testing.T) {
	w := begin(t)
	also(verdict.FactPoliceTold, (*world).withDummies)(w)
	w.wantHold(handOver, "police.none")
	w.told(event.PoliceTold)
	w.wantComplete(handOver)
	w.correct(w.ids["notice"], "day")
	w.wantHold(handOver, "notice.none")
	w.told(event.PoliceTold)
	w.wantHold(handOver, "notice.none")
}

// A closing that comes twice takes one round away, not two, and the cause it brings counts.
func TestASecondClosingBringsTheCauseOnly(t *testing.T) {
	w := begin(t)
	also(verdict.FactMisfiresExplained, func(w *world) { w.withBlanks(); w.lockUp() })(w)
	w.do("cam1/crew!", &event.Misfired{Item: "R-03"})
	w.closeMisfire(30)
	it, _ := w.s.Item("R-03")
	upset := it.Upset
	w.closeMisfireBecause()
	if it.Upset != upset {
		t.Error("the item was upset by a closing that had closed nothing")
	}
	w.wantComplete(closeDay)
}

// What lies in the box unadopted, or governs another place, changes no number.
func TestOnlyPacksThatBindTightenANumber(t *testing.T) {
	w := begin(t)
	house := pack(t, "house")
	w.withBlanks()
	w.do("cam1/crew!", &event.Misfired{Item: "R-03"})
	w.closeMisfire(30)
	w.packs = append(slices.Clip(w.packs), house)
	wait := func() bool {
		return slices.ContainsFunc(w.judge(onCamera).Reasons, func(r verdict.Reason) bool {
			return r.Key == "misfire.open" && r.N == 30 && r.Of == 60
		})
	}
	if wait() {
		t.Error("a pack nobody adopted asks for a longer wait")
	}
	w.adopt(house)
	if !wait() {
		t.Errorf("the adopted pack's wait of 60 s is not asked for: %v", keys(w.judge(onCamera)))
	}
}

// TestADroppedPackBindsAgainOnceItIsAdopted: what guild and advisor agreed to drop is dropped, and no
// production is left that adopts a pack and is not bound by it.
func TestADroppedPackBindsAgainOnceItIsAdopted(t *testing.T) {
	w := begin(t)
	w.withDummies()
	house := pack(t, "house")
	ref := event.PackRef{Pack: house.ID, Digest: house.Digest}
	binds := func(want bool, when string) {
		t.Helper()
		n := 0
		for _, p := range w.s.Packs() {
			if p == ref {
				n++
			}
		}
		if want != (n == 1) || n > 1 {
			t.Fatalf("%s the pack is %d times among those adopted", when, n)
		}
	}
	drop := func() event.ID { return w.do("ad1/ad!", &event.PackDropped{Pack: ref.Pack, Digest: ref.Digest}) }
	agree := func(of event.ID) { w.do("w1/guild! adv1/advisor!", &event.DropAgreed{Of: of}) }
	w.appoint("w1", event.Guild)
	w.adopt(house)
	w.adopt(house)
	binds(true, "adopted twice")
	id := drop()
	binds(true, "dropped by one side")
	agree(id)
	binds(false, "dropped by both")
	w.adopt(house)
	binds(true, "adopted again")
	id = drop()
	w.adopt(house)
	agree(id)
	binds(true, "adopted before the yes to an older no")
	agree(drop())
	binds(false, "dropped again")
	w.correct(w.newest(event.KindDropAgreed), "of")
	binds(true, "once the yes was taken back")
}

// compliant leads a day on which everything any pack that ships asks for is done.
func compliant(w *world) {
	w.class = event.BlankOnly // Queensland allows no other firearm.
	w.tag = "tax"
	w.withDummies()
	w.thirdCounted("HR2", "adv1/advisor!", 6)
	w.do("adv1/advisor!", w.second("R-03"))
	w.told(event.PlaceClosed)
	w.nobodyThere()
}

// Every pack has a day on which its clauses are true: none asks for what nobody can do.
func TestEveryPackHasACompliantDay(t *testing.T) {
	for _, f := range rules.All() {
		p := pack(t, f.ID())
		region := p.Jurisdiction[0]
		if region == verdict.Anywhere {
			region = "US-NM"
		}
		t.Run(string(p.ID), func(t *testing.T) {
			w := begin(t)
			w.packs, w.region = []*verdict.Pack{p}, region
			compliant(w)
			w.wantComplete(handOver)
			w.wantComplete(start)
			w.give()
			w.collect()
			w.lockUp()
			w.wantComplete(closeDay)
		})
	}
}

// Live rounds hold under every pack: nobody has compared the words on them.
func TestLiveRoundsHoldUnderEveryPack(t *testing.T) {
	for _, f := range rules.All() {
		w := begin(t)
		p := pack(t, f.ID())
		w.packs, w.region = []*verdict.Pack{p}, p.Jurisdiction[0]
		if w.region == verdict.Anywhere {
			w.region = "US-NM"
		}
		compliant(w)
		live(w, nil)
		w.wantHold(handOver, "text.unverified")
	}
}

// One verified clause on live rounds does not speak for the others.
func TestLiveRoundsNeedEveryClauseVerified(t *testing.T) {
	f, _ := rules.Find("us-ca-part13")
	sum := strings.Repeat("ab", 32)
	verify := func(n int) *verdict.Pack {
		text := string(f.Bytes)
		for _, from := range []string{"paraphrase", "unverified"} {
			old := fmt.Sprintf("\"text_status\": %q, \"checked_on\": \"2026-11-23\", \"checked_by\": \"project\",\n        \"source_sha256\": \"\"", from)
			text = strings.Replace(text, old, strings.Replace(strings.Replace(old, from, "verified", 1), `"source_sha256": ""`, `"source_sha256": "`+sum+`"`, 1), n)
		}
		p, err := verdict.ParsePack([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	for n, want := range map[int]bool{-1: false, 20: true} {
		w := begin(t)
		w.packs = []*verdict.Pack{verify(n)}
		w.withDummies()
		live(w, nil)
		if got := slices.Contains(keys(w.judge(handOver)), "H20 text.unverified"); got != want {
			t.Errorf("with %d clauses verified the text is unverified: %v, want %v", n, got, want)
		}
	}
}
