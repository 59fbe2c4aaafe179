package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"motcua"
	"motcua/store"
)

// hire gives the station two people.
func hire(t *testing.T, s *store.Store) {
	t.Helper()
	err := s.ChangeStaff(ctx, "Trần Văn Bình", morning(), func(st *motcua.Staff) (*motcua.StaffChanged, error) {
		for _, a := range []motcua.Account{{Login: "binh.tv", Name: "Trần Văn Bình", Roles: []motcua.Role{motcua.RoleAdministrator}}, {Login: "lan.nt", Name: "Nguyễn Thị Lan", Roles: []motcua.Role{motcua.RoleClerk}}} {
			st.Members = append(st.Members, motcua.Member{Account: a, Password: motcua.Secret{Sum: []byte("sum-in-the-file")}})
		}
		return &motcua.StaffChanged{Did: motcua.StaffAdded, Login: "binh.tv", Name: "Trần Văn Bình"}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func fail(t *testing.T, s *store.Store) {
	t.Helper()
	err := s.ChangeStaff(ctx, "", morning(), func(st *motcua.Staff) (*motcua.StaffChanged, error) {
		st.Hold.Fails++
		st.Member("lan.nt").Hold = motcua.Hold{Fails: st.Hold.Fails, Left: time.Minute, Version: 7}
		return nil, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheStaffLiesSealedInTheFileAndIsSaidInTheLog(t *testing.T) {
	dir := newStation(t)
	s := open(t, dir)
	if st, err := s.Staff(ctx); err != nil || len(st.Members) != 0 {
		t.Fatalf("%+v %v", st, err)
	}
	hire(t, s)
	fail(t, s)
	st, err := open(t, dir).Staff(ctx) // another process
	if err != nil || len(st.Members) != 2 || st.Member("lan.nt").Hold.Left != time.Minute || st.Hold.Fails != 1 || st.Member("nobody") != nil {
		t.Errorf("%+v %v", st, err)
	}
	if err := s.RotateKeys(ctx); err != nil {
		t.Fatal(err)
	}
	if st, err = s.Staff(ctx); err != nil || len(st.Members) != 2 {
		t.Errorf("after new keys: %+v %v", st, err)
	}
	events := pending(t, s)
	var said motcua.StaffChanged
	if e := events[len(events)-1]; e.Kind != motcua.EventStaff || e.Actor != "Trần Văn Bình" || e.DecodeBody(&said) != nil || said.Login != "binh.tv" {
		t.Errorf("%+v %+v", e, said)
	}
	wantClean(t, s)
	for _, name := range []string{"station.db", "station.db-wal"} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		for _, plain := range []string{"lan.nt", "Nguyễn Thị Lan", "sum-in-the-file", "c3VtLWluLXRoZS1maWxl"} {
			if strings.Contains(string(b), plain) {
				t.Errorf("%s holds %q", name, plain)
			}
		}
	}
}

func TestAChangeOfTheStaffThatFailsIsNone(t *testing.T) {
	s := open(t, newStation(t))
	hire(t, s)
	before := len(pending(t, s))
	broken := errors.New("broken")
	err := s.ChangeStaff(ctx, "", morning(), func(st *motcua.Staff) (*motcua.StaffChanged, error) {
		st.Members = nil
		return &motcua.StaffChanged{}, broken
	})
	if !errors.Is(err, broken) {
		t.Error(err)
	}
	if st, err := s.Staff(ctx); err != nil || len(st.Members) != 2 || len(pending(t, s)) != before {
		t.Errorf("%+v %v", st, err)
	}
}

// Whoever ends the program the hard way and deletes the journal undoes nothing;
// the database alone holds the failures.
func TestADeletedJournalUndoesNoFailure(t *testing.T) {
	dir := newStation(t)
	s := open(t, dir)
	hire(t, s)
	for range 3 {
		fail(t, s)
	}
	alone := filepath.Join(t.TempDir(), "q")
	if err := os.CopyFS(alone, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	for _, beside := range []string{"-wal", "-shm"} {
		if err := os.Remove(filepath.Join(alone, "station.db"+beside)); err != nil {
			t.Fatal(err)
		}
	}
	st, err := open(t, alone).Staff(ctx)
	if err != nil || st.Hold.Fails != 3 {
		t.Errorf("%+v %v", st, err)
	}
}

func TestAccountsThatWereTakenOutOfTheFileAreMissed(t *testing.T) {
	dir := newStation(t)
	s := open(t, dir)
	hire(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	tamper(t, dir, `DELETE FROM staff`)
	s = open(t, dir)
	_, err := s.Staff(ctx)
	wantCode(t, err, motcua.CodeCorrupt)
	hire(t, s) // the way back, which the log tells of
	if st, err := s.Staff(ctx); err != nil || len(st.Members) != 2 {
		t.Errorf("%+v %v", st, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	tamper(t, dir, `UPDATE staff SET data = CAST(SUBSTR(data, 1, LENGTH(data) - 1) || X'00' AS BLOB)`)
	_, err = open(t, dir).Staff(ctx)
	wantCode(t, err, motcua.CodeCorrupt)
}
