package api

import (
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"github.com/proofhouse/proofhouse/production"
)

// Bounds of asking. An address is only kept in memory, for as long as it asks.
const (
	// signInsEach is how many sign-ins one address may begin in signInSpan: a whole crew may come in
	// through one address.
	signInsEach = 240
	signInSpan  = 10 * time.Minute
	// guessesEach is how many codes one address may try in guessSpan. Package production counts the
	// wrong ones besides.
	guessesEach = 60
	guessSpan   = 10 * time.Minute
	// freshEach is how many fresh checkpoints one address may ask for in freshSpan: a crew that signs,
	// behind one router. The production signs one in five seconds at most, whoever asks.
	freshEach = 600
	freshSpan = time.Minute
	// placesMost bounds how many addresses or people are remembered at once. Beyond it the ones that
	// have refilled are forgotten, and while there are none, newcomers wait.
	placesMost = 4096
	// livesEach is how many live streams an address may hold from which somebody signed in speaks: a
	// set behind one router.
	livesEach = 256
	// strangersEach and strangersMost are how many live streams one other address, and all of them
	// together, may hold.
	strangersEach = 8
	strangersMost = 64
	// seenSpan is how long an address counts as a crew's after somebody signed in spoke from it.
	seenSpan = production.SessionLife
)

// limiter lets each key spend a budget that refills steadily over a span.
type limiter struct {
	mu     sync.Mutex
	budget float64
	span   time.Duration
	now    func() time.Time // Monotonic; the demo's own clock plays no part here.
	left   map[string]bucket
}

type bucket struct {
	left float64
	at   time.Time
}

func newLimiter(budget int64, span time.Duration) *limiter {
	return &limiter{budget: float64(budget), span: span, now: time.Now, left: map[string]bucket{}}
}

// spend takes an amount from a key's budget and reports whether it was there.
func (l *limiter) spend(key string, amount int64) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	b, known := l.left[key]
	if !known {
		if len(l.left) >= placesMost {
			l.forget(now)
		}
		if len(l.left) >= placesMost {
			return false
		}
		b = bucket{left: l.budget, at: now}
	}
	b.left, b.at = l.refilled(b, now), now
	enough := b.left >= float64(amount)
	if enough {
		b.left -= float64(amount)
	}
	l.left[key] = b
	return enough
}

func (l *limiter) refilled(b bucket, now time.Time) float64 {
	return min(l.budget, b.left+l.budget*float64(now.Sub(b.at))/float64(l.span))
}

// forget drops every key whose budget is whole again.
func (l *limiter) forget(now time.Time) {
	for key, b := range l.left {
		if l.refilled(b, now) >= l.budget {
			delete(l.left, key)
		}
	}
}

// limits are the budgets of the classes of routes.
type limits struct {
	signIn *limiter
	guess  *limiter
	fresh  *limiter
}

func newLimits() *limits {
	return &limits{
		signIn: newLimiter(signInsEach, signInSpan), guess: newLimiter(guessesEach, guessSpan),
		fresh: newLimiter(freshEach, freshSpan),
	}
}

// class says which budget a route spends.
type class uint8

const (
	unlimited class = iota
	signingIn
	guessing
	timing
)

// allows spends one from the budget of the route's class.
func (l *limits) allows(c class, r *http.Request) bool {
	switch c {
	case signingIn:
		return l.signIn.spend(place(r), 1)
	case guessing:
		return l.guess.spend(place(r), 1)
	case timing:
		return l.fresh.spend(place(r), 1)
	case unlimited:
	}
	return true
}

// place is where a request comes from: the peer's address without its port, of IPv6 the /64, whose
// addresses one host takes as it likes (RFC 8981). A server on this machine that stands before the
// box, with the production's certificate, says whom it speaks for; nobody else's word is taken for
// it. A place is never logged.
func place(r *http.Request) string {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	if said := r.Header.Values("X-Forwarded-For"); peer.Addr().IsLoopback() && len(said) > 0 {
		last := said[len(said)-1]
		if at := strings.LastIndexByte(last, ','); at >= 0 {
			last = last[at+1:]
		}
		if addr, err := netip.ParseAddr(strings.TrimSpace(last)); err == nil {
			return network(addr)
		}
	}
	return network(peer.Addr())
}

func network(addr netip.Addr) string {
	addr = addr.Unmap()
	if around, err := addr.Prefix(64); err == nil && addr.Is6() {
		return around.String()
	}
	return addr.String()
}

// streams counts live streams, so that strangers cannot take the places of people at work: they
// have few of their own. Whom a stream is for is told by its address, because a browser's stream
// carries no token: an address somebody signed in speaks from is a crew's.
type streams struct {
	mu        sync.Mutex
	now       func() time.Time // Monotonic, as above.
	open      map[string]int   // Streams by address.
	strangers int              // Streams that began from an address nobody had signed in from.
	crew      int              // The others.
	seen      map[string]time.Time
}

func newStreams() *streams {
	return &streams{now: time.Now, open: map[string]int{}, seen: map[string]time.Time{}}
}

// saw remembers that somebody signed in speaks from an address.
func (l *streams) saw(from string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	if _, known := l.seen[from]; !known && len(l.seen) >= placesMost {
		for place, at := range l.seen {
			if now.Sub(at) > seenSpan {
				delete(l.seen, place)
			}
		}
		if len(l.seen) >= placesMost {
			return
		}
	}
	l.seen[from] = now
}

// enter takes a place for one stream and returns how to give it back, nil when none was free.
func (l *streams) enter(from string) (leave func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	at, known := l.seen[from]
	all, most, each := &l.strangers, strangersMost, strangersEach
	if known && l.now().Sub(at) <= seenSpan {
		all, most, each = &l.crew, production.ListenersMax-strangersMost, livesEach
	}
	if *all >= most || l.open[from] >= each {
		return nil
	}
	*all++
	l.open[from]++
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		*all--
		if l.open[from]--; l.open[from] <= 0 {
			delete(l.open, from)
		}
	}
}
