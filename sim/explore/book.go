package explore

import (
	"fmt"
	"slices"
	"strings"

	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// reason is one thing a verdict holds for: its key, and the facts whose clauses ask for it.
type reason struct {
	key string
	by  []verdict.Fact
}

// finding is what the shipped kernel says of one log.
type finding struct {
	give  []reason // The hand-over now; none means COMPLETE.
	after []reason // Signatures that the newest hand-over lacks.
}

// String lists the facts that are not true, and the signatures that are missing.
func (f *finding) String() string {
	var out []string
	for _, r := range f.give {
		for _, by := range r.by {
			out = append(out, by.String())
		}
	}
	for _, r := range f.after {
		out = append(out, "after "+r.key)
	}
	slices.Sort(out)
	return strings.Join(slices.Compact(out), " ")
}

// book holds one real log for each record, and the shipped kernel's answer on it.
type book struct {
	chambers uint8
	each     bool // Test and look count for one hand-over only.
	lapses   int  // Things wrong on the record at a time.
	packs    []*verdict.Pack
	owner    map[verdict.ClauseRef][]verdict.Fact

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
		owner: map[verdict.ClauseRef][]verdict.Fact{},
	}
	for _, p := range packs {
		for _, c := range p.Clauses {
			for f := range c.Requires.Facts().All() {
				k := verdict.ClauseRef{Pack: p.ID, Clause: c.ID}
				b.owner[k] = append(b.owner[k], f)
			}
		}
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
	if ok && b.each && a == collect {
		r.unchecked()
		r.stood = true
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
func (b *book) complete(off rule) int {
	n := 0
	for id, f := range b.found {
		if f != nil && b.recs[id].holder != withReceiver && off.complete(f.give) {
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
		for _, x := range b.reasons(verdict.Judge(s, afterwards, b.packs, now)) {
			if aboutSignatures(x.key) {
				f.after = append(f.after, x)
			}
		}
		return f
	}
	f.give = b.reasons(verdict.Judge(s, question, b.packs, now))
	return f
}

// aboutSignatures reports whether a reason says that a hand-over lacks a signature.
func aboutSignatures(key string) bool {
	return key == "look.not-signed" || key == "third.not-signed" || key == "retest.watcher"
}

func (b *book) reasons(v verdict.Verdict) []reason {
	if v.Outcome == verdict.Complete {
		return nil
	}
	var out []reason
	for _, r := range v.Reasons {
		out = append(out, reason{key: r.Key, by: b.factsOf(r)})
	}
	if len(out) == 0 {
		out = append(out, reason{key: "no reason"})
	}
	return out
}

// factsOf lists the facts a reason is a lack of, as far as the clauses that ask for it tell. A core
// clause asks for one fact; a pack's clause of several asks for the same one, where it has it.
func (b *book) factsOf(r verdict.Reason) []verdict.Fact {
	var out []verdict.Fact
	for _, c := range r.Clauses {
		if name, is := strings.CutPrefix(string(c.Clause), "CORE-"); is {
			out = append(out, verdict.FactOf(name))
		}
	}
	core := len(out)
	for _, c := range r.Clauses {
		own := b.owner[verdict.ClauseRef{Pack: c.Pack, Clause: c.Clause}]
		if slices.ContainsFunc(own, func(f verdict.Fact) bool { return slices.Contains(out[:core], f) }) {
			continue
		}
		out = append(out, own...)
	}
	if len(out) == 0 {
		out = append(out, verdict.NoFact) // A fault of the judge is a lack of nothing that can be named.
	}
	return out
}
