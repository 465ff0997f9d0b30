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

// DayAfter is dayAfter.
var DayAfter = dayAfter
