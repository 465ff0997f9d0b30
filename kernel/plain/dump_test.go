package plain_test

import (
	"fmt"
	"strings"
)

// tell spells what happened on a set, one line for each entry, for whoever looks for the reason of a
// disagreement.
func (s *set) tell() string {
	var b strings.Builder
	for n, o := range s.log {
		e := o.Event()
		entry, ok := s.w.known.Entry(n)
		mark := "pending"
		if ok {
			mark = fmt.Sprintf("stands=%v faces=%v when=%+v", s.w.known.Stands(n), entry.Faces, entry.When)
		}
		fmt.Fprintf(&b, "%d %s %s %+v %+v %s links=%v\n", n, o.ID().Short(), e.Kind, e.Body, e.Signers, mark, short(e.Links))
	}
	return b.String()
}

func short[T any](links []T) string {
	text := fmt.Sprintf("%v", links)
	return text[:min(len(text), 120)]
}
