package view

import (
	"strings"
	"testing"
	"time"

	"motcua"
	"motcua/app/model"
	"motcua/app/model/modeltest"
)

func TestTheStripSaysThatSomebodyMustLookAtARefusedStep(t *testing.T) {
	s := newStage(t, Theme{Scale: 1})
	desk := &modeltest.Desk{Catalogue: modeltest.Procedures(), Now: func() time.Time { return friday }}
	desk.Put(motcua.Dossier{ID: "d1", Status: motcua.StatusReceived, Exceptions: []motcua.Step{{Detail: "refused-step"}}, Received: motcua.Received{
		Code: "H57.19.789-261120-0001", Intake: motcua.Intake{Applicant: motcua.Person{Name: "Võ Thị Thí Dụ"}},
		Appointment: motcua.Appointment{Received: friday, Due: friday},
	}})
	m := model.NewToday(desk, nil, "", &modeltest.Tasks{}, &modeltest.Clock{At: friday})
	v := NewToday(m, s.keys, func() {})
	m.OnChange = func() { v.Show(m.State()) }
	s.show(v.Root, 1282, 622)
	m.Reload()
	if all := strings.ReplaceAll(s.texts(), "\n", " "); !strings.Contains(all, "Có 1 bước bị từ chối, cần người xem.") {
		t.Error(all)
	}
}
