package event

import (
	"bytes"
	"reflect"
	"testing"
)

const roundsOfEachKind = 40

func TestEveryKindHasOneSpelling(t *testing.T) {
	for _, k := range Kinds() {
		t.Run(k.String(), func(t *testing.T) {
			m := newMaker(uint64(k))
			for range roundsOfEachKind {
				draft := m.draft(k)
				e := compose(t, spell(nil, draft))
				first := encode(t, e)
				back := decode(t, first)
				if !reflect.DeepEqual(e, back) {
					t.Fatalf("decoded event differs\n%+v\n%+v", e, back)
				}
				if again := encode(t, back); !bytes.Equal(first, again) {
					t.Fatalf("second encoding differs\n%s\n%s", first, again)
				}
				shuffled := encode(t, compose(t, spell(m, draft)))
				if !bytes.Equal(first, shuffled) {
					t.Fatalf("another order of members gives other bytes\n%s\n%s", first, shuffled)
				}
			}
		})
	}
}

// A field that Go code can set and the format never writes would be lost without a word.
func TestEveryFieldOfEveryBodyIsWritten(t *testing.T) {
	for _, k := range Kinds() {
		t.Run(k.String(), func(t *testing.T) {
			m := newMaker(uint64(k))
			m.full = true
			never := map[string]bool{}
			for i := range roundsOfEachKind {
				e := decode(t, encode(t, compose(t, spell(nil, m.draft(k)))))
				unset := map[string]bool{}
				zeroFields(reflect.ValueOf(e).Elem(), "", unset)
				for name := range unset {
					if i == 0 {
						never[name] = true
					}
				}
				for name := range never {
					if !unset[name] {
						delete(never, name)
					}
				}
			}
			for name := range never {
				t.Errorf("field %s came back empty every time", name)
			}
		})
	}
}

// zeroFields collects the paths of fields that hold nothing.
func zeroFields(v reflect.Value, path string, found map[string]bool) {
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		zeroFields(v.Elem(), path, found)
	case reflect.Struct:
		for i := range v.NumField() {
			zeroFields(v.Field(i), path+"."+v.Type().Field(i).Name, found)
		}
	case reflect.Slice:
		if v.Len() == 0 && path != ".Links" {
			found[path] = true
		}
		for i := range min(v.Len(), 1) {
			if path != ".Links" {
				zeroFields(v.Index(i), path+"[]", found)
			}
		}
	default:
		if v.IsZero() {
			found[path] = true
		}
	}
}

func TestLinksKeepTheirPredecessors(t *testing.T) {
	e := sample(&RoundsMoved{Lot: "D-014", From: "C-01", To: "C-02", Count: 3})
	e.Links[0].Prev = IDOf([]byte("the link before"))
	back := decode(t, encode(t, e))
	if !reflect.DeepEqual(e, back) {
		t.Fatalf("links differ\n%+v\n%+v", e.Links, back.Links)
	}
	if !back.Links[1].Prev.IsZero() {
		t.Fatal("the first link of an object names a predecessor")
	}
}

func TestComposeWithoutSpaceOrWithIsTheSame(t *testing.T) {
	b := encode(t, sample(&Collected{Item: "R-03", From: "p1"}))
	e, err := Compose(b)
	if err != nil {
		t.Fatal(err)
	}
	if again := encode(t, e); !bytes.Equal(b, again) {
		t.Fatalf("composing exact bytes changed them\n%s\n%s", b, again)
	}
}
