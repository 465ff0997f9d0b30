package view

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
)

// people lists everybody the log knows and who has not left, the box itself apart.
func (l *Look) people(w *writer, _ Args) error {
	w.list(func() {
		for _, p := range l.Known.People() {
			if p.ID == state.HubPerson || p.Departed != state.NoIndex {
				continue
			}
			w.object(func() {
				w.member("person", string(p.ID))
				l.person(w, p)
				w.truth("enrolled", p.Enrolled != state.NoIndex)
				duty := ""
				if l.dutyRuns(p) {
					duty = p.Duty.Role.String()
				}
				w.member("duty", duty)
			})
		}
	})
	return nil
}

// containers lists what rounds lie in. A container with several lots names none: nobody can say which
// one a hand would take.
func (l *Look) containers(w *writer, _ Args) error {
	w.list(func() {
		for _, c := range l.Known.Containers() {
			w.object(func() {
				w.member("container", string(c.ID))
				w.member("what", c.What.String())
				w.member("lot", string(onlyLot(c)))
				var n int64
				for _, p := range c.Parts {
					n += p.Count
				}
				w.number("rounds", n)
				w.member("state", l.containerState(c))
				seal := ""
				if c.Sealed {
					seal = c.Seal
				}
				w.member("seal", seal)
				w.key("with")
				l.with(w, c.Holder)
			})
		}
	})
	return nil
}

func onlyLot(c *state.Container) event.LotID {
	if len(c.Parts) == 0 {
		return ""
	}
	for _, p := range c.Parts {
		if p.Lot != c.Parts[0].Lot {
			return ""
		}
	}
	return c.Parts[0].Lot
}

// containerState says what the record shows about the rounds in a container.
func (l *Look) containerState(c *state.Container) string {
	switch {
	case len(l.Known.ContainerLacks(c)) > 0:
		return "unknown"
	case len(c.Parts) == 0:
		return "empty"
	case c.Sealed:
		return "sealed"
	}
	return "known"
}

func (l *Look) lots(w *writer, _ Args) error {
	w.list(func() {
		for _, lot := range l.Known.Lots() {
			w.object(func() {
				w.member("lot", string(lot.Lot))
				w.member("nature", l.Known.NatureOf(lot).String())
				w.member("construction", lot.Construction.String())
				w.member("load", lot.Load.String())
				w.number("count", lot.Count)
				w.member("container", string(lot.Container))
				w.member("lender", lot.Lender)
			})
		}
	})
	return nil
}

// trays lists every tray in the order of its test. Nobody sees a number here: the watcher must not.
func (l *Look) trays(w *writer, _ Args) error {
	w.list(func() {
		for _, t := range l.Known.Trays() {
			w.object(func() {
				w.member("id", l.id(t.Tested))
				w.member("tray", string(t.Body.Tray))
				w.member("lot", string(t.Body.Lot))
				w.number("rounds", t.Body.Rounds)
				w.member("state", l.trayState(t))
				w.member("lack", l.trayLack(t))
				w.member("by", string(t.Handler))
				w.member("counted_by", string(t.Watcher))
				w.number("index", int64(t.Tested))
				w.truth("third", l.waitsForThird(t))
				if t.Body.Item != "" {
					w.member("item", string(t.Body.Item))
					w.key("prep")
					w.list(func() {
						for _, who := range l.prepWatchers(t) {
							w.text(string(who))
						}
					})
				}
			})
		}
	})
	return nil
}

// prepWatchers are those who counted the rounds in an item before they went in. A test in front of one of
// them is no test of the hand-over.
func (l *Look) prepWatchers(t *state.Tray) []event.PersonID {
	it, ok := l.Known.Item(t.Body.Item)
	if !ok {
		return nil
	}
	var out []event.PersonID
	for _, from := range it.Sources {
		for _, prep := range from.Trays {
			if prep.Watcher != "" && !slices.Contains(out, prep.Watcher) {
				out = append(out, prep.Watcher)
			}
		}
	}
	return out
}

// trayLack is the first thing about a tray that no later act mends, by its key; empty when there is
// none: an act that is still to come is no lack.
func (l *Look) trayLack(t *state.Tray) string {
	for _, x := range l.Known.TrayLacks(t) {
		waits := x.Key == "tray.not-counted" && t.Counted == state.NoIndex ||
			x.Key == "tray.not-opened" && t.Opened == state.NoIndex
		if !waits {
			return x.Key
		}
	}
	return ""
}

// trayState says how far a tray went: the next act depends on it. What cannot become good any more
// is unknown.
func (l *Look) trayState(t *state.Tray) string {
	counted := t.Counted != state.NoIndex
	opened := t.Opened != state.NoIndex
	switch {
	case l.trayLack(t) != "":
		return "unknown"
	case t.Endorsed != state.NoIndex && l.Known.Stands(t.Endorsed):
		return "endorsed"
	case opened && counted:
		return "opened"
	case counted:
		return "counted"
	}
	return "tested"
}

// scenes lists the newest plan of each scene and the newest meeting about it that stands, empty
// without one: people are added to that meeting and to no other.
func (l *Look) scenes(w *writer, _ Args) error {
	w.list(func() {
		for _, c := range l.Known.Scenes() {
			if c.Plan == nil {
				continue
			}
			w.object(func() {
				w.member("scene", string(c.ID))
				w.member("purpose", c.Plan.Purpose.String())
				w.key("items")
				w.list(func() {
					for _, p := range c.Plan.Items {
						w.text(string(p.Item))
					}
				})
				w.member("day", string(c.Plan.Day))
				w.member("place", string(c.Plan.Place))
				w.member("plan", l.id(c.Planned))
				meeting := ""
				if l.Known.Stands(c.Meeting) {
					meeting = l.id(c.Meeting)
				}
				w.member("meeting", meeting)
			})
		}
	})
	return nil
}
