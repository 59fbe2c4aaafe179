package store_test

import (
	"crypto/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"motcua"
	"motcua/store"
)

// filled makes a station with a dossier that has a file and a step.
func filled(t *testing.T) (dir string, s *store.Store, d motcua.Dossier, sum string) {
	t.Helper()
	dir = newStation(t)
	s = open(t, dir)
	d = receive(t, s, form("Nguyễn Văn Ví Dụ"))
	sum, size, err := s.PutFile(ctx, strings.NewReader("page"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Append(ctx, "", morning(), d.ID, motcua.EventFileAdded,
		motcua.FileAdded{Paper: "p1", File: motcua.FileRef{SHA256: sum, Size: size, Type: "image/png", Pages: 1}})
	if err != nil {
		t.Fatal(err)
	}
	d = move(t, s, d, motcua.StatusProcessing)
	return dir, s, d, sum
}

func TestEveryTamperingIsNamed(t *testing.T) {
	for query, want := range map[string]string{
		`UPDATE event SET body = CAST(SUBSTR(body, 1, 40) || X'00' || SUBSTR(body, 42) AS BLOB) WHERE row = 2`: "corrupt event 2",
		`UPDATE event SET body = (SELECT body FROM event WHERE row = 1) WHERE row = 3`:                         "corrupt event 3", // moved to another row
		`UPDATE dossier SET numbers = X''`:                   "corrupt numbers",
		`DELETE FROM filed`:                                  "corrupt files",
		`UPDATE event SET body = NULL WHERE row = 2`:         "unknown event 2",
		`UPDATE event SET actor = 'somebody' WHERE seq = 3`:  "forged event 3",
		`UPDATE event SET wall = wall + 1 WHERE seq = 1`:     "forged event 1",
		`UPDATE event SET sig = ZEROBLOB(64) WHERE seq = 4`:  "forged event 4",
		`UPDATE event SET hash = ZEROBLOB(32) WHERE seq = 4`: "corrupt event 4",
		`UPDATE event SET prev = ZEROBLOB(32) WHERE seq = 4`: "forged event 4",
		`UPDATE event SET readable = 0 WHERE seq = 3`:        "corrupt event 3",
		`DELETE FROM event WHERE seq = 3`:                    "corrupt event 4",
		`UPDATE dossier SET status = 9`:                      "corrupt dossier",
		`UPDATE dossier SET name = 'x'`:                      "corrupt dossier",
		`DELETE FROM dossier`:                                "corrupt dossier",
		`INSERT INTO dossier SELECT 9, 'ghost', code, station, taken_in, name, names, folded, procedure, 2, 0, 0, 0, 0, 0, 0, '', NULL, NULL, '', '', 0, 0 FROM dossier`: "unknown dossier ghost",
		`UPDATE dossier SET words = words || 'x '`: "corrupt dossier",
		`UPDATE dossier SET words = NULL`:          "corrupt dossier",
		`UPDATE road SET sent = 99`:                "corrupt road",
		`UPDATE station SET hub = '{'`:             "corrupt corrupt hub",
	} {
		dir, s, _, _ := filled(t)
		wantClean(t, s)
		tamper(t, dir, query)
		r, err := s.Verify(ctx)
		if err != nil {
			t.Errorf("%s: %v", query, err)
		}
		named := false
		for _, p := range r.Problems {
			named = named || strings.HasPrefix(string(p.Code)+" "+p.What, want)
		}
		if !named || r.OK() {
			t.Errorf("%s: %+v, want %s", query, r.Problems, want)
		}
	}
}

func TestAFileThatRottedOrWentIsNamed(t *testing.T) {
	for name, spoil := range map[string]func(string) error{
		"corrupt file": func(p string) error { return os.WriteFile(p, []byte("pagE"), 0o600) },
		"unknown file": os.Remove,
	} {
		dir, s, _, sum := filled(t)
		if err := spoil(filepath.Join(dir, "files", sum[:2], sum)); err != nil {
			t.Fatal(err)
		}
		r, err := s.Verify(ctx)
		if err != nil || len(r.Problems) != 1 || string(r.Problems[0].Code)+" "+r.Problems[0].What != name+" "+sum {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
	}
}

func TestARottenDatabasePageIsAProblemNotAnEnd(t *testing.T) {
	dir, s, _, _ := filled(t)
	for range 30 {
		receive(t, s, form("Nguyễn Văn Ví Dụ"))
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "station.db")
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	at := strings.LastIndex(string(b), "Nguyễn Văn") // a body or a line of the lists
	copy(b[at&^4095:], strings.Repeat("\xff", 600))
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := open(t, dir).Verify(ctx)
	if err != nil || r.OK() {
		t.Errorf("%+v, %v", r, err)
	}
	for _, p := range r.Problems {
		if strings.Contains(p.What, "Nguyễn") {
			t.Errorf("a name in the report: %s", p.What)
		}
	}
}

func TestALogThatLostItsTailContradictsTheHubsReceipt(t *testing.T) {
	dir := newStation(t)
	s := open(t, dir)
	h := enrol(t, s)
	receive(t, s, form("Nguyễn Văn Ví Dụ"))
	log := pending(t, s)
	if err := s.Acknowledge(ctx, h.receipt(s, 3, log[2].Hash())); err != nil {
		t.Fatal(err)
	}
	wantClean(t, s)
	tamper(t, dir, `UPDATE dossier SET words = NULL`)
	tamper(t, dir, `DELETE FROM dossier`)
	tamper(t, dir, `DELETE FROM event WHERE row = 3`)
	r, err := s.Verify(ctx)
	if err != nil || len(r.Problems) != 2 {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestAStationOfANewerProgramIsRefused(t *testing.T) {
	dir := newStation(t)
	tamper(t, dir, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, 1)`)
	for _, readOnly := range []bool{false, true} {
		_, err := store.Open(ctx, dir, store.Config{Now: morning, Rand: rand.Reader, ReadOnly: readOnly})
		wantCode(t, err, motcua.CodeNewer)
	}
}
