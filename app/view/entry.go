package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// entry is a line of text without a box of its own. Keys and shortcuts that it
// has no use for go to the window's key map; Enter leads to the next field.
// It never rewrites a text when it changes: that would break UniKey and ibus.
// Our own Vietnamese typing, where it is on, works on the keys themselves.
type entry struct {
	widget.Entry
	keys    *Keys
	onFocus func(bool)
	onKey   func(e *fyne.KeyEvent) bool // first look at a key
	onTap   func()
	shell   *container.ThemeOverride
	plain   bool              // numbers, dates, mail: keys are letters even while our typing is on
	yields  bool              // empty, it leaves Ctrl+Z to the window
	onRune  func(r rune) bool // first look at a character; nil for none
	history history

	onRestored func() // a reader's keys were taken out again
}

func newEntry(keys *Keys) *entry {
	e := &entry{keys: keys, onFocus: func(bool) {}, onTap: func() {}, onKey: func(*fyne.KeyEvent) bool { return false }, onRestored: func() {}}
	e.ExtendBaseWidget(e)
	e.shell = container.NewThemeOverride(e, bare{})
	return e
}

// set shows text without telling anyone; the cursor stays where it can.
func (e *entry) set(s string) {
	if e.Text == s {
		return
	}
	tell := e.OnChanged
	e.OnChanged = nil
	e.SetText(s)
	e.OnChanged = tell
	e.history = history{}
}

// FocusGained implements fyne.Focusable.
func (e *entry) FocusGained() {
	e.Entry.FocusGained()
	e.CursorColumn = len([]rune(e.Text)) // a click moves it afterwards
	e.Refresh()
	e.onFocus(true)
}

// FocusLost implements fyne.Focusable.
func (e *entry) FocusLost() {
	e.endWord()
	e.Entry.FocusLost()
	e.onFocus(false)
	e.CursorColumn = 0 // show the beginning of a long text
	e.Refresh()
}

// TypedKey implements fyne.Focusable.
func (e *entry) TypedKey(ev *fyne.KeyEvent) {
	if e.keys.took(ev) || e.onKey(ev) {
		return
	}
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if !e.keys.key(ev) {
			e.keys.Next()
		}
	case fyne.KeyF1, fyne.KeyF2, fyne.KeyF3, fyne.KeyF4, fyne.KeyF5, fyne.KeyF6, fyne.KeyF7, fyne.KeyF8, fyne.KeyF9,
		fyne.KeyF10, fyne.KeyF11, fyne.KeyEscape, fyne.KeyUp, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyPageDown:
		e.endWord()
		e.keys.key(ev)
	default:
		switch {
		case !e.typing():
			e.Entry.TypedKey(ev)
		case !e.typeKey(ev):
			e.native(func() { e.Entry.TypedKey(ev) })
		}
	}
}

// TypedRune implements fyne.Focusable.
func (e *entry) TypedRune(r rune) {
	if e.keys.rune(r, e.remember) {
		return
	}
	if e.onRune != nil && e.onRune(r) {
		e.keys.done()
		return
	}
	e.typed(r)
	e.keys.done()
}

// typed takes a character that is the clerk's.
func (e *entry) typed(r rune) {
	if e.typing() {
		e.typeRune(r)
	} else {
		e.Entry.TypedRune(r)
	}
}

// AcceptsTab implements fyne.Tabbable: the Tab behind a reader's burst is not
// the clerk's.
func (e *entry) AcceptsTab() bool { return e.keys != nil && e.keys.Wedge.Catching() }

// TypedShortcut implements fyne.Shortcutable.
func (e *entry) TypedShortcut(s fyne.Shortcut) {
	switch {
	case e.keys.shortcut(s):
	case e.Text == "" && e.keys.undo(s, e):
	case e.typing():
		e.typeShortcut(s)
	default:
		e.Entry.TypedShortcut(s)
	}
}

// Tapped implements fyne.Tappable.
func (e *entry) Tapped(p *fyne.PointEvent) {
	e.Entry.Tapped(p)
	e.onTap()
}

// selectAll marks the whole text, so that typing replaces it.
func (e *entry) selectAll() { e.Entry.TypedShortcut(&fyne.ShortcutSelectAll{}) }
