//go:build js

package session_test

import "testing"

// writeGolden refuses: a golden file is written natively and only compared here.
func writeGolden(t *testing.T, _ string, _ []byte) {
	t.Helper()
	t.Fatal("run -update natively")
}
