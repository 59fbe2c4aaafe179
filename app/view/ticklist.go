package view

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"motcua/app/model"
)

// tickRow is the height of a line, in units; mostTicks how many are in sight.
const (
	tickRow   = 30
	mostTicks = 6
)

// TickList is a list of which any lines may be ticked. ↑ ↓ choose a line,
// Space ticks it, Enter goes on.
type TickList struct {
	widget.BaseWidget

	keys     *Keys
	onToggle func(key string)
	options  []model.Choice
	on       map[string]bool
	at, top  int
	focused  bool

	label, empty *Text
	frame        *box
	mark         *box
	icons        [mostTicks]*Icon
	names        [mostTicks]*Text
	notes        [mostTicks]*Text
	wrong        bool
}

// NewTickList returns an empty list.
func NewTickList(keys *Keys, onToggle func(string)) *TickList {
	l := &TickList{keys: keys, onToggle: onToggle, on: map[string]bool{}, label: NewText("", 12, Ink2), empty: NewText("Thủ tục này không có danh sách giấy tờ.", 14, Ink2),
		frame: newBox(Surface, Border, 1, 6), mark: newBox(MainSoft, MainSoft, 1, 4)}
	for i := range mostTicks {
		l.icons[i], l.names[i], l.notes[i] = NewIcon("check_box_outline_blank", Ink2, 20), NewText("", 14, Ink), NewWords("", 12, Ink2)
	}
	l.ExtendBaseWidget(l)
	return l
}

// Set shows a box of the sheet.
func (l *TickList) Set(b model.StepBox) {
	l.options, l.wrong = b.Options, b.Fault != ""
	clear(l.on)
	for _, k := range strings.Split(b.Value, ",") {
		l.on[k] = true
	}
	l.label.Text = b.Label
	if b.Fault != "" {
		l.label.Text += " · " + b.Fault
	}
	l.at = max(0, min(l.at, len(l.options)-1))
	l.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (l *TickList) CreateRenderer() fyne.WidgetRenderer { return renderer(l) }

func (l *TickList) parts() []fyne.CanvasObject {
	out := []fyne.CanvasObject{l.label, l.frame.Rectangle, l.mark.Rectangle, l.empty}
	for i := range mostTicks {
		out = append(out, l.icons[i], l.names[i], l.notes[i])
	}
	return out
}

func (l *TickList) shown() int { return max(1, min(mostTicks, len(l.options))) }

func (l *TickList) smallest() fyne.Size {
	return fyne.NewSize(px(200), px(19+8)+px(tickRow)*float32(l.shown()))
}

func (l *TickList) place(s fyne.Size) {
	put(l.label, 0, 0, s.Width, px(17))
	top := px(19)
	put(l.frame.Rectangle, 0, top, s.Width, s.Height-top)
	h := px(tickRow)
	put(l.mark.Rectangle, px(4), top+px(4)+h*float32(l.at-l.top), s.Width-px(8), h)
	put(l.empty, px(12), top+px(4), s.Width-px(24), h)
	for i := range mostTicks {
		y := top + px(4) + h*float32(i)
		w := l.notes[i].MinSize().Width
		put(l.icons[i], px(10), y, px(20), h)
		put(l.notes[i], s.Width-w-px(12), y, w, h)
		put(l.names[i], px(38), y, max(0, s.Width-w-px(62)), h)
	}
}

func (l *TickList) paint() {
	l.frame.stroke, l.frame.width, l.label.Tint = Border, 1, Ink2
	if l.wrong {
		l.frame.stroke, l.frame.width, l.label.Tint = Bad, 2, Bad
	}
	if l.focused {
		l.frame.stroke, l.frame.width = Ring, 2
	}
	l.label.Bold = l.wrong
	l.label.Refresh()
	l.frame.paint()
	l.mark.paint()
	l.mark.Hidden = !l.focused || len(l.options) == 0
	l.empty.Hidden = len(l.options) > 0
	for i := range mostTicks {
		on := l.top+i < len(l.options)
		l.icons[i].Hidden, l.names[i].Hidden, l.notes[i].Hidden = !on, !on, !on
		if !on {
			continue
		}
		o := l.options[l.top+i]
		icon, tint := "check_box_outline_blank", Ink2
		if l.on[o.Key] {
			icon, tint = "check_box", Main
		}
		l.icons[i].Set(icon, tint)
		l.names[i].Text, l.notes[i].Text = o.Text, o.Note
		l.names[i].Bold = l.on[o.Key]
		l.names[i].Refresh()
		l.notes[i].Refresh()
	}
}

func (l *TickList) move(by int) {
	l.at = max(0, min(len(l.options)-1, l.at+by))
	l.top = max(min(l.top, l.at), l.at-mostTicks+1)
	l.Refresh()
}

// Tapped implements fyne.Tappable.
func (l *TickList) Tapped(e *fyne.PointEvent) {
	l.keys.Focus(l)
	if i := l.top + int((e.Position.Y-px(23))/px(tickRow)); i >= 0 && i < len(l.options) {
		l.at = i
		l.onToggle(l.options[i].Key)
	}
}

// FocusGained implements fyne.Focusable.
func (l *TickList) FocusGained() { l.focused = true; l.Refresh(); l.keys.OnFocus(l) }

// FocusLost implements fyne.Focusable.
func (l *TickList) FocusLost() { l.focused = false; l.Refresh() }

// TypedRune implements fyne.Focusable.
func (l *TickList) TypedRune(r rune) { l.keys.rune(r, nil) }

// TypedKey implements fyne.Focusable.
func (l *TickList) TypedKey(e *fyne.KeyEvent) {
	if l.keys.took(e) {
		return
	}
	switch e.Name {
	case fyne.KeyUp, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyPageDown, fyne.KeyHome, fyne.KeyEnd:
		l.move(steps[e.Name])
	case fyne.KeySpace:
		if l.at < len(l.options) {
			l.onToggle(l.options[l.at].Key)
		}
	case fyne.KeyReturn, fyne.KeyEnter:
		l.keys.Next()
	default:
		l.keys.key(e)
	}
}

// TypedShortcut implements fyne.Shortcutable.
func (l *TickList) TypedShortcut(s fyne.Shortcut) { l.keys.shortcut(s) }
