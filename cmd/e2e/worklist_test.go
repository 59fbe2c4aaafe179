package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"motcua"
	"motcua/cmd/station"
	"motcua/desk"
)

// listday is a counter whose file holds a few dossiers on a Wednesday morning:
// some are due today, some later, and two lie with Tư pháp – Hộ tịch.
func listday(t *testing.T) *workday {
	t.Helper()
	d := newWorkday(t, time.Date(2026, 11, 25, 9, 0, 0, 0, motcua.Local))
	d.withStation(func(s *station.Station) {
		for i, procedure := range []string{"2.000815", "2.000815", "2.000884", "1.004873", "1.000894", "2.000635", "2.000815", "1.004884", "1.001193", "1.000656", "1.004859", "2.000913", "2.000635", "1.001193"} {
			in := motcua.Intake{Procedure: procedure, Applicant: motcua.Person{Name: fmt.Sprintf("Nguyễn Thị Ví Dụ %02d", i+1), IDNumber: fmt.Sprintf("0461900%05d", i+1)}}
			if p, ok := s.Catalogue.Get(procedure); ok && len(p.Cases()) > 0 {
				in.Case = p.Cases()[0]
			}
			if o, ok := s.Catalogue.Get(procedure); ok {
				if offer, _ := o.Offer(motcua.ChannelDirect); offer.Limit.Unit == motcua.LimitNone {
					in.Limit = &motcua.Limit{Unit: motcua.LimitWorkDays, Count: 3}
				}
			}
			x, err := s.Desk.Receive(t.Context(), in)
			d.do(err)
			if i == 3 || i == 7 {
				x, err = s.Desk.Forward(t.Context(), desk.On{Dossier: x.ID}, motcua.Forwarded{To: motcua.Place{Name: "Tư pháp – Hộ tịch", Person: "Phạm Văn Thử"}})
				d.do(err)
				_, err = s.Desk.TakeOver(t.Context(), desk.On{Dossier: x.ID}, motcua.TakenOver{Forward: x.Newest})
				d.do(err)
			}
		}
	})
	return d
}

// settle waits until what the screen shows has been read again.
func settle() { time.Sleep(1500 * time.Millisecond) }

// larger sets the text to 200 %, keeps a picture, and sets it back.
func (d *workday) larger(name string) {
	d.t.Helper()
	for range 10 {
		d.do(d.screen.Keys("ctrl+equal"))
		time.Sleep(700 * time.Millisecond) // everything is drawn anew each time
	}
	settle()
	d.keep(name)
	d.do(d.screen.Keys("ctrl+0"))
	settle()
	settle()
}

// What is due today and has no apology is counted on every screen; two keys
// lead from there to Mẫu 04.
func TestAnApologyIsMadeBeforeTheAppointmentPasses(t *testing.T) {
	d := listday(t)
	d.pass(6*time.Hour + 30*time.Minute) // at 15:30 what is due at 17:00 becomes urgent
	d.openWindow()
	settle()
	settle()
	d.keep("near-intake")
	d.do(d.screen.Keys("ctrl+2"))
	settle()
	d.keep("near-list")
	d.larger("near-list-200")
	d.do(d.screen.Keys("shift+F7"))
	settle()
	d.keep("near-only")
	d.do(d.screen.Keys("Return"))
	settle()
	d.keep("near-page")
	d.larger("near-page-200")
	d.do(d.screen.Keys("F7"))
	settle()
	d.keep("near-sheet")
	d.do(d.screen.Type("17:00 27/11/2026"), d.screen.Keys("Return"), d.screen.Type("cho xac minh"), d.screen.Keys("F9"))
	extended := 0
	d.until("the apology", func() bool {
		extended = 0
		d.withStation(func(s *station.Station) {
			rows, err := s.Store.List(t.Context(), motcua.Filter{})
			d.do(err)
			for _, r := range rows {
				x, err := s.Store.Dossier(t.Context(), r.ID)
				d.do(err)
				if e := x.Course.Extension; e != nil && e.Reason == "cho xac minh" && !e.Late {
					extended++
				}
			}
		})
		return extended == 1
	})
	settle()
	d.keep("near-done")
	d.do(d.win.Quit())
}

// By keys alone: what lies with one unit, of one procedure, taken in on a day.
func TestTheWorkListIsNarrowedByKeysAlone(t *testing.T) {
	d := listday(t)
	d.openWindow()
	settle()
	settle()
	d.do(d.screen.Keys("ctrl+2"))
	settle()
	d.do(d.screen.Keys("ctrl+f"))
	settle()
	d.keep("filter-sheet")
	d.do(d.screen.Keys("Return"), d.screen.Type("tu phap"))
	settle()
	d.keep("filter-typing")
	d.do(d.screen.Keys("Return"), d.screen.Type("25/11/2026"), d.screen.Keys("F9"))
	settle()
	d.keep("filter-chips")
	d.larger("filter-chips-200")
	d.do(d.screen.Type("04"))
	settle()
	d.keep("filter-words")
	d.do(d.screen.Keys("Return")) // opens the one that is left
	settle()
	d.keep("filter-page")
	d.do(d.screen.Keys("ctrl+n"))
	settle()
	d.do(d.screen.Type("tim thay"), d.screen.Keys("F9"))
	d.until("the note on the one dossier that is left", func() bool {
		noted := false
		d.withStation(func(s *station.Station) {
			rows, err := s.Store.List(t.Context(), motcua.Filter{Query: "vi du 04"})
			d.do(err)
			x, err := s.Store.Dossier(t.Context(), rows[0].ID)
			d.do(err)
			noted = x.Steps[len(x.Steps)-1].Note == "tim thay"
		})
		return noted
	})
	d.do(d.win.Quit())
}

// Marked by keys, handed over by one sheet: each is its own event with its own
// control sheet; what cannot be handed over is named.
func TestManyDossiersAreHandedOverByOneSheet(t *testing.T) {
	d := listday(t)
	d.openWindow()
	settle()
	settle()
	d.do(d.screen.Keys("ctrl+2"))
	settle()
	d.do(d.screen.Keys("space", "space", "space"))
	settle()
	d.keep("marks")
	d.larger("marks-200")
	d.do(d.screen.Keys("Escape"))
	settle()
	d.keep("marks-dropped")
	d.do(d.screen.Keys("ctrl+a"))
	settle()
	d.keep("marks-all")
	d.withStation(func(s *station.Station) { // the other counter is quicker with one
		rows, err := s.Store.List(t.Context(), motcua.Filter{Query: "vi du 01"})
		d.do(err)
		_, err = s.Desk.Stop(t.Context(), desk.On{Dossier: rows[0].ID}, motcua.Stopped{Cause: motcua.StopRequest, Reason: "cong dan rut", Channel: motcua.ChannelDirect})
		d.do(err)
	})
	d.do(d.screen.Keys("F9"))
	settle()
	d.do(d.screen.Keys("ctrl+a"), d.screen.Type("Phong Van hoa"))
	settle()
	d.keep("marks-sheet")
	d.do(d.screen.Keys("F9"))
	moved := 0
	d.until("all but one to be on their way", func() bool {
		moved = 0
		d.withStation(func(s *station.Station) {
			rows, err := s.Store.List(t.Context(), motcua.Filter{})
			d.do(err)
			for _, r := range rows {
				if r.Moving && r.At.Name == "Phong Van hoa" {
					moved++
				}
			}
		})
		return moved == 13
	})
	settle()
	d.keep("marks-report")
	d.larger("marks-report-200")
	d.do(d.screen.Keys("Escape", "Escape"))
	settle()
	d.keep("marks-done")
	d.do(d.win.Quit())
	must(t, "verify", "--data", d.data)
}

// Results that wait are printed as a list from their tile, and by motcuactl.
func TestTheListOfUncollectedResultsIsPrinted(t *testing.T) {
	d := listday(t)
	code := ""
	d.withStation(func(s *station.Station) {
		rows, err := s.Store.List(t.Context(), motcua.Filter{Query: "vi du 01"})
		d.do(err)
		code = string(rows[0].Code)
		_, err = s.Desk.RecordResult(t.Context(), desk.On{Dossier: rows[0].ID}, motcua.ResultRecorded{Result: motcua.ResultGranted}, nil)
		d.do(err)
	})
	pdf := filepath.Join(t.TempDir(), "chua-tra.pdf")
	must(t, "day-paper", "--data", d.data, "--form", "uncollected", "--day", "25/11/2026", "--out", pdf)
	if b, err := os.ReadFile(pdf); err != nil || len(b) < 1000 {
		t.Errorf("%s: %d bytes, %v", code, len(b), err)
	}
	if r := ctl(t, "day-paper", "--data", d.data, "--form", "uncollected", "--day", "24/11/2026", "--out", pdf); r.code != 2 {
		t.Errorf("a day before the result: exit %d, %s", r.code, r.err)
	}
	d.openWindow()
	settle()
	settle()
	d.do(d.screen.Keys("ctrl+2"))
	settle()
	d.do(d.screen.Keys("shift+Tab"))
	for range 5 { // the tile of results that wait
		d.do(d.screen.Keys("Right"))
	}
	settle()
	d.keep("uncollected")
	d.do(d.screen.Keys("shift+F8"))
	d.until("the list in the print queue", func() bool {
		return strings.Contains(must(t, "queue", "--data", d.data), "Kết quả chưa trả")
	})
	settle()
	d.keep("uncollected-printed")
	d.do(d.win.Quit())
}
