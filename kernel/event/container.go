package event

// ContainerKind is what sort of thing a container is.
type ContainerKind uint8

// The container kinds. Locker and Safe lock; Quarantine and Intake hold UNKNOWN rounds without
// holding the whole production.
const (
	NoContainer ContainerKind = iota
	Box
	Belt
	Bag
	Locker
	Cart
	Quarantine
	Intake
)

var containerNames = [...]string{"", "box", "belt", "bag", "locker", "cart", "quarantine", "intake"}

// String returns the container kind's name in the format.
func (k ContainerKind) String() string { return name(containerNames[:], int(k)) }

// ContainerKindOf reads a container kind's name; NoContainer when there is none of that name.
func ContainerKindOf(s string) ContainerKind { return ContainerKind(find(containerNames[:], s)) }

// ContainerRegistered begins the life of a container.
type ContainerRegistered struct {
	Container ContainerID
	What      ContainerKind
}

// Kind implements Body.
func (*ContainerRegistered) Kind() Kind { return KindContainerRegistered }

func (b *ContainerRegistered) fields(c *codec) {
	id(c, "container", &b.Container)
	enum(c, "what", containerNames[:], &b.What)
}

func (b *ContainerRegistered) objects() []Object { return []Object{b.Container.Object()} }

// ContainerSealed closes a container with a numbered seal, or locks one that locks.
type ContainerSealed struct {
	Container ContainerID
	Seal      string // The number on the seal or the lock.
}

// Kind implements Body.
func (*ContainerSealed) Kind() Kind { return KindContainerSealed }

func (b *ContainerSealed) fields(c *codec) {
	id(c, "container", &b.Container)
	id(c, "seal", &b.Seal)
}

func (b *ContainerSealed) objects() []Object { return []Object{b.Container.Object()} }

// ContainerOpened breaks a seal. Seal is the number the handler read; a number other than the one
// on record says that somebody was there before.
type ContainerOpened struct {
	Container ContainerID
	Seal      string
}

// Kind implements Body.
func (*ContainerOpened) Kind() Kind { return KindContainerOpened }

func (b *ContainerOpened) fields(c *codec) {
	id(c, "container", &b.Container)
	id(c, "seal", &b.Seal)
}

func (b *ContainerOpened) objects() []Object { return []Object{b.Container.Object()} }

// ContainerMoved takes a container to another place of work.
type ContainerMoved struct {
	Container ContainerID
	Place     PlaceID
}

// Kind implements Body.
func (*ContainerMoved) Kind() Kind { return KindContainerMoved }

func (b *ContainerMoved) fields(c *codec) {
	id(c, "container", &b.Container)
	id(c, "place", &b.Place)
}

func (b *ContainerMoved) objects() []Object { return []Object{b.Container.Object()} }

// Unattended says that objects were out of every handler's sight and neither sealed nor locked.
// Nothing releases it: what was checked before has to be checked again.
type Unattended struct{ Objects []Object }

// Kind implements Body.
func (*Unattended) Kind() Kind { return KindUnattended }

func (b *Unattended) fields(c *codec) { objs(c, "objects", 1, 60, &b.Objects) }
