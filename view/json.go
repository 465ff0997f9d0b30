package view

import (
	"strconv"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// writer appends JSON in the order it is told. It puts the commas, so that a model reads as the
// shape it has.
type writer struct{ out []byte }

// next puts a comma where another value or member is due.
func (w *writer) next() {
	if n := len(w.out); n > 0 && w.out[n-1] != '{' && w.out[n-1] != '[' && w.out[n-1] != ':' {
		w.out = append(w.out, ',')
	}
}

func (w *writer) object(members func()) {
	w.next()
	w.out = append(w.out, '{')
	members()
	w.out = append(w.out, '}')
}

func (w *writer) list(elements func()) {
	w.next()
	w.out = append(w.out, '[')
	elements()
	w.out = append(w.out, ']')
}

// key begins a member; its value follows.
func (w *writer) key(name string) {
	w.next()
	w.out = append(event.AppendText(w.out, name), ':')
}

func (w *writer) text(s string) {
	w.next()
	w.out = event.AppendText(w.out, s)
}

func (w *writer) raw(json []byte) {
	w.next()
	w.out = append(w.out, json...)
}

func (w *writer) member(name, value string) {
	w.out = event.AppendMember(w.out, name, value)
}

func (w *writer) number(name string, n int64) {
	w.key(name)
	w.out = strconv.AppendInt(w.out, n, 10)
}

func (w *writer) truth(name string, yes bool) {
	w.key(name)
	w.out = strconv.AppendBool(w.out, yes)
}

func (w *writer) null(name string) {
	w.key(name)
	w.out = append(w.out, "null"...)
}

// texts writes a member that is a list of short words.
func texts[T ~string](w *writer, name string, all []T) {
	w.key(name)
	w.list(func() {
		for _, s := range all {
			w.text(string(s))
		}
	})
}

// pairs writes an object of texts in the order given.
func (w *writer) pairs(name string, all []Param) {
	w.key(name)
	w.object(func() {
		for _, p := range all {
			w.member(p.Name, p.Value)
		}
	})
}
