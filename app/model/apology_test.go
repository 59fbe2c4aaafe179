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

func TestAnAppointmentThatIsNearSaysWhatToDoBeforeItPasses(t *testing.T) {
	now := time.Date(2026, 11, 20, 10, 42, 0, 0, motcua.Local) // a Friday
	today, monday := now.Add(6*time.Hour+18*time.Minute), now.AddDate(0, 0, 3)
	extended := func(d *motcua.Dossier) { d.Course.Extension = &motcua.Extended{Due: d.Due} }
	for name, c := range map[string]struct {
		status motcua.Status
		due    time.Time
		change func(*motcua.Dossier)
		light  model.Light
		want   string
		may    bool
	}{
		"today":        {motcua.StatusProcessing, today, nil, model.LightToday, "Đến hạn 17:00 hôm nay. Nếu không kịp: xin lỗi và hẹn lại trước giờ ấy (Mẫu 04)", true},
		"soon":         {motcua.StatusReceived, monday, nil, model.LightSoon, "Đến hạn 10:42 thứ Hai 23/11. Nếu không kịp", true},
		"late":         {motcua.StatusProcessing, now.Add(-time.Hour), nil, model.LightLate, "Quá hẹn 09:42 hôm nay, chưa có thư xin lỗi. Xin lỗi và hẹn lại ngay (Mẫu 04)", true},
		"moved before": {motcua.StatusProcessing, today, extended, model.LightToday, "Đến hạn 17:00 hôm nay. Đã hẹn lại một lần, không được hẹn lại nữa", false},
		"late again":   {motcua.StatusProcessing, now.Add(-time.Hour), extended, model.LightLate, "Quá hẹn 09:42 hôm nay, là hẹn lần thứ hai", false},
		"elsewhere": {motcua.StatusProcessing, today, func(d *motcua.Dossier) {
			d.Course.Holder = motcua.Place{Unit: "46-00001", Name: "Xã Thí Dụ"}
		}, model.LightToday, "nhắc Xã Thí Dụ xin lỗi và hẹn lại", false},
		"calm":     {motcua.StatusProcessing, now.AddDate(0, 0, 9), nil, model.LightCalm, "", false},
		"rests":    {motcua.StatusSupplement, today, nil, model.LightPaused, "", false},
		"done":     {motcua.StatusDone, today, nil, model.LightDone, "", false},
		"same day": {motcua.StatusProcessing, today, nil, model.LightToday, "", false},
		"erased":   {motcua.StatusProcessing, today, func(d *motcua.Dossier) { d.Erased = true }, model.LightToday, "", false},
	} {
		b := newStepBench(t, c.status)
		b.d.Due = c.due
		if c.change != nil {
			c.change(&b.d)
		}
		at := motcua.WorkTimes{Now: now, DayEnd: time.Date(2026, 11, 21, 0, 0, 0, 0, motcua.Local), Soon: now.AddDate(0, 0, 3).Add(time.Minute)}
		b.d.Received.Appointment.Received = now.AddDate(0, 0, -4)
		if name == "same day" {
			b.d.Received.Appointment.Received = now.Add(-time.Hour)
		}
		a := b.Apology(b.d, c.light, at)
		if !strings.Contains(a.Text, c.want) || a.May != c.may || (c.want == "") != (a.Text == "") || (a.Text == "") != (a.Short == "") {
			t.Errorf("%s: %+v", name, a)
		}
		if s := b.begin(model.StepExtend); c.may && (!s.Open || s.VerbKey != "F9") {
			t.Errorf("%s: the sheet does not open", name)
		}
	}
}

func TestTheListCountsWhatIsNearAndShowsOnlyThatWhenAsked(t *testing.T) {
	b := newWorkBench(0)
	for name, due := range map[string]time.Duration{"Phan Nay": 6 * time.Hour, "Phan Mốt": 71 * time.Hour, "Lê Trễ": -time.Hour, "Võ Xa": 9 * 24 * time.Hour} {
		d := dossier(int(due/time.Hour)+2, name, friday.AddDate(0, 0, -3))
		d.Received.Appointment.Due = friday.Add(due)
		b.desk.Put(d)
	}
	b.due(900, "Cao Mới", friday.Add(3*time.Hour), motcua.StatusReceived) // taken in today
	b.Reload()
	s := b.State()
	if s.Near.Words != "2 sắp đến hẹn, chưa xin lỗi" || s.Near.Count != "2" || s.Near.On || s.Length != 5 {
		t.Fatalf("%+v, %d rows", s.Near, s.Length)
	}
	b.SetTile(motcua.TileLate)
	b.ShowNear()
	if s = b.State(); !s.Near.On || s.Count != "2 hồ sơ" || !s.Tiles[motcua.TileOpen].On {
		t.Errorf("%+v %q", s.Near, s.Count)
	}
	b.SetTile(motcua.TileToday) // of two one was taken in today
	if s = b.State(); s.Length != 1 {
		t.Errorf("today: %d rows", s.Length)
	}
	b.SetTile(motcua.TileReady)
	if s = b.State(); s.Empty == nil || !strings.Contains(s.Empty.Head, "sắp đến hẹn") {
		t.Errorf("%+v", s.Empty)
	}
	b.SetNear(false)
	b.SetTile(motcua.TileOpen)
	if s = b.State(); s.Length != 5 || s.Near.On {
		t.Errorf("%d rows", s.Length)
	}
}

func TestTheSelectedRowOffersTheApology(t *testing.T) {
	st := newStepBench(t, motcua.StatusProcessing)
	st.d.Due = st.d.Due.AddDate(0, 0, -5).Add(time.Hour) // today
	st.d.Received.Appointment = motcua.Appointment{Received: friday.AddDate(0, 0, -3), Due: st.d.Due}
	desk := &modeltest.Desk{Now: func() time.Time { return friday }}
	desk.Put(st.d)
	m := model.NewWork(model.WorkConfig{Worklist: desk, Dossiers: desk, Steps: st.Steps, Days: modeltest.Weekdays{}, Tasks: &modeltest.Tasks{}, Clock: &modeltest.Clock{At: friday}})
	m.Reload()
	if s := m.State().Strip; !s.Apologise || !strings.HasPrefix(s.Text, "đến hạn 11:42 hôm nay, chưa có thư xin lỗi · ") {
		t.Errorf("%+v", s)
	}
}

func (r rows) Tiles(context.Context, motcua.WorkTimes) (motcua.Tiles, error) {
	return motcua.Tiles{len(r)}, nil
}

func (r rows) Work(context.Context, motcua.WorkFilter) ([]motcua.Row, error) { return r, nil }

func (r rows) CountWork(context.Context, motcua.WorkFilter) (int, error) { return len(r), nil }

func (r rows) WorkChoices(context.Context) (motcua.WorkChoices, error) {
	return motcua.WorkChoices{}, nil
}
