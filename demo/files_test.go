package demo_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/demo"
	"github.com/proofhouse/proofhouse/intake"
)

func open(t *testing.T, path string) *bytes.Reader {
	t.Helper()
	raw, err := demo.Files.ReadFile("testdata/" + path)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.NewReader(raw)
}

func crew(t *testing.T) intake.CrewSheet {
	t.Helper()
	sheet, err := intake.Crew(open(t, "office/crew.csv"), intake.Mapping{})
	if err != nil {
		t.Fatal(err)
	}
	return sheet
}

func items(t *testing.T, path string) intake.ItemSheet {
	t.Helper()
	sheet, err := intake.Items(open(t, path), intake.Mapping{})
	if err != nil {
		t.Fatal(err)
	}
	return sheet
}

func noProblems(t *testing.T, problems []intake.Problem) {
	t.Helper()
	for _, p := range problems {
		t.Errorf("unexpected problem: %+v", p)
	}
}

func noteCodes(notes []intake.Note) []string {
	var codes []string
	for _, n := range notes {
		codes = append(codes, fmt.Sprintf("%d %s", n.Line, n.Code))
	}
	return codes
}

func TestTheOfficeSendsEightySevenPeople(t *testing.T) {
	sheet := crew(t)
	noProblems(t, sheet.Problems)
	if notes := noteCodes(sheet.Notes); len(notes) != 0 {
		t.Errorf("unexpected notes: %v", notes)
	}
	if len(sheet.Rows) != 87 || sheet.Plan.Rows != 87 {
		t.Fatalf("rows = %d, want 87", len(sheet.Rows))
	}
	roles := map[intake.Role]int{}
	departments := map[intake.Department]int{}
	keys := map[string]bool{}
	for _, row := range sheet.Rows {
		roles[row.Role]++
		departments[row.Department]++
		keys[row.Key.Reveal()] = true
		if !row.Phone.Given() || !strings.HasSuffix(row.Email.Reveal(), "@example.org") {
			t.Errorf("line %d: contact is not that of the demo", row.Line)
		}
	}
	want := map[intake.Role]int{
		intake.RoleHandler: 3, intake.RoleWatcher: 3, intake.RoleAD: 3, intake.RoleAdvisor: 1,
		intake.RoleMedic: 1, intake.RolePerformer: 8, intake.RoleStandIn: 2,
		intake.RoleHazardOwner: 2, intake.RoleSteward: 1, intake.RoleProducer: 2,
		intake.RoleOffice: 3,
	}
	for role, n := range want {
		if roles[role] != n {
			t.Errorf("role %s = %d, want %d", role, roles[role], n)
		}
	}
	if len(keys) != 87 {
		t.Errorf("keys = %d, want one each", len(keys))
	}
	if departments[intake.DeptOther] != 0 || departments[intake.DeptCamera] != 7 ||
		departments[intake.DeptGrip] != 7 {
		t.Errorf("departments = %v", departments)
	}
}

func TestPermitsOutliveTheShootAndOnlyAFewCoursesAreMissing(t *testing.T) {
	missing := map[intake.CourseState][]int{}
	for _, row := range crew(t).Rows {
		if row.Role == intake.RoleHandler && (!row.Permit.Given() || row.PermitExpires < "2027") {
			t.Errorf("line %d: a handler without a permit for November 2026", row.Line)
		}
		if row.Course != intake.CourseHeld {
			missing[row.Course] = append(missing[row.Course], row.Line)
		}
		nearScene42 := []intake.Department{
			intake.DeptCamera, intake.DeptSound, intake.DeptGrip, intake.DeptElectric,
			intake.DeptProps, intake.DeptDirecting, intake.DeptCast, intake.DeptMedical,
			intake.DeptSafety, intake.DeptArt, intake.DeptBackground,
		}
		if slices.Contains(nearScene42, row.Department) && row.Course != intake.CourseHeld {
			t.Errorf("line %d: near scene 42 without the course", row.Line)
		}
	}
	if len(missing[intake.CourseNotRecorded]) != 3 || len(missing[intake.CourseNo]) != 3 {
		t.Errorf("courses missing = %v, want three not recorded and three recorded as no", missing)
	}
}

func TestTwoLendersSendTwentyFourItemsOfSixClasses(t *testing.T) {
	a, b := items(t, "rental/items-lender-a.csv"), items(t, "rental/items-lender-b.csv")
	noProblems(t, append(a.Problems, b.Problems...))
	all := append(a.Items, b.Items...)
	if notes := append(noteCodes(a.Notes), noteCodes(b.Notes)...); len(notes) != 0 {
		t.Errorf("unexpected notes: %v", notes)
	}
	if len(all) != 24 {
		t.Fatalf("items = %d, want 24", len(all))
	}
	classes, lenders := map[intake.Class]int{}, map[string]int{}
	byTag := map[string]intake.ItemRow{}
	for _, item := range all {
		classes[item.Class]++
		lenders[item.Lender]++
		byTag[item.Tag] = item
		if item.Due != "2026-12-04" {
			t.Errorf("%s: due %q", item.Tag, item.Due)
		}
	}
	want := map[intake.Class]int{
		intake.ClassLiveCapable: 6, intake.ClassBlankOnly: 5, intake.ClassPellet: 2,
		intake.ClassFlash: 2, intake.ClassDeactivated: 3, intake.ClassSolid: 6,
	}
	for class, n := range want {
		if classes[class] != n {
			t.Errorf("class %s = %d, want %d", class, classes[class], n)
		}
	}
	if len(classes) != 6 || len(lenders) != 2 || len(byTag) != 24 {
		t.Errorf("classes %v, lenders %v, tags %d", classes, lenders, len(byTag))
	}
	r03, g11 := byTag["R-03"], byTag["G-11"]
	if r03.LastFour != "4471" || r03.Class != intake.ClassLiveCapable ||
		r03.Chambers != (intake.Counted{N: 6, Known: true}) || r03.Kind != intake.KindRevolver {
		t.Errorf("R-03 = %+v", r03)
	}
	if g11.Class != intake.ClassSolid || g11.LookAlike != r03.LookAlike || g11.Mark == "" {
		t.Errorf("G-11 = %+v, want a solid look-alike of R-03", g11)
	}
}

func TestTheManifestHasNineLotsAndOneOfUnknownConstruction(t *testing.T) {
	sheet := items(t, "rental/lots.csv")
	noProblems(t, sheet.Problems)
	if len(sheet.Lots) != 9 || len(sheet.Items) != 0 {
		t.Fatalf("lots = %d, items = %d", len(sheet.Lots), len(sheet.Items))
	}
	var got []string
	for _, l := range sheet.Lots {
		got = append(got,
			fmt.Sprintf("%s %s %s%s %d", l.Lot, l.Contents, l.Load, l.Construction, l.Count))
	}
	want := []string{
		"D-014 DUMMY RATTLE_HOLE 50", "D-015 DUMMY RATTLE_SPENT 24", "D-016 DUMMY HOLE_EMPTY 40",
		"D-017 DUMMY SOLID 10", "D-018 DUMMY UNKNOWN 18", "B-01 BLANK full 100",
		"B-02 BLANK half 100", "B-03 BLANK quarter 50", "C-01 SNAP_CAP  6",
	}
	if !slices.Equal(got, want) {
		t.Errorf("lots:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if notes := noteCodes(sheet.Notes); !slices.Equal(notes, []string{"8 note-construction"}) {
		t.Errorf("notes = %v", notes)
	}
}

func script(t *testing.T, path string) intake.ScriptSheet {
	t.Helper()
	sheet, err := intake.Script(open(t, path), path)
	if err != nil {
		t.Fatal(err)
	}
	noProblems(t, sheet.Problems)
	return sheet
}

func proposed(sheet intake.ScriptSheet) []string {
	var numbers []string
	for _, s := range sheet.Scenes {
		if s.Proposed {
			numbers = append(numbers, s.Number)
		}
	}
	return numbers
}

func TestTheScriptProposesSevenOfFortyEightScenes(t *testing.T) {
	sheet := script(t, "script/script.fountain")
	if sheet.Title != "TWO MILE WELL" || len(sheet.Scenes) != 48 {
		t.Fatalf("title %q, scenes %d", sheet.Title, len(sheet.Scenes))
	}
	want := []string{"8", "15", "21", "29", "36", "42", "47"}
	if got := proposed(sheet); !slices.Equal(got, want) {
		for _, s := range sheet.Scenes {
			t.Logf("%s: %v", s.Number, s.Why)
		}
		t.Errorf("proposed = %v, want %v", got, want)
	}
	s := sheet.Scenes[41]
	if s.Number != "42" || s.IntExt != "INT" || s.Place != "OKEN RANCH - KITCHEN" ||
		s.Time != "MORNING" || !slices.Equal(s.Characters, []string{"MARA", "VANN", "TOBIN", "ORRIN"}) {
		t.Errorf("scene 42 = %+v", s)
	}
}

func TestTheRevisedPagesChangeSceneFortyTwoAndAddATaggedScene(t *testing.T) {
	before, pages := script(t, "script/script.fountain"), script(t, "script/script-pages.fdx")
	if got := proposed(pages); !slices.Equal(got, []string{"37", "42"}) {
		t.Errorf("proposed = %v, want 37 by its tag and 42", got)
	}
	if len(pages.Scenes) != 4 {
		t.Fatalf("scenes = %d, want 4", len(pages.Scenes))
	}
	s := pages.Scenes[3]
	old := before.Scenes[41]
	if s.Eighths != 21 || s.Heading != old.Heading || s.Digest == old.Digest {
		t.Errorf("scene 42 of the pages = %+v", s)
	}
	if !slices.ContainsFunc(s.Why, func(e intake.Evidence) bool {
		return e.Kind == intake.EvidenceTag && e.Word == "Props: Orrin's revolver"
	}) {
		t.Errorf("scene 42 of the pages has no tag evidence: %v", s.Why)
	}
}
