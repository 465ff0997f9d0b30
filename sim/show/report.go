package show

import (
	"slices"
	"strings"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// Report is what one show came to.
type Report struct {
	Name       string
	Seed       uint64
	Days       int   // Shooting days played.
	Day        int   // The shooting day it is at, from 1; 0 at prep.
	PerDay     []int // Entries of each day, prep first.
	SetUps     int   // Set-ups of both units in which a firearm was used.
	HeldSetUps int   // Those of them in which a first answer was a HOLD.
	Stuck      int   // Set-ups that did not come to COMPLETE by what the reasons advise.
	Slips      int   // What people who work well missed all the same.
	LatePages  int   // Scenes planned, assessed and met anew on the day.
	Misfires   int
	LateActs   int  // Acts that came in a batch from out of reach of the unit's box.
	Anew       bool // Whether both sign each hand-over.
	Prompts    int  // The most verified prompts of one handler on one day.
	AwayDay    int  // The same on a day out of reach.

	Causes   map[Cause]int  // First answers that were a HOLD, by what they came from.
	Reasons  map[string]int // Their reasons, by code and key.
	Unmended map[string]int // Reasons that stood as they were after the act they advise.
	Evening  map[string]int // Reasons that the evening before named and people mended.
	Closing  map[string]int // Reasons for which a day could not be closed at once.
	Log      []string       // Each first answer that was a HOLD, in order.

	Faults map[string]int // Injected, by name.
	Due    int            // Reasons about papers, plans and stock, in shows with faults.
	Named  int            // Those that the evening before had named.
	Missed map[string]int // Those it had not, by code and key.

	prompts  map[event.PersonID]int // Of the day.
	forecast map[event.SceneID][]string
	seen     map[string]bool
}

// Cause is where a HOLD came from.
type Cause string

// The causes.
const (
	BySlip    Cause = "slip"       // Somebody missed something, and it was seen.
	ByOther   Cause = "other unit" // Another unit has a misfire in hand or a box of untested rounds open.
	ByFault   Cause = "fault"      // Papers, plans or stock went wrong overnight, as injected.
	ByNothing Cause = "nothing"    // People who work well could not have avoided it.
)

func newReport(o *Options) *Report {
	return &Report{
		Seed: o.Seed, Name: o.Name, Days: o.Days, Anew: o.Anew, PerDay: []int{0}, Causes: map[Cause]int{},
		Reasons: map[string]int{}, Unmended: map[string]int{}, Evening: map[string]int{},
		Closing: map[string]int{}, Faults: map[string]int{}, Missed: map[string]int{},
		prompts: map[event.PersonID]int{}, forecast: map[event.SceneID][]string{}, seen: map[string]bool{},
	}
}

// Entries is how many entries the show recorded.
func (r *Report) Entries() int {
	n := 0
	for _, day := range r.PerDay {
		n += day
	}
	return n
}

func (r *Report) recorded() { r.PerDay[len(r.PerDay)-1]++ }

func (r *Report) nextDay() {
	r.Day++
	r.PerDay = append(r.PerDay, 0)
	clear(r.prompts)
}

// prompted counts the verified prompts of handlers on shooting days.
func (r *Report) prompted(g event.Signer, away bool) {
	if g.Role != event.Handler || g.How != event.Verified || r.Day == 0 {
		return
	}
	r.prompts[g.Person]++
	most := &r.Prompts
	if away {
		most = &r.AwayDay
	}
	*most = max(*most, r.prompts[g.Person])
}

// held writes down a first answer that was a HOLD.
func (r *Report) held(u *unit, c *scene, v verdict.Verdict) {
	cause := u.causeOf(v)
	r.Causes[cause]++
	line := []string{clock(u.now-u.day) + " " + string(c.id) + " " + v.Question.Ask.String() + ", " + string(cause)}
	for _, x := range v.Reasons {
		said := codeKey(x)
		if about := strings.TrimSpace(string(x.Item) + " " + string(x.Person)); about != "" {
			said += " " + about
		}
		if !slices.Contains(line, said) {
			line = append(line, said)
			r.Reasons[codeKey(x)]++
		}
		if key := string(c.id) + sameness(x); plain(x.Key) && cause == ByFault && !r.seen[key] {
			r.seen[key] = true
			r.weigh(c, x)
		}
	}
	r.Log = append(r.Log, strings.Join(line, "; "))
}

// weigh compares a reason with what the evening before had named for the scene.
func (r *Report) weigh(c *scene, x verdict.Reason) {
	r.Due++
	if slices.ContainsFunc(known(x), func(k string) bool { return slices.Contains(r.forecast[c.id], k) }) {
		r.Named++
		return
	}
	r.Missed[codeKey(x)]++
}

// foretold keeps what the evening before named for a scene.
func (r *Report) foretold(c *scene, v verdict.Verdict) {
	for _, x := range v.Reasons {
		r.forecast[c.id] = append(r.forecast[c.id], known(x)...)
	}
}

// known is what a forecast has to name of a reason: the reason or a clause, and whom it is about.
func known(x verdict.Reason) []string {
	about := string(x.Item) + " " + string(x.Person)
	if x.Key == "handler.capacity" {
		about = "" // Which of the handlers has one too many is for the day to show.
	}
	out := []string{x.Key + " " + about}
	for _, c := range x.Clauses {
		out = append(out, string(c.Pack)+" "+string(c.Clause)+" "+about)
	}
	return out
}

// causeOf says where a HOLD came from. A slip is forgotten once it was seen.
func (u *unit) causeOf(v verdict.Verdict) Cause {
	slips := u.slips
	u.slips = nil
	own := slices.DeleteFunc(slices.Clone(v.Reasons), func(x verdict.Reason) bool { return u.others(x) })
	own = slices.DeleteFunc(own, func(x verdict.Reason) bool { return slices.Contains(slips, x.Key) })
	switch {
	case len(own) > 0 && u.opt.Faults:
		return ByFault
	case len(own) > 0:
		return ByNothing
	case len(slips) > 0:
		return BySlip
	}
	return ByOther
}

// others reports whether a reason is about a misfire that another unit has in hand, or a box of untested
// rounds that it has open.
func (u *unit) others(x verdict.Reason) bool {
	switch x.Key {
	case "misfire.open":
		return !slices.Contains(u.guns, x.Item)
	case "rounds.unknown-open":
		return !strings.HasSuffix(string(x.Container), string(u.id)) &&
			!strings.Contains(string(x.Container), "-"+string(u.id)+"-")
	}
	return false
}

// plain reports whether a reason is about papers, plans, approvals and stock rather than about what
// people do on the day. It is this package's own list: the kernel's forecast is what it measures. Whom an
// AD names for the medic is said at the meeting.
func plain(key string) bool {
	return slices.ContainsFunc([]string{
		"handler.permit", "handler.training", "handler.capacity", "plan.", "risk.", "advisor.", "zone.",
		"blanks.no-test-fire", "concern.", "course.", "notice.", "contact.", "substitution.",
		"packs.", "purpose.", "police.", "item.live-capable",
	}, func(p string) bool { return strings.HasPrefix(key, p) })
}

func codeKey(x verdict.Reason) string { return x.Code.String() + " " + x.Key }

func count(into map[string]int, v verdict.Verdict) {
	var seen []string
	for _, x := range v.Reasons {
		if k := codeKey(x); !slices.Contains(seen, k) {
			seen = append(seen, k)
			into[k]++
		}
	}
}
