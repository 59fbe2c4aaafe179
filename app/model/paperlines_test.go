package model_test

import (
	"slices"
	"testing"

	"motcua"
)

func TestPapersForSomeOnlyStartAtNothingAndSaySo(t *testing.T) {
	b := newBench(t)
	b.desk.Catalogue[0].Groups = []motcua.PaperGroup{
		{Kind: motcua.GroupCommon, Papers: []motcua.PaperRule{
			{Key: "p1", Name: "Tờ khai", Originals: 1},
			{Key: "p2", Name: "Trường hợp con nuôi: quyết định", Originals: 1},
			{Key: "p3", Name: "Bản vẽ (nếu có)", Originals: 1},
			{Key: "p4", Name: "Trường hợp ở xa: hộ chiếu", PresentOnly: true},
		}},
		{Kind: motcua.GroupAuthorised, Papers: []motcua.PaperRule{
			{Key: "p5", Name: "Giấy ủy quyền", Originals: 1}, {Key: "p6", Name: "Hợp đồng ủy quyền", Originals: 1},
		}},
	}
	b.ChooseProcedure("1.004884")
	b.SetKind(motcua.ApplicantAuthorised)
	want := []motcua.PaperCount{{Key: "p1", Originals: 1}, {Key: "p2"}, {Key: "p3"}, {Key: "p4"}, {Key: "p5"}, {Key: "p6"}}
	if got := b.Intake.Intake().Papers; !slices.Equal(got, want) {
		t.Errorf("the receipt would list %+v", got)
	}
	s := b.State()
	for i, want := range []string{
		"cần 1 bản chính", "chỉ khi thuộc trường hợp này", "nếu có", "chỉ khi thuộc trường hợp này, chỉ xuất trình",
		"một trong các giấy này là đủ", "một trong các giấy này là đủ",
	} {
		if s.Papers[i].Remark != want {
			t.Errorf("%s: %q, want %q", s.Papers[i].Name, s.Papers[i].Remark, want)
		}
	}
	if s.PaperSummary != "2 cần nộp · 3 tùy trường hợp" {
		t.Errorf("summary %q", s.PaperSummary)
	}
	if c := s.Checks[0]; c.Head != "Giấy tờ còn thiếu: số 5" {
		t.Errorf("%+v", s.Checks)
	}
	b.SetPaper(motcua.PaperCount{Key: "p6", Originals: 1})
	if c := b.State().Checks[0]; c.Head != "Đủ giấy tờ" {
		t.Errorf("one that authorises is enough: %+v", c)
	}
}
