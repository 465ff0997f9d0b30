package production

import (
	"errors"
	"sync"

	"github.com/proofhouse/proofhouse/kernel/proof"
	"github.com/proofhouse/proofhouse/ledger"
)

// Bounds of listening.
const (
	// ListenersMax is the most that listen at once.
	ListenersMax = 1024
	// noticesMax is how many notices wait for one listener before it is told to go and come back.
	noticesMax = 32
)

// ErrListeners reports that ListenersMax are listening already.
var ErrListeners = errors.New("too many listeners: come back in a moment")

// NoticeKind is what a Notice is about.
type NoticeKind uint8

// The notices.
const (
	LogGrew NoticeKind = iota + 1
	DeskChanged
	StopCalled
)

// Notice tells a listener that there is something to fetch. It holds no fact a verdict may rest on.
type Notice struct {
	Kind  NoticeKind
	Size  uint64         // Entries under the newest checkpoint, for LogGrew.
	Time  proof.UnixTime // Of that checkpoint.
	Index uint64         // Of the STOP.
	Count int            // Drafts on the desk, for DeskChanged.
}

// Listener receives notices. C is closed when the production closes or when the listener was too
// slow: Lagged tells which, and a lagging page fetches the log and listens anew.
type Listener struct {
	C      <-chan Notice
	c      chan Notice
	from   *listeners
	lagged bool
}

// Lagged reports whether C was closed because notices were missed.
func (l *Listener) Lagged() bool {
	l.from.mu.Lock()
	defer l.from.mu.Unlock()
	return l.lagged
}

// Close ends listening. It may be called at any time, more than once.
func (l *Listener) Close() {
	l.from.mu.Lock()
	defer l.from.mu.Unlock()
	l.from.remove(l)
}

type listeners struct {
	mu     sync.Mutex
	all    map[*Listener]bool
	closed bool
}

// Listen begins to tell about every change from now on. It returns ErrListeners when too many
// listen, and ledger.ErrClosed after Close.
func (p *Production) Listen() (*Listener, error) { return p.listen.add() }

func (ls *listeners) add() (*Listener, error) {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	if ls.closed {
		return nil, ledger.ErrClosed
	}
	if len(ls.all) >= ListenersMax {
		return nil, ErrListeners
	}
	if ls.all == nil {
		ls.all = map[*Listener]bool{}
	}
	l := &Listener{c: make(chan Notice, noticesMax), from: ls}
	l.C = l.c
	ls.all[l] = true
	return l, nil
}

func (ls *listeners) remove(l *Listener) {
	if ls.all[l] {
		delete(ls.all, l)
		close(l.c)
	}
}

func (ls *listeners) close() {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	ls.closed = true
	for l := range ls.all {
		ls.remove(l)
	}
}

// tell never waits: whoever cannot keep up has to fetch everything anyway.
func (ls *listeners) tell(n Notice) {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	for l := range ls.all {
		select {
		case l.c <- n:
		default:
			l.lagged = true
			ls.remove(l)
		}
	}
}

// announce tells about a checkpoint, and about every STOP under it first of all.
func (p *Production) announce(stops []uint64, item proof.TrackItem) {
	for _, index := range stops {
		p.listen.tell(Notice{Kind: StopCalled, Index: index})
	}
	p.listen.tell(Notice{Kind: LogGrew, Size: item.Size, Time: item.Time})
}
