package verdict

import "slices"

// coreClause is a clause every production has, whatever packs it adopted.
type coreClause struct {
	Clause

	asks    []Ask // The questions it is part of.
	firearm bool  // Whether it is about firearms only.
}

func (c *coreClause) asked(l *look) bool {
	if !slices.Contains(c.asks, l.q.Ask) {
		return false
	}
	return !c.firearm || l.facts[FactItemIsFirearm] != False
}

var (
	always   = []Ask{Load, HandOver, Start, Release, Close}
	using    = []Ask{Load, HandOver, Start}
	handling = []Ask{HandOver, Start}
)

func oneFact(f Fact) Tree {
	t := Tree{nodes: []node{{op: opFact, fact: f, end: 1}}}
	t.lay()
	return t
}

func coreOf(f Fact, firearm bool, asks []Ask) coreClause {
	return coreClause{
		Clause: Clause{
			ID: ClauseID("CORE-" + f.String()), Code: f.Info().Code, Force: ForceCore,
			Citation: Citation{Instrument: "docs/spec/verdict.md", Section: f.String(), TextStatus: TextVerified},
			Requires: oneFact(f),
		},
		asks: asks, firearm: firearm,
	}
}

// core lists the clauses of codes H01 to H05, H13 to H15, H20 and H23 to H27, and the fact that a
// receiver gives an item back before anybody else gets it.
var core = []coreClause{
	coreOf(FactStopNone, false, []Ask{Load, HandOver, Start, Release}),
	coreOf(FactWithheldNone, false, using),
	coreOf(FactRecordWhole, false, always),
	coreOf(FactClockTrusted, false, always),
	coreOf(FactRecordSynced, false, always),
	coreOf(FactTextVerifiedForLive, false, using),
	coreOf(FactPacksValid, false, always),
	coreOf(FactIncidentsClosed, false, always),
	coreOf(FactConcernsAnswered, false, using),
	coreOf(FactProductionRoundsKnown, false, using),
	coreOf(FactItemIdentified, false, handling),
	coreOf(FactGiverIsHandler, false, []Ask{HandOver}),
	coreOf(FactItemGivenByHandler, false, handling),
	coreOf(FactHandlerOnDuty, true, using),
	coreOf(FactLoadTested, true, []Ask{Load, HandOver, Start, Release}),
	coreOf(FactLoadRetested, true, handling),
	coreOf(FactSourceSealed, true, []Ask{Load, HandOver, Start, Release}),
	coreOf(FactItemExamined, true, using),
	coreOf(FactLookSecond, false, handling),
	coreOf(FactCustodyUnbroken, true, []Ask{Load, HandOver, Start, Close}),
	coreOf(FactBoreAfterSequence, true, []Ask{Load, HandOver, Start, Close}),
	coreOf(FactItemReturned, false, []Ask{Load, HandOver, Close}),
	coreOf(FactRoundsNoneMissing, false, []Ask{Close}),
}
