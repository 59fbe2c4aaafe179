package store_test

import (
	"fmt"
	"testing"
	"time"

	"motcua"
	"motcua/store"
)

// many are forms of one day, a minute apart.
func many(n int) []motcua.Received {
	rs := make([]motcua.Received, n)
	for i := range rs {
		rs[i] = form(fmt.Sprintf("Nguyễn Văn Số %d", i))
		rs[i].Appointment.Received = morning().Add(time.Duration(i) * time.Minute)
	}
	return rs
}

func TestManyAtOnceAreTakenInLikeOneByOne(t *testing.T) {
	s := open(t, newStation(t))
	first := receive(t, s, form("Trần Thị Thử"))
	rs := many(70) // more than wait between the signer and the writer
	again := form("Trần Thị Thử")
	again.Intake.ID = first.ID
	rs = append(rs, rs[3], again)
	n, err := s.ReceiveMany(ctx, "quay01", rs)
	if err != nil || n != 70 {
		t.Fatal(n, err)
	}
	if n, err := s.ReceiveMany(ctx, "quay01", rs); err != nil || n != 0 {
		t.Errorf("taken in twice: %d, %v", n, err)
	}
	for i, r := range rs[:70] {
		d, err := s.Dossier(ctx, r.Intake.ID)
		if err != nil || d.Received.Code != code(i+2) || d.Received.Counter != "Quầy 01" || len(d.Received.Secret) != motcua.SecretLen {
			t.Fatalf("%d: %+v, %v", i, d.Received.Code, err)
		}
	}
	if rep := wantClean(t, s); rep.Events != 72 || rep.Dossiers != 71 {
		t.Errorf("%+v", rep)
	}
	if rep, err := s.VerifyDeep(ctx); err != nil || !rep.OK() {
		t.Errorf("%+v, %v", rep, err)
	}
	if next := receive(t, s, form("Lê Văn Thử")); next.Received.Code != code(72) {
		t.Error(next.Received.Code)
	}
}

func TestOfManyThatCannotAllBeTakenInNoneIs(t *testing.T) {
	dir := t.TempDir()
	if _, err := store.Init(ctx, dir, initConfig(1, 5)); err != nil {
		t.Fatal(err)
	}
	s := open(t, dir)
	_, err := s.ReceiveMany(ctx, "", many(6))
	wantCode(t, err, motcua.CodeNoNumbers)
	timeless := many(3)
	timeless[1].Appointment.Received = time.Time{}
	_, err = s.ReceiveMany(ctx, "", timeless)
	wantCode(t, err, motcua.CodeClock)
	nameless := many(2)
	nameless[1].Intake.ID = "x"
	_, err = s.ReceiveMany(ctx, "", nameless)
	wantCode(t, err, motcua.CodeInvalid)
	if rep := wantClean(t, s); rep.Events != 1 {
		t.Errorf("%+v", rep)
	}
	if d := receive(t, s, form("Lê Văn Thử")); d.Received.Code != code(1) {
		t.Error(d.Received.Code)
	}
}

func TestWordsAreFoundBeforeAndAfterTheyMoveIntoTheIndex(t *testing.T) {
	dir := newStation(t)
	s := open(t, dir)
	rs := many(520) // the 512th moves those before it
	rs[10].Intake.Applicant.Name = "Đặng Thị Hằng"
	rs[515].Intake.Applicant.Name = "Đặng Thị Hạng"
	rs[11].Intake.Applicant.Name = "Phùng Nguyễnn" // a word in which another begins
	if _, err := s.ReceiveMany(ctx, "", rs); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]int{"thi hang": 2, "hạng": 2, "nguyen van": 517, "nguyen": 518, "nguyenn": 1, "phung nguyen": 1} {
		rows, err := s.List(ctx, motcua.Filter{Query: query, Limit: 1000})
		if err != nil || len(rows) != want {
			t.Errorf("%q: %d, want %d, %v", query, len(rows), want, err)
		}
	}
	for query, want := range map[string]string{"hằng": "Đặng Thị Hằng", "hạng": "Đặng Thị Hạng"} {
		if got := found(t, s, query); len(got) != 2 || got[0] != want {
			t.Errorf("%q: %q", query, got)
		}
	}
	day := motcua.Filter{Query: "hang", From: morning().Add(time.Hour)}
	if n, err := s.Count(ctx, day); err != nil || n != 1 {
		t.Error(n, err)
	}
	day.To = morning().AddDate(5, 0, 0) // by years, not months
	if n, err := s.Count(ctx, day); err != nil || n != 1 {
		t.Error(n, err)
	}
	wantClean(t, s)
}

func TestCountingStopsAtMoreThanAThousand(t *testing.T) {
	s := open(t, newStation(t))
	if _, err := s.ReceiveMany(ctx, "", many(store.MaxCount+20)); err != nil {
		t.Fatal(err)
	}
	for _, f := range []motcua.Filter{{}, {Query: "nguyen"}, {Statuses: []motcua.Status{motcua.StatusReceived}}} {
		if n, err := s.Count(ctx, f); err != nil || n != store.MaxCount {
			t.Errorf("%+v: %d, %v", f, n, err)
		}
	}
}

func TestASearchThatAMigrationEmptiedIsFilledAgain(t *testing.T) {
	dir := newStation(t)
	s := open(t, dir)
	receive(t, s, form("Đặng Thị Hằng"))
	tamper(t, dir, `UPDATE dossier SET words = NULL`)
	tamper(t, dir, `UPDATE event SET code = NULL`) // as of one that no line of the older file named
	tamper(t, dir, `INSERT INTO reindex (one) VALUES (1)`)
	if got := found(t, s, "dang"); len(got) != 0 {
		t.Fatal(got)
	}
	if got := found(t, open(t, dir), "dang"); len(got) != 1 {
		t.Error(got)
	}
	wantClean(t, s)
}

func TestManyAtOnceLeaveNoNumbersToRead(t *testing.T) {
	dir := newStation(t)
	s := open(t, dir)
	var rs []motcua.Received
	var words []string
	for i := range 600 { // some in the index, some waiting for it
		r, w := secretForm(i, published(i%5))
		r.Appointment.Received = morning().Add(time.Duration(i) * time.Second)
		rs = append(rs, r)
		if i%60 == 0 || i > 595 {
			words = append(words, w...)
		}
	}
	if n, err := s.ReceiveMany(ctx, "quay01", rs); err != nil || n != len(rs) {
		t.Fatal(n, err)
	}
	wantUnreadable(t, dir, words)
	for _, i := range []int{0, 599} {
		a := rs[i].Intake.Applicant
		for _, q := range []string{a.IDNumber, a.Phone, a.Phone + " nguyễn văn thử"} {
			if got := found(t, s, q); len(got) == 0 || got[0] != a.Name {
				t.Errorf("%q found %q", q, got)
			}
		}
	}
	wantClean(t, s)
	other := form("Lê Thị Khác")
	other.Intake.ID = rs[7].Intake.ID
	_, err := s.ReceiveMany(ctx, "quay01", []motcua.Received{other})
	wantCode(t, err, motcua.CodeConflict)
}

func TestWhatIsPutRightAfterItsLotMovedIsFoundByTheNewNameAlone(t *testing.T) {
	s := open(t, newStation(t))
	rs := many(513) // the last one waits, the others have moved
	if _, err := s.ReceiveMany(ctx, "", rs); err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{100, 512} {
		d, err := s.Dossier(ctx, rs[n].Intake.ID)
		if err != nil {
			t.Fatal(err)
		}
		act(t, s, d, motcua.Corrected{Reason: "ghi nhầm", Changes: []motcua.Change{
			{Field: "applicant.name", Old: rs[n].Intake.Applicant.Name, New: "Đặng Thị Uyên"}}})
	}
	if got := found(t, s, "uyen"); len(got) != 2 {
		t.Error(got)
	}
	rows, err := s.List(ctx, motcua.Filter{Query: "nguyen", Limit: 1000})
	if err != nil || len(rows) != len(rs)-2 {
		t.Error(len(rows), err)
	}
	wantClean(t, s)
}
