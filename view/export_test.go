package view

import (
	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
)

// ParamsOf returns what an event brings for its sentence.
func ParamsOf(known *state.State, e *event.Event) []Param { return (&Look{Known: known}).params(e) }
