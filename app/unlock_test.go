package app

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"motcua"
)

func TestTheStartWindowAsksUntilThePassphraseIsRight(t *testing.T) {
	l, a := &loop{}, test.NewTempApp(t)
	opened, tries := 0, make(chan string, 9)
	u := newUnlock(a, UnlockConfig{
		Folder: "/du-lieu/q1",
		Open: func(_ context.Context, phrase string) error {
			tries <- phrase
			if phrase != "mật khẩu thử" {
				return &motcua.Error{Code: motcua.CodeDenied, Field: "passphrase"}
			}
			return nil
		},
		Opened: func() { opened++ },
	}, newRunnerOn(time.Now, l.post))
	t.Cleanup(u.Close)
	u.Show()
	enter := func(s string) {
		t.Helper()
		f := u.win.Canvas().Focused()
		if f == nil {
			t.Fatal("nothing has the focus")
		}
		for _, r := range s {
			f.TypedRune(r)
		}
		f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	}
	if said := texts(u.win); !strings.Contains(said, "Mật khẩu của quầy") || !strings.Contains(said, "/du-lieu/q1") {
		t.Errorf("it shows %q", said)
	}
	enter("sai rồi")
	l.until(t, "the refusal", func() bool { return strings.Contains(texts(u.win), "Mật khẩu chưa đúng") })
	if said := texts(u.win); strings.Contains(said, "sai rồi") {
		t.Errorf("it shows what was typed: %q", said)
	}
	l.until(t, "the pause to end", func() bool { return u.model.State().Ready })
	enter("mật khẩu thử") // over the wrong one, which is marked
	l.until(t, "the station", func() bool { return opened == 1 })
	if got := []string{<-tries, <-tries}; got[0] != "sai rồi" || got[1] != "mật khẩu thử" {
		t.Errorf("tried %q", got)
	}
	if f := u.win.Canvas().Focused(); f != nil && strings.Contains(texts(u.win), "mật khẩu thử") {
		t.Error("the passphrase stayed in the window")
	}
}

func TestTheStartWindowCanBeLeft(t *testing.T) {
	l, a := &loop{}, test.NewTempApp(t)
	u := newUnlock(a, UnlockConfig{Open: func(context.Context, string) error { return nil }, Opened: func() { t.Error("opened") }}, newRunnerOn(time.Now, l.post))
	u.Show()
	closed := false
	u.win.SetOnClosed(func() { closed = true })
	u.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	l.turn()
	if !closed {
		t.Error("Esc does not close it")
	}
}
