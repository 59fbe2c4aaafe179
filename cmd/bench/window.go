package main

import (
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"os"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	program "motcua/cmd/motcua/desktop"
)

// pressKeys opens the counter of a folder, presses a few hundred keys in each
// round and prints how long each
// took. Nothing of the folder is changed but the form's draft.
func pressKeys(dir string, rounds int) int {
	return program.MainWith(context.Background(), []string{"counter", "--data", dir}, os.Stdin, os.Stderr, os.Stderr,
		program.Hooks{Opened: func(w fyne.Window) { newTypist(w).begin(rounds) }})
}

const (
	between = 40 * time.Millisecond // a fast clerk's keys, and time for what a key sets off
	pause   = time.Second           // after a screen was turned to
)

// act is one thing that the typist does. What is not timed sets up the next.
type act struct {
	do    func()
	into  *times // nil: not timed
	after time.Duration
}

// typist presses keys where the toolkit itself would give them to the window:
// before a frame is drawn. It notes when that frame is there.
type typist struct {
	win     fyne.Window
	mark    *canvas.Raster
	acts    []act
	ready   time.Time
	begun   time.Time
	waiting *act
	found   pressed
}

func newTypist(w fyne.Window) *typist {
	t := &typist{win: w}
	t.mark = canvas.NewRaster(func(int, int) image.Image { t.drawn(); return image.NewUniform(color.Transparent) })
	t.mark.Resize(fyne.NewSize(1, 1))
	return t
}

func (t *typist) begin(rounds int) {
	form := t.win.Content()
	line := canvas.NewText("", color.Black)
	t.turn(func() { t.show(line) })
	for i := range 60 * rounds {
		t.timed(&t.found.Empty, func() { line.Text = fmt.Sprint("dòng ", i); line.Refresh() })
	}
	t.turn(func() { t.show(form) })
	for range rounds {
		t.fillForm()
	}
	t.turn(func() { t.ctrl(fyne.Key2) })
	for range rounds {
		t.press(&t.found.List, fyne.KeyDown, 40)
		t.press(&t.found.List, fyne.KeyPageDown, 12)
		t.press(&t.found.List, fyne.KeyUp, 40)
		t.press(&t.found.List, fyne.KeyPageUp, 12)
	}
	t.ready = time.Now().Add(3 * time.Second) // the first lists are there
	frames := fyne.NewAnimation(time.Hour, func(float32) { t.frame() })
	frames.Curve = fyne.AnimationLinear
	frames.Start()
}

// fillForm types a whole form, box by box, over what was there.
func (t *typist) fillForm() {
	t.turn(func() { t.key(fyne.KeyF2) })
	t.write("2.000815")
	t.wait(pause)
	t.press(&t.found.Form, fyne.KeyReturn, 4)
	for _, box := range []struct {
		text  string
		enter int
	}{{"046190000001", 1}, {"Nguyễn Thị Ví Dụ", 1}, {"15081990", 2}, {"0912000001", 6}, {"Tổ 5, số 12 đường Thí Dụ", 0}} {
		t.acts = append(t.acts, act{do: func() { t.shortcut(&fyne.ShortcutSelectAll{}) }, after: between})
		t.write(box.text)
		t.press(&t.found.Form, fyne.KeyReturn, box.enter)
	}
}

func (t *typist) turn(do func())               { t.acts = append(t.acts, act{do: do, after: pause}) }
func (t *typist) wait(d time.Duration)         { t.acts = append(t.acts, act{do: func() {}, after: d}) }
func (t *typist) timed(into *times, do func()) { t.acts = append(t.acts, act{do, into, between}) }
func (t *typist) press(into *times, k fyne.KeyName, n int) {
	for range n {
		t.timed(into, func() { t.key(k) })
	}
}

func (t *typist) write(text string) {
	for _, r := range text {
		t.timed(&t.found.Form, func() {
			t.key(fyne.KeyName(strings.ToUpper(string(r)))) // the toolkit tells a letter's key, then the letter
			if f := t.win.Canvas().Focused(); f != nil {
				f.TypedRune(r)
			}
		})
	}
}

func (t *typist) key(k fyne.KeyName) {
	e := &fyne.KeyEvent{Name: k}
	if f := t.win.Canvas().Focused(); f != nil {
		f.TypedKey(e)
	} else if typed := t.win.Canvas().OnTypedKey(); typed != nil {
		typed(e)
	}
}

func (t *typist) ctrl(k fyne.KeyName) {
	t.shortcut(&desktop.CustomShortcut{KeyName: k, Modifier: fyne.KeyModifierControl})
}

func (t *typist) shortcut(s fyne.Shortcut) {
	if f, ok := t.win.Canvas().Focused().(fyne.Shortcutable); ok {
		f.TypedShortcut(s)
	}
}

func (t *typist) show(o fyne.CanvasObject) {
	t.win.SetContent(container.NewStack(o, container.NewWithoutLayout(t.mark)))
}

// frame is called where the toolkit polls for keys, before it draws.
func (t *typist) frame() {
	switch now := time.Now(); {
	case t.waiting != nil || now.Before(t.ready):
	case len(t.acts) == 0:
		t.end()
	default:
		a := t.acts[0]
		t.acts = t.acts[1:]
		t.begun = time.Now()
		a.do()
		if a.into == nil {
			t.ready = time.Now().Add(a.after)
			return
		}
		t.waiting = &a
		t.mark.Refresh()
	}
}

// drawn is called in the middle of a frame; what it queues runs once the frame
// is on the screen.
func (t *typist) drawn() {
	a, begun := t.waiting, t.begun
	if a == nil {
		return
	}
	t.waiting = nil
	t.ready = time.Now().Add(time.Hour) // until the frame is there
	fyne.Do(func() {
		now := time.Now()
		*a.into = append(*a.into, now.Sub(begun))
		t.ready = now.Add(a.after)
	})
}

// end says what was found. A clean end would back the big file up first.
func (t *typist) end() {
	if err := json.NewEncoder(os.Stdout).Encode(t.found); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	os.Exit(0)
}
