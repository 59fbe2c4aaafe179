package ctl_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "modernc.org/sqlite" // the station's file, behind its back

	"motcua/cmd/motcuactl/ctl"
)

// All people in these tests are invented.

// run gives one command line and returns its exit code and what it said.
func run(t *testing.T, in string, args ...string) (code int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	code = ctl.Main(context.Background(), args, ctl.IO{In: strings.NewReader(in), Out: &o, Err: &e})
	return code, o.String(), e.String()
}

func must(t *testing.T, in string, args ...string) string {
	t.Helper()
	code, out, errs := run(t, in, args...)
	if code != 0 {
		t.Fatalf("%v: exit %d: %s", args, code, errs)
	}
	return out
}

func newStation(t *testing.T, dossiers int) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "quầy 01")
	must(t, "", "station", "init", "--data", dir, "--unit", "46-19789", "--name", "Quầy 01")
	var b strings.Builder
	for i := range dossiers {
		fmt.Fprintf(&b, `{"procedure":"2.000815","applicant":{"name":"Nguyễn Thị Ví Dụ %d"}}`+"\n", i+1)
	}
	must(t, b.String(), "intake", "--data", dir, "--file", "-")
	return dir
}

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// made is what `backup --json` prints.
type made struct {
	File        string
	Events      int
	Dossiers    int
	Recoverable bool
}

func backedUp(t *testing.T, data string, more ...string) made {
	t.Helper()
	var m made
	out := must(t, "", append([]string{"backup", "--data", data, "--to", t.TempDir(), "--json"}, more...)...)
	if err := json.Unmarshal([]byte(out), &m); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestAStationComesBackWithTheKeyOnPaper(t *testing.T) {
	data := newStation(t, 3)
	key := must(t, "", "station", "recovery-key", "--data", data)
	code, _, said := run(t, "", "station", "recovery-key", "--data", data)
	if code != 2 || !strings.Contains(said, "--replace") {
		t.Errorf("exit %d, %q", code, said)
	}
	m := backedUp(t, data)
	if !m.Recoverable || m.Dossiers != 3 {
		t.Errorf("%+v", m)
	}
	to := filepath.Join(t.TempDir(), "mới")
	out := must(t, "", "restore", "--from", m.File, "--data", to, "--key", write(t, "giấy.txt", "khóa của quầy\n"+key))
	if !strings.Contains(out, "Đã khôi phục Quầy 01") {
		t.Errorf("%q", out)
	}
	must(t, "", "verify", "--data", to)
	if a, b := must(t, "", "dossiers", "--data", data), must(t, "", "dossiers", "--data", to); a != b {
		t.Errorf("%q, before %q", b, a)
	}
	code, _, said = run(t, "", "restore", "--from", m.File, "--data", to, "--key", write(t, "giấy.txt", key))
	if code != 2 || !strings.Contains(said, "không có gì bị ghi đè") {
		t.Errorf("over a station: exit %d, %q", code, said)
	}
	// Nobody but a person knows what the lost machine printed since.
	intake := `{"id":"0190aaaa-0000-7000-8000-000000000009","procedure":"2.000815","applicant":{"name":"Lê Thị Thử"}}`
	if code, _, said = run(t, "", "intake", "--data", to, "--file", write(t, "in.json", intake)); code == 0 || !strings.Contains(said, "station proceed --last") {
		t.Errorf("exit %d, %q", code, said)
	}
	if code, _, said = run(t, "", "station", "proceed", "--data", to, "--last", "12345"); code != 2 || !strings.Contains(said, "0 đến 9999") {
		t.Errorf("exit %d, %q", code, said)
	}
	must(t, "", "station", "proceed", "--data", to, "--last", "0123")
	if out := must(t, "", "intake", "--data", to, "--file", write(t, "in.json", intake)); !strings.Contains(out, "-0124") {
		t.Errorf("%q", out)
	}
	must(t, "", "verify", "--data", to)
}

func TestAPassphraseOpensABackupAndAWrongOneDoesNot(t *testing.T) {
	data := newStation(t, 1)
	m := backedUp(t, data, "--passphrase-file", write(t, "p", "mưa rơi trên phố\n"))
	if !m.Recoverable {
		t.Errorf("%+v", m)
	}
	to := filepath.Join(t.TempDir(), "x")
	code, _, said := run(t, "", "restore", "--from", m.File, "--data", to, "--passphrase-file", write(t, "p", "nắng trên phố"))
	if code != 1 || !strings.Contains(said, "không mở được bản sao lưu") || strings.Contains(said, "nắng") {
		t.Errorf("exit %d, %q", code, said)
	}
	must(t, "", "restore", "--from", m.File, "--data", to, "--passphrase-file", write(t, "p", "mưa rơi trên phố"))
	must(t, "", "verify", "--data", to)
	code, _, said = run(t, "", "backup", "--data", data, "--to", t.TempDir(), "--passphrase-file", write(t, "p", "ngắn\n"))
	if code != 2 || !strings.Contains(said, "ít nhất 8") {
		t.Errorf("exit %d, %q", code, said)
	}
}

func TestWhoCouldOpenABackupIsSaid(t *testing.T) {
	data := newStation(t, 1)
	code, out, said := run(t, "", "backup", "--data", data, "--to", t.TempDir())
	if code != 0 || !strings.Contains(said, "chỉ mở được bằng khóa trên chính máy này") || !strings.Contains(out, "Đã sao lưu và đọc lại") {
		t.Errorf("exit %d, %q, %q", code, out, said)
	}
	for _, command := range []string{"backup", "restore"} {
		_, help, _ := run(t, "", command, "--help")
		for _, word := range []string{"khóa khôi phục", "passphrase-file", "bundle.key"} {
			if !strings.Contains(help, word) {
				t.Errorf("%s --help says nothing of %s", command, word)
			}
		}
	}
	code, _, said = run(t, "", "backup", "--data", data, "--to", filepath.Join(data, "x"))
	if code != 2 || !strings.Contains(said, "ngoài thư mục dữ liệu") {
		t.Errorf("exit %d, %q", code, said)
	}
	m := backedUp(t, data)
	torn, err := os.ReadFile(m.File)
	if err != nil {
		t.Fatal(err)
	}
	half := write(t, "nửa.motcua-backup", string(torn[:len(torn)/2]))
	code, _, said = run(t, "", "restore", "--from", half, "--data", filepath.Join(t.TempDir(), "x"), "--key", filepath.Join(data, "bundle.key"))
	if code != 1 || !strings.Contains(said, "bản sao lưu hỏng") {
		t.Errorf("exit %d, %q", code, said)
	}
}

// A disk that is away is no invitation to fill this one.
func TestABackupFolderThatIsNotThereIsRefusedAndNotMade(t *testing.T) {
	data := newStation(t, 1)
	file := write(t, "tệp", "không phải thư mục")
	for _, to := range []string{filepath.Join(t.TempDir(), "usb", "sao lưu"), filepath.Join(t.TempDir(), "sao lưu"), file} {
		code, _, said := run(t, "", "backup", "--data", data, "--to", to)
		if code != 2 || !strings.Contains(said, "không có thư mục sao lưu này") || !strings.Contains(said, "Chưa sao lưu gì") {
			t.Errorf("%s: %d, %s", to, code, said)
		}
		if info, err := os.Stat(to); to != file && !os.IsNotExist(err) {
			t.Errorf("%s was made: %v, %v", to, info, err)
		}
	}
	must(t, "", "backup", "--data", data, "--to", data+"-backup") // the window makes that one, too
}

func TestAStationWithoutItsRootKeySaysWhatIsMissing(t *testing.T) {
	data := newStation(t, 1)
	if err := os.Remove(filepath.Join(data, "root.key")); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"dossiers", "--data", data}, {"verify", "--data", data}, {"intake", "--data", data, "--file", "-"}} {
		code, _, said := run(t, `{"procedure":"2.000815","applicant":{"name":"Nguyễn Thị Ví Dụ"}}`, args...)
		if code == 0 || !strings.Contains(said, "không thấy tệp root.key") || !strings.Contains(said, "Hồ sơ còn nguyên") {
			t.Errorf("%v: %d, %s", args, code, said)
		}
	}
	if _, err := os.Stat(filepath.Join(data, "root.key")); !os.IsNotExist(err) {
		t.Errorf("another one was made: %v", err)
	}
}

// tamper runs SQL on a station's file behind its back.
func tamper(t *testing.T, data, query string) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(data, "station.db"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(query); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestListsThatWereSpoiltAreRebuiltFromTheLog(t *testing.T) {
	data := newStation(t, 3)
	before := must(t, "", "dossiers", "--data", data)
	tamper(t, data, `UPDATE dossier SET name = 'Người Lạ', status = 10`)
	if code, _, said := run(t, "", "verify", "--data", data); code != 1 || !strings.Contains(said, "SAI: hồ sơ ") {
		t.Fatalf("exit %d, %q", code, said)
	}
	out := must(t, "", "verify", "--data", data, "--rebuild")
	if !strings.Contains(out, "3 hồ sơ") || !strings.Contains(out, "Đúng") {
		t.Errorf("%q", out)
	}
	if after := must(t, "", "dossiers", "--data", data); after != before {
		t.Errorf("%q, before %q", after, before)
	}
}

func TestDataOfANewerProgramIsRefusedInWords(t *testing.T) {
	data := newStation(t, 1)
	tamper(t, data, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)`)
	for _, args := range [][]string{
		{"dossiers", "--data", data}, {"verify", "--data", data}, {"backup", "--data", data, "--to", t.TempDir()},
	} {
		code, _, said := run(t, "", args...)
		if code != 1 || !strings.Contains(said, "phiên bản motcua mới hơn") || !strings.Contains(said, "Cập nhật") {
			t.Errorf("%v: exit %d, %q", args, code, said)
		}
	}
}
