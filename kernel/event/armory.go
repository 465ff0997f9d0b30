package event

// ItemReceived takes items into the production's custody.
type ItemReceived struct{ Items []ReceivedItem }

// ReceivedItem is one gun-shaped object as it came. Full serial, description and papers are
// openings.
type ReceivedItem struct {
	Item      ItemID
	Class     Class
	Mechanism Mechanism
	Chambers  int64  // Chambers of a revolver, or barrels; 1 for a magazine pistol; 0 when inert.
	Magazine  int64  // Rounds the magazine holds; 0 without one.
	Serial4   string // Last four characters of the serial; empty when there is none.
	LookAlike string // Items of one group cannot be told apart at a glance; empty when alone.
	Lender    string // Short id of who lent it.
	Unloaded  Answer // Whether it was seen unloaded on receipt.
}

// Kind implements Body.
func (*ItemReceived) Kind() Kind { return KindItemReceived }

// Bounds of an item.
const (
	// ChambersMax is the most chambers or barrels one item has.
	ChambersMax = 12
	// MagazineMax is the most rounds one magazine holds.
	MagazineMax = 100
)

func (b *ItemReceived) fields(c *codec) {
	objects(c, "items", 1, 60, &b.Items, func(c *codec, i *ReceivedItem) {
		id(c, "item", &i.Item)
		enum(c, "class", classNames[:], &i.Class)
		enum(c, "mechanism", mechanismNames[:], &i.Mechanism)
		num(c, "chambers", 0, ChambersMax, &i.Chambers)
		num(c, "magazine", 0, MagazineMax, &i.Magazine)
		optID(c, "serial4", &i.Serial4)
		optID(c, "look_alike", &i.LookAlike)
		id(c, "lender", &i.Lender)
		enum(c, "unloaded", answerNames[:], &i.Unloaded)
	})
}

func (b *ItemReceived) objects() []Object {
	out := make([]Object, 0, len(b.Items))
	for _, i := range b.Items {
		out = append(out, i.Item.Object())
	}
	return out
}

// Look is what an eye saw in one position.
type Look uint8

// The looks. A round that is seen is only a round: looking does not tell which.
const (
	NoLook Look = iota
	SeenEmpty
	SeenRound
	SeenSpent
	NotSeen
)

var lookNames = [...]string{"", "empty", "round", "spent", "not-seen"}

// String returns the look's name in the format.
func (l Look) String() string { return name(lookNames[:], int(l)) }

// LookOf reads a look's name; NoLook when there is none of that name.
func LookOf(s string) Look { return Look(find(lookNames[:], s)) }

// Bore is what an eye saw through a barrel.
type Bore uint8

// The looks through a bore. BoreNone is for an item without one.
const (
	NoBore Bore = iota
	BoreUnobstructed
	BoreObstructed
	BoreNotSeen
	BoreNone
)

var boreNames = [...]string{"", "unobstructed", "obstructed", "not-seen", "none"}

// String returns the look's name in the format.
func (b Bore) String() string { return name(boreNames[:], int(b)) }

// BoreOf reads a bore's name; NoBore when there is none of that name.
func BoreOf(s string) Bore { return Bore(find(boreNames[:], s)) }

// Identity is how an item was told from its look-alikes.
type Identity uint8

// The ways to know an item by eye.
const (
	NoIdentity Identity = iota
	SerialRead
	MarkSeen
	TagOnly
)

var identityNames = [...]string{"", "serial", "mark", "tag-only"}

// String returns the way's name in the format.
func (i Identity) String() string { return name(identityNames[:], int(i)) }

// IdentityOf reads a way's name; NoIdentity when there is none of that name.
func IdentityOf(s string) Identity { return Identity(find(identityNames[:], s)) }

// ItemExamined is the handler's look at every position, the feed path and the bore. Length is the
// number of chambers counted by eye: a list counts only against it, so an empty list proves nothing.
type ItemExamined struct {
	Item     ItemID
	Identity Identity
	Serial4  string // As read; empty unless Identity is serial.
	Length   int64
	Chambers []Look
	Feed     Look // Magazine well and feed path.
	Bore     Bore
}

// Kind implements Body.
func (*ItemExamined) Kind() Kind { return KindItemExamined }

func (b *ItemExamined) fields(c *codec) {
	id(c, "item", &b.Item)
	enum(c, "identity", identityNames[:], &b.Identity)
	optID(c, "serial4", &b.Serial4)
	num(c, "length", 0, ChambersMax, &b.Length)
	enums(c, "chambers", lookNames[:], 0, ChambersMax, &b.Chambers)
	enum(c, "feed", lookNames[:], &b.Feed)
	enum(c, "bore", boreNames[:], &b.Bore)
}

func (b *ItemExamined) objects() []Object { return []Object{b.Item.Object()} }

// ItemLooked is the hand-over watcher's own look into an item, made in the room with the handler.
// Seen says into how many of its chambers, or barrels, the watcher looked, Rounds how many rounds
// they saw in chambers and magazine together. Drawn says that each round was taken out and seen
// whole: that tells a blank from a round with a bullet, never a dummy from a live round. Signed as AD or
// advisor it is a third person's look.
type ItemLooked struct {
	Item     ItemID
	Identity Identity
	Serial4  string // As read; empty unless Identity is serial.
	Length   int64  // Chambers or barrels, counted by eye.
	Seen     int64
	Rounds   int64
	Drawn    Answer
}

// Kind implements Body.
func (*ItemLooked) Kind() Kind { return KindItemLooked }

func (b *ItemLooked) fields(c *codec) {
	id(c, "item", &b.Item)
	enum(c, "identity", identityNames[:], &b.Identity)
	optID(c, "serial4", &b.Serial4)
	num(c, "length", 0, ChambersMax, &b.Length)
	num(c, "chambers_seen", 0, ChambersMax, &b.Seen)
	num(c, "rounds", 0, ChambersMax+MagazineMax, &b.Rounds)
	enum(c, "drawn", answerNames[:], &b.Drawn)
}

// BoreMethod is how a bore was looked through.
type BoreMethod uint8

// The methods.
const (
	NoBoreMethod BoreMethod = iota
	Light
	Rod
)

var boreMethodNames = [...]string{"", "light", "rod"}

// BoreMethodOf reads a method's name; NoBoreMethod when there is none of that name.
func BoreMethodOf(s string) BoreMethod { return BoreMethod(find(boreMethodNames[:], s)) }

// BoreChecked is the look through the barrel before or after a firing sequence.
type BoreChecked struct {
	Item   ItemID
	Bore   Bore
	Method BoreMethod
}

// Kind implements Body.
func (*BoreChecked) Kind() Kind { return KindBoreChecked }

func (b *BoreChecked) fields(c *codec) {
	id(c, "item", &b.Item)
	enum(c, "bore", boreNames[:], &b.Bore)
	enum(c, "method", boreMethodNames[:], &b.Method)
}

func (b *BoreChecked) objects() []Object { return []Object{b.Item.Object()} }

// Ejection is to which side an item throws its cases. The zero value is that nobody looked.
type Ejection uint8

// The sides, seen from behind the muzzle. EjectsNot is an item that keeps its cases, EjectsBoth one
// that throws them up or to either side.
const (
	NoEjection Ejection = iota
	EjectsNot
	EjectsLeft
	EjectsRight
	EjectsBoth
)

var ejectionNames = [...]string{"", "none", "left", "right", "both"}

// String returns the side's name in the format.
func (e Ejection) String() string { return name(ejectionNames[:], int(e)) }

// EjectionOf reads a side's name; NoEjection when there is none of that name.
func EjectionOf(s string) Ejection { return Ejection(find(ejectionNames[:], s)) }

// TestFired is the card of a test-fire off set: from which distance this lot in this item is
// tolerable, measured and not assumed. What was not measured beside it is 0, and the assumptions of
// the rules hold for it.
type TestFired struct {
	Item         ItemID
	Lot          LotID
	DistanceMM   int64
	ConeHalfCdeg int64    // Half the angle of what leaves the muzzle, in centidegrees; 0 when not measured.
	VentMM       int64    // How far gas and particles reach to either side; 0 when not measured.
	VentHalfCdeg int64    // Half the angle of that to each side, in centidegrees; 0 when not measured.
	Ejection     Ejection // Where cases go.
	EjectionMM   int64    // How far cases fly; 0 when not measured.
}

// Kind implements Body.
func (*TestFired) Kind() Kind { return KindTestFired }

// Bounds of lengths and angles.
const (
	// DistanceMaxMM bounds every distance and every coordinate: one kilometre.
	DistanceMaxMM = 1_000_000
	// HalfMaxCdeg bounds half an angle on a card: a quarter turn.
	HalfMaxCdeg = 9000
	// TurnCdeg is a full turn in centidegrees.
	TurnCdeg = 36000
)

func (b *TestFired) fields(c *codec) {
	id(c, "item", &b.Item)
	id(c, "lot", &b.Lot)
	num(c, "distance_mm", 1, DistanceMaxMM, &b.DistanceMM)
	num(c, "cone_half_cdeg", 0, HalfMaxCdeg, &b.ConeHalfCdeg)
	num(c, "vent_mm", 0, DistanceMaxMM, &b.VentMM)
	num(c, "vent_half_cdeg", 0, HalfMaxCdeg, &b.VentHalfCdeg)
	optEnum(c, "ejection", ejectionNames[:], &b.Ejection)
	num(c, "ejection_mm", 0, DistanceMaxMM, &b.EjectionMM)
}

// Loaded puts rounds of one lot from one container into named positions, counted from 1. For a
// magazine the positions are those of the magazine.
type Loaded struct {
	Item      ItemID
	Container ContainerID
	Lot       LotID
	Positions []int64
}

// Kind implements Body.
func (*Loaded) Kind() Kind { return KindLoaded }

func (b *Loaded) fields(c *codec) {
	id(c, "item", &b.Item)
	id(c, "container", &b.Container)
	id(c, "lot", &b.Lot)
	nums(c, "positions", 1, MagazineMax, 1, MagazineMax, &b.Positions)
}

func (b *Loaded) objects() []Object { return []Object{b.Item.Object(), b.Container.Object()} }

// Unloaded takes every round out of an item into a container and says how many came out.
type Unloaded struct {
	Item      ItemID
	Container ContainerID
	Unfired   int64
	Spent     int64
}

// Kind implements Body.
func (*Unloaded) Kind() Kind { return KindUnloaded }

func (b *Unloaded) fields(c *codec) {
	id(c, "item", &b.Item)
	id(c, "container", &b.Container)
	num(c, "unfired", 0, MagazineMax, &b.Unfired)
	num(c, "spent", 0, MagazineMax, &b.Spent)
}

func (b *Unloaded) objects() []Object { return []Object{b.Item.Object(), b.Container.Object()} }

// Shown says that the handler showed the contents to somebody. It is a courtesy and a right, never
// a check: no rule reads it as one.
type Shown struct {
	Item ItemID
	To   PersonID
}

// Kind implements Body.
func (*Shown) Kind() Kind { return KindShown }

func (b *Shown) fields(c *codec) {
	id(c, "item", &b.Item)
	id(c, "to", &b.To)
}

// HandedOver passes an item to a receiver for one scene and purpose. Trays names the tests of the
// rounds in it when this is the first hand-over of a custody segment with dummies.
type HandedOver struct {
	Item    ItemID
	To      PersonID
	Scene   SceneID
	Purpose Purpose
	Trays   []ID
}

// Kind implements Body.
func (*HandedOver) Kind() Kind { return KindHandedOver }

func (b *HandedOver) fields(c *codec) {
	id(c, "item", &b.Item)
	id(c, "to", &b.To)
	id(c, "scene", &b.Scene)
	enum(c, "purpose", purposeNames[:], &b.Purpose)
	digests(c, "trays", 0, 16, &b.Trays)
}

func (b *HandedOver) objects() []Object { return []Object{b.Item.Object()} }

// Collected takes an item back from whoever had it.
type Collected struct {
	Item ItemID
	From PersonID
}

// Kind implements Body.
func (*Collected) Kind() Kind { return KindCollected }

func (b *Collected) fields(c *codec) {
	id(c, "item", &b.Item)
	id(c, "from", &b.From)
}

func (b *Collected) objects() []Object { return []Object{b.Item.Object()} }

// Reset is the handler's look between takes, the item never out of sight. It counts as a look.
type Reset struct{ Items []ItemID }

// Kind implements Body.
func (*Reset) Kind() Kind { return KindReset }

func (b *Reset) fields(c *codec) { ids(c, "items", 1, 40, &b.Items) }

// LockedUp puts items into a container that locks.
type LockedUp struct {
	Items     []ItemID
	Container ContainerID
}

// Kind implements Body.
func (*LockedUp) Kind() Kind { return KindLockedUp }

func (b *LockedUp) fields(c *codec) {
	ids(c, "items", 1, 60, &b.Items)
	id(c, "container", &b.Container)
}

func (b *LockedUp) objects() []Object {
	return append(itemObjects(b.Items), b.Container.Object())
}

// Discharged says that an item fired. An unplanned discharge stays open until it is closed with a
// cause; after a planned one the bore has to be looked through.
type Discharged struct {
	Item    ItemID
	Planned Answer
	Shots   int64
}

// Kind implements Body.
func (*Discharged) Kind() Kind { return KindDischarged }

func (b *Discharged) fields(c *codec) {
	id(c, "item", &b.Item)
	enum(c, "planned", answerNames[:], &b.Planned)
	num(c, "shots", 1, MagazineMax, &b.Shots)
}

// Misfired says that a round did not go off as meant.
type Misfired struct{ Item ItemID }

// Kind implements Body.
func (*Misfired) Kind() Kind { return KindMisfired }

func (b *Misfired) fields(c *codec) { id(c, "item", &b.Item) }

// MisfireClosed ends a misfire: the wait, the bore, the round put away, the people told again.
type MisfireClosed struct {
	Of          ID
	WaitSeconds int64
	Bore        Bore
	Container   ContainerID // Quarantine the round went to.
	Rebriefed   Answer
}

// Kind implements Body.
func (*MisfireClosed) Kind() Kind { return KindMisfireClosed }

func (b *MisfireClosed) fields(c *codec) {
	digest(c, "of", false, &b.Of)
	num(c, "wait_s", 0, 86_400, &b.WaitSeconds)
	enum(c, "bore", boreNames[:], &b.Bore)
	id(c, "container", &b.Container)
	enum(c, "rebriefed", answerNames[:], &b.Rebriefed)
}

// Quarantined takes items and containers out of use.
type Quarantined struct {
	Items      []ItemID
	Containers []ContainerID
}

// Kind implements Body.
func (*Quarantined) Kind() Kind { return KindQuarantined }

func (b *Quarantined) fields(c *codec) {
	ids(c, "items", 0, 60, &b.Items)
	ids(c, "containers", 0, 60, &b.Containers)
}

func (b *Quarantined) objects() []Object {
	return append(itemObjects(b.Items), containerObjects(b.Containers)...)
}

// ReleaseAs is the reason something may leave quarantine.
type ReleaseAs uint8

// The reasons.
const (
	NoRelease ReleaseAs = iota
	AsTested
	AsDestroyed
	AsRepaired
)

var releaseNames = [...]string{"", "tested", "destroyed", "repaired"}

// ReleaseOf reads a reason's name; NoRelease when there is none of that name.
func ReleaseOf(s string) ReleaseAs { return ReleaseAs(find(releaseNames[:], s)) }

// Released ends a quarantine, a loose round or tests that did not pass.
type Released struct {
	Of []ID // The quarantines, loose rounds or trays it ends.
	As ReleaseAs
}

// Kind implements Body.
func (*Released) Kind() Kind { return KindReleased }

func (b *Released) fields(c *codec) {
	digests(c, "of", 1, 32, &b.Of)
	enum(c, "as", releaseNames[:], &b.As)
}

// ItemReturned gives items back to their lender; their life here ends.
type ItemReturned struct{ Items []ItemID }

// Kind implements Body.
func (*ItemReturned) Kind() Kind { return KindItemReturned }

func (b *ItemReturned) fields(c *codec) { ids(c, "items", 1, 60, &b.Items) }

func (b *ItemReturned) objects() []Object { return itemObjects(b.Items) }
