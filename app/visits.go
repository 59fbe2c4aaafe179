package app

import "motcua/app/model"

// holdOrRecall puts a begun form aside; from an empty one it offers what is
// held (F7).
func (c *Counter) holdOrRecall() {
	m := c.m.intake
	if !m.CanHold() {
		return
	}
	if m.State().Phase == model.PhaseEditing && !m.Empty() {
		m.Hold()
		c.v.intake.FocusSearch()
		return
	}
	m.Held(func(list []model.HeldVisit) {
		if c.screen == onIntake && !c.v.sheet.Open() {
			c.v.sheet.Visits(list, m.Recall)
		}
	})
}
