package production

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/passkey"
	"github.com/proofhouse/proofhouse/rules"
)

// Bounds of founding.
const (
	// FoundersCount is how many people open a production.
	FoundersCount = 2
	// SeatLife is how long a founder may take to make a passkey before another may take the seat.
	SeatLife = 15 * time.Minute
)

// Founders is the table at which two people open a production. It is kept in memory only: a restart
// before both have signed begins again under another code.
type Founders struct {
	p          *Production
	rp, origin string
	code       string

	mu    sync.Mutex
	seats []*seat
	first *draft // The first entry; nil until both passkeys are there and a page has made its choices.
}

// seat is one founder's place. Its key is zero until the passkey was registered.
type seat struct {
	event.FounderEntry
	secret  [sha256.Size]byte
	options passkey.Options
	begun   time.Time
}

// Seat is what a founder's page is given: who the founder will be, the secret by which it comes back
// to its place, and the registration of a passkey.
type Seat struct {
	Person  event.PersonID
	Secret  string
	Options passkey.Options
}

// Choices is what a founder's page chooses; everything else in the first entry is this box's or was
// registered. Production and Nonce are 32 hex digits each, drawn by the page. Packs are those adopted
// by choice: those made for the region come with it.
type Choices struct {
	Production event.ProductionID
	Nonce      string
	Region     event.Region
	TaxCredit  bool
	Packs      []event.PackID
	Words      string
}

// First says how far a table is. Payload is nil until both founders have registered.
type First struct {
	Payload    []byte
	Registered int
	Signed     int
}

// NewFounders sets a table for a production that nobody has opened, on one page of a WebAuthn
// relying party.
func (p *Production) NewFounders(rp, origin string) (*Founders, error) {
	_, err := passkey.Begin(rp, origin, passkey.User{Handle: []byte("founder"), Name: "founder"})
	if err != nil {
		return nil, fmt.Errorf("founding at %s: %w", origin, err)
	}
	code, err := drawHex(16)
	return &Founders{p: p, rp: rp, origin: origin, code: code}, err
}

// Code is what the page that both founders open carries. It is a secret until they have signed.
func (f *Founders) Code() string { return f.code }

func (f *Founders) knows(code string) error {
	if subtle.ConstantTimeCompare([]byte(code), []byte(f.code)) != 1 {
		return refuse(WrongCode, "the code is not this table's: open the founders' address again")
	}
	return nil
}

// seatOf finds the seat a page's secret belongs to. The caller holds the lock.
func (f *Founders) seatOf(code, secret string) (*seat, error) {
	if err := f.knows(code); err != nil {
		return nil, err
	}
	sum := sha256.Sum256([]byte(secret))
	for _, one := range f.seats {
		if subtle.ConstantTimeCompare(one.secret[:], sum[:]) == 1 {
			return one, nil
		}
	}
	return nil, refuse(WrongCode, "the seat went to somebody else: open the founders' address again")
}

// Sit gives a founder a seat and starts the registration of their passkey, which is labelled with
// the name on their own phone only.
func (f *Founders) Sit(code, name string, department event.Department, role event.Role) (Seat, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.knows(code); err != nil {
		return Seat{}, err
	}
	one := &seat{begun: f.p.cfg.Clock()}
	one.Department, one.Role = department, role
	if err := f.maySit(one); err != nil {
		return Seat{}, err
	}
	secret, err := drawHex(16)
	if err != nil {
		return Seat{}, err
	}
	id, err := drawHex(8)
	if err != nil {
		return Seat{}, err
	}
	one.Person, one.secret = event.PersonID("p"+id), sha256.Sum256([]byte(secret))
	if name == "" || len(name) > passkey.NameMax {
		name = string(one.Person)
	}
	one.options, err = passkey.Begin(f.rp, f.origin,
		passkey.User{Handle: []byte(one.Person), Name: name, Display: name})
	if err != nil {
		return Seat{}, err
	}
	f.seats = append(f.seats, one)
	return Seat{one.Person, secret, one.options}, nil
}

// maySit asks of a founder what the first entry will be asked. A seat whose passkey never came falls
// free. The caller holds the lock.
func (f *Founders) maySit(one *seat) error {
	if one.Department == event.NoDepartment || one.Role == event.NoRole || one.Role == event.Operator ||
		one.Role == event.Founder {
		return refuse(BadField, "a founder works in a department, in a role of a set")
	}
	f.seats = slices.DeleteFunc(f.seats, func(sits *seat) bool {
		return sits.Key.IsZero() && one.begun.Sub(sits.begun) >= SeatLife
	})
	if len(f.seats) >= FoundersCount {
		return refuse(SeatsTaken, "two founders are at it already")
	}
	return apart(append(f.entries(), one.FounderEntry))
}

// apart asks that founders come from different departments, none of them the office.
func apart(founders []event.FounderEntry) error {
	for i, one := range founders {
		same := func(other event.FounderEntry) bool { return other.Department == one.Department }
		if one.Department == event.OfficeDepartment || slices.ContainsFunc(founders[:i], same) {
			return refuse(Founding, "founders come from two departments, neither of them the office")
		}
	}
	return nil
}

func (f *Founders) entries() []event.FounderEntry {
	var out []event.FounderEntry
	for _, one := range f.seats {
		out = append(out, one.FounderEntry)
	}
	return out
}

// Register takes the browser's answer and returns the founder's key. A seat that has one keeps it.
func (f *Founders) Register(code, secret string, credential []byte) (event.PublicKey, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	one, err := f.seatOf(code, secret)
	if err != nil {
		return event.PublicKey{}, err
	}
	if !one.Key.IsZero() {
		return one.Key, nil
	}
	got, err := passkey.Finish(one.options, credential)
	if err != nil {
		return event.PublicKey{}, &Refusal{Code: NotRegistered, Detail: err.Error()}
	}
	one.Key = got.Key
	return one.Key, nil
}

// Draft returns the bytes both founders sign. The first page to ask once both passkeys are there
// fixes them; until then somebody is still missing. Each page shows what the bytes say and computes
// the challenge from them itself.
func (f *Founders) Draft(code, secret string, in Choices) (First, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if _, err := f.seatOf(code, secret); err != nil {
		return First{}, err
	}
	var out First
	for _, one := range f.seats {
		if !one.Key.IsZero() {
			out.Registered++
		}
	}
	if f.first == nil && out.Registered == FoundersCount {
		if err := f.write(in); err != nil {
			return First{}, refusalOf(err, nil)
		}
	}
	if f.first != nil {
		out.Payload, out.Signed = f.first.payload, len(f.first.signed)
	}
	return out, nil
}

// write drafts the first entry. The caller holds the lock.
func (f *Founders) write(in Choices) error {
	terms := f.p.Terms()
	body := &event.ProductionOpened{
		Region: in.Region, RP: f.rp, Origins: []string{f.origin},
		LogOrigin: terms.LogOrigin, LogKey: terms.Keys.Log.String(), ClockKey: terms.Keys.Clock.String(),
		Hub: terms.Hub, Founders: f.entries(), Demo: event.No, TaxCredit: event.No,
	}
	if in.TaxCredit {
		body.TaxCredit = event.Yes
	}
	e := &event.Event{
		Kind: event.KindProductionOpened, Production: in.Production, Nonce: in.Nonce,
		AtMS: f.p.cfg.Clock().UnixMilli(), Seen: terms.Seen, Words: in.Words, Body: body,
	}
	for _, one := range f.seats {
		e.Signers = append(e.Signers, event.Signer{
			Person: one.Person, Role: event.Founder, How: event.Verified,
		})
	}
	for _, id := range in.Packs {
		file, ok := rules.Find(string(id))
		if !ok {
			return refuse(BadField, "this build has no such rule pack")
		}
		body.Packs = append(body.Packs, event.PackRef{Pack: id, Digest: file.Digest()})
	}
	// The packs made for the place of work are no choice: without them every answer there is HOLD.
	for _, pack := range f.p.packs.packs {
		if slices.Contains(pack.Jurisdiction, in.Region) && !slices.Contains(in.Packs, pack.ID) {
			body.Packs = append(body.Packs, event.PackRef{Pack: pack.ID, Digest: pack.Digest})
		}
	}
	payload, err := event.Encode(e)
	if err != nil {
		return err
	}
	f.first = &draft{payload: payload, event: e, signed: map[event.PersonID]event.Signature{}}
	return nil
}

// Sign takes a founder's signature and opens the production with the last one. If the entry is
// refused then, both founders sign again.
func (f *Founders) Sign(
	ctx context.Context, code, secret string, sig event.Signature,
) (Waiting, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	one, err := f.seatOf(code, secret)
	if err != nil {
		return Waiting{}, err
	}
	if f.first == nil || sig.Kind != event.Passkey || sig.Key != one.Key {
		return Waiting{}, refuse(WrongKey, "a founder signs with the passkey made at this table")
	}
	at := slices.Index(f.seats, one)
	if _, err := f.p.openOne(ctx, f.first.payload, len(f.seats), at, sig); err != nil {
		return Waiting{}, refusalOf(err, f.first.payload)
	}
	f.first.signed[one.Person] = sig
	s, whole, err := f.first.submission()
	if err != nil || !whole {
		return Waiting{Pending: true}, err
	}
	got, err := f.p.Record(ctx, s)
	if _, refused := errors.AsType[*Refusal](err); refused {
		f.first = nil
	}
	return Waiting{Receipt: got}, err
}
