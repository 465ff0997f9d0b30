package verdict

// The geometry of the line of fire, in whole millimetres and centidegrees. Lengths compare exactly.
// Directions are right to a few parts in a thousand million, and what this cannot decide counts as
// inside: a danger area is never drawn smaller than it is.

// point is a place in the frame of a plan, in millimetres.
type point struct{ x, y int64 }

// sector is everything within half an angle of a direction from a corner, both in centidegrees
// counter-clockwise from x. How far it reaches is asked apart.
type sector struct {
	corner    point
	dir, half int64
}

const (
	fullTurn = 36000         // Centidegrees of a full turn.
	quarter  = fullTurn / 4  // Of a right angle.
	unit     = 1_000_000_000 // What a sine of 1 is here.
	// unsure bounds the error of a sine or cosine here, in the same units. It is tested.
	unsure = 8
)

// holds reports whether a point lies in the sector. The corner itself does.
func (s sector) holds(p point) bool {
	if s.half >= fullTurn/2 || p == s.corner {
		return true
	}
	dx, dy := p.x-s.corner.x, p.y-s.corner.y
	doubt := unsure * (abs(dx) + abs(dy))
	lowX, lowY := along(s.dir - s.half)
	highX, highY := along(s.dir + s.half)
	afterLow := lowX*dy-lowY*dx >= -doubt
	beforeHigh := highY*dx-highX*dy >= -doubt
	if s.half > quarter {
		return afterLow || beforeHigh
	}
	dirX, dirY := along(s.dir)
	return afterLow && beforeHigh && dirX*dx+dirY*dy >= -doubt
}

// apart returns the distance of two points in millimetres, rounded down.
func apart(p, q point) int64 {
	dx, dy := p.x-q.x, p.y-q.y
	return root(dx*dx + dy*dy)
}

// root returns the whole part of the square root of a number that is not negative.
func root(n int64) int64 {
	if n < 2 {
		return max(n, 0)
	}
	// Newton's steps from above fall until they are there.
	r := n/2 + 1
	for {
		next := (r + n/r) / 2
		if next >= r {
			return r
		}
		r = next
	}
}

// crosses reports whether the straight line between two points passes through the segment from a to b.
// To touch an end of it, or to stand on it, is not to be behind it.
func crosses(from, to, a, b point) bool {
	return apartBy(from, to, a, b) && apartBy(a, b, from, to)
}

// apartBy reports whether p and q lie on different sides of the line through a and b, neither on it.
func apartBy(a, b, p, q point) bool {
	s, t := side(a, b, p), side(a, b, q)
	return s < 0 && t > 0 || s > 0 && t < 0
}

// side is positive where p lies to the left of the line from a to b, negative to its right.
func side(a, b, p point) int64 { return (b.x-a.x)*(p.y-a.y) - (b.y-a.y)*(p.x-a.x) }

func abs(n int64) int64 {
	if n < 0 {
		return -n
	}
	return n
}

// along returns the direction of an angle in centidegrees as cosine and sine, in parts of unit.
func along(cdeg int64) (x, y int64) { return sine(cdeg + quarter), sine(cdeg) }

// sine returns the sine of an angle in centidegrees, in parts of unit.
func sine(cdeg int64) int64 {
	cdeg = (cdeg%fullTurn + fullTurn) % fullTurn
	switch {
	case cdeg > 3*quarter:
		return -sineUp(fullTurn - cdeg)
	case cdeg > 2*quarter:
		return -sineUp(cdeg - 2*quarter)
	case cdeg > quarter:
		return sineUp(2*quarter - cdeg)
	}
	return sineUp(cdeg)
}

// sineUp is sine from 0 to a right angle: that of the nearest degree, turned by what is left. For an
// angle x of at most half a degree x-x^3/6 and 1-x^2/2 are its sine and cosine to one part of unit.
func sineUp(cdeg int64) int64 {
	degree := (cdeg + 50) / 100
	x := (cdeg - 100*degree) * 174_532_925 / 1000 // A centidegree is 174,532.925 of these parts.
	square := x * x / unit
	turnSine, turnCosine := x-square*x/unit/6, unit-square/2
	return (sines[degree]*turnCosine + sines[90-degree]*turnSine) / unit
}

// sines holds the sine of each degree from 0 to 90, in parts of unit.
var sines = [91]int64{
	0, 17_452_406, 34_899_497, 52_335_956, 69_756_474, 87_155_743, 104_528_463, 121_869_343,
	139_173_101, 156_434_465, 173_648_178, 190_808_995, 207_911_691, 224_951_054, 241_921_896, 258_819_045,
	275_637_356, 292_371_705, 309_016_994, 325_568_154, 342_020_143, 358_367_950, 374_606_593, 390_731_128,
	406_736_643, 422_618_262, 438_371_147, 453_990_500, 469_471_563, 484_809_620, 500_000_000, 515_038_075,
	529_919_264, 544_639_035, 559_192_903, 573_576_436, 587_785_252, 601_815_023, 615_661_475, 629_320_391,
	642_787_610, 656_059_029, 669_130_606, 681_998_360, 694_658_370, 707_106_781, 719_339_800, 731_353_702,
	743_144_825, 754_709_580, 766_044_443, 777_145_961, 788_010_754, 798_635_510, 809_016_994, 819_152_044,
	829_037_573, 838_670_568, 848_048_096, 857_167_301, 866_025_404, 874_619_707, 882_947_593, 891_006_524,
	898_794_046, 906_307_787, 913_545_458, 920_504_853, 927_183_855, 933_580_426, 939_692_621, 945_518_576,
	951_056_516, 956_304_756, 961_261_696, 965_925_826, 970_295_726, 974_370_065, 978_147_601, 981_627_183,
	984_807_753, 987_688_341, 990_268_069, 992_546_152, 994_521_895, 996_194_698, 997_564_050, 998_629_535,
	999_390_827, 999_847_695, 1_000_000_000,
}
