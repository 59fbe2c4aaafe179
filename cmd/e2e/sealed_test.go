package e2e

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
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

// wantUnread reads every file below dir for each secret.
func wantUnread(t *testing.T, dir string, secrets []string) (files int) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files++
		for _, s := range secrets {
			if bytes.Contains(data, []byte(s)) {
				t.Errorf("%s holds %q", filepath.Base(path), s)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
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
