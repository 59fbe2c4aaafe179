package hub_test

import (
	"strings"
	"testing"
	"time"

	"motcua"
)

func TestThePageSaysWhetherTheTimeRunsRestsOrWasMoved(t *testing.T) {
	c, s := start(t)
	e, token := s.Receive(1)
	// told has the station do something and the page show it.
	told := func(a motcua.Action, with []string, without ...string) {
		t.Helper()
		s.Append(a.Kind(), e.Dossier, a)
		s.round(t)
		c.Clock.Turn(time.Minute)
		_, _, page := open(t, c, token)
		mustContain(t, page, with...)
		for _, w := range without {
			if strings.Contains(page, w) {
				t.Errorf("after %s the page says %q", a.Kind(), w)
			}
		}
	}
	told(motcua.Forwarded{To: motcua.Place{Name: "Phòng Kín"}}, []string{"<h2>Đang xử lý</h2>", "Hẹn trả <b>"}, "Phòng Kín", "tạm dừng")
	told(motcua.Paused{Reason: "lý do kín", With: "Công an"}, []string{"<h2>Đang xử lý</h2>", "Thời hạn đang tạm dừng", "đang được xác minh"}, "lý do kín", "Công an", "Hẹn trả <b>")
	due := time.Date(2026, 12, 30, 16, 30, 0, 0, motcua.Local)
	told(motcua.Resumed{Due: due}, []string{"Hẹn trả <b>16:30, thứ Tư 30/12/2026"}, "tạm dừng")
	told(motcua.SupplementRequested{Reason: "thiếu"}, []string{"<h2>Yêu cầu bổ sung giấy tờ</h2>", "Thời hạn đang tạm dừng", "mang đến quầy các giấy tờ"})
	told(motcua.SupplementReceived{Complete: true}, []string{"<h2>Đang xử lý</h2>", "Hẹn trả <b>16:30"}, "tạm dừng")
	told(motcua.Extended{Due: due.Add(24 * time.Hour), Reason: "nhiều hồ sơ"}, []string{"Hẹn lại <b>16:30, thứ Năm 31/12/2026"}, "nhiều hồ sơ")
	told(motcua.ResultRecorded{Name: "Giấy kín"}, []string{"<h2>Đã xử lý xong</h2>"}, "Giấy kín")
	result := s.Append(motcua.EventNoted, e.Dossier, motcua.Noted{Text: "ghi chú kín"})
	told(motcua.Revoked{Event: result.ID}, []string{"<h2>Đã xử lý xong</h2>"}, "ghi chú kín")
	told(motcua.HandedOver{To: motcua.TakerOwner, Name: "Nguyễn Kín"}, []string{"<h2>Đã trả kết quả</h2>"}, "Nguyễn Kín")
}

func TestADossierThatIsOnlyRegisteredAsksForItsPapers(t *testing.T) {
	c, s := start(t)
	e, token := s.ReceiveAs(1, func(r *motcua.Received) { r.Begin, r.Appointment.Due = motcua.StatusRegistered, time.Time{} })
	s.Append(motcua.EventSupplementRequested, e.Dossier, motcua.SupplementRequested{Reason: "thiếu"})
	s.round(t)
	_, _, page := open(t, c, token)
	mustContain(t, page, "<h2>Mới đăng ký</h2>", "mang đến quầy các giấy tờ", "Chưa có ngày hẹn trả")
	s.Append(motcua.EventSupplementReceived, e.Dossier, motcua.SupplementReceived{Complete: true})
	s.Append(motcua.EventRefused, e.Dossier, motcua.Refused{Reasons: []string{"lý do kín"}})
	s.round(t)
	c.Clock.Turn(time.Minute)
	_, _, page = open(t, c, token)
	mustContain(t, page, "<h2>Không được tiếp nhận</h2>", "ghi trong phiếu từ chối")
	if strings.Contains(page, "lý do kín") || strings.Contains(page, "tạm dừng") {
		t.Error(page)
	}
}

func TestAnActionThatCannotBeReadIsRefusedAndTheNextOnesCount(t *testing.T) {
	c, s := start(t)
	e, _ := s.Receive(1)
	torn := s.AppendBody(motcua.EventForwarded, e.Dossier, []byte(`{"data":[],"salt":""}`))
	lost := s.Append(motcua.EventResultRecorded, e.Dossier, motcua.ResultRecorded{Name: "Giấy"})
	s.round(t)
	refused := map[uint64]motcua.ErrorCode{}
	s.Look(func() {
		for _, r := range s.Receipts {
			for _, x := range r.Refused {
				refused[x.Seq] = x.Code
			}
		}
	})
	if len(refused) != 1 || refused[torn.Seq] != motcua.CodeCorrupt || refused[lost.Seq] != "" {
		t.Errorf("%v", refused)
	}
	list, err := c.Dossiers(t.Context())
	if err != nil || len(list) != 1 || list[0].Status != motcua.StatusDone {
		t.Errorf("%v %+v", err, list)
	}
}
