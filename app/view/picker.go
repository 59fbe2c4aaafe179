package view

import (
	"fyne.io/fyne/v2"

	"motcua/app/model"
)

// Picker is a field that takes one line of a list. Typing filters the list,
// with or without marks; ↓ opens all of it; Enter takes the marked line and
// goes on; Esc closes the list and keeps what was chosen.
type Picker struct {
	*Field
	layer   *Layer
	choices func(query string) []model.Choice
	onPick  func(key string)
	list    *dropList
	words   string // of the chosen line
	open    bool
	typed   bool
	search  bool // shows its choice as a face, starts empty
	holder  string
	after   func() bool // leads on after a pick; false for the next box
}

// NewPicker returns a field that asks choices for its lines.
func NewPicker(keys *Keys, layer *Layer, label, placeholder string, choices func(string) []model.Choice, onPick func(string), onLeave func()) *Picker {
	p := &Picker{layer: layer, choices: choices, onPick: onPick, holder: placeholder}
	p.Field = NewField(keys, label, placeholder, p.filter, onLeave)
	p.Field.mark.Name, p.Field.fixedMark = "keyboard_arrow_down", true
	p.list = newDropList(p.pick)
	p.entry.onKey = p.key
	p.entry.onTap = func() {
		if !p.typed && !p.search {
			p.entry.selectAll() // what is typed next replaces it, as by keys
		}
		p.show("")
	}
	p.entry.onRestored = p.close
	p.onFocus = p.focus
	return p
}

// Show sets the words of the chosen line and what is said about it.
func (p *Picker) Show(words string, look FieldLook, said string) {
	p.words = words
	if !p.typed && !p.search {
		p.entry.set(words)
	}
	p.say(look, said)
}

// setFace shows what was chosen, in bold with a note, while another widget has
// the focus, and greyed behind the cursor while this one has it.
func (p *Picker) setFace(words, note, hint string) {
	if p.face.Text == words && p.faceNote.Text == note && p.hint.Text == hint {
		return
	}
	p.face.Text, p.faceNote.Text, p.hint.Text = words, note, hint
	p.showHolder()
	p.Refresh()
}

// showHolder sets the words behind the cursor.
func (p *Picker) showHolder() {
	switch {
	case p.face.Text == "":
		p.entry.SetPlaceHolder(p.holder)
	case p.focused:
		p.entry.SetPlaceHolder(p.face.Text)
	default:
		p.entry.SetPlaceHolder("")
	}
}

func (p *Picker) focus(on bool) {
	if p.search {
		p.showHolder()
	}
	if on {
		if !p.search {
			p.entry.selectAll()
		}
		return
	}
	if p.list.hovered && p.open {
		return // a line of the list is being tapped
	}
	if p.open && p.typed && len(p.list.items) == 1 {
		p.take(0)
	}
	p.close()
}

func (p *Picker) filter(text string) {
	p.typed = true
	p.show(text)
}

func (p *Picker) show(query string) {
	items := p.choices(query)
	at := 0
	for i, c := range items {
		if query == "" && c.Text == p.words {
			at = i
		}
	}
	if len(items) == 0 && query == "" {
		p.close()
		return
	}
	p.open = true
	p.list.set(items, at)
	p.layer.show(p.list, p.Field, p.labelHeight())
}

// close hides the list and forgets what was typed but not chosen.
func (p *Picker) close() {
	p.open, p.typed, p.list.hovered = false, false, false
	p.layer.hide(p.list)
	if p.search {
		p.entry.set("")
	} else {
		p.entry.set(p.words)
	}
}

func (p *Picker) take(i int) {
	c := p.list.items[i]
	p.words = c.Text
	p.typed = false
	p.onPick(c.Key)
}

func (p *Picker) pick(i int) {
	p.take(i)
	p.close()
	p.keys.Focus(p.entry)
	if p.after == nil || !p.after() {
		p.keys.Next()
	}
}

func (p *Picker) key(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyDown, fyne.KeyUp, fyne.KeyPageDown, fyne.KeyPageUp:
		if !p.open {
			p.show("")
			return true
		}
		by := map[fyne.KeyName]int{fyne.KeyDown: 1, fyne.KeyUp: -1, fyne.KeyPageDown: dropRows, fyne.KeyPageUp: -dropRows}
		p.list.move(by[e.Name])
	case fyne.KeyReturn, fyne.KeyEnter:
		if !p.open || len(p.list.items) == 0 {
			return false
		}
		p.pick(p.list.at)
	case fyne.KeyEscape:
		if !p.open {
			return false
		}
		p.close()
		if !p.search {
			p.entry.selectAll()
		}
	default:
		return false
	}
	return true
}
