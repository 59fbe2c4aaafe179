package ctl_test

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestAListThatItsLimitCutSaysHowMuchIsLeft(t *testing.T) {
	data := newStation(t, 12)
	for _, c := range []struct{ limit, want string }{
		{"5", "… còn 7 hồ sơ nữa; dùng --limit\n"}, {"11", "… còn 1 hồ sơ nữa; dùng --limit\n"}, {"12", ""}, {"13", ""}, {"10000", ""},
	} {
		for _, more := range [][]string{nil, {"--query", "vi du"}, {"--status", "2"}} {
			args := append([]string{"dossiers", "--data", data, "--limit", c.limit}, more...)
			out := must(t, "", args...)
			if _, end, _ := strings.Cut(out, "… còn"); (c.want == "") != (end == "") || !strings.HasSuffix(out, c.want) {
				t.Errorf("%v:\n%s", args, out)
			}
			code, lines, said := run(t, "", append(args, "--json")...)
			if code != 0 || said != c.want || strings.Contains(lines, "… còn") {
				t.Errorf("%v --json: %d, %q", args, code, said)
			}
		}
	}
	if out := must(t, "", "dossiers", "--data", data, "--query", "vi du 0012"); strings.Count(out, "\n") != 2 || !strings.Contains(out, "Ví Dụ 12") {
		t.Errorf("%s", out)
	}
	for _, bad := range []string{"0", "-1", "10001"} {
		if code, _, said := run(t, "", "dossiers", "--data", data, "--limit="+bad); code != 2 || !strings.Contains(said, "1 đến 10000") {
			t.Errorf("%s: %d, %s", bad, code, said)
		}
	}
}

func TestALongListSaysThatThereIsMoreThanAnybodyCounts(t *testing.T) {
	data := filepath.Join(t.TempDir(), "quầy")
	must(t, "", "demo", "--data", data, "--dossiers", "1100")
	for limit, want := range map[string]string{
		"200": "… còn ít nhất 801 hồ sơ nữa; dùng --limit\n", "1001": "… còn hồ sơ nữa; dùng --limit\n", "1099": "… còn hồ sơ nữa; dùng --limit\n",
	} {
		if out := must(t, "", "dossiers", "--data", data, "--limit", limit); !strings.HasSuffix(out, want) {
			t.Errorf("%s: %s", limit, out[max(0, len(out)-200):])
		}
	}
	if out := must(t, "", "dossiers", "--data", data, "--limit", "1100"); strings.Contains(out, "nữa") {
		t.Error(out[max(0, len(out)-200):])
	}
}

func TestADossierIsFoundByItsOwnerAndByWhoBroughtIt(t *testing.T) {
	data := newStation(t, 1)
	must(t, `{"procedure":"2.000815","kind":"authorised","applicant":{"name":"Trần Văn Mẫu"},"authoriser":{"name":"Đặng Thị Hoà"}}`,
		"intake", "--data", data, "--file", "-")
	for _, query := range []string{"tran mau", "Trần Văn Mẫu", "đặng hòa", "dang thi", "2000815 mau"} {
		if out := must(t, "", "dossiers", "--data", data, "--query", query); strings.Count(out, "\n") != 2 || !strings.Contains(out, "Đặng Thị Hoà") {
			t.Errorf("%q:\n%s", query, out)
		}
	}
}
