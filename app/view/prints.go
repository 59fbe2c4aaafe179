package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"motcua/app/model"
)

// Prints is the screen Hàng in: each paper with why it waits and what can be
// done.
type Prints struct {
	Root fyne.CanvasObject

	keys    *Keys
	heading *Text
	list    *rowList
	bars    fyne.CanvasObject
	empty   *emptyBox
	retry   *KeyButton
	settle  *KeyButton
	other   *KeyButton
	drop    *KeyButton
	trouble *troubleBox
	state   model.PrintsState
}

// printLooks pair what a row is with its icon and colour.
var printLooks = map[model.OutboxLook]rowLook{
	model.OutboxHuman: {"error", Bad},
	model.OutboxWaits: {"hourglass_top", Wait},
	model.OutboxGoing: {"print", Main},
	model.OutboxAsked: {"print", Ink2},
	model.OutboxTiny:  {"check_circle", Good},
}

// NewPrints builds the screen. onOther asks for another printer.
func NewPrints(m *model.Prints, keys *Keys, onOther func()) *Prints {
	v := &Prints{keys: keys, heading: NewText("", 12, Ink2), trouble: newTroubleBox(), bars: newBars(), empty: newEmptyBox(nil)}
	v.retry = NewKeyButton(keys, Filled, "print", "In lại", "F9", m.Retry)
	v.settle = NewKeyButton(keys, Outlined, "check_circle", "Giấy đã ra", "F8", m.Settle)
	v.other = NewKeyButton(keys, Outlined, "", "Máy in khác", "F7", onOther)
	v.drop = NewKeyButton(keys, Outlined, "", "Bỏ lệnh in", "Delete", m.Cancel)
	v.list = newRowList(keys, func() int { return len(v.state.Items) }, func() fyne.CanvasObject {
		r := newOutboxRow()
		r.looks = printLooks
		return r
	}, func(i int, o fyne.CanvasObject) { o.(*outboxRow).set(v.state.Items[i], i == v.state.Selected) }, m.Move, m.Select)
	v.trouble.root.Hide()
	said := NewText("Hồ sơ đã lưu trên máy trước khi vào hàng in; giấy chưa in được không mất.", 14, Ink2)
	top := col(10, row(8, grow(said, 1), v.drop, v.other, v.settle, v.retry), v.trouble.root)
	head := container.NewStack(NewPanel(Header, Clear, 0, 0), size(0, 28, pad(14, 0, 14, 0, v.heading)))
	v.Root = pad(16, 12, 16, 12, container.NewBorder(pad(0, 0, 0, 10, top), nil, nil, nil,
		card(pad(1, 1, 1, 1, col(0, head, grow(container.NewStack(v.list.root, v.bars, v.empty.root), 1))))))
	return v
}

// Focus puts the ring on the list.
func (v *Prints) Focus() { v.keys.Focus(v.list) }

// Show sets the screen to a state.
func (v *Prints) Show(s model.PrintsState) {
	v.state = s
	v.heading.Set(s.Heading)
	v.retry.SetOff(!s.CanAct)
	v.other.SetOff(!s.CanAct)
	v.drop.SetOff(!s.CanAct)
	visible(v.settle, s.CanSettle)
	visible(v.trouble.root, s.Trouble != nil)
	if s.Trouble != nil {
		v.trouble.set(*s.Trouble)
	}
	visible(v.bars, !s.Known && s.Trouble == nil)
	visible(v.empty.root, s.Empty != nil)
	visible(v.list.root, len(s.Items) > 0)
	if e := s.Empty; e != nil {
		v.empty.set(e.Icon, Ink2, e.Head, e.Text)
	}
	v.list.show(s.Selected)
	relayout(v.Root)
}

// Toast is what is said for a while above the status bar, without taking the
// ring: a paper that was not printed. It is also said on the screen Hàng in.
type Toast struct {
	Root *fyne.Container
	text *Text
}

// NewToast returns a hidden toast; onOpen leads to where more is said.
func NewToast(keys *Keys, onOpen func()) *Toast {
	t := &Toast{text: NewProse("", 14, Ink, 3)}
	open := NewKeyButton(keys, Outlined, "print", "Xem, in lại", "Ctrl+P", onOpen)
	body := container.NewStack(NewPanel(Surface, Border, 1, 8), pad(14, 10, 14, 10, row(10, NewIcon("error", Bad, 20), grow(t.text, 1), mid(unfocusable(open)))))
	t.Root = container.New(toastLayout{}, body)
	t.Root.Hide()
	return t
}

// Show says a text; "" takes it away.
func (t *Toast) Show(text string) {
	t.text.Set(text)
	visible(t.Root, text != "")
	t.Root.Refresh()
}

// toastLayout puts the toast at the bottom right, above the status bar.
type toastLayout struct{}

// MinSize implements fyne.Layout.
func (toastLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, 0) }

// Layout implements fyne.Layout.
func (toastLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	w := min(px(520), s.Width-px(32))
	put(o[0], s.Width-w-px(16), s.Height-px(28+12+72), w, px(72))
}
