package hub

import (
	"context"
	"slices"
	gosync "sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"motcua"
	"motcua/internal/testkit/ledger"
	"motcua/store/sqlitedb"
	"motcua/sync/wire"
)

const leaseAgency = "H57.19.789"

// lessor is a hub with stations of one unit and a clock that the test turns.
type lessor struct {
	*Hub
	t   *testing.T
	dir string
	now time.Time
}

func newLessor(t *testing.T) *lessor {
	t.Helper()
	l := &lessor{t: t, dir: t.TempDir(), now: time.Date(2026, 11, 20, 3, 0, 0, 0, time.UTC)}
	h, err := Open(context.Background(), Config{Dir: l.dir, Public: "https://hub.example.vn", Now: func() time.Time { return l.now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	})
	l.Hub = h
	return l
}

// take takes in a station that says it printed from a range so far.
func (l *lessor) take(from, to int) *ledger.File {
	l.t.Helper()
	f := ledger.New(l.t, "46-19789", "Quầy", func() time.Time { return l.now })
	got := l.again(f, "46-19789", from, to)
	f.SetStation(func(s *motcua.Station) { s.SerialFrom, s.SerialTo = got.SerialFrom, got.SerialTo })
	return f
}

func (l *lessor) again(f *ledger.File, unit string, from, to int) wire.EnrolResponse {
	l.t.Helper()
	got, err := l.tries(f, unit, from, to)
	if err != nil {
		l.t.Fatal(err)
	}
	return got
}

func (l *lessor) tries(f *ledger.File, unit string, from, to int) (wire.EnrolResponse, error) {
	l.t.Helper()
	code, err := l.EnrolCode(context.Background(), unit)
	if err != nil {
		l.t.Fatal(err)
	}
	known, err := wire.ReadEnrolCode(code)
	if err != nil {
		l.t.Fatal(err)
	}
	r := wire.EnrolRequest{Code: known.Name, Key: f.PublicKey(), Recipient: f.Recipient(), Unit: unit, Name: "Quầy", SerialFrom: from, SerialTo: to}
	r.Proof = f.Sign(r.SignedBytes())
	return l.enrol(context.Background(), r)
}

func (l *lessor) ask(f *ledger.File, id string, days ...string) []motcua.Block {
	l.t.Helper()
	got, err := l.lease(context.Background(), f.Station().ID, motcua.BlockRequest{ID: id, Agency: leaseAgency, Days: days})
	if err != nil {
		l.t.Fatal(err)
	}
	return got
}

func (l *lessor) want(got []motcua.Block, want ...motcua.Block) {
	l.t.Helper()
	if !slices.Equal(got, want) {
		l.t.Errorf("leased %v, want %v", got, want)
	}
}

func lot(day string, from, to int) motcua.Block {
	return motcua.Block{Agency: leaseAgency, Day: day, From: from, To: to}
}

func TestTheSameRequestGetsTheSameBlocksAlsoAfterARestart(t *testing.T) {
	l := newLessor(t)
	a, b := l.take(0, 0), l.take(0, 0)
	id := uuid.NewString()
	first := l.ask(a, id, "2026-11-20", "2026-11-21")
	l.want(first, lot("2026-11-20", 1000, 1049), lot("2026-11-21", 1000, 1049))
	l.want(l.ask(b, uuid.NewString(), "2026-11-20"), lot("2026-11-20", 1050, 1099))
	l.want(l.ask(a, uuid.NewString(), "2026-11-20"), lot("2026-11-20", 1100, 1149))
	l.want(l.ask(b, id, "2026-11-20"), lot("2026-11-20", 1150, 1199)) // another station's id is its own
	l.now = l.now.Add(72 * time.Hour)
	other, err := Open(context.Background(), Config{Dir: l.dir, Public: "https://hub.example.vn", Now: func() time.Time { return l.now }})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	l.Hub = other
	l.want(l.ask(a, id, "2026-11-20", "2026-11-21"), first...)
}

func TestOnlyTheDaysAheadAreLeased(t *testing.T) {
	l := newLessor(t)
	a := l.take(0, 0)
	l.want(l.ask(a, uuid.NewString(), "1970-01-01", "2026-11-19", "2026-11-27", "2026-11-29", "2030-01-01"), lot("2026-11-27", 1000, 1049))
	l.now = time.Date(2026, 11, 20, 17, 1, 0, 0, time.UTC) // a minute past midnight: the station's clock may be behind
	l.want(l.ask(a, uuid.NewString(), "2026-11-20"), lot("2026-11-20", 1000, 1049))
}

func TestAStationHasABoundAndTheUnitAnEnd(t *testing.T) {
	l := newLessor(t)
	var stations []*ledger.File
	for range 5 {
		stations = append(stations, l.take(0, 0))
	}
	seen, total := map[int]bool{}, 0
	for _, f := range stations {
		for n := 0; ; n++ {
			got := l.ask(f, uuid.NewString(), "2026-11-20")
			if len(got) == 0 {
				if n > motcua.BlocksADay || n == 0 && total < 80 {
					t.Errorf("a station got %d blocks", n)
				}
				break
			}
			total++
			for k := got[0].From; k <= got[0].To; k++ {
				if seen[k] || k < motcua.LeaseFrom || k > motcua.LeaseTo {
					t.Fatalf("%d leased twice or from outside", k)
				}
				seen[k] = true
			}
		}
	}
	if len(seen) != motcua.LeaseTo-motcua.LeaseFrom+1 {
		t.Errorf("%d numbers were leased", len(seen))
	}
}

func TestStationsThatAskTogetherShareNoNumber(t *testing.T) {
	l := newLessor(t)
	const each = 5
	var mu gosync.Mutex
	var all []motcua.Block
	var wg gosync.WaitGroup
	for range 6 {
		id := l.take(0, 0).Station().ID
		wg.Go(func() {
			for range each {
				got, err := l.lease(context.Background(), id, motcua.BlockRequest{ID: uuid.NewString(), Agency: leaseAgency, Days: []string{"2026-11-20", "2026-11-21"}})
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				all = append(all, got...)
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if len(all) != 6*each*2 {
		t.Fatalf("%d blocks", len(all))
	}
	for i, b := range all {
		if slices.ContainsFunc(all[:i], b.Overlaps) {
			t.Errorf("%v overlaps another", b)
		}
	}
}

func TestWhatAStationPrintedOrPrintsFromByItselfIsNotLeased(t *testing.T) {
	l := newLessor(t)
	l.take(1000, 1199) // its own until it met this hub
	a := l.take(0, 0)
	for _, serial := range []int{1210, 1275} {
		a.Receive(serial)
	}
	if _, err := l.ingest(context.Background(), a.Station().ID, each(a.Events())); err != nil {
		t.Fatal(err)
	}
	l.want(l.ask(a, uuid.NewString(), "2026-11-20", "2026-11-21", "2026-11-22"),
		lot("2026-11-20", 1211, 1260), lot("2026-11-21", 1200, 1249), lot("2026-11-22", 1000, 1049))
}

func TestAStationThatAsksForAnotherUnitKeepsItsNumbers(t *testing.T) {
	l := newLessor(t)
	a := l.take(0, 0)
	if _, err := l.tries(a, "46-19790", 5000, 5499); motcua.CodeOf(err) != motcua.CodeConflict || motcua.FieldOf(err) != "unit" {
		t.Error(err)
	}
	if got := l.again(a, "46-19789", 5000, 5499); got.SerialFrom != 5000 {
		t.Errorf("%+v", got)
	}
	if b := l.take(0, 0); b.Station().SerialFrom != 5500 {
		t.Errorf("%+v", b.Station())
	}
}

// Rows of before the numbers were shared keep their thousand.
func TestAStationOfTheOldRuleKeepsItsThousand(t *testing.T) {
	l := newLessor(t)
	old := l.take(0, 0)
	err := l.db.Write(context.Background(), func(tx *sqlitedb.Tx) error {
		_, err := tx.ExecContext(context.Background(), `UPDATE stations SET slot = 1, serial_from = 1000, serial_to = 1999`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	l.want(l.ask(old, uuid.NewString(), "2026-11-20"), lot("2026-11-20", 2000, 2049))
	for _, from := range []int{5000, 6000} {
		if s := l.take(0, 0).Station(); s.SerialFrom != from {
			t.Errorf("%+v", s)
		}
	}
}

func TestAHubThatForgotItsLeasesLearnsThemFromTheLogs(t *testing.T) {
	l := newLessor(t)
	a, b := l.take(0, 0), l.take(0, 0)
	a.Append(motcua.EventNumbersLeased, "", []motcua.Block{lot("2026-11-20", 1000, 1049), lot("2026-11-20", 1, 900), lot("2020-01-01", 1000, 1049)})
	if _, err := l.ingest(context.Background(), a.Station().ID, each(a.Events())); err != nil {
		t.Fatal(err)
	}
	l.want(l.ask(b, uuid.NewString(), "2026-11-20"), lot("2026-11-20", 1050, 1099))
	b.Append(motcua.EventNumbersLeased, "", []motcua.Block{lot("2026-11-20", 1040, 1089)}) // a lie changes nothing
	b.Append(motcua.EventNumbersLeased, "", "no blocks")
	r, err := l.ingest(context.Background(), b.Station().ID, each(b.Events()))
	if err != nil || !slices.Equal(r.Refused, []motcua.Refusal{{Seq: 3, Code: motcua.CodeCorrupt}}) {
		t.Errorf("%+v, %v", r, err)
	}
	l.want(l.ask(a, uuid.NewString(), "2026-11-20"), lot("2026-11-20", 1100, 1149))
}

func TestARequestThatBreaksTheRulesIsRefused(t *testing.T) {
	l := newLessor(t)
	a := l.take(0, 0).Station().ID
	good := motcua.BlockRequest{ID: uuid.NewString(), Agency: leaseAgency, Days: []string{"2026-11-20"}}
	for field, change := range map[string]func(*motcua.BlockRequest){
		"id":     func(r *motcua.BlockRequest) { r.ID = "" },
		"agency": func(r *motcua.BlockRequest) { r.Agency = "' OR 1" },
		"days":   func(r *motcua.BlockRequest) { r.Days = []string{"2026-11-21", "2026-11-20"} },
	} {
		r := good
		change(&r)
		if _, err := l.lease(context.Background(), a, r); motcua.CodeOf(err) != motcua.CodeInvalid || motcua.FieldOf(err) != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	if err := l.Revoke(context.Background(), a); err != nil {
		t.Fatal(err)
	}
	if _, err := l.lease(context.Background(), a, good); motcua.CodeOf(err) != motcua.CodeRevoked {
		t.Error(err)
	}
}

func TestTheWidestRunIsFoundAmongWhatIsTaken(t *testing.T) {
	taken := func(pairs ...int) (out []motcua.Block) {
		for i := 0; i < len(pairs); i += 2 {
			out = append(out, motcua.Block{From: pairs[i], To: pairs[i+1]})
		}
		return out
	}
	for _, c := range []struct {
		taken    []motcua.Block
		from, to int
	}{
		{nil, 10, 14},
		{taken(1, 9), 10, 14},
		{taken(12, 12), 13, 17},
		{taken(13, 13, 18, 18, 10, 10), 14, 17},
		{taken(1, 11, 11, 99), 10, 9},
		{taken(10, 19), 20, 20},
		{taken(12, 15, 10, 18), 19, 20},
	} {
		if from, to := widest(c.taken, 10, 20, 5); from != c.from || to != c.to {
			t.Errorf("%v: %d to %d, want %d to %d", c.taken, from, to, c.from, c.to)
		}
	}
}
