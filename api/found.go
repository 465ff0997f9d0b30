package api

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/passkey"
	"github.com/proofhouse/proofhouse/production"
	"github.com/proofhouse/proofhouse/rules"
)

// Bounds of founding.
const (
	// foundersCount is how many people open a production.
	foundersCount = 2
	// seatLife is how long a founder may take to make a passkey before another may take the seat.
	seatLife = 15 * time.Minute
	// foundNameMax is the longest name a founder's own passkey is labelled with, in bytes.
	foundNameMax = 100
)

// Founding says where a production that nobody has opened yet will live.
type Founding struct {
	RP     string // WebAuthn relying party id.
	Origin string // The page's origin.
}

// founding is the table at which two people open a production. It is kept in memory only: a restart
// before both have signed begins again under another code.
type founding struct {
	at   Founding
	p    *production.Production
	code string
	now  func() time.Time

	mu      sync.Mutex
	seats   []*seat
	payload []byte
	event   *event.Event
}

// seat is one founder's place. The secret stays with their page.
type seat struct {
	person     event.PersonID
	department event.Department
	role       event.Role
	secret     [sha256.Size]byte
	options    passkey.Options
	begun      time.Time
	key        event.PublicKey // Zero until the passkey was registered.
	signature  event.Signature // KindNone until the founder signed.
}

func newFounding(at Founding, p *production.Production) (*founding, error) {
	code, err := drawSecret()
	if err != nil {
		return nil, err
	}
	if _, err := passkey.Begin(at.RP, at.Origin, passkey.User{Handle: []byte("founder"), Name: "founder"}); err != nil {
		return nil, fmt.Errorf("founding at %s: %w", at.Origin, err)
	}
	return &founding{at: at, p: p, code: code, now: time.Now}, nil
}

// drawSecret draws 128 bits, written so that a person can read them out.
func drawSecret() (string, error) {
	raw := make([]byte, 16)
	if _, err := rand.Read(raw); err != nil {
		return "", fmt.Errorf("draw secret: %w", err)
	}
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw), nil
}

// FoundingLink is the address that both founders open, each on their own phone. It is a secret until
// they have, and empty when there is nothing to found.
func (s *Server) FoundingLink() string {
	if s.found == nil || s.p.Opened() != nil {
		return ""
	}
	return s.found.at.Origin + "/found#/found/" + s.found.code
}

var errFoundCode = refused(http.StatusForbidden, "wrong-code")

func (f *founding) knows(code string) bool {
	return subtle.ConstantTimeCompare([]byte(code), []byte(f.code)) == 1
}

// seatOf finds the seat a page's secret belongs to. The caller holds the lock.
func (f *founding) seatOf(code, secret string) (*seat, error) {
	if !f.knows(code) {
		return nil, errFoundCode
	}
	sum := sha256.Sum256([]byte(secret))
	for _, one := range f.seats {
		if subtle.ConstantTimeCompare(one.secret[:], sum[:]) == 1 {
			return one, nil
		}
	}
	return nil, errFoundCode
}

// foundBegin gives a founder a seat and starts the registration of their passkey.
func (s *Server) foundBegin(w http.ResponseWriter, r *http.Request, _ caller) error {
	var in struct {
		Code       string `json:"code"`
		Name       string `json:"name"`
		Department string `json:"department"`
		Role       string `json:"role"`
	}
	if err := readJSON(r, &in); err != nil {
		return err
	}
	f := s.found
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.knows(in.Code) {
		return errFoundCode
	}
	one := &seat{
		department: event.DepartmentOf(in.Department), role: event.RoleOf(in.Role), begun: f.now(),
	}
	if err := f.maySit(one); err != nil {
		return err
	}
	secret, err := drawSecret()
	if err != nil {
		return err
	}
	one.secret = sha256.Sum256([]byte(secret))
	if err := one.begin(f.at, in.Name); err != nil {
		return err
	}
	f.seats = append(f.seats, one)
	return writeJSON(w, struct {
		Person    event.PersonID `json:"person"`
		Secret    string         `json:"secret"`
		Challenge string         `json:"challenge"`
		RP        relyingParty   `json:"rp"`
	}{
		one.person, secret, base64URL(one.options.Challenge[:]), relyingParty{f.at.RP, s.cfg.Name},
	})
}

// begin draws the founder's id and the challenge of their registration.
func (one *seat) begin(at Founding, name string) error {
	raw := make([]byte, 8)
	if _, err := rand.Read(raw); err != nil {
		return fmt.Errorf("draw id: %w", err)
	}
	one.person = event.PersonID("p" + hex.EncodeToString(raw))
	if name == "" || len(name) > foundNameMax {
		name = string(one.person)
	}
	var err error
	one.options, err = passkey.Begin(at.RP, at.Origin,
		passkey.User{Handle: []byte(one.person), Name: name, Display: name})
	return err
}

// maySit asks for two people of different departments, neither from the office. A seat whose passkey
// never came falls free. The caller holds the lock.
func (f *founding) maySit(one *seat) error {
	if one.department == event.NoDepartment || one.role == event.NoRole || one.role == event.Operator ||
		one.role == event.Founder {
		return refused(http.StatusBadRequest, "bad-request")
	}
	kept := f.seats[:0]
	for _, sits := range f.seats {
		if !sits.key.IsZero() || f.now().Sub(sits.begun) < seatLife {
			kept = append(kept, sits)
		}
	}
	f.seats = kept
	if len(f.seats) >= foundersCount {
		return refused(http.StatusConflict, "seats-taken")
	}
	if one.department == event.OfficeDepartment {
		return refused(http.StatusConflict, "founding")
	}
	for _, sits := range f.seats {
		if sits.department == one.department {
			return refused(http.StatusConflict, "founding")
		}
	}
	return nil
}

// foundKey takes a founder's new passkey.
func (s *Server) foundKey(w http.ResponseWriter, r *http.Request, _ caller) error {
	var in struct {
		Code       string `json:"code"`
		Secret     string `json:"secret"`
		Credential rawObj `json:"credential"`
	}
	if err := readJSON(r, &in); err != nil {
		return err
	}
	f := s.found
	f.mu.Lock()
	defer f.mu.Unlock()
	one, err := f.seatOf(in.Code, in.Secret)
	if err != nil {
		return err
	}
	if !one.key.IsZero() {
		return writeKey(w, one.key)
	}
	got, err := passkey.Finish(one.options, in.Credential)
	if err != nil {
		return refused(http.StatusBadRequest, "not-registered")
	}
	one.key = got.Key
	return writeKey(w, one.key)
}

func writeKey(w http.ResponseWriter, key event.PublicKey) error {
	return writeJSON(w, struct {
		Key string `json:"key"`
	}{key.String()})
}

// terms is what a founder's page chooses; everything else in the first entry is this box's or was
// registered.
type terms struct {
	Code       string   `json:"code"`
	Secret     string   `json:"secret"`
	Production string   `json:"production"` // 32 hex digits drawn by the page.
	Nonce      string   `json:"nonce"`      // 32 hex digits drawn by the page.
	Region     string   `json:"region"`
	TaxCredit  string   `json:"tax_credit"`
	Packs      []string `json:"packs"`
	Words      string   `json:"words"`
}

// foundDraft answers with the bytes both founders sign. The first page to ask once both passkeys are
// there fixes them; until then the answer is that somebody is still missing. Each page shows what
// the bytes say and computes the challenge from them itself.
func (s *Server) foundDraft(w http.ResponseWriter, r *http.Request, _ caller) error {
	var in terms
	if err := readJSON(r, &in); err != nil {
		return err
	}
	f := s.found
	f.mu.Lock()
	defer f.mu.Unlock()
	if _, err := f.seatOf(in.Code, in.Secret); err != nil {
		return err
	}
	if f.payload == nil && f.registered() == foundersCount {
		if err := f.draft(in); err != nil {
			return err
		}
	}
	return writeJSON(w, struct {
		Payload    []byte `json:"payload"`
		Registered int    `json:"registered"`
		Signed     int    `json:"signed"`
	}{f.payload, f.registered(), f.signed()})
}

func (f *founding) registered() int {
	n := 0
	for _, one := range f.seats {
		if !one.key.IsZero() {
			n++
		}
	}
	return n
}

func (f *founding) signed() int {
	n := 0
	for _, one := range f.seats {
		if one.signature.Kind != event.NoSignature {
			n++
		}
	}
	return n
}

// draft writes the first entry's payload. The caller holds the lock.
func (f *founding) draft(in terms) error {
	terms := f.p.Terms()
	body := &event.ProductionOpened{
		Region: event.Region(in.Region), RP: f.at.RP, Origins: []string{f.at.Origin},
		LogOrigin: terms.LogOrigin, LogKey: terms.Keys.Log.String(), ClockKey: terms.Keys.Clock.String(),
		Hub: terms.Hub, Demo: event.No, TaxCredit: event.No,
	}
	if in.TaxCredit == event.Yes.String() {
		body.TaxCredit = event.Yes
	}
	e := &event.Event{
		Kind: event.KindProductionOpened, Production: event.ProductionID(in.Production), Nonce: in.Nonce,
		AtMS: f.p.Now().UnixMilli(), Seen: terms.Seen, Words: in.Words, Body: body,
	}
	for _, one := range f.seats {
		body.Founders = append(body.Founders, event.FounderEntry{
			Person: one.person, Department: one.department, Role: one.role, Key: one.key,
		})
		e.Signers = append(e.Signers, event.Signer{
			Person: one.person, Role: event.Founder, How: event.Verified,
		})
	}
	for _, id := range in.Packs {
		file, ok := rules.Find(id)
		if !ok {
			return refused(http.StatusBadRequest, "bad-request")
		}
		body.Packs = append(body.Packs, event.PackRef{Pack: event.PackID(id), Digest: file.Digest()})
	}
	payload, err := event.Encode(e)
	if err != nil {
		return refused(http.StatusBadRequest, "bad-request")
	}
	f.payload, f.event = payload, e
	return nil
}

// foundSign takes a founder's signature and opens the production with the second one.
func (s *Server) foundSign(w http.ResponseWriter, r *http.Request, _ caller) error {
	var in struct {
		Code      string        `json:"code"`
		Secret    string        `json:"secret"`
		Signature wireSignature `json:"signature"`
	}
	if err := readJSON(r, &in); err != nil {
		return err
	}
	sig, err := in.Signature.open()
	if err != nil {
		return err
	}
	f := s.found
	f.mu.Lock()
	defer f.mu.Unlock()
	one, err := f.seatOf(in.Code, in.Secret)
	if err != nil {
		return err
	}
	if err := f.take(one, sig); err != nil {
		return err
	}
	if f.signed() < foundersCount {
		return s.waiting(w, production.Waiting{Pending: true})
	}
	got, err := f.open(r.Context())
	if err != nil {
		return s.unsure(err)
	}
	return writeJSON(w, receiptOf(got))
}

// take checks one founder's signature over the fixed bytes. In the other's place stands a key drawn
// for this check, which signs nothing that is kept. The caller holds the lock.
func (f *founding) take(one *seat, sig event.Signature) error {
	if f.payload == nil || sig.Kind != event.Passkey || sig.Key != one.key {
		return refused(http.StatusForbidden, "wrong-key")
	}
	all := make([]event.Signature, len(f.seats))
	at := 0
	for i, sits := range f.seats {
		if sits == one {
			all[i], at = sig, i
			continue
		}
		stand, err := passkey.Generate(event.Software)
		if err != nil {
			return err
		}
		if all[i], err = stand.Sign(event.PayloadType, f.payload); err != nil {
			return err
		}
	}
	entry, err := event.Seal(f.payload, all)
	if err != nil {
		return signatureProblem(err)
	}
	parsed, err := event.Parse(entry)
	if err != nil {
		return signatureProblem(err)
	}
	if !passkey.Check(parsed.Checks()[at]) {
		return refused(http.StatusForbidden, "bad-signature")
	}
	one.signature = sig
	return nil
}

func signatureProblem(err error) error {
	if errors.Is(err, event.ErrChallenge) {
		return refused(http.StatusBadRequest, "login-as-act")
	}
	return refused(http.StatusBadRequest, "signature-form")
}

// open records the first entry. If it is refused, both founders sign again.
func (f *founding) open(ctx context.Context) (production.Receipt, error) {
	all := make([]event.Signature, 0, len(f.seats))
	for _, one := range f.seats {
		all = append(all, one.signature)
	}
	entry, err := event.Seal(f.payload, all)
	if err != nil {
		return production.Receipt{}, err
	}
	got, err := f.p.Record(ctx, production.Submission{Entry: entry})
	if r, ok := errors.AsType[*production.Refusal](err); ok {
		for _, one := range f.seats {
			one.signature = event.Signature{}
		}
		f.payload = nil
		return production.Receipt{}, r
	}
	return got, err
}
