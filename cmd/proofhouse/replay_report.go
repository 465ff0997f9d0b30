package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
	"github.com/proofhouse/proofhouse/scenario"
	"github.com/proofhouse/proofhouse/words"
)

// textReport tells a replay to a person.
type textReport struct {
	out     io.Writer
	options replayOptions
}

func (t *textReport) say(key string, params map[string]string) string {
	return words.Say(t.options.lang, key, params)
}

func (t *textReport) story(s *scenario.Story) {
	fmt.Fprintf(t.out, "%s: %s\n", s.Name, s.Title)
}

func (t *textReport) outcome(o verdict.Outcome) string {
	if o == verdict.Complete {
		return t.say("outcome.complete", nil)
	}
	return t.say("outcome.hold", nil)
}

func (t *textReport) judgement(s *scenario.Story, _ []string, j *scenario.Judgement) {
	fmt.Fprintf(t.out, "\n  %s  %s\n", j.At.UTC().Format("2006-01-02 15:04:05"),
		scenario.Asked(t.options.lang, j.Verdict.Question))
	if j.Wrong == "" {
		fmt.Fprintf(t.out, "  %s, %s\n", t.outcome(j.Verdict.Outcome), t.say("replay.expected", nil))
	} else {
		fmt.Fprintf(t.out, "  %s\n  %s:%d: %s\n", t.outcome(j.Verdict.Outcome), s.Name, j.Line.Number,
			t.say("replay.otherwise", map[string]string{"detail": j.Wrong}))
	}
	for _, g := range scenario.Explain(t.options.lang, j.Verdict) {
		fmt.Fprintf(t.out, "    %s\n", g.Who)
		for n, r := range g.Reasons {
			fmt.Fprintf(t.out, "      %s %s%s\n", r.Code, r.Says, t.entry(r.Entry))
			// The same step under several reasons is taken once: it is said below the last of them.
			if r.Next != "" && (n+1 == len(g.Reasons) || g.Reasons[n+1].Next != r.Next) {
				fmt.Fprintf(t.out, "          %s %s\n", t.say("replay.next", nil), r.Next)
			}
		}
	}
}

// entry names the entry a reason rests on, so that two reasons with one sentence can be told apart.
func (t *textReport) entry(index int) string {
	if index == state.NoIndex {
		return ""
	}
	return " " + t.say("replay.entry", map[string]string{"index": strconv.Itoa(index)})
}

// sets sums up the subsets of a story's causes; the first is the one with every cause repaired.
func (t *textReport) sets(s *scenario.Story, all []telling) {
	good := 0
	fmt.Fprintln(t.out)
	for n := range all {
		if n > 0 && all[n].ok() {
			good++
		}
		if t.options.verbose || !all[n].ok() {
			t.set(s, &all[n])
		}
	}
	fmt.Fprintf(t.out, "  %s\n", t.say("replay.sets", map[string]string{
		"n": strconv.Itoa(good), "of": strconv.Itoa(len(all) - 1),
	}))
	key := "replay.repaired"
	if !all[0].ok() {
		key = "replay.repaired.other"
	}
	var outcomes []string
	for _, j := range all[0].result.Judgements {
		outcomes = append(outcomes, t.outcome(j.Verdict.Outcome))
	}
	fmt.Fprintf(t.out, "  %s\n", t.say(key, map[string]string{"outcome": strings.Join(outcomes, ", ")}))
}

// set is one line for one subset, and one more for each answer that differs.
func (t *textReport) set(s *scenario.Story, one *telling) {
	var answers []string
	for _, j := range one.result.Judgements {
		answer := t.outcome(j.Verdict.Outcome)
		if codes := scenario.Codes(j.Verdict); len(codes) > 0 {
			answer += " " + strings.Join(codes, " ")
		}
		answers = append(answers, answer)
	}
	fmt.Fprintf(t.out, "  %-70s %s\n", causesText(one.causes), strings.Join(answers, "; "))
	for _, j := range one.result.Judgements {
		if j.Wrong != "" {
			fmt.Fprintf(t.out, "    %s:%d: %s\n", s.Name, j.Line.Number,
				t.say("replay.otherwise", map[string]string{"detail": j.Wrong}))
		}
	}
}

func (t *textReport) end(passed, failed int) {
	fmt.Fprintf(t.out, "\n%d passed, %d failed\n", passed, failed)
}

// jsonReport writes one object a line, for programs.
type jsonReport struct{ out io.Writer }

// judgedLine is one judgement. Question and reasons are those of docs/spec/verdict.md.
type judgedLine struct {
	Story    string          `json:"story"`
	Line     int             `json:"line"`
	Time     string          `json:"time"` // The story's time, RFC 3339.
	Causes   []string        `json:"causes,omitempty"`
	Question json.RawMessage `json:"question"`
	Outcome  string          `json:"outcome"`
	Codes    []string        `json:"codes"`
	Reasons  json.RawMessage `json:"reasons"`
	Expected string          `json:"expected"`
	OK       bool            `json:"ok"`
	Wrong    string          `json:"wrong,omitempty"`
}

// summaryLine is the last line.
type summaryLine struct {
	Passed int `json:"passed"`
	Failed int `json:"failed"`
}

func (r *jsonReport) line(v any) {
	b, err := json.Marshal(v)
	if err != nil {
		b = fmt.Appendf(nil, `{"error":%q}`, err.Error())
	}
	fmt.Fprintf(r.out, "%s\n", b)
}

func (r *jsonReport) story(*scenario.Story) {}

func (r *jsonReport) judgement(s *scenario.Story, causes []string, j *scenario.Judgement) {
	var parts struct{ Question, Reasons json.RawMessage }
	if err := json.Unmarshal(verdict.AppendJSON(nil, j.Verdict), &parts); err != nil {
		r.line(map[string]string{"error": err.Error()})
		return
	}
	r.line(judgedLine{
		Story: s.Name, Line: j.Line.Number, Time: j.At.UTC().Format("2006-01-02T15:04:05Z"),
		Causes: causes, Question: parts.Question, Outcome: j.Verdict.Outcome.String(),
		Codes: append([]string{}, scenario.Codes(j.Verdict)...), Reasons: parts.Reasons,
		Expected: j.Expect.String(), OK: j.Wrong == "", Wrong: j.Wrong,
	})
}

// sets writes every telling but the last, which is the story as it happened and was written above.
func (r *jsonReport) sets(s *scenario.Story, all []telling) {
	for _, one := range all[:len(all)-1] {
		for n := range one.result.Judgements {
			r.judgement(s, one.causes, &one.result.Judgements[n])
		}
	}
}

func (r *jsonReport) end(passed, failed int) { r.line(summaryLine{passed, failed}) }
