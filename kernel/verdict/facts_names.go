package verdict

import (
	"iter"
	"math/bits"
)

// Code groups reasons by what a person does about them. It is stable: cases, catalogues and papers
// cite it. The zero value is no code.
type Code uint8

// The codes. What each one means is in the catalogue under code.H01 and so on.
const (
	NoCode Code = iota
	H01         // Rounds unknown or live.
	H02         // A seal, a label or a mixed container.
	H03         // Not examined or not identified.
	H04         // A gap in custody.
	H05         // Given or collected by somebody who is not a handler.
	H06         // The handler's permit, training or duty.
	H07         // The handler's other duties or capacity.
	H08         // The meeting.
	H09         // The plan.
	H10         // The risk assessment.
	H11         // The zone and its distances.
	H12         // The test-fire.
	H13         // The bore after a firing sequence.
	H14         // An open misfire, discharge or incident.
	H15         // An open concern.
	H16         // Something that did not come back.
	H17         // Training of those near.
	H18         // The purpose.
	H19         // Medical personnel and protection.
	H20         // The clock, the freshness of the record, unverified text for live rounds.
	H21         // Notice and contact.
	H22         // The substitution question.
	H23         // An open STOP.
	H24         // Withheld.
	H25         // The record is not whole.
	H26         // No valid pack.
	H27         // The judge itself.

	// CodeCount is one more than the last code.
	CodeCount
)

// String returns the code as people cite it, for example H01.
func (c Code) String() string {
	if c == NoCode || c >= CodeCount {
		return "no code"
	}
	return string([]byte{'H', '0' + byte(c)/10, '0' + byte(c)%10})
}

// CodeOf reads the form that String writes; NoCode when there is no such code.
func CodeOf(s string) Code {
	if len(s) != 3 || s[0] != 'H' || !isDigit(s[1]) || !isDigit(s[2]) {
		return NoCode
	}
	if c := Code((s[1]-'0')*10 + s[2] - '0'); c < CodeCount {
		return c
	}
	return NoCode
}

// FactKind says on which side of a clause a fact may stand. The zero value is a requirement: a fact
// that nobody classified can only hold.
type FactKind uint8

// The two kinds. No fact is both, so that evidence can never decide which rules ask for evidence.
const (
	Requirement   FactKind = iota // Evidence: the clause asks for it.
	Applicability                 // The situation: it decides whether the clause is asked at all.
)

// String returns the kind's name.
func (k FactKind) String() string {
	if k == Applicability {
		return "applicability"
	}
	return "requirement"
}

// Fact is one declared tri-state statement about the question. The list is closed: a pack can only
// speak of what the kernel can work out from events. The zero value is no fact.
type Fact uint8

// The declared facts. Info tells what each one says.
const (
	NoFact Fact = iota

	// Requirement facts, by code.

	FactProductionRoundsKnown
	FactLoadTested
	FactLoadRetested
	FactSweepDoneToday
	FactSourceSealed
	FactItemExamined
	FactItemIdentified
	FactCustodyUnbroken
	FactGiverIsHandler
	FactItemGivenByHandler
	FactHandlerPermit
	FactHandlerTrained
	FactHandlerOnDuty
	FactHandlerSoleDuty
	FactHandlerCapacity
	FactMeetingHeld
	FactMeetingTopics
	FactMeetingWalked
	FactMeetingAttended
	FactPlanExists
	FactPlanUnchanged
	FactItemAsPlanned
	FactRiskAssessed
	FactRiskComplete
	FactAdvisorAppointed
	FactZoneApproved
	FactZoneDistance
	FactBlanksTestFired
	FactBoreAfterSequence
	FactIncidentsClosed
	FactConcernsAnswered
	FactItemReturned
	FactRoundsNoneMissing
	FactCourseEveryoneNear
	FactReceiverTrained
	FactPurposePermitted
	FactMedicPresent
	FactProtectionInPlace
	FactClockTrusted
	FactRecordSynced
	FactTextVerifiedForLive
	FactNoticeGiven
	FactContactNamed
	FactSubstitutionAnswered
	FactStopNone
	FactWithheldNone
	FactRecordWhole
	FactPacksValid
	FactCustodyWithoutAdvisor
	FactMeetingWithAdvisor
	FactAdvisorBeforePlan
	FactRiskByAdvisor
	FactRiskEndorsed
	FactZoneEmpty
	FactZoneNotDirect
	FactMisfiresExplained
	FactPoliceTold
	FactItemNotLiveCapable
	FactLookSecond
	FactLoadThirdCounted
	FactLookThird
	FactLookEveryTime
	FactLoadRetestedEveryTime
	FactLookDoneToday

	// Applicability facts.

	FactAskLoad
	FactAskHandOver
	FactAskStart
	FactAskRelease
	FactAskClose
	FactItemIsFirearm
	FactItemBurnsPowder
	FactLoadHasBlanks
	FactLoadHasDummies
	FactLoadHasLive
	FactProductionTaxCredit
	FactZoneOccupied
	FactSceneNeedsMedic
	FactSceneNeedsProtection

	// FactCount is one more than the last fact.
	FactCount
)

// FactInfo describes one fact for packs, documents and pages.
type FactInfo struct {
	Name string   // As packs and cases spell it, for example load.tested.
	Code Code     // The code of its reasons; NoCode for applicability.
	Kind FactKind // On which side of a clause it may stand.
	Says string   // What is the case when it is true.
}

// String returns the name that packs use.
func (f Fact) String() string {
	if f == NoFact || f >= FactCount {
		return "no fact"
	}
	return facts[f].Name
}

// Info returns what is declared about a fact; the zero FactInfo for a number outside the list.
func (f Fact) Info() FactInfo {
	if f >= FactCount {
		return FactInfo{}
	}
	return facts[f]
}

// FactOf reads a name; NoFact when no fact has that name.
func FactOf(name string) Fact {
	for f := NoFact + 1; f < FactCount; f++ {
		if facts[f].Name == name {
			return f
		}
	}
	return NoFact
}

// Facts holds what is known of every fact. The zero value knows nothing, so every clause holds.
type Facts [FactCount]Tri

// FactSet is a set of facts as a value: making one allocates nothing. The zero value is empty.
type FactSet [(FactCount + 63) / 64]uint64

// Add puts a fact into the set; a number outside the list is ignored.
func (s *FactSet) Add(f Fact) {
	if f < FactCount {
		s[f/64] |= 1 << (f % 64)
	}
}

// Has reports whether the fact is in the set.
func (s FactSet) Has(f Fact) bool { return f < FactCount && s[f/64]>>(f%64)&1 == 1 }

// Len returns how many facts are in the set.
func (s FactSet) Len() int {
	n := 0
	for _, word := range s {
		n += bits.OnesCount64(word)
	}
	return n
}

// All yields the facts of the set in the order of their declaration.
func (s FactSet) All() iter.Seq[Fact] {
	return func(yield func(Fact) bool) {
		for i, word := range s {
			for ; word != 0; word &= word - 1 {
				if !yield(Fact(i*64 + bits.TrailingZeros64(word))) {
					return
				}
			}
		}
	}
}
