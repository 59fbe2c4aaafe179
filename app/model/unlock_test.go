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

// door is a start screen before a station that opens by one word.
type door struct {
	*model.Unlock
	clock  *modeltest.Clock
	tasks  *modeltest.Tasks
	tried  []string
	opened int
	broken error
}

func newDoor() *door {
	d := &door{clock: &modeltest.Clock{At: friday}, tasks: &modeltest.Tasks{}}
	d.Unlock = model.NewUnlock(model.UnlockConfig{
		Folder: "/du-lieu/q1", Tasks: d.tasks, Clock: d.clock,
		Open: func(_ context.Context, phrase string) error {
			d.tried = append(d.tried, phrase)
			if d.broken != nil {
				return d.broken
			}
			if phrase != "mật khẩu thử" {
				return &motcua.Error{Code: motcua.CodeDenied, Field: "passphrase"}
			}
			return nil
		},
	})
	d.OnOpened = func() { d.opened++ }
	return d
}

func TestTheRightPassphraseOpensAtOnce(t *testing.T) {
	d := newDoor()
	if s := d.State(); !s.Ready || s.Said != "" || s.Folder != "/du-lieu/q1" {
		t.Errorf("%+v", s)
	}
	d.tasks.Held = true
	d.Try("mật khẩu thử")
	if s := d.State(); !s.Busy || s.Ready {
		t.Errorf("%+v", s)
	}
	d.Try("mật khẩu thử") // Enter pressed twice
	d.tasks.Run()
	if d.opened != 1 || len(d.tried) != 1 {
		t.Errorf("opened %d times, tried %d", d.opened, len(d.tried))
	}
}

func TestEachWrongPassphraseWaitsLongerAndNoneIsTheLast(t *testing.T) {
	d := newDoor()
	for i, want := range []int{1, 2, 4, 8, 16, 32, 60, 60, 60} {
		d.Try("sai rồi")
		s := d.State()
		if s.Ready || !strings.Contains(s.Said, "Mật khẩu chưa đúng") || !strings.Contains(s.Said, "Dữ liệu vẫn còn nguyên") ||
			!strings.HasSuffix(s.Said, fmt.Sprintf("sau %d giây.", want)) || strings.Contains(s.Said, "sai rồi") {
			t.Errorf("try %d: %+v", i+1, s)
		}
		d.Try("mật khẩu thử") // too early
		d.clock.Move(time.Duration(want)*time.Second - time.Millisecond)
		if d.State().Ready {
			t.Errorf("try %d: ready before %d s", i+1, want)
		}
		d.clock.Move(time.Millisecond)
		if s := d.State(); !s.Ready || strings.Contains(s.Said, "giây") {
			t.Errorf("try %d: %+v", i+1, s)
		}
	}
	if len(d.tried) != 9 || d.opened != 0 {
		t.Errorf("tried %d, opened %d", len(d.tried), d.opened)
	}
	d.Try("mật khẩu thử")
	if d.opened != 1 {
		t.Error("the right one no longer opens")
	}
}

func TestNothingTypedIsNoTry(t *testing.T) {
	d := newDoor()
	d.Try("  ")
	if s := d.State(); !s.Ready || s.Said != "Chưa nhập mật khẩu." || len(d.tried) != 0 {
		t.Errorf("%+v", s)
	}
}

func TestWhatElseIsWrongIsSaidWithoutAPause(t *testing.T) {
	d := newDoor()
	for code, want := range map[motcua.ErrorCode]string{
		motcua.CodeCorrupt: "Đừng xóa gì", motcua.CodeDiskFull: "Ổ đĩa của máy đã đầy", motcua.CodeBusy: "chương trình khác", motcua.CodeIO: "Bấm Enter",
	} {
		d.broken = &motcua.Error{Code: code}
		d.Try("mật khẩu thử")
		if s := d.State(); !s.Ready || !strings.Contains(s.Said, want) || !strings.Contains(s.Said, "còn nguyên") || !strings.HasPrefix(s.Code, "MOTCUA-OPEN-") {
			t.Errorf("%s: %+v", code, s)
		}
	}
}
