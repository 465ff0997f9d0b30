package primitive_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"runtime"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/primitive"
)

// bytesOf returns n bytes that differ from one another and from those of another n.
func bytesOf(n int) []byte {
	out := make([]byte, n)
	for i := range out {
		out[i] = byte(i*i + 7*n + i>>8)
	}
	return out
}

func signed(t *testing.T, text []byte) (*[32]byte, *[64]byte) {
	t.Helper()
	key := ed25519.NewKeyFromSeed(bytesOf(ed25519.SeedSize))
	public, ok := key.Public().(ed25519.PublicKey)
	if !ok {
		t.Fatal("an Ed25519 key has another public half")
	}
	return (*[32]byte)(public), (*[64]byte)(ed25519.Sign(key, text))
}

// FIPS 180-4 ends a message with its length, so every length up to three blocks is another case.
func TestHashesAreThoseOfTheStandardLibrary(t *testing.T) {
	for n := range 200 {
		b := bytesOf(n)
		if got, want := primitive.SHA256(b), sha256.Sum256(b); got != want {
			t.Fatalf("%d bytes: %x, want %x", n, got, want)
		}
	}
	if got, want := primitive.SHA256(nil), sha256.Sum256(nil); got != want {
		t.Errorf("no bytes: %x, want %x", got, want)
	}
	large := bytesOf(1 << 20)
	if got, want := primitive.SHA256(large), sha256.Sum256(large); got != want {
		t.Errorf("a megabyte: %x, want %x", got, want)
	}
}

func TestAHashInPartsIsThatOfTheWhole(t *testing.T) {
	h := primitive.NewSHA256()
	whole := bytesOf(300)
	for from := 0; from < len(whole); from += 100 {
		if n, err := h.Write(whole[from : from+100]); n != 100 || err != nil {
			t.Fatalf("%d bytes taken, %v", n, err)
		}
		want := sha256.Sum256(whole[:from+100])
		if got := h.Sum([]byte{9}); !bytes.Equal(got, append([]byte{9}, want[:]...)) {
			t.Fatalf("after %d bytes: %x", from+100, got)
		}
	}
	h.Reset()
	if got, want := h.Sum(nil), sha256.Sum256(nil); !bytes.Equal(got, want[:]) {
		t.Errorf("after a reset: %x", got)
	}
	if h.Size() != primitive.HashSize || h.BlockSize() != sha256.BlockSize {
		t.Errorf("size %d, blocks of %d", h.Size(), h.BlockSize())
	}
}

// A page's kernel gets another memory when it grows: whoever kept the old one would read nothing.
func TestAMemoryThatGrewIsTheOneThatIsRead(t *testing.T) {
	text := []byte("tested 10")
	public, sig := signed(t, text)
	var kept [][]byte
	for n := range 6 {
		kept = append(kept, make([]byte, 16<<20))
		last := kept[n][len(kept[n])-100:]
		copy(last, text)
		if got, want := primitive.SHA256(last), sha256.Sum256(last); got != want {
			t.Fatalf("after %d times 16 MB: %x, want %x", n+1, got, want)
		}
		if !primitive.VerifyEd25519(public, last[:len(text)], sig) {
			t.Fatalf("after %d times 16 MB: a good signature does not verify", n+1)
		}
	}
}

func TestSignaturesOfEveryLengthOfText(t *testing.T) {
	for _, n := range []int{0, 1, 31, 32, 64, 111, 112, 128, 1 << 20} {
		text := bytesOf(n)
		public, sig := signed(t, text)
		if !primitive.VerifyEd25519(public, text, sig) {
			t.Errorf("%d bytes: does not verify", n)
		}
		if primitive.VerifyEd25519(public, append(text, 0), sig) {
			t.Errorf("%d bytes: verifies with one more", n)
		}
	}
}

func TestASignatureChangedAnywhereDoesNotVerify(t *testing.T) {
	text := []byte("tested 10")
	public, sig := signed(t, text)
	for i := range sig {
		other := *sig
		other[i] ^= 1 << (i % 8)
		if primitive.VerifyEd25519(public, text, &other) {
			t.Errorf("byte %d changed: verifies", i)
		}
	}
}

func TestEdgesOfEd25519(t *testing.T) {
	text := []byte("tested 10")
	for _, c := range edges {
		t.Run(c.name, func(t *testing.T) {
			var public [32]byte
			var sig [64]byte
			if !unhex(public[:], c.public) || !unhex(sig[:32], c.half) || !unhex(sig[32:], c.scalar) {
				t.Fatal("not hex of the right length")
			}
			if got := primitive.VerifyEd25519(&public, text, &sig); got != c.valid {
				t.Errorf("verifies: %v", got)
			}
			if got := ed25519.Verify(public[:], text, sig[:]); got != c.valid {
				t.Errorf("the standard library says %v", got)
			}
		})
	}
}

// Package proof refuses these keys. A page takes no signature under them, a server none that the standard
// library does not take.
func TestAPageTakesNothingMoreUnderKeysThatAreRefused(t *testing.T) {
	identity := [64]byte{1}
	for _, y := range []string{
		"0000000000000000000000000000000000000000000000000000000000000000",
		"0100000000000000000000000000000000000000000000000000000000000000",
		"0100000000000000000000000000000000000000000000000000000000000080",
		"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
		"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
		"0200000000000000000000000000000000000000000000000000000000000000",
	} {
		var public [32]byte
		if !unhex(public[:], y) {
			t.Fatalf("%s: not a key in hex", y)
		}
		for n := range 16 {
			text := bytesOf(n)
			if primitive.VerifyEd25519(&public, text, &identity) &&
				(runtime.GOOS == "js" || !ed25519.Verify(public[:], text, identity[:])) {
				t.Errorf("%s, %d bytes: verifies", y, n)
			}
		}
	}
}

func unhex(out []byte, s string) bool {
	b, err := hex.DecodeString(s)
	return err == nil && copy(out, b) == len(out) && len(b) == len(out)
}
