package app

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"motcua"
	"motcua/app/model"
	"motcua/app/model/modeltest"
	"motcua/app/view"
)

func newKioskBench(t *testing.T) (*Kiosk, *loop) {
	at := time.Date(2026, 11, 20, 10, 42, 0, 0, motcua.Local)
	l := &loop{}
	known := map[string]motcua.Public{"TOKEN": {Code: "H57.19.789-261120-0007", Procedure: "Thủ tục đăng ký lại khai sinh", Initials: "N.T.V.D.", Status: motcua.StatusDone, Received: at, Due: at,
		Steps: []motcua.PublicStep{{Status: motcua.StatusReceived, At: at}, {Status: motcua.StatusDone, At: at}}}}
	k := newKiosk(test.NewTempApp(t), KioskConfig{Lookup: modeltest.Lookup{Known: known, At: at}, UnitName: "Phường Thuận Hoá, Thành phố Huế"},
		newRunnerOn(func() time.Time { return at }, l.post))
	k.Show()
	k.win.Resize(fyne.NewSize(1366, 768))
	t.Cleanup(k.Close)
	l.turn()
	return k, l
}

func scan(k *Kiosk, token string) {
	for _, r := range token {
		k.win.Canvas().OnTypedRune()(r)
	}
	k.win.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyReturn})
}

func TestTheKioskAnswersAReaderThatTypesAndClears(t *testing.T) {
	k, l := newKioskBench(t)
	if all := texts(k.win); !strings.Contains(all, "Đưa giấy hẹn vào máy quét") || !strings.Contains(all, "Phường Thuận Hoá, Thành phố Huế") {
		t.Fatalf("home:\n%s", all)
	}
	scan(k, "TOKEN")
	l.until(t, "the answer", func() bool { return k.model.State().Phase == model.KioskAnswer })
	all := texts(k.win)
	for _, w := range []string{"Đã có kết quả", "H57.19.789-261120-0007", "N.T.V.D.", "Mời Ông/Bà mang giấy hẹn đến quầy nhận kết quả", "Xong, xóa màn hình", "30", "Theo dữ liệu lúc 10:42 hôm nay"} {
		if !strings.Contains(all, w) {
			t.Errorf("%q is missing in:\n%s", w, all)
		}
	}
	k.key(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if all := everyText(k.win); strings.Contains(all, "N.T.V.D.") || strings.Contains(all, "261120-0007") {
		t.Errorf("left behind:\n%s", all)
	}
}

// everyText returns all words of a window, hidden ones too.
func everyText(w fyne.Window) string {
	var hidden []fyne.CanvasObject
	var open func(o fyne.CanvasObject)
	open = func(o fyne.CanvasObject) {
		if !o.Visible() {
			o.Show()
			hidden = append(hidden, o)
		}
		switch x := o.(type) {
		case *fyne.Container:
			for _, c := range x.Objects {
				open(c)
			}
		case fyne.Widget:
			for _, c := range test.WidgetRenderer(x).Objects() {
				open(c)
			}
		}
	}
	open(w.Content())
	return texts(w)
}

func TestTheKioskSaysOneThingForWhateverItCannotShow(t *testing.T) {
	k, l := newKioskBench(t)
	scan(k, "HTTPS://HUB/T/FORGED")
	l.until(t, "the answer", func() bool { return k.model.State().Phase == model.KioskNotFound })
	if all := strings.ReplaceAll(texts(k.win), "\n", " "); !strings.Contains(all, "Chưa tìm thấy hồ sơ với mã này. Xin Ông/Bà hỏi quầy 1.") {
		t.Error(all)
	}
}

func TestTheKioskGrowsOnATallScreenAndForTiredEyes(t *testing.T) {
	k, l := newKioskBench(t)
	k.win.Resize(fyne.NewSize(1080, 1920))
	l.until(t, "the tall shape", func() bool { return k.theme.Scale == kioskTall })
	k.bigger()
	if k.theme.Scale < 1.67 || k.theme.Scale > 1.69 {
		t.Errorf("scale %v", k.theme.Scale)
	}
	k.contrast()
	if k.theme.Look != view.Contrast || !k.theme.Kiosk {
		t.Errorf("%+v", k.theme)
	}
	k.contrast()
	k.bigger()
	if k.theme.Look != view.Light || k.theme.Scale != kioskTall {
		t.Errorf("%+v", k.theme)
	}
	scan(k, "TOKEN")
	l.until(t, "the answer", func() bool { return k.model.State().Phase == model.KioskAnswer })
	if all := texts(k.win); strings.Count(all, "Đã có kết quả") != 1 {
		t.Errorf("both shapes are shown at once:\n%s", all)
	}
}

func TestNothingOnTheKioskTakesTheKeyboardFromTheReader(t *testing.T) {
	k, l := newKioskBench(t)
	scan(k, "TOKEN")
	l.until(t, "the answer", func() bool { return k.model.State().Phase == model.KioskAnswer })
	walk(k.win.Content(), func(o fyne.CanvasObject) {
		if _, ok := o.(fyne.Focusable); ok {
			t.Errorf("%T can take the focus", o)
		}
	})
}

func TestTheButtonsOfAnAnswerKeepOrClearIt(t *testing.T) {
	k, l := newKioskBench(t)
	scan(k, "TOKEN")
	l.until(t, "the answer", func() bool { return k.model.State().Phase == model.KioskAnswer })
	l.until(t, "two seconds", func() bool { return k.model.State().Left <= 29 })
	var buttons []*view.BigButton
	walk(k.win.Content(), func(o fyne.CanvasObject) {
		if b, ok := o.(*view.BigButton); ok {
			buttons = append(buttons, b)
			if b.Size().Height < 80 {
				t.Errorf("a target of %v is too low for a finger", b.Size())
			}
		}
	})
	if len(buttons) != 2 {
		t.Fatalf("%d buttons", len(buttons))
	}
	test.Tap(buttons[0])
	if s := k.model.State(); s.Left != 30 || s.Phase != model.KioskAnswer {
		t.Errorf("more time: %d left", s.Left)
	}
	test.Tap(buttons[1])
	if s := k.model.State(); s.Phase != model.KioskHome {
		t.Error("the answer stays")
	}
}
