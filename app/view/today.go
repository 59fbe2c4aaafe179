package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"motcua"
	"motcua/app/model"
)

// column is a place in the list of dossiers; hidden where its width is 0.
type column struct{ x, w float32 }

// todayPlaces are the columns of the list in a given width: hour, code, name,
// procedure, due, status, truths. Where there is no room the procedure goes
// (the strip below tells it), then due, then hour.
func todayPlaces(width float32) [7]column {
	units := width / px(1)
	want := [7]float32{64, 196, 190, 0, 104, 176, 84}
	flex := 3
	if units < 1000 {
		flex = 2
		want[2], want[3] = 0, -1
	}
	if units < 900 {
		want[4] = -1
	}
	if units < 760 {
		want[0] = -1
	}
	left, shown := units-18, 0
	for _, w := range want {
		if w >= 0 {
			left -= w
			shown++
		}
	}
	left -= 8 * float32(shown-1)
	var out [7]column
	x := float32(10)
	for i, w := range want {
		if w < 0 {
			continue
		}
		if i == flex {
			w = max(40, left)
		}
		out[i] = column{px(x), px(w)}
		x += w + 8
	}
	return out
}

// Today is the screen Việc: search box, list, strip of the selected dossier.
type Today struct {
	Root fyne.CanvasObject

	m       *model.Today
	search  *Field
	heading *Text
	list    *rowList
	empty   *fyne.Container
	emptyH  *Text
	emptyP  *Text
	emptyI  *Icon
	start   *KeyButton
	print   *KeyButton
	foot    *fyne.Container
	strip   *Text
	stripB  *Text
	state   model.TodayState
	trouble *troubleBox
}

// NewToday builds the screen. onNew starts an intake.
func NewToday(m *model.Today, keys *Keys, onNew func()) *Today {
	v := &Today{m: m, heading: NewText("", 14, Ink2), strip: NewText("", 14, Ink2), stripB: NewWords("", 14, Ink).AsBold(),
		emptyH: NewText("", 16, Ink).AsBold().Centred(), emptyP: NewText("", 14, Ink2).Centred(), trouble: newTroubleBox(), emptyI: NewIcon("checklist", Main, 40)}
	v.search = NewField(keys, "", "Tên, số cuối của mã, số định danh, điện thoại, thủ tục, không cần dấu", m.SetQuery, func() {})
	v.search.lead.Name = "search"
	v.search.entry.onKey = v.key
	v.start = NewKeyButton(keys, Filled, "", "Tiếp nhận hồ sơ đầu tiên", "F2", onNew)
	v.list = newRowList(keys, m, func() int { return len(v.state.Rows) }, func(i int) model.Line { return v.state.Rows[i] })
	v.empty = container.NewCenter(col(6, v.emptyI, v.emptyH, size(520, 0, v.emptyP), container.NewCenter(v.start)))
	v.trouble.root.Hide()
	v.print = NewKeyButton(keys, Outlined, "print", "In lại", "F8", m.Print)
	v.foot = container.NewStack(NewPanel(Surface, Line, 1, 0), size(0, 44, pad(12, 0, 12, 0, row(8, v.stripB, grow(v.strip, 1), mid(v.print)))))
	v.Root = pad(16, 12, 16, 12, container.NewBorder(
		pad(0, 0, 0, 10, col(8, row(12, grow(v.search, 1), size(330, 0, v.heading)), v.trouble.root)), nil, nil, nil,
		card(pad(1, 1, 1, 1, col(0, newTodayHeader(), grow(container.NewStack(v.list, v.empty), 1), v.foot)))))
	return v
}

// todayHeader names the columns.
type todayHeader struct {
	widget.BaseWidget
	bg    *box
	names []*Text
}

func newTodayHeader() *todayHeader {
	h := &todayHeader{bg: newBox(Header, Clear, 0, 0)}
	for _, n := range []string{"Nhận lúc", "Mã hồ sơ", "Người nộp", "Thủ tục", "Hẹn trả", "Trạng thái", "Truyền"} {
		h.names = append(h.names, NewText(n, 12, Ink2))
	}
	h.ExtendBaseWidget(h)
	return h
}

// CreateRenderer implements fyne.Widget.
func (h *todayHeader) CreateRenderer() fyne.WidgetRenderer { return renderer(h) }
func (h *todayHeader) parts() []fyne.CanvasObject {
	out := []fyne.CanvasObject{h.bg.Rectangle}
	for _, n := range h.names {
		out = append(out, n)
	}
	return out
}
func (h *todayHeader) smallest() fyne.Size { return fyne.NewSize(px(300), px(28)) }
func (h *todayHeader) place(s fyne.Size) {
	put(h.bg.Rectangle, 0, 0, s.Width, s.Height)
	for i, c := range todayPlaces(s.Width) {
		visible(h.names[i], c.w > 0)
		put(h.names[i], c.x, 0, c.w, s.Height)
	}
}
func (h *todayHeader) paint() {
	h.bg.paint()
	for _, n := range h.names {
		n.Refresh()
	}
}

// FocusSearch puts the ring into the search box.
func (v *Today) FocusSearch() {
	v.search.Take()
	v.search.entry.selectAll()
}

// ClearSearch drops the filter; it reports whether there was one.
func (v *Today) ClearSearch() bool {
	if v.search.entry.Text == "" {
		return false
	}
	v.search.entry.set("")
	v.m.SetQuery("")
	return true
}

func (v *Today) key(e *fyne.KeyEvent) bool {
	by, ok := map[fyne.KeyName]int{fyne.KeyUp: -1, fyne.KeyDown: 1, fyne.KeyPageUp: -12, fyne.KeyPageDown: 12}[e.Name]
	if ok {
		v.m.Move(by)
	}
	return ok
}

// Show sets the screen to a state.
func (v *Today) Show(s model.TodayState) {
	v.state = s
	v.heading.Set(s.Heading)
	v.search.entry.set(s.Query)
	visible(v.trouble.root, s.Trouble != nil)
	if s.Trouble != nil {
		v.trouble.set(*s.Trouble)
	}
	none := s.Loaded && len(s.Rows) == 0
	visible(v.empty, none)
	visible(v.list, !none)
	visible(v.start, s.Today)
	v.emptyI.Set("search_off", Ink2)
	if s.Today {
		v.emptyI.Set("checklist", Main)
		v.emptyH.Set("Hôm nay chưa có hồ sơ nào")
		v.emptyP.Set("Hồ sơ vừa tiếp nhận ở quầy này sẽ hiện ở đây.")
	} else {
		v.emptyH.Set("Không có hồ sơ nào khớp “" + s.Query + "”")
		v.emptyP.Set("Thử 4 số cuối của mã, tên không dấu, hoặc bấm Esc để bỏ ô tìm.")
	}
	v.list.show(s.Selected)
	v.showStrip(s)
}

func (v *Today) showStrip(s model.TodayState) {
	visible(v.print, s.CanPrint && s.Selected >= 0)
	defer relayout(v.foot)
	if s.Selected < 0 {
		v.stripB.Set("")
		v.strip.Set("")
		return
	}
	l := s.Rows[s.Selected]
	v.stripB.Set(l.Differs + " · " + l.Name)
	text := s.Note
	if text != "" {
		text += " · "
	}
	text += l.TruthName + " · " + l.Status.Name()
	if l.Due != "–" {
		text += " · hẹn trả " + l.Due
	}
	text += " · " + l.Procedure
	if l.Refusal != "" {
		text = l.Refusal + " " + text
	}
	v.strip.Set(text)
}

// rowList is the list of dossiers. Its rows are made once and set in place.
type rowList struct {
	widget.List
	keys *Keys
	m    *model.Today
	mute bool
}

func newRowList(keys *Keys, m *model.Today, length func() int, line func(int) model.Line) *rowList {
	l := &rowList{keys: keys, m: m}
	l.Length = length
	l.CreateItem = func() fyne.CanvasObject { return newDossierRow() }
	l.UpdateItem = func(i widget.ListItemID, o fyne.CanvasObject) {
		if i < length() {
			o.(*dossierRow).set(line(i))
		}
	}
	l.OnSelected = func(i widget.ListItemID) {
		if !l.mute {
			m.Select(i)
		}
	}
	l.ExtendBaseWidget(l)
	return l
}

func (l *rowList) show(selected int) {
	l.mute = true
	defer func() { l.mute = false }()
	l.Refresh()
	if selected < 0 {
		l.UnselectAll()
		return
	}
	l.Select(selected)
}

// TypedKey implements fyne.Focusable.
func (l *rowList) TypedKey(e *fyne.KeyEvent) {
	by, ok := map[fyne.KeyName]int{fyne.KeyUp: -1, fyne.KeyDown: 1, fyne.KeyPageUp: -12, fyne.KeyPageDown: 12, fyne.KeyHome: -pageOfRows, fyne.KeyEnd: pageOfRows}[e.Name]
	if ok {
		l.m.Move(by)
		return
	}
	l.keys.key(e)
}

const pageOfRows = 1 << 20 // further than any list

// TypedShortcut implements fyne.Shortcutable.
func (l *rowList) TypedShortcut(s fyne.Shortcut) { l.keys.shortcut(s) }

// statusLooks pair each of the ten statuses with its icon and tint.
var statusLooks = map[motcua.Status]struct {
	icon      string
	ink, soft fyne.ThemeColorName
}{
	motcua.StatusRegistered:     {"add_notes", Plain, PlainSoft},
	motcua.StatusReceived:       {"inbox", Main, MainSoft},
	motcua.StatusRefused:        {"block", Bad, BadSoft},
	motcua.StatusProcessing:     {"autorenew", Main, MainSoft},
	motcua.StatusSupplement:     {"note_add", Wait, WaitSoft},
	motcua.StatusPayment:        {"payments", Wait, WaitSoft},
	motcua.StatusWithdrawn:      {"undo", Plain, PlainSoft},
	motcua.StatusStopped:        {"stop_circle", Plain, PlainSoft},
	motcua.StatusDone:           {"task_alt", Good, GoodSoft},
	motcua.StatusResultReturned: {"handshake", Good, GoodSoft},
}

// dossierRow is one line of the list.
type dossierRow struct {
	widget.BaseWidget
	line                  model.Line
	hour, same, differs   *Text
	name, procedure, due  *Text
	status                *Text
	chip                  *box
	icon                  *Icon
	saved, sent, received *Icon
}

func newDossierRow() *dossierRow {
	r := &dossierRow{hour: NewText("", 14, Ink2), same: NewWords("", 14, Ink2), differs: NewWords("", 14, Ink).AsBold(), name: NewText("", 14, Ink), procedure: NewText("", 14, Ink),
		due: NewText("", 14, Ink), status: NewText("", 12, Ink), chip: newBox(PlainSoft, Clear, 1, 4), icon: NewIcon("", Ink2, 14),
		saved: NewIcon("hard_drive", Good, 18), sent: NewIcon("upload", Hint, 18), received: NewIcon("verified", Hint, 18)}
	r.ExtendBaseWidget(r)
	return r
}

func (r *dossierRow) set(l model.Line) {
	if r.line != l {
		r.line = l
		r.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (r *dossierRow) CreateRenderer() fyne.WidgetRenderer { return renderer(r) }
func (r *dossierRow) parts() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.hour, r.same, r.differs, r.name, r.procedure, r.due, r.chip.Rectangle, r.icon, r.status, r.saved, r.sent, r.received}
}
func (r *dossierRow) smallest() fyne.Size { return fyne.NewSize(px(300), px(30)) }

func (r *dossierRow) place(s fyne.Size) {
	c := todayPlaces(s.Width)
	for i, t := range map[int]*Text{0: r.hour, 2: r.name, 3: r.procedure, 4: r.due} {
		visible(t, c[i].w > 0)
		put(t, c[i].x, 0, c[i].w, s.Height)
	}
	w := r.same.MinSize().Width
	put(r.same, c[1].x, 0, w, s.Height)
	put(r.differs, c[1].x+w, 0, c[1].w-w, s.Height)
	chip := c[5].x
	cw := min(c[5].w, fyne.MeasureText(r.status.Text, px(12), fyne.TextStyle{}).Width+px(34))
	put(r.chip.Rectangle, chip, (s.Height-px(22))/2, cw, px(22))
	put(r.icon, chip+px(6), 0, px(16), s.Height)
	put(r.status, chip+px(26), 0, cw-px(30), s.Height)
	for i, o := range []*Icon{r.saved, r.sent, r.received} {
		put(o, c[6].x+px(26)*float32(i), 0, px(20), s.Height)
	}
}

func (r *dossierRow) paint() {
	l := r.line
	look := statusLooks[l.Status]
	for t, s := range map[*Text]string{r.hour: l.Hour, r.same: l.Same, r.differs: l.Differs, r.name: l.Name, r.procedure: l.Procedure, r.due: l.Due, r.status: l.StatusName} {
		t.Text, t.wide = s, -1
	}
	r.status.Tint, r.icon.Name, r.icon.Tint, r.chip.fill, r.chip.stroke = look.ink, look.icon, look.ink, look.soft, Clear
	if contrastLook() {
		r.chip.stroke = look.ink
	}
	r.sent.Tint, r.received.Tint = Border, Border
	if l.Truth >= motcua.TruthSent {
		r.sent.Tint = Good
	}
	switch l.Truth {
	case motcua.TruthReceived:
		r.received.Tint = Good
	case motcua.TruthRefused:
		r.received.Tint = Bad
	}
	r.chip.paint()
	for _, o := range r.parts() {
		if w, ok := o.(fyne.Widget); ok {
			w.Refresh()
		}
	}
}
