package event

import (
	"encoding/binary"
	"errors"
	"strconv"

	"github.com/proofhouse/proofhouse/kernel/primitive"
	"github.com/proofhouse/proofhouse/kernel/refusal"
)

// EntryMax is the longest entry in bytes: tlog-tiles gives an entry a 16-bit length.
const EntryMax = 65_535

// entryMagic begins every entry and names its layout.
const entryMagic = "PHE1"

// SignatureKind is how a signature was made.
type SignatureKind uint8

// The signature kinds. Software is accepted only by a production that was opened as a demo.
const (
	NoSignature SignatureKind = iota
	Passkey
	Device
	Software
)

var signatureNames = [...]string{"", "passkey", "device", "software"}

// String returns the kind's name.
func (k SignatureKind) String() string { return name(signatureNames[:], int(k)) }

// Signature is one person's signature over the DSSE bytes of a payload (ES256 throughout).
type Signature struct {
	Kind       SignatureKind
	Key        PublicKey
	DER        []byte // ECDSA signature, minimal DER, S in the lower half of the group order.
	AuthData   []byte // Passkey only: authenticator data (WebAuthn Level 3 section 6.1).
	ClientData []byte // Passkey only: clientDataJSON as the browser wrote it.
}

// Errors of an entry. Each says what to do next.
var (
	ErrEntry          = errors.New("entry is not in the canonical layout: send the bytes the kernel sealed")
	ErrSignatureCount = errors.New("entry does not carry exactly one signature for each signer: " +
		"let everybody named sign, then send it again")
	ErrDeviceVerified = errors.New("a device key cannot stand for a verified person: sign with the passkey")
	ErrSignatureForm  = errors.New("signature is not minimal DER with low S: let the kernel seal the entry")
	ErrChallenge      = errors.New("passkey signed something else, for example a login: sign this act itself")
	ErrAssertion      = errors.New("passkey answer is not an assertion with user verification from this page")
	ErrSameKey        = errors.New("two signers used one key: every person signs with a key of their own")
)

// PAE is the DSSE pre-authentication encoding: the exact bytes every signature is over.
func PAE(payloadType string, payload []byte) []byte {
	out := make([]byte, 0, len(payload)+len(payloadType)+32)
	out = append(out, "DSSEv1 "...)
	out = strconv.AppendInt(out, int64(len(payloadType)), 10)
	out = append(out, ' ')
	out = append(out, payloadType...)
	out = append(out, ' ')
	out = strconv.AppendInt(out, int64(len(payload)), 10)
	out = append(out, ' ')
	return append(out, payload...)
}

// Challenge is the WebAuthn challenge of an act: the SHA-256 of its PAE.
func Challenge(payloadType string, payload []byte) [32]byte {
	return primitive.SHA256(PAE(payloadType, payload))
}

// Seal forms the entry: the payload and one signature for each signer, in the signers' order. It
// rewrites every S to the lower half and every signature to minimal DER, then checks the result as
// a receiver would.
func Seal(payload []byte, signatures []Signature) ([]byte, error) {
	out := make([]byte, 0, len(payload)+len(signatures)*160+8)
	out = append(out, entryMagic...)
	if len(payload) > PayloadMax {
		return nil, ErrOversize
	}
	out = binary.BigEndian.AppendUint16(out, uint16(len(payload)))
	out = append(out, payload...)
	if len(signatures) > SignersMax {
		return nil, ErrSignatureCount
	}
	out = append(out, byte(len(signatures)))
	for i, s := range signatures {
		der, err := LowS(s.DER)
		if err != nil {
			return nil, refusal.In("signature "+strconv.Itoa(i+1), err)
		}
		out = append(out, byte(s.Kind))
		out = append(out, s.Key[:]...)
		out = append(out, byte(len(der)))
		out = append(out, der...)
		if s.Kind != Passkey {
			continue
		}
		if len(s.AuthData) > 0xffff || len(s.ClientData) > 0xffff {
			return nil, ErrAssertion
		}
		out = binary.BigEndian.AppendUint16(out, uint16(len(s.AuthData)))
		out = append(out, s.AuthData...)
		out = binary.BigEndian.AppendUint16(out, uint16(len(s.ClientData)))
		out = append(out, s.ClientData...)
	}
	if _, err := Parse(out); err != nil {
		return nil, err
	}
	return out, nil
}

// Check is one signature a host has to verify with ECDSA on P-256 and SHA-256. Message is what was
// signed, not its digest, because WebCrypto hashes by itself.
type Check struct {
	Key     PublicKey
	Message []byte
	DER     []byte
}

// Parsed is an entry whose form is right and whose signatures nobody has checked yet.
type Parsed struct {
	event      *Event
	id         ID
	payload    []byte
	signatures []Signature
	assertions []Assertion
	checks     []Check
}

// Event returns what the entry says. Nobody has vouched for it yet.
func (p *Parsed) Event() *Event { return p.event }

// ID returns the event's identity.
func (p *Parsed) ID() ID { return p.id }

// Payload returns the exact bytes that were signed.
func (p *Parsed) Payload() []byte { return p.payload }

// Signatures returns the signatures in the order of the signers.
func (p *Parsed) Signatures() []Signature { return p.signatures }

// Checks lists what the host has to verify, one for each signer.
func (p *Parsed) Checks() []Check { return p.checks }

// Parse reads an entry, refuses every layout but the canonical one, and lists the signatures to
// check. It verifies no curve arithmetic.
func Parse(entry []byte) (*Parsed, error) {
	if len(entry) > EntryMax {
		return nil, ErrOversize
	}
	r := reader{in: entry}
	if string(r.take(len(entryMagic))) != entryMagic {
		return nil, ErrEntry
	}
	payload := r.take(r.u16())
	count := r.u8()
	if r.bad {
		return nil, ErrEntry
	}
	e, err := Decode(payload)
	if err != nil {
		return nil, err
	}
	if count != len(e.Signers) {
		return nil, ErrSignatureCount
	}
	p := &Parsed{event: e, id: IDOf(payload), payload: payload}
	for i := range count {
		if err := p.signature(&r, e.Signers[i]); err != nil {
			return nil, refusal.In("signature of "+string(e.Signers[i].Person), err)
		}
	}
	if r.bad || r.at != len(entry) {
		return nil, ErrEntry
	}
	return p, nil
}

func (p *Parsed) signature(r *reader, who Signer) error {
	s := Signature{Kind: SignatureKind(r.u8())}
	copy(s.Key[:], r.take(KeySize))
	s.DER = r.take(r.u8())
	if s.Kind == Passkey {
		s.AuthData = r.take(r.u16())
		s.ClientData = r.take(r.u16())
	}
	if r.bad || s.Kind == NoSignature || s.Kind > Software || s.Key[0] != 4 {
		return ErrEntry
	}
	if who.How == Verified && s.Kind == Device {
		return ErrDeviceVerified
	}
	for _, other := range p.signatures {
		if other.Key == s.Key {
			return ErrSameKey
		}
	}
	canonical, err := LowS(s.DER)
	if err != nil || string(canonical) != string(s.DER) {
		return ErrSignatureForm
	}
	message, assertion, err := s.signed(PayloadType, p.payload)
	if err != nil {
		return err
	}
	p.signatures = append(p.signatures, s)
	p.assertions = append(p.assertions, assertion)
	p.checks = append(p.checks, Check{Key: s.Key, Message: message, DER: s.DER})
	return nil
}

// signed returns the bytes the signature is over. For a passkey that is the authenticator data and
// the hash of the client data, whose challenge must be this payload's.
func (s *Signature) signed(payloadType string, payload []byte) ([]byte, Assertion, error) {
	if s.Kind != Passkey {
		return PAE(payloadType, payload), Assertion{}, nil
	}
	a, err := parseAssertion(s.AuthData, s.ClientData)
	if err != nil {
		return nil, Assertion{}, err
	}
	if a.challenge != Challenge(payloadType, payload) {
		return nil, Assertion{}, ErrChallenge
	}
	sum := primitive.SHA256(s.ClientData)
	message := make([]byte, 0, len(s.AuthData)+len(sum))
	message = append(append(message, s.AuthData...), sum[:]...)
	return message, a, nil
}

// Vouch is a host's word that it checked the signatures of one entry.
type Vouch struct {
	Host  string // Which code checked, for example go1.26 crypto/ecdsa or WebCrypto.
	Valid []bool // One answer for each of Parsed.Checks.
}

// Opened is an event every signature of which a host vouched for. Only Open makes one.
type Opened struct {
	parsed *Parsed
	host   string
}

// SignatureError says whose signature does not verify.
type SignatureError struct{ Person PersonID }

func (e *SignatureError) Error() string {
	return "signature of " + string(e.Person) + " does not verify: sign the act again on their own phone"
}

// Open admits an entry when the host vouched for every one of its signatures.
func Open(p *Parsed, v Vouch) (Opened, error) {
	if len(v.Valid) != len(p.checks) || v.Host == "" {
		return Opened{}, ErrSignatureCount
	}
	for i, ok := range v.Valid {
		if !ok {
			return Opened{}, &SignatureError{Person: p.event.Signers[i].Person}
		}
	}
	return Opened{parsed: p, host: v.Host}, nil
}

// Event returns what was said. It must not be changed.
func (o Opened) Event() *Event { return o.parsed.event }

// ID returns the event's identity.
func (o Opened) ID() ID { return o.parsed.id }

// Host names the code that checked the signatures.
func (o Opened) Host() string { return o.host }

// Signatures returns the signatures in the order of the signers.
func (o Opened) Signatures() []Signature { return o.parsed.signatures }

// Assertion returns what the passkey of signer i said about itself; the zero value for other kinds.
func (o Opened) Assertion(i int) Assertion { return o.parsed.assertions[i] }

// Valid reports whether o came from Open.
func (o Opened) Valid() bool { return o.parsed != nil }

type reader struct {
	in  []byte
	at  int
	bad bool
}

func (r *reader) take(n int) []byte {
	if r.bad || n > len(r.in)-r.at {
		r.bad = true
		return nil
	}
	r.at += n
	return r.in[r.at-n : r.at]
}

func (r *reader) u8() int {
	b := r.take(1)
	if r.bad {
		return 0
	}
	return int(b[0])
}

func (r *reader) u16() int {
	b := r.take(2)
	if r.bad {
		return 0
	}
	return int(binary.BigEndian.Uint16(b))
}
