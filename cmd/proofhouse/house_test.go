package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/passkey"
	"github.com/proofhouse/proofhouse/production"
	"github.com/proofhouse/proofhouse/rules"
)

// commandLine runs a command as main does.
func commandLine(t *testing.T, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run(t.Context(), args, strings.NewReader(""), &out, &errs)
	return out.String(), errs.String(), code
}

// storyKey is the passkey of somebody in a test, or their software key in a demo.
func storyKey(t testing.TB, who event.PersonID, demo bool) passkey.Signer {
	t.Helper()
	var k passkey.Signer
	var err error
	if demo {
		k, err = passkey.KeyFromSeed(event.Software, []byte("story "+who))
	} else {
		k, err = passkey.NewVirtual([]byte("story "+who), "set.example", "https://set.example", true)
	}
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// foundedIn makes a data directory with an opened production: h1 handles in props, a1 is the AD.
func foundedIn(t testing.TB, dir dataDir, demo bool) {
	t.Helper()
	h, err := dir.begin(t.Context(), "set.example/log", housing{log: quietLog(), allowDemo: demo})
	if err != nil {
		t.Fatal(err)
	}
	answer := event.No
	if demo {
		answer = event.Yes
	}
	pack, ok := rules.Find("us-ca-part13")
	if !ok {
		t.Fatal("the California pack does not ship")
	}
	terms := h.Terms()
	payload, err := event.Encode(&event.Event{
		Kind: event.KindProductionOpened, Production: "000102030405060708090a0b0c0d0e0f",
		Nonce: "00000000000000000000000000000001", Seen: terms.Seen,
		Signers: []event.Signer{
			{Person: "h1", Role: event.Founder, How: event.Verified},
			{Person: "a1", Role: event.Founder, How: event.Verified},
		},
		Body: &event.ProductionOpened{
			Region: "US-CA", RP: "set.example", Origins: []string{"https://set.example"},
			LogOrigin: terms.LogOrigin, LogKey: terms.Keys.Log.String(), ClockKey: terms.Keys.Clock.String(),
			Hub: terms.Hub, Demo: answer, TaxCredit: event.No,
			Founders: []event.FounderEntry{
				{Person: "h1", Department: event.Props, Role: event.Handler, Key: storyKey(t, "h1", demo).Public()},
				{Person: "a1", Department: event.Directing, Role: event.AD, Key: storyKey(t, "a1", demo).Public()},
			},
			Packs: []event.PackRef{{Pack: "us-ca-part13", Digest: pack.Digest()}},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	entry, err := production.Sign(payload, storyKey(t, "h1", demo), storyKey(t, "a1", demo))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Record(t.Context(), production.Submission{Entry: entry}); err != nil {
		t.Fatal(err)
	}
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
}

// performIn opens the production of a directory and lets one person sign acts.
func performIn(t *testing.T, dir dataDir, who event.PersonID, role event.Role, bodies ...event.Body) {
	t.Helper()
	h, err := dir.open(t.Context(), housing{log: quietLog()})
	if err != nil {
		t.Fatal(err)
	}
	for _, body := range bodies {
		_, err := h.Perform(t.Context(), production.Act{
			Signers: []event.Signer{{Person: who, Role: role, How: event.Verified}}, Body: body,
		}, storyKey(t, who, false))
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
}

func sentFile(parts ...string) string {
	return filepath.Join(append([]string{"..", "..", "demo", "testdata"}, parts...)...)
}
