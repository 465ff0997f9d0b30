package verdict_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/verdict"
)

func TestASineIsRightToAFewParts(t *testing.T) {
	worst := 0.0
	for cdeg := int64(-40_000); cdeg <= 40_000; cdeg++ {
		want := math.Sin(float64(cdeg) * math.Pi / 18_000)
		worst = max(worst, math.Abs(float64(verdict.Sine(cdeg))-want*verdict.Unit))
	}
	t.Logf("the largest error is %.2f parts", worst)
	if worst > verdict.Unsure {
		t.Errorf("the largest error is %.2f parts, the danger areas allow for %d", worst, verdict.Unsure)
	}
}

func TestTheRootIsWhole(t *testing.T) {
	for n := range int64(70_000) {
		if r := verdict.Root(n); r*r > n || (r+1)*(r+1) <= n {
			t.Fatalf("the root of %d is %d", n, r)
		}
	}
	random := rand.New(rand.NewPCG(1, 11))
	for range 20_000 {
		n := random.Int64N(2_000_000_000_001)
		if r := verdict.Root(n); r*r > n || (r+1)*(r+1) <= n {
			t.Fatalf("the root of %d is %d", n, r)
		}
	}
	if verdict.Root(-1) != 0 {
		t.Error("a negative number has a root")
	}
}

// offDeg is how far a place lies off a direction in degrees, from 0 to 180, computed the plain way.
func offDeg(dx, dy, dir float64) float64 {
	d := math.Mod(math.Atan2(dy, dx)*180/math.Pi-dir, 360)
	if d < 0 {
		d += 360
	}
	return min(d, 360-d)
}

func TestASectorHoldsWhatAPlainComputationSays(t *testing.T) {
	const marginDeg = 0.0002
	random := rand.New(rand.NewPCG(2, 11))
	near, inside := 0, 0
	for range 400_000 {
		size := []int64{3, 100, 10_000, 1_000_000}[random.IntN(4)]
		cx, cy, px, py := random.Int64N(size), random.Int64N(size), random.Int64N(size), random.Int64N(size)
		dir, half := random.Int64N(72_000)-18_000, random.Int64N(18_001)
		if random.IntN(4) == 0 {
			dir, half = 4500*random.Int64N(8), 1500*random.Int64N(13)
		}
		got := verdict.InSector(cx, cy, dir, half, px, py)
		off := offDeg(float64(px-cx), float64(py-cy), float64(dir)/100)
		switch {
		case cx == px && cy == py || half == 18_000:
			if !got {
				t.Fatalf("(%d,%d) is outside its own corner", px, py)
			}
		case math.Abs(off-float64(half)/100) < marginDeg:
			near++
			if off <= float64(half)/100 && !got {
				t.Fatalf("(%d,%d) from (%d,%d) on the edge of %d±%d is outside", px, py, cx, cy, dir, half)
			}
		case got != (off < float64(half)/100):
			t.Fatalf("(%d,%d) from (%d,%d) in %d±%d: got %t, it is %f degrees off", px, py, cx, cy, dir, half, got, off)
		}
		if got {
			inside++
		}
	}
	t.Logf("%d inside, %d at the edge", inside, near)
	if inside < 100_000 || near < 100 {
		t.Error("the places drawn say too little")
	}
}

func TestAWiderSectorHoldsAllOfANarrowerOne(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 11))
	for range 20_000 {
		cx, cy, px, py := random.Int64N(50), random.Int64N(50), random.Int64N(50), random.Int64N(50)
		dir, held := random.Int64N(36_000), false
		for half := int64(0); half <= 18_000; half += 1 + random.Int64N(600) {
			now := verdict.InSector(cx, cy, dir, half, px, py)
			if held && !now {
				t.Fatalf("(%d,%d) from (%d,%d) left %d±%d", px, py, cx, cy, dir, half)
			}
			held = now
		}
	}
}

func TestAStopIsPassedOnlyBetweenItsEnds(t *testing.T) {
	for name, c := range map[string]struct {
		at   [8]int64 // From, to, and the two ends.
		want bool
	}{
		"straight through":         {[8]int64{0, 0, 10, 0, 5, -5, 5, 5}, true},
		"aslant":                   {[8]int64{0, 0, 10, 10, 0, 9, 9, 0}, true},
		"in front of both":         {[8]int64{0, 0, 10, 0, 15, -5, 15, 5}, false},
		"behind the muzzle":        {[8]int64{5, 0, 10, 0, 2, -5, 2, 5}, false},
		"beside":                   {[8]int64{0, 0, 10, 0, 5, 1, 5, 9}, false},
		"an end on the way":        {[8]int64{0, 0, 10, 0, 5, 0, 5, 9}, false},
		"the person on the stop":   {[8]int64{0, 0, 5, 0, 5, -5, 5, 5}, false},
		"the muzzle on the stop":   {[8]int64{5, 0, 10, 0, 5, -5, 5, 5}, false},
		"along the way":            {[8]int64{0, 0, 10, 0, 2, 0, 8, 0}, false},
		"alongside":                {[8]int64{0, 0, 10, 0, 2, 1, 8, 1}, false},
		"a point":                  {[8]int64{0, 0, 10, 0, 5, 0, 5, 0}, false},
		"nobody is away":           {[8]int64{0, 0, 0, 0, -5, -5, 5, 5}, false},
		"a kilometre, by one":      {[8]int64{0, 0, 1_000_000, 999_999, 999_999, 0, 0, 1_000_000}, true},
		"a kilometre, past by one": {[8]int64{0, 0, 1_000_000, 1_000_000, 500_001, 500_000, 1_000_000, 0}, false},
	} {
		if got := verdict.Crosses(c.at); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
		back := c.at
		back[4], back[5], back[6], back[7] = c.at[6], c.at[7], c.at[4], c.at[5]
		if got := verdict.Crosses(back); got != c.want {
			t.Errorf("%s, drawn from the other end: %t", name, got)
		}
	}
}

func TestAStopIsPassedWhereAPlainComputationSays(t *testing.T) {
	const marginMM = 2
	random := rand.New(rand.NewPCG(4, 11))
	passed := 0
	for range 100_000 {
		var at [8]int64
		var f [8]float64
		for n := range at {
			at[n] = random.Int64N(1_000_001)
			f[n] = float64(at[n])
		}
		got := verdict.Crosses(at)
		if want, sure := passes(f, marginMM); sure && got != want {
			t.Fatalf("%v: got %t", at, got)
		}
		if got {
			passed++
		}
	}
	if passed < 10_000 {
		t.Errorf("only %d of the ways pass a stop", passed)
	}
}

// passes computes where a way and a segment meet. It is sure when no end of either is near the other.
func passes(f [8]float64, margin float64) (meets, sure bool) {
	ax, ay, bx, by := f[2]-f[0], f[3]-f[1], f[6]-f[4], f[7]-f[5]
	den := ax*by - ay*bx
	if math.Abs(den) < margin*(math.Hypot(ax, ay)+math.Hypot(bx, by)) {
		return false, false
	}
	t := ((f[4]-f[0])*by - (f[5]-f[1])*bx) / den
	u := ((f[4]-f[0])*ay - (f[5]-f[1])*ax) / den
	farT := func(v float64) bool { return math.Abs(v)*math.Hypot(ax, ay) > margin }
	farU := func(v float64) bool { return math.Abs(v)*math.Hypot(bx, by) > margin }
	return t > 0 && t < 1 && u > 0 && u < 1, farT(t) && farT(t-1) && farU(u) && farU(u-1)
}
