package proof_test

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/proof"
)

const origin = "ledger.example/p/1"

// notary signs checkpoints with keys derived from a word, so that every run has the same bytes.
type notary struct {
	keys       proof.Keys
	log, clock ed25519.PrivateKey
}

func newNotary(t testing.TB, origin, word string) notary {
	t.Helper()
	private := func(s string) ed25519.PrivateKey {
		sum := sha256.Sum256([]byte(word + s))
		return ed25519.NewKeyFromSeed(sum[:])
	}
	public := func(k ed25519.PrivateKey) ed25519.PublicKey { return ed25519.PublicKey(k[32:]) }
	n := notary{log: private("log"), clock: private("clock")}
	var err error
	n.keys.Log, err = proof.NewVerifierKey(origin, proof.LogSignature, public(n.log))
	if err != nil {
		t.Fatal(err)
	}
	n.keys.Clock, err = proof.NewVerifierKey(origin+proof.ClockSuffix, proof.TimedCosignature,
		public(n.clock))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func (n notary) logLine(text []byte) string {
	return proof.SignatureLine(n.keys.Log, ed25519.Sign(n.log, text))
}

func (n notary) clockLine(text []byte, at proof.UnixTime) string {
	sig := binary.BigEndian.AppendUint64(nil, uint64(at))
	return proof.SignatureLine(n.keys.Clock,
		append(sig, ed25519.Sign(n.clock, proof.CosignedText(at, text))...))
}

// sign returns a note; at 0 it has no clock line.
func (n notary) sign(c proof.Checkpoint, at proof.UnixTime) []byte {
	note := string(c.Text()) + "\n" + n.logLine(c.Text())
	if at > 0 {
		note += n.clockLine(c.Text(), at)
	}
	return []byte(note)
}

// item signs a checkpoint and opens it again.
func (n notary) item(t testing.TB, c proof.Checkpoint, at proof.UnixTime) proof.TrackItem {
	t.Helper()
	item, err := proof.OpenTrackItem(n.sign(c, at), n.keys)
	if err != nil {
		t.Fatal(err)
	}
	return item
}

// envelopes returns n different entries.
func envelopes(n int) [][]byte {
	out := make([][]byte, n)
	for i := range out {
		out[i] = fmt.Appendf(nil, "entry %d", i)
	}
	return out
}
