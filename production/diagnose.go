package production

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// payloadOf returns the payload inside an entry as far as there is one. It is only for saying what
// is wrong with it.
func payloadOf(entry []byte) []byte {
	const head = 4 + 2
	if len(entry) < head {
		return nil
	}
	n := int(binary.BigEndian.Uint16(entry[4:]))
	return entry[head:min(head+n, len(entry))]
}

// diagnose says what sort of mistake a payload holds that the grammar refused at some byte. The
// grammar has one spelling and so can only say what it wanted; a person wants to know what they
// did. It decides nothing: the payload is refused already.
func diagnose(payload []byte) Code {
	d := diagnosis{in: json.NewDecoder(bytes.NewReader(payload))}
	d.in.UseNumber()
	err := d.value("", 0)
	if err == nil {
		if _, more := d.in.Token(); !errors.Is(more, io.EOF) {
			return NotCanonical
		}
	}
	switch {
	case slices.Contains(d.found, DuplicateKey):
		return DuplicateKey
	case slices.Contains(d.found, Float):
		return Float
	case err != nil:
		return NotCanonical
	case d.has("origin") && d.has("nonce") && d.has("person") && !d.has("kind"):
		return LoginAsAct
	}
	return d.members()
}

// diagnoseDepth bounds the nesting that is followed.
const diagnoseDepth = 8

type diagnosis struct {
	in    *json.Decoder
	found []Code
	names []string // Members in the order they came, with the path before them.
	kind  string
}

func (d *diagnosis) has(name string) bool { return slices.Contains(d.names, name) }

// value walks one JSON value and notes what the format does not know.
func (d *diagnosis) value(path string, depth int) error {
	token, err := d.in.Token()
	if err != nil {
		return err
	}
	if depth > diagnoseDepth {
		return errors.New("nested too deep")
	}
	switch t := token.(type) {
	case json.Number:
		if strings.ContainsAny(t.String(), ".eE") {
			d.found = append(d.found, Float)
		}
	case string:
		if path == "kind" {
			d.kind = t
		}
	case json.Delim:
		if t == '{' {
			return d.object(path, depth)
		}
		for d.in.More() {
			if err := d.value(path, depth+1); err != nil {
				return err
			}
		}
		_, err = d.in.Token()
		return err
	}
	return nil
}

func (d *diagnosis) object(path string, depth int) error {
	here := map[string]bool{}
	for d.in.More() {
		token, err := d.in.Token()
		if err != nil {
			return err
		}
		name, ok := token.(string)
		if !ok {
			return errors.New("member without a name")
		}
		if here[name] {
			d.found = append(d.found, DuplicateKey)
		}
		here[name] = true
		full := strings.TrimPrefix(path+"."+name, ".")
		d.names = append(d.names, full)
		if err := d.value(full, depth+1); err != nil {
			return err
		}
	}
	_, err := d.in.Token()
	return err
}

// members compares the names with those of the format: one it does not know, or the known ones in
// another order.
func (d *diagnosis) members() Code {
	want := headerNames()
	body := event.Describe(event.KindOf(d.kind))
	at := slices.Index(want, "body")
	want = slices.Insert(want, at+1, under("body", body)...)
	seen := map[string]bool{}
	last, order := -1, true
	for _, name := range d.names {
		i := slices.Index(want, name)
		if i < 0 {
			return UnknownField
		}
		if seen[name] {
			continue // A list of objects repeats the names of its members.
		}
		seen[name] = true
		order = order && i > last
		last = max(last, i)
	}
	if !order {
		return KeyOrder
	}
	return NotCanonical
}

func headerNames() []string { return under("", event.DescribeHeader()) }

// under flattens a description into dotted names, in order.
func under(path string, fields []event.Field) []string {
	var out []string
	for _, f := range fields {
		full := strings.TrimPrefix(path+"."+f.Name, ".")
		out = append(out, full)
		out = append(out, under(full, f.Fields)...)
	}
	return out
}
