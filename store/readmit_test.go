package store_test

import (
	"path/filepath"
	"strings"
	"testing"

	"motcua"
	"motcua/store"
)

// rolledBack returns a station, enrolled, as it was before its last events,
// and those events.
func rolledBack(t *testing.T) (old *store.Store, lost []motcua.Event, h *hub) {
	t.Helper()
	dir := newStation(t)
	s := open(t, dir)
	h = enrol(t, s)
	receive(t, s, form("Nguyễn Thị Ví Dụ"))
	from := backUp(t, s, t.TempDir()).File
	before := len(pending(t, s))
	d := receive(t, s, form("Trần Văn Thử"))
	file(t, s, d, "một trang")
	move(t, s, d, motcua.StatusProcessing)
	if err := s.Enrolled(ctx, h.info, 600, 700); err != nil {
		t.Fatal(err)
	}
	lost = pending(t, s)[before:]
	there := filepath.Join(t.TempDir(), "older")
	if _, err := restore(from, there, "", ownKey(t, dir)); err != nil {
		t.Fatal(err)
	}
	return open(t, there), lost, h
}

func TestOwnEventsComeBackWithTheirNumbersAndLists(t *testing.T) {
	s, lost, h := rolledBack(t)
	last := lost[len(lost)-1]
	wantCode(t, s.CheckReceipt(ctx, h.receipt(s, last.Seq, last.Hash())), motcua.CodeRolledBack)
	wantCode(t, s.Readmit(ctx, lost), motcua.CodeUnknown) // the file is not here yet
	if n, err := s.Head(ctx); n != lost[0].Seq-1 || err != nil {
		t.Fatal("half of it came in:", n, err)
	}
	if _, _, err := s.PutFile(ctx, strings.NewReader("một trang")); err != nil {
		t.Fatal(err)
	}
	for range 2 { // what is here already is passed over
		if err := s.Readmit(ctx, lost); err != nil {
			t.Fatal(err)
		}
	}
	if rep := wantClean(t, s); rep.Dossiers != 2 || rep.Files != 1 {
		t.Errorf("%+v", rep)
	}
	if r := rowsOf(t, s, "tran van thu"); len(r) != 1 || r[0].Status != motcua.StatusProcessing || r[0].Code != code(2) {
		t.Errorf("%+v", r)
	}
	if st := s.Station(); st.SerialFrom != 600 || st.SerialTo != 700 {
		t.Errorf("the lease was lost: %+v", st)
	}
	if err := s.CheckReceipt(ctx, h.receipt(s, last.Seq, last.Hash())); err != nil {
		t.Error(err)
	}
	_, err := s.Receive(ctx, "quay01", morning(), form("Lê Thử"))
	if motcua.ReasonOf(err) != motcua.ReasonRestored {
		t.Errorf("before the hub was asked: %v", err)
	}
	if err := s.AskedHub(ctx); err != nil {
		t.Fatal(err)
	}
	// What else was printed on that day nobody knows.
	_, err = s.Receive(ctx, "quay01", morning(), form("Lê Thử"))
	wantCode(t, err, motcua.CodeNoNumbers)
	if n, err := s.NumbersLeft(ctx, morning()); n != 0 || err != nil {
		t.Errorf("%d numbers left, %v", n, err)
	}
	receive(t, s, nextDay(form("Lê Thử")))
}

func TestForeignForgedAndForkedEventsAreNotReadmitted(t *testing.T) {
	s, lost, h := rolledBack(t)
	forged := lost[0]
	forged.Actor = "ai đó"
	gap := lost[1:2]
	foreign := h.says(t, morning(), "", motcua.EventStationStarted, struct{}{})
	for name, c := range map[string]struct {
		events []motcua.Event
		want   motcua.ErrorCode
	}{
		"forged":  {[]motcua.Event{forged}, motcua.CodeForged},
		"a gap":   {gap, motcua.CodeCorrupt},
		"foreign": {[]motcua.Event{foreign}, motcua.CodeForged},
	} {
		if err := s.Readmit(ctx, c.events); motcua.CodeOf(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := s.AskedHub(ctx); err != nil { // it said nothing of them
		t.Fatal(err)
	}
	d := receive(t, s, nextDay(form("Lê Thử"))) // the copy goes its own way
	wantCode(t, s.Readmit(ctx, lost), motcua.CodeRolledBack)
	wantCode(t, s.Readmit(ctx, lost[1:]), motcua.CodeRolledBack)
	if got, err := s.Dossier(ctx, d.ID); err != nil || got.Received.Code != d.Received.Code {
		t.Error(err)
	}
	if rep := wantClean(t, s); rep.Dossiers != 2 {
		t.Errorf("%+v", rep)
	}
}
