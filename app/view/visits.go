package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"motcua/app/model"
)

// Visits offers the held visits, oldest first, each a button of its own.
func (s *Sheet) Visits(list []model.HeldVisit, onPick func(key string), onDrop func(model.HeldVisit)) {
	s.scroll = nil
	if len(list) == 0 {
		b := s.closer()
		s.show("Lượt đang giữ chỗ", NewText("Chưa giữ chỗ cho ai. Bấm F7 khi đang nhập để giữ lại biểu mẫu.", 14, Ink2), 560, 0, b, b)
		return
	}
	var first fyne.Focusable
	lines := col(6)
	for _, v := range list {
		b := NewKeyButton(s.keys, Outlined, "", v.Label+" · giữ từ "+v.Since, "", func() {
			s.Close()
			onPick(v.Key)
		})
		b.OnDelete = func() {
			s.Close()
			onDrop(v)
		}
		if first == nil {
			first = b
		}
		lines.Add(b)
	}
	h := float32(0)
	if len(list) > 8 {
		h = 460
	}
	s.show("Lượt đang giữ chỗ", container.NewVScroll(pad(4, 4, 14, 4, lines)), 560, max(h, float32(min(len(list), 8))*42+122), first,
		NewWords("Enter gọi lại · Delete bỏ lượt", 12, Ink2), s.closer())
}

// DropVisit asks once more before a held visit is thrown away; Esc keeps it.
func (s *Sheet) DropVisit(v model.HeldVisit, onDrop, onKeep func()) {
	s.scroll = nil
	done := func(then func()) func() {
		return func() {
			s.Close()
			then()
		}
	}
	keep := NewKeyButton(s.keys, Outlined, "", "Giữ lại", "Enter", done(onKeep))
	drop := NewKeyButton(s.keys, Grave, "block", "Bỏ lượt này", "Delete", done(onDrop))
	keep.OnDelete = drop.OnTap
	s.show("Bỏ lượt đang giữ?", NewProse(v.Label+", giữ từ "+v.Since+". Biểu mẫu nhập dở của lượt này sẽ mất; hồ sơ đã tiếp nhận thì còn nguyên.", 14, Ink, 3),
		560, 0, keep, drop, keep)
}
