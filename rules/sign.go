package rules

import (
	"crypto/sha256"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/note"

	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// signedFirst opens the text of a signature, so that no other note is ever taken for one.
const signedFirst = "proofhouse rule pack v1"

// SignatureMax is the longest file of signatures in bytes.
const SignatureMax = 64 << 10

// Errors of a signature.
var (
	// ErrSignature reports a signature that is of other bytes, or of no key that was given.
	ErrSignature = errors.New("rule pack signature")
)

// SignedText is what an authority signs: id, edition and SHA-256 of a pack's bytes, a line each
// (docs/spec/rulepack.md, signatures). The bytes are a pack that can be read.
func SignedText(b []byte) (string, error) {
	pack, err := verdict.ParsePack(b)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s\n%s\n%s\n%x\n", signedFirst, pack.ID, pack.Edition, sha256.Sum256(b)), nil
}

// Sign returns the signed note (C2SP signed-note) over a pack. Signatures of a note over the same pack
// that is already there are kept, so that several bodies can sign one edition.
func Sign(b, already []byte, signer note.Signer) ([]byte, error) {
	text, err := SignedText(b)
	if err != nil {
		return nil, fmt.Errorf("sign rule pack: %w", err)
	}
	n := &note.Note{Text: text}
	if len(already) > 0 {
		have, err := openNote(already, note.VerifierList())
		if err != nil || have.Text != text {
			return nil, fmt.Errorf("sign rule pack: %w: the note that is there is of another pack", ErrSignature)
		}
		n.UnverifiedSigs = have.UnverifiedSigs
	}
	out, err := note.Sign(n, signer)
	if err != nil {
		return nil, fmt.Errorf("sign rule pack: %w", err)
	}
	return out, nil
}

// openNote opens a note and takes one without any known signature as it stands.
func openNote(b []byte, known note.Verifiers) (*note.Note, error) {
	n, err := note.Open(b, known)
	if unknown, is := errors.AsType[*note.UnverifiedNoteError](err); is {
		return unknown.Note, nil
	}
	return n, err
}

// Signed returns the names of the known keys that signed a pack. Without any it returns ErrSignature:
// nothing is to be concluded from a signature of a key nobody gave.
func Signed(b, sig []byte, known ...note.Verifier) ([]string, error) {
	text, err := SignedText(b)
	if err != nil {
		return nil, err
	}
	if len(sig) > SignatureMax {
		return nil, fmt.Errorf("%w: %d bytes, at most %d", ErrSignature, len(sig), SignatureMax)
	}
	n, err := note.Open(sig, note.VerifierList(known...))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSignature, err)
	}
	if n.Text != text {
		return nil, fmt.Errorf("%w: it is of another pack or another edition", ErrSignature)
	}
	names := make([]string, 0, len(n.Sigs))
	for _, s := range n.Sigs {
		names = append(names, s.Name)
	}
	return names, nil
}

// Signers returns the names under a signature of this pack, checked by nobody.
func Signers(b, sig []byte) ([]string, error) {
	text, err := SignedText(b)
	if err != nil {
		return nil, err
	}
	if len(sig) > SignatureMax {
		return nil, fmt.Errorf("%w: %d bytes, at most %d", ErrSignature, len(sig), SignatureMax)
	}
	n, err := openNote(sig, note.VerifierList())
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSignature, err)
	}
	if n.Text != text {
		return nil, fmt.Errorf("%w: it is of another pack or another edition", ErrSignature)
	}
	var names []string
	for _, s := range n.UnverifiedSigs {
		names = append(names, s.Name)
	}
	return names, nil
}
