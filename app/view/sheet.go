package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Sheet is what opens over a screen: a text to read, the keys, a path to type.
// Esc closes it; the ring goes back to where it was.
type Sheet struct {
	pop    *widget.PopUp
	keys   *Keys
	canvas fyne.Canvas
	scroll *container.Scroll
}

// NewSheets returns the one place for sheets of a window.
func NewSheets(win fyne.Window, keys *Keys) *Sheet { return &Sheet{keys: keys, canvas: win.Canvas()} }

// Open reports whether a sheet is open.
func (s *Sheet) Open() bool { return s.pop != nil }

// Close closes the sheet; it reports whether one was open.
func (s *Sheet) Close() bool {
	if s.pop == nil {
		return false
	}
	s.pop.Hide()
	s.pop = nil
	s.keys.Unpark()
	return true
}

func (s *Sheet) show(title string, body fyne.CanvasObject, w, h float32, first fyne.Focusable, buttons ...fyne.CanvasObject) {
	s.Close()
	s.keys.Park()
	room := s.canvas.Size()
	content := pad(14, 12, 14, 14, container.NewBorder(
		pad(0, 0, 0, 10, NewText(title, 16, Ink).AsBold()), pad(0, 12, 0, 0, row(8, append([]fyne.CanvasObject{gapOf()}, buttons...)...)), nil, nil, body))
	w = min(px(w), room.Width-px(48))
	content.Resize(fyne.NewSize(w, content.MinSize().Height))
	if h == 0 {
		h = content.MinSize().Height + px(8)
	} else {
		h = px(h)
	}
	h = min(h, room.Height-px(48))
	s.pop = widget.NewModalPopUp(container.NewStack(NewPanel(Surface, Border, 1, 8), content), s.canvas)
	s.pop.Resize(fyne.NewSize(w, h))
	s.pop.Show()
	s.canvas.Focus(first)
}

func (s *Sheet) closer() *KeyButton {
	return NewKeyButton(s.keys, Outlined, "", "Đóng", "Esc", func() { s.Close() })
}

// Read shows a text in full, to be scrolled with the arrow keys.
func (s *Sheet) Read(title, text string) {
	s.scroll = container.NewVScroll(pad(0, 0, 14, 0, NewProse(text, 14, Ink, -1)))
	b := s.closer()
	s.show(title, s.scroll, 720, 460, b, b)
}

// Scroll moves the text of an open sheet by lines.
func (s *Sheet) Scroll(lines float32) {
	if s.pop == nil || s.scroll == nil {
		return
	}
	y := max(0, min(s.scroll.Offset.Y+px(19)*lines, s.scroll.Content.MinSize().Height-s.scroll.Size().Height))
	s.scroll.ScrollToOffset(fyne.NewPos(0, max(0, y)))
}

// KeyHelp is one line of the sheet of keys.
type KeyHelp struct{ Key, Does string }

// Keys shows the keys of a screen, and how the window looks.
func (s *Sheet) Keys(title string, keys []KeyHelp, look Look, onLook func(Look)) {
	s.scroll = nil
	left, right := col(6), col(6)
	for i, k := range keys {
		line := row(10, size(112, 24, keyCap(k.Key)), grow(NewText(k.Does, 14, Ink), 1))
		if i < (len(keys)+1)/2 {
			left.Add(line)
		} else {
			right.Add(line)
		}
	}
	ids := []string{"0", "1", "2"}
	var seg *Segment
	seg = NewSegment(s.keys, ids, []string{"Sáng", "Tối", "Tương phản cao"}, func(id string) {
		onLook(Look(id[0] - '0'))
		seg.Set(id, nil)
	})
	seg.Set(ids[look], nil)
	b := s.closer()
	body := col(14, row(24, grow(left, 1), grow(right, 1)), row(10, NewWords("Màu màn hình", 14, Ink2), seg, gapOf()))
	s.show(title, body, 720, 0, b, b)
}

// keyCap draws a key.
func keyCap(key string) fyne.CanvasObject {
	t := NewWords(key, 12, Ink2)
	return row(0, container.NewStack(NewPanel(Header, Border, 1, 4), pad(7, 0, 7, 0, t)), gapOf())
}

// asking is one line of text that a sheet asks for.
type asking struct {
	title, label, holder, note string
	icon, verb                 string
	before                     string // already in the box
}

// Path asks for the path of a file.
func (s *Sheet) Path(onPath func(string)) {
	s.ask(asking{"Nhập tệp vào giấy đang chọn", "Đường dẫn của tệp PDF, JPEG, PNG hoặc TIFF", "/media/usb/giay-to.pdf",
		"Cũng có thể thả tệp thẳng vào cửa sổ.", "attach_file", "Nhập tệp", ""}, onPath)
}

// Folder asks for the folder of a stick; the one of last time stands there.
func (s *Sheet) Folder(before string, onFolder func(string)) {
	s.ask(asking{"Chép mọi mục chưa xác nhận ra USB", "Thư mục của USB", "/media/usb",
		"Gói được niêm phong, chỉ Trung tâm mở được. Hồ sơ vẫn còn nguyên trên máy này.", "usb", "Chép ra USB", before}, onFolder)
}

// Printer asks for the address of another printer.
func (s *Sheet) Printer(before string, onPrinter func(string)) {
	s.ask(asking{"In giấy này ở máy khác", "Địa chỉ máy in", "ipp://may-in/ipp/print",
		"ipp://máy/ipp/print, raw://máy, escpos://máy, hoặc file:/thư/mục để ghi tệp PDF.", "print", "In ở máy này", before}, onPrinter)
}

func (s *Sheet) ask(a asking, onText func(string)) {
	s.scroll = nil
	text := a.before
	var f *Field
	take := func() {
		s.Close()
		onText(text)
	}
	f = NewField(s.keys, a.label, a.holder, func(t string) { text = t }, func() {})
	f.entry.set(a.before)
	f.entry.onKey = func(e *fyne.KeyEvent) bool {
		if e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter {
			take()
			return true
		}
		return false
	}
	s.show(a.title, col(8, f, NewText(a.note, 12, Ink2)), 620, 0, f.entry,
		s.closer(), NewKeyButton(s.keys, Filled, a.icon, a.verb, "Enter", take))
}
