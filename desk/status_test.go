package desk

import (
	"strings"
	"sync"
	"testing"

	"motcua"
)

func TestADossierMovesOnlyAsTheStatusMachineAllows(t *testing.T) {
	d, m, id := received(t)
	for _, to := range []motcua.Status{motcua.StatusProcessing, motcua.StatusSupplement, motcua.StatusProcessing, motcua.StatusDone, motcua.StatusResultReturned} {
		got, err := d.ChangeStatus(t.Context(), id, to, " ghi chú ")
		if err != nil || got.Status != to || got.Steps[len(got.Steps)-1].Note != "ghi chú" {
			t.Fatalf("to %d: %+v %v", to, got.Status, err)
		}
	}
	before := len(m.events)
	for _, to := range []motcua.Status{motcua.StatusProcessing, motcua.StatusResultReturned, motcua.StatusReceived} {
		if _, err := d.ChangeStatus(t.Context(), id, to, ""); motcua.CodeOf(err) != motcua.CodeConflict || motcua.FieldOf(err) != "to" {
			t.Errorf("to %d after the end: %v", to, err)
		}
	}
	if len(m.events) != before {
		t.Error("a refused step left a trace")
	}
}

func TestOddStepsAreRefused(t *testing.T) {
	d, _, id := received(t)
	for _, c := range []struct {
		id    string
		to    motcua.Status
		note  string
		code  motcua.ErrorCode
		field string
	}{
		{id, 0, "", motcua.CodeInvalid, "to"},
		{id, 11, "", motcua.CodeInvalid, "to"},
		{id, motcua.StatusProcessing, "\x00", motcua.CodeInvalid, "note"},
		{id, motcua.StatusProcessing, strings.Repeat("x", 1001), motcua.CodeTooLarge, "note"},
		{"d-none", motcua.StatusProcessing, "", motcua.CodeUnknown, "dossier"},
		{id, motcua.StatusDone, "", motcua.CodeConflict, "to"},
	} {
		if _, err := d.ChangeStatus(t.Context(), c.id, c.to, c.note); motcua.CodeOf(err) != c.code || motcua.FieldOf(err) != c.field {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

func TestTwoWindowsCannotTakeTheSameStepTwice(t *testing.T) {
	d, m, id := received(t)
	var wg sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		wg.Go(func() { _, errs[i] = d.ChangeStatus(t.Context(), id, motcua.StatusProcessing, "") })
	}
	wg.Wait()
	done := 0
	for _, err := range errs {
		if err == nil {
			done++
		} else if motcua.CodeOf(err) != motcua.CodeConflict {
			t.Error(err)
		}
	}
	if done != 1 || len(m.events) != 2 {
		t.Errorf("%d steps taken, %d events", done, len(m.events))
	}
}
