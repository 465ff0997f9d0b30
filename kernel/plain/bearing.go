package plain

// The twin's geometry turns a place into a bearing and compares bearings, where the kernel compares
// places with the edges of a sector. The bearing is found without a table of sines: by turning the
// place toward the axis in steps that only shift and add.

// nano is how many parts a centidegree has here.
const nano = 1_000_000_000

// even is how far apart two bearings may be and still count as one, in these parts: what cannot be
// decided lies inside.
const even = 500

// steps are the angles of which the tangents are 1, 1/2, 1/4 and so on.
var steps = []int64{
	4_500_000_000_000, 2_656_505_117_708, 1_403_624_346_793, 712_501_634_890, 357_633_437_500, 178_991_060_825,
	89_517_371_021, 44_761_417_086, 22_381_050_037, 11_190_567_707, 5_595_289_189, 2_797_645_262,
	1_398_822_714, 699_411_368, 349_705_685, 174_852_843, 87_426_421, 43_713_211,
	21_856_605, 10_928_303, 5_464_151, 2_732_076, 1_366_038, 683_019,
	341_509, 170_755, 85_377, 42_689, 21_344, 10_672,
	5_336, 2_668, 1_334, 667, 334, 167,
	83, 42, 21, 10, 5, 3,
	1, 1, 0,
}

// bearing is the direction of a place from the origin, counter-clockwise from x.
func bearing(x, y int64) int64 {
	for max(x, -x, y, -y) < 1<<54 {
		x, y = 2*x, 2*y
	}
	at := int64(0)
	if x < 0 {
		x, y, at = -x, -y, 18000*nano
	}
	for k, step := range steps {
		if y > 0 {
			x, y, at = x+y>>k, y-x>>k, at+step
		} else if y < 0 {
			x, y, at = x-y>>k, y+x>>k, at-step
		}
	}
	return at
}

// off is how far a place lies off a direction in centidegrees, from 0 to half a turn, in parts.
func off(x, y, cdeg int64) int64 {
	d := (bearing(x, y) - cdeg*nano) % (36000 * nano)
	if d < 0 {
		d += 36000 * nano
	}
	return min(d, 36000*nano-d)
}

// paces is the largest whole number of millimetres that is not longer than the way to a place.
func paces(x, y int64) int64 {
	low, high := int64(0), int64(1<<21)
	for low < high {
		mid := (low + high + 1) / 2
		if mid*mid <= x*x+y*y {
			low = mid
		} else {
			high = mid - 1
		}
	}
	return low
}

// between reports whether the way from the origin to a place passes a segment from one of its ends to
// the other, somewhere between the ends of both.
func between(x, y, fromX, fromY, toX, toY int64) bool {
	// At t of the way and u of the segment: t*(x,y) = from + u*(to-from), over one denominator.
	dx, dy := toX-fromX, toY-fromY
	den := x*dy - y*dx
	t, u := fromX*dy-fromY*dx, fromX*y-fromY*x
	if den < 0 {
		den, t, u = -den, -t, -u
	}
	return t > 0 && t < den && u > 0 && u < den
}
