package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"motcua/app/model"
)

// Kiosk is the public screen: home, or the answer to a scan.
type Kiosk struct {
	Root fyne.CanvasObject

	m       *model.Kiosk
	home    *kioskHome
	wide    *kioskAnswer
	tall    *kioskAnswer
	missing *kioskMissing
	pages   *fyne.Container
	isTall  bool
	state   model.KioskState
}

// KioskActions are the aids at the foot of the home screen.
type KioskActions struct {
	OnSize     func()
	OnContrast func()
	// OnShape is told when the screen turns out to be tall or wide.
	OnShape func(tall bool)
}

// NewKiosk builds the screen around its model.
func NewKiosk(m *model.Kiosk, a KioskActions) *Kiosk {
	v := &Kiosk{m: m, home: newKioskHome(a), wide: newKioskAnswer(m, false), tall: newKioskAnswer(m, true), missing: newKioskMissing(m)}
	v.pages = container.New(&shape{func(tall bool) {
		if tall != v.isTall {
			v.isTall = tall
			v.Show(v.state)
			a.OnShape(tall)
		}
	}}, v.home.root, v.wide.root, v.tall.root, v.missing.root)
	v.Root = container.NewStack(newTouchArea(m.Touch), v.pages)
	v.Show(m.State())
	return v
}

// shape stacks the pages and reports whether the screen is tall.
type shape struct{ tell func(tall bool) }

// MinSize implements fyne.Layout.
func (*shape) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(320, 320) }

// Layout implements fyne.Layout.
func (l *shape) Layout(objs []fyne.CanvasObject, s fyne.Size) {
	for _, o := range objs {
		put(o, 0, 0, s.Width, s.Height)
	}
	l.tell(s.Height > s.Width)
}

// Show sets the screen to a state.
func (v *Kiosk) Show(s model.KioskState) {
	v.state = s
	answer := s.Phase == model.KioskAnswer
	visible(v.home.root, s.Phase == model.KioskHome || s.Phase == model.KioskLooking)
	visible(v.wide.root, answer && !v.isTall)
	visible(v.tall.root, answer && v.isTall)
	visible(v.missing.root, s.Phase == model.KioskNotFound)
	switch {
	case answer && v.isTall:
		v.tall.show(s)
	case answer:
		v.wide.show(s)
	case s.Phase == model.KioskNotFound:
		v.missing.show(s)
	default:
		// What the last person saw is gone from memory as well.
		v.wide.show(model.KioskState{})
		v.tall.show(model.KioskState{})
		v.home.show(s)
	}
}

type kioskHome struct {
	root              *fyne.Container
	unit, hour, day   *Text
	title, first, sec *Text
}

func newKioskHome(a KioskActions) *kioskHome {
	h := &kioskHome{unit: NewText("", 26, Ink).AsBold(), hour: NewWords("", 19, Ink).AsBold(), day: NewWords("", 19, Ink2),
		title: NewText("", 40, Ink).AsBold().Centred(), first: NewText("", 22, Ink2).Centred(), sec: NewText("", 22, Ink2).Centred()}
	h.hour.Align, h.day.Align = fyne.TextAlignTrailing, fyne.TextAlignTrailing
	head := row(18, NewIcon("mark", "", 62), grow(col(0, NewText("Trung tâm Phục vụ hành chính công", 19, Ink2), h.unit), 1), col(2, h.hour, h.day))
	center := container.NewStack(NewPanel(Surface, Main, 3, 20), pad(24, 16, 24, 20, container.New(pictureOver{}, NewIcon("scan-receipt", "", 0), h.title, h.first, h.sec)))
	foot := row(14, grow(NewBigButton(false, "text_increase", "Chữ to hơn", a.OnSize), 1), grow(NewBigButton(false, "contrast", "Tương phản", a.OnContrast), 1))
	h.root = pad(32, 20, 32, 14, col(16, head, grow(center, 1), foot,
		NewText("Màn hình này không hiện họ tên đầy đủ, số căn cước, địa chỉ", 16, Ink2).Centred()))
	return h
}

func (h *kioskHome) show(s model.KioskState) {
	h.unit.Set(s.Unit)
	h.hour.Set(s.Hour)
	h.day.Set(s.Day)
	if s.Phase == model.KioskLooking {
		h.title.Set("Đang tìm hồ sơ")
		h.first.Set("Xin Ông/Bà chờ một chút")
		h.sec.Set("")
		return
	}
	h.title.Set("Đưa giấy hẹn vào máy quét")
	h.first.Set("Mã vuông hướng lên trên, ngay dưới đèn đỏ.")
	h.sec.Set("Ông/Bà sẽ thấy hồ sơ đang ở đâu.")
}

// pictureOver keeps a picture and the lines under it together in the middle;
// the picture takes what the lines leave, within bounds.
type pictureOver struct{}

const pictureSide = 330 // units at most

// MinSize implements fyne.Layout.
func (pictureOver) MinSize(o []fyne.CanvasObject) fyne.Size {
	h := px(120)
	for _, l := range o[1:] {
		h += l.MinSize().Height
	}
	return fyne.NewSize(px(200), h)
}

// Layout implements fyne.Layout.
func (pictureOver) Layout(o []fyne.CanvasObject, s fyne.Size) {
	lines, gap := float32(0), px(14)
	for _, l := range o[1:] {
		lines += l.MinSize().Height
	}
	side := max(0, min(px(pictureSide), s.Height-lines-gap))
	y := (s.Height - lines - gap - side) / 2
	put(o[0], 0, y, s.Width, side)
	y += side + gap
	for _, l := range o[1:] {
		put(l, 0, y, s.Width, l.MinSize().Height)
		y += l.MinSize().Height
	}
}

type kioskAnswer struct {
	root                 *fyne.Container
	code, initials, name *Text
	ask                  *Text
	ring                 *Countdown
	band                 *Panel
	icon                 *Icon
	word, under          *Text
	path                 *StepPath
	do                   *Text
	asOf                 *Text
}

func newKioskAnswer(m *model.Kiosk, tall bool) *kioskAnswer {
	a := &kioskAnswer{code: NewWords("", 19, Ink).AsBold(), initials: NewWords("", 19, Ink).AsBold(), name: NewProse("", 23, Ink, 2),
		ask: NewWords("", 18, Ink2), ring: NewCountdown(), band: NewPanel(MainSoft, Main, 3, 18), icon: NewIcon("", Main, 76), word: NewText("", 52, Main).AsBold(),
		under: NewText("", 23, Main), path: NewStepPath(tall), do: NewProse("", 32, Ink, 3).AsBold(), asOf: NewText("", 16, Ink2).Centred()}
	a.ask.Align = fyne.TextAlignTrailing
	line := row(6, NewWords("Hồ sơ", 19, Ink2), a.code, NewWords("của Ông/Bà", 19, Ink2), a.initials, gapOf())
	if tall {
		line = col(2, row(6, NewWords("Hồ sơ", 19, Ink2), a.code, gapOf()), row(6, NewWords("của Ông/Bà", 19, Ink2), a.initials, gapOf()))
	}
	head := row(14, grow(col(0, gapOf(), line, a.name, gapOf()), 1), mid(a.ask), a.ring)
	band := container.NewStack(a.band, size(0, 130, pad(36, 0, 24, 0, row(28, a.icon, grow(col(0, gapOf(), a.word, a.under, gapOf()), 1)))))
	path := container.NewStack(NewPanel(Surface, Line, 1, 18), pad(24, 16, 24, 14, a.path))
	do := container.NewStack(NewPanel(Surface, Main, 3, 18), pad(28, 20, 28, 20, col(6, gapOf(), NewText("Việc cần làm", 20, Main).AsBold(), a.do, gapOf())))
	more, done := NewBigButton(false, "undo", "Xem thêm", m.Touch), NewBigButton(true, "check", "Xong, xóa màn hình", m.Clear)
	more.icon.Name = "visibility"
	buttons := row(14, grow(more, 2), grow(done, 3))
	body := col(14, head, band, path, grow(do, 1), buttons, a.asOf)
	if tall {
		body = col(18, head, band, path, do, gapOf(), col(14, more, done), a.asOf)
	}
	a.root = pad(32, 18, 32, 14, body)
	return a
}

func (a *kioskAnswer) show(s model.KioskState) {
	a.code.Set(s.Code)
	a.initials.Set(s.Initials)
	a.name.Set(s.Name)
	a.ask.Set("Màn hình tự xóa sau")
	a.ask.SetTint(Ink2)
	if s.AskMore {
		a.ask.Set("Ông/Bà xem thêm không?")
		a.ask.SetTint(Main)
	}
	a.ask.SetBold(s.AskMore)
	a.ring.Set(s.Left, s.Whole)
	ink, soft := tints(s.Tint)
	edge := ink
	if s.Tint == model.TintGood {
		ink, soft, edge = OnGood, Good, Good
	}
	a.band.Set(soft, edge)
	a.icon.Set(s.Icon, ink)
	a.word.SetTint(ink)
	a.under.SetTint(ink)
	a.word.Set(s.Word)
	a.under.Set(s.Under)
	a.path.Set(s.Path)
	a.do.Set(s.Do)
	a.asOf.Set(s.AsOf)
	relayout(a.root)
}

// kioskMissing is the one page for whatever cannot be shown.
type kioskMissing struct {
	root *fyne.Container
	ring *Countdown
	text *Text
}

func newKioskMissing(m *model.Kiosk) *kioskMissing {
	p := &kioskMissing{ring: NewCountdown(), text: NewProse("", 34, Ink, 4).AsBold()}
	p.text.Align = fyne.TextAlignCenter
	center := container.NewStack(NewPanel(Surface, WaitSolid, 3, 20), pad(64, 24, 64, 24, col(20, gapOf(), size(0, 96, NewIcon("search_off", Wait, 96)), p.text, gapOf())))
	p.root = pad(32, 18, 32, 24, col(18, row(14, gapOf(), mid(NewWords("Màn hình tự xóa sau", 18, Ink2)), p.ring), grow(center, 1), NewBigButton(true, "check", "Xong, xóa màn hình", m.Clear)))
	return p
}

func (p *kioskMissing) show(s model.KioskState) {
	p.text.Set(s.NotFound)
	p.ring.Set(s.Left, s.Whole)
	relayout(p.root)
}
