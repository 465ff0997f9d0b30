package production

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/passkey"
)

// Bounds of voucher codes.
const (
	// CodeLength is the number of characters of a code.
	CodeLength = 8
	// CodeLife is how long a code can be used.
	CodeLife = 15 * time.Minute
	// CodesMax is the most codes that are good at once.
	CodesMax = 256
	// CodesEachMax is the most codes one voucher has given that are still good.
	CodesEachMax = 8
	// GuessesMax is how many wrong codes one place may send in CodeLife. With 256 codes good at once
	// among 2^40, a place finds one with a chance below 1 in 400 million.
	GuessesMax = 10
	// placesMax bounds how many places are remembered; beyond it nobody may guess for a while.
	placesMax = 4096
)

// codeAlphabet has 32 letters and digits without those that look alike: no I, L, O, U.
const codeAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// Voucher is a code that somebody enrolled gives a newcomer they know, face to face.
type Voucher struct {
	Code    string
	Expires time.Time
}

// Offer is what a newcomer sees after entering a code, and what their browser needs to make a
// passkey.
type Offer struct {
	Person     event.PersonID
	Name       string
	Department event.Department
	Vouchers   []event.PersonID
	Options    passkey.Options
}

type vouchers struct {
	mu      sync.Mutex
	codes   map[string]*enrolment
	guesses map[string]guesses // Wrong codes by the place they came from.
}

type enrolment struct {
	person  event.PersonID
	voucher event.PersonID
	expires time.Time
	options passkey.Options // Of the registration under way; used for one answer.
	key     event.PublicKey // Zero until the registration is finished.
}

type guesses struct {
	count int
	until time.Time
}

// Vouch draws a code for one person of the roster. The voucher is enrolled, works outside the office
// and stands beside the newcomer.
func (p *Production) Vouch(_ context.Context, voucher, person event.PersonID) (Voucher, error) {
	v, err := p.vouchFor(voucher, person)
	if err != nil {
		return Voucher{}, p.note(err)
	}
	return v, nil
}

func (p *Production) vouchFor(voucher, person event.PersonID) (Voucher, error) {
	var err error
	p.View(func(known *state.State) { err = mayVouch(known, voucher, person) })
	if err != nil {
		return Voucher{}, err
	}
	p.vouchers.mu.Lock()
	defer p.vouchers.mu.Unlock()
	now := p.cfg.Clock().UTC()
	mine := 0
	for code, e := range p.vouchers.codes {
		if now.After(e.expires) || e.person == person {
			delete(p.vouchers.codes, code) // One code for one person at a time.
		} else if e.voucher == voucher {
			mine++
		}
	}
	if len(p.vouchers.codes) >= CodesMax || mine >= CodesEachMax {
		return Voucher{}, refuse(TooMany, "too many codes are open: let the newcomers use theirs first")
	}
	code, err := drawCode()
	if err != nil {
		return Voucher{}, err
	}
	v := Voucher{Code: code, Expires: now.Add(CodeLife)}
	p.vouchers.codes[code] = &enrolment{person: person, voucher: voucher, expires: v.Expires}
	return v, nil
}

func mayVouch(known *state.State, voucher, person event.PersonID) error {
	v, ok := known.Person(voucher)
	if !ok || v.Enrolled == state.NoIndex || v.Departed != state.NoIndex ||
		v.Department == event.OfficeDepartment || voucher == state.HubPerson {
		return refuse(MayNotVouch, "only somebody enrolled outside the office vouches for a newcomer")
	}
	n, ok := known.Person(person)
	switch {
	case !ok || n.Listed == state.NoIndex:
		return refuse(NotOnRoster, "the person is not on the roster: the office adds them first")
	case n.Enrolled != state.NoIndex && n.Departed == state.NoIndex:
		return refuse(AlreadyCrew, "the person is enrolled: a further key is added with one they have")
	}
	return nil
}

func drawCode() (string, error) {
	raw := make([]byte, CodeLength)
	if _, err := rand.Read(raw); err != nil {
		return "", fmt.Errorf("draw code: %w", err)
	}
	for i, b := range raw {
		raw[i] = codeAlphabet[b%byte(len(codeAlphabet))] // 256 is a multiple of 32: no letter is likelier.
	}
	return string(raw), nil
}

// foldCode reads a code as people type it: any case, with spaces or dashes, and look-alikes.
func foldCode(code string) string {
	return strings.NewReplacer(" ", "", "-", "", "O", "0", "I", "1", "L", "1").
		Replace(strings.ToUpper(code))
}

// find returns the enrolment of a code. From names the place that asks, for counting wrong guesses.
// The caller holds the lock.
func (v *vouchers) find(from, code string, now time.Time) (*enrolment, error) {
	g := v.guesses[from]
	if now.After(g.until) {
		g = guesses{}
	}
	if g.count >= GuessesMax {
		return nil, refuse(TooMany, "too many wrong codes from here: wait a quarter of an hour")
	}
	e, ok := v.codes[foldCode(code)]
	if ok && !now.After(e.expires) {
		return e, nil
	}
	if len(v.guesses) >= placesMax {
		for place, old := range v.guesses {
			if now.After(old.until) {
				delete(v.guesses, place)
			}
		}
		if len(v.guesses) >= placesMax {
			return nil, refuse(TooMany, "too many wrong codes: wait a quarter of an hour")
		}
	}
	if g.count == 0 {
		g.until = now.Add(CodeLife)
	}
	g.count++
	v.guesses[from] = g
	return nil, refuse(WrongCode, "the code is not known or older than a quarter of an hour: ask for "+
		"another one")
}

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
	e, err := p.vouchers.find(from, code, p.cfg.Clock())
	if err != nil {
		return Offer{}, err
	}
	offer := Offer{Person: e.person, Vouchers: []event.PersonID{e.voucher}}
	opened := p.Opened()
	p.View(func(known *state.State) {
		if err = mayVouch(known, e.voucher, e.person); err == nil {
			n, _ := known.Person(e.person)
			offer.Department = n.Department
		}
	})
	if err != nil {
		return Offer{}, err
	}
	if offer.Name, err = p.Name(ctx, e.person); err != nil {
		return Offer{}, err
	}
	user := passkey.User{Handle: []byte(e.person), Name: offer.Name, Display: offer.Name}
	if user.Name == "" {
		user.Name = string(e.person)
	}
	if offer.Options, err = passkey.Begin(opened.RP, page, user); err != nil {
		return Offer{}, &Refusal{Code: WrongPage, Detail: err.Error()}
	}
	e.options = offer.Options
	return offer, nil
}

// EnrolFinish reads the browser's answer and keeps the new public key for the enrolment that the
// newcomer signs with it next.
func (p *Production) EnrolFinish(
	_ context.Context, from, code string, credential []byte,
) (event.PublicKey, error) {
	key, err := p.enrolFinish(from, code, credential)
	if err != nil {
		return event.PublicKey{}, p.note(err)
	}
	return key, nil
}

func (p *Production) enrolFinish(from, code string, credential []byte) (event.PublicKey, error) {
	p.vouchers.mu.Lock()
	defer p.vouchers.mu.Unlock()
	e, err := p.vouchers.find(from, code, p.cfg.Clock())
	if err != nil {
		return event.PublicKey{}, err
	}
	options := e.options
	e.options = passkey.Options{} // One answer for one challenge.
	got, err := passkey.Finish(options, credential)
	if err != nil {
		return event.PublicKey{}, &Refusal{Code: NotRegistered, Detail: err.Error()}
	}
	e.key = got.Key
	return got.Key, nil
}

// mayEnrol asks a newcomer who proposes their own enrolment for the code of the voucher they name.
// The result spends the code; everybody else needs none.
func (p *Production) mayEnrol(
	e *event.Event, who event.PersonID, x Proposal,
) (spend func(), err error) {
	b, ok := e.Body.(*event.CrewEnrolled)
	if !ok || b.Person != who {
		return func() {}, nil
	}
	if p.waits(event.IDOf(x.Payload)) {
		return func() {}, nil // A retry: the code was spent when it was proposed first.
	}
	p.vouchers.mu.Lock()
	defer p.vouchers.mu.Unlock()
	code := foldCode(x.Code)
	v, ok := p.vouchers.codes[code]
	switch {
	case !ok || p.cfg.Clock().After(v.expires):
		return nil, refuse(WrongCode, "the code is not known or older than a quarter of an hour: ask for "+
			"another one")
	case v.person != who || len(b.Vouchers) != 1 || b.Vouchers[0] != v.voucher:
		return nil, refuse(WrongCode, "the code is for another person or by another voucher")
	case x.Signature.Kind == event.Passkey && v.key != b.Key:
		return nil, refuse(NotRegistered, "the passkey was not registered with this code")
	}
	return func() {
		p.vouchers.mu.Lock()
		defer p.vouchers.mu.Unlock()
		delete(p.vouchers.codes, code)
	}, nil
}
