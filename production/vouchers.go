package production

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"slices"
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
	// VouchersMax is the most people who vouch for one newcomer: as many as an enrolment can name.
	VouchersMax = 3
	// GuessesMax is how many wrong codes, and wrong answers to right ones, one place may send in
	// CodeLife. With 256 codes good at once
	// among 2^40, a place finds one with a chance below 1 in 400 million.
	GuessesMax = 10
	// placesMax bounds how many places are remembered; beyond it nobody may guess for a while.
	placesMax = 4096
)

// codeAlphabet has 32 letters and digits without those that look alike: no I, L, O, U.
const codeAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// VoucherCode is a code that somebody enrolled gives a newcomer they know, face to face.
type VoucherCode struct {
	Code    string
	Expires time.Time
}

// Newcomer is whom an open code is for, as the roster says it, and who vouches for them.
type Newcomer struct {
	Person     event.PersonID
	Name       string // Empty when the roster names nobody.
	Department event.Department
	Proposed   event.Role
	Vouchers   []Voucher // Who gave the code, then who joined, in that order; 1 to VouchersMax.
	Expires    time.Time
	// TwoSides says that the newcomer will be more than one person's word: not all ways of the
	// vouchers to the founders go through the same person (docs/spec/events.md, section 11).
	TwoSides bool
}

// Voucher is one of those who vouch for a newcomer.
type Voucher struct {
	Person     event.PersonID
	Name       string // Empty for a founder whom no roster names.
	Department event.Department
}

// Offer is what a newcomer sees after entering a code, and what their browser needs to make a
// passkey.
type Offer struct {
	Newcomer

	Options passkey.Options
}

// Registration is a passkey that was made with a code. Nobody joins the vouchers any more: these are
// the ones whom the enrolment names.
type Registration struct {
	Key      event.PublicKey
	Vouchers []Voucher
}

type vouchers struct {
	mu      sync.Mutex
	codes   map[string]*enrolment
	guesses map[string]guesses // Wrong codes by the place they came from.
}

type enrolment struct {
	person   event.PersonID
	vouchers []event.PersonID // Who gave the code, then who joined; 1 to VouchersMax.
	expires  time.Time
	// options are of the registration under way, by the page that began it: one challenge for each of
	// the production's pages until the code ends, so that nobody spoils what somebody else has begun.
	options map[string]passkey.Options
	key     event.PublicKey // Zero until the registration is finished.
	// settled says that key and vouchers are what the newcomer signs now: nobody joins any more, and
	// the code makes no second key.
	settled bool
}

type guesses struct {
	count int
	until time.Time
}

// Vouch draws a code for one person of the roster. The voucher is enrolled, works outside the office
// and stands beside the newcomer. A code of the same voucher for the same person ends with it; other
// vouchers' codes stay.
func (p *Production) Vouch(_ context.Context, voucher, person event.PersonID) (VoucherCode, error) {
	v, err := p.vouchFor(voucher, person)
	if err != nil {
		return VoucherCode{}, p.note(err)
	}
	return v, nil
}

func (p *Production) vouchFor(voucher, person event.PersonID) (VoucherCode, error) {
	var err error
	p.View(func(known *state.State) { err = mayVouch(known, voucher, person) })
	if err != nil {
		return VoucherCode{}, err
	}
	p.vouchers.mu.Lock()
	defer p.vouchers.mu.Unlock()
	now := p.cfg.Clock().UTC()
	mine, others, before := 0, 0, ""
	for code, e := range p.vouchers.codes {
		switch {
		case now.After(e.expires):
			delete(p.vouchers.codes, code)
		case e.vouchers[0] != voucher:
			others++ // Somebody else's code is theirs to end, whomever it is for.
		case e.person == person:
			before = code
		default:
			mine++
		}
	}
	if mine+others >= CodesMax || mine >= CodesEachMax {
		return VoucherCode{}, refuse(TooMany, "too many codes are open: let the newcomers use theirs first")
	}
	code, err := drawCode()
	if err != nil {
		return VoucherCode{}, err
	}
	delete(p.vouchers.codes, before) // One code of one voucher for one person at a time.
	v := VoucherCode{Code: code, Expires: now.Add(CodeLife)}
	p.vouchers.codes[code] = &enrolment{
		person: person, vouchers: []event.PersonID{voucher}, expires: v.Expires,
	}
	return v, nil
}

// LookVouch tells somebody who was given a voucher's code whom they would vouch for besides, and that
// with them as one of the vouchers. It refuses what JoinVouch refuses and changes nothing. From names
// the place that asks, for counting wrong codes.
func (p *Production) LookVouch(
	ctx context.Context, from, code string, who event.PersonID,
) (Newcomer, error) {
	n, err := p.joinVouch(ctx, from, code, who, func(*enrolment, []event.PersonID) {})
	if err != nil {
		return Newcomer{}, p.note(err)
	}
	return n, nil
}

// JoinVouch makes somebody who met a newcomer too one more of their vouchers, until the newcomer has
// made a passkey. The enrolment then names all of them, and is recorded once each has signed the same
// bytes. Joining again is harmless, but whoever gave the code does not join themselves.
func (p *Production) JoinVouch(
	ctx context.Context, from, code string, who event.PersonID,
) (Newcomer, error) {
	n, err := p.joinVouch(ctx, from, code, who, func(e *enrolment, all []event.PersonID) {
		e.vouchers = all
	})
	if err != nil {
		return Newcomer{}, p.note(err)
	}
	p.desk.mu.Lock()
	defer p.desk.mu.Unlock()
	p.listen.tell(Notice{Kind: DeskChanged, Count: len(p.desk.drafts)}) // Pages read the vouchers anew on it.
	return n, nil
}

func (p *Production) joinVouch(
	ctx context.Context, from, code string, who event.PersonID,
	with func(*enrolment, []event.PersonID),
) (Newcomer, error) {
	p.vouchers.mu.Lock()
	defer p.vouchers.mu.Unlock()
	e, err := p.vouchers.find(from, code, p.cfg.Clock())
	if err != nil {
		return Newcomer{}, err
	}
	p.View(func(known *state.State) { err = mayVouch(known, who, e.person) })
	if err != nil {
		return Newcomer{}, err
	}
	all := e.vouchers
	switch at := slices.Index(all, who); {
	case at == 0:
		return Newcomer{}, refuse(AlreadyVouches, "whoever gave the code vouches already")
	case at > 0: // The answer was lost: it is told again.
	case e.settled:
		return Newcomer{}, refuse(JoinsLate, "the newcomer has made a passkey: their vouchers are settled")
	case len(all) >= VouchersMax:
		return Newcomer{}, refuse(VouchersFull, "%d people vouch already: an enrolment names no more",
			VouchersMax)
	default:
		all = append(slices.Clone(all), who)
	}
	n, err := p.newcomer(ctx, e, all)
	if err == nil {
		with(e, all)
	}
	return n, err
}

// Newcomers returns whom somebody vouches for with a code that is still open, the oldest code first.
func (p *Production) Newcomers(ctx context.Context, who event.PersonID) ([]Newcomer, error) {
	p.vouchers.mu.Lock()
	defer p.vouchers.mu.Unlock()
	var out []Newcomer
	for _, e := range p.vouchers.codes {
		if p.cfg.Clock().After(e.expires) || !slices.Contains(e.vouchers, who) {
			continue
		}
		n, err := p.newcomer(ctx, e, e.vouchers)
		if err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	slices.SortFunc(out, func(a, b Newcomer) int {
		return cmp.Or(a.Expires.Compare(b.Expires), cmp.Compare(a.Person, b.Person))
	})
	return out, nil
}

// newcomer tells whom a code is for, with these vouchers. The caller holds the lock.
func (p *Production) newcomer(
	ctx context.Context, e *enrolment, all []event.PersonID,
) (Newcomer, error) {
	n := Newcomer{Person: e.person, Expires: e.expires}
	p.View(func(known *state.State) {
		if listed, ok := known.Person(e.person); ok {
			n.Department, n.Proposed = listed.Department, listed.Proposed
		}
		n.TwoSides = !known.OneWord(all)
	})
	var err error
	if n.Name, err = p.Name(ctx, e.person); err != nil {
		return Newcomer{}, err
	}
	n.Vouchers, err = p.named(ctx, all)
	return n, err
}

func (p *Production) named(ctx context.Context, all []event.PersonID) ([]Voucher, error) {
	out := make([]Voucher, len(all))
	for i, who := range all {
		name, err := p.Name(ctx, who)
		if err != nil {
			return nil, err
		}
		out[i] = Voucher{Person: who, Name: name}
	}
	p.View(func(known *state.State) {
		for i := range out {
			if v, ok := known.Person(out[i].Person); ok {
				out[i].Department = v.Department
			}
		}
	})
	return out, nil
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

// foldCode reads a code as people type it: in any case, with spaces, dashes or whatever else a keyboard
// put between, and with letters that look alike. A Turkish keyboard has two more of them.
func foldCode(code string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z':
			r -= 'a' - 'A'
		case r == 'ı' || r == 'İ':
			r = 'I'
		}
		switch {
		case r == 'O':
			return '0'
		case r == 'I' || r == 'L':
			return '1'
		case r >= 'A' && r <= 'Z' || r >= '0' && r <= '9':
			return r
		}
		return -1
	}, code)
}

// find returns the enrolment of a code. From names the place that asks, for counting wrong guesses.
// The caller holds the lock.
func (v *vouchers) find(from, code string, now time.Time) (*enrolment, error) {
	if g := v.guesses[from]; g.count >= GuessesMax && !now.After(g.until) {
		return nil, refuse(TooMany, "too many wrong codes from here: wait a quarter of an hour")
	}
	e, ok := v.codes[foldCode(code)]
	if ok && !now.After(e.expires) {
		return e, nil
	}
	if err := v.miss(from, now); err != nil {
		return nil, err
	}
	return nil, refuse(WrongCode, "the code is not known or older than a quarter of an hour: ask for "+
		"another one")
}

// findOpen is find for who makes a passkey: a code that one was made with is refused.
func (v *vouchers) findOpen(from, code string, now time.Time) (*enrolment, error) {
	e, err := v.find(from, code, now)
	if err == nil && e.settled {
		return nil, errUsed
	}
	return e, err
}

// miss counts a wrong code, or a wrong answer to a right one, against the place it came from. It
// refuses when no more places can be remembered. The caller holds the lock.
func (v *vouchers) miss(from string, now time.Time) error {
	g := v.guesses[from]
	if now.After(g.until) {
		g = guesses{}
	}
	if len(v.guesses) >= placesMax {
		for place, old := range v.guesses {
			if now.After(old.until) {
				delete(v.guesses, place)
			}
		}
		if len(v.guesses) >= placesMax {
			return refuse(TooMany, "too many wrong codes: wait a quarter of an hour")
		}
	}
	if g.count == 0 {
		g.until = now.Add(CodeLife)
	}
	g.count++
	v.guesses[from] = g
	return nil
}
