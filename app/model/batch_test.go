package model_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"motcua"
	"motcua/app/model"
	"motcua/app/model/modeltest"
)

// manyDesk takes steps on the dossiers of a list by their own guards; what is
// named in fail is refused.
type manyDesk struct {
	*modeltest.Desk
	did  map[string]motcua.Action
	seen map[string]string
	fail map[string]error

	many, first int // dossiers that were read as one of many, and lines of that
}

func (m *manyDesk) Dossier(ctx context.Context, id string) (motcua.Dossier, error) {
	first, many := motcua.FirstOfMany(ctx)
	if many {
		m.many++
	}
	if first {
		m.first++
	}
	return m.Desk.Dossier(ctx, id)
}

func (m *manyDesk) Do(ctx context.Context, id, seen string, do motcua.Action) (motcua.Dossier, error) {
	if err := m.fail[id]; err != nil {
		return motcua.Dossier{}, err
	}
	m.did[id], m.seen[id] = do, seen
	return m.Dossier(ctx, id)
}

func (m *manyDesk) Begin(context.Context, motcua.Intake, motcua.Action) (motcua.Dossier, error) {
	return motcua.Dossier{}, &motcua.Error{Code: motcua.CodeInvalid}
}

type batchBench struct {
	*model.Batch
	work   *model.Work
	desk   *manyDesk
	tasks  *modeltest.Tasks
	paper  *formPaper
	report *model.BatchReport

	receipts *modeltest.Paper
}

// papers counts the receipts that were printed.
func (b *batchBench) papers() int { return len(b.receipts.Printed()) }

// newBatchBench has five dossiers: d5 has ended, d4 is with another commune.
func newBatchBench() *batchBench {
	clock := &modeltest.Clock{At: friday}
	b := &batchBench{receipts: &modeltest.Paper{}, tasks: &modeltest.Tasks{}, paper: &formPaper{}, desk: &manyDesk{Desk: &modeltest.Desk{Now: clock.Now}, did: map[string]motcua.Action{}, seen: map[string]string{}, fail: map[string]error{}}}
	for i := range 5 {
		d := dossier(i+1, fmt.Sprint("Người Thử ", i+1), friday)
		d.Newest, d.Course.Holder = "e"+d.ID, motcua.Place{Unit: "46-19789", Name: "Quầy 01"}
		switch i {
		case 3:
			d.Course.Holder = motcua.Place{Unit: "46-00001", Name: "Xã Thí Dụ"}
		case 4:
			d.Status = motcua.StatusRefused
		}
		b.desk.Put(d)
	}
	cfg := model.StepsConfig{Dossiers: b.desk, Desk: b.desk, Forms: b.paper, Station: motcua.Station{ID: "q1", Unit: "46-19789", Name: "Quầy 01"}, Tasks: b.tasks, Clock: clock}
	b.Batch = model.NewBatch(cfg, b.receipts, "")
	b.work = model.NewWork(model.WorkConfig{Worklist: b.desk, Dossiers: b.desk, Paper: &modeltest.Paper{}, Steps: model.NewSteps(cfg), Days: modeltest.Weekdays{}, Tasks: b.tasks, Clock: clock})
	b.OnReport = func(r model.BatchReport) { b.report = &r; b.work.Became(r) }
	b.work.Reload()
	b.tasks.Run()
	return b
}

// markedLines are lines of the list as they were marked.
func markedLines(ids ...string) []model.WorkLine {
	var out []model.WorkLine
	for _, id := range ids {
		out = append(out, model.WorkLine{ID: id, Differs: "261120-" + id, Name: "Người Thử"})
	}
	return out
}

func (b *batchBench) run() { b.tasks.Run() }

func TestManyAreHandedOverByOneSheetAndWhatCannotBeIsNamedWithItsReason(t *testing.T) {
	b := newBatchBench()
	b.Begin(markedLines("d1", "d2", "d3", "d4", "d5"), model.StepForward)
	b.run()
	if b.desk.many != 5 || b.desk.first != 1 {
		t.Errorf("%d read as one of many, %d lines of it", b.desk.many, b.desk.first)
	}
	s := b.State()
	if !s.Open || s.Title != "Chuyển 3 hồ sơ cho ai?" || !strings.Contains(s.Intro, "2 hồ sơ đã chọn không làm bước này được") {
		t.Fatalf("%+v", s)
	}
	b.Do()
	b.run()
	if s = b.State(); s.Trouble == nil || s.First != "to.name" || len(b.desk.did) != 0 {
		t.Fatalf("handed over to nobody: %+v", s)
	}
	b.desk.fail["d2"] = motcua.Refuse("seen", motcua.ReasonChanged)
	b.Set("to.name", "Phòng Kinh tế")
	b.Set("to.person", "Lê Thử")
	b.Do()
	b.run()
	for _, id := range []string{"d1", "d3"} {
		do, ok := b.desk.did[id].(motcua.Forwarded)
		if !ok || do.To != (motcua.Place{Name: "Phòng Kinh tế", Person: "Lê Thử"}) || !do.Papers || b.desk.seen[id] != "e"+id {
			t.Errorf("%s: %+v, seen %q", id, do, b.desk.seen[id])
		}
	}
	r := b.report
	if r == nil || b.State().Open || strings.Join(r.Done, " ") != "d1 d3" || r.Title != "Chuyển xử lý: 2 hồ sơ xong, 3 hồ sơ cần xem" || len(b.paper.printed) != 2 {
		t.Fatalf("%+v, %v printed", r, b.paper.printed)
	}
	for _, want := range []string{"261120-0002 · Người Thử 2: ", "MOTCUA-STEP-CHANGED-MEANWHILE", "261120-0004 · Người Thử 4: Hồ sơ đang ở Xã Thí Dụ.", "261120-0005 · Người Thử 5: Hồ sơ đã kết thúc"} {
		if !strings.Contains(r.Text, want) {
			t.Errorf("%q is not in\n%s", want, r.Text)
		}
	}
}

func TestWhereNoneCanTakeTheStepNothingOpensAndItIsSaid(t *testing.T) {
	b := newBatchBench()
	said := model.Explain(model.DeedStep, &motcua.Error{Code: motcua.CodeUnknown})
	unread := "261120-gone · Người Thử: " + said.What + " " + said.Now + " (" + said.Code + ")"
	b.Begin(markedLines("d5", "gone"), model.StepTakeOver)
	b.run()
	if b.State().Open || b.report == nil || !strings.HasPrefix(b.report.Words, "Không hồ sơ nào làm được bước này, tất cả vẫn như cũ.") || !strings.Contains(b.report.Text, unread) {
		t.Errorf("%+v", b.report)
	}
}

func TestMarksStayOnWhatIsNotDoneAndSayWhatIsMarked(t *testing.T) {
	b := newBatchBench()
	b.work.Mark()
	b.run()
	b.work.Mark()
	b.run()
	if s := b.work.State(); s.Strip.Bold != "2 hồ sơ đã chọn" || s.Strip.Text != "261120-0001, 261120-0002" || s.Strip.Verb != "Chuyển 2 hồ sơ" || s.Selected != 2 {
		t.Fatalf("%+v, row %d", s.Strip, s.Selected)
	}
	if l, _ := b.work.Line(0); !l.Marked {
		t.Error("the row does not show its mark")
	}
	b.work.Move(-1)
	b.work.Mark() // takes it away
	if got := b.work.Marked(); len(got) != 1 || got[0].ID != "d1" {
		t.Errorf("%v", got)
	}
	b.work.MarkAll()
	b.run()
	if n := len(b.work.Marked()); n != 4 { // d5 has ended and is not in the list
		t.Fatalf("%d marked", n)
	}
	b.work.SetTile(motcua.TileReady) // nothing there, yet the marks are in sight
	b.run()
	if s := b.work.State(); s.Strip.Marked != 4 || s.Empty == nil || s.Strip.Bold != "4 hồ sơ đã chọn, 4 không hiện" {
		t.Errorf("%+v", s.Strip)
	}
	b.Begin(b.work.Marked(), b.work.MarkedStep())
	b.run()
	b.Set("to.name", "Phòng Kinh tế")
	b.Do()
	b.run()
	if got := b.work.Marked(); len(got) != 1 || got[0].ID != "d4" || !strings.Contains(b.work.State().Strip.Note, "3 hồ sơ. 1 hồ sơ cần xem.") {
		t.Errorf("%v still marked, %q", got, b.work.State().Strip.Note)
	}
	if !b.work.Unmark() || b.work.Unmark() || b.work.State().Strip.Marked != 0 {
		t.Error("the marks do not go")
	}
}

func TestThePapersOfManyArePrintedAgain(t *testing.T) {
	b := newBatchBench()
	b.Print(markedLines("d1", "d2", "gone"))
	b.run()
	if r := b.report; r == nil || r.Words != "Đã đưa 2 giấy vào hàng in." || !strings.HasPrefix(r.Text, "261120-gone · Người Thử: ") || !strings.HasSuffix(r.Text, " (MOTCUA-PRINT-UNKNOWN)") {
		t.Errorf("%+v", r)
	}
}

func TestManyPapersAreAskedAboutAndLetAReceiptInBetween(t *testing.T) {
	b := newBatchBench()
	b.tasks.Held = true
	var ids []string
	for i := range 21 {
		ids = append(ids, fmt.Sprint("d", i%5+1))
	}
	b.Print(markedLines(ids[:20]...))
	if b.State().Open {
		t.Error("20 papers are asked about")
	}
	between := -1
	b.tasks.Go(model.LanePaper, func(context.Context) func() { between = b.papers(); return nil })
	b.run()
	if between != 1 || b.papers() != 20 {
		t.Errorf("a receipt came after %d of %d papers", between, b.papers())
	}
	b.report = nil
	b.Print(markedLines(ids...))
	b.run()
	if s := b.State(); !s.Open || s.Title != "In lại giấy của 21 hồ sơ?" || s.Verb != "In 21 giấy" || b.papers() != 20 {
		t.Fatalf("not asked: %+v, %d printed", s, b.papers())
	}
	b.Close()
	b.run()
	if b.papers() != 20 || b.report != nil {
		t.Error("printed after no")
	}
	b.Print(markedLines(ids...))
	b.Do()
	if s := b.State(); s.Open {
		t.Error("the sheet stays in the way while papers are printed")
	}
	b.run()
	if b.papers() != 41 || b.report == nil || b.report.Words != "Đã đưa 21 giấy vào hàng in." {
		t.Errorf("%d printed, %+v", b.papers(), b.report)
	}
}
