package model_test

import (
	"strings"
	"testing"
	"time"

	"motcua"
	"motcua/app/model"
	"motcua/app/model/modeltest"
)

type gate struct {
	*model.Gate
	door   *modeltest.Door
	tasks  *modeltest.Tasks
	clock  *modeltest.Clock
	opened []string
	shut   int
}

func newGate() *gate {
	g := &gate{tasks: &modeltest.Tasks{}, clock: &modeltest.Clock{At: friday}}
	g.door = modeltest.TwoClerks(g.clock.Now)
	g.Gate = model.NewGate(model.GateConfig{Door: g.door, Place: "Quầy 01", Tasks: g.tasks, Clock: g.clock})
	g.OnOpen = func(a motcua.Account) { g.opened = append(g.opened, a.Name) }
	g.OnShut = func() { g.shut++ }
	return g
}

func (g *gate) saying(t *testing.T, words ...string) {
	t.Helper()
	s := g.State()
	for _, w := range words {
		if !strings.Contains(s.Title+"\n"+s.Note+"\n"+s.Said, w) {
			t.Errorf("%q is not said: %+v", w, s)
		}
	}
}

func TestAStationWithoutAccountsOpensByItselfAndNeverLocks(t *testing.T) {
	g := newGate()
	g.door.People = nil
	g.Open()
	if !g.IsOpen() || len(g.opened) != 1 || g.opened[0] != "" {
		t.Errorf("%+v %q", g.State(), g.opened)
	}
	g.clock.Move(time.Hour)
	if g.Lock() || !g.IsOpen() || g.shut != 0 || len(g.opened) != 1 {
		t.Error("it locked")
	}
	g.door.Fail = &motcua.Error{Code: motcua.CodeIO}
	if g.Lock() || !g.IsOpen() {
		t.Error("it locked, and nobody can be chosen")
	}
}

func TestOnlyWhoeverWorksAtTheCounterIsOffered(t *testing.T) {
	g := newGate()
	if s := g.State(); s.Open || s.Ready {
		t.Errorf("before the accounts are known: %+v", s)
	}
	g.Open()
	s := g.State()
	if len(s.People) != 2 || s.People[0].Name != "Nguyễn Thị Lan" || s.People[1] != (model.GatePerson{Name: "Lê Thị Hoa", Roles: "cán bộ tiếp nhận, lãnh đạo"}) {
		t.Errorf("%+v", s.People)
	}
	g.Move(+5)
	if s := g.State(); s.Chosen != 1 || s.Name != "Lê Thị Hoa" {
		t.Errorf("%+v", s)
	}
	g.Move(-5)
	g.Try("mat khau cua lan")
	if !g.IsOpen() || g.Who().Login != "lan.nt" {
		t.Errorf("%+v", g.State())
	}
}

func TestAWrongWordIsSaidAndWaitsLongerEachTime(t *testing.T) {
	g := newGate()
	g.Open()
	g.Try("  ")
	g.saying(t, "Chưa nhập mật khẩu")
	for i, want := range []string{"sau 1 giây", "sau 2 giây", "sau 4 giây", "sau 8 giây"} {
		g.Try("sai roi")
		g.saying(t, "chưa đúng", "vẫn còn nguyên", want)
		n := len(g.door.Tried())
		g.Try("mat khau cua lan") // too early: not even looked at
		if len(g.door.Tried()) != n || g.IsOpen() || g.State().Ready {
			t.Errorf("tried in the pause")
		}
		if i == 2 { // somebody else may try meanwhile
			g.Choose(1)
			if !g.State().Ready {
				t.Errorf("%+v", g.State())
			}
			g.Choose(0)
			g.saying(t, want)
		}
		g.clock.Move(time.Second << i)
		if !g.State().Ready {
			t.Errorf("after the pause: %+v", g.State())
		}
	}
	g.Try("194507")
	if !g.IsOpen() {
		t.Errorf("%+v", g.State())
	}
	if s := g.State(); strings.Contains(s.Said, "giây") || s.Said != "" {
		t.Errorf("%+v", s)
	}
}

func TestTheLockComesByKeyAndByQuietAndSaysWhoWorked(t *testing.T) {
	g := newGate()
	g.Open()
	g.Try("mat khau cua lan")
	g.clock.Move(4 * time.Minute)
	g.Touch()
	g.clock.Move(4 * time.Minute)
	if !g.IsOpen() {
		t.Fatal("it locked although somebody was there")
	}
	g.clock.Move(time.Minute + 15*time.Second)
	if g.IsOpen() || g.shut != 1 || g.Who().Login != "" {
		t.Fatal("it did not lock")
	}
	g.saying(t, "Quầy đang khóa · Quầy 01", "Nguyễn Thị Lan", "10:51", "Chữ đang gõ vẫn còn nguyên")
	g.Try("194507")
	if !g.IsOpen() || !g.Lock() || g.shut != 2 || g.Lock() {
		t.Error("by key")
	}
	g.Choose(1)
	g.Try("mat khau dau")
	if g.IsOpen() || len(g.opened) != 2 {
		t.Error("the first password opens")
	}
}

func TestTheFirstPasswordIsChangedAndAPINMayBeChosen(t *testing.T) {
	g := newGate()
	g.Open()
	g.Choose(1)
	g.Try("mat khau dau")
	g.saying(t, "Đặt mật khẩu của riêng mình")
	g.SetPassword("cau truong tien", "cau truong tein")
	g.saying(t, "chưa giống nhau")
	g.SetPassword("ngan", "ngan")
	g.saying(t, "từ 8 ký tự")
	g.Back()
	if s := g.State(); s.Phase != model.GateShut || g.Who().Login != "" {
		t.Errorf("%+v", s)
	}
	g.Try("mat khau dau")
	g.SetPassword("cau truong tien", "cau truong tien")
	g.saying(t, "mã PIN")
	g.SetPIN("12")
	g.saying(t, "6 chữ số")
	if g.IsOpen() {
		t.Error("open too early")
	}
	g.SetPIN("290419")
	if !g.IsOpen() || g.Who().Name != "Lê Thị Hoa" || g.door.PINs["hoa.lt"] != "290419" || g.door.Words["hoa.lt"] != "cau truong tien" {
		t.Errorf("%+v", g.State())
	}
	g.Lock()
	g.Choose(0)
	g.Try("194507")
	g.Lock()
	g.Choose(1)
	g.Try("cau truong tien")
	if !g.IsOpen() {
		t.Errorf("%+v", g.State())
	}
}

func TestAFileThatCannotBeReadKeepsTheGateShutAndSaysWhy(t *testing.T) {
	g := newGate()
	g.door.Fail = &motcua.Error{Code: motcua.CodeCorrupt, Field: "staff"}
	g.Open()
	g.saying(t, "Hồ sơ vẫn còn nguyên", "motcuactl people add")
	g.saying(t, "Bấm Enter để đọc lại", "Chưa đọc được danh sách")
	if g.IsOpen() || len(g.State().People) != 0 || !g.State().Ready {
		t.Errorf("it opened, or cannot be asked again: %+v", g.State())
	}
	all := g.door.People
	g.door.Fail, g.door.People = nil, all[3:]
	g.Try("")
	g.saying(t, "Chưa có tài khoản nào được trực quầy")
	if g.IsOpen() {
		t.Error("it opened")
	}
	g.door.People = all
	g.Try("")
	if s := g.State(); s.Phase != model.GateShut || len(s.People) != 2 || s.Said != "" {
		t.Errorf("%+v", s)
	}
}

func TestTheFirstAccountShutsAWindowThatWasOpenWithoutOne(t *testing.T) {
	for name, look := range map[string]func(*gate){
		"by key":   func(g *gate) { g.Lock() },
		"by quiet": func(g *gate) { g.clock.Move(5*time.Minute + 15*time.Second) },
	} {
		g := newGate()
		all := g.door.People
		g.door.People = nil
		g.Open()
		g.clock.Move(20 * time.Minute)
		g.door.People = all
		look(g)
		if s := g.State(); g.IsOpen() || g.shut != 1 || len(s.People) != 2 || !s.Ready {
			t.Fatalf("%s: %+v", name, s)
		}
		g.saying(t, "Đăng nhập")
		g.Try("mat khau cua lan")
		if !g.IsOpen() || g.Who().Login != "lan.nt" || !g.Lock() {
			t.Errorf("%s: %+v", name, g.State())
		}
	}
}

func TestTheChoiceOfAPasswordOrPINIsNotLeftToWhoeverComesNext(t *testing.T) {
	for name, until := range map[string]func(*gate){
		"password": func(*gate) {},
		"PIN":      func(g *gate) { g.SetPassword("cau truong tien", "cau truong tien") },
	} {
		g := newGate()
		g.Open()
		g.Choose(1)
		g.Try("mat khau dau")
		until(g)
		g.clock.Move(4 * time.Minute)
		g.Touch()
		g.clock.Move(4 * time.Minute)
		if g.State().Phase == model.GateShut {
			t.Fatalf("%s: shut although somebody was there", name)
		}
		g.clock.Move(time.Minute + 15*time.Second)
		g.saying(t, "phải đăng nhập lại")
		g.Back()
		g.SetPIN("")
		if s := g.State(); s.Phase != model.GateShut || g.Who().Login != "" || len(g.opened) != 0 {
			t.Errorf("%s: %+v", name, s)
		}
	}
}
