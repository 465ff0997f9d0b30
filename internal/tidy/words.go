package tidy

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/token"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/proofhouse/proofhouse/words"
)

// reproach are words that judge a person. The catalogue says what the record does not show instead.
var reproach = []string{
	"failed", "violation", "violations", "blame", "violacion", "violaciones", "culpa", "culpable",
}

// spokenGo are the rooms of Go code whose sentences reach a person.
var spokenGo = []string{"api", "cmd", "demo", "intake", "paper", "scenario", "view", "words"}

// forbiddenList is the one file of code that holds the forbidden words, to know them.
const forbiddenList = "words/forbidden.go"

// forbiddenWords asks the catalogue's own list about every place from which a string reaches a screen or paper: the
// catalogue, the markup and sentences of the client, and the sentences of the rooms that speak.
func forbiddenWords(t *Tree) []Finding {
	var found []Finding
	say := func(name string, line int, text string) {
		for _, word := range forbiddenIn(text, under(name, "words")) {
			found = append(found, Finding{Path: name, Line: line, Text: fmt.Sprintf(
				"%q may not be shown to anybody: say what the object is and what is in it", word)})
		}
	}
	for _, name := range t.files {
		switch ext := path.Ext(name); {
		case inTestdata(name) || isTest(name):
		case under(name, "words", "rules") && ext == ".json", under(name, "web") && ext == ".webmanifest":
			if err := eachString(t.read(name), func(text string) { say(name, 0, text) }); err != nil {
				found = append(found, Finding{Path: name, Text: "is not JSON: " + err.Error()})
			}
		case under(name, "web", "paper") && (ext == ".svelte" || ext == ".html"):
			for _, text := range markupText(string(t.read(name))) {
				say(name, text.line, text.text)
			}
		case under(name, "web/src") && ext == ".ts":
			for i, line := range t.lines(name) {
				for _, text := range sentences(line) {
					say(name, i+1, text)
				}
			}
		}
	}
	for _, name := range t.goFiles(false) {
		if under(name, spokenGo...) && name != forbiddenList {
			t.goSentences(name, say)
		}
	}
	return found
}

// forbiddenIn returns the forbidden words of a text, as they are written there; of the catalogue also
// those that judge a person.
func forbiddenIn(text string, catalogue bool) []string {
	found := words.Forbidden(text)
	if !catalogue {
		return found
	}
	for word := range strings.FieldsFuncSeq(text, notOfAWord) {
		if slices.Contains(reproach, words.Fold(word)) {
			found = append(found, word)
		}
	}
	return found
}

// notOfAWord keeps letters and the combining accents that may follow them.
func notOfAWord(r rune) bool { return !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) }

// eachString visits every string value of a JSON document. Keys are names for us, not for people.
func eachString(data []byte, visit func(string)) error {
	var document any
	if err := json.Unmarshal(data, &document); err != nil {
		return err
	}
	var walk func(any)
	walk = func(value any) {
		switch value := value.(type) {
		case string:
			visit(value)
		case []any:
			for _, v := range value {
				walk(v)
			}
		case map[string]any:
			for _, v := range value {
				walk(v)
			}
		}
	}
	walk(document)
	return nil
}

// located is a piece of text and the line it begins on.
type located struct {
	line int
	text string
}

var (
	notMarkup       = regexp.MustCompile(`(?is)<script\b.*?</script>|<style\b.*?</style>|<!--.*?-->`)
	tag             = regexp.MustCompile(`(?s)<[a-zA-Z/!](?:[^<>{}"']|"[^"]*"|'[^']*'|\{[^{}]*\})*>`)
	spokenAttribute = regexp.MustCompile(
		`(?s)\b(?:aria-[a-z]+|alt|content|label|placeholder|title)\s*=\s*("[^"]*"|'[^']*')`)
	quoted     = regexp.MustCompile("'[^'\n]*'|\"[^\"\n]*\"|`[^`\n]*`")
	expression = regexp.MustCompile(`(?s)\{[^{}]*\}`)
)

// markupText returns what a screen's markup says by itself: text between tags, the attributes that
// are read out or shown, and the strings inside expressions.
func markupText(markup string) []located {
	blank := func(s string) string { // keeps the lines, so that positions stay true
		return strings.Map(func(r rune) rune {
			if r == '\n' {
				return r
			}
			return ' '
		}, s)
	}
	markup = notMarkup.ReplaceAllStringFunc(markup, blank)
	var texts []located
	add := func(at int, text string) {
		texts = append(texts, located{1 + strings.Count(markup[:at], "\n"), text})
	}
	for _, m := range tag.FindAllStringIndex(markup, -1) {
		for _, a := range spokenAttribute.FindAllStringSubmatchIndex(markup[m[0]:m[1]], -1) {
			add(m[0]+a[2], markup[m[0]+a[2]:m[0]+a[3]])
		}
	}
	for _, m := range expression.FindAllStringIndex(markup, -1) {
		for _, q := range quoted.FindAllStringIndex(markup[m[0]:m[1]], -1) {
			add(m[0]+q[0], markup[m[0]+q[0]:m[0]+q[1]])
		}
	}
	bare := expression.ReplaceAllStringFunc(tag.ReplaceAllStringFunc(markup, blank), blank)
	for i, line := range strings.Split(bare, "\n") {
		if strings.TrimSpace(line) != "" {
			texts = append(texts, located{i + 1, line})
		}
	}
	return texts
}

// sentences returns the quoted strings of a line of TypeScript that hold more than one word; a
// single word there is a name in code, not something said.
func sentences(line string) []string {
	if text := strings.TrimSpace(line); strings.HasPrefix(text, "//") || strings.HasPrefix(text, "*") {
		return nil
	}
	var list []string
	for _, text := range quoted.FindAllString(line, -1) {
		if strings.Contains(text, " ") {
			list = append(list, text)
		}
	}
	return list
}

// goSentences visits the string literals of a Go file that hold more than one word.
func (t *Tree) goSentences(name string, visit func(name string, line int, text string)) {
	ast.Inspect(t.goFile(name), func(n ast.Node) bool {
		literal, ok := n.(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			return true
		}
		text, err := strconv.Unquote(literal.Value)
		if err == nil && strings.Contains(text, " ") {
			visit(name, t.fset.Position(literal.Pos()).Line, text)
		}
		return true
	})
}
