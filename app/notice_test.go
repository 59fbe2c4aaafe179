package app

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestANoticeSaysItsWordsAndGoesWithAKey(t *testing.T) {
	for _, key := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyEscape} {
		n := NewNotice(test.NewTempApp(t), "Đĩa đã đầy. Giải phóng chỗ rồi mở lại; dữ liệu còn nguyên.")
		n.Show()
		if said := texts(n.win); !strings.Contains(said, "Đĩa đã đầy.") {
			t.Errorf("%q", said)
		}
		closed := false
		n.win.SetOnClosed(func() { closed = true })
		n.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: key})
		if !closed {
			t.Errorf("%s does not close it", key)
		}
	}
}
