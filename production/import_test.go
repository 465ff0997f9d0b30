package production_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/intake"
	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/passkey"
	"github.com/proofhouse/proofhouse/production"
)

// sent reads a file as offices and lenders send it.
func sent(t *testing.T, name string) *bytes.Reader {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "demo", "testdata", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return bytes.NewReader(b)
}

func crewSheet(t *testing.T) intake.CrewSheet {
	t.Helper()
	sheet, err := intake.Crew(sent(t, "office/crew.csv"), intake.Mapping{})
	if err != nil {
		t.Fatal(err)
	}
	return sheet
}

func itemSheet(t *testing.T, name string) intake.ItemSheet {
	t.Helper()
	sheet, err := intake.Items(sent(t, name), intake.Mapping{})
	if err != nil {
		t.Fatal(err)
	}
	return sheet
}

// signAll has the same people sign every act of an import.
func (r *rig) signAll(acts []production.ImportAct, by ...event.Signer) {
	r.t.Helper()
	keys := make([]passkey.Signer, len(by))
	for n, g := range by {
		keys[n] = r.key(g.Person)
	}
	for _, a := range acts {
		if _, err := r.p.Perform(r.t.Context(), a.Act(by...), keys...); err != nil {
			r.t.Fatal(err)
		}
	}
}

func TestAFounderOnTheListKeepsTheirID(t *testing.T) {
	r := newRig(t)
	sheet := crewSheet(t)
	plain, err := r.p.ImportCrew(t.Context(), sheet)
	if err != nil {
		t.Fatal(err)
	}
	if want := []event.PersonID{"a1", "h1", "w1", "w2"}; !slices.Equal(plain.Unlisted, want) {
		t.Errorf("nobody is told that %v are on no list: %v", want, plain.Unlisted)
	}
	line := sheet.Rows[3].Line
	same := production.Same{Person: "h1", Line: line}
	for name, wrong := range map[string][]production.Same{
		"nobody enrolled":      {{Person: "x9", Line: line}},
		"the box":              {{Person: "hub", Line: line}},
		"a line that is none":  {{Person: "h1", Line: 9999}},
		"one person, two rows": {same, {Person: "h1", Line: sheet.Rows[4].Line}},
		"two people, one row":  {same, {Person: "a1", Line: line}},
	} {
		if _, err := r.p.ImportCrew(t.Context(), sheet, wrong...); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
	first, err := r.p.ImportCrew(t.Context(), sheet, same)
	if err != nil {
		t.Fatal(err)
	}
	if first.People[line] != "h1" || slices.Contains(first.Unlisted, "h1") {
		t.Fatalf("the founder's row is %s", first.People[line])
	}
	r.signAll(first.Acts, verified("a1", event.AD))
	name, err := r.p.Name(t.Context(), "h1")
	if err != nil || name != sheet.Rows[3].Name.Reveal() {
		t.Errorf("the founder has no name: %v", err)
	}
	r.p.View(func(known *state.State) {
		if !known.Holds("h1", event.Handler) || !known.Holds("h1", event.Founder) {
			t.Error("being listed took a role away")
		}
	})
	// From now on the list itself tells; saying it again changes nothing.
	for _, again := range [][]production.Same{nil, {same}} {
		next, err := r.p.ImportCrew(t.Context(), sheet, again...)
		if err != nil || next.New != 0 || next.Changed != 0 || next.People[line] != "h1" {
			t.Errorf("again: %d new, %d changed, %v", next.New, next.Changed, err)
		}
	}
}

func TestACrewListIsImportedOnce(t *testing.T) {
	r := newRig(t)
	sheet := crewSheet(t)
	first, err := r.p.ImportCrew(t.Context(), sheet)
	if err != nil {
		t.Fatal(err)
	}
	if first.New != 87 || first.Known != 0 || len(first.People) != 87 || len(first.Problems) != 0 {
		t.Fatalf("first import: %d new, %d known, %d people, %v", first.New, first.Known, len(first.People),
			first.Problems)
	}
	r.signAll(first.Acts, verified("a1", event.AD))
	r.reopen()
	second, err := r.p.ImportCrew(t.Context(), sheet)
	if err != nil {
		t.Fatal(err)
	}
	if second.New != 0 || second.Changed != 0 || second.Known != 87 || len(second.Acts) != 0 {
		t.Errorf("second import: %d new, %d changed, %d known", second.New, second.Changed, second.Known)
	}
	for line, who := range first.People {
		if second.People[line] != who {
			t.Errorf("line %d is another person the second time", line)
		}
	}
	// One person changes telephone: the same person is listed anew, and only they.
	var names [2]string
	row := sheet.Rows[3]
	text, err := os.ReadFile(filepath.Join("..", "demo", "testdata", "office", "crew.csv"))
	if err != nil {
		t.Fatal(err)
	}
	changed, err := intake.Crew(strings.NewReader(strings.Replace(string(text), row.Phone.Reveal(),
		"505-555-0999", 1)), intake.Mapping{})
	if err != nil {
		t.Fatal(err)
	}
	third, err := r.p.ImportCrew(t.Context(), changed)
	if err != nil {
		t.Fatal(err)
	}
	if third.New != 0 || third.Changed != 1 || third.People[row.Line] != first.People[row.Line] {
		t.Errorf("third import: %d new, %d changed", third.New, third.Changed)
	}
	r.signAll(third.Acts, verified("a1", event.AD))
	for i, line := range []int{row.Line, sheet.Rows[4].Line} {
		if names[i], err = r.p.Name(t.Context(), first.People[line]); err != nil {
			t.Fatal(err)
		}
	}
	if names[0] != row.Name.Reveal() || names[1] != sheet.Rows[4].Name.Reveal() {
		t.Errorf("names on record: %q and %q", names[0], names[1])
	}
	permits, courses := 0, 0
	for _, paper := range first.Papers {
		switch paper.What {
		case event.HandlerPermit:
			permits += len(paper.People)
		case event.FirearmsCourse:
			courses += len(paper.People)
		default:
			t.Errorf("the list claims %s", paper.What)
		}
	}
	if permits != 3 || courses < 70 {
		t.Errorf("%d permits and %d courses are claimed", permits, courses)
	}
	if strings.Contains(r.logged.String(), row.Name.Reveal()) {
		t.Error("a name is in the log")
	}
}

func TestDeliveriesAreImportedOnce(t *testing.T) {
	r := newRig(t)
	handler, watcher := verified("h1", event.Handler), verified("w1", event.Watcher)
	total := 0
	for _, name := range []string{"rental/items-lender-a.csv", "rental/items-lender-b.csv", "rental/lots.csv"} {
		sheet := itemSheet(t, name)
		first, err := r.p.ImportItems(sheet, production.Receiving{Unloaded: event.Yes})
		if err != nil {
			t.Fatal(err)
		}
		if len(first.Problems) != 0 {
			t.Errorf("%s: %v", name, first.Problems)
		}
		total += first.New
		r.signAll(first.Acts, handler, watcher)
		second, err := r.p.ImportItems(sheet, production.Receiving{Unloaded: event.Yes})
		if err != nil {
			t.Fatal(err)
		}
		if second.New != 0 || second.Known != first.New || len(second.Acts) != 0 {
			t.Errorf("%s again: %d new, %d known", name, second.New, second.Known)
		}
	}
	if total != 24+9 {
		t.Errorf("%d items and lots, want 24 and 9", total)
	}
	r.p.View(func(known *state.State) {
		gun, ok := known.Item("R-03")
		if !ok || gun.Class != event.LiveCapable || gun.Mechanism != event.Revolver || gun.Chambers != 6 ||
			gun.Serial4 != "4471" || gun.LookAlike == "" || gun.Lender != "palo-seco-prop-armory" {
			t.Errorf("R-03 is on record as %+v", gun)
		}
		copied, ok := known.Item("G-11")
		if !ok || copied.Class != event.Solid || copied.Mechanism != event.Inert ||
			copied.LookAlike != gun.LookAlike {
			t.Errorf("G-11 is on record as %+v", copied)
		}
		odd, ok := known.Lot("D-018")
		if !ok || odd.Construction != event.OtherConstruction {
			t.Errorf("D-018 is on record as %+v", odd)
		}
		lot, ok := known.Lot("B-02")
		if !ok || lot.Nature != event.Blank || lot.Load != event.Half || lot.Count != 100 ||
			lot.Seal != "S-B-02" {
			t.Errorf("B-02 is on record as %+v", lot)
		}
		for i := range int(known.Size()) {
			if !known.Stands(i) {
				e, _ := known.Entry(i)
				t.Errorf("entry %d, %s, does not stand: %v", i, e.Event.Kind, e.Faces)
			}
		}
	})
}

func TestAnImportWaitsOnTheDeskOfWhoSignsIt(t *testing.T) {
	r := newRig(t)
	first, err := r.p.ImportItems(itemSheet(t, "rental/lots.csv"), production.Receiving{
		Seals: map[event.LotID]string{"D-014": "0471133"},
	})
	if err != nil {
		t.Fatal(err)
	}
	signers, err := r.p.SignersOf(event.KindRoundsReceived)
	if err != nil || len(signers) != 2 || signers[0].Person != "h1" || signers[1].Person != "w1" {
		t.Fatalf("who signs: %+v, %v", signers, err)
	}
	size := r.p.Head().Size
	if n, err := r.p.LeaveImport(t.Context(), first.Acts, signers...); err != nil || n != 1 {
		t.Fatalf("left %d, %v", n, err)
	}
	if r.p.Head().Size != size {
		t.Error("something was recorded that nobody signed")
	}
	drafts := r.p.Pending(t.Context(), "h1")
	if len(drafts) != 1 || drafts[0].By != "" || len(drafts[0].Have) != 0 {
		t.Fatalf("on the handler's desk: %+v", drafts)
	}
	w, err := r.p.Cosign(t.Context(), drafts[0].ID, r.sign(r.key("h1"), drafts[0].Payload))
	if err != nil || !w.Pending || r.p.Head().Size != size {
		t.Fatalf("signed by the handler alone: %+v, %v", w, err)
	}
	if second := r.p.Pending(t.Context(), "w1"); len(second) != 1 || second[0].ID != drafts[0].ID {
		t.Fatalf("on the watcher's desk: %+v", second)
	}
	w, err = r.p.Cosign(t.Context(), drafts[0].ID, r.sign(r.key("w1"), drafts[0].Payload))
	if err != nil || w.Pending {
		t.Fatalf("signed by both: %+v, %v", w, err)
	}
	r.p.View(func(known *state.State) {
		if box, ok := known.Container("BX-D-014"); !ok || !box.Sealed || box.Seal != "0471133" {
			t.Errorf("the box is on record as %+v", box)
		}
	})
}

func TestAScriptProposesScenes(t *testing.T) {
	r := newRig(t)
	sheet, err := intake.Script(sent(t, "script/script.fountain"), "script.fountain")
	if err != nil {
		t.Fatal(err)
	}
	dry, scenes, err := r.p.ImportScript(t.Context(), sheet, false)
	if err != nil || dry.New != len(sheet.Scenes) || len(scenes) != dry.New {
		t.Fatalf("dry run: %+v, %v", dry, err)
	}
	if left, err := r.p.Scenes(t.Context()); err != nil || len(left) != 0 {
		t.Errorf("a dry run left %d scenes, %v", len(left), err)
	}
	if _, _, err := r.p.ImportScript(t.Context(), sheet, true); err != nil {
		t.Fatal(err)
	}
	again, _, err := r.p.ImportScript(t.Context(), sheet, true)
	if err != nil || again.New != 0 || again.Changed != 0 || again.Known != dry.New {
		t.Errorf("the same script again: %+v, %v", again, err)
	}
	all, err := r.p.Scenes(t.Context())
	if err != nil || len(all) != dry.New {
		t.Fatalf("%d scenes, %v", len(all), err)
	}
	proposed := 0
	for i, s := range all {
		if i > 0 && all[i-1].Order >= s.Order {
			t.Errorf("scene %s is out of order", s.Scene)
		}
		if s.Proposed {
			proposed++
			if len(s.Why) == 0 {
				t.Errorf("scene %s is proposed without a reason", s.Scene)
			}
		}
		if s.Planned {
			t.Errorf("scene %s is planned, and nobody planned it", s.Scene)
		}
	}
	if proposed == 0 || proposed == len(all) {
		t.Errorf("%d of %d scenes are proposed", proposed, len(all))
	}
}

func TestRowsThatNoActCanCarry(t *testing.T) {
	r := newRig(t)
	list := "Tag,Description,Class,Kind,Chambers,Lender\n" +
		"R-03,a,Real gun,Revolver,6,L\n" +
		"Ñ-03,a,Real gun,Revolver,6,L\n" +
		"R-04,a,Real gun,Revolver,,L\n" +
		"R-05,a,Real gun,Revolver,13,L\n" +
		"G-01,a,Rubber,Revolver,,L\n" +
		strings.Repeat("R", 28) + ",a,Real gun,Revolver,6,L\n"
	sheet, err := intake.Items(strings.NewReader(list), intake.Mapping{})
	if err != nil {
		t.Fatal(err)
	}
	got, err := r.p.ImportItems(sheet, production.Receiving{})
	if err != nil {
		t.Fatal(err)
	}
	want := map[int]intake.Code{
		3: production.RowIdentifier, 4: production.RowChambers, 5: production.RowChambers,
		7: production.RowIdentifier,
	}
	for _, p := range got.Problems {
		if want[p.Line] != p.Code {
			t.Errorf("line %d: %s, want %q", p.Line, p.Code, want[p.Line])
		}
		delete(want, p.Line)
	}
	if len(want) != 0 || got.New != 2 {
		t.Errorf("no problem for lines %v; %d rows are new", want, got.New)
	}
}
