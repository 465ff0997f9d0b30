package scenario

import (
	"flag"
	"fmt"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/verdict"
	"github.com/proofhouse/proofhouse/words"
)

var update = flag.Bool("update", false, "write the tables of docs/spec/scenarios.md")

const specFile = "../docs/spec/scenarios.md"

// unsayable are the kinds without a verb, and why.
var unsayable = map[event.Kind]string{
	event.KindProductionOpened: "It is the verb `production`, which opens the ledger before anything else.",
	event.KindKeyAdded:         "A story gives everybody one passkey, which follows from their name.",
	event.KindDutyContinued:    "A story continues a duty by itself (section 3).",
}

// TestEveryKindOfEventCanBeSaid: a kind without a verb is one that no story can test.
func TestEveryKindOfEventCanBeSaid(t *testing.T) {
	said := map[event.Kind]string{}
	for _, verb := range Verbs() {
		kind := KindOfVerb(verb)
		if other, twice := said[kind]; twice {
			t.Errorf("%s and %s both say %s", other, verb, kind)
		}
		said[kind] = verb
	}
	for _, kind := range event.Kinds() {
		_, excused := unsayable[kind]
		if (said[kind] != "") == excused {
			t.Errorf("%s: verb %q, excused %t", kind, said[kind], excused)
		}
	}
}

func TestThePageOfTheLanguageIsCurrent(t *testing.T) {
	old, err := os.ReadFile(specFile)
	if err != nil {
		t.Fatal(err)
	}
	page := string(old)
	for name, text := range map[string]string{
		"questions": questionsTable(), "reasons": reasonsTable(), "beginnings": beginningsTable(t),
		"verbs": verbsText(), "unsayable": unsayableTable(), "roles": rolesTable(),
	} {
		begin, end := "<!-- "+name+":begin -->\n", "<!-- "+name+":end -->"
		head, rest, opens := strings.Cut(page, begin)
		_, tail, closes := strings.Cut(rest, end)
		if !opens || !closes {
			t.Fatalf("%s has no marks for %s", specFile, name)
		}
		page = head + begin + "\n" + text + "\n" + end + tail
	}
	if *update {
		if err := os.WriteFile(specFile, []byte(page), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if page != string(old) {
		t.Errorf("%s is out of date: run go test ./scenario -run Page -update", specFile)
	}
}

func questionsTable() string {
	out := "| Question | In words | Its words |\n|---|---|---|\n"
	for a := verdict.Load; a <= verdict.Close; a++ {
		known := judgeWords[a]
		first := "`judge " + a.String() + " " + strings.ToUpper(known[0]) + "`"
		asked := Asked(words.English, verdict.Question{
			Ask: a, Item: "R-03", Container: "BOX-2", To: "p1", Scene: "42", Purpose: event.Rehearsal,
		})
		out += fmt.Sprintf("| %s | %s | `%s` |\n", first, asked, strings.Join(known, "` `"))
	}
	return out
}

func reasonsTable() string {
	out := "| Key | Sentence |\n|---|---|\n"
	for _, key := range verdict.ReasonKeys() {
		out += fmt.Sprintf("| `%s` | %s |\n", key, words.Say(words.English, "reason."+key, nil))
	}
	return out
}

func beginningsTable(t *testing.T) string {
	out := "| Name | What happened |\n|---|---|\n"
	for _, name := range Beginnings() {
		text, err := Read(path.Join(beginnings, name+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		var said []string
		for line := range strings.Lines(text) {
			comment, is := strings.CutPrefix(strings.TrimSpace(line), "#")
			if !is || comment == "" {
				break
			}
			said = append(said, strings.TrimSpace(comment))
		}
		out += fmt.Sprintf("| `%s` | %s |\n", name, strings.Join(said, " "))
	}
	return out
}

func verbsText() string {
	verbOf := map[event.Kind]string{event.KindProductionOpened: "production"}
	for _, v := range Verbs() {
		verbOf[KindOfVerb(v)] = v
	}
	var out strings.Builder
	for _, kind := range event.Kinds() {
		verb, sayable := verbOf[kind]
		if !sayable {
			continue
		}
		fmt.Fprintf(&out, "### %s\n\n`%s`, %s. Signed by %s.\n\n", verb, kind, polarityText(kind), needsText(kind))
		out.WriteString("| Word | Takes | When left out |\n|---|---|---|\n")
		for _, f := range flat(kind) {
			fmt.Fprintf(&out, "| `%s` | %s | %s |\n", f.Name, takes(kind, f), leftOut(kind, f))
		}
		out.WriteString("\n")
	}
	return strings.TrimSuffix(out.String(), "\n")
}

func polarityText(k event.Kind) string {
	switch k.Polarity() {
	case event.Support:
		return "can help a verdict"
	case event.Block:
		return "can only hold a verdict"
	case event.Clerical:
	}
	return "changes no verdict"
}

func needsText(k event.Kind) string {
	var out []string
	for _, n := range k.Needs() {
		var roles []string
		for _, r := range n.Roles {
			roles = append(roles, r.String())
		}
		who := strings.Join(roles, " or ")
		if who == "" {
			who = "anybody enrolled"
		}
		if n.How == event.Verified {
			who += " (passkey)"
		}
		out = append(out, who)
	}
	return strings.Join(out, ", and ")
}

// takes says what a word holds. Two words are not what the format has: a story hides what nobody
// can write by hand.
func takes(k event.Kind, f event.Field) string {
	switch {
	case k == event.KindTrayTested && f.Name == "passed":
		return "number of rounds that passed"
	case f.Name == "founders":
		return "list of `person:department:role`; exactly 2"
	case f.Name == "packs":
		return "list of packs that ship; 1 to 16"
	case f.Name == "of" || f.Name == "heads":
		return label(f) + ": label of an earlier act"
	case f.Name == "trays":
		return "list of trays"
	case f.Name == "pages":
		return "any word for the text of the scene"
	}
	text := strings.ReplaceAll(f.Type, "object", "thing")
	if f.Type == "list of fields" {
		var parts []string
		for _, m := range f.Fields {
			parts = append(parts, m.Name)
		}
		text = "list of `" + strings.Join(parts, ":") + "`"
	}
	text += boundsOf(f)
	if len(f.Values) > 0 {
		text += ": `" + strings.Join(f.Values, "` `") + "`"
	}
	for _, m := range f.Fields {
		if len(m.Values) > 0 {
			text += "; " + m.Name + ": `" + strings.Join(m.Values, "` `") + "`"
		}
	}
	return text
}

func label(f event.Field) string {
	if strings.HasPrefix(f.Type, "list") {
		return "list"
	}
	return "one"
}

func boundsOf(f event.Field) string {
	switch {
	case f.Type != "int" && !strings.HasPrefix(f.Type, "list"):
		return ""
	case f.Min == f.Max:
		return fmt.Sprintf(", exactly %d", f.Min)
	}
	return fmt.Sprintf(", %d to %d", f.Min, f.Max)
}

// fromRecord says what assumeByKind and assumeFromRecord fill in, by kind and word or by word.
var fromRecord = map[string]string{
	"production.opened log":       "of the ledger the story is told on",
	"production.opened log_key":   "of the ledger the story is told on",
	"production.opened clock_key": "of the ledger the story is told on",
	"production.opened hub":       "of the ledger the story is told on",

	"production.opened region": "must be written",

	"production.day-called place": "of the shooting day before",

	"production.packs-adopted digest": "of the edition that ships",

	"scene.risk-assessed of":     "newest plan of `scene=`",
	"scene.meeting-held of":      "newest plan of `scene=`",
	"scene.pointing-approved of": "newest plan of `scene=`",
	"scene.attended of":          "newest meeting of `scene=`",
	"scene.planned pages":        "a text named after the scene",
	"scene.meeting-held medic":   "nobody",

	"scene.meeting-held protected": "`yes`",

	"item.examined identity":   "`serial` where the item has one, otherwise `mark`",
	"item.examined serial4":    "as received, unless `identity` is written",
	"item.examined length":     "as many chambers as received",
	"item.examined chambers":   "every one `empty`",
	"item.examined bore":       "`unobstructed`, `none` where the item has no bore",
	"container.opened seal":    "the seal it has",
	"rounds.tray-tested tests": "the two tests of the lot's construction",

	"rounds.received seal": "`S-` and the lot", "rounds.received load": "`none`",
	"rounds.tray-opened number": "what the handler committed to",
	"rounds.tray-opened salt":   "what the handler committed to",

	"scene.planned load": "`none`", "item.released as": "`tested`",

	"key": "the person's own", "device": "the person's own",
	"day": "the day of the story", "region": "of the shooting day, before it of the production",
	"place": "of the shooting day",
}

func leftOut(k event.Kind, f event.Field) string {
	for _, name := range []string{k.String() + " " + f.Name, f.Name} {
		if said, is := fromRecord[name]; is {
			return said
		}
	}
	switch {
	case f.Optional:
		return "nothing"
	case f.Min == 0 && slices.Contains([]string{"list of id", "list of digest", "list of fields", "list of object"}, f.Type):
		return "empty"
	case usual[f.Name] == "-" && strings.HasPrefix(f.Type, "list"):
		return "must be written"
	case usual[f.Name] == "-":
		return "nothing"
	case usual[f.Name] != "":
		return "`" + usual[f.Name] + "`"
	}
	return "must be written"
}

func unsayableTable() string {
	out := "| Kind | Why |\n|---|---|\n"
	for _, kind := range event.Kinds() {
		if why, is := unsayable[kind]; is {
			out += fmt.Sprintf("| `%s` | %s |\n", kind, why)
		}
	}
	return out
}

func rolesTable() string {
	out := "| Word | Role |\n|---|---|\n"
	for r := event.Founder; r <= event.Operator; r++ {
		out += fmt.Sprintf("| `%s` | %s |\n", r, roleInWords(words.English, r))
	}
	return out
}
