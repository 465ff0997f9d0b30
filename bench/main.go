// Command bench runs the benchmarks that carry a budget and prints one line of JSON for each:
//
//	{"name":…,"ours":…,"peer":…,"ratio":…,"goal":…,"ok":…,…}
//
// Each benchmark runs several times and the median counts. Where a peer does the same work it runs in
// the same run, and the ratio is how many times faster ours is. An absolute budget has no peer: its
// ratio is must divided by ours where less is better and ours divided by must where more is, so that
// every budget is met from its goal upward. "ok" says so; the exit status is 1 when one is not met.
//
// It is run from the folder of its module; see the Makefile's target bench.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"runtime"
	"strings"
)

// line is what one budget came to.
type line struct {
	Name  string   `json:"name"`
	Ours  float64  `json:"ours"` // The median, in Unit.
	Peer  *float64 `json:"peer"` // The peer's median, in Unit; null for an absolute budget.
	Ratio float64  `json:"ratio"`
	Goal  float64  `json:"goal"` // The least ratio that meets the budget.
	OK    bool     `json:"ok"`

	Unit       string             `json:"unit"`
	EventBytes float64            `json:"event_bytes,omitempty"` // Mean size of what one unit is about.
	Signatures int                `json:"signatures,omitempty"`  // Signatures of one entry; none of them is verified here.
	Cores      int                `json:"cores"`                 // Cores the work may use.
	Runs       int                `json:"runs,omitempty"`
	Also       map[string]float64 `json:"also,omitempty"` // Other figures of the same run.
}

func main() {
	runs := flag.Int("runs", 6, "how often each benchmark runs; the median counts")
	only := flag.String("only", "", "run only budgets whose name contains this")
	flag.Parse()
	met := true
	for _, s := range suites {
		if *only != "" && !s.has(*only) {
			continue
		}
		lines, err := s.run(context.Background(), *runs)
		if err != nil {
			fmt.Fprintf(os.Stderr, "bench: %s: %v\n", s.in, err)
			os.Exit(1)
		}
		for _, l := range lines {
			if !strings.Contains(l.Name, *only) {
				continue
			}
			met = met && l.OK
			text, err := json.Marshal(l)
			if err != nil {
				fmt.Fprintf(os.Stderr, "bench: %s: %v\n", l.Name, err)
				os.Exit(1)
			}
			fmt.Println(string(text))
		}
	}
	if !met {
		os.Exit(1)
	}
}

// cores is how many cores a run has.
func cores() int { return runtime.GOMAXPROCS(0) }
