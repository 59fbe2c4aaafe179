package ctl_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"motcua/assets/calendar"
	"motcua/cmd/station"
)

// nextYear is a table as a clerk would type it from a notice; the days are
// invented but possible.
const nextYear = `{"year":2027,"version":"2027/1","source":"Thông báo thí dụ","days":[
{"date":"2027-01-01","kind":"holiday","name":"Tết Dương lịch"},
{"date":"2027-02-04","kind":"holiday","name":"Tết Nguyên đán"},
{"date":"2027-02-05","kind":"holiday","name":"Tết Nguyên đán"},
{"date":"2027-02-06","kind":"holiday","name":"Tết Nguyên đán"},
{"date":"2027-02-08","kind":"holiday","name":"Tết Nguyên đán"},
{"date":"2027-02-09","kind":"holiday","name":"Tết Nguyên đán"},
{"date":"2027-02-10","kind":"day-off","name":"Nghỉ bù Tết Nguyên đán"},
{"date":"2027-04-16","kind":"holiday","name":"Giỗ Tổ Hùng Vương"},
{"date":"2027-04-30","kind":"holiday","name":"Ngày Chiến thắng"},
{"date":"2027-05-01","kind":"holiday","name":"Ngày Quốc tế lao động"},
{"date":"2027-05-03","kind":"day-off","name":"Nghỉ bù Ngày Quốc tế lao động"},
{"date":"2027-09-02","kind":"holiday","name":"Quốc khánh"},
{"date":"2027-09-03","kind":"holiday","name":"Quốc khánh"},
{"date":"2027-11-24","kind":"holiday","name":"Ngày Văn hóa Việt Nam"}]}`

func TestAnImportedYearCountsFromTheNextStart(t *testing.T) {
	dir := newStation(t, 1)
	file := write(t, "lịch nghỉ 2027.json", nextYear)
	if out := must(t, "", "calendar", "check", file); !strings.Contains(out, "năm 2027") {
		t.Error(out)
	}
	if out := must(t, "", "calendar", "list", "--data", dir); strings.Contains(out, "2027") || !strings.Contains(out, "2026/1  đi kèm") {
		t.Error(out)
	}
	if out := must(t, "", "calendar", "import", "--data", dir, file); !strings.Contains(out, "Đã nhập") {
		t.Error(out)
	}
	if out := must(t, "", "calendar", "list", "--data", dir); !strings.Contains(out, "2027/1  đã nhập  14 ngày") {
		t.Error(out)
	}
	code, _, errs := run(t, "", "calendar", "import", "--data", dir, file)
	if code != 2 || !strings.Contains(errs, "bằng hoặc mới hơn") || !strings.Contains(errs, "Lịch đang dùng không thay đổi") {
		t.Errorf("the same edition again: %d %s", code, errs)
	}
	must(t, "", "calendar", "import", "--data", dir, write(t, "hai.json", strings.Replace(nextYear, "2027/1", "2027/2", 1)))
	if out := must(t, "", "calendar", "list", "--data", dir); !strings.Contains(out, "2027/2") {
		t.Error(out)
	}
}

func TestABrokenTableIsNamedAndTheShippedOneServes(t *testing.T) {
	dir := newStation(t, 1)
	folder := filepath.Join(dir, "calendar")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"vn-2026.json": `{"year":2026,`,
		"vn-2028.json": nextYear, // another year's
		"vn-2027.json": strings.Replace(nextYear, `"2027-04-16","kind":"holiday"`, `"2027-04-16","kind":"work-day"`, 1),
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	code, out, errs := run(t, "", "calendar", "list", "--data", dir)
	if code != 1 || !strings.Contains(out, "2026/1  đi kèm") || strings.Count(out, "\n") != 2 || strings.Count(errs, "\n") != 3 {
		t.Errorf("%d\n%s\n%s", code, out, errs)
	}
	for _, want := range []string{"vn-2026.json: tệp không phải bảng", "vn-2027.json: ngày thứ 8 trong bảng có loại", "vn-2028.json: năm của bảng"} {
		if !strings.Contains(errs, want) {
			t.Errorf("not said: %s\n%s", want, errs)
		}
	}
	must(t, `{"procedure":"2.000815","applicant":{"name":"Nguyễn Thị Ví Dụ"}}`, "intake", "--data", dir, "--file", "-")
}

func TestATableThatCannotBeIsRefusedInWords(t *testing.T) {
	dir := newStation(t, 1)
	for want, change := range map[string][2]string{
		"phải từ 2000 đến 2100":                   {`"year":2027`, `"year":1927`},
		"ví dụ 2027/1":                            {`"2027/1"`, `"một"`},
		"thiếu nguồn":                             {`"Thông báo thí dụ"`, `""`},
		"ngày thứ 1 trong bảng không phải ngày":   {"2027-01-01", "2027-01-32"},
		"ngày thứ 3 trong bảng không đúng thứ":    {"2027-02-05", "2027-02-04"},
		"ngày thứ 12 trong bảng thiếu tên":        {`"2027-09-02","kind":"holiday","name":"Quốc khánh"`, `"2027-09-02","kind":"holiday","name":""`},
		"phải là một đối tượng JSON gồm year":     {`"source"`, `"nguồn"`},
		"ngày thứ 7 trong bảng có loại không hợp": {"2027-02-10", "2027-02-14"},
	} {
		file := write(t, "bảng.json", strings.Replace(nextYear, change[0], change[1], 1))
		for _, args := range [][]string{{"calendar", "check", file}, {"calendar", "import", "--data", dir, file}} {
			code, _, errs := run(t, "", args...)
			if code != 2 || !strings.Contains(errs, want) || !strings.Contains(errs, "Lịch đang dùng không thay đổi") {
				t.Errorf("%s: %s: %d %s", want, args[1], code, errs)
			}
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "calendar")); err == nil {
		t.Error("a refused table left something behind")
	}
	if code, _, errs := run(t, "", "calendar", "check", filepath.Join(dir, "không có")); code != 2 || !strings.Contains(errs, "không có tệp này") {
		t.Errorf("%d %s", code, errs)
	}
	if code, _, _ := run(t, "", "calendar", "import", "--data", t.TempDir(), write(t, "đúng.json", nextYear)); code == 0 {
		t.Error("a folder that is no station took a table")
	}
}

func TestWhatATableLacksIsSaidAndItIsTaken(t *testing.T) {
	dir := newStation(t, 1)
	text := nextYear
	for _, line := range []string{"2027-11-24", "2027-02-04", "2027-09-03", "2027-05-03"} {
		from := strings.Index(text, `{"date":"`+line)
		to := strings.Index(text[from:], "}") + from + 1
		text = strings.TrimSuffix(text[:from], ",\n") + text[to:]
	}
	code, out, errs := run(t, "", "calendar", "import", "--data", dir, write(t, "thiếu.json", text))
	if code != 0 || !strings.Contains(out, "10 ngày") {
		t.Fatalf("%d %s %s", code, out, errs)
	}
	for _, want := range []string{"thiếu ngày nghỉ lễ 24/11/2027", "Tết Nguyên đán không phải 5", "liền kề", "nghỉ bù"} {
		if !strings.Contains(errs, want) {
			t.Errorf("not said: %s\n%s", want, errs)
		}
	}
}

// The shipped tables pass the check that a clerk's must pass.
func TestShippedTablesPassTheCheck(t *testing.T) {
	tables, err := calendar.Tables()
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range tables {
		code, _, errs := run(t, "", "calendar", "check", write(t, "bảng.json", string(b)))
		if code != 0 || errs != "" {
			t.Errorf("%d %s", code, errs)
		}
	}
	used, refused, err := station.CalendarTables("")
	if err != nil || len(used) != len(tables) || len(refused) != 0 {
		t.Errorf("%d of %d, %d refused, %v", len(used), len(tables), len(refused), err)
	}
}
