package production_test

import (
	"errors"
	"testing"
	"time"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/production"
)

func TestASeatWithoutAPasskeyFallsFree(t *testing.T) {
	r := emptyRig(t)
	table, err := r.p.NewFounders(rp, origin)
	if err != nil {
		t.Fatal(err)
	}
	sit := func(department event.Department) error {
		_, err := table.Sit(table.Code(), "", department, event.Crew)
		return err
	}
	for _, department := range []event.Department{event.Grip, event.Sound} {
		if err := sit(department); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		after time.Duration
		want  production.Code
	}{
		{0, production.SeatsTaken},
		{production.SeatLife - 1, production.SeatsTaken},
		{1, ""},
	} {
		r.clock.Move(c.after)
		err := sit(event.Camera)
		if got, ok := errors.AsType[*production.Refusal](err); (c.want == "") != (err == nil) || ok && got.Code != c.want {
			t.Errorf("%s later: %v, want %q", c.after, err, c.want)
		}
	}
}
