package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"motcua/app/model"
)

// Unlock asks for the passphrase of a station.
type Unlock struct {
	Root fyne.CanvasObject

	m      *model.Unlock
	keys   *Keys
	field  *Field
	said   *Text
	code   *Text
	button *KeyButton
	reveal *KeyButton
	ring   bool // the field had its words marked after the last try
}

// NewUnlock builds the screen around its model.
func NewUnlock(m *model.Unlock, keys *Keys, leave func()) *Unlock {
	v := &Unlock{m: m, keys: keys, said: NewProse("", 14, Bad, 3), code: NewText("", 12, Ink2)}
	v.field = NewField(keys, "Mật khẩu của quầy", "", func(string) {}, func() {})
	v.field.entry.Password = true
	v.field.entry.onKey = func(e *fyne.KeyEvent) bool {
		if e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter {
			v.try()
			return true
		}
		return false
	}
	v.button = NewKeyButton(keys, Filled, "", "Mở quầy", "Enter", v.try)
	v.reveal = NewKeyButton(keys, Quiet, "", "", "", v.turn)
	v.words()
	head := row(14, NewIcon("mark", "", 40), grow(col(2,
		NewText("Mở quầy", 20, Ink).AsBold(), NewText(m.State().Folder, 12, Ink2)), 1))
	body := col(12, head,
		NewProse("Dữ liệu của quầy này được khóa bằng mật khẩu. Mật khẩu không được ghi lại ở đâu trên máy.", 14, Ink, 3),
		v.field, row(0, v.reveal, gapOf()), size(0, 62, v.said), v.code, gapOf(),
		NewProse("Quên mật khẩu: gọi người quản trị. Bản sao lưu có khóa khôi phục vẫn mở được.", 12, Ink2, 2),
		row(8, gapOf(), NewKeyButton(keys, Outlined, "", "Thoát", "Esc", leave), v.button))
	v.Root = container.NewStack(container.NewCenter(size(528, 436,
		container.NewStack(NewPanel(Surface, Border, 1, 8), pad(20, 18, 20, 18, body)))))
	v.Show(m.State())
	return v
}

func (v *Unlock) try() { v.m.Try(v.field.entry.Text) }

// turn shows the letters or hides them: a passphrase with marks is hard to
// type unseen.
func (v *Unlock) turn() {
	v.field.entry.Password = !v.field.entry.Password
	v.field.entry.Refresh()
	v.words()
	v.Focus()
}

func (v *Unlock) words() {
	if v.field.entry.Password {
		v.reveal.SetWords("Hiện mật khẩu đang nhập")
	} else {
		v.reveal.SetWords("Che mật khẩu đang nhập")
	}
}

// Show sets the screen to a state.
func (v *Unlock) Show(s model.UnlockState) {
	look := FieldCalm
	if s.Said != "" {
		look = FieldWrong
	}
	v.field.say(look, "")
	v.said.Set(s.Said)
	v.code.Set(s.Code)
	v.button.SetOff(!s.Ready)
	if s.Busy {
		v.button.SetWords("Đang mở")
	} else {
		v.button.SetWords("Mở quầy")
	}
	// A wrong word is marked once, so that typing replaces it.
	if wrong := s.Said != "" && !s.Busy; wrong != v.ring {
		v.ring = wrong
		if wrong {
			v.field.entry.selectAll()
		}
	}
}

// Focus leads into the field.
func (v *Unlock) Focus() { v.field.Take() }

// Forget empties the field.
func (v *Unlock) Forget() { v.field.entry.set("") }
