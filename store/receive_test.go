package store_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"motcua"
	"motcua/store"
)

func TestAReceivedDossierIsThereAfterReopening(t *testing.T) {
	dir := newStation(t)
	s := open(t, dir)
	r := form("Nguyễn Thị Ví Dụ")
	d := receive(t, s, r)
	if d.Received.Code != code(1) || d.ID != r.Intake.ID || d.Status != motcua.StatusReceived || len(d.Received.Secret) != motcua.SecretLen {
		t.Errorf("%+v", d)
	}
	if d.Received.Unit != "46-19789" || d.Received.Agency != agency || d.Received.Counter != "Quầy 01" {
		t.Errorf("%+v", d.Received)
	}
	again := open(t, dir)
	got, err := again.ByCode(ctx, code(1))
	if err != nil || got.Received.Intake.Applicant.Name != "Nguyễn Thị Ví Dụ" || !bytes.Equal(got.Received.Secret, d.Received.Secret) {
		t.Errorf("%+v, %v", got, err)
	}
	if r := wantClean(t, again); r.Events != 2 || r.Dossiers != 1 {
		t.Errorf("%+v", r)
	}
}

func TestTheSameIntakeIsTakenInOnce(t *testing.T) {
	s := open(t, newStation(t))
	r := form("Nguyễn Thị Ví Dụ")
	first := receive(t, s, r)
	move(t, s, first, motcua.StatusProcessing)
	second := receive(t, s, r)
	if second.Received.Code != first.Received.Code || second.Status != motcua.StatusProcessing {
		t.Errorf("%+v", second)
	}
	if n := len(pending(t, s)); n != 3 {
		t.Errorf("%d events", n)
	}
	if next := receive(t, s, form("Trần Văn Thử")); next.Received.Code != code(2) {
		t.Errorf("a number was lost: %s", next.Received.Code)
	}
}

func TestAnotherIntakeUnderAKnownIDIsRefusedAndLeavesNothing(t *testing.T) {
	s := open(t, newStation(t))
	r := form("Nguyễn Thị Ví Dụ")
	first := receive(t, s, r)
	before := len(pending(t, s))
	for what, change := range map[string]func(*motcua.Intake){
		"another person": func(in *motcua.Intake) { in.Applicant.Name = "Trần Văn Thử" },
		"another paper":  func(in *motcua.Intake) { in.Papers = []motcua.PaperCount{{Key: "p1", Originals: 2}} },
		"another owner":  func(in *motcua.Intake) { in.Organisation = &motcua.Organisation{Name: "Công ty Thí Dụ"} },
	} {
		next := r
		change(&next.Intake)
		_, err := s.Receive(ctx, "", morning(), next)
		wantCode(t, err, motcua.CodeConflict)
		if f := motcua.FieldOf(err); f != "id" {
			t.Errorf("%s: field %q", what, f)
		}
	}
	if n := len(pending(t, s)); n != before {
		t.Errorf("%d events, want %d", n, before)
	}
	if d := receive(t, s, r); d.Received.Code != first.Received.Code || d.Received.Intake.Applicant.Name != "Nguyễn Thị Ví Dụ" {
		t.Errorf("%+v", d.Received.Intake)
	}
}

func TestSerialsBeginAgainEachVietnameseDay(t *testing.T) {
	s := open(t, newStation(t))
	take := func(at time.Time, want string) {
		t.Helper()
		d, err := s.Receive(ctx, "", at, form("Nguyễn Văn Ví Dụ"))
		if err != nil || !strings.HasSuffix(string(d.Received.Code), want) {
			t.Errorf("%s, want %s, %v", d.Received.Code, want, err)
		}
	}
	late := time.Date(2026, 11, 23, 16, 59, 0, 0, time.UTC) // 23:59 in Vietnam
	take(late, "261123-0001")
	take(late.Add(time.Minute), "261124-0001")
	take(late.Add(time.Hour), "261124-0002")
	take(late, "261123-0002") // a clock put back
	wantClean(t, s)
}

func TestUsedUpSerialsAreSaidAndNeverUsedTwice(t *testing.T) {
	dir := t.TempDir()
	if _, err := store.Init(ctx, dir, initConfig(40, 42)); err != nil {
		t.Fatal(err)
	}
	s := open(t, dir)
	for n := 40; n <= 42; n++ {
		if d := receive(t, s, form("Nguyễn Văn Ví Dụ")); d.Received.Code != code(n) {
			t.Errorf("%s", d.Received.Code)
		}
	}
	for range 2 {
		_, err := s.Receive(ctx, "", morning(), form("Nguyễn Văn Ví Dụ"))
		wantCode(t, err, motcua.CodeNoNumbers)
	}
	h := newHub(t)
	for _, c := range []struct{ from, to, want int }{{1, 41, 42}, {43, 60, 43}, {30, 60, 44}, {7, 9, 7}} {
		if err := s.Enrolled(ctx, h.info, c.from, c.to); err != nil {
			t.Fatal(err)
		}
		d, err := s.Receive(ctx, "", morning(), form("Nguyễn Văn Ví Dụ"))
		if c.want > c.to {
			wantCode(t, err, motcua.CodeNoNumbers)
		} else if d.Received.Code != code(c.want) {
			t.Errorf("range %d to %d: %s, want %d, %v", c.from, c.to, d.Received.Code, c.want, err)
		}
	}
	wantClean(t, s)
}

func TestARefusedIntakeUsesNoNumberAndLeavesNothing(t *testing.T) {
	s := open(t, newStation(t))
	huge := form("Nguyễn Văn Ví Dụ")
	huge.Intake.Request = strings.Repeat("x", motcua.MaxBody)
	_, err := s.Receive(ctx, "", morning(), huge)
	wantCode(t, err, motcua.CodeTooLarge)
	for _, id := range []string{"", "x", "../../etc", strings.ToUpper(form("").Intake.ID) + "\n"} {
		r := form("Nguyễn Văn Ví Dụ")
		r.Intake.ID = id
		_, err := s.Receive(ctx, "", morning(), r)
		wantCode(t, err, motcua.CodeInvalid)
	}
	_, err = s.Receive(ctx, "a\nb", morning(), form("Nguyễn Văn Ví Dụ"))
	wantCode(t, err, motcua.CodeCorrupt)
	for _, at := range []time.Time{{}, time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)} {
		_, err = s.Receive(ctx, "", at, form("Nguyễn Văn Ví Dụ"))
		wantCode(t, err, motcua.CodeClock)
	}
	if n := len(pending(t, s)); n != 1 {
		t.Errorf("%d events", n)
	}
	if d := receive(t, s, form("Nguyễn Văn Ví Dụ")); d.Received.Code != code(1) {
		t.Errorf("%s", d.Received.Code)
	}
}

type brokenRandom struct{ after int }

func (r *brokenRandom) Read(p []byte) (int, error) {
	if r.after -= len(p); r.after < 0 {
		return 0, io.ErrUnexpectedEOF
	}
	return rand.Read(p)
}

func TestWithoutRandomnessNothingIsTakenIn(t *testing.T) {
	dir := newStation(t)
	for after := range 2 {
		s := openWith(t, dir, store.Config{Now: morning, Rand: &brokenRandom{after * motcua.SecretLen}})
		_, err := s.Receive(ctx, "", morning(), form("Nguyễn Văn Ví Dụ"))
		if wantCode(t, err, motcua.CodeIO); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Error(err)
		}
	}
	if n := len(pending(t, open(t, dir))); n != 1 {
		t.Errorf("%d events", n)
	}
}

func TestAClockThatRunsBackKeepsTheOrderOfEvents(t *testing.T) {
	s := open(t, newStation(t))
	r := form("Nguyễn Văn Ví Dụ")
	d := receive(t, s, r)
	back := morning().Add(-48 * time.Hour)
	d, err := s.Append(ctx, "", back, d.ID, motcua.EventStatusChanged, motcua.StatusChanged{From: d.Status, To: motcua.StatusProcessing})
	if err != nil || d.Status != motcua.StatusProcessing || len(d.Exceptions) != 0 {
		t.Fatalf("%+v, %v", d, err)
	}
	events := pending(t, s)
	last := events[len(events)-1]
	if !last.Wall.Equal(back) || last.HLC <= events[len(events)-2].HLC {
		t.Errorf("%s %d", last.Wall, last.HLC)
	}
}

func TestHandlesThatReceiveTogetherNeverShareANumber(t *testing.T) {
	dir := newStation(t)
	a, b := open(t, dir), open(t, dir)
	const each = 12
	var mu sync.Mutex
	codes := map[motcua.Code]bool{}
	var wg sync.WaitGroup
	for i := range 6 {
		s := a
		if i%2 == 1 {
			s = b
		}
		wg.Go(func() {
			for range each {
				d, err := s.Receive(ctx, "", morning(), form("Nguyễn Văn Ví Dụ"))
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				codes[d.Received.Code] = true
				mu.Unlock()
				if _, err := s.List(ctx, motcua.Filter{Query: "vi du"}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if len(codes) != 6*each || !codes[code(1)] || !codes[code(6*each)] {
		t.Errorf("%d codes", len(codes))
	}
	wantClean(t, a)
}

func TestAStepIsTakenOnlyFromTheStatusItWasMeantFor(t *testing.T) {
	s := open(t, newStation(t))
	d := receive(t, s, form("Nguyễn Văn Ví Dụ"))
	for _, b := range []motcua.StatusChanged{
		{From: motcua.StatusReceived, To: motcua.StatusDone},
		{From: motcua.StatusProcessing, To: motcua.StatusDone},
		{From: motcua.StatusReceived, To: 99},
		{},
	} {
		_, err := s.Append(ctx, "", morning(), d.ID, motcua.EventStatusChanged, b)
		wantCode(t, err, motcua.CodeConflict)
	}
	d = move(t, s, d, motcua.StatusProcessing)
	d = move(t, s, d, motcua.StatusDone)
	d = move(t, s, d, motcua.StatusResultReturned)
	if len(d.Steps) != 4 || len(pending(t, s)) != 5 {
		t.Errorf("%d steps, %d events", len(d.Steps), len(pending(t, s)))
	}
	_, err := s.Append(ctx, "", morning(), "nobody", motcua.EventStatusChanged, motcua.StatusChanged{})
	wantCode(t, err, motcua.CodeUnknown)
	for kind, body := range map[motcua.EventKind]any{
		motcua.EventReceived: motcua.Received{}, motcua.EventStatusChanged: motcua.FileAdded{},
		motcua.EventFileAdded: motcua.StatusChanged{}, "dossier.x": motcua.StatusChanged{}, motcua.EventStationStarted: nil,
	} {
		_, err := s.Append(ctx, "", morning(), d.ID, kind, body)
		wantCode(t, err, motcua.CodeInvalid)
	}
	wantClean(t, s)
}

func TestAFileIsFiledOnlyOnceItIsOnDisk(t *testing.T) {
	s := open(t, newStation(t))
	d := receive(t, s, form("Nguyễn Văn Ví Dụ"))
	sum, size, err := s.PutFile(ctx, strings.NewReader("%PDF-1.7 page"))
	if err != nil {
		t.Fatal(err)
	}
	file := motcua.FileRef{SHA256: sum, Size: size, Type: "application/pdf", Pages: 1}
	lost, short := file, file
	lost.SHA256 = strings.Repeat("0", 64)
	short.Size--
	for _, c := range []struct {
		body motcua.FileAdded
		want motcua.ErrorCode
	}{
		{motcua.FileAdded{Paper: "p1", File: lost}, motcua.CodeUnknown},
		{motcua.FileAdded{Paper: "p1", File: short}, motcua.CodeUnknown},
		{motcua.FileAdded{Paper: "p1", File: motcua.FileRef{SHA256: "../station.key"}}, motcua.CodeInvalid},
		{motcua.FileAdded{Paper: "p9", File: file}, motcua.CodeUnknown},
		{motcua.FileAdded{Paper: "p1", File: file}, ""},
	} {
		_, err := s.Append(ctx, "", morning(), d.ID, motcua.EventFileAdded, c.body)
		wantCode(t, err, c.want)
	}
	if d, err = s.Dossier(ctx, d.ID); err != nil || len(d.Components[0].Files) != 1 || len(d.Exceptions) != 0 {
		t.Fatalf("%+v, %v", d, err)
	}
	f, err := s.OpenFile(sum)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if b, err := io.ReadAll(f); err != nil || string(b) != "%PDF-1.7 page" {
		t.Errorf("%q, %v", b, err)
	}
	if r := wantClean(t, s); r.Files != 1 {
		t.Errorf("%+v", r)
	}
}

func TestAStationEventIsNoDossierEvent(t *testing.T) {
	s := open(t, newStation(t))
	if err := s.AppendStation(ctx, "", morning(), "station.printer", map[string]string{"name": "A5"}); err != nil {
		t.Fatal(err)
	}
	wantCode(t, s.AppendStation(ctx, "", morning(), motcua.EventReceived, nil), motcua.CodeInvalid)
	wantCode(t, s.AppendStation(ctx, "", morning(), "station.x", func() {}), motcua.CodeInvalid)
	if events := pending(t, s); len(events) != 2 || events[1].Dossier != "" {
		t.Errorf("%+v", events)
	}
	wantClean(t, s)
}

func TestAReceiptIsSignedByTheStationThatTookTheDossierIn(t *testing.T) {
	s := open(t, newStation(t))
	d := receive(t, s, form("Nguyễn Văn Ví Dụ"))
	url, err := s.ReceiptURL(d)
	if err != nil || !strings.HasPrefix(url, "HTTPS://MOTCUA.INVALID/T/") {
		t.Fatal(url, err)
	}
	enrol(t, s)
	url, err = s.ReceiptURL(d)
	if err != nil || !strings.HasPrefix(url, "HTTPS://MOTCUA.EXAMPLE.VN/T/") || url != strings.ToUpper(url) {
		t.Fatal(url, err)
	}
	token, sig, err := motcua.ReadToken(url)
	if err != nil || token.Code != d.Received.Code || !bytes.Equal(token.Secret, d.Received.Secret) {
		t.Fatal(token, err)
	}
	p, ok, err := s.Peer(ctx, token.Station)
	if err != nil || !ok || sig.Verify(p.Key) != nil {
		t.Error(p, ok, err)
	}
	_, err = open(t, newStation(t)).Token(d)
	wantCode(t, err, motcua.CodeDenied)
}
