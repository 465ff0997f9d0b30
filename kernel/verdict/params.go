package verdict

import "strconv"

// Param is a number that a pack may make stricter. The list is closed. The zero value is none.
type Param uint8

// The parameters.
const (
	NoParam              Param = iota
	ParamLookAgeMax            // Oldest look, in seconds, that still counts.
	ParamStandoffFloor         // Shortest distance from a muzzle with blanks, in millimetres.
	ParamMisfireWait           // Shortest wait after a misfire, in seconds.
	ParamPermitCheckMax        // Oldest check of a permit's status, in days.
	ParamAssumedCone           // Half the angle of a muzzle's cone nobody measured, in centidegrees.
	ParamAssumedVent           // Reach to the side nobody measured, in millimetres.
	ParamAssumedVentHalf       // Half the angle of it, in centidegrees.
	ParamAssumedEjection       // Flight of cases nobody measured, in millimetres.
	ParamEjectionHalf          // Half the angle in which cases fly to their side, in centidegrees.

	// ParamCount is one more than the last parameter.
	ParamCount
)

// Direction says which of two values is the stricter one. The zero value is no direction.
type Direction uint8

// The two directions.
const (
	NoDirection Direction = iota
	Least                 // The smallest of all values holds.
	Most                  // The largest of all values holds.
)

var directionNames = []string{"", "least", "most"}

// String returns the direction's name in the format.
func (d Direction) String() string {
	if int(d) >= len(directionNames) {
		return ""
	}
	return directionNames[d]
}

// ParamInfo describes one parameter for packs and documents.
type ParamInfo struct {
	Name      string    // As packs spell it; it ends in its unit.
	Unit      string    // s, mm, cdeg or days.
	Direction Direction // Which value holds when several are given.
	Core      int64     // What holds when no pack gives a stricter value.
	Min, Max  int64     // What a pack may give.
	Says      string    // What it bounds.
}

// The core values are this house's own: a look of half an hour, twenty feet, the wait most used
// for modern cartridges, a permit looked up once a month, and of an item nobody measured a cone of a
// right angle and ten feet to either side.
var params = [ParamCount]ParamInfo{
	ParamLookAgeMax: {
		"look_age_max_s", "s", Least, 1800, 60, 86_400,
		"How old a look at the item may be at the moment of the question.",
	},
	ParamStandoffFloor: {
		"standoff_floor_mm", "mm", Most, 6096, 0, 1_000_000,
		"The shortest distance from a muzzle with blanks, whatever a test-fire showed.",
	},
	ParamMisfireWait: {
		"misfire_wait_s", "s", Most, 30, 1, 86_400,
		"How long everybody waits after a misfire before anybody touches the action.",
	},
	ParamPermitCheckMax: {
		"permit_check_max_days", "days", Least, 30, 1, 3650,
		"How long ago the status of a permit may have been checked with its issuer.",
	},
	ParamAssumedCone: {
		"assumed_cone_half_cdeg", "cdeg", Most, 4500, 0, 9000,
		"Half the angle of what leaves a muzzle, where no card measured it.",
	},
	ParamAssumedVent: {
		"assumed_vent_mm", "mm", Most, 3048, 0, 1_000_000,
		"How far gas and particles reach to either side, where no card measured it.",
	},
	ParamAssumedVentHalf: {
		"assumed_vent_half_cdeg", "cdeg", Most, 4500, 0, 9000,
		"Half the angle of that to each side, where no card measured it.",
	},
	ParamAssumedEjection: {
		"assumed_ejection_mm", "mm", Most, 3048, 0, 1_000_000,
		"How far cases fly, and to both sides, where no card measured it.",
	},
	ParamEjectionHalf: {
		"ejection_half_cdeg", "cdeg", Most, 6000, 0, 9000,
		"Half the angle, about a right angle to the aim, in which cases fly.",
	},
}

// Info returns what is declared about a parameter; the zero ParamInfo outside the list.
func (p Param) Info() ParamInfo {
	if p >= ParamCount {
		return ParamInfo{}
	}
	return params[p]
}

// String returns the name that packs use.
func (p Param) String() string { return p.Info().Name }

// Setting is the value that one pack gives a parameter, and the clause it takes it from.
type Setting struct {
	Param  Param
	Value  int64 // In the unit of the parameter.
	Clause ClauseID
}

// Params holds the value of each parameter, in its unit.
type Params [ParamCount]int64

// Combine returns the strictest value of each parameter among the core and all packs given. The
// order of the packs does not matter, and one more pack never loosens a value.
func Combine(packs ...*Pack) Params {
	var combined Params
	for p := NoParam + 1; p < ParamCount; p++ {
		combined[p] = params[p].Core
	}
	for _, pack := range packs {
		combined.tighten(pack)
	}
	return combined
}

// tighten takes from a pack every value that is stricter.
func (v *Params) tighten(pack *Pack) {
	if pack == nil {
		return
	}
	for _, s := range pack.Params {
		switch s.Param.Info().Direction {
		case Least:
			v[s.Param] = min(v[s.Param], s.Value)
		case Most:
			v[s.Param] = max(v[s.Param], s.Value)
		case NoDirection: // Not a parameter: ParsePack makes no such setting.
		}
	}
}

// setting reads one parameter. Unit and direction are written out in the pack although the kernel
// knows them: who reads the pack must not have to guess, and who writes it must not be mistaken.
func (r *reader) setting() Setting {
	var s Setting
	var unit string
	var direction Direction
	var value int64
	names := make([]string, ParamCount)
	for p := range names {
		names[p] = params[p].Name
	}
	start := r.pos
	r.object(
		member{name: "name", read: func() { s.Param = Param(r.one("parameter", names)) }},
		member{name: "value", read: func() { value = r.integer(0, 1<<53-1) }},
		member{name: "unit", read: func() { unit = r.phrase() }},
		member{name: "direction", read: func() {
			direction = Direction(r.one("direction", directionNames))
		}},
		member{name: "clause", read: func() { s.Clause = ClauseID(r.word("a clause id", isName)) }},
	)
	info := s.Param.Info()
	switch {
	case r.err != nil:
	case unit != info.Unit:
		r.fail(start, "unit "+strconv.Quote(unit)+": "+info.Name+" is in "+info.Unit)
	case direction != info.Direction:
		r.fail(start, "direction "+direction.String()+": for "+info.Name+" the strictest is the "+
			info.Direction.String())
	case value < info.Min || value > info.Max:
		r.fail(start, "value "+strconv.FormatInt(value, 10)+": "+info.Name+" is "+
			strconv.FormatInt(info.Min, 10)+" to "+strconv.FormatInt(info.Max, 10))
	}
	s.Value = value
	return s
}
