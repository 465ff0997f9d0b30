package paper_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/ledger/sqlite"
	"github.com/proofhouse/proofhouse/paper"
	"github.com/proofhouse/proofhouse/scenario"
	"github.com/proofhouse/proofhouse/words"
)

// cart is a story with everything that can carry a label; R-09 went back and b9 left.
const cart = `day 2026-11-20
09:00 production region=US-CA founders=ad1:directing:ad,s1:sound:steward packs=us-ca-part13,lmsc-bulletin-1
09:10 enrol h1 department=props vouchers=s1
09:11 enrol w1 department=art vouchers=ad1
09:12 enrol b9 department=background vouchers=ad1
09:20 appoint h1 role=handler ad=ad1
09:21 appoint w1 role=watcher ad=ad1
09:32 credential what=watcher-training people=w1 steward=s1
10:00 on-duty h1 role=handler
10:01 on-duty w1 role=watcher
10:05 receive R-03 class=LIVE_CAPABLE mechanism=revolver chambers=6 serial4=4471 look_alike=LA-1 handler=h1 watcher=w1
10:06 receive G-11 class=SOLID mechanism=inert chambers=0 handler=h1 watcher=w1
10:06 receive R-09 class=BLANK_ONLY mechanism=revolver chambers=6 serial4=1200 handler=h1
10:07 container LOCKER-1 what=locker handler=h1
10:10 lot D-014 nature=DUMMY construction=RATTLE_HOLE count=50 container=BOX-1 handler=h1 watcher=w1
10:20 return R-09 handler=h1
10:21 departed person=b9 day=2026-11-20 by=b9
`

// told is what is known at the end of the story.
func told(t *testing.T) *state.State {
	t.Helper()
	stage, err := scenario.Begin(t.Context(), t.TempDir(), sqlite.Create)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := stage.Close(); err != nil {
			t.Error(err)
		}
	})
	story, err := scenario.Parse("cart", cart)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := scenario.NewRun(stage).Play(t.Context(), story); err != nil {
		t.Fatal(err)
	}
	var known *state.State
	stage.Production.View(func(s *state.State) { known = s })
	return known
}

func called(who event.PersonID) string {
	return map[event.PersonID]string{"h1": "Handler One", "w1": "Świadek"}[who]
}

func request(what paper.What, lang string, ids ...string) paper.Request {
	return paper.Request{What: what, Format: paper.A4, Language: lang, IDs: ids, Name: called}
}

func titles(s paper.Sheet) (out []string) {
	for _, l := range s.Labels {
		out = append(out, strings.TrimSpace(l.Title+" "+l.Code.About.ID))
	}
	return out
}

func TestEverythingHereHasItsLabel(t *testing.T) {
	known := told(t)
	for _, each := range []struct {
		what paper.What
		ids  []string
		want []string
	}{
		{paper.Items, nil, []string{"G-11 G-11", "R-03 R-03"}},
		{paper.Items, []string{"R-03", "R-03"}, []string{"R-03 R-03", "R-03 R-03"}},
		{paper.Containers, nil, []string{"BOX-1 BOX-1", "LOCKER-1 LOCKER-1"}},
		{paper.Badges, nil, []string{"ad1", "Handler One h1", "s1", "w1"}},
	} {
		sheet, err := paper.Print(known, request(each.what, "en", each.ids...))
		if err != nil {
			t.Fatal(err)
		}
		if got := titles(sheet); !slices.Equal(got, each.want) {
			t.Errorf("labels %d of %q: %q, want %q", each.what, each.ids, got, each.want)
		}
		for _, l := range sheet.Labels {
			if !l.Code.Of(known.ProductionID()) {
				t.Errorf("%s: of another production", l.Title)
			}
		}
		if sheet.Demo != "" || sheet.DemoShort != "" || sheet.Badges != (each.what == paper.Badges) {
			t.Errorf("sheet %+v", sheet)
		}
	}
	for name, r := range map[string]paper.Request{
		"an item that went back":   request(paper.Items, "en", "R-09"),
		"an item nobody received":  request(paper.Items, "en", "R-99"),
		"somebody who left":        request(paper.Badges, "en", "b9"),
		"a container of that name": request(paper.Items, "en", "BOX-1"),
	} {
		if _, err := paper.Print(known, r); !errors.Is(err, paper.ErrUnknown) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := paper.Print(known, request(paper.NoLabels, "en")); !errors.Is(err, paper.ErrWhat) {
		t.Errorf("no labels: %v", err)
	}
}

// A label says which thing it hangs on. What is in it, its serial and who has it stay in the record,
// and no word may be taken for permission, in any language.
func TestALabelSaysNothingThatCanStopBeingSo(t *testing.T) {
	known := told(t)
	for _, lang := range words.Languages() {
		for _, what := range []paper.What{paper.Items, paper.Containers, paper.Badges} {
			sheet, err := paper.Print(known, request(what, lang))
			if err != nil {
				t.Fatal(err)
			}
			sheet.At = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
			for _, p := range pages(t, write(t, sheet), a4Height) {
				text := strings.Join(p.words, " ")
				if found := words.Forbidden(text); len(found) > 0 {
					t.Errorf("%s: %q in %q", lang, found, text)
				}
				for _, secret := range []string{"4471", "LA-1", "D-014", "50", "DUMMY", "{", "paper."} {
					if strings.Contains(text, secret) {
						t.Errorf("%s: %q is printed in %q", lang, secret, text)
					}
				}
			}
		}
	}
}

func TestALabelNamesTheClassAndAsksForTheFrameOfALookAlike(t *testing.T) {
	known := told(t)
	sheet, err := paper.Print(known, request(paper.Items, "en"))
	if err != nil {
		t.Fatal(err)
	}
	rubber, gun := sheet.Labels[0].Lines, sheet.Labels[1].Lines
	if rubber[0] != "SOLID RUBBER" || len(rubber) != 2 {
		t.Errorf("G-11 says %q", rubber)
	}
	if gun[0] != "REAL GUN" || !strings.Contains(gun[2], "read the frame") {
		t.Errorf("R-03 says %q", gun)
	}
}

// Every sentence of paper can be written with the letters a PDF reader has by itself.
func TestEverySentenceOfPaperCanBePrinted(t *testing.T) {
	for _, lang := range words.Languages() {
		for _, key := range words.Keys(lang) {
			for _, prefix := range []string{"paper.", "contents.class.", "container-kind.", "role.", "department."} {
				if !strings.HasPrefix(key, prefix) {
					continue
				}
				for _, r := range words.Say(lang, key, nil) {
					if r > 0xff {
						t.Errorf("%s %s: %q", lang, key, r)
					}
				}
			}
		}
	}
}
