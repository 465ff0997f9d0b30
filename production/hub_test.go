package production_test

import (
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/production"
)

// TestTheBoxSaysStopAndNothingElse tries the box's own key on acts of every kind of weight.
func TestTheBoxSaysStopAndNothingElse(t *testing.T) {
	r := newRig(t)
	hub := event.Signer{Person: state.HubPerson, Role: event.Operator, How: event.Session}
	as := func(role event.Role) event.Signer {
		return event.Signer{Person: state.HubPerson, Role: role, How: event.Session}
	}
	before := r.p.Head().Size
	for name, a := range map[string]production.Act{
		"a concern":      {Body: &event.ConcernRaised{}, Signers: []event.Signer{hub}},
		"a STOP's end":   {Body: &event.Restarted{Of: []event.ID{{1}}}, Signers: []event.Signer{hub, verified("a1", event.AD)}},
		"a contact":      {Body: &event.ContactNamed{Person: "a1"}, Signers: []event.Signer{as(event.AD)}},
		"a registration": {Body: &event.ContainerRegistered{Container: "B", What: event.Box}, Signers: []event.Signer{as(event.Handler)}},
	} {
		t.Run(name, func(t *testing.T) {
			keys := r.keysFor(a.Signers)
			keys[0] = r.props.Keys.Hub
			_, err := r.p.Perform(t.Context(), a, keys...)
			wantCode(t, err, production.WrongKey)
		})
	}
	if r.p.Head().Size != before {
		t.Error("the box recorded something else than a STOP")
	}
	if _, err := r.p.Stop(t.Context(), "main"); err != nil {
		t.Errorf("a STOP: %v", err)
	}
}
