package event

import "bytes"

// order is the order n of the P-256 group (FIPS 186-5, SP 800-186 section 3.2.1.3).
var order = [32]byte{
	0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
	0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
}

// RawSize is the length of a signature as WebCrypto writes and reads it: r then s.
const RawSize = 64

// LowS returns the minimal DER of a signature with S in the lower half of the group order, so that
// one signature has one spelling. It accepts any DER whose integers fit the group.
func LowS(der []byte) ([]byte, error) {
	raw, err := RawFromDER(der)
	if err != nil {
		return nil, err
	}
	return DERFromRaw(raw)
}

// DERFromRaw turns r then s into minimal DER with low S.
func DERFromRaw(raw [RawSize]byte) ([]byte, error) {
	r, s := raw[:32], raw[32:]
	if !inGroup(r) || !inGroup(s) {
		return nil, ErrSignatureForm
	}
	other := minus(order, [32]byte(s))
	if bytes.Compare(other[:], s) < 0 {
		s = other[:]
	}
	body := appendInteger(appendInteger(make([]byte, 0, 72), r), s)
	return append([]byte{0x30, byte(len(body))}, body...), nil
}

// RawFromDER reads an ECDSA signature in DER into r then s.
func RawFromDER(der []byte) ([RawSize]byte, error) {
	var raw [RawSize]byte
	if len(der) < 8 || len(der) > 72 || der[0] != 0x30 || int(der[1]) != len(der)-2 {
		return raw, ErrSignatureForm
	}
	rest, ok := readInteger(der[2:], raw[:32])
	if ok {
		rest, ok = readInteger(rest, raw[32:])
	}
	if !ok || len(rest) != 0 {
		return raw, ErrSignatureForm
	}
	return raw, nil
}

func readInteger(in, out []byte) ([]byte, bool) {
	if len(in) < 3 || in[0] != 2 || int(in[1]) > len(in)-2 || in[1] == 0 {
		return nil, false
	}
	v, rest := in[2:2+int(in[1])], in[2+int(in[1]):]
	if v[0] >= 0x80 {
		return nil, false // Negative.
	}
	if v[0] == 0 {
		if len(v) > 1 && v[1] < 0x80 {
			return nil, false // Not minimal.
		}
		v = v[1:]
	}
	if len(v) > len(out) {
		return nil, false
	}
	copy(out[len(out)-len(v):], v)
	return rest, true
}

func appendInteger(out, v []byte) []byte {
	for len(v) > 1 && v[0] == 0 {
		v = v[1:]
	}
	n := len(v)
	if v[0] >= 0x80 {
		return append(append(out, 2, byte(n+1), 0), v...)
	}
	return append(append(out, 2, byte(n)), v...)
}

func inGroup(v []byte) bool {
	return bytes.Compare(v, order[:]) < 0 && !bytes.Equal(v, make([]byte, len(v)))
}

func minus(a, b [32]byte) [32]byte {
	var out [32]byte
	borrow := 0
	for i := len(a) - 1; i >= 0; i-- {
		d := int(a[i]) - int(b[i]) - borrow
		borrow = 0
		if d < 0 {
			d += 256
			borrow = 1
		}
		out[i] = byte(d)
	}
	return out
}
