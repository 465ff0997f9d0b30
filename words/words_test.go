package words

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func TestSay(t *testing.T) {
	for _, c := range []struct {
		name, lang, key string
		params          map[string]string
		want            string
	}{
		{"a sentence without parameters", "en", "outcome.complete", nil, "RECORD COMPLETE"},
		{"Spanish", "es", "outcome.complete", nil, "REGISTRO COMPLETO"},
		{"one", "en", "contents.rounds.DUMMY", map[string]string{"n": "1"}, "1 DUMMY"},
		{"none is many", "en", "contents.rounds.DUMMY", map[string]string{"n": "0"}, "0 DUMMIES"},
		{"many", "en", "contents.rounds.DUMMY", map[string]string{"n": "6"}, "6 DUMMIES"},
		{"one without a form of its own", "en", "age.minutes", map[string]string{"n": "1"}, "1 min"},
		{
			"two parameters", "en", "contents.rounds.BLANK",
			map[string]string{"n": "6", "load": "half load"},
			"6 BLANKS, half load",
		},
		{
			"a parameter that looks like one", "en", "contents.rounds.BLANK",
			map[string]string{"n": "{load}", "load": "x"},
			"{load} BLANKS, x",
		},
		{"a parameter not given is seen", "en", "contents.lot", nil, "lot {lot}"},
		{"a language nobody wrote is English", "fr", "outcome.complete", nil, "RECORD COMPLETE"},
		{"a key nobody wrote is seen", "es", "reason.nothing", nil, "reason.nothing"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Say(c.lang, c.key, c.params); got != c.want {
				t.Errorf("Say = %q, want %q", got, c.want)
			}
		})
	}
}

func TestRenderNamesWhatIsMissing(t *testing.T) {
	if _, err := Render("fr", "outcome.hold", nil); !errors.Is(err, ErrLanguage) {
		t.Errorf("language: %v", err)
	}
	if _, err := Render("en", "outcome.maybe", nil); !errors.Is(err, ErrKey) {
		t.Errorf("key: %v", err)
	}
	_, err := Render("en", "contents.lot", nil)
	if e, ok := errors.AsType[*ParamError](err); !ok || e.Key != "contents.lot" || e.Param != "lot" {
		t.Errorf("parameter: %v", err)
	}
	if said, err := Render("en", "contents.lot", map[string]string{"lot": "D-014"}); err != nil ||
		said != "lot D-014" {
		t.Errorf("whole: %q, %v", said, err)
	}
}

func TestTheDigestIsOfTheOneSpelling(t *testing.T) {
	if !slices.Equal(Languages(), []string{"en", "es"}) {
		t.Fatalf("languages = %v", Languages())
	}
	for _, lang := range Languages() {
		text := JSON(lang)
		sum := sha256.Sum256(text)
		if Digest(lang) != hex.EncodeToString(sum[:]) {
			t.Errorf("%s: the digest is of something else", lang)
		}
		var read map[string]string
		if err := json.Unmarshal(text, &read); err != nil {
			t.Fatalf("%s: %v", lang, err)
		}
		if len(read) != len(Keys(lang)) {
			t.Errorf("%s: %d of %d keys", lang, len(read), len(Keys(lang)))
		}
		for key, sentence := range read {
			if c, _ := in(lang); c.sentences[key] != sentence {
				t.Errorf("%s %s: %q is spelled as %q", lang, key, c.sentences[key], sentence)
			}
		}
	}
	if Digest("en") == Digest("es") || Digest("fr") != "" || JSON("fr") != nil || Keys("fr") != nil {
		t.Error("digests do not tell languages apart")
	}
}

func TestFilesOfOneLanguageAreOneCatalogue(t *testing.T) {
	all, err := load(fstest.MapFS{
		"en.json":         {Data: []byte(`{"b": "say \"b\" \\ now"}`)},
		"screens.en.json": {Data: []byte(`{"a": "A {n}"}`)},
		"es.json":         {Data: []byte(`{"b": "di b"}`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := string(all["en"].canonical); got != `{"a":"A {n}","b":"say \"b\" \\ now"}` {
		t.Errorf("canonical = %s", got)
	}
	if len(all) != 2 || all["es"].sentences["b"] != "di b" {
		t.Errorf("languages = %v", all)
	}
}

func TestLoadRefuses(t *testing.T) {
	for _, c := range []struct {
		name  string
		files map[string]string
		want  string
	}{
		{
			"a key in two files",
			map[string]string{
				"en.json": `{"a": "x"}`, "screens.en.json": `{"a": "x"}`,
			},
			`catalogue screens.en.json: key "a" is in en.json already`,
		},
		{"a key twice in one file", map[string]string{"en.json": `{"a": "x", "a": "y"}`}, "twice"},
		{"a number", map[string]string{"en.json": `{"a": 1}`}, "want a string"},
		{"an object inside", map[string]string{"en.json": `{"a": {"b": "x"}}`}, "want a string"},
		{"a list", map[string]string{"en.json": `["a"]`}, "want an object"},
		{"nothing", map[string]string{"en.json": ``}, "want an object"},
		{"an empty sentence", map[string]string{"en.json": `{"a": ""}`}, "not empty"},
		{"an empty key", map[string]string{"en.json": `{"": "x"}`}, "not empty"},
		{"a key with a space", map[string]string{"en.json": `{"a b": "x"}`}, "want letters"},
		{"a line break", map[string]string{"en.json": "{\"a\": \"x\ny\"}"}, "control"},
		{"an escape of another kind", map[string]string{"en.json": `{"a": "\u0041"}`}, "escape"},
		{"a string without an end", map[string]string{"en.json": `{"a": "x`}, "closed string"},
		{"a missing comma", map[string]string{"en.json": `{"a": "x" "b": "y"}`}, "comma"},
		{"a comma too many", map[string]string{"en.json": `{"a": "x",}`}, "want a string"},
		{"text after the end", map[string]string{"en.json": `{"a": "x"} {}`}, "end of the file"},
		{"an open brace", map[string]string{"en.json": `{"a": "x {n"}`}, "want {name}"},
		{"a closing brace alone", map[string]string{"en.json": `{"a": "x } y"}`}, "closing brace"},
		{"a parameter in capitals", map[string]string{"en.json": `{"a": "x {N}"}`}, "want {name}"},
		{"another encoding", map[string]string{"en.json": "{\"a\": \"se\xf1al\"}"}, "UTF-8"},
		{"the second of two lines", map[string]string{"en.json": "{\n\"a\" 1}"}, "line 2: want a colon"},
	} {
		t.Run(c.name, func(t *testing.T) {
			fs := fstest.MapFS{}
			for name, text := range c.files {
				fs[name] = &fstest.MapFile{Data: []byte(text)}
			}
			if _, err := load(fs); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error = %v, want %q in it", err, c.want)
			}
		})
	}
}

func TestBoundsOfAFile(t *testing.T) {
	object := func(key, sentence string) string { return `{"` + key + `":"` + sentence + `"}` }
	for _, c := range []struct {
		name  string
		most  int
		write func(n int) string
	}{
		{"key", keyMax, func(n int) string { return object(strings.Repeat("k", n), "x") }},
		{"sentence", sentenceMax, func(n int) string { return object("k", strings.Repeat("x", n)) }},
		{"file", fileMax, func(n int) string {
			return object("k", "x") + strings.Repeat(" ", n-len(object("k", "x")))
		}},
	} {
		for _, n := range []int{c.most - 1, c.most} {
			if _, err := scan(c.write(n)); err != nil {
				t.Errorf("%s of %d bytes: %v", c.name, n, err)
			}
		}
		if _, err := scan(c.write(c.most + 1)); err == nil {
			t.Errorf("%s of %d bytes was accepted", c.name, c.most+1)
		}
	}
}

func TestForbidden(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"plain", "All clear on set", []string{"clear"}},
		{"capitals", "COLD gun", []string{"COLD"}},
		{"beside a dash", "fail-safe, hot-set", []string{"safe", "hot"}},
		{"with an accent", "arma fría", []string{"fría"}},
		{"with a combining accent", "arma fri\u0301a", []string{"fri\u0301a"}},
		{"without its accent", "arma fria", []string{"fria"}},
		{"feminine and many", "seguras y libres", []string{"seguras", "libres"}},
		{"unloaded in Spanish", "Pistola DESCARGADA.", []string{"DESCARGADA"}},
		{"part of a longer word", "safety, clearly, hotel, scold, seguridad", nil},
		{"beside a digit", "calientes2", []string{"calientes"}},
		{"a fixed sentence", fixedSentences[0] + " " + fixedSentences[1] + " " + fixedSentences[2], nil},
		{"a fixed sentence and one more", fixedSentences[1] + " It is safe.", []string{"safe"}},
		{"nothing", "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Forbidden(c.text); !slices.Equal(got, c.want) {
				t.Errorf("Forbidden = %q, want %q", got, c.want)
			}
		})
	}
}

// FuzzScan holds the hand scanner against encoding/json: what it accepts means the same there.
func FuzzScan(f *testing.F) {
	for _, lang := range Languages() {
		text, err := files.ReadFile(lang + ".json")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text[:200]) + `"}`)
		f.Add(string(JSON(lang)[:200]))
	}
	f.Add(`{"a":"x {n} \"y\" \\","b.c-d_1":"ñ"}`)
	f.Add(`{}`)
	f.Fuzz(func(t *testing.T, text string) {
		pairs, err := scan(text)
		if err != nil {
			return
		}
		got := map[string]string{}
		for _, p := range pairs {
			got[p.key] = p.sentence
		}
		want := map[string]string{}
		if err := json.Unmarshal([]byte(text), &want); err != nil {
			t.Fatalf("accepted what is not JSON: %v", err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("read %q as %q, JSON reads %q", text, got, want)
		}
		again, err := scan(string(canonical(got)))
		if err != nil || len(again) != len(pairs) {
			t.Fatalf("the canonical spelling does not read back: %v", err)
		}
	})
}
