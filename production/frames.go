package production

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/ledger"
)

// FramesMax is about how many bytes of the log one answer has; whoever needs more asks again from
// where it ended. The last batch and its openings may go beyond it.
const FramesMax = 4 << 20

// The tags of a frame: the tag, the length in four bytes, big endian, and the data.
const (
	entryFrame      = 'E'
	checkpointFrame = 'C'
	openingFrame    = 'O'
)

// Frames is a part of the log as a phone reads it: entries and the checkpoints that cover them in
// order, then the openings its reader may see.
type Frames struct {
	Bytes []byte
	Size  uint64 // Entries up to here were sent: the next question's from.
	Track uint64 // Track items up to here were sent: the next question's track.
	More  bool   // There is more than FramesMax.
}

// Log returns the log from entry from and track item track on. Reader is whoever signed in: the
// skeleton is for everybody enrolled, openings go by right.
func (p *Production) Log(
	ctx context.Context, from, track uint64, reader event.PersonID,
) (Frames, error) {
	head := p.ledger.Head()
	out := Frames{Size: from, Track: track}
	var entries []uint64
	next, stop := pull(p.ledger.Entries(ctx, from, head.Size))
	defer stop()
	for item, err := range p.ledger.Track(ctx, track, head.Position+1) {
		if err != nil {
			return Frames{}, fmt.Errorf("log: track: %w", err)
		}
		for out.Size < item.Size {
			e, err := next()
			if err != nil {
				return Frames{}, fmt.Errorf("log: entry %d: %w", out.Size, err)
			}
			out.add(entryFrame, e.Envelope)
			entries = append(entries, e.Index)
			out.Size++
		}
		out.add(checkpointFrame, item.Note)
		out.Track = item.Position + 1
		if len(out.Bytes) > FramesMax && item.Position < head.Position {
			out.More = true
			break
		}
	}
	for _, index := range entries {
		shown, err := p.readable(ctx, index, reader)
		if err != nil {
			return Frames{}, fmt.Errorf("log: %w", err)
		}
		for _, o := range shown {
			if err := out.opening(index, o); err != nil {
				return Frames{}, fmt.Errorf("log: %w", err)
			}
		}
	}
	return out, nil
}

func (f *Frames) add(tag byte, data []byte) {
	f.Bytes = binary.BigEndian.AppendUint32(append(f.Bytes, tag), uint32(len(data)))
	f.Bytes = append(f.Bytes, data...)
}

// opening writes the JSON of one opening.
func (f *Frames) opening(index uint64, o ledger.Opening) error {
	data, err := json.Marshal(struct {
		Index uint64 `json:"index"`
		Field string `json:"field"`
		Salt  string `json:"salt"`
		Value string `json:"value"`
	}{index, o.Field, hex.EncodeToString(o.Salt[:]), string(o.Value)})
	if err != nil {
		return fmt.Errorf("opening of entry %d: %w", index, err)
	}
	f.add(openingFrame, data)
	return nil
}

// FileSuffix ends the field of an opening that only the person it is about and the office read:
// telephone, permit number, the key of a roster row. What stands before it is the person's or the
// item's id.
const FileSuffix = ".file"

// everybody is the reader who sees what anybody enrolled sees.
const everybody event.PersonID = ""

// readable returns the openings of an entry that a reader may see.
func (p *Production) readable(
	ctx context.Context, index uint64, reader event.PersonID,
) ([]ledger.Opening, error) {
	var may func(field string) bool
	p.View(func(known *state.State) { may = right(known, int(index), reader) })
	if may == nil {
		return nil, nil
	}
	all, err := p.ledger.Openings(ctx, index)
	if err != nil {
		return nil, err
	}
	shown := all[:0]
	for _, o := range all {
		if may(o.Field) {
			shown = append(shown, o)
		}
	}
	return shown, nil
}

// right says which fields of an entry a reader may see, nil for none. A concern is read by its
// author, by recipients and by stewards; everything else by everybody enrolled, except the files
// about people and things.
func right(known *state.State, index int, reader event.PersonID) func(field string) bool {
	e, ok := known.Entry(index)
	if !ok || len(e.Event.Openings) == 0 {
		return nil
	}
	holds := func(roles ...event.Role) bool {
		for _, r := range roles {
			if known.Holds(reader, r) {
				return true
			}
		}
		return false
	}
	if e.Event.Kind == event.KindConcernRaised {
		if known.Signed(index, reader) || holds(event.Recipient, event.Steward) {
			return func(string) bool { return true }
		}
		return nil
	}
	office := holds(event.Office, event.Founder)
	if e.Event.Kind == event.KindItemReceived {
		office = office || holds(event.Handler, event.Advisor) // Whole serials are for who examines.
	}
	return func(field string) bool {
		about, file := strings.CutSuffix(field, FileSuffix)
		return !file || office || reader != everybody && about == string(reader)
	}
}

// Name returns the roster name of somebody, empty when the record has none or it was erased.
func (p *Production) Name(ctx context.Context, who event.PersonID) (string, error) {
	index := state.NoIndex
	p.View(func(known *state.State) {
		if person, ok := known.Person(who); ok {
			index = person.Listed
		}
	})
	if index == state.NoIndex {
		return "", nil
	}
	all, err := p.ledger.Openings(ctx, uint64(index))
	if err != nil {
		return "", fmt.Errorf("name: %w", err)
	}
	for _, o := range all {
		if o.Field == string(who) {
			return string(o.Value), nil
		}
	}
	return "", nil
}
