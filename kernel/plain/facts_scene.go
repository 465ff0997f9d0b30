package plain

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// plan returns the scene's newest plan while it stands.
func (i *inquiry) plan() (*act, *event.ScenePlanned) {
	if i.scene == nil || !i.agreed(i.scene.planned) {
		return nil, nil
	}
	return i.scene.planned, i.scene.plan
}

// planned asks something of the plan that stands.
func (i *inquiry) planned(one func(a *act, p *event.ScenePlanned) []lack) []lack {
	if a, p := i.plan(); a != nil {
		return one(a, p)
	}
	return []lack{i.noPlan()}
}

func planExists(i *inquiry) []lack {
	return i.planned(func(a *act, p *event.ScenePlanned) []lack {
		if i.day == "" {
			return i.noDay()
		}
		if p.Day == i.day && p.Place == i.place && p.Region == i.region {
			return nil
		}
		return []lack{{key: "plan.none", scene: i.q.Scene, index: a.index}}
	})
}

// planUnchanged: the newest meeting was about the newest plan, and so is what was assessed.
func planUnchanged(i *inquiry) []lack {
	return i.planned(func(a *act, p *event.ScenePlanned) []lack {
		out := riskAssessed(i)
		if i.scene.meeting == nil {
			return append(out, lack{key: "meeting.none", scene: p.Scene, index: none})
		}
		b, _ := i.scene.meeting.event.Body.(*event.MeetingHeld)
		if b.Of != a.id {
			out = append(out, lack{key: "meeting.old-plan", scene: p.Scene, index: i.scene.meeting.index})
		}
		return out
	})
}

func itemAsPlanned(i *inquiry) []lack {
	return i.planned(func(a *act, p *event.ScenePlanned) []lack {
		return i.each(func(it item) []lack {
			x, named := inPlan(p, it.Item)
			switch {
			case !named:
				return []lack{{key: "plan.item", item: it.Item, scene: p.Scene, index: a.index}}
			case i.tomorrow && x.Class != it.Class:
				return []lack{{key: "plan.class", item: it.Item, scene: p.Scene, index: a.index}}
			}
			return nil
		})
	})
}

func inPlan(p *event.ScenePlanned, id event.ItemID) (event.PlannedItem, bool) {
	for _, x := range p.Items {
		if x.Item == id {
			return x, true
		}
	}
	return event.PlannedItem{}, false
}

// unlikePlan: a firearm the plan does not name, one of another class than planned, and every lot of
// blanks in it that is stronger than the plan's load, or is there although the plan has no blanks.
func (i *inquiry) unlikePlan(it item) []lack {
	a, p := i.plan()
	switch {
	case i.q.Ask == "load" && i.scene == nil:
		return nil // Rounds may go in before anybody says for which scene.
	case a == nil:
		return []lack{i.noPlan()}
	}
	var out []lack
	switch x, named := inPlan(p, it.Item); {
	case !named:
		out = append(out, lack{key: "plan.item", item: it.Item, scene: p.Scene, index: a.index})
	case x.Class != it.Class:
		out = append(out, lack{key: "plan.class", item: it.Item, scene: p.Scene, index: a.index})
	}
	for _, id := range i.blanks(it) {
		x, _ := i.lot(id)
		fits := (p.Load == event.Full || p.Load == event.ThreeQuarter || p.Load == event.Half ||
			p.Load == event.Quarter) && x.load >= event.Quarter && x.load <= p.Load
		if !fits {
			out = append(out, lack{key: "plan.load", item: it.Item, lot: id, scene: p.Scene, index: a.index})
		}
	}
	return out
}

func meetingHeld(i *inquiry) []lack {
	m, b := i.meeting()
	if m == nil {
		return []lack{i.noMeeting()}
	}
	out := i.noDay()
	add := func(key string) { out = append(out, lack{key: key, scene: i.q.Scene, index: m.index}) }
	if i.day != "" && (b.Day != i.day || !i.ofTheDay(m)) {
		add("meeting.other-day")
	}
	if i.day == "" {
		// Nor is there a place of the day.
	} else if b.Place != i.place || b.Place != i.scene.plan.Place {
		add("meeting.other-place")
	}
	if b.Of != i.scene.planned.id {
		add("meeting.old-plan")
	}
	return out
}

func (i *inquiry) noMeeting() lack { return lack{key: "meeting.none", scene: i.q.Scene, index: none} }

// atMeeting asks something of the meeting that stands, if it is today's.
func (i *inquiry) atMeeting(one func(m *act, b *event.MeetingHeld) []lack) []lack {
	m, b := i.meeting()
	switch {
	case m == nil:
		return []lack{i.noMeeting()}
	case i.day == "":
		return append(i.noDay(), one(m, b)...)
	case !i.ofTheDay(m):
		return []lack{{key: "meeting.other-day", scene: i.q.Scene, index: m.index}}
	}
	return one(m, b)
}

func meetingTopics(i *inquiry) []lack {
	return i.atMeeting(func(m *act, b *event.MeetingHeld) []lack {
		var out []lack
		for t := event.Action; t <= event.Command; t++ {
			if !slices.Contains(b.Topics, t) {
				out = append(out, lack{key: "meeting.topic", scene: i.scene.id, detail: t.String(), index: m.index})
			}
		}
		return out
	})
}

func meetingWalked(i *inquiry) []lack {
	return i.atMeeting(func(m *act, b *event.MeetingHeld) []lack {
		if b.Walked == event.Yes {
			return nil
		}
		return []lack{{key: "meeting.no-walk", scene: i.scene.id, index: m.index}}
	})
}

func meetingAttended(i *inquiry) []lack {
	return i.atMeeting(func(m *act, _ *event.MeetingHeld) []lack {
		var out []lack
		for _, who := range i.near() {
			if !i.present(who) {
				out = append(out, lack{key: "meeting.absent", who: who, scene: i.scene.id, index: m.index})
			}
		}
		return out
	})
}

func protectionInPlace(i *inquiry) []lack {
	return i.atMeeting(func(m *act, b *event.MeetingHeld) []lack {
		if b.Protected == event.Yes {
			return nil
		}
		return []lack{{key: "protection.missing", scene: i.scene.id, index: m.index}}
	})
}

func medicPresent(i *inquiry) []lack {
	return i.planned(func(*act, *event.ScenePlanned) []lack {
		if i.tomorrow {
			return i.medicAhead()
		}
		return i.atMeeting(func(m *act, b *event.MeetingHeld) []lack {
			out := i.undated(b.Medic, event.MedicLicence)
			if i.valid(b.Medic, event.MedicLicence) && i.has(b.Medic, event.Medic) && !i.busy(b.Medic) {
				return out
			}
			return append(out, lack{key: "medic.absent", scene: i.scene.id, who: b.Medic, index: m.index})
		})
	})
}

// busy: whoever is not enrolled or gone, handles, receives or has an item looks after nobody.
func (i *inquiry) busy(who event.PersonID) bool {
	if !i.enrolled(who) || i.departed(who) || who == i.q.To || slices.Contains(i.handlers(), who) {
		return true
	}
	for _, it := range i.Log.items() {
		if it.holder.where == withReceiver && it.holder.who == who {
			return true
		}
	}
	return false
}

// noRisk names the newest assessment, if there is one that does not stand.
func (i *inquiry) noRisk() lack {
	x := lack{key: "risk.none", scene: i.scene.id, index: none}
	if i.scene.risk != nil {
		x.index = i.scene.risk.index
	}
	return x
}

func riskAssessed(i *inquiry) []lack {
	return i.planned(func(a *act, _ *event.ScenePlanned) []lack {
		r, b := i.risk()
		switch {
		case r == nil:
			return []lack{i.noRisk()}
		case b.Of != a.id:
			return []lack{{key: "plan.old-risk", scene: i.scene.id, index: r.index}}
		}
		return nil
	})
}

func riskComplete(i *inquiry) []lack {
	return i.planned(func(*act, *event.ScenePlanned) []lack {
		r, b := i.risk()
		switch {
		case r == nil:
			return []lack{i.noRisk()}
		case b.Uncontrolled < 1 || b.Controlled < 1 || b.Controls < 1 || len(b.Groups) == 0:
			return []lack{{key: "risk.incomplete", scene: i.scene.id, index: r.index}}
		}
		return nil
	})
}

func substitutionAnswered(i *inquiry) []lack {
	if r, b := i.risk(); r != nil && b.WhyReal == event.Yes {
		return nil
	}
	return []lack{{key: "substitution.none", scene: i.q.Scene, index: none}}
}

func purposePermitted(i *inquiry) []lack {
	return i.planned(func(a *act, p *event.ScenePlanned) []lack {
		purpose := i.q.Purpose
		if i.q.Ask == "start" {
			purpose = p.Purpose
		}
		switch {
		case purpose == event.NoPurpose || purpose == event.OtherPurpose:
			return []lack{{key: "purpose.not-permitted", scene: p.Scene, detail: purpose.String(), index: none}}
		case purpose != p.Purpose:
			return []lack{{key: "plan.purpose", scene: p.Scene, detail: purpose.String(), index: a.index}}
		}
		return nil
	})
}
