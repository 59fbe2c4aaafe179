package model_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"motcua"
	"motcua/app/model"
	"motcua/app/model/modeltest"
)

// stepDesk keeps what a sheet asked for, or refuses it.
type stepDesk struct {
	did  []motcua.Action
	seen string
	fail error
	d    *motcua.Dossier
}

func (s *stepDesk) Do(_ context.Context, _, seen string, do motcua.Action) (motcua.Dossier, error) {
	if s.fail != nil {
		return motcua.Dossier{}, s.fail
	}
	s.did, s.seen = append(s.did, do), seen
	return *s.d, nil
}

// Begin keeps the intake as a dossier that is not taken in.
func (s *stepDesk) Begin(_ context.Context, in motcua.Intake, do motcua.Action) (motcua.Dossier, error) {
	if s.fail != nil {
		return motcua.Dossier{}, s.fail
	}
	s.did = append(s.did, do)
	d := motcua.Dossier{ID: in.ID, Status: motcua.StatusRegistered, Received: motcua.Received{Code: "H57.19.789-261120-0009", Intake: in}}
	kind := motcua.EventSupplementRequested
	if _, no := do.(motcua.Refused); no {
		d.Status, kind = motcua.StatusRefused, motcua.EventRefused
	}
	d.Steps = []motcua.Step{{Kind: motcua.EventReceived}, {Kind: kind}}
	return d, nil
}

// one is the list of a single dossier.
type one struct {
	model.Dossiers
	d *motcua.Dossier
}

func (o one) Dossier(context.Context, string) (motcua.Dossier, error) { return *o.d, nil }

type formPaper struct{ printed, made []motcua.PrintForm }

func (f *formPaper) Form(_ context.Context, _ string, form motcua.PrintForm) ([]byte, error) {
	f.made = append(f.made, form)
	return []byte("%PDF"), nil
}

func (f *formPaper) PrintForm(_ context.Context, _ string, form motcua.PrintForm) (string, error) {
	f.printed = append(f.printed, form)
	return "đã ghi thành tệp", nil
}

type stepBench struct {
	*model.Steps
	tasks *modeltest.Tasks
	desk  *stepDesk
	paper *formPaper
	d     motcua.Dossier
}

// newStepBench has a dossier of counter "q1" in a status.
func newStepBench(t *testing.T, s motcua.Status) *stepBench {
	t.Helper()
	now := time.Date(2026, 11, 20, 10, 42, 0, 0, motcua.Local)
	b := &stepBench{tasks: &modeltest.Tasks{}, desk: &stepDesk{}, paper: &formPaper{}}
	b.d = motcua.Dossier{ID: "d", Status: s, Newest: "e1", Due: now.AddDate(0, 0, 5), Station: "q1",
		Received:   motcua.Received{Code: "H57.19.789-261120-0007", Unit: "46-19789", Intake: motcua.Intake{Applicant: motcua.Person{Name: "Nguyễn Thị Ví Dụ"}}},
		Components: []motcua.Component{{Rule: motcua.PaperRule{Key: "p1", Name: "Tờ khai thí dụ", Originals: 1}}, {Rule: motcua.PaperRule{Key: "p2", Name: "Giấy thí dụ", Copies: 1}}},
		Steps:      []motcua.Step{{Event: "e1", Kind: motcua.EventReceived, At: now.Add(-time.Hour), Station: "q1", To: s}},
	}
	if s == motcua.StatusSupplement {
		b.d.Course.Waiting = &motcua.Wait{For: motcua.PauseSupplement, Since: now.Add(-time.Hour), Event: "e1"}
	}
	b.desk.d = &b.d
	b.Steps = model.NewSteps(model.StepsConfig{Dossiers: one{d: &b.d}, Desk: b.desk, Forms: b.paper,
		Station: motcua.Station{ID: "q1", Unit: "46-19789", Name: "Quầy 01"}, Actor: "Lê Thị Minh Dụ", Units: modeltest.Units{}, Tasks: b.tasks, Clock: &modeltest.Clock{At: now}})
	return b
}

func (b *stepBench) begin(key model.StepKey) model.StepsState {
	b.Begin("d", key)
	b.tasks.Run()
	return b.State()
}

func (b *stepBench) do() model.StepsState {
	b.Do()
	b.tasks.Run()
	return b.State()
}

func TestTheNextStepFollowsFromWhereADossierStands(t *testing.T) {
	for status, want := range map[motcua.Status]model.StepKey{
		motcua.StatusRegistered: model.StepAccept, motcua.StatusReceived: model.StepForward, motcua.StatusProcessing: model.StepResult,
		motcua.StatusSupplement: model.StepTakeSupplement, motcua.StatusDone: model.StepHandOver,
	} {
		b := newStepBench(t, status)
		if s := b.begin(model.StepNext); !s.Open || s.Key != want {
			t.Errorf("%v: %q, open %v", status, s.Key, s.Open)
		}
	}
	b := newStepBench(t, motcua.StatusResultReturned)
	if s := b.begin(model.StepNext); s.Open {
		t.Errorf("an ended dossier has the step %q", s.Key)
	}
	if _, bad := b.Said("d"); bad == nil {
		t.Error("and nothing is said of it")
	}
	b = newStepBench(t, motcua.StatusReceived)
	b.d.Course.Holder = motcua.Place{Unit: "46-19999", Name: "Phường Khác"}
	if a := b.Next(b.d); a.Verb != "" || !strings.Contains(a.Text, "Phường Khác") {
		t.Errorf("held elsewhere: %+v", a)
	}
}

// Each sheet that asks for something is refused while that is missing, at the
// box, in words, and nothing reaches the desk.
func TestASheetThatLacksSomethingSaysWhereAndDoesNothing(t *testing.T) {
	for _, x := range []struct {
		key    model.StepKey
		status motcua.Status
		box    string
	}{
		{model.StepRefuse, motcua.StatusRegistered, "reasons"}, {model.StepSupplement, motcua.StatusReceived, "reason"},
		{model.StepExtend, motcua.StatusProcessing, "reason"}, {model.StepStop, motcua.StatusProcessing, "reason"},
		{model.StepForward, motcua.StatusReceived, "to.name"}, {model.StepCorrect, motcua.StatusReceived, "new"},
		{model.StepNote, motcua.StatusReceived, "text"}, {model.StepPause, motcua.StatusProcessing, "reason"},
		{model.StepCharge, motcua.StatusReceived, "amount"}, {model.StepHandOver, motcua.StatusDone, "name"},
	} {
		b := newStepBench(t, x.status)
		if s := b.begin(x.key); !s.Open {
			_, bad := b.Said("d")
			t.Errorf("%s does not open: %+v", x.key, bad)
			continue
		}
		b.Set(x.box, "")
		s := b.do()
		fault := ""
		for _, box := range s.Boxes {
			if box.Key == x.box {
				fault = box.Fault
			}
		}
		if !s.Open || s.Trouble == nil || fault == "" || len(b.desk.did) > 0 {
			t.Errorf("%s: open %v, fault %q, trouble %v, done %v", x.key, s.Open, fault, s.Trouble, b.desk.did)
		}
	}
}

func TestADoneStepSaysWhatIsSavedAndPrintsItsPaper(t *testing.T) {
	b := newStepBench(t, motcua.StatusReceived)
	b.begin(model.StepSupplement)
	b.Set("reason", "Còn thiếu bản chính")
	b.Toggle("missing", "p2")
	if s := b.do(); s.Open || s.Trouble != nil {
		t.Fatalf("%+v", s.Trouble)
	}
	if len(b.desk.did) != 1 || b.desk.seen != "e1" {
		t.Fatalf("%v seen as %q", b.desk.did, b.desk.seen)
	}
	r, ok := b.desk.did[0].(motcua.SupplementRequested)
	if !ok || r.Reason != "Còn thiếu bản chính" || len(r.Missing) == 0 {
		t.Errorf("%+v", b.desk.did[0])
	}
	note, bad := b.Said("d")
	if bad != nil || !strings.HasPrefix(note, "Đã lưu trên máy") || len(b.paper.printed) != 1 || b.paper.printed[0] != motcua.PrintSupplement {
		t.Errorf("%q %v printed %v", note, bad, b.paper.printed)
	}
}

func TestARefusedStepKeepsItsSheetAndTellsTheReason(t *testing.T) {
	b := newStepBench(t, motcua.StatusReceived)
	b.begin(model.StepNote)
	b.Set("text", "chờ bản chính")
	for reason := range map[motcua.Reason]bool{motcua.ReasonStep: true, motcua.ReasonErased: true, motcua.ReasonWaiting: true, motcua.ReasonReceiptUsed: true} {
		b.desk.fail = motcua.Refuse("status", reason)
		s := b.do()
		if !s.Open || s.Trouble == nil || s.Trouble.What == "" || s.Trouble.Safe == "" || s.Trouble.Now == "" || s.Boxes[0].Value != "chờ bản chính" {
			t.Errorf("%s: %+v", reason, s)
		}
	}
	// Another counter was quicker: the sheet stands, on the dossier as it is now.
	b.desk.fail = motcua.Refuse("seen", motcua.ReasonChanged)
	b.d.Newest = "e2"
	if s := b.do(); !s.Open || s.Trouble == nil || s.Boxes[0].Value != "chờ bản chính" {
		t.Errorf("%+v", s)
	}
	b.desk.fail = nil
	if s := b.do(); s.Open || b.desk.seen != "e2" {
		t.Errorf("open %v, seen as %q", s.Open, b.desk.seen)
	}
}

func TestEscKeepsWhatWasTypedIntoASheet(t *testing.T) {
	b := newStepBench(t, motcua.StatusReceived)
	b.begin(model.StepNote)
	b.Set("text", "nửa câu")
	b.Close()
	if b.State().Open {
		t.Fatal("still open")
	}
	if s := b.begin(model.StepNote); s.Boxes[0].Value != "nửa câu" {
		t.Errorf("%+v", s.Boxes)
	}
}

func TestAReceiptCannotBeTakenBackAndThatIsSaid(t *testing.T) {
	b := newStepBench(t, motcua.StatusReceived)
	if s := b.begin(model.StepUndo); s.Open {
		t.Error("undo opens on a dossier whose receipt is out")
	}
	if _, bad := b.Said("d"); bad == nil || bad.What == "" {
		t.Errorf("%+v", bad)
	}
}

func TestTheListHoldsOnlyWhatTheDossierAllows(t *testing.T) {
	b := newStepBench(t, motcua.StatusReceived)
	b.Menu("d")
	b.tasks.Run()
	s := b.State()
	if len(s.Menu) < 5 {
		t.Fatalf("%d actions", len(s.Menu))
	}
	for _, f := range s.Menu {
		if len(f.Words) == 0 || f.Words[0].Text == "" {
			t.Errorf("a line without words: %+v", f)
		}
		if strings.Contains(f.Words[0].Text, "Mẫu 03") {
			t.Error("a dossier that was taken in can be refused")
		}
	}
}

func TestPapersThatDidNotAllComeAreNotSaidToBeComplete(t *testing.T) {
	b := newStepBench(t, motcua.StatusSupplement)
	b.d.Course.Supplements = []motcua.SupplementRequested{{Missing: []motcua.MissingPaper{{Paper: "p1"}, {Paper: "p2"}}}}
	complete := func(s model.StepsState) string {
		for _, x := range s.Boxes {
			if x.Key == "complete" {
				return x.Value
			}
		}
		return ""
	}
	if s := b.begin(model.StepTakeSupplement); complete(s) != "yes" || s.Boxes[0].Value != "p1,p2" {
		t.Fatalf("%+v", s.Boxes)
	}
	b.Toggle("papers", "p2")
	if got := complete(b.State()); got != "no" {
		t.Errorf("one is missing: complete is %q", got)
	}
	b.Toggle("papers", "p2")
	if got := complete(b.State()); got != "yes" {
		t.Errorf("both came: complete is %q", got)
	}
}

func TestAPlaceIsCorrectedByItsNameNotItsCode(t *testing.T) {
	b := newStepBench(t, motcua.StatusReceived)
	b.d.Received.Intake.Applicant.Address = motcua.Address{Province: "46", Ward: "19789"}
	b.begin(model.StepCorrect)
	b.Set("new", "chữ gõ nhầm chỗ")
	b.Set("field", "applicant.address.ward")
	s := b.State()
	box := func(key string) model.StepBox {
		for _, x := range s.Boxes {
			if x.Key == key {
				return x
			}
		}
		return model.StepBox{}
	}
	if x := box("new"); x.Kind != model.BoxPick || x.Label != "Viết đúng là, thay cho “Phường Thuận Hoá”" || len(x.Options) != 3 || x.Value != "" {
		t.Errorf("%+v", x)
	}
	if x := box("province"); x.Value != "46" {
		t.Errorf("%+v", x)
	}
	for _, o := range box("field").Options {
		if strings.HasSuffix(o.Key, "province") || strings.Contains(o.Text, "Mã ") {
			t.Errorf("%+v", o)
		}
	}
	b.Set("new", "19803")
	b.Set("province", "48")
	s = b.State()
	if x := box("new"); x.Value != "" || slices.ContainsFunc(x.Options, func(o model.Choice) bool { return o.Key == "19803" }) {
		t.Errorf("a ward of Huế in Đà Nẵng: %+v", x)
	}
	ward := box("new").Options[0].Key
	b.Set("new", ward)
	b.Set("reason", "Gõ nhầm")
	b.do()
	want := []motcua.Change{{Field: "applicant.address.ward", Old: "19789", New: ward}, {Field: "applicant.address.province", Old: "46", New: "48"}}
	if got, ok := b.desk.did[0].(motcua.Corrected); !ok || !slices.Equal(got.Changes, want) {
		t.Errorf("%+v", b.desk.did)
	}
}

func TestAScanOverAnOpenSheetIsAnsweredInWords(t *testing.T) {
	b := newStepBench(t, motcua.StatusReceived)
	b.begin(model.StepNote)
	b.Set("text", "đang viết")
	b.Scanned()
	s := b.State()
	if s.Trouble == nil || !strings.Contains(s.Trouble.Now, "quét lại") || s.Boxes[0].Value != "đang viết" {
		t.Errorf("%+v", s)
	}
	b.Close()
	b.Scanned()
	if s := b.State(); s.Open {
		t.Error("it opened the sheet again")
	}
}

func TestOnlyALeaderApologisesAndTheOthersAreToldAtOnce(t *testing.T) {
	b := newStepBench(t, motcua.StatusProcessing)
	b.Sit("Lê Thị Minh Dụ", false)
	s := b.begin(model.StepExtend)
	if !s.Open || s.Trouble == nil || !strings.Contains(s.Trouble.What, "lãnh đạo") {
		t.Fatalf("%+v", s.Trouble)
	}
	b.Set("reason", "Chờ xác minh")
	b.Sit("Trần Văn Mẫu", true) // over the open sheet
	if s = b.State(); !s.Open || s.Trouble != nil || s.Boxes[1].Value != "Chờ xác minh" {
		t.Errorf("%+v", s)
	}
	if s = b.begin(model.StepNote); s.Trouble != nil {
		t.Errorf("%+v", s.Trouble)
	}
}
