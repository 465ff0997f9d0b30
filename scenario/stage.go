package scenario

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/ledger"
	"github.com/proofhouse/proofhouse/production"
)

// storyLog names the log of a story; nobody else ever sees it.
const storyLog = "set.example/story"

// epoch is before every story: no story may be dated earlier.
var epoch = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)

// Begin opens an empty production in an empty folder on a story's clock, with everything real but
// the time; create is what MakeProps asks for. The caller closes the stage.
func Begin[S ledger.Store](
	ctx context.Context, dir string, create func(context.Context, string, string) (S, error),
) (*Stage, error) {
	props, err := MakeProps(ctx, dir, storyLog, create)
	if err != nil {
		return nil, fmt.Errorf("begin stage: %w", err)
	}
	clock := NewClock(epoch)
	p, err := production.Begin(ctx, props.Config(clock.Now))
	if err != nil {
		return nil, fmt.Errorf("begin stage: %w", errors.Join(err, props.Close()))
	}
	return &Stage{
		Production: p, Clock: clock, Opening: termsOf(p), Person: NewCast(false).Person, props: props,
	}, nil
}

// Close closes what Begin opened.
func (s *Stage) Close() error { return errors.Join(s.Production.Close(), s.props.Close()) }

// termsOf fills in what the box knows and no story can: the log's keys and its own.
func termsOf(p *production.Production) func(*event.ProductionOpened) {
	return func(b *event.ProductionOpened) {
		t := p.Terms()
		b.LogOrigin, b.Hub = t.LogOrigin, t.Hub
		b.LogKey, b.ClockKey = t.Keys.Log.String(), t.Keys.Clock.String()
	}
}
