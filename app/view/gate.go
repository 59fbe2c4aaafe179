package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"motcua/app/model"
)

// gateRows is how many people are in sight at once.
const gateRows = 8

// Gate covers the window, whatever is open in it, while nobody works there.
// What lies below stays as it is and gets no key.
type Gate struct {
	m       *model.Gate
	keys    *Keys
	canvas  fyne.Canvas
	root    *fyne.Container
	title   *Text
	note    *Text
	rows    [gateRows]*gateRow
	list    *fyne.Container
	top     int
	name    *Text
	word    *Field
	again   *Field
	said    *Text
	code    *Text
	button  *KeyButton
	back    *KeyButton
	forgot  fyne.CanvasObject
	form    *fyne.Container
	phase   model.GatePhase
	covered bool
}

// NewGate builds the cover of a window around its model.
func NewGate(win fyne.Window, m *model.Gate, keys *Keys) *Gate {
	v := &Gate{m: m, keys: keys, canvas: win.Canvas(), title: NewText("", 20, Ink).AsBold(), note: NewProse("", 14, Ink2, 3),
		name: NewText("", 16, Ink).AsBold(), said: NewProse("", 14, Bad, 4), code: NewText("", 12, Ink2),
		forgot: size(0, 34, NewProse("Quên mật khẩu: người quản trị đặt lại. Mật khẩu cũ không ai xem được.", 12, Ink2, 2))}
	v.word, v.again = v.secret("Mật khẩu hoặc mã PIN"), v.secret("Nhập lại mật khẩu mới")
	v.button = NewKeyButton(keys, Filled, "", "Vào làm việc", "Enter", v.take)
	v.back = NewKeyButton(keys, Outlined, "", "Quay lại", "Esc", m.Back)
	v.list = col(2)
	for i := range v.rows {
		v.rows[i] = newGateRow(func() { m.Choose(v.top + i); v.word.Take() })
		v.list.Add(v.rows[i])
	}
	head := row(14, NewIcon("mark", "", 40), grow(col(2, v.title, size(0, 40, v.note)), 1))
	v.form = col(10, v.name, v.word, v.again, size(0, 82, v.said), v.code, gapOf(), v.forgot, row(8, gapOf(), v.back, v.button))
	body := container.NewBorder(pad(0, 0, 0, 14, head), nil, nil, nil, row(24, size(300, 0, v.list), grow(container.NewVScroll(v.form), 1)))
	v.root = container.NewStack(NewPanel(Back, Clear, 0, 0), container.New(gateLayout{},
		container.NewStack(NewPanel(Surface, Border, 1, 8), pad(24, 20, 24, 20, body))))
	return v
}

// secret returns a box whose letters are not shown, and in which keys are keys:
// nobody sees what typing makes of them.
func (v *Gate) secret(label string) *Field {
	f := NewField(v.keys, label, "", func(string) {}, func() {})
	f.entry.Password, f.entry.plain = true, true
	f.entry.onKey = func(e *fyne.KeyEvent) bool {
		switch e.Name {
		case fyne.KeyReturn, fyne.KeyEnter:
			v.enter(f)
		case fyne.KeyUp:
			v.m.Move(-1)
		case fyne.KeyDown:
			v.m.Move(+1)
		default:
			return false
		}
		return true
	}
	return f
}

func (v *Gate) enter(f *Field) {
	if f == v.word && v.phase == model.GatePassword {
		v.again.Take()
		return
	}
	v.take()
}

// take hands over what was typed and forgets it.
func (v *Gate) take() {
	word, again := v.word.entry.Text, v.again.entry.Text
	switch v.phase {
	case model.GateShut, model.GateLoading:
		if !v.m.State().Ready { // it stays to be tried
			return
		}
		v.Forget()
		v.m.Try(word)
	case model.GatePassword:
		v.Forget()
		v.m.SetPassword(word, again)
	case model.GatePIN:
		v.Forget()
		v.m.SetPIN(word)
	}
	v.word.Take()
}

// Forget empties the boxes.
func (v *Gate) Forget() {
	v.word.entry.set("")
	v.again.entry.set("")
}

// Show sets the cover to a state, puts it over the window or takes it away.
func (v *Gate) Show(s model.GateState) {
	if s.Phase != v.phase {
		v.Forget()
		v.phase = s.Phase
	}
	v.title.Set(s.Title)
	v.note.Set(s.Note)
	v.name.Set(s.Name)
	v.said.Set(s.Said)
	v.code.Set(s.Code)
	v.people(s)
	v.word.title = map[model.GatePhase]string{model.GatePassword: "Mật khẩu mới", model.GatePIN: "Mã PIN mới"}[s.Phase]
	if v.word.title == "" {
		v.word.title = "Mật khẩu hoặc mã PIN"
	}
	look := FieldCalm
	if s.Said != "" {
		look = FieldWrong
	}
	v.word.say(look, "")
	visible(v.again, s.Phase == model.GatePassword)
	visible(v.back, s.Phase == model.GatePassword || s.Phase == model.GatePIN)
	visible(v.list, s.Phase == model.GateShut || s.Phase == model.GateLoading)
	visible(v.forgot, s.Phase == model.GateShut)
	v.button.SetOff(!s.Ready)
	words := map[model.GatePhase]string{model.GatePassword: "Đặt mật khẩu", model.GatePIN: "Xong", model.GateLoading: "Đọc lại"}[s.Phase]
	switch {
	case s.Busy:
		words = "Đang kiểm tra"
	case words == "":
		words = "Vào làm việc"
	}
	v.button.SetWords(words)
	relayout(v.root)
	relayout(v.form)
	v.cover(!s.Open)
}

func (v *Gate) people(s model.GateState) {
	v.top = max(0, min(v.top, s.Chosen), s.Chosen-gateRows+1)
	for i, r := range v.rows {
		at := v.top + i
		visible(r, at < len(s.People))
		if at < len(s.People) {
			r.set(s.People[at], at == s.Chosen)
		}
	}
}

func (v *Gate) cover(on bool) {
	if on == v.covered {
		return
	}
	v.covered = on
	if !on {
		v.Forget()
		v.canvas.Overlays().Remove(v.root)
		return
	}
	v.canvas.Overlays().Add(v.root)
	v.word.Take()
}

// Keep puts the cover on top again where something has opened over it, or was
// closed under it and took it along.
func (v *Gate) Keep() {
	if !v.covered || v.canvas.Overlays().Top() == v.root {
		return
	}
	v.canvas.Overlays().Remove(v.root)
	v.canvas.Overlays().Add(v.root)
	v.word.Take()
}

// gateLayout puts the card into the middle, smaller where text is large.
type gateLayout struct{}

// MinSize implements fyne.Layout.
func (gateLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(px(320), px(240)) }

// Layout implements fyne.Layout.
func (gateLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	w, h := min(px(760), s.Width-px(16)), min(px(460), s.Height-px(16))
	put(o[0], (s.Width-w)/2, (s.Height-h)/2, w, h)
}

// gateRow is one person of the list.
type gateRow struct {
	widget.BaseWidget
	onTap       func()
	bg          *box
	name, roles *Text
	on          bool
}

func newGateRow(tap func()) *gateRow {
	r := &gateRow{onTap: tap, bg: newBox(Clear, Clear, 1, 6), name: NewText("", 14, Ink), roles: NewText("", 12, Ink2)}
	r.ExtendBaseWidget(r)
	return r
}

func (r *gateRow) set(p model.GatePerson, on bool) {
	if r.name.Text != p.Name || r.roles.Text != p.Roles || r.on != on {
		r.name.Text, r.roles.Text, r.on = p.Name, p.Roles, on
		r.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (r *gateRow) CreateRenderer() fyne.WidgetRenderer { return renderer(r) }
func (r *gateRow) parts() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.bg.Rectangle, r.name, r.roles}
}
func (r *gateRow) smallest() fyne.Size { return fyne.NewSize(px(120), px(38)) }

func (r *gateRow) place(s fyne.Size) {
	put(r.bg.Rectangle, 0, 0, s.Width, s.Height)
	put(r.name, px(12), px(2), s.Width-px(24), px(19))
	put(r.roles, px(12), px(19), s.Width-px(24), px(17))
}

func (r *gateRow) paint() {
	r.bg.fill, r.bg.stroke, r.name.Tint = Clear, Clear, Ink
	if r.on {
		r.bg.fill, r.name.Tint = MainSoft, Main
		if contrastLook() {
			r.bg.stroke = Main
		}
	}
	r.name.Bold = r.on
	r.bg.paint()
	r.name.Refresh()
	r.roles.Refresh()
}

// Tapped implements fyne.Tappable.
func (r *gateRow) Tapped(*fyne.PointEvent) { r.onTap() }
