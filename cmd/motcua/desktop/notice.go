package desktop

import (
	"context"
	"io"
	"io/fs"
	"os"

	"fyne.io/fyne/v2/app"

	window "motcua/app"
)

// unseen reports whether nobody reads what is written there: a program started
// from an icon writes into nothing, or into a system's journal.
func unseen(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	if err != nil || info.Mode()&fs.ModeSocket != 0 {
		return true
	}
	null, err := os.Stat(os.DevNull)
	return err == nil && os.SameFile(info, null)
}

// say shows in a window what no window of the station could say, and returns
// err.
func (e *env) say(err error) error {
	if unseen(e.err) {
		// Nothing is open that an end could harm.
		defer context.AfterFunc(e.ctx, func() { os.Exit(1) })()
		a := app.NewWithID(appID)
		window.NewNotice(a, sentence(err)).Show()
		runApp(a)
	}
	return err
}
