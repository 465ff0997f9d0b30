package rules_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/verdict"
	"github.com/proofhouse/proofhouse/rules"
)

const schemaFile = "../docs/spec/rulepack.schema.json"

type object = map[string]any

// The forms of the texts of a pack, as regular expressions of ECMA-262 and of Go.
var (
	namePattern   = fmt.Sprintf("^[A-Za-z0-9][A-Za-z0-9._-]{0,%d}$", event.IDMax-1)
	dayPattern    = "^2[01][0-9][0-9]-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
	regionPattern = `^(\*|[A-Z]{2}-[A-Z0-9]{1,3})$`
	phrasePattern = `^[!#-\[\]-~]([ !#-\[\]-~]*[!#-\[\]-~])?$`
	digestPattern = "^([0-9a-f]{64})?$"
)

// schema is the published schema (JSON Schema, draft 2020-12), written from the tables of the reader.
// A schema cannot say everything: "Refusals" on the page names what only the reader refuses.
func schema() object {
	text := func(pattern string) object { return object{"type": "string", "pattern": pattern} }
	phrase := object{"type": "string", "pattern": phrasePattern, "maxLength": verdict.PhraseMax}
	list := func(least, most int, of any) object {
		return object{"type": "array", "minItems": least, "maxItems": most, "items": of}
	}
	words := func(all []string) object { return object{"enum": all} }
	strict := func(optional []string, members object) object {
		var required []string
		for name := range members {
			if !slices.Contains(optional, name) {
				required = append(required, name)
			}
		}
		slices.Sort(required)
		return object{"type": "object", "additionalProperties": false, "required": required, "properties": members}
	}
	ref := func(name string) object { return object{"$ref": "#/$defs/" + name} }
	tree := func(name string, facts []string, not bool) object {
		kinds := []any{
			strict(nil, object{"fact": words(facts)}),
			strict(nil, object{"all": list(1, verdict.TreeNodesMax, ref(name))}),
			strict(nil, object{"any": list(1, verdict.TreeNodesMax, ref(name))}),
		}
		if not {
			kinds = append(kinds, strict(nil, object{"not": ref(name)}))
		}
		return object{"oneOf": kinds}
	}
	var settings []any
	for p := verdict.NoParam + 1; p < verdict.ParamCount; p++ {
		info := p.Info()
		settings = append(settings, strict(nil, object{
			"name": words([]string{info.Name}), "unit": words([]string{info.Unit}),
			"direction": words([]string{info.Direction.String()}), "clause": text(namePattern),
			"value": object{"type": "integer", "minimum": info.Min, "maximum": info.Max},
		}))
	}
	clause := strict([]string{"in_force", "applies"}, object{
		"id": text(namePattern), "code": words(codesOfRequirements()), "force": words(forces()), "says": phrase,
		"citation": strict(nil, object{
			"instrument": phrase, "section": phrase, "text_status": words(statuses()), "checked_on": text(dayPattern),
			"checked_by": phrase, "source_sha256": text(digestPattern),
		}),
		"in_force": ref("span"), "applies": ref("situation"), "requires": ref("evidence"),
	})
	return object{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Proofhouse rule pack, format 1",
		"$defs": object{
			"span":      strict([]string{"until"}, object{"from": text(dayPattern), "until": text(dayPattern)}),
			"situation": tree("situation", factNames(verdict.Applicability), true),
			"evidence":  tree("evidence", factNames(verdict.Requirement), false),
			"clause":    clause,
			"setting":   object{"oneOf": settings},
		},
		"type": "object", "additionalProperties": false,
		"required": []string{"authority", "clauses", "edition", "format", "id", "in_force", "jurisdiction", "params"},
		"properties": object{
			"format": object{"const": 1}, "id": text(namePattern), "edition": text(namePattern), "authority": phrase,
			"jurisdiction": list(1, verdict.JurisdictionsMax, text(regionPattern)), "in_force": ref("span"),
			"params":  list(0, int(verdict.ParamCount)-1, ref("setting")),
			"clauses": list(1, verdict.ClausesMax, ref("clause")),
		},
	}
}

func factNames(kind verdict.FactKind) []string {
	var out []string
	for f := verdict.NoFact + 1; f < verdict.FactCount; f++ {
		if f.Info().Kind == kind {
			out = append(out, f.String())
		}
	}
	return out
}

// codesOfRequirements are the codes some fact has; a clause of another one could require nothing.
func codesOfRequirements() []string {
	var out []string
	for f := verdict.NoFact + 1; f < verdict.FactCount; f++ {
		if c := f.Info().Code; c != verdict.NoCode && !slices.Contains(out, c.String()) {
			out = append(out, c.String())
		}
	}
	slices.Sort(out)
	return out
}

func forces() []string {
	var out []string
	for f := verdict.ForceLaw; f <= verdict.ForceHouse; f++ {
		out = append(out, f.String())
	}
	return out
}

func statuses() []string {
	var out []string
	for s := verdict.TextUnverified; s <= verdict.TextVerified; s++ {
		out = append(out, s.String())
	}
	return out
}

func published(t *testing.T) []byte {
	t.Helper()

	var out bytes.Buffer
	to := json.NewEncoder(&out)
	to.SetEscapeHTML(false)
	to.SetIndent("", "  ")
	if err := to.Encode(schema()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestTheSchemaIsWhatTheReaderReads(t *testing.T) {
	want := published(t)
	if *update {
		if err := os.WriteFile(schemaFile, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(schemaFile)
	if err != nil || !bytes.Equal(have, want) {
		t.Errorf("%s is not what the reader reads: go test ./rules -update (%v)", schemaFile, err)
	}
	var whole object
	if err := json.Unmarshal(have, &whole); err != nil {
		t.Fatal(err)
	}
	for _, f := range rules.All() {
		if why := valid(whole, whole, decodedFloats(t, f.Bytes)); why != "" {
			t.Errorf("%s does not fit the schema: %s", f.Name, why)
		}
	}
}

// Whatever the schema refuses the reader refuses too, and a mutant the reader takes fits the schema:
// somebody who writes a pack with an editor that knows the schema is never told wrong.
func TestTheSchemaAndTheReaderAgree(t *testing.T) {
	var whole object
	if err := json.Unmarshal(published(t), &whole); err != nil {
		t.Fatal(err)
	}
	f, _ := rules.Find("house")
	taken, both := 0, 0
	check := func(name string, pack object) {
		_, err := parsed(t, pack)
		b, _ := json.Marshal(pack)
		why := valid(whole, whole, decodedFloats(t, b))
		switch {
		case err == nil && why != "":
			t.Errorf("%s: the reader takes it, the schema says %s", name, why)
		case err == nil:
			taken++
		case why != "":
			both++
		}
	}
	for _, one := range mutantsOf(t, f.Bytes) {
		check(one.id("house"), one.pack)
	}
	bad := 0
	for name, change := range wrongPacks {
		pack := decoded(t, f.Bytes)
		change(pack, pack["clauses"].([]any)[0].(object))
		before := both
		check(name, pack)
		if both == before {
			t.Errorf("%s: not both refuse it", name)
		}
		bad++
	}
	if taken < 200 || both < bad {
		t.Errorf("%d packs taken and %d refused by both", taken, both)
	}
}

// wrongPacks are packs with one thing wrong that the schema can say.
var wrongPacks = map[string]func(pack, clause object){
	"unknown member":       func(p, _ object) { p["title"] = "x" },
	"missing member":       func(p, _ object) { delete(p, "authority") },
	"another format":       func(p, _ object) { p["format"] = 2 },
	"no clause":            func(p, _ object) { p["clauses"] = []any{} },
	"an id with a space":   func(p, _ object) { p["id"] = "a pack" },
	"an id that is long":   func(p, _ object) { p["id"] = strings.Repeat("a", 33) },
	"a region in words":    func(p, _ object) { p["jurisdiction"] = []any{"California"} },
	"a day that is none":   func(p, _ object) { p["in_force"] = object{"from": "2026-13-01"} },
	"a number as text":     func(p, _ object) { p["format"] = "1" },
	"missing citation":     func(_, c object) { delete(c, "citation") },
	"unknown force":        func(_, c object) { c["force"] = "ORDER" },
	"the kernel's force":   func(_, c object) { c["force"] = "CORE" },
	"unknown code":         func(_, c object) { c["code"] = "H99" },
	"unknown fact":         func(_, c object) { c["requires"] = object{"fact": "load.testd"} },
	"unknown operator":     func(_, c object) { c["requires"] = object{"some": []any{}} },
	"two operators":        func(_, c object) { c["requires"] = object{"fact": "load.tested", "all": []any{}} },
	"all of nothing":       func(_, c object) { c["requires"] = object{"all": []any{}} },
	"not over evidence":    func(_, c object) { c["requires"] = object{"not": object{"fact": "load.tested"}} },
	"evidence in applies":  func(_, c object) { c["applies"] = object{"fact": "load.tested"} },
	"a phrase with spaces": func(_, c object) { c["says"] = " x" },
	"a phrase that is long": func(_, c object) {
		c["says"] = strings.Repeat("x", verdict.PhraseMax+1)
	},
	"an unknown parameter": func(p, _ object) {
		p["params"].([]any)[0].(object)["name"] = "wait_s"
	},
	"another unit":          func(p, _ object) { p["params"].([]any)[0].(object)["unit"] = "min" },
	"a value out of bounds": func(p, _ object) { p["params"].([]any)[0].(object)["value"] = 0 },
}

func decodedFloats(t *testing.T, b []byte) any {
	t.Helper()
	var out any
	if err := json.Unmarshal(b, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// valid is as much of JSON Schema as the published schema uses. It returns why a value does not fit,
// empty when it does.
func valid(whole, s object, v any) string {
	if r, ok := s["$ref"].(string); ok {
		defs, _ := whole["$defs"].(object)
		next, _ := defs[strings.TrimPrefix(r, "#/$defs/")].(object)
		return valid(whole, next, v)
	}
	if c, ok := s["const"]; ok && c != v {
		return fmt.Sprintf("%v is not %v", v, c)
	}
	if all, ok := s["enum"].([]any); ok && !slices.Contains(all, v) {
		return fmt.Sprintf("%v is not listed", v)
	}
	if kinds, ok := s["oneOf"].([]any); ok {
		fits := 0
		for _, k := range kinds {
			if valid(whole, k.(object), v) == "" {
				fits++
			}
		}
		if fits != 1 {
			return fmt.Sprintf("%v fits %d kinds", v, fits)
		}
	}
	switch s["type"] {
	case "string":
		return validText(s, v)
	case "integer":
		n, ok := v.(float64)
		if !ok || n != float64(int64(n)) || n < s["minimum"].(float64) || n > s["maximum"].(float64) {
			return fmt.Sprintf("%v is out of bounds", v)
		}
	case "array":
		list, ok := v.([]any)
		if !ok || len(list) < int(s["minItems"].(float64)) || len(list) > int(s["maxItems"].(float64)) {
			return fmt.Sprintf("%v is too short or too long", v)
		}
		for _, x := range list {
			if why := valid(whole, s["items"].(object), x); why != "" {
				return why
			}
		}
	case "object":
		return validObject(whole, s, v)
	}
	return ""
}

var patterns = map[string]*regexp.Regexp{}

func compiled(pattern string) *regexp.Regexp {
	if patterns[pattern] == nil {
		patterns[pattern] = regexp.MustCompile(pattern)
	}
	return patterns[pattern]
}

func validText(s object, v any) string {
	text, ok := v.(string)
	most, bounded := s["maxLength"].(float64)
	if !ok || bounded && len(text) > int(most) || !compiled(s["pattern"].(string)).MatchString(text) {
		return fmt.Sprintf("%v does not have the form", v)
	}
	return ""
}

func validObject(whole, s object, v any) string {
	o, ok := v.(object)
	if !ok {
		return fmt.Sprintf("%v is no object", v)
	}
	members, _ := s["properties"].(object)
	for _, name := range s["required"].([]any) {
		if _, has := o[name.(string)]; !has {
			return fmt.Sprintf("%v is missing", name)
		}
	}
	for name, x := range o {
		m, known := members[name].(object)
		if !known {
			return name + " is unknown"
		}
		if why := valid(whole, m, x); why != "" {
			return name + ": " + why
		}
	}
	return ""
}
