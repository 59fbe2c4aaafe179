package hub_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"motcua"
	"motcua/hub"
	"motcua/internal/testkit/centre"
	"motcua/internal/testkit/ledger"
)

func want(t *testing.T, err error, code motcua.ErrorCode, field string) {
	t.Helper()
	if motcua.CodeOf(err) != code || motcua.FieldOf(err) != field {
		t.Errorf("got %v, want %s %q", err, code, field)
	}
}

func TestACodeLetsOneStationInWithinADay(t *testing.T) {
	c := centre.Start(t, centre.NewClock(), nil)
	code := c.Code(t, unit)
	if len(code) != 10 || strings.ContainsAny(code, "01OI") || code == c.Code(t, unit) {
		t.Fatal(code)
	}
	a, b := ledger.New(t, unit, "Quầy 01", c.Clock.Now), ledger.New(t, unit, "Quầy 02", c.Clock.Now)
	if err := c.Enrol(a, strings.ToLower(code)); err != nil {
		t.Fatal(err)
	}
	want(t, c.Enrol(b, code), motcua.CodeDenied, "code")
	late := c.Code(t, unit)
	c.Clock.Turn(24 * time.Hour)
	want(t, c.Enrol(b, late), motcua.CodeDenied, "code")
	_, err := c.EnrolCode(context.Background(), "46-1978")
	want(t, err, motcua.CodeInvalid, "unit")
	raw, err := os.ReadFile(filepath.Join(c.Dir, "hub.db-wal"))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(raw), late) {
		t.Fatal("the code lies in the file")
	}
}

func TestGuessingCodesIsSlowedDown(t *testing.T) {
	c := centre.Start(t, centre.NewClock(), nil)
	f := ledger.New(t, unit, "Quầy 01", c.Clock.Now)
	for range 10 {
		want(t, c.Enrol(f, "AAAAAAAAAA"), motcua.CodeDenied, "code")
	}
	good := c.Code(t, unit)
	want(t, c.Enrol(f, good), motcua.CodeBusy, "")
	c.Clock.Turn(10 * time.Second)
	if err := c.Enrol(f, good); err != nil {
		t.Fatal(err)
	}
}

func TestWhatAStationSaysOfItselfIsChecked(t *testing.T) {
	c := centre.Start(t, centre.NewClock(), nil)
	for field, change := range map[string]func(*motcua.Station){
		"name":     func(s *motcua.Station) { s.Name = "a\x00b" },
		"unitName": func(s *motcua.Station) { s.UnitName = strings.Repeat("x", 201) },
		"unit":     func(s *motcua.Station) { s.Unit = "x" },
		"serials":  func(s *motcua.Station) { s.SerialFrom, s.SerialTo = 5, 10_000 },
	} {
		f := ledger.New(t, unit, "Quầy 01", c.Clock.Now)
		f.SetStation(change)
		want(t, c.Enrol(f, c.Code(t, unit)), motcua.CodeInvalid, field)
	}
	if list, err := c.Stations(context.Background()); err != nil || len(list) != 0 {
		t.Fatal(list, err)
	}
}

func TestTenStationsHaveAllTheNumbersOfAUnit(t *testing.T) {
	c := centre.Start(t, centre.NewClock(), nil)
	seen := map[int]bool{}
	for range 10 {
		c.Clock.Turn(time.Minute)
		s := enrol(t, c, unit, "Quầy")
		st := s.Station()
		if seen[st.SerialFrom] || st.SerialFrom < motcua.OwnFrom || st.SerialTo-st.SerialFrom != 499 {
			t.Fatalf("%d to %d", st.SerialFrom, st.SerialTo)
		}
		seen[st.SerialFrom] = true
	}
	c.Clock.Turn(time.Minute)
	want(t, c.Enrol(ledger.New(t, unit, "Quầy 11", c.Clock.Now), c.Code(t, unit)), motcua.CodeNoNumbers, "unit")
	enrol(t, c, "46-19790", "Quầy 01") // another unit has numbers of its own
}

func TestAStationThatComesAgainKeepsItsNumbersUnlessItWasRevoked(t *testing.T) {
	c, s := start(t)
	enrol(t, c, unit, "Quầy 02")
	s.SetStation(func(st *motcua.Station) { st.Name, st.SerialFrom, st.SerialTo = "Quầy 07", 0, 0 })
	if err := c.Enrol(s.File, c.Code(t, unit)); err != nil {
		t.Fatal(err)
	}
	list, err := c.Stations(context.Background())
	if err != nil || len(list) != 2 || list[0].Name != "Quầy 07" || s.Station().SerialFrom != motcua.OwnFrom {
		t.Fatalf("%+v %v", list, err)
	}
	if err := c.Revoke(context.Background(), s.Station().ID); err != nil {
		t.Fatal(err)
	}
	want(t, c.Enrol(s.File, c.Code(t, unit)), motcua.CodeRevoked, "station")
	want(t, c.Revoke(context.Background(), "s0"), motcua.CodeDenied, "station")
}

func TestAStationDoesNotMoveToAnotherUnit(t *testing.T) {
	c, s := start(t)
	s.SetStation(func(st *motcua.Station) { st.Unit = "46-19790" })
	want(t, c.Enrol(s.File, c.Code(t, "46-19790")), motcua.CodeConflict, "unit")
	list, err := c.Stations(context.Background())
	if err != nil || len(list) != 1 || list[0].Unit != unit {
		t.Fatalf("%+v %v", list, err)
	}
}

func TestARestartKeepsKeysAndAHubWithoutItsKeyIsNotMadeAnew(t *testing.T) {
	dir, ctx := t.TempDir(), context.Background()
	open := func() (*hub.Hub, error) {
		return hub.Open(ctx, hub.Config{Dir: dir, Public: "https://hub.example.vn/"})
	}
	a, err := open()
	if err != nil {
		t.Fatal(err)
	}
	b, err := open() // a second process
	if err != nil {
		t.Fatal(err)
	}
	if a.Info().Recipient != b.Info().Recipient || string(a.Info().Key) != string(b.Info().Key) || a.Info().Public != "https://hub.example.vn" {
		t.Fatalf("%+v %+v", a.Info(), b.Info())
	}
	if err := errors.Join(a.Close(), b.Close()); err != nil {
		t.Fatal(err)
	}
	key := filepath.Join(dir, "hub.key")
	info, err := os.Stat(key)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatal(info, err)
	}
	if err := os.WriteFile(key, []byte(`{"v":1}`), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = open()
	want(t, err, motcua.CodeCorrupt, "key")
	if err := os.Remove(key); err != nil {
		t.Fatal(err)
	}
	_, err = open()
	want(t, err, motcua.CodeCorrupt, "key")
	for _, public := range []string{"hub", "http://0.0.0.0:8321", "http://[::]:8321", "https://hub.example.vn/motcua", "https://huế.example.vn"} {
		_, err = hub.Open(ctx, hub.Config{Dir: t.TempDir(), Public: public})
		want(t, err, motcua.CodeInvalid, "public")
	}
}

func TestAStatusThatCannotBeSaysWhichFieldIsWrong(t *testing.T) {
	c, s := start(t)
	e, _ := s.Receive(1)
	s.round(t)
	ctx, id := context.Background(), code(t, e)
	want(t, c.SetStatus(ctx, "H57-261120-0001", motcua.StatusDone, "", ""), motcua.CodeUnknown, "code")
	want(t, c.SetStatus(ctx, id, motcua.StatusDone, "", ""), motcua.CodeConflict, "status")
	want(t, c.SetStatus(ctx, id, 11, "", ""), motcua.CodeInvalid, "status")
	want(t, c.SetStatus(ctx, id, motcua.StatusProcessing, "\x00", ""), motcua.CodeInvalid, "note")
	want(t, c.SetStatus(ctx, id, motcua.StatusProcessing, "", "a\nb"), motcua.CodeInvalid, "actor")
	clean(t, c)
}

func TestVerifyFindsWhatWasTamperedWith(t *testing.T) {
	c, s := start(t)
	e, _ := s.Receive(1)
	ref := s.AddFile(e.Dossier, []byte("%PDF-1.7 invented"))
	s.round(t)
	clean(t, c)
	db, err := sql.Open("sqlite", "file:"+filepath.Join(c.Dir, "hub.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for name, x := range map[string]struct{ break1, mend string }{
		"body":   {`UPDATE events SET body = CAST(body || ' ' AS BLOB) WHERE seq = 2`, `UPDATE events SET body = CAST(rtrim(body) AS BLOB) WHERE seq = 2`},
		"actor":  {`UPDATE events SET actor = 'x' WHERE seq = 2`, `UPDATE events SET actor = 'Vũ Thị Ví Dụ' WHERE seq = 2`},
		"newest": {`UPDATE events SET actor = 'x' WHERE seq = 3`, `UPDATE events SET actor = 'Vũ Thị Ví Dụ' WHERE seq = 3`},
		"status": {`UPDATE dossiers SET status = 9`, `UPDATE dossiers SET status = 2`},
	} {
		if _, err := db.Exec(x.break1); err != nil {
			t.Fatal(err)
		}
		if wrong, err := c.Verify(context.Background()); err != nil || len(wrong) == 0 {
			t.Errorf("%s: not found, %v", name, err)
		}
		if _, err := db.Exec(x.mend); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(c.Dir, "files", ref.SHA256[:2], ref.SHA256)
	if err := os.WriteFile(path, []byte("%PDF-1.7 invent3d"), 0o600); err != nil {
		t.Fatal(err)
	}
	if wrong, err := c.Verify(context.Background()); err != nil || len(wrong) != 1 {
		t.Errorf("file: %v %v", wrong, err)
	}
}
