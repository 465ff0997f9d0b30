package production

import (
	"iter"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/ledger"
)

// pull reads entries one at a time. A store that ends early says so.
func pull(entries iter.Seq2[ledger.Entry, error]) (next func() (ledger.Entry, error), stop func()) {
	pulled, stop := iter.Pull2(entries)
	return func() (ledger.Entry, error) {
		e, err, ok := pulled()
		if !ok {
			err = ledger.ErrNoEntry
		}
		return e, err
	}, stop
}

// reopen turns a recorded entry into an opened one. Its signatures were checked before it was
// appended; the caller compares the roots over the leaves with the signed ones and uses nothing of
// it when they differ.
func reopen(envelope []byte) (event.Opened, error) {
	parsed, err := event.Parse(envelope)
	if err != nil {
		return event.Opened{}, err
	}
	v := event.Vouch{Host: reloadHost, Valid: make([]bool, len(parsed.Checks()))}
	for i := range v.Valid {
		v.Valid[i] = true
	}
	return event.Open(parsed, v)
}
