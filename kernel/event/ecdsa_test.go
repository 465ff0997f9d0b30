package event

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/sha256"
	"encoding/asn1"
	"fmt"
	"math/big"
	"testing"
)

// rs is an ECDSA signature as encoding/asn1 sees it.
type rs struct{ R, S *big.Int }

var n = new(big.Int).SetBytes(order[:])

func half() *big.Int { return new(big.Int).Rsh(n, 1) }

func toDER(t testing.TB, r, s *big.Int) []byte {
	t.Helper()
	der, err := asn1.Marshal(rs{r, s})
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func fromDER(t testing.TB, der []byte) rs {
	t.Helper()
	var v rs
	rest, err := asn1.Unmarshal(der, &v)
	if err != nil || len(rest) != 0 {
		t.Fatalf("read %x: %v, %d bytes left", der, err, len(rest))
	}
	return v
}

// raised gives the same signature with S in the upper half.
func raised(t testing.TB, der []byte) []byte {
	t.Helper()
	v := fromDER(t, der)
	if v.S.Cmp(half()) > 0 {
		t.Fatal("S is in the upper half already")
	}
	return toDER(t, v.R, new(big.Int).Sub(n, v.S))
}

// padded gives the same signature with a nought before R that DER does not allow.
func padded(der []byte) []byte {
	length := der[3]
	out := []byte{0x30, der[1] + 1, 2, length + 1, 0}
	return append(out, der[4:]...)
}

// The order this package carries is the curve's own.
func TestOrderIsTheCurves(t *testing.T) {
	if got := newPen(t, "h1").key.Params().N; got.Cmp(n) != 0 {
		t.Errorf("got %x", got)
	}
}

func TestLowSAtTheEdges(t *testing.T) {
	one, two := big.NewInt(1), big.NewInt(2)
	above := new(big.Int).Add(half(), one)
	last := new(big.Int).Sub(n, one)
	for _, c := range []struct {
		name    string
		r, s    *big.Int
		refused bool
		want    *big.Int
	}{
		{"the least", one, one, false, one},
		{"the last of the lower half", one, half(), false, half()},
		{"the first of the upper half", one, above, false, half()},
		{"the greatest", one, last, false, one},
		{"R at its greatest", last, two, false, two},
		{"S of nought", one, new(big.Int), true, nil},
		{"R of nought", new(big.Int), one, true, nil},
		{"S is the order", one, n, true, nil},
		{"R is the order", n, one, true, nil},
		{"S above the order", one, new(big.Int).Add(n, one), true, nil},
		{"S negative", one, big.NewInt(-1), true, nil},
		{"R negative", big.NewInt(-1), one, true, nil},
		{"S of 33 bytes", one, new(big.Int).Lsh(one, 256), true, nil},
		{"R with its highest bit", new(big.Int).Lsh(one, 255), one, false, one},
		{"R with leading noughts", big.NewInt(0x7f), big.NewInt(0x80), false, big.NewInt(0x80)},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := LowS(toDER(t, c.r, c.s))
			if (err != nil) != c.refused {
				t.Fatalf("got %x, %v", got, err)
			}
			if err != nil {
				return
			}
			if want := toDER(t, c.r, c.want); !bytes.Equal(got, want) {
				t.Errorf("got %x, want %x", got, want)
			}
			if again, err := LowS(got); err != nil || !bytes.Equal(again, got) {
				t.Errorf("a second time gives %x, %v", again, err)
			}
		})
	}
}

func TestLowSRefusesWhatIsNotDER(t *testing.T) {
	good := newPen(t, "h1").der(t, []byte("x"))
	change := func(at int, b byte) []byte {
		bad := bytes.Clone(good)
		bad[at] = b
		return bad
	}
	for _, c := range []struct {
		name string
		der  []byte
	}{
		{"nothing", nil},
		{"below the shortest", []byte{0x30, 5, 2, 1, 1, 2, 0}},
		{"above the longest", append(bytes.Clone(good), make([]byte, 73-len(good))...)},
		{"no sequence", change(0, 0x31)},
		{"no integer", change(2, 3)},
		{"a length that is too long", change(1, good[1]+1)},
		{"a length that is too short", change(1, good[1]-1)},
		{"an integer longer than the rest", change(3, 70)},
		{"an integer of no bytes", []byte{0x30, 6, 2, 0, 2, 2, 1, 1}},
		{"an integer with a nought too many", padded(good)},
		{"three integers", []byte{0x30, 9, 2, 1, 1, 2, 1, 1, 2, 1, 1}},
		{"bytes behind", append(bytes.Clone(good), 0)},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got, err := LowS(c.der); err == nil || got != nil {
				t.Errorf("%x became %x", c.der, got)
			}
		})
	}
	for at := range good {
		if _, err := LowS(good[:at]); err == nil {
			t.Errorf("the first %d bytes were read", at)
		}
	}
}

// Against the standard library: the same numbers, the lower half, and it still verifies.
func TestLowSAgreesWithTheStandardLibrary(t *testing.T) {
	p := newPen(t, "h1")
	halves := map[bool]int{}
	for i := range 64 {
		message := fmt.Append(nil, "message ", i)
		der := p.der(t, message)
		before := fromDER(t, der)
		high := before.S.Cmp(half()) > 0
		halves[high]++
		low, err := LowS(der)
		if err != nil {
			t.Fatal(err)
		}
		after := fromDER(t, low)
		want := before.S
		if high {
			want = new(big.Int).Sub(n, before.S)
		}
		if after.R.Cmp(before.R) != 0 || after.S.Cmp(want) != 0 || !bytes.Equal(low, toDER(t, before.R, want)) {
			t.Fatalf("%x became %x", der, low)
		}
		sum := sha256.Sum256(message)
		if !ecdsa.VerifyASN1(&p.key.PublicKey, sum[:], low) {
			t.Fatalf("%x does not verify", low)
		}
		raw, err := RawFromDER(der)
		if err != nil || !bytes.Equal(raw[:32], before.R.FillBytes(make([]byte, 32))) ||
			!bytes.Equal(raw[32:], before.S.FillBytes(make([]byte, 32))) {
			t.Fatalf("raw %x: %v", raw, err)
		}
		if back, err := DERFromRaw(raw); err != nil || !bytes.Equal(back, low) {
			t.Fatalf("from raw %x: %v", back, err)
		}
	}
	if halves[true] == 0 || halves[false] == 0 {
		t.Errorf("only one half was met: %v", halves)
	}
}
