package motcua_test

import (
	"encoding/json"
	"testing"
	"time"

	"motcua"
)

func erasable(station string, seq uint64, kind motcua.EventKind, data any) motcua.Event {
	var body json.RawMessage
	if data != nil {
		body, _ = motcua.SaltedBody(make([]byte, 16), data)
	}
	return motcua.Event{Version: 1, ID: station + string(rune('0'+seq)), Station: station, Seq: seq, HLC: motcua.HLC(seq),
		Wall: time.UnixMilli(int64(seq)), Dossier: "d", Kind: kind, Body: body}
}

func TestAnErasedDossierFoldsToItsRegisterLineWhateverBodiesACopyStillHas(t *testing.T) {
	received := motcua.Received{Code: "H57.19.789-261120-0007", Intake: motcua.Intake{Applicant: motcua.Person{Name: "Nguyễn Thị Ví Dụ"}}}
	gone := erasable("a", 3, motcua.EventErased, motcua.Erased{Reason: "theo yêu cầu", Code: received.Code, Status: motcua.StatusDone, Procedure: "Khai sinh"})
	for _, body := range []any{received, nil} {
		d, err := motcua.FoldDossier([]motcua.Event{erasable("a", 1, motcua.EventReceived, body), erasable("a", 2, motcua.EventStatusChanged, nil), gone})
		if err != nil {
			t.Fatal(err)
		}
		if !d.Erased || d.Received.Code != received.Code || d.Received.Intake.Owner() != "" || d.Status != motcua.StatusDone ||
			d.Received.Procedure.Name != "Khai sinh" || len(d.Steps) != 3 || d.Steps[2].Note != "theo yêu cầu" {
			t.Errorf("%+v", d)
		}
	}
}

func TestOnlyTheStationThatTookADossierInErasesIt(t *testing.T) {
	d, err := motcua.FoldDossier([]motcua.Event{
		erasable("a", 1, motcua.EventReceived, motcua.Received{Code: "H57.19.789-261120-0007"}),
		erasable("b", 2, motcua.EventErased, motcua.Erased{Reason: "x"}),
	})
	if err != nil || d.Erased || len(d.Exceptions) != 1 || d.Exceptions[0].Detail != "refused-erasure" {
		t.Errorf("%+v %v", d, err)
	}
}
