package passkey

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// Signer makes one person's or one device's signature over a DSSE payload. Key and Virtual are its
// two implementations, so that a story can give either to the same person.
type Signer interface {
	// Public returns the key that verifies what Sign makes.
	Public() event.PublicKey
	// Sign signs the pre-authentication encoding of the payload.
	Sign(payloadType string, payload []byte) (event.Signature, error)
}

// ScalarSize is the length in bytes of a P-256 private scalar.
const ScalarSize = 32

// Errors of making keys.
var (
	ErrKind   = errors.New("key kind is not device or software: use a Virtual for a passkey")
	ErrScalar = errors.New("private scalar is zero or not below the group order")
	ErrSeed   = errors.New("key seed is empty or longer than 1024 bytes")
)

// SeedMax is the longest seed in bytes.
const SeedMax = 1024

// seedTries bounds the rejection sampling: each try misses with a chance of 2^-32.
const seedTries = 16

// Key is a raw P-256 key of a device or of a demo identity. It signs the DSSE bytes themselves with
// ES256, deterministically (RFC 6979), so that a story replayed gives the same log. It deliberately
// has no String and no MarshalJSON; the private part leaves it through Scalar alone.
type Key struct {
	kind    event.SignatureKind
	private *ecdsa.PrivateKey
	public  event.PublicKey
}

// Generate draws a new key of kind event.Device or event.Software.
func Generate(kind event.SignatureKind) (Key, error) {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return Key{}, fmt.Errorf("draw key: %w", err)
	}
	return newKey(kind, private)
}

// KeyFromSeed derives a key of kind event.Device or event.Software from a seed: the scalar is the
// first of SHA-256(seed, counter) with the counter as four bytes, big endian, from 0 that lies in
// the group. Whoever knows the seed has the key; it is for stories, tests and the demo.
func KeyFromSeed(kind event.SignatureKind, seed []byte) (Key, error) {
	private, err := privateFromSeed(seed)
	if err != nil {
		return Key{}, err
	}
	return newKey(kind, private)
}

// KeyFromScalar restores a key of kind event.Device or event.Software from what Scalar returned.
func KeyFromScalar(kind event.SignatureKind, scalar [ScalarSize]byte) (Key, error) {
	private, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), scalar[:])
	if err != nil {
		return Key{}, ErrScalar
	}
	return newKey(kind, private)
}

func privateFromSeed(seed []byte) (*ecdsa.PrivateKey, error) {
	if len(seed) == 0 || len(seed) > SeedMax {
		return nil, ErrSeed
	}
	for counter := range uint32(seedTries) {
		scalar := sha256.Sum256(binary.BigEndian.AppendUint32(slices.Clip(seed), counter))
		if private, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), scalar[:]); err == nil {
			return private, nil
		}
	}
	return nil, ErrSeed
}

func newKey(kind event.SignatureKind, private *ecdsa.PrivateKey) (Key, error) {
	if kind != event.Device && kind != event.Software {
		return Key{}, ErrKind
	}
	public, err := publicOf(private)
	return Key{kind: kind, private: private, public: public}, err
}

func publicOf(private *ecdsa.PrivateKey) (event.PublicKey, error) {
	point, err := private.PublicKey.Bytes()
	if err != nil || len(point) != event.KeySize {
		return event.PublicKey{}, ErrScalar
	}
	return event.PublicKey(point), nil
}

// Public implements Signer.
func (k Key) Public() event.PublicKey { return k.public }

// Scalar returns the private scalar, to be kept in the hub's key file or handed to a demo page. It
// is the secret itself: never log it.
func (k Key) Scalar() ([ScalarSize]byte, error) {
	if k.private == nil {
		return [ScalarSize]byte{}, ErrScalar
	}
	raw, err := k.private.Bytes()
	if err != nil {
		return [ScalarSize]byte{}, fmt.Errorf("read scalar: %w", err)
	}
	return [ScalarSize]byte(raw), nil
}

// Sign implements Signer: raw ES256 over the DSSE pre-authentication encoding.
func (k Key) Sign(payloadType string, payload []byte) (event.Signature, error) {
	der, err := signES256(k.private, event.PAE(payloadType, payload))
	if err != nil {
		return event.Signature{}, err
	}
	return event.Signature{Kind: k.kind, Key: k.public, DER: der}, nil
}

// signES256 signs the SHA-256 of a message. A nil source of randomness asks crypto/ecdsa for the
// deterministic nonce of RFC 6979. The result has low S.
func signES256(private *ecdsa.PrivateKey, message []byte) ([]byte, error) {
	if private == nil {
		return nil, ErrScalar
	}
	digest := sha256.Sum256(message)
	der, err := private.Sign(nil, digest[:], crypto.SHA256)
	if err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	return event.LowS(der)
}
