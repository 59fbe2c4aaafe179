package app

import (
	"fyne.io/fyne/v2"

	"motcua/app/model"
	"motcua/app/view"
)

// key is the key map of the counter: keys that the focused widget did not use.
func (c *Counter) key(name fyne.KeyName, _ bool) bool {
	if c.sheet.Open() {
		return c.sheetKey(name)
	}
	received := c.screen == 0 && c.intake.State().Phase == model.PhaseReceived
	switch name {
	case fyne.KeyF1:
		c.showKeys()
	case fyne.KeyF2:
		c.turn(0)
		if received {
			c.intake.Next()
		}
		c.iview.FocusSearch()
	case fyne.KeyF11:
		c.win.SetFullScreen(!c.win.FullScreen())
	case fyne.KeyEscape:
		return c.screen == 1 && c.tview.ClearSearch()
	default:
		switch {
		case c.screen == 1:
			return c.todayKey(name)
		case received:
			return c.doneKey(name)
		case name == fyne.KeyF9:
			c.intake.Receive()
		default:
			return false
		}
	}
	return true
}

func (c *Counter) todayKey(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyF5:
		c.today.Reload()
	case fyne.KeyF8:
		c.today.Print()
	default:
		return false
	}
	return true
}

func (c *Counter) doneKey(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyF4:
		c.intake.Next()
	case fyne.KeyF5:
		c.intake.Scan()
	case fyne.KeyF8:
		c.intake.Print()
	case fyne.KeyUp:
		c.intake.MovePaper(-1)
	case fyne.KeyDown:
		c.intake.MovePaper(+1)
	default:
		return false
	}
	return true
}

func (c *Counter) sheetKey(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyEscape, fyne.KeyF1:
		c.sheet.Close()
	case fyne.KeyDown:
		c.sheet.Scroll(2)
	case fyne.KeyUp:
		c.sheet.Scroll(-2)
	case fyne.KeyPageDown, fyne.KeySpace:
		c.sheet.Scroll(16)
	case fyne.KeyPageUp:
		c.sheet.Scroll(-16)
	default:
		return false
	}
	return true
}

func (c *Counter) ctrl(name fyne.KeyName) bool {
	switch name {
	case fyne.Key1, fyne.Key2:
		c.sheet.Close()
		c.turn(int(name[0] - '1'))
		if c.screen == 0 {
			c.iview.FocusSearch()
		}
	case fyne.KeyK:
		c.find()
	case fyne.KeyI:
		if c.screen == 0 && !c.sheet.Open() {
			c.iview.Verbatim()
		}
	case fyne.KeyT:
		if c.screen == 0 && !c.sheet.Open() {
			c.takeCard()
		}
	case fyne.KeyPlus, fyne.KeyEqual:
		c.zoom(+0.1)
	case fyne.KeyMinus:
		c.zoom(-0.1)
	case fyne.Key0:
		c.zoom(1 - c.theme.Scale)
	default:
		return false
	}
	return true
}

// Preferences of the window: how it looks, nothing of anyone's data.
const (
	prefLook  = "look"
	prefScale = "textPercent"
)

func look(a fyne.App) view.Theme {
	p := a.Preferences()
	t := view.Theme{Look: view.Look(p.IntWithFallback(prefLook, 0)), Scale: float32(p.IntWithFallback(prefScale, 100)) / 100}
	if t.Look < view.Light || t.Look > view.Contrast {
		t.Look = view.Light
	}
	t.Scale = max(1, min(2, t.Scale))
	return t
}

// zoom changes the text size, 100 to 200 %.
func (c *Counter) zoom(by float32) {
	percent := max(100, min(200, int(c.theme.Scale*100+by*100+0.5)))
	c.theme.Scale = float32(percent) / 100
	c.restyle()
}

func (c *Counter) restyle() {
	c.app.Preferences().SetInt(prefLook, int(c.theme.Look))
	c.app.Preferences().SetInt(prefScale, int(c.theme.Scale*100+0.5))
	c.app.Settings().SetTheme(c.theme)
}

func (c *Counter) showKeys() {
	if c.sheet.Close() {
		return
	}
	c.sheet.Keys("Phím của màn hình này", c.help(), c.theme.Look, func(l view.Look) {
		c.theme.Look = l
		c.restyle()
	})
}

func (c *Counter) help() []view.KeyHelp {
	both := []view.KeyHelp{
		{Key: "Ctrl+1", Does: "Tiếp nhận"}, {Key: "Ctrl+2", Does: "Hồ sơ hôm nay"}, {Key: "Ctrl+K", Does: "tìm hồ sơ"},
		{Key: "Ctrl + / −", Does: "chữ to, chữ nhỏ"}, {Key: "Esc", Does: "đóng, không mất chữ"},
	}
	var own []view.KeyHelp
	switch {
	case c.screen == 1:
		own = []view.KeyHelp{{Key: "Lên, Xuống", Does: "chọn hồ sơ"}, {Key: "F2", Does: "tiếp nhận hồ sơ mới"}, {Key: "F5", Does: "tải lại"}}
		if c.cfg.Paper != nil {
			own = append(own, view.KeyHelp{Key: "F8", Does: "in lại giấy hẹn đang chọn"})
		}
	case c.intake.State().Phase == model.PhaseReceived:
		own = []view.KeyHelp{{Key: "F4", Does: "người tiếp theo"}, {Key: "Lên, Xuống", Does: "chọn giấy tờ"}}
		if c.cfg.Scanner != nil {
			own = append(own, view.KeyHelp{Key: "F5", Does: "quét vào giấy đang chọn"})
		}
		if c.cfg.Paper != nil {
			own = append(own, view.KeyHelp{Key: "F8", Does: "in lại giấy hẹn"})
		}
	default:
		own = []view.KeyHelp{
			{Key: "Enter", Does: "ô kế tiếp"}, {Key: "Shift+Tab", Does: "ô trước"}, {Key: "F2", Does: "tìm thủ tục"}, {Key: "F9", Does: "tiếp nhận và in"},
			{Key: "Trái, Phải", Does: "chọn trong dãy nút"}, {Key: "Xuống", Does: "mở danh sách của ô"}, {Key: "0–9 + −", Does: "số bản của giấy tờ"},
			{Key: "Cách", Does: "đã xem giấy xuất trình"}, {Key: "Ctrl+I", Does: "nguyên văn giấy tờ"}, {Key: "Ctrl+T", Does: "lấy chữ trên thẻ"},
		}
	}
	return append(own, both...)
}
