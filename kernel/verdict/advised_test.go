package verdict_test

import (
	"slices"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// advised says of every act that a reason can name what is on record when somebody does it: of each
// list one kind at least. An act with none changes nothing on record: the phone catches up, a server is
// looked after, or another person or purpose is chosen.
var advised = map[string][][]event.Kind{
	"ask-operator": nil, "wait-sync": nil, "change-purpose": nil, "hand-over-by-handler": nil, "another-person": nil,
	"swap-replica": nil, "use-planned": nil,

	"adopt-pack": {{event.KindPacksAdopted, event.KindDayCalled}}, "agree-drop": {{event.KindDropAgreed}},
	"examine-anew": {{event.KindReconciled}, {event.KindItemExamined}},
	"send-missing": {{event.KindBoreChecked, event.KindContainerRegistered}}, // What the other phone had.
	"act-anew":     {{event.KindItemExamined}},

	"test-tray":   {{event.KindTrayTested}, {event.KindTrayCounted}, {event.KindTrayOpened}},
	"count-tray":  {{event.KindTrayCounted}},
	"third-count": {{event.KindTrayCounted}},
	"open-tray":   {{event.KindTrayOpened}}, "endorse-trays": {{event.KindTraysEndorsed}},
	"retest-rounds": {{event.KindTrayTested}, {event.KindTrayCounted}},
	"reseal-test":   {{event.KindContainerSealed}},
	"box-and-test":  {{event.KindRoundsMoved}, {event.KindTrayTested}, {event.KindContainerSealed}},

	"reload-from-tested": {{event.KindUnloaded}, {event.KindLoaded}},
	"load-with-watcher":  {{event.KindUnloaded}, {event.KindLoaded}},
	"release-loose":      {{event.KindQuarantined}, {event.KindReleased}}, "destroy-live": {{event.KindRoundsDestroyed}},
	"quarantine-test": {{event.KindQuarantined}}, "end-quarantine": {{event.KindReleased}},
	"receive-together": {{event.KindItemReceived, event.KindRoundsReceived}},
	"receive-again":    {{event.KindCorrected}, {event.KindItemReceived}},
	"search-rounds":    {{event.KindRoundsLost, event.KindRoundsFound}}, "check-text": {{event.KindRoundsDestroyed}},

	"examine": {{event.KindItemExamined}}, "read-mark": {{event.KindItemExamined}}, "look": {{event.KindItemLooked}},
	"check-bore": {{event.KindBoreChecked, event.KindItemExamined}}, "free-bore": {{event.KindBoreChecked}},
	"take-back": {{event.KindCollected, event.KindItemExamined}}, "collect": {{event.KindCollected}}, "lock-up": {{event.KindLockedUp}},
	"hand-over-by-both":  {{event.KindCollected}, {event.KindHandedOver}},
	"hand-over-by-three": {{event.KindCollected}, {event.KindHandedOver}},
	"test-fire":          {{event.KindTestFired}}, "sweep": {{event.KindSweepDone}},

	"go-on-duty": {{event.KindDutyOpened}}, "appoint": {{event.KindAppointed}}, "let-join": {{event.KindCrewEnrolled}},
	"check-permit": {{event.KindCredential}}, "check-training": {{event.KindCredential}},
	"take-course": {{event.KindCredential}}, "train-performer": {{event.KindCredential}},
	"end-other-duty": {{event.KindOtherDutyEnded}}, "second-handler": {{event.KindRelieved, event.KindLockedUp}},
	"name-advisor": {{event.KindAppointed}}, "name-contact": {{event.KindContactNamed}},
	"give-notice": {{event.KindNoticeGiven}}, "call-day": {{event.KindDayCalled}}, "tell-police": {{event.KindNoticeGiven}},

	"plan-scene": {{event.KindScenePlanned}}, "empty-line": {{event.KindScenePlanned}}, "move-people": {{event.KindScenePlanned}},
	"move-off-axis": {{event.KindScenePlanned}}, "place-shield": {{event.KindScenePlanned}}, "draw-muzzle": {{event.KindScenePlanned}},
	"assess-risk": {{event.KindRiskAssessed}}, "answer-substitution": {{event.KindRiskAssessed}},
	"assess-with-advisor": {{event.KindRiskAssessed}}, "endorse-risk": {{event.KindRiskAssessed}},
	"approve-pointing": {{event.KindPointingApproved}}, "hold-meeting": {{event.KindMeetingHeld}},
	"meet-advisor": {{event.KindMeetingHeld}}, "call-medic": {{event.KindMeetingHeld}}, "set-shields": {{event.KindMeetingHeld}},
	"attend-meeting": {{event.KindAttended}},

	"restart": {{event.KindRestarted}}, "ask-person": {{event.KindWithheldLifted}}, "answer-concern": {{event.KindConcernAnswered}},
	"close-incident": {{event.KindIncidentClosed}}, "close-misfire": {{event.KindMisfireClosed}}, "name-cause": {{event.KindMisfireClosed}},
}

// wantAdvised asks that what was recorded from an entry on is what an act leaves on record.
func (w *world) wantAdvised(act string, from int) {
	w.t.Helper()
	all, known := advised[act]
	if !known {
		w.t.Errorf("nobody said what is on record after %s", act)
	}
	for _, one := range all {
		if !slices.ContainsFunc(w.log[from:], func(o event.Opened) bool { return slices.Contains(one, o.Event().Kind) }) {
			w.t.Errorf("the mend does not do %s: no %s", act, one)
		}
	}
}

// actOf is the act that a verdict advises for a reason.
func actOf(t *testing.T, v verdict.Verdict, code verdict.Code, key string) string {
	t.Helper()
	at := slices.IndexFunc(v.Reasons, func(r verdict.Reason) bool { return r.Code == code && r.Key == key })
	if at < 0 {
		t.Fatalf("no reason %s", key)
	}
	return v.Reasons[at].Act
}

// TestEveryAdvisedActIsKnown keeps the table complete and without acts that nobody advises any more.
func TestEveryAdvisedActIsKnown(t *testing.T) {
	acts := verdict.Acts()
	for _, act := range acts {
		if _, known := advised[act]; !known {
			t.Errorf("nobody said what is on record after %s", act)
		}
	}
	for act := range advised {
		if !slices.Contains(acts, act) {
			t.Errorf("nobody advises %s", act)
		}
	}
}
