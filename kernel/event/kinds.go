package event

import "slices"

// Kind is one sort of event. Numbers are private to this build; the name is what the format carries.
type Kind uint8

// The kinds of format 1, by group.
const (
	NoKind Kind = iota

	KindProductionOpened
	KindPacksAdopted
	KindPackDropped
	KindDropAgreed
	KindContactNamed
	KindDayCalled
	KindBreakCalled
	KindDayClosed

	KindCrewListed
	KindCrewEnrolled
	KindKeyAdded
	KindKeyRevoked
	KindAppointed
	KindCredential
	KindDutyOpened
	KindDutyContinued
	KindDutyClosed
	KindOtherDuty
	KindOtherDutyEnded
	KindRelieved
	KindDeparted

	KindContainerRegistered
	KindContainerSealed
	KindContainerOpened
	KindContainerMoved
	KindUnattended

	KindItemReceived
	KindItemExamined
	KindBoreChecked
	KindTestFired
	KindLoaded
	KindUnloaded
	KindShown
	KindHandedOver
	KindCollected
	KindReset
	KindLockedUp
	KindDischarged
	KindMisfired
	KindMisfireClosed
	KindQuarantined
	KindReleased
	KindItemReturned
	KindItemLooked

	KindRoundsReceived
	KindTrayTested
	KindTrayCounted
	KindTrayOpened
	KindTraysEndorsed
	KindRoundsMoved
	KindLooseFound
	KindRoundsCounted
	KindRoundsLost
	KindRoundsFound
	KindRoundsDestroyed

	KindScenePlanned
	KindRiskAssessed
	KindMeetingHeld
	KindAttended
	KindPointingApproved
	KindNoticeGiven
	KindSweepDone

	KindConcernRaised
	KindConcernAnswered
	KindStopCalled
	KindStopReceived
	KindRestarted
	KindWithheld
	KindWithheldLifted
	KindIncidentDeclared
	KindIncidentSecured
	KindIncidentClosed
	KindHoldAccepted
	KindAcceptanceRefused

	KindCorrected
	KindCountersigned
	KindReconciled

	kindCount
)

// Need is one signature a kind must carry before it can support a verdict. An event whose signers
// do not meet the needs of its kind is recorded all the same: it is a fact that somebody did it
// alone, and the verdict says so.
type Need struct {
	Roles []Role // Any one of these; empty means any enrolled person.
	How   Assurance
}

type kindInfo struct {
	name     string
	polarity Polarity
	needs    []Need
	body     func() Body
}

func need(how Assurance, roles ...Role) Need { return Need{Roles: roles, How: how} }

var (
	bothVerified   = []Need{need(Verified, Handler), need(Verified, Watcher)}
	handlerSession = []Need{need(Session, Handler)}
	handlerOnce    = []Need{need(Verified, Handler)}
	anybody        = []Need{need(Session)}
	anybodyOnce    = []Need{need(Verified)}
	direction      = []Need{need(Session, AD, Producer, Office, Founder)}
)

// KindInfo of every kind. The order of needs is the order of signers a page proposes.
var kindTable = [kindCount]kindInfo{
	KindProductionOpened: {
		"production.opened", Support,
		[]Need{need(Verified, Founder), need(Verified, Founder)},
		func() Body { return new(ProductionOpened) },
	},
	KindPacksAdopted: {
		"production.packs-adopted", Support,
		[]Need{need(Verified, Founder, Advisor, AD), need(Verified, Founder, Advisor, AD, Handler)},
		func() Body { return new(PacksAdopted) },
	},
	KindPackDropped: {
		"production.pack-dropped", Block,
		[]Need{need(Verified, Founder, Advisor, AD)},
		func() Body { return new(PackDropped) },
	},
	KindDropAgreed: {
		"production.drop-agreed", Support,
		[]Need{need(Verified, Guild), need(Verified, Advisor)},
		func() Body { return new(DropAgreed) },
	},
	KindContactNamed: {"production.contact-named", Support, direction, func() Body { return new(ContactNamed) }},
	KindDayCalled:    {"production.day-called", Support, direction, func() Body { return new(DayCalled) }},
	KindBreakCalled:  {"production.break-called", Block, direction, func() Body { return new(BreakCalled) }},
	KindDayClosed: {
		"production.day-closed", Support,
		[]Need{need(Verified, Handler), need(Verified, AD, Watcher)},
		func() Body { return new(DayClosed) },
	},

	KindCrewListed: {
		"crew.listed", Support,
		[]Need{need(Verified, Office, Founder, AD)},
		func() Body { return new(CrewListed) },
	},
	KindCrewEnrolled: {
		"crew.enrolled", Support,
		[]Need{need(Verified), need(Verified)},
		func() Body { return new(CrewEnrolled) },
	},
	KindKeyAdded:      {"crew.key-added", Support, anybodyOnce, func() Body { return new(KeyAdded) }},
	KindKeyRevoked:    {"crew.key-revoked", Block, anybody, func() Body { return new(KeyRevoked) }},
	KindAppointed:     {"crew.appointed", Support, []Need{need(Verified, Founder, AD, Producer, Office)}, func() Body { return new(Appointed) }},
	KindCredential:    {"crew.credential", Support, anybodyOnce, func() Body { return new(Credential) }},
	KindDutyOpened:    {"crew.duty-opened", Support, anybodyOnce, func() Body { return new(DutyOpened) }},
	KindDutyContinued: {"crew.duty-continued", Support, anybodyOnce, func() Body { return new(DutyContinued) }},
	KindDutyClosed:    {"crew.duty-closed", Block, anybody, func() Body { return new(DutyClosed) }},
	KindOtherDuty:     {"crew.other-duty", Block, anybody, func() Body { return new(OtherDuty) }},
	KindOtherDutyEnded: {
		"crew.other-duty-ended", Support,
		[]Need{need(Session, AD, Producer, Office, Founder)},
		func() Body { return new(OtherDutyEnded) },
	},
	KindRelieved: {
		"crew.relieved", Support,
		[]Need{need(Session, Handler), need(Session, Handler)},
		func() Body { return new(Relieved) },
	},
	KindDeparted: {"crew.departed", Block, anybody, func() Body { return new(Departed) }},

	KindContainerRegistered: {"container.registered", Support, handlerSession, func() Body { return new(ContainerRegistered) }},
	KindContainerSealed:     {"container.sealed", Support, handlerSession, func() Body { return new(ContainerSealed) }},
	KindContainerOpened:     {"container.opened", Support, handlerSession, func() Body { return new(ContainerOpened) }},
	KindContainerMoved:      {"container.moved", Support, handlerSession, func() Body { return new(ContainerMoved) }},
	KindUnattended:          {"container.unattended", Block, anybody, func() Body { return new(Unattended) }},

	KindItemReceived: {"item.received", Support, bothVerified, func() Body { return new(ItemReceived) }},
	KindItemExamined: {"item.examined", Support, handlerSession, func() Body { return new(ItemExamined) }},
	KindBoreChecked:  {"item.bore-checked", Support, handlerSession, func() Body { return new(BoreChecked) }},
	KindTestFired:    {"item.test-fired", Support, handlerOnce, func() Body { return new(TestFired) }},
	KindLoaded:       {"item.loaded", Support, bothVerified, func() Body { return new(Loaded) }},
	KindUnloaded:     {"item.unloaded", Support, handlerSession, func() Body { return new(Unloaded) }},
	KindShown:        {"item.shown-to", Support, handlerSession, func() Body { return new(Shown) }},
	KindHandedOver:   {"item.handed-over", Support, handlerSession, func() Body { return new(HandedOver) }},
	KindCollected:    {"item.collected", Support, handlerSession, func() Body { return new(Collected) }},
	KindReset:        {"item.reset", Support, handlerSession, func() Body { return new(Reset) }},
	KindLockedUp:     {"item.locked-up", Support, bothVerified, func() Body { return new(LockedUp) }},
	KindDischarged:   {"item.discharged", Block, anybody, func() Body { return new(Discharged) }},
	KindMisfired:     {"item.misfired", Block, anybody, func() Body { return new(Misfired) }},
	KindMisfireClosed: {
		"item.misfire-closed", Support,
		[]Need{need(Session, Handler), need(Session, Watcher)},
		func() Body { return new(MisfireClosed) },
	},
	KindQuarantined:  {"item.quarantined", Block, handlerSession, func() Body { return new(Quarantined) }},
	KindReleased:     {"item.released", Support, bothVerified, func() Body { return new(Released) }},
	KindItemReturned: {"item.returned", Support, handlerOnce, func() Body { return new(ItemReturned) }},
	KindItemLooked:   {"item.looked", Support, []Need{need(Session, Watcher, AD, Advisor)}, func() Body { return new(ItemLooked) }},

	KindRoundsReceived:  {"rounds.received", Support, bothVerified, func() Body { return new(RoundsReceived) }},
	KindTrayTested:      {"rounds.tray-tested", Support, handlerSession, func() Body { return new(TrayTested) }},
	KindTrayCounted:     {"rounds.tray-counted", Support, []Need{need(Session, Watcher, AD, Advisor)}, func() Body { return new(TrayCounted) }},
	KindTrayOpened:      {"rounds.tray-opened", Support, handlerSession, func() Body { return new(TrayOpened) }},
	KindTraysEndorsed:   {"rounds.trays-endorsed", Support, bothVerified, func() Body { return new(TraysEndorsed) }},
	KindRoundsMoved:     {"rounds.moved", Support, handlerSession, func() Body { return new(RoundsMoved) }},
	KindLooseFound:      {"rounds.loose-found", Block, anybody, func() Body { return new(LooseFound) }},
	KindRoundsCounted:   {"rounds.counted", Block, anybody, func() Body { return new(RoundsCounted) }},
	KindRoundsLost:      {"rounds.lost", Support, []Need{need(Verified, Handler), need(Verified)}, func() Body { return new(RoundsLost) }},
	KindRoundsFound:     {"rounds.found", Support, []Need{need(Session, Handler), need(Session)}, func() Body { return new(RoundsFound) }},
	KindRoundsDestroyed: {"rounds.destroyed", Support, bothVerified, func() Body { return new(RoundsDestroyed) }},

	KindScenePlanned: {
		"scene.planned", Support,
		[]Need{need(Session, Handler), need(Session, AD)},
		func() Body { return new(ScenePlanned) },
	},
	KindRiskAssessed: {
		"scene.risk-assessed", Support,
		[]Need{need(Session, AD, Advisor), need(Session, Handler)},
		func() Body { return new(RiskAssessed) },
	},
	KindMeetingHeld: {
		"scene.meeting-held", Support,
		[]Need{need(Session, AD, Advisor), need(Session, Handler)},
		func() Body { return new(MeetingHeld) },
	},
	KindAttended: {"scene.attended", Support, anybody, func() Body { return new(Attended) }},
	KindPointingApproved: {
		"scene.pointing-approved", Support,
		[]Need{need(Session, Handler), need(Session, AD, Advisor)},
		func() Body { return new(PointingApproved) },
	},
	KindNoticeGiven: {"scene.notice-given", Support, direction, func() Body { return new(NoticeGiven) }},
	KindSweepDone:   {"sweep.done", Support, handlerSession, func() Body { return new(SweepDone) }},

	KindConcernRaised: {"concern.raised", Block, anybody, func() Body { return new(ConcernRaised) }},
	KindConcernAnswered: {
		"concern.answered", Support,
		[]Need{need(Session, Recipient, Steward, Advisor), need(Session)},
		func() Body { return new(ConcernAnswered) },
	},
	KindStopCalled:   {"stop.called", Block, anybody, func() Body { return new(StopCalled) }},
	KindStopReceived: {"stop.received", Clerical, anybody, func() Body { return new(StopReceived) }},
	KindRestarted: {
		"stop.restarted", Support,
		[]Need{need(Session), need(Session)},
		func() Body { return new(Restarted) },
	},
	KindWithheld:         {"withheld.said", Block, anybody, func() Body { return new(Withheld) }},
	KindWithheldLifted:   {"withheld.lifted", Support, anybody, func() Body { return new(WithheldLifted) }},
	KindIncidentDeclared: {"incident.declared", Block, anybody, func() Body { return new(IncidentDeclared) }},
	KindIncidentSecured:  {"incident.secured", Block, anybody, func() Body { return new(IncidentSecured) }},
	KindIncidentClosed: {
		"incident.closed", Support,
		[]Need{need(Verified, AD, Advisor), need(Verified, Handler)},
		func() Body { return new(IncidentClosed) },
	},

	KindHoldAccepted: {
		"hold.accepted", Support,
		[]Need{need(Session, Handler), need(Session, AD)},
		func() Body { return new(HoldAccepted) },
	},
	KindAcceptanceRefused: {
		"hold.acceptance-refused", Block,
		[]Need{need(Session, Advisor)},
		func() Body { return new(AcceptanceRefused) },
	},

	KindCorrected:     {"record.corrected", Block, anybody, func() Body { return new(Corrected) }},
	KindCountersigned: {"record.countersigned", Clerical, anybody, func() Body { return new(Countersigned) }},
	KindReconciled: {
		"record.reconciled", Support,
		[]Need{need(Verified, Handler), need(Verified, Handler, Advisor)},
		func() Body { return new(Reconciled) },
	},
}

// String returns the kind's name in the format, empty for NoKind.
func (k Kind) String() string {
	if k >= kindCount {
		return ""
	}
	return kindTable[k].name
}

// Polarity says what events of this kind can do to a verdict.
func (k Kind) Polarity() Polarity {
	if k >= kindCount {
		return Block
	}
	return kindTable[k].polarity
}

// Needs lists the signatures an event of this kind must carry before it can support a verdict.
func (k Kind) Needs() []Need {
	if k >= kindCount {
		return nil
	}
	return kindTable[k].needs
}

// KindOf reads a kind's name; NoKind when this build knows none of that name.
func KindOf(s string) Kind { return kindByName[s] }

var kindByName = func() map[string]Kind {
	all := make(map[string]Kind, kindCount)
	for k := NoKind + 1; k < kindCount; k++ {
		all[kindTable[k].name] = k
	}
	return all
}()

// Kinds returns every kind of the format in order.
func Kinds() []Kind {
	all := make([]Kind, 0, kindCount-1)
	for k := NoKind + 1; k < kindCount; k++ {
		all = append(all, k)
	}
	return all
}

func newBody(k Kind) Body {
	if k == NoKind || k >= kindCount {
		return nil
	}
	return kindTable[k].body()
}

// Meets reports whether the signers meet the needs: every need by a person of its own.
func Meets(signers []Signer, needs []Need) bool {
	return meets(signers, needs, 0)
}

func meets(signers []Signer, needs []Need, used uint8) bool {
	if len(needs) == 0 {
		return true
	}
	for i, s := range signers {
		if used&(1<<i) == 0 && needs[0].metBy(s) && meets(signers, needs[1:], used|1<<i) {
			return true
		}
	}
	return false
}

func (n Need) metBy(s Signer) bool {
	if n.How == Verified && s.How != Verified {
		return false
	}
	if len(n.Roles) == 0 {
		return s.Role != NoRole
	}
	return slices.Contains(n.Roles, s.Role)
}
