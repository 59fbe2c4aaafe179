package ctl

import (
	"strings"
	"testing"
	"time"

	"motcua"
)

func TestEveryRefusedStepIsSaidWithWhatIsSafe(t *testing.T) {
	said := map[string]motcua.Reason{}
	for _, r := range motcua.Reasons() {
		err := motcua.Refuse("status", r)
		s := sentence(err)
		safe := strings.Contains(s, "Không có gì thay đổi") || strings.Contains(s, "chưa được lưu") || strings.Contains(s, "còn nguyên")
		if !safe || !strings.Contains(s, "("+string(motcua.CodeConflict)) || exitCode(err) != exitUsage {
			t.Errorf("%s: %q", r, s)
		}
		if other, twice := said[reasons[r]]; twice {
			t.Errorf("%s and %s sound the same", r, other)
		}
		said[reasons[r]] = r
	}
	if s := reasons[motcua.ReasonLeader]; !strings.Contains(s, loginEnv) || !strings.Contains(s, passwordEnv) || strings.Contains(s, "--login") {
		t.Errorf("how a leader logs in: %s", s)
	}
	if len(reasons) != len(motcua.Reasons()) {
		t.Errorf("%d sentences for %d reasons", len(reasons), len(motcua.Reasons()))
	}
}

func TestMomentsAreReadAsPeopleWriteThem(t *testing.T) {
	for in, want := range map[string]time.Time{
		"":                 {},
		"16:30 30/11/2026": time.Date(2026, 11, 30, 16, 30, 0, 0, motcua.Local),
		"30/11/2026":       time.Date(2026, 11, 30, 17, 0, 0, 0, motcua.Local),
	} {
		if got, err := when(in, "due"); err != nil || !got.Equal(want) {
			t.Errorf("%q: %v %v", in, got, err)
		}
	}
	for _, bad := range []string{"31/11/2026", "2026-11-30", "17:00", "25:00 30/11/2026"} {
		if _, err := when(bad, "due"); motcua.CodeOf(err) != motcua.CodeInvalid || motcua.FieldOf(err) != "due" {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if at, err := day("30/11/2026", "date"); err != nil || at.Hour() != 0 {
		t.Errorf("%v %v", at, err)
	}
}

func TestFeesAndPapersAreReadOrNamed(t *testing.T) {
	items, err := fees([]string{"Lệ phí = bản=8000", "Miễn=0"})
	if err != nil || items[0].Name != "Lệ phí = bản" || items[0].Amount != 8000 || motcua.Sum(items) != 8000 {
		t.Errorf("%+v %v", items, err)
	}
	for _, bad := range []string{"Lệ phí", "Lệ phí=8.000", "Lệ phí=x", "Lệ phí=99999999999999999999"} {
		if _, err := fees([]string{bad}); motcua.CodeOf(err) != motcua.CodeInvalid {
			t.Errorf("%q: %v", bad, err)
		}
	}
	papers, err := counts([]string{"p1=2", "p2=1/3"})
	if err != nil || papers[0].Originals != 2 || papers[1].Originals != 1 || papers[1].Copies != 3 {
		t.Errorf("%+v %v", papers, err)
	}
	for _, bad := range []string{"p1", "p1=x", "p1=1/x", "p1="} {
		if _, err := counts([]string{bad}); motcua.CodeOf(err) != motcua.CodeInvalid {
			t.Errorf("%q: %v", bad, err)
		}
	}
	for in, want := range map[string]motcua.MissingPaper{
		"p1: Tờ khai":    {Paper: "p1", Text: " Tờ khai"},
		"Sổ hộ khẩu: cũ": {Text: "Sổ hộ khẩu: cũ"},
		"Bản chính":      {Text: "Bản chính"},
	} {
		if got := missingPaper(in); got != want {
			t.Errorf("%q: %+v", in, got)
		}
	}
}
