package event

// ScenePlanned says what a scene needs: items, purpose, place, who stands where. The newest plan of
// a scene is the one that counts; risk assessment, meeting and approvals name the plan they are for.
type ScenePlanned struct {
	Scene     SceneID
	Pages     ID // SHA-256 of the script text the plan is for.
	Day       Day
	Region    Region
	Place     PlaceID
	Purpose   Purpose
	Items     []PlannedItem
	Load      Load // Strongest blank load planned; none without blanks.
	Zone      []Standing
	Near      []PersonID // Everybody handling or near firearms in the scene.
	Capacity  int64      // Items one handler can keep in sight here.
	Medic     Answer     // Whether medical personnel have to be present.
	Protected Answer     // Whether shields, eye and ear protection are needed.
	Muzzles   []Muzzle   // Exact placement, where somebody drew it: it can only add to Zone.
	Placed    []Placed
	Cameras   []CameraMark
	Stops     []Stop
}

// PlannedItem is one item as the plan means it.
type PlannedItem struct {
	Item  ItemID
	Class Class
}

// Standing is one person in the declared zone of a scene, at the distance the armorer and the AD
// state. The zero Where is that nobody said: such a person counts as ahead of the muzzle.
type Standing struct {
	Person     PersonID
	DistanceMM int64
	Where      Where
}

// Kind implements Body.
func (*ScenePlanned) Kind() Kind { return KindScenePlanned }

func (b *ScenePlanned) fields(c *codec) {
	id(c, "scene", &b.Scene)
	digest(c, "pages", false, &b.Pages)
	day(c, "day", &b.Day)
	region(c, "region", &b.Region)
	id(c, "place", &b.Place)
	enum(c, "purpose", purposeNames[:], &b.Purpose)
	objects(c, "items", 1, 40, &b.Items, func(c *codec, p *PlannedItem) {
		id(c, "item", &p.Item)
		enum(c, "class", classNames[:], &p.Class)
	})
	enum(c, "load", loadNames[:], &b.Load)
	objects(c, "zone", 0, 60, &b.Zone, func(c *codec, s *Standing) {
		id(c, "person", &s.Person)
		num(c, "distance_mm", 0, DistanceMaxMM, &s.DistanceMM)
		optEnum(c, "where", whereNames[:], &s.Where)
	})
	ids(c, "near", 0, 200, &b.Near)
	num(c, "capacity", 1, 40, &b.Capacity)
	enum(c, "medic", answerNames[:], &b.Medic)
	enum(c, "protected", answerNames[:], &b.Protected)
	b.placement(c)
}

// RiskAssessed is the written assessment of one plan (section 9152.5). The texts are openings.
type RiskAssessed struct {
	Of           ID
	Uncontrolled int64 // Rating 1 to 25 with no controls.
	Controlled   int64 // Rating 1 to 25 with the controls.
	Controls     int64 // Controls named.
	Groups       []Department
	WhyReal      Answer // Whether it is answered why no replica or effect will do.
}

// Kind implements Body.
func (*RiskAssessed) Kind() Kind { return KindRiskAssessed }

func (b *RiskAssessed) fields(c *codec) {
	digest(c, "of", false, &b.Of)
	num(c, "uncontrolled", 0, 25, &b.Uncontrolled)
	num(c, "controlled", 0, 25, &b.Controlled)
	num(c, "controls", 0, 100, &b.Controls)
	enums(c, "groups", departmentNames[:], 0, 24, &b.Groups)
	enum(c, "why_real", answerNames[:], &b.WhyReal)
}

// Topic is what a safety meeting has to make plain.
type Topic uint8

// The five topics (bulletin 1).
const (
	NoTopic Topic = iota
	Action
	Deviations
	AbortPlan
	Emergency
	Command
)

var topicNames = [...]string{"", "action", "deviations", "abort", "emergency", "command"}

// String returns the topic's name in the format.
func (t Topic) String() string { return name(topicNames[:], int(t)) }

// TopicOf reads a topic's name; NoTopic when there is none of that name.
func TopicOf(s string) Topic { return Topic(find(topicNames[:], s)) }

// Topics returns the five topics.
func Topics() []Topic { return []Topic{Action, Deviations, AbortPlan, Emergency, Command} }

// MeetingHeld is the safety meeting about one plan, where the firearms will be used.
type MeetingHeld struct {
	Of        ID
	Day       Day
	Place     PlaceID
	Topics    []Topic
	Walked    Answer // Whether there was a walk-through.
	Medic     PersonID
	Protected Answer     // Whether shields, eye and ear protection were in place.
	People    []PersonID // Ticked by the department heads as present.
}

// Kind implements Body.
func (*MeetingHeld) Kind() Kind { return KindMeetingHeld }

func (b *MeetingHeld) fields(c *codec) {
	digest(c, "of", false, &b.Of)
	day(c, "day", &b.Day)
	id(c, "place", &b.Place)
	enums(c, "topics", topicNames[:], 0, 5, &b.Topics)
	enum(c, "walked", answerNames[:], &b.Walked)
	optID(c, "medic", &b.Medic)
	enum(c, "protected", answerNames[:], &b.Protected)
	ids(c, "people", 0, 250, &b.People)
}

// AttendedHow is how somebody's presence became known.
type AttendedHow uint8

// The ways.
const (
	NoAttendance AttendedHow = iota
	OwnPhone
	Badge
	Ticked
)

var attendedNames = [...]string{"", "own-phone", "badge", "ticked"}

// AttendedHowOf reads a way's name; NoAttendance when there is none of that name.
func AttendedHowOf(s string) AttendedHow { return AttendedHow(find(attendedNames[:], s)) }

// Attended adds people to a meeting's roll.
type Attended struct {
	Of     ID
	People []PersonID
	How    AttendedHow
}

// Kind implements Body.
func (*Attended) Kind() Kind { return KindAttended }

func (b *Attended) fields(c *codec) {
	digest(c, "of", false, &b.Of)
	ids(c, "people", 1, 200, &b.People)
	enum(c, "how", attendedNames[:], &b.How)
}

// PointingHow is what protects the people a muzzle has to point toward.
type PointingHow uint8

// The ways.
const (
	NoPointing PointingHow = iota
	OffAxis
	Shield
	Distance
)

var pointingNames = [...]string{"", "off-axis", "shield", "distance"}

// PointingOf reads a way's name; NoPointing when there is none of that name.
func PointingOf(s string) PointingHow { return PointingHow(find(pointingNames[:], s)) }

// PointingApproved says that handler and AD looked at the shot and how these people are protected.
type PointingApproved struct {
	Of     ID
	People []PersonID
	How    PointingHow
}

// Kind implements Body.
func (*PointingApproved) Kind() Kind { return KindPointingApproved }

func (b *PointingApproved) fields(c *codec) {
	digest(c, "of", false, &b.Of)
	ids(c, "people", 1, 60, &b.People)
	enum(c, "how", pointingNames[:], &b.How)
}

// Told is who heard of a day's firearms, or why nobody outside has to.
type Told uint8

// The kinds of notice.
const (
	NotTold     Told = iota
	CrewTold         // The call sheet says that firearms will be present.
	PoliceTold       // The police of the place were told.
	PlaceClosed      // The place is closed to the public: there is nobody outside to tell.
)

var toldNames = [...]string{"", "crew", "police", "closed-place"}

// String returns the notice's name in the format.
func (t Told) String() string { return name(toldNames[:], int(t)) }

// ToldOf reads a notice's name; NotTold when there is none of that name.
func ToldOf(s string) Told { return Told(find(toldNames[:], s)) }

// NoticeGiven says that a day's firearms were announced: on the call sheet to everybody, or to the
// police of the place.
type NoticeGiven struct {
	Day  Day
	Unit UnitID
	To   Told
}

// Kind implements Body.
func (*NoticeGiven) Kind() Kind { return KindNoticeGiven }

func (b *NoticeGiven) fields(c *codec) {
	day(c, "day", &b.Day)
	id(c, "unit", &b.Unit)
	enum(c, "to", toldNames[:], &b.To)
}

// SweepArea is where a daily sweep asked for rounds that should not be there.
type SweepArea uint8

// The areas.
const (
	NoArea SweepArea = iota
	WardrobeArea
	ArtArea
	PropsArea
	Pockets
	Belts
	Vehicles
)

var areaNames = [...]string{"", "wardrobe", "art", "props", "pockets", "belts", "vehicles"}

// SweepAreaOf reads an area's name; NoArea when there is none of that name.
func SweepAreaOf(s string) SweepArea { return SweepArea(find(areaNames[:], s)) }

// SweepDone is the daily question to wardrobe, art and pockets.
type SweepDone struct {
	Day   Day
	Unit  UnitID
	Areas []SweepArea
	Found Answer
}

// Kind implements Body.
func (*SweepDone) Kind() Kind { return KindSweepDone }

func (b *SweepDone) fields(c *codec) {
	day(c, "day", &b.Day)
	id(c, "unit", &b.Unit)
	enums(c, "areas", areaNames[:], 1, 6, &b.Areas)
	enum(c, "found", answerNames[:], &b.Found)
}
