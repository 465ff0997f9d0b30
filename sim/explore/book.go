package explore

import (
	"fmt"
	"slices"
	"strings"

	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
	"github.com/proofhouse/proofhouse/sim"
)

// finding is what the shipped kernel says of one log.
type finding struct {
	give  []sim.Reason // The hand-over now; none means COMPLETE.
	after []sim.Reason // Signatures that the newest hand-over lacks.
}

// String lists the facts that are not true, and the signatures that are missing.
func (f *finding) String() string {
	var out []string
	for _, r := range f.give {
		for _, by := range r.By {
			out = append(out, by.String())
		}
	}
	for _, r := range f.after {
		out = append(out, "after "+r.Key)
	}
	slices.Sort(out)
	return strings.Join(slices.Compact(out), " ")
}

// book holds one real log for each record, and the shipped kernel's answer on it.
type book struct {
	chambers uint8
	each     bool // A pack asks for test or look at every hand-over.
	lapses   int  // Things wrong on the record at a time.
	packs    []*verdict.Pack
	reader   *sim.Reader

	ids    map[record]int32
	recs   []record
	pages  []*page
	found  []*finding
	edges  [][actCount]int32
	again  int // Second logs of a record that were judged.
	judged int
	clash  error
}

const (
	untried int32 = 0 // The zero value of an edge; record n is edge n+1.
	barred  int32 = -1
)

func newBook(chambers int, packs []*verdict.Pack) *book {
	b := &book{
		chambers: uint8(chambers), packs: packs, lapses: 1, ids: map[record]int32{},
		reader: sim.NewReader(packs),
	}
	first := firstPage(int64(chambers), packs)
	for r := range RoundsCount {
		rec := record{rounds: r, stage: onSet}
		if r == DummyRounds {
			rec.stage = atCart
		}
		b.keep(rec, first)
	}
	return b
}

func (b *book) keep(r record, p *page) int32 {
	id := int32(len(b.recs))
	b.ids[r] = id
	b.recs, b.pages, b.found = append(b.recs, r), append(b.pages, p), append(b.found, nil)
	b.edges = append(b.edges, [actCount]int32{})
	return id
}

// then returns the record behind an act, and false when the bounds leave it out. The first log that
// comes to a record keys it; another log that comes to it must get the same answer.
func (b *book) then(from int32, a act) (int32, bool) {
	if a == noAct {
		return from, true
	}
	switch to := b.edges[from][a]; to {
	case untried:
	case barred:
		return 0, false
	default:
		return to - 1, true
	}
	r, ok := b.recs[from].after(a, b.chambers, b.lapses)
	if ok && b.each {
		r.anew(a)
	}
	if !ok {
		b.edges[from][a] = barred
		return 0, false
	}
	p := b.write(b.pages[from], b.recs[from], a)
	to, known := b.ids[r]
	if !known {
		to = b.keep(r, p)
	} else {
		b.compare(to, p, a)
	}
	b.edges[from][a] = to + 1
	return to, true
}

// compare judges a second log of a record and asserts that the kernel answers as it did on the first.
func (b *book) compare(to int32, p *page, a act) {
	if b.clash != nil {
		return
	}
	b.again++
	have, got := b.find(to), b.judge(p, b.recs[to])
	if have.String() != got.String() {
		b.clash = fmt.Errorf("two logs of one record get two verdicts: %+v after act %d: [%s] and [%s]",
			b.recs[to], a, have, got)
	}
}

// complete counts the records on which a hand-over is COMPLETE.
func (b *book) complete(off sim.Rule) int {
	n := 0
	for id, f := range b.found {
		if f != nil && b.recs[id].holder != withReceiver && off.Complete(f.give) {
			n++
		}
	}
	return n
}

// find returns the kernel's answer on a record's log.
func (b *book) find(id int32) *finding {
	if b.found[id] == nil {
		b.found[id] = b.judge(b.pages[id], b.recs[id])
	}
	return b.found[id]
}

func (b *book) judge(p *page, r record) *finding {
	b.judged++
	s := p.fold()
	now := state.Interval{Earliest: p.now, Latest: p.now}
	f := &finding{}
	if r.holder == withReceiver {
		for _, x := range b.reader.Reasons(verdict.Judge(s, afterwards, b.packs, now)) {
			if x.AboutSignatures() {
				f.after = append(f.after, x)
			}
		}
		return f
	}
	f.give = b.reader.Reasons(verdict.Judge(s, question, b.packs, now))
	return f
}
