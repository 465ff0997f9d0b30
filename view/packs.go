package view

import (
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/verdict"
)

// packs lists the editions of rule packs that this reader holds, in their order: which the production
// adopted, and which are meant for the place it works in. What an adopted edition is missing here is the
// judge's to say; a list of names concludes nothing.
func (l *Look) packs(w *writer, a Args) error {
	region := l.region(l.unitOr(a.Unit))
	w.list(func() {
		for _, p := range l.Packs {
			if p == nil {
				continue
			}
			w.object(func() {
				w.member("pack", string(p.ID))
				w.member("digest", p.Digest.String())
				w.member("edition", p.Edition)
				w.member("authority", p.Authority)
				w.truth("adopted", l.adopted(p))
				w.truth("here", p.Governs(region) && p.Jurisdiction[0] != verdict.Anywhere)
			})
		}
	})
	return nil
}

// adopted reports whether the production adopted exactly this edition.
func (l *Look) adopted(p *verdict.Pack) bool {
	return slices.Contains(l.Known.Packs(), event.PackRef{Pack: p.ID, Digest: p.Digest})
}

// region is where a unit works: where its day was called, else where the production was opened.
func (l *Look) region(unit event.UnitID) event.Region {
	if day, ok := l.day(unit); ok {
		return day.Region
	}
	if p := l.Known.Production(); p != nil {
		return p.Region
	}
	return ""
}
