package intake

import (
	"fmt"
	"strings"
	"testing"
)

func readItems(t *testing.T, text string, m Mapping) ItemSheet {
	t.Helper()
	sheet, err := Items(strings.NewReader(text), m)
	if err != nil {
		t.Fatal(err)
	}
	return sheet
}

func TestAClassIsReadOnlyWhereTheTextLeavesNoDoubt(t *testing.T) {
	for text, want := range map[string]Class{
		"Live-capable":          ClassLiveCapable,
		"LIVE_CAPABLE":          ClassLiveCapable,
		"Real gun":              ClassLiveCapable,
		"Arma de fuego":         ClassLiveCapable,
		"blank-fire":            ClassBlankOnly,
		"BLANK FIRING ONLY":     ClassBlankOnly,
		"8-in-1 blank only":     ClassBlankOnly,
		"Solo fogueo":           ClassBlankOnly,
		"Airsoft (GBB)":         ClassPellet,
		"Non-gun flash":         ClassFlash,
		"Deactivated":           ClassDeactivated,
		"De-activated (welded)": ClassDeactivated,
		"non-firing replica":    ClassSolid,
		"Rubber":                ClassSolid,
		"goma maciza":           ClassSolid,
		// Which blanks fit says nothing about what else fits.
		"8-in-1":                       ClassUnknown,
		"replica":                      ClassUnknown,
		"":                             ClassUnknown,
		"nice":                         ClassUnknown,
		"Real gun, blank-fire adapted": ClassUnknown,
		"not real":                     ClassUnknown,
		"converted blank firing":       ClassUnknown,
		"ex airsoft":                   ClassUnknown,
		"rubber?":                      ClassUnknown,
		"non functional":               ClassUnknown,
		"no rubber":                    ClassUnknown,
		"deactivated real gun":         ClassUnknown,
	} {
		if got := classOf(text); got != want {
			t.Errorf("%q read as %s, want %s", text, got, want)
		}
	}
}

func TestAConstructionNeedsFeaturesThatFitExactlyOne(t *testing.T) {
	for text, want := range map[string]Construction{
		"BB inside, drilled case":              ConstructionRattleHole,
		"RATTLE_HOLE":                          ConstructionRattleHole,
		"rattles; side hole":                   ConstructionRattleHole,
		"con balín, perforado":                 ConstructionRattleHole,
		"BB, spent primer":                     ConstructionRattleSpent,
		"drilled, no BB, empty pocket":         ConstructionHoleEmpty,
		"perforado, sin balín, sin fulminante": ConstructionHoleEmpty,
		"turned brass":                         ConstructionSolid,
		"drilled":                              ConstructionUnknown,
		"BB":                                   ConstructionUnknown,
		"no BB, no hole":                       ConstructionUnknown,
		"spent primer":                         ConstructionUnknown,
		"solid, drilled":                       ConstructionUnknown,
		"BB inside, not drilled":               ConstructionUnknown,
		"some drilled, BB":                     ConstructionUnknown,
		"BB, drilled?":                         ConstructionUnknown,
		"":                                     ConstructionUnknown,
		"wooden":                               ConstructionUnknown,
	} {
		if got := constructionOf(text, "Dummy rounds"); got != want {
			t.Errorf("%q read as %s, want %s", text, got, want)
		}
	}
}

func TestContentsOfALot(t *testing.T) {
	const columns = "Lot,Contents,Load,Construction,Calibre,Count,Box\n"
	cases := []struct{ line, want string }{
		{"X,Blanks,3/4,,.45,10,", "BLANK three-quarter"},
		{"X,half load blank,,,.45,10,", "BLANK half"},
		{"X,Blanks,,,.45,10,", "BLANK  note-load"},
		{"X,Blanks,not full,,.45,10,", "BLANK  note-load"},
		{"X,Cartucho de fogueo,media carga,,.45,10,", "BLANK half"},
		{"X,Dummies,,drilled BB,.45,10,", "DUMMY RATTLE_HOLE"},
		{"X,Dummies,,,.45,10,", "DUMMY UNKNOWN note-construction"},
		{"X,Snap caps,,,.45,10,", "SNAP_CAP "},
		{"X,spent brass,,,.45,10,", "EMPTY_CASE "},
		{"X,assorted,,,.45,10,", "UNKNOWN  note-contents"},
		{"X,blanks and dummies,,,.45,10,", "UNKNOWN  note-contents"},
		{"X,dummy?,,,.45,10,", "UNKNOWN  note-contents"},
		{"X,not live,,,.45,10,", "UNKNOWN  note-contents"},
		{"X,Dummies,,drilled BB,.45,10,DUMMY - NOT LIVE", "DUMMY RATTLE_HOLE"},
		{"X,Live rounds,,,.45,10,", "row-live-rounds"},
		{"X,.45 ball,,,.45,10,", "row-live-rounds"},
		{"X,munición real,,,.45,10,", "row-live-rounds"},
		{"X,Dummies,,drilled BB,.45,10,LIVE AMMO", "row-live-rounds"},
		{"X,live dummies,,,.45,10,", "row-live-rounds"},
		{"X,Blanks,full,,.45,,", "row-missing"},
		{"X,Blanks,full,,.45,0,", "row-bad-number"},
		{"X,Blanks,full,,.45,-3,", "row-bad-number"},
		{`X,Blanks,full,,.45,"1,000",`, "row-bad-number"},
		{"X,Blanks,full,,.45,100001,", "row-bad-number"},
		{"X,Blanks,full,,.45,100000,", "BLANK full"},
		{",Blanks,full,,.45,10,", "row-missing"},
		{"b 01,Blanks,full,,.45,10,", "row-duplicate"},
	}
	for _, c := range cases {
		t.Run(c.line, func(t *testing.T) {
			sheet := readItems(t, columns+"B-01,Blanks,full,,.45,1,\n"+c.line+"\n", Mapping{Lender: "A"})
			var got []string
			for _, l := range sheet.Lots[1:] {
				got = append(got, fmt.Sprintf("%s %s%s", l.Contents, l.Load, l.Construction))
			}
			for _, n := range sheet.Notes {
				got = append(got, string(n.Code))
			}
			for _, p := range sheet.Problems {
				got = append(got, string(p.Code))
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("got %q, want %q", strings.Join(got, " "), c.want)
			}
		})
	}
}

func TestAListWithBothKindsOfRows(t *testing.T) {
	text := "Tag,Lot,Description,Class,Contents,Count,Serial,Type\n" +
		"R-03,,A revolver,Real gun,,,AB-114471,Revolver\n" +
		",B-02,,,half load blank,50,,\n" +
		"R-04,B-03,Both,Real gun,Blank,50,1,Revolver\n" +
		",,neither,Real gun,,,,\n"
	sheet := readItems(t, text, Mapping{Lender: "Lender A"})
	if len(sheet.Items) != 1 || len(sheet.Lots) != 1 || sheet.Items[0].LastFour != "4471" ||
		sheet.Items[0].Lender != "Lender A" || sheet.Lots[0].Load != LoadHalf {
		t.Fatalf("items %+v, lots %+v", sheet.Items, sheet.Lots)
	}
	if len(sheet.Problems) != 2 || sheet.Problems[0].Code != RowTwoKinds ||
		sheet.Problems[1].Code != RowMissing {
		t.Errorf("problems = %+v", sheet.Problems)
	}
}

func TestWhatAnItemListLeavesOpenIsNoted(t *testing.T) {
	text := "Tag,Description,Class,Serial,Look-alike,Chambers,Due\n" +
		"R-01,Revolver one,Real gun,A-1234,G1,6,2026-12-01\n" +
		"R-02,Revolver two,Real gun,B-1234,g1,,2026-12-01\n" +
		"R-03,A thing,who knows,n/a,,,\n" +
		"r 01,Revolver,Real gun,C-1,,,\n" +
		"R-05,Revolver,Real gun,D-1,,six,\n"
	sheet := readItems(t, text, Mapping{})
	var got []string
	for _, n := range sheet.Notes {
		got = append(got, fmt.Sprintf("%d %s", n.Line, n.Code))
	}
	want := "2 note-no-lender, 3 note-no-lender, 4 note-class, 4 note-kind, 4 note-no-identity, " +
		"4 note-no-lender, 3 note-same-four"
	if strings.Join(got, ", ") != want {
		t.Errorf("notes = %v", got)
	}
	if len(sheet.Items) != 3 || sheet.Items[1].Chambers.Known || !sheet.Items[0].Chambers.Known ||
		sheet.Items[2].Class != ClassUnknown {
		t.Errorf("items = %+v", sheet.Items)
	}
	if len(sheet.Problems) != 2 || sheet.Problems[0].Code != RowDuplicate ||
		!strings.Contains(sheet.Problems[0].Reason, "line 2") ||
		sheet.Problems[1].Code != RowBadNumber {
		t.Errorf("problems = %+v", sheet.Problems)
	}
}

func TestAnItemListWithoutAClassColumnIsRefused(t *testing.T) {
	_, err := Items(strings.NewReader("Tag,Description\nR-01,Revolver\n"), Mapping{})
	refused(t, err, FileMissingColumn, 1)
}
