package tidy

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"path"
	"strings"
	"unicode"
)

// heldDigests are SHA-256 digests, one a line, of words and word pairs in lower case, without
// accents and joined by one space: names of real people and films, and words that do not belong to
// the product. Digests keep the names themselves out of the tree.
//
//go:embed held.txt
var heldDigests string

func heldWords(t *Tree) []Finding {
	return heldIn(t, strings.Fields(heldDigests))
}

// heldIn looks for the given digests in the name and text of every file.
func heldIn(t *Tree, digests []string) []Finding {
	held := map[string]bool{}
	for _, digest := range digests {
		held[digest] = true
	}
	seen := map[string]bool{} // by words, whether they are held
	isHeld := func(words string) bool {
		answer, known := seen[words]
		if !known {
			sum := sha256.Sum256([]byte(words))
			answer = held[hex.EncodeToString(sum[:])]
			seen[words] = answer
		}
		return answer
	}
	var found []Finding
	for _, name := range t.files {
		if !t.isText(name) {
			found = append(found, heldInText(name, name, isHeld)...)
			continue
		}
		found = append(found, heldInText(name, name+"\n"+string(t.read(name)), isHeld)...)
	}
	return found
}

// heldInText reads the text twice: word by word, and with names in code such as fooBar taken apart.
// The words of a finding are not repeated; its line shows them.
func heldInText(name, text string, isHeld func(string) bool) []Finding {
	var found []Finding
	for _, apart := range []bool{false, true} {
		last := ""
		for i, line := range strings.Split(text, "\n") {
			for _, word := range wordsOf(line, apart) {
				if isHeld(word) || last != "" && isHeld(last+" "+word) {
					found = append(found, Finding{Path: name, Line: i, Text: fmt.Sprintf(
						"a word that begins with %q has no place here: use a role or an invented id",
						word[:1])})
				}
				last = word
			}
		}
		if len(found) > 0 {
			break // Taken apart it would be found once more.
		}
	}
	return found
}

// wordsOf splits at everything that is no letter and, when apart is set, before each capital that
// follows a small letter.
func wordsOf(line string, apart bool) []string {
	if apart {
		var b strings.Builder
		small := false
		for _, r := range line {
			if small && unicode.IsUpper(r) {
				b.WriteByte(' ')
			}
			small = unicode.IsLower(r)
			b.WriteRune(r)
		}
		line = b.String()
	}
	list := strings.FieldsFunc(line, notOfAWord)
	for i, word := range list {
		list[i] = fold(word)
	}
	return list
}

// machinePath are pieces of paths that mean something on one machine only. They are put together
// here so that this file does not hold them.
var machinePath = []string{
	"/" + "work/", "/" + "root/", "/" + "farm/", "bash" + "_jobs", "../" + "shared",
}

func machinePaths(t *Tree) []Finding {
	var found []Finding
	for _, name := range t.files {
		if !t.isText(name) {
			continue
		}
		for i, line := range t.lines(name) {
			for _, piece := range machinePath {
				if strings.Contains(line, piece) {
					found = append(found, Finding{Path: name, Line: i + 1, Text: fmt.Sprintf(
						"%q is a path of one machine: make it relative or a parameter", piece)})
				}
			}
		}
	}
	return found
}

// publicRegistry is the only host that a lock file of the client may name.
const publicRegistry = "https://registry.npmjs.org/"

func lockHosts(t *Tree) []Finding {
	var found []Finding
	for _, name := range t.files {
		if path.Base(name) != "package-lock.json" {
			continue
		}
		for i, line := range t.lines(name) {
			_, url, resolved := strings.Cut(line, `"resolved": "`)
			if resolved && !strings.HasPrefix(url, publicRegistry) {
				found = append(found, Finding{
					Path: name, Line: i + 1,
					Text: "a package comes from a host that not everybody reaches",
				})
			}
		}
	}
	return found
}
