package model_test

import (
	"fmt"
	"testing"
	"time"

	"motcua"
	"motcua/app/model"
	"motcua/app/model/modeltest"
)

// friday is 20 November 2026, 10:42 local time.
var friday = time.Date(2026, 11, 20, 10, 42, 0, 0, motcua.Local)

// bench is an intake with everything around it.
type bench struct {
	*model.Intake
	clock   *modeltest.Clock
	tasks   *modeltest.Tasks
	desk    *modeltest.Desk
	drafts  *modeltest.Drafts
	paper   *modeltest.Paper
	scanner *modeltest.Scanner
	changes int
}

func newBench(t *testing.T) *bench {
	t.Helper()
	clock := &modeltest.Clock{At: friday}
	b := &bench{clock: clock, tasks: &modeltest.Tasks{}, paper: &modeltest.Paper{}, scanner: &modeltest.Scanner{Pages: 2},
		desk: &modeltest.Desk{Catalogue: modeltest.Procedures(), Now: clock.Now}, drafts: &modeltest.Drafts{Now: clock.Now}}
	b.Intake = b.open()
	return b
}

// open is the program started once more on the same machine.
func (b *bench) open() *model.Intake {
	n := 0
	m := model.NewIntake(model.IntakeConfig{
		Desk: b.desk, Catalogue: b.desk.Catalogue, Units: modeltest.Units{}, Drafts: b.drafts, Dossiers: b.desk, Paper: b.paper, Scanner: b.scanner,
		Tasks: b.tasks, Clock: b.clock, NewID: func() string { n++; return fmt.Sprintf("id-%d-%d", b.changes, n) }, Province: "46", Ward: "19789", Fees: modeltest.SomeFees(), Visits: b.drafts, Actor: "Lê Thị Minh Dụ",
	})
	m.OnChange = func() { b.changes++ }
	m.Open()
	return m
}

// fill enters a dossier that the desk takes.
func (b *bench) fill() {
	b.ChooseProcedure("1.004884")
	b.ChooseCase("Có bản sao Giấy khai sinh được cấp hợp lệ")
	for f, s := range map[model.Field]string{
		model.FieldID: "046190000001", model.FieldName: "Nguyễn Thị Ví Dụ", model.FieldBirth: "15/08/1990", model.FieldGender: "Nữ", model.FieldPhone: "0912 000 001",
	} {
		b.SetField(f, s)
		b.Leave(f)
	}
}
