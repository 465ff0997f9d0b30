package event

// ProductionOpened is the first entry of a log. It enrols the two founders who sign it.
type ProductionOpened struct {
	Region    Region
	RP        string   // WebAuthn relying party id, for the life of the installation.
	Origins   []string // Origins a passkey assertion may come from.
	LogOrigin string   // Origin line of the log's checkpoints.
	LogKey    string   // Signed-note verifier key of the log.
	ClockKey  string   // Signed-note verifier key of the log's timestamped cosignature.
	Hub       PublicKey
	Founders  []FounderEntry
	Custodian PersonID // Successor custodian; empty when none is named.
	Demo      Answer   // Yes admits software keys and brands every screen and export.
	TaxCredit Answer   // Whether the production is in the tax-credit pilot (sections 9152, 9152.5).
	Packs     []PackRef
}

// FounderEntry enrols one founder.
type FounderEntry struct {
	Person     PersonID
	Department Department
	Role       Role // The role the founder works in besides founding.
	Key        PublicKey
}

// PackRef names one edition of a rule pack by the digest of its bytes.
type PackRef struct {
	Pack   PackID
	Digest ID
}

// Kind implements Body.
func (*ProductionOpened) Kind() Kind { return KindProductionOpened }

func (b *ProductionOpened) fields(c *codec) {
	region(c, "region", &b.Region)
	text(c, "rp", &b.RP)
	texts(c, "origins", 1, 8, &b.Origins)
	text(c, "log", &b.LogOrigin)
	text(c, "log_key", &b.LogKey)
	text(c, "clock_key", &b.ClockKey)
	pubKey(c, "hub", &b.Hub)
	objects(c, "founders", 2, 2, &b.Founders, func(c *codec, f *FounderEntry) {
		id(c, "person", &f.Person)
		enum(c, "department", departmentNames[:], &f.Department)
		enum(c, "role", roleNames[:], &f.Role)
		pubKey(c, "key", &f.Key)
	})
	optID(c, "custodian", &b.Custodian)
	enum(c, "demo", answerNames[:], &b.Demo)
	enum(c, "tax_credit", answerNames[:], &b.TaxCredit)
	packRefs(c, &b.Packs)
}

func packRefs(c *codec, v *[]PackRef) {
	objects(c, "packs", 1, 16, v, func(c *codec, p *PackRef) {
		id(c, "pack", &p.Pack)
		digest(c, "digest", false, &p.Digest)
	})
}

// PacksAdopted adds rule packs. Nobody of the production takes one away: see PackDropped.
type PacksAdopted struct{ Packs []PackRef }

// Kind implements Body.
func (*PacksAdopted) Kind() Kind { return KindPacksAdopted }

func (b *PacksAdopted) fields(c *codec) { packRefs(c, &b.Packs) }

// PackDropped says that an edition of a pack shall no longer bind. It binds on, and the production
// holds, until the guild and the safety advisor have agreed. Adopted again later it binds again.
type PackDropped struct {
	Pack   PackID
	Digest ID
}

// Kind implements Body.
func (*PackDropped) Kind() Kind { return KindPackDropped }

func (b *PackDropped) fields(c *codec) {
	id(c, "pack", &b.Pack)
	digest(c, "digest", false, &b.Digest)
}

// DropAgreed is the guild's and the safety advisor's yes to a dropped pack.
type DropAgreed struct{ Of ID }

// Kind implements Body.
func (*DropAgreed) Kind() Kind { return KindDropAgreed }

func (b *DropAgreed) fields(c *codec) { digest(c, "of", false, &b.Of) }

// ContactNamed names the person to ask about compliance (Labor Code section 9153(a)(5)).
type ContactNamed struct{ Person PersonID }

// Kind implements Body.
func (*ContactNamed) Kind() Kind { return KindContactNamed }

func (b *ContactNamed) fields(c *codec) { id(c, "person", &b.Person) }

// DayCalled opens a shooting day of a unit at a place.
type DayCalled struct {
	Day    Day
	Unit   UnitID
	Region Region
	Place  PlaceID
}

// Kind implements Body.
func (*DayCalled) Kind() Kind { return KindDayCalled }

func (b *DayCalled) fields(c *codec) {
	day(c, "day", &b.Day)
	id(c, "unit", &b.Unit)
	region(c, "region", &b.Region)
	id(c, "place", &b.Place)
}

// Break is why work pauses.
type Break uint8

// The breaks. Each is a gap for whatever is neither sealed nor locked.
const (
	NoBreak Break = iota
	Meal
	CompanyMove
	Wrap
)

var breakNames = [...]string{"", "meal", "move", "wrap"}

// BreakOf reads a break's name; NoBreak when there is none of that name.
func BreakOf(s string) Break { return Break(find(breakNames[:], s)) }

// String returns the break's name in the format.
func (b Break) String() string { return name(breakNames[:], int(b)) }

// BreakCalled is a meal, a company move or wrap: custody ends for whatever is not sealed or locked.
type BreakCalled struct {
	Unit UnitID
	What Break
}

// Kind implements Body.
func (*BreakCalled) Kind() Kind { return KindBreakCalled }

func (b *BreakCalled) fields(c *codec) {
	id(c, "unit", &b.Unit)
	enum(c, "what", breakNames[:], &b.What)
}

// DayClosed ends a shooting day after lock-up and counts.
type DayClosed struct {
	Day  Day
	Unit UnitID
}

// Kind implements Body.
func (*DayClosed) Kind() Kind { return KindDayClosed }

func (b *DayClosed) fields(c *codec) {
	day(c, "day", &b.Day)
	id(c, "unit", &b.Unit)
}

// Corrected says that named fields of an earlier event are wrong. It only takes away: a rule that
// reads one of the fields finds UNKNOWN from here on. What is right is said by doing the act again.
type Corrected struct {
	Of     ID
	Fields []string
}

// Kind implements Body.
func (*Corrected) Kind() Kind { return KindCorrected }

func (b *Corrected) fields(c *codec) {
	digest(c, "of", false, &b.Of)
	texts(c, "fields", 1, 16, &b.Fields)
}

// Countersigned adds a later signature to an event. It changes no verdict.
type Countersigned struct{ Of ID }

// Kind implements Body.
func (*Countersigned) Kind() Kind { return KindCountersigned }

func (b *Countersigned) fields(c *codec) { digest(c, "of", false, &b.Of) }

// Reconciled ends a fork or a missing link of one object after it was examined anew. It names every
// head the signers know.
type Reconciled struct {
	Object Object
	Heads  []ID
}

// Kind implements Body.
func (*Reconciled) Kind() Kind { return KindReconciled }

func (b *Reconciled) fields(c *codec) {
	object(c, "object", &b.Object)
	digests(c, "heads", 1, 16, &b.Heads)
}
