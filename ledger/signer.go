package ledger

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/proofhouse/proofhouse/kernel/proof"
)

// secretMagic is the first line of a secret and its format number.
//
//	1  origin, log seed, clock seed.
const secretMagic = "proofhouse ledger key 1"

// secretMax is the longest secret in bytes.
const secretMax = 1024

// ErrSecret reports text that is not a secret. It never quotes the text.
var ErrSecret = errors.New("not a ledger key")

// Secret holds the two private keys of a ledger. It has no String and no MarshalJSON, and its keys
// stand behind a function: fmt follows a pointer when it meets a verb it does not know, but it never
// calls a function.
type Secret struct {
	origin string
	hidden func() *privateKeys
}

type privateKeys struct {
	log, clock ed25519.PrivateKey
}

// GenerateSecret draws the keys of a new ledger from random, which must be a CSPRNG. Log and clock
// have keys of their own because a cosigned message does not name its signer (C2SP
// tlog-cosignature, section Ed25519 signed message).
func GenerateSecret(random io.Reader, origin string) (Secret, error) {
	if err := checkOrigin(origin); err != nil {
		return Secret{}, fmt.Errorf("generate ledger key: %w", err)
	}
	var seeds [2 * ed25519.SeedSize]byte
	if _, err := io.ReadFull(random, seeds[:]); err != nil {
		return Secret{}, fmt.Errorf("generate ledger key: %w", err)
	}
	return newSecret(origin, seeds[:ed25519.SeedSize], seeds[ed25519.SeedSize:])
}

func newSecret(origin string, log, clock []byte) (Secret, error) {
	if bytes.Equal(log, clock) {
		return Secret{}, fmt.Errorf("%w: log and clock use the same seed", ErrSecret)
	}
	k := &privateKeys{log: ed25519.NewKeyFromSeed(log), clock: ed25519.NewKeyFromSeed(clock)}
	return Secret{origin: origin, hidden: func() *privateKeys { return k }}, nil
}

// checkOrigin leaves room for the clock's name.
func checkOrigin(origin string) error {
	if err := proof.CheckName(origin); err != nil {
		return fmt.Errorf("origin: %w", err)
	}
	if err := proof.CheckName(origin + proof.ClockSuffix); err != nil {
		return fmt.Errorf("origin: %w", err)
	}
	return nil
}

// Reveal returns the secret as text for a file that only its owner can read; nothing for the zero
// Secret.
func (s Secret) Reveal() []byte {
	if s.hidden == nil {
		return nil
	}
	k := s.hidden()
	b64 := func(k ed25519.PrivateKey) string { return base64.StdEncoding.EncodeToString(k.Seed()) }
	return []byte(secretMagic + "\norigin " + s.origin + "\nlog " + b64(k.log) + "\nclock " +
		b64(k.clock) + "\n")
}

// ParseSecret reads the text that Reveal returned.
func ParseSecret(text []byte) (Secret, error) {
	if len(text) > secretMax {
		return Secret{}, fmt.Errorf("%w: longer than %d bytes", ErrSecret, secretMax)
	}
	line := strings.Split(string(text), "\n")
	if len(line) != 5 || line[0] != secretMagic || line[4] != "" {
		return Secret{}, fmt.Errorf("%w: want four lines of format 1", ErrSecret)
	}
	origin, ok := strings.CutPrefix(line[1], "origin ")
	if !ok || checkOrigin(origin) != nil {
		return Secret{}, fmt.Errorf("%w: no usable origin", ErrSecret)
	}
	log, ok1 := parseSeed(line[2], "log ")
	clock, ok2 := parseSeed(line[3], "clock ")
	if !ok1 || !ok2 {
		return Secret{}, fmt.Errorf("%w: want a log and a clock seed of 32 bytes", ErrSecret)
	}
	return newSecret(origin, log, clock)
}

func parseSeed(line, name string) ([]byte, bool) {
	text, ok := strings.CutPrefix(line, name)
	if !ok {
		return nil, false
	}
	seed, err := base64.StdEncoding.Strict().DecodeString(text)
	return seed, err == nil && len(seed) == ed25519.SeedSize
}

// Signer signs the checkpoints of one origin. It signs whatever it is given: the order of section
// "checkpoint" in docs/spec/ledger.md is kept by its only user, the Ledger.
type Signer struct {
	keys   proof.Keys
	hidden func() *privateKeys
}

// NewSigner makes a signer of a secret.
func NewSigner(s Secret) (*Signer, error) {
	if s.hidden == nil {
		return nil, fmt.Errorf("new signer: %w: empty", ErrSecret)
	}
	log, err := proof.NewVerifierKey(s.origin, proof.LogSignature, publicOf(s.hidden().log))
	if err != nil {
		return nil, fmt.Errorf("new signer: %w", err)
	}
	clock, err := proof.NewVerifierKey(s.origin+proof.ClockSuffix, proof.TimedCosignature,
		publicOf(s.hidden().clock))
	if err != nil {
		return nil, fmt.Errorf("new signer: %w", err)
	}
	return &Signer{keys: proof.Keys{Log: log, Clock: clock}, hidden: s.hidden}, nil
}

func publicOf(k ed25519.PrivateKey) ed25519.PublicKey { return ed25519.PublicKey(k[ed25519.SeedSize:]) }

// Origin returns the origin the signer signs for.
func (s *Signer) Origin() string { return s.keys.Log.Name }

// Keys returns the public keys, for verifiers.
func (s *Signer) Keys() proof.Keys { return s.keys }

// sign returns the signed track item for a record. On a ClockFault the clock does not sign.
func (s *Signer) sign(r Recorded) proof.TrackItem {
	item := proof.TrackItem{
		Position:   r.Position,
		Checkpoint: proof.Checkpoint{Origin: s.Origin(), Size: r.Size, Root: r.Root},
		Time:       r.Time,
		ClockFault: r.ClockFault,
	}
	text := item.Text()
	var b bytes.Buffer
	b.Write(text)
	b.WriteByte('\n')
	b.WriteString(proof.SignatureLine(s.keys.Log, ed25519.Sign(s.hidden().log, text)))
	if !r.ClockFault {
		sig := binary.BigEndian.AppendUint64(nil, uint64(r.Time))
		sig = append(sig, ed25519.Sign(s.hidden().clock, proof.CosignedText(r.Time, text))...)
		b.WriteString(proof.SignatureLine(s.keys.Clock, sig))
	}
	item.Note = b.Bytes()
	return item
}
