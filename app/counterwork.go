package app

import (
	"fyne.io/fyne/v2"

	"motcua/app/model"
	"motcua/app/view"
)

func (c *Counter) workKey(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyReturn, fyne.KeyEnter:
		c.openChosen()
	case fyne.KeyEscape:
		return c.m.work.Unmark() || c.m.work.Drop()
	case fyne.KeySpace:
		c.m.work.Mark()
	case fyne.KeyF5:
		c.m.work.Reload()
	case fyne.KeyF8:
		c.printMarked()
	default:
		return false
	}
	return true
}

// showNear leads from any screen to what is due soon without an apology; there
// it shows everything again.
func (c *Counter) showNear() {
	if c.screen == onWork && c.m.work.Near() {
		c.m.work.SetNear(false)
		return
	}
	c.turnTo(onWork)
	c.m.work.ShowNear()
}

// form is what a sheet that is no step of one dossier does.
type form interface {
	Do()
	Close() bool
}

// form returns the open one, nil where none is.
func (c *Counter) form() form {
	switch {
	case c.v.narrow.Open():
		return c.m.narrow
	case c.v.batch.Open():
		return c.m.batch
	}
	return nil
}

// formKey is the key map while one is open.
func (c *Counter) formKey(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyEscape:
		c.form().Close()
	case fyne.KeyF9:
		c.form().Do()
	default:
		return false
	}
	return true
}

// newBatch returns the model of one action on many dossiers.
func (c *Counter) newBatch() *model.Batch {
	return model.NewBatch(model.StepsConfig{Dossiers: c.cfg.File, Desk: c.cfg.Steps, Forms: c.cfg.Forms, Course: c.cfg.Course,
		Station: c.cfg.Station, Actor: c.cfg.Actor, Tasks: c.run, Clock: c.run}, c.cfg.Paper, c.cfg.Place.Media)
}

func (c *Counter) connectBatch() {
	c.keys.OnAll = func() bool {
		if c.locked() || c.screen != onWork || c.form() != nil || c.v.step.Open() || c.v.sheet.Open() || c.v.palette.Open() {
			return false
		}
		c.m.work.MarkAll()
		return true
	}
	c.m.batch.OnChange = func() { c.v.batch.Show(c.m.batch.State()) }
	c.m.batch.OnReport = func(r model.BatchReport) {
		c.m.batch.OnChange()
		c.m.work.Became(r)
		c.m.status.Look()
		if r.Text != "" {
			c.v.sheet.Read(r.Title, r.Text)
		}
	}
}

// marking reports whether actions are on what is marked, not on what is
// selected.
func (c *Counter) marking() bool { return c.screen == onWork && len(c.m.work.Marked()) > 0 }

// batchKey takes the keys of actions on many; what is for one alone waits until
// the marks are gone.
func (c *Counter) batchKey(name fyne.KeyName, shift bool) bool {
	switch {
	case name == fyne.KeyF9:
		c.beginBatch()
	case name == fyne.KeyF6, name == fyne.KeyF7 && !shift, name == fyne.KeyF10:
	default:
		return false
	}
	return true
}

func (c *Counter) beginBatch() {
	if c.cfg.Steps != nil && !c.v.sheet.Open() && !c.v.palette.Open() {
		c.m.batch.Begin(c.m.work.Marked(), c.m.work.MarkedStep())
	}
}

// printMarked prints the newest papers of what is marked again, or that of the
// selected dossier.
func (c *Counter) printMarked() {
	if c.marking() {
		c.m.batch.Print(c.m.work.Marked())
		return
	}
	c.m.work.Print()
}

// listHelp is the key of a list that can be printed.
func (c *Counter) listHelp() []view.KeyHelp {
	if !c.m.work.Listed() {
		return nil
	}
	return []view.KeyHelp{{Key: "Shift+F8", Does: "in danh sách kết quả chưa trả"}}
}
