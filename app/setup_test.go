package app

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"motcua/app/model"
	"motcua/app/model/modeltest"
)

func TestTheFirstWindowMakesACounterByKeysAlone(t *testing.T) {
	l, a := &loop{}, test.NewTempApp(t)
	made, opened := make(chan model.NewStation, 2), 0
	u := newSetup(a, SetupConfig{Folder: "/du-lieu/quay", Units: modeltest.Units{},
		Make: func(_ context.Context, s model.NewStation) error { made <- s; return nil }, Made: func() { opened++ }},
		newRunnerOn(time.Now, l.post))
	t.Cleanup(u.Close)
	u.Show()
	for _, word := range []string{"hue", "phu xuan", "duy nhat"} {
		f := u.win.Canvas().Focused()
		for _, r := range word {
			f.TypedRune(r)
		}
		f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	}
	u.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyF9})
	l.until(t, "the counter", func() bool { return opened == 1 })
	if got := <-made; got != (model.NewStation{Unit: "46-19803", Name: "Quầy 01", From: 1, To: 999}) {
		t.Errorf("%+v", got)
	}
}
