package intake

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Bounds of a screenplay.
const (
	MaxScenes        = 2000
	MaxSceneEvidence = 64   // matches kept of one scene; more are counted in a note
	MaxCharacters    = 200  // speaking characters kept of one scene
	MaxScriptLine    = 8000 // bytes of a paragraph; a longer one is read whole and noted
)

// EvidenceKind says where a word that speaks for weapons was found.
type EvidenceKind string

// Kinds of evidence. A writer's note is not printed, but it is read: a note that names a gun
// is a reason to look at the scene.
const (
	EvidenceText EvidenceKind = "text"
	EvidenceNote EvidenceKind = "note"
	EvidenceTag  EvidenceKind = "tag"
)

// Evidence is one reason to propose a scene for the weapons plan.
type Evidence struct {
	Line int // line of the file, from 1
	Kind EvidenceKind
	Word string // the matched words, folded; for a tag its category and label
}

// String is the evidence in words, for a list.
func (e Evidence) String() string {
	return fmt.Sprintf("line %d, %s: %s", e.Line, e.Kind, e.Word)
}

// Scene is one scene of a screenplay. Whether it has weapons is proposed here and confirmed
// by a person.
type Scene struct {
	Number      string // as printed, or given by order
	NumberGiven bool   // the script has the number
	Order       int    // from 1, in the order of the file
	Heading     string
	IntExt      string // "INT", "EXT", "INT/EXT", "EST" or ""
	Place       string
	Time        string   // time of day as written: "DAY"
	Omitted     bool     // the heading says that the scene is dropped
	Eighths     int      // eighths of a page; 0 when the script does not say
	Characters  []string // who speaks, in order of appearance
	FirstLine   int
	LastLine    int
	Digest      string // hex SHA-256 of the printed text; a changed page changes it
	Proposed    bool
	Why         []Evidence
}

// ScriptSheet is a screenplay as read.
type ScriptSheet struct {
	Format     string // "fountain" or "fdx"
	FileDigest string // hex SHA-256 of the file as given
	Title      string
	Scenes     []Scene
	findings
}

// Script reads a screenplay. The name of the file decides the format by its ending; without
// a known ending the first bytes do. The error is a *FileError, or the reader's own error.
func Script(r io.Reader, name string) (ScriptSheet, error) {
	src, err := readSource(r)
	if err != nil {
		return ScriptSheet{}, err
	}
	lower := strings.ToLower(name)
	looksXML := strings.HasPrefix(strings.TrimSpace(src.text), "<")
	var b *scriptBuilder
	switch {
	case strings.HasSuffix(lower, ".fdx"), !strings.HasSuffix(lower, ".fountain") && looksXML:
		b, err = readFDX(src.text)
	case strings.HasSuffix(lower, ".fountain"), strings.HasSuffix(lower, ".txt"),
		strings.HasSuffix(lower, ".spmd"):
		b, err = readFountain(src.text)
	default:
		return ScriptSheet{}, &FileError{
			Code:   FileScriptKind,
			Reason: "the file is neither a .fountain nor an .fdx screenplay",
			Do:     "Save the script as Fountain or as Final Draft (.fdx) and import that file.",
		}
	}
	if err != nil {
		return ScriptSheet{}, err
	}
	b.finish()
	if len(b.sheet.Scenes) == 0 {
		return ScriptSheet{}, &FileError{
			Code: FileScriptNoScenes, Reason: "no scene heading was found",
			Do: "A scene begins with a line such as INT. BARN - NIGHT with an empty line above it.",
		}
	}
	b.sheet.FileDigest = src.digest
	return b.sheet, nil
}

// scriptBuilder takes the elements of a screenplay in order; both formats feed it, so that a
// scene has the same digest whichever program wrote it.
type scriptBuilder struct {
	sheet   ScriptSheet
	current *Scene
	body    []string       // printed paragraphs of the current scene
	cut     int            // evidence beyond MaxSceneEvidence
	taken   map[string]int // folded number -> line
	last    string         // number of the scene before
	unnamed int            // scenes without number since then
}

func newScript(format string) *scriptBuilder {
	return &scriptBuilder{sheet: ScriptSheet{Format: format}, taken: map[string]int{}}
}

// heading begins a scene. The number may be empty.
func (b *scriptBuilder) heading(line int, text, number string, eighths int) error {
	b.finish()
	if len(b.sheet.Scenes) == MaxScenes {
		return &FileError{
			Code: FileScriptManyScene, Line: line,
			Reason: fmt.Sprintf("the script has more than %d scenes", MaxScenes),
			Do:     "Split the script.",
		}
	}
	s := Scene{
		Number: squeeze(number), NumberGiven: squeeze(number) != "", Heading: squeeze(text),
		Eighths: eighths, FirstLine: line, LastLine: line,
	}
	s.IntExt, s.Place, s.Time = splitHeading(s.Heading)
	s.Omitted = slices.Contains([]string{"omitted", "omit", "omitida"}, foldName(s.Heading))
	b.current, b.body, b.cut = &s, []string{strings.ToUpper(s.Heading)}, 0
	b.search(line, EvidenceText, s.Heading)
	return nil
}

// paragraph adds a printed element: action, dialogue, a parenthesis, a transition.
func (b *scriptBuilder) paragraph(line int, text string) {
	text = squeeze(text)
	if b.current == nil || text == "" {
		return
	}
	if len(text) > MaxScriptLine {
		b.sheet.note(Note{
			Line: line, Code: NoteLongLine,
			Reason: fmt.Sprintf("the paragraph is longer than %d bytes", MaxScriptLine),
			Do:     "Look at the file: line ends may be missing, and scenes with them.",
		})
	}
	b.current.LastLine = max(b.current.LastLine, line)
	b.body = append(b.body, text)
	b.search(line, EvidenceText, text)
}

// speaker adds a character cue: printed, but no evidence; a name is only a name.
func (b *scriptBuilder) speaker(line int, text string) {
	text = squeeze(text)
	if b.current == nil || text == "" {
		return
	}
	b.current.LastLine = max(b.current.LastLine, line)
	b.body = append(b.body, text)
	name, _, _ := strings.Cut(text, "(")
	name = cutText(strings.ToUpper(squeeze(name)), MaxCellBytes)
	known := slices.Contains(b.current.Characters, name)
	if name != "" && !known && len(b.current.Characters) < MaxCharacters {
		b.current.Characters = append(b.current.Characters, name)
	}
}

// unprinted adds a writer's note, a synopsis or a summary: evidence, but no text.
func (b *scriptBuilder) unprinted(line int, text string) {
	if b.current != nil {
		b.search(line, EvidenceNote, text)
	}
}

func (b *scriptBuilder) tag(line int, label string) {
	b.evidence(Evidence{Line: line, Kind: EvidenceTag, Word: label})
}

func (b *scriptBuilder) search(line int, kind EvidenceKind, text string) {
	words := foldWords(text)
	for _, h := range weaponWords().find(words) {
		if h.group != notGroup {
			word := strings.Join(words[h.from:h.from+h.size], " ")
			b.evidence(Evidence{Line: line, Kind: kind, Word: word})
		}
	}
}

func (b *scriptBuilder) evidence(e Evidence) {
	if b.current == nil || slices.Contains(b.current.Why, e) {
		return
	}
	if len(b.current.Why) == MaxSceneEvidence {
		b.cut++
		return
	}
	b.current.Why = append(b.current.Why, e)
	b.current.Proposed = true
}

// finish closes the current scene: number, digest, and whether it stays.
func (b *scriptBuilder) finish() {
	if b.current == nil {
		return
	}
	s := *b.current
	b.current = nil
	// One space between all words: a line broken elsewhere is the same text.
	sum := sha256.Sum256([]byte("proofhouse scene text v1\n" + strings.Join(b.body, " ") + "\n"))
	s.Digest = hex.EncodeToString(sum[:])
	if s.NumberGiven {
		b.last, b.unnamed = s.Number, 0
	} else {
		s.Number = b.nextNumber()
	}
	key := strings.ToLower(s.Number)
	if line, again := b.taken[key]; again {
		b.sheet.problem(Problem{
			Line: s.FirstLine, Code: SceneRepeated,
			Reason: fmt.Sprintf("the scene of line %d has the same number", line),
			Do:     "Give each scene a number of its own in the script, and import it again.",
		})
		return
	}
	b.taken[key] = s.FirstLine
	s.Order = len(b.sheet.Scenes) + 1
	if b.cut > 0 {
		b.sheet.note(Note{
			Line: s.FirstLine, Code: NoteEvidenceCut,
			Reason: fmt.Sprintf("%d more words speak for weapons in this scene", b.cut),
			Do:     "Read the scene; the list of words is not complete.",
		})
	}
	b.sheet.Scenes = append(b.sheet.Scenes, s)
}

// nextNumber names a scene that has none. In a script without numbers it is the order; after
// a numbered scene it is that number with a plus, so that no printed number is taken.
func (b *scriptBuilder) nextNumber() string {
	b.unnamed++
	if b.last == "" {
		return strconv.Itoa(b.unnamed)
	}
	return b.last + "+" + strconv.Itoa(b.unnamed)
}

// headingStarts are the openings of a scene heading with what they mean, longest first.
var headingStarts = []struct{ text, means string }{
	{"INT./EXT.", "INT/EXT"},
	{"EXT./INT.", "INT/EXT"},
	{"INT./EXT", "INT/EXT"},
	{"EXT./INT", "INT/EXT"},
	{"INT/EXT.", "INT/EXT"},
	{"EXT/INT.", "INT/EXT"},
	{"INT/EXT", "INT/EXT"},
	{"EXT/INT", "INT/EXT"},
	{"I./E.", "INT/EXT"},
	{"I/E.", "INT/EXT"},
	{"I/E", "INT/EXT"},
	{"INT.", "INT"},
	{"EXT.", "EXT"},
	{"EST.", "EST"},
	{"INT", "INT"},
	{"EXT", "EXT"},
	{"EST", "EST"},
}

// headingStart gives the meaning of the opening and the rest of a heading; the opening ends
// with a point or is followed by a space.
func headingStart(text string) (means, rest string, ok bool) {
	upper := strings.ToUpper(text)
	if len(upper) != len(text) {
		return "", "", false
	}
	for _, start := range headingStarts {
		if !strings.HasPrefix(upper, start.text) {
			continue
		}
		rest := text[len(start.text):]
		if strings.HasSuffix(start.text, ".") || strings.HasPrefix(rest, " ") {
			return start.means, strings.TrimSpace(rest), true
		}
	}
	return "", "", false
}

// splitHeading takes "INT. BARN - LOFT - NIGHT" apart; what stands behind the last dash with
// spaces around it is the time of day.
func splitHeading(text string) (intExt, place, timeOfDay string) {
	intExt, rest, ok := headingStart(text)
	if !ok {
		rest = text
	}
	for _, dash := range []string{" — ", " – ", " - ", " -- "} {
		if at := strings.LastIndex(rest, dash); at >= 0 {
			return intExt, squeeze(rest[:at]), squeeze(rest[at+len(dash):])
		}
	}
	return intExt, squeeze(rest), ""
}

// cutText shortens a text to at most n bytes at a rune boundary.
func cutText(text string, n int) string {
	if len(text) <= n {
		return text
	}
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n]
}
