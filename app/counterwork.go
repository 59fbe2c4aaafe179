package app

import (
	"fyne.io/fyne/v2"
)

func (c *Counter) workKey(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyReturn, fyne.KeyEnter:
		c.openChosen()
	case fyne.KeyEscape:
		return c.m.work.Drop()
	case fyne.KeyF5:
		c.m.work.Reload()
	case fyne.KeyF8:
		c.m.work.Print()
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

// narrowKey is the key map while the sheet that narrows the list is open.
func (c *Counter) narrowKey(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyEscape:
		c.m.narrow.Close()
	case fyne.KeyF9:
		c.m.narrow.Do()
	default:
		return false
	}
	return true
}
