package app

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"motcua"
	"motcua/app/model"
	"motcua/app/model/modeltest"
)

// namedDesk notes in whose name dossiers are taken in.
type namedDesk struct {
	model.Desk
	mu    sync.Mutex
	names []string
}

func (d *namedDesk) Receive(ctx context.Context, in motcua.Intake) (motcua.Dossier, error) {
	a, _ := motcua.WhoActs(ctx)
	d.mu.Lock()
	d.names = append(d.names, a.Name)
	d.mu.Unlock()
	return d.Desk.Receive(ctx, in)
}

// staffedBench is a window with accounts, before anybody has logged in.
func staffedBench(t *testing.T) (*counterBench, *namedDesk) {
	b := newCounterBench(t)
	b.c.Close()
	desk := &namedDesk{Desk: b.desk}
	b.door = modeltest.TwoClerks(func() time.Time { return b.now })
	b.named = desk
	b.start()
	b.until(t, "the accounts", func() bool { return b.c.m.gate.State().Phase == model.GateShut })
	return b, desk
}

func (b *counterBench) logIn(word string) {
	b.t.Helper()
	b.enter(word)
	b.until(b.t, "the way in", func() bool { return b.c.m.gate.IsOpen() })
}

func (b *counterBench) covered() bool {
	list := b.c.win.Canvas().Overlays().List()
	if len(list) == 0 {
		return false
	}
	var said strings.Builder
	walk(list[len(list)-1], func(o fyne.CanvasObject) {
		if t, ok := o.(*canvas.Text); ok {
			said.WriteString(t.Text)
		}
	})
	return strings.Contains(said.String(), "Nguyễn Thị Lan")
}

func TestNothingIsSeenOrDoneBeforeSomebodyLogsIn(t *testing.T) {
	b, _ := staffedBench(t)
	if !b.covered() {
		t.Fatal("the window is not covered")
	}
	screen := b.c.screen
	b.press(fyne.KeyF1, fyne.KeyF2, fyne.KeyF7, fyne.KeyF9, fyne.KeyEscape)
	for _, n := range []fyne.KeyName{fyne.Key2, fyne.KeyK, fyne.KeyP, fyne.KeyL, fyne.KeyN} {
		b.ctrl(n)
	}
	b.c.read([]byte("046190000001||Nguyễn Thị Ví Dụ|15081990|Nữ|Phường Thuận Hoá|01012021"))
	if !b.covered() || b.c.screen != screen || b.c.v.palette.Open() || b.c.v.sheet.Open() || !b.c.m.intake.Empty() {
		t.Error("something happened behind the cover")
	}
}

func TestAHalfTypedFormOutlivesTheLockAndTheNextPersonGoesOn(t *testing.T) {
	b, desk := staffedBench(t)
	b.logIn("mat khau cua lan")
	if b.covered() {
		t.Fatal("still covered")
	}
	b.sees("Quầy 01 · Nguyễn Thị Lan")
	b.fill()
	b.write("0 Lê L") // in the middle of a box
	before := b.c.m.intake.Intake()
	focused := b.c.win.Canvas().Focused()
	b.ctrl(fyne.KeyL)
	if !b.covered() || b.c.win.Canvas().Focused() == focused {
		t.Fatal("Ctrl+L did not lock")
	}
	b.press(fyne.KeyF9) // nothing below hears it
	if b.phase() != model.PhaseEditing {
		t.Error("F9 reached the form")
	}
	b.enter("sai roi")
	b.until(t, "the refusal", func() bool { return strings.Contains(texts(b.c.win), "chưa đúng") })
	if strings.Contains(texts(b.c.win), "sai roi") {
		t.Error("what was typed can be read")
	}
	b.press(fyne.KeyDown) // somebody else
	b.enter("mat khau dau")
	b.until(t, "the change", func() bool { return b.c.m.gate.State().Phase == model.GatePassword })
	b.enter("cau truong tien") // Enter leads into the second box
	b.enter("cau truong tien")
	b.until(t, "the PIN", func() bool { return b.c.m.gate.State().Phase == model.GatePIN })
	b.enter("290419")
	b.until(t, "the way in", func() bool { return b.c.m.gate.IsOpen() })
	if got := b.c.win.Canvas().Focused(); got != focused {
		t.Errorf("the ring is on %T", got)
	}
	after := b.c.m.intake.Intake()
	if after.Applicant != before.Applicant || after.Procedure != before.Procedure || after.ID != before.ID {
		t.Errorf("the form changed: %+v", after.Applicant)
	}
	b.sees("Quầy 01 · Lê Thị Hoa")
	b.receive()
	if len(desk.names) != 1 || desk.names[0] != "Lê Thị Hoa" {
		t.Errorf("taken in by %q", desk.names)
	}
}

func TestWhatWasOpenIsThereAgainAndNothingOpensOverTheCover(t *testing.T) {
	b, _ := staffedBench(t)
	b.logIn("mat khau cua lan")
	b.ctrl(fyne.KeyK)
	b.write("vi du")
	b.ctrl(fyne.KeyL)
	if !b.covered() {
		t.Fatal("not covered")
	}
	b.c.run.back(func() { b.c.v.palette.Close(); b.c.v.sheet.Read("Tin", "mở trong lúc khóa") })
	b.turn()
	if !b.covered() {
		t.Error("a sheet opened over the cover")
	}
	b.logIn("194507")
	if b.covered() || !b.c.v.sheet.Open() {
		t.Error("the sheet is gone")
	}
}

func TestWorkThatWasBegunBearsTheNameOfWhoeverBeganIt(t *testing.T) {
	b, _ := staffedBench(t)
	b.logIn("mat khau cua lan")
	var names []string
	held := make(chan struct{})
	who := func(ctx context.Context) string { a, _ := motcua.WhoActs(ctx); return a.Name }
	b.c.run.Go(model.LaneDesk, func(ctx context.Context) func() {
		<-held
		first := who(ctx)
		return func() {
			names = append(names, first)
			b.c.run.Go(model.LaneDesk, func(ctx context.Context) func() { // what its result begins
				second := who(ctx)
				return func() { names = append(names, second) }
			})
		}
	})
	b.ctrl(fyne.KeyL)
	close(held)
	b.until(t, "the work", func() bool { return len(names) == 2 })
	b.c.run.Go(model.LaneDesk, func(ctx context.Context) func() {
		third := who(ctx)
		return func() { names = append(names, third) }
	})
	b.until(t, "the last", func() bool { return len(names) == 3 })
	if names[0] != "Nguyễn Thị Lan" || names[1] != "Nguyễn Thị Lan" || names[2] != "" {
		t.Errorf("%q", names)
	}
}

func TestMarksOfTheWorkListGoWithWhoeverMadeThem(t *testing.T) {
	b, _ := staffedBench(t)
	b.logIn("mat khau cua lan")
	b.fill()
	b.receive()
	b.ctrl(fyne.Key2)
	b.until(t, "the row", func() bool { return b.c.m.work.State().Length == 1 })
	b.c.keys.OnAll()
	b.until(t, "the mark", func() bool { return b.c.m.work.State().Strip.Marked == 1 })
	b.ctrl(fyne.KeyL)
	b.logIn("194507")
	if n := b.c.m.work.State().Strip.Marked; n != 0 {
		t.Errorf("%d dossiers are marked by whoever left", n)
	}
}
