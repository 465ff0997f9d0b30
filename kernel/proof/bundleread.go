package proof

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strconv"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/primitive"
	"github.com/proofhouse/proofhouse/kernel/refusal"
)

// readAhead is how many bytes are read from the file at once.
const readAhead = 64 * 1024

// BundleReader reads the framing of a bundle as a stream, in little memory. It verifies nothing but
// the framing and, at the end, the digest: VerifyBundle does the rest.
type BundleReader struct {
	in     io.Reader
	sum    digest
	header BundleHeader
	base   []byte // The whole buffer.
	buf    []byte // The part of base that was read and not used yet.
	end    error  // What in returned last.
	done   bool
}

// bundlePart is one section as read.
type bundlePart struct {
	section section
	data    []byte // Belongs to whoever gets it.
}

// ErrDigest reports a bundle whose last 32 bytes are not the digest of everything before them.
var ErrDigest = errors.New("the digest at the end is not that of the file")

// NewBundleReader reads the header.
func NewBundleReader(in io.Reader) (*BundleReader, error) {
	r := &BundleReader{in: in, sum: primitive.NewSHA256()}
	for {
		if i := bytes.Index(r.buf, []byte("\n\n")); i >= 0 {
			text, err := r.take(i + 2)
			if err != nil {
				return nil, refusal.In("read bundle", err)
			}
			if r.header, err = parseBundleHeader(text); err != nil {
				return nil, refusal.In("read bundle", err)
			}
			return r, nil
		}
		if len(r.buf) >= BundleHeaderMax {
			return nil, refusal.In("read bundle", refusal.Of(ErrBundle, "no header in "+
				strconv.Itoa(BundleHeaderMax)+" bytes"))
		}
		if err := r.fill(len(r.buf) + 1); err != nil {
			return nil, refusal.In("read bundle", refusal.Both(ErrBundle, refusal.In("header", err)))
		}
	}
}

// Header returns the header.
func (r *BundleReader) Header() BundleHeader { return r.header }

// fill reads until the buffer has n bytes.
func (r *BundleReader) fill(n int) error {
	for len(r.buf) < n {
		if r.end != nil {
			return io.ErrUnexpectedEOF
		}
		if len(r.base) < n+readAhead {
			r.base = make([]byte, n+readAhead)
		}
		// Whoever took bytes before has used or cloned them, so their place is free again.
		have := copy(r.base, r.buf)
		got, err := r.in.Read(r.base[have:])
		r.buf = r.base[:have+got]
		if err == nil && got == 0 {
			err = io.ErrNoProgress
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		r.end = err
	}
	return nil
}

// take returns the next n bytes, which are good until the next call, and adds them to the digest.
func (r *BundleReader) take(n int) ([]byte, error) {
	if err := r.fill(n); err != nil {
		return nil, err
	}
	b := r.buf[:n:n]
	r.buf = r.buf[n:]
	_, _ = r.sum.Write(b) // A digest under way takes everything.
	return b, nil
}

// next returns the next section, io.EOF after the end section, ErrDigest if the digest differs, and
// ErrBundle when the framing cannot be followed any more.
func (r *BundleReader) next() (bundlePart, error) {
	if r.done {
		return bundlePart{}, io.EOF
	}
	head, err := r.take(5)
	if err != nil {
		return bundlePart{}, refusal.Both(ErrBundle, refusal.In("the file ends before its end section", err))
	}
	s, n := section(head[0]), binary.BigEndian.Uint32(head[1:])
	least, most, ok := s.bounds()
	if !ok {
		return bundlePart{}, refusal.Of(ErrBundle, "unknown section 0x"+event.Hex(head[:1]))
	}
	if uint64(n) < uint64(least) || uint64(n) > uint64(most) {
		return bundlePart{}, sectionSize(s, uint64(n), least, most)
	}
	if s == endSection {
		return bundlePart{}, r.finish()
	}
	data, err := r.take(int(n))
	if err != nil {
		return bundlePart{}, refusal.Both(ErrBundle, refusal.In("the file ends inside a section", err))
	}
	return bundlePart{section: s, data: bytes.Clone(data)}, nil
}

// finish compares the digest and makes sure that nothing follows it.
func (r *BundleReader) finish() error {
	r.done = true
	sum := r.sum.Sum(nil)
	have, err := r.take(primitive.HashSize)
	if err != nil {
		return refusal.Both(ErrBundle, refusal.In("the file ends inside its digest", err))
	}
	if !bytes.Equal(have, sum) {
		return ErrDigest
	}
	switch err := r.fill(1); {
	case err == nil:
		return refusal.Of(ErrBundle, "bytes after the end section")
	case errors.Is(err, io.ErrUnexpectedEOF):
		return io.EOF // The file ends where it should.
	default:
		return refusal.Both(ErrBundle, refusal.In("after the end section", err))
	}
}
