package app

import (
	"testing"

	"fyne.io/fyne/v2"

	"motcua/app/model"
	"motcua/app/view"
)

func TestTheSearchBoxOpensADossierFromAnyScreenAndTheFormIsKept(t *testing.T) {
	b := newCounterBench(t)
	b.fill()
	b.receive()
	b.press(fyne.KeyF4)
	b.enter("tro cap")
	b.ctrl(fyne.KeyK)
	b.write("vi du")
	b.until(t, "the dossier", func() bool { return b.c.m.search.State().Chosen == 1 })
	b.sees("Nguyễn Thị", "Ví Dụ")
	b.press(fyne.KeyReturn)
	b.until(t, "the page", func() bool { return b.c.screen == onPage && b.c.m.page.State().Here })
	b.sees("261120-0001", "Việc đã làm", "0461 ···· 0001")
	b.ctrl(fyne.KeyH)
	b.sees("046190000001")
	b.press(fyne.KeyF8)
	b.until(t, "the print", func() bool { return len(b.paper.Printed()) == 2 })
	b.press(fyne.KeyEscape)
	if b.c.screen != onWork {
		t.Error("Esc does not lead back to the list")
	}
	b.until(t, "the row", func() bool { return b.c.m.work.State().Length == 1 })
	b.press(fyne.KeyReturn)
	if b.c.screen != onPage {
		t.Error("Enter in the list opens nothing")
	}
	b.until(t, "the page again", func() bool { return b.c.m.page.State().Here })
	b.ctrl(fyne.Key1)
	if b.c.m.intake.State().ProcedureName == "" {
		t.Error("the begun form is gone")
	}
}

func TestTheSearchBoxBeginsAnIntakeAndRunsActions(t *testing.T) {
	b := newCounterBench(t)
	b.ctrl(fyne.Key2)
	b.ctrl(fyne.KeyK)
	b.write("khai sinh")
	b.until(t, "the procedures", func() bool { return len(b.c.m.search.State().Lines) > 2 && b.c.m.search.State().Chosen > 0 })
	b.press(fyne.KeyReturn)
	b.until(t, "the form", func() bool { return b.c.screen == onIntake })
	if b.c.screen != onIntake || b.c.m.intake.State().ProcedureName == "" {
		t.Errorf("screen %d, %q", b.c.screen, b.c.m.intake.State().ProcedureName)
	}
	b.ctrl(fyne.KeyK)
	b.write("nen toi")
	b.until(t, "the action", func() bool {
		s := b.c.m.search.State()
		return s.Chosen > 0 && s.Lines[s.Chosen].Kind == model.FoundCommand
	})
	b.press(fyne.KeyReturn)
	b.until(t, "the look", func() bool { return b.c.theme.Look == view.Dark })
	if b.c.theme.Look != view.Dark || b.app.Preferences().Int(prefLook) != int(view.Dark) {
		t.Errorf("look %d", b.c.theme.Look)
	}
}

func TestTheOutboxRetriesWritesAStickAndRemembersItsFolder(t *testing.T) {
	b := newCounterBench(t)
	b.fill()
	b.receive()
	b.until(t, "the badge", func() bool { return b.c.m.work.State().Unsent == "1" })
	b.ctrl(fyne.Key5)
	b.until(t, "the items", func() bool { return len(b.c.m.outbox.State().Items) == 1 })
	b.sees("1 mục chưa được Trung tâm xác nhận.", "Mất mạng từ 10:42")
	b.press(fyne.KeyF9)
	if n, _ := b.carrier.Asked(); n != 1 {
		t.Errorf("woken %d times", n)
	}
	b.ctrl(fyne.KeyU)
	b.enter("/media/usb")
	b.until(t, "the stick", func() bool { _, s := b.carrier.Asked(); return len(s) == 1 })
	b.ctrl(fyne.KeyU)
	b.sees("/media/usb")
	b.press(fyne.KeyEscape)
	b.press(fyne.KeyReturn)
	if b.c.screen != onPage {
		t.Error("Enter does not open the one dossier")
	}
}

func TestTheDayIsClosedByKeysOnceTheDifferenceIsExplained(t *testing.T) {
	b := newCounterBench(t)
	b.fill()
	b.receive()
	b.ctrl(fyne.Key6)
	b.until(t, "the numbers", func() bool { return b.c.m.day.State().Known })
	b.sees("Kết sổ ngày", "261120-0001", "Lê Thị Minh Dụ")
	b.write("1")
	b.press(fyne.KeyF9)
	b.sees("chưa khớp nên phải ghi")
	b.write("mất mạng từ trưa") // the ring is where something is missing
	b.press(fyne.KeyF9)
	b.until(t, "the closing", func() bool { return b.c.m.day.State().Closed != "" })
	b.sees("Đã kết sổ lúc 10:42:00, đã lưu trên máy.")
	b.press(fyne.KeyF1)
	b.sees("kết sổ ngày", "Chưa gửi")
}

func TestEveryPlaceOfTheRailHasItsKeyAndItsRing(t *testing.T) {
	b := newCounterBench(t)
	for key, screen := range map[fyne.KeyName]int{fyne.Key1: onIntake, fyne.Key2: onWork, fyne.Key5: onOutbox, fyne.Key6: onDay} {
		b.ctrl(key)
		if b.c.screen != screen || b.c.win.Canvas().Focused() == nil {
			t.Errorf("Ctrl+%s leads to %d with the ring on %T", key, b.c.screen, b.c.win.Canvas().Focused())
		}
	}
}
