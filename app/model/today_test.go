package model_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"motcua"
	"motcua/app/model"
	"motcua/app/model/modeltest"
)

type listBench struct {
	*model.Today
	desk  *modeltest.Desk
	paper *modeltest.Paper
	clock *modeltest.Clock
	tasks *modeltest.Tasks
}

func newListBench(n int) *listBench {
	clock := &modeltest.Clock{At: friday}
	b := &listBench{clock: clock, paper: &modeltest.Paper{}, tasks: &modeltest.Tasks{}, desk: &modeltest.Desk{Catalogue: modeltest.Procedures(), Now: clock.Now}}
	names := []string{"Trần Văn Mẫu", "Phan Thị Minh Họa", "Hoàng Văn Nháp", "Võ Thị Thí Dụ"}
	for i := range n {
		b.desk.Put(dossier(i+1, names[i%4], friday.Add(time.Duration(i-n)*time.Minute)))
	}
	b.Today = model.NewToday(b.desk, b.paper, "", b.tasks, clock)
	return b
}

func dossier(n int, name string, at time.Time) motcua.Dossier {
	return motcua.Dossier{ID: fmt.Sprint("d", n), Status: motcua.StatusReceived, Received: motcua.Received{
		Code: motcua.Code(fmt.Sprintf("H57.19.789-%s-%04d", at.Format("060102"), n)), Procedure: modeltest.Procedures()[0],
		Intake: motcua.Intake{Applicant: motcua.Person{Name: name}}, Appointment: motcua.Appointment{Received: at, Due: at.AddDate(0, 0, 10)},
	}}
}

func TestTodayListsTodayNewestFirst(t *testing.T) {
	b := newListBench(4)
	b.desk.Put(dossier(9, "Cao Thị Hôm Qua", friday.AddDate(0, 0, -1)))
	if b.State().Loaded {
		t.Error("nothing was asked for yet")
	}
	b.Reload()
	s := b.State()
	if len(s.Rows) != 4 || s.Rows[0].Differs != "261120-0004" || s.Rows[0].Hour != "10:41" || s.Selected != 0 {
		t.Fatalf("%d rows, %+v, selected %d", len(s.Rows), s.Rows[0], s.Selected)
	}
	if s.Heading != "thứ Sáu 20/11 · 4 hồ sơ" || !s.Today {
		t.Errorf("%q", s.Heading)
	}
	if r := s.Rows[0]; r.StatusName != "Được tiếp nhận" || r.TruthName != "Đã lưu trên máy" || r.Same != "H57.19.789-" || r.Due != "30/11 10:41" {
		t.Errorf("%+v", r)
	}
}

func TestSearchingLooksThroughAllDaysAfterAShortPause(t *testing.T) {
	b := newListBench(4)
	b.desk.Put(dossier(9, "Cao Thị Hôm Qua", friday.AddDate(0, 0, -1)))
	b.Reload()
	b.SetQuery("hom")
	b.SetQuery("hom qua")
	if n := len(b.State().Rows); n != 4 {
		t.Error("asked for every key")
	}
	b.clock.Move(time.Second)
	s := b.State()
	if len(s.Rows) != 1 || s.Rows[0].Name != "Cao Thị Hôm Qua" || s.Rows[0].Hour != "19/11" || s.Today {
		t.Errorf("%+v", s.Rows)
	}
	b.SetQuery(" ")
	b.clock.Move(time.Second)
	if s := b.State(); len(s.Rows) != 4 || !s.Today {
		t.Errorf("an empty box lists %d", len(s.Rows))
	}
}

func TestTheSelectedDossierStaysSelectedWhereverItMoves(t *testing.T) {
	b := newListBench(4)
	b.Reload()
	b.Move(+2)
	id := b.State().Rows[2].ID
	b.desk.Put(dossier(5, "Mai Văn Mới", friday))
	b.Reload()
	if s := b.State(); s.Selected != 3 || s.Rows[3].ID != id {
		t.Errorf("selected %d", s.Selected)
	}
}

func TestMovingStopsAtTheEnds(t *testing.T) {
	b := newListBench(4)
	b.Move(+1) // nothing loaded: nothing happens
	b.Reload()
	for _, c := range []struct{ by, want int }{{-1, 0}, {+99, 3}, {+1, 3}, {-2, 1}, {-1 << 20, 0}} {
		b.Move(c.by)
		if got := b.State().Selected; got != c.want {
			t.Errorf("after %+d at %d, want %d", c.by, got, c.want)
		}
	}
	b.Select(17)
	if got := b.State().Selected; got != 0 {
		t.Errorf("out of range selects %d", got)
	}
}

func TestAListThatCannotBeReadKeepsItsRowsAndSaysWhy(t *testing.T) {
	b := newListBench(4)
	b.Reload()
	b.desk.Fail = &motcua.Error{Code: motcua.CodeBusy}
	b.Reload()
	s := b.State()
	if len(s.Rows) != 4 || s.Trouble == nil || s.Trouble.Code != "MOTCUA-LIST-BUSY" {
		t.Errorf("%d rows, %+v", len(s.Rows), s.Trouble)
	}
	b.desk.Fail = nil
	b.Reload()
	if b.State().Trouble != nil {
		t.Error("cured, and still shown")
	}
}

func TestAnAnswerToAnOlderQuestionIsDropped(t *testing.T) {
	b := newListBench(4)
	b.tasks.Held = true
	b.Reload()
	b.SetQuery("nhap")
	b.clock.Move(time.Second)
	b.tasks.Run()
	if s := b.State(); len(s.Rows) != 1 {
		t.Errorf("%d rows", len(s.Rows))
	}
}

func TestAFullPageSaysThatThereIsMore(t *testing.T) {
	b := newListBench(0)
	for i := range 200 {
		b.desk.Put(dossier(i+1, "Trần Văn Mẫu", friday))
	}
	b.Reload()
	if got := b.State().Heading; !strings.Contains(got, "200 hồ sơ mới nhất") {
		t.Errorf("%q", got)
	}
}

func TestARefusedDossierSaysWhy(t *testing.T) {
	src := rows{{ID: "a", Code: "H57.19.789-261120-0001", Status: motcua.StatusSupplement, Truth: motcua.TruthRefused, Refusal: motcua.CodeForged, Received: friday}}
	m := model.NewToday(src, nil, "", &modeltest.Tasks{}, &modeltest.Clock{At: friday})
	m.Reload()
	l := m.State().Rows[0]
	if l.Refusal != "Chữ ký số không khớp." || l.TruthName != "Trung tâm chưa nhận, cần người sửa" || l.StatusName != "Chờ bổ sung giấy tờ" || l.Due != "–" {
		t.Errorf("%+v", l)
	}
}

func TestTheReceiptOfASelectedDossierIsPrintedAgain(t *testing.T) {
	b := newListBench(4)
	b.Print() // nothing selected: nothing happens
	b.Reload()
	b.Move(+1)
	b.Print()
	if got := b.paper.Printed(); len(got) != 1 || got[0] != b.State().Rows[1].ID {
		t.Errorf("printed %v", got)
	}
	if got := b.State().Note; got != "giấy hẹn 261120-0003: đã vào hàng in của máy in quầy 01" {
		t.Errorf("%q", got)
	}
	b.paper.Fail = &motcua.Error{Code: motcua.CodeUnreachable}
	b.Print()
	if s := b.State(); s.Note != "" || s.Trouble == nil || s.Trouble.Code != "MOTCUA-PRINT-UNREACHABLE" {
		t.Errorf("%q %+v", s.Note, s.Trouble)
	}
	b.tasks.Held, b.paper.Fail = true, nil
	b.Print()
	b.Print()
	b.tasks.Run()
	if n := len(b.paper.Printed()); n != 2 {
		t.Errorf("an impatient finger printed %d times", n)
	}
}
