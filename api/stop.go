package api

import (
	"context"
	"net/http"
	"time"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
)

// stopTime bounds the recording of a STOP whose caller may have gone already.
const stopTime = 10 * time.Second

// mainUnit is the unit a STOP is for when the caller names none that works.
const mainUnit event.UnitID = "main"

type stopAnswer struct {
	ID     string `json:"id"`
	Index  uint64 `json:"index"`
	Time   int64  `json:"time"`
	Joined bool   `json:"joined"`
}

// stop records a STOP. It is never refused for what was sent: whatever cannot be read stops the main
// unit. A repeat joins the STOP of the unit that is open, so that a flood makes one entry, and a
// caller who has gone in the meantime is recorded all the same.
func (s *Server) stop(w http.ResponseWriter, r *http.Request, _ caller) error {
	var in struct {
		Unit event.UnitID `json:"unit"`
	}
	if err := readJSON(r, &in); err != nil {
		in.Unit = mainUnit
	}
	unit := s.unitOf(in.Unit)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), stopTime)
	defer cancel()
	s.stopped.Lock()
	defer s.stopped.Unlock()
	if open, ok := s.openStop(unit); ok {
		return writeJSON(w, open)
	}
	got, err := s.p.Stop(ctx, unit)
	if err != nil {
		return err
	}
	return writeJSON(w, stopAnswer{ID: got.ID.String(), Index: got.Index, Time: int64(got.Time)})
}

// unitOf returns a unit that works today, the main one for a name nobody works under. Otherwise a
// flood could invent units.
func (s *Server) unitOf(unit event.UnitID) event.UnitID {
	works := false
	s.p.View(func(known *state.State) {
		_, works = known.Day(unit)
		for _, p := range known.People() {
			works = works || p.Duty.Index != state.NoIndex && p.Duty.Unit == unit
		}
	})
	if works {
		return unit
	}
	return mainUnit
}

// openStop returns the newest STOP of a unit that nobody has ended.
func (s *Server) openStop(unit event.UnitID) (stopAnswer, bool) {
	var out stopAnswer
	found := false
	s.p.View(func(known *state.State) {
		for _, b := range known.OpenBlocks() {
			if b.Kind != event.KindStopCalled || b.Unit != unit {
				continue
			}
			e, ok := known.Entry(b.Index)
			if !ok {
				continue
			}
			found = true
			out = stopAnswer{
				ID: e.ID.String(), Index: uint64(b.Index), Time: e.When.Latest, Joined: true,
			}
		}
	})
	return out, found
}

// openStops returns the indexes of every STOP that nobody has ended, oldest first.
func (s *Server) openStops() []uint64 {
	var out []uint64
	s.p.View(func(known *state.State) {
		for _, b := range known.OpenBlocks() {
			if b.Kind == event.KindStopCalled {
				out = append(out, uint64(b.Index))
			}
		}
	})
	return out
}
