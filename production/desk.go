package production

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/ledger"
	"github.com/proofhouse/proofhouse/passkey"
)

// Bounds of the desk.
const (
	// DraftLife is how long a draft waits for its last signature.
	DraftLife = 24 * time.Hour
	// DraftsMax is the most drafts that wait at once.
	DraftsMax = 512
	// DraftsEachMax is the most drafts that one person has begun and that still wait.
	DraftsEachMax = 64
)

// Draft is an act that still waits for somebody's signature. It is no evidence of anything.
type Draft struct {
	ID       event.ID
	Payload  []byte
	Event    *event.Event // What the payload says. It must not be changed.
	Openings []ledger.Opening
	By       event.PersonID   // Who began it; empty for one that came from an imported file.
	Have     []event.PersonID // Who has signed, in the order of the signers.
	Declined []event.PersonID // Who has said no. A declined draft can only be taken off the desk.
	Created  time.Time
}

// Waiting is the answer to a proposal or a signature: a receipt once everybody has signed, a draft
// until then.
type Waiting struct {
	Receipt Receipt
	Draft   Draft
	Pending bool // Whether Draft is the answer.
}

// Proposal is an act signed by one of its signers, left for the others. Code is the voucher code of
// a newcomer who proposes their own enrolment.
type Proposal struct {
	Payload   []byte
	Signature event.Signature
	Openings  []ledger.Opening
	Code      string
}

// desk holds the drafts as the store keeps them.
type desk struct {
	mu     sync.Mutex
	drafts map[event.ID]*draft
}

type draft struct {
	payload  []byte
	event    *event.Event
	openings []ledger.Opening
	by       event.PersonID
	created  time.Time
	parts    int // Desk items that the payload and the openings take.
	signed   map[event.PersonID]event.Signature
	declined map[event.PersonID]bool
}

func (d *draft) shown(id event.ID) Draft {
	out := Draft{
		ID: id, Payload: d.payload, Event: d.event, Openings: d.openings, By: d.by, Created: d.created,
	}
	for _, s := range d.event.Signers {
		if _, has := d.signed[s.Person]; has {
			out.Have = append(out.Have, s.Person)
		}
		if d.declined[s.Person] {
			out.Declined = append(out.Declined, s.Person)
		}
	}
	return out
}

// Propose leaves an act for its other signers, or records it when there are none. Proposing the same
// again is harmless.
func (p *Production) Propose(ctx context.Context, x Proposal) (Waiting, error) {
	w, err := p.propose(ctx, x)
	if err != nil {
		return Waiting{}, p.note(refusalOf(err, x.Payload))
	}
	return w, nil
}

func (p *Production) propose(ctx context.Context, x Proposal) (Waiting, error) {
	e, err := event.Decode(x.Payload)
	if err != nil {
		return Waiting{}, err
	}
	if err := checkOpenings(e, x.Openings); err != nil {
		return Waiting{}, err
	}
	who, err := p.signs(ctx, x.Payload, e, x.Signature)
	if err != nil {
		return Waiting{}, err
	}
	spend, err := p.mayEnrol(e, who, x)
	if err != nil {
		return Waiting{}, err
	}
	if err := p.leave(ctx, x.Payload, e, x.Openings, who); err != nil {
		return Waiting{}, err
	}
	w, err := p.sign(ctx, event.IDOf(x.Payload), who, x.Signature)
	if err == nil {
		spend()
	}
	return w, err
}

// Leave puts an unsigned draft on the desk, for the people it names: nobody has said it yet. By is
// who prepared it, of whose drafts DraftsEachMax wait; empty for what this box read from a file. An
// enrolment is not left: its newcomer proposes it with a code.
func (p *Production) Leave(
	ctx context.Context, payload []byte, openings []ledger.Opening, by event.PersonID,
) error {
	e, err := event.Decode(payload)
	if err == nil {
		err = checkOpenings(e, openings)
	}
	if err == nil && e.Kind == event.KindCrewEnrolled {
		err = errOnlyWithCode
	}
	if err == nil {
		err = p.leave(ctx, payload, e, openings, by)
	}
	return p.note(refusalOf(err, payload))
}

// leave stores a draft that is not on the desk yet.
func (p *Production) leave(
	ctx context.Context, payload []byte, e *event.Event, openings []ledger.Opening, by event.PersonID,
) error {
	if e.Production != p.ID() {
		return refuse(OtherProduction, "the act is for another production")
	}
	p.desk.mu.Lock()
	defer p.desk.mu.Unlock()
	p.sweepDesk(ctx)
	id := event.IDOf(payload)
	if _, there := p.desk.drafts[id]; there || p.recorded(id) {
		return nil
	}
	if err := p.mayLeave(by); err != nil {
		return err
	}
	d := &draft{
		payload: payload, event: e, openings: openings, by: by, created: p.cfg.Clock().UTC(),
		signed: map[event.PersonID]event.Signature{}, declined: map[event.PersonID]bool{},
	}
	if err := p.storeDraft(ctx, id, d); err != nil {
		return err
	}
	p.desk.drafts[id] = d
	p.tellDesk()
	return nil
}

func (p *Production) mayLeave(by event.PersonID) error {
	if len(p.desk.drafts) >= DraftsMax {
		return refuse(DeskFull, "%d drafts wait already: sign or decline some of them", DraftsMax)
	}
	n := 0
	for _, d := range p.desk.drafts {
		if by != "" && d.by == by {
			n++
		}
	}
	if n >= DraftsEachMax {
		return refuse(DeskFull, "%d of your drafts wait already: let them be signed or take them back",
			DraftsEachMax)
	}
	return nil
}

// Cosign adds the signature of one more signer, and records the act when it was the last one. The
// same signature again is harmless, also after the act was recorded.
func (p *Production) Cosign(ctx context.Context, id event.ID, sig event.Signature) (Waiting, error) {
	w, err := p.cosign(ctx, id, sig)
	if err != nil {
		return Waiting{}, p.note(refusalOf(err, nil))
	}
	return w, nil
}

func (p *Production) cosign(ctx context.Context, id event.ID, sig event.Signature) (Waiting, error) {
	if p.recorded(id) {
		return p.again(ctx, id)
	}
	p.desk.mu.Lock()
	d, ok := p.desk.drafts[id]
	p.desk.mu.Unlock()
	if !ok {
		return Waiting{}, refuse(NoDraft, "there is no such draft on the desk: it was recorded, declined "+
			"or waited too long")
	}
	who, err := p.signs(ctx, d.payload, d.event, sig)
	if err != nil {
		return Waiting{}, err
	}
	return p.sign(ctx, id, who, sig)
}

// sign stores a checked signature and records the act once it was the last one.
func (p *Production) sign(
	ctx context.Context, id event.ID, who event.PersonID, sig event.Signature,
) (Waiting, error) {
	if p.recorded(id) {
		return p.again(ctx, id)
	}
	s, w, err := p.addSignature(ctx, id, who, sig)
	if err != nil || w.Pending {
		return w, err
	}
	return p.finish(ctx, id, s)
}

// finish records an act everybody has signed, and tells the desk's readers only then: who reads that
// nothing waits may act on it at once. The signatures are stored: if the process ends before the act
// is recorded, the next opening records it.
func (p *Production) finish(ctx context.Context, id event.ID, s Submission) (Waiting, error) {
	r, err := p.Record(ctx, s)
	p.desk.mu.Lock()
	defer p.desk.mu.Unlock()
	if err != nil {
		p.tellDesk()
		return Waiting{}, err
	}
	p.removeDraft(ctx, id)
	return Waiting{Receipt: r}, nil
}

// addSignature keeps one signature and returns the whole entry when nobody is missing.
func (p *Production) addSignature(
	ctx context.Context, id event.ID, who event.PersonID, sig event.Signature,
) (Submission, Waiting, error) {
	p.desk.mu.Lock()
	defer p.desk.mu.Unlock()
	d, ok := p.desk.drafts[id]
	switch {
	case !ok:
		return Submission{}, Waiting{}, refuse(NoDraft, "the draft has just gone from the desk")
	case p.cfg.Clock().Sub(d.created) > DraftLife:
		return Submission{}, Waiting{}, refuse(Expired, "the draft waited longer than a day: do it again")
	case len(d.declined) > 0:
		return Submission{}, Waiting{}, refuse(Declined, "somebody declined this act: talk to them first")
	case p.moved(d.event):
		return Submission{}, Waiting{}, refuse(LinksMoved, "something else was recorded about the same "+
			"object meanwhile: look at it again and do the act again")
	}
	if _, has := d.signed[who]; !has {
		if err := p.storeSignature(ctx, id, who, sig); err != nil {
			return Submission{}, Waiting{}, err
		}
		d.signed[who] = sig
	}
	s, whole, err := d.submission()
	if !whole {
		p.tellDesk()
		return Submission{}, Waiting{Draft: d.shown(id), Pending: true}, nil
	}
	return s, Waiting{}, err
}

// tellDesk tells who listens that the desk is another one now. The caller holds the desk's lock.
func (p *Production) tellDesk() {
	p.listen.tell(Notice{Kind: DeskChanged, Count: len(p.desk.drafts)})
}

// submission forms the entry once everybody has signed.
func (d *draft) submission() (s Submission, whole bool, err error) {
	signatures := make([]event.Signature, 0, len(d.event.Signers))
	for _, g := range d.event.Signers {
		has, ok := d.signed[g.Person]
		if !ok {
			return Submission{}, false, nil
		}
		signatures = append(signatures, has)
	}
	entry, err := event.Seal(d.payload, signatures)
	return Submission{Entry: entry, Openings: d.openings}, true, err
}

// moved reports whether recording an act now would fork an object's chain. People who sign one after
// the other cannot see what was recorded in between; the desk can.
func (p *Production) moved(e *event.Event) bool {
	p.mu.RLock()
	defer p.mu.RUnlock()
	now := &event.Event{Body: e.Body}
	p.known.Link(now)
	return !slices.Equal(now.Links, e.Links)
}

// Decline takes a draft out of use: a signer says no, or whoever began it takes it back. Who began a
// declined draft sees it until they take it off the desk themselves.
func (p *Production) Decline(ctx context.Context, id event.ID, who event.PersonID) error {
	return p.note(p.decline(ctx, id, who))
}

func (p *Production) decline(ctx context.Context, id event.ID, who event.PersonID) error {
	p.desk.mu.Lock()
	defer p.desk.mu.Unlock()
	d, ok := p.desk.drafts[id]
	switch {
	case !ok:
		return nil // Whatever became of it, it does not wait any more.
	case d.by == who || d.by == "" && d.names(who):
		p.removeDraft(ctx, id)
		return nil
	case !d.names(who):
		return refuse(NotASigner, "the draft does not name you")
	}
	if err := p.storeDecline(ctx, id, who); err != nil {
		return err
	}
	d.declined[who] = true
	p.tellDesk()
	return nil
}

func (d *draft) names(who event.PersonID) bool {
	return slices.ContainsFunc(d.event.Signers, func(s event.Signer) bool { return s.Person == who })
}

// Pending returns the drafts that name a person as a signer or that they began, oldest first.
func (p *Production) Pending(ctx context.Context, who event.PersonID) []Draft {
	p.desk.mu.Lock()
	defer p.desk.mu.Unlock()
	p.sweepDesk(ctx)
	var out []Draft
	for id, d := range p.desk.drafts {
		if d.by == who || d.names(who) {
			out = append(out, d.shown(id))
		}
	}
	slices.SortFunc(out, func(a, b Draft) int {
		if c := a.Created.Compare(b.Created); c != 0 {
			return c
		}
		return strings.Compare(a.ID.String(), b.ID.String())
	})
	return out
}

func (p *Production) recorded(id event.ID) bool {
	p.mu.RLock()
	defer p.mu.RUnlock()
	_, ok := p.known.Known(id)
	return ok
}

// again answers for an act that is recorded already.
func (p *Production) again(ctx context.Context, id event.ID) (Waiting, error) {
	e, err := p.ledger.Find(ctx, id)
	if err != nil {
		return Waiting{}, err
	}
	got, err := p.ledger.Append(ctx, ledger.Submission{ID: id, Envelope: e.Envelope})
	if err != nil {
		return Waiting{}, err
	}
	return Waiting{Receipt: receiptOf(got)}, nil
}

// signs says which signer made a signature, after checking it as the receiver of the whole entry
// will.
func (p *Production) signs(
	ctx context.Context, payload []byte, e *event.Event, sig event.Signature,
) (event.PersonID, error) {
	at, err := p.signerOf(e, sig)
	if err != nil {
		return "", err
	}
	o, err := p.openOne(ctx, payload, len(e.Signers), at, sig)
	if err != nil {
		return "", err
	}
	p.mu.RLock()
	defer p.mu.RUnlock()
	opened := p.known.Production()
	if opened == nil {
		return "", refuse(NotOpened, "the production was not opened yet: its founders sign the first entry")
	}
	return e.Signers[at].Person, p.admitsForm(o, at, opened)
}

// signerOf finds the signer whose key a signature is by.
func (p *Production) signerOf(e *event.Event, sig event.Signature) (int, error) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	var first error
	for i, s := range e.Signers {
		err := p.admitsKey(e, s.Person, sig.Key, sig.Kind)
		if err == nil {
			return i, nil
		}
		if r, ok := errors.AsType[*Refusal](err); first == nil || ok && r.Code == WrongKey {
			first = err
		}
	}
	return 0, first
}

// openOne opens an act that one of several signers has signed, on the word of that signature: nothing
// else may be read from the result. Stand-ins take the places of those who have not signed; the entry
// made with them is only parsed, and no check of theirs is believed.
func (p *Production) openOne(
	ctx context.Context, payload []byte, signers, at int, sig event.Signature,
) (event.Opened, error) {
	all := make([]event.Signature, signers)
	for i := range all {
		all[i] = standIn(byte(i))
	}
	all[at] = sig
	entry, err := event.Seal(payload, all)
	if err != nil {
		return event.Opened{}, err
	}
	parsed, err := event.Parse(entry)
	if err != nil {
		return event.Opened{}, err
	}
	select {
	case p.checks <- struct{}{}:
	case <-ctx.Done():
		return event.Opened{}, fmt.Errorf("check signature: %w", context.Cause(ctx))
	}
	defer func() { <-p.checks }()
	v := event.Vouch{Host: "one signature", Valid: make([]bool, len(parsed.Checks()))}
	for i := range v.Valid {
		v.Valid[i] = i != at || passkey.Check(parsed.Checks()[i])
	}
	return event.Open(parsed, v)
}

// standIn is a signature in the right form that nobody made: r and s are 1.
func standIn(n byte) event.Signature {
	return event.Signature{
		Kind: event.Software, Key: event.PublicKey{0: 4, event.KeySize - 1: n},
		DER: []byte{0x30, 6, 2, 1, 1, 2, 1, 1},
	}
}

// deskError puts the store's word about a full desk into a refusal.
func deskError(err error) error {
	if errors.Is(err, ledger.ErrDeskFull) {
		return refuse(DeskFull, "the desk is full: sign or decline what waits")
	}
	if err != nil {
		return fmt.Errorf("desk: %w", err)
	}
	return nil
}
