package production_test

import (
	"strings"
	"testing"
	"time"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/ledger"
	"github.com/proofhouse/proofhouse/production"
)

func TestATextRecordedDuringAClockFaultIsRead(t *testing.T) {
	r := newRig(t)
	text, err := production.Salted("text", []byte("the belt was left open"))
	if err != nil {
		t.Fatal(err)
	}
	from, track := r.p.Head().Size, r.p.Head().Position+1
	r.clock.Move(-time.Hour)
	a := production.Act{
		Body: &event.ConcernRaised{}, Signers: []event.Signer{verified("w1", event.Crew)},
		Openings: []ledger.Opening{text},
	}
	if _, err := r.p.Perform(t.Context(), a, r.key("w1")); err != nil {
		t.Fatal(err)
	}
	for who, want := range map[event.PersonID]int{"w1": 1, "w2": 0, "": 0} {
		got, err := r.p.Log(t.Context(), from, track, who)
		if err != nil {
			t.Fatal(err)
		}
		if got.Size != from+1 {
			t.Errorf("%q has %d entries of %d", who, got.Size, from+1)
		}
		if n := strings.Count(string(got.Bytes), "belt was left"); n != want {
			t.Errorf("%q reads the text %d times, want %d", who, n, want)
		}
	}
}

func TestARightGivenLaterBringsTheTextsFromBefore(t *testing.T) {
	r := newRig(t)
	text, err := production.Salted("text", []byte("the belt was left open"))
	if err != nil {
		t.Fatal(err)
	}
	a := production.Act{
		Body: &event.ConcernRaised{}, Signers: []event.Signer{verified("w1", event.Crew)},
		Openings: []ledger.Opening{text},
	}
	raised, err := r.p.Perform(t.Context(), a, r.key("w1"))
	if err != nil {
		t.Fatal(err)
	}
	read := func(from, to uint64) int {
		t.Helper()
		got, err := r.p.Openings(t.Context(), from, to, "w2")
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(string(got.Bytes), "E") || strings.HasPrefix(string(got.Bytes), "C") {
			t.Error("something other than an opening was sent")
		}
		if want := max(from, min(to, r.p.Head().Size)); got.Size != want || got.More {
			t.Errorf("%d to %d ends at %d, more %v", from, to, got.Size, got.More)
		}
		return strings.Count(string(got.Bytes), "belt was left")
	}
	all := r.p.Head().Size
	if read(0, all) != 0 {
		t.Fatal("a watcher reads a concern of somebody else")
	}
	r.do(&event.Appointed{Person: "w2", Role: event.Steward}, verified("a1", event.AD))
	for _, c := range []struct {
		name     string
		from, to uint64
		want     int
	}{
		{"everything", 0, all, 1},
		{"more than there is", 0, 1 << 40, 1},
		{"the entry alone", raised.Index, raised.Index + 1, 1},
		{"up to the entry", 0, raised.Index, 0},
		{"after the entry", raised.Index + 1, all, 0},
		{"nothing", raised.Index, raised.Index, 0},
		{"backwards", all, 0, 0},
		{"beyond the end", 1 << 40, 1 << 41, 0},
	} {
		if n := read(c.from, c.to); n != c.want {
			t.Errorf("%s: read %d times, want %d", c.name, n, c.want)
		}
	}
}
