package production

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/proofhouse/proofhouse/intake"
	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/ledger"
)

// The codes of a row that intake could read and that cannot become part of an act.
const (
	RowIdentifier intake.Code = "row-identifier"
	RowChambers   intake.Code = "row-chambers"
	RowTwice      intake.Code = "row-twice"
)

// Import is what an imported file would add. Nothing is recorded until somebody signs: a list is a
// claim by whoever sent it.
type Import struct {
	Acts     []ImportAct
	New      int              // Rows that are not on record.
	Changed  int              // Rows on record that say something else now.
	Known    int              // Rows on record as they are.
	Problems []intake.Problem // Rows that cannot become part of an act.
}

// ImportAct is one act that people have to sign: as many as its kind asks for.
type ImportAct struct {
	Body     event.Body
	Openings []ledger.Opening
}

// Act returns the act as these people sign it.
func (a ImportAct) Act(signers ...event.Signer) Act {
	return Act{Body: a.Body, Openings: a.Openings, Signers: signers}
}

// LeaveImport puts every act of an import on the desks of the people who sign it there, each on their
// own. It returns how many it left.
func (p *Production) LeaveImport(ctx context.Context, acts []ImportAct, signers ...event.Signer) (int, error) {
	for n, a := range acts {
		payload, err := p.Draft(a.Act(signers...))
		if err != nil {
			return n, err
		}
		if err := p.Leave(ctx, payload, a.Openings, ""); err != nil {
			return n, err
		}
	}
	return len(acts), nil
}

// SignersError says that the people named cannot sign an act, or that nobody can.
type SignersError struct {
	Named event.PersonID   // Empty when nobody was named who is left over.
	Role  event.Role       // The first role that nobody fills; NoRole when every one is filled.
	Can   []event.PersonID // Who could sign in any of the act's places.
}

// Error implements error.
func (e *SignersError) Error() string {
	if e.Named != "" {
		return fmt.Sprintf("signers: %s is not among who can sign: %v", e.Named, e.Can)
	}
	return fmt.Sprintf("signers: nobody who counts as another person can sign as %s", e.Role)
}

// SignersOf picks who signs acts of a kind: for each signature it asks for, the first of those named
// who can give it, or else the first who can at all. Those picked count as two people, and who signs as
// a watcher has papers that say so. It returns a *SignersError when nobody can, or when somebody
// named is left over.
func (p *Production) SignersOf(kind event.Kind, named ...event.PersonID) ([]event.Signer, error) {
	var out []event.Signer
	var can []event.PersonID
	left := slices.Clone(named)
	for _, need := range kind.Needs() {
		holders := p.holders(need, out)
		for _, g := range holders {
			if !slices.Contains(can, g.Person) {
				can = append(can, g.Person)
			}
		}
		if len(holders) == 0 {
			return nil, &SignersError{Role: need.Roles[0], Can: can}
		}
		at := slices.IndexFunc(holders, func(g event.Signer) bool { return slices.Contains(left, g.Person) })
		if at >= 0 {
			left = slices.DeleteFunc(left, func(who event.PersonID) bool { return who == holders[at].Person })
		}
		out = append(out, holders[max(at, 0)])
	}
	if len(left) > 0 {
		return nil, &SignersError{Named: left[0], Can: can}
	}
	return out, nil
}

// holders returns who can give one signature beside others, in the order of its roles and then of ids.
func (p *Production) holders(need event.Need, beside []event.Signer) []event.Signer {
	var out []event.Signer
	p.View(func(known *state.State) {
		for _, role := range need.Roles {
			for _, person := range known.People() {
				other := func(g event.Signer) bool { return !known.TwoPeople(g.Person, person.ID) }
				if person.Departed != state.NoIndex || !known.Holds(person.ID, role) ||
					role == event.Watcher && !known.MayWatch(person.ID) || slices.ContainsFunc(beside, other) {
					continue
				}
				out = append(out, event.Signer{Person: person.ID, Role: role, How: event.Verified})
			}
		}
	})
	return out
}

// batcher cuts rows into acts that stay within the bounds of one.
type batcher struct {
	rows, openings, bytes int
}

// fits reports whether one more row stays within the bounds, and counts it if it does.
func (b *batcher) fits(most int, openings []ledger.Opening) bool {
	n := 0
	for _, o := range openings {
		n += len(o.Value)
	}
	if b.rows > 0 && (b.rows == most || b.openings+len(openings) > event.OpeningsMax ||
		b.bytes+n > ledger.OpeningsBytesMax) {
		*b = batcher{}
		b.fits(most, openings)
		return false
	}
	b.rows, b.openings, b.bytes = b.rows+1, b.openings+len(openings), b.bytes+n
	return true
}

// salted draws the openings of one row; fields without a text have none.
func salted(pairs ...string) ([]ledger.Opening, error) {
	var out []ledger.Opening
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			continue
		}
		o, err := Salted(pairs[i], []byte(pairs[i+1]))
		if err != nil {
			return nil, err
		}
		out = append(out, o)
	}
	return out, nil
}

// file writes what only few may read about a person or a thing, as JSON with sorted names. Empty
// texts are left out.
func file(texts map[string]string) string {
	for name, text := range texts {
		if text == "" {
			delete(texts, name)
		}
	}
	if len(texts) == 0 {
		return ""
	}
	data, err := json.Marshal(texts) // Of strings only: it cannot go wrong, and maps are sorted.
	if err != nil {
		return ""
	}
	return string(data)
}

// identifier turns a text somebody wrote into the few characters an event may carry, and says
// whether it could: what it leaves out must not be all that told two things apart.
func identifier(text string, most int) (string, bool) {
	out := make([]byte, 0, len(text))
	for _, r := range strings.TrimSpace(text) {
		switch {
		case r < 0x80 && (r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z'):
			out = append(out, byte(r))
		case (r == '-' || r == '.' || r == '_') && len(out) > 0:
			out = append(out, byte(r))
		case r == ' ' && len(out) > 0:
			out = append(out, '-')
		default:
			return "", false
		}
	}
	return string(out), len(out) > 0 && len(out) <= most
}

// slug makes a short id of a name, for which only equality matters: letters without accents, and a
// digest where that loses something or is too long.
func slug(name string) string {
	folded := strings.ToLower(strings.NewReplacer(
		"á", "a", "é", "e", "í", "i", "ó", "o", "ú", "u", "ñ", "n", "ü", "u",
		"Á", "a", "É", "e", "Í", "i", "Ó", "o", "Ú", "u", "Ñ", "n", "Ü", "u",
	).Replace(name))
	if id, ok := identifier(folded, event.IDMax); ok {
		return id
	}
	sum := sha256.Sum256([]byte(folded))
	return "x" + hex.EncodeToString(sum[:6])
}

// openingsOf reads the openings of an entry back, by field.
func (p *Production) openingsOf(ctx context.Context, index int) (map[string]string, error) {
	if index == state.NoIndex {
		return nil, nil
	}
	all, err := p.ledger.Openings(ctx, uint64(index))
	if err != nil {
		return nil, fmt.Errorf("import: %w", err)
	}
	out := make(map[string]string, len(all))
	for _, o := range all {
		out[o.Field] = string(o.Value)
	}
	return out, nil
}
