package demo

import (
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
	"github.com/proofhouse/proofhouse/ledger"
	"github.com/proofhouse/proofhouse/ledger/sqlite"
	"github.com/proofhouse/proofhouse/production"
	"github.com/proofhouse/proofhouse/rules"
)

const logAt = "localhost/demo"

// seeded plays the whole seed on a real store and leaves its production open.
func seeded(t *testing.T, now time.Time) *seeding {
	t.Helper()
	dir := t.TempDir()
	keys, err := production.GenerateKeys(filepath.Join(dir, "keys"), logAt)
	if err != nil {
		t.Fatal(err)
	}
	people, err := GenerateKeys(filepath.Join(dir, "keys", "demo.json"))
	if err != nil {
		t.Fatal(err)
	}
	store, err := sqlite.Create(t.Context(), filepath.Join(dir, "production.db"), logAt)
	if err != nil {
		t.Fatal(err)
	}
	checks, err := ledger.OpenCheckpointDir(filepath.Join(dir, "checkpoints"))
	if err != nil {
		t.Fatal(err)
	}
	var packs [][]byte
	for _, f := range rules.All() {
		packs = append(packs, f.Bytes)
	}
	clock := NewClock(now)
	p, err := production.Begin(t.Context(), production.Config{
		Store: store, Checkpoints: checks, Signer: keys.Signer, Hub: keys.Hub, Clock: clock.Now,
		Packs: packs, Log: slog.New(slog.DiscardHandler), AllowDemo: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for _, c := range []func() error{p.Close, store.Close, checks.Close} {
			if err := c(); err != nil {
				t.Error(err)
			}
		}
	})
	s, err := begin(Props{
		Production: p, Clock: clock, People: people, RP: "localhost",
		Origins: []string{"http://localhost:8470"}, Now: now,
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.play(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func TestWhatTheSeedLeavesIsOnRecordAndStands(t *testing.T) {
	s := seeded(t, noon)
	s.Production.View(func(known *state.State) {
		for i := range int(known.Size()) {
			if e, _ := known.Entry(i); !known.Stands(i) {
				t.Errorf("entry %d, %s, does not stand: met %v, %v", i, e.Event.Kind, e.Met, e.Faces)
			}
		}
		t.Log(known.Size(), len(known.People()), len(known.Items()))
	})
	v := s.Production.Judge(verdict.Question{
		Ask: verdict.HandOver, Item: "R-03", To: "p1", Scene: "42", Purpose: event.Rehearsal, By: "h1",
	})
	for _, r := range v.Reasons {
		t.Log(r.Code, r.Key, r.Who, r.Act, r.Person, r.Detail, r.N, r.Of)
	}
	v = s.Production.Judge(verdict.Question{Ask: verdict.Start, Scene: "42", Unit: "main"})
	for _, r := range v.Reasons {
		t.Log("start", r.Code, r.Key, r.Who, r.Act, r.Person, r.Detail, r.N, r.Of)
	}
}
