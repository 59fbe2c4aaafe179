package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"motcua/app/model"
)

// Setup asks what a new counter is.
type Setup struct {
	Root fyne.CanvasObject

	m     *model.Setup
	picks [model.SetupName]*Picker
	name  *Field
	said  *Text
	code  *Text
	do    *KeyButton
}

// NewSetup builds the window around its model; layer is where lists open.
func NewSetup(m *model.Setup, keys *Keys, layer *Layer, leave func()) *Setup {
	v := &Setup{m: m, said: NewProse("", 14, Bad, 3), code: NewText("", 12, Ink2)}
	for f, words := range [model.SetupName][2]string{{"Tỉnh, thành phố", "Gõ tên, không cần dấu"}, {"Phường, xã, đặc khu", "Gõ tên, không cần dấu"}, {"Quầy này là", "Mũi tên xuống để chọn"}} {
		at := model.SetupField(f)
		v.picks[f] = NewPicker(keys, layer, words[0], words[1], func(q string) []model.Choice { return m.Choices(at, q) },
			func(key string) { m.Set(at, key) }, func() {})
	}
	v.name = NewField(keys, "Tên quầy, in trên giấy tờ", "Quầy 01", func(s string) { m.Set(model.SetupName, s) }, func() {})
	v.do = NewKeyButton(keys, Filled, "", "Lập quầy", "F9", m.Make)
	head := row(14, NewIcon("mark", "", 40), grow(col(2,
		NewText("Lập quầy tiếp nhận", 20, Ink).AsBold(), NewText(m.State().Folder, 12, Ink2)), 1))
	body := col(10, head,
		NewProse("Lần đầu mở motcua trên máy này. Chọn đơn vị của quầy; mọi thứ khác đặt sau được.", 14, Ink, 2),
		v.picks[model.SetupProvince].Field, v.picks[model.SetupWard].Field, v.picks[model.SetupShare].Field,
		NewProse("Hai quầy chưa nối Trung tâm phải dùng hai khoảng số khác nhau thì mã hồ sơ mới không trùng.", 12, Ink2, 2),
		v.name, size(0, 56, v.said), v.code,
		row(8, gapOf(), NewKeyButton(keys, Outlined, "", "Thoát", "Esc", leave), v.do))
	v.Root = container.NewStack(container.NewCenter(size(560, 560,
		container.NewStack(NewPanel(Surface, Border, 1, 8), pad(20, 18, 20, 18, body)))))
	v.Show(m.State())
	return v
}

// Show sets the window to a state.
func (v *Setup) Show(s model.SetupState) {
	look := func(f model.SetupField) (FieldLook, string) {
		if s.Faults[f] != "" {
			return FieldWrong, s.Faults[f]
		}
		return FieldCalm, ""
	}
	for f, p := range v.picks {
		l, said := look(model.SetupField(f))
		p.Show(s.Words[f], l, said)
	}
	l, said := look(model.SetupName)
	v.name.Set(s.Words[model.SetupName], l, said)
	v.said.Set(s.Said)
	v.code.Set(s.Code)
	v.do.SetOff(s.Busy)
	if s.Busy {
		v.do.SetWords("Đang lập")
	} else {
		v.do.SetWords("Lập quầy")
	}
}

// Focus leads into the first box.
func (v *Setup) Focus() { v.picks[0].Take() }
