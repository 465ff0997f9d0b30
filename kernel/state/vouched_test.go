package state

import (
	"fmt"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// ladder is a State of people by whom each was vouched for, as if every enrolment stood.
func ladder() *State {
	s := New()
	s.production.opened = &event.ProductionOpened{}
	s.entries = []Entry{{Event: &event.Event{}, Met: true, applied: true}}
	for _, f := range []event.PersonID{"ad1", "x1"} {
		p := s.person(f)
		p.Enrolled, p.reaches = 0, true
	}
	return s
}

func (s *State) grow(who event.PersonID, vouchers ...event.PersonID) *Person {
	p := s.person(who)
	p.Enrolled, p.Vouchers = len(s.entries), vouchers
	s.entries = append(s.entries, Entry{Event: &event.Event{}, Met: true, applied: true})
	s.trace(p)
	return p
}

// TestALadderOfPuppetsIsNoWork: each enrolment is worked out once and each question reads one word for
// 64 people, however many people stand above the two it asks about.
func TestALadderOfPuppetsIsNoWork(t *testing.T) {
	s := ladder()
	a, b := s.grow("a", "ad1"), s.grow("b", "ad1")
	const steps = 300
	for n := range steps {
		before := s.traced
		na := s.grow(event.PersonID(fmt.Sprintf("a%d", n)), a.ID, b.ID)
		nb := s.grow(event.PersonID(fmt.Sprintf("b%d", n)), a.ID, b.ID)
		if got := s.traced - before; got != 2 {
			t.Fatalf("two enrolments were %d times work", got)
		}
		a, b = na, nb
	}
	p, q := s.grow("p", a.ID), s.grow("q", b.ID)
	if most := len(s.byNumber)/64 + 1; max(len(p.through), len(p.only), len(q.through), len(q.only)) > most {
		t.Errorf("more than %d words are read of one person", most)
	}
	before := s.traced
	if s.TwoPeople("p", "q") {
		t.Error("the top of a ladder that one founder put up counts as two")
	}
	if allocs := testing.AllocsPerRun(10, func() { s.TwoPeople("p", "q") }); allocs != 0 || s.traced != before {
		t.Errorf("a question about two people makes %v allocations and works out %d people", allocs, s.traced-before)
	}
}

// TestEnrolledOnceMore: who stands here through somebody stands where they stand now, whatever the order of
// the enrolments; and people who hold up only one another stand nowhere.
func TestEnrolledOnceMore(t *testing.T) {
	s := ladder()
	again := s.grow("again", "ad1")
	s.grow("below", "again")
	s.grow("beside", "ad1")
	other := s.grow("other", "x1")
	anew := func(vouchers ...event.PersonID) {
		again.Enrolled, again.Vouchers = len(s.entries), vouchers
		s.entries = append(s.entries, Entry{Event: &event.Event{}, Met: true, applied: true})
		s.retrace(again)
	}
	if s.TwoPeople("below", "beside") {
		t.Error("both stand here through ad1 only, and count as two")
	}
	anew("other")
	if !s.TwoPeople("below", "beside") || s.TwoPeople("below", "other") || !other.reaches {
		t.Error("below stands here through x1 now")
	}
	anew("below")
	if s.TwoPeople("below", "beside") || s.TwoPeople("again", "beside") {
		t.Error("two who vouch for one another only are somebody's second person")
	}
	anew("below", "ad1")
	if !s.TwoPeople("below", "other") || s.TwoPeople("below", "beside") || s.TwoPeople("again", "below") {
		t.Error("both stand here through ad1 again")
	}
}

// TestWhoseWordANewcomerIs: of two sides is whom no single person could have made up.
func TestWhoseWordANewcomerIs(t *testing.T) {
	s := ladder()
	s.grow("a", "ad1")
	s.grow("a2", "a")
	s.grow("x", "x1")
	s.grow("both", "a", "x")
	s.grow("both2", "a", "x")
	s.grow("lost", "lost")
	for _, c := range []struct {
		vouchers []event.PersonID
		one      bool
	}{
		{nil, true},
		{[]event.PersonID{"nobody"}, true},
		{[]event.PersonID{"lost"}, true},
		{[]event.PersonID{"ad1"}, true},
		{[]event.PersonID{"both"}, true},
		{[]event.PersonID{"ad1", "a"}, true},
		{[]event.PersonID{"a", "a2"}, true},
		{[]event.PersonID{"a2", "lost"}, true},
		{[]event.PersonID{"a2", "nobody"}, true},
		{[]event.PersonID{"ad1", "x1"}, false},
		{[]event.PersonID{"ad1", "x"}, false},
		{[]event.PersonID{"a2", "x"}, false},
		{[]event.PersonID{"a", "a2", "x"}, false},
		{[]event.PersonID{"both", "ad1"}, false},
		{[]event.PersonID{"both", "both2"}, false},
	} {
		if got := s.OneWord(c.vouchers); got != c.one {
			t.Errorf("%v: one word %v, want %v", c.vouchers, got, c.one)
		}
	}
	// The fold says the same of whoever is then enrolled.
	s.grow("n1", "a2", "x")
	s.grow("n2", "a2", "ad1")
	s.grow("beside", "ad1")
	if !s.TwoPeople("n1", "beside") || !s.TwoPeople("n1", "both") || s.TwoPeople("n2", "beside") {
		t.Error("the fold counts otherwise")
	}
}
