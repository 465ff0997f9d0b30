package proof

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/proofhouse/proofhouse/kernel/refusal"
)

// The fixed words of a bundle. The specification is docs/spec/bundle.md.
const (
	// BundleMagic is the first line and the format number. Formats only grow.
	//
	//	PHB1  the first format.
	BundleMagic = "PHB1"
	// BundlePreface is the second line of every bundle.
	BundlePreface = "A HOLD means the record is incomplete, not that someone did wrong; " +
		"a complete record does not mean it was safe."
	// DemoBanner is what a bundle of a demo production says about its signers.
	DemoBanner = "DEMO IDENTITIES: software keys, not verified persons"
)

// Bounds of a bundle.
const (
	// BundleHeaderMax is the longest header in bytes.
	BundleHeaderMax = 4096
	// EnvelopeMax is the longest entry in bytes: C2SP tlog-tiles, section Log entries.
	EnvelopeMax = 65_535
	// OpeningFieldMax is the longest field name of an opening in bytes.
	OpeningFieldMax = 128
	// OpeningValueMax is the longest value of an opening in bytes.
	OpeningValueMax = 16 * 1024
	// OpeningsMax is the most openings of one entry.
	OpeningsMax = 128
	// PackMax is the longest rule pack in bytes.
	PackMax = 1 << 20
	// PacksMax is the most rule packs in a bundle.
	PacksMax = 64
	// bundleNoteMax is the longest signed checkpoint in a bundle in bytes: two lines, not 16.
	bundleNoteMax = 2048
)

// ErrBundle reports a file that cannot be read on as a bundle.
var ErrBundle = errors.New("malformed bundle")

// BundleHeader is the text at the top of a bundle. All of it is a claim: VerifyBundle compares it
// with what follows and with what the caller expects.
type BundleHeader struct {
	Origin      string
	Keys        Keys
	Demo        bool // The signers are demo identities; the header carries DemoBanner.
	Packs       uint64
	Entries     uint64
	Openings    uint64
	Checkpoints uint64
}

// Opening is the value behind one salted commitment of an entry.
type Opening struct {
	Field string
	Salt  [16]byte
	Value []byte
}

// BundleEntry is one entry with the openings that came along.
type BundleEntry struct {
	Index    uint64
	Envelope []byte
	Leaf     Hash
	Openings []Opening
}

// section is the tag of one framed part. Frames are the tag, the length in four bytes, and the data.
type section byte

const (
	packSection       section = 'P'
	checkpointSection section = 'C'
	entrySection      section = 'E'
	openingSection    section = 'O'
	endSection        section = 'Z'
)

// bounds returns the shortest and longest data of a section in bytes.
func (s section) bounds() (least, most int, ok bool) {
	switch s {
	case packSection:
		return 1, PackMax, true
	case checkpointSection:
		return 1, bundleNoteMax, true
	case entrySection:
		return 1, EnvelopeMax, true
	case openingSection:
		return 1 + 1 + 16, 1 + OpeningFieldMax + 16 + OpeningValueMax, true
	case endSection:
		return 32, 32, true
	default:
		return 0, 0, false
	}
}

// sectionSize refuses a section by its length.
func sectionSize(s section, length uint64, least, most int) error {
	return refusal.Of(ErrBundle, "section "+string(rune(s))+" of "+number(length)+" bytes, want "+
		strconv.Itoa(least)+" to "+strconv.Itoa(most))
}

// text returns the header with the empty line that ends it.
func (h BundleHeader) text() []byte {
	var b bytes.Buffer
	line := func(words ...string) { b.WriteString(strings.Join(words, " ") + "\n") }
	count := func(name string, n uint64) { line(name, number(n)) }
	line(BundleMagic)
	line(BundlePreface)
	if h.Demo {
		line("demo", DemoBanner)
	}
	line("origin", h.Origin)
	line("log", h.Keys.Log.String())
	line("clock", h.Keys.Clock.String())
	count("packs", h.Packs)
	count("entries", h.Entries)
	count("openings", h.Openings)
	count("checkpoints", h.Checkpoints)
	line()
	return b.Bytes()
}

func (h BundleHeader) check() error {
	if err := CheckName(h.Origin); err != nil {
		return refusal.Both(ErrBundle, refusal.In("origin", err))
	}
	if err := h.Keys.Check(h.Origin); err != nil {
		return refusal.Both(ErrBundle, err)
	}
	if h.Packs > PacksMax || h.Entries > SizeMax || h.Openings > OpeningsMax*SizeMax ||
		h.Checkpoints > SizeMax {
		return refusal.Of(ErrBundle, "a count is above its bound")
	}
	return nil
}

// parseBundleHeader reads the text up to and with the empty line. Every accepted text is the one
// that text returns.
func parseBundleHeader(raw []byte) (BundleHeader, error) {
	line := strings.Split(string(raw), "\n")
	if line[0] != BundleMagic {
		return BundleHeader{}, refusal.Of(ErrBundle, "it does not begin with "+BundleMagic)
	}
	var h BundleHeader
	rest := line[min(2, len(line)):]
	if len(rest) > 0 && strings.HasPrefix(rest[0], "demo ") {
		h.Demo, rest = true, rest[1:]
	}
	names := [...]string{"origin", "log", "clock", "packs", "entries", "openings", "checkpoints"}
	if len(rest) < len(names) {
		return BundleHeader{}, refusal.Of(ErrBundle, "the header is short of lines")
	}
	var value [len(names)]string
	for i, name := range names {
		v, ok := strings.CutPrefix(rest[i], name+" ")
		if !ok {
			return BundleHeader{}, refusal.Of(ErrBundle, "the header has no "+name+" where it should be")
		}
		value[i] = v
	}
	h.Origin = value[0]
	var err error
	for i, k := range []*VerifierKey{&h.Keys.Log, &h.Keys.Clock} {
		if *k, err = ParseVerifierKey(value[1+i]); err != nil {
			return BundleHeader{}, refusal.Both(ErrBundle, refusal.In(names[1+i], err))
		}
	}
	counts := []*uint64{nil, nil, nil, &h.Packs, &h.Entries, &h.Openings, &h.Checkpoints}
	for i, name := range names {
		if counts[i] == nil {
			continue
		}
		if *counts[i], err = parseCount(value[i], OpeningsMax*SizeMax); err != nil {
			return BundleHeader{}, refusal.Both(ErrBundle, refusal.In(name, err))
		}
	}
	if err := h.check(); err != nil {
		return BundleHeader{}, err
	}
	if !bytes.Equal(h.text(), raw) {
		return BundleHeader{}, refusal.Of(ErrBundle, "the header is not in its one spelling")
	}
	return h, nil
}

func encodeOpening(o Opening) ([]byte, error) {
	if o.Field == "" || len(o.Field) > OpeningFieldMax {
		return nil, refusal.Of(ErrBundle, "field of "+strconv.Itoa(len(o.Field))+" bytes, want 1 to "+
			strconv.Itoa(OpeningFieldMax))
	}
	if len(o.Value) > OpeningValueMax {
		return nil, refusal.Of(ErrBundle, "value of "+strconv.Itoa(len(o.Value))+" bytes, at most "+
			strconv.Itoa(OpeningValueMax))
	}
	b := append([]byte{byte(len(o.Field))}, o.Field...)
	b = append(b, o.Salt[:]...)
	return append(b, o.Value...), nil
}

func decodeOpening(b []byte) (Opening, error) {
	if len(b) < 1 {
		return Opening{}, refusal.Of(ErrBundle, "empty opening")
	}
	n := int(b[0])
	if n == 0 || n > OpeningFieldMax || len(b) < 1+n+16 || len(b) > 1+n+16+OpeningValueMax {
		return Opening{}, refusal.Of(ErrBundle, "opening of "+strconv.Itoa(len(b))+
			" bytes with a field of "+strconv.Itoa(n))
	}
	o := Opening{Field: string(b[1 : 1+n]), Value: bytes.Clone(b[1+n+16:])}
	copy(o.Salt[:], b[1+n:])
	return o, nil
}

// digest is a SHA-256 under way.
type digest interface {
	io.Writer
	Sum(b []byte) []byte
}

func frame(s section, length int) []byte {
	return binary.BigEndian.AppendUint32([]byte{byte(s)}, uint32(length))
}
