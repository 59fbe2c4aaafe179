package store_test

import (
	"testing"
	"time"

	"motcua"
	"motcua/store"
)

// yesterday's dossier and three of today's, one of them finished.
func dayOfWork(t *testing.T, s *store.Store) []motcua.Dossier {
	t.Helper()
	old := form("Cao Hôm Qua")
	old.Appointment.Received = morning().AddDate(0, 0, -1)
	receive(t, s, old)
	var out []motcua.Dossier
	for _, n := range []string{"Lê Một", "Lê Hai", "Lê Ba"} {
		out = append(out, receive(t, s, form(n)))
	}
	d := move(t, s, out[0], motcua.StatusProcessing)
	d = move(t, s, d, motcua.StatusSupplement)
	d = move(t, s, d, motcua.StatusProcessing)
	d = move(t, s, d, motcua.StatusDone)
	move(t, s, d, motcua.StatusResultReturned)
	move(t, s, move(t, s, out[1], motcua.StatusProcessing), motcua.StatusStopped)
	return out
}

func closing(saved int) motcua.DayClosed {
	return motcua.DayClosed{Day: "2026-11-23", Counted: saved, Saved: saved, From: "Lê Thị Minh Dụ", To: "Phạm Văn Thử", Reason: "mất mạng từ trưa"}
}

func TestTheDaysWorkIsCountedFromTheLogOfTheDay(t *testing.T) {
	s := open(t, newStation(t))
	made := dayOfWork(t, s)
	file(t, s, made[2], "trang giấy một")
	file(t, s, made[2], "trang giấy hai")
	counts, closed, err := s.DayCounts(ctx, morning())
	if err != nil || closed != nil || len(counts) != 1 {
		t.Fatalf("%+v %+v %v", counts, closed, err)
	}
	if want := (motcua.DayCount{Counter: "Quầy 01", Taken: 3, Returned: 1, Supplements: 1, Refused: 1, Pages: 2}); counts[0] != want {
		t.Errorf("%+v, want %+v", counts[0], want)
	}
	counts, _, err = s.DayCounts(ctx, morning().AddDate(0, 0, -1))
	if err != nil || counts[0].Taken != 1 || counts[0].Returned != 0 {
		t.Errorf("the day before: %+v, %v", counts, err)
	}
	counts, _, err = s.DayCounts(ctx, morning().AddDate(0, 1, 0))
	if err != nil || len(counts) != 1 || counts[0] != (motcua.DayCount{Counter: "Quầy 01"}) {
		t.Errorf("a day without work: %+v, %v", counts, err)
	}
}

func TestWhatDiffersIsNamedUntilTheHubConfirmsIt(t *testing.T) {
	s := open(t, newStation(t))
	h := enrol(t, s)
	made := dayOfWork(t, s)
	names := func() string {
		t.Helper()
		rows, err := s.DayDiffers(ctx, morning(), 10)
		if err != nil {
			t.Fatal(err)
		}
		out := ""
		for _, r := range rows {
			out += r.Name + "|"
		}
		return out
	}
	others := func(want int) {
		t.Helper()
		if n, err := s.OthersUnconfirmed(ctx, morning()); n != want || err != nil {
			t.Errorf("%d of other days, want %d, %v", n, want, err)
		}
	}
	if got := names(); got != "Lê Một|Lê Hai|Lê Ba|" {
		t.Errorf("%s", got)
	}
	others(1) // yesterday's
	all := pending(t, s)
	last := all[len(all)-1]
	if err := s.Acknowledge(ctx, h.receipt(s, last.Seq, last.Hash())); err != nil {
		t.Fatal(err)
	}
	if got := names(); got != "" {
		t.Errorf("confirmed, and still named: %s", got)
	}
	others(0)
	move(t, s, made[2], motcua.StatusProcessing)
	if got := names(); got != "Lê Ba|" {
		t.Errorf("%s", got)
	}
}

func TestADayIsClosedByAnEventAndTheNewestCounts(t *testing.T) {
	dir := newStation(t)
	s := open(t, dir)
	dayOfWork(t, s)
	at := morning().Add(8 * time.Hour)
	if err := s.CloseDay(ctx, "quay01", at, closing(3)); err != nil {
		t.Fatal(err)
	}
	again := closing(3)
	again.To = "Tô Văn Ví"
	if err := s.CloseDay(ctx, "quay01", at.Add(time.Minute), again); err != nil {
		t.Fatal(err)
	}
	_, got, err := s.DayCounts(ctx, morning())
	if err != nil || got == nil || got.To != "Tô Văn Ví" || got.Saved != 3 {
		t.Errorf("%+v, %v", got, err)
	}
	if _, got, err = s.DayCounts(ctx, morning().AddDate(0, 0, -1)); err != nil || got != nil {
		t.Errorf("another day is closed too: %+v, %v", got, err)
	}
	wantClean(t, s)
}

func TestADayIsNotClosedOnNumbersThatHaveChangedSince(t *testing.T) {
	s := open(t, newStation(t))
	dayOfWork(t, s)
	err := s.CloseDay(ctx, "quay01", morning(), closing(2))
	wantCode(t, err, motcua.CodeConflict)
	bad := closing(3)
	bad.Reason = ""
	wantCode(t, s.CloseDay(ctx, "quay01", morning(), bad), motcua.CodeInvalid)
	if _, got, err := s.DayCounts(ctx, morning()); err != nil || got != nil {
		t.Errorf("closed all the same: %+v, %v", got, err)
	}
}

func TestEveryKindOfWorkIsCountedAndWhatWasTakenBackIsNot(t *testing.T) {
	s := open(t, newStation(t))
	done := receive(t, s, form("Lê Một"))
	done = move(t, s, done, motcua.StatusProcessing)
	done = act(t, s, done, motcua.ResultRecorded{Name: "Bản sao"})
	act(t, s, done, motcua.HandedOver{To: motcua.TakerOwner, Name: "Lê Một"})

	waits := move(t, s, receive(t, s, form("Lê Hai")), motcua.StatusProcessing)
	act(t, s, waits, ask)

	stops := move(t, s, receive(t, s, form("Lê Ba")), motcua.StatusProcessing)
	act(t, s, stops, motcua.Stopped{Cause: motcua.StopRequest, Reason: "xin rút"})

	back := receive(t, s, form("Lê Bốn"))
	back = move(t, s, back, motcua.StatusProcessing)
	back = act(t, s, back, motcua.StatusChanged{From: motcua.StatusProcessing, To: motcua.StatusSupplement})
	if _, err := s.Act(ctx, motcua.Act{At: morning().Add(time.Minute), Dossier: back.ID, Do: motcua.Revoked{Event: back.Newest}}); err != nil {
		t.Fatal(err)
	}

	r := form("Lê Năm")
	r.Begin = motcua.StatusRegistered
	if _, err := s.Receive(ctx, "", morning(), r, motcua.Refused{Reasons: []string{"không thuộc thẩm quyền"}}); err != nil {
		t.Fatal(err)
	}
	counts, _, err := s.DayCounts(ctx, morning())
	if want := (motcua.DayCount{Counter: "Quầy 01", Taken: 4, Returned: 1, Supplements: 1, Refused: 2}); err != nil || counts[0] != want {
		t.Errorf("%+v, want %+v, %v", counts[0], want, err)
	}
}
