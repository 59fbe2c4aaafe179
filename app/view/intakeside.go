package view

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"motcua/app/model"
)

// IntakeSide is what the form leads to: the appointment, the fee as published,
// the checks, and the one filled button.
type IntakeSide struct {
	Appointment, Fee, Checks, Action fyne.CanvasObject

	m       *model.Intake
	onRead  func(title, text string)
	date    *Text
	when    *Text
	limit   *Text
	reasons *Text
	unknown *Text
	ask     *Field
	known   *fyne.Container
	fee     *feeCard
	feeText string
	checks  []model.CheckLine // as shown
	failure *model.Sentence
	chosen  bool
	shown   bool
	list    *fyne.Container
	lines   []*checkLine
	none    *Text
	trouble *troubleBox
	receive *KeyButton
	lacking *KeyButton
	hold    *KeyButton
	refuse  *KeyButton
	draft   *Text
	saved   *Icon
}

// NewIntakeSide builds the four parts; field and picker make boxes of the form.
func NewIntakeSide(keys *Keys, m *model.Intake, onRead func(title, text string), field, picker func(model.Field) fyne.CanvasObject) *IntakeSide {
	v := &IntakeSide{m: m, onRead: onRead, date: NewWords("", 28, Ink).AsBold(), when: NewWords("", 16, Ink).AsBold(), limit: NewText("", 14, Ink2), reasons: NewProse("", 12, Ink2, 4),
		unknown: NewProse("", 14, Ink2, 3), list: col(6), none: NewProse("Điều cần xem lại sẽ hiện ở đây, không chặn việc tiếp nhận.", 14, Ink2, 2), trouble: newTroubleBox(), draft: NewText("", 12, Ink2), saved: NewIcon("hard_drive", Ink2, 16)}
	v.limit.Align = fyne.TextAlignTrailing
	v.ask = NewField(keys, model.Label(model.FieldLimit), "số ngày", func(s string) { m.SetField(model.FieldLimit, s) }, func() { m.Leave(model.FieldLimit) })
	v.known = col(0, v.date, row(6, v.when, grow(v.limit, 1)), v.reasons)
	v.Appointment = card(pad(12, 10, 12, 12, col(4, heading("event", "Hẹn trả kết quả"), v.unknown, v.known, v.ask)))
	v.fee = newFeeCard(keys, v.readFee, field, picker)
	v.Fee = v.fee.root
	v.Checks = card(pad(12, 10, 12, 10, col(8, heading("checklist", "Trước khi tiếp nhận"), grow(container.NewVScroll(v.list), 1))))
	v.receive = NewKeyButton(keys, Filled, "", "Tiếp nhận và in giấy hẹn", "F9", m.Receive).Big()
	v.hold = NewKeyButton(keys, Outlined, "", "Giữ lại", "F7", func() { keys.OnKey(fyne.KeyF7, false) })
	v.lacking = NewKeyButton(keys, Outlined, "", "Yêu cầu bổ sung", "F6", func() { m.TurnAway(model.StepSupplement) })
	v.refuse = NewKeyButton(keys, GraveLink, "", "Từ chối", "⇧F6", func() { m.TurnAway(model.StepRefuse) })
	v.Action = col(4, v.receive, pad(0, 4, 0, 0, row(8, grow(v.lacking, 1), v.hold)), row(6, v.saved, grow(v.draft, 1), v.refuse))
	return v
}

func heading(icon, words string) fyne.CanvasObject {
	return row(8, NewIcon(icon, Ink2, 18), grow(NewText(words, 14, Ink2).AsBold(), 1))
}

func (v *IntakeSide) readFee() {
	if v.feeText != "" {
		v.onRead("Nguyên văn mức thu, theo bản công bố", v.feeText)
	}
}

// Show sets the parts to a state.
func (v *IntakeSide) Show(s model.IntakeState) {
	v.showAppointment(s)
	v.feeText = s.Fee
	v.fee.show(s)
	v.showChecks(s)
	words := "Tiếp nhận và in giấy hẹn"
	if s.Phase == model.PhaseReceiving {
		words = "Đang ghi vào máy"
	}
	v.receive.SetWords(words)
	visible(v.hold, s.CanHold)
	visible(v.lacking, s.CanTurnAway)
	visible(v.refuse, s.CanTurnAway)
	v.receive.SetOff(s.Phase == model.PhaseReceiving)
	v.showDraft(s)
}

// showDraft tells of the draft under the main button, or, where the checks may
// be out of sight, what went wrong.
func (v *IntakeSide) showDraft(s model.IntakeState) {
	line, tint := s.DraftLine, Ink2
	if s.Trouble != nil {
		line, tint = s.Trouble.What, Bad
	}
	v.draft.SetTint(tint)
	v.draft.Set(line)
	visible(v.saved, s.Trouble == nil && line != "")
}

func visible(o fyne.CanvasObject, on bool) {
	if on && !o.Visible() {
		o.Show()
	} else if !on && o.Visible() {
		o.Hide()
	}
}

func (v *IntakeSide) showAppointment(s model.IntakeState) {
	a := s.Appointment
	visible(v.known, a.Known)
	visible(v.unknown, !a.Known)
	visible(v.ask, a.AskLimit)
	switch {
	case !s.Chosen:
		v.unknown.Set("Chọn thủ tục để thấy ngày hẹn")
	case a.AskLimit:
		v.unknown.Set("Bản công bố không ghi thời hạn. Ghi số ngày theo quyết định của tỉnh:")
	case s.CaseCount > 1 && s.Case == "":
		v.unknown.Set("Chọn trường hợp để thấy ngày hẹn và giấy tờ cần nộp")
	default:
		v.unknown.Set("Chưa tính được ngày hẹn")
	}
	v.date.Set(a.Date)
	v.when.Set(a.When)
	v.limit.Set(a.Limit)
	v.limit.SetTint(Ink2)
	if a.Unverified {
		v.limit.SetTint(Wait)
	}
	text := ""
	for i, r := range a.Reasons {
		if i > 0 {
			text += " "
		}
		text += r
	}
	v.reasons.Set(text)
	visible(v.reasons, text != "")
	look, words := said(s, model.FieldLimit)
	v.ask.Set(s.Texts[model.FieldLimit], look, words)
}

func (v *IntakeSide) showChecks(s model.IntakeState) {
	if v.shown && slices.Equal(v.checks, s.Checks) && v.failure == s.Trouble && v.chosen == s.Chosen {
		return
	}
	v.shown, v.checks, v.failure, v.chosen = true, s.Checks, s.Trouble, s.Chosen
	for len(v.lines) < len(s.Checks) {
		v.lines = append(v.lines, newCheckLine())
	}
	v.list.Objects = nil
	if !s.Chosen && s.Trouble == nil {
		v.list.Objects = append(v.list.Objects, v.none)
	}
	if s.Trouble != nil {
		v.trouble.set(*s.Trouble)
		v.list.Objects = append(v.list.Objects, v.trouble.root)
	}
	for i, c := range s.Checks {
		v.lines[i].set(c)
		v.list.Objects = append(v.list.Objects, v.lines[i].root)
	}
	v.list.Refresh()
}

// checkLine is one line of the checks: what, and what to do about it.
type checkLine struct {
	root *fyne.Container
	icon *Icon
	head *Text
	now  *Text
}

func newCheckLine() *checkLine {
	l := &checkLine{icon: NewIcon("", Ink2, 18), head: NewProse("", 14, Ink, 2), now: NewProse("", 14, Ink2, 2)}
	l.root = row(8, atTop(19, l.icon), grow(col(0, l.head, l.now), 1))
	return l
}

func (l *checkLine) set(c model.CheckLine) {
	icon, tint := "check", Good
	switch c.Kind {
	case model.CheckDoubt:
		icon, tint = "warning", Wait
	case model.CheckFault:
		icon, tint = "error", Bad
	case model.CheckDiffers:
		icon, tint = "difference", Wait
	case model.CheckNote:
		icon, tint = "inbox", Ink2
	}
	l.icon.Set(icon, tint)
	l.head.SetTint(tint)
	l.head.SetBold(c.Kind != model.CheckGood && c.Kind != model.CheckNote)
	l.now.SetTint(Ink2)
	l.head.Set(c.Head)
	l.now.Set(c.Now)
	visible(l.now, c.Now != "")
}

// troubleBox tells a failure at its cause: what happened, is my data safe,
// what now, and the small code.
type troubleBox struct {
	root             *fyne.Container
	what, safe, code *Text
}

func newTroubleBox() *troubleBox {
	b := &troubleBox{what: NewProse("", 14, Bad, 3).AsBold(), safe: NewProse("", 14, Ink, 4), code: NewProse("", 12, Ink2, 2)}
	b.root = container.NewStack(NewPanel(BadSoft, Clear, 0, 6), pad(10, 8, 10, 8, row(8, atTop(20, NewIcon("error", Bad, 20)), grow(col(2, b.what, b.safe, b.code), 1))))
	return b
}

func (b *troubleBox) set(s model.Sentence) {
	b.what.Set(s.What)
	text := s.Safe
	if s.Now != "" {
		text += " " + s.Now
	}
	b.safe.Set(text)
	b.code.Set("Mã cho người hỗ trợ: " + s.Code)
}
