package verdict

import "github.com/proofhouse/proofhouse/kernel/event"

// CoreAsks returns the questions the core asks a fact for, for the tables of docs/spec/verdict.md.
func CoreAsks(f Fact) []Ask {
	for n := range core {
		if core[n].ID == ClauseID("CORE-"+f.String()) {
			return core[n].asks
		}
	}
	return nil
}

// Remedy returns what is declared about a reason.
func Remedy(key string) (cause Cause, who event.Role, act string) {
	r := remedyOf(key)
	return r.cause, r.who, r.act
}

// Sine is sine and Root is root.
var (
	Sine = sine
	Root = root
)

// Unit is what a sine of 1 is; Unsure is how many of its parts the geometry allows for.
const (
	Unit   = unit
	Unsure = unsure
)

// InSector reports whether a sector from a corner holds a point.
func InSector(cornerX, cornerY, dir, half, x, y int64) bool {
	return sector{point{cornerX, cornerY}, dir, half}.holds(point{x, y})
}

// Crosses reports whether the way between the first two points passes the segment between the others.
func Crosses(at [8]int64) bool {
	return crosses(point{at[0], at[1]}, point{at[2], at[3]}, point{at[4], at[5]}, point{at[6], at[7]})
}

// Area is area.
type Area struct{ MuzzleMM, ConeHalf, VentMM, VentHalf, LeftMM, RightMM, EjectsHalf int64 }

// Hit is what an exposure says of a person.
type Hit struct {
	MM                int64
	Cone, Vent, Cases bool
}

// Exposed returns what a drawn muzzle does to somebody at a place.
func Exposed(m *event.Muzzle, a Area, x, y int64, stops []event.Stop) Hit {
	own := area{a.MuzzleMM, a.ConeHalf, a.VentMM, a.VentHalf, a.LeftMM, a.RightMM, a.EjectsHalf}
	e := exposed(m, &own, spot{"p1", point{x, y}}, stops)
	return Hit{e.mm, e.cone, e.vent, e.cases > 0}
}
