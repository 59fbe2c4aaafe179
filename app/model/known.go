package model

import (
	"context"
	"slices"

	"motcua"
)

// knownBoxes are what a person's last dossier says of him.
func knownBoxes(p motcua.Person) map[Field]string {
	return map[Field]string{
		FieldName: p.Name, FieldBirth: p.BirthDate, FieldGender: p.Gender, FieldPhone: p.Phone, FieldEmail: p.Email,
		FieldProvince: p.Address.Province, FieldWard: p.Address.Ward, FieldStreet: p.Address.Street,
	}
}

// lookKnown asks which dossiers a person has here, and fills the empty boxes
// from the newest. A list that fails costs the clerk nothing.
func (m *Intake) lookKnown(number string) {
	if (len(number) != 12 && len(number) != 9) || m.cfg.Dossiers == nil {
		return
	}
	m.card.ask++
	ask := m.card.ask
	m.cfg.Tasks.Go(LaneList, func(ctx context.Context) func() {
		rows, err := m.cfg.Dossiers.List(ctx, motcua.Filter{Query: number, Limit: earlierShown + 1})
		if err != nil || len(rows) == 0 {
			return nil
		}
		var last *motcua.Person
		for _, r := range rows {
			// The number may be the authoriser's: then it says nothing of who
			// stands here.
			if d, err := m.cfg.Dossiers.Dossier(ctx, r.ID); err == nil && d.Received.Intake.Applicant.IDNumber == number {
				last = &d.Received.Intake.Applicant
				break
			}
		}
		return func() {
			if ask != m.card.ask || m.phase != PhaseEditing {
				return
			}
			m.card.earlier = rows
			if last != nil && m.form.Texts.get(FieldID) == number {
				m.fillKnown(*last)
				m.changed()
				return
			}
			m.OnChange()
		}
	})
}

// fillKnown fills boxes nobody has written in; where the counter's own commune
// stands, the person's takes its place.
func (m *Intake) fillKnown(p motcua.Person) {
	boxes := knownBoxes(p)
	t := m.form.Texts
	if t[FieldStreet] == "" && t[FieldProvince] == m.cfg.Province && t[FieldWard] == m.cfg.Ward && boxes[FieldProvince] != "" {
		t[FieldProvince], t[FieldWard] = "", ""
	}
	place := t[FieldProvince] == "" && t[FieldWard] == ""
	m.known = map[Field]string{}
	for f, v := range boxes {
		if v == "" || t.get(f) != "" || (f == FieldProvince || f == FieldWard) && !place {
			continue
		}
		t[f], m.known[f] = v, v
	}
}

// forgetKnown takes back what was filled in for a number that was changed.
func (m *Intake) forgetKnown() {
	for f, v := range m.known {
		if m.form.Texts[f] == v {
			delete(m.form.Texts, f)
		}
	}
	if m.form.Texts[FieldProvince] == "" && m.form.Texts[FieldWard] == "" {
		m.form.Texts[FieldProvince], m.form.Texts[FieldWard] = m.cfg.Province, m.cfg.Ward
	}
	m.known, m.card.earlier = nil, nil
	m.card.ask++
}

// fromFile names the boxes that still hold what the file says.
func (m *Intake) fromFile() []Field {
	var out []Field
	for f, v := range m.known {
		if m.form.Texts[f] == v {
			out = append(out, f)
		}
	}
	slices.Sort(out)
	return out
}
