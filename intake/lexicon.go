package intake

import (
	"embed"
	"slices"
	"strings"
	"sync"
)

//go:embed vocabulary/*.txt
var vocabulary embed.FS

// lexicon finds the phrases of a word list in a text. Lists are data:
//
//	# a comment
//	[group]
//	one phrase a line
//
// Matching is by whole folded words and the longest phrase wins, so "shot of whiskey" under
// the group [not] takes the word "shot" away from the group [fired].
type lexicon struct {
	byFirst map[string][]phrase // first word -> phrases, longest first
}

type phrase struct {
	words []string
	group string
}

// hit is one phrase found: the group and the words [from, from+size) of the text.
type hit struct {
	group string
	from  int
	size  int
}

// notGroup holds phrases that say nothing; they only take their words away from others.
const notGroup = "not"

func parseLexicon(text string) *lexicon {
	l := &lexicon{byFirst: map[string][]phrase{}}
	group := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]"):
			group = strings.Trim(line, "[]")
		default:
			words := foldWords(line)
			if len(words) == 0 {
				continue
			}
			l.byFirst[words[0]] = append(l.byFirst[words[0]], phrase{words, group})
		}
	}
	for _, list := range l.byFirst {
		slices.SortStableFunc(list, func(a, b phrase) int { return len(b.words) - len(a.words) })
	}
	return l
}

// find gives the hits from left to right; hits never overlap, [not] hits are among them.
func (l *lexicon) find(words []string) []hit {
	var hits []hit
	for i := 0; i < len(words); {
		size := 1
		for _, p := range l.byFirst[words[i]] {
			if len(p.words) <= len(words)-i && slices.Equal(p.words, words[i:i+len(p.words)]) {
				hits = append(hits, hit{p.group, i, len(p.words)})
				size = len(p.words)
				break
			}
		}
		i += size
	}
	return hits
}

// groups lists the distinct groups found in a text, in order of appearance, without [not].
func (l *lexicon) groups(text string) []string {
	var found []string
	for _, h := range l.find(foldWords(text)) {
		if h.group != notGroup && !slices.Contains(found, h.group) {
			found = append(found, h.group)
		}
	}
	return found
}

// whole returns the group whose phrase is the whole text, or "".
func (l *lexicon) whole(text string) string {
	words := foldWords(text)
	hits := l.find(words)
	if len(hits) == 1 && hits[0].size == len(words) && hits[0].group != notGroup {
		return hits[0].group
	}
	return ""
}

// list loads a vocabulary file once. The files are embedded and a test reads each of them,
// so a missing file is a broken build and gives an empty list nowhere in a release.
func list(name string) func() *lexicon {
	return sync.OnceValue(func() *lexicon {
		text, err := vocabulary.ReadFile("vocabulary/" + name)
		if err != nil {
			panic("intake: vocabulary file missing from the build: " + name)
		}
		return parseLexicon(string(text))
	})
}

var (
	departmentWords   = list("departments.txt")
	positionWords     = list("positions.txt")
	classWords        = list("classes.txt")
	kindWords         = list("kinds.txt")
	contentsWords     = list("contents.txt")
	loadWords         = list("loads.txt")
	constructionWords = list("constructions.txt")
	weaponWords       = list("weapons.txt")
)
