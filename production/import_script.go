package production

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/proofhouse/proofhouse/intake"
	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/ledger"
)

// sceneKind is what scenes of the script are on the desk: nobody has planned them yet.
const sceneKind = "scene"

// ProposedScene is one scene of the script as it was read. It is no plan: a handler and the AD plan
// a scene, and the script only says where to look.
type ProposedScene struct {
	Scene    event.SceneID `json:"scene"`
	Order    int           `json:"order"`
	Heading  string        `json:"heading"`
	Place    string        `json:"place,omitempty"`
	Pages    string        `json:"pages"` // SHA-256 of the printed text, lower-case hex.
	Omitted  bool          `json:"omitted,omitempty"`
	Proposed bool          `json:"proposed"` // Whether words or tags speak for weapons.
	Why      []string      `json:"why,omitempty"`
	Planned  bool          `json:"-"` // Whether the record has a plan of it.
	Newer    bool          `json:"-"` // Whether the pages changed since that plan.
}

// whyMax bounds the evidence kept of one scene.
const whyMax = 12

// ImportScript compares a script with the scenes on the desk. With apply it puts the new and changed
// ones there; the desk is no record, so nobody has to sign.
func (p *Production) ImportScript(
	ctx context.Context, sheet intake.ScriptSheet, apply bool,
) (Import, []ProposedScene, error) {
	items, err := p.cfg.Store.List(ctx, sceneKind)
	if err != nil {
		return Import{}, nil, fmt.Errorf("import script: %w", err)
	}
	onDesk := make(map[string]string, len(items))
	for _, item := range items {
		onDesk[item.Key] = string(item.Value)
	}
	var out Import
	var scenes []ProposedScene
	for _, scene := range sheet.Scenes {
		next, problem := proposedScene(scene)
		if problem != nil {
			out.Problems = append(out.Problems, *problem)
			continue
		}
		scenes = append(scenes, next)
		value, err := json.Marshal(next)
		if err != nil {
			return Import{}, nil, fmt.Errorf("import script: %w", err)
		}
		switch old, known := onDesk[string(next.Scene)]; {
		case known && old == string(value):
			out.Known++
			continue
		case known:
			out.Changed++
		default:
			out.New++
		}
		if !apply {
			continue
		}
		item := ledger.DeskItem{Kind: sceneKind, Key: string(next.Scene), Value: value}
		if err := p.cfg.Store.Put(ctx, item); err != nil {
			return Import{}, nil, deskError(err)
		}
	}
	p.markPlanned(scenes)
	return out, scenes, nil
}

func proposedScene(s intake.Scene) (ProposedScene, *intake.Problem) {
	id, ok := identifier(s.Number, event.IDMax)
	if !ok {
		return ProposedScene{}, badIdentifier(s.FirstLine, "scene number")
	}
	out := ProposedScene{
		Scene: event.SceneID(id), Order: s.Order, Heading: s.Heading, Place: s.Place, Pages: s.Digest,
		Omitted: s.Omitted, Proposed: s.Proposed && !s.Omitted,
	}
	for _, e := range s.Why[:min(len(s.Why), whyMax)] {
		out.Why = append(out.Why, e.String())
	}
	return out, nil
}

// Scenes returns the scenes of the script in its order, each with whether it is planned.
func (p *Production) Scenes(ctx context.Context) ([]ProposedScene, error) {
	items, err := p.cfg.Store.List(ctx, sceneKind)
	if err != nil {
		return nil, fmt.Errorf("scenes: %w", err)
	}
	out := make([]ProposedScene, 0, len(items))
	for _, item := range items {
		var s ProposedScene
		if err := json.Unmarshal(item.Value, &s); err != nil {
			continue // Nothing on the desk is evidence; the script can be read again.
		}
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b ProposedScene) int {
		if a.Order != b.Order {
			return a.Order - b.Order
		}
		return strings.Compare(string(a.Scene), string(b.Scene))
	})
	p.markPlanned(out)
	return out, nil
}

func (p *Production) markPlanned(scenes []ProposedScene) {
	p.View(func(known *state.State) {
		for i := range scenes {
			planned, ok := known.Scene(scenes[i].Scene)
			scenes[i].Planned = ok
			scenes[i].Newer = ok && planned.Plan != nil && planned.Plan.Pages.String() != scenes[i].Pages
		}
	})
}
