package session

import (
	"slices"
	"strconv"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/proof"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// Bounds of what a page's clock can be wrong by.
const (
	slackMS  = proof.ClockSlackSec * 1000 // Between a server's answer and its arrival, on either side.
	driftDiv = 10_000                     // A phone's clock gains or loses at most 100 ppm.
)

// Interval reads what a page knows about the present: server_time in Unix milliseconds of the last
// answer (0 when there was none), elapsed milliseconds since by its monotonic clock, and whether
// that clock ran without a break. Whatever it says, now is not before the newest checkpoint.
func (s *Session) Interval(now string) (state.Interval, error) {
	v, ok := parseJSON(now)
	if !ok || v.kind != objectValue {
		return state.Interval{}, refuse(CodeSyntax, "now: want one JSON object")
	}
	server, elapsed := v.get("server_time").number, v.get("elapsed").number
	newest, _ := s.known.Newest()
	from := state.Past
	if newest.Time > 0 {
		from = newest.Time
	}
	if server <= 0 {
		return state.Interval{Earliest: from, Latest: state.Future}, nil
	}
	if !v.get("continuous").yes || elapsed < 0 {
		return state.Interval{Earliest: max(from, server/1000-slackMS/1000), Latest: state.Future}, nil
	}
	latest := (server + elapsed + elapsed/driftDiv + slackMS + 999) / 1000
	if latest < newest.Time {
		// The log has been signed at a later time than this clock can be at: it ran slow or was set.
		return state.Interval{Earliest: from, Latest: state.Future}, nil
	}
	return state.Interval{Earliest: max(from, (server+elapsed-slackMS)/1000), Latest: latest}, nil
}

// questionMembers are the names a question may have.
var questionMembers = []string{
	"ask", "item", "container", "to", "by", "scene", "purpose", "unit", "of", "day",
}

// QuestionMax is the longest question in bytes.
const QuestionMax = 2 << 10

// ParseQuestion reads a question of the wire, for a page and for a server alike: one that either
// read otherwise would be answered twice. Of is the container that would leave quarantine; day is
// the unit's own and only shown, except for tomorrow, where it is the day meant. Whatever it does not
// know it refuses, so that a page and a server of different age never answer different questions.
func ParseQuestion(question string) (verdict.Question, error) {
	if len(question) > QuestionMax {
		return verdict.Question{}, refuse(CodeSyntax, "question: at most "+strconv.Itoa(QuestionMax)+
			" bytes")
	}
	v, ok := parseJSON(question)
	if !ok || v.kind != objectValue {
		return verdict.Question{}, refuse(CodeSyntax, "question: want one JSON object")
	}
	for i, name := range v.names {
		if !slices.Contains(questionMembers, name) || v.list[i].kind != textValue {
			return verdict.Question{}, &Error{CodeField, "question: a text of a known name is wanted", name}
		}
	}
	q := verdict.Question{
		Ask:       verdict.AskOf(v.str("ask")),
		Item:      event.ItemID(v.str("item")),
		Container: event.ContainerID(v.str("container")),
		To:        event.PersonID(v.str("to")),
		By:        event.PersonID(v.str("by")),
		Scene:     event.SceneID(v.str("scene")),
		Purpose:   event.PurposeOf(v.str("purpose")),
		Unit:      event.UnitID(v.str("unit")),
	}
	if q.Ask == verdict.Tomorrow {
		q.Day = event.Day(v.str("day"))
	}
	of := v.str("of")
	switch {
	case q.Ask == verdict.NoAsk:
		return verdict.Question{}, &Error{CodeField, "question: ask is not one of the questions", "ask"}
	case q.Purpose == event.NoPurpose && v.str("purpose") != "":
		return verdict.Question{}, &Error{CodeField, "question: no such purpose", "purpose"}
	case of != "" && (q.Ask != verdict.Release || q.Container != "" && string(q.Container) != of):
		return verdict.Question{}, &Error{CodeField, "question: of is the container of a release", "of"}
	case of != "":
		q.Container = event.ContainerID(of)
	}
	return q, nil
}

// Judge answers a question. While the newest answer of the server did not hold, the verdict is HOLD
// and says so, whatever the record shows.
func (s *Session) Judge(q verdict.Question, now state.Interval) verdict.Verdict {
	v := verdict.Judge(s.known, q, s.terms.Packs, now)
	if s.doubt == nil {
		return v
	}
	v.Outcome = verdict.Hold
	r := s.reason()
	at := slices.IndexFunc(v.Reasons, func(have verdict.Reason) bool {
		return !slices.Contains(before[:], have.Code)
	})
	if at < 0 {
		at = len(v.Reasons)
	}
	v.Reasons = slices.Insert(slices.Clone(v.Reasons), at, r)
	return v
}

// before are the codes that stand in front of a record that is not whole.
var before = [...]verdict.Code{verdict.H23, verdict.H24, verdict.H14, verdict.H15, verdict.H27}

// reason says what is wrong with the newest answer of the server.
func (s *Session) reason() verdict.Reason {
	lack := state.Lack{Key: "record.incomplete", N: 1, Index: state.NoIndex}
	if s.doubt.Code == CodeEntry {
		lack = state.Lack{Key: "record.unknown-event", Index: s.doubt.Index}
	}
	if s.doubt.Code == CodeSignature {
		lack = state.Lack{Key: "record.signature", Index: s.doubt.Index}
	}
	return verdict.Reason{
		Lack: lack, Code: verdict.H25, Cause: verdict.NotRecorded, Act: "wait-sync",
		Clauses: []verdict.ClauseRef{{
			Pack: verdict.CorePack, Clause: verdict.ClauseID("CORE-" + verdict.FactRecordWhole.String()),
			Force: verdict.ForceCore, Status: verdict.TextVerified,
		}},
	}
}

// JudgeJSON answers a question of the wire at a now of the wire.
func (s *Session) JudgeJSON(question, now string) ([]byte, error) {
	q, err := ParseQuestion(question)
	if err != nil {
		return nil, err
	}
	at, err := s.Interval(now)
	if err != nil {
		return nil, err
	}
	return verdict.AppendJSON(nil, s.Judge(q, at)), nil
}

// Texts reads one JSON object of texts, as the arguments of a view model are. A number or a list is
// refused.
func Texts(object string) (map[string]string, error) {
	v, ok := parseJSON(object)
	if !ok || v.kind != objectValue {
		return nil, refuse(CodeSyntax, "want one JSON object")
	}
	out := make(map[string]string, len(v.names))
	for i, name := range v.names {
		if v.list[i].kind != textValue {
			return nil, &Error{CodeField, "want a text", name}
		}
		out[name] = v.list[i].text
	}
	return out, nil
}
