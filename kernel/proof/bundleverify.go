package proof

import (
	"errors"
	"io"
	"strconv"
)

// ReasonsMax is the most reasons a Report lists; further ones are counted.
const ReasonsMax = 64

// Reason says at which place a bundle does not hold together, and what is there.
type Reason struct {
	Place string // For example "entry 12", "checkpoint 3" or "end".
	Fact  string
}

// String returns place and fact.
func (r Reason) String() string { return r.Place + ": " + r.Fact }

// BundleCheck is what a verifier knows before it opens a bundle, and what it wants to be called for.
// A nil function is skipped. A function that returns an error adds a reason at its place.
type BundleCheck struct {
	// Origin is the expected origin; empty when the verifier has no expectation.
	Origin string
	// Keys are the expected keys; nil when the verifier has no expectation. Without it the keys in
	// the file itself are used, which shows that the file is whole but not whose it is: anybody can
	// sign another history with other keys. Report.KeysExpected tells the two apart.
	Keys *Keys
	// Pack is called with every rule pack, in order, before any entry.
	Pack func(index uint64, data []byte) error
	// Entry is called with every entry, in order. Signatures, commitments and meaning are its
	// business.
	Entry func(BundleEntry) error
	// Checkpoint is called with every track item whose signatures verify, in order: after the
	// entries it covers and before the next one.
	Checkpoint func(TrackItem) error
}

// Report is what VerifyBundle found. The zero value is not whole.
type Report struct {
	Whole        bool // Nothing is in Reasons: the file is what its log signed, from first to last.
	KeysExpected bool // The keys were the caller's, not only the file's own word.
	Header       BundleHeader
	Packs        uint64 // What was read; the same as in Header when Whole.
	Entries      uint64
	Openings     uint64
	Checkpoints  uint64
	ClockFaults  uint64    // Checkpoints without a time among them.
	Head         TrackItem // The last checkpoint whose signatures verify.
	Reasons      []Reason  // In the order of the file; at most ReasonsMax.
	MoreReasons  uint64    // Reasons that were not listed.
}

// VerifyBundle reads a whole bundle and checks framing and digest, the log's signature and the
// clock's on every checkpoint, that sizes and times never decrease, and that the Merkle root of the
// entries before each checkpoint is the one it states. It goes on after a reason wherever the
// framing allows. It needs memory for one entry, not for the file.
func VerifyBundle(in io.Reader, check BundleCheck) Report {
	v := bundleVerifier{check: check}
	r, err := NewBundleReader(in)
	if err != nil {
		v.reason("header", err.Error())
		return v.report
	}
	v.header(r.Header())
	for {
		part, err := r.next()
		if err != nil {
			v.entryEnds()
			v.end(err)
			break
		}
		v.part(part)
	}
	v.report.Whole = len(v.report.Reasons) == 0
	return v.report
}

type bundleVerifier struct {
	check   BundleCheck
	report  Report
	keys    Keys
	leaves  Range
	pending *BundleEntry // The newest entry, whose openings are still coming.
	prev    *TrackItem
	covered uint64 // Entries under a checkpoint.
	newest  string // The place of the newest section.
}

func (v *bundleVerifier) reason(place, fact string) {
	if len(v.report.Reasons) >= ReasonsMax {
		v.report.MoreReasons++
		return
	}
	v.report.Reasons = append(v.report.Reasons, Reason{Place: place, Fact: fact})
}

func (v *bundleVerifier) header(h BundleHeader) {
	v.report.Header, v.keys = h, h.Keys
	if v.check.Origin != "" && v.check.Origin != h.Origin {
		v.reason("header", "the file is of "+strconv.Quote(h.Origin)+", expected was "+
			strconv.Quote(v.check.Origin))
	}
	if v.check.Keys != nil {
		v.report.KeysExpected = true
		v.keys = *v.check.Keys
		if *v.check.Keys != h.Keys {
			v.reason("header", "the file names other keys than the ones expected")
		}
	}
}

func (v *bundleVerifier) part(p bundlePart) {
	if p.section != openingSection {
		v.entryEnds()
	}
	switch p.section {
	case packSection:
		v.pack(p.data)
	case entrySection:
		v.entry(p.data)
	case openingSection:
		v.opening(p.data)
	case checkpointSection:
		v.checkpoint(p.data)
	case endSection:
		// The reader reports the end by io.EOF.
	default:
		v.reason("file", "section "+string(rune(p.section))+" is not known")
	}
}

func (v *bundleVerifier) pack(data []byte) {
	index := v.report.Packs
	v.report.Packs++
	place := "pack " + number(index)
	v.newest = place
	if v.report.Entries > 0 || v.report.Checkpoints > 0 {
		v.reason(place, "it stands after entries or checkpoints")
	}
	if v.report.Packs == PacksMax+1 {
		v.reason(place, "more than "+strconv.Itoa(PacksMax)+" packs")
	}
	if v.check.Pack != nil {
		if err := v.check.Pack(index, data); err != nil {
			v.reason(place, err.Error())
		}
	}
}

func (v *bundleVerifier) entry(data []byte) {
	e := &BundleEntry{Index: v.report.Entries, Envelope: data, Leaf: LeafHash(data)}
	v.report.Entries++
	if err := v.leaves.Append(e.Leaf); err != nil {
		v.reason(place(e), err.Error())
	}
	v.pending, v.newest = e, place(e)
}

func place(e *BundleEntry) string { return "entry " + number(e.Index) }

func (v *bundleVerifier) opening(data []byte) {
	v.report.Openings++
	if v.pending == nil {
		v.reason("opening "+number(v.report.Openings-1), "it follows no entry")
		return
	}
	o, err := decodeOpening(data)
	if err != nil {
		v.reason(place(v.pending), err.Error())
		return
	}
	if len(v.pending.Openings) == OpeningsMax {
		v.reason(place(v.pending), "more than "+strconv.Itoa(OpeningsMax)+" openings")
		return
	}
	v.pending.Openings = append(v.pending.Openings, o)
}

// entryEnds hands the newest entry over once all its openings were read.
func (v *bundleVerifier) entryEnds() {
	if v.pending == nil {
		return
	}
	e := v.pending
	v.pending = nil
	if v.check.Entry != nil {
		if err := v.check.Entry(*e); err != nil {
			v.reason(place(e), err.Error())
		}
	}
}

func (v *bundleVerifier) checkpoint(data []byte) {
	place := "checkpoint " + number(v.report.Checkpoints)
	position := v.report.Checkpoints
	v.report.Checkpoints++
	v.newest = place
	item, asWritten, err := openTrackItem(data, v.keys)
	if err != nil {
		v.reason(place, err.Error())
		return
	}
	item.Position = position
	if !asWritten || item.Extension != "" {
		v.reason(place, "it has lines or spellings that a ledger does not write")
	}
	if item.Origin != v.report.Header.Origin {
		v.reason(place, "it is of "+strconv.Quote(item.Origin))
	}
	if v.prev != nil {
		if item.ClockFault {
			item.Time = v.prev.Time
		}
		if err := Follows(*v.prev, item); err != nil {
			v.reason(place, err.Error())
		}
	}
	switch {
	case item.Size != v.leaves.Size():
		v.reason(place, "it is of size "+number(item.Size)+" and stands after "+
			number(v.leaves.Size())+" entries")
	case item.Root != v.leaves.Root():
		v.reason(place, "the root of the "+number(item.Size)+" entries before it is "+
			v.leaves.Root().String()+", signed was "+item.Root.String())
	default:
		v.covered = item.Size
	}
	if item.ClockFault {
		v.report.ClockFaults++
	}
	v.prev, v.report.Head = &item, item
	if v.check.Checkpoint != nil {
		if err := v.check.Checkpoint(item); err != nil {
			v.reason(place, err.Error())
		}
	}
}

// end says why reading ended, and compares what was read with what the header promised. Where the
// framing was lost the counts say nothing.
func (v *bundleVerifier) end(err error) {
	switch {
	case errors.Is(err, ErrDigest):
		v.reason("end", err.Error())
	case !errors.Is(err, io.EOF):
		v.reason("after "+v.last(), err.Error())
		return
	}
	h, have := v.report.Header, v.report
	for _, c := range []struct {
		what       string
		says, have uint64
	}{
		{"packs", h.Packs, have.Packs},
		{"entries", h.Entries, have.Entries},
		{"openings", h.Openings, have.Openings},
		{"checkpoints", h.Checkpoints, have.Checkpoints},
	} {
		if c.says != c.have {
			v.reason("header", "it says "+number(c.says)+" "+c.what+", the file has "+number(c.have))
		}
	}
	switch {
	case v.report.Checkpoints == 0:
		v.reason("end", "no checkpoint was read")
	case v.covered != v.report.Entries:
		v.reason("end", number(v.report.Entries)+" entries, of which the last good checkpoint covers "+
			number(v.covered))
	}
}

// last names the newest section.
func (v *bundleVerifier) last() string {
	if v.newest == "" {
		return "header"
	}
	return v.newest
}
