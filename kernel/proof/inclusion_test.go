package proof_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/proof"
)

// sampleProof proves entry 3 of 7.
func sampleProof(t testing.TB, n notary) proof.Proof {
	t.Helper()
	var s storage
	for i, e := range envelopes(7) {
		s.add(t, i, e)
	}
	path := s.record(t, 7, 3)
	c := proof.Checkpoint{Origin: origin, Size: 7, Root: s.root(t, 7)}
	return proof.Proof{Index: 3, Path: path, Note: n.sign(c, 1_700_000_000)}
}

func TestProofFileGoesRound(t *testing.T) {
	n := newNotary(t, origin, "a")
	p := sampleProof(t, n)
	for _, extra := range [][]byte{nil, []byte("x"), make([]byte, proof.ExtraMax)} {
		p.Extra = extra
		again, err := proof.ParseProof(p.Format())
		if err != nil {
			t.Fatal(err)
		}
		got, err := again.Verify(envelopes(7)[3], n.keys)
		if err != nil || got.Size != 7 || got.Time != 1_700_000_000 {
			t.Errorf("verified as %+v, %v", got, err)
		}
		if !bytes.Equal(again.Extra, extra) {
			t.Errorf("extra of %d bytes came back as %d", len(extra), len(again.Extra))
		}
	}
}

func TestProofOfAnythingElseIsRefused(t *testing.T) {
	n := newNotary(t, origin, "a")
	p := sampleProof(t, n)
	if _, err := p.Verify(envelopes(7)[4], n.keys); !errors.Is(err, proof.ErrProof) {
		t.Errorf("another entry: %v", err)
	}
	if _, err := p.Verify(envelopes(7)[3], newNotary(t, origin, "b").keys); !errors.Is(err,
		proof.ErrUnsigned) {
		t.Errorf("another log's keys: %v", err)
	}
	moved := p
	moved.Index = 2
	if _, err := moved.Verify(envelopes(7)[3], n.keys); !errors.Is(err, proof.ErrProof) {
		t.Errorf("another index: %v", err)
	}
}

func TestParseProofRefuses(t *testing.T) {
	good := string(sampleProof(t, newNotary(t, origin, "a")).Format())
	first := strings.Split(good, "\n")[2]
	for _, c := range []struct{ name, file string }{
		{"empty", ""},
		{"another magic", strings.Replace(good, "@v1", "@v2", 1)},
		{"no index", strings.Replace(good, "index 3\n", "", 1)},
		{"leading zero", strings.Replace(good, "index 3", "index 03", 1)},
		{"index above the bound", strings.Replace(good, "index 3", "index 1099511627777", 1)},
		{"extra after the index", strings.Replace(good, "index 3\n", "index 3\nextra YQ==\n", 1)},
		{"empty extra", strings.Replace(good, "index", "extra \nindex", 1)},
		{"extra in its second spelling", strings.Replace(good, "index", "extra YR==\nindex", 1)},
		{"extra too long", strings.Replace(good, "index", "extra "+
			strings.Repeat("AAAA", proof.ExtraMax/3+1)+"\nindex", 1)},
		{"short hash", strings.Replace(good, first, first[4:], 1)},
		{"hash with a carriage return", strings.Replace(good, first, first[:8]+"\r"+first[8:], 1)},
		{"too many hashes", strings.Replace(good, first, strings.Repeat(first+"\n", 50)+first, 1)},
		{"no empty line", strings.Replace(good, "\n\n", "\n", 1)},
		{"only the magic", "c2sp.org/tlog-proof@v1\n\n"},
		{"only magic and extra", "c2sp.org/tlog-proof@v1\nextra YQ==\n\nnote"},
		{"very long", good + strings.Repeat("a", proof.ProofMax)},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := proof.ParseProof([]byte(c.file)); !errors.Is(err, proof.ErrProofFile) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func FuzzParseProof(f *testing.F) {
	p := sampleProof(f, newNotary(f, origin, "a"))
	f.Add(p.Format())
	p.Extra, p.Path = []byte("x"), nil
	f.Add(p.Format())
	f.Add([]byte("c2sp.org/tlog-proof@v1\nindex 0\n\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		p, err := proof.ParseProof(file)
		if err == nil && !bytes.Equal(p.Format(), file) {
			t.Errorf("%q is written again as %q", file, p.Format())
		}
	})
}
