package event

// ConcernRaised is a named concern that holds what it is about until it is answered. The text is
// an opening; Subject is the person it is about, who may not answer it.
type ConcernRaised struct {
	Scene   SceneID // Empty when the concern is not about one scene.
	Item    ItemID  // Empty when the concern is not about one item.
	Subject PersonID
}

// Kind implements Body.
func (*ConcernRaised) Kind() Kind { return KindConcernRaised }

func (b *ConcernRaised) fields(c *codec) {
	optID(c, "scene", &b.Scene)
	optID(c, "item", &b.Item)
	optID(c, "subject", &b.Subject)
}

// ConcernAction is what was done about a concern.
type ConcernAction uint8

// The typed actions.
const (
	NoAction ConcernAction = iota
	Changed
	Stopped
	Explained
	Investigated
)

var actionNames = [...]string{"", "changed", "stopped", "explained", "investigated"}

// ConcernActionOf reads an action's name; NoAction when there is none of that name.
func ConcernActionOf(s string) ConcernAction { return ConcernAction(find(actionNames[:], s)) }

// ConcernAnswered ends a concern: a recipient who is not its subject, and the hazard's owner.
type ConcernAnswered struct {
	Of     ID
	Action ConcernAction
}

// Kind implements Body.
func (*ConcernAnswered) Kind() Kind { return KindConcernAnswered }

func (b *ConcernAnswered) fields(c *codec) {
	digest(c, "of", false, &b.Of)
	enum(c, "action", actionNames[:], &b.Action)
}

// StopCalled stops a unit. Anybody may say it; the hub's key signs for a page nobody signed in to.
type StopCalled struct{ Unit UnitID }

// Kind implements Body.
func (*StopCalled) Kind() Kind { return KindStopCalled }

func (b *StopCalled) fields(c *codec) { id(c, "unit", &b.Unit) }

// StopReceived says who has heard a STOP.
type StopReceived struct{ Of ID }

// Kind implements Body.
func (*StopReceived) Kind() Kind { return KindStopReceived }

func (b *StopReceived) fields(c *codec) { digest(c, "of", false, &b.Of) }

// Restarted ends every STOP it names: the hazard's owner and another. What changed is an opening.
type Restarted struct{ Of []ID }

// Kind implements Body.
func (*Restarted) Kind() Kind { return KindRestarted }

func (b *Restarted) fields(c *codec) { digests(c, "of", 1, 64, &b.Of) }

// Withheld is "not with this, not now", without a reason. It names an item, a scene or both, and for
// whom it was said when somebody else records it.
type Withheld struct {
	Item    ItemID
	Scene   SceneID
	SaidFor PersonID // Who said it to the signer; empty when the signer says it.
}

// Kind implements Body.
func (*Withheld) Kind() Kind { return KindWithheld }

func (b *Withheld) fields(c *codec) {
	optID(c, "item", &b.Item)
	optID(c, "scene", &b.Scene)
	optID(c, "said_for", &b.SaidFor)
	if (c.mode == encoding || c.mode == decoding) && b.Item == "" && b.Scene == "" {
		c.refuse("item", "an item, a scene or both")
	}
}

// WithheldLifted ends a withheld. Only the person who said it can; for one without a device the handler
// who recorded it, together with another person who heard it taken back.
type WithheldLifted struct{ Of ID }

// Kind implements Body.
func (*WithheldLifted) Kind() Kind { return KindWithheldLifted }

func (b *WithheldLifted) fields(c *codec) { digest(c, "of", false, &b.Of) }

// HoldAccepted says that a handler on duty and the AD saw one reason of a HOLD and went on all the
// same. It names the reason by what makes it one: its key and what fills its sentence. The verdict
// stays HOLD and says by whom it was accepted; which reasons can be accepted at all is fixed in the
// kernel (docs/spec/verdict.md).
type HoldAccepted struct {
	Unit   UnitID
	Day    Day    // The unit's shooting day; tomorrow the reason is asked about again.
	Reason string // The key of the reason, for example meeting.absent.
	Scene  SceneID
	Item   ItemID
	Person PersonID
	Detail string // The free word of the reason, a topic for example.
}

// Kind implements Body.
func (*HoldAccepted) Kind() Kind { return KindHoldAccepted }

func (b *HoldAccepted) fields(c *codec) {
	id(c, "unit", &b.Unit)
	day(c, "day", &b.Day)
	id(c, "reason", &b.Reason)
	optID(c, "scene", &b.Scene)
	optID(c, "item", &b.Item)
	optID(c, "person", &b.Person)
	optID(c, "detail", &b.Detail)
}

// AcceptanceRefused is the safety advisor's no to an acceptance. It cannot be given again that day.
type AcceptanceRefused struct{ Of ID }

// Kind implements Body.
func (*AcceptanceRefused) Kind() Kind { return KindAcceptanceRefused }

func (b *AcceptanceRefused) fields(c *codec) { digest(c, "of", false, &b.Of) }

// IncidentDeclared holds the production until the incident is closed with cause and correction.
type IncidentDeclared struct {
	Item ItemID // Empty when no single item is meant.
}

// Kind implements Body.
func (*IncidentDeclared) Kind() Kind { return KindIncidentDeclared }

func (b *IncidentDeclared) fields(c *codec) { optID(c, "item", &b.Item) }

// IncidentSecured records what a handler moved or opened to make things harmless after an incident.
type IncidentSecured struct {
	Of      ID
	Objects []Object
}

// Kind implements Body.
func (*IncidentSecured) Kind() Kind { return KindIncidentSecured }

func (b *IncidentSecured) fields(c *codec) {
	digest(c, "of", false, &b.Of)
	objs(c, "objects", 1, 60, &b.Objects)
}

// IncidentClosed ends an incident or an unplanned discharge: cause and correction are openings.
type IncidentClosed struct{ Of ID }

// Kind implements Body.
func (*IncidentClosed) Kind() Kind { return KindIncidentClosed }

func (b *IncidentClosed) fields(c *codec) { digest(c, "of", false, &b.Of) }
