package scenario

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// judge asks a question and compares the answer.
func (r *Run) judge(line *Line) (Judgement, error) {
	q, err := r.question(line)
	if err != nil {
		return Judgement{}, err
	}
	v, want := r.stage.Production.Judge(q), r.expected(line.Expect)
	return Judgement{
		Line: *line, At: r.stage.Clock.Now(), Verdict: v, Expect: want, Wrong: compare(want, v),
	}, nil
}

// expected turns CAUSES into what this telling of the story must answer.
func (r *Run) expected(e *Expect) *Expect {
	if !e.Causes {
		return e
	}
	told := r.story.told
	out := &Expect{AtLeast: true, Complete: len(told) == 0}
	for _, c := range r.story.Causes {
		if slices.Contains(told, c.Name) {
			out.Codes = append(out.Codes, c.Codes...)
		}
	}
	return out
}

// judgeWords lists the words of each question; the first one may stand without its key.
var judgeWords = map[verdict.Ask][]string{
	verdict.Load:     {"item", "container", "scene", "by", "unit"},
	verdict.HandOver: {"item", "to", "scene", "purpose", "by", "unit"},
	verdict.Start:    {"scene", "unit"},
	verdict.Release:  {"container", "unit"},
	verdict.Close:    {"unit"},
	verdict.Tomorrow: {"scene", "unit", "day"},
}

func (r *Run) question(line *Line) (verdict.Question, error) {
	var q verdict.Question
	const asks = "ask load, hand-over, start, release, close or tomorrow"
	if len(line.Args) == 0 || line.Args[0].Key != "" {
		return q, r.refuse(line, line.Column, asks)
	}
	if q.Ask = verdict.AskOf(line.Args[0].Value); q.Ask == verdict.NoAsk {
		return q, r.refuse(line, line.Args[0].Column, asks)
	}
	known, used := judgeWords[q.Ask], map[string]bool{}
	for _, g := range line.Args[1:] {
		key := g.Key
		if key == "" {
			key = known[0]
		}
		if !slices.Contains(known, key) || used[key] {
			return q, r.refuse(line, g.Column, fmt.Sprintf("%q is no word of judge %s, or there twice: known are %s",
				cmp.Or(g.Key, g.Value), q.Ask, strings.Join(known, ", ")))
		}
		used[key] = true
		switch key {
		case "scene":
			q.Scene = event.SceneID(g.Value)
		case "container":
			q.Container = event.ContainerID(g.Value)
		case "item":
			q.Item = event.ItemID(g.Value)
		case "to":
			q.To = event.PersonID(g.Value)
		case "by":
			q.By = event.PersonID(g.Value)
		case "day":
			q.Day = event.Day(g.Value)
		case "unit":
			q.Unit = event.UnitID(g.Value)
		case "purpose":
			if q.Purpose = event.PurposeOf(g.Value); q.Purpose == event.NoPurpose {
				return q, r.refuse(line, g.Column, "purpose is rehearsal, training, on-camera, development or other")
			}
		}
	}
	return q, nil
}

// compare says how a verdict differs from what a story expects.
func compare(e *Expect, v verdict.Verdict) string {
	if e.Complete {
		if v.Outcome != verdict.Complete {
			return "expected COMPLETE, got HOLD " + strings.Join(Codes(v), " ")
		}
		return ""
	}
	if v.Outcome == verdict.Complete {
		return "expected HOLD, got COMPLETE"
	}
	got := Codes(v)
	for _, c := range e.Codes {
		if !slices.Contains(got, c) {
			return fmt.Sprintf("expected %s, got HOLD %s", c, strings.Join(got, " "))
		}
	}
	for _, c := range got {
		if !e.AtLeast && !slices.Contains(e.Codes, c) {
			return fmt.Sprintf("did not expect %s: HOLD %s", c, strings.Join(got, " "))
		}
	}
	for _, d := range e.Details {
		if !slices.ContainsFunc(v.Reasons, func(r verdict.Reason) bool {
			return r.Code.String() == d.Code && r.Key == d.Key && d.Accepted == (len(r.AcceptedBy) > 0)
		}) {
			return fmt.Sprintf("expected the reason %s %s", d.Code, d.Key)
		}
	}
	return ""
}

// String spells the answer as a story does; the reasons below it are left out.
func (e *Expect) String() string {
	switch {
	case e.Complete:
		return "COMPLETE"
	case e.Causes:
		return "CAUSES"
	}
	codes := append([]string{"HOLD"}, e.Codes...)
	if e.AtLeast {
		codes = append(codes, "...")
	}
	return strings.Join(codes, " ")
}

// Codes lists the codes of a verdict, each once, in order.
func Codes(v verdict.Verdict) []string {
	var out []string
	for _, r := range v.Reasons {
		if c := r.Code.String(); !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	slices.Sort(out)
	return out
}
