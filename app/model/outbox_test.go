package model_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"motcua"
	"motcua/app/model"
	"motcua/app/model/modeltest"
)

// pile is what a station has unsent.
type pile struct {
	unsent []motcua.Unsent
	last   time.Time
	fail   error
}

func (p *pile) Unsent(_ context.Context, limit int) ([]motcua.Unsent, error) {
	return p.unsent[:min(limit, len(p.unsent))], p.fail
}
func (p *pile) LastReceipt(context.Context) (time.Time, error) { return p.last, p.fail }

type outboxBench struct {
	*model.Outbox
	pile    *pile
	carrier *modeltest.Carrier
	clock   *modeltest.Clock
	tasks   *modeltest.Tasks
}

var offline = modeltest.Road{Mode: motcua.RoadOffline, Code: motcua.CodeUnreachable, Since: friday.Add(-30 * time.Minute), Next: friday.Add(4 * time.Minute)}

func newOutboxBench(road model.Road) *outboxBench {
	b := &outboxBench{clock: &modeltest.Clock{At: friday}, tasks: &modeltest.Tasks{}, carrier: &modeltest.Carrier{}, pile: &pile{}}
	b.Outbox = model.NewOutbox(model.OutboxConfig{Unsents: b.pile, Dossiers: rows{{}}, Road: road, Carrier: b.carrier, Tasks: b.tasks, Clock: b.clock})
	return b
}

func code(n string) motcua.Code { return motcua.Code("H57.19.789-" + n) }

// mixed is one of everything.
func mixed() []motcua.Unsent {
	return []motcua.Unsent{
		{Dossier: "d2", Code: code("261120-0002"), Name: "Cao Thị Minh Thử", Refusal: motcua.CodeConflict},
		{Dossier: "d5", Code: code("261120-0005"), Name: "Nguyễn Đình Giả", Events: 1, Taken: 1, Since: friday},
		{Dossier: "d6", Code: code("261120-0006"), Name: "Võ Thị Thí Dụ", Events: 3, Taken: 1, Files: 2, Since: friday},
		{Dossier: "d4", Code: code("261120-0004"), Name: "Trương Văn Phỏng", Events: 2, Files: 2, Since: friday},
		{Dossier: "d3", Code: code("261120-0003"), Name: "Đỗ Văn Thử", Events: 1, Taken: 1, Sent: true, Since: friday},
		{Dossier: "d9", Code: code("261119-0042"), Name: "Hoàng Văn Nháp", Events: 1, Since: friday.AddDate(0, 0, -1)},
		{Events: 2, Since: friday},
	}
}

func TestTheOutboxSaysWhatWhyWhenAgainAndWhatToDo(t *testing.T) {
	b := newOutboxBench(offline)
	if b.State().Known {
		t.Error("nothing was asked for yet")
	}
	b.pile.unsent, b.pile.last = mixed(), friday.Add(-33*time.Minute)
	b.Reload()
	s := b.State()
	if s.Bold != "7 mục chưa được Trung tâm xác nhận." || s.Text != "Tất cả đã lưu an toàn trên máy này, tiếp nhận cứ làm bình thường." || s.Saved != "6" || s.Sent != "3" || s.Received != "1" || s.Badge != "7" || s.Last != "Lần xác nhận gần nhất 10:09" {
		t.Errorf("%+v", s)
	}
	want := []model.OutboxItem{
		{Look: model.OutboxHuman, What: "261120-0002 · Cao Thị Minh Thử · Trung tâm chưa nhận", Why: "Trung tâm chưa nhận: mã hồ sơ này đã có ở Trung tâm từ quầy khác. Hồ sơ vẫn còn trên máy. Báo quản trị.", Next: "Cần người sửa", Do: "Mở hồ sơ", Dossier: "d2"},
		{Look: model.OutboxWaits, What: "261120-0005, 0006 · 2 hồ sơ mới tiếp nhận", Why: "Mất mạng từ 10:12. Hồ sơ và giấy hẹn vẫn đầy đủ trên máy.", Next: "Tự gửi lúc 10:46", Do: "Xem danh sách"},
		{Look: model.OutboxWaits, What: "261120-0004 · Trương Văn Phỏng · tệp giấy tờ thêm vào", Why: "Mất mạng từ 10:12. Hồ sơ và giấy hẹn vẫn đầy đủ trên máy.", Next: "Tự gửi lúc 10:46", Do: "Mở hồ sơ", Dossier: "d4"},
		{Look: model.OutboxWaits, What: "261119-0042 · Hoàng Văn Nháp · bước xử lý mới", Why: "Chờ từ 10:42 ngày 19/11. Mất mạng từ 10:12. Hồ sơ và giấy hẹn vẫn đầy đủ trên máy.", Next: "Tự gửi lúc 10:46", Do: "Mở hồ sơ", Dossier: "d9"},
		{Look: model.OutboxAsked, What: "261120-0003 · Đỗ Văn Thử · chờ biên nhận", Why: "Đã gửi, Trung tâm chưa trả biên nhận. Gửi lại cũng không tạo hồ sơ trùng.", Next: "Hỏi lại lúc 10:46", Do: "Mở hồ sơ", Dossier: "d3"},
		{Look: model.OutboxTiny, What: "Việc của quầy · số hồ sơ, sổ ngày", Why: "Mục nhỏ, đi cùng lượt gửi kế tiếp.", Next: "Tự gửi lúc 10:46"},
	}
	if len(s.Items) != len(want) {
		t.Fatalf("%+v", s.Items)
	}
	for i, w := range want {
		if s.Items[i] != w {
			t.Errorf("row %d:\n%+v, want\n%+v", i, s.Items[i], w)
		}
	}
}

func TestEveryStateOfTheRoadHasItsReason(t *testing.T) {
	for _, c := range []struct {
		road      motcua.RoadState
		why, next string
		look      model.OutboxLook
	}{
		{motcua.RoadState{Mode: motcua.RoadNone}, "Quầy chưa đăng ký với Trung tâm.", "Khi quầy đăng ký", model.OutboxWaits},
		{motcua.RoadState{Mode: motcua.RoadIdle, Next: friday.Add(time.Minute)}, "Có mạng, chờ đến lượt.", "Tự gửi lúc 10:43", model.OutboxWaits},
		{motcua.RoadState{Mode: motcua.RoadSending}, "Đang đi.", "Đang gửi", model.OutboxGoing},
		{motcua.RoadState{Mode: motcua.RoadStopped, Code: motcua.CodeRevoked}, "Dừng gửi: Trung tâm đã thu hồi khóa của quầy này.", "Khi đường truyền chạy lại", model.OutboxHuman},
		{motcua.RoadState{Mode: motcua.RoadOffline, Code: motcua.CodeBusy, Since: friday}, "Chưa gửi được từ 10:42", "Trong lượt gửi kế tiếp", model.OutboxWaits},
	} {
		b := newOutboxBench(modeltest.Road(c.road))
		b.pile.unsent = mixed()[1:2]
		b.Reload()
		if it := b.State().Items[0]; !strings.HasPrefix(it.Why, c.why) || it.Next != c.next || it.Look != c.look {
			t.Errorf("mode %d: %+v", c.road.Mode, it)
		}
	}
	b := newOutboxBench(nil)
	b.pile.unsent = mixed()
	b.Reload()
	if it := b.State().Items[1]; !strings.HasPrefix(it.Why, "Quầy chưa đăng ký") {
		t.Errorf("without a road: %+v", it)
	}
}

func TestManyOfOneCauseAreOneRow(t *testing.T) {
	b := newOutboxBench(offline)
	for i := range 600 {
		b.pile.unsent = append(b.pile.unsent, motcua.Unsent{Dossier: "d", Code: code("261120-000" + string(rune('1'+i%9))), Name: "X", Events: 1, Taken: 1, Since: friday})
	}
	b.Reload()
	s := b.State()
	if len(s.Items) != 1 || s.Items[0].What != "261120-0001, 0002, 0003 … · 500 hồ sơ mới tiếp nhận" || s.Bold != "Trên 500 mục chưa được Trung tâm xác nhận." {
		t.Errorf("%+v", s)
	}
	if b.Chosen() != "" {
		t.Error("a row of many opens one of them")
	}
}

func TestAnEmptyOutboxSaysThatNothingWaits(t *testing.T) {
	b := newOutboxBench(offline)
	b.Reload()
	s := b.State()
	if s.Empty == nil || s.Bold != "Không còn mục nào chờ." || s.Badge != "" || s.Last != "" {
		t.Errorf("%+v", s)
	}
	b.Move(+1)
	b.Select(4)
	if b.Chosen() != "" {
		t.Error("chose nothing")
	}
}

func TestRetryWakesTheRoadAndTheRowsAreWalked(t *testing.T) {
	b := newOutboxBench(offline)
	b.pile.unsent = mixed()
	b.Reload()
	b.Move(+2)
	if b.Chosen() != "d4" {
		t.Errorf("%q", b.Chosen())
	}
	b.Move(-9)
	b.Retry()
	if w, _ := b.carrier.Asked(); w != 1 || b.State().Note != "Đang thử gửi lại" || b.Chosen() != "d2" {
		t.Errorf("woken %d times, %q", w, b.State().Note)
	}
}

func TestAStickIsWrittenOnceAndSaysWhenItMayBePulled(t *testing.T) {
	b := newOutboxBench(offline)
	b.pile.unsent = mixed()
	b.Reload()
	b.WriteStick("  ")
	b.tasks.Held = true
	b.WriteStick(" /media/usb ")
	b.WriteStick("/media/usb")
	if got := b.State().Note; got != "Đang chép ra /media/usb, chưa rút USB" {
		t.Errorf("%q", got)
	}
	b.tasks.Run()
	if _, sticks := b.carrier.Asked(); len(sticks) != 1 || sticks[0] != "/media/usb" {
		t.Errorf("%v", sticks)
	}
	if got := b.State().Note; got != "Đã chép 3 mục, 1 tệp vào /media/usb/goi-1. Rút USB được rồi." {
		t.Errorf("%q", got)
	}
	b.tasks.Held = false
	b.carrier.Fail = &motcua.Error{Code: motcua.CodeDiskFull}
	b.WriteStick("/media/usb")
	if s := b.State(); s.Note != "" || s.Trouble == nil || s.Trouble.Code != "MOTCUA-STICK-DISK-FULL" || s.Trouble.Safe != "Mọi hồ sơ vẫn nằm trên máy, chưa mục nào bị coi là đã gửi." {
		t.Errorf("%+v", s.Trouble)
	}
}

func TestTheOutboxLooksAgainOnlyWhileItIsThere(t *testing.T) {
	b := newOutboxBench(offline)
	b.Watch()
	b.Watch()
	b.pile.unsent = mixed()
	b.clock.Move(4 * time.Second)
	if len(b.State().Items) == 0 {
		t.Error("it does not look again")
	}
	b.Stop()
	b.Stop()
	if b.clock.Waiting() != 0 {
		t.Error("it goes on looking")
	}
	b.pile.fail = &motcua.Error{Code: motcua.CodeBusy}
	b.Reload()
	if s := b.State(); s.Trouble == nil || len(s.Items) == 0 {
		t.Errorf("%+v", s)
	}
}

func TestWithoutACarrierNothingIsOfferedThatCannotBeDone(t *testing.T) {
	m := model.NewOutbox(model.OutboxConfig{Unsents: &pile{}, Dossiers: rows{{}}, Tasks: &modeltest.Tasks{}, Clock: &modeltest.Clock{At: friday}})
	m.Retry()
	m.WriteStick("/media/usb")
	if s := m.State(); s.CanSend || s.Note != "" {
		t.Errorf("%+v", s)
	}
}
