package station_test

import (
	"strings"
	"testing"
	"time"

	"motcua"
	"motcua/cmd/station"
)

// Results that nobody has fetched are on one list, oldest first, until they
// are fetched.
func TestResultsThatNobodyHasFetchedAreListed(t *testing.T) {
	c := newCounter(t)
	sheet := func(day, at time.Time) (string, error) {
		pdf, err := c.DaySheet(t.Context(), motcua.PrintUncollected, day, at)
		if err != nil {
			return "", err
		}
		return strings.ReplaceAll(text(t, pdf), "\u00a0", " "), nil
	}
	none := func(what string, day time.Time) {
		t.Helper()
		if _, err := sheet(day, now()); motcua.CodeOf(err) != motcua.CodeUnknown || motcua.FieldOf(err) != "form" {
			t.Errorf("%s: %v", what, err)
		}
	}
	none("no result yet", now())
	step := func(do motcua.Action) motcua.Dossier {
		t.Helper()
		d, err := c.Store.Dossier(t.Context(), c.id)
		if err == nil {
			d, err = c.Do(t.Context(), c.id, d.Newest, do)
		}
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	d := step(motcua.ResultRecorded{Result: motcua.ResultGranted})
	got, err := sheet(now(), now().AddDate(0, 0, 3))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"DANH SÁCH KẾT QUẢ CHƯA TRẢ", string(d.Received.Code), d.Received.Intake.Owner(), "3 ngày", "1 kết quả chưa trả", "Tại quầy"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not on the list: %s", want, got)
		}
	}
	none("a day before the result", now().AddDate(0, 0, -1))
	folder, err := station.FilePrinter(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	c.begin()
	o := station.DayOrder(motcua.PrintUncollected, now())
	o.Printer, o.Copies = folder, 1
	if o, err = c.queue.Add(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	c.becomes(o, motcua.QueuePrinted)
	step(motcua.HandedOver{To: motcua.TakerOwner, Name: d.Received.Intake.Owner(), Identity: "căn cước"})
	none("fetched", now())
}
