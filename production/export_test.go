package production

// Queued returns how many callers of Record wait for the one writer.
func Queued(p *Production) int { return p.ledger.Waiting() }
