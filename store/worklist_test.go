package store_test

import (
	"slices"
	"testing"
	"time"

	"motcua"
	"motcua/store"
)

func countOf(t testing.TB, s *store.Store, f motcua.WorkFilter) int {
	t.Helper()
	n, err := s.CountWork(ctx, f)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAppointmentsThatAreNearWithoutAnApologyAreFoundUnderEveryTile(t *testing.T) {
	s := open(t, newStation(t))
	take := func(name string, days int, due time.Duration, do ...motcua.Action) motcua.Dossier {
		r := form(name)
		r.Appointment.Received, r.Appointment.Due = morning().AddDate(0, 0, -days), morning().Add(due)
		d := receive(t, s, r)
		for _, a := range do {
			d = act(t, s, d, a)
		}
		return d
	}
	today := take("Phan Nay", 4, 8*time.Hour)
	take("Phan Mốt", 4, 47*time.Hour)
	take("Phan Sáng Nay", 0, 8*time.Hour) // there is a day's work left for it
	take("Phan Gấp", 0, 90*time.Minute)
	take("Lê Trễ", 4, -time.Hour)
	take("Võ Xa", 4, 240*time.Hour)
	take("Phan Đã Hẹn", 4, 6*time.Hour, motcua.Extended{Due: morning().Add(7 * time.Hour), Reason: "chờ chữ ký"})
	rests := take("Phan Xác Minh", 4, 6*time.Hour, motcua.Paused{Reason: "hỏi", With: "Công an"})
	for tile, want := range map[motcua.Tile][]string{
		motcua.TileOpen: {"Phan Gấp", "Phan Nay", "Phan Mốt"}, motcua.TileToday: {"Phan Gấp", "Phan Nay"}, motcua.TileSoon: {"Phan Mốt"},
		motcua.TileLate: nil, motcua.TileWaiting: nil, motcua.TileReady: nil, motcua.TileUnsent: {"Phan Gấp", "Phan Nay", "Phan Mốt"},
	} {
		f := motcua.WorkFilter{Tile: tile, Times: workTimes(), Near: true}
		if got := workOf(t, s, f); !slices.Equal(got, want) || countOf(t, s, f) != len(want) {
			t.Errorf("tile %d: %q, %d counted", tile, got, countOf(t, s, f))
		}
		f.Query = "phan mot"
		if got := workOf(t, s, f); slices.Contains(want, "Phan Mốt") != slices.Equal(got, []string{"Phan Mốt"}) {
			t.Errorf("tile %d and words: %q", tile, got)
		}
	}
	near := motcua.WorkFilter{Times: workTimes(), Near: true}
	act(t, s, today, motcua.Extended{Due: morning().AddDate(0, 0, 1), Reason: "chờ chữ ký"})
	if got := workOf(t, s, near); !slices.Equal(got, []string{"Phan Gấp", "Phan Mốt"}) {
		t.Errorf("after the apology: %q", got)
	}
	act(t, s, rests, motcua.Resumed{})
	if got := workOf(t, s, near); !slices.Equal(got, []string{"Phan Gấp", "Phan Xác Minh", "Phan Mốt"}) {
		t.Errorf("once its time runs again: %q", got)
	}
	wantClean(t, s)
}

func TestARowSaysWhoHasItAndWhoIsToGetIt(t *testing.T) {
	dir := newStation(t)
	s := open(t, dir)
	d := receive(t, s, form("Nguyễn Văn Ví Dụ"))
	at := func() motcua.Row { t.Helper(); return rowsOf(t, s, "vi du")[0] }
	counter := d.Received.Counter
	if r := at(); r.At.Name != counter || r.Moving {
		t.Errorf("taken in: %+v", r)
	}
	d = act(t, s, d, motcua.Forwarded{To: motcua.Place{Name: "Phòng Kinh tế", Person: "Lê Thử"}})
	if r := at(); r.At != (motcua.Place{Name: "Phòng Kinh tế", Person: "Lê Thử"}) || !r.Moving {
		t.Errorf("on its way: %+v", r)
	}
	// A file of before the lists said so is filled in when it is opened.
	tamper(t, dir, `UPDATE dossier SET holder = NULL, held_by = '', moving = 0, extended = 0`)
	s = open(t, dir)
	if r := at(); r.At.Name != "Phòng Kinh tế" || !r.Moving {
		t.Errorf("after the upgrade: %+v", r)
	}
	wantClean(t, s)
	d = act(t, s, d, motcua.TakenOver{Forward: d.Newest})
	if r := at(); r.At.Person != "Lê Thử" || r.Moving {
		t.Errorf("taken over: %+v", r)
	}
	act(t, s, d, motcua.Stopped{Cause: motcua.StopRequest, Reason: "rút"})
	if r := at(); r.At != (motcua.Place{}) {
		t.Errorf("ended: %+v", r)
	}
	wantClean(t, s)
}

func TestFiltersOfTheWorkListHoldTogether(t *testing.T) {
	s := open(t, newStation(t))
	take := func(name, procedure string, days int) motcua.Dossier {
		r := form(name)
		r.Procedure.Name = procedure
		r.Appointment.Received, r.Appointment.Due = morning().AddDate(0, 0, -days), morning().AddDate(0, 0, 5-days)
		return receive(t, s, r)
	}
	take("Lê Một", "Đăng ký khai sinh", 3)
	take("Lê Hai", "Đăng ký khai tử", 2)
	sent := act(t, s, take("Phan Ba", "Đăng ký khai sinh", 1), motcua.Forwarded{To: motcua.Place{Name: "Phòng Kinh tế", Person: "Võ Thử"}})
	act(t, s, take("Lê Bốn", "Đăng ký khai tử", 0), motcua.Forwarded{To: motcua.Place{Name: "Phòng Kinh tế"}})
	counter := sent.Received.Counter
	day := func(n int) time.Time { return time.Date(2026, 11, 23-n, 0, 0, 0, 0, motcua.Local) }
	for _, c := range []struct {
		f    motcua.WorkFilter
		want []string
	}{
		{motcua.WorkFilter{Procedure: "Đăng ký khai sinh"}, []string{"Lê Một", "Phan Ba"}},
		{motcua.WorkFilter{Holder: "Phòng Kinh tế"}, []string{"Phan Ba", "Lê Bốn"}},
		{motcua.WorkFilter{Holder: counter, Query: "le"}, []string{"Lê Một", "Lê Hai"}},
		{motcua.WorkFilter{From: day(2), To: day(0)}, []string{"Lê Hai", "Phan Ba"}},
		{motcua.WorkFilter{From: day(2), Query: "le"}, []string{"Lê Hai", "Lê Bốn"}},
		{motcua.WorkFilter{Procedure: "Đăng ký khai tử", Holder: "Phòng Kinh tế", From: day(0), Query: "bon"}, []string{"Lê Bốn"}},
		{motcua.WorkFilter{Procedure: "Đăng ký khai tử", Holder: "Phòng Kinh tế", To: day(0)}, nil},
		{motcua.WorkFilter{Procedure: "Đăng ký khai tử", Query: string(sent.Received.Code)}, nil},
		{motcua.WorkFilter{Procedure: "Đăng ký khai sinh", Query: string(sent.Received.Code)}, []string{"Phan Ba"}},
		{motcua.WorkFilter{Tile: motcua.TileUnsent, Holder: "Phòng Kinh tế"}, []string{"Phan Ba", "Lê Bốn"}},
		{motcua.WorkFilter{Tile: motcua.TileReady, Holder: "Phòng Kinh tế"}, nil},
		{motcua.WorkFilter{Holder: "' OR 1 --"}, nil},
	} {
		c.f.Times = workTimes()
		if got := workOf(t, s, c.f); !slices.Equal(got, c.want) || countOf(t, s, c.f) != len(c.want) {
			t.Errorf("%+v: %q, %d counted, want %q", c.f, got, countOf(t, s, c.f), c.want)
		}
		c.f.Limit = 1
		if got := workOf(t, s, c.f); len(got) > 1 || countOf(t, s, c.f) != len(c.want) {
			t.Errorf("%+v: a page of one has %q", c.f, got)
		}
	}
	got, err := s.WorkChoices(ctx)
	if err != nil || !slices.Equal(got.Procedures, []string{"Đăng ký khai sinh", "Đăng ký khai tử"}) || !slices.Equal(got.Holders, []string{"Phòng Kinh tế", counter}) {
		t.Errorf("%+v %v", got, err)
	}
}

func TestFiltersReachWhatLiesBeyondTheBoundOfTheUnsent(t *testing.T) {
	s := open(t, newStation(t))
	h := shelf{s, morning().AddDate(0, 0, -20)}
	var many []motcua.Received
	for range motcua.MaxTile {
		many = append(many, h.form("Lê Trước", "Đăng ký khai sinh"))
	}
	h.at = morning()
	many = append(many, h.form("Phan Sau", "Đăng ký khai tử"))
	if _, err := s.ReceiveMany(ctx, "", many); err != nil {
		t.Fatal(err)
	}
	for _, f := range []motcua.WorkFilter{{Procedure: "Đăng ký khai tử"}, {Query: "phan"}, {From: h.at}} {
		f.Tile, f.Times = motcua.TileUnsent, workTimes()
		if got := workOf(t, s, f); !slices.Equal(got, []string{"Phan Sau"}) || countOf(t, s, f) != 1 {
			t.Errorf("%+v: %q, %d counted", f, got, countOf(t, s, f))
		}
	}
	all := motcua.WorkFilter{Tile: motcua.TileUnsent, Times: workTimes()}
	if n := countOf(t, s, all); n != motcua.MaxTile {
		t.Errorf("%d counted of all", n)
	}
	if n, err := s.OthersUnconfirmed(ctx, h.at.AddDate(0, 0, -30)); err != nil || n != motcua.MaxTile {
		t.Errorf("%d unconfirmed of other days, %v", n, err)
	}
	if n, err := s.OthersUnconfirmed(ctx, many[0].Appointment.Received); err != nil || n == 0 {
		t.Errorf("%d unconfirmed beside that day, %v", n, err)
	}
}
