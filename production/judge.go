package production

import (
	"fmt"

	"github.com/proofhouse/proofhouse/kernel/proof"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// packSet is every rule pack this build has, read once.
type packSet struct {
	packs []*verdict.Pack
	bytes [][]byte
}

func (s *packSet) read(all [][]byte) error {
	for i, b := range all {
		pack, err := verdict.ParsePack(b)
		if err != nil {
			return fmt.Errorf("rule pack %d: %w", i, err)
		}
		s.packs = append(s.packs, pack)
		s.bytes = append(s.bytes, b)
	}
	return nil
}

// Judge answers a question about everything recorded up to now. It never fails: whatever goes wrong
// is a HOLD that says so.
func (p *Production) Judge(q verdict.Question) verdict.Verdict {
	p.mu.RLock()
	defer p.mu.RUnlock()
	if p.fault != nil {
		return verdict.Judge(nil, q, p.packs.packs, state.Interval{Earliest: state.Past, Latest: state.Future})
	}
	return verdict.Judge(p.known, q, p.packs.packs, p.now())
}

// Interval returns what the server knows about the present: its clock with two seconds on either
// side, and nothing above the newest checkpoint once the clock reads earlier than that.
func (p *Production) Interval() state.Interval {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.now()
}

func (p *Production) now() state.Interval {
	at := p.cfg.Clock().Unix()
	newest, ok := p.known.Newest()
	switch {
	case p.ledger.Head().ClockFault, at <= 0, ok && at < newest.Time-proof.ClockSlackSec:
		from := state.Past
		if ok {
			from = newest.Time
		}
		return state.Interval{Earliest: from, Latest: state.Future}
	case ok:
		return state.Interval{Earliest: max(at-proof.ClockSlackSec, newest.Time), Latest: max(at, newest.Time) + proof.ClockSlackSec}
	}
	return state.Interval{Earliest: at - proof.ClockSlackSec, Latest: at + proof.ClockSlackSec}
}

// Packs returns the bytes of every pack this build has, for phones that judge by the same ones.
func (p *Production) Packs() [][]byte { return p.packs.bytes }
