package motcua

import (
	"slices"
	"testing"
)

func TestLinesForSomeOnlyAreToldFromLinesForAll(t *testing.T) {
	for name, want := range map[string]Need{
		"Trường hợp trẻ em bị bỏ rơi thì phải có biên bản":                     NeedInCase,
		"- Đối với trường hợp nhận con nuôi: quyết định":                       NeedInCase,
		"Văn bản ủy quyền trong trường hợp ủy quyền thực hiện việc đăng ký":    NeedInCase,
		"Quyết định cho phép chuyển mục đích sử dụng đất (nếu có)":             NeedIfAny,
		"Quyết định cho phép chuyển mục đích sử dụng đất (nếu có).":            NeedIfAny,
		"Giấy chứng sinh; trường hợp không có Giấy chứng sinh thì nộp văn bản": NeedAlways,
		"Đơn đề nghị; bản vẽ (nếu có)":                                         NeedAlways,
		"Tờ khai, nếu có người làm chứng thì ghi rõ":                           NeedAlways,
		"Tờ khai": NeedAlways,
	} {
		if got := (PaperRule{Name: name}).need(); got != want {
			t.Errorf("%q: %v, want %v", name, got, want)
		}
	}
}

func mixed() Procedure {
	return Procedure{Groups: []PaperGroup{
		{Kind: GroupCommon, Papers: []PaperRule{
			{Key: "p1", Name: "Tờ khai", Originals: 1, Copies: 2},
			{Key: "p2", Name: "Trường hợp con nuôi: quyết định", Originals: 1},
			{Key: "p3", Name: "Bản vẽ (nếu có)", Copies: 1},
			{Key: "p4", Name: "Thẻ căn cước", Originals: 1, PresentOnly: true},
		}},
		{Kind: GroupAuthorised, Papers: []PaperRule{
			{Key: "p5", Name: "Giấy ủy quyền", Originals: 1}, {Key: "p6", Name: "Hợp đồng ủy quyền", Originals: 1},
		}},
	}}
}

func TestAFormStartsFromWhatIsAskedOfEveryoneAndNothingElse(t *testing.T) {
	want := []PaperCount{{Key: "p1", Originals: 1, Copies: 2}, {Key: "p2"}, {Key: "p3"}, {Key: "p4"}, {Key: "p5"}, {Key: "p6"}}
	needs := []Need{NeedAlways, NeedInCase, NeedIfAny, NeedAlways, NeedOneOf, NeedOneOf}
	for i, x := range mixed().Expected("", ChannelDirect, true) {
		if x.Count != want[i] || x.Need != needs[i] {
			t.Errorf("%+v, want %+v need %v", x, want[i], needs[i])
		}
	}
	if n := len(mixed().Expected("", ChannelDirect, false)); n != 4 {
		t.Errorf("%d papers without an authoriser", n)
	}
}

func TestASinglePaperThatAuthorisesIsAskedForAsSuch(t *testing.T) {
	p := Procedure{Groups: []PaperGroup{{Kind: GroupAuthorised, Papers: []PaperRule{
		{Key: "p1", Name: "Giấy ủy quyền", Originals: 1}, {Key: "p2", Name: "Lưu ý", Note: true},
	}}}}
	got := p.Expected("", ChannelDirect, true)
	if len(got) != 1 || got[0].Need != NeedAlways || got[0].Count.Originals != 1 {
		t.Errorf("%+v", got)
	}
}

func TestMissingNamesWhatDidNotComeAndOneOfEachChoice(t *testing.T) {
	for _, c := range []struct {
		counts     []PaperCount
		authorised bool
		want       []string
	}{
		{nil, true, []string{"p1", "p4", "p5"}},
		{nil, false, []string{"p1", "p4"}},
		{[]PaperCount{{Key: "p1", Originals: 1, Copies: 1}, {Key: "p4", Shown: true}, {Key: "p6", Originals: 1}}, true, []string{"p1"}},
		{[]PaperCount{{Key: "p1", Originals: 1, Copies: 2}, {Key: "p4", Originals: 1}, {Key: "p5", Copies: 1}}, true, nil},
	} {
		if got := mixed().Missing("", ChannelDirect, c.authorised, c.counts); !slices.Equal(got, c.want) {
			t.Errorf("%+v: %v, want %v", c.counts, got, c.want)
		}
	}
}
