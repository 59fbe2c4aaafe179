package app

import (
	"context"

	"fyne.io/fyne/v2"

	"motcua"
	"motcua/app/model"
	"motcua/app/view"
)

// gate covers the window while nobody works here. A window without a door
// belongs to whoever opened it.
func (c *Counter) gate() {
	if c.cfg.Door == nil {
		return
	}
	c.m.gate = model.NewGate(model.GateConfig{Door: c.cfg.Door, Place: c.cfg.Station.Name, Idle: c.cfg.Idle, Tasks: c.run, Clock: c.run})
	c.v.gate = view.NewGate(c.win, c.m.gate, c.keys)
	c.m.gate.OnChange = func() { c.v.gate.Show(c.m.gate.State()) }
	c.m.gate.OnOpen, c.m.gate.OnShut = c.enter, c.shutOut
	c.keys.OnTouch = c.m.gate.Touch
	c.run.after = c.v.gate.Keep
}

// locked reports whether the window is covered.
func (c *Counter) locked() bool { return c.m.gate != nil && !c.m.gate.IsOpen() }

// enter lets somebody work: what was open and typed before is there again.
func (c *Counter) enter(a motcua.Account) {
	c.keys.Wedge = c.wedge
	c.v.gate.Show(c.m.gate.State())
	if c.win.Canvas().Focused() == nil { // it never was
		c.ring()
	}
	if a.Login == "" { // a station without accounts
		return
	}
	c.run.actAs(a)
	c.m.page.Note()
	c.m.intake.Sit(a.Name)
	c.m.day.Sit(a.Name)
	if c.m.steps != nil {
		c.m.steps.Sit(a.Name, a.May(motcua.PowerApprove))
	}
	c.v.frame.Person(a.Name)
}

// shutOut ends a person's work: from now on nothing is done in his name, nor
// to what he marked.
func (c *Counter) shutOut() {
	c.m.work.Unmark()
	c.m.intake.Flush()
	c.run.actAs(motcua.Account{})
	c.keys.Wedge = nil
	c.v.frame.Person("")
}

// lock shuts the counter, where it has accounts.
func (c *Counter) lock() bool { return c.m.gate != nil && c.m.gate.Lock() }

// gateKey is what keys do while the window is covered: nothing below hears of
// them.
func (c *Counter) gateKey(name fyne.KeyName) {
	if name == fyne.KeyEscape {
		c.m.gate.Back()
	}
}

// numbersShown tells whose numbers were shown in full.
func (c *Counter) numbersShown(code motcua.Code) {
	if c.cfg.OnShown == nil {
		return
	}
	c.run.Go(model.LaneAccess, func(ctx context.Context) func() {
		c.cfg.OnShown(ctx, code)
		return nil
	})
}
