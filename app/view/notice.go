package view

import "fyne.io/fyne/v2"

// NewNotice returns one sentence with the button that closes it.
func NewNotice(keys *Keys, words string, leave func()) (root fyne.CanvasObject, first fyne.Focusable) {
	b := NewKeyButton(keys, Filled, "", "Đóng", "Enter", leave)
	return pad(20, 18, 20, 18, col(12,
		row(14, NewIcon("mark", "", 40), grow(NewText("motcua không mở được", 20, Ink).AsBold(), 1)),
		NewProse(words, 14, Ink, 6), row(8, gapOf(), b))), b
}
