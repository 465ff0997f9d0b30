package event

import "testing"

// dayPayloads returns the payloads of a working day: loads, looks, hand-overs and counts. Links name
// prev, which is empty for the first links of the objects.
func dayPayloads(tb testing.TB, prev ID) [][]byte {
	tb.Helper()
	h, w := Signer{"h1", Handler, Session}, Signer{"w1", Watcher, Session}
	of := IDOf([]byte("of"))
	bodies := []Body{
		&ItemExamined{
			Item: "R-03", Identity: SerialRead, Serial4: "4471", Length: 6, Feed: SeenEmpty, Bore: BoreUnobstructed,
			Chambers: []Look{SeenEmpty, SeenEmpty, SeenEmpty, SeenEmpty, SeenEmpty, SeenEmpty},
		},
		&Loaded{Item: "R-03", Container: "C-07", Lot: "D-014", Positions: []int64{1, 2, 3, 4, 5, 6}},
		&HandedOver{Item: "R-03", To: "p1", Scene: "42", Purpose: Rehearsal, Trays: []ID{of}},
		&Collected{Item: "R-03", From: "p1"},
		&Reset{Items: []ItemID{"R-03"}},
		&TrayCounted{Of: of, Number: 10},
		&StopReceived{Of: of},
		&Shown{Item: "R-03", To: "p1"},
	}
	all := make([][]byte, 0, len(bodies))
	for _, b := range bodies {
		e := sample(b, h)
		if b.Kind() == KindLoaded {
			e.Signers = append(e.Signers, w)
		}
		for i := range e.Links {
			e.Links[i].Prev = prev
		}
		all = append(all, encode(tb, e))
	}
	return all
}

// Payloads of about 380 bytes (first links) and 425 bytes (links with a predecessor).
func BenchmarkDecode(b *testing.B) {
	b.Run("first-links", func(b *testing.B) { decodeAll(b, dayPayloads(b, ID{})) })
	b.Run("later-links", func(b *testing.B) { decodeAll(b, dayPayloads(b, IDOf([]byte("before")))) })
}

func decodeAll(b *testing.B, payloads [][]byte) {
	total := 0
	for _, p := range payloads {
		total += len(p)
	}
	b.SetBytes(int64(total / len(payloads)))
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, err := Decode(payloads[i%len(payloads)]); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
	b.ReportMetric(float64(total)/float64(len(payloads)), "bytes/event")
}

func BenchmarkEncode(b *testing.B) {
	e := sample(&Loaded{Item: "R-03", Container: "C-07", Lot: "D-014", Positions: []int64{1, 2, 3, 4, 5, 6}})
	b.SetBytes(int64(len(encode(b, e))))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Encode(e); err != nil {
			b.Fatal(err)
		}
	}
}
