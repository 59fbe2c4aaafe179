package app

import (
	"testing"

	"fyne.io/fyne/v2"
)

func TestTheWorkListIsNarrowedByKeysAndWidenedByEsc(t *testing.T) {
	b := newCounterBench(t)
	b.fill()
	b.receive()
	b.ctrl(fyne.Key2)
	b.until(t, "the row", func() bool { return b.c.m.work.State().Length == 1 })
	b.ctrl(fyne.KeyF)
	b.sees("Lọc danh sách theo gì?", "Mọi thủ tục")
	b.press(fyne.KeyReturn)
	b.press(fyne.KeyReturn)
	b.write("1/1/2020")
	b.press(fyne.KeyReturn)
	b.write("2/1/2020")
	b.press(fyne.KeyF9)
	b.until(t, "the empty list", func() bool { return b.c.m.work.State().Empty != nil })
	b.sees("Nhận từ 01/01/2020", "Nhận đến 02/01/2020", "Không có hồ sơ nào khớp các điều kiện lọc")
	b.press(fyne.KeyEscape)
	b.press(fyne.KeyEscape)
	b.until(t, "the row again", func() bool { return b.c.m.work.State().Length == 1 })
	b.ctrl(fyne.KeyF)
	b.press(fyne.KeyEscape)
	if b.c.v.narrow.Open() || b.c.screen != onWork {
		t.Error("Esc does not close the sheet alone")
	}
	b.press(fyne.KeyF1)
	b.sees("bỏ chọn, bỏ từng điều kiện", "lọc theo thủ tục, nơi giữ, ngày")
}

func TestMarkedDossiersAreHandedOverByKeysAndEscDropsMarksBeforeFilters(t *testing.T) {
	b := newCounterBench(t)
	b.fill()
	b.receive()
	b.ctrl(fyne.Key2)
	b.until(t, "the row", func() bool { return b.c.m.work.State().Length == 1 })
	b.write("vi du")
	b.c.keys.OnAll()
	b.until(t, "the mark", func() bool { return b.c.m.work.State().Strip.Marked == 1 })
	b.sees("1 hồ sơ đã chọn", "Bỏ chọn")
	b.press(fyne.KeyEscape)
	if s := b.c.m.work.State(); s.Strip.Marked != 0 || s.Query != "vi du" {
		t.Errorf("Esc dropped %+v", s.Query)
	}
	b.press(fyne.KeyEscape)
	b.until(t, "the words to go", func() bool { return b.c.m.work.State().Query == "" })
	b.write(" ")
	if s := b.c.m.work.State(); s.Strip.Marked != 1 || s.Query != "" {
		t.Errorf("Space in the empty filter: %+v, %q", s.Strip.Marked, s.Query)
	}
	if b.c.begin("note") {
		t.Error("a step of one dossier begins while others are marked")
	}
}
