package proof_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/proofhouse/proofhouse/kernel/proof"
)

// sample is what a small bundle is made of.
type sample struct {
	notary  notary
	demo    bool
	packs   [][]byte
	entries []proof.BundleEntry
	times   []proof.UnixTime // Of the checkpoints of size 0, 1 and so on; 0 is a fault, none is none.
}

// none stands for a checkpoint that is not there.
const none = -1

func smallSample(t testing.TB) sample {
	s := sample{
		notary: newNotary(t, origin, "a"),
		packs:  [][]byte{[]byte("{}")},
		times:  []proof.UnixTime{1000, 0, 1010},
	}
	for i, e := range envelopes(2) {
		s.entries = append(s.entries, proof.BundleEntry{Index: uint64(i), Envelope: e})
	}
	s.entries[0].Openings = []proof.Opening{{Field: "f", Salt: [16]byte{1}, Value: []byte("v")}}
	return s
}

// items signs the track; an item without a note is not there.
func (s sample) items(t testing.TB) []proof.TrackItem {
	t.Helper()
	var out []proof.TrackItem
	var r proof.Range
	for i, at := range s.times {
		c := proof.Checkpoint{Origin: s.notary.keys.Log.Name, Size: r.Size(), Root: r.Root()}
		if at == none {
			out = append(out, proof.TrackItem{})
		} else {
			out = append(out, s.notary.item(t, c, at))
		}
		if i < len(s.entries) {
			if err := r.Append(proof.LeafHash(s.entries[i].Envelope)); err != nil {
				t.Fatal(err)
			}
		}
	}
	return out
}

func (s sample) write(t testing.TB) []byte {
	t.Helper()
	h := proof.BundleHeader{
		Origin: s.notary.keys.Log.Name, Keys: s.notary.keys, Demo: s.demo,
		Packs: uint64(len(s.packs)), Entries: uint64(len(s.entries)),
		Checkpoints: uint64(len(s.times)),
	}
	for _, at := range s.times {
		if at == none {
			h.Checkpoints--
		}
	}
	for _, e := range s.entries {
		h.Openings += uint64(len(e.Openings))
	}
	var b bytes.Buffer
	w, err := proof.NewBundleWriter(&b, h)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range s.packs {
		err = errors.Join(err, w.Pack(p))
	}
	for i, item := range s.items(t) {
		if item.Note != nil {
			err = errors.Join(err, w.Checkpoint(item))
		}
		if i < len(s.entries) {
			err = errors.Join(err, w.Entry(s.entries[i].Envelope, s.entries[i].Openings))
		}
	}
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// expecting is a check by somebody who knows the keys.
func (s sample) expecting() proof.BundleCheck {
	return proof.BundleCheck{Origin: s.notary.keys.Log.Name, Keys: &s.notary.keys}
}

// reseal replaces the digest at the end, as somebody who changes a file would.
func reseal(file []byte) []byte {
	sum := sha256.Sum256(file[:len(file)-32])
	return append(file[:len(file)-32:len(file)-32], sum[:]...)
}

func TestBundleGoesRound(t *testing.T) {
	s := smallSample(t)
	s.demo = true
	file := s.write(t)
	check := s.expecting()
	var entries []proof.BundleEntry
	var items []proof.TrackItem
	var packs [][]byte
	var order strings.Builder
	check.Pack = func(_ uint64, data []byte) error {
		packs = append(packs, data)
		order.WriteByte('P')
		return nil
	}
	check.Entry = func(e proof.BundleEntry) error {
		entries = append(entries, e)
		order.WriteByte('E')
		return nil
	}
	check.Checkpoint = func(i proof.TrackItem) error {
		items = append(items, i)
		order.WriteByte('C')
		return nil
	}
	r := proof.VerifyBundle(iotest.OneByteReader(bytes.NewReader(file)), check)
	if !r.Whole || !r.KeysExpected || !r.Header.Demo || r.ClockFaults != 1 {
		t.Fatalf("report %+v", r)
	}
	if order.String() != "PCECEC" {
		t.Errorf("called in the order %s", order.String())
	}
	for i, e := range entries {
		want := s.entries[i]
		want.Leaf = proof.LeafHash(want.Envelope)
		if fmt.Sprint(e) != fmt.Sprint(want) {
			t.Errorf("entry %d came back as %v", i, e)
		}
	}
	if items[1].Time != 1000 || !items[1].ClockFault || items[2].Time != 1010 || items[2].Position != 2 {
		t.Errorf("track came back as %+v", items)
	}
	if r.Head.Size != 2 || string(packs[0]) != "{}" {
		t.Errorf("head %+v, packs %q", r.Head, packs)
	}
}

func TestBundleOpensWithItsPreface(t *testing.T) {
	s := smallSample(t)
	if !bytes.HasPrefix(s.write(t), []byte("PHB1\nA HOLD means the record is incomplete, not that "+
		"someone did wrong; a complete record does not mean it was safe.\norigin "+origin+"\n")) {
		t.Error("it does not")
	}
	s.demo = true
	if !bytes.Contains(s.write(t), []byte(
		"\ndemo DEMO IDENTITIES: software keys, not verified persons\n")) {
		t.Error("a demo bundle does not say so")
	}
}

// Every bit of a bundle is flipped, once as an accident would leave the file and once with the
// digest made to fit. The digest alone protects only what no signature covers. No page reads bundles:
// as WebAssembly, where a signature takes forty times as long, one bit of each byte has to do.
func TestEveryFlippedBitIsRefused(t *testing.T) {
	s := smallSample(t)
	s.times = []proof.UnixTime{none, 0, 1010}
	file := s.write(t)
	check := s.expecting()
	check.Pack = func(_ uint64, data []byte) error { return unless(string(data) == "{}") }
	check.Entry = func(e proof.BundleEntry) error {
		return unless(fmt.Sprint(e.Openings) == fmt.Sprint(s.entries[e.Index].Openings))
	}
	if r := proof.VerifyBundle(bytes.NewReader(file), check); !r.Whole {
		t.Fatalf("untouched: %v", r.Reasons)
	}
	for i := range file {
		for bit := range 8 {
			if runtime.GOOS == "js" && bit != i%8 {
				continue
			}
			file[i] ^= 1 << bit
			for _, f := range [][]byte{file, reseal(file)} {
				r := proof.VerifyBundle(bytes.NewReader(f), check)
				if i >= len(file)-32 && bytes.Equal(f, reseal(file)) {
					continue // The digest was made to fit itself: this is the untouched file.
				}
				if r.Whole || len(r.Reasons) == 0 || r.Reasons[0].Place == "" || r.Reasons[0].Fact == "" {
					t.Fatalf("bit %d of byte %d (%q): whole %v, reasons %v", bit, i, near(file, i), r.Whole,
						r.Reasons)
				}
			}
			file[i] ^= 1 << bit
		}
	}
}

func unless(ok bool) error {
	if ok {
		return nil
	}
	return errors.New("it is another one")
}

func near(file []byte, i int) []byte { return file[max(0, i-8):min(len(file), i+8)] }

func TestEveryTruncationIsRefused(t *testing.T) {
	s := smallSample(t)
	file := s.write(t)
	for n := range file {
		if r := proof.VerifyBundle(bytes.NewReader(file[:n]), s.expecting()); r.Whole ||
			len(r.Reasons) == 0 {
			t.Fatalf("the first %d of %d bytes are whole", n, len(file))
		}
	}
}

func TestChangedBundlesSayWhere(t *testing.T) {
	s := smallSample(t)
	stranger := smallSample(t)
	stranger.notary = newNotary(t, origin, "b")
	elsewhere := smallSample(t)
	elsewhere.notary = newNotary(t, "other.example", "a")
	file := string(s.write(t))
	first, second := section('E', "entry 0"), section('E', "entry 1")
	opening := section('O', "\x01f\x01"+strings.Repeat("\x00", 15)+"v")
	items := s.items(t)
	c0, c1, c2 := section('C', string(items[0].Note)), section('C', string(items[1].Note)),
		section('C', string(items[2].Note))
	swap := func(from, to string) string { return strings.Replace(file, from, to, 1) }
	for _, c := range []struct {
		name, file, place string
	}{
		{"a byte at the end", file + "\x00", "after checkpoint 2"},
		{
			"two entries change places", swap(first+opening+c1+second, second+opening+c1+first),
			"checkpoint 1",
		},
		{"an entry is left out", swap(second, ""), "checkpoint 2"},
		{"an entry comes twice", swap(second, second+second), "checkpoint 2"},
		{"an entry is changed", swap("entry 1", "entry 9"), "checkpoint 2"},
		{"an entry is added after the last checkpoint", swap(c2, c2+second), "header"},
		{"the last entry and its checkpoint are left out", swap(second+c2, ""), "header"},
		{"a checkpoint is left out", swap(c1, ""), "header"},
		{"a checkpoint comes twice", swap(c1, c1+c1), "checkpoint 2"},
		{"checkpoints change places", swap(c0+first+opening+c1, c1+first+opening+c0), "checkpoint 0"},
		{
			"all checkpoints are left out", strings.NewReplacer(c0, "", c1, "", c2, "").Replace(file),
			"header",
		},
		{"an opening is left out", swap(opening, ""), "header"},
		{"an opening before the first entry", swap(c0, opening+c0), "opening 0"},
		{"a pack after an entry", swap(c2, section('P', "{}")+c2), "pack 1"},
		{"nothing", file, ""},
		{
			"the keys of somebody else in the header",
			swap(s.notary.keys.Log.String(), stranger.notary.keys.Log.String()), "header",
		},
		{"everything signed again by somebody else", string(stranger.write(t)), "header"},
		{"the bundle of another ledger", string(elsewhere.write(t)), "header"},
		{"an unknown section", swap(c2, section('X', "x")+c2), "after entry 1"},
		{"a section above its bound", swap(c2, "C\xff\xff\xff\xff"+c2), "after entry 1"},
		{"an empty entry", swap(second, section('E', "")), "after checkpoint 1"},
		{"no header", "hello", "header"},
		{"another magic", "PHB2" + file[4:], "header"},
		{"a header without an end", strings.Repeat("a\n", proof.BundleHeaderMax), "header"},
		{"empty", "", "header"},
	} {
		t.Run(c.name, func(t *testing.T) {
			changed := []byte(c.file)
			if len(changed) > 32 && !strings.HasSuffix(c.name, "at the end") {
				changed = reseal(changed)
			}
			r := proof.VerifyBundle(bytes.NewReader(changed), s.expecting())
			if c.place == "" {
				if !r.Whole {
					t.Errorf("got %v", r.Reasons)
				}
				return
			}
			if r.Whole || !names(r.Reasons, c.place) {
				t.Errorf("no reason names %q: %v", c.place, r.Reasons)
			}
		})
	}
}

func section(tag byte, data string) string {
	return string(binary.BigEndian.AppendUint32([]byte{tag}, uint32(len(data)))) + data
}

func names(reasons []proof.Reason, place string) bool {
	for _, r := range reasons {
		if r.Place == place {
			return true
		}
	}
	return false
}

func TestCheckpointsMustBeSpelledAsALedgerDoes(t *testing.T) {
	s := smallSample(t)
	file := string(s.write(t))
	item := s.items(t)[2]
	c := item.Checkpoint
	note := string(item.Note)
	log, clock := s.notary.logLine(c.Text()), s.notary.clockLine(c.Text(), 1010)
	longer := c
	longer.Extension = "more\n"
	for _, b := range []struct{ name, note string }{
		{"clock line first", string(c.Text()) + "\n" + clock + log},
		{"log line twice", note + log},
		{"a witness's line", note + "— witness.example/w1 AAAAAAA=\n"},
		{"signature in its second spelling", secondSpelling(note)},
		{"extension line", string(s.notary.sign(longer, 1010))},
	} {
		t.Run(b.name, func(t *testing.T) {
			changed := strings.Replace(file, section('C', note), section('C', b.note), 1)
			r := proof.VerifyBundle(bytes.NewReader(reseal([]byte(changed))), s.expecting())
			if r.Whole || !names(r.Reasons, "checkpoint 2") {
				t.Errorf("got %v", r.Reasons)
			}
		})
	}
}

// secondSpelling sets a bit of the base64 at the end that no decoder but a strict one looks at.
func secondSpelling(note string) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	b := []byte(note)
	i := len(b) - len("=\n") - 1
	for b[i] == '=' {
		i--
	}
	b[i] = alphabet[strings.IndexByte(alphabet, b[i])|1]
	return string(b)
}

func TestWithoutExpectationTheReportSaysSo(t *testing.T) {
	s := smallSample(t)
	r := proof.VerifyBundle(bytes.NewReader(s.write(t)), proof.BundleCheck{})
	if !r.Whole || r.KeysExpected {
		t.Errorf("whole %v, keys expected %v", r.Whole, r.KeysExpected)
	}
}

func TestReasonsAreGatheredAndBounded(t *testing.T) {
	s := smallSample(t)
	s.entries, s.times = nil, nil
	for i, e := range envelopes(100) {
		s.entries = append(s.entries, proof.BundleEntry{Envelope: e})
		s.times = append(s.times, proof.UnixTime(i+1))
	}
	s.times = append(s.times, 101)
	check := s.expecting()
	check.Entry = func(proof.BundleEntry) error { return errors.New("not signed") }
	r := proof.VerifyBundle(bytes.NewReader(s.write(t)), check)
	if r.Whole || len(r.Reasons) != proof.ReasonsMax || r.MoreReasons != 100-proof.ReasonsMax {
		t.Errorf("%d reasons and %d more", len(r.Reasons), r.MoreReasons)
	}
	if r.Reasons[63].String() != "entry 63: not signed" {
		t.Errorf("the last reason listed is %q", r.Reasons[63])
	}
}

func TestBundleBounds(t *testing.T) {
	many := func(n int) []proof.Opening {
		out := make([]proof.Opening, n)
		for i := range out {
			out[i] = proof.Opening{Field: fmt.Sprint(i)}
		}
		return out
	}
	long := func(n int) []byte { return make([]byte, n) }
	opening := func(field string, n int) []proof.Opening {
		return []proof.Opening{{Field: field, Value: long(n)}}
	}
	field := strings.Repeat("f", proof.OpeningFieldMax)
	for _, c := range []struct {
		name     string
		envelope []byte
		openings []proof.Opening
		pack     []byte
		ok       bool
	}{
		{"shortest entry", long(1), nil, nil, true},
		{"empty entry", nil, nil, nil, false},
		{"longest entry", long(proof.EnvelopeMax), nil, nil, true},
		{"entry too long", long(proof.EnvelopeMax + 1), nil, nil, false},
		{"longest opening", long(1), opening(field, proof.OpeningValueMax), nil, true},
		{"value too long", long(1), opening("f", proof.OpeningValueMax+1), nil, false},
		{"empty value", long(1), opening("f", 0), nil, true},
		{"field too long", long(1), opening(field+"f", 1), nil, false},
		{"no field", long(1), opening("", 1), nil, false},
		{"most openings", long(1), many(proof.OpeningsMax), nil, true},
		{"too many openings", long(1), many(proof.OpeningsMax + 1), nil, false},
		{"longest pack", long(1), nil, long(proof.PackMax), true},
		{"pack too long", long(1), nil, long(proof.PackMax + 1), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, err := proof.NewBundleWriter(io.Discard, proof.BundleHeader{
				Origin: origin,
				Keys:   newNotary(t, origin, "a").keys,
			})
			if err != nil {
				t.Fatal(err)
			}
			if c.pack != nil {
				err = w.Pack(c.pack)
			}
			err = errors.Join(err, w.Entry(c.envelope, c.openings))
			if (err == nil) != c.ok || err != nil && !errors.Is(err, proof.ErrBundle) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestBundleWriterRefusesWhatItsHeaderDoesNotSay(t *testing.T) {
	s := smallSample(t)
	items := s.items(t)
	h := proof.BundleHeader{Origin: origin, Keys: s.notary.keys, Entries: 1, Checkpoints: 1}
	for _, c := range []struct {
		name  string
		write func(*proof.BundleWriter) error
	}{
		{"no checkpoint", func(w *proof.BundleWriter) error { return w.Entry([]byte("entry 0"), nil) }},
		{"checkpoint of another size", func(w *proof.BundleWriter) error { return w.Checkpoint(items[1]) }},
		{"nothing", func(*proof.BundleWriter) error { return nil }},
		{"an entry too few", func(w *proof.BundleWriter) error { return w.Checkpoint(items[0]) }},
		{"pack after the entry", func(w *proof.BundleWriter) error {
			return errors.Join(w.Entry([]byte("entry 0"), nil), w.Pack([]byte("{}")))
		}},
		{"a full disk", func(w *proof.BundleWriter) error {
			return errors.Join(w.Entry([]byte("entry 0"), nil), w.Checkpoint(items[1]))
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			out := io.Writer(io.Discard)
			if c.name == "a full disk" {
				out = &fullDisk{room: 500}
			}
			w, err := proof.NewBundleWriter(out, h)
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(c.write(w), w.Close()); err == nil {
				t.Error("it was written")
			}
		})
	}
}

type fullDisk struct{ room int }

func (d *fullDisk) Write(b []byte) (int, error) {
	if d.room -= len(b); d.room < 0 {
		return 0, errors.New("no space left on device")
	}
	return len(b), nil
}

func TestReadErrorsAreNotAnEnd(t *testing.T) {
	s := smallSample(t)
	file := s.write(t)
	for _, n := range []int{0, 100, len(file) - 40, len(file)} {
		in := io.MultiReader(bytes.NewReader(file[:n]), iotest.ErrReader(errors.New("disk is gone")))
		r := proof.VerifyBundle(in, s.expecting())
		if r.Whole || !strings.Contains(fmt.Sprint(r.Reasons), "disk is gone") {
			t.Errorf("after %d bytes: %v", n, r.Reasons)
		}
	}
}

func FuzzVerifyBundle(f *testing.F) {
	s := smallSample(f)
	file := s.write(f)
	f.Add(file)
	f.Add(file[:len(file)-33])
	f.Add([]byte("PHB1\n\n"))
	f.Add(append(bytes.Clone(file[:700]), 'Z', 0, 0, 0, 32))
	f.Fuzz(func(t *testing.T, data []byte) {
		r := proof.VerifyBundle(bytes.NewReader(data), s.expecting())
		if r.Whole != (len(r.Reasons) == 0) {
			t.Errorf("whole %v with %d reasons", r.Whole, len(r.Reasons))
		}
		if r.Whole && !bytes.Equal(data, file) && !differsOnlyUnsigned(s, r) {
			t.Errorf("accepted %q", data)
		}
	})
}

// differsOnlyUnsigned allows what only the digest protects: packs, openings, the demo line.
func differsOnlyUnsigned(s sample, r proof.Report) bool {
	return r.Head.Size == uint64(len(s.entries)) && r.Header.Keys == s.notary.keys
}
