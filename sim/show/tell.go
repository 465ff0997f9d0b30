package show

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// clock writes a time of the day.
func clock(seconds int64) string {
	return fmt.Sprintf("%02d:%02d", seconds/3600, seconds/60%60)
}

// MostHeld is the most set-ups in a hundred whose first answer may be a HOLD in a show in which
// nothing was injected.
const MostHeld = 5

// LeastNamed is how many in a hundred of the reasons about papers, plans and stock the evening before
// has to name.
const LeastNamed = 90

// Against lists what a report says against what is claimed of a show.
func (r *Report) Against() []string {
	var out []string
	add := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	if r.SetUps == 0 {
		add("no set-up was played")
	}
	if r.Stuck > 0 {
		add("%d set-ups did not come to COMPLETE", r.Stuck)
	}
	for _, k := range slices.Sorted(maps.Keys(r.Unmended)) {
		add("%s stood as it was after the act it advises, %d times", k, r.Unmended[k])
	}
	if n := r.Causes[ByNothing]; n > 0 {
		add("%d HOLDs came from nothing that people could have done otherwise", n)
	}
	if len(r.Faults) == 0 && 100*r.HeldSetUps > MostHeld*r.SetUps {
		add("%d of %d set-ups held", r.HeldSetUps, r.SetUps)
	}
	if 100*r.Named < LeastNamed*r.Due {
		add("the evening before named %d of %d reasons", r.Named, r.Due)
	}
	return out
}

// Text writes a report for people.
func (r *Report) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, seed %d: %d days, %d entries, %d set-ups, %d of them held.\n",
		r.Name, r.Seed, r.Days, r.Entries(), r.SetUps, r.HeldSetUps)
	fmt.Fprintf(&b, "  slips %d, late pages %d, misfires %d, acts from out of reach %d\n",
		r.Slips, r.LatePages, r.Misfires, r.LateActs)
	if r.Due > 0 {
		fmt.Fprintf(&b, "  the evening before named %d of %d reasons\n", r.Named, r.Due)
	}
	for _, line := range r.Log {
		fmt.Fprintf(&b, "  HOLD %s\n", line)
	}
	for _, line := range r.Against() {
		fmt.Fprintf(&b, "  AGAINST %s\n", line)
	}
	return b.String()
}

// JSON writes a report as one line.
func (r *Report) JSON() ([]byte, error) {
	return json.Marshal(struct {
		Name     string         `json:"name"`
		Seed     uint64         `json:"seed"`
		Days     int            `json:"days"`
		Entries  int            `json:"entries"`
		SetUps   int            `json:"set_ups"`
		Held     int            `json:"held"`
		Causes   map[Cause]int  `json:"causes"`
		Reasons  map[string]int `json:"reasons"`
		Faults   map[string]int `json:"faults"`
		Due      int            `json:"due"`
		Named    int            `json:"named"`
		Missed   map[string]int `json:"missed"`
		Against  []string       `json:"against"`
		Complete bool           `json:"ok"`
	}{
		r.Name, r.Seed, r.Days, r.Entries(), r.SetUps, r.HeldSetUps, r.Causes, r.Reasons, r.Faults, r.Due,
		r.Named, r.Missed, r.Against(), len(r.Against()) == 0,
	})
}

// Page writes the published figures of some shows, as docs/well-run-show.md has them.
func Page(all []*Report) string {
	var b strings.Builder
	b.WriteString(pageHead)
	b.WriteString("| Show | Seed | Entries | A day, least to most | Set-ups | HOLD at first | " +
		"of these slips | other unit | other |\n|---|---|---|---|---|---|---|---|---|\n")
	for _, r := range all {
		if len(r.Faults) > 0 {
			continue
		}
		days := r.PerDay[1:]
		fmt.Fprintf(&b, "| %s | %d | %d | %d to %d | %d | %d | %d | %d | %d |\n", r.Name, r.Seed, r.Entries(),
			slices.Min(days), slices.Max(days), r.SetUps, r.HeldSetUps, r.Causes[BySlip], r.Causes[ByOther],
			r.Causes[ByNothing])
	}
	reasons, evening, closing := map[string]int{}, map[string]int{}, map[string]int{}
	setUps, prompts, anew, away := 0, 0, 0, 0
	for _, r := range all {
		if len(r.Faults) > 0 {
			continue
		}
		add(reasons, r.Reasons)
		add(evening, r.Evening)
		add(closing, r.Closing)
		setUps += r.SetUps
		if r.Anew {
			anew = max(anew, r.Prompts)
		} else {
			prompts, away = max(prompts, r.Prompts), max(away, r.AwayDay)
		}
	}
	table(&b, fmt.Sprintf("Reasons of these HOLDs, in %d set-ups", setUps), reasons)
	table(&b, "Reasons that the evening before named, and that were mended before anybody went home", evening)
	table(&b, "Reasons for which a day could not be closed at the first asking", closing)
	fmt.Fprintf(&b, pageNotes, prompts, anew, away)
	faultPage(&b, all)
	return b.String()
}

func add(into, from map[string]int) {
	for k, n := range from { // A sum does not depend on the order.
		into[k] += n
	}
}

func table(b *strings.Builder, title string, of map[string]int) {
	fmt.Fprintf(b, "\n%s:\n\n", title)
	if len(of) == 0 {
		b.WriteString("None.\n")
		return
	}
	b.WriteString("| Reason | Times |\n|---|---|\n")
	for _, k := range slices.Sorted(maps.Keys(of)) {
		fmt.Fprintf(b, "| `%s` | %d |\n", k, of[k])
	}
}

func faultPage(b *strings.Builder, all []*Report) {
	b.WriteString(faultHead)
	faults, missed := map[string]int{}, map[string]int{}
	for _, r := range all {
		if len(r.Faults) == 0 {
			continue
		}
		fmt.Fprintf(b, "| %s | %d | %d | %d | %d |\n", r.Name, r.Seed, r.SetUps, r.Due, r.Named)
		add(faults, r.Faults)
		add(missed, r.Missed)
	}
	b.WriteString("\n| What went wrong overnight | Times |\n|---|---|\n")
	for _, k := range slices.Sorted(maps.Keys(faults)) {
		fmt.Fprintf(b, "| %s | %d |\n", k, faults[k])
	}
	table(b, "Reasons that the evening before had not named", missed)
}

const pageHead = `# The well-run show

<!-- Written by the test of sim/show: go test ./sim/show -update -->

A rule that holds people who did everything right is soon worked around. So twenty shooting days are
played in which everybody does their work well, and the kernel as it ships is asked before every set-up,
for the start of the scene and for each hand-over: two lenders, prep and tray tests, a second unit, days
out of reach of the unit's box, day players who come with a voucher and leave in the evening, a lender's
own armorer, late pages, two hundred background with rubber guns, some of which look like the revolvers
and some like each other, reloads and resets, blanks with test-fire cards, misfires handled as they should
be, lunch under lock, relief of the armorer, a permit that runs out and is renewed in time, an edition of
a pack that ends in the middle, notice and the question of tomorrow every evening.

People who work well look at the clock, as their phones show it. Behind a wait, and behind whatever took
its time to be mended, a handler looks again into each firearm whose look is older than 25 minutes. After
five hours at the latest everybody eats, in the middle of a set-up too: all is put down and locked up, made
ready, looked at and counted again by both, and asked again as a set-up of its own. In a long afternoon a
duty goes on in a new one before its six hours are over. Of rubber that looks like other rubber the handler
reads the mark; of a cast of a revolver the watcher does so too, and both sign.

People who work well still miss something now and then: somebody is late for the meeting (12 in 1,000
scenes), the light takes longer and nobody looks again (5 in 1,000 set-ups), a newcomer stands near whose
course nobody has seen (3 in 1,000). These rates are assumed, not measured, and the HOLD is right each
time. What this page claims:

- every set-up comes to COMPLETE, and each reason goes away by the act it advises: this unit's own, or,
  of a misfire, an incident or an open box of another unit, by that unit's, for which this one waits;
- no HOLD comes from nothing: each is a slip, or the other unit has a misfire in hand or a box of
  untested rounds open at that moment;
- at most one set-up in twenty holds at the first asking.

Run it again with ` + "`go test ./sim/show`" + `, with other seeds with ` + "`go test ./sim/show -seeds 100`" + ` or
` + "`bin/proofhouse explore --show --seed 5`" + `, which tells each HOLD.

`

const pageNotes = `
## What it costs people who work well

- A day is closed by unit, and the question asks for every firearm of the production: while one unit is
  still at work the other waits for it with its closing.
- The most verified prompts of one handler on one day were %d: each loading with blanks is signed by handler
  and watcher, firearm by firearm and take by take. With the house rule of every hand-over they were %d,
  because both sign each hand-over, take by take; the show holds no more often for it.
- Out of reach of the unit's box the ledger cannot tell how long a phone lay idle: an act that arrives more
  than 15 minutes after the last one it heard of counts only with a verified prompt. There it was %d prompts,
  and the first act after coming back wakes the phone.
- A misfire, or a box of untested rounds that stands open, holds every unit until it is dealt with.
`

const faultHead = `
## What the evening before can know

The same show, in which on about two evenings of three something goes wrong that has nothing to do with
how people act on the day, and nobody heeds the evening's forecast. Of the reasons about papers, plans,
approvals and stock that hold the next day, the forecast had to name nine in ten.

| Show | Seed | Set-ups | Reasons | Named the evening before |
|---|---|---|---|---|
`
