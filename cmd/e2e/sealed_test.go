package e2e

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// citizen returns the n-th invented intake and what nobody may read of it.
func citizen(n int) (intake string, secrets []string) {
	id, phone := fmt.Sprintf("0461900%05d", n), fmt.Sprintf("09120%05d", n)
	mail, street := fmt.Sprintf("congdan%d@example.com", n), fmt.Sprintf("Tổ %d, đường Thí Dụ Kín", n)
	return fmt.Sprintf(`{"procedure":"2.000815","applicant":{"name":"Nguyễn Thị Ví Dụ %d","idNumber":%q,"phone":%q,"email":%q,`+
		`"address":{"province":"46","ward":"19789","street":%q}}}`+"\n", n, id, phone, mail, street), []string{id, phone, mail, street}
}

// readable is what a file tells whoever finds it: its bytes and, of a PDF, the
// text that its compressed streams show.
func readable(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(data[:min(1024, len(data))], []byte("%PDF")) {
		return data
	}
	text, err := exec.Command("pdftotext", "-layout", path, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext %s: %v", path, err)
	}
	return append(data, text...)
}

// telling returns the files below dir that tell one of the secrets, and how
// many there are in all.
func telling(t *testing.T, dir string, secrets []string) (tell []string, files int) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		files++
		data := readable(t, path)
		for _, s := range secrets {
			if bytes.Contains(data, []byte(s)) {
				tell = append(tell, fmt.Sprintf("%s holds %q", filepath.Base(path), s))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return tell, files
}

// wantUnread reads every file below dir for each secret.
func wantUnread(t *testing.T, dir string, secrets []string) (files int) {
	t.Helper()
	tell, files := telling(t, dir, secrets)
	for _, what := range tell {
		t.Error(what)
	}
	return files
}

func TestAfterAThousandIntakesNoFileOfTheStationOrItsBackupTellsAnybodysNumberOrAddress(t *testing.T) {
	station, disk := newStation(t, "--to", "9999"), t.TempDir()
	var in strings.Builder
	var secrets []string
	for n := range 1000 {
		intake, s := citizen(n)
		in.WriteString(intake)
		secrets = append(secrets, s...)
	}
	all := lines[taken](t, mustIn(t, in.String(), "intake", "--data", station, "--file", "-"))
	if len(all) != 1000 {
		t.Fatalf("%d dossiers", len(all))
	}
	must(t, "step", "--data", station, "--to", "4", all[0].Code)
	printed := t.TempDir()
	must(t, "print", "--data", station, "--printer", "file:"+printed, all[1].Code)
	must(t, "backup", "--data", station, "--to", disk)
	if n := wantUnread(t, station, secrets); n < 4 {
		t.Errorf("%d files read", n)
	}
	if n := wantUnread(t, disk, secrets); n < 1 {
		t.Errorf("%d files of the backup read", n)
	}
	// They are there all the same, for who holds the key.
	_, s := citizen(123)
	if got := must(t, "dossiers", "--data", station, "--json", "--query", s[0]); !strings.Contains(got, all[123].Code) {
		t.Errorf("not found by its number: %s", got)
	}
}

// A paper is plain, so it lies where a person chose and nowhere else; it is
// looked for as text, for the bytes of a PDF are packed.
func TestNoPaperOfADossierStaysWithTheStation(t *testing.T) {
	station, out := newStation(t), t.TempDir()
	intake, secrets := citizen(7)
	dossier := lines[taken](t, mustIn(t, intake, "intake", "--data", station, "--file", "-"))[0]
	if r := ctl(t, "print", "--data", station, dossier.Code); r.code != 2 || !strings.Contains(r.err, "chưa chọn máy in") {
		t.Errorf("a paper that nobody chose a place for: %d, %s", r.code, r.err)
	}
	for _, inside := range []string{station, filepath.Join(station, "prints")} {
		for _, args := range [][]string{
			{"print", "--data", station, "--printer", "file:" + inside, dossier.Code},
			{"receipt", "--data", station, dossier.Code, "--out", filepath.Join(inside, "x.pdf")},
			{"paper", "--data", station, dossier.Code, "--form", "01", "--out", filepath.Join(inside, "x.pdf")},
		} {
			if r := ctl(t, args...); r.code != 2 || !strings.Contains(r.err, "không được niêm phong") {
				t.Errorf("%v: %d, %s", args, r.code, r.err)
			}
		}
	}
	must(t, "print", "--data", station, "--printer", "file:"+out, "--copies", "2", dossier.Code)
	must(t, "receipt", "--data", station, dossier.Code, "--out", filepath.Join(t.TempDir(), "giay-hen.pdf"))
	must(t, "paper", "--data", station, dossier.Code, "--form", "01", "--out", filepath.Join(t.TempDir(), "01.pdf"))
	wantUnread(t, station, append(secrets, "%PDF"))
	if tell, n := telling(t, out, secrets[:1]); n != 2 || len(tell) != 2 {
		t.Fatalf("the papers themselves: %d files, %q", n, tell)
	}
	// What an earlier version left goes before the dossier does.
	paper := filepath.Join(out, "giay-hen-"+dossier.Code+".pdf")
	data, err := os.ReadFile(paper)
	if err == nil {
		err = os.MkdirAll(filepath.Join(station, "prints"), 0o700)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(station, "prints", filepath.Base(paper)), data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	if tell, _ := telling(t, station, secrets[:1]); len(tell) != 1 {
		t.Fatalf("the look itself fails: %q", tell)
	}
	said := must(t, "erase", "--data", station, "--reason", "het thoi han luu", dossier.Code)
	if !strings.Contains(said, paper) || !strings.Contains(said, "(2).pdf") || strings.Contains(said, station) {
		t.Errorf("what is known outside: %s", said)
	}
	wantUnread(t, station, append(secrets, "%PDF", "Nguyễn Thị Ví Dụ"))
	for _, args := range [][]string{
		{"receipt", "--data", station, dossier.Code, "--out", filepath.Join(out, "x.pdf")},
		{"paper", "--data", station, dossier.Code, "--form", "01", "--out", filepath.Join(out, "x.pdf")},
		{"print", "--data", station, "--printer", "file:" + out, dossier.Code},
	} {
		if r := ctl(t, args...); r.code != 2 || !strings.Contains(r.err, "đã xóa theo quy định") {
			t.Errorf("%v: %d, %s", args, r.code, r.err)
		}
	}
	must(t, "verify", "--data", station)
}
