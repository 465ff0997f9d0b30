package production_test

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/proof"
	"github.com/proofhouse/proofhouse/production"
)

func TestAReceiptIsProvedToAnybody(t *testing.T) {
	r := newRig(t)
	r.story()
	for index := range r.p.Head().Size {
		file, err := r.p.Prove(t.Context(), index)
		if err != nil {
			t.Fatal(err)
		}
		p, err := proof.ParseProof(file)
		if err != nil {
			t.Fatal(err)
		}
		entry, err := r.p.Entry(t.Context(), index)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Verify(entry, r.p.Keys()); err != nil {
			t.Errorf("entry %d: %v", index, err)
		}
		entry[len(entry)-1] ^= 1
		if _, err := p.Verify(entry, r.p.Keys()); err == nil {
			t.Errorf("entry %d: the proof holds for other bytes", index)
		}
	}
}

func TestABundleVerifiesAndNamesADemo(t *testing.T) {
	for name, opts := range map[string][]option{"passkeys": nil, "demo identities": {asDemo}} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, opts...)
			r.story()
			var out bytes.Buffer
			if err := r.p.Export(t.Context(), &out, production.Export{Openings: true}); err != nil {
				t.Fatal(err)
			}
			keys := r.p.Keys()
			entries := 0
			report := proof.VerifyBundle(bytes.NewReader(out.Bytes()), proof.BundleCheck{
				Origin: logAt, Keys: &keys, Entry: func(proof.BundleEntry) error { entries++; return nil },
			})
			if !report.Whole || entries != int(r.p.Head().Size) || report.Packs != 1 {
				t.Errorf("whole %v, %d entries, %d packs: %v", report.Whole, entries, report.Packs, report.Reasons)
			}
			if banner := strings.Contains(out.String(), proof.DemoBanner); banner != (opts != nil) {
				t.Errorf("demo banner %v", banner)
			}
		})
	}
}

// TestTheLogReadsInOrder follows the frames as a phone does: every checkpoint's root is that of the
// entries before it, also when the log is read in parts.
func TestTheLogReadsInOrder(t *testing.T) {
	r := newRig(t)
	r.story()
	var leaves proof.Range
	var from, track uint64
	for part := range 2 {
		if part == 1 {
			r.do(&event.ContactNamed{Person: "a1"}, verified("a1", event.AD))
		}
		frames, err := r.p.Log(t.Context(), from, track, "h1")
		if err != nil {
			t.Fatal(err)
		}
		for b := frames.Bytes; len(b) > 0; {
			data := b[5 : 5+binary.BigEndian.Uint32(b[1:])]
			switch b[0] {
			case 'E':
				if err := leaves.Append(proof.LeafHash(data)); err != nil {
					t.Fatal(err)
				}
			case 'C':
				item, err := proof.OpenTrackItem(data, r.p.Keys())
				if err != nil {
					t.Fatal(err)
				}
				if item.Size != leaves.Size() || item.Root != leaves.Root() {
					t.Errorf("checkpoint of %d after %d entries", item.Size, leaves.Size())
				}
			}
			b = b[5+len(data):]
		}
		from, track = frames.Size, frames.Track
		if head := r.p.Head(); from != head.Size || track != head.Position+1 || frames.More {
			t.Errorf("part %d ends at %d, %d; the head is %d, %d", part, from, track, head.Size, head.Position+1)
		}
	}
	if leaves.Size() != r.p.Head().Size {
		t.Errorf("%d entries were read, the log has %d", leaves.Size(), r.p.Head().Size)
	}
}
