package event

// TrayMax is the most rounds tested as one group: what two people can follow by eye.
const TrayMax = 10

// LotMax is the most rounds one lot or count names.
const LotMax = 1_000_000

// RoundsReceived takes lots into sealed intake containers.
type RoundsReceived struct{ Lots []ReceivedLot }

// ReceivedLot is one delivery as the supplier declares it. A declaration is a claim: a lot of
// dummies stays UNKNOWN until its rounds are tested.
type ReceivedLot struct {
	Lot          LotID
	Nature       Nature
	Construction Construction // For dummies; OTHER when the supplier does not say.
	Load         Load         // For blanks; none otherwise.
	Count        int64
	Container    ContainerID
	Seal         string // The intake seal put on at receipt.
	Lender       string
}

// Kind implements Body.
func (*RoundsReceived) Kind() Kind { return KindRoundsReceived }

func (b *RoundsReceived) fields(c *codec) {
	objects(c, "lots", 1, 40, &b.Lots, func(c *codec, l *ReceivedLot) {
		id(c, "lot", &l.Lot)
		enum(c, "nature", natureNames[:], &l.Nature)
		enum(c, "construction", constructionNames[:], &l.Construction)
		enum(c, "load", loadNames[:], &l.Load)
		num(c, "count", 1, LotMax, &l.Count)
		id(c, "container", &l.Container)
		id(c, "seal", &l.Seal)
		id(c, "lender", &l.Lender)
	})
}

func (b *RoundsReceived) objects() []Object {
	out := make([]Object, 0, len(b.Lots))
	for _, l := range b.Lots {
		out = append(out, l.Container.Object())
	}
	return out
}

// TrayTested says that the handler tested each round of a tray by hand. The number that passed is
// only committed to, so that the watcher counts without seeing it. At prep the rounds go From one
// container To another; for the test at a hand-over Item names the firearm the rounds are in.
type TrayTested struct {
	Tray     TrayID
	Lot      LotID
	From, To ContainerID
	Item     ItemID
	Rounds   int64 // Rounds laid on the tray.
	Tests    []RoundTest
	Passed   ID // CommitNumber of the rounds that passed both tests.
}

// Kind implements Body.
func (*TrayTested) Kind() Kind { return KindTrayTested }

func (b *TrayTested) fields(c *codec) {
	id(c, "tray", &b.Tray)
	id(c, "lot", &b.Lot)
	optID(c, "from", &b.From)
	optID(c, "to", &b.To)
	optID(c, "item", &b.Item)
	num(c, "rounds", 1, TrayMax, &b.Rounds)
	enums(c, "tests", roundTestNames[:], 1, 6, &b.Tests)
	digest(c, "passed", false, &b.Passed)
	atPrep := b.From != "" && b.To != "" && b.Item == ""
	inItem := b.From == "" && b.To == "" && b.Item != ""
	if (c.mode == encoding || c.mode == decoding) && !atPrep && !inItem {
		c.refuse("item", "either from and to, or item")
	}
}

func (b *TrayTested) objects() []Object {
	return []Object{b.Tray.Object(), b.Item.Object(), b.From.Object(), b.To.Object()}
}

// TrayCounted is the watcher's own number of rounds seen to pass. Signed as AD or advisor it is a
// third person's number of the same tray.
type TrayCounted struct {
	Of     ID
	Number int64
}

// Kind implements Body.
func (*TrayCounted) Kind() Kind { return KindTrayCounted }

func (b *TrayCounted) fields(c *codec) {
	digest(c, "of", false, &b.Of)
	num(c, "number", 0, TrayMax, &b.Number)
}

// TrayOpened shows the number the handler had committed to.
type TrayOpened struct {
	Of     ID
	Number int64
	Salt   string // 16 bytes in lower-case hex.
}

// Kind implements Body.
func (*TrayOpened) Kind() Kind { return KindTrayOpened }

func (b *TrayOpened) fields(c *codec) {
	digest(c, "of", false, &b.Of)
	num(c, "number", 0, TrayMax, &b.Number)
	hex16(c, "salt", &b.Salt)
}

// TraysEndorsed is both people's verified signature over the exact list of trays.
type TraysEndorsed struct{ Trays []ID }

// Kind implements Body.
func (*TraysEndorsed) Kind() Kind { return KindTraysEndorsed }

func (b *TraysEndorsed) fields(c *codec) { digests(c, "trays", 1, 64, &b.Trays) }

// RoundsMoved takes rounds from one container to another. It is an opening of both. Rounds that come from
// behind a seal nobody recorded as opened are UNKNOWN until they are tested one by one.
type RoundsMoved struct {
	Lot      LotID
	From, To ContainerID
	Count    int64
}

// Kind implements Body.
func (*RoundsMoved) Kind() Kind { return KindRoundsMoved }

func (b *RoundsMoved) fields(c *codec) {
	id(c, "lot", &b.Lot)
	id(c, "from", &b.From)
	id(c, "to", &b.To)
	num(c, "count", 1, LotMax, &b.Count)
}

func (b *RoundsMoved) objects() []Object { return []Object{b.From.Object(), b.To.Object()} }

// LooseFound says that rounds lay where none should be. Near names what they may have come from
// or gone into.
type LooseFound struct {
	Nature Nature // What it looks like; a guess, and a LIVE guess holds the production.
	Count  int64
	Near   []Object
}

// Kind implements Body.
func (*LooseFound) Kind() Kind { return KindLooseFound }

func (b *LooseFound) fields(c *codec) {
	enum(c, "nature", natureNames[:], &b.Nature)
	num(c, "count", 1, LotMax, &b.Count)
	objs(c, "near", 0, 60, &b.Near)
}

// RoundsCounted is a count of one lot in one container. A count can raise an alarm and never ends
// one: a swap keeps every sum.
type RoundsCounted struct {
	Container ContainerID
	Lot       LotID
	Number    int64
}

// Kind implements Body.
func (*RoundsCounted) Kind() Kind { return KindRoundsCounted }

func (b *RoundsCounted) fields(c *codec) {
	id(c, "container", &b.Container)
	id(c, "lot", &b.Lot)
	num(c, "number", 0, LotMax, &b.Number)
}

// RoundsLost ends the alarm of missing rounds after a search by two people, and keeps the fact.
type RoundsLost struct{ Of ID }

// Kind implements Body.
func (*RoundsLost) Kind() Kind { return KindRoundsLost }

func (b *RoundsLost) fields(c *codec) { digest(c, "of", false, &b.Of) }

// RoundsFound ends the alarm of missing rounds: they were found and lie in quarantine.
type RoundsFound struct {
	Of        ID
	Container ContainerID
}

// Kind implements Body.
func (*RoundsFound) Kind() Kind { return KindRoundsFound }

func (b *RoundsFound) fields(c *codec) {
	digest(c, "of", false, &b.Of)
	id(c, "container", &b.Container)
}

// RoundsDestroyed takes rounds of a container out of the world, or back to their supplier.
type RoundsDestroyed struct {
	Container ContainerID
	Lot       LotID
	Count     int64
}

// Kind implements Body.
func (*RoundsDestroyed) Kind() Kind { return KindRoundsDestroyed }

func (b *RoundsDestroyed) fields(c *codec) {
	id(c, "container", &b.Container)
	id(c, "lot", &b.Lot)
	num(c, "count", 1, LotMax, &b.Count)
}

func (b *RoundsDestroyed) objects() []Object { return []Object{b.Container.Object()} }
