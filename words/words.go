// Package words is the catalogue: every sentence that a person reads, in English and Spanish,
// shared by the Go side and the client. Keys and parameters leave the kernel; sentences live here.
//
// A catalogue is the union of all files words/*.json of one language: en.json and screens.en.json
// are both English. Each file is one flat JSON object from key to sentence. A sentence holds
// parameters as {name}. Where the parameter n is "1" and the key has a form with ".one" at its end,
// that form is taken. Both languages have the same keys with the same parameters, and no sentence
// holds a word of Forbidden; the tests of this package hold both.
//
// An event carries the digest of the catalogue its signer was shown, so that it can be said later
// which words stood on the screen.
package words

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"
)

// English is the language that stands in for one the catalogue lacks.
const English = "en"

//go:embed *.json
var files embed.FS

var loaded = sync.OnceValues(func() (map[string]*catalogue, error) { return load(files) })

// catalogue is everything that can be said in one language.
type catalogue struct {
	sentences map[string]string
	canonical []byte
	digest    string
}

// Errors of Render. A caller that shows sentences to a person uses Say, which shows the key.
var (
	ErrLanguage = errors.New("catalogue has no such language")
	ErrKey      = errors.New("catalogue has no such key")
)

// ParamError says which parameter of a sentence was not given.
type ParamError struct{ Key, Param string }

func (e *ParamError) Error() string {
	return fmt.Sprintf("sentence %q: parameter {%s} was not given", e.Key, e.Param)
}

// Say returns the sentence of a key, for people. A language the catalogue lacks is English. What is
// missing must be seen, not guessed: a key without a sentence is shown as the key itself, and a
// parameter that was not given stays as {name}. The client's fill does the same.
func Say(lang, key string, params map[string]string) string {
	if !slices.Contains(Languages(), lang) {
		lang = English
	}
	said, err := Render(lang, key, params)
	if errors.Is(err, ErrKey) || errors.Is(err, ErrLanguage) {
		return key
	}
	return said
}

// Render returns the sentence of a key, or the first thing that is missing for it: ErrLanguage,
// ErrKey or a ParamError. With a ParamError it returns the sentence as far as it is known.
func Render(lang, key string, params map[string]string) (string, error) {
	c, err := in(lang)
	if err != nil {
		return "", err
	}
	sentence, has := c.sentences[key]
	if one, hasOne := c.sentences[key+".one"]; hasOne && params["n"] == "1" {
		sentence, has = one, true
	}
	if !has {
		return "", fmt.Errorf("sentence %q: %w", key, ErrKey)
	}
	return fill(key, sentence, params)
}

// fill puts the parameters in. What a parameter holds is never read as a parameter again.
func fill(key, sentence string, params map[string]string) (string, error) {
	var out strings.Builder
	var missing error
	for {
		before, rest, found := strings.Cut(sentence, "{")
		out.WriteString(before)
		if !found {
			return out.String(), missing
		}
		name, after, _ := strings.Cut(rest, "}") // Loading saw to the closing brace.
		value, given := params[name]
		if !given {
			value = "{" + name + "}"
			if missing == nil {
				missing = &ParamError{Key: key, Param: name}
			}
		}
		out.WriteString(value)
		sentence = after
	}
}

// Languages returns the languages of the catalogue in order.
func Languages() []string {
	all, err := loaded()
	if err != nil {
		return nil
	}
	return slices.Sorted(maps.Keys(all))
}

// Keys returns every key of a language in order, the ".one" forms among them.
func Keys(lang string) []string {
	c, err := in(lang)
	if err != nil {
		return nil
	}
	return slices.Sorted(maps.Keys(c.sentences))
}

// JSON returns the whole catalogue of a language in its only spelling, for a page: one object, keys
// in order, no white space, with escapes for quote and backslash only. Nil without that language.
func JSON(lang string) []byte {
	c, err := in(lang)
	if err != nil {
		return nil
	}
	return slices.Clone(c.canonical)
}

// Digest returns the SHA-256 of JSON in lower-case hex, as events carry it; empty without that
// language.
func Digest(lang string) string {
	c, err := in(lang)
	if err != nil {
		return ""
	}
	return c.digest
}

func in(lang string) (*catalogue, error) {
	all, err := loaded()
	if err != nil {
		return nil, err
	}
	c, has := all[lang]
	if !has {
		return nil, fmt.Errorf("language %q: %w", lang, ErrLanguage)
	}
	return c, nil
}

// load merges the files of each language. It refuses a key that two files give, so that nobody's
// sentence is replaced unseen.
func load(from fs.FS) (map[string]*catalogue, error) {
	names, err := fs.Glob(from, "*.json")
	if err != nil {
		return nil, fmt.Errorf("list catalogue: %w", err)
	}
	all := map[string]*catalogue{}
	origin := map[string]string{} // language and key, to the file that gave it
	for _, name := range names {
		text, err := fs.ReadFile(from, name)
		if err != nil {
			return nil, fmt.Errorf("read catalogue: %w", err)
		}
		pairs, err := scan(string(text))
		if err != nil {
			return nil, fmt.Errorf("catalogue %s: %w", name, err)
		}
		lang := language(name)
		if all[lang] == nil {
			all[lang] = &catalogue{sentences: map[string]string{}}
		}
		for _, p := range pairs {
			if other, twice := origin[lang+" "+p.key]; twice {
				return nil, fmt.Errorf("catalogue %s: key %q is in %s already", name, p.key, other)
			}
			origin[lang+" "+p.key] = name
			all[lang].sentences[p.key] = p.sentence
		}
	}
	for _, c := range all {
		c.canonical = canonical(c.sentences)
		sum := sha256.Sum256(c.canonical)
		c.digest = hex.EncodeToString(sum[:])
	}
	return all, nil
}

// language reads the language from a file's name: es for es.json and for screens.es.json.
func language(name string) string {
	name = strings.TrimSuffix(name, ".json")
	return name[strings.LastIndexByte(name, '.')+1:]
}

func canonical(sentences map[string]string) []byte {
	escape := strings.NewReplacer(`"`, `\"`, `\`, `\\`)
	out := []byte{'{'}
	for i, key := range slices.Sorted(maps.Keys(sentences)) {
		if i > 0 {
			out = append(out, ',')
		}
		out = fmt.Appendf(out, `"%s":"%s"`, key, escape.Replace(sentences[key]))
	}
	return append(out, '}')
}
