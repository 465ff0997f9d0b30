package session

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"sort"
	"strconv"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/proof"
	"github.com/proofhouse/proofhouse/kernel/state"
)

// Bounds of one feed, in bytes. A server sends a few MiB at a time.
const (
	FeedMax  = 64 << 20 // Longest stream.
	FrameMax = 1 << 17  // Longest frame; an entry has at most 65,535 bytes, an opening less.
)

// The tags of a frame.
const (
	EntryFrame      = 'E'
	CheckpointFrame = 'C'
	OpeningFrame    = 'O'
)

// AppendFrame appends a frame as Feed reads it: the tag, the length in four bytes, big endian, and
// the data. Whoever writes a log for a page keeps to FrameMax.
func AppendFrame(dst []byte, tag byte, data []byte) []byte {
	return append(binary.BigEndian.AppendUint32(append(dst, tag), uint32(len(data))), data...)
}

type frame struct {
	tag    byte
	body   []byte
	parsed *event.Parsed // Of an entry; nil when this build cannot read it.
	err    error         // Why not.
}

// fed is one stream between Feed and Vouch.
type fed struct {
	frames []frame
	checks int
}

// Refusal is one thing a server sent that does not hold.
type Refusal struct {
	Index   int // Log index it is about: the entry's own, or the size at which a checkpoint stood.
	Code    string
	Message string
}

// Feed reads a part of the log, frame by frame. It returns the JSON list of signatures the host has to
// verify, in order, for Vouch. Nothing is believed yet.
func (s *Session) Feed(stream []byte) ([]byte, error) {
	s.fed = nil
	frames, err := cut(stream)
	if err != nil {
		s.doubted(Refusal{int(s.leaves.Size()), CodeFrames, err.Error()})
		return nil, &Error{CodeFrames, err.Error(), ""}
	}
	f := &fed{frames: frames}
	out := []byte(`{"checks":[`)
	for i := range frames {
		if frames[i].tag != EntryFrame {
			continue
		}
		frames[i].parsed, frames[i].err = event.Parse(frames[i].body)
		if frames[i].err != nil {
			continue
		}
		for _, c := range frames[i].parsed.Checks() {
			out = appendCheck(out, c)
			f.checks++
		}
	}
	s.fed = f
	return append(out, `]}`...), nil
}

func cut(stream []byte) ([]frame, error) {
	if len(stream) > FeedMax {
		return nil, errors.New("stream of " + strconv.Itoa(len(stream)) + " bytes, at most " +
			strconv.Itoa(FeedMax))
	}
	const head = 5
	var out []frame
	for at := 0; at < len(stream); {
		if len(stream)-at < head {
			return nil, errors.New("a header is cut short")
		}
		tag, n := stream[at], binary.BigEndian.Uint32(stream[at+1:])
		at += head
		switch {
		case tag != EntryFrame && tag != CheckpointFrame && tag != OpeningFrame:
			return nil, errors.New("a frame of unknown type 0x" + event.Hex([]byte{tag}))
		case n > FrameMax:
			return nil, errors.New("a frame of " + strconv.Itoa(int(n)) + " bytes, at most " +
				strconv.Itoa(FrameMax))
		case int(n) > len(stream)-at:
			return nil, errors.New("a frame is cut short")
		}
		out = append(out, frame{tag: tag, body: stream[at : at+int(n)]})
		at += int(n)
	}
	return out, nil
}

func appendCheck(out []byte, c event.Check) []byte {
	if out[len(out)-1] != '[' {
		out = append(out, ',')
	}
	// Parse admitted minimal DER with low S only, so the raw form always exists; if it did not, the
	// zero signature would verify nowhere.
	raw, _ := event.RawFromDER(c.DER)
	out = append(out, `{"alg":"ES256","key":"`...)
	out = base64.StdEncoding.AppendEncode(out, c.Key[:])
	out = append(out, `","message":"`...)
	out = base64.StdEncoding.AppendEncode(out, c.Message)
	out = append(out, `","sig":"`...)
	out = base64.StdEncoding.AppendEncode(out, raw[:])
	return append(out, `"}`...)
}

// Vouch takes the host's answers for the checks of the last Feed, one byte each, 1 for a signature
// that verifies, and the host's name for itself. What holds is folded; the JSON says how far the
// record goes now and what was refused.
func (s *Session) Vouch(answers []byte, host string) ([]byte, error) {
	f := s.fed
	s.fed = nil
	if f == nil || len(answers) != f.checks || host == "" {
		return nil, refuse(CodeVouch, strconv.Itoa(len(answers))+" answers do not belong to what was fed")
	}
	refused := s.take(f, answers, host)
	out := append([]byte(`{"size":`), strconv.FormatUint(s.leaves.Size(), 10)...)
	out = append(out, `,"complete":`...)
	out = strconv.AppendBool(out, s.Whole())
	newest, _ := s.known.Newest()
	out = append(out, `,"time":`...)
	out = strconv.AppendInt(out, newest.Time, 10)
	out = append(out, `,"refused":[`...)
	for i, r := range refused {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, `{"index":`...)
		out = strconv.AppendInt(out, int64(r.Index), 10)
		out = event.AppendMember(out, "code", r.Code)
		out = append(event.AppendMember(out, "message", r.Message), '}')
	}
	return append(out, `]}`...), nil
}

// Whole reports whether the newest answer of the server held and everything taken is folded.
func (s *Session) Whole() bool {
	newest, ok := s.known.Newest()
	return s.doubt == nil && ok && s.known.Pending() == 0 && uint64(newest.Size) == s.leaves.Size()
}

func (s *Session) doubted(r Refusal) {
	if !s.forked {
		s.doubt = &r
	}
}

// batch is what came since the last checkpoint. Nothing of it has touched the session.
type batch struct {
	leaves proof.Range
	opened []event.Opened
	seen   map[event.ID]bool
	old    bool // The newest checkpoint of the stream is one already known, and not the newest.
}

func (s *Session) fresh() *batch { return &batch{leaves: s.leaves, seen: map[event.ID]bool{}} }

// take goes through a stream whose signatures the host checked. It stops believing at the first
// thing that does not hold: what comes after it rests on it.
func (s *Session) take(f *fed, answers []byte, host string) []Refusal {
	var refused []Refusal
	b := s.fresh()
	for i := range f.frames {
		var r *Refusal
		switch fr := &f.frames[i]; fr.tag {
		case EntryFrame:
			var mine []byte
			if fr.parsed != nil {
				n := len(fr.parsed.Checks())
				mine, answers = answers[:n], answers[n:]
			}
			if len(refused) == 0 {
				r = s.entry(b, fr, mine, host)
			}
		case CheckpointFrame:
			if len(refused) == 0 {
				if r = s.checkpoint(b, fr.body); r == nil {
					b = &batch{leaves: s.leaves, seen: map[event.ID]bool{}, old: b.old}
				}
			}
		}
		if r != nil {
			refused = append(refused, *r)
		}
	}
	if len(refused) == 0 && len(b.opened) > 0 {
		refused = append(refused, s.short(CodeMissing, "no checkpoint covers the last entries"))
	}
	if len(refused) == 0 && b.old {
		refused = append(refused, s.short(CodeOlder, "the newest checkpoint sent is an old one"))
	}
	if len(refused) > 0 {
		s.doubted(refused[0])
	} else if !s.forked {
		s.doubt = nil
	}
	return append(refused, s.openings(f)...)
}

// short says that a stream ended before it reached where it should.
func (s *Session) short(code, message string) Refusal {
	return Refusal{int(s.leaves.Size()), code, message}
}

func (s *Session) entry(b *batch, fr *frame, answers []byte, host string) *Refusal {
	index := int(b.leaves.Size())
	no := func(code, message string) *Refusal { return &Refusal{index, code, message} }
	if fr.err != nil {
		return no(CodeEntry, fr.err.Error())
	}
	valid := make([]bool, len(answers))
	for i, a := range answers {
		valid[i] = a == 1
	}
	o, err := event.Open(fr.parsed, event.Vouch{Host: host, Valid: valid})
	if err != nil {
		return no(CodeSignature, err.Error())
	}
	e := o.Event()
	if (index == 0) != (e.Kind == event.KindProductionOpened) {
		return no(CodeOrder, "the first entry, and only it, opens the production")
	}
	if why := s.foreign(index, e); why != "" {
		return no(CodeOrder, why)
	}
	if _, known := s.known.Known(o.ID()); known || b.seen[o.ID()] {
		return no(CodeOrder, "an entry repeats an earlier one")
	}
	b.seen[o.ID()] = true
	b.opened = append(b.opened, o)
	if err := b.leaves.Append(proof.LeafHash(fr.body)); err != nil {
		return no(CodeOrder, err.Error())
	}
	return nil
}

// foreign says why an entry does not belong to the record this session was opened for.
func (s *Session) foreign(index int, e *event.Event) string {
	if index > 0 {
		if want := s.productionOf(); want != "" && e.Production != want {
			return "an entry belongs to another production"
		}
		return ""
	}
	p, ok := e.Body.(*event.ProductionOpened)
	switch {
	case !ok:
		return "the first entry opens no production"
	case s.terms.Production != "" && e.Production != s.terms.Production:
		return "the log belongs to another production"
	case p.LogKey != s.terms.Keys.Log.String() || p.ClockKey != s.terms.Keys.Clock.String() ||
		p.LogOrigin != s.terms.Keys.Log.Name:
		return "the production was opened with other log keys"
	case p.RP != s.terms.RP:
		return "the production was opened for another relying party"
	}
	return ""
}

// productionOf is the production of the entries taken, or the one the page was told.
func (s *Session) productionOf() event.ProductionID {
	if id := s.known.ProductionID(); id != "" {
		return id
	}
	return s.terms.Production
}

// checkpoint folds a batch when a checkpoint covers exactly it.
func (s *Session) checkpoint(b *batch, note []byte) *Refusal {
	at := int(b.leaves.Size())
	no := func(code, message string) *Refusal { return &Refusal{at, code, message} }
	item, err := proof.OpenTrackItem(note, s.terms.Keys)
	if err != nil {
		return no(CodeCheckpoint, err.Error())
	}
	size := strconv.FormatUint(item.Size, 10)
	item.Note = nil // The fold asks only for size, root and time.
	if s.forks(item) {
		// Both were signed: the log has shown two faces. Nothing it says can be believed again.
		r := no(CodeFork, "two roots were signed for size "+size)
		s.doubted(*r)
		s.forked = true
		return r
	}
	newest, started := s.track.Last()
	again, known := s.track.Named(item.Size, item.Root, item.Time)
	if known && !item.ClockFault && len(b.opened) == 0 {
		b.old = again.Position != newest.Position
		return nil
	}
	b.old = false
	switch {
	case item.Size < s.leaves.Size():
		return no(CodeOlder, "a checkpoint of size "+size+" after "+strconv.FormatUint(s.leaves.Size(), 10))
	case item.Size != b.leaves.Size():
		return no(CodeMissing, strconv.Itoa(at)+" entries came for a checkpoint of size "+size)
	case item.Root != b.leaves.Root():
		return no(CodeRoot, "the entries do not hash to the signed root of size "+size)
	}
	if started {
		next := item
		if next.ClockFault {
			next.Time = newest.Time
		}
		if err := proof.Follows(newest, next); err != nil {
			return no(CodeOlder, err.Error())
		}
	}
	return s.fold(b, item, no)
}

// forks reports whether a signed checkpoint has another root than one already known of its size. The
// track has one root for each size, so that any of that size stands for all.
func (s *Session) forks(item proof.TrackItem) bool {
	at := sort.Search(s.track.Len(), func(n int) bool {
		known, ok := s.track.At(n)
		return ok && known.Size >= item.Size
	})
	if known, ok := s.track.At(at); ok && known.Size == item.Size {
		return known.Root != item.Root
	}
	return item.Size == s.leaves.Size() && item.Root != s.leaves.Root()
}

// fold takes a batch that holds. From here on nothing can be refused any more: what could be was
// compared before, so that a record is never left half changed.
func (s *Session) fold(
	b *batch, item proof.TrackItem, no func(code, message string) *Refusal,
) *Refusal {
	if err := s.track.Append(item); err != nil {
		return no(CodeOlder, err.Error())
	}
	for _, o := range b.opened {
		if err := s.known.Apply(o); err != nil {
			return no(CodeOrder, err.Error())
		}
		s.leafs = append(s.leafs, o.Event().Openings)
	}
	s.leaves = b.leaves
	if item.ClockFault {
		return nil // A time nobody vouched for dates no act: the entries wait for the next one.
	}
	c := state.Checkpoint{Size: int64(item.Size), Time: int64(item.Time)}
	if item.Size > 0 {
		c.Root = event.Hex(item.Root[:])
	}
	if err := s.known.Tick(c); err != nil {
		return no(CodeOlder, err.Error())
	}
	return nil
}

// openings keeps the texts that entries of the record commit to. No rule reads them, so a text that
// is not the one committed to is dropped and named, and holds nothing.
func (s *Session) openings(f *fed) []Refusal {
	var refused []Refusal
	for i := range f.frames {
		if f.frames[i].tag != OpeningFrame {
			continue
		}
		if r := s.opening(f.frames[i].body); r != nil {
			refused = append(refused, *r)
		}
	}
	return refused
}

func (s *Session) opening(body []byte) *Refusal {
	v, ok := parseJSON(string(body))
	index := v.get("index")
	if !ok || index.kind != intValue || index.number < 0 || index.number >= int64(len(s.leafs)) {
		return &Refusal{0, CodeOpening, "an opening of no entry"}
	}
	at := int(index.number)
	no := &Refusal{at, CodeOpening, "a text is not the one committed to"}
	salt, ok := event.ParseSalt(v.str("salt"))
	if !ok {
		return no
	}
	field, text := v.str("field"), v.str("value")
	want := event.Commit(salt, field, []byte(text))
	for _, c := range s.leafs[at] {
		if c.Field == field && c.Digest == want {
			s.texts[textKey{at, field}] = text
			return nil
		}
	}
	return no
}
