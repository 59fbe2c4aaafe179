package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"motcua/app/model"
	"motcua/internal/viinput"
)

// Keys is the key map of a window. Plain F-keys reach only the focused widget,
// and a focused entry swallows every Ctrl shortcut, so each of our focusable
// widgets hands what it does not use to the one Keys of its window.
type Keys struct {
	// OnKey gets keys without Ctrl or Alt; it reports whether it used them.
	OnKey func(name fyne.KeyName, shift bool) bool
	// OnCtrl gets keys with Ctrl.
	OnCtrl func(name fyne.KeyName) bool
	// OnFocus is told which widget holds the one ring.
	OnFocus func(o fyne.CanvasObject)
	// Typist types Vietnamese in the boxes; nil leaves that to the system.
	Typist *viinput.Typist
	// Wedge catches what a reader types; nil lets it type into the boxes.
	Wedge *model.Wedge

	// OnAll marks everything on the screen where that means something (Ctrl+A);
	// it reports whether it did.
	OnAll func() bool
	// OnUndo takes the last action back where no text is being edited: no box
	// has the focus, or an empty one whose Undo is not of text.
	OnUndo func() bool
	// OnTouch is told of every key and click that comes by.
	OnTouch func()

	win     fyne.Window
	restore func()         // takes the keys of the run out again
	parked  fyne.Focusable // what had the ring before something opened over it
}

// NewKeys returns the key map of a window and connects it where no widget has
// the focus.
func NewKeys(win fyne.Window) *Keys {
	k := &Keys{
		OnKey:   func(fyne.KeyName, bool) bool { return false },
		OnCtrl:  func(fyne.KeyName) bool { return false },
		OnFocus: func(fyne.CanvasObject) {},
		OnAll:   func() bool { return false },
		OnUndo:  func() bool { return false },
		OnTouch: func() {},
		win:     win,
	}
	win.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) {
		if !k.took(e) {
			k.key(e)
		}
	})
	win.Canvas().SetOnTypedRune(func(r rune) { k.rune(r, nil) })
	win.Canvas().AddShortcut(&fyne.ShortcutSelectAll{}, func(s fyne.Shortcut) { k.shortcut(s) })
	win.Canvas().AddShortcut(&fyne.ShortcutUndo{}, func(s fyne.Shortcut) { k.shortcut(s) })
	for _, n := range ctrlKeys {
		for _, mod := range []fyne.KeyModifier{fyne.KeyModifierControl, fyne.KeyModifierControl | fyne.KeyModifierShift} {
			win.Canvas().AddShortcut(&desktop.CustomShortcut{KeyName: n, Modifier: mod}, func(s fyne.Shortcut) { k.shortcut(s) })
		}
	}
	return k
}

// ctrlKeys are the keys that mean something with Ctrl.
var ctrlKeys = []fyne.KeyName{
	fyne.Key1, fyne.Key2, fyne.Key5, fyne.Key6, fyne.KeyF, fyne.KeyH, fyne.KeyN, fyne.KeyU, fyne.KeyK, fyne.KeyI, fyne.KeyL, fyne.KeyT, fyne.KeyPlus, fyne.KeyEqual, fyne.KeyMinus, fyne.Key0,
	fyne.KeyReturn, fyne.KeyEnter,
}

// key handles a key that the focused widget did not use.
func (k *Keys) key(e *fyne.KeyEvent) bool {
	if k == nil {
		return false
	}
	k.OnTouch()
	shift := false
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		shift = d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0
	}
	return k.OnKey(e.Name, shift)
}

// rune gives a character to the wedge first and reports whether it keeps it.
// remember is asked at the beginning of a run of keys; it may be nil.
func (k *Keys) rune(r rune, remember func() (restore func())) bool {
	if k == nil {
		return false
	}
	k.OnTouch()
	if k.Wedge == nil {
		return false
	}
	switch k.Wedge.Rune(r) {
	case model.WedgeFirst:
		k.restore = nil
		if remember != nil {
			k.restore = remember()
		}
		return false
	case model.WedgeOn:
		return false
	case model.WedgeCaught:
		if k.restore != nil {
			k.restore()
			k.restore = nil
		}
	}
	return true
}

// done tells the wedge that a character was dealt with.
func (k *Keys) done() {
	if k != nil {
		k.Wedge.Done()
	}
}

// took gives the keys of a reader's burst to the wedge: the Enter or Tab that
// ends it, and spaces, which are runes as well. A key that no reader sends ends
// the burst, too, and is the clerk's: what was caught comes before it.
func (k *Keys) took(e *fyne.KeyEvent) bool {
	if k != nil {
		k.OnTouch()
	}
	if k == nil || !k.Wedge.Catching() {
		return false
	}
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyTab:
		return k.Wedge.End()
	case fyne.KeyF1, fyne.KeyF2, fyne.KeyF3, fyne.KeyF4, fyne.KeyF5, fyne.KeyF6, fyne.KeyF7, fyne.KeyF8, fyne.KeyF9, fyne.KeyF10, fyne.KeyF11,
		fyne.KeyEscape, fyne.KeyBackspace, fyne.KeyDelete, fyne.KeyUp, fyne.KeyDown, fyne.KeyLeft, fyne.KeyRight, fyne.KeyHome, fyne.KeyEnd, fyne.KeyPageUp, fyne.KeyPageDown:
		k.Wedge.End()
		return false
	}
	return e.Name == fyne.KeySpace
}

// GiveBack types what the wedge caught for nothing into the box that has the
// focus, by way of our own typing: it may be a clerk's, whose keys queued while
// the machine was busy. It reports false where no box has the focus.
func (k *Keys) GiveBack(text string) bool {
	e, ok := k.win.Canvas().Focused().(*entry)
	if !ok {
		return false
	}
	for _, r := range text {
		e.typed(r)
	}
	return true
}

// shortcut handles a shortcut before the focused widget sees it; text editing
// shortcuts (copy, paste) are none of its own, and undo only where no text is
// being edited.
func (k *Keys) shortcut(s fyne.Shortcut) bool {
	if _, undo := s.(*fyne.ShortcutUndo); undo && k != nil {
		_, text := k.win.Canvas().Focused().(*entry)
		return !text && k.OnUndo()
	}
	if _, all := s.(*fyne.ShortcutSelectAll); all && k != nil {
		return k.OnAll()
	}
	c, ok := s.(*desktop.CustomShortcut)
	if k == nil || !ok || c.Modifier&fyne.KeyModifierControl == 0 {
		return false
	}
	k.OnTouch()
	return k.OnCtrl(c.KeyName)
}

// undo takes the last action back from a box that keeps no text of its own to
// undo.
func (k *Keys) undo(s fyne.Shortcut, e *entry) bool {
	_, ok := s.(*fyne.ShortcutUndo)
	return ok && k != nil && e.yields && k.OnUndo()
}

// Park takes the ring from the screen before something opens over it: what
// lies below would go on showing it.
func (k *Keys) Park() {
	k.parked = k.win.Canvas().Focused()
	k.win.Canvas().Unfocus()
}

// Unpark gives the ring back once that is closed.
func (k *Keys) Unpark() {
	if k.parked != nil {
		k.win.Canvas().Focus(k.parked)
		k.parked = nil
	}
}

// Next moves the ring on.
func (k *Keys) Next() { k.win.Canvas().FocusNext() }

// Focus gives the ring to a widget.
func (k *Keys) Focus(f fyne.Focusable) { k.win.Canvas().Focus(f) }
