package store_test

import (
	"crypto/rand"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"motcua"
	"motcua/store"
)

// act does one action and expects it to be taken.
func act(t testing.TB, s *store.Store, d motcua.Dossier, do motcua.Action) motcua.Dossier {
	t.Helper()
	d, err := s.Act(ctx, motcua.Act{Actor: "quay01", At: morning(), Dossier: d.ID, Do: do})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func refusedFor(t testing.TB, err error, r motcua.Reason) {
	t.Helper()
	if motcua.CodeOf(err) != motcua.CodeConflict || motcua.ReasonOf(err) != r {
		t.Errorf("%v, want %s", err, r)
	}
}

var ask = motcua.SupplementRequested{Missing: []motcua.MissingPaper{{Text: "Tờ khai"}}, Reason: "thiếu"}

func slipOf(d motcua.Dossier) string { return d.Steps[len(d.Steps)-1].Slip.Text() }

func TestNumbersOfFormsHaveNoGapAlsoAfterARefusedStep(t *testing.T) {
	dir := newStation(t)
	s := open(t, dir)
	for n := range 3 {
		d := receive(t, s, form("Nguyễn Văn Ví Dụ"))
		d = act(t, s, d, ask)
		if got, want := slipOf(d), fmt.Sprintf("01-%04d/PBS", n+1); got != want {
			t.Errorf("%s, want %s", got, want)
		}
		_, err := s.Act(ctx, motcua.Act{At: morning(), Dossier: d.ID, Do: ask})
		refusedFor(t, err, motcua.ReasonWaiting)
	}
	d := receive(t, s, form("Nguyễn Văn Ví Dụ"))
	if got := slipOf(act(t, s, d, motcua.Forwarded{To: motcua.Place{Name: "Phòng Kinh tế"}})); got != "01-0001/PKS" {
		t.Errorf("another series begins with %s", got)
	}
	next, err := s.Act(ctx, motcua.Act{At: time.Date(2026, 12, 31, 18, 0, 0, 0, time.UTC), Dossier: receive(t, s, form("Nguyễn Văn Ví Dụ")).ID, Do: ask})
	if err != nil || slipOf(next) != "01-0001/PBS" || next.Course.Supplements[0].Slip.Year != 2027 {
		t.Errorf("an hour into the next year: %v, %+v", err, next.Course.Supplements)
	}
	if _, err := s.Rebuild(ctx, false); err != nil {
		t.Fatal(err)
	}
	if got := slipOf(act(t, s, receive(t, s, form("Nguyễn Văn Ví Dụ")), ask)); got != "01-0004/PBS" {
		t.Errorf("after a rebuild: %s", got)
	}
	wantClean(t, s)
}

func TestTwoCountersOfOneFileNeverShareANumber(t *testing.T) {
	dir := newStation(t)
	stores := []*store.Store{open(t, dir), open(t, dir)}
	var ids []string
	for range 8 {
		ids = append(ids, receive(t, stores[0], form("Nguyễn Văn Ví Dụ")).ID)
	}
	var wg sync.WaitGroup
	got := make([]string, len(ids))
	for i, id := range ids {
		wg.Go(func() {
			d, err := stores[i%2].Act(ctx, motcua.Act{At: morning(), Dossier: id, Do: ask})
			if err != nil {
				t.Error(err)
				return
			}
			got[i] = slipOf(d)
		})
	}
	wg.Wait()
	seen := map[string]bool{}
	for _, n := range got {
		seen[n] = true
	}
	if len(seen) != len(ids) || !seen["01-0008/PBS"] {
		t.Errorf("%v", got)
	}
	wantClean(t, stores[0])
}

func TestADossierThatMovedOnIsNotTouched(t *testing.T) {
	s := open(t, newStation(t))
	d := receive(t, s, form("Nguyễn Văn Ví Dụ"))
	seen := d.Newest
	act(t, s, d, motcua.Noted{Text: "quầy kia"})
	before := len(pending(t, s))
	_, err := s.Act(ctx, motcua.Act{At: morning(), Dossier: d.ID, Seen: seen, Do: ask})
	refusedFor(t, err, motcua.ReasonChanged)
	if len(pending(t, s)) != before {
		t.Error("a refused step left a trace")
	}
}

func TestARefusedIntakeIsOneTransactionAndNeverTakenIn(t *testing.T) {
	s := open(t, newStation(t))
	r := form("Nguyễn Văn Ví Dụ")
	r.Begin = motcua.StatusRegistered
	_, err := s.Receive(ctx, "", morning(), r, motcua.HandedOver{}) // what cannot happen leaves nothing
	refusedFor(t, err, motcua.ReasonNoResult)
	if len(pending(t, s)) != 1 {
		t.Fatalf("%d events", len(pending(t, s)))
	}
	refuse := motcua.Refused{Reasons: []string{"không thuộc thẩm quyền"}}
	for range 2 { // and it is one, however often it is sent
		d, err := s.Receive(ctx, "", morning(), r, refuse)
		if err != nil || d.Status != motcua.StatusRefused || d.Received.Code != code(1) || d.Course.Refusal.Slip.Text() != "01-0001/PTC" {
			t.Fatalf("%v %+v", err, d)
		}
	}
	other := form("Nguyễn Văn Ví Dụ")
	taken := receive(t, s, other)
	other.Begin = motcua.StatusRegistered
	_, err = s.Receive(ctx, "", morning(), other, refuse) // what was taken in is not refused by its form's second sending
	wantCode(t, err, motcua.CodeConflict)
	if d, err := s.Dossier(ctx, taken.ID); err != nil || d.Status != motcua.StatusReceived {
		t.Errorf("%v %s", err, d.Status.Name())
	}
	wantClean(t, s)
}

func TestALineShowsTheAppointmentAsItHoldsAndWhatItWaitsFor(t *testing.T) {
	s := open(t, newStation(t))
	d := receive(t, s, form("Nguyễn Văn Ví Dụ"))
	later := d.Due.AddDate(0, 0, 3)
	act(t, s, d, motcua.Extended{Due: later, Reason: "nhiều hồ sơ"})
	act(t, s, d, motcua.Paused{Reason: "xác minh", With: "Công an"})
	if r := rowsOf(t, s, ""); !r[0].Due.Equal(later) || r[0].Waiting != motcua.PauseVerification || r[0].Status != motcua.StatusProcessing {
		t.Errorf("%+v", r[0])
	}
	act(t, s, d, motcua.Resumed{})
	if r := rowsOf(t, s, ""); r[0].Waiting != "" {
		t.Errorf("%+v", r[0])
	}
	wantClean(t, s)
}

func TestWhatWasCorrectedIsFoundAndTheMistakeIsNot(t *testing.T) {
	s := open(t, newStation(t))
	r := form("Nguyễn Văn Sai")
	d := receive(t, s, r)
	d = act(t, s, d, motcua.Corrected{Reason: "ghi nhầm", Changes: []motcua.Change{
		{Field: "applicant.name", Old: "Nguyễn Văn Sai", New: "Nguyễn Văn Đúng"},
		{Field: "applicant.phone", Old: "0905123456", New: "0905123457"},
	}})
	for query, want := range map[string]int{"dung": 1, "0905123457": 1, "sai": 0, "0905123456": 0} {
		if got := len(rowsOf(t, s, query)); got != want {
			t.Errorf("%q finds %d", query, got)
		}
	}
	again, err := s.Receive(ctx, "", morning(), r) // the form is sent again
	if err != nil || again.ID != d.ID || again.Received.Intake.Applicant.Name != "Nguyễn Văn Đúng" {
		t.Errorf("%v %+v", err, again.Received.Intake)
	}
	wantClean(t, s)
	if _, err := s.Rebuild(ctx, false); err != nil || len(rowsOf(t, s, "dung")) != 1 {
		t.Errorf("after a rebuild: %v", err)
	}
	d, err = s.Act(ctx, motcua.Act{At: morning().Add(time.Minute), Dossier: d.ID, Do: motcua.Revoked{Event: d.Newest}})
	if err != nil || d.Received.Intake.Applicant.Name != "Nguyễn Văn Sai" || len(rowsOf(t, s, "sai")) != 1 || len(rowsOf(t, s, "dung")) != 0 {
		t.Errorf("taken back: %v %+v, %v", err, d.Received.Intake.Applicant, rowsOf(t, s, "dung"))
	}
	wantClean(t, s)
}

func TestAStepIsTakenBackOnlyWhereItWasMadeAndInTime(t *testing.T) {
	s := open(t, newStation(t))
	h := enrol(t, s)
	d := act(t, s, receive(t, s, form("Nguyễn Văn Ví Dụ")), motcua.ResultRecorded{Name: "Giấy"})
	_, err := s.Act(ctx, motcua.Act{At: morning().Add(motcua.UndoWithin + time.Second), Dossier: d.ID, Do: motcua.Revoked{Event: d.Newest}})
	refusedFor(t, err, motcua.ReasonTooLate)
	d = act(t, s, d, motcua.Revoked{Event: d.Newest})
	if d.Status != motcua.StatusReceived || rowsOf(t, s, "")[0].Status != motcua.StatusReceived {
		t.Error(d.Status.Name())
	}
	_ = h
	wantClean(t, s)
}

func TestAnErasedDossierKeepsTheNumbersOfItsForms(t *testing.T) {
	s := open(t, newStation(t))
	d := act(t, s, receive(t, s, form("Nguyễn Văn Ví Dụ")), ask)
	if _, err := s.Erase(ctx, "", morning(), d.ID, "theo yêu cầu"); err != nil {
		t.Fatal(err)
	}
	_, err := s.Act(ctx, motcua.Act{At: morning(), Dossier: d.ID, Do: motcua.Noted{Text: "x"}})
	refusedFor(t, err, motcua.ReasonErased)
	if got := slipOf(act(t, s, receive(t, s, form("Nguyễn Văn Ví Dụ")), ask)); got != "01-0002/PBS" {
		t.Errorf("the number was given out again: %s", got)
	}
	wantClean(t, s)
}

func TestNumbersOfFormsComeBackWithTheLog(t *testing.T) {
	dir := newStation(t)
	s := open(t, dir)
	h := enrol(t, s)
	d := receive(t, s, form("Nguyễn Thị Ví Dụ"))
	from := backUp(t, s, t.TempDir()).File
	before := len(pending(t, s))
	act(t, s, d, ask)
	gone := act(t, s, receive(t, s, form("Trần Văn Thử")), ask)
	if _, err := s.Erase(ctx, "", morning(), gone.ID, "theo yêu cầu"); err != nil {
		t.Fatal(err)
	}
	lost := pending(t, s)[before:]
	there := filepath.Join(t.TempDir(), "older")
	if _, err := restore(from, there, "", ownKey(t, dir)); err != nil {
		t.Fatal(err)
	}
	old := open(t, there)
	last := lost[len(lost)-1]
	wantCode(t, old.CheckReceipt(ctx, h.receipt(old, last.Seq, last.Hash())), motcua.CodeRolledBack)
	if err := errors.Join(old.Readmit(ctx, lost), old.AskedHub(ctx)); err != nil {
		t.Fatal(err)
	}
	if got := slipOf(act(t, old, receive(t, old, nextDay(form("Lê Thị Mẫu"))), ask)); got != "01-0003/PBS" {
		t.Errorf("the number was given out again: %s", got)
	}
	wantClean(t, old)
}

func TestVerifyNamesANumberThatIsMissing(t *testing.T) {
	dir := newStation(t)
	s := open(t, dir)
	for range 2 {
		act(t, s, receive(t, s, form("Nguyễn Văn Ví Dụ")), ask)
	}
	for _, q := range []string{`DELETE FROM slip WHERE number = 1`, `DELETE FROM slip`} {
		tamper(t, dir, q)
		r, err := s.Verify(ctx)
		if err != nil || len(r.Problems) != 1 || !strings.Contains(r.Problems[0].What, "numbers PBS of 2026") {
			t.Errorf("%s: %+v %v", q, r.Problems, err)
		}
	}
}

func TestAResultsFileIsCountedCarriedAndVerified(t *testing.T) {
	s := open(t, newStation(t))
	d := receive(t, s, form("Nguyễn Văn Ví Dụ"))
	lost := motcua.FileRef{SHA256: strings.Repeat("0", 64), Size: 3, Type: "application/pdf", Pages: 1}
	_, err := s.Act(ctx, motcua.Act{At: morning(), Dossier: d.ID, Do: motcua.ResultRecorded{Name: "Giấy", File: &lost}})
	wantCode(t, err, motcua.CodeUnknown)
	sum, size, err := s.PutFile(ctx, strings.NewReader("%PDF-1.7 kết quả"))
	if err != nil {
		t.Fatal(err)
	}
	act(t, s, d, motcua.ResultRecorded{Name: "Giấy", File: &motcua.FileRef{SHA256: sum, Size: size, Type: "application/pdf", Pages: 1}})
	if r := wantClean(t, s); r.Files != 1 {
		t.Errorf("%+v", r)
	}
	if _, err := s.Rebuild(ctx, false); err != nil {
		t.Fatal(err)
	}
	wantClean(t, s)
}

func TestAPersonsEarlierDossiersAreOfferedWithTheirPapers(t *testing.T) {
	s := open(t, newStation(t))
	for n := range 3 {
		r := form("Nguyễn Văn Ví Dụ")
		r.Appointment.Received = morning().Add(time.Duration(n) * time.Minute)
		d := receive(t, s, r)
		if n == 1 {
			file(t, s, d, "một trang")
		}
	}
	r := form("Trần Thị Khác")
	r.Intake.Applicant = motcua.Person{Name: "Trần Thị Khác", IDNumber: "046090009999"}
	receive(t, s, r)
	list, err := s.Earlier(ctx, "046 090 001 234", 2)
	if err != nil || len(list) != 2 || list[0].Code != code(3) || list[1].Code != code(2) {
		t.Fatalf("%v %+v", err, list)
	}
	if p := list[1].Papers; len(p) != 1 || p[0].Paper != "Tờ khai" || p[0].File.Size == 0 || len(list[0].Papers) != 0 {
		t.Errorf("%+v", p)
	}
	byPhone, err := s.Earlier(ctx, "0905123456", 10)
	if err != nil || len(byPhone) < 3 {
		t.Fatalf("%v %+v", err, byPhone)
	}
	for _, e := range byPhone { // whoever gives a phone is not yet the owner
		if len(e.Papers) != 0 {
			t.Errorf("%+v", e)
		}
	}
	for _, number := range []string{"", "04609", "046090000000"} {
		if list, err := s.Earlier(ctx, number, 10); err != nil || len(list) != 0 {
			t.Errorf("%q: %v %+v", number, err, list)
		}
	}
}

func TestHeldVisitsAreListedOldestFirst(t *testing.T) {
	dir := newStation(t)
	at := morning()
	s := openWith(t, dir, store.Config{Now: func() time.Time { at = at.Add(time.Minute); return at }, Rand: rand.Reader})
	a, b := motcua.Visit{ID: "b", Label: "bà áo đỏ"}, motcua.Visit{ID: "a"}
	for _, key := range []string{a.Key(), "intake", "visitor", b.Key()} {
		if err := s.PutDraft(ctx, key, []byte("{}")); err != nil {
			t.Fatal(err)
		}
	}
	held, err := s.Drafts(ctx, motcua.VisitPrefix)
	if err != nil || len(held) != 2 || held[0].Key != a.Key() || held[1].Key != b.Key() || !held[0].At.Before(held[1].At) {
		t.Errorf("%v %+v", err, held)
	}
	if err := errors.Join(s.DeleteDraft(ctx, a.Key()), s.DeleteDraft(ctx, b.Key())); err != nil {
		t.Fatal(err)
	}
	if held, err = s.Drafts(ctx, motcua.VisitPrefix); err != nil || len(held) != 0 {
		t.Errorf("%v %+v", err, held)
	}
}
