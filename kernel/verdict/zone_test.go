package verdict_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// drawn records a plan with blanks that somebody changed, and all that is made for it. The muzzle of
// R-03, where there is one, points along x.
func (w *world) drawn(change func(*event.ScenePlanned)) {
	w.t.Helper()
	p := w.plan()
	p.Purpose, p.Load, p.Medic, p.Protected = event.OnCamera, event.Half, event.Yes, event.Yes
	p.Zone[0].DistanceMM = 7000
	change(p)
	w.scene(p)
}

// cameraAt draws R-03 and the camera operator, in millimetres from the muzzle.
func cameraAt(ahead, left int64, stops ...event.Stop) func(*event.ScenePlanned) {
	return func(p *event.ScenePlanned) {
		p.Muzzles = []event.Muzzle{{Item: "R-03", XMM: 50_000, YMM: 50_000}}
		p.Placed = []event.Placed{{Person: "cam1", XMM: 50_000 + ahead, YMM: 50_000 + left}}
		p.Stops = stops
	}
}

// wall stands across the axis of R-03.
func wall(what event.StopType, ahead int64) event.Stop {
	return event.Stop{What: what, FromXMM: 50_000 + ahead, FromYMM: 48_000, ToXMM: 50_000 + ahead, ToYMM: 52_000}
}

func zoneCauses() []cause {
	draw := func(change func(*event.ScenePlanned)) func(*world, *ask) {
		return func(w *world, _ *ask) { w.drawn(change) }
	}
	shielded := func(change func(*event.ScenePlanned)) func(*world, *ask) {
		return func(w *world, _ *ask) {
			w.drawn(change)
			w.do("h1/handler ad1/ad", w.approval(event.Shield))
		}
	}
	base := (*world).withBlanks
	return []cause{
		{
			key: "zone.in-cone", code: verdict.H11, base: base, q: onCamera, also: "H11 zone.on-axis",
			do: draw(cameraAt(6095, 0)), mend: draw(cameraAt(-6095, 0)),
		},
		{
			key: "zone.no-muzzle", code: verdict.H11, base: base, q: onCamera, do: draw(func(p *event.ScenePlanned) {
				cameraAt(-6095, 0)(p)
				p.Muzzles[0].Item = "G-11"
				p.Items = append(p.Items, event.PlannedItem{Item: "G-11", Class: event.Solid})
			}), mend: draw(cameraAt(-6095, 0)),
		},
		{
			key: "zone.in-vent", code: verdict.H11, base: base, q: onCamera, also: "H11 zone.in-ejection",
			do: draw(cameraAt(0, 3047)), mend: draw(cameraAt(0, 3048)),
		},
		{
			key: "zone.in-ejection", code: verdict.H11, base: base, q: onCamera,
			do: draw(cameraAt(-1500, -1400)), mend: draw(cameraAt(-3000, -1400)),
		},
		{
			key: "zone.on-axis", code: verdict.H11, base: base, q: onCamera,
			do: draw(cameraAt(20_000, 19_999)), mend: draw(cameraAt(20_000, 20_001)),
		},
		{
			key: "zone.no-shield", code: verdict.H11, base: base, q: onCamera,
			do: shielded(cameraAt(20_000, 0)), mend: shielded(cameraAt(20_000, 0, wall(event.ShieldStop, 9000))),
		},
	}
}

// TestTheDeclaredZoneSaysHowFar: what reaches into a standard zone decides how far away is enough.
func TestTheDeclaredZoneSaysHowFar(t *testing.T) {
	w := begin(t)
	w.withBlanks()
	try := func(where event.Where, least int64) {
		t.Helper()
		for _, mm := range []int64{least - 1, least} {
			if mm < 0 {
				continue
			}
			w.drawn(func(p *event.ScenePlanned) { p.Zone[0].Where, p.Zone[0].DistanceMM = where, mm })
			if got := slices.Contains(keys(w.judge(onCamera)), "H11 zone.distance"); got != (mm < least) {
				t.Errorf("%q at %d mm, %d needed: %v", where, mm, least, keys(w.judge(onCamera)))
			}
		}
	}
	for where, least := range map[event.Where]int64{
		event.NoWhere: 6096, event.Ahead: 6096, event.AheadLeft: 6096, event.AheadRight: 6096,
		event.LeftSide: 3048, event.RightSide: 3048, event.Behind: 0,
	} {
		try(where, least)
	}
	w.do("h1/handler", &event.TestFired{
		Item: "R-03", Lot: "B-02", DistanceMM: 8000, ConeHalfCdeg: 2000, VentMM: 500, VentHalfCdeg: 1000,
		Ejection: event.EjectsRight, EjectionMM: 1500,
	})
	for where, least := range map[event.Where]int64{
		event.Ahead: 8000, event.AheadLeft: 8000, event.LeftSide: 500, event.RightSide: 1500, event.Behind: 0,
	} {
		try(where, least)
	}
	// To take a measurement back brings nobody nearer.
	w.correct(w.newest(event.KindTestFired), "vent_mm")
	for where, least := range map[event.Where]int64{
		event.Ahead: 8000, event.LeftSide: 3048, event.RightSide: 3048,
	} {
		try(where, least)
	}
	// What reaches far round reaches ahead and behind.
	w.do("h1/handler", &event.TestFired{
		Item: "R-03", Lot: "B-02", DistanceMM: 1, VentMM: 9000, VentHalfCdeg: 6001, Ejection: event.EjectsNot,
	})
	for where, least := range map[event.Where]int64{event.Ahead: 9000, event.Behind: 9000, event.RightSide: 9000} {
		try(where, least)
	}
}

// TestAnApprovalIsAskedForInTheLineOfFire: by the declared zone and by the drawing.
func TestAnApprovalIsAskedForInTheLineOfFire(t *testing.T) {
	w := begin(t)
	w.withBlanks()
	manned := func(who event.PersonID) func(*event.ScenePlanned) {
		return func(p *event.ScenePlanned) {
			p.Muzzles = []event.Muzzle{{Item: "R-03", XMM: 100, YMM: 100, AimCdeg: 4500}}
			p.Zone[0].Where = event.Behind
			p.Cameras = []event.CameraMark{{Person: who, XMM: 30_000, YMM: 30_000}}
		}
	}
	for name, c := range map[string]struct {
		change func(*event.ScenePlanned)
		want   bool
	}{
		"nobody said where": {func(*event.ScenePlanned) {}, true},
		"ahead":             {func(p *event.ScenePlanned) { p.Zone[0].Where = event.Ahead }, true},
		"ahead on the left": {func(p *event.ScenePlanned) { p.Zone[0].Where = event.AheadLeft }, true},
		"on the right":      {func(p *event.ScenePlanned) { p.Zone[0].Where = event.RightSide }, false},
		"behind":            {func(p *event.ScenePlanned) { p.Zone[0].Where = event.Behind }, false},
		"behind, but drawn ahead": {func(p *event.ScenePlanned) {
			p.Zone[0].Where = event.Behind
			cameraAt(9000, 0)(p)
		}, true},
		"ahead, but drawn behind": {func(p *event.ScenePlanned) {
			p.Zone[0].Where = event.Ahead
			cameraAt(-9000, 0)(p)
		}, true},
		"at a camera ahead":     {manned("cam1"), true},
		"a remote camera ahead": {manned(""), false},
		"behind a backstop": {func(p *event.ScenePlanned) {
			p.Zone[0].Where = event.Behind
			cameraAt(9000, 0, wall(event.BackstopStop, 8000))(p)
		}, false},
		"drawn for an item of another question": {func(p *event.ScenePlanned) {
			p.Zone[0].Where = event.Behind
			cameraAt(9000, 0)(p)
			p.Muzzles[0].Item = "R-04"
		}, false},
	} {
		p := w.plan()
		p.Purpose, p.Load = event.OnCamera, event.Half
		p.Zone[0].DistanceMM = 7000
		c.change(p)
		w.planned(p)
		if got := slices.Contains(keys(w.judge(onCamera)), "H11 zone.not-approved"); got != c.want {
			t.Errorf("%s: %v", name, keys(w.judge(onCamera)))
		}
	}
}

// TestWhereNobodyMayBePointedAt: an approval does not help, nor does a shield; a backstop does.
func TestWhereNobodyMayBePointedAt(t *testing.T) {
	for name, c := range map[string]struct {
		fact verdict.Fact
		stop []event.Stop
		want string
	}{
		"drawn ahead":               {verdict.FactZoneEmpty, nil, "H11 zone.person"},
		"behind a shield":           {verdict.FactZoneEmpty, []event.Stop{wall(event.ShieldStop, 5000)}, "H11 zone.person"},
		"beyond a backstop":         {verdict.FactZoneEmpty, []event.Stop{wall(event.BackstopStop, 5000)}, ""},
		"far away, yet on the axis": {verdict.FactZoneNotDirect, nil, "H11 zone.on-axis"},
		"shielded is not direct":    {verdict.FactZoneNotDirect, []event.Stop{wall(event.ShieldStop, 5000)}, ""},
	} {
		w := begin(t)
		also(c.fact, (*world).withBlanks)(w)
		w.drawn(func(p *event.ScenePlanned) {
			p.Zone = nil
			cameraAt(20_000, 0, c.stop...)(p)
		})
		w.do("h1/handler ad1/ad", w.approval(event.Distance))
		got := keys(w.judge(onCamera))
		if c.want == "" && len(got) > 0 || c.want != "" && !slices.Contains(got, c.want) {
			t.Errorf("%s: want %q, got %v", name, c.want, got)
		}
	}
}

// TestWhoIsDrawnIsNear: people of the drawing belong to the meeting and need the course.
func TestWhoIsDrawnIsNear(t *testing.T) {
	w := begin(t)
	w.withBlanks()
	w.drawn(func(p *event.ScenePlanned) { p.Cameras = []event.CameraMark{{Person: "w1", XMM: 1, YMM: 1}} })
	w.wantHold(onCamera, "meeting.absent")
}

// scenery is a random muzzle, its area, a person and what stands between.
type scenery struct {
	muzzle event.Muzzle
	area   verdict.Area
	x, y   int64
	stops  []event.Stop
}

func randomScenery(r *rand.Rand) scenery {
	size := []int64{100, 5000, 60_000, 1_000_001}[r.IntN(4)]
	at := func() int64 { return r.Int64N(size) }
	s := scenery{
		muzzle: event.Muzzle{Item: "R-03", XMM: at(), YMM: at(), AimCdeg: r.Int64N(event.TurnCdeg), SwingCdeg: r.Int64N(3000)},
		area: verdict.Area{
			MuzzleMM: at(), ConeHalf: r.Int64N(9001), VentMM: at(), VentHalf: r.Int64N(9001), LeftMM: at(), RightMM: at(),
			EjectsHalf: r.Int64N(9001),
		},
		x: at(), y: at(),
	}
	for range r.IntN(3) {
		s.stops = append(s.stops, event.Stop{
			What: event.ShieldStop, FromXMM: at(), FromYMM: at(), ToXMM: at(), ToYMM: at(),
		})
	}
	return s
}

func (s *scenery) kernel() verdict.Hit { return verdict.Exposed(&s.muzzle, s.area, s.x, s.y, s.stops) }

// plainly computes the same with floats. It is not sure within two centidegrees and two millimetres
// of an edge.
func (s *scenery) plainly() (hit verdict.Hit, sure bool) {
	const marginDeg, marginMM = 0.02, 2
	mx, my := float64(s.muzzle.XMM), float64(s.muzzle.YMM)
	dx, dy := float64(s.x)-mx, float64(s.y)-my
	d := math.Hypot(dx, dy)
	sure = d > marginMM
	hit.MM = int64(d)
	for _, x := range s.stops {
		meets, known := passes([8]float64{
			mx, my, float64(s.x), float64(s.y), float64(x.FromXMM), float64(x.FromYMM), float64(x.ToXMM), float64(x.ToYMM),
		}, marginMM)
		sure = sure && known
		if meets && known {
			return hit, sure
		}
	}
	within := func(turned, half int64) bool {
		off := offDeg(dx, dy, float64(s.muzzle.AimCdeg+turned)/100)
		edge := float64(half+s.muzzle.SwingCdeg) / 100
		sure = sure && math.Abs(off-edge) > marginDeg
		return off < edge
	}
	nearer := func(mm int64) bool {
		sure = sure && math.Abs(d-float64(mm)) > marginMM
		return d < float64(mm)
	}
	hit.Cone = within(0, s.area.ConeHalf)
	left, right := within(9000, s.area.VentHalf), within(-9000, s.area.VentHalf)
	hit.Vent = nearer(s.area.VentMM) && (left || right)
	left, right = within(9000, s.area.EjectsHalf), within(-9000, s.area.EjectsHalf)
	nearLeft, nearRight := nearer(s.area.LeftMM), nearer(s.area.RightMM)
	hit.Cases = nearLeft && left || nearRight && right
	return hit, sure
}

func TestWhoIsExposedIsWhomAPlainComputationFinds(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 11))
	seen := map[verdict.Hit]int{}
	compared := 0
	for range 150_000 {
		s := randomScenery(random)
		got := s.kernel()
		want, sure := s.plainly()
		if !sure {
			continue
		}
		compared++
		if got.MM-want.MM > 1 || want.MM-got.MM > 1 {
			t.Fatalf("%+v: %d mm, it is %d", s, got.MM, want.MM)
		}
		got.MM, want.MM = 0, 0
		if got != want {
			t.Fatalf("%+v: got %+v, it is %+v", s, got, want)
		}
		seen[got]++
	}
	t.Logf("%d compared: %v", compared, seen)
	if compared < 80_000 || len(seen) < 7 {
		t.Error("the sceneries drawn say too little")
	}
}

// covers reports whether a person is exposed in every way that they are in another hit.
func covers(a, b verdict.Hit) bool {
	return (a.Cone || !b.Cone) && (a.Vent || !b.Vent) && (a.Cases || !b.Cases)
}

func TestFartherAndBehindMoreNeverExposesAndWiderNeverSpares(t *testing.T) {
	random := rand.New(rand.NewPCG(6, 11))
	changed := map[string]int{}
	for range 60_000 {
		s := randomScenery(random)
		before := s.kernel()
		try := func(what string, spares bool, change func(*scenery)) {
			after := s
			change(&after)
			now := after.kernel()
			if now != before {
				changed[what]++
			}
			if spares && !covers(before, now) || !spares && !covers(now, before) {
				t.Fatalf("%s: %+v was %+v and is %+v", what, s, before, now)
			}
		}
		try("farther", true, func(s *scenery) {
			k := int64(1 + random.IntN(3))
			s.x, s.y = s.x+k*(s.x-s.muzzle.XMM), s.y+k*(s.y-s.muzzle.YMM)
		})
		try("one more stop", true, func(s *scenery) {
			other := randomScenery(random)
			s.stops = append(slices.Clip(s.stops), other.stops...)
		})
		try("more swing", false, func(s *scenery) { s.muzzle.SwingCdeg += random.Int64N(9000) })
		try("a wider cone", false, func(s *scenery) { s.area.ConeHalf += random.Int64N(4000) })
		try("wider vents", false, func(s *scenery) { s.area.VentHalf += random.Int64N(4000) })
		try("farther vents", false, func(s *scenery) { s.area.VentMM *= 2 })
		try("farther cases", false, func(s *scenery) { s.area.LeftMM *= 2; s.area.RightMM *= 3 })
	}
	for _, what := range []string{
		"farther", "one more stop", "more swing", "a wider cone", "wider vents", "farther vents", "farther cases",
	} {
		if changed[what] < 50 {
			t.Errorf("%s changed only %d sceneries", what, changed[what])
		}
	}
}

// TestOneMorePersonTakesNoReasonAway asks the judge.
func TestOneMorePersonTakesNoReasonAway(t *testing.T) {
	w := begin(t)
	w.withBlanks()
	random := rand.New(rand.NewPCG(7, 11))
	at := func() int64 { return 40_000 + random.Int64N(20_000) }
	where := func(key string, p event.PersonID) string { return key + " " + string(p) }
	told := func(p *event.ScenePlanned, how event.PointingHow) []string {
		w.planned(p)
		w.do("h1/handler ad1/ad", w.approval(how))
		var out []string
		for _, r := range w.judge(onCamera).Reasons {
			if r.Code == verdict.H11 {
				out = append(out, where(r.Key, r.Person))
			}
		}
		return out
	}
	for range 40 {
		p := w.plan()
		p.Purpose, p.Load = event.OnCamera, event.Half
		p.Muzzles = []event.Muzzle{{Item: "R-03", XMM: at(), YMM: at(), AimCdeg: random.Int64N(36_000), SwingCdeg: 1000}}
		p.Placed = []event.Placed{{Person: "ad1", XMM: at(), YMM: at()}, {Person: "w2", XMM: at(), YMM: at()}}
		how := event.PointingHow(1 + random.IntN(3))
		before := told(p, how)
		p.Placed = append(p.Placed, event.Placed{Person: "p1", XMM: at(), YMM: at()})
		p.Zone = append(p.Zone, event.Standing{Person: "p1", DistanceMM: at() - 40_000})
		after := told(p, how)
		for _, x := range before {
			if !slices.Contains(after, x) {
				t.Fatalf("%s went away: %v is %v", x, before, after)
			}
		}
	}
}
