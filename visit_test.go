package motcua_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"motcua"
)

func TestAHeldVisitComesBackAsItWas(t *testing.T) {
	s := newStory(t)
	s.receiveWith("a", 0)
	d := s.fold()
	v := motcua.Visit{ID: "v1", Label: "bà áo đỏ", Form: json.RawMessage(`{"x":1}`)}
	once := v.Add(d)
	if twice := once.Add(d); len(twice.Taken) != 1 || twice.Form != nil || len(v.Taken) != 0 || v.Key() != "visit/v1" {
		t.Errorf("%+v, %+v", twice, v)
	}
	b, err := json.Marshal(once)
	if err != nil {
		t.Fatal(err)
	}
	var back motcua.Visit
	if err := json.Unmarshal(b, &back); err != nil || !reflect.DeepEqual(back, once) || back.Taken[0].Code != d.Received.Code {
		t.Errorf("%v %+v", err, back)
	}
}

func TestTheNextDossierKeepsThePersonAndNothingOfTheProcedure(t *testing.T) {
	in := motcua.Intake{
		ID: "1", Procedure: "9.000001", Case: "a", Channel: motcua.ChannelDirect, Sets: 2, Kind: motcua.ApplicantAuthorised,
		Applicant: motcua.Person{Name: "Trần Văn Mẫu"}, Authoriser: &motcua.Person{Name: "Nguyễn Thị Ví Dụ"}, Request: "x",
		Papers: []motcua.PaperCount{{Key: "p1"}}, ResultBy: motcua.ChannelPost, ResultPlace: "nhà", Limit: &motcua.Limit{Count: 1},
		RegisterBook: "1", RegisterEntry: "2", Resolver: &motcua.Place{Name: "x"},
	}
	next := in.Next()
	want := motcua.Intake{
		Channel: motcua.ChannelDirect, Kind: motcua.ApplicantAuthorised, Applicant: in.Applicant, Authoriser: in.Authoriser,
		ResultBy: motcua.ChannelPost, ResultPlace: "nhà",
	}
	if !reflect.DeepEqual(next, want) {
		t.Errorf("%+v", next)
	}
	if next.Authoriser.Name = "khác"; in.Authoriser.Name != "Nguyễn Thị Ví Dụ" {
		t.Error("the two dossiers share a person")
	}
}
