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
	b.sees("bỏ từng điều kiện lọc", "lọc theo thủ tục, nơi giữ, ngày")
}
