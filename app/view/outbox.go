package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"motcua/app/model"
)

// Outbox is the screen Chưa gửi: one sentence, three numbers, and what is
// unsent in plain words.
type Outbox struct {
	Root fyne.CanvasObject

	m          *model.Outbox
	keys       *Keys
	bold, text *Text
	numbers    [3]*Text
	heading    *Text
	last, note *Text
	list       *rowList
	bars       fyne.CanvasObject
	empty      *emptyBox
	retry      *KeyButton
	stick      *KeyButton
	trouble    *troubleBox
	top        *fyne.Container
	state      model.OutboxState
	wants      bool // the ring goes to the list once that is there
}

// NewOutbox builds the screen. onStick asks where to write to.
func NewOutbox(m *model.Outbox, keys *Keys, onStick func()) *Outbox {
	v := &Outbox{m: m, keys: keys, bold: NewWords("", 16, Ink).AsBold(), text: NewText("", 14, Ink2), heading: NewText("", 12, Ink2), last: NewText("", 14, Ink2), note: NewText("", 14, Ink),
		trouble: newTroubleBox(), bars: newBars(), empty: newEmptyBox(nil)}
	v.retry = NewKeyButton(keys, Filled, "", "Gửi lại ngay", "F9", m.Retry)
	v.stick = NewKeyButton(keys, Outlined, "usb", "Chép ra USB", "Ctrl+U", onStick)
	v.list = newRowList(keys, func() int { return len(v.state.Items) }, func() fyne.CanvasObject { return newOutboxRow() },
		func(i int, o fyne.CanvasObject) { o.(*outboxRow).set(v.state.Items[i], i == v.state.Selected) }, m.Move, m.Select)
	v.trouble.root.Hide()
	boxes := container.New(&thirds{})
	for i, b := range [3]struct{ icon, word, note string }{
		{"hard_drive", "Đã lưu trên máy hôm nay", "đã ghi xuống ổ đĩa,\nmất điện không mất"},
		{"upload", "Đã gửi", "đã rời máy này,\nchưa chắc đã đến"},
		{"verified", "Trung tâm đã nhận", "có biên nhận\nký số của Trung tâm"},
	} {
		v.numbers[i] = NewWords("–", 28, Ink).AsBold()
		note := NewProse(b.note, 12, Ink2, 2)
		note.Align = fyne.TextAlignTrailing
		boxes.Add(card(pad(16, 8, 14, 8, row(12, NewIcon(b.icon, Good, 26), grow(mid(col(0, v.numbers[i], NewText(b.word, 14, Ink))), 1), size(130, 0, mid(size(0, 34, note)))))))
	}
	v.top = col(10, row(8, v.bold, grow(v.text, 1), v.retry, v.stick), v.note, v.trouble.root, size(0, 72, boxes))
	head := container.NewStack(NewPanel(Header, Clear, 0, 0), size(0, 28, pad(14, 0, 14, 0, v.heading)))
	v.Root = pad(16, 12, 16, 12, container.NewBorder(pad(0, 0, 0, 10, v.top), pad(0, 8, 0, 0, v.last), nil, nil,
		card(pad(1, 1, 1, 1, col(0, head, grow(container.NewStack(v.list.root, v.bars, v.empty.root), 1))))))
	return v
}

// Focus puts the ring on the list.
func (v *Outbox) Focus() {
	v.wants = len(v.state.Items) == 0
	if v.wants {
		v.keys.Focus(v.retry)
		return
	}
	v.keys.Focus(v.list)
}

// Show sets the screen to a state.
func (v *Outbox) Show(s model.OutboxState) {
	v.state = s
	v.bold.Set(s.Bold)
	v.text.Set(s.Text)
	for i, n := range []string{s.Saved, s.Sent, s.Received} {
		v.numbers[i].Set(n)
	}
	v.heading.Set(s.Heading)
	v.last.Set(s.Last)
	v.note.Set(s.Note)
	visible(v.note, s.Note != "")
	visible(v.retry, s.CanSend)
	visible(v.stick, s.CanSend)
	visible(v.trouble.root, s.Trouble != nil)
	if s.Trouble != nil {
		v.trouble.set(*s.Trouble)
	}
	visible(v.bars, !s.Known && s.Trouble == nil)
	visible(v.empty.root, s.Empty != nil)
	visible(v.list.root, len(s.Items) > 0)
	if e := s.Empty; e != nil {
		v.empty.set(e.Icon, Good, e.Head, e.Text)
	}
	v.list.show(s.Selected)
	relayout(v.Root)
	if v.wants && len(s.Items) > 0 {
		v.wants = false
		if v.retry.focused {
			v.keys.Focus(v.list)
		}
	}
}

// thirds puts three boxes side by side with an arrow's gap between them.
type thirds struct{}

// MinSize implements fyne.Layout.
func (thirds) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(px(600), px(72)) }

// Layout implements fyne.Layout.
func (thirds) Layout(o []fyne.CanvasObject, s fyne.Size) {
	gap := px(12)
	w := (s.Width - gap*float32(len(o)-1)) / float32(len(o))
	for i, x := range o {
		put(x, (w+gap)*float32(i), 0, w, s.Height)
	}
}

// rowLook is how a row is painted.
type rowLook struct {
	icon string
	tint fyne.ThemeColorName
}

// outboxLooks pair what a row is with its icon and colour.
var outboxLooks = map[model.OutboxLook]rowLook{
	model.OutboxHuman: {"error", Bad},
	model.OutboxWaits: {"cloud_off", Wait},
	model.OutboxGoing: {"cloud_upload", Main},
	model.OutboxAsked: {"hourglass_top", Ink2},
	model.OutboxTiny:  {"outbox", Ink2},
}

// outboxRow is one line: icon, what and why, next try, what Enter does.
type outboxRow struct {
	widget.BaseWidget
	looks     map[model.OutboxLook]rowLook
	item      model.OutboxItem
	here      bool
	icon      *Icon
	what, why *Text
	next      *Text
	do, cap   *Text
	capBox    *box
}

func newOutboxRow() *outboxRow {
	r := &outboxRow{looks: outboxLooks, icon: NewIcon("", Ink2, 20), what: NewText("", 14, Ink).AsBold(), why: NewText("", 14, Ink2), next: NewText("", 14, Ink2),
		do: NewWords("", 14, Main), cap: NewWords("Enter", 12, Ink2), capBox: newBox(Header, Border, 1, 4)}
	r.ExtendBaseWidget(r)
	return r
}

func (r *outboxRow) set(it model.OutboxItem, here bool) {
	if r.item != it || r.here != here {
		r.item, r.here = it, here
		r.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (r *outboxRow) CreateRenderer() fyne.WidgetRenderer { return renderer(r) }
func (r *outboxRow) parts() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.icon, r.what, r.why, r.next, r.do, r.capBox.Rectangle, r.cap}
}
func (r *outboxRow) smallest() fyne.Size { return fyne.NewSize(px(300), px(55)) }

func (r *outboxRow) place(s fyne.Size) {
	put(r.icon, px(14), 0, px(22), s.Height)
	right := s.Width - px(14)
	if r.here && r.item.Do != "" {
		w := r.cap.MinSize().Width + px(12)
		put(r.capBox.Rectangle, right-w, (s.Height-px(20))/2, w, px(20))
		put(r.cap, right-w+px(6), (s.Height-px(20))/2, w-px(12), px(20))
		right -= w + px(8)
		w = r.do.MinSize().Width
		put(r.do, right-w, 0, w, s.Height)
	}
	next := s.Width - px(400)
	if s.Width < px(900) {
		next = s.Width - px(190)
	}
	put(r.next, next, 0, px(220), s.Height)
	put(r.what, px(52), px(8), next-px(64), px(19))
	put(r.why, px(52), px(28), next-px(64), px(19))
}

func (r *outboxRow) paint() {
	look := r.looks[r.item.Look]
	r.icon.Set(look.icon, look.tint)
	for t, s := range map[*Text]string{r.what: r.item.What, r.why: r.item.Why, r.next: r.item.Next, r.do: r.item.Do} {
		t.Text, t.wide = s, -1
	}
	r.next.Tint = look.tint
	r.capBox.paint()
	on := r.here && r.item.Do != ""
	visible(r.capBox.Rectangle, on)
	visible(r.cap, on)
	visible(r.do, on)
	for _, t := range []*Text{r.what, r.why, r.next, r.do, r.cap} {
		t.Refresh()
	}
}
