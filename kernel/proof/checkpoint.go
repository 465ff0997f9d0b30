package proof

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/proofhouse/proofhouse/kernel/refusal"
)

// UnixTime is whole seconds since 1970-01-01 UTC, the unit of C2SP tlog-cosignature. Zero means
// that no time is known.
type UnixTime int64

// Bounds of what a checkpoint may say.
const (
	// SizeMax is the largest tree this package reckons with. It keeps the index arithmetic of every
	// reader, of which some loop for ever near 2^63, far from its edge.
	SizeMax uint64 = 1 << 40
	// TimeMax is the latest time a cosignature may carry: C2SP tlog-cosignature, section Format.
	TimeMax UnixTime = 1<<63 - 1
	// NoteMax is the longest signed checkpoint in bytes. It leaves room for the 16 signatures that
	// C2SP signed-note makes every verifier accept.
	NoteMax = 16 * 1024
	// ClockSlackSec is how far, in seconds, a clock may be from the true time on either side without
	// being a fault: a server's when it signs or judges, a phone's when an answer reaches it. Time
	// services correct by steps of milliseconds, which can cross a whole second.
	ClockSlackSec = 2
)

// Sentinels for callers that branch.
var (
	// ErrCheckpoint reports text that is not a checkpoint in the one form this package writes.
	ErrCheckpoint = errors.New("malformed checkpoint")
	// ErrUnsigned reports a checkpoint without a line by the expected log key.
	ErrUnsigned = errors.New("no signature by the expected log key")
	// ErrSignature reports a line by an expected key that does not verify.
	ErrSignature = errors.New("signature does not verify")
	// ErrOrigin reports a checkpoint of another log.
	ErrOrigin = errors.New("checkpoint belongs to another origin")
)

// Checkpoint is the head of a log: C2SP tlog-checkpoint.
type Checkpoint struct {
	Origin string
	Size   uint64 // Number of entries; at most SizeMax.
	Root   Hash   // RFC 6962 Merkle root over that many entries.
	// Extension holds the lines after the root with their newlines. The specification advises
	// against any; they are kept because signatures cover them, and never read.
	Extension string
}

// Text returns the note text that is signed.
func (c Checkpoint) Text() []byte {
	return []byte(c.Origin + "\n" + number(c.Size) + "\n" + c.Root.String() + "\n" +
		c.Extension)
}

// ParseCheckpoint reads the text of a checkpoint. Every accepted text is the one Text returns.
func ParseCheckpoint(text []byte) (Checkpoint, error) {
	if len(text) > NoteMax || !utf8.Valid(text) {
		return Checkpoint{}, refusal.Of(ErrCheckpoint, "longer than "+strconv.Itoa(NoteMax)+
			" bytes or not UTF-8")
	}
	line := strings.SplitN(string(text), "\n", 4)
	if len(line) != 4 {
		return Checkpoint{}, refusal.Of(ErrCheckpoint, "want origin, size and root")
	}
	c := Checkpoint{Origin: line[0], Extension: line[3]}
	if err := CheckName(c.Origin); err != nil {
		return Checkpoint{}, refusal.Both(ErrCheckpoint, refusal.In("origin", err))
	}
	var err error
	if c.Size, err = parseCount(line[1], SizeMax); err != nil {
		return Checkpoint{}, refusal.Both(ErrCheckpoint, refusal.In("size", err))
	}
	if c.Root, err = parseHash(line[2]); err != nil {
		return Checkpoint{}, refusal.Both(ErrCheckpoint, refusal.In("root", err))
	}
	if err := checkExtension(c.Extension); err != nil {
		return Checkpoint{}, err
	}
	if c.Size == 0 && c.Root != emptyRoot {
		return Checkpoint{}, refusal.Of(ErrCheckpoint, "size 0 with the root of something")
	}
	return c, nil
}

func checkExtension(ext string) error {
	if ext == "" {
		return nil
	}
	if strings.HasPrefix(ext, "\n") || strings.Contains(ext, "\n\n") || !strings.HasSuffix(ext, "\n") {
		return refusal.Of(ErrCheckpoint, "empty or unfinished extension line")
	}
	for i := range len(ext) {
		if ext[i] < 0x20 && ext[i] != '\n' {
			return refusal.Of(ErrCheckpoint, "control character in an extension line")
		}
	}
	return nil
}

// parseCount reads a decimal without sign or leading zeroes.
func parseCount(s string, most uint64) (uint64, error) {
	n, err := strconv.ParseUint(s, 10, 64)
	if err != nil || strconv.FormatUint(n, 10) != s {
		return 0, errors.New("not a plain decimal number")
	}
	if n > most {
		return 0, errors.New(s + " is above " + number(most))
	}
	return n, nil
}

// parseHash reads 32 bytes in the only base64 spelling they have.
func parseHash(s string) (Hash, error) {
	var h Hash
	raw, err := base64.StdEncoding.Strict().DecodeString(s)
	if err != nil || len(raw) != len(h) || len(s) != base64.StdEncoding.EncodedLen(len(h)) {
		return Hash{}, errors.New("not 32 bytes in base64")
	}
	copy(h[:], raw)
	return h, nil
}

// TrackItem is one signed checkpoint and what its clock line says.
type TrackItem struct {
	Position uint64 // Place in the track, from 0; not signed, so only as good as who counts.
	Checkpoint
	Time       UnixTime // Time of the clock line; of the last timed item before it on a ClockFault.
	ClockFault bool     // The clock did not vouch: the note has no clock line.
	Note       []byte   // The signed note itself. It must not be modified.
}

// OpenTrackItem verifies a signed checkpoint: the log key must have signed it, a line by the clock
// key must verify, and lines by others (witnesses) are left alone as C2SP signed-note asks. A note
// without a clock line is a ClockFault with no time. Position stays 0.
func OpenTrackItem(signed []byte, keys Keys) (TrackItem, error) {
	item, _, err := openTrackItem(signed, keys)
	return item, err
}

// openTrackItem also reports whether the note is spelled as a ledger writes it: the line of the log,
// then the line of the clock if there is one, and nothing else.
func openTrackItem(signed []byte, keys Keys) (item TrackItem, asWritten bool, err error) {
	if len(signed) > NoteMax {
		return TrackItem{}, false, errors.New("signed checkpoint: " + strconv.Itoa(len(signed)) +
			" bytes, at most " + strconv.Itoa(NoteMax))
	}
	text, lines, err := openNote(signed, keys.Log, keys.Clock)
	if err != nil {
		return TrackItem{}, false, refusal.In("signed checkpoint", err)
	}
	c, err := ParseCheckpoint(text)
	if err != nil {
		return TrackItem{}, false, refusal.In("signed checkpoint", err)
	}
	if err := keys.Check(c.Origin); err != nil {
		return TrackItem{}, false, refusal.In("signed checkpoint", refusal.Both(ErrOrigin, err))
	}
	item = TrackItem{Checkpoint: c, ClockFault: true, Note: bytes.Clone(signed)}
	byLog := false
	written := append(bytes.Clone(text), '\n')
	for _, l := range lines {
		if l.by == keys.Log {
			byLog = true
		} else {
			item.Time, item.ClockFault = lineTime(l), false
		}
		written = append(written, SignatureLine(l.by, l.sig)...)
	}
	if !byLog {
		return TrackItem{}, false, refusal.In("signed checkpoint", ErrUnsigned)
	}
	return item, lines[0].by == keys.Log && bytes.Equal(written, signed), nil
}

// lineTime reads the time of a verified clock line: its signature begins with eight bytes of it.
func lineTime(l noteLine) UnixTime { return UnixTime(binary.BigEndian.Uint64(l.sig)) }

// SignatureLine returns one line of a signed note, for whoever holds the secret key. The signature
// of a TimedCosignature begins with the eight bytes of its time.
func SignatureLine(k VerifierKey, sig []byte) string {
	raw := binary.BigEndian.AppendUint32(nil, k.ID())
	return linePrefix + k.Name + " " + base64.StdEncoding.EncodeToString(append(raw, sig...)) + "\n"
}
