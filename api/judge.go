package api

import (
	"encoding/json"
	"log/slog"
	"net/http"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/session"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// readQuestion reads one question as a page's own judge does.
func readQuestion(text string) (verdict.Question, error) {
	q, err := session.ParseQuestion(text)
	if err != nil {
		return verdict.Question{}, refused(http.StatusBadRequest, "bad-question")
	}
	return q, nil
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
