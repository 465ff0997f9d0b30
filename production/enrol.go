package production

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/passkey"
)

// errUsed is the answer to whoever has a code that a passkey was made with.
var errUsed = refuse(CodeUsed, "a passkey was made with this code already: another try needs another "+
	"code")

// errOnlyWithCode is the answer to whoever brings somebody else's enrolment.
var errOnlyWithCode = refuse(OnlyWithCode, "an enrolment comes from the newcomer, with a voucher's "+
	"code and the passkey made with it")

// EnrolBegin tells a newcomer who they are on the roster and starts the registration of a passkey on
// one of the production's pages. From names the place that asks, for example an address.
func (p *Production) EnrolBegin(ctx context.Context, from, code, page string) (Offer, error) {
	o, err := p.enrolBegin(ctx, from, code, page)
	if err != nil {
		return Offer{}, p.note(err)
	}
	return o, nil
}

func (p *Production) enrolBegin(ctx context.Context, from, code, page string) (Offer, error) {
	p.vouchers.mu.Lock()
	defer p.vouchers.mu.Unlock()
	e, err := p.vouchers.findOpen(from, code, p.cfg.Clock())
	if err != nil {
		return Offer{}, err
	}
	p.View(func(known *state.State) {
		for _, voucher := range e.vouchers {
			if err == nil {
				err = mayVouch(known, voucher, e.person)
			}
		}
	})
	if err != nil {
		return Offer{}, err
	}
	n, err := p.newcomer(ctx, e, e.vouchers)
	if err != nil {
		return Offer{}, err
	}
	offer := Offer{Newcomer: n}
	user := passkey.User{Handle: []byte(e.person), Name: offer.Name, Display: offer.Name}
	if user.Name == "" {
		user.Name = string(e.person)
	}
	if offer.Options, err = p.options(e, page, user); err != nil {
		return Offer{}, err
	}
	return offer, nil
}

// options returns what a page makes the passkey for: the same as long as the code is open, so that
// whoever was told the code does not undo what the newcomer has begun.
func (p *Production) options(
	e *enrolment, page string, user passkey.User,
) (passkey.Options, error) {
	if o, begun := e.options[page]; begun {
		return o, nil
	}
	opened := p.Opened()
	if !slices.Contains(opened.Origins, page) { // Which bounds how many there are.
		return passkey.Options{}, refuse(WrongPage, "the page is none of this production's")
	}
	o, err := passkey.Begin(opened.RP, page, user)
	if err != nil {
		return passkey.Options{}, &Refusal{Code: WrongPage, Detail: err.Error()}
	}
	if e.options == nil {
		e.options = map[string]passkey.Options{}
	}
	e.options[page] = o
	return o, nil
}

// EnrolVouchers tells a newcomer's page who vouches for them by now. A wrong code counts as a guess.
func (p *Production) EnrolVouchers(ctx context.Context, from, code string) ([]Voucher, error) {
	p.vouchers.mu.Lock()
	defer p.vouchers.mu.Unlock()
	e, err := p.vouchers.find(from, code, p.cfg.Clock())
	if err != nil {
		return nil, p.note(err)
	}
	return p.named(ctx, e.vouchers)
}

// EnrolFinish reads the browser's answer and keeps the new public key for the enrolment that the
// newcomer signs with it next. From then on nobody joins the vouchers, and the code makes no second
// key: a page that showed other vouchers shows these before the newcomer signs. A wrong answer changes
// nothing and counts as a guess.
func (p *Production) EnrolFinish(
	ctx context.Context, from, code string, credential []byte,
) (Registration, error) {
	r, err := p.enrolFinish(ctx, from, code, credential)
	if err != nil {
		return Registration{}, p.note(err)
	}
	return r, nil
}

func (p *Production) enrolFinish(
	ctx context.Context, from, code string, credential []byte,
) (Registration, error) {
	p.vouchers.mu.Lock()
	defer p.vouchers.mu.Unlock()
	e, err := p.vouchers.findOpen(from, code, p.cfg.Clock())
	if err != nil {
		return Registration{}, err
	}
	got, err := e.finish(credential)
	if err != nil {
		if full := p.vouchers.miss(from, p.cfg.Clock()); full != nil {
			return Registration{}, full
		}
		return Registration{}, &Refusal{Code: NotRegistered, Detail: err.Error()}
	}
	all, err := p.named(ctx, e.vouchers)
	if err != nil {
		return Registration{}, err
	}
	e.key, e.settled = got.Key, true
	return Registration{Key: got.Key, Vouchers: all}, nil
}

// finish reads an answer to the challenge of whichever page began.
func (e *enrolment) finish(credential []byte) (passkey.Enrolled, error) {
	first := passkey.ErrChallenge
	for _, page := range slices.Sorted(maps.Keys(e.options)) {
		got, err := passkey.Finish(e.options[page], credential)
		if err == nil {
			return got, nil
		}
		if !errors.Is(err, passkey.ErrChallenge) {
			first = err
		}
	}
	return passkey.Enrolled{}, first
}

// mayEnrol asks whoever proposes an enrolment to be the newcomer, with an open code of the vouchers it
// names and the key that was made with it. Nothing else puts an enrolment on the desk, so whoever
// signs one there signs what a code stands for. The result spends the code; other acts need none.
func (p *Production) mayEnrol(
	e *event.Event, who event.PersonID, x Proposal,
) (spend func(), err error) {
	b, ok := e.Body.(*event.CrewEnrolled)
	if !ok {
		return func() {}, nil
	}
	if p.waits(event.IDOf(x.Payload)) {
		return func() {}, nil // A retry: the code was spent when it was proposed first.
	}
	if b.Person != who {
		return nil, errOnlyWithCode
	}
	p.vouchers.mu.Lock()
	defer p.vouchers.mu.Unlock()
	code := foldCode(x.Code)
	v, ok := p.vouchers.codes[code]
	switch {
	case !ok || p.cfg.Clock().After(v.expires):
		return nil, refuse(WrongCode, "the code is not known or older than a quarter of an hour: ask for "+
			"another one")
	case v.person != who || !slices.Equal(b.Vouchers, v.vouchers):
		return nil, refuse(WrongCode, "the code is for another person or by other vouchers")
	case !v.settled && x.Signature.Kind == event.Software:
		v.key, v.settled = b.Key, true // A demo identity registers nothing: it is settled here.
	case !v.settled || v.key != b.Key:
		return nil, refuse(NotRegistered, "the passkey was not registered with this code")
	}
	return func() {
		p.vouchers.mu.Lock()
		defer p.vouchers.mu.Unlock()
		delete(p.vouchers.codes, code)
	}, nil
}

// offCode reports whether a draft is an enrolment that its newcomer did not begin: no code stands
// behind it.
func (d *draft) offCode() bool {
	b, ok := d.event.Body.(*event.CrewEnrolled)
	return ok && d.by != b.Person
}
