package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"motcua/app/model"
)

// Visits offers the held visits, oldest first, each a button of its own.
func (s *Sheet) Visits(list []model.HeldVisit, onPick func(key string)) {
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
		if first == nil {
			first = b
		}
		lines.Add(b)
	}
	h := float32(0)
	if len(list) > 8 {
		h = 460
	}
	s.show("Lượt đang giữ chỗ", container.NewVScroll(pad(4, 4, 14, 4, lines)), 560, max(h, float32(min(len(list), 8))*42+122), first, s.closer())
}
