//go:build !js

package session_test

import (
	"fmt"
	"math/bits"
	"os"
	"regexp"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/proof"
	"github.com/proofhouse/proofhouse/kernel/session"
)

// TestThePageCountsAsTheKernelDoes reads the numbers that the page needs before the kernel runs.
func TestThePageCountsAsTheKernelDoes(t *testing.T) {
	for _, c := range []struct{ file, line, want string }{
		{"app/clock.ts", `(?m)^const slack = (.*);$`, fmt.Sprint(proof.ClockSlackSec * 1000)},
		{"wire/frames.ts", `(?m)^const frameTypes = (.*);$`, fmt.Sprintf(`["%c", "%c", "%c"] as const`,
			session.EntryFrame, session.CheckpointFrame, session.OpeningFrame)},
		{"wire/frames.ts", `(?m)^export const frameMax = (.*);$`, fmt.Sprintf("1 << %d", bits.Len(session.FrameMax-1))},
	} {
		text, err := os.ReadFile("../../web/src/" + c.file)
		if err != nil {
			t.Fatal(err)
		}
		if got := regexp.MustCompile(c.line).FindSubmatch(text); got == nil || string(got[1]) != c.want {
			t.Errorf("%s: %s finds %q, the kernel has %s", c.file, c.line, got, c.want)
		}
	}
}
