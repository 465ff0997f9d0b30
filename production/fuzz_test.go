package production

import (
	"bytes"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// FuzzDiagnose holds that any bytes get a code that says something about them, and the same code
// every time.
func FuzzDiagnose(f *testing.F) {
	for _, seed := range []string{
		"", "{}", "[]", `{"v":1}`, `{"v":1.5}`, `{"v":1,"v":1}`, `{"kind":"stop.called","v":1}`,
		`{"v":1,"mood":2}`, `{"v":1,"kind":"stop.called","body":{"unit":"main","mood":1}}`,
		`{"person":"a","origin":"b","nonce":"c"}`, strings.Repeat("[", 100), `{"v":1e9}`, "\x00", `{"a":`,
	} {
		f.Add([]byte(seed))
	}
	known := map[Code]bool{
		NotCanonical: true, UnknownField: true, Float: true, DuplicateKey: true, KeyOrder: true,
		LoginAsAct: true,
	}
	f.Fuzz(func(t *testing.T, payload []byte) {
		code := diagnose(payload)
		if !known[code] {
			t.Errorf("code %q", code)
		}
		if again := diagnose(payload); again != code {
			t.Errorf("code %q, then %q", code, again)
		}
		if code == Float && !bytes.ContainsAny(payload, ".eE") {
			t.Error("a float without a point or an exponent")
		}
	})
}

// FuzzReadDraft holds that whatever lies on the desk, a draft is what its id says or nothing.
func FuzzReadDraft(f *testing.F) {
	f.Add([]byte("1\n{}"), []byte(nil))
	f.Add([]byte("2\n{"), []byte("}"))
	f.Add([]byte("-1\n"), []byte(nil))
	f.Add([]byte("99999999999999999999\n{}"), []byte(nil))
	f.Add([]byte(`1`+"\n"+`{"payload":"e30=","openings":[{"field":"a","salt":"AA==","value":"AA=="}],"created":1}`),
		[]byte(nil))
	f.Fuzz(func(t *testing.T, first, second []byte) {
		id := event.IDOf([]byte("{}"))
		d := readDraft(id, map[string][]byte{partKey(id, 0): first, partKey(id, 1): second})
		if d != nil && event.IDOf(d.payload) != id {
			t.Error("another payload than the id names")
		}
		if sig, err := readSignature(first); err != nil && !sig.Key.IsZero() {
			t.Error("a signature that cannot be read has a key")
		}
	})
}

// FuzzIdentifier holds that what an import makes of a text can be carried by an act.
func FuzzIdentifier(f *testing.F) {
	for _, seed := range []string{"R-03", " 42 A", "Ñ-1", "-x", "", strings.Repeat("a", 33), "a.b_c", "Utilería Mesa Alta"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		carried := func(id string) bool {
			_, err := event.ParseObject("item/" + id)
			return err == nil
		}
		if id, ok := identifier(text, event.IDMax); ok && !carried(id) {
			t.Errorf("identifier %q", id)
		}
		if id := slug(text); !carried(id) {
			t.Errorf("slug %q", id)
		}
	})
}

// FuzzFoldCode holds that a code as it was drawn is found however it is typed.
func FuzzFoldCode(f *testing.F) {
	f.Add("0123-4567")
	f.Add("o1lI abcd")
	f.Fuzz(func(t *testing.T, typed string) {
		folded := foldCode(typed)
		if foldCode(strings.ToLower(folded)) != foldCode(folded) {
			t.Errorf("%q folds differently in another case", typed)
		}
		if foldCode(folded) != folded {
			t.Errorf("%q does not stay %q", typed, folded)
		}
	})
}
