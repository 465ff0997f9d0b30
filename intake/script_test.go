package intake

import (
	"slices"
	"strings"
	"testing"
)

func readScript(t *testing.T, text, name string) ScriptSheet {
	t.Helper()
	sheet, err := Script(strings.NewReader(text), name)
	if err != nil {
		t.Fatal(err)
	}
	return sheet
}

func TestFountainHeadings(t *testing.T) {
	cases := []struct {
		name, text string
		want       []string // number|int/ext|place|time
	}{
		{
			"without numbers",
			"INT. BARN - DAY\n\nHay.\n\nEXT. YARD - NIGHT\n",
			[]string{"1|INT|BARN|DAY", "2|EXT|YARD|NIGHT"},
		},
		{"with a number", "INT. BARN - DAY #12A#\n", []string{"12A|INT|BARN|DAY"}},
		{
			"with a number of other signs",
			"INT. BARN - DAY #I-1-A.#\n",
			[]string{"I-1-A.|INT|BARN|DAY"},
		},
		{"in small letters", "int. barn - day\n", []string{"1|INT|barn|day"}},
		{
			"both",
			"INT./EXT. CAR - DAY\n\nI/E CAR - DAY\n",
			[]string{"1|INT/EXT|CAR|DAY", "2|INT/EXT|CAR|DAY"},
		},
		{"establishing", "EST. TOWN\n", []string{"1|EST|TOWN|"}},
		{"forced", ".THE DREAM - LATER #3#\n", []string{"3||THE DREAM|LATER"}},
		{"three points are not forced", "INT. A - DAY\n\n...and then\n", []string{"1|INT|A|DAY"}},
		{
			"dashes inside the place",
			"INT. BARN - LOFT - NIGHT\n",
			[]string{"1|INT|BARN - LOFT|NIGHT"},
		},
		{
			"without an empty line above it is action",
			"INT. A - DAY\nEXT. B - DAY\n",
			[]string{"1|INT|A|DAY"},
		},
		{
			"a word that only begins like one",
			"INT. A - DAY\n\nINTERIOR THOUGHTS\n",
			[]string{"1|INT|A|DAY"},
		},
		{
			"a scene added after a locked one",
			"INT. A - DAY #4#\n\nINT. B - DAY\n\nINT. C - DAY #5#\n",
			[]string{"4|INT|A|DAY", "4+1|INT|B|DAY", "5|INT|C|DAY"},
		},
		{
			"behind a boneyard",
			"/* INT. OLD - DAY\n\n*/\n\nINT. A - DAY\n",
			[]string{"1|INT|A|DAY"},
		},
		{
			"behind a note that fills the line",
			"Hay.\n\n[[move this]]\nINT. A - DAY\n",
			[]string{"1|INT|A|DAY"},
		},
		{
			"after a transition that looks like a title page",
			"FADE IN:\n\nINT. A - DAY\n",
			[]string{"1|INT|A|DAY"},
		},
		{
			"with CRLF",
			"INT. A - DAY\r\n\r\nHay.\r\n\r\nINT. B - DAY\r\n",
			[]string{"1|INT|A|DAY", "2|INT|B|DAY"},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, s := range readScript(t, c.text, "a.fountain").Scenes {
				got = append(got, strings.Join([]string{s.Number, s.IntExt, s.Place, s.Time}, "|"))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

const smallScript = `Title: _A Small **Script**_
	in two lines
Author: Nobody

INT. BARN - DAY #1#

= A synopsis.

Hay. *Much* hay. [[is it dry?]]

MARA (O.S.)
(quietly)
Who is there?

@McCoy ^
Me.

> CUT TO:

EXT. YARD - NIGHT #2#

Nothing.
`

func TestFountainElements(t *testing.T) {
	sheet := readScript(t, smallScript, "a.fountain")
	s := sheet.Scenes[0]
	if sheet.Title != "A Small Script in two lines" || sheet.Format != "fountain" {
		t.Errorf("title %q", sheet.Title)
	}
	if s.FirstLine != 5 || s.LastLine != 18 || !s.NumberGiven || s.Order != 1 ||
		!slices.Equal(s.Characters, []string{"MARA", "MCCOY"}) {
		t.Errorf("scene = %+v", s)
	}
	if s.Proposed || len(s.Why) != 0 {
		t.Errorf("proposed for %v", s.Why)
	}
}

func TestBothFormatsGiveOneDigestAndOnlyTextChangesIt(t *testing.T) {
	digest := func(text, name string) string { return readScript(t, text, name).Scenes[0].Digest }
	base := digest(smallScript, "a.fountain")
	fdx := `<FinalDraft><Content>
<Paragraph Type="Scene Heading" Number="9">
<SceneProperties Length="3/8"><Summary><Paragraph><Text>Sum</Text></Paragraph></Summary>
</SceneProperties><Text>INT. BARN - DAY</Text></Paragraph>
<Paragraph Type="Action"><Text>Hay. </Text><Text Style="Italic">Much</Text>
<Text> hay.</Text></Paragraph>
<Paragraph><DualDialogue><Paragraph Type="Character"><Text>MARA (O.S.)</Text></Paragraph>
<Paragraph Type="Parenthetical"><Text>(quietly)</Text></Paragraph>
<Paragraph Type="Dialogue"><Text>Who is there?</Text></Paragraph>
<Paragraph Type="Character"><Text>McCoy</Text></Paragraph>
<Paragraph Type="Dialogue"><Text>Me.</Text></Paragraph></DualDialogue></Paragraph>
<Paragraph Type="Transition"><Text>CUT TO:</Text></Paragraph>
</Content></FinalDraft>`
	same := map[string]string{
		"another number": strings.Replace(smallScript, "#1#", "#77#", 1),
		"another note":   strings.Replace(smallScript, "[[is it dry?]]", "", 1),
		"lines broken elsewhere": strings.Replace(
			smallScript, "Hay. *Much* hay.", "Hay.\n*Much*   hay.", 1),
	}
	for name, text := range same {
		if digest(text, "a.fountain") != base {
			t.Errorf("%s changed the digest", name)
		}
	}
	if digest(fdx, "a.fdx") != base {
		t.Error("the same text as .fdx has another digest")
	}
	other := map[string]string{
		"another word":    strings.Replace(smallScript, "Who is", "What is", 1),
		"another heading": strings.Replace(smallScript, "BARN - DAY", "BARN - NIGHT", 1),
		"a line left out": strings.Replace(smallScript, "Me.", "", 1),
		"another speaker": strings.Replace(smallScript, "MARA", "JUNE", 1),
	}
	for name, text := range other {
		if digest(text, "a.fountain") == base {
			t.Errorf("%s left the digest as it was", name)
		}
	}
}

func TestWordsThatProposeAScene(t *testing.T) {
	for text, want := range map[string]string{
		"She draws a revolver.":            "revolver",
		"A GUN on the table.":              "gun",
		"He fires twice.":                  "fires",
		"A shot, far off.":                 "shot",
		"The gun's weight.":                "gun",
		"Saca la escopeta y dispara.":      "escopeta dispara",
		"El REVÓLVER está en la mesa.":     "revolver",
		"Two squibs on the wall.":          "squibs",
		"A shot of whiskey and a shot.":    "shot",
		"A gun-metal sky.":                 "",
		"She shoots him a look.":           "",
		"He guns the engine.":              "",
		"A shooting star. A blank page.":   "",
		"The mare's velvet muzzle.":        "",
		"Begun, shotput, gunwale, rifling": "",
		"CLOSE SHOT of a hand.":            "",
	} {
		s := readScript(t, "INT. A - DAY\n\n"+text+"\n", "a.fountain").Scenes[0]
		var words []string
		for _, e := range s.Why {
			words = append(words, e.Word)
			if e.Line != 3 || e.Kind != EvidenceText {
				t.Errorf("%q: evidence %s", text, e)
			}
		}
		if strings.Join(words, " ") != want || s.Proposed != (want != "") {
			t.Errorf("%q proposed for %q, want %q", text, words, want)
		}
	}
}

func TestANoteThatNamesAGunIsEvidenceToo(t *testing.T) {
	for name, text := range map[string]string{
		"in one line":    "Hay. [[props: revolver?]]",
		"over two lines": "Hay. [[props:\nrevolver?]] More.",
		"a synopsis":     "= He finds the revolver.",
	} {
		s := readScript(t, "INT. A - DAY\n\n"+text+"\n", "a.fountain").Scenes[0]
		if len(s.Why) != 1 || s.Why[0].Kind != EvidenceNote || s.Why[0].Line != 3 {
			t.Errorf("%s: %v", name, s.Why)
		}
	}
}

func TestACharacterCalledGunIsNoEvidenceButItsLineIs(t *testing.T) {
	s := readScript(t, "INT. A - DAY\n\nGUNNER\nHello.\n\nGUN\nMy gun.\n", "a.fountain").Scenes[0]
	if len(s.Why) != 1 || s.Why[0].Line != 7 {
		t.Errorf("evidence = %v", s.Why)
	}
}

func TestTwoScenesWithOneNumber(t *testing.T) {
	sheet := readScript(t, "INT. A - DAY #4#\n\nHay.\n\nINT. B - DAY #4#\n\nHay.\n", "a.fountain")
	if len(sheet.Scenes) != 1 || len(sheet.Problems) != 1 || sheet.Problems[0].Line != 5 ||
		sheet.Problems[0].Code != SceneRepeated {
		t.Errorf("scenes %d, problems %+v", len(sheet.Scenes), sheet.Problems)
	}
}

func TestEvidenceIsBoundedAndSaysSo(t *testing.T) {
	text := "INT. A - DAY\n\n" + strings.Repeat("A gun.\n\n", MaxSceneEvidence+1)
	sheet := readScript(t, text, "a.fountain")
	if len(sheet.Scenes[0].Why) != MaxSceneEvidence || len(sheet.Notes) != 1 ||
		sheet.Notes[0].Code != NoteEvidenceCut {
		t.Errorf("evidence %d, notes %v", len(sheet.Scenes[0].Why), sheet.Notes)
	}
}

func TestALongParagraphIsReadWholeAndNoted(t *testing.T) {
	for _, n := range []int{MaxScriptLine - 1, MaxScriptLine, MaxScriptLine + 1} {
		sheet := readScript(t, "INT. A - DAY\n\n"+strings.Repeat("h", n-4)+" gun\n", "a.fountain")
		noted := len(sheet.Notes) == 1 && sheet.Notes[0].Code == NoteLongLine
		if noted != (n > MaxScriptLine) || !sheet.Scenes[0].Proposed {
			t.Errorf("%d bytes: scenes %d, notes %v", n, len(sheet.Scenes), sheet.Notes)
		}
	}
}

func TestOmittedScenesAreKeptAndMarked(t *testing.T) {
	sheet := readScript(t, ".OMITTED #7#\n\nINT. A - DAY #8#\n", "a.fountain")
	if !sheet.Scenes[0].Omitted || sheet.Scenes[1].Omitted {
		t.Errorf("scenes = %+v", sheet.Scenes)
	}
}

func TestEighthsOfAPage(t *testing.T) {
	for text, want := range map[string]int{
		"1 3/8": 11, "5/8": 5, "2": 16, "": 0, "1/4": 0, "x": 0, "-1": 0, "0": 0,
	} {
		if got := eighths(text); got != want {
			t.Errorf("%q read as %d, want %d", text, got, want)
		}
	}
}

func TestTheKindOfAScriptIsSeenWithoutAnEnding(t *testing.T) {
	fdx := `<FinalDraft><Content><Paragraph Type="Scene Heading"><Text>INT. A</Text>
</Paragraph></Content></FinalDraft>`
	if s := readScript(t, fdx, "upload"); s.Format != "fdx" {
		t.Errorf("format %q", s.Format)
	}
}
