package event

// The closed lists of the format. In each, the zero value is "not recorded" and has no spelling.

// Polarity says what a kind or field can do to a verdict. The zero value is Block: a field nobody
// classified can only take away.
type Polarity uint8

// The three polarities. Support can help a verdict toward COMPLETE; Block can only hold it;
// Clerical is read by no rule and may be corrected freely.
const (
	Block Polarity = iota
	Support
	Clerical
)

// String returns the polarity's name.
func (p Polarity) String() string { return [...]string{"block", "support", "clerical"}[p%3] }

// Role is what a person acts as.
type Role uint8

// The roles of the format, in the order they were added. Numbers are never reused.
const (
	NoRole Role = iota
	Founder
	Handler // Property master, armorer, assistant property master or the lender's own armorer.
	Watcher
	AD
	Advisor
	Performer
	StandIn
	Crew
	HazardOwner
	Medic
	Contact
	Producer
	Office
	Steward
	Recipient
	Custodian
	Guild
	Investigator
	Operator
)

var roleNames = [...]string{
	"", "founder", "handler", "watcher", "ad", "advisor", "performer", "stand-in", "crew",
	"hazard-owner", "medic", "contact", "producer", "office", "steward", "recipient", "custodian",
	"guild", "investigator", "operator",
}

// String returns the role's name in the format.
func (r Role) String() string { return name(roleNames[:], int(r)) }

// RoleOf reads a role's name; NoRole when there is none of that name.
func RoleOf(s string) Role { return Role(find(roleNames[:], s)) }

// Assurance says how sure a signature makes us of the person.
type Assurance uint8

// Verified is a passkey assertion with user verification; Session is an enrolled device key inside
// a duty session that a verified signature opened.
const (
	NoAssurance Assurance = iota
	Verified
	Session
)

var assuranceNames = [...]string{"", "verified", "session"}

// String returns the assurance's name in the format.
func (a Assurance) String() string { return name(assuranceNames[:], int(a)) }

// Answer is yes or no. The zero value is that nobody answered.
type Answer uint8

// The two answers.
const (
	NoAnswer Answer = iota
	Yes
	No
)

var answerNames = [...]string{"", "yes", "no"}

// String returns the answer's name in the format.
func (a Answer) String() string { return name(answerNames[:], int(a)) }

// Department is where a person works. Office is the one that founders may not come from.
type Department uint8

// The departments an office's crew list knows.
const (
	NoDepartment Department = iota
	OfficeDepartment
	Directing
	Camera
	Grip
	Electric
	Sound
	Art
	Props
	Costume
	Makeup
	Stunts
	Effects
	Locations
	Transport
	Catering
	Medical
	Cast
	Background
	Accounting
	SafetyDepartment
	Post
	Vendor
	OtherDepartment
)

var departmentNames = [...]string{
	"", "office", "directing", "camera", "grip", "electric", "sound", "art", "props", "costume",
	"makeup", "stunts", "effects", "locations", "transport", "catering", "medical", "cast",
	"background", "accounting", "safety", "post", "vendor", "other",
}

// String returns the department's name in the format.
func (d Department) String() string { return name(departmentNames[:], int(d)) }

// DepartmentOf reads a department's name; NoDepartment when there is none of that name.
func DepartmentOf(s string) Department { return Department(find(departmentNames[:], s)) }

// Class is what a gun-shaped object is. Unknown counts as LiveCapable in every rule.
type Class uint8

// The item classes.
const (
	NoClass Class = iota
	LiveCapable
	BlankOnly
	Pellet
	Flash
	Deactivated
	Solid
	UnknownClass
)

var classNames = [...]string{
	"", "LIVE_CAPABLE", "BLANK_ONLY", "PELLET", "FLASH", "DEACTIVATED", "SOLID", "UNKNOWN",
}

// String returns the class's name in the format.
func (c Class) String() string { return name(classNames[:], int(c)) }

// ClassOf reads a class's name; NoClass when there is none of that name.
func ClassOf(s string) Class { return Class(find(classNames[:], s)) }

// Mechanism is how an item feeds.
type Mechanism uint8

// The mechanisms; Inert has no chamber at all.
const (
	NoMechanism Mechanism = iota
	Revolver
	Magazine
	Fixed // Single shot, break action, tube or muzzle loading: every position is looked into.
	Inert
)

var mechanismNames = [...]string{"", "revolver", "magazine", "fixed", "inert"}

// String returns the mechanism's name in the format.
func (m Mechanism) String() string { return name(mechanismNames[:], int(m)) }

// MechanismOf reads a mechanism's name; NoMechanism when there is none of that name.
func MechanismOf(s string) Mechanism { return Mechanism(find(mechanismNames[:], s)) }

// Nature is what a round is.
type Nature uint8

// The natures of rounds. UnknownRound counts as LiveRound for whatever could be loaded from it.
const (
	NoNature Nature = iota
	LiveRound
	Blank
	Dummy
	SnapCap
	EmptyCase
	UnknownRound
)

var natureNames = [...]string{"", "LIVE", "BLANK", "DUMMY", "SNAP_CAP", "EMPTY_CASE", "UNKNOWN"}

// String returns the nature's name in the format.
func (n Nature) String() string { return name(natureNames[:], int(n)) }

// NatureOf reads a nature's name; NoNature when there is none of that name.
func NatureOf(s string) Nature { return Nature(find(natureNames[:], s)) }

// Construction is how a dummy was made; it decides which two tests tell it from a live round.
type Construction uint8

// The constructions with two discriminating tests each, and the one that has none.
const (
	NoConstruction Construction = iota
	RattleHole
	RattleSpent
	HoleEmpty
	SolidRound
	OtherConstruction
)

var constructionNames = [...]string{"", "RATTLE_HOLE", "RATTLE_SPENT", "HOLE_EMPTY", "SOLID", "OTHER"}

// String returns the construction's name in the format.
func (c Construction) String() string { return name(constructionNames[:], int(c)) }

// ConstructionOf reads a construction's name; NoConstruction when there is none of that name.
func ConstructionOf(s string) Construction { return Construction(find(constructionNames[:], s)) }

// RoundTest is one test made by hand on one round.
type RoundTest uint8

// The tests. None of them is looking: looking does not tell a dummy from a live round.
const (
	NoRoundTest RoundTest = iota
	Rattle
	Hole
	Primer
	Pocket
	Material
	NoCaseMouth
)

var roundTestNames = [...]string{"", "rattle", "hole", "primer", "pocket", "material", "no-case-mouth"}

// String returns the test's name in the format.
func (t RoundTest) String() string { return name(roundTestNames[:], int(t)) }

// Tests returns the two tests that tell a dummy of this construction from a live round, and false
// for a construction that has no such pair: its rounds stay UNKNOWN.
func (c Construction) Tests() ([2]RoundTest, bool) {
	switch c {
	case RattleHole:
		return [2]RoundTest{Rattle, Hole}, true
	case RattleSpent:
		return [2]RoundTest{Rattle, Primer}, true
	case HoleEmpty:
		return [2]RoundTest{Hole, Pocket}, true
	case SolidRound:
		return [2]RoundTest{Material, NoCaseMouth}, true
	case NoConstruction, OtherConstruction:
	}
	return [2]RoundTest{}, false
}

// Load is the charge of a blank.
type Load uint8

// The loads; NoBlank is for rounds and plans without blanks.
const (
	NoLoad Load = iota
	NoBlank
	Quarter
	Half
	ThreeQuarter
	Full
)

var loadNames = [...]string{"", "none", "quarter", "half", "three-quarter", "full"}

// String returns the load's name in the format.
func (l Load) String() string { return name(loadNames[:], int(l)) }

// LoadOf reads a load's name; NoLoad when there is none of that name.
func LoadOf(s string) Load { return Load(find(loadNames[:], s)) }

// Purpose is what a firearm is handed over for (Labor Code section 9153(a)). Anything else is
// recorded as OtherPurpose, which no pack permits.
type Purpose uint8

// The purposes.
const (
	NoPurpose Purpose = iota
	Rehearsal
	Training
	OnCamera
	Development
	OtherPurpose
)

var purposeNames = [...]string{"", "rehearsal", "training", "on-camera", "development", "other"}

// String returns the purpose's name in the format.
func (p Purpose) String() string { return name(purposeNames[:], int(p)) }

// PurposeOf reads a purpose's name; NoPurpose when there is none of that name.
func PurposeOf(s string) Purpose { return Purpose(find(purposeNames[:], s)) }

func name(names []string, i int) string {
	if i < 0 || i >= len(names) {
		return ""
	}
	return names[i]
}

func find(names []string, s string) int {
	for i := 1; i < len(names); i++ {
		if names[i] == s {
			return i
		}
	}
	return 0
}
