package main

import "testing"

const printed = `goos: linux
BenchmarkHandOver-2   	   90735	     12000 ns/op	    100339 events	       0 B/op	       0 allocs/op
BenchmarkHandOver-2   	   86929	      8000 ns/op	    100339 events	       0 B/op	       0 allocs/op
BenchmarkHandOver-2   	  105112	      9000 ns/op	    100339 events	       0 B/op	       0 allocs/op
BenchmarkAppend/64_callers-2 	1	5 ns/op	2.000 cores	728.0 entry-B	7000 ours/s	1000 peer/s	7.0 ratio
PASS
`

func TestABudgetIsHeldByTheMedian(t *testing.T) {
	verdict := budget{bench: "HandOver", unit: "ns/op", must: 10_000, zero: true, also: []string{"allocs/op"}}
	for _, c := range []struct {
		name  string
		of    budget
		ratio float64
		ok    bool
	}{
		{"less is better", verdict, 10. / 9, true},
		{"too slow", func() budget { b := verdict; b.must = 8999; return b }(), 8999. / 9000, false},
		{
			"a peer, more is better",
			budget{bench: "Append/64_callers", unit: "ours/s", against: "peer/s", must: 6, more: true},
			7, true,
		},
		{
			"a peer that is too near",
			budget{bench: "Append/64_callers", unit: "ours/s", against: "peer/s", must: 7.1, more: true},
			7, false,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			l, err := c.of.hold(parse([]byte(printed)))
			if err != nil || l.Ratio != c.ratio || l.OK != c.ok {
				t.Errorf("ratio %v, ok %t, %v", l.Ratio, l.OK, err)
			}
		})
	}
	if _, err := (&budget{bench: "Fold", unit: "ns/op"}).hold(parse([]byte(printed))); err == nil {
		t.Error("a benchmark that did not run holds its budget")
	}
}

func TestAllocationsBreakABudget(t *testing.T) {
	const one = "BenchmarkHandOver-2 1 10 ns/op 5 B/op 1 allocs/op\n"
	b := budget{bench: "HandOver", unit: "ns/op", must: 10_000, zero: true, also: []string{"allocs/op"}}
	if l, err := b.hold(parse([]byte(one))); err != nil || l.OK {
		t.Errorf("ok %t, %v", l.OK, err)
	}
}
