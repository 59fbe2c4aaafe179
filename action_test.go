package motcua_test

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"motcua"
)

// do tells an action as its own event.
func (s *story) do(station string, a motcua.Action) motcua.Event { return s.tell(station, a.Kind(), a) }

func (s *story) fold() motcua.Dossier {
	s.t.Helper()
	d, err := motcua.FoldDossier(s.all)
	if err != nil {
		s.t.Fatal(err)
	}
	return d
}

// due is the appointment of the dossiers of these tests.
var due = time.Date(2026, 11, 27, 10, 0, 0, 0, time.UTC)

func (s *story) receiveWith(station string, begin motcua.Status) motcua.Event {
	r := motcua.Received{
		Code: "H57.19.789-261120-0001", Unit: "46-19789", Counter: "Quầy 01", Begin: begin,
		Appointment: motcua.Appointment{Received: s.now, Due: due},
		Intake: motcua.Intake{
			Procedure: "9.000001", Channel: motcua.ChannelDirect, Kind: motcua.ApplicantSelf, Sets: 1, Request: "Đăng ký",
			Applicant: motcua.Person{Name: "Nguyễn Thị Ví Dụ", Phone: "0912000001"}, Papers: []motcua.PaperCount{{Key: "p1", Originals: 1}, {Key: "p2"}},
		},
		Procedure: motcua.Procedure{Code: "9.000001", Name: "Đăng ký thử", Groups: []motcua.PaperGroup{{Kind: motcua.GroupCommon, Papers: []motcua.PaperRule{
			{Key: "p1", Name: "Tờ khai", Originals: 1}, {Key: "p2", Name: "Sổ", Originals: 1},
		}}}},
	}
	if begin == motcua.StatusRegistered {
		r.Appointment.Due = time.Time{}
	}
	return s.tell(station, motcua.EventReceived, r)
}

// wishes are actions as somebody may ask for them, possible or not.
func wishes(s *story) map[string]motcua.Action {
	last := s.all[len(s.all)-1].ID
	some := s.all[len(s.all)/2].ID
	return map[string]motcua.Action{
		"accept":     motcua.Accepted{Appointment: motcua.Appointment{Received: s.now, Due: due}},
		"refuse":     motcua.Refused{Reasons: []string{"không thuộc thẩm quyền"}},
		"ask":        motcua.SupplementRequested{Missing: []motcua.MissingPaper{{Text: "Sổ"}}, Reason: "thiếu"},
		"some":       motcua.SupplementReceived{Papers: []motcua.PaperCount{{Key: "p2", Copies: 1}}},
		"all":        motcua.SupplementReceived{Papers: []motcua.PaperCount{{Key: "p2", Originals: 1}}, Complete: true, Due: due.Add(time.Hour)},
		"verify":     motcua.Paused{Reason: "xác minh", With: "Công an"},
		"verified":   motcua.Resumed{Due: due.Add(2 * time.Hour)},
		"extend":     motcua.Extended{Due: due.AddDate(0, 0, 3), Reason: "nhiều hồ sơ"},
		"stop":       motcua.Stopped{Cause: motcua.StopRequest, Reason: "công dân yêu cầu"},
		"close":      motcua.Stopped{Cause: motcua.StopNoPapers, Reason: "quá hạn bổ sung"},
		"forward":    motcua.Forwarded{To: motcua.Place{Name: "Phòng Kinh tế"}},
		"take over":  motcua.TakenOver{Forward: last},
		"take other": motcua.TakenOver{Forward: some},
		"charge":     motcua.PaymentRequested{Items: []motcua.FeeItem{{Name: "Lệ phí", Amount: 8000}}, Rests: true},
		"half":       motcua.PaymentReceived{Items: []motcua.FeeItem{{Name: "Lệ phí", Amount: 4000}}, Receipt: last},
		"pay":        motcua.PaymentReceived{Items: []motcua.FeeItem{{Name: "Lệ phí", Amount: 8000}}, Receipt: "0001", Due: due.Add(3 * time.Hour)},
		"void":       motcua.PaymentVoided{Payment: some, Reason: "sai số"},
		"void last":  motcua.PaymentVoided{Payment: last, Reason: "sai số"},
		"result":     motcua.ResultRecorded{Result: motcua.ResultGranted, Name: "Giấy"},
		"hand over":  motcua.HandedOver{To: motcua.TakerOwner, Name: "Nguyễn Thị Ví Dụ"},
		"phone":      motcua.Corrected{Changes: []motcua.Change{{Field: "applicant.phone", Old: "0912000001", New: "0912000002"}}, Reason: "nhầm"},
		"phone back": motcua.Corrected{Changes: []motcua.Change{{Field: "applicant.phone", Old: "0912000002", New: "0912000001"}}, Reason: "nhầm"},
		"paper":      motcua.Corrected{Changes: []motcua.Change{{Field: "papers.p1.originals", Old: "1", New: "3"}}, Reason: "đếm nhầm"},
		"note":       motcua.Noted{Text: "ghi chú"},
		"file":       motcua.FileAdded{Paper: "p1", Name: "tờ khai.pdf"},
		"step":       motcua.StatusChanged{From: motcua.StatusReceived, To: motcua.StatusProcessing},
		"undo":       motcua.Revoked{Event: last},
		"undo other": motcua.Revoked{Event: some},
	}
}

// names are in one order: rapid draws by place.
func names(m map[string]motcua.Action) []string { return slices.Sorted(maps.Keys(m)) }

// muddle tells a dossier's way by three counters that hear of each other late
// or never.
func muddle(rt *rapid.T, t *testing.T) *story {
	s := newStory(t)
	s.receiveWith("a", rapid.SampledFrom([]motcua.Status{0, motcua.StatusRegistered}).Draw(rt, "begin"))
	for range rapid.IntRange(0, 12).Draw(rt, "events") {
		if rapid.IntRange(0, 3).Draw(rt, "clock moves") == 0 {
			s.now = s.now.Add(time.Duration(rapid.IntRange(-5, 15).Draw(rt, "minutes")) * time.Minute)
		}
		all := wishes(s)
		s.do(rapid.SampledFrom([]string{"a", "a", "b", "c"}).Draw(rt, "station"), all[rapid.SampledFrom(names(all)).Draw(rt, "wish")])
	}
	return s
}

func TestWhateverCountersDoApartEveryCopyFoldsToTheSame(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := muddle(rt, t)
		want := s.fold()
		shuffled := rapid.Permutation(append(s.all, s.all[:rapid.IntRange(0, len(s.all)).Draw(rt, "again")]...)).Draw(rt, "order")
		got, err := motcua.FoldDossier(shuffled)
		if err != nil || !reflect.DeepEqual(got, want) {
			rt.Fatalf("%v\n%+v\n%+v", err, got, want)
		}
		if len(want.Steps)+len(want.Exceptions) != len(s.all) || want.Newest != s.all[len(s.all)-1].ID {
			rt.Fatalf("%d events became %d steps and %d exceptions, newest %s", len(s.all), len(want.Steps), len(want.Exceptions), want.Newest)
		}
	})
}

func TestADossierIsNeverInTwoStatesAtOnce(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		d := muddle(rt, t).fold()
		c := d.Course
		over := d.Status.Ended() || d.Status == motcua.StatusDone
		switch {
		case !d.Status.Valid(),
			over && c.Waiting != nil,
			(c.Result != nil) != (d.Status == motcua.StatusDone || d.Status == motcua.StatusResultReturned),
			(c.HandOver != nil) != (d.Status == motcua.StatusResultReturned),
			(c.Refusal != nil) != (d.Status == motcua.StatusRefused),
			(c.Stop != nil) != (d.Status == motcua.StatusWithdrawn || d.Status == motcua.StatusStopped),
			d.Status == motcua.StatusSupplement && (c.Waiting == nil || c.Waiting.For != motcua.PauseSupplement),
			c.Extension != nil && d.Due.Before(c.Extension.Due),
			d.Status != motcua.StatusRegistered && d.Status != motcua.StatusRefused && c.Refusal == nil && c.Stop == nil && d.Due.Before(due),
			c.Paid() < 0, d.Unpaid() < 0:
			rt.Fatalf("%s %+v", d.Status.Name(), d)
		}
		for _, x := range d.Exceptions {
			if motcua.ReasonOf(&motcua.Error{Detail: x.Detail}) == "" {
				rt.Fatalf("%s was refused for %q, which is no reason", x.Kind, x.Detail)
			}
		}
	})
}

// What the desk allows must be what every copy replays, and nothing else.
func TestWhatADossierAllowsIsWhatReplayingTakes(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := muddle(rt, t)
		before := s.fold()
		all := wishes(s)
		a := all[rapid.SampledFrom(names(all)).Draw(rt, "next")]
		asked := a.Allows(before)
		if asked == nil && a.Kind() == motcua.EventRevoked {
			station := motcua.StationID(public(keyOf("a")))
			_, asked = before.Undoable(station, s.now.Truncate(time.Millisecond))
		}
		s.do("a", a)
		after := s.fold()
		if refused := len(after.Exceptions) > len(before.Exceptions); refused != (asked != nil) {
			rt.Fatalf("%s in %s: asked %v, replayed as exception: %v", a.Kind(), before.Status.Name(), asked, refused)
		}
		if asked != nil && after.Status != before.Status {
			rt.Fatal("a refused step changed the status")
		}
	})
}

func TestAStepTakenBackLeavesTheDossierAsItWasAndTheStoryWhole(t *testing.T) {
	taken := 0
	rapid.Check(t, func(rt *rapid.T) {
		s := muddle(rt, t)
		before := s.fold()
		all := wishes(s)
		e := s.do("a", all[rapid.SampledFrom(names(all)).Draw(rt, "mistake")])
		if _, err := s.fold().Undoable(e.Station, s.now); err != nil {
			return
		}
		s.do("a", motcua.Revoked{Event: e.ID, Reason: "bấm nhầm"})
		after := s.fold()
		taken++
		n := len(after.Steps)
		if n != len(before.Steps)+2 || !after.Steps[n-2].Revoked || after.Steps[n-1].Kind != motcua.EventRevoked {
			rt.Fatalf("%+v", after.Steps)
		}
		if len(after.Public().Steps) != len(before.Public().Steps) {
			rt.Fatal("the public sees a step that was taken back")
		}
		after.Steps, after.Newest, after.Updated = before.Steps, before.Newest, before.Updated
		if !reflect.DeepEqual(after, before) {
			rt.Fatalf("%+v\n%+v", after, before)
		}
	})
	if taken == 0 {
		t.Error("nothing was ever taken back")
	}
}

func TestOnlyTheLastStepOfOnesOwnThatStayedInTheOfficeIsTakenBack(t *testing.T) {
	for name, c := range map[string]struct {
		do     motcua.Action
		by     string
		after  time.Duration
		follow motcua.Action
		want   motcua.Reason
	}{
		"a forward":          {do: motcua.Forwarded{To: motcua.Place{Name: "Phòng Kinh tế"}}, by: "a"},
		"a result":           {do: motcua.ResultRecorded{Name: "Giấy"}, by: "a"},
		"a result too late":  {do: motcua.ResultRecorded{Name: "Giấy"}, by: "a", after: motcua.UndoWithin + time.Minute, want: motcua.ReasonTooLate},
		"another's":          {do: motcua.ResultRecorded{Name: "Giấy"}, by: "b", want: motcua.ReasonOtherStation},
		"a form":             {do: motcua.SupplementRequested{Reason: "thiếu"}, by: "a", want: motcua.ReasonNotUndoable},
		"money":              {do: motcua.PaymentReceived{Receipt: "1"}, by: "a", want: motcua.ReasonNotUndoable},
		"what was followed":  {do: motcua.Noted{Text: "x"}, by: "a", follow: motcua.Noted{Text: "y"}, want: motcua.ReasonFollowed},
		"what never counted": {do: motcua.HandedOver{}, by: "a", want: motcua.ReasonNothingToUndo},
	} {
		s := newStory(t)
		s.receiveWith("a", 0)
		e := s.do("a", c.do)
		if c.follow != nil {
			s.do("a", c.follow)
		}
		s.now = s.now.Add(c.after)
		s.do(c.by, motcua.Revoked{Event: e.ID})
		d := s.fold()
		got := motcua.Reason("")
		if n := len(d.Exceptions); n > 0 && d.Exceptions[n-1].Kind == motcua.EventRevoked {
			got = motcua.Reason(d.Exceptions[n-1].Detail)
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	s := newStory(t)
	first := s.receiveWith("a", 0)
	s.do("a", motcua.Revoked{Event: first.ID})
	if d := s.fold(); len(d.Exceptions) != 1 || d.Exceptions[0].Detail != string(motcua.ReasonNotUndoable) {
		t.Errorf("the reception itself: %+v", d.Exceptions)
	}
}

func TestEveryRefusedStepSaysWhy(t *testing.T) {
	for name, c := range map[string]struct {
		before []motcua.Action
		begin  motcua.Status
		do     motcua.Action
		want   motcua.Reason
	}{
		"refuse one taken in":        {do: motcua.Refused{}, want: motcua.ReasonAccepted},
		"accept one taken in":        {do: motcua.Accepted{}, want: motcua.ReasonAccepted},
		"work on one registered":     {begin: 1, do: motcua.ResultRecorded{}, want: motcua.ReasonNotAccepted},
		"forward one registered":     {begin: 1, do: motcua.Forwarded{To: motcua.Place{Name: "x"}}, want: motcua.ReasonNotAccepted},
		"accept what waits":          {begin: 1, before: []motcua.Action{motcua.SupplementRequested{}}, do: motcua.Accepted{}, want: motcua.ReasonWaiting},
		"papers nobody asked for":    {do: motcua.SupplementReceived{Complete: true}, want: motcua.ReasonNotWaiting},
		"ask twice":                  {before: []motcua.Action{motcua.SupplementRequested{}}, do: motcua.SupplementRequested{}, want: motcua.ReasonWaiting},
		"verify while waiting":       {before: []motcua.Action{motcua.SupplementRequested{}}, do: motcua.Paused{}, want: motcua.ReasonWaiting},
		"end no verification":        {do: motcua.Resumed{}, want: motcua.ReasonNotWaiting},
		"a result while verifying":   {before: []motcua.Action{motcua.Paused{}}, do: motcua.ResultRecorded{}, want: motcua.ReasonWaiting},
		"extend while verifying":     {before: []motcua.Action{motcua.Paused{}}, do: motcua.Extended{Due: due.Add(time.Hour)}, want: motcua.ReasonWaiting},
		"extend twice":               {before: []motcua.Action{motcua.Extended{Due: due.Add(time.Hour)}}, do: motcua.Extended{Due: due.Add(2 * time.Hour)}, want: motcua.ReasonExtended},
		"extend to an earlier day":   {do: motcua.Extended{Due: due}, want: motcua.ReasonDueNotLater},
		"extend what has a result":   {before: []motcua.Action{motcua.ResultRecorded{}}, do: motcua.Extended{Due: due.Add(time.Hour)}, want: motcua.ReasonHasResult},
		"extend without appointment": {begin: 1, do: motcua.Extended{Due: due.Add(time.Hour)}, want: motcua.ReasonNoDue},
		"stop what has a result":     {before: []motcua.Action{motcua.ResultRecorded{}}, do: motcua.Stopped{Cause: motcua.StopRequest}, want: motcua.ReasonHasResult},
		"stop twice":                 {before: []motcua.Action{motcua.Stopped{Cause: motcua.StopRequest}}, do: motcua.Stopped{Cause: motcua.StopRequest}, want: motcua.ReasonEnded},
		"forward what is on its way": {before: []motcua.Action{motcua.Forwarded{To: motcua.Place{Name: "x"}}}, do: motcua.Forwarded{To: motcua.Place{Name: "y"}}, want: motcua.ReasonInTransit},
		"forward to where it lies":   {do: motcua.Forwarded{To: motcua.Place{Unit: "46-19789", Name: "Quầy 01"}}, want: motcua.ReasonSamePlace},
		"take over what lies here":   {do: motcua.TakenOver{}, want: motcua.ReasonNotInTransit},
		"a second result":            {before: []motcua.Action{motcua.ResultRecorded{}}, do: motcua.ResultRecorded{}, want: motcua.ReasonHasResult},
		"hand over nothing":          {do: motcua.HandedOver{}, want: motcua.ReasonNoResult},
		"hand over twice":            {before: []motcua.Action{motcua.ResultRecorded{}, motcua.HandedOver{}}, do: motcua.HandedOver{}, want: motcua.ReasonEnded},
		"void what never came":       {do: motcua.PaymentVoided{Payment: "e9"}, want: motcua.ReasonNoPayment},
		"one receipt twice":          {before: []motcua.Action{motcua.PaymentReceived{Receipt: "7"}}, do: motcua.PaymentReceived{Receipt: "7"}, want: motcua.ReasonReceiptUsed},
		"correct the procedure":      {do: motcua.Corrected{Changes: []motcua.Change{{Field: "procedure", Old: "9.000001", New: "9.000002"}}}, want: motcua.ReasonNotCorrectable},
		"correct a count to words":   {do: motcua.Corrected{Changes: []motcua.Change{{Field: "papers.p1.originals", Old: "1", New: "nhiều"}}}, want: motcua.ReasonNotCorrectable},
		"correct what says another":  {do: motcua.Corrected{Changes: []motcua.Change{{Field: "applicant.phone", Old: "1", New: "2"}}}, want: motcua.ReasonOtherValue},
		"correct to the same":        {do: motcua.Corrected{Changes: []motcua.Change{{Field: "sets", Old: "1", New: "1"}}}, want: motcua.ReasonSameValue},
		"a paper it has not":         {before: []motcua.Action{motcua.SupplementRequested{}}, do: motcua.SupplementReceived{Papers: []motcua.PaperCount{{Key: "p9"}}}, want: motcua.ReasonPaper},
	} {
		s := newStory(t)
		s.receiveWith("a", c.begin)
		for _, a := range c.before {
			s.do("a", a)
		}
		before := s.fold()
		if len(before.Exceptions) > 0 {
			t.Errorf("%s: the way there: %+v", name, before.Exceptions)
		}
		if got := motcua.ReasonOf(c.do.Allows(before)); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		s.do("b", c.do)
		if d := s.fold(); len(d.Exceptions) != 1 || d.Exceptions[0].Detail != string(c.want) || d.Status != before.Status {
			t.Errorf("%s replayed: %+v", name, d.Exceptions)
		}
	}
}

func TestACorrectionShowsTheNewAndKeepsTheOld(t *testing.T) {
	s := newStory(t)
	first := s.receiveWith("a", 0)
	s.do("a", motcua.SupplementRequested{Reason: "thiếu"})
	s.do("a", motcua.SupplementReceived{Papers: []motcua.PaperCount{{Key: "p1", Originals: 2}}, Complete: true})
	s.do("a", wishes(s)["phone"])
	s.do("a", wishes(s)["paper"])
	d := s.fold()
	if d.Received.Intake.Applicant.Phone != "0912000002" || d.Course.TakenIn == nil || d.Course.TakenIn.Applicant.Phone != "0912000001" {
		t.Errorf("%+v, taken in as %+v", d.Received.Intake.Applicant, d.Course.TakenIn)
	}
	if got := d.Components[0].Count.Originals; got != 5 || d.Received.Intake.Papers[0].Originals != 3 || d.Course.TakenIn.Papers[0].Originals != 1 {
		t.Errorf("1 corrected to 3 and 2 that came later are %d", got)
	}
	var r motcua.Received
	if err := first.DecodeBody(&r); err != nil || r.Intake.Applicant.Phone != "0912000001" || len(d.Course.Corrections) != 2 {
		t.Errorf("the log: %+v %v", r.Intake, err)
	}
}

func TestEveryFieldThatMayBeCorrectedCanBe(t *testing.T) {
	in := motcua.Intake{Sets: 1, Authoriser: new(motcua.Person), Organisation: new(motcua.Organisation), Papers: []motcua.PaperCount{{Key: "p1"}}}
	for _, f := range in.CorrectableFields() {
		old, ok := in.Value(f)
		got, may := in.With(f, "7")
		now, _ := got.Value(f)
		if was, _ := in.Value(f); !ok || !may || now != "7" || was != old {
			t.Errorf("%s: %q to %q, and the caller's own to %q", f, old, now, was)
		}
	}
	for _, f := range []string{"", "code", "procedure", "case", "id", "channel", "kind", "applicant", "applicant.x", "papers.p9.copies", "papers.p1.shown", "limit", "resolver.name"} {
		if _, ok := in.Value(f); ok {
			t.Errorf("%q may be corrected", f)
		}
	}
}

func TestTheNumberOfAFormNamesCounterNumberAndSeries(t *testing.T) {
	for want, s := range map[string]motcua.Slip{
		"01-0012/PBS": {Series: motcua.SeriesSupplement, Counter: "Quầy 01", Number: 12},
		"0003/PXL":    {Series: motcua.SeriesExtension, Counter: "Quầy chính", Number: 3},
	} {
		if got := s.Text(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	s := newStory(t)
	e := s.do("a", motcua.Refused{Slip: motcua.Slip{Series: motcua.SeriesRefusal, Number: 4}, Reasons: []string{"x"}})
	if slip, ok := motcua.SlipOf(e); !ok || slip.Number != 4 {
		t.Errorf("%+v %v", slip, ok)
	}
	if _, ok := motcua.SlipOf(s.do("a", motcua.Noted{Text: "x"})); ok {
		t.Error("a note has a number")
	}
}

func TestWhatAnOlderProgramWroteFoldsAsBefore(t *testing.T) {
	s := newStory(t)
	s.receiveWith("a", 0)
	s.step("a", motcua.StatusReceived, motcua.StatusProcessing)
	s.step("a", motcua.StatusProcessing, motcua.StatusSupplement)
	s.do("a", motcua.SupplementReceived{Complete: true})
	s.step("a", motcua.StatusProcessing, motcua.StatusDone)
	s.do("a", motcua.HandedOver{To: motcua.TakerOwner, Name: "x"})
	if d := s.fold(); d.Status != motcua.StatusResultReturned || len(d.Exceptions) != 0 {
		t.Errorf("%s %+v", d.Status.Name(), d.Exceptions)
	}
}

func ExampleSlip_Text() {
	fmt.Println(motcua.Slip{Series: motcua.SeriesControl, Counter: "Quầy 02", Number: 7}.Text())
	// Output: 02-0007/PKS
}
