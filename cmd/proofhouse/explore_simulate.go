package main

import (
	"encoding/json"
	"flag"
	"io"

	"github.com/proofhouse/proofhouse/rules"
	"github.com/proofhouse/proofhouse/sim/chance"
	"github.com/proofhouse/proofhouse/sim/explore"
)

const simulateUsage = `usage: proofhouse explore --simulate N [--seed S] [--claim A|B] [--faults N] [--third]
                          [--pack ID]... [--without RULE] [--json]

Plays N days drawn from seeds, with two revolvers of six chambers that look the same and a magazine
pistol, and people of whom a set that is drawn may do any wrong act. Tells each day on which a live
round got past a COMPLETE, shrunk to the acts it takes, with its seed. Exit code 0 when nothing
contradicts what is claimed (docs/decisions/0041-claims.md), 1 otherwise.

  --seed S        the seed of the first day; 1 when it is left out
  --claim A|B     who puts the round in; drawn for each day when it is left out
  --faults N      sets of exactly N people; any set that is claimed not to suffice when it is left out
  --third         a third person counts, looks and signs too, as the pack house-third-count asks
  --pack ID       packs the production adopted; California and bulletin 1 when none is named
  --without RULE  leaves a fact, or the key of a reason, out of every verdict
`

// simulated is what the command line asked for.
type simulated struct {
	options chance.Options
	packs   many
	json    bool
}

func exploreSimulate(s streams, args []string) int {
	e, code, ok := s.simulateOptions(args)
	if !ok {
		return code
	}
	r, err := chance.Run(e.options)
	if err != nil {
		return s.refuse(err)
	}
	good := r.Against == 0 && r.Handed > 0
	if e.json {
		err = s.simulatedLines(e, &r, good)
	} else {
		_, err = io.WriteString(s.out, chance.Text(&e.options, &r))
	}
	return s.claimed(good, err)
}

func (s streams) simulateOptions(args []string) (e simulated, code int, ok bool) {
	flags := flag.NewFlagSet("explore --simulate", flag.ContinueOnError)
	flags.IntVar(&e.options.Days, "simulate", 0, "")
	flags.Uint64Var(&e.options.Seed, "seed", 1, "")
	flags.IntVar(&e.options.Faults, "faults", 0, "")
	flags.BoolVar(&e.options.Third, "third", false, "")
	flags.StringVar(&e.options.Without, "without", "", "")
	flags.BoolVar(&e.json, "json", false, "")
	claim := flags.String("claim", "", "")
	flags.Var(&e.packs, "pack", "")
	words, code, ok := s.options(flags, simulateUsage, args)
	if !ok {
		return e, code, false
	}
	if len(words) > 0 {
		return e, s.usage(simulateUsage, "explore --simulate takes no word %q", words[0]), false
	}
	if *claim != "" {
		c, named := explore.ClaimOf(*claim)
		if !named || c == explore.Resets {
			return e, s.usage(simulateUsage, "claim %q is neither A nor B", *claim), false
		}
		e.options.Claims = []explore.Claim{c}
	}
	e.packs = searched(e.packs, e.options.Third)
	var err error
	if e.options.Packs, err = rules.Parse(e.packs); err == nil {
		err = e.options.Check()
	}
	if err != nil {
		return e, s.usage(simulateUsage, "%s", err), false
	}
	return e, exitDone, true
}

// simulatedDay is one line of --json: a day on which people sufficed.
type simulatedDay struct {
	Seed  uint64        `json:"seed"`
	Claim string        `json:"claim"`
	Set   []string      `json:"set"`
	Path  []exploredWay `json:"path"`
}

// simulatedSum is the last line of --json.
type simulatedSum struct {
	Seed            uint64   `json:"seed"`
	Days            int      `json:"days"`
	Claims          []string `json:"claims"`
	Faults          int      `json:"faults"` // 0 when sets were drawn that are claimed not to suffice.
	Third           bool     `json:"third"`
	Packs           []string `json:"packs"`
	Without         string   `json:"without,omitempty"`
	Acts            int      `json:"acts"`
	Records         int      `json:"records"`
	Verdicts        int      `json:"verdicts"`
	Complete        int      `json:"complete"`
	Handed          int      `json:"handed"`
	DaysHanded      int      `json:"days_handed"`
	Later           int      `json:"later"`
	DaysLoaded      int      `json:"days_loaded"`
	Found           int      `json:"found"`
	Bounds          string   `json:"bounds"`
	Counterexamples int      `json:"counterexamples"`
	OK              bool     `json:"ok"`
}

func (s streams) simulatedLines(e simulated, r *chance.Result, good bool) error {
	lines := json.NewEncoder(s.out)
	for _, c := range r.Counters {
		line := simulatedDay{Seed: c.Seed, Claim: c.Claim.String(), Set: namesOf(c.Wrong)}
		for _, w := range c.Path {
			line.Path = append(line.Path, exploredWay{w.Text, namesOf(w.Wrong)})
		}
		if err := lines.Encode(line); err != nil {
			return err
		}
	}
	o := &e.options
	sum := simulatedSum{
		Seed: o.Seed, Days: r.Days, Faults: o.Faults, Third: o.Third, Packs: e.packs, Without: o.Without,
		Acts: r.Acts, Records: r.Records, Verdicts: r.Judged, Complete: r.Complete, Handed: r.Handed,
		DaysHanded: r.Whole, Later: r.Later, DaysLoaded: r.Loaded, Found: r.Found, Bounds: chance.Bounds(),
		Counterexamples: r.Against, OK: good,
	}
	for _, c := range o.Asked() {
		sum.Claims = append(sum.Claims, c.String())
	}
	return lines.Encode(sum)
}
