package view

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"motcua/app/model"
)

// Page is the screen Hồ sơ: head with the path, what was done, papers, and to
// the right what comes next, who it is, and how far the dossier has travelled.
type Page struct {
	Root *container.Scroll

	m             *model.Page
	same, differs *Text
	name, what    *Text
	kind          *Text
	light         *Icon
	lightName     *Text
	status        *StatusChip
	path          *StepPath
	banner        *fyne.Container
	bannerText    *Text
	trouble       *troubleBox
	story         *fyne.Container
	papers        *fyne.Container
	papersCount   *Text
	next, note    *Text
	do, print     *KeyButton
	others, show  *KeyButton
	warn          *fyne.Container // the appointment is near, or over
	warnText      *Text
	sorry         *KeyButton
	jot           *KeyButton
	person        *fyne.Container
	noted         *Text
	truths        [3]*truthLine
	body          *fyne.Container
	bars          fyne.CanvasObject
	keys          *Keys
	wants         bool // the ring goes to the button once that is there
}

// PageActs are what the screen's buttons do beside looking.
type PageActs struct{ Next, Others, Note, Sorry func() }

// NewPage builds the screen.
func NewPage(m *model.Page, keys *Keys, acts PageActs) *Page {
	v := &Page{m: m, keys: keys, same: NewWords("", 16, Ink2), differs: NewWords("", 20, Ink).AsBold(), name: NewWords("", 14, Ink).AsBold(), what: NewText("", 14, Ink), kind: NewText("", 14, Ink2),
		light: NewIcon("", Ink2, 18), lightName: NewWords("", 14, Ink), status: NewStatusChip(), path: NewStepPath(false).Small(), bannerText: NewProse("", 14, Ink, 2),
		trouble: newTroubleBox(), story: col(10), papers: col(0), papersCount: NewText("", 14, Ink2), next: NewProse("", 14, Ink, 4), note: NewProse("", 12, Ink2, 5), person: col(4), noted: NewText("Ai xem số đầy đủ đều được ghi lại.", 12, Ink2), bars: newBars()}
	v.banner = container.NewStack(NewPanel(WaitSoft, WaitSolid, 1, 6), pad(12, 8, 12, 8, row(8, atTop(20, NewIcon("warning", Wait, 20)), grow(v.bannerText, 1))))
	v.do = NewKeyButton(keys, Filled, "", "", "F9", acts.Next).Big()
	v.warnText = NewProse("", 14, Ink, 5)
	v.warn = container.NewStack(NewPanel(WaitSoft, WaitSolid, 1, 6), pad(10, 8, 10, 8, row(8, atTop(20, NewIcon("warning", Wait, 18)), grow(v.warnText, 1))))
	v.sorry = NewKeyButton(keys, Outlined, "event", "Xin lỗi, hẹn lại", "F7", acts.Sorry)
	v.print = NewKeyButton(keys, Outlined, "print", "In lại giấy hẹn", "F8", m.Print)
	v.others = NewKeyButton(keys, Outlined, "", "Việc khác", "Shift+F10", acts.Others)
	v.jot = NewKeyButton(keys, Outlined, "", "Ghi chú", "Ctrl+N", acts.Note)
	v.show = NewKeyButton(keys, Quiet, "visibility", "Hiện số", "Ctrl+H", m.Show)
	head := card(pad(14, 10, 14, 10, col(6,
		row(8, row(0, mid(v.same), v.differs), gapOf(), mid(v.light), mid(v.lightName), mid(v.status)),
		row(10, v.name, grow(v.what, 1)), v.kind, v.path)))
	story := card(pad(14, 10, 14, 12, container.NewBorder(pad(0, 0, 0, 8, row(8, mid(NewIcon("history", Ink2, 18)), grow(NewWords("Việc đã làm", 14, Ink2).AsBold(), 1), v.jot)), nil, nil, nil, container.NewVScroll(v.story))))
	papers := card(pad(14, 10, 14, 12, container.NewBorder(pad(0, 0, 0, 8, row(8, NewIcon("description", Ink2, 18), NewWords("Giấy tờ", 14, Ink2).AsBold(), grow(v.papersCount, 1))), nil, nil, nil, container.NewVScroll(v.papers))))
	next := container.NewStack(NewPanel(Surface, Main, 2, 8), pad(14, 10, 14, 12, col(8, row(8, NewIcon("arrow_forward", Main, 18), grow(NewText("Việc tiếp theo", 14, Main).AsBold(), 1)), v.next, v.do, v.warn, v.sorry, v.print, v.others, v.note)))
	person := card(pad(14, 10, 14, 10, col(6, row(8, grow(NewText("Người nộp", 14, Ink2).AsBold(), 1), v.show), v.person, v.noted)))
	truth := col(6, NewText("Hồ sơ đang nằm ở đâu", 14, Ink2).AsBold())
	for i, icon := range []string{"hard_drive", "upload", "verified"} {
		v.truths[i] = newTruthLine(icon)
		truth.Add(v.truths[i].root)
	}
	truth.Add(NewProse("Giấy hẹn có giá trị ngay khi hồ sơ đã lưu trên máy.", 12, Ink2, 2))
	v.trouble.root.Hide()
	v.banner.Hide()
	v.body = container.New(&pageLayout{}, col(8, v.trouble.root, v.banner), head, story, papers, next, person, card(pad(14, 10, 14, 10, truth)))
	v.Root = container.NewVScroll(pad(16, 12, 16, 12, container.NewStack(v.body, v.bars)))
	return v
}

// Focus puts the ring on the screen's button, once the dossier is there.
func (v *Page) Focus() {
	v.wants = !v.body.Objects[4].Visible()
	for _, b := range []*KeyButton{v.do, v.print, v.others} {
		if !v.wants && b.Visible() {
			v.keys.Focus(b)
			return
		}
	}
}

// Show sets the screen to a state.
func (v *Page) Show(s model.PageState) {
	visible(v.trouble.root, s.Trouble != nil)
	if s.Trouble != nil {
		v.trouble.set(*s.Trouble)
	}
	visible(v.bars, !s.Here && s.Trouble == nil)
	for _, o := range v.body.Objects[1:] {
		visible(o, s.Here)
	}
	visible(v.noted, s.Noted)
	visible(v.banner, s.Banner != "")
	v.bannerText.Set(s.Banner)
	if s.Here {
		v.showHead(s)
		v.showStory(s.Story)
		v.showPapers(s)
		v.showSide(s)
	}
	relayout(v.Root.Content)
	v.Root.Refresh()
	if v.wants && s.Here {
		v.Focus()
	}
}

func (v *Page) showHead(s model.PageState) {
	v.same.Set(s.Same)
	v.differs.Set(s.Differs)
	v.name.Set(s.Name)
	v.what.Set(s.Procedure)
	v.kind.Set(s.Kind)
	look := lightLooks[s.Light]
	v.light.Set(look.icon, look.tint)
	v.lightName.Set(s.LightName)
	v.lightName.SetBold(look.bold)
	v.status.Set(s.Status, s.StatusName)
	v.path.Set(s.Path)
}

func (v *Page) showStory(lines []model.StoryLine) {
	v.story.Objects = nil
	for _, l := range lines {
		tint := Ink2
		if l.Odd {
			tint = Bad
		}
		what := NewText(l.What, 14, Ink)
		what.Bold = l.Bold
		when := NewText(l.When, 12, Ink2)
		when.Align = fyne.TextAlignTrailing
		v.story.Add(row(10, size(96, 0, atTop(20, when)), atTop(20, size(20, 20, NewIcon(l.Icon, tint, 18))), grow(col(1, what, NewText(l.Who, 12, Ink2)), 1)))
	}
	v.story.Refresh()
}

func (v *Page) showPapers(s model.PageState) {
	v.papersCount.Set(s.PapersCount)
	v.papers.Objects = nil
	for i, p := range s.Papers {
		if i > 0 {
			v.papers.Add(pad(0, 5, 0, 5, size(0, 1, NewPanel(Line, Clear, 0, 0))))
		}
		note := NewText(p.Note, 12, Ink2)
		if p.Missing {
			note.Tint = Wait
			note.Bold = true
		}
		v.papers.Add(row(10, size(40, 54, thumb(p.Image, p)), grow(mid(col(2, NewProse(p.Name, 14, Ink, 2), note)), 1)))
	}
	v.papers.Refresh()
}

// thumb is a paper drawn small, or what stands for it.
func thumb(img image.Image, p model.PagePaper) fyne.CanvasObject {
	back := NewPanel(Header, Line, 1, 2)
	if img == nil {
		icon := "description"
		if p.Presented {
			icon = "visibility"
		}
		return container.NewStack(back, NewIcon(icon, Ink2, 18))
	}
	c := canvas.NewImageFromImage(img)
	c.FillMode = canvas.ImageFillContain
	return container.NewStack(back, pad(1, 1, 1, 1, c))
}

func (v *Page) showSide(s model.PageState) {
	v.next.Set(s.Next.Text)
	v.note.Set(s.Next.Printing)
	visible(v.note, s.Next.Printing != "")
	visible(v.do, s.Next.Verb != "")
	v.do.SetWords(s.Next.Verb)
	visible(v.warn, s.Next.Apology.Text != "")
	v.warnText.Set(s.Next.Apology.Text)
	visible(v.sorry, s.Next.Apology.May)
	visible(v.print, s.CanPrint)
	v.print.SetWords(s.Next.Again)
	visible(v.others, s.Next.Others)
	visible(v.jot, s.Next.Others)
	visible(v.show, s.CanReveal)
	words := "Hiện số"
	if s.Shown {
		words = "Giấu số"
	}
	v.show.SetWords(words)
	v.person.Objects = nil
	for _, p := range s.Person {
		if p.Name == "" {
			v.person.Add(NewProse(p.Text, 14, Ink, 4))
			continue
		}
		v.person.Add(row(8, size(92, 0, atTop(19, NewText(p.Name, 14, Ink2))), grow(NewProse(p.Text, 14, Ink, 3), 1)))
	}
	v.person.Refresh()
	for i, t := range s.Truths {
		v.truths[i].set(t)
	}
}

// truthLine is one of the three truths with its time.
type truthLine struct {
	root       fyne.CanvasObject
	icon       *Icon
	word, when *Text
}

func newTruthLine(icon string) *truthLine {
	l := &truthLine{icon: NewIcon(icon, Ink2, 18), word: NewText("", 14, Ink2), when: NewWords("", 12, Ink2)}
	l.root = row(8, mid(l.icon), grow(l.word, 1), l.when)
	return l
}

func (l *truthLine) set(t model.TruthLine) {
	tint := map[model.TruthLook]fyne.ThemeColorName{model.TruthGrey: Ink2, model.TruthLit: Good, model.TruthAmber: Wait, model.TruthRed: Bad}[t.Look]
	l.icon.Set(l.icon.Name, tint)
	l.word.SetTint(tint)
	l.when.SetTint(tint)
	l.word.Set(t.Word)
	l.when.Set(t.When)
}

// pageLayout puts notice, head, story and papers to the left, the three boxes
// to the right; in a narrow window all under each other, what comes next first.
type pageLayout struct{}

func (pageLayout) narrow(width float32) bool { return width < px(1100) }

// MinSize implements fyne.Layout.
func (l pageLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	side := o[4].MinSize().Height + o[5].MinSize().Height + o[6].MinSize().Height + px(24)
	head := o[0].MinSize().Height + o[1].MinSize().Height + px(12)
	if l.narrow(o[1].Size().Width+px(1)) && o[1].Size().Width > 0 && o[4].Position().X == 0 {
		return fyne.NewSize(px(320), head+side+px(2*260+24))
	}
	return fyne.NewSize(px(320), max(side, head+px(220)))
}

// Layout implements fyne.Layout.
func (l pageLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	gap, side := px(12), px(324)
	left := s.Width - side - gap
	if l.narrow(s.Width) {
		left = s.Width
	}
	y := float32(0)
	for _, x := range []fyne.CanvasObject{o[0], o[1]} {
		x.Resize(fyne.NewSize(left, x.Size().Height))
		h := x.MinSize().Height
		put(x, 0, y, left, h)
		if h > 0 {
			y += h + gap
		}
	}
	if l.narrow(s.Width) {
		next := o[4] // what is to be done comes before what was done
		next.Resize(fyne.NewSize(left, next.Size().Height))
		put(next, 0, y, left, next.MinSize().Height)
		y += next.MinSize().Height + gap
		for _, x := range o[2:4] {
			put(x, 0, y, left, px(260))
			y += px(260) + gap
		}
		l.down(o[5:], 0, y, left, 0)
		return
	}
	half := (left - gap) / 2
	put(o[2], 0, y, half, s.Height-y)
	put(o[3], half+gap, y, half, s.Height-y)
	l.down(o[4:], left+gap, 0, side, s.Height)
}

// down puts objects under each other; the last one takes what is left.
func (pageLayout) down(o []fyne.CanvasObject, x, y, w, bottom float32) {
	for i, b := range o {
		b.Resize(fyne.NewSize(w, b.Size().Height))
		h := b.MinSize().Height
		if i == len(o)-1 {
			h = max(h, bottom-y)
		}
		put(b, x, y, w, h)
		y += h + px(12)
	}
}
