package app

import (
	"testing"

	"fyne.io/fyne/v2"

	"motcua"
	"motcua/app/model"
)

func TestTheFeeIsShownAndMoneyWithoutAReceiptNumberLeadsToItsBox(t *testing.T) {
	b := newCounterBench(t)
	b.fill()
	m := b.c.m.intake
	m.SetField(model.FieldFeePages, "3")
	m.SetField(model.FieldFeeCount, "2")
	b.sees("3 trang, 5.000 đ một bản × 2 bản", "Tổng thu", "10.000 đ", "Chưa thu")
	m.SetField(model.FieldFeeMethod, string(motcua.PayTransfer))
	b.sees("Chuyển khoản", "Số biên lai", "Người thu", "Lê Thị Minh Dụ")
	b.press(fyne.KeyF9)
	b.sees("Đã thu tiền thì ghi số biên lai")
	if f := b.c.win.Canvas().Focused(); f == nil || !b.c.v.intake.Holds(model.FieldFeeReceipt, f) {
		t.Errorf("the ring is on %T", f)
	}
	b.write("0001213")
	b.receive()
}
