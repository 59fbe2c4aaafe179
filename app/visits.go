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
	m.Held(c.showHeld)
}

// showHeld offers what is held; Delete throws one away, after one more question.
func (c *Counter) showHeld(list []model.HeldVisit) {
	if c.screen != onIntake || c.v.sheet.Open() {
		return
	}
	m := c.m.intake
	c.v.sheet.Visits(list, m.Recall, func(v model.HeldVisit) {
		c.v.sheet.DropVisit(v, func() { m.DropHeld(v.Key, c.showHeld) }, func() { m.Held(c.showHeld) })
	})
}
