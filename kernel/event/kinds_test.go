package event

import (
	"slices"
	"testing"
)

// A kind's row says what the format promises about it. A change of any row changes verdicts on
// records that already exist.
type kindRow struct {
	kind     Kind
	name     string
	polarity Polarity
	links    bool // Changes custody, contents, seal, place or check of an object.
}

var kindRows = []kindRow{
	{KindProductionOpened, "production.opened", Support, false},
	{KindPacksAdopted, "production.packs-adopted", Support, false},
	{KindPackDropped, "production.pack-dropped", Block, false},
	{KindDropAgreed, "production.drop-agreed", Support, false},
	{KindContactNamed, "production.contact-named", Support, false},
	{KindDayCalled, "production.day-called", Support, false},
	{KindBreakCalled, "production.break-called", Block, false},
	{KindDayClosed, "production.day-closed", Support, false},
	{KindCrewListed, "crew.listed", Support, false},
	{KindCrewEnrolled, "crew.enrolled", Support, false},
	{KindKeyAdded, "crew.key-added", Support, false},
	{KindKeyRevoked, "crew.key-revoked", Block, false},
	{KindAppointed, "crew.appointed", Support, false},
	{KindCredential, "crew.credential", Support, false},
	{KindDutyOpened, "crew.duty-opened", Support, false},
	{KindDutyContinued, "crew.duty-continued", Support, false},
	{KindDutyClosed, "crew.duty-closed", Block, false},
	{KindOtherDuty, "crew.other-duty", Block, false},
	{KindOtherDutyEnded, "crew.other-duty-ended", Support, false},
	{KindRelieved, "crew.relieved", Support, true},
	{KindDeparted, "crew.departed", Block, false},
	{KindContainerRegistered, "container.registered", Support, true},
	{KindContainerSealed, "container.sealed", Support, true},
	{KindContainerOpened, "container.opened", Support, true},
	{KindContainerMoved, "container.moved", Support, true},
	{KindUnattended, "container.unattended", Block, false},
	{KindItemReceived, "item.received", Support, true},
	{KindItemExamined, "item.examined", Support, true},
	{KindBoreChecked, "item.bore-checked", Support, true},
	{KindTestFired, "item.test-fired", Support, false},
	{KindLoaded, "item.loaded", Support, true},
	{KindUnloaded, "item.unloaded", Support, true},
	{KindShown, "item.shown-to", Support, false},
	{KindHandedOver, "item.handed-over", Support, true},
	{KindCollected, "item.collected", Support, true},
	{KindReset, "item.reset", Support, false},
	{KindLockedUp, "item.locked-up", Support, true},
	{KindDischarged, "item.discharged", Block, false},
	{KindMisfired, "item.misfired", Block, false},
	{KindMisfireClosed, "item.misfire-closed", Support, false},
	{KindQuarantined, "item.quarantined", Block, true},
	{KindReleased, "item.released", Support, false},
	{KindItemReturned, "item.returned", Support, true},
	{KindItemLooked, "item.looked", Support, false},
	{KindRoundsReceived, "rounds.received", Support, true},
	{KindTrayTested, "rounds.tray-tested", Support, true},
	{KindTrayCounted, "rounds.tray-counted", Support, false},
	{KindTrayOpened, "rounds.tray-opened", Support, false},
	{KindTraysEndorsed, "rounds.trays-endorsed", Support, false},
	{KindRoundsMoved, "rounds.moved", Support, true},
	{KindLooseFound, "rounds.loose-found", Block, false},
	{KindRoundsCounted, "rounds.counted", Block, false},
	{KindRoundsLost, "rounds.lost", Support, false},
	{KindRoundsFound, "rounds.found", Support, false},
	{KindRoundsDestroyed, "rounds.destroyed", Support, true},
	{KindScenePlanned, "scene.planned", Support, false},
	{KindRiskAssessed, "scene.risk-assessed", Support, false},
	{KindMeetingHeld, "scene.meeting-held", Support, false},
	{KindAttended, "scene.attended", Support, false},
	{KindPointingApproved, "scene.pointing-approved", Support, false},
	{KindNoticeGiven, "scene.notice-given", Support, false},
	{KindSweepDone, "sweep.done", Support, false},
	{KindConcernRaised, "concern.raised", Block, false},
	{KindConcernAnswered, "concern.answered", Support, false},
	{KindStopCalled, "stop.called", Block, false},
	{KindStopReceived, "stop.received", Clerical, false},
	{KindRestarted, "stop.restarted", Support, false},
	{KindWithheld, "withheld.said", Block, false},
	{KindWithheldLifted, "withheld.lifted", Support, false},
	{KindIncidentDeclared, "incident.declared", Block, false},
	{KindIncidentSecured, "incident.secured", Block, false},
	{KindIncidentClosed, "incident.closed", Support, false},
	{KindHoldAccepted, "hold.accepted", Support, false},
	{KindAcceptanceRefused, "hold.acceptance-refused", Block, false},
	{KindCorrected, "record.corrected", Block, false},
	{KindCountersigned, "record.countersigned", Clerical, false},
	{KindReconciled, "record.reconciled", Support, false},
}

func TestEveryKindKeepsItsPromise(t *testing.T) {
	if len(kindRows) != len(Kinds()) {
		t.Fatalf("%d rows for %d kinds", len(kindRows), len(Kinds()))
	}
	names := map[string]bool{}
	for i, row := range kindRows {
		t.Run(row.name, func(t *testing.T) {
			if row.kind != Kinds()[i] {
				t.Fatalf("row %d is of kind %s", i, row.kind)
			}
			if row.kind.String() != row.name || KindOf(row.name) != row.kind {
				t.Errorf("name %q, KindOf %v", row.kind, KindOf(row.name))
			}
			if names[row.name] {
				t.Error("another kind has this name")
			}
			names[row.name] = true
			if got := row.kind.Polarity(); got != row.polarity {
				t.Errorf("polarity %s, want %s", got, row.polarity)
			}
			body := newBody(row.kind)
			if body == nil || body.Kind() != row.kind {
				t.Fatalf("body %T does not say this kind", body)
			}
			if _, links := body.(linker); links != row.links {
				t.Errorf("changes objects: %v, want %v", links, row.links)
			}
			if len(row.kind.Needs()) == 0 {
				t.Error("no signature is needed")
			}
			for _, n := range row.kind.Needs() {
				if n.How == NoAssurance {
					t.Error("a need does not say how sure")
				}
			}
			if len(Describe(row.kind)) == 0 {
				t.Error("no field is described")
			}
		})
	}
}

// What links is checked on drawn events too: a body that could link and names nothing never forks,
// and never orders anything either.
func TestWhatChangesAnObjectNamesIt(t *testing.T) {
	for _, row := range kindRows {
		m := newMaker(uint64(row.kind))
		m.full = true
		e, err := Compose([]byte(spell(nil, m.draft(row.kind))))
		if err != nil {
			t.Fatal(err)
		}
		if got := Objects(e.Body); (len(got) > 0) != row.links || len(got) > LinksMax {
			t.Errorf("%s changes %d objects", row.name, len(got))
		}
	}
}

func TestObjectsAreNamedOnceAndInOrder(t *testing.T) {
	for _, c := range []struct {
		name string
		body Body
		want []Object
	}{
		{
			"a load changes the item and the box",
			&Loaded{Item: "R-03", Container: "C-07"},
			[]Object{{ItemObject, "R-03"}, {ContainerObject, "C-07"}},
		},
		{
			"a move within one box changes it once",
			&RoundsMoved{From: "C-07", To: "C-07"},
			[]Object{{ContainerObject, "C-07"}},
		},
		{
			"two lots in one box change it once",
			&RoundsReceived{Lots: []ReceivedLot{{Container: "C-2"}, {Container: "C-1"}, {Container: "C-2"}}},
			[]Object{{ContainerObject, "C-2"}, {ContainerObject, "C-1"}},
		},
		{
			"a tray tested at prep changes tray and both boxes",
			&TrayTested{Tray: "T1", From: "C-1", To: "C-2"},
			[]Object{{TrayObject, "T1"}, {ContainerObject, "C-1"}, {ContainerObject, "C-2"}},
		},
		{
			"a tray tested in an item changes tray and item",
			&TrayTested{Tray: "T1", Item: "R-03"},
			[]Object{{TrayObject, "T1"}, {ItemObject, "R-03"}},
		},
		{
			"an item and a box of one name are two things",
			&LockedUp{Items: []ItemID{"A", "B"}, Container: "A"},
			[]Object{{ItemObject, "A"}, {ItemObject, "B"}, {ContainerObject, "A"}},
		},
		{"a look changes nothing", &Reset{Items: []ItemID{"R-03"}}, nil},
		{"nothing said changes nothing", nil, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Objects(c.body); !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

// The acts for which a tap on an unlocked phone is not enough, each by one verified person at least.
func TestActsThatNeedAVerifiedPerson(t *testing.T) {
	for _, k := range []Kind{
		KindProductionOpened, KindPacksAdopted, KindDayClosed, KindCrewListed, KindCrewEnrolled,
		KindKeyAdded, KindAppointed, KindCredential, KindDutyOpened, KindDutyContinued,
		KindItemReceived, KindTestFired, KindLoaded, KindLockedUp, KindReleased, KindItemReturned,
		KindRoundsReceived, KindTraysEndorsed, KindRoundsLost, KindRoundsDestroyed,
		KindIncidentClosed, KindReconciled,
	} {
		for _, n := range k.Needs() {
			if n.How != Verified {
				t.Errorf("%s can be signed by %v with a session key", k, n.Roles)
			}
		}
	}
}

// A block must be open to whoever sees it: a need for a verified prompt or a rank would silence it.
func TestAnybodyCanHold(t *testing.T) {
	for _, k := range []Kind{
		KindStopCalled, KindWithheld, KindConcernRaised, KindMisfired, KindDischarged,
		KindUnattended, KindLooseFound, KindIncidentDeclared, KindKeyRevoked, KindCorrected,
	} {
		if k.Polarity() != Block || !Meets([]Signer{{"c1", Crew, Session}}, k.Needs()) {
			t.Errorf("%s cannot be said by a crew member alone", k)
		}
	}
}

func TestMeets(t *testing.T) {
	h, w := Signer{"h1", Handler, Verified}, Signer{"w1", Watcher, Verified}
	for _, c := range []struct {
		name    string
		signers []Signer
		needs   []Need
		want    bool
	}{
		{"both in order", []Signer{h, w}, bothVerified, true},
		{"both in the other order", []Signer{w, h}, bothVerified, true},
		{"the watcher is missing", []Signer{h}, bothVerified, false},
		{"two handlers are no watcher", []Signer{h, {"h2", Handler, Verified}}, bothVerified, false},
		{"the watcher signed with a session key", []Signer{h, {"w1", Watcher, Session}}, bothVerified, false},
		{"verified is enough for a session", []Signer{h}, handlerSession, true},
		{"one person does not meet two needs", []Signer{h}, []Need{need(Session), need(Session)}, false},
		{
			"a choice is made so that everybody has a place",
			[]Signer{h, w},
			[]Need{need(Session), need(Session, Handler)},
			true,
		},
		{"nobody meets a need", nil, anybody, false},
		{"a signer without a role meets nothing", []Signer{{"x1", NoRole, Session}}, anybody, false},
		{"no need is met by anybody", []Signer{h}, nil, true},
		{
			"the eighth signer counts", append(make([]Signer, SignersMax-1), h), handlerOnce, true,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Meets(c.signers, c.needs); got != c.want {
				t.Errorf("got %v", got)
			}
		})
	}
}

func TestUnknownKindsAreCautious(t *testing.T) {
	for _, k := range []Kind{kindCount, 255} {
		if k.String() != "" || k.Polarity() != Block || k.Needs() != nil || newBody(k) != nil || Describe(k) != nil {
			t.Errorf("kind %d says something", k)
		}
	}
	if NoKind.String() != "" || NoKind.Polarity() != Block || Describe(NoKind) != nil {
		t.Error("no kind says something")
	}
	if KindOf("") != NoKind || KindOf("item.loade") != NoKind || KindOf("ITEM.LOADED") != NoKind {
		t.Error("a name that is none was found")
	}
}

// Every closed list is read by the name it writes, and nothing else.
func TestClosedListsReadWhatTheyWrite(t *testing.T) {
	for _, names := range [][]string{
		roleNames[:], assuranceNames[:], answerNames[:], departmentNames[:], classNames[:],
		mechanismNames[:], natureNames[:], constructionNames[:], roundTestNames[:], loadNames[:],
		purposeNames[:], containerNames[:], lookNames[:], boreNames[:], identityNames[:],
		boreMethodNames[:], releaseNames[:], credentialNames[:], dutyEndNames[:], breakNames[:],
		topicNames[:], attendedNames[:], pointingNames[:], areaNames[:], actionNames[:],
		signatureNames[:], toldNames[:],
	} {
		if names[0] != "" {
			t.Errorf("the unanswered value of %v has a spelling", names)
		}
		for i, n := range names[1:] {
			if find(names, n) != i+1 || name(names, i+1) != n || n == "" {
				t.Errorf("%q of %v is not found at its place", n, names)
			}
		}
		if find(names, "") != 0 || find(names, "nothing") != 0 || name(names, len(names)) != "" || name(names, -1) != "" {
			t.Errorf("%v answers for what it does not hold", names)
		}
	}
}
