package refusal_test

import (
	"errors"
	"io/fs"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/refusal"
)

func TestARefusalSaysAndHoldsWhatItIsMadeOf(t *testing.T) {
	known, cause := errors.New("malformed file"), &fs.PathError{Op: "read", Path: "a", Err: fs.ErrNotExist}
	for _, c := range []struct {
		name  string
		err   error
		text  string
		known bool
		cause bool
	}{
		{"an operation", refusal.In("write file", known), "write file: malformed file", true, false},
		{"a fact", refusal.Of(known, "2 bytes, at most 1"), "malformed file: 2 bytes, at most 1", true, false},
		{"a cause", refusal.Both(known, cause), "malformed file: read a: file does not exist", true, true},
		{
			"all of them", refusal.In("write file", refusal.Both(known, refusal.In("header", cause))),
			"write file: malformed file: header: read a: file does not exist", true, true,
		},
		{"the cause alone", refusal.In("header", cause), "header: read a: file does not exist", false, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.err.Error() != c.text {
				t.Errorf("got %q", c.err)
			}
			_, isPath := errors.AsType[*fs.PathError](c.err)
			if errors.Is(c.err, known) != c.known || errors.Is(c.err, fs.ErrNotExist) != c.cause ||
				isPath != c.cause {
				t.Errorf("%q is made of something else", c.err)
			}
		})
	}
}
