package production

import (
	"crypto/sha256"
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/proof"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/ledger"
)

// admit is the ledger's hook: it decides about one entry whose form and signatures are right. It
// runs in the one writer, so nothing changes meanwhile.
func (p *Production) admit(s ledger.Submission) error {
	o, err := p.opened(ledger.Entry{Leaf: proof.LeafHash(s.Envelope), Envelope: s.Envelope})
	if err != nil {
		return err
	}
	p.mu.RLock()
	err = p.admits(o)
	p.mu.RUnlock()
	if err == nil {
		p.writing.admitted++
		return nil
	}
	if p.writing.admitted > 0 && mayDepend(err) {
		// Somebody admitted to this batch may be who is missing: asked again after it, this entry
		// is alone. The count starts anew either way, so that nothing waits for ever.
		p.writing.admitted = 0
		return ledger.ErrCutBatch
	}
	return err
}

// mayDepend reports whether an entry before this one in the same batch could change the answer.
func mayDepend(err error) bool {
	r, ok := err.(*Refusal) //nolint:errorlint // The refusals of admits come as they are.
	return ok && (r.Code == UnknownSigner || r.Code == WrongKey || r.Code == NotOpened ||
		r.Code == Founding)
}

func (p *Production) admits(o event.Opened) error {
	e := o.Event()
	if p.fault != nil {
		return p.fault
	}
	opened := p.known.Production()
	if e.Kind == event.KindProductionOpened {
		return p.admitsFirst(o)
	}
	if opened == nil {
		return refuse(NotOpened, "the production was not opened yet: its founders sign the first entry")
	}
	if e.Production != p.known.ProductionID() {
		return refuse(OtherProduction, "the act is for another production")
	}
	if err := p.admitsSeen(e.Seen); err != nil {
		return err
	}
	for i := range e.Signers {
		if err := p.admitsSigner(o, i); err != nil {
			return err
		}
	}
	return nil
}

// admitsSeen asks that the checkpoint an act names is one that this ledger signed, so that nobody
// can date an act by a checkpoint that was never there.
func (p *Production) admitsSeen(seen event.Seen) error {
	if seen == (event.Seen{}) {
		return nil
	}
	root := emptyRoot
	if seen.Size > 0 {
		raw, err := event.ParseID(seen.Root)
		if err != nil {
			return refuse(SeenUnknown, "the act names a checkpoint that is none")
		}
		root = proof.Hash(raw)
	}
	if _, ok := p.track.Named(uint64(seen.Size), root, proof.UnixTime(seen.TimeSec)); !ok {
		return refuse(SeenUnknown, "the act names a checkpoint that this ledger did not sign: "+
			"load the page anew and do the act again")
	}
	return nil
}

// emptyRoot is the root of the log before its first entry.
var emptyRoot = func() proof.Hash { return new(proof.Range).Root() }()

// admitsSigner asks that the key is the person's and that it signed for this production's page. In
// which role, on which duty and whether that suffices is for the verdict.
func (p *Production) admitsSigner(o event.Opened, i int) error {
	sig, who := o.Signatures()[i], o.Event().Signers[i].Person
	if err := p.admitsKey(o.Event(), who, sig.Key, sig.Kind); err != nil {
		return err
	}
	return p.admitsForm(o, i, p.known.Production())
}

// admitsForm refuses software keys outside a demo, and assertions made for another page.
func (p *Production) admitsForm(o event.Opened, i int, opened *event.ProductionOpened) error {
	switch o.Signatures()[i].Kind {
	case event.Software:
		if opened.Demo != event.Yes || !p.cfg.AllowDemo {
			return refuse(DemoRefused, "demo identities are refused here: sign with a passkey")
		}
	case event.Passkey:
		a := o.Assertion(i)
		if a.RPIDHash != sha256.Sum256([]byte(opened.RP)) || !slices.Contains(opened.Origins, a.Origin) {
			return refuse(WrongPage, "the passkey answered another page: open the production's own address")
		}
	case event.Device, event.NoSignature:
	}
	return nil
}

// admitsKey asks whose key it is. A newcomer's key is the one being enrolled; whether their vouchers
// suffice is for the fold, which then gives them no right.
func (p *Production) admitsKey(
	e *event.Event, who event.PersonID, key event.PublicKey, kind event.SignatureKind,
) error {
	has, known := p.keys.owners[key]
	if b, ok := e.Body.(*event.CrewEnrolled); ok && b.Person == who && !p.keys.people[who] {
		switch {
		case known || key != b.Key:
			return refuse(WrongKey, "a newcomer signs with the key being enrolled, which is nobody's yet")
		case kind == event.Device:
			return refuse(DeviceKey, "a device key cannot be a person's first key")
		}
		return nil
	}
	switch {
	case who == state.HubPerson && e.Kind != event.KindStopCalled:
		return refuse(WrongKey, "the box's own key records a STOP and nothing else")
	case !p.keys.people[who]:
		return refuse(UnknownSigner, "a signer is not enrolled: enrol first, or look at the roster")
	case !known || has.person != who:
		return refuse(WrongKey, "a signature is by a key that is not the named person's")
	case has.device != (kind == event.Device):
		return refuse(WrongKey, "a device key stands for a duty and a passkey for a person, not otherwise")
	}
	return nil
}

// admitsFirst asks of the first entry what nobody can repair later: that it names this log and two
// founders of different departments outside the office, who signed it with the keys it enrols.
func (p *Production) admitsFirst(o event.Opened) error {
	e := o.Event()
	b, ok := e.Body.(*event.ProductionOpened)
	switch {
	case !ok || p.known.Size() > 0 || p.known.Pending() > 0:
		return refuse(Founding, "a production is opened once")
	case b.LogOrigin != p.cfg.Signer.Origin() || b.LogKey != p.Keys().Log.String() ||
		b.ClockKey != p.Keys().Clock.String():
		return refuse(Founding, "the entry names another log than this one")
	case p.cfg.Hub != nil && b.Hub != p.cfg.Hub.Public():
		return refuse(Founding, "the entry names another box than this one")
	case p.cfg.RP != "" && b.RP != p.cfg.RP,
		len(p.cfg.Origins) > 0 && !slices.Equal(b.Origins, p.cfg.Origins):
		return refuse(Founding, "the entry names other addresses than this server's")
	case b.Demo == event.Yes && !p.cfg.AllowDemo:
		return refuse(DemoRefused, "a demo production is opened by the demo command only")
	case len(e.Signers) != len(b.Founders):
		return refuse(Founding, "exactly the two founders sign the first entry")
	}
	if err := apart(b.Founders); err != nil {
		return err
	}
	if err := p.admitsSeen(e.Seen); err != nil {
		return err
	}
	for i, f := range b.Founders {
		sig := o.Signatures()[i]
		if e.Signers[i].Person != f.Person || sig.Key != f.Key || sig.Kind == event.Device {
			return refuse(Founding, "each founder signs with the passkey the entry enrols")
		}
		if err := p.admitsForm(o, i, b); err != nil {
			return err
		}
	}
	return nil
}
