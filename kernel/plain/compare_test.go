package plain_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/plain"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
	"github.com/proofhouse/proofhouse/rules"
)

// twins are the kernel and its twin, fed with the same log.
type twins struct {
	known *state.State
	log   *plain.Log
	packs []*verdict.Pack
	plain []*plain.Pack
}

func newTwins(t testing.TB) *twins {
	t.Helper()
	w := &twins{known: state.New(), log: &plain.Log{}}
	for _, f := range rules.All() {
		w.read(t, f.Bytes)
	}
	return w
}

// read puts a pack into the boxes of both.
func (w *twins) read(t testing.TB, b []byte) *verdict.Pack {
	t.Helper()
	p, err := verdict.ParsePack(b)
	if err != nil {
		t.Fatal(err)
	}
	q, err := plain.ReadPack(b)
	if err != nil {
		t.Fatal(err)
	}
	w.packs, w.plain = append(w.packs, p), append(w.plain, q)
	return p
}

// add puts an entry behind the others of both.
func (w *twins) add(t testing.TB, o event.Opened) {
	t.Helper()
	if err := w.known.Apply(o); err != nil {
		t.Fatal(err)
	}
	w.log.Add(o)
}

// tick gives both a checkpoint; both take it or neither does.
func (w *twins) tick(t testing.TB, c state.Checkpoint) {
	t.Helper()
	err := w.known.Tick(c)
	if took := w.log.Tick(plain.Checkpoint{Size: c.Size, Root: c.Root, Time: c.Time}); took != (err == nil) {
		t.Fatalf("checkpoint %+v: the kernel says %v, its twin took it: %v", c, err, took)
	}
}

// answer is one judge's answer in a form in which two can be compared.
type answer struct {
	complete bool
	reasons  []string
}

func (w *twins) kernel(q verdict.Question, now state.Interval) (answer, verdict.Verdict) {
	v := verdict.Judge(w.known, q, w.packs, now)
	return answerOf(v), v
}

func answerOf(v verdict.Verdict) answer {
	a := answer{complete: v.Outcome == verdict.Complete}
	for _, r := range v.Reasons {
		var clauses []string
		for _, c := range r.Clauses {
			clauses = append(clauses, string(c.Pack)+"/"+string(c.Clause))
		}
		a.reasons = append(a.reasons, said(plain.Reason{
			Code: r.Code.String(), Key: r.Key, Item: r.Item, Container: r.Container, Lot: r.Lot, Tray: r.Tray,
			Person: r.Person, Scene: r.Scene, N: r.N, Of: r.Of, Detail: r.Detail, Index: r.Index, Clauses: clauses,
			AcceptedBy: r.AcceptedBy,
		}))
	}
	slices.Sort(a.reasons)
	return a
}

func (w *twins) twin(q verdict.Question, now state.Interval) answer {
	v := w.log.Judge(plain.Question{
		Ask: q.Ask.String(), Item: q.Item, Container: q.Container, To: q.To, By: q.By, Scene: q.Scene,
		Purpose: q.Purpose, Unit: q.Unit, Day: q.Day,
	}, w.plain, now.Earliest, now.Latest)
	a := answer{complete: v.Complete}
	for _, r := range v.Reasons {
		a.reasons = append(a.reasons, said(r))
	}
	slices.Sort(a.reasons)
	return a
}

// said spells a reason with everything that two judges have to agree on.
func said(r plain.Reason) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s", r.Code, r.Key)
	for _, p := range [][2]string{
		{"item", string(r.Item)},
		{"container", string(r.Container)},
		{"lot", string(r.Lot)},
		{"tray", string(r.Tray)},
		{"person", string(r.Person)},
		{"scene", string(r.Scene)},
		{"detail", r.Detail},
	} {
		if p[1] != "" {
			b.WriteString(" " + p[0] + "=" + p[1])
		}
	}
	fmt.Fprintf(&b, " n=%d of=%d index=%d", r.N, r.Of, r.Index)
	clauses := slices.Sorted(slices.Values(r.Clauses))
	return fmt.Sprintf("%s %s %v", b.String(), strings.Join(clauses, ","), r.AcceptedBy)
}

// differ says how two answers differ, or nothing when they do not.
func differ(kernel, twin answer) string {
	var out []string
	if kernel.complete != twin.complete {
		out = append(out, fmt.Sprintf("the kernel says complete=%v, its twin %v", kernel.complete, twin.complete))
	}
	for _, r := range kernel.reasons {
		if !slices.Contains(twin.reasons, r) {
			out = append(out, "only the kernel: "+r)
		}
	}
	for _, r := range twin.reasons {
		if !slices.Contains(kernel.reasons, r) {
			out = append(out, "only its twin:   "+r)
		}
	}
	return strings.Join(out, "\n")
}

// disagreement asks both one question and says how they differ.
func (w *twins) disagreement(q verdict.Question, now state.Interval) (string, verdict.Verdict) {
	a, v := w.kernel(q, now)
	if why := differ(a, w.twin(q, now)); why != "" {
		return fmt.Sprintf("%+v at %d, entry %d:\n%s", q, now.Latest, w.known.Size(), why), v
	}
	return "", v
}

// questions are all that can sensibly be asked of what is known: of every item, container, scene and
// person, and of some that nobody knows.
func (w *twins) questions() []verdict.Question {
	var out []verdict.Question
	scenes := []event.SceneID{"none"}
	purposes := []event.Purpose{event.OtherPurpose}
	for _, s := range w.known.Scenes() {
		scenes = append(scenes, s.ID)
		purposes = append(purposes, s.Plan.Purpose)
	}
	for _, s := range scenes {
		out = append(out, verdict.Question{Ask: verdict.Start, Scene: s}, verdict.Question{Ask: verdict.Tomorrow, Scene: s})
	}
	newest := scenes[len(scenes)-1]
	people := []event.PersonID{"stranger"}
	for _, p := range w.known.People() {
		people = append(people, p.ID)
	}
	boxes := []event.ContainerID{"NOBOX"}
	for _, c := range w.known.Containers() {
		boxes = append(boxes, c.ID)
	}
	for _, c := range boxes {
		out = append(out, verdict.Question{Ask: verdict.Release, Container: c})
	}
	for _, it := range w.known.Items() {
		for _, c := range boxes {
			out = append(out, verdict.Question{Ask: verdict.Load, Item: it.Item, Container: c, Scene: newest})
		}
		for _, p := range people {
			purpose := purposes[len(purposes)-1]
			if p == "stranger" {
				purpose = event.OtherPurpose
			}
			out = append(out, verdict.Question{Ask: verdict.HandOver, Item: it.Item, To: p, Scene: newest, Purpose: purpose})
		}
		out = append(out, verdict.Question{
			Ask: verdict.HandOver, Item: it.Item, To: people[len(people)/2], By: people[len(people)/3], Scene: newest,
			Purpose: event.Rehearsal,
		})
	}
	return append(out, verdict.Question{Ask: verdict.Close}, verdict.Question{Ask: verdict.Close, Unit: "main"})
}

// thorough reports whether the long run is asked for.
func thorough() bool { return os.Getenv("PROOFHOUSE_TWIN_EVENTS") != "" }
