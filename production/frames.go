package production

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/session"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/ledger"
)

// FramesMax is about how many bytes of the log one answer has; whoever needs more asks again from
// where it ended. The last batch and its openings may go beyond it.
const FramesMax = 4 << 20

// Frames is a part of the log as a phone reads it: entries and the checkpoints that cover them in
// order, then the openings its reader may see.
type Frames struct {
	Bytes []byte
	Size  uint64 // Entries up to here were sent: the next question's from.
	Track uint64 // Track items up to here were sent: the next question's track.
	More  bool   // There is more than FramesMax.
}

// Log returns the log from entry from and track item track on. Reader is whoever signed in: the
// skeleton is for everybody enrolled, openings go by right. It ends where the fold has taken the log
// over, so that nobody is ahead of the roles by which openings go.
func (p *Production) Log(
	ctx context.Context, from, track uint64, reader event.PersonID,
) (Frames, error) {
	size, items := p.taken()
	out := Frames{Size: from, Track: track}
	var sent []ledger.Entry
	next, stop := pull(p.ledger.Entries(ctx, from, max(from, size)))
	defer stop()
	for item, err := range p.ledger.Track(ctx, track, max(track, items)) {
		if err != nil {
			return Frames{}, fmt.Errorf("log: track: %w", err)
		}
		for out.Size < item.Size {
			e, err := next()
			if err != nil {
				return Frames{}, fmt.Errorf("log: entry %d: %w", out.Size, err)
			}
			out.Bytes = session.AppendFrame(out.Bytes, session.EntryFrame, e.Envelope)
			sent = append(sent, e)
			out.Size++
		}
		out.Bytes = session.AppendFrame(out.Bytes, session.CheckpointFrame, item.Note)
		out.Track = item.Position + 1
		if len(out.Bytes) > FramesMax && out.Track < items {
			out.More = true
			break
		}
	}
	for _, e := range sent {
		if err := p.show(ctx, &out, e, reader); err != nil {
			return Frames{}, fmt.Errorf("log: %w", err)
		}
	}
	return out, nil
}

// Openings returns what a reader may see today of the texts of the entries from from up to before
// to: what they could not read when they fetched the log, because they were not signed in or had no
// right to it yet. Size says where the next question goes on.
func (p *Production) Openings(
	ctx context.Context, from, to uint64, reader event.PersonID,
) (Frames, error) {
	size, items := p.taken()
	out := Frames{Size: from, Track: items}
	to = min(to, size)
	for e, err := range p.ledger.Entries(ctx, from, max(from, to)) {
		if err != nil {
			return Frames{}, fmt.Errorf("openings: entry %d: %w", out.Size, err)
		}
		if err := p.show(ctx, &out, e, reader); err != nil {
			return Frames{}, fmt.Errorf("openings: %w", err)
		}
		out.Size = e.Index + 1
		if len(out.Bytes) > FramesMax && out.Size < to {
			out.More = true
			break
		}
	}
	return out, nil
}

// taken returns how many entries and track items the fold has taken over. Entries that wait for a
// checkpoint with a time are among them.
func (p *Production) taken() (size, items uint64) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return uint64(p.known.Size()) + uint64(p.known.Pending()), uint64(p.track.Len())
}

// show adds the openings of an entry that a reader may see.
func (p *Production) show(
	ctx context.Context, out *Frames, e ledger.Entry, reader event.PersonID,
) error {
	shown, err := p.readable(ctx, e, reader)
	if err != nil {
		return err
	}
	for _, o := range shown {
		if err := out.opening(e.Index, o); err != nil {
			return err
		}
	}
	return nil
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
	f.Bytes = session.AppendFrame(f.Bytes, session.OpeningFrame, data)
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
	ctx context.Context, recorded ledger.Entry, reader event.PersonID,
) ([]ledger.Opening, error) {
	var may func(field string) bool
	var err error
	p.View(func(known *state.State) {
		if folded, ok := known.Entry(int(recorded.Index)); ok {
			may = right(known, folded.Event, reader)
			return
		}
		var waits *event.Parsed // For a checkpoint with a time.
		if waits, err = event.Parse(recorded.Envelope); err == nil {
			may = right(known, waits.Event(), reader)
		}
	})
	if err != nil {
		return nil, fmt.Errorf("entry %d: %w", recorded.Index, err)
	}
	if may == nil {
		return nil, nil
	}
	all, err := p.ledger.Openings(ctx, recorded.Index)
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

// right says which fields of an event a reader may see, nil for none. A concern is read by its
// author, by recipients and by stewards; everything else by everybody enrolled, except the files
// about people and things. The roles are those of today; the entry itself may still wait for a time.
func right(known *state.State, e *event.Event, reader event.PersonID) func(field string) bool {
	if len(e.Openings) == 0 {
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
	if e.Kind == event.KindConcernRaised {
		author := func(s event.Signer) bool { return s.Person == reader }
		if slices.ContainsFunc(e.Signers, author) || holds(event.Recipient, event.Steward) {
			return func(string) bool { return true }
		}
		return nil
	}
	office := holds(event.Office, event.Founder)
	if e.Kind == event.KindItemReceived {
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
