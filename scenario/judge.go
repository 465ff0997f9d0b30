package scenario

import (
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

func (r *Run) question(line *Line) (verdict.Question, error) {
	var q verdict.Question
	for n, g := range line.Args {
		switch {
		case n == 0 && g.Key == "":
			q.Ask = verdict.AskOf(g.Value)
			if q.Ask == verdict.NoAsk {
				return q, r.refuse(line, g.Column, "ask load, hand-over, start, release or close")
			}
		case g.Key == "" && q.Ask == verdict.Start || g.Key == "scene":
			q.Scene = event.SceneID(g.Value)
		case g.Key == "" && q.Ask == verdict.Release || g.Key == "container":
			q.Container = event.ContainerID(g.Value)
		case g.Key == "" || g.Key == "item":
			q.Item = event.ItemID(g.Value)
		case g.Key == "to":
			q.To = event.PersonID(g.Value)
		case g.Key == "by":
			q.By = event.PersonID(g.Value)
		case g.Key == "unit":
			q.Unit = event.UnitID(g.Value)
		case g.Key == "purpose":
			q.Purpose = event.PurposeOf(g.Value)
			if q.Purpose == event.NoPurpose {
				return q, r.refuse(line, g.Column, "purpose is rehearsal, training, on-camera, development or other")
			}
		default:
			return q, r.refuse(line, g.Column, fmt.Sprintf("%q is no word of judge", g.Key))
		}
	}
	if q.Ask == verdict.NoAsk {
		return q, r.refuse(line, line.Column, "ask load, hand-over, start, release or close")
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
		if !slices.ContainsFunc(v.Reasons, func(r verdict.Reason) bool { return r.Code.String() == d.Code && r.Key == d.Key }) {
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
