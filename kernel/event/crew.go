package event

// CrewListed is the roster as the office knows it: ids, departments, proposed roles. Names and
// contacts are openings named after the person's id.
type CrewListed struct{ People []ListedPerson }

// ListedPerson is one row of the roster.
type ListedPerson struct {
	Person     PersonID
	Department Department
	Proposed   Role
}

// Kind implements Body.
func (*CrewListed) Kind() Kind { return KindCrewListed }

func (b *CrewListed) fields(c *codec) {
	objects(c, "people", 1, 128, &b.People, func(c *codec, p *ListedPerson) {
		id(c, "person", &p.Person)
		enum(c, "department", departmentNames[:], &p.Department)
		enum(c, "proposed", roleNames[:], &p.Proposed)
	})
}

// CrewEnrolled gives a person their first key. The person signs it with that key and each voucher,
// who met them in person, signs it too.
type CrewEnrolled struct {
	Person     PersonID
	Department Department
	Key        PublicKey
	Vouchers   []PersonID // One to three enrolled people outside the office.
}

// Kind implements Body.
func (*CrewEnrolled) Kind() Kind { return KindCrewEnrolled }

func (b *CrewEnrolled) fields(c *codec) {
	id(c, "person", &b.Person)
	enum(c, "department", departmentNames[:], &b.Department)
	pubKey(c, "key", &b.Key)
	ids(c, "vouchers", 1, 3, &b.Vouchers)
}

// KeyAdded gives an enrolled person a further passkey, signed with one they have.
type KeyAdded struct {
	Person PersonID
	Key    PublicKey
}

// Kind implements Body.
func (*KeyAdded) Kind() Kind { return KindKeyAdded }

func (b *KeyAdded) fields(c *codec) {
	id(c, "person", &b.Person)
	pubKey(c, "key", &b.Key)
}

// KeyRevoked makes every act a key signed from a log index on UNKNOWN for verdicts.
type KeyRevoked struct {
	Person PersonID
	Key    PublicKey
	Since  int64 // First log index that no longer counts.
}

// Kind implements Body.
func (*KeyRevoked) Kind() Kind { return KindKeyRevoked }

func (b *KeyRevoked) fields(c *codec) {
	id(c, "person", &b.Person)
	pubKey(c, "key", &b.Key)
	num(c, "since", 0, IntMax, &b.Since)
}

// Appointed gives a person a role on the production. A role is not a credential: a handler also
// needs the records that Credential carries.
type Appointed struct {
	Person PersonID
	Role   Role
}

// Kind implements Body.
func (*Appointed) Kind() Kind { return KindAppointed }

func (b *Appointed) fields(c *codec) {
	id(c, "person", &b.Person)
	enum(c, "role", roleNames[:], &b.Role)
}

// CredentialKind is what somebody's paper says they may do or have learned.
type CredentialKind uint8

// The credentials rules ask for.
const (
	NoCredential      CredentialKind = iota
	HandlerPermit                    // Entertainment firearms permit or dangerous weapons permit.
	HandlerTraining                  // Knowledge and experience as the bulletin wants.
	WatcherTraining                  // Taught what to count and when to say no.
	FirearmsCourse                   // The firearms safety course (Labor Code section 9156).
	MedicLicence                     // Medical personnel.
	AdvisorTraining                  // Safety advisor training.
	PerformerTraining                // Trained on firearms by a handler, who signs it.
)

var credentialNames = [...]string{
	"", "handler-permit", "handler-training", "watcher-training", "firearms-course",
	"medic-licence", "advisor-training", "performer-training",
}

// String returns the credential's name in the format.
func (k CredentialKind) String() string { return name(credentialNames[:], int(k)) }

// CredentialOf reads a credential's name; NoCredential when there is none of that name.
func CredentialOf(s string) CredentialKind { return CredentialKind(find(credentialNames[:], s)) }

// Credential says that the signer saw these people's papers. Number and issuer are openings.
type Credential struct {
	What    CredentialKind
	People  []PersonID
	Expires Day // Empty when the paper has no end.
}

// Kind implements Body.
func (*Credential) Kind() Kind { return KindCredential }

func (b *Credential) fields(c *codec) {
	enum(c, "what", credentialNames[:], &b.What)
	ids(c, "people", 1, 200, &b.People)
	optDay(c, "expires", &b.Expires)
}

// DutyOpened puts a person on duty in one role and enrols the device key for the session.
type DutyOpened struct {
	Person PersonID
	Role   Role
	Unit   UnitID
	Device PublicKey
}

// Kind implements Body.
func (*DutyOpened) Kind() Kind { return KindDutyOpened }

func (b *DutyOpened) fields(c *codec) {
	id(c, "person", &b.Person)
	enum(c, "role", roleNames[:], &b.Role)
	id(c, "unit", &b.Unit)
	pubKey(c, "device", &b.Device)
}

// DutyContinued wakes a device key that had locked after fifteen idle minutes: same duty, one
// verified prompt.
type DutyContinued struct {
	Person PersonID
	Device PublicKey
}

// Kind implements Body.
func (*DutyContinued) Kind() Kind { return KindDutyContinued }

func (b *DutyContinued) fields(c *codec) {
	id(c, "person", &b.Person)
	pubKey(c, "device", &b.Device)
}

// DutyEnd is why a duty ended.
type DutyEnd uint8

// The ends of a duty.
const (
	NoDutyEnd DutyEnd = iota
	ByRelief
	ByMeal
	ByLockUp
	ByTime
	ByWrap
)

var dutyEndNames = [...]string{"", "relief", "meal", "lock-up", "time", "wrap"}

// String returns the end's name in the format.
func (d DutyEnd) String() string { return name(dutyEndNames[:], int(d)) }

// DutyEndOf reads an end's name; NoDutyEnd when there is none of that name.
func DutyEndOf(s string) DutyEnd { return DutyEnd(find(dutyEndNames[:], s)) }

// DutyClosed takes a person off duty.
type DutyClosed struct {
	Person PersonID
	Why    DutyEnd
}

// Kind implements Body.
func (*DutyClosed) Kind() Kind { return KindDutyClosed }

func (b *DutyClosed) fields(c *codec) {
	id(c, "person", &b.Person)
	enum(c, "why", dutyEndNames[:], &b.Why)
}

// OtherDuty says that somebody was also given work that is not theirs while handling firearms.
type OtherDuty struct{ Person PersonID }

// Kind implements Body.
func (*OtherDuty) Kind() Kind { return KindOtherDuty }

func (b *OtherDuty) fields(c *codec) { id(c, "person", &b.Person) }

// OtherDutyEnded takes the other work away again.
type OtherDutyEnded struct{ Person PersonID }

// Kind implements Body.
func (*OtherDutyEnded) Kind() Kind { return KindOtherDutyEnded }

func (b *OtherDutyEnded) fields(c *codec) { id(c, "person", &b.Person) }

// Relieved passes custody of named items and containers from one handler to the next in person.
type Relieved struct {
	From, To   PersonID
	Items      []ItemID
	Containers []ContainerID
}

// Kind implements Body.
func (*Relieved) Kind() Kind { return KindRelieved }

func (b *Relieved) fields(c *codec) {
	id(c, "from", &b.From)
	id(c, "to", &b.To)
	ids(c, "items", 0, 60, &b.Items)
	ids(c, "containers", 0, 60, &b.Containers)
}

func (b *Relieved) objects() []Object {
	return append(itemObjects(b.Items), containerObjects(b.Containers)...)
}

// Departed says that a person left the production, and nothing more than the day.
type Departed struct {
	Person PersonID
	Day    Day
}

// Kind implements Body.
func (*Departed) Kind() Kind { return KindDeparted }

func (b *Departed) fields(c *codec) {
	id(c, "person", &b.Person)
	day(c, "day", &b.Day)
}

func itemObjects(items []ItemID) []Object {
	out := make([]Object, 0, len(items))
	for _, i := range items {
		out = append(out, i.Object())
	}
	return out
}

func containerObjects(containers []ContainerID) []Object {
	out := make([]Object, 0, len(containers))
	for _, b := range containers {
		out = append(out, b.Object())
	}
	return out
}
