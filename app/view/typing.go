package view

import (
	"unicode"

	"fyne.io/fyne/v2"

	"motcua/internal/viinput"
)

// moment is a text and where the caret stood in it.
type moment struct {
	text  string
	caret int
}

// historyLimit is how many steps a box can take back.
const historyLimit = 100

// history is what Ctrl+Z takes back while our typing is on: the toolkit's own
// does not know of letters that were changed. Keys of one word are one step.
type history struct {
	past, future []moment
	last         moment // after the last key; the next may join its step
	open         bool   // there is such a step
}

func (h *history) push(m moment) {
	h.future = nil
	if n := len(h.past); n > 0 && h.past[n-1] == m {
		return
	}
	h.past = append(h.past, m)
	if len(h.past) > historyLimit {
		h.past = h.past[1:]
	}
}

// typing reports whether keys go through our own typing here.
func (e *entry) typing() bool { return !e.plain && e.keys != nil && e.keys.Typist.On() }

func (e *entry) now() moment { return moment{e.Text, e.CursorTextOffset()} }

// put shows a text and tells it, once.
func (e *entry) put(m moment) {
	if e.Text != m.text {
		e.SetText(m.text)
	}
	e.CursorColumn = m.caret
	e.Refresh()
}

// edited returns m after an edit, with another text in its place.
func edited(m moment, ed viinput.Edit, with string) moment {
	r := []rune(m.text)
	return moment{string(r[:ed.From]) + with + string(r[ed.To:]), ed.Caret + len([]rune(with)) - len([]rune(ed.With))}
}

// apply makes an edit. One that gave a word back its plain keys is a step of
// its own.
func (e *entry) apply(ed viinput.Edit, sameStep bool) {
	m := e.now()
	if !sameStep || !e.history.open || m != e.history.last {
		e.history.push(m)
	}
	if ed.Unrestored != "" {
		e.history.push(edited(m, ed, ed.Unrestored))
	}
	e.put(edited(m, ed, ed.With))
	e.history.last, e.history.open = e.now(), true
}

func (e *entry) typeRune(r rune) {
	if e.SelectedText() != "" {
		e.keys.Typist.Forget()
		e.native(func() { e.Entry.TypedRune(r) })
		return
	}
	e.apply(e.keys.Typist.Key([]rune(e.Text), e.CursorTextOffset(), r), unicode.IsLetter(r) || unicode.IsDigit(r))
}

// native lets the toolkit work and keeps what was before it.
func (e *entry) native(work func()) {
	before := e.now()
	work()
	if e.Text != before.text {
		e.history.push(before)
		e.history.open = false
	}
}

// typeKey handles keys that our typing has a say in.
func (e *entry) typeKey(ev *fyne.KeyEvent) bool {
	if ev.Name != fyne.KeyBackspace || e.SelectedText() != "" {
		return false
	}
	if at := e.CursorTextOffset(); at > 0 {
		e.apply(e.keys.Typist.Backspace([]rune(e.Text), at), true)
	}
	return true
}

// endWord ends the word before the caret, as a space does.
func (e *entry) endWord() {
	if !e.typing() {
		return
	}
	if ed, ok := e.keys.Typist.End([]rune(e.Text), e.CursorTextOffset()); ok {
		e.apply(ed, false)
	}
}

// step goes back or forth in the history.
func (e *entry) step(from, to *[]moment) {
	n := len(*from)
	if n == 0 {
		return
	}
	m := (*from)[n-1]
	*from, *to = (*from)[:n-1], append(*to, e.now())
	e.keys.Typist.Forget()
	e.put(m)
	e.history.open = false
}

// typeShortcut handles undo and redo, and keeps what a shortcut changed.
func (e *entry) typeShortcut(s fyne.Shortcut) {
	switch s.(type) {
	case *fyne.ShortcutUndo:
		e.step(&e.history.past, &e.history.future)
	case *fyne.ShortcutRedo:
		e.step(&e.history.future, &e.history.past)
	default:
		e.native(func() { e.Entry.TypedShortcut(s) })
	}
}

// remember keeps the box as it is before a run of keys and returns how it
// comes back, should they prove to be a reader's.
func (e *entry) remember() (restore func()) {
	m := e.now()
	return func() {
		if e.keys.Typist != nil {
			e.keys.Typist.Forget()
		}
		e.put(m)
		e.history.open = false
		e.onRestored()
	}
}
