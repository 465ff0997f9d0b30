package proof_test

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"github.com/proofhouse/proofhouse/kernel/proof"
)

// clockVerifier checks a timed cosignature as C2SP tlog-cosignature words it, for the reader of notes
// that this package's own is compared with.
type clockVerifier struct{ key proof.VerifierKey }

func (v clockVerifier) Name() string    { return v.key.Name }
func (v clockVerifier) KeyHash() uint32 { return v.key.ID() }

func (v clockVerifier) Verify(text, sig []byte) bool {
	if len(sig) != 8+64 || binary.BigEndian.Uint64(sig) > math.MaxInt64 {
		return false
	}
	signed := fmt.Sprintf("cosignature/v1\ntime %d\n%s", binary.BigEndian.Uint64(sig), text)
	return ed25519.Verify(v.key.Public[:], []byte(signed), sig[8:])
}

// otherReader returns what x/mod/sumdb/note checks the notary's lines with.
func otherReader(t testing.TB, keys proof.Keys) note.Verifiers {
	t.Helper()
	log, err := note.NewVerifier(keys.Log.String())
	if err != nil {
		t.Fatal(err)
	}
	return note.VerifierList(log, clockVerifier{keys.Clock})
}

// compareNote wants of both readers the same text and signers, or the same refusal.
func compareNote(t *testing.T, keys proof.Keys, known note.Verifiers, signed []byte) {
	t.Helper()
	text, by, err := proof.OpenNote(signed, keys.Log, keys.Clock)
	want, wantErr := note.Open(signed, known)
	_, invalid := errors.AsType[*note.InvalidSignatureError](wantErr)
	_, unverified := errors.AsType[*note.UnverifiedNoteError](wantErr)
	if (err == nil) != (wantErr == nil) || errors.Is(err, proof.ErrSignature) != invalid ||
		errors.Is(err, proof.ErrUnsigned) != unverified {
		t.Fatalf("%q: got %v, the other reader says %v", signed, err, wantErr)
	}
	if err != nil {
		return
	}
	var got, names []string
	for _, k := range by {
		got = append(got, fmt.Sprintf("%s %08x", k.Name, k.ID()))
	}
	for _, s := range want.Sigs {
		names = append(names, fmt.Sprintf("%s %08x", s.Name, s.Hash))
	}
	if text != want.Text || !slices.Equal(got, names) {
		t.Fatalf("%q: read as %q by %q, the other reader says %q by %q", signed, text, got, want.Text,
			names)
	}
}

// noteLines returns lines that are right, wrong, of others, and no lines at all.
func noteLines(n notary, text []byte) []string {
	log, clock := n.logLine(text), n.clockLine(text, 5)
	line := func(name string, raw []byte) string {
		return "— " + name + " " + base64.StdEncoding.EncodeToString(raw) + "\n"
	}
	id := binary.BigEndian.AppendUint32(nil, n.keys.Log.ID())
	witness := line("witness.example/w1", make([]byte, 76))
	return []string{
		log, log, log, clock, clock, clock, witness, witness, line("w2", make([]byte, 5)),
		n.logLine([]byte("another text\n")),
		n.clockLine(text, math.MinInt64),
		n.clockLine(text, 0),
		proof.SignatureLine(n.keys.Clock, ed25519.Sign(n.clock, text)),
		line(origin, append(id, 0)),
		line(origin, append(id, make([]byte, 65)...)),
		line(origin, id),
		line(origin, make([]byte, 68)),
		line("w", nil),
		line("w", make([]byte, 4)),
		line("", make([]byte, 5)),
		line("a+b", make([]byte, 5)),
		line("a\u00a0b", make([]byte, 5)),
		line("a\u0085b", make([]byte, 5)),
		line("a\u2003", make([]byte, 5)),
		line("\ufeffa", make([]byte, 5)),
		line("a\x7f", make([]byte, 5)),
		line("a\x01", make([]byte, 5)),
		line("a\xff", make([]byte, 5)),
		line(strings.Repeat("n", 300), make([]byte, 5)),
		"— w  AAAAAAA=\n", "—  w AAAAAAA=\n", "— w AAAAAAA= \n", "— w AAAAAAA\n", "— w AAAAAAB=\n",
		"—\u00a0w AAAAAAA=\n", "- w AAAAAAA=\n", "w AAAAAAA=\n", "— w\n", "— \n", "—\n",
		strings.TrimSuffix(log, "\n"), strings.TrimSuffix(witness, "\n"),
		strings.TrimSuffix(log, "\n") + "\r\n", strings.Replace(log, "— ", " — ", 1),
		strings.Replace(log, origin, origin+"x", 1), "\n", "x", "\n\n" + log, text2,
	}
}

// text2 is a note inside a note.
const text2 = "hello\n\n— w AAAAAAA=\n"

func noteTexts(c proof.Checkpoint) []string {
	return []string{
		string(c.Text()), string(c.Text()), "", "\n", "\n\n", "hello", "hello\n", "a\n\nb\n", "a\n\n\nb\n\n",
		"tab\t\n", "not UTF-8 \xff\n", "\ufffd\n", "é\u2028\n", text2,
	}
}

func TestNotesAreReadAsTheNoteLibraryReadsThem(t *testing.T) {
	n := newNotary(t, origin, "a")
	known := otherReader(t, n.keys)
	random := rand.New(rand.NewPCG(4, 5))
	for _, text := range noteTexts(checkpoint(t, origin+"\n7\n"+someRoot+"\n")) {
		lines := noteLines(n, []byte(text))
		for _, line := range lines {
			compareNote(t, n.keys, known, []byte(text+"\n"+line))
			compareNote(t, n.keys, known, []byte(text+line))
			compareNote(t, n.keys, known, []byte(text+"\n"+lines[0]+line))
		}
		for range 60 {
			signed := text + "\n"
			for range 1 + random.IntN(5) {
				signed += lines[random.IntN(len(lines))]
			}
			compareNote(t, n.keys, known, []byte(signed))
		}
	}
}

func TestNotesChangedAnywhereAreReadAlike(t *testing.T) {
	n := newNotary(t, origin, "a")
	known := otherReader(t, n.keys)
	signed := n.sign(checkpoint(t, origin+"\n7\n"+someRoot+"\n"), 5)
	for i := range signed {
		changed := slices.Clone(signed)
		changed[i] ^= 1
		compareNote(t, n.keys, known, changed)
		compareNote(t, n.keys, known, slices.Delete(slices.Clone(signed), i, i+1))
		compareNote(t, n.keys, known, signed[:i])
	}
}

// A note may have a hundred lines, whoever they are by.
func TestNotesHaveABound(t *testing.T) {
	n := newNotary(t, origin, "a")
	known := otherReader(t, n.keys)
	c := checkpoint(t, origin+"\n7\n"+someRoot+"\n")
	for _, line := range []string{"— w AAAAAAA=\n", n.logLine(c.Text())} {
		for lines, ok := range map[int]bool{99: true, 100: true, 101: false} {
			signed := []byte(string(c.Text()) + "\n" + n.logLine(c.Text()) + strings.Repeat(line, lines-1))
			compareNote(t, n.keys, known, signed)
			if _, _, err := proof.OpenNote(signed, n.keys.Log); (err == nil) != ok {
				t.Errorf("%d lines: %v", lines, err)
			}
		}
	}
}

func FuzzNoteIsReadAsTheNoteLibraryReadsIt(f *testing.F) {
	n := newNotary(f, origin, "a")
	known := otherReader(f, n.keys)
	c := checkpoint(f, origin+"\n7\n"+someRoot+"\n")
	f.Add([]byte(specNote))
	for _, text := range noteTexts(c) {
		for _, line := range noteLines(n, []byte(text)) {
			f.Add([]byte(text + "\n" + n.logLine([]byte(text)) + line))
		}
	}
	f.Fuzz(func(t *testing.T, signed []byte) { compareNote(t, n.keys, known, signed) })
}
