package people_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"motcua"
	"motcua/people"
)

// memory is a file that works, as JSON, so that nothing is shared by accident.
type memory struct {
	data   []byte
	events []motcua.StaffChanged
}

func (m *memory) Staff(context.Context) (s motcua.Staff, err error) {
	if m.data != nil {
		err = json.Unmarshal(m.data, &s)
	}
	return s, err
}

func (m *memory) ChangeStaff(ctx context.Context, _ string, _ time.Time, change func(*motcua.Staff) (*motcua.StaffChanged, error)) error {
	s, err := m.Staff(ctx)
	if err != nil {
		return err
	}
	said, err := change(&s)
	if err != nil {
		return err
	}
	if said != nil {
		m.events = append(m.events, *said)
	}
	m.data, err = json.Marshal(s)
	return err
}

// bench is a station with a clock that tests turn and time that only runs on.
type bench struct {
	file *memory
	wall time.Time
	real time.Duration
	p    *people.People
}

// cheap keeps thousands of checks short; the real cost has a row in the
// benchmarks.
func cheap() people.Cost { return people.Cost{Passes: 1, KiB: 8, Lanes: 1} }

func newBench() *bench {
	b := &bench{file: &memory{}, wall: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)}
	b.restart()
	return b
}

func (b *bench) program() *people.People {
	start := b.real
	return people.New(people.Config{File: b.file, Random: rand.Reader, Now: func() time.Time { return b.wall },
		Elapsed: func() time.Duration { return b.real - start }, Cost: cheap()})
}

func (b *bench) restart() { b.p = b.program() }

const (
	adminWord = "mở quầy sáng nay"
	clerkWord = "hoa sữa Thuận Hoá"
)

var (
	admin = motcua.Account{Login: "binh.tv", Name: "Trần Văn Bình", Roles: []motcua.Role{motcua.RoleAdministrator, motcua.RoleClerk}}
	clerk = motcua.Account{Login: "lan.nt", Name: "Nguyễn Thị Lan", Roles: []motcua.Role{motcua.RoleClerk}}
)

type fatal interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}

func (b *bench) staffed(t fatal) (code string) {
	t.Helper()
	ctx := context.Background()
	code, err := b.p.Add(ctx, motcua.Account{}, admin, adminWord)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.p.Add(ctx, admin, clerk, clerkWord); err != nil {
		t.Fatal(err)
	}
	return code
}

func wantErr(t *testing.T, err error, code motcua.ErrorCode, field string) {
	t.Helper()
	if motcua.CodeOf(err) != code || motcua.FieldOf(err) != field {
		t.Errorf("%v, want %s %s", err, code, field)
	}
}

func TestPausesDoubleAndEnd(t *testing.T) {
	for n, want := range map[int]time.Duration{0: 0, 1: time.Second, 2: 2 * time.Second, 5: 16 * time.Second, 10: 512 * time.Second, 11: 15 * time.Minute, 1 << 40: 15 * time.Minute} {
		if got := people.HoldOf(n); got != want {
			t.Errorf("%d: %v", n, got)
		}
	}
	for n, want := range map[int]time.Duration{0: 0, 5: 0, 6: time.Second, 8: 4 * time.Second, 100: 5 * time.Minute} {
		if got := people.StationHoldOf(n); got != want {
			t.Errorf("station %d: %v", n, got)
		}
	}
}

func TestAStationWithoutAccountsBelongsToWhoeverOpensIt(t *testing.T) {
	b := newBench()
	if needed, err := b.p.Needed(t.Context()); needed || err != nil {
		t.Error(needed, err)
	}
	a, err := b.p.Who(t.Context(), "Quầy 01")
	if err != nil || a.Name != "Quầy 01" || !a.May(motcua.PowerApprove) {
		t.Errorf("%+v %v", a, err)
	}
	b.staffed(t)
	_, err = b.p.Who(t.Context(), "Quầy 01")
	wantErr(t, err, motcua.CodeDenied, "person")
	a, err = b.p.Who(motcua.Acting(t.Context(), clerk), "Quầy 01")
	if err != nil || a.Name != clerk.Name || a.May(motcua.PowerApprove) || a.May(motcua.PowerPeople) {
		t.Errorf("%+v %v", a, err)
	}
	if err := b.p.Disable(t.Context(), admin, clerk.Login, true); err != nil {
		t.Fatal(err)
	}
	_, err = b.p.Who(motcua.Acting(t.Context(), clerk), "Quầy 01")
	wantErr(t, err, motcua.CodeDenied, "person")
}

func TestTheFirstAccountIsAnAdministratorAndOnlyAdministratorsAddOthers(t *testing.T) {
	b := newBench()
	_, err := b.p.Add(t.Context(), motcua.Account{}, clerk, clerkWord)
	wantErr(t, err, motcua.CodeInvalid, "roles")
	if len(b.file.events) != 0 || b.file.data != nil {
		t.Error("something was written")
	}
	if code := b.staffed(t); len(strings.ReplaceAll(code, "-", "")) != 26 || bytes.Contains(b.file.data, []byte(code[:5])) {
		t.Errorf("recovery code %q", code)
	}
	other := motcua.Account{Login: "hoa.lt", Name: "Lê Thị Hoa", Roles: []motcua.Role{motcua.RoleLeader}}
	_, err = b.p.Add(t.Context(), clerk, other, clerkWord)
	wantErr(t, err, motcua.CodeDenied, "people")
	same := other
	same.Login = clerk.Login
	_, err = b.p.Add(t.Context(), admin, same, clerkWord)
	wantErr(t, err, motcua.CodeConflict, "login")
	same = other
	same.Name = "NGUYEN THI LAN"
	_, err = b.p.Add(t.Context(), admin, same, clerkWord)
	wantErr(t, err, motcua.CodeConflict, "name")
	for _, word := range []string{"", "ngắn", "aaaaaaaaaa", " có dấu cách", "lê thị hoa", strings.Repeat("x", 300)} {
		_, err = b.p.Add(t.Context(), admin, other, word)
		wantErr(t, err, motcua.CodeInvalid, "password")
	}
	for field, bad := range map[string]motcua.Account{
		"login": {Login: "Hoa", Name: "Lê Thị Hoa", Roles: other.Roles}, "name": {Login: "hoa.lt", Name: " Hoa", Roles: other.Roles},
		"roles": {Login: "hoa.lt", Name: "Lê Thị Hoa", Roles: []motcua.Role{"king"}},
	} {
		_, err = b.p.Add(t.Context(), admin, bad, clerkWord)
		wantErr(t, err, motcua.CodeInvalid, field)
	}
	if n := len(b.file.events); n != 2 {
		t.Errorf("%d events", n)
	}
}

func TestAPasswordOpensAndAWrongOneWaits(t *testing.T) {
	b := newBench()
	b.staffed(t)
	a, err := b.p.Login(t.Context(), clerk.Login, clerkWord)
	if err != nil || a.Name != clerk.Name || !a.MustChange {
		t.Fatalf("%+v %v", a, err)
	}
	_, err = b.p.Login(t.Context(), clerk.Login, clerkWord+"!")
	wantErr(t, err, motcua.CodeDenied, "password")
	_, err = b.p.Login(t.Context(), clerk.Login, clerkWord)
	wantErr(t, err, motcua.CodeDenied, "hold")
	if left := motcua.HeldFor(err); left != time.Second {
		t.Errorf("left %v", left)
	}
	if _, err := b.p.Login(t.Context(), admin.Login, adminWord); err != nil {
		t.Errorf("another person is kept out: %v", err)
	}
	b.wall = b.wall.AddDate(10, 0, 0) // no use
	_, err = b.p.Login(t.Context(), clerk.Login, clerkWord)
	wantErr(t, err, motcua.CodeDenied, "hold")
	b.real += time.Second
	if _, err = b.p.Login(t.Context(), clerk.Login, clerkWord); err != nil {
		t.Error(err)
	}
	for _, login := range []string{"nobody", "", "x'; --"} {
		_, err = b.p.Login(t.Context(), login, clerkWord)
		wantErr(t, err, motcua.CodeDenied, "password")
	}
	_, err = b.p.Login(t.Context(), clerk.Login, strings.Repeat("x", 1<<20))
	wantErr(t, err, motcua.CodeInvalid, "password")
}

func TestTryingEverybodyInTurnHoldsTheStation(t *testing.T) {
	b := newBench()
	b.staffed(t)
	for range 6 {
		_, err := b.p.Login(t.Context(), "nobody", "mật khẩu đoán")
		wantErr(t, err, motcua.CodeDenied, "password")
	}
	_, err := b.p.Login(t.Context(), admin.Login, adminWord)
	wantErr(t, err, motcua.CodeDenied, "hold")
	b.real += time.Second
	if _, err = b.p.Login(t.Context(), admin.Login, adminWord); err != nil {
		t.Error(err)
	}
}

func TestAPINOpensOnlyAfterThePasswordAndNotForLong(t *testing.T) {
	b := newBench()
	b.staffed(t)
	for _, pin := range []string{"", "12345", "123456", "654321", "777777", "12a456", "١٢٣٤٥٦"} {
		wantErr(t, b.p.SetPIN(t.Context(), clerk.Login, pin), motcua.CodeInvalid, "pin")
	}
	if err := b.p.SetPIN(t.Context(), clerk.Login, "194507"); err != nil {
		t.Fatal(err)
	}
	pin := func() error { _, err := b.p.Login(t.Context(), clerk.Login, "194507"); return err }
	word := func(w string) error { _, err := b.p.Login(t.Context(), clerk.Login, w); return err }
	wantErr(t, pin(), motcua.CodeDenied, "pin") // no password yet
	if err := word(clerkWord); err != nil {
		t.Fatal(err)
	}
	wantErr(t, pin(), motcua.CodeDenied, "pin") // the first password is still to be changed
	wantErr(t, b.p.SetPassword(t.Context(), clerk.Login, clerkWord), motcua.CodeInvalid, "password")
	const own = "cầu Trường Tiền"
	if err := b.p.SetPassword(t.Context(), clerk.Login, own); err != nil {
		t.Fatal(err)
	}
	if err := pin(); err != nil {
		t.Fatal(err)
	}
	for n := range 5 {
		wantErr(t, word("194508"), motcua.CodeDenied, "password")
		b.real += people.HoldOf(n + 1)
	}
	wantErr(t, pin(), motcua.CodeDenied, "pin")
	if err := word(own); err != nil {
		t.Fatal(err)
	}
	if err := pin(); err != nil {
		t.Error(err)
	}
	b.real += 13 * time.Hour
	wantErr(t, pin(), motcua.CodeDenied, "pin")
	b.restart()
	wantErr(t, pin(), motcua.CodeDenied, "pin")
}

func TestAForgottenPasswordIsResetAndTheEventStays(t *testing.T) {
	b := newBench()
	b.staffed(t)
	wantErr(t, b.p.Reset(t.Context(), clerk, admin.Login, "chiếm quyền"), motcua.CodeDenied, "people")
	wantErr(t, b.p.Reset(t.Context(), admin, "nobody", "mật khẩu tạm"), motcua.CodeUnknown, "login")
	_, err := b.p.Login(t.Context(), clerk.Login, "quên mất rồi")
	wantErr(t, err, motcua.CodeDenied, "password")
	if err := b.p.Reset(t.Context(), admin, clerk.Login, "mật khẩu tạm"); err != nil {
		t.Fatal(err)
	}
	a, err := b.p.Login(t.Context(), clerk.Login, "mật khẩu tạm")
	if err != nil || !a.MustChange {
		t.Errorf("%+v %v", a, err)
	}
	if last := b.file.events[len(b.file.events)-1]; last.Did != motcua.StaffReset || last.Login != clerk.Login {
		t.Errorf("%+v", last)
	}
}

func TestTheLastAdministratorStaysAndTheRecoverySheetLetsHimInOnce(t *testing.T) {
	b := newBench()
	code := b.staffed(t)
	wantErr(t, b.p.Disable(t.Context(), admin, admin.Login, true), motcua.CodeConflict, "administrator")
	_, err := b.p.Recover(t.Context(), admin.Login, "AAAAA-AAAAA-AAAAA-AAAAA-AAAAA-A", "sáng mai mở lại")
	wantErr(t, err, motcua.CodeDenied, "recovery")
	_, err = b.p.Recover(t.Context(), clerk.Login, code, "sáng mai mở lại")
	wantErr(t, err, motcua.CodeUnknown, "login")
	next, err := b.p.Recover(t.Context(), admin.Login, strings.ToLower(strings.ReplaceAll(code, "-", " ")), "sáng mai mở lại")
	if err != nil || next == code {
		t.Fatal(next, err)
	}
	if _, err := b.p.Login(t.Context(), admin.Login, "sáng mai mở lại"); err != nil {
		t.Error(err)
	}
	_, err = b.p.Recover(t.Context(), admin.Login, code, "lần nữa xem sao")
	wantErr(t, err, motcua.CodeDenied, "recovery")
	if last := b.file.events[len(b.file.events)-1]; last.Did != motcua.StaffRecovered {
		t.Errorf("%+v", last)
	}
	_, err = b.p.NewCode(t.Context(), clerk)
	wantErr(t, err, motcua.CodeDenied, "people")
	sheet, err := b.p.NewCode(t.Context(), admin)
	if err != nil {
		t.Fatal(err)
	}
	_, err = b.p.Recover(t.Context(), admin.Login, next, "lần nữa xem sao")
	wantErr(t, err, motcua.CodeDenied, "recovery")
	if _, err = b.p.Recover(t.Context(), admin.Login, sheet, "lần nữa xem sao"); err != nil {
		t.Error(err)
	}
}

// Two programs run side by side, are restarted at any moment, and the machine's
// clock is turned: between two words that were looked at for one account there
// is always the pause that the rule says, in time that really passed.
func TestNoClockNoRestartAndNoSecondProgramShortensAPause(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := newBench()
		b.staffed(t)
		programs := []*people.People{b.p, b.program()}
		fails, last := 0, time.Duration(0)
		ctx := context.Background()
		for range rapid.IntRange(5, 60).Draw(t, "steps") {
			i := rapid.IntRange(0, 1).Draw(t, "program")
			switch rapid.SampledFrom([]string{"try", "try", "wait", "wait", "look", "turn", "restart", "login"}).Draw(t, "do") {
			case "wait":
				b.real += time.Duration(rapid.Int64Range(1, int64(40*time.Second)).Draw(t, "for"))
			case "turn":
				b.wall = time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "clock"), 0)
			case "restart":
				programs[i] = b.program()
			case "look":
				if _, err := programs[i].Left(ctx, clerk.Login); err != nil {
					t.Fatal(err)
				}
			case "login":
				if _, err := programs[i].Login(ctx, clerk.Login, clerkWord); err == nil {
					if b.real-last < people.HoldOf(fails) {
						t.Fatalf("let in %v after failure %d", b.real-last, fails)
					}
					fails = 0
				}
			case "try":
				_, err := programs[i].Login(ctx, clerk.Login, "đoán mò thôi")
				if motcua.FieldOf(err) != "password" {
					continue
				}
				if b.real-last < people.HoldOf(fails) {
					t.Fatalf("looked at %v after failure %d", b.real-last, fails)
				}
				fails, last = fails+1, b.real
			}
		}
		// And it ends: whoever waits in one program that runs gets in.
		if _, err := programs[0].Left(ctx, clerk.Login); err != nil {
			t.Fatal(err)
		}
		b.real += max(people.HoldOf(fails), people.StationHoldOf(100))
		if _, err := programs[0].Login(ctx, clerk.Login, clerkWord); err != nil {
			t.Fatal(err)
		}
	})
}
