package production

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"sync"
	"time"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/proof"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/ledger"
	"github.com/proofhouse/proofhouse/passkey"
)

// FreshAfter is the age from which Fresh signs a new checkpoint.
const FreshAfter = 5 * time.Second

// Config says what a production works with. Store, Checkpoints, Signer, Clock and Log are required.
type Config struct {
	Store       ledger.Store
	Checkpoints ledger.CheckpointStore
	Signer      *ledger.Signer
	// Hub is the device key of the box itself, which signs a STOP nobody signed in for. Without it
	// Stop is refused.
	Hub *passkey.Key
	// Clock is the server's clock.
	Clock func() time.Time
	// Packs are the bytes of every rule pack this build has. A production adopts some of them by
	// digest; the others are left alone.
	Packs [][]byte
	Log   *slog.Logger
	// AllowDemo admits a production whose software keys stand for people.
	AllowDemo bool
	// RP and Origins, when given, are what a new production has to be opened with.
	RP      string
	Origins []string
}

func (c *Config) check() error {
	if c.Store == nil || c.Checkpoints == nil || c.Signer == nil || c.Clock == nil || c.Log == nil {
		return errors.New("config: store, checkpoints, signer, clock and log are required")
	}
	return nil
}

// ErrDemo reports a demo production that was to be opened where demo identities are refused.
var ErrDemo = errors.New("this is a demo production: its identities are software keys, " +
	"open it with the demo command")

// ErrFold reports entries that the fold could not take. Reading goes on; every verdict is a HOLD.
var ErrFold = errors.New("fold and ledger disagree")

// Production is one open production. It must be closed.
type Production struct {
	cfg    Config
	ledger *ledger.Ledger
	packs  packSet
	checks chan struct{} // Bounds the signature checks that run at once.

	inflight inflight
	listen   listeners
	refused  refusals
	desk     desk
	sessions sessions
	vouchers vouchers

	// writing belongs to the ledger's one writer: Admit and Committed never run at once.
	writing struct {
		admitted int // Entries admitted to the batch under way.
	}

	mu    sync.RWMutex // Guards what follows; only the writer changes it.
	known *state.State
	keys  keyring
	track proof.Track
	fault error // Set once fold and ledger disagree.
}

// Open goes on with a production. It computes every leaf and root again and folds the whole log; it
// does not repeat the signature checks. It returns ErrDemo for a demo production unless
// Config.AllowDemo, and the errors of ledger.Open where the stores do not belong together.
func Open(ctx context.Context, cfg Config) (*Production, error) {
	return open(ctx, cfg, ledger.Open)
}

func open(
	ctx context.Context, cfg Config, begin func(context.Context, ledger.Config) (*ledger.Ledger, error),
) (*Production, error) {
	if err := cfg.check(); err != nil {
		return nil, fmt.Errorf("open production: %w", err)
	}
	p := &Production{
		cfg:    cfg,
		checks: make(chan struct{}, runtime.GOMAXPROCS(0)),
		known:  state.New(),
		keys:   newKeyring(),
	}
	if err := p.packs.read(cfg.Packs); err != nil {
		return nil, fmt.Errorf("open production: %w", err)
	}
	l, err := begin(ctx, ledger.Config{
		Store: cfg.Store, Checkpoints: cfg.Checkpoints, Signer: cfg.Signer, Clock: cfg.Clock,
		TickEvery: FreshAfter,
		Hooks:     ledger.Hooks{Admit: p.admit, Committed: p.committed},
	})
	if err != nil {
		return nil, fmt.Errorf("open production: %w", err)
	}
	p.ledger = l
	if err := p.load(ctx); err != nil {
		return nil, fmt.Errorf("open production: %w", errors.Join(err, l.Close()))
	}
	if p.known.Demo() && !cfg.AllowDemo {
		return nil, fmt.Errorf("open production: %w", errors.Join(ErrDemo, l.Close()))
	}
	p.vouchers.codes, p.vouchers.guesses = map[string]*enrolment{}, map[string]guesses{}
	if err := errors.Join(p.loadDesk(ctx), p.loadSessions(ctx)); err != nil {
		return nil, fmt.Errorf("open production: %w", errors.Join(err, l.Close()))
	}
	return p, nil
}

// Close ends the production: what is already with the writer is recorded, listeners are told to go.
// The stores are the caller's and stay open.
func (p *Production) Close() error {
	err := p.ledger.Close()
	p.listen.close()
	if err != nil {
		return fmt.Errorf("close production: %w", err)
	}
	return nil
}

// View lets f read what is known. F must not keep the State nor anything in it that is not a value,
// must not change it, and must not call Record: nothing is recorded while it runs.
func (p *Production) View(f func(*state.State)) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	f(p.known)
}

// Opened returns how the production was opened, nil before its first entry.
func (p *Production) Opened() *event.ProductionOpened {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.known.Production()
}

// ID returns the production's id, empty before its first entry.
func (p *Production) ID() event.ProductionID {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.known.ProductionID()
}

// Demo reports whether software keys stand for people here.
func (p *Production) Demo() bool {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.known.Demo()
}

// Keys returns the public keys of the log and of its clock.
func (p *Production) Keys() proof.Keys { return p.ledger.Keys() }

// Head returns the newest signed checkpoint.
func (p *Production) Head() proof.TrackItem { return p.ledger.Head() }

// ClockFault reports whether the clock reads earlier than it already did, so that checkpoints carry
// no time and every verdict is a HOLD.
func (p *Production) ClockFault() bool { return p.ledger.Head().ClockFault }

// Err returns what made the ledger or the fold stop, nil while both work.
func (p *Production) Err() error {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return errors.Join(p.ledger.Err(), p.fault)
}

// Now returns the server's clock, for answers that tell a phone the time.
func (p *Production) Now() time.Time { return p.cfg.Clock() }
