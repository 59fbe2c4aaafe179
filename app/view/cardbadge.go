package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"motcua/app/model"
)

// cardBadge says over the person's boxes that a card was read and that this
// proves nothing.
type cardBadge struct {
	chip *fyne.Container
	read *Text
	note *Text
}

func newCardBadge() *cardBadge {
	b := &cardBadge{read: NewWords("", 12, Good), note: NewText("", 12, Ink2)}
	b.chip = container.NewStack(NewPanel(GoodSoft, Clear, 0, 4), pad(8, 3, 8, 3, row(6, NewIcon("id_card", Good, 16), b.read)))
	return b
}

func (b *cardBadge) set(c model.CardView) {
	b.read.Set(c.Read)
	b.note.Set(c.Note)
	visible(b.chip, c.Read != "")
}

// FocusField leads to a box of the form.
func (v *Intake) FocusField(f model.Field) {
	switch {
	case v.fields[f] != nil:
		v.fields[f].Take()
	case v.pickers[f] != nil:
		v.pickers[f].Take()
	}
}

// FocusedField returns the box that has the focus, "" where none has.
func (v *Intake) FocusedField(x fyne.Focusable) model.Field {
	if x == nil {
		return ""
	}
	for f := range v.fields {
		if v.Holds(f, x) {
			return f
		}
	}
	for f := range v.pickers {
		if v.Holds(f, x) {
			return f
		}
	}
	return ""
}
