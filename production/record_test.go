package production_test

import (
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

func TestAStoryIsRecordedFoldedAndJudged(t *testing.T) {
	r := newRig(t)
	r.duty("h1", event.Handler)
	r.do(&event.ItemReceived{Items: []event.ReceivedItem{{
		Item: "R-03", Class: event.LiveCapable, Mechanism: event.Revolver, Chambers: 6, Serial4: "4471",
		Lender: "lender-a", Unloaded: event.Yes,
	}}}, verified("h1", event.Handler), verified("w1", event.Watcher))
	r.p.View(func(s *state.State) {
		if _, ok := s.Item("R-03"); !ok {
			t.Error("the item is not known after its receipt was recorded")
		}
		if s.Pending() != 0 {
			t.Errorf("%d entries wait for a checkpoint", s.Pending())
		}
		for i := range int(s.Size()) {
			if e, _ := s.Entry(i); !s.Stands(i) {
				t.Errorf("entry %d, %s, does not stand: %v", i, e.Event.Kind, e.Faces)
			}
		}
	})
	v := r.p.Judge(verdict.Question{Ask: verdict.HandOver, Item: "R-03", To: "w1", Scene: "42"})
	if v.Outcome != verdict.Hold || len(v.Reasons) == 0 {
		t.Errorf("verdict %v with %d reasons, want a HOLD with reasons", v.Outcome, len(v.Reasons))
	}
}
