package view

import "strconv"

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
	w.quote(name)
	w.out = append(w.out, ':')
}

func (w *writer) text(s string) {
	w.next()
	w.quote(s)
}

func (w *writer) raw(json []byte) {
	w.next()
	w.out = append(w.out, json...)
}

func (w *writer) member(name, value string) {
	w.key(name)
	w.quote(value)
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

// quote escapes what JSON asks for. Names in openings are UTF-8 and pass as they are.
func (w *writer) quote(s string) {
	const hexDigits = "0123456789abcdef"
	w.out = append(w.out, '"')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			w.out = append(w.out, '\\', c)
		case c < 0x20:
			w.out = append(w.out, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		default:
			w.out = append(w.out, c)
		}
	}
	w.out = append(w.out, '"')
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
