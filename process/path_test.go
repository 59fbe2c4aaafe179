package process

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"motcua"
)

// minutes is an office that is open 08:00–16:00, Monday to Friday, and counts
// its time minute by minute.
type minutes struct{}

func (minutes) open(t time.Time) bool {
	return t.Weekday() != time.Saturday && t.Weekday() != time.Sunday && t.Hour() >= 8 && t.Hour() < 16
}

func (m minutes) Add(from time.Time, work time.Duration) time.Time {
	for ; work > 0; from = from.Add(time.Minute) {
		if m.open(from) {
			work -= time.Minute
		}
	}
	return from
}

func (m minutes) Between(from, to time.Time) time.Duration {
	sum := time.Duration(0)
	for ; from.Before(to); from = from.Add(time.Minute) {
		if m.open(from) {
			sum += time.Minute
		}
	}
	return sum
}

// at reads a moment of November 2026, "20 10:43"; the 20th is a Friday.
func at(t *testing.T, s string) time.Time {
	t.Helper()
	v, err := time.ParseInLocation("2006-01-02 15:04", "2026-11-"+s, motcua.Local)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func states(points []Point) []State {
	var out []State
	for _, p := range points {
		out = append(out, p.State)
	}
	return out
}

func TestADossierJustTakenInWaitsToBeForwarded(t *testing.T) {
	received := at(t, "20 10:43")
	points, err := Path(shipped(t).For("1.004884", "46"), History{Visits: []Visit{{At: received, By: "Quầy 01"}}}, at(t, "20 10:44"), minutes{})
	if err != nil {
		t.Fatal(err)
	}
	if want := []State{Done, Here, Ahead, Ahead, Ahead}; !slices.Equal(states(points), want) {
		t.Fatalf("%v", states(points))
	}
	if p := points[0]; !p.Entered.Equal(received) || !p.Left.Equal(received) || p.By != "Quầy 01" || p.Step.Name != "Tiếp nhận" {
		t.Errorf("%+v", p)
	}
	if p := points[1]; p.By != "Quầy 01" || !p.Left.IsZero() || !p.Due.Equal(at(t, "23 10:43")) || p.Late != 0 || p.Spent != time.Minute {
		t.Errorf("%+v", p)
	}
	if p := points[2]; p.Visits != 0 || !p.Entered.IsZero() || !p.Due.IsZero() {
		t.Errorf("%+v", p)
	}
}

func TestEveryForwardIsTheNextStepUntilTheEnd(t *testing.T) {
	h := History{Visits: []Visit{
		{At: at(t, "20 10:00"), By: "Quầy 01"}, {At: at(t, "20 11:00"), By: "Tư pháp"}, {At: at(t, "23 09:00"), By: "Phó Chủ tịch"},
		{At: at(t, "24 09:00"), By: "Quầy 02"}, {At: at(t, "24 10:00"), By: "Quầy 03"},
	}}
	points, err := Path(shipped(t).For("", ""), h, at(t, "24 12:00"), minutes{})
	if err != nil || !slices.Equal(states(points), []State{Done, Done, Done, Done, Here}) || points[4].By != "Quầy 03" || points[4].Visits != 2 {
		t.Fatalf("%+v %v", points, err)
	}
	h.Ended = at(t, "25 09:00")
	points, err = Path(shipped(t).For("", ""), h, at(t, "30 12:00"), minutes{})
	if last := points[4]; err != nil || last.State != Done || !last.Left.Equal(h.Ended) || last.Spent != 8*time.Hour || last.Late != 0 {
		t.Errorf("%+v %v", last, err)
	}
}

func TestWhoIsLateIsNamedWithTheTimeBeyondHisHours(t *testing.T) {
	h := History{Visits: []Visit{
		{Step: "b1", At: at(t, "02 08:00"), By: "Quầy 01"}, // 4 hours
		{Step: "b2", At: at(t, "02 15:00"), By: "Trưởng phòng"},
		{Step: "b3", At: at(t, "03 08:00"), By: "Chuyên viên A"},
		{Step: "b2", At: at(t, "04 08:00"), By: "Trưởng phòng"}, // sent back up, 4 hours in all
	}}
	points, err := Path(shipped(t).For("1.012994", "40"), h, at(t, "04 13:30"), minutes{})
	if err != nil {
		t.Fatal(err)
	}
	late := Late(points)
	if len(late) != 2 || late[0].By != "Quầy 01" || late[0].Late != 3*time.Hour || late[1].By != "Trưởng phòng" || late[1].Late != 150*time.Minute {
		t.Fatalf("%+v", late)
	}
	if b2 := points[1]; b2.State != Here || b2.Visits != 2 || b2.Spent != 390*time.Minute || !b2.Due.Equal(at(t, "04 11:00")) {
		t.Errorf("%+v", b2)
	}
	if b3 := points[2]; b3.State != Done || b3.Late != 0 || b3.Spent != 8*time.Hour {
		t.Errorf("%+v", b3)
	}
}

func TestPausesAreNobodysTime(t *testing.T) {
	pause := func(from, to string) motcua.Pause {
		p := motcua.Pause{From: at(t, from), Reason: motcua.PauseSupplement}
		if to != "" {
			p.To = at(t, to)
		}
		return p
	}
	for _, v := range []struct {
		why    string
		pauses []motcua.Pause
		due    string
		spent  time.Duration
	}{
		{"none", nil, "02 12:00", 16 * time.Hour},
		{"two that overlap", []motcua.Pause{pause("02 11:00", "03 10:00"), pause("02 10:00", "02 15:00")}, "03 12:00", 8 * time.Hour},
		{"one before the visit and one after its hours", []motcua.Pause{pause("01 08:00", "02 08:00"), pause("03 08:00", "03 12:00")}, "02 12:00", 12 * time.Hour},
		{"from the minute the hours were used up", []motcua.Pause{pause("02 12:00", "02 14:00")}, "02 12:00", 14 * time.Hour},
		{"still open", []motcua.Pause{pause("02 09:00", "")}, "", time.Hour},
		{"open when the hours were used up", []motcua.Pause{pause("03 08:00", "")}, "02 12:00", 8 * time.Hour},
		{"open before the visit", []motcua.Pause{pause("01 08:00", "")}, "", 0},
		{"beyond now", []motcua.Pause{pause("03 15:00", "04 15:00")}, "02 12:00", 15 * time.Hour},
		{"tomorrow", []motcua.Pause{pause("04 09:00", "04 15:00")}, "02 12:00", 16 * time.Hour},
	} {
		h := History{Visits: []Visit{{Step: "b1", At: at(t, "02 08:00")}}, Pauses: v.pauses}
		points, err := Path(shipped(t).For("1.012994", "40"), h, at(t, "03 16:00"), minutes{})
		if err != nil {
			t.Fatal(err)
		}
		due := time.Time{}
		if v.due != "" {
			due = at(t, v.due)
		}
		if p := points[0]; !p.Due.Equal(due) || p.Spent != v.spent || p.Late != max(0, v.spent-4*time.Hour) {
			t.Errorf("%s: due %v, spent %v, late %v", v.why, p.Due, p.Spent, p.Late)
		}
	}
}

func TestHistoriesThatCannotBeAreRefused(t *testing.T) {
	p := shipped(t).For("1.012994", "40")
	for field, visits := range map[string][]Visit{
		"visits[1].at":   {{At: at(t, "02 08:00")}, {At: at(t, "02 07:59")}},
		"visits[1].step": {{At: at(t, "02 08:00")}, {Step: "b9", At: at(t, "02 08:00")}},
	} {
		if _, err := Path(p, History{Visits: visits}, at(t, "03 08:00"), minutes{}); motcua.CodeOf(err) != motcua.CodeInvalid || motcua.FieldOf(err) != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	points, err := Path(p, History{}, at(t, "03 08:00"), minutes{})
	if err != nil || slices.ContainsFunc(points, func(p Point) bool { return p.State != Ahead }) {
		t.Errorf("without a visit: %+v %v", points, err)
	}
	if p := (motcua.Process{Steps: []motcua.ProcessStep{{Key: "a", Name: "A"}}}); p.Hours() != 0 {
		t.Error("hours out of nothing")
	}
}

// However a dossier went to and fro, all its office time but the pauses is
// somebody's.
func TestAllOfficeTimeIsSomebodys(t *testing.T) {
	p := shipped(t).For("1.012994", "40")
	start := at(t, "02 08:00")
	rapid.Check(t, func(rt *rapid.T) {
		when := start
		h := History{Visits: []Visit{{Step: "b1", At: start}}}
		for range rapid.IntRange(0, 5).Draw(rt, "visits") {
			when = when.Add(time.Duration(rapid.IntRange(0, 48*60).Draw(rt, "minutes")) * time.Minute)
			h.Visits = append(h.Visits, Visit{Step: rapid.SampledFrom(p.Steps).Draw(rt, "step").Key, At: when})
		}
		from := start.Add(time.Duration(rapid.IntRange(0, 96*60).Draw(rt, "from")) * time.Minute)
		pause := motcua.Pause{From: from, To: from.Add(time.Duration(rapid.IntRange(0, 96*60).Draw(rt, "length")) * time.Minute)}
		h.Pauses = []motcua.Pause{pause}
		now := when.Add(time.Duration(rapid.IntRange(0, 48*60).Draw(rt, "now")) * time.Minute)
		points, err := Path(p, h, now, minutes{})
		if err != nil {
			rt.Fatal(err)
		}
		spent := time.Duration(0)
		for _, p := range points {
			spent += p.Spent
		}
		want := minutes{}.Between(start, now)
		if end := pause.To; from.Before(now) {
			if end.After(now) {
				end = now
			}
			want -= minutes{}.Between(from, end)
		}
		if spent != want {
			rt.Fatalf("spent %v, want %v", spent, want)
		}
	})
}
