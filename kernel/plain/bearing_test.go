package plain

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestABearingIsThatOfThePlace(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 40))
	for range 100_000 {
		size := []int64{2, 50, 1_000_001}[random.IntN(3)]
		x, y := random.Int64N(2*size-1)-size+1, random.Int64N(2*size-1)-size+1
		if x == 0 && y == 0 {
			continue
		}
		want := math.Atan2(float64(y), float64(x)) * 18_000 / math.Pi * nano
		got := math.Mod(float64(bearing(x, y))-want+1.5*36_000*nano, 36_000*nano) - 18_000*nano
		if math.Abs(got) > even {
			t.Fatalf("the bearing of (%d,%d) is %d, off by %f", x, y, bearing(x, y), got)
		}
		if n := paces(x, y); n*n > x*x+y*y || (n+1)*(n+1) <= x*x+y*y {
			t.Fatalf("to (%d,%d) it is %d", x, y, n)
		}
	}
}
