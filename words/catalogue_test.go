package words

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// reasonParams is every reason that may be given with the parameters its sentence takes: those only
// that the judge gives with that reason every time, so that nobody reads a bare {lot}.
var reasonParams = table(`
	record.incomplete n; record.fork item; record.missing-link item; record.no-checkpoint
	record.signature index; record.unknown-event index; clock.untrusted; record.stale
	packs.none; packs.changed pack; packs.unknown pack; packs.expired pack; packs.left-out pack; packs.dropped pack; judge.fault detail; judge.silent
	rounds.loose n; rounds.waits index; rounds.unknown-open container
	rounds.received-alone container lot; item.received-alone item; item.no-chambers item; item.gone-back item; rounds.live container lot
	rounds.unknown-loaded item; load.untested container; tray.not-tested lot
	tray.not-counted tray lot; tray.not-opened tray; tray.mismatch tray; tray.not-blind tray
	tray.pace tray; tray.tests tray lot; tray.not-endorsed tray; tray.watcher tray person
	retest.missing item n of; retest.handler item; retest.watcher item; retest.out-of-sight item; source.seal container
	source.mixed container; source.unsealed container; source.no-seal container; examine.missing item
	examine.partial item n of; examine.bore item; examine.feed item; examine.old item n; examine.fired item
	examine.mismatch item; look.none item; look.changed item; look.out-of-sight item; look.partial item n of
	look.mismatch item n of; look.watcher item person; look.identity item; look.not-drawn item
	look.not-signed item; look.not-anew item; look.not-signed-anew item; look.not-today item; look.not-signed-today item
	retest.not-anew item; third.look item; third.not-signed item; third.missing item; third.mismatch tray person; third.person tray person
	identity.not-read item; identity.wrong item; custody.gap item
	custody.unattended item; custody.duty item; custody.break item
	giver.not-handler item; given.not-handler item; given.elsewhere item scene; handler.permit person
	handler.permit-expired person; handler.training person; handler.off-duty person; handler.other-unit person
	handler.not-appointed; handler.none; handler.other-duty person; handler.capacity n of
	load.no-watcher item; load.not-verified item; meeting.none scene; meeting.other-day scene
	meeting.other-place scene; meeting.topic topic; meeting.no-walk scene; meeting.absent person
	meeting.old-plan scene; plan.none scene; plan.item item scene; plan.class item; plan.load lot scene
	plan.old-risk scene; plan.purpose scene; risk.none scene; risk.incomplete scene; advisor.none
	zone.not-approved person; zone.distance person n of; zone.in-cone person item n of
	zone.in-vent person item n of; zone.in-ejection person item n of; zone.on-axis person item
	zone.no-shield person item; zone.no-muzzle item scene; blanks.no-test-fire item lot
	bore.after item; bore.obstructed item; incident.open index; misfire.open item
	discharge.open item; concern.open index; issue.not-returned item person
	rounds.missing container lot n; count.open container; course.missing person
	performer.untrained person; purpose.not-permitted; medic.absent scene
	protection.missing scene; text.unverified; notice.none; notice.late; day.none; contact.none
	substitution.none scene; stop.open index; withheld.item item person
	withheld.scene scene person; sweep.none; quarantine.open index; container.not-quarantined container; custody.not-held item
	custody.not-locked item
	advisor.late scene; advisor.handles item person; risk.no-advisor scene
	risk.not-endorsed person scene; meeting.no-advisor scene; zone.person person
	zone.direct person; misfire.no-cause index; police.none; item.live-capable item
	item.unknown item; person.unknown person; scene.unknown scene`)

// acts are what a reason may ask a person to do. Their sentences take no parameters: the reason
// beside them has named the things.
var acts = strings.Fields(`
	look third-count hand-over-by-both hand-over-by-three
	wait-sync examine-anew act-anew send-missing ask-operator adopt-pack agree-drop quarantine-test release-loose destroy-live end-quarantine free-bore box-and-test let-join test-tray count-tray open-tray
	endorse-trays retest-rounds reseal-test examine check-bore read-mark take-back
	hand-over-by-handler check-permit check-training go-on-duty appoint end-other-duty
	second-handler load-with-watcher hold-meeting attend-meeting plan-scene assess-risk
	name-advisor approve-pointing move-people move-off-axis place-shield draw-muzzle test-fire close-incident close-misfire
	answer-concern collect search-rounds count-rounds take-course train-performer change-purpose
	call-medic call-day use-planned set-shields check-text give-notice name-contact answer-substitution restart
	ask-person sweep swap-replica reload-from-tested receive-together receive-again lock-up
	another-person meet-advisor assess-with-advisor endorse-risk empty-line name-cause tell-police`)

// historyParams is every kind of event with the parameters of its past-tense sentence. With is the
// second signer, or history.nobody when there was none.
var historyParams = table(`
	production.opened by with; production.packs-adopted by packs with
	production.contact-named by person; production.pack-dropped by pack; production.drop-agreed by with entry; production.day-called by day unit place
	production.break-called by unit what; production.day-closed by day unit with
	crew.listed by n; crew.enrolled person vouchers; crew.key-added person
	crew.key-revoked by person since; crew.appointed by person role; crew.credential by people what
	crew.duty-opened person unit role; crew.duty-continued person; crew.duty-closed person why
	crew.other-duty by person; crew.other-duty-ended by person; crew.relieved from objects to
	crew.departed person day; container.registered by container what
	container.sealed by container seal; container.opened by container seal
	container.moved by container place; container.unattended by objects; item.received by items with
	item.examined by n item feed bore; item.bore-checked by item bore
	item.test-fired by lot item distance; item.loaded by n container item with
	item.unloaded by item container n spent; item.shown-to by item to
	item.handed-over by item to scene purpose; item.collected by item from; item.reset by items
	item.locked-up by items container with; item.discharged by n item planned
	item.misfired by item; item.misfire-closed by with container; item.quarantined by objects
	item.released by with why; item.returned by items; item.looked by item n of rounds
	rounds.received by lots with
	rounds.tray-tested by n lot tray; rounds.tray-counted by n tray; rounds.tray-opened by tray n
	rounds.trays-endorsed by n with; rounds.moved by n lot from to; rounds.loose-found by n
	rounds.counted by n lot container; rounds.lost by with; rounds.found by with container
	rounds.destroyed by n lot container with; scene.planned by scene day place with
	scene.risk-assessed by scene with; scene.meeting-held by scene place with
	scene.attended people scene; scene.pointing-approved by with people
	scene.notice-given by day unit told; sweep.done by day areas found; concern.raised by
	concern.answered by with action; stop.called by unit; stop.received by; stop.restarted by with
	withheld.said by person what; withheld.lifted by person; incident.declared by; incident.secured by objects
	incident.closed by with; hold.accepted by reason; hold.acceptance-refused by entry
	record.corrected by entry fields; record.countersigned by entry
	record.reconciled by object with`)

// errorParams is every code of the API with the parameters of its sentence.
var errorParams = table(`
	not-canonical; oversize; unknown-signer; wrong-key; same-person; stripped
	already-recorded index; login-as-act; seen-unknown; clock; not-your-role; not-signed-in
	demo-only; demo-refused; rate; expired; unknown-field; float; duplicate-key; key-order
	bad-signature; not-found; internal`)

// radioParams is every line for the radio with its parameters.
var radioParams = table(`
	complete.dummies item n scene; complete.blanks item n load scene; complete.empty item scene
	complete.solid item scene; hold.dummies item n who; hold.blanks item n load who
	hold.unknown item who; hold.empty item who; hold.solid item who; scene.complete scene n
	scene.hold scene n who; stop unit`)

// table reads rows of a key and its parameters, each ended by a semicolon or a line.
func table(text string) map[string][]string {
	rows := map[string][]string{}
	for row := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ';' || r == '\n' }) {
		if fields := strings.Fields(row); len(fields) > 0 {
			rows[fields[0]] = fields[1:]
		}
	}
	return rows
}

func sentences(t testing.TB, lang string) map[string]string {
	t.Helper()
	c, err := in(lang)
	if err != nil {
		t.Fatal(err)
	}
	return c.sentences
}

// paramSet returns the parameters of a sentence, each once and in order.
func paramSet(t testing.TB, sentence string) []string {
	t.Helper()
	names, err := paramsOf(sentence)
	if err != nil {
		t.Fatalf("%q: %v", sentence, err)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// under returns the keys below a prefix, without the prefix and without ".one" forms.
func under(t testing.TB, prefix string) []string {
	t.Helper()
	var keys []string
	for _, key := range Keys(English) {
		rest, below := strings.CutPrefix(key, prefix+".")
		if below && !strings.HasSuffix(rest, ".one") {
			keys = append(keys, rest)
		}
	}
	return keys
}

func TestBothLanguagesSayTheSame(t *testing.T) {
	en, es := sentences(t, "en"), sentences(t, "es")
	for _, key := range slices.Sorted(maps.Keys(en)) {
		other, has := es[key]
		if !has {
			t.Errorf("%s is not in Spanish", key)
			continue
		}
		if a, b := paramSet(t, en[key]), paramSet(t, other); !slices.Equal(a, b) {
			t.Errorf("%s takes %v in English and %v in Spanish", key, a, b)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(es)) {
		if _, has := en[key]; !has {
			t.Errorf("%s is not in English", key)
		}
	}
}

func TestAFormForOneBelongsToASentenceThatCounts(t *testing.T) {
	en := sentences(t, English)
	for _, key := range Keys(English) {
		base, isOne := strings.CutSuffix(key, ".one")
		if !isOne {
			continue
		}
		many, has := en[base]
		if !has || !slices.Contains(paramSet(t, many), "n") {
			t.Errorf("%s: %s does not count", key, base)
			continue
		}
		for _, p := range paramSet(t, en[key]) {
			if !slices.Contains(paramSet(t, many), p) {
				t.Errorf("%s takes {%s}, which %s does not", key, p, base)
			}
		}
	}
}

// reproach are words that judge a person.
var reproach = set(`failed fail fails failure violation violations violate violated blame blamed
	guilty fault faulty violacion violaciones culpa culpable infraccion`)

func TestNoSentenceHoldsAWordThatMayNotBeShown(t *testing.T) {
	for _, lang := range Languages() {
		all := sentences(t, lang)
		for _, key := range slices.Sorted(maps.Keys(all)) {
			if found := Forbidden(all[key]); found != nil {
				t.Errorf("%s %s: %q", lang, key, found)
			}
			for word := range strings.FieldsFuncSeq(all[key], outsideWord) {
				if reproach[Fold(word)] {
					t.Errorf("%s %s judges a person: %q", lang, key, word)
				}
			}
			if strings.ContainsAny(all[key], "!¡\u2014") || strings.Contains(all[key], "  ") ||
				strings.TrimSpace(all[key]) != all[key] {
				t.Errorf("%s %s: exclamation mark, dash or stray space in %q", lang, key, all[key])
			}
		}
	}
}

// wordsMax is the most words of one sentence that a tired person reads at one go.
const wordsMax = 24

func TestSentencesArePlain(t *testing.T) {
	for _, lang := range Languages() {
		all := sentences(t, lang)
		for _, key := range slices.Sorted(maps.Keys(all)) {
			group, _, _ := strings.Cut(key, ".")
			if !slices.Contains([]string{"reason", "next", "history", "error"}, group) ||
				key == "history.nobody" {
				continue
			}
			said := all[key]
			if n := len(strings.Fields(said)); n > wordsMax {
				t.Errorf("%s %s: %d words, at most %d", lang, key, n, wordsMax)
			}
			first, _ := utf8.DecodeRuneInString(said)
			if !strings.HasSuffix(said, ".") || first != '{' && !unicode.IsUpper(first) {
				t.Errorf("%s %s is not a sentence: %q", lang, key, said)
			}
		}
	}
}

func TestEveryReasonSaysWhatTheRecordDoesNotShow(t *testing.T) {
	begins := map[string]string{"en": "The record does not show ", "es": "El registro no muestra "}
	for _, lang := range Languages() {
		for _, key := range under(t, "reason") {
			if said := sentences(t, lang)["reason."+key]; !strings.HasPrefix(said, begins[lang]) {
				t.Errorf("%s reason.%s begins otherwise: %q", lang, key, said)
			}
		}
	}
}

// has checks that a group of the catalogue covers a table: every key, and for each sentence and its
// form for one no parameter that the table does not give.
func has(t *testing.T, group string, rows map[string][]string) {
	t.Helper()
	for _, key := range slices.Sorted(maps.Keys(rows)) {
		want := slices.Sorted(slices.Values(rows[key]))
		sentence, given := sentences(t, English)[group+"."+key]
		if !given {
			t.Errorf("%s.%s has no sentence", group, key)
			continue
		}
		if got := paramSet(t, sentence); !slices.Equal(got, want) {
			t.Errorf("%s.%s takes %v, the table gives %v", group, key, got, want)
		}
	}
}

func TestTablesAreCovered(t *testing.T) {
	has(t, "reason", reasonParams)
	has(t, "history", historyParams)
	has(t, "error", errorParams)
	has(t, "radio", radioParams)
	for _, act := range acts {
		has(t, "next", map[string][]string{act: nil})
	}
	for code := range errorParams {
		has(t, "error", map[string][]string{code + ".do": nil})
	}
	for i := range 27 {
		has(t, "code", map[string][]string{fmt.Sprintf("H%02d", i+1): nil})
	}
}

func TestEveryReasonOfTheJudgeHasItsSentence(t *testing.T) {
	for _, key := range verdict.ReasonKeys() {
		given, listed := reasonParams[key]
		if !listed {
			t.Errorf("%s is not in the table", key)
		}
		filled := verdict.Fill(&state.Lack{
			Key: key, Item: "i", Container: "c", Lot: "l", Tray: "t", Person: "p", Scene: "s", Detail: "d",
		})
		for _, name := range given {
			if !slices.ContainsFunc(filled, func(p [2]string) bool { return p[0] == name }) {
				t.Errorf("reason.%s takes {%s}, which the judge never gives", key, name)
			}
		}
	}
	for _, act := range verdict.Acts() {
		has(t, "next", map[string][]string{act: nil})
	}
}

func TestEveryKindOfEventHasAHistory(t *testing.T) {
	var kinds []string
	for _, k := range event.Kinds() {
		kinds = append(kinds, k.String())
		if _, listed := historyParams[k.String()]; !listed {
			t.Errorf("%s is not in the table", k)
		}
	}
	for _, key := range under(t, "history") {
		if key != "nobody" && !slices.Contains(kinds, key) {
			t.Errorf("history.%s is about no kind of event", key)
		}
	}
}

// named returns the names of a closed list of the format, whose zero value has none.
func named[T ~uint8](name func(T) string) []string {
	var all []string
	for v := T(1); name(v) != ""; v++ {
		all = append(all, name(v))
	}
	return all
}

func TestEveryClosedListHasItsWords(t *testing.T) {
	for group, names := range map[string][]string{
		"role":            named(event.Role.String),
		"department":      named(event.Department.String),
		"how":             named(event.Assurance.String),
		"answer":          named(event.Answer.String),
		"class":           named(event.Class.String),
		"contents.class":  named(event.Class.String),
		"mechanism":       named(event.Mechanism.String),
		"nature":          named(event.Nature.String),
		"contents.rounds": named(event.Nature.String),
		"construction":    named(event.Construction.String),
		"round-test":      named(event.RoundTest.String),
		"load":            named(event.Load.String),
		"purpose":         named(event.Purpose.String),
		"told":            named(event.Told.String),
		"look":            named(event.Look.String),
		"bore":            named(event.Bore.String),
		"identity":        named(event.Identity.String),
		"credential":      named(event.CredentialKind.String),
		"topic":           named(event.Topic.String),
		"break":           named(event.Break.String),
		"duty-end":        named(event.DutyEnd.String),
		"container-kind":  named(event.ContainerKind.String),
		"release":         {"tested", "destroyed", "repaired"},
		"action":          {"changed", "stopped", "explained", "investigated"},
		"pointing":        {"off-axis", "shield", "distance"},
		"area":            {"wardrobe", "art", "props", "pockets", "belts", "vehicles"},
		"attended":        {"own-phone", "badge", "ticked"},
		"planned":         named(event.Answer.String),
		"where":           named(event.Where.String),
		"ejection":        named(event.Ejection.String),
		"stop":            named(event.StopType.String),
	} {
		got, want := under(t, group), slices.Sorted(slices.Values(names))
		if !slices.Equal(got, want) {
			t.Errorf("%s has words for %v, the format has %v", group, got, want)
		}
	}
	for _, as := range under(t, "release") {
		if event.ReleaseOf(as) == event.NoRelease {
			t.Errorf("release.%s is not in the format", as)
		}
	}
	for _, action := range under(t, "action") {
		if event.ConcernActionOf(action) == event.NoAction {
			t.Errorf("action.%s is not in the format", action)
		}
	}
	for _, how := range under(t, "pointing") {
		if event.PointingOf(how) == event.NoPointing {
			t.Errorf("pointing.%s is not in the format", how)
		}
	}
	for _, area := range under(t, "area") {
		if event.SweepAreaOf(area) == event.NoArea {
			t.Errorf("area.%s is not in the format", area)
		}
	}
	for _, how := range under(t, "attended") {
		if event.AttendedHowOf(how) == event.NoAttendance {
			t.Errorf("attended.%s is not in the format", how)
		}
	}
}

func TestContentsReadAsTheScreensShowThem(t *testing.T) {
	say := func(key string, params ...string) string {
		given := map[string]string{}
		for i := 0; i+1 < len(params); i += 2 {
			given[params[i]] = params[i+1]
		}
		return Say(English, "contents."+key, given)
	}
	for want, got := range map[string]string{
		"REAL GUN. 6 BLANKS, half load. IT FIRES.": say("class.LIVE_CAPABLE") + ". " +
			say("rounds.BLANK", "n", "6", "load", Say(English, "load.half", nil)) + ". " +
			say("fires") + ".",
		"REAL GUN. 6 DUMMIES, tested 09:10 by A and W. Treat as loaded.": say("class.LIVE_CAPABLE") +
			". " + say("rounds.DUMMY", "n", "6") + ", " +
			say("tested", "time", "09:10", "by", "A", "counted_by", "W") + ". " +
			say("treat-as-loaded") + ".",
		"SOLID RUBBER. No barrel.": say("class.SOLID") + ". " + say("no-barrel") + ".",
		"REAL GUN. CONTENTS UNKNOWN. Treat as loaded.": say("class.LIVE_CAPABLE") + ". " +
			say("unknown") + ". " + say("treat-as-loaded") + ".",
		"REAL GUN. No rounds seen 3 min ago. Treat as loaded.": say("class.LIVE_CAPABLE") + ". " +
			say("none-seen-ago", "age", Say(English, "age.minutes", map[string]string{"n": "3"})) +
			". " + say("treat-as-loaded") + ".",
	} {
		if got != want {
			t.Errorf("screen says %q, want %q", got, want)
		}
	}
}
