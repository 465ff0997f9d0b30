package scenario

import (
	"context"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"time"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/ledger"
	"github.com/proofhouse/proofhouse/passkey"
	"github.com/proofhouse/proofhouse/production"
	"github.com/proofhouse/proofhouse/rules"
)

// storyPage is the page every passkey of a story belongs to.
const (
	storyRP     = "set.example"
	storyOrigin = "https://set.example"
)

// epoch is before every story: no story may be dated earlier.
var epoch = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)

// Props are the real parts a stage is built from.
type Props struct {
	Store       ledger.Store
	Checkpoints ledger.CheckpointStore
	Keys        production.KeySet
}

// Begin opens an empty production on a story's clock, with everything real but the time. The caller
// closes the stage's production and the stores.
func Begin(ctx context.Context, props Props) (*Stage, error) {
	clock := NewClock(epoch)
	var packs [][]byte
	for _, f := range rules.All() {
		packs = append(packs, f.Bytes)
	}
	p, err := production.Begin(ctx, production.Config{
		Store: props.Store, Checkpoints: props.Checkpoints, Signer: props.Keys.Signer, Hub: props.Keys.Hub,
		Clock: clock.Now, Packs: packs, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		return nil, fmt.Errorf("begin stage: %w", err)
	}
	return &Stage{Production: p, Clock: clock, Opening: termsOf(p), Person: storyKeys()}, nil
}

// termsOf fills in what the box knows and no story can: the log's keys and its own.
func termsOf(p *production.Production) func(*event.ProductionOpened) {
	return func(b *event.ProductionOpened) {
		t := p.Terms()
		b.LogOrigin, b.Hub = t.LogOrigin, t.Hub
		b.LogKey, b.ClockKey = t.Keys.Log.String(), t.Keys.Clock.String()
	}
}

// storyKeys gives everybody a passkey that follows from their name.
func storyKeys() func(event.PersonID) (passkey.Signer, error) {
	known := map[event.PersonID]passkey.Signer{}
	return func(who event.PersonID) (passkey.Signer, error) {
		if k, ok := known[who]; ok {
			return k, nil
		}
		sum := sha256.Sum256([]byte("story person " + who))
		k, err := passkey.NewVirtual(sum[:], storyRP, storyOrigin, true)
		if err != nil {
			return nil, fmt.Errorf("key of %s: %w", who, err)
		}
		known[who] = k
		return k, nil
	}
}
