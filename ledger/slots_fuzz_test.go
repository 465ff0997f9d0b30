package ledger

import (
	"bytes"
	"testing"
)

func FuzzDecodeSlot(f *testing.F) {
	good := encodeSlot(slot{Recorded: Recorded{Position: 1, Size: 2, Time: 3, ClockFault: true}, turn: 4},
		"a.example")
	f.Add(good)
	f.Add(good[:len(good)-1])
	f.Add([]byte(slotMagic))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, ok := decodeSlot(data, "a.example")
		if ok && !bytes.HasPrefix(data, encodeSlot(s, "a.example")) {
			t.Errorf("%q is written again as something else", data)
		}
	})
}
