package production

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/ledger"
)

// The kinds of things on the ledger's desk. A draft is cut into parts because a payload with its
// openings is longer than one item may be; part 0 is written last and taken first, so that a draft
// is there whole or not at all.
const (
	draftKind   = "draft"      // Key: id, slash, number of the part.
	signedKind  = "draft.sign" // Key: id, slash, person.
	declineKind = "draft.no"   // Key: id, slash, person.
	sessionKind = "session"    // Key: SHA-256 of the token.
)

// storedDraft is what the parts of a draft hold together, as JSON.
type storedDraft struct {
	Payload  []byte          `json:"payload"`
	Openings []storedOpening `json:"openings"`
	By       event.PersonID  `json:"by"`
	Created  int64           `json:"created"` // Unix milliseconds.
}

type storedOpening struct {
	Field string `json:"field"`
	Salt  []byte `json:"salt"`
	Value []byte `json:"value"`
}

type storedSignature struct {
	Kind event.SignatureKind `json:"kind"`
	Key  []byte              `json:"key"`
	DER  []byte              `json:"der"`
	Auth []byte              `json:"auth,omitempty"`
	Data []byte              `json:"data,omitempty"`
}

// partBytes leaves room for the number of parts in front of part 0.
const partBytes = ledger.DeskValueMax - 8

func partKey(id event.ID, n int) string { return id.String() + "/" + strconv.Itoa(n) }

func personKey(id event.ID, who event.PersonID) string { return id.String() + "/" + string(who) }

func (p *Production) storeDraft(ctx context.Context, id event.ID, d *draft) error {
	s := storedDraft{Payload: d.payload, By: d.by, Created: d.created.UnixMilli()}
	for _, o := range d.openings {
		s.Openings = append(s.Openings, storedOpening{o.Field, o.Salt[:], o.Value})
	}
	data, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("store draft: %w", err)
	}
	d.parts = (len(data) + partBytes - 1) / partBytes
	for n := d.parts - 1; n >= 0; n-- {
		value := data[n*partBytes : min((n+1)*partBytes, len(data))]
		if n == 0 {
			value = append([]byte(strconv.Itoa(d.parts)+"\n"), value...)
		}
		item := ledger.DeskItem{Kind: draftKind, Key: partKey(id, n), Value: value}
		if err := p.cfg.Store.Put(ctx, item); err != nil {
			return deskError(err)
		}
	}
	return nil
}

func (p *Production) storeSignature(
	ctx context.Context, id event.ID, who event.PersonID, sig event.Signature,
) error {
	data, err := json.Marshal(storedSignature{sig.Kind, sig.Key[:], sig.DER, sig.AuthData, sig.ClientData})
	if err != nil {
		return fmt.Errorf("store signature: %w", err)
	}
	return deskError(p.cfg.Store.Put(ctx, ledger.DeskItem{
		Kind: signedKind, Key: personKey(id, who), Value: data,
	}))
}

func (p *Production) storeDecline(ctx context.Context, id event.ID, who event.PersonID) error {
	return deskError(p.cfg.Store.Put(ctx, ledger.DeskItem{Kind: declineKind, Key: personKey(id, who)}))
}

// removeDraft takes a draft off the desk. The caller holds the desk's lock. What the store does not
// let go now is removed at the next opening, because its part 0 is gone or its act is recorded.
func (p *Production) removeDraft(ctx context.Context, id event.ID) {
	d, ok := p.desk.drafts[id]
	if !ok {
		return
	}
	delete(p.desk.drafts, id)
	for n := range d.parts {
		p.takeItem(ctx, draftKind, partKey(id, n))
	}
	for who := range d.signed {
		p.takeItem(ctx, signedKind, personKey(id, who))
	}
	for who := range d.declined {
		p.takeItem(ctx, declineKind, personKey(id, who))
	}
	p.tellDesk()
}

func (p *Production) takeItem(ctx context.Context, kind, key string) {
	if _, _, err := p.cfg.Store.Take(ctx, kind, key); err != nil {
		p.cfg.Log.Warn("desk item stays until the next opening", slog.String("kind", kind))
	}
}

// sweepDesk removes what has waited too long. The caller holds the desk's lock.
func (p *Production) sweepDesk(ctx context.Context) {
	for id, d := range p.desk.drafts {
		if p.cfg.Clock().Sub(d.created) > DraftLife {
			p.removeDraft(ctx, id)
		}
	}
}

// loadDesk reads the desk back. What does not belong to a whole draft is removed, and so is an
// enrolment without a code, which an older desk took; an act that everybody had signed when the process
// ended is recorded now.
func (p *Production) loadDesk(ctx context.Context) error {
	p.desk.drafts = map[event.ID]*draft{}
	parts, err := p.cfg.Store.List(ctx, draftKind)
	if err != nil {
		return fmt.Errorf("load desk: %w", err)
	}
	byKey := make(map[string][]byte, len(parts))
	for _, item := range parts {
		byKey[item.Key] = item.Value
	}
	for _, item := range parts {
		id, n, ok := splitKey(item.Key)
		if ok && n == "0" {
			if d := readDraft(id, byKey); d != nil && !d.offCode() && !p.recorded(id) {
				p.desk.drafts[id] = d
			}
		}
	}
	for _, item := range parts {
		if id, _, ok := splitKey(item.Key); !ok || p.desk.drafts[id] == nil {
			p.takeItem(ctx, draftKind, item.Key)
		}
	}
	if err := p.loadAnswers(ctx); err != nil {
		return err
	}
	p.sweepDesk(ctx)
	p.finishDesk(ctx)
	return nil
}

// finishDesk records what everybody had signed when the process ended.
func (p *Production) finishDesk(ctx context.Context) {
	for id, d := range p.desk.drafts {
		s, whole, err := d.submission()
		if !whole || err != nil || len(d.declined) > 0 || p.moved(d.event) {
			continue
		}
		if _, err := p.Record(ctx, s); err == nil {
			p.removeDraft(ctx, id)
		}
	}
}

// waits reports whether a payload is on the desk or recorded.
func (p *Production) waits(id event.ID) bool {
	p.desk.mu.Lock()
	_, there := p.desk.drafts[id]
	p.desk.mu.Unlock()
	return there || p.recorded(id)
}

// loadAnswers reads who signed and who declined.
func (p *Production) loadAnswers(ctx context.Context) error {
	for _, kind := range []string{signedKind, declineKind} {
		items, err := p.cfg.Store.List(ctx, kind)
		if err != nil {
			return fmt.Errorf("load desk: %w", err)
		}
		for _, item := range items {
			id, who, ok := splitKey(item.Key)
			d := p.desk.drafts[id]
			switch sig, err := readSignature(item.Value); {
			case !ok || d == nil || kind == signedKind && err != nil:
				p.takeItem(ctx, kind, item.Key)
			case kind == declineKind:
				d.declined[event.PersonID(who)] = true
			default:
				d.signed[event.PersonID(who)] = sig
			}
		}
	}
	return nil
}

func splitKey(key string) (event.ID, string, bool) {
	text, rest, ok := strings.Cut(key, "/")
	id, err := event.ParseID(text)
	return id, rest, ok && err == nil
}

// readDraft puts the parts of a draft together, nil when one is missing.
func readDraft(id event.ID, parts map[string][]byte) *draft {
	head, data, ok := strings.Cut(string(parts[partKey(id, 0)]), "\n")
	count, err := strconv.Atoi(head)
	if !ok || err != nil || count < 1 {
		return nil
	}
	for n := 1; n < count; n++ {
		part, ok := parts[partKey(id, n)]
		if !ok {
			return nil
		}
		data += string(part)
	}
	var s storedDraft
	if err := json.Unmarshal([]byte(data), &s); err != nil || event.IDOf(s.Payload) != id {
		return nil
	}
	e, err := event.Decode(s.Payload)
	if err != nil {
		return nil
	}
	d := &draft{
		payload: s.Payload, event: e, by: s.By, created: time.UnixMilli(s.Created).UTC(), parts: count,
		signed: map[event.PersonID]event.Signature{}, declined: map[event.PersonID]bool{},
	}
	for _, o := range s.Openings {
		opening := ledger.Opening{Field: o.Field, Value: o.Value}
		copy(opening.Salt[:], o.Salt)
		d.openings = append(d.openings, opening)
	}
	return d
}

var errStoredSignature = errors.New("desk: a stored signature cannot be read")

func readSignature(data []byte) (event.Signature, error) {
	var s storedSignature
	if err := json.Unmarshal(data, &s); err != nil || len(s.Key) != event.KeySize {
		return event.Signature{}, errStoredSignature
	}
	return event.Signature{
		Kind: s.Kind, Key: event.PublicKey(s.Key), DER: s.DER, AuthData: s.Auth, ClientData: s.Data,
	}, nil
}
