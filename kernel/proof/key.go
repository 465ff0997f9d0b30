package proof

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/primitive"
	"github.com/proofhouse/proofhouse/kernel/refusal"
)

// NameMax is the longest key name or origin in bytes. C2SP signed-note sets no bound; one byte of
// length is what its successor formats give a name.
const NameMax = 255

// ClockSuffix is what the name of a ledger's clock adds to its origin.
const ClockSuffix = "/clock"

// Algorithm is the signature type byte of C2SP signed-note.
type Algorithm byte

// The two signature types this package verifies.
const (
	// LogSignature is a plain Ed25519 signature over the note's text (signed-note type 0x01).
	LogSignature Algorithm = 0x01
	// TimedCosignature is an Ed25519 signature over a time and the note's text (tlog-cosignature
	// type 0x04).
	TimedCosignature Algorithm = 0x04
)

// Sentinels for callers that branch.
var (
	// ErrName reports a key name or origin that signed-note does not allow.
	ErrName = errors.New("name is empty, too long, or has a space, a plus or a control character")
	// ErrKey reports bytes that are not a usable Ed25519 public key.
	ErrKey = errors.New("not a canonical Ed25519 public key of large order")
)

// VerifierKey is the public half of a key and the name it signs under.
type VerifierKey struct {
	Name      string
	Algorithm Algorithm
	Public    [primitive.KeySize]byte
}

// Keys are the two keys whose lines a production's checkpoints carry. The log key makes a
// checkpoint count; the clock key dates it.
type Keys struct {
	Log   VerifierKey
	Clock VerifierKey
}

// CheckName reports whether name can stand in a signature line: C2SP signed-note, section Format.
func CheckName(name string) error {
	if name == "" || len(name) > NameMax || !utf8.ValidString(name) {
		return ErrName
	}
	if !isLineName(name) {
		return ErrName
	}
	for i := range len(name) {
		if c := name[i]; c < 0x20 || c == 0x7f {
			return ErrName
		}
	}
	return nil
}

// isLineName reports what a line of a note needs of a name to be read at all: no space, no plus, and
// not empty.
func isLineName(name string) bool {
	// Fields splits at every Unicode space, so a name without one is its own only field.
	f := strings.Fields(name)
	return len(f) == 1 && f[0] == name && !strings.Contains(name, "+")
}

// NewVerifierKey checks name, algorithm and key and joins them.
func NewVerifierKey(name string, alg Algorithm, public []byte) (VerifierKey, error) {
	k := VerifierKey{Name: name, Algorithm: alg}
	if err := CheckName(name); err != nil {
		return VerifierKey{}, refusal.In("verifier key", err)
	}
	if alg != LogSignature && alg != TimedCosignature {
		return VerifierKey{}, errors.New("verifier key " + name + ": signature type 0x" +
			event.Hex([]byte{byte(alg)}) + " is unknown")
	}
	if len(public) != len(k.Public) {
		return VerifierKey{}, refusal.In("verifier key "+name, ErrKey)
	}
	copy(k.Public[:], public)
	if !strictPoint(k.Public) {
		return VerifierKey{}, refusal.In("verifier key "+name, ErrKey)
	}
	return k, nil
}

// ParseVerifierKey reads the vkey form of C2SP signed-note: name, key id, type and key.
func ParseVerifierKey(s string) (VerifierKey, error) {
	if len(s) > NameMax+64 {
		return VerifierKey{}, errors.New("verifier key: " + strconv.Itoa(len(s)) + " bytes are too many")
	}
	name, rest, ok1 := strings.Cut(s, "+")
	id, key, ok2 := strings.Cut(rest, "+")
	if !ok1 || !ok2 {
		return VerifierKey{}, errors.New("verifier key: want name+id+key")
	}
	raw, err := base64.StdEncoding.Strict().DecodeString(key)
	if err != nil || len(raw) != 1+primitive.KeySize {
		return VerifierKey{}, errors.New("verifier key: want one type byte and 32 bytes in base64")
	}
	k, err := NewVerifierKey(name, Algorithm(raw[0]), raw[1:])
	if err != nil {
		return VerifierKey{}, err
	}
	// Comparing the text, not only the id, leaves one spelling for each key.
	if k.String() != s {
		return VerifierKey{}, errors.New("verifier key " + name + ": id " + strconv.Quote(id) +
			" is not the id of this key")
	}
	return k, nil
}

// String returns the vkey form of C2SP signed-note.
func (k VerifierKey) String() string {
	var id [4]byte
	binary.BigEndian.PutUint32(id[:], k.ID())
	raw := append([]byte{byte(k.Algorithm)}, k.Public[:]...)
	return k.Name + "+" + event.Hex(id[:]) + "+" + base64.StdEncoding.EncodeToString(raw)
}

// ID returns the first four bytes of SHA-256(name, newline, type, key): C2SP signed-note, section
// Signatures, and C2SP tlog-cosignature, section Format. It identifies a line; it proves nothing.
func (k VerifierKey) ID() uint32 {
	h := primitive.NewSHA256()
	h.Write([]byte(k.Name))
	h.Write([]byte{'\n', byte(k.Algorithm)})
	h.Write(k.Public[:])
	return binary.BigEndian.Uint32(h.Sum(nil))
}

// Check reports what keeps the pair from serving origin: wrong names or wrong signature types.
func (k Keys) Check(origin string) error {
	if k.Log.Algorithm != LogSignature || k.Clock.Algorithm != TimedCosignature {
		return errors.New("ledger keys: want one log key (type 1) and one clock key (type 4)")
	}
	if k.Log.Name != origin || k.Clock.Name != origin+ClockSuffix {
		return errors.New("ledger keys: names " + strconv.Quote(k.Log.Name) + " and " +
			strconv.Quote(k.Clock.Name) + " do not belong to origin " + strconv.Quote(origin))
	}
	// The cosigned message does not name its signer (C2SP tlog-cosignature, section Ed25519 signed
	// message), so one key must never serve two purposes.
	if k.Log.Public == k.Clock.Public {
		return errors.New("ledger keys: log and clock use the same key")
	}
	return nil
}

// verifies follows RFC 8032 section 5.1.7 as crypto/ed25519 does: S below the group order, and the
// equation without cofactor. The text is the note's text with its final newline.
func (k VerifierKey) verifies(text, sig []byte) bool {
	switch k.Algorithm {
	case LogSignature:
		return len(sig) == primitive.SignatureSize && primitive.VerifyEd25519(&k.Public, text,
			(*[primitive.SignatureSize]byte)(sig))
	case TimedCosignature:
		if len(sig) != 8+primitive.SignatureSize {
			return false
		}
		sec := binary.BigEndian.Uint64(sig)
		return sec <= uint64(TimeMax) && primitive.VerifyEd25519(&k.Public,
			CosignedText(UnixTime(sec), text), (*[primitive.SignatureSize]byte)(sig[8:]))
	default:
		return false
	}
}

// CosignedText is the message a timed cosignature signs: C2SP tlog-cosignature, section Ed25519
// signed message. The text is the note's text with its final newline.
func CosignedText(at UnixTime, text []byte) []byte {
	m := append([]byte("cosignature/v1\ntime "), strconv.FormatInt(int64(at), 10)...)
	return append(append(m, '\n'), text...)
}

// smallOrder lists the y coordinates of the points of order 1, 2, 4 and 8. A signature under such a
// key says nothing, because it can be made without a secret.
var smallOrder = [...]string{
	"0000000000000000000000000000000000000000000000000000000000000000",
	"0100000000000000000000000000000000000000000000000000000000000000",
	"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
	"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
	"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
}

// strictPoint accepts the encodings that every implementation reads alike: y below the field prime
// (RFC 8032 section 5.1.3 step 1) and a point of large order.
func strictPoint(p [32]byte) bool {
	p[31] &= 0x7f
	if p[31] == 0x7f && p[0] >= 0xed {
		canonical := false
		for _, b := range p[1:31] {
			canonical = canonical || b != 0xff
		}
		if !canonical {
			return false
		}
	}
	y := event.Hex(p[:])
	for _, s := range smallOrder {
		if y == s {
			return false
		}
	}
	return true
}
