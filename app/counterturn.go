package app

import (
	"strings"

	"motcua"
	"motcua/app/model"
	"motcua/app/view"
)

// turn shows a screen and leaves the ring to whoever called.
func (c *Counter) turn(i int) {
	c.m.outbox.Stop()
	c.m.day.Stop()
	c.screen = i
	title, sub := "Tiếp nhận", c.cfg.Station.UnitName
	now := c.run.Now()
	switch i {
	case onWork:
		title, sub = "Danh sách việc", "Hôm nay, "+model.Weekday(now)+" "+model.ShortDate(now)
		c.m.work.Reload()
	case onPage:
		title, sub = "Hồ sơ", "Esc: về Danh sách việc"
	case onOutbox:
		title, sub = "Chưa gửi", ""
		c.m.outbox.Watch()
	case onPrints:
		title, sub = "Hàng in", ""
		c.m.prints.Reload()
	case onDay:
		title, sub = "Kết sổ ngày", model.Weekday(now)+" "+model.Date(now)
		c.m.day.Watch()
	}
	c.win.SetTitle(c.title(title))
	c.v.frame.Turn(i, title, sub)
}

// turnTo shows a screen with the ring where its work begins.
func (c *Counter) turnTo(i int) {
	c.closeStep()
	c.v.sheet.Close()
	c.v.palette.Close()
	c.turn(i)
	c.ring()
}

// ring leads to where the work of the screen begins.
func (c *Counter) ring() {
	switch c.screen {
	case onIntake:
		c.v.intake.FocusSearch()
	case onWork:
		c.v.work.Focus()
	case onPage:
		c.v.page.Focus()
	case onOutbox:
		c.v.outbox.Focus()
	case onDay:
		c.v.day.Focus()
	case onPrints:
		c.v.prints.Focus()
	}
}

// find opens the search box over whatever screen is there.
func (c *Counter) find() {
	c.closeStep()
	c.v.sheet.Close()
	c.v.palette.Show()
}

// openDossier shows the page of a dossier.
func (c *Counter) openDossier(id string) {
	c.m.page.Open(id)
	c.turnTo(onPage)
}

func (c *Counter) openChosen() {
	if id := c.m.work.Chosen(); id != "" {
		c.openDossier(id)
	}
}

// openUnsent does what the marked row of the outbox offers: its dossier, or the
// list of all that is unsent.
func (c *Counter) openUnsent() {
	if id := c.m.outbox.Chosen(); id != "" {
		c.openDossier(id)
		return
	}
	c.turnTo(onWork)
	c.m.work.SetTile(motcua.TileUnsent)
}

// openDiffering opens the marked difference of the day.
func (c *Counter) openDiffering() {
	if id := c.m.day.Chosen(); id != "" {
		c.openDossier(id)
	}
}

// prefStick remembers the folder that sticks were last written to.
const prefStick = "stickFolder"

// askStick asks where to write the bundle to and writes it.
func (c *Counter) askStick() {
	if c.cfg.Carrier == nil {
		return
	}
	p := c.app.Preferences()
	c.v.sheet.Folder(p.String(prefStick), func(folder string) {
		p.SetString(prefStick, strings.TrimSpace(folder))
		c.m.outbox.WriteStick(folder)
	})
}

// newIntake leads to the form; after a dossier was taken in, to an empty one.
func (c *Counter) newIntake() {
	received := c.m.intake.State().Phase == model.PhaseReceived
	c.turnTo(onIntake)
	if received {
		c.m.intake.Next()
		c.v.intake.FocusSearch()
	}
}

// beginIntake leads to the form with a procedure chosen. A form that somebody
// has begun keeps its own.
func (c *Counter) beginIntake(code string) {
	c.newIntake()
	if c.m.intake.Empty() {
		c.m.intake.ChooseProcedure(code)
	}
}

// commands are what can be done from the search box now.
func (c *Counter) commands() []model.Command {
	do := func(words, key, icon string, f func()) model.Command {
		return model.Command{Words: words, Key: key, Icon: icon, Run: func() {
			c.v.palette.Close()
			f()
		}}
	}
	out := []model.Command{
		do("Tiếp nhận hồ sơ mới", "F2", "edit_document", c.newIntake),
		do("Danh sách việc", "Ctrl+2", "checklist", func() { c.turnTo(onWork) }),
		do("Việc sắp đến hẹn, chưa có thư xin lỗi", "Shift+F7", "light-soon", c.showNear),
	}
	if c.cfg.Carrier != nil {
		out = append(out, do("Chưa gửi: xem vì sao, gửi lại", "Ctrl+5", "outbox", func() { c.turnTo(onOutbox) }),
			do("Chép ra USB", "Ctrl+U", "usb", func() { c.turnTo(onOutbox); c.askStick() }))
	}
	if c.cfg.Prints != nil {
		out = append(out, do("Hàng in: giấy chưa in được, in lại, đổi máy", "Ctrl+P", "print", c.showPrints))
	}
	return append(out,
		do("Kết sổ ngày", "Ctrl+6", "event_available", func() { c.turnTo(onDay) }),
		do("Phím của màn hình này, màu và cỡ chữ", "F1", "keyboard", c.showKeys),
		do("Nền sáng", "", "contrast", func() { c.setLook(view.Light) }),
		do("Nền tối", "", "contrast", func() { c.setLook(view.Dark) }),
		do("Tương phản cao", "", "contrast", func() { c.setLook(view.Contrast) }),
		do("Chữ to hơn", "Ctrl +", "text_increase", func() { c.zoom(+0.1) }),
	)
}

func (c *Counter) setLook(l view.Look) {
	c.theme.Look = l
	c.restyle()
}
