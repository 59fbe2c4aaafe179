package motcua_test

import (
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"motcua"
)

// story makes the events of one dossier as stations would, each station with a
// log of its own and all with one clock that may stand still.
type story struct {
	t    testing.TB
	logs map[string][]motcua.Event
	keys map[string]ed25519.PrivateKey
	all  []motcua.Event
	hlc  motcua.HLC
	now  time.Time
}

func newStory(t testing.TB) *story {
	return &story{t: t, logs: map[string][]motcua.Event{}, keys: map[string]ed25519.PrivateKey{}, now: time.Date(2026, 11, 20, 1, 0, 0, 0, time.UTC)}
}

func (s *story) tell(station string, kind motcua.EventKind, body any) motcua.Event {
	s.t.Helper()
	if s.keys[station] == nil {
		s.keys[station] = keyOf(station)
	}
	raw, err := motcua.SaltedBody([]byte("salt"), body)
	if err != nil {
		s.t.Fatal(err)
	}
	log := s.logs[station]
	s.hlc = s.hlc.Next(s.now)
	e := motcua.Event{
		Version: motcua.EventVersion, ID: fmt.Sprintf("%s-%d", station, len(log)+1), Station: motcua.StationID(public(s.keys[station])),
		Seq: uint64(len(log) + 1), Wall: s.now, HLC: s.hlc, Actor: station, Dossier: "d1", Kind: kind, Body: raw,
	}
	if len(log) > 0 {
		e.Prev = log[len(log)-1].Hash()
	}
	if err := e.Sign(s.keys[station]); err != nil {
		s.t.Fatal(err)
	}
	s.logs[station] = append(log, e)
	s.all = append(s.all, e)
	return e
}

func (s *story) receive(station string) motcua.Event {
	return s.tell(station, motcua.EventReceived, motcua.Received{
		Code: "H57.19.789-261120-0001",
		Intake: motcua.Intake{
			Procedure: "9.000001", Channel: motcua.ChannelDirect, Kind: motcua.ApplicantSelf,
			Applicant: motcua.Person{Name: "Nguyễn Thị Ví Dụ"}, Papers: []motcua.PaperCount{{Key: "p2", Originals: 2}},
		},
		Procedure: motcua.Procedure{Code: "9.000001", Name: "Đăng ký thử", Groups: []motcua.PaperGroup{{Kind: motcua.GroupCommon, Papers: []motcua.PaperRule{
			{Key: "p1", Name: "Tờ khai", Originals: 1}, {Key: "p2", Name: "Sổ", Originals: 1}, {Key: "p3", Name: "Lời dặn", Note: true},
		}}}},
	})
}

func (s *story) step(station string, from, to motcua.Status) motcua.Event {
	return s.tell(station, motcua.EventStatusChanged, motcua.StatusChanged{From: from, To: to})
}

func TestADossiersEventsFoldToItsState(t *testing.T) {
	s := newStory(t)
	s.receive("a")
	s.tell("a", motcua.EventFileAdded, motcua.FileAdded{Paper: "p2", Name: "sổ.pdf", From: "file"})
	s.now = s.now.Add(time.Hour)
	s.step("a", motcua.StatusReceived, motcua.StatusProcessing)
	d, err := motcua.FoldDossier(s.all)
	if err != nil {
		t.Fatal(err)
	}
	if d.ID != "d1" || d.Station != s.all[0].Station || d.Status != motcua.StatusProcessing || !d.Updated.Equal(s.now) || len(d.Steps) != 3 || len(d.Exceptions) != 0 {
		t.Errorf("%+v", d)
	}
	if len(d.Components) != 2 || d.Components[0].Count.Originals != 0 || d.Components[1].Count.Originals != 2 || len(d.Components[1].Files) != 1 {
		t.Errorf("%+v", d.Components)
	}
}

func TestTheOrderAndNumberOfDeliveriesChangeNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := newStory(t)
		stations := []string{"a", "b", "c"}
		s.receive("a")
		for i := range rapid.IntRange(0, 8).Draw(rt, "events") {
			if rapid.Bool().Draw(rt, "clock moves") {
				s.now = s.now.Add(time.Duration(rapid.IntRange(-5000, 5000).Draw(rt, "ms")) * time.Millisecond)
			}
			station := rapid.SampledFrom(stations).Draw(rt, "station")
			switch rapid.IntRange(0, 3).Draw(rt, "kind") {
			case 0:
				s.tell(station, motcua.EventFileAdded, motcua.FileAdded{Paper: fmt.Sprintf("p%d", 1+i%3), Name: fmt.Sprint(i)})
			case 1:
				s.receive(station)
			default:
				s.step(station, motcua.Status(rapid.IntRange(1, 10).Draw(rt, "from")), motcua.Status(rapid.IntRange(1, 10).Draw(rt, "to")))
			}
		}
		want, err := motcua.FoldDossier(s.all)
		if err != nil {
			rt.Fatal(err)
		}
		shuffled := rapid.Permutation(append(s.all, s.all[:rapid.IntRange(0, len(s.all)).Draw(rt, "again")]...)).Draw(rt, "order")
		got, err := motcua.FoldDossier(shuffled)
		if err != nil || !reflect.DeepEqual(got, want) {
			rt.Fatalf("%v\n%+v\n%+v", err, got, want)
		}
		if len(want.Steps)+len(want.Exceptions) != len(s.all) {
			rt.Fatalf("%d events became %d steps and %d exceptions", len(s.all), len(want.Steps), len(want.Exceptions))
		}
	})
}

func TestAStepTakenTwiceWhileApartBecomesAnException(t *testing.T) {
	s := newStory(t)
	s.receive("a")
	s.step("a", motcua.StatusReceived, motcua.StatusProcessing)
	s.step("a", motcua.StatusProcessing, motcua.StatusDone)
	s.step("a", motcua.StatusDone, motcua.StatusResultReturned)
	second := s.step("b", motcua.StatusDone, motcua.StatusResultReturned)
	d, err := motcua.FoldDossier(s.all)
	if err != nil || d.Status != motcua.StatusResultReturned || len(d.Exceptions) != 1 || d.Exceptions[0].Event != second.ID || d.Exceptions[0].Detail != "refused-step" {
		t.Errorf("%+v %v", d.Exceptions, err)
	}
	if p := d.Public(); len(p.Steps) != 4 {
		t.Errorf("the public sees %+v", p.Steps)
	}
}

func TestALateStepRefoldsAndMayPushOutALaterOne(t *testing.T) {
	s := newStory(t)
	s.receive("a")
	early := s.step("b", motcua.StatusReceived, motcua.StatusWithdrawn)
	s.step("a", motcua.StatusReceived, motcua.StatusProcessing)
	without := []motcua.Event{s.all[0], s.all[2]}
	if d, err := motcua.FoldDossier(without); err != nil || d.Status != motcua.StatusProcessing {
		t.Fatalf("%v %v", d.Status, err)
	}
	d, err := motcua.FoldDossier(append(without, early))
	if err != nil || d.Status != motcua.StatusWithdrawn || len(d.Exceptions) != 1 {
		t.Errorf("%v %+v %v", d.Status, d.Exceptions, err)
	}
}

func TestASecondReceptionIsAnExceptionWhoeverMadeIt(t *testing.T) {
	for _, second := range []string{"a", "b"} {
		s := newStory(t)
		s.receive("a")
		s.receive(second)
		d, err := motcua.FoldDossier(s.all)
		if err != nil || len(d.Exceptions) != 1 || d.Exceptions[0].Detail != "received-twice" || d.Station != s.all[0].Station {
			t.Errorf("%s: %+v %v", second, d.Exceptions, err)
		}
	}
}

func TestAFileForAPaperThatIsNotThereIsAnException(t *testing.T) {
	s := newStory(t)
	s.receive("a")
	s.tell("a", motcua.EventFileAdded, motcua.FileAdded{Paper: "p9"})
	s.tell("a", motcua.EventFileAdded, motcua.FileAdded{Paper: "p3"})
	d, err := motcua.FoldDossier(s.all)
	if err != nil || len(d.Exceptions) != 2 || d.Exceptions[0].Detail != "no-such-paper" {
		t.Errorf("%+v %v", d.Exceptions, err)
	}
}

func TestAKindOfTomorrowIsKeptAndNotInterpreted(t *testing.T) {
	s := newStory(t)
	s.receive("a")
	s.tell("a", "dossier.tomorrow", map[string]int{"x": 1})
	d, err := motcua.FoldDossier(s.all)
	if err != nil || d.Status != motcua.StatusReceived || len(d.Steps) != 2 || d.Steps[1].Detail != "unknown-kind" {
		t.Errorf("%+v %v", d.Steps, err)
	}
}

func TestWhatCannotBeFoldedSaysWhy(t *testing.T) {
	s := newStory(t)
	s.receive("a")
	s.tell("a", motcua.EventFileAdded, motcua.FileAdded{Paper: "p1"})
	s.step("a", 2, 4)
	if _, err := motcua.FoldDossier(nil); motcua.CodeOf(err) != motcua.CodeUnknown || motcua.FieldOf(err) != "dossier" {
		t.Errorf("nothing: %v", err)
	}
	if _, err := motcua.FoldDossier(s.all[1:]); motcua.CodeOf(err) != motcua.CodeUnknown {
		t.Errorf("no reception: %v", err)
	}
	for i := range s.all {
		torn := append([]motcua.Event{}, s.all...)
		torn[i].Body = json.RawMessage(`{"data":[]}`)
		if _, err := motcua.FoldDossier(torn); motcua.CodeOf(err) != motcua.CodeCorrupt {
			t.Errorf("torn %d: %v", i, err)
		}
		torn[i].Body = nil
		d, err := motcua.FoldDossier(torn)
		if i == 0 {
			if motcua.CodeOf(err) != motcua.CodeUnknown || motcua.FieldOf(err) != "body" {
				t.Errorf("reception erased: %v", err)
			}
			continue
		}
		if err != nil || len(d.Exceptions) != 1 || d.Exceptions[0].Detail != "erased" {
			t.Errorf("erased %d: %+v %v", i, d.Exceptions, err)
		}
	}
}

func TestThePublicSeesInitialsAndNothingMore(t *testing.T) {
	s := newStory(t)
	s.receive("a")
	d, err := motcua.FoldDossier(s.all)
	if err != nil {
		t.Fatal(err)
	}
	p := d.Public()
	b, err := json.Marshal(p)
	if err != nil || p.Initials != "N.T.V.D." || strings.Contains(string(b), "Nguyễn") || p.Code != "H57.19.789-261120-0001" || !p.AsOf.Equal(s.now) {
		t.Errorf("%s %v", b, err)
	}
}
