package app

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"motcua/app/model"
)

func TestF7HoldsAVisitAndCallsItBackFromTheList(t *testing.T) {
	b := newCounterBench(t)
	b.fill()
	b.press(fyne.KeyF7)
	b.until(t, "the empty form", func() bool { return b.c.m.intake.Empty() && b.phase() == model.PhaseEditing })
	b.press(fyne.KeyF7)
	b.until(t, "the list", func() bool { return b.c.v.sheet.Open() })
	b.sees("Lượt đang giữ chỗ", "Nguyễn Thị Ví Dụ · giữ từ 10:42")
	b.press(fyne.KeyReturn)
	b.until(t, "the form", func() bool { return b.c.m.intake.State().Texts[model.FieldName] == "Nguyễn Thị Ví Dụ" })
	b.receive()
	b.sees("Thêm hồ sơ của người này")
	b.ctrl(fyne.KeyD)
	if s := b.c.m.intake.State(); s.Phase != model.PhaseEditing || s.Chosen || s.Texts[model.FieldName] != "Nguyễn Thị Ví Dụ" {
		t.Error("Ctrl+D does not begin the same person's next dossier")
	}
}

func TestAHeldVisitIsDroppedAfterOneMoreQuestion(t *testing.T) {
	b := newCounterBench(t)
	b.fill()
	b.press(fyne.KeyF7)
	b.until(t, "the empty form", func() bool { return b.c.m.intake.Empty() && b.phase() == model.PhaseEditing })
	list := func() {
		t.Helper()
		b.until(t, "the list", func() bool {
			return b.c.v.sheet.Open() && strings.Contains(texts(b.c.win), "Nguyễn Thị Ví Dụ · giữ từ 10:42")
		})
	}
	b.press(fyne.KeyF7)
	list()
	b.press(fyne.KeyDelete)
	b.sees("Bỏ lượt đang giữ?")
	b.press(fyne.KeyReturn) // keeps it
	list()
	b.press(fyne.KeyDelete)
	b.sees("Biểu mẫu nhập dở của lượt này sẽ mất")
	b.press(fyne.KeyDelete)
	b.until(t, "the empty list", func() bool {
		return b.c.v.sheet.Open() && strings.Contains(texts(b.c.win), "Chưa giữ chỗ cho ai.")
	})
}
