//go:build js

package plain_test

import "testing"

// How much a usual run plays; natively it is more.
const (
	fewEvents   = 500
	arrivalSets = 3
	neverSets   = 8
)

// writeGolden refuses: the golden file is written natively and only compared here.
func writeGolden(t *testing.T, _, _ string) {
	t.Helper()
	t.Fatal("run -update natively")
}
