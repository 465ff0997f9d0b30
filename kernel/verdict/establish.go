package verdict

// establish works out one requirement fact. A fact without a finder stays Unknown, and the clause that
// asks for it holds. The finders are called by name and not out of a table: so the compiler sees that
// none of them keeps the question, and a verdict of COMPLETE allocates nothing.
func (l *look) establish(f Fact) Tri {
	// Each of the four asks for its own facts and says of no other that it is known.
	//exhaustive:ignore
	switch f {
	case FactProductionRoundsKnown:
		return findRoundsKnown(l, f)
	case FactLoadTested:
		return findLoadTested(l, f)
	case FactLoadRetested:
		return findLoadRetested(l, f)
	case FactSourceSealed:
		return findSourceSealed(l, f)
	case FactItemExamined:
		return findExamined(l, f)
	case FactItemIdentified:
		return findIdentified(l, f)
	case FactCustodyUnbroken:
		return findCustody(l, f)
	case FactGiverIsHandler:
		return findGiver(l, f)
	case FactItemGivenByHandler:
		return findGiven(l, f)
	case FactItemAsPlanned:
		return findAsPlanned(l, f)
	case FactBlanksTestFired:
		return findTestFired(l, f)
	case FactBoreAfterSequence:
		return findBoreAfter(l, f)
	case FactItemReturned:
		return findReturned(l, f)
	case FactRoundsNoneMissing:
		return findNoneMissing(l, f)
	case FactItemNotLiveCapable:
		return findNotLiveCapable(l, f)
	case FactLookSecond:
		return findSecondLook(l, f)
	case FactLoadThirdCounted:
		return findThirdCounted(l, f)
	case FactLookThird:
		return findThirdLook(l, f)
	case FactLookEveryTime:
		return findLookEveryTime(l, f)
	case FactLoadRetestedEveryTime:
		return findRetestedEveryTime(l, f)
	case FactLookDoneToday:
		return findLookToday(l, f)
	case FactMisfiresExplained:
		return findMisfiresExplained(l, f)
	default:
		return l.establishCrew(f)
	}
}

func (l *look) establishCrew(f Fact) Tri {
	//exhaustive:ignore
	switch f {
	case FactSweepDoneToday:
		return findSweep(l, f)
	case FactHandlerPermit:
		return findPermit(l, f)
	case FactHandlerTrained:
		return findTrained(l, f)
	case FactHandlerOnDuty:
		return findOnDuty(l, f)
	case FactHandlerSoleDuty:
		return findSoleDuty(l, f)
	case FactHandlerCapacity:
		return findCapacity(l, f)
	case FactAdvisorAppointed:
		return findAdvisor(l, f)
	case FactCourseEveryoneNear:
		return findCourse(l, f)
	case FactReceiverTrained:
		return findReceiverTrained(l, f)
	case FactNoticeGiven:
		return findNotice(l, f)
	case FactContactNamed:
		return findContact(l, f)
	case FactCustodyWithoutAdvisor:
		return findWithoutAdvisor(l, f)
	default:
		return l.establishScene(f)
	}
}

func (l *look) establishScene(f Fact) Tri {
	//exhaustive:ignore
	switch f {
	case FactMeetingHeld:
		return findMeeting(l, f)
	case FactMeetingTopics:
		return findTopics(l, f)
	case FactMeetingWalked:
		return findWalked(l, f)
	case FactMeetingAttended:
		return findAttended(l, f)
	case FactPlanExists:
		return findPlan(l, f)
	case FactPlanUnchanged:
		return findPlanUnchanged(l, f)
	case FactRiskAssessed:
		return findRisk(l, f)
	case FactRiskComplete:
		return findRiskComplete(l, f)
	case FactZoneApproved:
		return findZoneApproved(l, f)
	case FactZoneDistance:
		return findZoneDistance(l, f)
	case FactPurposePermitted:
		return findPurpose(l, f)
	case FactMedicPresent:
		return findMedic(l, f)
	case FactProtectionInPlace:
		return findProtection(l, f)
	case FactSubstitutionAnswered:
		return findSubstitution(l, f)
	case FactMeetingWithAdvisor:
		return findAdvisorMet(l, f)
	case FactAdvisorBeforePlan:
		return findAdvisorFirst(l, f)
	case FactRiskByAdvisor:
		return findRiskByAdvisor(l, f)
	case FactRiskEndorsed:
		return findRiskEndorsed(l, f)
	case FactZoneEmpty:
		return findZoneEmpty(l, f)
	case FactZoneNotDirect:
		return findZoneNotDirect(l, f)
	case FactPoliceTold:
		return findPolice(l, f)
	default:
		return l.establishRecord(f)
	}
}

func (l *look) establishRecord(f Fact) Tri {
	//exhaustive:ignore
	switch f {
	case FactIncidentsClosed:
		return findIncidents(l, f)
	case FactConcernsAnswered:
		return findConcerns(l, f)
	case FactClockTrusted:
		return findClock(l, f)
	case FactRecordSynced:
		return findSynced(l, f)
	case FactTextVerifiedForLive:
		return findVerifiedText(l, f)
	case FactStopNone:
		return findStop(l, f)
	case FactWithheldNone:
		return findWithheld(l, f)
	case FactRecordWhole:
		return findWhole(l, f)
	case FactPacksValid:
		return findPacks(l, f)
	default:
		return Unknown
	}
}
