package api

import (
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// questionMax is the longest question in bytes.
const questionMax = 2 << 10

// question is how a page asks. Of is the container that would leave quarantine; day is shown only:
// the day judged is the one the unit is in.
type question struct {
	Ask       string            `json:"ask"`
	Item      event.ItemID      `json:"item"`
	Container event.ContainerID `json:"container"`
	To        event.PersonID    `json:"to"`
	By        event.PersonID    `json:"by"`
	Scene     event.SceneID     `json:"scene"`
	Purpose   string            `json:"purpose"`
	Unit      event.UnitID      `json:"unit"`
	Of        event.ContainerID `json:"of"`
	Day       event.Day         `json:"day"`
}

// readQuestion reads one question. A field nobody knows is refused, so that a page and a server of
// different age never answer different questions.
func readQuestion(text string) (verdict.Question, error) {
	bad := refused(http.StatusBadRequest, "bad-question")
	if len(text) > questionMax {
		return verdict.Question{}, bad
	}
	var q question
	in := json.NewDecoder(strings.NewReader(text))
	in.DisallowUnknownFields()
	if err := in.Decode(&q); err != nil {
		return verdict.Question{}, bad
	}
	if _, err := in.Token(); !errors.Is(err, io.EOF) {
		return verdict.Question{}, bad
	}
	out := verdict.Question{
		Ask: verdict.AskOf(q.Ask), Item: q.Item, Container: q.Container, To: q.To, By: q.By,
		Scene: q.Scene, Purpose: event.PurposeOf(q.Purpose), Unit: q.Unit,
	}
	if out.Ask == verdict.Release && q.Of != "" {
		out.Container = q.Of
	}
	if out.Ask == verdict.NoAsk || q.Purpose != "" && out.Purpose == event.NoPurpose {
		return verdict.Question{}, bad
	}
	return out, nil
}

// judge answers a question by the server's own fold. Pages judge by themselves and only compare.
func (s *Server) judge(w http.ResponseWriter, r *http.Request, _ caller) error {
	q, err := readQuestion(r.URL.Query().Get("q"))
	if err != nil {
		return err
	}
	return writeBytes(w, "application/json", verdict.AppendJSON(nil, s.p.Judge(q)))
}

// difference is told by a page whose verdict is not the server's. The page shows HOLD; the log keeps
// that it happened, and the digests.
func (s *Server) difference(w http.ResponseWriter, r *http.Request, _ caller) error {
	type told struct {
		Outcome string `json:"outcome"`
		Digest  string `json:"digest"`
		AsOf    struct {
			Entry int64 `json:"entry"`
		} `json:"as_of"`
	}
	var in struct {
		Question json.RawMessage `json:"question"`
		Ours     json.RawMessage `json:"ours"`
		Theirs   json.RawMessage `json:"theirs"`
	}
	if err := readJSON(r, &in); err != nil {
		return err
	}
	q, err := readQuestion(string(in.Question))
	if err != nil {
		return err
	}
	var ours, theirs told
	if json.Unmarshal(in.Ours, &ours) != nil || json.Unmarshal(in.Theirs, &theirs) != nil {
		return refused(http.StatusBadRequest, "bad-request")
	}
	s.cfg.Log.Error("a page judged differently", slog.String("ask", q.Ask.String()),
		slog.String("page", digestOf(ours.Digest)), slog.Int64("page_entries", ours.AsOf.Entry),
		slog.String("server", digestOf(theirs.Digest)), slog.Int64("server_entries", theirs.AsOf.Entry))
	return writeJSON(w, struct{}{})
}

// digestOf lets nothing but a digest into the log.
func digestOf(text string) string {
	if _, err := event.ParseID(text); err != nil {
		return "none"
	}
	return text
}
