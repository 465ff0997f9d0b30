//go:build !js

package plain_test

import (
	"os"
	"testing"
)

// How much a usual run plays. WebAssembly under Node is several times as slow.
const (
	fewEvents   = 3500
	arrivalSets = 8
	neverSets   = 30
)

func writeGolden(t *testing.T, path, got string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
		t.Fatal(err)
	}
}
