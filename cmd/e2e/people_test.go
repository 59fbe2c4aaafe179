package e2e

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"motcua"
	"motcua/cmd/station"
	"motcua/cmd/tour/play"
)

// staffed is a counter with accounts and a window whose clock the test turns.
type staffed struct {
	counter
	dir string // of files with secrets
}

const (
	bossWord = "mo quay sang nay"
	lanFirst = "mat khau dau tien"
	lanWord  = "hoa sua thuan hoa"
	lanPIN   = "194507"
	hoaFirst = "mat khau dau cua hoa"
	hoaWord  = "cau truong tien"
)

func newStaffed(t *testing.T) staffed {
	t.Helper()
	s := staffed{newCounter(t), t.TempDir()}
	t.Setenv("MOTCUA_TEST_CLOCK", filepath.Join(s.dir, "clock"))
	s.turn(0)
	s.as("", "")
	s.people("add", "binh.tv", "--name", "Trần Văn Bình", "--role", "administrator", "--password-file", s.secret(bossWord))
	s.as("binh.tv", bossWord)
	s.people("add", "lan.nt", "--name", "Nguyễn Thị Lan", "--role", "clerk", "--password-file", s.secret(lanFirst))
	s.people("add", "hoa.lt", "--name", "Lê Thị Hoa", "--role", "clerk", "--role", "leader", "--password-file", s.secret(hoaFirst))
	s.as("lan.nt", lanFirst)
	s.people("passwd", "lan.nt", "--password-file", s.secret(lanWord))
	s.as("lan.nt", lanWord)
	s.people("pin", "lan.nt", "--pin-file", s.secret(lanPIN))
	return s
}

// turn sets the window's clock ahead of the machine's.
func (s staffed) turn(ahead time.Duration) {
	s.t.Helper()
	path := os.Getenv("MOTCUA_TEST_CLOCK")
	s.do(os.WriteFile(path+".new", []byte(strconv.FormatInt(ahead.Milliseconds(), 10)), 0o600), os.Rename(path+".new", path))
}

func (s staffed) secret(text string) string {
	s.t.Helper()
	f, err := os.CreateTemp(s.dir, "secret")
	s.do(err)
	_, err = f.WriteString(text + "\n")
	s.do(err, f.Close())
	return f.Name()
}

// as sets who runs commands.
func (s staffed) as(login, word string) {
	s.t.Helper()
	s.t.Setenv("MOTCUA_LOGIN", login)
	s.t.Setenv("MOTCUA_PASSWORD_FILE", "")
	if word != "" {
		s.t.Setenv("MOTCUA_PASSWORD_FILE", s.secret(word))
	}
}

func (s staffed) people(verb, login string, args ...string) string {
	s.t.Helper()
	return must(s.t, append([]string{"people", verb, login, "--data", s.data}, args...)...)
}

func (s staffed) window() *play.Window {
	s.t.Helper()
	w, err := play.Open(s.t.Context(), s.screen, filepath.Join(bin, clocked), "motcua", "counter", "--data", s.data)
	s.do(err)
	s.t.Cleanup(w.Kill)
	time.Sleep(2 * time.Second)
	return w
}

// enter types a word at the cover and waits a little for what becomes of it.
func (s staffed) enter(word string) {
	s.t.Helper()
	s.do(s.screen.Type(word), s.screen.Keys("Return"))
	time.Sleep(1500 * time.Millisecond)
}

// comes types a word at the cover and waits until the screen is no longer that
// of before: opened, or asking for something else.
func (s staffed) comes(what, word string, share float64) {
	s.t.Helper()
	time.Sleep(500 * time.Millisecond)
	before := s.look("before")
	s.enter(word)
	s.until(what, func() bool { return differs(before, s.look("after")) > share })
	time.Sleep(500 * time.Millisecond)
}

// lock shuts the counter and waits until it is covered.
func (s staffed) lock() {
	s.t.Helper()
	before := s.look("before")
	s.do(s.screen.Keys("ctrl+l"))
	s.until("the cover", func() bool { return differs(before, s.look("after")) > 0.2 })
	time.Sleep(500 * time.Millisecond)
}

// file looks into the station's file, which asks nobody for a password.
func (s staffed) file(look func(*station.Station)) {
	s.t.Helper()
	st, err := station.Open(s.t.Context(), station.Config{Dir: s.data})
	s.do(err)
	look(st)
	s.do(st.Close())
}

func (s staffed) hold(login string) motcua.Hold {
	s.t.Helper()
	var h motcua.Hold
	s.file(func(st *station.Station) {
		staff, err := st.Store.Staff(s.t.Context())
		s.do(err)
		h = staff.Member(login).Hold
	})
	return h
}

func (s staffed) dossiers() []motcua.Row {
	s.t.Helper()
	var rows []motcua.Row
	s.file(func(st *station.Station) {
		var err error
		rows, err = st.Store.List(s.t.Context(), motcua.Filter{})
		s.do(err)
	})
	return rows
}

// One clerk fills in half a form and locks; another comes in, changes her first
// password, finishes the form in her own name, and the first comes back by her
// PIN.
func TestTheCounterIsLockedAndChangesHandsOverAHalfTypedForm(t *testing.T) {
	s := newStaffed(t)
	w := s.window()
	s.keep("people-login")
	s.do(s.screen.Keys("F2"), s.screen.Type("khai sinh"), s.screen.Keys("F9", "ctrl+2")) // goes into the box of the password
	s.do(s.screen.Keys("ctrl+a"))
	s.comes("the screens behind the right password", lanWord, 0.2)
	s.do(play.Choose(s.screen, "dang ky lai khai sinh"), s.screen.Keys("Return", "Return", "Return"), s.screen.Type(play.Sample.ID), s.screen.Keys("Return", "ctrl+a"), s.screen.Type("Nguyen Thi "))
	time.Sleep(time.Second)
	s.keep("people-half")
	half := s.look("half")
	s.lock()
	s.keep("people-locked")
	s.comes("the screens behind the PIN", lanPIN, 0.2)
	if d := differs(half, s.look("back")); d > 0.02 {
		s.keep("people-back")
		t.Errorf("after the lock %.1f %% of the screen is not as it was", 100*d)
	}
	s.lock()
	s.do(s.screen.Keys("Down"))
	s.comes("the boxes of a password of her own", hoaFirst, 0.01)
	s.keep("people-change")
	s.do(s.screen.Type(hoaWord), s.screen.Keys("Return"))
	s.comes("the box of a PIN", hoaWord, 0.005)
	s.keep("people-pin")
	pin := s.look("pin")
	s.do(s.screen.Keys("Escape")) // none
	s.until("the screens", func() bool { return differs(pin, s.look("after")) > 0.2 })
	time.Sleep(500 * time.Millisecond)
	s.do(s.screen.Type("Vi Du"))
	time.Sleep(time.Second)
	s.keep("people-switched")
	s.do(s.screen.Keys("F9"))
	codes, err := w.Received(t.Context(), 1)
	s.do(err)
	s.until("the receipt", func() bool {
		_, err := os.Stat(filepath.Join(s.papers(), "giay-hen-"+codes[0]+".pdf"))
		return err == nil
	})
	if err := w.Quit(); err != nil {
		t.Errorf("the counter ended with %v", err)
	}
	s.file(func(st *station.Station) {
		d, err := st.Store.ByCode(t.Context(), motcua.Code(codes[0]))
		s.do(err)
		if d.Steps[0].Actor != "Lê Thị Hoa" || d.Received.Clerk != "Lê Thị Hoa" || !strings.HasSuffix(strings.ToLower(motcua.Fold(d.Received.Intake.Applicant.Name)), "vi du") {
			t.Errorf("%q, %q, %q", d.Steps[0].Actor, d.Received.Clerk, d.Received.Intake.Applicant.Name)
		}
	})
	for _, word := range []string{lanWord, lanPIN, hoaFirst, hoaWord} {
		if strings.Contains(w.Log(), word) {
			t.Error("the log tells a secret")
		}
	}
	s.as("", "")
	must(t, "verify", "--data", s.data)
	s.as("binh.tv", bossWord)
	looked := must(t, "access", "list", "--data", s.data)
	for _, line := range []string{"Nguyễn Thị Lan  đăng nhập", "Lê Thị Hoa      đăng nhập", "Lê Thị Hoa      in giấy", codes[0]} {
		if !strings.Contains(looked, line) {
			t.Errorf("%q is not told of who looked at what:\n%s", line, looked)
		}
	}
}

// Words are guessed as fast as keys come, the program is killed and started
// again, its clock is turned by a year: the pause lasts what the rule says.
func TestGuessingAtTheCounterIsRefusedWhateverIsDoneToClockAndProgram(t *testing.T) {
	s := newStaffed(t)
	w := s.window()
	guesses := 0
	for end := time.Now().Add(12 * time.Second); time.Now().Before(end); guesses++ {
		s.do(s.screen.Keys("ctrl+a"), s.screen.Type("guess"+strconv.Itoa(guesses)), s.screen.Keys("Return"))
	}
	s.keep("people-refused")
	h := s.hold("lan.nt")
	if h.Fails < 2 || h.Fails > 4 { // at 0, 1, 3 and 7 seconds
		t.Errorf("of %d guesses in 12 seconds %d were looked at", guesses, h.Fails)
	}
	// One wrong word more, so that a pause of 8 seconds or more begins now.
	for s.hold("lan.nt").Fails < 5 {
		s.do(s.screen.Keys("ctrl+a"), s.screen.Type("guess"), s.screen.Keys("Return"))
		time.Sleep(time.Second)
	}
	began := time.Now()
	w.Kill()
	s.turn(366 * 24 * time.Hour)
	s.window()
	s.do(s.screen.Keys("ctrl+a"))
	s.enter(lanWord)
	s.keep("people-still-held")
	if h := s.hold("lan.nt"); h.Fails != 5 {
		t.Fatalf("%v after the fifth failure (a pause of 16 seconds) the password was taken: %+v", time.Since(began), h)
	}
	s.turn(-366 * 24 * time.Hour)
	s.until("the pause to end", func() bool {
		s.do(s.screen.Keys("ctrl+a"), s.screen.Type(lanWord), s.screen.Keys("Return"))
		time.Sleep(time.Second)
		return s.hold("lan.nt").Fails == 0
	})
	if took := time.Since(began); took < 14*time.Second { // the pause began up to 1.5 s before
		t.Errorf("it took %v", took)
	}
	if n := len(s.dossiers()); n != 0 {
		t.Errorf("%d dossiers were taken in", n)
	}
	s.as("binh.tv", bossWord)
	var lan motcua.Account
	for line := range strings.Lines(must(t, "people", "list", "--data", s.data, "--json")) {
		var a motcua.Account
		s.do(json.Unmarshal([]byte(line), &a))
		if a.Login == "lan.nt" {
			lan = a
		}
	}
	if lan.Disabled || lan.MustChange {
		t.Errorf("%+v", lan)
	}
}
