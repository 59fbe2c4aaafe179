package view

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"motcua"
	"motcua/app/model"
)

// Intake is the screen Tiếp nhận.
type Intake struct {
	Root fyne.CanvasObject

	m        *model.Intake
	keys     *Keys
	layer    *Layer
	onRead   func(title, text string) // show a text in full
	form     *fyne.Container
	done     *Done
	scroll   *container.Scroll
	side     *IntakeSide
	fields   map[model.Field]*Field
	fromFile map[model.Field]bool // filled in from the file, typed by nobody
	pickers  map[model.Field]*Picker
	search   *Picker
	caseRow  *fyne.Container
	oneCase  *Text
	channel  *Segment
	kind     *Segment
	owner    *fyne.Container
	org      *fyne.Container
	papers   *PaperTable
	summary  *Text
	strip    *Text
	empty    *fyne.Container
	foot     *fyne.Container
	card     *cardBadge
	state    model.IntakeState
}

// NewIntake builds the screen around its model. onRead shows a law or fee text
// in full, onImport asks for a file.
func NewIntake(m *model.Intake, keys *Keys, layer *Layer, onRead func(title, text string), onImport func()) *Intake {
	v := &Intake{m: m, keys: keys, layer: layer, onRead: onRead, fields: map[model.Field]*Field{}, fromFile: map[model.Field]bool{}, pickers: map[model.Field]*Picker{}}
	v.side = NewIntakeSide(keys, m, onRead,
		func(f model.Field) fyne.CanvasObject { return v.field(f, "") },
		func(f model.Field) fyne.CanvasObject { return v.picker(f, "").Field })
	cards := container.New(&intakeLayout{}, v.procedureCard(), v.personCard(), v.papersCard(), v.side.Appointment, v.side.Fee, v.side.Checks)
	v.scroll = container.NewVScroll(pad(16, 12, 16, 12, cards))
	v.form = container.New(&intakeFrame{}, v.scroll, v.side.Action)
	v.done = NewDone(m, keys, onImport)
	v.Root = container.NewStack(v.form, v.done.Root)
	v.Show(m.State())
	return v
}

func (v *Intake) field(f model.Field, placeholder string) *Field {
	x := NewField(v.keys, model.Label(f), placeholder, func(s string) { v.m.SetField(f, s) }, func() { v.m.Leave(f) })
	x.entry.plain = model.PlainText(f)
	x.onFocus = func(on bool) {
		if on && v.fromFile[f] { // typing replaces what nobody typed
			x.entry.selectAll()
		}
	}
	v.fields[f] = x
	return x
}

func (v *Intake) picker(f model.Field, placeholder string) *Picker {
	x := NewPicker(v.keys, v.layer, model.Label(f), placeholder,
		func(q string) []model.Choice { return v.m.Choices(f, q) },
		func(key string) { v.m.SetField(f, key) }, func() { v.m.Leave(f) })
	v.pickers[f] = x
	return x
}

func (v *Intake) procedureCard() fyne.CanvasObject {
	v.search = NewPicker(v.keys, v.layer, "", "Gõ tên thủ tục, không cần dấu", v.m.Search, v.m.ChooseProcedure, func() {})
	v.search.search, v.search.tall = true, 36
	v.search.lead.Name, v.search.mark.Name = "search", ""
	v.search.cap.Text = "F2"
	v.search.after = v.focusFee
	cases := NewPicker(v.keys, v.layer, "", "Chọn trường hợp", func(q string) []model.Choice { return v.m.Choices(model.FieldCase, q) }, v.m.ChooseCase, func() {})
	v.pickers[model.FieldCase] = cases
	v.oneCase = NewText("", 14, Ink2)
	v.caseRow = container.NewStack(cases.Field, v.oneCase)
	v.channel = NewSegment(v.keys, []string{string(motcua.ChannelDirect), string(motcua.ChannelOnline), string(motcua.ChannelPost)},
		[]string{model.ChannelName(motcua.ChannelDirect), model.ChannelName(motcua.ChannelOnline), model.ChannelName(motcua.ChannelPost)},
		func(id string) { v.m.SetChannel(motcua.Channel(id)) })
	sets := NewField(v.keys, "", "", func(s string) { v.m.SetField(model.FieldSets, s) }, func() { v.m.Leave(model.FieldSets) })
	sets.entry.plain = true
	v.fields[model.FieldSets] = sets
	lead := func(s string) fyne.CanvasObject { return size(82, 0, NewWords(s, 14, Ink)) }
	return card(pad(12, 9, 12, 10, col(8,
		row(2, lead("Thủ tục"), grow(v.search.Field, 1)),
		row(2, lead("Trường hợp"), grow(row(10, grow(v.caseRow, 1), v.channel, NewWords("Số bộ", 14, Ink2), size(48, 0, sets)), 1)),
	)))
}

func (v *Intake) personCard() fyne.CanvasObject {
	v.card = newCardBadge()
	v.kind = NewSegment(v.keys, []string{string(motcua.ApplicantSelf), string(motcua.ApplicantAuthorised), string(motcua.ApplicantOrganisation)},
		[]string{model.KindName(motcua.ApplicantSelf), model.KindName(motcua.ApplicantAuthorised), model.KindName(motcua.ApplicantOrganisation)},
		func(id string) { v.m.SetKind(motcua.ApplicantKind(id)) })
	v.owner = row(10,
		grow(v.field(model.FieldOwnerID, ""), 190), grow(v.field(model.FieldOwnerName, ""), 210), grow(v.field(model.FieldOwnerBirth, "dd/mm/yyyy"), 110),
		grow(v.picker(model.FieldOwnerGender, "").Field, 96), grow(v.field(model.FieldOwnerPhone, ""), 120), grow(v.field(model.FieldOwnerPaper, ""), 180))
	v.org = row(10, grow(v.field(model.FieldOrgName, ""), 360), grow(v.field(model.FieldOrgTax, ""), 180), grow(v.field(model.FieldOrgStreet, ""), 360))
	return card(pad(12, 9, 12, 10, col(6,
		row(10, NewWords("Người nộp", 14, Ink).AsBold(), mid(v.card.chip), grow(v.card.note, 1), v.kind),
		row(10, grow(v.field(model.FieldID, "12 chữ số"), 190), grow(v.field(model.FieldName, ""), 290),
			grow(v.field(model.FieldBirth, "ngày/tháng/năm"), 240), grow(v.picker(model.FieldGender, "").Field, 140)),
		row(10, grow(v.field(model.FieldPhone, ""), 190), grow(v.field(model.FieldEmail, "để trống nếu không có"), 327), grow(v.picker(model.FieldResultBy, "").Field, 150), grow(v.picker(model.FieldResolver, "Gõ tên xã, cơ quan").Field, 193)),
		row(10, grow(v.picker(model.FieldProvince, "Gõ tên tỉnh").Field, 190), grow(v.picker(model.FieldWard, "Gõ tên phường, xã").Field, 327), grow(v.field(model.FieldStreet, ""), 353)),
		v.owner, v.org,
	)))
}

func (v *Intake) papersCard() fyne.CanvasObject {
	v.summary = NewText("", 14, Ink2)
	v.strip = NewText("", 12, Ink2)
	v.papers = NewPaperTable(v.keys, v.m.SetPaper, func(int) { v.showStrip() })
	head := func(s string, w float32) fyne.CanvasObject { return size(w, 0, NewText(s, 12, Ink2).Centred()) }
	header := container.NewStack(NewPanel(Header, Clear, 0, 0), size(0, 28, pad(8, 0, 0, 0, row(0,
		size(paperColumns.no-8, 0, NewText("#", 12, Ink2)), grow(NewText("Tên giấy tờ", 12, Ink2), 1),
		head("Bản chính", paperColumns.count), head("Bản sao", paperColumns.count), size(paperColumns.last, 0, pad(8, 0, 0, 0, NewText("Ghi chú", 12, Ink2)))))))
	v.empty = container.NewCenter(col(6, NewIcon("checklist", Ink2, 34), NewWords("Chọn thủ tục để thấy giấy tờ cần nộp", 14, Ink2).Centred()))
	v.foot = container.NewStack(NewPanel(Header, Clear, 0, 0), size(0, 28, pad(12, 0, 12, 0, row(8, grow(v.strip, 1)))))
	top := size(0, 38, pad(12, 0, 12, 0, row(10, NewWords("Giấy tờ", 14, Ink).AsBold(), grow(v.summary, 1))))
	return card(pad(1, 1, 1, 2, col(0, top, header, grow(container.NewStack(v.papers, v.empty), 1), v.foot)))
}

// FocusSearch starts the search for a procedure (F2).
func (v *Intake) FocusSearch() { v.search.Take() }

// focusFee leads to the first box of the fee where all else is known: the
// person from the card or the file, the procedure with its one case.
func (v *Intake) focusFee() bool {
	s := v.m.State()
	if s.Texts[model.FieldName] == "" || s.CaseCount > 1 || len(s.FeeCard.Asks) == 0 {
		return false
	}
	f := v.fields[s.FeeCard.Asks[0]]
	if f == nil {
		return false
	}
	f.Take()
	return true
}

// FocusWhereLeft leads to the first empty box of the person at the counter.
func (v *Intake) FocusWhereLeft() {
	for _, f := range []model.Field{model.FieldID, model.FieldName, model.FieldBirth, model.FieldPhone, model.FieldStreet} {
		if v.state.Texts[f] == "" {
			v.fields[f].Take()
			return
		}
	}
	v.fields[model.FieldStreet].Take()
}

// FocusFault leads to the first box that the desk refuses.
func (v *Intake) FocusFault() {
	f := v.state.FirstFault
	switch {
	case f == model.FieldProcedure:
		v.search.Take()
	case v.fields[f] != nil:
		v.fields[f].Take()
	case v.pickers[f] != nil:
		v.pickers[f].Take()
	}
}

// Holds reports whether a focusable belongs to the box of a field.
func (v *Intake) Holds(f model.Field, x fyne.Focusable) bool {
	if b := v.fields[f]; b != nil {
		return x == fyne.Focusable(b.entry)
	}
	p := v.pickers[f]
	return p != nil && x == fyne.Focusable(p.entry)
}

// Verbatim shows the selected paper and the remarks of the procedure in the
// law's own words (Ctrl+I).
func (v *Intake) Verbatim() {
	var b strings.Builder
	if i := v.papers.Selected(); i < len(v.state.Papers) {
		fmt.Fprintf(&b, "Giấy %d: %s\n", i+1, v.state.Papers[i].Rule.Name)
	}
	for i, n := range v.state.Notes {
		fmt.Fprintf(&b, "\nLưu ý %d: %s\n", i+1, n)
	}
	if b.Len() > 0 {
		v.onRead("Nguyên văn giấy tờ và lưu ý", strings.TrimSpace(b.String()))
	}
}

// Show sets the screen to a state.
func (v *Intake) Show(s model.IntakeState) {
	was := v.state.Phase
	v.state = s
	if s.Phase == model.PhaseReceived {
		v.form.Hide()
		v.done.Root.Show()
		v.done.Show(s)
		if was != s.Phase {
			v.done.Take()
		}
		return
	}
	v.form.Show()
	v.done.Root.Hide()
	v.showProcedure(s)
	v.showPerson(s)
	v.papers.Set(s.Papers)
	v.summary.Set(s.PaperSummary)
	visible(v.papers, s.Chosen)
	visible(v.foot, s.Chosen)
	visible(v.empty, !s.Chosen)
	v.showStrip()
	v.side.Show(s)
	if was == model.PhaseReceived {
		v.search.Take()
	}
	v.settle()
}

// settle gives parts that grew or shrank their new places.
func (v *Intake) settle() {
	c := v.scroll.Content
	if m := c.MinSize().Max(v.scroll.Size()); m.Height != c.Size().Height {
		v.scroll.Refresh()
	}
	relayout(c)
}

func (v *Intake) showProcedure(s model.IntakeState) {
	hint := ""
	if s.Chosen {
		hint = "đổi"
	}
	v.search.setFace(s.ProcedureName, s.ProcedureNote, hint)
	look, words := said(s, model.FieldProcedure)
	v.search.Show("", look, words)
	cases := v.pickers[model.FieldCase]
	look, words = said(s, model.FieldCase)
	cases.Show(s.Case, look, words)
	many := s.CaseCount > 1
	if many {
		cases.Field.Show()
		v.oneCase.Hide()
	} else {
		cases.Field.Hide()
		v.oneCase.Show()
	}
	switch {
	case !s.Chosen:
		v.oneCase.Set("–")
	case s.CaseCount == 1:
		v.oneCase.Set(s.Case)
	default:
		v.oneCase.Set("Thủ tục này chỉ có một trường hợp")
	}
	allowed := map[string]bool{}
	for _, c := range s.Channels {
		allowed[string(c)] = true
	}
	if !s.Chosen {
		allowed = nil
	}
	v.channel.Set(string(s.Channel), allowed)
}

func said(s model.IntakeState, f model.Field) (FieldLook, string) {
	if t := s.Faults[f]; t != "" {
		return FieldWrong, t
	}
	mark := s.Card.Marks[f]
	if mark.Value != "" {
		return FieldDiffers, "khác với thẻ"
	}
	if t := s.Doubts[f]; t != "" {
		return FieldWait, t
	}
	switch {
	case mark.Same:
		return FieldSame, ""
	case mark.OldWay:
		return FieldCalm, "thẻ ghi theo tên cũ"
	case slices.Contains(s.FromFile, f):
		return FieldCalm, "từ hồ sơ trước"
	}
	return FieldCalm, ""
}

func (v *Intake) showPerson(s model.IntakeState) {
	clear(v.fromFile)
	for _, f := range s.FromFile {
		v.fromFile[f] = true
	}
	v.kind.Set(string(s.Kind), nil)
	show := func(o fyne.CanvasObject, on bool) {
		if on {
			o.Show()
		} else {
			o.Hide()
		}
	}
	show(v.owner, s.Kind == motcua.ApplicantAuthorised)
	show(v.org, s.Kind == motcua.ApplicantOrganisation)
	for f, x := range v.fields {
		look, words := said(s, f)
		if f == model.FieldSets {
			words = ""
		}
		x.Set(s.Texts[f], look, words)
		x.offer(s.Card.Marks[f].Value)
	}
	v.card.set(s.Card)
	for f, x := range v.pickers {
		if f == model.FieldCase {
			continue
		}
		look, words := said(s, f)
		x.Show(s.Shown[f], look, words)
		x.offer(s.Card.Marks[f].Value)
	}
}

func (v *Intake) showStrip() {
	i := v.papers.Selected()
	if i >= len(v.state.Papers) {
		v.strip.Set("")
		return
	}
	t := fmt.Sprintf("Nguyên văn giấy %d (Ctrl+I): %s", i+1, v.state.Papers[i].Rule.Name)
	if n := len(v.state.Notes); n > 0 {
		t = fmt.Sprintf("Lưu ý, %d mục · ", n) + t
	}
	v.strip.Set(t)
}

// Reveal scrolls so that the ring is in sight.
func (v *Intake) Reveal(o fyne.CanvasObject) { reveal(v.scroll, o) }

func reveal(s *container.Scroll, o fyne.CanvasObject) {
	d := fyne.CurrentApp().Driver()
	at := d.AbsolutePositionForObject(o).Subtract(d.AbsolutePositionForObject(s.Content))
	if at.X < 0 || at.Y < 0 || at.Y > s.Content.Size().Height {
		return // not in this scroll
	}
	top, bottom := at.Y-px(16), at.Y+o.Size().Height+px(16)
	off := s.Offset.Y
	if top < off {
		off = max(0, top)
	} else if bottom > off+s.Size().Height {
		off = bottom - s.Size().Height
	}
	if off != s.Offset.Y {
		s.ScrollToOffset(fyne.NewPos(0, off))
	}
}
