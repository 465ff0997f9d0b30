package verdict

// facts is what is declared about each fact.
var facts = [FactCount]FactInfo{
	FactProductionRoundsKnown: {
		"production.rounds-known", H01, Requirement,
		"No round that is live or unknown lies where it could be loaded, anywhere on the production.",
	},
	FactLoadTested: {
		"load.tested", H01, Requirement,
		"Each dummy in the item passed both tests of its construction, and a watcher counted.",
	},
	FactLoadRetested: {
		"load.retested", H01, Requirement,
		"Each dummy in the item was tested again for the first hand-over of this custody segment.",
	},
	FactSweepDoneToday: {
		"sweep.done-today", H01, Requirement,
		"Wardrobe, art and pockets were asked today for rounds that are not on the record.",
	},
	FactSourceSealed: {
		"source.sealed", H02, Requirement,
		"Each round came from a sealed, labelled container of one lot and one construction.",
	},
	FactItemExamined: {
		"item.examined", H03, Requirement,
		"Every chamber, the magazine, the feed path and the bore were examined in this segment.",
	},
	FactItemIdentified: {
		"item.identified", H03, Requirement,
		"Tag and serial or mark of the item were compared by eye; class and load are the planned ones.",
	},
	FactCustodyUnbroken: {
		"custody.unbroken", H04, Requirement,
		"One qualified handler, or a seal or lock, has held the item since its last check.",
	},
	FactGiverIsHandler: {
		"giver.is-handler", H05, Requirement,
		"The person who gives or collects the item is a handler.",
	},
	FactItemGivenByHandler: {
		"item.given-by-handler", H05, Requirement,
		"Whoever has the item got it from a handler, another person, and for this scene and purpose.",
	},
	FactHandlerPermit: {
		"handler.permit", H06, Requirement,
		"The handler holds a permit that is in date and whose status was checked in time.",
	},
	FactHandlerTrained: {
		"handler.trained", H06, Requirement,
		"The handler holds the training that the production asks of a handler.",
	},
	FactHandlerOnDuty: {
		"handler.on-duty", H06, Requirement,
		"The handler opened a duty with a verified signature and it has not ended.",
	},
	FactHandlerSoleDuty: {
		"handler.sole-duty", H07, Requirement,
		"The handler has no other duty while an item is being prepared or is out.",
	},
	FactHandlerCapacity: {
		"handler.capacity", H07, Requirement,
		"The handler holds no more items than the number the plan says one person can keep.",
	},
	FactMeetingHeld: {
		"meeting.held", H08, Requirement,
		"A meeting for this scene was held today at the place where the item will be used.",
	},
	FactMeetingTopics: {
		"meeting.topics", H08, Requirement,
		"The meeting named action, deviations, abort plan, emergency steps and chain of command.",
	},
	FactMeetingWalked: {
		"meeting.walked", H08, Requirement,
		"The meeting walked through the action with the handler and everybody who takes part.",
	},
	FactMeetingAttended: {
		"meeting.attended", H08, Requirement,
		"The receiver and everybody in the zone were at the meeting.",
	},
	FactPlanExists: {
		"plan.exists", H09, Requirement,
		"The scene has a plan that names its items, its load, its people and its line of fire.",
	},
	FactPlanUnchanged: {
		"plan.unchanged", H09, Requirement,
		"The plan has not changed since it was assessed and since the meeting.",
	},
	FactItemAsPlanned: {
		"item.as-planned", H09, Requirement,
		"The plan of the scene names the item and, the evening before, what kind of object it is.",
	},
	FactRiskAssessed: {
		"risk.assessed", H10, Requirement,
		"A specific risk assessment of the planned scene stands.",
	},
	FactRiskComplete: {
		"risk.complete", H10, Requirement,
		"The assessment rates each hazard with and without controls and names those affected.",
	},
	FactAdvisorAppointed: {
		"advisor.appointed", H10, Requirement,
		"A safety advisor is appointed who holds no other role on the production.",
	},
	FactZoneApproved: {
		"zone.approved", H11, Requirement,
		"Nobody is in the line of fire, or the pointing was approved for those who are.",
	},
	FactZoneDistance: {
		"zone.distance", H11, Requirement,
		"Each person in the zone is at least as far away as the tested distance and the floor.",
	},
	FactBlanksTestFired: {
		"blanks.test-fired", H12, Requirement,
		"This item was test-fired with this load of this lot, and the distance was recorded.",
	},
	FactBoreAfterSequence: {
		"bore.after-sequence", H13, Requirement,
		"The bore was seen after the item's last firing sequence.",
	},
	FactIncidentsClosed: {
		"incidents.closed", H14, Requirement,
		"No misfire, unplanned discharge or incident is open anywhere, no quarantine of what is to be used.",
	},
	FactConcernsAnswered: {
		"concerns.answered", H15, Requirement,
		"No concern that holds the item or the scene is without an answer.",
	},
	FactItemReturned: {
		"item.returned", H16, Requirement,
		"The item came back to a handler after its previous hand-over.",
	},
	FactRoundsNoneMissing: {
		"rounds.none-missing", H16, Requirement,
		"No unfired, dummy, live or unknown round is missing.",
	},
	FactCourseEveryoneNear: {
		"course.everyone-near", H17, Requirement,
		"Everybody who handles or is near the item completed the firearms course.",
	},
	FactReceiverTrained: {
		"receiver.trained", H17, Requirement,
		"A handler trained the receiver on firearms, and no doubt of it is open.",
	},
	FactPurposePermitted: {
		"purpose.permitted", H18, Requirement,
		"The purpose is rehearsal, training, on camera or other content development.",
	},
	FactMedicPresent: {
		"medic.present", H19, Requirement,
		"The medical personnel that the scene needs are present.",
	},
	FactProtectionInPlace: {
		"protection.in-place", H19, Requirement,
		"The shields, eye and hearing protection that the scene needs are in place.",
	},
	FactClockTrusted: {
		"clock.trusted", H20, Requirement,
		"The clock is known well enough to say what was earlier.",
	},
	FactRecordSynced: {
		"record.synced", H20, Requirement,
		"The record at hand is as fresh as its unit requires.",
	},
	FactTextVerifiedForLive: {
		"text.verified-for-live", H20, Requirement,
		"The rule text was checked against the official one, or no live round is involved.",
	},
	FactNoticeGiven: {
		"notice.given", H21, Requirement,
		"The notice of the scene went out before the call.",
	},
	FactContactNamed: {
		"contact.named", H21, Requirement,
		"The production names a contact for questions about these rules.",
	},
	FactSubstitutionAnswered: {
		"substitution.answered", H22, Requirement,
		"It is on record why no replica or effect takes the place of the item.",
	},
	FactStopNone: {
		"stop.none", H23, Requirement,
		"No STOP is open.",
	},
	FactWithheldNone: {
		"withheld.none", H24, Requirement,
		"Nobody withholds the item or the scene.",
	},
	FactRecordWhole: {
		"record.whole", H25, Requirement,
		"No entry, predecessor or signature that the answer needs is missing or contested.",
	},
	FactPacksValid: {
		"packs.valid", H26, Requirement,
		"The packs in force for the place of work are those that the production adopted.",
	},
	FactCustodyWithoutAdvisor: {
		"custody.without-advisor", H05, Requirement,
		"No safety advisor gives, receives or holds the item.",
	},
	FactMeetingWithAdvisor: {
		"meeting.with-advisor", H08, Requirement,
		"A safety advisor was at the meeting.",
	},
	FactAdvisorBeforePlan: {
		"advisor.before-plan", H10, Requirement,
		"A safety advisor with no other role was appointed before the plan was signed.",
	},
	FactRiskByAdvisor: {
		"risk.by-advisor", H10, Requirement,
		"A safety advisor signed the assessment that stands.",
	},
	FactRiskEndorsed: {
		"risk.endorsed", H10, Requirement,
		"Whoever handles the item signed the assessment that stands.",
	},
	FactZoneEmpty: {
		"zone.empty", H11, Requirement,
		"Nobody is planned in the line of fire, whether or not the pointing was approved.",
	},
	FactZoneNotDirect: {
		"zone.not-direct", H11, Requirement,
		"Whoever is in the line of fire is off its axis or behind a shield, not only far away.",
	},
	FactMisfiresExplained: {
		"misfires.explained", H14, Requirement,
		"Each misfire that was closed has its cause on record.",
	},
	FactPoliceTold: {
		"police.told", H21, Requirement,
		"The police were told of the day, or the place is recorded as closed to the public.",
	},
	FactItemNotLiveCapable: {
		"item.not-live-capable", H22, Requirement,
		"The item cannot chamber or fire a live round, by its class on record.",
	},
	FactLookSecond: {
		"look.second", H03, Requirement,
		"The watcher of this segment's hand-over saw every chamber and counted the rounds in the item.",
	},
	FactLoadThirdCounted: {
		"load.third-counted", H01, Requirement,
		"An AD or advisor counted each tray of the test at the hand-over too, before its number was shown.",
	},
	FactLookThird: {
		"look.third", H03, Requirement,
		"An AD or advisor saw every chamber too and signed the first hand-over with handler and watcher.",
	},
	FactLookEveryTime: {
		"look.every-time", H03, Requirement,
		"The watcher looked anew since the item last came back, and signed the hand-over since then too.",
	},
	FactLoadRetestedEveryTime: {
		"load.retested-every-time", H01, Requirement,
		"Each dummy in the item was tested anew since the item last came back from a receiver.",
	},
	FactLookDoneToday: {
		"look.done-today", H03, Requirement,
		"The watcher looked since the unit's day was called, and signed a hand-over of the day too.",
	},
	FactAskLoad: {
		"ask.load", NoCode, Applicability,
		"The question is whether the item may be loaded.",
	},
	FactAskHandOver: {
		"ask.hand-over", NoCode, Applicability,
		"The question is whether the item may be handed over.",
	},
	FactAskStart: {
		"ask.start", NoCode, Applicability,
		"The question is whether the scene may start.",
	},
	FactAskRelease: {
		"ask.release", NoCode, Applicability,
		"The question is whether something may leave quarantine.",
	},
	FactAskClose: {
		"ask.close", NoCode, Applicability,
		"The question is whether the day may close.",
	},
	FactItemIsFirearm: {
		"item.is-firearm", NoCode, Applicability,
		"The item's class is any but SOLID, or rounds are in it, or any item of the scene's is so.",
	},
	FactItemBurnsPowder: {
		"item.burns-powder", NoCode, Applicability,
		"The class is LIVE_CAPABLE, BLANK_ONLY or UNKNOWN, or rounds are in it, or any of the scene's is so.",
	},
	FactLoadHasBlanks: {
		"load.has-blanks", NoCode, Applicability,
		"Blanks are in the item, are to be loaded, or are planned for the scene.",
	},
	FactLoadHasDummies: {
		"load.has-dummies", NoCode, Applicability,
		"Dummies are in the item, are to be loaded, or are planned for the scene.",
	},
	FactLoadHasLive: {
		"load.has-live", NoCode, Applicability,
		"Live rounds are in the item, are to be loaded, or are planned under a lawful exception.",
	},
	FactProductionTaxCredit: {
		"production.tax-credit", NoCode, Applicability,
		"The production is bound by the pilot program through its tax credit.",
	},
	FactZoneOccupied: {
		"zone.occupied", NoCode, Applicability,
		"Somebody is planned to be inside the zone or the line of fire.",
	},
	FactSceneNeedsMedic: {
		"scene.needs-medic", NoCode, Applicability,
		"The plan or the assessment of the scene asks for medical personnel.",
	},
	FactSceneNeedsProtection: {
		"scene.needs-protection", NoCode, Applicability,
		"The plan or the assessment of the scene asks for shields, eye or hearing protection.",
	},
}
