package model_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"motcua"
	"motcua/app/model"
	"motcua/app/model/modeltest"
)

type workBench struct {
	*model.Work
	desk  *modeltest.Desk
	paper *modeltest.Paper
	clock *modeltest.Clock
	tasks *modeltest.Tasks
}

func newWorkBench(n int) *workBench {
	clock := &modeltest.Clock{At: friday}
	b := &workBench{clock: clock, paper: &modeltest.Paper{}, tasks: &modeltest.Tasks{}, desk: &modeltest.Desk{Catalogue: modeltest.Procedures(), Now: clock.Now}}
	names := []string{"Trần Văn Mẫu", "Phan Thị Minh Họa", "Hoàng Văn Nháp", "Võ Thị Thí Dụ"}
	for i := range n {
		b.desk.Put(dossier(i+1, names[i%4], friday.Add(time.Duration(i-n)*time.Minute)))
	}
	b.Work = model.NewWork(model.WorkConfig{Worklist: b.desk, Dossiers: b.desk, Paper: b.paper, Days: modeltest.Weekdays{"24/11"}, Tasks: b.tasks, Clock: clock})
	return b
}

func dossier(n int, name string, at time.Time) motcua.Dossier {
	return motcua.Dossier{ID: fmt.Sprint("d", n), Status: motcua.StatusReceived, Received: motcua.Received{
		Code: motcua.Code(fmt.Sprintf("H57.19.789-%s-%04d", at.Format("060102"), n)), Procedure: modeltest.Procedures()[0],
		Intake: motcua.Intake{Applicant: motcua.Person{Name: name}}, Appointment: motcua.Appointment{Received: at, Due: at.AddDate(0, 0, 10)},
	}}
}

// due puts a dossier in with this due time and status.
func (b *workBench) due(n int, name string, due time.Time, s motcua.Status) {
	d := dossier(n, name, friday)
	d.Received.Appointment.Due, d.Status = due, s
	b.desk.Put(d)
}

// line returns the row of a name, however far down.
func (b *workBench) line(t *testing.T, name string) model.WorkLine {
	t.Helper()
	for i := range b.State().Length {
		if l, ok := b.Line(i); ok && l.Name == name {
			return l
		}
	}
	t.Fatalf("%s is not in the list", name)
	return model.WorkLine{}
}

// friday is the 20th; Monday the 23rd is worked, Tuesday the 24th a holiday.
func TestLightsTellHowNearTheAppointmentIs(t *testing.T) {
	b := newWorkBench(0)
	at := func(day, hour, minute int) time.Time {
		return time.Date(2026, 11, day, hour, minute, 0, 0, motcua.Local)
	}
	for i, c := range []struct {
		due    time.Time
		status motcua.Status
		light  model.Light
		words  string
	}{
		{at(18, 17, 0), motcua.StatusProcessing, model.LightLate, "Quá 2 ngày"},
		{at(13, 17, 0), motcua.StatusReceived, model.LightLate, "Quá 5 ngày"},
		{at(20, 9, 30), motcua.StatusProcessing, model.LightLate, "Quá 1 giờ"},
		{at(20, 10, 30), motcua.StatusProcessing, model.LightLate, "Quá 12 phút"},
		{at(20, 11, 30), motcua.StatusReceived, model.LightToday, "Hôm nay 11:30"},
		{at(20, 17, 0), motcua.StatusRegistered, model.LightToday, "Hôm nay 17:00"},
		{at(23, 8, 0), motcua.StatusProcessing, model.LightSoon, "Còn 21 giờ"},
		{at(23, 10, 41), motcua.StatusProcessing, model.LightSoon, "Còn 23 giờ"},
		{at(23, 17, 0), motcua.StatusProcessing, model.LightCalm, "Còn 1 ngày"},
		{at(26, 17, 0), motcua.StatusProcessing, model.LightCalm, "Còn 3 ngày"},
		{at(18, 17, 0), motcua.StatusSupplement, model.LightPaused, "Tạm dừng tính"},
		{at(25, 17, 0), motcua.StatusPayment, model.LightPaused, "Tạm dừng tính"},
		{at(18, 17, 0), motcua.StatusDone, model.LightDone, "Đã xong"},
		{time.Time{}, motcua.StatusReceived, model.LightNone, "Chưa có hạn"},
	} {
		name := fmt.Sprint("Người ", i)
		b.due(i+1, name, c.due, c.status)
		b.Reload()
		if l := b.line(t, name); l.Light != c.light || l.LightName != c.words {
			t.Errorf("%s in status %d: light %d %q, want %d %q", c.due, c.status, l.Light, l.LightName, c.light, c.words)
		}
	}
}

func TestTilesCountAndChooseTheirList(t *testing.T) {
	b := newWorkBench(0)
	if b.State().Tiles[0].Count != "–" {
		t.Error("counted before it was asked")
	}
	b.due(1, "Lê Trễ", friday.Add(-time.Hour), motcua.StatusProcessing)
	b.due(2, "Phan Nay", friday.Add(time.Hour), motcua.StatusReceived)
	b.due(3, "Mai Xong", friday, motcua.StatusDone)
	b.due(4, "Bùi Chờ", friday, motcua.StatusSupplement)
	b.due(5, "Cao Trả", friday, motcua.StatusResultReturned)
	b.Reload()
	s := b.State()
	for tile, want := range map[motcua.Tile]string{motcua.TileOpen: "4", motcua.TileLate: "1", motcua.TileToday: "1", motcua.TileSoon: "0", motcua.TileWaiting: "1", motcua.TileReady: "1", motcua.TileException: "0"} {
		if s.Tiles[tile].Count != want || s.Tiles[tile].Some != (want != "0") {
			t.Errorf("%s: %+v", s.Tiles[tile].Word, s.Tiles[tile])
		}
	}
	if !s.Tiles[motcua.TileOpen].On || s.Length != 4 || s.Count != "4 hồ sơ" {
		t.Errorf("%+v", s)
	}
	b.MoveTile(+1)
	if s = b.State(); !s.Tiles[motcua.TileLate].On || s.Length != 1 || !strings.HasPrefix(s.Strip.Bold, "261120-0001 · Lê Trễ") {
		t.Errorf("%+v", s)
	}
	b.MoveTile(-9)
	b.MoveTile(+99)
	if !b.State().Tiles[motcua.TileUnsent].On {
		t.Error("the last tile is not the end")
	}
	b.SetTile(motcua.TileException)
	if e := b.State().Empty; e == nil || e.Head != "Không có ngoại lệ nào" || e.Begin {
		t.Errorf("%+v", e)
	}
}

func TestTypingFiltersTheListAfterAShortPause(t *testing.T) {
	b := newWorkBench(4)
	b.Reload()
	b.SetQuery("nh")
	b.SetQuery("nhap")
	if b.State().Length != 4 {
		t.Error("asked for every key")
	}
	b.clock.Move(time.Second)
	if s := b.State(); s.Length != 1 || b.line(t, "Hoàng Văn Nháp").Differs != "261120-0003" {
		t.Errorf("%+v", s)
	}
	b.SetQuery("xyz")
	b.clock.Move(time.Second)
	if e := b.State().Empty; e == nil || e.Head != "Không có hồ sơ nào khớp “xyz”" {
		t.Errorf("%+v", e)
	}
	b.SetQuery("")
	b.clock.Move(time.Second)
	if b.State().Length != 4 {
		t.Errorf("an empty filter lists %d", b.State().Length)
	}
}

func TestTheSelectedDossierStaysSelectedWhereverItMoves(t *testing.T) {
	b := newWorkBench(4)
	b.Reload()
	b.Move(+2)
	id := b.Chosen()
	b.due(9, "Mai Văn Gấp", friday.Add(time.Hour), motcua.StatusReceived)
	b.Reload()
	if s := b.State(); s.Selected != 3 || b.Chosen() != id {
		t.Errorf("selected %d", s.Selected)
	}
}

func TestMovingStopsAtTheEnds(t *testing.T) {
	b := newWorkBench(4)
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
	b := newWorkBench(4)
	b.Reload()
	b.desk.Fail = &motcua.Error{Code: motcua.CodeBusy}
	b.Reload()
	if s := b.State(); s.Length != 4 || s.Trouble == nil || s.Trouble.Code != "MOTCUA-LIST-BUSY" || s.Tiles[0].Count != "4" {
		t.Errorf("%+v", s)
	}
	b.desk.Fail = nil
	b.Reload()
	if b.State().Trouble != nil {
		t.Error("cured, and still shown")
	}
}

func TestAnAnswerToAnOlderQuestionIsDropped(t *testing.T) {
	b := newWorkBench(4)
	b.tasks.Held = true
	b.Reload()
	b.SetQuery("nhap")
	b.clock.Move(time.Second)
	b.tasks.Run()
	if s := b.State(); s.Length != 1 {
		t.Errorf("%d rows", s.Length)
	}
}

func TestGreyBarsComeOnlyWhereTheAnswerTakesLong(t *testing.T) {
	b := newWorkBench(4)
	b.Reload()
	b.tasks.Held = true
	b.SetTile(motcua.TileReady)
	if b.State().Loading {
		t.Error("at once")
	}
	b.clock.Move(140 * time.Millisecond)
	if b.State().Loading {
		t.Error("too early")
	}
	b.clock.Move(20 * time.Millisecond)
	if !b.State().Loading {
		t.Error("not after 150 ms")
	}
	b.tasks.Run()
	if s := b.State(); s.Loading || s.Empty == nil {
		t.Errorf("%+v", s)
	}
}

func TestTenThousandRowsComeInPagesAheadOfTheEye(t *testing.T) {
	b := newWorkBench(0)
	for i := range 1000 {
		b.due(i+1, fmt.Sprint("Người ", i), friday.Add(time.Duration(i)*time.Hour), motcua.StatusReceived)
	}
	asked := &counting{Worklist: b.desk}
	b.Work = model.NewWork(model.WorkConfig{Worklist: asked, Dossiers: b.desk, Days: modeltest.Weekdays{}, Tasks: b.tasks, Clock: b.clock})
	b.Reload()
	if s := b.State(); s.Length != 1000 || asked.n != 1 {
		t.Fatalf("%d rows after %d questions", s.Length, asked.n)
	}
	for i := range 139 {
		b.Line(i)
	}
	if asked.n != 1 {
		t.Errorf("asked %d times before it was needed", asked.n)
	}
	b.Line(141)
	if asked.n != 2 {
		t.Error("the next page is not asked for ahead")
	}
	if l, ok := b.Line(333); !ok || l.Name != "Người 333" {
		t.Errorf("%+v", l)
	}
	b.tasks.Held = true
	if _, ok := b.Line(999); ok {
		t.Error("a row that nobody has read is there")
	}
	b.Line(998) // asked for once
	b.tasks.Run()
	if l, ok := b.Line(999); !ok || l.Name != "Người 999" || asked.n != 3 {
		t.Errorf("%+v after %d questions", l, asked.n)
	}
	b.Move(1 << 20)
	if got := b.State().Selected; got != 999 {
		t.Errorf("End selects %d", got)
	}
}

// counting counts pages asked for.
type counting struct {
	model.Worklist
	n int
}

func (c *counting) Work(ctx context.Context, f motcua.WorkFilter) ([]motcua.Row, error) {
	c.n++
	return c.Worklist.Work(ctx, f)
}

// crowd is a file with more open dossiers than a tile counts.
type crowd struct{}

func (crowd) Tiles(context.Context, motcua.WorkTimes) (motcua.Tiles, error) {
	return motcua.Tiles{motcua.MaxTile, 1234}, nil
}

func (crowd) WorkChoices(context.Context) (motcua.WorkChoices, error) {
	return motcua.WorkChoices{}, nil
}

func (crowd) CountWork(context.Context, motcua.WorkFilter) (int, error) { return motcua.MaxTile, nil }

func (crowd) Work(_ context.Context, f motcua.WorkFilter) ([]motcua.Row, error) {
	rows := make([]motcua.Row, f.Limit)
	for i := range rows {
		rows[i] = motcua.Row{ID: fmt.Sprint(f.Offset + i), Code: "H57.19.789-261120-0001", Status: motcua.StatusReceived, Truth: motcua.TruthSaved}
	}
	return rows, nil
}

func TestAMillionOpenDossiersAreMoreThanTenThousand(t *testing.T) {
	m := model.NewWork(model.WorkConfig{Worklist: crowd{}, Dossiers: &modeltest.Desk{}, Days: modeltest.Weekdays{}, Tasks: &modeltest.Tasks{}, Clock: &modeltest.Clock{At: friday}})
	m.Reload()
	s := m.State()
	if s.Tiles[0].Count != "trên 10.000" || s.Tiles[1].Count != "1.234" || s.Length != 10_000 {
		t.Errorf("%+v, %d rows", s.Tiles, s.Length)
	}
	for i := 0; i < 10_000; i += 150 {
		m.Line(i) // asks for it
		if l, ok := m.Line(i); !ok || l.ID != fmt.Sprint(i) {
			t.Fatalf("row %d is %+v", i, l)
		}
	}
	m.Line(3)
	if l, ok := m.Line(3); !ok || l.ID != "3" {
		t.Errorf("back at the top: %+v", l)
	}
}

func TestARefusedDossierSaysWhy(t *testing.T) {
	src := rows{{ID: "a", Code: "H57.19.789-261120-0001", Status: motcua.StatusSupplement, Truth: motcua.TruthRefused, Refusal: motcua.CodeForged, Received: friday}}
	m := model.NewWork(model.WorkConfig{Worklist: src, Dossiers: src, Days: modeltest.Weekdays{}, Tasks: &modeltest.Tasks{}, Clock: &modeltest.Clock{At: friday}})
	m.Reload()
	l, _ := m.Line(0)
	if l.Refusal != "Trung tâm chưa nhận: chữ ký số của hồ sơ không khớp. Hồ sơ vẫn còn trên máy. Báo quản trị." || l.TruthName != "Trung tâm chưa nhận, cần người sửa" || l.StatusName != "Chờ bổ sung giấy tờ" || l.Due != "–" {
		t.Errorf("%+v", l)
	}
	if s := m.State().Strip; s.Text != l.Refusal || s.CanPrint {
		t.Errorf("%+v", s)
	}
}

func TestTheReceiptOfASelectedDossierIsPrintedAgain(t *testing.T) {
	b := newWorkBench(4)
	b.Print() // nothing selected: nothing happens
	b.Reload()
	b.Move(+1)
	b.Print()
	if got := b.paper.Printed(); len(got) != 1 || got[0] != b.Chosen() {
		t.Errorf("printed %v", got)
	}
	if got := b.State().Strip.Note; got != "giấy hẹn 261120-0002: đã vào hàng in của máy in quầy 01" {
		t.Errorf("%q", got)
	}
	b.paper.Fail = &motcua.Error{Code: motcua.CodeUnreachable}
	b.Print()
	if s := b.State(); s.Strip.Note != "" || s.Trouble == nil || s.Trouble.Code != "MOTCUA-PRINT-UNREACHABLE" {
		t.Errorf("%+v", s)
	}
	b.tasks.Held, b.paper.Fail = true, nil
	b.Print()
	b.Print()
	b.tasks.Run()
	if n := len(b.paper.Printed()); n != 2 {
		t.Errorf("an impatient finger printed %d times", n)
	}
}

func TestRefusedStepsOfTheSelectedDossierAreTold(t *testing.T) {
	b := newWorkBench(2)
	odd := dossier(7, "Trần Văn Mẫu", friday)
	odd.Received.Appointment.Due = friday.Add(time.Hour)
	odd.Exceptions = []motcua.Step{{Detail: "refused-step"}, {Detail: "received-twice"}}
	b.desk.Put(odd)
	b.Reload()
	if s := b.State(); s.Chosen != odd.ID || !strings.HasPrefix(s.Strip.Text, "Có 2 bước bị từ chối, cần người xem.") {
		t.Errorf("%+v", s.Strip)
	}
	told := func() bool { return strings.Contains(b.State().Strip.Text, "bị từ chối") }
	b.Move(+1)
	if told() {
		t.Error("of another dossier")
	}
	b.tasks.Held = true
	b.Move(-1)
	b.Move(+1)
	b.tasks.Run()
	if told() {
		t.Error("a late answer is told of another dossier")
	}
}

func TestTheListLooksAgainByItselfUntilItIsStopped(t *testing.T) {
	b := newWorkBench(1)
	b.Watch()
	b.due(5, "Mai Văn Mới", friday.Add(time.Hour), motcua.StatusReceived)
	b.clock.Move(16 * time.Second)
	if b.State().Length != 2 {
		t.Error("what another counter did is not seen")
	}
	b.Stop()
	if b.clock.Waiting() != 0 {
		t.Error("it goes on watching")
	}
}
