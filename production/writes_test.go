package production_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
	"github.com/proofhouse/proofhouse/ledger"
	"github.com/proofhouse/proofhouse/production"
)

// unsteady is a real store whose next append can be held up, or end in an error on either side of
// the write.
type unsteady struct {
	ledger.Store

	mu     sync.Mutex
	before error         // Returned instead of writing.
	after  error         // Returned after writing.
	hold   chan struct{} // The next append waits until it is closed.
	held   chan struct{} // Closed when an append waits.
}

var errDisk = errors.New("the disk did not answer")

func (u *unsteady) Append(ctx context.Context, b ledger.Batch) error {
	u.mu.Lock()
	before, after, hold, held := u.before, u.after, u.hold, u.held
	u.before, u.after, u.hold, u.held = nil, nil, nil, nil
	u.mu.Unlock()
	if hold != nil {
		close(held)
		<-hold
	}
	if before != nil {
		return before
	}
	if err := u.Store.Append(ctx, b); err != nil {
		return err
	}
	return after
}

func (u *unsteady) next(before, after error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.before, u.after = before, after
}

// holdNext makes the next append wait, and returns a channel that says so and the release.
func (u *unsteady) holdNext() (held <-chan struct{}, release func()) {
	u.mu.Lock()
	defer u.mu.Unlock()
	hold, waits := make(chan struct{}), make(chan struct{})
	u.hold, u.held = hold, waits
	return waits, func() { close(hold) }
}

// queued waits until so many callers wait for the writer. The test's own time bounds it.
func (r *rig) queued(want int) {
	r.t.Helper()
	for production.Queued(r.p) < want {
		runtime.Gosched()
	}
}

func newUnsteady(t *testing.T) (*rig, *unsteady) {
	t.Helper()
	u := &unsteady{}
	r := newRig(t, overStore(func(s ledger.Store) ledger.Store { u.Store = s; return u }))
	return r, u
}

func TestBothEndingsOfAFailedWrite(t *testing.T) {
	for name, written := range map[string]bool{"it was written": true, "it was not written": false} {
		t.Run(name, func(t *testing.T) {
			r, u := newUnsteady(t)
			payload := r.contact(same)
			s := production.Submission{Entry: raw(payload, r.sign(r.key("a1"), payload))}
			size := r.p.Head().Size
			if written {
				u.next(nil, errDisk)
			} else {
				u.next(errDisk, nil)
			}
			if _, err := r.p.Record(t.Context(), s); !errors.Is(err, ledger.ErrOutcomeUnknown) {
				t.Fatalf("record: %v, want ErrOutcomeUnknown", err)
			}
			got, err := r.p.Record(t.Context(), s)
			if err != nil {
				t.Fatal(err)
			}
			if got.Repeated != written || got.Index != size {
				t.Errorf("receipt %+v, want repeated %v at %d", got, written, size)
			}
			r.p.View(func(known *state.State) {
				if known.Size() != int64(size)+1 || known.Contact() != int(size) {
					t.Errorf("the fold has %d entries and contact %d", known.Size(), known.Contact())
				}
			})
		})
	}
}

// After a write that came to nothing, nobody may be told to wait for a batch that never was.
func TestAStrangerIsRefusedAfterAFailedWrite(t *testing.T) {
	r, u := newUnsteady(t)
	u.next(errDisk, nil)
	if _, err := r.act(&event.ContactNamed{Person: "a1"}, verified("a1", event.AD)); !errors.Is(err,
		ledger.ErrOutcomeUnknown) {
		t.Fatalf("record: %v, want ErrOutcomeUnknown", err)
	}
	_, err := r.act(&event.ContactNamed{Person: "a1"}, verified("x9", event.AD))
	wantCode(t, err, production.UnknownSigner)
}

// A newcomer's first act may wait in the same batch as their enrolment.
func TestAnActThatDependsOnItsBatch(t *testing.T) {
	r, u := newUnsteady(t)
	draft := func(body event.Body, signers ...event.Signer) production.Submission {
		payload, err := r.p.Draft(production.Act{Body: body, Signers: signers})
		if err != nil {
			t.Fatal(err)
		}
		entry, err := production.Sign(payload, r.keysFor(signers)...)
		if err != nil {
			t.Fatal(err)
		}
		return production.Submission{Entry: entry}
	}
	blocker := draft(&event.ContactNamed{Person: "a1"}, verified("a1", event.AD))
	enrolment := draft(&event.CrewEnrolled{
		Person: "n1", Department: event.Grip, Key: r.key("n1").Public(), Vouchers: []event.PersonID{"h1"},
	}, verified("n1", event.Crew), verified("h1", event.Crew))
	first := draft(&event.StopCalled{Unit: "main"}, verified("n1", event.Crew))

	held, release := u.holdNext()
	var all sync.WaitGroup
	errs := make([]error, 3)
	receipts := make([]production.Receipt, 3)
	send := func(i int, s production.Submission) {
		all.Go(func() { receipts[i], errs[i] = r.p.Record(t.Context(), s) })
	}
	send(0, blocker)
	<-held
	send(1, enrolment)
	r.queued(1) // The enrolment waits with the writer before the act does.
	send(2, first)
	r.queued(2)
	release()
	all.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	if receipts[2].Index != receipts[1].Index+1 {
		t.Errorf("enrolment is entry %d, the first act %d", receipts[1].Index, receipts[2].Index)
	}
	r.p.View(func(known *state.State) {
		if !known.Stands(int(receipts[2].Index)) {
			e, _ := known.Entry(int(receipts[2].Index))
			t.Errorf("the newcomer's act does not stand: %v", e.Faces)
		}
	})
}

// A caller that leaves while its entry is with the writer takes nothing away from the fold.
func TestACallerThatLeaves(t *testing.T) {
	r, u := newUnsteady(t)
	payload := r.contact(same)
	s := production.Submission{Entry: raw(payload, r.sign(r.key("a1"), payload))}
	held, release := u.holdNext()
	ctx, leave := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		_, err := r.p.Record(ctx, s)
		done <- err
	}()
	<-held
	leave()
	if err := <-done; !errors.Is(err, ledger.ErrOutcomeUnknown) {
		t.Errorf("record: %v, want ErrOutcomeUnknown", err)
	}
	release()
	got, err := r.p.Record(t.Context(), s)
	if err != nil || !got.Repeated {
		t.Fatalf("sent again: %+v, %v", got, err)
	}
	if err := r.p.Err(); err != nil {
		t.Error(err)
	}
	r.p.View(func(known *state.State) {
		if !known.Stands(int(got.Index)) {
			t.Error("the entry does not stand in the fold")
		}
	})
}

func TestSixtyFourCallersAtOnce(t *testing.T) {
	r := newRig(t)
	const callers, each = 64, 5
	before := r.p.Head().Size
	subs := make([][each]production.Submission, callers)
	for c := range callers {
		for n := range each {
			payload := r.contact(same)
			subs[c][n] = production.Submission{Entry: raw(payload, r.sign(r.key("a1"), payload))}
		}
	}
	var all sync.WaitGroup
	var mu sync.Mutex
	taken := map[uint64]bool{}
	for c := range callers {
		all.Go(func() {
			for n := range each {
				got, err := r.p.Record(t.Context(), subs[c][n])
				if err != nil {
					t.Error(err)
					continue
				}
				mu.Lock()
				if taken[got.Index] {
					t.Errorf("index %d was given twice", got.Index)
				}
				taken[got.Index] = true
				mu.Unlock()
				seen := false
				r.p.View(func(known *state.State) { _, seen = known.Find(got.ID) })
				if !seen {
					t.Error("a receipt came before the fold knew of the entry")
				}
			}
		})
	}
	all.Wait()
	if got := r.p.Head().Size - before; got != callers*each || len(taken) != callers*each {
		t.Errorf("%d entries with %d indexes, want %d", got, len(taken), callers*each)
	}
}

// shape is everything a reader can see of what is known.
func shape(p *production.Production) []any {
	var out []any
	p.View(func(s *state.State) {
		for i := range int(s.Size()) {
			e, _ := s.Entry(i)
			out = append(out, e.Event, e.ID, e.Keys, e.Kinds, e.When, e.Faces, e.Met, s.Stands(i))
		}
		newest, ok := s.Newest()
		out = append(out, s.Items(), s.Containers(), s.Lots(), s.Trays(), s.Scenes(), s.People(), s.Blocks(),
			s.Packs(), s.Pending(), newest, ok)
	})
	for _, q := range []verdict.Question{
		{Ask: verdict.HandOver, Item: "R-03", To: "w1", Scene: "42", Purpose: event.Rehearsal, By: "h1"},
		{Ask: verdict.Start, Scene: "42", Unit: "main"},
	} {
		out = append(out, string(verdict.AppendJSON(nil, p.Judge(q))))
	}
	return out
}

func TestReopenedEqualsLive(t *testing.T) {
	r := newRig(t)
	r.story()
	live := shape(r.p)
	head := r.p.Head()
	r.reopen()
	again := shape(r.p)
	if len(live) != len(again) {
		t.Fatalf("%d facts live, %d reopened", len(live), len(again))
	}
	for i := range live {
		if !reflect.DeepEqual(live[i], again[i]) {
			t.Errorf("fact %d differs:\nlive     %s\nreopened %s", i, fmt.Sprint(live[i]), fmt.Sprint(again[i]))
		}
	}
	if h := r.p.Head(); h.Size != head.Size || h.Root != head.Root {
		t.Errorf("head %d %s after reopening, %d %s before", h.Size, h.Root, head.Size, head.Root)
	}
	// And the story goes on: the keys of everybody are known again.
	r.do(&event.StopCalled{Unit: "main"}, session("h1", event.Handler))
}

func TestATamperedStoreIsNotOpened(t *testing.T) {
	r := newRig(t)
	r.story()
	r.close()
	r.tamper("UPDATE entry SET envelope = (SELECT envelope FROM entry WHERE seq = 3) WHERE seq = 4")
	r.openStore()
	defer r.closeStore()
	_, err := production.Open(t.Context(), r.config())
	if err == nil {
		t.Fatal("a production with a changed entry was opened")
	}
}

func TestAClockThatRunsBackwards(t *testing.T) {
	r := newRig(t)
	r.clock.Move(-time.Hour)
	got, err := r.p.Stop(t.Context(), "main")
	if err != nil {
		t.Fatal(err)
	}
	if got.Timed || !r.p.ClockFault() {
		t.Errorf("receipt timed %v, clock fault %v: the time of a clock that ran back was signed",
			got.Timed, r.p.ClockFault())
	}
	r.p.View(func(known *state.State) {
		if known.Pending() != 1 {
			t.Errorf("%d entries wait for a time, want 1", known.Pending())
		}
	})
	if now := r.p.Interval(); now.Latest != state.Future {
		t.Errorf("now is %+v, want no upper end", now)
	}
	_, err = r.p.Fresh(t.Context())
	wantCode(t, err, production.NoClock)
	live := shape(r.p)
	r.reopen()
	if again := shape(r.p); !reflect.DeepEqual(live, again) {
		t.Error("what is known during a clock fault differs after reopening")
	}
	r.clock.Move(2 * time.Hour)
	if _, err := r.p.Fresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.p.View(func(known *state.State) {
		if known.Pending() != 0 || r.p.Head().ClockFault {
			t.Errorf("%d entries wait after the clock came back", known.Pending())
		}
	})
}
