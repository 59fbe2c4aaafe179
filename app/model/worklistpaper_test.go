package model_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"motcua"
	"motcua/app/model"
	"motcua/app/model/modeltest"
)

// listPaper keeps which papers of days were asked for, or refuses.
type listPaper struct {
	asked []motcua.PrintForm
	fail  error
}

func (p *listPaper) PrintDay(_ context.Context, form motcua.PrintForm, _ time.Time) (string, error) {
	p.asked = append(p.asked, form)
	return "đã ghi tệp", p.fail
}

func TestTheListOfResultsThatWaitIsPrintedFromItsTileOnly(t *testing.T) {
	b := newWorkBench(0)
	b.due(1, "Mai Xong", friday, motcua.StatusDone)
	paper := &listPaper{}
	m := model.NewWork(model.WorkConfig{Worklist: b.desk, Dossiers: b.desk, DayPaper: paper, Days: modeltest.Weekdays{}, Tasks: &modeltest.Tasks{}, Clock: b.clock})
	m.Reload()
	m.PrintList()
	if m.State().Listed || len(paper.asked) != 0 {
		t.Fatal("another tile has a list of results")
	}
	m.SetTile(motcua.TileReady)
	m.PrintList()
	if s := m.State(); !s.Listed || len(paper.asked) != 1 || paper.asked[0] != motcua.PrintUncollected || s.Strip.Note != "Danh sách kết quả chưa trả: đã ghi tệp." {
		t.Errorf("%v %+v", paper.asked, s.Strip)
	}
	paper.fail = &motcua.Error{Code: motcua.CodeUnknown, Field: "form"}
	m.PrintList()
	if s := m.State(); s.Strip.Note != "Không còn kết quả nào chờ trả." || s.Trouble != nil {
		t.Errorf("%+v", s.Strip)
	}
	paper.fail = &motcua.Error{Code: motcua.CodeIO}
	m.PrintList()
	if s := m.State(); s.Trouble == nil || !strings.Contains(s.Trouble.Safe, "danh sách kết quả chưa trả chưa in được") || s.Strip.Note != "" {
		t.Errorf("%+v", s.Trouble)
	}
}
