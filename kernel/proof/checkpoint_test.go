package proof_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/proof"
)

const someRoot = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="

func checkpoint(t testing.TB, text string) proof.Checkpoint {
	t.Helper()
	c, err := proof.ParseCheckpoint([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestParseCheckpoint(t *testing.T) {
	empty := (&proof.Range{}).Root().String()
	for _, c := range []struct {
		name, text string
		ok         bool
	}{
		{"example of the specification", "example.com/behind-the-sofa\n20852163\n" + someRoot + "\n", true},
		{"empty log", "a\n0\n" + empty + "\n", true},
		{"empty log with a root of something", "a\n0\n" + someRoot + "\n", false},
		{"extension lines are kept", "a\n1\n" + someRoot + "\nmore\nand more\n", true},
		{"empty extension line", "a\n1\n" + someRoot + "\n\n", false},
		{"empty line between extensions", "a\n1\n" + someRoot + "\nb\n\nc\n", false},
		{"unfinished extension line", "a\n1\n" + someRoot + "\nmore", false},
		{"control character in an extension", "a\n1\n" + someRoot + "\nmo\x01re\n", false},
		{"no newline at the end", "a\n1\n" + someRoot, false},
		{"no root", "a\n1\n", false},
		{"empty origin", "\n1\n" + someRoot + "\n", false},
		{"origin with a space", "a b\n1\n" + someRoot + "\n", false},
		{"leading zero", "a\n01\n" + someRoot + "\n", false},
		{"sign", "a\n+1\n" + someRoot + "\n", false},
		{"negative", "a\n-1\n" + someRoot + "\n", false},
		{"hexadecimal", "a\n0x1\n" + someRoot + "\n", false},
		{"largest size", "a\n1099511627776\n" + someRoot + "\n", true},
		{"one above the largest size", "a\n1099511627777\n" + someRoot + "\n", false},
		{"size above 64 bits", "a\n18446744073709551616\n" + someRoot + "\n", false},
		{"short root", "a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2==\n", false},
		{"root in its second spelling", "a\n1\n" + strings.Replace(someRoot, "I=", "J=", 1) + "\n", false},
		{"root with a carriage return", "a\n1\n" + someRoot + "\r\n", false},
		{"not UTF-8", "a\xff\n1\n" + someRoot + "\n", false},
		{"very long", "a\n1\n" + someRoot + "\n" + strings.Repeat("m", proof.NoteMax) + "\n", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := proof.ParseCheckpoint([]byte(c.text))
			if (err == nil) != c.ok {
				t.Fatalf("got %v, %v", got, err)
			}
			if err != nil && !errors.Is(err, proof.ErrCheckpoint) {
				t.Errorf("error is not ErrCheckpoint: %v", err)
			}
			if err == nil && string(got.Text()) != c.text {
				t.Errorf("written again as %q", got.Text())
			}
		})
	}
}

func TestOpenTrackItem(t *testing.T) {
	n := newNotary(t, origin, "a")
	c := checkpoint(t, origin+"\n7\n"+someRoot+"\n")
	item := n.item(t, c, 1_700_000_000)
	if item.Checkpoint != c || item.Time != 1_700_000_000 || item.ClockFault {
		t.Errorf("opened as %+v", item)
	}
	untimed := n.item(t, c, 0)
	if untimed.Time != 0 || !untimed.ClockFault {
		t.Errorf("without a clock line opened as %+v", untimed)
	}
}

func TestOpenTrackItemLeavesWitnessesAlone(t *testing.T) {
	n := newNotary(t, origin, "a")
	c := checkpoint(t, origin+"\n7\n"+someRoot+"\n")
	signed := n.sign(c, 5)
	for range 14 { // C2SP signed-note: at least 16 lines in all must be accepted.
		signed = append(signed, "— witness.example/w1 "+base64.StdEncoding.EncodeToString(
			make([]byte, 76))+"\n"...)
	}
	if _, err := proof.OpenTrackItem(signed, n.keys); err != nil {
		t.Error(err)
	}
}

func TestOpenTrackItemRefuses(t *testing.T) {
	n, stranger := newNotary(t, origin, "a"), newNotary(t, origin, "b")
	other := newNotary(t, "other.example", "a")
	c := checkpoint(t, origin+"\n7\n"+someRoot+"\n")
	later := checkpoint(t, origin+"\n8\n"+someRoot+"\n")
	foreign := checkpoint(t, "other.example\n7\n"+someRoot+"\n")
	text, base := string(c.Text()), string(c.Text())+"\n"
	for _, b := range []struct {
		name string
		note string
		want error
	}{
		{"signed by another log", string(stranger.sign(c, 5)), proof.ErrUnsigned},
		{"signed by the clock only", base + n.clockLine(c.Text(), 5), proof.ErrUnsigned},
		{"signed by nobody", base, nil},
		{"log line of another checkpoint", base + n.logLine(later.Text()), proof.ErrSignature},
		{
			"clock line of another checkpoint", base + n.logLine(c.Text()) + n.clockLine(later.Text(), 5),
			proof.ErrSignature,
		},
		{"clock line with another time", base + n.logLine(c.Text()) + moved(n, c), proof.ErrSignature},
		{"log signature in the clock line", base + n.logLine(c.Text()) +
			proof.SignatureLine(n.keys.Clock, ed25519.Sign(n.clock, c.Text())), proof.ErrSignature},
		{
			"time above 2^63-1", base + n.logLine(c.Text()) + n.clockLine(c.Text(), math.MinInt64),
			proof.ErrSignature,
		},
		{
			"right key, text of another origin", string(foreign.Text()) + "\n" + n.logLine(foreign.Text()),
			proof.ErrOrigin,
		},
		{"another origin altogether", string(other.sign(foreign, 5)), proof.ErrUnsigned},
		{"no empty line before the signatures", text + n.logLine(c.Text()), nil},
		{"not a checkpoint", "hello\n\n" + n.logLine([]byte("hello\n")), proof.ErrCheckpoint},
		{"very long", base + strings.Repeat(n.logLine(c.Text()), 200), nil},
		{"empty", "", nil},
	} {
		t.Run(b.name, func(t *testing.T) {
			item, err := proof.OpenTrackItem([]byte(b.note), n.keys)
			if err == nil || b.want != nil && !errors.Is(err, b.want) {
				t.Errorf("got %v, want %v", err, b.want)
			}
			if item.Size != 0 || item.Time != 0 || item.Note != nil {
				t.Errorf("returned %+v with an error", item)
			}
		})
	}
}

// moved returns a clock line for time 5 that says 6.
func moved(n notary, c proof.Checkpoint) string {
	sig := binary.BigEndian.AppendUint64(nil, 6)
	return proof.SignatureLine(n.keys.Clock,
		append(sig, ed25519.Sign(n.clock, proof.CosignedText(5, c.Text()))...))
}

func FuzzParseCheckpoint(f *testing.F) {
	f.Add([]byte("example.com/behind-the-sofa\n20852163\n" + someRoot + "\n"))
	f.Add([]byte("a\n1\n" + someRoot + "\nextension\n"))
	f.Add([]byte("a\n01\n\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		c, err := proof.ParseCheckpoint(text)
		if err == nil && !bytes.Equal(c.Text(), text) {
			t.Errorf("%q is written again as %q", text, c.Text())
		}
	})
}

func FuzzOpenTrackItem(f *testing.F) {
	n := newNotary(f, origin, "a")
	c := checkpoint(f, origin+"\n7\n"+someRoot+"\n")
	f.Add(n.sign(c, 5))
	f.Add(n.sign(c, 0))
	f.Add([]byte(origin + "\n7\n" + someRoot + "\n\n— a AAAAAAA=\n"))
	f.Fuzz(func(t *testing.T, signed []byte) {
		item, err := proof.OpenTrackItem(signed, n.keys)
		if err != nil {
			return
		}
		// Nobody who fuzzes has the keys, so only what was signed above can be accepted.
		if item.Checkpoint != c || item.Time != 5 && item.Time != 0 {
			t.Errorf("accepted %q", signed)
		}
	})
}
