package view

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"motcua/app/model"
)

// feeLines is how many lines of a fee have room.
const feeLines = 3

// feeCard is the fee: what this procedure asks for, the lines, the total.
type feeCard struct {
	root  *fyne.Container
	boxes map[model.Field]fyne.CanvasObject
	rows  []*fyne.Container
	lines []*fyne.Container
	names []*Text
	sums  []*Text
	word  *Text // all there is without a rule
	total *Text
	sum   *fyne.Container
	note  *Text
	more  *KeyButton
}

// newFeeCard builds the card; field and picker make the boxes of the form.
func newFeeCard(keys *Keys, read func(), field, picker func(model.Field) fyne.CanvasObject) *feeCard {
	v := &feeCard{boxes: map[model.Field]fyne.CanvasObject{}, word: NewProse("", 14, Ink, 2), total: NewWords("", 18, Ink).AsBold(), note: NewProse("", 12, Ink2, 2)}
	for _, f := range []model.Field{model.FieldFeePages, model.FieldFeeCount, model.FieldFeeAmount, model.FieldFeeReceipt, model.FieldFeeCollector} {
		v.boxes[f] = field(f)
	}
	for _, f := range []model.Field{model.FieldFeeExempt, model.FieldFeeMethod} {
		v.boxes[f] = picker(f)
	}
	b := v.boxes
	v.rows = []*fyne.Container{
		row(8, grow(b[model.FieldFeePages], 1), grow(b[model.FieldFeeCount], 1), grow(b[model.FieldFeeAmount], 2), grow(b[model.FieldFeeMethod], 2)),
		row(8, grow(b[model.FieldFeeReceipt], 1), grow(b[model.FieldFeeCollector], 1)),
		row(8, grow(b[model.FieldFeeExempt], 1)),
	}
	lines := col(0)
	for range feeLines {
		name, sum := NewText("", 14, Ink), NewText("", 14, Ink)
		sum.Align = fyne.TextAlignTrailing
		v.names, v.sums = append(v.names, name), append(v.sums, sum)
		line := row(6, grow(name, 3), grow(sum, 1))
		v.lines = append(v.lines, line)
		lines.Add(line)
	}
	v.sum = row(6, grow(NewText("Tổng thu", 14, Ink), 1), v.total)
	v.more = NewKeyButton(keys, Quiet, "", "Xem nguyên văn mức thu", "", read)
	v.root = card(pad(12, 8, 12, 6, col(4, heading("payments", "Phí, lệ phí"), v.word, v.rows[0], v.rows[1], v.rows[2], lines, v.sum, v.note, container.NewStack(v.more))))
	return v
}

// show sets the card to a state.
func (v *feeCard) show(s model.IntakeState) {
	c := s.FeeCard
	on := map[model.Field]bool{}
	for _, f := range c.Asks {
		on[f] = true
	}
	for f, o := range v.boxes {
		visible(o, on[f])
	}
	visible(v.rows[0], len(c.Asks) > 0)
	visible(v.rows[1], on[model.FieldFeeReceipt])
	visible(v.rows[2], on[model.FieldFeeExempt])
	for i := range v.lines {
		visible(v.lines[i], i < len(c.Lines))
		if i < len(c.Lines) {
			v.names[i].Set(c.Lines[i].Name)
			v.sums[i].Set(c.Lines[i].Amount)
		}
	}
	visible(v.sum, c.Total != "")
	v.total.Set(c.Total)
	visible(v.note, c.Note != "")
	v.note.Set(c.Note)
	visible(v.more, s.Fee != "")
	word, tint := "", Ink2
	first, _ := model.FirstLine(s.Fee)
	switch {
	case !s.Chosen:
		word = "Theo thủ tục được chọn"
	case s.Fee == "":
		word = "Bản công bố không ghi mức thu"
	case !c.Known:
		word, tint = first, Ink
	}
	visible(v.word, word != "")
	v.word.SetTint(tint)
	v.word.Set(word)
}
