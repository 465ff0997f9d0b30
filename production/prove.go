package production

import (
	"context"
	"fmt"
	"io"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/ledger"
)

// Prove returns the proof that an entry is under the newest checkpoint, as a C2SP tlog-proof file.
func (p *Production) Prove(ctx context.Context, index uint64) ([]byte, error) {
	proved, err := p.ledger.Prove(ctx, index)
	if err != nil {
		return nil, err
	}
	return proved.Format(), nil
}

// Checkpoint returns the newest signed checkpoint as it is published.
func (p *Production) Checkpoint() []byte { return p.ledger.Head().Note }

// Resource returns the bytes of a tile or of an entry bundle, or ledger.ErrNoTile. Entry bundles are
// for enrolled people; the caller sees to that.
func (p *Production) Resource(ctx context.Context, path ledger.TilePath) ([]byte, error) {
	return p.ledger.Resource(ctx, path)
}

// Entry returns the bytes of one entry, or ledger.ErrNoEntry.
func (p *Production) Entry(ctx context.Context, index uint64) ([]byte, error) {
	e, err := p.ledger.Entry(ctx, index)
	return e.Envelope, err
}

// Export says what goes into a bundle besides the entries, the checkpoints and the adopted packs.
type Export struct {
	// Openings shows names and texts. Concern texts and what the office keeps about people are never
	// in a bundle.
	Openings bool
}

// Export writes the production up to its newest checkpoint as one file that verifies offline. A demo
// production's bundle carries the demo banner.
func (p *Production) Export(ctx context.Context, out io.Writer, x Export) error {
	what := ledger.Export{Demo: p.Demo(), Packs: p.adopted()}
	if x.Openings {
		what.Openings = func(ctx context.Context, e ledger.Entry) ([]ledger.Opening, error) {
			return p.readable(ctx, e, everybody)
		}
	}
	return p.ledger.WriteBundle(ctx, out, what)
}

// adopted returns the bytes of the packs the production adopted, as far as this build has them.
func (p *Production) adopted() [][]byte {
	p.mu.RLock()
	defer p.mu.RUnlock()
	var out [][]byte
	for _, ref := range p.known.Packs() {
		for i, pack := range p.packs.packs {
			if pack.Digest == ref.Digest {
				out = append(out, p.packs.bytes[i])
			}
		}
	}
	return out
}

// Stop records a STOP of a unit that nobody had to sign in for. The box signs it with its own key.
func (p *Production) Stop(ctx context.Context, unit event.UnitID) (Receipt, error) {
	if p.cfg.Hub == nil {
		return Receipt{}, p.note(refuse(NotAllowed, "this box has no key of its own: shout STOP, "+
			"and let anybody signed in record it"))
	}
	return p.Perform(ctx, Act{
		Signers: []event.Signer{{Person: state.HubPerson, Role: event.Operator, How: event.Session}},
		Body:    &event.StopCalled{Unit: unit},
	}, p.cfg.Hub)
}

// Erase removes the value behind one commitment for good. Leaf and proofs stay.
func (p *Production) Erase(ctx context.Context, index uint64, field string) (bool, error) {
	found, err := p.ledger.Erase(ctx, index, field)
	if err != nil {
		return found, fmt.Errorf("erase: %w", err)
	}
	return found, nil
}
