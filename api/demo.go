package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"
)

// AdvanceMaxS is how far one call may move a demo's clock ahead, in seconds.
const AdvanceMaxS = 24 * 60 * 60

// Demo is what only a demo has. Nothing in package demo is known here.
type Demo struct {
	// Identities returns the people a newcomer can be, private keys and all: whoever can reach a demo
	// can be anybody in it, and every screen says so.
	Identities func() []DemoIdentity
	// Advance moves the demo's clock ahead.
	Advance func(ctx context.Context, by time.Duration) error
	// Tell returns a telling of a story as JSON, with the causes that are named or, for nil, with all.
	// An error that is ErrNoStory says that there is no such story or cause.
	Tell func(ctx context.Context, name string, told []string) ([]byte, error)
}

// ErrNoStory reports that a demo does not tell a story, or not with a cause.
var ErrNoStory = errors.New("no such story")

// DemoIdentity is a software key that stands for a person.
type DemoIdentity struct {
	Person string `json:"person"`
	Role   string `json:"role"`
	Name   string `json:"name"`
	Title  string `json:"title"`
	Key    JWK    `json:"key"`
	Public string `json:"public"`
}

// JWK is a P-256 private key as WebCrypto imports it (RFC 7518 section 6.2).
type JWK struct {
	Kty string `json:"kty"`
	Crv string `json:"crv"`
	X   string `json:"x"`
	Y   string `json:"y"`
	D   string `json:"d"`
}

func (s *Server) demoIdentities(w http.ResponseWriter, _ *http.Request, _ caller) error {
	return writeJSON(w, s.cfg.Demo.Identities())
}

type demoTime struct {
	ServerTime int64 `json:"server_time"`
}

// demoClock moves the demo's clock ahead, never back, and lets the ledger sign the new time.
func (s *Server) demoClock(w http.ResponseWriter, r *http.Request, _ caller) error {
	var in struct {
		AdvanceS int64 `json:"advance_s"`
	}
	if err := readJSON(r, &in); err != nil {
		return err
	}
	if in.AdvanceS < 1 || in.AdvanceS > AdvanceMaxS {
		return refused(http.StatusBadRequest, "clock-range")
	}
	if err := s.cfg.Demo.Advance(r.Context(), time.Duration(in.AdvanceS)*time.Second); err != nil {
		return err
	}
	if _, err := s.p.Fresh(r.Context()); err != nil {
		return err
	}
	return writeJSON(w, demoTime{s.p.Now().UnixMilli()})
}

func (s *Server) demoState(w http.ResponseWriter, _ *http.Request, _ caller) error {
	head := s.p.Head()
	return writeJSON(w, struct {
		demoTime
		at
	}{demoTime{s.p.Now().UnixMilli()}, at{head.Size, int64(head.Time)}})
}

// demoStory tells a story with the causes that the page asks for.
func (s *Server) demoStory(w http.ResponseWriter, r *http.Request, _ caller) error {
	var told []string
	if given, named := r.URL.Query()["told"]; named {
		told = strings.FieldsFunc(given[0], func(c rune) bool { return c == ',' })
	}
	b, err := s.cfg.Demo.Tell(r.Context(), r.PathValue("name"), told)
	if errors.Is(err, ErrNoStory) {
		return errNothingHere
	}
	if err != nil {
		return err
	}
	return writeJSON(w, json.RawMessage(b))
}
