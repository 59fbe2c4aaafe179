package app

import (
	"crypto/ed25519"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"motcua"
	"motcua/app/model"
	"motcua/app/model/modeltest"
	"motcua/internal/viinput"
)

const viDu = "046190000001|191234567|NGUYỄN THỊ VÍ DỤ|15081990|Nữ|Tổ 5, Phường Phú Hội, Thành phố Huế, Thừa Thiên Huế|10052021"

// burst types as a reader does, into whatever has the focus.
func (b *counterBench) burst(s string, end fyne.KeyName) {
	w := model.NewWedge(&modeltest.Clock{At: b.now}) // all at once
	w.OnScan = b.c.scanned
	b.c.keys.Wedge = w
	for _, r := range s {
		if f := b.c.win.Canvas().Focused(); f != nil {
			f.TypedRune(r)
		} else {
			b.c.win.Canvas().OnTypedRune()(r)
		}
	}
	b.press(end)
	b.c.keys.Wedge = nil
	b.turn()
}

func TestABurstFillsTheFormFromAnyWidgetAndStaysOutOfIt(t *testing.T) {
	for name, go_ := range map[string]func(*counterBench){
		"the search for a procedure": func(b *counterBench) { b.press(fyne.KeyF2) },
		"a segment":                  func(b *counterBench) { b.press(fyne.KeyF2); b.enter("khai sinh"); b.enter("có bản") },
		"the e-mail box":             func(b *counterBench) { b.fill(); b.c.m.intake.Clear(); b.write("thu@vi.du") },
		"the list of dossiers":       func(b *counterBench) { b.ctrl(fyne.Key2) },
		"nothing":                    func(b *counterBench) { b.c.win.Canvas().Unfocus() },
	} {
		b := newCounterBench(t)
		go_(b)
		before := b.c.m.intake.State().Texts[model.FieldEmail]
		b.burst(viDu, fyne.KeyReturn)
		s := b.c.m.intake.State()
		if s.Texts[model.FieldID] != "046190000001" || s.Texts[model.FieldName] != "NGUYỄN THỊ VÍ DỤ" || s.Texts[model.FieldEmail] != before || b.c.screen != 0 {
			t.Errorf("from %s: %q", name, s.Texts)
		}
		b.sees("Đã đọc thẻ căn cước 10:42", "thẻ ghi theo tên cũ")
		if b.c.m.work.State().Query != "" {
			t.Errorf("from %s: the search box holds %q", name, b.c.m.work.State().Query)
		}
		b.c.Close()
	}
}

func TestCtrlTTakesWhatTheCardSays(t *testing.T) {
	b := newCounterBench(t)
	b.fill()
	b.c.m.intake.SetField(model.FieldBirth, "15/08/1991")
	b.burst(viDu, fyne.KeyReturn)
	b.sees("Ngày sinh · khác với thẻ", "thẻ 15/08/1990", "Ctrl+T", "Ngày sinh khác với thẻ", "Thẻ ghi 15/08/1990. Hỏi lại người dân.")
	b.ctrl(fyne.KeyT)
	if s := b.c.m.intake.State(); s.Texts[model.FieldBirth] != "15/08/1990" || !s.Card.Marks[model.FieldBirth].Same {
		t.Errorf("%q", s.Texts[model.FieldBirth])
	}
}

func TestAMangledBurstTellsItsRemedy(t *testing.T) {
	b := newCounterBench(t)
	b.fill()
	b.burst("046190000001|191234567|NGUYEN THI VI DU|15081990|Nu|To 5, Phuong Phu Hoi, Hue|10052021", fyne.KeyReturn)
	b.sees("Máy quét đang gửi ASCII nên mất", "Chuyển máy quét sang UTF-8")
	b.burst("HTTPS://MOTCUA.HUE.VN/T/ÁBCĐEFGHIJKLMN", fyne.KeyReturn)
	b.sees("Bộ gõ tiếng Việt đã đổi ký tự", "Tắt UniKey")
}

func TestAScannedReceiptOpensItsDossierFromAnywhere(t *testing.T) {
	b := newCounterBench(t)
	b.fill()
	b.receive()
	d, err := b.desk.List(t.Context(), motcua.Filter{})
	if err != nil || len(d) != 1 {
		t.Fatal(err)
	}
	key := ed25519.NewKeyFromSeed(make([]byte, 32))
	token, err := motcua.Token{Station: motcua.StationID(key.Public().(ed25519.PublicKey)), Code: d[0].Code, Secret: []byte("0123456789")}.Sign(key)
	if err != nil {
		t.Fatal(err)
	}
	b.press(fyne.KeyF4)
	b.burst("HTTPS://MOTCUA.HUE.GOV.VN/T/"+token, fyne.KeyReturn)
	b.until(t, "the dossier", func() bool {
		return b.c.screen == onPage && b.c.m.page.State().Same+b.c.m.page.State().Differs == string(d[0].Code)
	})
	if b.c.v.palette.Open() {
		t.Error("the search box stays over it")
	}
}

func TestWhatIsNoCardGoesIntoTheBox(t *testing.T) {
	b := newCounterBench(t)
	b.press(fyne.KeyF2)
	b.burst("ABCDEFGHIJ 4006381333931", fyne.KeyReturn)
	if got := texts(b.c.win); !strings.Contains(got, "ABCDEFGHIJ 4006381333931") {
		t.Errorf("it is not in the box: %s", got)
	}
}

// A busy machine hands over a clerk's keys all at once, as fast as a reader's.
func TestKeysThatQueuedAreTypedAsTheClerkMeantThem(t *testing.T) {
	b := newCounterBench(t)
	b.c.keys.Typist = viinput.New(viinput.Telex, viinput.ToneOld)
	b.press(fyne.KeyF2)
	b.enter("khai sinh")
	b.enter("cos banr")
	b.press(fyne.KeyReturn, fyne.KeyReturn, fyne.KeyReturn)
	b.enter("046190000001")
	b.burst("Nguyeenx Thij Minh Vis Du", fyne.KeyBackspace)
	b.write("uj")
	if got := b.c.m.intake.State().Texts[model.FieldName]; got != "Nguyễn Thị Minh Ví Dụ" {
		t.Errorf("%q", got)
	}
}

func TestOurTypingWorksInTheFormAndCanBeUndone(t *testing.T) {
	b := newCounterBench(t)
	b.c.keys.Typist = viinput.New(viinput.Telex, viinput.ToneOld)
	b.press(fyne.KeyF2)
	b.enter("khai sinh")
	b.enter("cos banr")
	b.press(fyne.KeyReturn, fyne.KeyReturn, fyne.KeyReturn)
	b.enter("046190000001")
	name := func() string { return b.c.m.intake.State().Texts[model.FieldName] }
	b.write("Nguyeenx Thij Vis Duj")
	if name() != "Nguyễn Thị Ví Dụ" {
		t.Fatalf("%q", name())
	}
	b.press(fyne.KeyBackspace, fyne.KeyBackspace)
	b.write("Busk")
	if name() != "Nguyễn Thị Ví Busk" {
		t.Errorf("%q", name())
	}
	undo := func() { b.c.win.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutUndo{}) }
	undo()
	if name() != "Nguyễn Thị Ví Búk" {
		t.Errorf("undone: %q", name())
	}
	b.press(fyne.KeyLeft, fyne.KeyLeft, fyne.KeyBackspace)
	b.write("oo")
	if name() != "Nguyễn Thị Ví ôúk" && name() != "Nguyễn Thị Ví ooúk" {
		t.Errorf("within a word: %q", name())
	}
	for range 20 {
		undo()
	}
	if name() != "" {
		t.Errorf("all undone: %q", name())
	}
	b.c.win.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutRedo{})
	if name() == "" {
		t.Error("nothing redone")
	}
}

func TestPastedTextAndNumbersAreLeftAlone(t *testing.T) {
	b := newCounterBench(t)
	b.c.keys.Typist = viinput.New(viinput.VNI, viinput.ToneOld)
	b.press(fyne.KeyF2)
	b.enter("khai sinh")
	b.enter("co1 ba3n")
	b.press(fyne.KeyReturn, fyne.KeyReturn, fyne.KeyReturn)
	b.enter("046190000001")
	b.app.Clipboard().SetContent("test hoà Windows a1")
	b.c.win.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutPaste{Clipboard: b.app.Clipboard()})
	b.press(fyne.KeyReturn)
	b.enter("15081990")
	s := b.c.m.intake.State()
	if s.Texts[model.FieldID] != "046190000001" || s.Texts[model.FieldName] != "test hoà Windows a1" || s.Texts[model.FieldBirth] != "15/08/1990" {
		t.Errorf("%q", s.Texts)
	}
}
