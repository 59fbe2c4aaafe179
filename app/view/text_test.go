package view

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"pgregory.net/rapid"
)

func TestALineThatDoesNotFitIsCutWithDots(t *testing.T) {
	newStage(t, Theme{Scale: 1})
	tx := NewText("Bản sao Giấy khai sinh được cấp hợp lệ", 14, Ink)
	tx.Resize(fyne.NewSize(120, 20))
	shown := tx.rows[0].Text
	if !strings.HasSuffix(shown, "…") || tx.width(shown) > 121 {
		t.Errorf("%q, %v wide", shown, tx.width(shown))
	}
	tx.Resize(fyne.NewSize(900, 20))
	if tx.rows[0].Text != tx.Text {
		t.Errorf("%q", tx.rows[0].Text)
	}
	tx.Set("Hai\ndòng")
	if tx.rows[0].Text != "Hai dòng" {
		t.Errorf("%q", tx.rows[0].Text)
	}
}

func TestProseBreaksAtSpacesKeepsEveryWordAndItsLines(t *testing.T) {
	newStage(t, Theme{Scale: 1})
	rapid.Check(t, func(r *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[a-zđáạễ]{1,9}`), 1, 30).Draw(r, "words")
		p := NewProse(strings.Join(words, " "), 14, Ink, -1)
		lines := p.broken(rapid.Float32Range(40, 400).Draw(r, "width"))
		if got := strings.Fields(strings.Join(lines, " ")); strings.Join(got, " ") != strings.Join(words, " ") {
			r.Fatalf("%q became %q", words, lines)
		}
	})
	p := NewProse("một hai ba bốn năm sáu bảy tám chín mười", 14, Ink, 2)
	lines := p.broken(100)
	if len(lines) != 2 || !strings.HasSuffix(lines[1], "…") {
		t.Errorf("%q", lines)
	}
	p = NewProse("một\n\nhai", 14, Ink, -1)
	if got := p.broken(300); len(got) != 3 || got[1] != "" {
		t.Errorf("paragraphs: %q", got)
	}
}

func TestAFlowGivesWhatIsLeftToWhatGrowsAndNothingToWhatIsHidden(t *testing.T) {
	newStage(t, Theme{Scale: 1})
	a, b, c := size(50, 20, NewPanel(Ink, Clear, 0, 0)), size(0, 20, NewPanel(Ink, Clear, 0, 0)), size(30, 20, NewPanel(Ink, Clear, 0, 0))
	r := row(10, a, grow(b, 1), c)
	r.Resize(fyne.NewSize(300, 40))
	if b.Size().Width != 200 || c.Position().X != 270 || a.Size().Height != 40 {
		t.Errorf("%v %v %v", a.Size(), b.Size(), c.Position())
	}
	c.Hide()
	relayout(r)
	if b.Size().Width != 240 {
		t.Errorf("beside a hidden one %v", b.Size())
	}
	if m := r.MinSize(); m.Width != 60 {
		t.Errorf("smallest %v", m)
	}
}

func TestEverythingGrowsWithTheText(t *testing.T) {
	newStage(t, Theme{Scale: 1.5})
	if px(34) != 51 {
		t.Errorf("34 units are %v", px(34))
	}
	k := NewKeyButton(nil, Outlined, "", "In", "", func() {})
	if h := k.MinSize().Height; h != 51 {
		t.Errorf("a button is %v high", h)
	}
}
