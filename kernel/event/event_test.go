package event

import (
	"bytes"
	"strings"
	"testing"
)

func sample(body Body, signers ...Signer) *Event {
	if len(signers) == 0 {
		signers = []Signer{{"h1", Handler, Session}}
	}
	e := &Event{
		Kind: body.Kind(), Production: ProductionID(strings.Repeat("ab", 16)),
		Nonce: strings.Repeat("01", 16), AtMS: 1_764_000_000_000, Signers: signers, Body: body,
	}
	for _, o := range Objects(body) {
		e.Links = append(e.Links, Link{Object: o})
	}
	return e
}

func TestEncodeThenDecodeKeepsEveryField(t *testing.T) {
	e := sample(&Loaded{Item: "R-03", Container: "C-07", Lot: "D-014", Positions: []int64{1, 2, 3}},
		Signer{"h1", Handler, Verified}, Signer{"w1", Watcher, Verified})
	b, err := Encode(e)
	if err != nil {
		t.Fatal(err)
	}
	back, err := Decode(b)
	if err != nil {
		t.Fatalf("decode %s: %v", b, err)
	}
	again, err := Encode(back)
	if err != nil || !bytes.Equal(b, again) {
		t.Fatalf("second encoding differs: %v\n%s\n%s", err, b, again)
	}
}

func TestComposeAcceptsAnyOrderAndSpace(t *testing.T) {
	draft := ` { "kind" : "item.examined", "v":1, "signers":[{"how":"session","role":"handler","person":"h1"}],
	 "production":"` + strings.Repeat("ab", 16) + `", "nonce":"` + strings.Repeat("01", 16) + `","at":5,
	 "seen":{"size":0,"root":"","time":0},
	 "body":{"chambers":[ "empty" , "round" ],"item":"R-03","identity":"serial","serial4":"4471","length":2,"feed":"empty","bore":"unobstructed"}}`
	e, err := Compose([]byte(draft))
	if err != nil {
		t.Fatal(err)
	}
	got := e.Body.(*ItemExamined)
	if got.Serial4 != "4471" || len(got.Chambers) != 2 || got.Chambers[1] != SeenRound {
		t.Fatalf("got %+v", got)
	}
	if _, err := Compose([]byte(strings.Replace(draft, `"bore"`, `"bored"`, 1))); err == nil {
		t.Fatal("a draft with an unknown field was accepted")
	}
}
