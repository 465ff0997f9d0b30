package plain_test

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// What can never turn HOLD into COMPLETE, asked of whole records: those of random sets under every
// pack, and those of the stories. Package verdict asks the same act by act of one day.

// record is a log as it was recorded, and when.
type record struct {
	entries []event.Opened
	track   []state.Checkpoint
	now     int64
}

// judge answers whether something is COMPLETE, and whether the record is called whole. The tests plant
// others in its place, to see that what is forbidden would be seen.
type judge func(w *twins, q verdict.Question, now state.Interval) (complete, whole bool)

func honest(w *twins, q verdict.Question, now state.Interval) (complete, whole bool) {
	v := verdict.Judge(w.known, q, w.packs, now)
	return v.Outcome == verdict.Complete, !slices.ContainsFunc(v.Reasons, func(r verdict.Reason) bool {
		return r.Code == verdict.H25
	})
}

// fold reads a record without one of its entries (none without any), and with more behind it.
func (r *record) fold(t testing.TB, without int, more ...event.Opened) *twins {
	t.Helper()
	w := newTwins(t)
	for n, o := range r.entries {
		if n != without {
			if err := w.known.Apply(o); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, c := range r.track {
		_ = w.known.Tick(c) // Refused from a hole on: it covers an entry that is not here.
	}
	for _, o := range more {
		if err := w.known.Apply(o); err != nil {
			t.Fatal(err)
		}
		size := w.known.Size() + 1
		if err := w.known.Tick(state.Checkpoint{Size: size, Root: "more", Time: r.now}); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

func (r *record) present() state.Interval { return state.Interval{Earliest: r.now, Latest: r.now} }

// some picks questions that differ from record to record.
func some(w *twins, random *rand.Rand, most int) []verdict.Question {
	all := w.questions()
	random.Shuffle(len(all), func(a, b int) { all[a], all[b] = all[b], all[a] })
	out := all[:min(len(all), most)]
	return append(out, verdict.Question{Ask: verdict.Start, Scene: "42"})
}

// widening asks what is HOLD again with a present that is less well known.
func (r *record) widening(t testing.TB, ask judge, random *rand.Rand) string {
	w := r.fold(t, -1)
	for _, q := range some(w, random, 12) {
		at := r.present()
		if yes, _ := ask(w, q, at); yes {
			continue
		}
		for _, by := range []int64{1, 60, 1800, 4 * 3600, 30 * 24 * 3600} {
			for _, wide := range []state.Interval{
				{Earliest: at.Earliest - by, Latest: at.Latest},
				{Earliest: at.Earliest, Latest: at.Latest + by},
				{Earliest: at.Earliest - by, Latest: state.Future},
				{Earliest: state.Past, Latest: at.Latest + by},
			} {
				if yes, _ := ask(w, q, wide); yes {
					return fmt.Sprintf("%+v is HOLD at %+v and COMPLETE at %+v", q, at, wide)
				}
			}
		}
	}
	return ""
}

// dropping leaves entries out of the log: whatever is asked, the record is not whole.
func (r *record) dropping(t testing.TB, ask judge, random *rand.Rand) string {
	for range 5 {
		n := 1 + random.IntN(len(r.entries)-1)
		w := r.fold(t, n)
		for _, q := range some(w, random, 6) {
			if yes, whole := ask(w, q, r.present()); yes || whole {
				return fmt.Sprintf("without entry %d, %s: %+v COMPLETE %v, whole %v", n, r.entries[n].Event().Kind, q, yes, whole)
			}
		}
	}
	return ""
}

// adding puts a block or a correction behind a record.
func (r *record) adding(t testing.TB, ask judge, random *rand.Rand) string {
	before := r.fold(t, -1)
	asked := some(before, random, 10)
	for _, body := range r.against(before, random) {
		o, ok := r.said(t, body, random)
		if !ok {
			continue
		}
		after := r.fold(t, -1, o)
		for _, q := range asked {
			was, _ := ask(before, q, r.present())
			if is, _ := ask(after, q, r.present()); is && !was {
				return fmt.Sprintf("%s %+v turns %+v from HOLD into COMPLETE", body.Kind(), body, q)
			}
		}
	}
	return ""
}

// against are things to say that only take away: a block of each kind that somebody alone can raise,
// and corrections of what was said.
func (r *record) against(w *twins, random *rand.Rand) []event.Body {
	item := event.ItemID("R-03")
	box := event.ContainerID("BOX-1")
	out := []event.Body{
		&event.StopCalled{Unit: "main"}, &event.Withheld{Item: item}, &event.Withheld{Scene: "42"},
		&event.Misfired{Item: item}, &event.Discharged{Item: item, Planned: event.Yes, Shots: 1},
		&event.LooseFound{Nature: event.UnknownRound, Count: 1, Near: []event.Object{box.Object()}},
		&event.Unattended{Objects: []event.Object{item.Object(), box.Object()}}, &event.ConcernRaised{Item: item},
		&event.IncidentDeclared{}, &event.OtherDuty{Person: "h1"}, &event.RoundsCounted{Container: box, Lot: "D-014", Number: 1},
		&event.DutyClosed{Person: "h1", Why: event.ByTime},
	}
	for range 12 {
		e, _ := w.known.Entry(random.IntN(int(w.known.Size())))
		if fields := event.Describe(e.Event.Kind); len(fields) > 0 {
			out = append(out, &event.Corrected{Of: e.ID, Fields: []string{fields[random.IntN(len(fields))].Name}})
		}
	}
	return out
}

// said is a body that the first enrolled person signs with their passkey now.
func (r *record) said(t testing.TB, body event.Body, random *rand.Rand) (event.Opened, bool) {
	t.Helper()
	opening, _ := r.entries[0].Event().Body.(*event.ProductionOpened)
	for _, o := range r.entries {
		b, is := o.Event().Body.(*event.CrewEnrolled)
		if !is {
			continue
		}
		last := r.track[len(r.track)-1]
		e := &event.Event{
			Kind: body.Kind(), Production: o.Event().Production, Nonce: fmt.Sprintf("%032x", random.Uint64()), AtMS: r.now * 1000,
			Seen: event.Seen{Size: last.Size, Root: last.Root, TimeSec: last.Time}, Signers: []event.Signer{verified(b.Person, event.Crew)}, Body: body,
		}
		payload, err := event.Encode(e)
		if err != nil {
			return event.Opened{}, false
		}
		hash := sha256.Sum256([]byte(opening.RP))
		challenge := event.Challenge(event.PayloadType, payload)
		sig := event.Signature{
			Kind: event.Passkey, Key: b.Key, DER: []byte{0x30, 6, 2, 1, 1, 2, 1, 1}, AuthData: append(hash[:], 0x05, 0, 0, 0, 1),
			ClientData: fmt.Appendf(nil, `{"type":"webauthn.get","challenge":%q,"origin":%q}`,
				base64.RawURLEncoding.EncodeToString(challenge[:]), opening.Origins[0]),
		}
		entry, err := event.Seal(payload, []event.Signature{sig})
		if err != nil {
			t.Fatal(err)
		}
		return openedOf(t, entry), true
	}
	return event.Opened{}, false
}

// never asks a record for everything that can never be, and says what was.
func (r *record) never(t testing.TB, ask judge, seed uint64) string {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 41))
	for _, property := range []func(testing.TB, judge, *rand.Rand) string{r.widening, r.dropping, r.adding} {
		if why := property(t, ask, random); why != "" {
			return why
		}
	}
	return ""
}

// recorded is a random set after its beginning and some steps.
func recorded(t testing.TB, seed uint64) *record {
	t.Helper()
	s := newSet(t, seed)
	s.begin()
	for range seed % 3 {
		s.step()
	}
	s.tick()
	return &record{s.log, s.ticks, s.now}
}

func TestNothingThatTakesAwayEverCompletes(t *testing.T) {
	complete := 0
	for seed := uint64(1); seed <= neverSets; seed++ {
		r := recorded(t, seed)
		if why := r.never(t, honest, seed); why != "" {
			t.Errorf("seed %d: %s", seed, why)
		}
		if yes, _ := honest(r.fold(t, -1), verdict.Question{Ask: verdict.Start, Scene: "42"}, r.present()); yes {
			complete++
		}
	}
	if complete == 0 && neverSets > 10 {
		t.Error("no record lets its scene start: every answer was HOLD before anything was taken away")
	}
}

// TestWhatMustNeverBeWouldBeSeen plants judges that are wrong in one way each.
func TestWhatMustNeverBeWouldBeSeen(t *testing.T) {
	for name, wrong := range map[string]judge{
		"an hour more of doubt makes everything complete": func(w *twins, q verdict.Question, now state.Interval) (bool, bool) {
			yes, whole := honest(w, q, now)
			return yes || now.Latest-now.Earliest > 3600, whole
		},
		"a hole in the record is not noticed": func(w *twins, q verdict.Question, now state.Interval) (bool, bool) {
			yes, _ := honest(w, q, now)
			return yes, true
		},
		"a STOP ends every reason": func(w *twins, q verdict.Question, now state.Interval) (bool, bool) {
			yes, whole := honest(w, q, now)
			stop := slices.ContainsFunc(w.known.OpenBlocks(), func(b *state.Block) bool { return b.Kind == event.KindStopCalled })
			return yes || stop, whole
		},
		"a correction mends what it corrects": func(w *twins, q verdict.Question, now state.Interval) (bool, bool) {
			yes, whole := honest(w, q, now)
			e, ok := w.known.Entry(int(w.known.Size()) - 1)
			return yes || ok && e.Event.Kind == event.KindCorrected, whole
		},
	} {
		seen := false
		for seed := uint64(1); seed <= 4 && !seen; seed++ {
			seen = recorded(t, seed).never(t, wrong, seed) != ""
		}
		if !seen {
			t.Errorf("%s, and no record shows it", name)
		}
	}
}
