package app

import (
	"fyne.io/fyne/v2"

	"motcua/app/view"
)

// Notice is a window that says one thing: why the program cannot open.
type Notice struct{ win fyne.Window }

// NewNotice builds the window; Show opens it. Enter and Esc close it.
func NewNotice(a fyne.App, words string) *Notice {
	setUp(a, look(a))
	n := &Notice{win: a.NewWindow("motcua không mở được")}
	keys := view.NewKeys(n.win)
	root, first := view.NewNotice(keys, words, n.win.Close)
	keys.OnKey = func(name fyne.KeyName, _ bool) bool {
		if name == fyne.KeyEscape {
			n.win.Close()
		}
		return name == fyne.KeyEscape
	}
	n.win.SetContent(root)
	n.win.SetPadded(false)
	n.win.Resize(fyne.NewSize(560, 240))
	n.win.CenterOnScreen()
	n.win.Canvas().Focus(first)
	return n
}

// Show opens the window.
func (n *Notice) Show() { n.win.Show() }

// Close closes the window.
func (n *Notice) Close() { n.win.Close() }
