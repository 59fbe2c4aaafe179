package app

import (
	"fyne.io/fyne/v2"

	"motcua"
	"motcua/app/model"
	"motcua/app/view"
)

// newSteps returns the model of what is done to dossiers. Without a desk for
// it nothing can be begun, and the screens show no buttons for it.
func (c *Counter) newSteps() *model.Steps {
	if c.cfg.Steps == nil {
		return nil
	}
	return model.NewSteps(model.StepsConfig{
		Dossiers: c.cfg.File, Desk: c.cfg.Steps, Forms: c.cfg.Forms, Course: c.cfg.Course, Units: c.cfg.Units, Station: c.cfg.Station, Actor: c.cfg.Actor,
		Tasks: c.run, Clock: c.run, OnDone: c.movedOn, OnBegun: c.m.intake.Became, OnUsed: c.m.intake.Refused,
	})
}

// connectSteps leads what the steps say to the sheet and to the screens.
func (c *Counter) connectSteps() {
	if c.m.steps == nil {
		return
	}
	c.m.steps.OnChange = func() {
		c.v.step.Show(c.m.steps.State())
		switch c.screen {
		case onWork:
			c.m.work.OnChange()
		case onPage:
			c.m.page.OnChange()
		}
	}
	c.keys.OnUndo = func() bool { return !c.locked() && c.begin(model.StepUndo) }
}

// movedOn reads again what shows a dossier.
func (c *Counter) movedOn(id string) {
	if c.m.page.Chosen() == id {
		c.m.page.Reload()
	}
	c.m.work.Reload()
	c.m.status.Look()
}

// stepped returns the dossier that a step would be taken on: that of the page,
// or the selected one of the list; "" elsewhere.
func (c *Counter) stepped() string {
	switch c.screen {
	case onWork:
		return c.m.work.Chosen()
	case onPage:
		return c.m.page.Chosen()
	}
	return ""
}

// begin opens the sheet of a step; it reports whether there was a dossier for
// it.
func (c *Counter) begin(key model.StepKey) bool {
	id := c.stepped()
	if id == "" || c.m.steps == nil || c.v.sheet.Open() || c.v.palette.Open() || c.v.step.Open() || c.form() != nil || c.marking() {
		return false
	}
	c.m.steps.Begin(id, key)
	return true
}

func (c *Counter) nextStep() {
	if c.marking() {
		c.beginBatch()
		return
	}
	c.begin(model.StepNext)
}

func (c *Counter) apologise() { c.begin(model.StepExtend) }

func (c *Counter) otherSteps() {
	if id := c.stepped(); id != "" && c.m.steps != nil {
		c.m.steps.Menu(id)
	}
}

// turnAway opens the sheet of what is done instead of taking an intake in.
func (c *Counter) turnAway(r motcua.Received, how model.StepKey) {
	if c.screen == onIntake && !c.v.sheet.Open() && !c.v.palette.Open() {
		c.m.steps.BeginNew(r, how)
	}
}

// beginsStep takes the keys that begin a step on a dossier, or instead of one.
func (c *Counter) beginsStep(name fyne.KeyName, shift bool) bool {
	if c.screen == onIntake && name == fyne.KeyF6 {
		how := model.StepSupplement
		if shift {
			how = model.StepRefuse
		}
		c.m.intake.TurnAway(how)
		return true
	}
	if c.marking() {
		return c.batchKey(name, shift)
	}
	if c.stepped() == "" || c.m.steps == nil {
		return false
	}
	switch {
	case name == fyne.KeyF9:
		c.nextStep()
	case name == fyne.KeyF7 && !shift:
		c.apologise()
	case name == fyne.KeyF6 && shift:
		c.begin(model.StepRefuse)
	case name == fyne.KeyF6:
		c.begin(model.StepSupplement)
	case name == fyne.KeyF10 && shift:
		c.otherSteps()
	default:
		return false
	}
	return true
}

// stepKey is the key map while a sheet or the list of actions is open.
func (c *Counter) stepKey(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyEscape:
		c.m.steps.Close()
	case fyne.KeyF9:
		if s := c.m.steps.State(); s.Open && !s.Grave {
			c.m.steps.Do()
		}
	case fyne.KeyF10:
		return true
	default:
		return false
	}
	return true
}

// sheetCtrl takes Ctrl+Enter, which does what cannot be called back. Other
// screens wait until the sheet is closed; the size of the letters does not.
func (c *Counter) sheetCtrl(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if f := c.form(); f != nil {
			f.Do()
		} else {
			c.m.steps.Do()
		}
	case fyne.KeyPlus, fyne.KeyEqual:
		c.zoom(+0.1)
	case fyne.KeyMinus:
		c.zoom(-0.1)
	}
	return true
}

// stepHelp lists the keys of what can be done with a dossier.
func (c *Counter) stepHelp() []view.KeyHelp {
	if c.m.steps == nil {
		return nil
	}
	return []view.KeyHelp{{Key: "F9", Does: "việc tiếp theo"}, {Key: "F6", Does: "yêu cầu bổ sung"}, {Key: "Shift+F6", Does: "từ chối tiếp nhận"}, {Key: "F7", Does: "xin lỗi và hẹn lại (Mẫu 04)"},
		{Key: "Shift+F10", Does: "việc khác"}, {Key: "Ctrl+N", Does: "ghi chú"}, {Key: "Ctrl+Z", Does: "hoàn tác bước cuối"}}
}

// closeStep closes the sheet of a step; what was typed into it is kept.
func (c *Counter) closeStep() {
	if f := c.form(); f != nil {
		f.Close()
	}
	if c.m.steps != nil && c.v.step.Open() {
		c.m.steps.Close()
	}
}
