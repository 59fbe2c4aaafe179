package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"motcua/app/model"
)

// Frame is what stands around every screen: the rail, the bar on top, the bar
// below, the banner of a stopped road.
type Frame struct {
	Root fyne.CanvasObject

	title, sub *Text
	top        *fyne.Container
	place      *Text       // of the counter, and who works there
	counter    string      // its name alone
	items      []*railItem // nil for a screen without a place
	under      []int
	screens    *fyne.Container
	status     *StatusBar
	banner     *Banner
	body       *fyne.Container
	toast      *Toast
}

// Screen is one place of the rail.
type Screen struct {
	Title string // in the bar on top
	Name  string // in the rail; "" for a screen that another leads to
	Icon  string
	Digit string // of Ctrl, printed in the rail
	Under int    // where Name is empty: the screen whose place in the rail is lit
	Root  fyne.CanvasObject
}

// FrameConfig is what the frame shows and where its own buttons lead.
type FrameConfig struct {
	Keys     *Keys
	Layer    *Layer
	Screens  []Screen
	Place    string // "Quầy 01 · Phường Thuận Hoá"
	OnScreen func(i int)
	OnFind   func()
	OnKeys   func()
	OnPrints func() // where papers that were not printed are shown
}

// NewFrame puts the screens into the frame.
func NewFrame(c FrameConfig) *Frame {
	f := &Frame{title: NewWords("", 20, Ink).AsBold(), sub: NewText("", 14, Ink2), status: NewStatusBar(), banner: NewBanner()}
	rail := col(2)
	rail.Add(size(0, 48, container.NewStack(pad(0, 6, 0, 6, NewIcon("mark", "", 36)))))
	f.screens = container.NewStack()
	for i, s := range c.Screens {
		var it *railItem
		at := s.Under
		if s.Name != "" {
			it, at = newRailItem(s.Icon, s.Name, s.Digit, func() { c.OnScreen(i) }), i
			rail.Add(it)
		}
		f.items, f.under = append(f.items, it), append(f.under, at)
		s.Root.Hide()
		f.screens.Add(s.Root)
	}
	foot := newRailItem("keyboard", "Phím  F1", "", c.OnKeys)
	side := container.NewStack(NewPanel(Surface, Clear, 0, 0), pad(0, 0, 0, 6, container.NewBorder(nil, foot, nil, nil, rail)))
	find := NewKeyButton(c.Keys, Outlined, "search", "Tìm hồ sơ, người, thủ tục, việc cần làm", "Ctrl+K", c.OnFind).Wide()
	f.place, f.counter = NewWords(c.Place, 14, Ink).AsBold(), c.Place
	f.top = container.New(topLayout{}, f.title, f.sub, unfocusable(find), NewIcon("account_circle", Ink2, 22), f.place)
	top := container.NewStack(NewPanel(Surface, Clear, 0, 0), pad(16, 0, 16, 0, f.top))
	f.body = container.New(&frameLayout{}, f.screens, side, top, f.status, f.banner.root, NewPanel(Line, Clear, 0, 0), NewPanel(Line, Clear, 0, 0), NewPanel(Line, Clear, 0, 0))
	f.toast = NewToast(c.Keys, c.OnPrints)
	f.Root = container.NewStack(f.body, f.toast.Root, c.Layer.Root())
	return f
}

// Turn shows the screen at i.
func (f *Frame) Turn(i int, title, sub string) {
	for j, o := range f.screens.Objects {
		if j == i {
			o.Show()
		} else {
			o.Hide()
		}
		if f.items[j] != nil {
			f.items[j].setOn(j == f.under[i])
		}
	}
	f.title.Set(title)
	f.sub.Set(sub)
	relayout(f.body)
}

// Person shows who works here beside the name of the counter; "" shows that
// alone.
func (f *Frame) Person(name string) {
	words := f.counter
	if name != "" {
		words += " · " + name
	}
	f.place.Set(words)
	relayout(f.top)
}

// Badge shows a count at a screen's place in the rail; "" shows none.
func (f *Frame) Badge(i int, count string) {
	if r := f.items[i]; r != nil && r.badge.Text != count {
		r.badge.Text = count
		r.Refresh()
	}
}

// Toast says a text above the status bar; "" takes it away.
func (f *Frame) Toast(text string) { f.toast.Show(text) }

// ShowStatus sets the bar below and the banner.
func (f *Frame) ShowStatus(s model.StatusState) {
	f.status.Set(s)
	if f.banner.set(s.Banner) {
		relayout(f.body)
	}
}

// topLayout places title, what stands beside it, the search box and the name
// of the counter. Where there is no room the words beside the title go first,
// then the name, then the search box gets narrower.
type topLayout struct{}

// MinSize implements fyne.Layout.
func (topLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(px(300), px(48)) }

// Layout implements fyne.Layout.
func (topLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	gap := px(16)
	title, icon, place := o[0].MinSize().Width, px(22), o[4].MinSize().Width
	right := icon + gap/2 + place
	need := o[2].MinSize().Width + px(12)
	named := s.Width-title-right-2*gap >= need
	visible(o[3], named)
	visible(o[4], named)
	if !named {
		right = -gap
	}
	find := max(px(120), min(max(px(400), need), s.Width-title-right-2*gap))
	sub := s.Width - title - right - find - 3*gap
	visible(o[1], sub > px(80))
	put(o[0], 0, 0, title, s.Height)
	put(o[1], title+gap, 0, max(0, sub), s.Height)
	put(o[2], s.Width-right-gap-find, (s.Height-px(34))/2, find, px(34))
	put(o[3], s.Width-right, 0, icon, s.Height)
	put(o[4], s.Width-place, 0, place, s.Height)
}

// frameLayout places screens, rail, top, status, banner and the three lines
// between them.
type frameLayout struct{}

// MinSize implements fyne.Layout.
func (frameLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(640, 400) }

// Layout implements fyne.Layout.
func (frameLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	rail, top, bottom, line := px(84), px(48), px(28), max(1, px(1))
	if s.Width < px(720) {
		rail = px(52)
	}
	banner := float32(0)
	if o[4].Visible() {
		banner = px(44)
	}
	put(o[0], rail, top+banner, s.Width-rail, s.Height-top-bottom-banner)
	put(o[1], 0, 0, rail, s.Height-bottom)
	put(o[2], rail, 0, s.Width-rail, top)
	put(o[3], 0, s.Height-bottom, s.Width, bottom)
	put(o[4], rail, top, s.Width-rail, banner)
	put(o[5], rail-line, 0, line, s.Height-bottom)
	put(o[6], rail, top-line, s.Width-rail, line)
	put(o[7], 0, s.Height-bottom, s.Width, line)
}

// aside hides a button from the focus chain: the mouse finds it, the keyboard
// has its key.
type aside struct {
	widget.BaseWidget
	b *KeyButton
}

func unfocusable(b *KeyButton) *aside {
	a := &aside{b: b}
	a.ExtendBaseWidget(a)
	return a
}

// CreateRenderer implements fyne.Widget.
func (a *aside) CreateRenderer() fyne.WidgetRenderer {
	a.b.paint()
	return renderer(a)
}
func (a *aside) parts() []fyne.CanvasObject {
	return a.b.parts()
}
func (a *aside) place(s fyne.Size)       { a.b.place(s) }
func (a *aside) smallest() fyne.Size     { return a.b.smallest() }
func (a *aside) paint()                  { a.b.paint() }
func (a *aside) Tapped(*fyne.PointEvent) { a.b.OnTap() }

// railItem is one place of the rail: icon, name, digit.
type railItem struct {
	widget.BaseWidget
	onTap   func()
	icon    *Icon
	name    *Text
	digit   *Text
	badge   *Text
	bg, bar *box
	spot    *box // behind the badge
	on      bool
}

func newRailItem(icon, name, digit string, tap func()) *railItem {
	r := &railItem{onTap: tap, icon: NewIcon(icon, Ink2, 22), name: NewText(name, 12, Ink2).Centred(), digit: NewText(digit, 11, Ink2),
		badge: NewWords("", 11, Wait).AsBold().Centred(), spot: newBox(WaitSoft, Clear, 1, 8), bg: newBox(Clear, Clear, 1, 6), bar: newBox(Main, Clear, 0, 2)}
	r.ExtendBaseWidget(r)
	return r
}

func (r *railItem) setOn(on bool) {
	if r.on != on {
		r.on = on
		r.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (r *railItem) CreateRenderer() fyne.WidgetRenderer { return renderer(r) }
func (r *railItem) parts() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.bg.Rectangle, r.bar.Rectangle, r.icon, r.name, r.digit, r.spot.Rectangle, r.badge}
}
func (r *railItem) smallest() fyne.Size { return fyne.NewSize(px(44), px(58)) }

func (r *railItem) place(s fyne.Size) {
	put(r.bg.Rectangle, px(4), 0, s.Width-px(8), s.Height)
	put(r.bar.Rectangle, 0, px(12), px(3), s.Height-px(24))
	put(r.digit, px(8), px(2), px(12), px(14))
	narrow := s.Width < px(70)
	r.name.Hidden = narrow
	top := px(9)
	if narrow {
		top = px(18)
	}
	put(r.icon, 0, top, s.Width, px(22))
	put(r.name, 0, px(34), s.Width, px(17))
	w := max(px(18), r.badge.MinSize().Width+px(10))
	for _, o := range []fyne.CanvasObject{r.spot.Rectangle, r.badge} {
		put(o, s.Width-w-px(6), px(3), w, px(17))
	}
}

func (r *railItem) paint() {
	ink := Ink2
	r.bg.fill, r.bg.stroke = Clear, Clear
	if r.on {
		ink, r.bg.fill = Main, MainSoft
		if contrastLook() {
			r.bg.stroke = Main
		}
	}
	r.bar.Hidden = !r.on
	r.icon.Set(r.icon.Name, ink)
	r.name.Tint, r.name.Bold, r.digit.Tint = ink, r.on, Ink2
	r.bg.paint()
	r.bar.paint()
	r.spot.stroke = Clear
	if contrastLook() {
		r.spot.stroke = Wait
	}
	r.spot.paint()
	r.badge.Hidden, r.spot.Hidden = r.badge.Text == "", r.badge.Text == ""
	r.name.Refresh()
	r.digit.Refresh()
	r.badge.Refresh()
}

// Tapped implements fyne.Tappable.
func (r *railItem) Tapped(*fyne.PointEvent) { r.onTap() }

// Banner is the red strip of a stopped road; it stays until that is solved.
type Banner struct {
	root *fyne.Container
	text *Text
}

// NewBanner returns a hidden banner.
func NewBanner() *Banner {
	t := NewText("", 14, OnBad)
	b := &Banner{text: t, root: container.NewStack(NewPanel(Bad, Clear, 0, 0), pad(16, 0, 16, 0, row(8, NewIcon("report", OnBad, 20), grow(t, 1))))}
	b.root.Hide()
	return b
}

// set shows or hides the banner and reports whether that changed.
func (b *Banner) set(s *model.Sentence) bool {
	was := b.root.Visible()
	if s == nil {
		b.root.Hide()
		return was
	}
	b.text.Set(s.Text())
	b.root.Show()
	return !was
}
