package model

import (
	"context"
	"strings"

	"motcua"
)

// Reuse finds what a citizen has digitised before, and files it again.
type Reuse interface {
	// Earlier returns the newest dossiers of whoever has a number; papers are
	// named only where he is their owner.
	Earlier(ctx context.Context, number string, limit int) ([]motcua.Earlier, error)
	// ReuseFile files the very file of an earlier dossier under a paper.
	ReuseFile(ctx context.Context, dossier, paper, from, sha256 string) (motcua.Dossier, error)
}

// offer is a paper that lies digitised in an earlier dossier.
type offer struct {
	from  string // id
	code  motcua.Code
	files []string // SHA-256, in order
}

// earlierLooked is how many dossiers are looked through for papers.
const earlierLooked = 20

// offersOf returns, by paper of d, the newest earlier dossier that has one of
// that name. What a citizen fills in anew each time is never offered.
func offersOf(d motcua.Dossier, earlier []motcua.Earlier) map[string]offer {
	out := map[string]offer{}
	for _, c := range d.Components {
		name := motcua.Fold(paperName(c.Rule))
		if c.Rule.PresentOnly || c.Rule.Note || len(c.Files) > 0 || filledIn(name) {
			continue
		}
		for _, e := range earlier {
			o := offer{from: e.ID, code: e.Code}
			for _, p := range e.Papers {
				if motcua.Fold(p.Paper) == name {
					o.files = append(o.files, p.File.SHA256)
				}
			}
			if e.ID != d.ID && len(o.files) > 0 {
				out[c.Rule.Key] = o
				break
			}
		}
	}
	return out
}

// filledIn reports whether a folded name is that of a form, which tells of one
// request only.
func filledIn(name string) bool {
	return strings.HasPrefix(name, "to khai") || strings.HasPrefix(name, "don ") || strings.HasPrefix(name, "phieu ") || strings.HasPrefix(name, "van ban uy quyen")
}

// lookEarlier asks for the owner's papers of before. A list that fails costs the
// clerk nothing: he scans.
func (m *Intake) lookEarlier() {
	d := m.done.dossier
	number := d.Received.Intake.OwnerNumber()
	if m.cfg.Reuse == nil || number == "" || d.Status.Ended() {
		return
	}
	m.cfg.Tasks.Go(LaneList, func(ctx context.Context) func() {
		earlier, err := m.cfg.Reuse.Earlier(ctx, number, earlierLooked)
		if err != nil {
			return nil
		}
		return func() {
			if m.done.dossier.ID == d.ID {
				m.done.offers = offersOf(m.done.dossier, earlier)
				m.OnChange()
			}
		}
	})
}

// offered returns what is offered for the selected paper.
func (m *Intake) offered() (motcua.Component, offer, bool) {
	c, ok := m.fileable()
	o, there := m.done.offers[c.Rule.Key]
	return c, o, ok && there && m.done.importing == 0
}

// ReuseEarlier files under the selected paper what lies in an earlier dossier of
// the same owner.
func (m *Intake) ReuseEarlier() {
	c, o, ok := m.offered()
	if !ok {
		return
	}
	m.trouble, m.done.note = nil, ""
	m.done.importing++
	m.OnChange()
	id := m.done.dossier.ID
	m.cfg.Tasks.Go(LaneScan, func(ctx context.Context) func() {
		var d motcua.Dossier
		var err error
		for _, sum := range o.files {
			var next motcua.Dossier
			if next, err = m.cfg.Reuse.ReuseFile(ctx, id, c.Rule.Key, o.from, sum); err != nil {
				break
			}
			d = next
		}
		return func() {
			if m.done.dossier.ID == id {
				m.done.importing--
				delete(m.done.offers, c.Rule.Key)
			}
			m.filed(d, 1, DeedImport, err)
		}
	})
}
