package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"motcua/app/model"
)

// StatusBar says how many of today's dossiers are saved, sent and received:
// three facts, never one word. Where there is no room only icons and numbers
// stay.
type StatusBar struct {
	widget.BaseWidget
	bg      *box
	icons   [4]*Icon
	words   [4]*Text
	numbers [3]*Text
	refused *Text
	backup  *Text // where there is room left for it
	state   model.StatusState
}

// NewStatusBar returns the bar with dashes.
func NewStatusBar() *StatusBar {
	b := &StatusBar{bg: newBox(Surface, Clear, 0, 0), refused: NewWords("", 12, Bad).AsBold(), backup: NewWords("", 12, Ink2)}
	names := [4]string{"hard_drive", "upload", "verified", "cloud_off"}
	words := [4]string{"Hôm nay: đã lưu trên máy", "Đã gửi", "Trung tâm đã nhận", ""}
	for i := range b.icons {
		b.icons[i], b.words[i] = NewIcon(names[i], Ink2, 16), NewWords(words[i], 12, Ink2)
	}
	for i := range b.numbers {
		b.numbers[i] = NewWords("–", 12, Ink).AsBold()
	}
	b.ExtendBaseWidget(b)
	return b
}

// Set shows counts and the road.
func (b *StatusBar) Set(s model.StatusState) {
	s.Banner = nil // shown elsewhere
	if s == b.state {
		return
	}
	b.state = s
	for i, n := range []string{s.Saved, s.Sent, s.Received} {
		b.numbers[i].Text = n
	}
	b.words[3].Text = s.Road
	tint := map[model.RoadLook]fyne.ThemeColorName{model.RoadCalm: Ink2, model.RoadAmber: Wait, model.RoadRed: Bad}[s.RoadLook]
	b.words[3].Tint, b.icons[3].Tint, b.icons[3].Name = tint, tint, s.RoadIcon
	b.refused.Text, b.refused.Tint = s.Refused, Bad
	if s.Refused == "" { // the worse news has the place
		b.refused.Text, b.refused.Tint = s.Numbers, Wait
		if s.Numbers == "" {
			b.refused.Text = s.Near
		}
	}
	if s.Unprinted != "" { // the citizen stands there without the paper
		b.refused.Text, b.refused.Tint = s.Unprinted, Bad
	}
	b.backup.Text, b.backup.Tint = s.Backup, Ink2
	if s.BackupLate {
		b.backup.Tint = Wait
	}
	b.icons[1].Tint = Ink2
	if s.SentLate && s.RoadLook != model.RoadCalm {
		b.icons[1].Tint = Wait
	}
	b.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (b *StatusBar) CreateRenderer() fyne.WidgetRenderer { return renderer(b) }

func (b *StatusBar) parts() []fyne.CanvasObject {
	out := []fyne.CanvasObject{b.bg.Rectangle}
	for i := range b.icons {
		out = append(out, b.icons[i], b.words[i])
	}
	for i := range b.numbers {
		out = append(out, b.numbers[i])
	}
	return append(out, b.refused, b.backup)
}

func (b *StatusBar) smallest() fyne.Size { return fyne.NewSize(px(200), px(28)) }

func (b *StatusBar) place(s fyne.Size) {
	put(b.bg.Rectangle, 0, 0, s.Width, s.Height)
	short := s.Width < px(820)
	x := px(16)
	for i := range b.icons {
		put(b.icons[i], x, 0, px(16), s.Height)
		x += px(20)
		b.words[i].Hidden = short && i < 3
		if !b.words[i].Hidden {
			w := b.words[i].MinSize().Width
			put(b.words[i], x, 0, w, s.Height)
			x += w + px(5)
		}
		if i < 3 {
			w := b.numbers[i].MinSize().Width
			put(b.numbers[i], x, 0, w, s.Height)
			x += w + px(22)
		}
	}
	w := b.refused.MinSize().Width
	put(b.refused, max(x+px(16), s.Width-w-px(16)), 0, w, s.Height)
	right := s.Width - px(16)
	if b.refused.Text != "" {
		right -= w + px(22)
	}
	w = b.backup.MinSize().Width
	b.backup.Hidden = right-w < x+px(16)
	put(b.backup, right-w, 0, w, s.Height)
}

func (b *StatusBar) paint() {
	b.bg.paint()
	for i := range b.icons {
		b.icons[i].Refresh()
		b.words[i].Refresh()
	}
	for i := range b.numbers {
		b.numbers[i].Refresh()
	}
	b.refused.Refresh()
	b.backup.Refresh()
}
