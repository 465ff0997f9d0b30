package event

// The exact placement of a plan lies in a frame of the plan's own: x to the right and y ahead of
// whoever drew it, in millimetres. Directions are centidegrees counter-clockwise from x. A person is
// the point of them that is nearest to the muzzle.

// Where is in which of six standard zones somebody stands, seen from behind the muzzle. Each is 60
// degrees wide, and ahead is centred on the aim.
type Where uint8

// The zones.
const (
	NoWhere Where = iota
	Ahead
	AheadLeft
	AheadRight
	LeftSide
	RightSide
	Behind
)

var whereNames = [...]string{"", "ahead", "ahead-left", "ahead-right", "left", "right", "behind"}

// String returns the zone's name in the format.
func (w Where) String() string { return name(whereNames[:], int(w)) }

// WhereOf reads a zone's name; NoWhere when there is none of that name.
func WhereOf(s string) Where { return Where(find(whereNames[:], s)) }

// Muzzle is one place from which an item is used. Swing is how far the muzzle may turn from its aim
// to either side; half a turn is in every direction.
type Muzzle struct {
	Item      ItemID
	XMM, YMM  int64
	AimCdeg   int64
	SwingCdeg int64
}

// Placed is where a person stands.
type Placed struct {
	Person   PersonID
	XMM, YMM int64
}

// CameraMark is where a camera stands, and who is at it. Nobody is at a remote one.
type CameraMark struct {
	Person   PersonID
	XMM, YMM int64
}

// StopType is what a stop is.
type StopType uint8

// The stops.
const (
	NoStop StopType = iota
	ShieldStop
	BackstopStop
)

var stopNames = [...]string{"", "shield", "backstop"}

// String returns the stop's name in the format.
func (s StopType) String() string { return name(stopNames[:], int(s)) }

// StopTypeOf reads a stop's name; NoStop when there is none of that name.
func StopTypeOf(s string) StopType { return StopType(find(stopNames[:], s)) }

// Stop is a straight shield or backstop from one end to the other.
type Stop struct {
	What             StopType
	FromXMM, FromYMM int64
	ToXMM, ToYMM     int64
}

// Bounds of a plan's placement.
const (
	// MuzzlesMax is the most muzzle marks of one plan.
	MuzzlesMax = 40
	// PlacedMax is the most people placed in one plan.
	PlacedMax = 60
	// CamerasMax is the most cameras of one plan.
	CamerasMax = 20
	// StopsMax is the most shields and backstops of one plan.
	StopsMax = 40
)

func (b *ScenePlanned) placement(c *codec) {
	point := func(c *codec, x, y string, xMM, yMM *int64) {
		num(c, x, 0, DistanceMaxMM, xMM)
		num(c, y, 0, DistanceMaxMM, yMM)
	}
	objects(c, "muzzles", 0, MuzzlesMax, &b.Muzzles, func(c *codec, m *Muzzle) {
		id(c, "item", &m.Item)
		point(c, "x_mm", "y_mm", &m.XMM, &m.YMM)
		num(c, "aim_cdeg", 0, TurnCdeg-1, &m.AimCdeg)
		num(c, "swing_cdeg", 0, TurnCdeg/2, &m.SwingCdeg)
	})
	objects(c, "placed", 0, PlacedMax, &b.Placed, func(c *codec, p *Placed) {
		id(c, "person", &p.Person)
		point(c, "x_mm", "y_mm", &p.XMM, &p.YMM)
	})
	objects(c, "cameras", 0, CamerasMax, &b.Cameras, func(c *codec, m *CameraMark) {
		optID(c, "person", &m.Person)
		point(c, "x_mm", "y_mm", &m.XMM, &m.YMM)
	})
	objects(c, "stops", 0, StopsMax, &b.Stops, func(c *codec, s *Stop) {
		enum(c, "what", stopNames[:], &s.What)
		point(c, "from_x_mm", "from_y_mm", &s.FromXMM, &s.FromYMM)
		point(c, "to_x_mm", "to_y_mm", &s.ToXMM, &s.ToYMM)
	})
}
