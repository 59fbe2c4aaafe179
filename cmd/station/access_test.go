package station_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"motcua"
	"motcua/cmd/station"
)

func TestLookingIsNotedOnceAndWithoutWhatWasLookedFor(t *testing.T) {
	s := open(t)
	at := now()
	var said bytes.Buffer
	w := station.NewWatch(s.Store, func() time.Time { return at }, slog.New(slog.NewTextHandler(&said, nil)))
	d, err := s.Desk.Receive(t.Context(), motcua.Intake{Procedure: "2.000815", Applicant: motcua.Person{Name: "Nguyễn Thị Ví Dụ", IDNumber: "046190000001"}})
	if err != nil {
		t.Fatal(err)
	}
	lan := motcua.Acting(t.Context(), motcua.Account{Login: "lan.nt"})
	hoa := motcua.Acting(t.Context(), motcua.Account{Login: "hoa.lt"})
	open := func(ctx context.Context) {
		t.Helper()
		if got, err := w.Dossier(ctx, d.ID); err != nil || got.ID != d.ID {
			t.Fatal(err)
		}
	}
	search := func(ctx context.Context, q string) {
		t.Helper()
		if _, err := w.List(ctx, motcua.Filter{Query: q, Limit: 5}); err != nil {
			t.Fatal(err)
		}
	}
	open(t.Context()) // nobody
	open(lan)
	open(lan) // the screen reads it again
	open(hoa)
	at = at.Add(6 * time.Minute)
	open(lan)
	for _, q := range []string{"n", "ng", "ngu", "ng", "ngu", "", "vi du", "vi d"} { // two searches, letter by letter
		search(lan, q)
	}
	if _, err := w.Work(hoa, motcua.WorkFilter{Query: "vi du", Times: motcua.WorkTimes{Now: at}}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Earlier(hoa, "046190000001", 5); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Dossier(lan, "không có"); err == nil {
		t.Error("a dossier that is not there")
	}
	door := station.Door{Station: s, Watch: w}
	for login, word := range map[string]string{"binh.tv": "mở quầy sáng nay", "nobody": "đoán mò thôi"} {
		if login == "binh.tv" {
			if _, err := s.People.Add(t.Context(), motcua.Account{}, motcua.Account{Login: login, Name: "Trần Văn Bình", Roles: []motcua.Role{motcua.RoleAdministrator}}, word); err != nil {
				t.Fatal(err)
			}
		}
		_, _ = door.Login(t.Context(), login, word) // what it says is another test's
	}
	at = at.Add(time.Hour)
	_, _ = door.Login(t.Context(), "binh.tv", "không phải thế")
	list, err := s.Store.Accesses(t.Context(), motcua.AccessFilter{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for _, a := range list {
		count[a.Login+" "+string(a.Deed)]++
	}
	for key, want := range map[string]int{"lan.nt opened": 2, "hoa.lt opened": 1, "lan.nt searched": 2, "hoa.lt searched": 2, "binh.tv entered": 1, "? refused": 1, "binh.tv refused": 1} {
		if count[key] != want {
			t.Errorf("%s: %d, want %d; %v", key, count[key], want, count)
		}
	}
	if len(list) != 10 || strings.Contains(said.String(), "not noted") {
		t.Errorf("%+v %s", list, said.String())
	}
}

func TestALookWaitsForNobodyWhoWritesLongAndIsNotedAllTheSame(t *testing.T) {
	s := open(t)
	var said bytes.Buffer
	w := station.NewWatch(s.Store, now, slog.New(slog.NewTextHandler(&said, nil)))
	d, err := s.Desk.Receive(t.Context(), motcua.Intake{Procedure: "2.000815", Applicant: motcua.Person{Name: "Nguyễn Thị Ví Dụ"}})
	if err != nil {
		t.Fatal(err)
	}
	lan := motcua.Acting(t.Context(), motcua.Account{Login: "lan.nt"})
	writing, over, done := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		done <- s.Store.ChangeStaff(t.Context(), "", now(), func(*motcua.Staff) (*motcua.StaffChanged, error) {
			close(writing)
			select {
			case <-over:
			case <-time.After(20 * time.Second): // for who waits for ever
			}
			return nil, nil
		})
	}()
	<-writing
	began := time.Now()
	if _, err := w.Dossier(lan, d.ID); err != nil {
		t.Error(err)
	}
	if _, err := w.List(lan, motcua.Filter{Query: "vi du", Limit: 5}); err != nil {
		t.Error(err)
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("reading waited %v", took)
	}
	close(over)
	if err := <-done; err != nil {
		t.Error(err)
	}
	w.Finish()
	if list, err := s.Store.Accesses(t.Context(), motcua.AccessFilter{Limit: 9}); err != nil || len(list) != 2 || strings.Count(said.String(), "not noted yet") != 2 {
		t.Errorf("%+v %v %s", list, err, said.String())
	}
}

func TestDossiersReadForOneDeedAreOneLine(t *testing.T) {
	s := open(t)
	w := station.NewWatch(s.Store, now, slog.New(slog.DiscardHandler))
	ctx := motcua.ReadingMany(motcua.Acting(t.Context(), motcua.Account{Login: "lan.nt"}))
	for range 3 {
		d, err := s.Desk.Receive(t.Context(), motcua.Intake{Procedure: "2.000815", Applicant: motcua.Person{Name: "Nguyễn Thị Ví Dụ"}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Dossier(ctx, d.ID); err != nil {
			t.Fatal(err)
		}
	}
	list, err := s.Store.Accesses(t.Context(), motcua.AccessFilter{Limit: 9})
	if err != nil || len(list) != 1 || list[0].Deed != motcua.AccessOpened || list[0].Dossier != "" || list[0].Form != "batch" {
		t.Errorf("%+v %v", list, err)
	}
}
