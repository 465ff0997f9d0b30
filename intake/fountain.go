package intake

import (
	"slices"
	"strings"
	"unicode"
)

// readFountain reads the plain-text screenplay format Fountain, as far as a scene list needs
// it: title page, scene headings (also forced, also numbered), action, character cues,
// dialogue, transitions, centred text, lyrics, notes, boneyard, sections, synopses, breaks.
func readFountain(text string) (*scriptBuilder, error) {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	text, err := dropBoneyard(text)
	if err != nil {
		return nil, err
	}
	f := fountain{scriptBuilder: newScript("fountain"), lines: strings.Split(text, "\n")}
	f.notes()
	f.at = f.titlePage()
	for f.at < len(f.lines) {
		if err := f.element(); err != nil {
			return nil, err
		}
	}
	return f.scriptBuilder, nil
}

type fountain struct {
	*scriptBuilder
	lines   []string
	at      int              // index of the line to read next
	close   int              // index of the next line that ends a note, while notes are taken out
	aside   map[int][]string // line index -> texts of notes that begin there
	comment map[int]bool     // line index -> the line held nothing but a note
}

// dropBoneyard blanks out /* … */ and keeps the line ends, so that lines keep their numbers.
func dropBoneyard(text string) (string, error) {
	var b strings.Builder
	rest := text
	for {
		open := strings.Index(rest, "/*")
		if open < 0 {
			b.WriteString(rest)
			return b.String(), nil
		}
		b.WriteString(rest[:open])
		size := strings.Index(rest[open+2:], "*/")
		if size < 0 {
			return "", &FileError{
				Code:   FileScriptBoneyard,
				Line:   1 + strings.Count(b.String(), "\n"),
				Reason: "a part taken out with /* is never ended with */",
				Do:     "Put */ where the part ends. Until then everything behind it would be lost.",
			}
		}
		inside := rest[open+2 : open+2+size]
		b.WriteString(strings.Repeat("\n", strings.Count(inside, "\n")))
		rest = rest[open+2+size+2:]
	}
}

// maxNoteLines bounds a note; brackets that stay open longer are text.
const maxNoteLines = 200

// notes takes [[ … ]] out of the lines. A note may run over lines but not over an empty one;
// brackets that never close are text.
func (f *fountain) notes() {
	f.aside, f.comment = map[int][]string{}, map[int]bool{}
	for i := 0; i < len(f.lines); i++ {
		var kept strings.Builder
		rest, found := f.lines[i], false
		for {
			open := strings.Index(rest, "[[")
			if open < 0 {
				break
			}
			note, last, tail, closed := f.noteFrom(i, rest[open+2:])
			if !closed {
				break
			}
			kept.WriteString(rest[:open])
			f.aside[i] = append(f.aside[i], note)
			for ; i < last; i++ {
				f.lines[i], f.comment[i] = kept.String(), squeeze(kept.String()) == ""
				kept.Reset()
			}
			rest, found = tail, true
		}
		if found {
			kept.WriteString(rest)
			f.lines[i] = kept.String()
			f.comment[i] = squeeze(f.lines[i]) == ""
		}
	}
}

// noteFrom reads a note whose text begins with head in the line given; it returns the line
// where it closes and what stands behind it there.
func (f *fountain) noteFrom(line int, head string) (note string, last int, tail string, ok bool) {
	if inside, behind, closed := strings.Cut(head, "]]"); closed {
		return squeeze(inside), line, behind, true
	}
	// The search for the next end only moves on, so that a file full of open brackets is
	// read in one pass.
	for f.close = max(f.close, line+1); f.close < len(f.lines); f.close++ {
		if strings.Contains(f.lines[f.close], "]]") {
			break
		}
	}
	if f.close >= len(f.lines) || f.close >= line+maxNoteLines ||
		slices.Contains(f.lines[line+1:f.close], "") {
		return "", 0, "", false
	}
	inside, behind, _ := strings.Cut(f.lines[f.close], "]]")
	parts := append([]string{head}, f.lines[line+1:f.close]...)
	return squeeze(strings.Join(append(parts, inside), " ")), f.close, behind, true
}

var titleKeys = []string{
	"title", "credit", "author", "authors", "source", "notes", "draft date", "date", "contact",
	"copyright", "revision", "format", "titulo", "autor", "autora", "fecha",
}

// titlePage reads the keys above the first empty line and returns where the script begins.
// Only a known key opens it: a script may as well begin with a transition such as "FADE IN:".
func (f *fountain) titlePage() int {
	at := 0
	for at < len(f.lines) && strings.TrimSpace(f.lines[at]) == "" {
		at++
	}
	if at == len(f.lines) {
		return at
	}
	key, _, colon := strings.Cut(f.lines[at], ":")
	if !colon || !slices.Contains(titleKeys, foldName(key)) {
		return at
	}
	current := ""
	for ; at < len(f.lines) && strings.TrimSpace(f.lines[at]) != ""; at++ {
		line := f.lines[at]
		value := line
		if !strings.HasPrefix(line, " ") && !strings.HasPrefix(line, "\t") {
			if key, rest, colon := strings.Cut(line, ":"); colon {
				current, value = foldName(key), rest
			}
		}
		if current == "title" || current == "titulo" {
			f.sheet.Title = squeeze(f.sheet.Title + " " + bare(value))
		}
	}
	return at
}

// element reads one element at f.at, which it moves on by at least one line.
func (f *fountain) element() error {
	i := f.at
	line := strings.TrimSpace(f.lines[i])
	f.at++
	defer func() {
		for j := i; j < f.at; j++ {
			for _, note := range f.aside[j] {
				f.unprinted(j+1, note)
			}
		}
	}()
	switch {
	case line == "":
	case strings.HasPrefix(line, "==="), strings.HasPrefix(line, "#"):
	case strings.HasPrefix(line, "="):
		f.unprinted(i+1, line[1:])
	case f.forcedHeading(line):
		return f.scene(i, line[1:])
	case f.emptyBefore(i) && isHeading(line):
		return f.scene(i, line)
	case strings.HasPrefix(line, "!"):
		f.paragraph(i+1, bare(line[1:]))
	case strings.HasPrefix(line, ">"), strings.HasPrefix(line, "~"):
		f.paragraph(i+1, bare(strings.TrimSuffix(line[1:], "<")))
	case f.isCue(i, line):
		f.dialogue(i, line)
	default:
		f.paragraph(i+1, bare(line))
	}
	return nil
}

func (f *fountain) forcedHeading(line string) bool {
	if len(line) < 2 || line[0] != '.' {
		return false
	}
	r := []rune(line[1:])[0]
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

func isHeading(line string) bool {
	_, _, ok := headingStart(line)
	return ok
}

// emptyBefore looks over lines that held nothing but a note.
func (f *fountain) emptyBefore(i int) bool {
	for i--; i >= 0 && f.comment[i]; i-- {
	}
	return i < 0 || strings.TrimSpace(f.lines[i]) == ""
}

// emptyAfter tells whether the next line is empty. Two spaces are not: Fountain keeps them
// as a line of dialogue.
func (f *fountain) emptyAfter(i int) bool {
	return i+1 >= len(f.lines) || f.lines[i+1] == ""
}

// scene splits off the number between # signs and begins the scene.
func (f *fountain) scene(i int, text string) error {
	text = strings.TrimSpace(text)
	number := ""
	if strings.HasSuffix(text, "#") {
		if at := strings.LastIndex(text[:len(text)-1], "#"); at >= 0 {
			inside := text[at+1 : len(text)-1]
			if inside != "" && strings.IndexFunc(inside, notInNumber) < 0 {
				number, text = inside, text[:at]
			}
		}
	}
	return f.heading(i+1, bare(text), number, 0)
}

func notInNumber(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '.'
}

// isCue: a line in capitals with an empty line above and none below, or forced with @.
func (f *fountain) isCue(i int, line string) bool {
	if strings.HasPrefix(line, "@") {
		return true
	}
	if !f.emptyBefore(i) || f.emptyAfter(i) {
		return false
	}
	name, _, _ := strings.Cut(line, "(")
	name = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(name), "^"))
	return strings.ContainsFunc(name, unicode.IsLetter) && !strings.ContainsFunc(name, unicode.IsLower)
}

func (f *fountain) dialogue(i int, cue string) {
	cue = strings.TrimSuffix(strings.TrimPrefix(cue, "@"), "^")
	f.speaker(i+1, bare(cue))
	for ; f.at < len(f.lines) && f.lines[f.at] != ""; f.at++ {
		f.paragraph(f.at+1, bare(f.lines[f.at]))
	}
}

// bare drops the marks of emphasis and keeps escaped ones.
func bare(text string) string {
	if !strings.ContainsAny(text, "*_\\") {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\' && i+1 < len(text) && (text[i+1] == '*' || text[i+1] == '_'):
			i++
			b.WriteByte(text[i])
		case c == '*' || c == '_':
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}
