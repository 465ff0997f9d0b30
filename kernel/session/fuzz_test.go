package session_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/session"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// FuzzFeed throws streams at a page that has read the first two entries. Whatever comes, what is
// folded is what the log holds, and a page that is not complete holds every question.
func FuzzFeed(f *testing.F) {
	s := story(f)
	var honest []event.ID
	for _, e := range s.entries {
		p, err := event.Parse(e)
		if err != nil {
			f.Fatal(err)
		}
		honest = append(honest, p.ID())
	}
	prefix := slices.Concat(frame('E', s.entries[0]), frame('C', s.notes[0].note), frame('E', s.entries[1]), frame('C', s.notes[1].note))
	tail := s.stream(2, 2)
	f.Add(tail)
	f.Add(s.stream(0, 0))
	f.Add([]byte{})
	f.Add(tail[:len(tail)/2])
	f.Add(slices.Concat(frame('E', s.entries[3]), frame('E', s.entries[2]), frame('C', s.notes[2].note)))
	f.Add(slices.Concat(frame('C', s.notes[0].note), tail))
	f.Add(slices.Concat(tail, frame('O', []byte(`{"index":1,"field":"p1","salt":"00","value":"x"}`))))
	terms, now := s.terms(), s.clockNow()
	f.Fuzz(func(t *testing.T, stream []byte) {
		page := openPage(t, terms)
		feed(t, page, prefix)
		if _, err := page.Feed(stream); err == nil {
			feed(t, page, stream)
		}
		known := page.Known()
		if known.Size() < 2 || known.Size() > int64(len(honest)) {
			t.Fatalf("%d entries are folded", known.Size())
		}
		for i := range int(known.Size()) {
			if e, ok := known.Entry(i); !ok || e.ID != honest[i] {
				t.Fatalf("entry %d is not the log's", i)
			}
		}
		if v := judge(t, page, now); !page.Whole() && v.Outcome != verdict.Hold.String() {
			t.Fatalf("a record that is not whole is %+v", v)
		}
	})
}

// FuzzTexts holds the reader of the wire against encoding/json: what it takes, that one takes too,
// and both read the same.
func FuzzTexts(f *testing.F) {
	for _, seed := range []string{
		`{"a":"b"}`, `{"a":"\u00e9\ud83d\ude00\n"}`, `{"a":"\ud800"}`, ` { "a" : "" , "b":"x" } `,
		`{"a":"b","a":"c"}`, `{"a":1}`, `{"a":"b"}x`, `{"a":"` + "\x01" + `"}`, `{"a":"\q"}`, `[]`, `{"a":"\u+123"}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := session.Texts(text)
		if err != nil {
			return
		}
		var want map[string]string
		if err := json.Unmarshal([]byte(text), &want); err != nil {
			t.Fatalf("%q was read, encoding/json says %v", text, err)
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("%q is %v, encoding/json says %v", text, got, want)
		}
	})
}

// FuzzMessages throws text at everything a page calls: an answer or a refusal, never a panic.
func FuzzMessages(f *testing.F) {
	s := story(f)
	page, now := s.session(), s.clockNow()
	feed(f, page, s.stream(0, 0))
	for _, seed := range []string{
		startQuestion, s.clockNow(), `{"payload":"","signatures":[{"kind":"device","key":"04","raw":"AA=="}]}`,
		`{"salt":"00","field":"a","value":"b"}`, `{"kind":"stop.called","at":1,"nonce":"","words":"","signers":[],"body":{"unit":"main"}}`,
		`{"packs":["AA=="],"origin":"x"}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		answered := func(out []byte, err error) {
			if err != nil {
				out = session.ErrorJSON(err)
			}
			if !json.Valid(out) {
				t.Errorf("%q was answered with %q", text, out)
			}
		}
		answered(page.JudgeJSON(text, now))
		answered(page.JudgeJSON(startQuestion, text))
		answered(page.Draft(text))
		answered(session.Inspect(text))
		answered(session.SignIn(text))
		answered(session.Commit(text))
		if _, err := session.Seal(text); err != nil {
			answered(nil, err)
		}
		if _, err := session.Open(text); err != nil {
			answered(nil, err)
		}
	})
}

// BenchmarkTrack reads 500 checkpoints, two Ed25519 signatures each, as a page does after a week.
func BenchmarkTrack(b *testing.B) {
	s := newServer(b)
	for range 499 {
		s.sign()
	}
	stream := s.stream(0, 0)
	b.SetBytes(int64(len(stream)))
	for b.Loop() {
		if a := feed(b, s.session(), stream); !a.Complete {
			b.Fatalf("%+v", a)
		}
	}
}
