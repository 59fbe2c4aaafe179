package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// FieldLook is what a field has to say.
type FieldLook int

// The looks of a field.
const (
	FieldCalm    FieldLook = iota
	FieldWait              // amber: look at this
	FieldWrong             // red: the desk refuses it
	FieldSame              // a green tick: khớp với thẻ
	FieldDiffers           // amber: khác với thẻ, the card's value inside
)

// Field is a label, a box with an entry, a mark at its end and the ring. While
// it has the focus its border is the ring.
type Field struct {
	widget.BaseWidget

	label, note    *Text
	frame          *box
	entry          *entry
	lead, mark     *Icon
	hint           *Text // inside, at the end
	cap            *Text
	capBox         *box
	look           FieldLook
	focused        bool
	bare           bool // no label over the box
	title          string
	face, faceNote *Text // shown in place of the entry while another has the focus
	keys           *Keys
	onFocus        func(bool)
	tall           float32
	fixedMark      bool // the mark belongs to the kind of field, not to its look
	wide           float32
}

// NewField returns a field that tells every keystroke to onChange and its
// leaving to onLeave.
func NewField(keys *Keys, label, placeholder string, onChange func(string), onLeave func()) *Field {
	f := &Field{
		label: NewText(label, 12, Ink2), note: NewText("", 12, Wait), frame: newBox(Surface, Border, 1, 6), entry: newEntry(keys),
		lead: NewIcon("", Ink2, 18), mark: NewIcon("", Ink2, 18), hint: NewWords("", 14, Ink2), cap: NewWords("", 12, Ink2),
		capBox: newBox(Header, Border, 1, 4), title: label, keys: keys, face: NewText("", 14, Ink).AsBold(), faceNote: NewText("", 14, Ink2), onFocus: func(bool) {}, bare: label == "", tall: 34, wide: 40,
	}
	f.entry.PlaceHolder = placeholder
	f.entry.OnChanged = onChange
	f.entry.onFocus = func(on bool) {
		f.focused = on
		f.Refresh()
		f.onFocus(on)
		if on {
			keys.OnFocus(f)
		} else {
			onLeave()
		}
	}
	f.ExtendBaseWidget(f)
	return f
}

// Set shows a text and what is said about it.
func (f *Field) Set(text string, look FieldLook, said string) {
	f.entry.set(text)
	f.say(look, said)
}

func (f *Field) say(look FieldLook, said string) {
	label := f.title
	if said != "" {
		label += " · " + said
	}
	mark := f.mark.Name
	if !f.fixedMark {
		mark = map[FieldLook]string{FieldWait: "warning", FieldWrong: "error", FieldSame: "check", FieldDiffers: "difference"}[look]
	}
	if f.look != look || f.label.Text != label || f.mark.Name != mark {
		f.look = look
		f.label.Set(label)
		f.mark.Name = mark
		f.Refresh()
	}
}

// offer shows inside the box what the card says and the key that takes it; ""
// shows nothing.
func (f *Field) offer(value string) {
	hint, key := "", ""
	if value != "" {
		hint, key = "thẻ "+value, "Ctrl+T"
	}
	if f.hint.Text != hint || f.cap.Text != key {
		f.hint.Text, f.cap.Text = hint, key
		f.hint.Tint = Wait
		f.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (f *Field) CreateRenderer() fyne.WidgetRenderer { return renderer(f) }

func (f *Field) parts() []fyne.CanvasObject {
	return []fyne.CanvasObject{f.label, f.frame.Rectangle, f.lead, f.entry.shell, f.face, f.faceNote, f.mark, f.hint, f.capBox.Rectangle, f.cap}
}

func (f *Field) labelHeight() float32 {
	if f.bare {
		return 0
	}
	return px(19)
}

func (f *Field) smallest() fyne.Size {
	return fyne.NewSize(px(f.wide), f.labelHeight()+px(f.tall))
}

func (f *Field) place(s fyne.Size) {
	top := f.labelHeight()
	h := s.Height - top
	put(f.label, 0, 0, s.Width, px(17))
	put(f.frame.Rectangle, 0, top, s.Width, h)
	left, right := px(2), px(4)
	if f.lead.Name != "" {
		put(f.lead, px(9), top, px(18), h)
		left = px(26)
	}
	if f.mark.Name != "" {
		put(f.mark, s.Width-right-px(26), top, px(26), h)
		right += px(24)
	}
	if f.hint.Text != "" {
		w := f.hint.MinSize().Width
		put(f.hint, s.Width-right-w-px(6), top, w, h)
		right += w + px(6)
	}
	if f.cap.Text != "" {
		w := f.cap.MinSize().Width + px(12)
		put(f.capBox.Rectangle, s.Width-right-w-px(6), top+(h-px(20))/2, w, px(20))
		put(f.cap, s.Width-right-w, top+(h-px(20))/2, w-px(12), px(20))
		right += w + px(6)
	}
	eh := f.entry.MinSize().Height
	wide := max(0, s.Width-left-right)
	put(f.entry.shell, left, top+(h-eh)/2, wide, eh)
	note := min(f.faceNote.width(f.faceNote.Text)+px(1), wide*0.4)
	face := max(0, min(f.face.width(f.face.Text)+px(1), wide-note-px(26)))
	put(f.face, left+px(7), top, face, h)
	put(f.faceNote, left+px(15)+face, top, note, h)
}

func (f *Field) paint() {
	edge, fill, width, labelTint, markTint := Border, Surface, float32(1), Ink2, Ink2
	switch f.look {
	case FieldWait, FieldDiffers:
		edge, fill, width, labelTint, markTint = WaitSolid, WaitSoft, 2, Wait, Wait
	case FieldSame:
		markTint = Good
	case FieldWrong:
		edge, width, labelTint, markTint = Bad, 2, Bad, Bad
	}
	if f.focused {
		edge, width = Ring, 2
	}
	f.label.Tint, f.label.Bold = labelTint, f.look != FieldCalm && f.look != FieldSame
	f.label.Refresh()
	f.frame.fill, f.frame.stroke, f.frame.width = fill, edge, width
	f.frame.paint()
	f.mark.Tint = markTint
	f.mark.Hidden, f.lead.Hidden = f.mark.Name == "", f.lead.Name == ""
	f.mark.Refresh()
	f.lead.Refresh()
	f.hint.Refresh()
	f.capBox.paint()
	f.capBox.Hidden, f.cap.Hidden = f.cap.Text == "", f.cap.Text == ""
	f.cap.Refresh()
	f.entry.shell.Refresh()
	faced := !f.focused && f.face.Text != ""
	f.face.Hidden, f.faceNote.Hidden = !faced, !faced
	f.face.Refresh()
	f.faceNote.Refresh()
}

// Tapped implements fyne.Tappable: the whole box leads into the entry.
func (f *Field) Tapped(*fyne.PointEvent) {
	f.keys.Focus(f.entry)
	f.entry.onTap()
}

// Take gives the field the focus.
func (f *Field) Take() { f.keys.Focus(f.entry) }
