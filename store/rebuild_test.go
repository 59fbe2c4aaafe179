package store_test

import (
	"context"
	"fmt"
	"testing"

	"motcua"
)

func TestRebuiltListsAreWhatTheLogSays(t *testing.T) {
	for name, damage := range map[string][]string{
		"a line is gone":        {`DELETE FROM dossier WHERE row = 2`},
		"all lines are gone":    {`DELETE FROM dossier`},
		"a name was changed":    {`UPDATE dossier SET name = 'Người Lạ', names = 'nguoi la' WHERE row = 1`},
		"a status was changed":  {`UPDATE dossier SET status = 10`},
		"the search is empty":   {`INSERT INTO search (search) VALUES ('delete-all')`, `UPDATE dossier SET row = row`},
		"a line without events": {`INSERT INTO dossier SELECT 99, 'x', 'x', station, 'x', name, names, folded, procedure, status, received, due, updated, 0, 0, 0, '', NULL, NULL, '', '', 0, 0 FROM dossier LIMIT 1`},
		"the numbers are lost":  {`UPDATE dossier SET numbers = X''`},
		"a code is lost":        {`UPDATE event SET code = NULL WHERE row = 3`},
		"a code was changed":    {`UPDATE event SET code = 'x' WHERE code IS NOT NULL`},
		"the files are lost":    {`DELETE FROM filed`},
		"the words are lost":    {`UPDATE dossier SET words = NULL`, `DELETE FROM word`},
		"the search is broken":  {`DELETE FROM search_data WHERE id > 1`},
	} {
		t.Run(name, func(t *testing.T) {
			dir := newStation(t)
			s := open(t, dir)
			var all []motcua.Dossier
			for i := range 4 {
				all = append(all, receive(t, s, form(fmt.Sprintf("Nguyễn Thị Ví Dụ %c", 'A'+i))))
			}
			move(t, s, all[1], motcua.StatusProcessing)
			file(t, s, all[2], "trang")
			before := rowsOf(t, s, "vi du")
			for _, q := range damage {
				tamperAny(t, dir, q)
			}
			if n, err := s.Rebuild(ctx, false); n != 4 || err != nil {
				t.Fatal(n, err)
			}
			wantClean(t, s)
			if after := rowsOf(t, s, "vi du"); fmt.Sprint(after) != fmt.Sprint(before) || len(after) != 4 {
				t.Errorf("%v, before %v", after, before)
			}
			receive(t, s, form("Lê Thử")) // and life goes on
			wantClean(t, s)
		})
	}
}

func TestARebuildThatIsCalledOffChangesNothing(t *testing.T) {
	dir := newStation(t)
	s := open(t, dir)
	receive(t, s, form("Nguyễn Thị Ví Dụ"))
	tamper(t, dir, `UPDATE dossier SET status = 10`)
	over, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := s.Rebuild(over, false); err == nil {
		t.Fatal("rebuilt")
	}
	if r := rowsOf(t, s, ""); len(r) != 1 || r[0].Status != 10 {
		t.Errorf("%+v", r)
	}
}

func rowsOf(t *testing.T, s interface {
	List(context.Context, motcua.Filter) ([]motcua.Row, error)
}, query string) []motcua.Row {
	t.Helper()
	rows, err := s.List(ctx, motcua.Filter{Query: query})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// A body that cannot be read any more would take its dossier from the lists.
func TestARebuildThatWouldLoseADossierChangesNothingUnlessItIsMeant(t *testing.T) {
	dir := newStation(t)
	s := open(t, dir)
	receive(t, s, form("Nguyễn Thị Ví Dụ"))
	receive(t, s, form("Trần Văn Ví Dụ"))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	tamper(t, dir, `UPDATE event SET body = CAST(SUBSTR(body, 1, 40) || X'00' || SUBSTR(body, 42) AS BLOB) WHERE kind = 'dossier.received' AND row = (SELECT MAX(row) FROM event)`)
	s = open(t, dir)
	_, err := s.Rebuild(ctx, false)
	if motcua.CodeOf(err) != motcua.CodeCorrupt || motcua.FieldOf(err) != "bodies" || len(rowsOf(t, s, "")) != 2 {
		t.Fatalf("%v, %d listed", err, len(rowsOf(t, s, "")))
	}
	if n, err := s.Rebuild(ctx, true); n != 1 || err != nil || len(rowsOf(t, s, "")) != 1 {
		t.Errorf("%d, %v, %d listed", n, err, len(rowsOf(t, s, "")))
	}
}
