package plain

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// scene is what the log says about one scene. The newest plan counts.
type scene struct {
	id      event.SceneID
	planned *act
	plan    *event.ScenePlanned
	risk    *act // Newest assessment of any of its plans.
	meeting *act // Newest meeting on any of its plans.
}

func (l *Log) sceneOf(id event.SceneID) *scene {
	s := &scene{id: id}
	for _, a := range l.acts {
		switch b := a.event.Body.(type) {
		case *event.ScenePlanned:
			if b.Scene == id {
				s.planned, s.plan = a, b
			}
		case *event.RiskAssessed:
			if l.planOf(b.Of, a, id) {
				s.risk = a
			}
		case *event.MeetingHeld:
			if l.planOf(b.Of, a, id) {
				s.meeting = a
			}
		default:
		}
	}
	if s.planned == nil {
		return nil
	}
	return s
}

// planOf reports whether an identity is that of a plan of a scene that was there before an act.
func (l *Log) planOf(of event.ID, before *act, id event.SceneID) bool {
	a := l.find(of)
	if a == nil || a.index > before.index {
		return false
	}
	b, is := a.event.Body.(*event.ScenePlanned)
	return is && b.Scene == id
}

// dayOf is the act that called a unit's newest day.
func (l *Log) dayOf(unit event.UnitID) *act {
	for _, a := range slices.Backward(l.acts) {
		if b, is := a.event.Body.(*event.DayCalled); is && b.Unit == unit {
			return a
		}
	}
	return nil
}

func (l *Log) dayClosed(called *act) bool {
	d, _ := called.event.Body.(*event.DayCalled)
	return slices.ContainsFunc(l.acts[called.index:], func(a *act) bool {
		b, is := a.event.Body.(*event.DayClosed)
		return is && a.stood && b.Unit == d.Unit && b.Day == d.Day
	})
}

// newest returns the newest act whose body fits.
func (l *Log) newest(fits func(event.Body) bool) *act {
	for _, a := range slices.Backward(l.acts) {
		if fits(a.event.Body) {
			return a
		}
	}
	return nil
}

// present reports whether somebody was at a scene's newest meeting: ticked or signing there, or added
// to its roll later by somebody who is no performer.
func (i *inquiry) present(who event.PersonID) bool {
	m := i.scene.meeting
	if m == nil {
		return false
	}
	b, _ := m.event.Body.(*event.MeetingHeld)
	if m.stands() && (slices.Contains(b.People, who) || m.signedBy(who)) {
		return true
	}
	return slices.ContainsFunc(i.acts[i.scene.meeting.index:], func(a *act) bool {
		r, is := a.event.Body.(*event.Attended)
		if !is || r.Of != i.scene.meeting.id || !slices.Contains(r.People, who) || !a.stands() {
			return false
		}
		return slices.ContainsFunc(a.event.Signers, func(g event.Signer) bool { return !i.performerSigned(g) })
	})
}

// agreed: a plan, an assessment, a meeting and an approval want the handler, and of those who direct the
// set one who is really somebody else.
func (l *Log) agreed(a *act) bool {
	directs := func(r event.Role) bool { return r == event.AD || r == event.Advisor }
	return a.stands() && slices.ContainsFunc(a.event.Signers, func(h event.Signer) bool {
		return h.Role == event.Handler && slices.ContainsFunc(a.event.Signers, func(d event.Signer) bool {
			return directs(d.Role) && l.two(h.Person, d.Person)
		})
	})
}

// meeting returns the scene's newest meeting while it stands.
func (i *inquiry) meeting() (*act, *event.MeetingHeld) {
	if i.scene == nil || i.scene.meeting == nil || !i.agreed(i.scene.meeting) {
		return nil, nil
	}
	b, _ := i.scene.meeting.event.Body.(*event.MeetingHeld)
	return i.scene.meeting, b
}

// risk returns the scene's newest assessment while it stands.
func (i *inquiry) risk() (*act, *event.RiskAssessed) {
	if i.scene == nil || i.scene.risk == nil || !i.agreed(i.scene.risk) {
		return nil, nil
	}
	b, _ := i.scene.risk.event.Body.(*event.RiskAssessed)
	return i.scene.risk, b
}

// approved: the newest approval about somebody under the newest plan counts, if it stands.
func (i *inquiry) approved(who event.PersonID) (how event.PointingHow, ok bool) {
	a := i.newest(func(b event.Body) bool {
		p, is := b.(*event.PointingApproved)
		return is && p.Of == i.scene.planned.id && slices.Contains(p.People, who)
	})
	if a == nil || a.index < i.scene.planned.index {
		return event.NoPointing, false
	}
	b, _ := a.event.Body.(*event.PointingApproved)
	return b.How, i.agreed(a)
}

// testDistance is the farthest any test-fire of a lot in an item ever asked for, and whether the
// newest one stands.
func (l *Log) testDistance(item event.ItemID, lot event.LotID) (mm int64, ok bool) {
	for _, a := range l.acts {
		if b, is := a.event.Body.(*event.TestFired); is && b.Item == item && b.Lot == lot {
			mm, ok = max(mm, b.DistanceMM), a.stands()
		}
	}
	return mm, ok
}
