package event_test

import (
	"encoding/json"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
)

func TestATextSurvivesTheJSONOfAPage(t *testing.T) {
	text := "a \"b\" \\ é 🎬 /"
	for c := range rune(0x80) {
		text += string(c)
	}
	out := event.AppendMember(event.AppendMember([]byte("{"), "first", text), `se"cond`, "")
	var got map[string]string
	if err := json.Unmarshal(append(out, '}'), &got); err != nil {
		t.Fatalf("%s: %v", out, err)
	}
	if second, ok := got[`se"cond`]; got["first"] != text || !ok || second != "" || len(got) != 2 {
		t.Errorf("read back as %q, written was %q", got, text)
	}
}
