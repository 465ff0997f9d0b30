package tidy

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"path"
	"regexp"
	"strings"
	"unicode"

	"github.com/proofhouse/proofhouse/words"
)

// heldDigests are digests of personal and film names; the head of the file says how they are made.
// Digests keep the names themselves out of the tree.
//
//go:embed held.txt
var heldDigests string

func heldWords(t *Tree) []Finding {
	return heldIn(t, digestLines(heldDigests))
}

// digestLines returns the lines that are no comment.
func digestLines(text string) []string {
	var list []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			list = append(list, line)
		}
	}
	return list
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
		list[i] = words.Fold(word)
	}
	return list
}

// machinePath matches an absolute path into a folder whose content differs from machine to machine:
// somebody's home, a temporary folder, a mounted disk. What stands before it tells it from the path
// of a URL and from a folder of the repository.
var machinePath = regexp.MustCompile(
	"(?:^|[\\s\"'`(\\[<=:,;|&])((?:file://)?(?:" +
		"/(?:home|Users|root|tmp|var/tmp|mnt|media|Volumes)/[A-Za-z0-9_.-]+|[A-Z]:\\\\Users\\\\))")

// climb matches the beginning of a relative path that goes up.
var climb = regexp.MustCompile(`(?:\.\./)+[A-Za-z0-9_-]`)

// inventedHome is whose home an example may show.
const inventedHome = "/home/a"

// machinePaths finds paths that nobody else has: of a machine, of the folder that this clone lies in,
// and of what lies beside it.
func machinePaths(t *Tree) []Finding {
	var found []Finding
	for _, name := range t.files {
		if !t.isText(name) {
			continue
		}
		say := func(i int, piece, advice string) {
			found = append(found, Finding{Path: name, Line: i + 1, Text: fmt.Sprintf("%q %s", piece, advice)})
		}
		for i, line := range t.lines(name) {
			for _, m := range machinePath.FindAllStringSubmatch(line, -1) {
				if m[1] != inventedHome {
					say(i, m[1], "is a path of one machine: make it relative, a parameter or t.TempDir()")
				}
			}
			if t.clone != "" && strings.Contains(line, t.clone) {
				say(i, t.clone, "is where this clone lies: make it relative")
			}
			if up := climb.FindString(line); strings.Count(up, "../") > strings.Count(name, "/") {
				say(i, up, "leaves the repository: nobody else has what lies there")
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
