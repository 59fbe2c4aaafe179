package view

import (
	"testing"

	"fyne.io/fyne/v2"

	"motcua/internal/viinput"
)

func typingStage(t testing.TB, m viinput.Method) *Field {
	s := newStage(t, Theme{Scale: 1})
	s.keys.Typist = viinput.New(m, viinput.ToneOld)
	f := NewField(s.keys, "Họ tên", "", func(string) {}, func() {})
	s.show(f, 400, 60)
	f.Take()
	return f
}

func TestKeysInABoxTellTheirTextOnceEach(t *testing.T) {
	f := typingStage(t, viinput.Telex)
	var told []string
	f.entry.OnChanged = func(s string) { told = append(told, s) }
	for _, r := range "Tieengs" {
		f.entry.TypedRune(r)
	}
	want := []string{"T", "Ti", "Tie", "Tiê", "Tiên", "Tiêng", "Tiếng"}
	if len(told) != len(want) || told[6] != "Tiếng" || told[3] != "Tiê" {
		t.Errorf("told %q", told)
	}
	if f.entry.CursorColumn != 5 {
		t.Errorf("caret at %d", f.entry.CursorColumn)
	}
}

func TestAnEnglishWordGetsItsKeysBackWhenTheBoxIsLeft(t *testing.T) {
	f := typingStage(t, viinput.Telex)
	for _, r := range "Nguyens" {
		f.entry.TypedRune(r)
	}
	if f.entry.Text != "Nguyén" {
		t.Fatalf("%q", f.entry.Text)
	}
	f.entry.FocusLost()
	if f.entry.Text != "Nguyens" {
		t.Errorf("left as %q", f.entry.Text)
	}
}

func TestASelectionIsTypedOver(t *testing.T) {
	f := typingStage(t, viinput.Telex)
	f.Set("Trần Văn", FieldCalm, "")
	f.entry.selectAll()
	for _, r := range "Leej" {
		f.entry.TypedRune(r)
	}
	if f.entry.Text != "Lệ" {
		t.Errorf("%q", f.entry.Text)
	}
	f.entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
	f.entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
	for range 3 {
		f.entry.TypedShortcut(&fyne.ShortcutUndo{})
	}
	if f.entry.Text != "Trần Văn" {
		t.Errorf("undone: %q", f.entry.Text)
	}
}

func TestPlainBoxesTakeKeysAsLetters(t *testing.T) {
	f := typingStage(t, viinput.VNI)
	f.entry.plain = true
	for _, r := range "thu1@vi.du" {
		f.entry.TypedRune(r)
	}
	if f.entry.Text != "thu1@vi.du" {
		t.Errorf("%q", f.entry.Text)
	}
}

// BenchmarkKeyToLetter is one key from the keyboard to the letter in the box,
// without the painting of the next frame.
func BenchmarkKeyToLetter(b *testing.B) {
	f := typingStage(b, viinput.Telex)
	keys := []rune("Nguyeenx Thij Hoangf Phuwowngr ")
	for i := 0; b.Loop(); i++ {
		if i%len(keys) == 0 {
			b.StopTimer()
			f.Set("", FieldCalm, "")
			b.StartTimer()
		}
		f.entry.TypedRune(keys[i%len(keys)])
	}
}
