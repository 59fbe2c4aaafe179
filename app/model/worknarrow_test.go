package model_test

import (
	"strings"
	"testing"
	"time"

	"motcua"
	"motcua/app/model"
)

// narrowBench has three dossiers, two of them taken in yesterday and given to
// Phòng Kinh tế.
func narrowBench() (*workBench, *model.WorkSheet) {
	b := newWorkBench(0)
	for i, name := range []string{"Trần Văn Mẫu", "Phan Thị Minh Họa", "Trần Thị Nháp"} {
		d := dossier(i+1, name, friday.AddDate(0, 0, -min(i, 1)))
		if d.Course.Holder = (motcua.Place{Name: "Quầy 01"}); i > 0 {
			d.Course.Holder = motcua.Place{Name: "Phòng Kinh tế", Person: "Lê Thử"}
		}
		if i == 2 {
			d.Course.Moves = []motcua.Move{{Forwarded: motcua.Forwarded{To: motcua.Place{Name: "Phòng Kinh tế"}}}}
		}
		b.desk.Put(d)
	}
	b.Reload()
	return b, model.NewWorkSheet(b.Work)
}

func TestFiltersHoldTogetherAndAreDroppedOneByOne(t *testing.T) {
	b, sheet := narrowBench()
	for i, want := range []string{"Phòng Kinh tế · Lê Thử", "Tới: Phòng Kinh tế", "Quầy 01"} {
		if l, _ := b.Line(i); l.Where != want {
			t.Errorf("row %d is at %q, want %q", i, l.Where, want)
		}
	}
	sheet.Begin()
	s := sheet.State()
	if !s.Open || len(s.Boxes) != 4 || len(sheet.Options("holder", "kinh")) != 1 || sheet.Options("holder", "")[0].Key != "" {
		t.Fatalf("%+v", s)
	}
	sheet.Set("holder", "Phòng Kinh tế")
	sheet.Set("from", "19/11/2026")
	sheet.Set("to", "19/11/2026")
	sheet.Do()
	if sheet.State().Open || b.State().Length != 2 || b.State().Count != "2 hồ sơ" {
		t.Errorf("%+v", b.State())
	}
	b.SetQuery("tran")
	b.clock.Move(time.Second)
	var words []string
	for _, c := range b.State().Chips {
		words = append(words, c.Text)
	}
	if got := strings.Join(words, "|"); got != "Đang ở: Phòng Kinh tế|Nhận từ 19/11/2026|Nhận đến 19/11/2026" || b.State().Length != 1 {
		t.Errorf("%q, %d rows", got, b.State().Length)
	}
	for _, want := range []int{2, 2, 2, 3} { // the words, to, from, holder
		if !b.Drop() {
			t.Fatal("nothing to drop")
		}
		b.clock.Move(time.Second)
		if b.State().Length != want {
			t.Errorf("%d rows, want %d: %+v", b.State().Length, want, b.State().Chips)
		}
	}
	if b.Drop() {
		t.Error("dropped what is not there")
	}
}

func TestAFilterThatLeavesNothingSaysSoAndADayThatCannotBeReadIsNamed(t *testing.T) {
	b, sheet := narrowBench()
	sheet.Begin()
	for value, fault := range map[string]string{"hôm qua": "viết như 30/11/2026", "01/01/2020": "trước ngày bắt đầu"} {
		sheet.Set("from", "01/02/2020")
		sheet.Set("to", value)
		sheet.Do()
		if s := sheet.State(); !s.Open || s.Boxes[3].Fault != fault || s.First != "to" || s.Trouble.Code != "MOTCUA-FILTER-DATE" {
			t.Errorf("%q: %+v", value, s.Boxes[3])
		}
	}
	if b.State().Length != 3 {
		t.Error("the list changed")
	}
	sheet.Set("to", "01/02/2020")
	sheet.Do()
	if s := b.State(); s.Empty == nil || !strings.Contains(s.Empty.Text, "Ctrl+F") || s.Length != 0 {
		t.Errorf("%+v", s.Empty)
	}
	b.Widen("to")
	sheet.Begin()
	if s := sheet.State(); b.State().Length != 3 || s.Boxes[2].Value != "01/02/2020" {
		t.Errorf("the sheet does not begin with what holds: %+v", s.Boxes[2])
	}
	sheet.Close()
	if b.State().Length != 3 || sheet.State().Open {
		t.Error("closing it changed the list")
	}
}
