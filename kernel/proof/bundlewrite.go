package proof

import (
	"io"

	"github.com/proofhouse/proofhouse/kernel/primitive"
	"github.com/proofhouse/proofhouse/kernel/refusal"
)

// BundleWriter writes a bundle as a stream. The order is: packs, checkpoints of size 0, then each
// entry, its openings, and the checkpoints whose size is reached with it; then Close. The first
// error stays: every later call returns it.
type BundleWriter struct {
	out  io.Writer
	sum  digest
	want BundleHeader
	have BundleHeader // Counts only.
	size uint64       // Size of the newest checkpoint; beyond SizeMax before the first.
	err  error
}

// NewBundleWriter writes the header. Its counts must be what follows; Close compares them.
func NewBundleWriter(out io.Writer, h BundleHeader) (*BundleWriter, error) {
	if err := h.check(); err != nil {
		return nil, refusal.In("write bundle", err)
	}
	w := &BundleWriter{out: out, sum: primitive.NewSHA256(), want: h, size: SizeMax + 1}
	w.write(h.text())
	return w, w.err
}

func (w *BundleWriter) write(b []byte) {
	if w.err != nil {
		return
	}
	_, _ = w.sum.Write(b) // A digest under way takes everything.
	if _, err := w.out.Write(b); err != nil {
		w.err = refusal.In("write bundle", err)
	}
}

func (w *BundleWriter) section(s section, data []byte) error {
	least, most, ok := s.bounds()
	if w.err == nil && (!ok || len(data) < least || len(data) > most) {
		w.err = refusal.In("write bundle", sectionSize(s, uint64(len(data)), least, most))
	}
	w.write(frame(s, len(data)))
	w.write(data)
	return w.err
}

func (w *BundleWriter) refuse(what string) error {
	if w.err == nil {
		w.err = refusal.In("write bundle", refusal.Of(ErrBundle, what))
	}
	return w.err
}

// Pack adds the bytes of one rule pack.
func (w *BundleWriter) Pack(data []byte) error {
	if w.have.Entries > 0 || w.have.Checkpoints > 0 {
		return w.refuse("a pack after the packs")
	}
	w.have.Packs++
	return w.section(packSection, data)
}

// Entry adds the next entry and those of its openings that shall be shown.
func (w *BundleWriter) Entry(envelope []byte, openings []Opening) error {
	if len(openings) > OpeningsMax {
		return w.refuse("too many openings for one entry")
	}
	w.have.Entries++
	if err := w.section(entrySection, envelope); err != nil {
		return err
	}
	for _, o := range openings {
		data, err := encodeOpening(o)
		if err != nil {
			return w.refuse(err.Error())
		}
		w.have.Openings++
		if err := w.section(openingSection, data); err != nil {
			return err
		}
	}
	return nil
}

// Checkpoint adds the next item of the track. Its size must be the number of entries so far.
func (w *BundleWriter) Checkpoint(item TrackItem) error {
	if item.Size != w.have.Entries {
		return w.refuse("checkpoint of size " + number(item.Size) + " after " +
			number(w.have.Entries) + " entries")
	}
	w.have.Checkpoints++
	w.size = item.Size
	return w.section(checkpointSection, item.Note)
}

// Close compares the counts and writes the digest over everything before it. It does not close the
// underlying writer.
func (w *BundleWriter) Close() error {
	if w.size != w.have.Entries {
		return w.refuse("the last entries have no checkpoint")
	}
	if w.have.Packs != w.want.Packs || w.have.Entries != w.want.Entries ||
		w.have.Openings != w.want.Openings || w.have.Checkpoints != w.want.Checkpoints {
		return w.refuse("the counts of the header are not what was written")
	}
	w.write(frame(endSection, primitive.HashSize))
	w.write(w.sum.Sum(nil))
	return w.err
}
