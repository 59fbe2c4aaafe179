package desk

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"motcua"
)

// later is a counter whose clock the test moves.
type later struct {
	*Desk
	file *memory
	id   string
	at   time.Time
}

func atCounter(t *testing.T) *later {
	t.Helper()
	d, m, id := received(t)
	l := &later{Desk: d, file: m, id: id, at: now}
	d.now = func() time.Time { return l.at }
	d.random = rand.Reader // every dossier its own
	return l
}

func (l *later) on() On { return On{Dossier: l.id} }

// must returns the dossier of a step that may not fail.
func must(t *testing.T) func(motcua.Dossier, error) motcua.Dossier {
	t.Helper()
	return func(d motcua.Dossier, err error) motcua.Dossier {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
}

func wantRefused(t *testing.T, err error, field string, r motcua.Reason) {
	t.Helper()
	if motcua.CodeOf(err) != motcua.CodeConflict || motcua.ReasonOf(err) != r || motcua.FieldOf(err) != field {
		t.Errorf("%v, want %s %q", err, field, r)
	}
}

func wantWrong(t *testing.T, err error, code motcua.ErrorCode, field string) {
	t.Helper()
	if motcua.CodeOf(err) != code || motcua.FieldOf(err) != field {
		t.Errorf("%v, want %s %s", err, code, field)
	}
}

var missing = motcua.SupplementRequested{Missing: []motcua.MissingPaper{{Paper: "p1", Text: "Tờ khai có chữ ký"}}, Reason: "Tờ khai chưa ký"}

func TestPapersThatAreAskedForStopTheClockUntilTheyCome(t *testing.T) {
	l := atCounter(t)
	l.at = l.at.Add(time.Hour)
	due := l.at.AddDate(0, 0, 1)
	if _, err := l.file.Act(t.Context(), motcua.Act{At: l.at, Dossier: l.id, Do: motcua.Extended{Due: due}}); err != nil {
		t.Fatal(err)
	}
	d := must(t)(l.RequestSupplement(t.Context(), l.on(), missing))
	asked := d.Course.Supplements[0]
	if d.Status != motcua.StatusSupplement || asked.Stage != motcua.StageAppraisal || asked.Slip.Text() != "01-0001/PBS" || d.Course.Waiting.For != motcua.PauseSupplement {
		t.Errorf("%+v", d.Course)
	}
	l.at = l.at.Add(5 * time.Hour)
	d = must(t)(l.TakeSupplement(t.Context(), l.on(), motcua.SupplementReceived{Papers: []motcua.PaperCount{{Key: "p1", Originals: 1}}}))
	if d.Status != motcua.StatusSupplement || !d.Due.Equal(due) || d.Components[0].Count.Originals != 2 {
		t.Errorf("after a part of them: %s, due %v, %+v", d.Status.Name(), d.Due, d.Components[0].Count)
	}
	l.at = l.at.Add(time.Hour)
	d = must(t)(l.TakeSupplement(t.Context(), l.on(), motcua.SupplementReceived{Complete: true, Due: now.AddDate(9, 0, 0)}))
	if d.Status != motcua.StatusProcessing || !d.Due.Equal(due.Add(6*time.Hour)) || d.Course.Waiting != nil {
		t.Errorf("after all: %s, due %v", d.Status.Name(), d.Due)
	}
}

func TestAVerificationIsNotCounted(t *testing.T) {
	l := atCounter(t)
	before := must(t)(l.file.Dossier(t.Context(), l.id)).Due
	must(t)(l.Pause(t.Context(), l.on(), motcua.Paused{Reason: "xác minh nơi cư trú", With: "Công an phường"}))
	l.at = l.at.Add(30 * time.Hour)
	d := must(t)(l.Resume(t.Context(), l.on(), motcua.Resumed{Document: "12/CAP"}))
	if want := before.Add(30 * time.Hour); !d.Due.Equal(want) || d.Status != motcua.StatusProcessing {
		t.Errorf("due %v, want %v", d.Due, want)
	}
	_, err := l.Resume(t.Context(), l.on(), motcua.Resumed{})
	wantRefused(t, err, "status", motcua.ReasonNotWaiting)
}

func TestAClockPutBackWhileWaitingTakesNothingFromTheCitizen(t *testing.T) {
	l := atCounter(t)
	before := must(t)(l.file.Dossier(t.Context(), l.id)).Due
	must(t)(l.Pause(t.Context(), l.on(), motcua.Paused{Reason: "xác minh", With: "Công an phường"}))
	l.at = l.at.Add(-5 * time.Hour)
	if d := must(t)(l.Resume(t.Context(), l.on(), motcua.Resumed{})); !d.Due.Equal(before) {
		t.Errorf("due %v, want %v", d.Due, before)
	}
	l.at = time.Date(2001, 1, 1, 0, 0, 0, 0, motcua.Local)
	_, err := l.Note(t.Context(), l.on(), "x")
	wantWrong(t, err, motcua.CodeClock, "")
}

func TestAnIntakeThatLacksPapersIsKeptAndTakenInWhenTheyAreHere(t *testing.T) {
	l := atCounter(t)
	d := must(t)(l.RegisterIncomplete(t.Context(), intake(), missing))
	if d.Status != motcua.StatusRegistered || !d.Due.IsZero() || d.Course.Supplements[0].Stage != motcua.StageIntake || d.Received.Code == "" {
		t.Fatalf("%+v", d)
	}
	on := On{Dossier: d.ID}
	_, err := l.Accept(t.Context(), on, "")
	wantRefused(t, err, "status", motcua.ReasonWaiting)
	l.at = l.at.AddDate(0, 0, 2)
	must(t)(l.TakeSupplement(t.Context(), on, motcua.SupplementReceived{Complete: true}))
	d = must(t)(l.Accept(t.Context(), on, ""))
	if d.Status != motcua.StatusReceived || !d.Received.Appointment.Received.Equal(l.at) || d.Due.IsZero() {
		t.Errorf("%s from %v, due %v", d.Status.Name(), d.Received.Appointment.Received, d.Due)
	}
}

func TestARefusalKeepsTheIntakeWithItsReasonsInOneGo(t *testing.T) {
	l := atCounter(t)
	before := len(l.file.events)
	_, err := l.RefuseIntake(t.Context(), intake(), motcua.Refused{})
	wantWrong(t, err, motcua.CodeInvalid, "reasons")
	if len(l.file.events) != before {
		t.Error("half of it was kept")
	}
	d := must(t)(l.RefuseIntake(t.Context(), intake(), motcua.Refused{Reasons: []string{"  không thuộc thẩm quyền "}, Basis: "Điều 7"}))
	if d.Status != motcua.StatusRefused || d.Course.Refusal.Reasons[0] != "không thuộc thẩm quyền" || d.Course.Refusal.Slip.Text() != "01-0001/PTC" {
		t.Errorf("%+v", d.Course.Refusal)
	}
	_, err = l.Refuse(t.Context(), l.on(), motcua.Refused{Reasons: []string{"x"}})
	wantRefused(t, err, "status", motcua.ReasonAccepted)
}

func TestAnAppointmentIsMovedOnceLaterAndToAnOpenOffice(t *testing.T) {
	l := atCounter(t)
	was := must(t)(l.file.Dossier(t.Context(), l.id)).Due
	to := time.Date(2026, 11, 25, 16, 0, 0, 0, motcua.Local)
	for _, c := range []struct {
		due  time.Time
		want motcua.Reason
	}{
		{was.Add(-time.Hour), motcua.ReasonDueNotLater},
		{was, motcua.ReasonDueNotLater},
		{time.Date(2026, 11, 25, 23, 0, 0, 0, motcua.Local), motcua.ReasonDueNotWorked},
	} {
		_, err := l.Extend(t.Context(), l.on(), motcua.Extended{Due: c.due, Reason: "nhiều hồ sơ"})
		wantRefused(t, err, "due", c.want)
	}
	l.at = was.AddDate(0, 0, 2)
	_, err := l.Extend(t.Context(), l.on(), motcua.Extended{Due: was.AddDate(0, 0, 1), Reason: "nhiều hồ sơ"})
	wantRefused(t, err, "due", motcua.ReasonDuePast)
	d := must(t)(l.Extend(t.Context(), l.on(), motcua.Extended{Due: to, Reason: "nhiều hồ sơ", Signer: "Trần Văn Mẫu"}))
	if x := d.Course.Extension; !d.Due.Equal(to) || !x.Old.Equal(was) || !x.Late || x.Slip.Text() != "01-0001/PXL" {
		t.Errorf("%+v", d.Course.Extension)
	}
	_, err = l.Extend(t.Context(), l.on(), motcua.Extended{Due: to.AddDate(0, 0, 5), Reason: "nhiều hồ sơ"})
	wantRefused(t, err, "due", motcua.ReasonExtended)
}

func TestADossierStopsOnlyWithoutAResult(t *testing.T) {
	l := atCounter(t)
	must(t)(l.TakePayment(t.Context(), l.on(), motcua.PaymentReceived{Items: []motcua.FeeItem{{Name: "Lệ phí", Amount: 8000}}, Method: motcua.PayCash, Receipt: "0000123"}))
	_, err := l.Stop(t.Context(), l.on(), motcua.Stopped{Cause: motcua.StopByLaw, Reason: "x"})
	wantWrong(t, err, motcua.CodeInvalid, "basis")
	d := must(t)(l.Stop(t.Context(), l.on(), motcua.Stopped{Reason: "Công dân yêu cầu rút"}))
	if s := d.Course.Stop; d.Status != motcua.StatusWithdrawn || s.Paid != 8000 || s.Stage != "Được tiếp nhận" || s.Slip.Series != motcua.SeriesStop {
		t.Errorf("%s %+v", d.Status.Name(), s)
	}
	_, err = l.Stop(t.Context(), l.on(), motcua.Stopped{Reason: "x"})
	wantRefused(t, err, "status", motcua.ReasonEnded)
}

func TestAHandOverIsConfirmedAtTheOtherDesk(t *testing.T) {
	l := atCounter(t)
	d := must(t)(l.Forward(t.Context(), l.on(), motcua.Forwarded{To: motcua.Place{Unit: "46-19789"}, Step: "Thẩm định", Due: l.at.Add(2 * time.Hour), Papers: true}))
	m := d.Course.Moves[0]
	if d.Status != motcua.StatusProcessing || m.From.Name != "Quầy 01" || m.To.Name != "Phường Thuận Hoá" || !m.Taken.IsZero() || m.Slip.Text() != "01-0001/PKS" {
		t.Errorf("%+v", m)
	}
	_, err := l.Forward(t.Context(), l.on(), motcua.Forwarded{To: motcua.Place{Name: "Phòng Kinh tế"}})
	wantRefused(t, err, "to", motcua.ReasonInTransit)
	must(t)(l.TakeOver(t.Context(), l.on(), motcua.TakenOver{}))
	l.at = l.at.Add(3 * time.Hour)
	must(t)(l.Forward(t.Context(), l.on(), motcua.Forwarded{To: motcua.Place{Name: "Quầy 01"}}))
	d = must(t)(l.TakeOver(t.Context(), l.on(), motcua.TakenOver{}))
	if m := d.Course.Moves[1]; d.Course.Holder.Name != "Quầy 01" || m.Outcome != motcua.OutcomeLate || m.Taker != "Cán bộ Thử" {
		t.Errorf("%+v", m)
	}
	_, err = l.Forward(t.Context(), l.on(), motcua.Forwarded{To: motcua.Place{Unit: "46-1"}})
	wantWrong(t, err, motcua.CodeUnknown, "to.unit")
}

func TestADossierThatMovedOnSinceTheScreenSawItIsLeftAlone(t *testing.T) {
	l := atCounter(t)
	seen := must(t)(l.file.Dossier(t.Context(), l.id)).Newest
	must(t)(l.Note(t.Context(), l.on(), "quầy kia"))
	events := len(l.file.events)
	_, err := l.Forward(t.Context(), On{Dossier: l.id, Seen: seen}, motcua.Forwarded{To: motcua.Place{Name: "Phòng Kinh tế"}})
	wantRefused(t, err, "seen", motcua.ReasonChanged)
	if len(l.file.events) != events {
		t.Error("a refused step left a trace")
	}
	_, err = l.Note(t.Context(), On{Dossier: "nobody"}, "x")
	wantWrong(t, err, motcua.CodeUnknown, "dossier")
}

func TestTwoWindowsCannotDoTheSameTwice(t *testing.T) {
	l := atCounter(t)
	var wg sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		wg.Go(func() { _, errs[i] = l.RequestSupplement(t.Context(), l.on(), missing) })
	}
	wg.Wait()
	done := 0
	for _, err := range errs {
		if err == nil {
			done++
		} else if motcua.ReasonOf(err) == "" {
			t.Error(err)
		}
	}
	if done != 1 || l.file.slips[motcua.SeriesSupplement] != 1 {
		t.Errorf("%d requests, %d numbers", done, l.file.slips[motcua.SeriesSupplement])
	}
}

func TestWhateverIsTypedIntoAStepIsBoundedAndAnswered(t *testing.T) {
	l := atCounter(t)
	long, many := strings.Repeat("ệ", maxReason+1), make([]motcua.MissingPaper, maxItems+1)
	for name, do := range map[string]func(context.Context) error{
		"note": func(ctx context.Context) error { _, err := l.Note(ctx, l.on(), long); return err },
		"missing": func(ctx context.Context) error {
			_, err := l.RequestSupplement(ctx, l.on(), motcua.SupplementRequested{Missing: many, Reason: "x"})
			return err
		},
		"stop": func(ctx context.Context) error {
			_, err := l.Stop(ctx, l.on(), motcua.Stopped{Reason: long})
			return err
		},
		"reasons": func(ctx context.Context) error {
			_, err := l.RefuseIntake(ctx, intake(), motcua.Refused{Reasons: make([]string, maxItems+1)})
			return err
		},
		"items": func(ctx context.Context) error {
			_, err := l.TakePayment(ctx, l.on(), motcua.PaymentReceived{Items: make([]motcua.FeeItem, maxItems+1)})
			return err
		},
		"to": func(ctx context.Context) error {
			_, err := l.Forward(ctx, l.on(), motcua.Forwarded{To: motcua.Place{Name: long}})
			return err
		},
		"papers": func(ctx context.Context) error {
			_, err := l.TakeSupplement(ctx, l.on(), motcua.SupplementReceived{Papers: make([]motcua.PaperCount, maxPapers+1)})
			return err
		},
		"changes": func(ctx context.Context) error {
			_, err := l.Correct(ctx, l.on(), make([]motcua.Change, maxItems+1), "x")
			return err
		},
		"deadline": func(ctx context.Context) error {
			b := missing
			b.Deadline = l.at
			_, err := l.RequestSupplement(ctx, l.on(), b)
			return err
		},
	} {
		err := do(t.Context())
		if c := motcua.CodeOf(err); c != motcua.CodeTooLarge && motcua.ReasonOf(err) != motcua.ReasonDuePast {
			t.Errorf("%s: %v", name, err)
		}
	}
	if len(l.file.events) != 1 {
		t.Error("a refused step left a trace")
	}
	forty := motcua.SupplementRequested{Reason: "thiếu"}
	for i := range 40 {
		forty.Missing = append(forty.Missing, motcua.MissingPaper{Text: fmt.Sprintf("Giấy tờ %d", i+1)})
	}
	if d := must(t)(l.RequestSupplement(t.Context(), l.on(), forty)); len(d.Course.Supplements[0].Missing) != 40 {
		t.Errorf("%d papers asked for", len(d.Course.Supplements[0].Missing))
	}
}

func TestAPaperFiledEarlierServesTheSameOwnerAgainAndNobodyElse(t *testing.T) {
	l := atCounter(t)
	in := intake()
	in.Applicant.IDNumber = "046190000001"
	first := must(t)(l.Receive(t.Context(), in))
	first = must(t)(l.AddFile(t.Context(), first.ID, "p1", "tờ khai.pdf", "file", strings.NewReader("PDF")))
	sum := first.Components[0].Files[0].File.SHA256
	second := must(t)(l.Receive(t.Context(), in))
	d := must(t)(l.ReuseFile(t.Context(), On{Dossier: second.ID}, "p1", first.ID, sum))
	if f := d.Components[0].Files; len(f) != 1 || f[0].File.SHA256 != sum || f[0].Reused != first.Received.Code || f[0].Name != "tờ khai.pdf" || f[0].From != motcua.FromReuse {
		t.Errorf("%+v", f)
	}
	in.Applicant.IDNumber = "046190000002"
	other := must(t)(l.Receive(t.Context(), in))
	_, err := l.ReuseFile(t.Context(), On{Dossier: other.ID}, "p1", first.ID, sum)
	wantRefused(t, err, "from", motcua.ReasonFileElsewhere)
	_, err = l.ReuseFile(t.Context(), On{Dossier: second.ID}, "p1", first.ID, "0")
	wantWrong(t, err, motcua.CodeUnknown, "file")
	_, err = l.ReuseFile(t.Context(), On{Dossier: second.ID}, "p3", first.ID, sum)
	wantWrong(t, err, motcua.CodePresentOnly, "paper")
}

func TestADossierForAnotherUnitOfTheProvinceNamesWhoResolvesIt(t *testing.T) {
	l := atCounter(t)
	for _, c := range []struct {
		who   motcua.Place
		code  motcua.ErrorCode
		field string
		name  string
	}{
		{motcua.Place{Unit: "46-19789"}, "", "", "Phường Thuận Hoá"},
		{motcua.Place{Name: " Sở Tư pháp "}, "", "", "Sở Tư pháp"},
		{motcua.Place{}, motcua.CodeInvalid, "resolver.name", ""},
		{motcua.Place{Unit: "46-00000"}, motcua.CodeUnknown, "resolver.unit", ""},
	} {
		in := intake()
		in.Resolver = &c.who
		r, err := l.Prepare(in)
		wantWrong(t, err, c.code, c.field)
		if err == nil && r.Intake.Resolver.Name != c.name {
			t.Errorf("%+v", r.Intake.Resolver)
		}
	}
}

func TestAProcedureIsTakenInOnlyWhileItIsInForce(t *testing.T) {
	l := atCounter(t)
	p := procedures[0]
	for _, c := range []struct {
		from, until string
		open        bool
	}{{"", "", true}, {"", "2026-11-20", true}, {"2026-11-20", "", true}, {"", "2026-11-19", false}, {"2026-11-21", "", false}} {
		p.From, p.Until = c.from, c.until
		l.catalogue = shelf{p}
		_, err := l.Receive(t.Context(), intake())
		if c.open && err != nil {
			t.Errorf("%+v: %v", c, err)
		}
		if !c.open {
			wantRefused(t, err, "procedure", motcua.ReasonAbolished)
		}
	}
}
