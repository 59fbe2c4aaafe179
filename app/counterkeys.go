package app

import (
	"fyne.io/fyne/v2"

	"motcua/app/model"
	"motcua/app/view"
)

// key is the key map of the counter: keys that the focused widget did not use.
func (c *Counter) key(name fyne.KeyName, shift bool) bool {
	switch {
	case c.locked():
		c.gateKey(name)
		return true
	case c.v.step.Open():
		return c.stepKey(name)
	case c.form() != nil:
		return c.formKey(name)
	case c.v.palette.Open():
		return name == fyne.KeyEscape && c.v.palette.Close()
	case c.v.sheet.Open():
		return c.sheetKey(name)
	}
	if c.beginsStep(name, shift) {
		return true
	}
	switch {
	case name == fyne.KeyF7 && shift:
		c.showNear()
		return true
	case name == fyne.KeyF8 && shift && c.screen == onWork && c.m.work.Listed():
		c.m.work.PrintList()
		return true
	}
	switch name {
	case fyne.KeyF1:
		c.showKeys()
	case fyne.KeyF2:
		c.newIntake()
	case fyne.KeyF11:
		c.win.SetFullScreen(!c.win.FullScreen())
	default:
		return c.screenKey(name)
	}
	return true
}

// screenKey gives a key to the screen that is there.
func (c *Counter) screenKey(name fyne.KeyName) bool {
	switch c.screen {
	case onWork:
		return c.workKey(name)
	case onPage:
		return c.pageKey(name)
	case onOutbox:
		return c.outboxKey(name)
	case onDay:
		return c.dayKey(name)
	case onPrints:
		return c.printsKey(name)
	}
	if name == fyne.KeyF7 {
		c.holdOrRecall()
		return true
	}
	if c.m.intake.State().Phase == model.PhaseReceived {
		return c.doneKey(name)
	}
	if name == fyne.KeyF9 {
		c.m.intake.Receive()
		return true
	}
	return false
}

func (c *Counter) pageKey(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyEscape:
		c.turnTo(onWork)
	case fyne.KeyF5:
		c.m.page.Reload()
	case fyne.KeyF8:
		c.m.page.Print()
	default:
		return false
	}
	return true
}

func (c *Counter) outboxKey(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyReturn, fyne.KeyEnter:
		c.openUnsent()
	case fyne.KeyF5:
		c.m.outbox.Reload()
	case fyne.KeyF9:
		c.m.outbox.Retry()
	default:
		return false
	}
	return true
}

func (c *Counter) dayKey(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if !c.v.day.InList() {
			return false
		}
		c.openDiffering()
	case fyne.KeyF5:
		c.m.day.Reload()
	case fyne.KeyF8:
		c.m.day.Print()
	case fyne.KeyF9:
		c.m.day.Close()
	default:
		return false
	}
	return true
}

func (c *Counter) doneKey(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyF4:
		c.m.intake.Next()
	case fyne.KeyF5:
		c.m.intake.Scan()
	case fyne.KeyF8:
		c.m.intake.Print()
	case fyne.KeyUp:
		c.m.intake.MovePaper(-1)
	case fyne.KeyDown:
		c.m.intake.MovePaper(+1)
	case fyne.KeyPageDown:
		c.m.intake.TurnPage(+1)
	case fyne.KeyPageUp:
		c.m.intake.TurnPage(-1)
	default:
		return false
	}
	return true
}

func (c *Counter) sheetKey(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyEscape, fyne.KeyF1:
		c.v.sheet.Close()
	case fyne.KeyDown:
		c.v.sheet.Scroll(2)
	case fyne.KeyUp:
		c.v.sheet.Scroll(-2)
	case fyne.KeyPageDown, fyne.KeySpace:
		c.v.sheet.Scroll(16)
	case fyne.KeyPageUp:
		c.v.sheet.Scroll(-16)
	default:
		return false
	}
	return true
}

func (c *Counter) ctrl(name fyne.KeyName) bool {
	switch {
	case c.locked():
		return true
	case name == fyne.KeyL:
		return c.lock()
	case c.v.step.Open(), c.form() != nil:
		return c.sheetCtrl(name)
	}
	switch name {
	case fyne.Key1:
		c.turnTo(onIntake)
	case fyne.Key2:
		c.turnTo(onWork)
	case fyne.Key5:
		c.turnTo(onOutbox)
	case fyne.Key6:
		c.turnTo(onDay)
	case fyne.KeyP:
		c.showPrints()
	case fyne.KeyU:
		if c.screen != onOutbox {
			return false
		}
		c.askStick()
	case fyne.KeyK:
		c.find()
	case fyne.KeyI:
		if c.screen == onIntake && !c.v.sheet.Open() {
			c.v.intake.Verbatim()
		}
	case fyne.KeyD:
		if c.screen != onIntake || c.m.intake.State().Phase != model.PhaseReceived || c.v.sheet.Open() {
			return false
		}
		c.m.intake.NextSame()
		c.v.intake.FocusSearch()
	case fyne.KeyR:
		if c.screen != onIntake || c.m.intake.State().Phase != model.PhaseReceived || c.v.sheet.Open() {
			return false
		}
		c.m.intake.ReuseEarlier()
	case fyne.KeyT:
		if c.screen == onIntake && !c.v.sheet.Open() {
			c.takeCard()
		}
	case fyne.KeyF:
		if c.screen != onWork || c.v.sheet.Open() || c.v.palette.Open() {
			return false
		}
		c.m.narrow.Begin()
	case fyne.KeyN:
		return c.begin(model.StepNote)
	case fyne.KeyH:
		if c.screen != onPage {
			return false
		}
		c.m.page.Show()
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
	if c.v.sheet.Close() {
		return
	}
	c.v.sheet.Keys("Phím của màn hình này", c.help(), c.theme.Look, c.setLook)
}

func (c *Counter) help() []view.KeyHelp {
	both := []view.KeyHelp{
		{Key: "Ctrl+1", Does: "Tiếp nhận"}, {Key: "Ctrl+2", Does: "Danh sách việc"}, {Key: "Ctrl+5", Does: "Chưa gửi"}, {Key: "Ctrl+6", Does: "Kết sổ ngày"}, {Key: "Ctrl+K", Does: "tìm mọi thứ"}, {Key: "Shift+F7", Does: "việc sắp đến hẹn, chưa xin lỗi"},
		{Key: "F2", Does: "hồ sơ mới, tìm thủ tục"}, {Key: "Ctrl + / −", Does: "chữ to, chữ nhỏ"}, {Key: "Esc", Does: "đóng, không mất chữ"},
	}
	if c.m.gate != nil && c.m.gate.Who().Login != "" {
		both = append(both, view.KeyHelp{Key: "Ctrl+L", Does: "khóa quầy, đổi người"})
	}
	return append(c.ownHelp(), both...)
}

// ownHelp lists the keys of the screen that is there.
func (c *Counter) ownHelp() []view.KeyHelp {
	print := func(words string) []view.KeyHelp {
		if c.cfg.Paper == nil {
			return nil
		}
		return []view.KeyHelp{{Key: "F8", Does: words}}
	}
	switch {
	case c.screen == onWork:
		return append(append([]view.KeyHelp{{Key: "Lên, Xuống", Does: "chọn hồ sơ"}, {Key: "Enter", Does: "mở hồ sơ"}, {Key: "Shift+Tab", Does: "tới các ô đếm"},
			{Key: "Trái, Phải", Does: "chọn ô đếm"}, {Key: "Cách", Does: "chọn nhiều (ô lọc trống)"}, {Key: "Ctrl+A", Does: "chọn tất cả"}, {Key: "Ctrl+F", Does: "lọc theo thủ tục, nơi giữ, ngày"}, {Key: "Esc", Does: "bỏ chọn, bỏ từng điều kiện"}, {Key: "F5", Does: "tải lại"}}, append(print("in lại giấy của hồ sơ đang chọn"), c.listHelp()...)...), c.stepHelp()...)
	case c.screen == onPage:
		return append(append([]view.KeyHelp{{Key: "Esc", Does: "về Danh sách việc"}, {Key: "Ctrl+H", Does: "hiện, giấu số"}, {Key: "F5", Does: "tải lại"}}, print("in lại giấy mới nhất")...), c.stepHelp()...)
	case c.screen == onOutbox:
		return []view.KeyHelp{{Key: "F9", Does: "gửi lại ngay"}, {Key: "Ctrl+U", Does: "chép ra USB"}, {Key: "Lên, Xuống", Does: "chọn mục"}, {Key: "Enter", Does: "mở hồ sơ, xem danh sách"}, {Key: "F5", Does: "tải lại"}}
	case c.screen == onPrints:
		return printsHelp()
	case c.screen == onDay:
		return append([]view.KeyHelp{{Key: "F9", Does: "kết sổ ngày"}, {Key: "Enter", Does: "ô kế tiếp, mở hồ sơ lệch"}, {Key: "Lên, Xuống", Does: "chọn hồ sơ lệch"}, {Key: "F5", Does: "tải lại"}},
			print("in bàn giao ca và bảng kê thu")...)
	case c.m.intake.State().Phase == model.PhaseReceived:
		own := []view.KeyHelp{{Key: "F4", Does: "người tiếp theo"}, {Key: "Ctrl+D", Does: "hồ sơ nữa của người này"}, {Key: "Lên, Xuống", Does: "chọn giấy tờ"}, {Key: "PgUp, PgDn", Does: "lật trang giấy hẹn"}}
		if c.cfg.Reuse != nil {
			own = append(own, view.KeyHelp{Key: "Ctrl+R", Does: "dùng bản điện tử của hồ sơ trước"})
		}
		if c.cfg.Scanner != nil {
			own = append(own, view.KeyHelp{Key: "F5", Does: "quét vào giấy đang chọn"})
		}
		return append(own, print("in lại giấy hẹn")...)
	}
	own := []view.KeyHelp{
		{Key: "Enter", Does: "ô kế tiếp"}, {Key: "Shift+Tab", Does: "ô trước"}, {Key: "F9", Does: "tiếp nhận và in"},
		{Key: "Trái, Phải", Does: "chọn trong dãy nút"}, {Key: "Xuống", Does: "mở danh sách của ô"}, {Key: "0–9 + −", Does: "số bản của giấy tờ"},
		{Key: "Cách", Does: "đã xem giấy xuất trình"}, {Key: "Ctrl+I", Does: "nguyên văn giấy tờ"}, {Key: "Ctrl+T", Does: "lấy chữ trên thẻ"}, {Key: "F7", Does: "giữ lại, gọi lượt đang giữ"}, {Key: "815", Does: "ba số cuối của mã thủ tục"},
	}
	if c.m.steps != nil {
		own = append(own, view.KeyHelp{Key: "F6", Does: "yêu cầu bổ sung thay vì tiếp nhận"}, view.KeyHelp{Key: "Shift+F6", Does: "từ chối tiếp nhận"})
	}
	return own
}
