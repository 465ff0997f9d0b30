package production

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/ledger"
	"github.com/proofhouse/proofhouse/passkey"
)

// Act is what somebody is about to say, without what only the log knows.
type Act struct {
	AtMS     int64  // Claimed time, Unix milliseconds; the server's clock when 0.
	Nonce    string // 32 lower-case hex digits; drawn at random when empty.
	Words    string // Digest of the catalogue shown; empty when no screen was used.
	Signers  []event.Signer
	Body     event.Body
	Openings []ledger.Opening
}

// Draft writes the exact bytes that the signers of an act sign: it fills in production, nonce,
// newest checkpoint and links.
func (p *Production) Draft(a Act) ([]byte, error) {
	e, err := p.event(a)
	if err != nil {
		return nil, err
	}
	p.mu.RLock()
	e.Production = p.known.ProductionID()
	e.Seen = p.known.Seen()
	p.known.Link(e)
	p.mu.RUnlock()
	payload, err := event.Encode(e)
	if err != nil {
		return nil, fmt.Errorf("draft %s: %w", e.Kind, err)
	}
	return payload, nil
}

// event writes an act down as far as the log is not needed for it.
func (p *Production) event(a Act) (*event.Event, error) {
	if a.Body == nil {
		return nil, event.ErrKindBody
	}
	e := &event.Event{
		Kind: a.Body.Kind(), Nonce: a.Nonce, AtMS: a.AtMS, Words: a.Words, Signers: a.Signers, Body: a.Body,
	}
	if e.Nonce == "" {
		var err error
		if e.Nonce, err = drawHex(16); err != nil {
			return nil, err
		}
	}
	if e.AtMS == 0 {
		e.AtMS = millis(p.cfg.Clock())
	}
	for _, o := range a.Openings {
		e.Openings = append(e.Openings, event.Commitment{
			Field: o.Field, Digest: event.Commit(o.Salt, o.Field, o.Value),
		})
	}
	return e, nil
}

// Perform drafts an act, has it signed by one key for each signer in order, and records it. It is
// for the box itself, for stories and for the demo: people sign on their own phones.
func (p *Production) Perform(ctx context.Context, a Act, keys ...passkey.Signer) (Receipt, error) {
	payload, err := p.Draft(a)
	if err != nil {
		return Receipt{}, err
	}
	entry, err := Sign(payload, keys...)
	if err != nil {
		return Receipt{}, err
	}
	return p.Record(ctx, Submission{Entry: entry, Openings: a.Openings})
}

// Sign forms the entry of a payload with one key for each signer in order.
func Sign(payload []byte, keys ...passkey.Signer) ([]byte, error) {
	signatures := make([]event.Signature, len(keys))
	for i, k := range keys {
		var err error
		if signatures[i], err = k.Sign(event.PayloadType, payload); err != nil {
			return nil, fmt.Errorf("signature %d: %w", i+1, err)
		}
	}
	return event.Seal(payload, signatures)
}

// Salted draws a salt for one value, whose commitment goes into an act.
func Salted(field string, value []byte) (ledger.Opening, error) {
	o := ledger.Opening{Field: field, Value: value}
	if _, err := rand.Read(o.Salt[:]); err != nil {
		return ledger.Opening{}, fmt.Errorf("draw salt: %w", err)
	}
	return o, nil
}

func drawHex(bytes int) (string, error) {
	raw := make([]byte, bytes)
	if _, err := rand.Read(raw); err != nil {
		return "", fmt.Errorf("draw nonce: %w", err)
	}
	return hex.EncodeToString(raw), nil
}

// Seen returns the checkpoint an act drafted now should name.
func (p *Production) Seen() event.Seen {
	var s event.Seen
	p.View(func(known *state.State) { s = known.Seen() })
	return s
}
