package desktop

import (
	"testing"

	"fyne.io/fyne/v2/test"
)

// What runApp leans on is no promise of the toolkit: another version may have
// it no longer, or need it no longer.
func TestTheToolkitStillHasWhatItDoesLast(t *testing.T) {
	l, ok := test.NewTempApp(t).Lifecycle().(stopping)
	if !ok {
		t.Fatal("the lifecycle cannot be asked: see whether runApp is still needed")
	}
	did := false
	l.SetOnStoppedHookExecuted(func() { did = true })
	if l.OnStopped()(); !did {
		t.Error("the last thing is not what was set")
	}
	if l.SetOnStoppedHookExecuted(nil); l.OnStopped() != nil {
		t.Error("it is queued all the same")
	}
}
