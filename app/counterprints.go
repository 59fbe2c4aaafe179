package app

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"motcua/app/view"
)

// toastTime is how long a toast stays.
const toastTime = 6 * time.Second

// connectPrints leads what the print queue says to its screen, the status bar
// and, for a while, a toast.
func (c *Counter) connectPrints() {
	status := func() {
		s := c.m.status.State()
		if s.Unprinted = c.m.prints.State().Stuck; s.Unprinted != "" {
			s.Unprinted += " · Ctrl+P"
		}
		if near := c.m.work.State().Near; near.Count != "" {
			s.Near = near.Words + " · Shift+F7"
		}
		c.v.frame.ShowStatus(s)
	}
	c.m.status.OnChange = status
	c.m.prints.OnChange = func() {
		c.v.prints.Show(c.m.prints.State())
		status()
	}
	said := 0
	c.m.prints.OnStuck = func(text string) {
		if c.screen == onPrints {
			return // it stands there
		}
		said++
		mine := said
		c.v.frame.Toast(text)
		c.run.After(toastTime, func() {
			if mine == said {
				c.v.frame.Toast("")
			}
		})
	}
}

// showPrints shows the print queue.
func (c *Counter) showPrints() {
	if c.cfg.Prints != nil {
		c.v.frame.Toast("")
		c.turnTo(onPrints)
	}
}

// prefPrinter remembers the address that papers were last moved to.
const prefPrinter = "otherPrinter"

// askPrinter asks for another printer and moves the marked paper there.
func (c *Counter) askPrinter() {
	if !c.m.prints.State().CanAct {
		return
	}
	p := c.app.Preferences()
	c.v.sheet.Printer(p.String(prefPrinter), func(address string) {
		if address = strings.TrimSpace(address); address != "" {
			p.SetString(prefPrinter, address)
			c.m.prints.SendTo(address)
		}
	})
}

func (c *Counter) printsKey(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if id := c.m.prints.Chosen(); id != "" {
			c.openDossier(id)
		}
	case fyne.KeyEscape:
		c.turnTo(onIntake)
	case fyne.KeyF5:
		c.m.prints.Reload()
	case fyne.KeyF7:
		c.askPrinter()
	case fyne.KeyF8:
		c.m.prints.Settle()
	case fyne.KeyF9:
		c.m.prints.Retry()
	case fyne.KeyDelete:
		c.m.prints.Cancel()
	default:
		return false
	}
	return true
}

func printsHelp() []view.KeyHelp {
	return []view.KeyHelp{{Key: "F9", Does: "in lại giấy đang chọn"}, {Key: "F7", Does: "in ở máy khác"}, {Key: "F8", Does: "ghi nhận giấy đã ra"},
		{Key: "Delete", Does: "bỏ lệnh in"}, {Key: "Lên, Xuống", Does: "chọn giấy"}, {Key: "Enter", Does: "mở hồ sơ"}, {Key: "Esc", Does: "về Tiếp nhận"}}
}
