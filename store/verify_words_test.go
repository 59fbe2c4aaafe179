package store_test

import (
	"strings"
	"testing"

	"motcua"
)

// indexed makes a station some of whose dossiers are in the full-text index.
func indexed(t *testing.T) (dir string) {
	t.Helper()
	dir = newStation(t)
	s := open(t, dir)
	rs := many(600)
	for i := range rs {
		rs[i].Procedure.Name = strings.Repeat("Thủ tục thí dụ ", 40) // long enough to be kept once
	}
	if n, err := s.ReceiveMany(ctx, "quay01", rs); err != nil || n != 600 {
		t.Fatal(n, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestASearchThatLostWordsIsNamed(t *testing.T) {
	const anyLeaf = `(SELECT id FROM search_data WHERE id > 100 ORDER BY LENGTH(block) DESC LIMIT 1)`
	dir := indexed(t)
	s := open(t, dir)
	if r := wantClean(t, s); r.Words < 200 {
		t.Errorf("looked up %d", r.Words)
	}
	if r, err := s.VerifyDeep(ctx); err != nil || !r.OK() || r.Words < 512 {
		t.Errorf("%+v, %v", r, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for query, deep := range map[string]bool{
		`DELETE FROM search_idx`:              false,
		`DELETE FROM word`:                    false,
		`DELETE FROM word WHERE word = 'van'`: false,
		// One letter of one word, or one row of one list.
		`UPDATE search_data SET block = CAST(SUBSTR(block, 1, LENGTH(block) / 2) || X'7A' || SUBSTR(block, LENGTH(block) / 2 + 2) AS BLOB) WHERE id = ` + anyLeaf: true,
		`INSERT INTO search (rowid, words) SELECT 700, 'so' FROM search_docsize LIMIT 1`:                                                                          true,
	} {
		t.Run(query, func(t *testing.T) {
			dir := indexed(t)
			tamper(t, dir, query)
			s := open(t, dir)
			look := s.Verify
			if deep {
				look = s.VerifyDeep
			}
			r, err := look(ctx)
			if err != nil || r.OK() {
				t.Fatalf("%+v, %v", r, err)
			}
			for _, p := range r.Problems {
				if strings.Contains(p.What, "nguyen") {
					t.Error("a name in the report:", p.What)
				}
			}
			if _, err := s.Rebuild(ctx, false); err != nil {
				t.Fatal(err)
			}
			wantClean(t, s)
			if r, err := s.VerifyDeep(ctx); err != nil || !r.OK() {
				t.Errorf("after the rebuild: %+v, %v", r, err)
			}
		})
	}
}

func TestATextOfTheDictionaryHasASecondCopy(t *testing.T) {
	const flip = ` SET data = CAST(SUBSTR(data, 1, 60) || X'00' || SUBSTR(data, 62) AS BLOB)`
	for _, copies := range [][]string{
		{`UPDATE dictionary` + flip}, {`DELETE FROM dictionary`}, {`UPDATE dictionary_copy` + flip}, {`DELETE FROM dictionary_copy`},
	} {
		dir := indexed(t)
		tamper(t, dir, copies[0])
		s := open(t, dir)
		r, err := s.Verify(ctx)
		if err != nil || len(r.Problems) != 1 || !strings.HasPrefix(r.Problems[0].What, "dictionary: text ") {
			t.Errorf("%s: %+v, %v", copies, r.Problems, err)
		}
		hits, err := s.List(ctx, motcua.Filter{Query: "so 17", Limit: 5})
		if err != nil || len(hits) == 0 {
			t.Fatalf("%s: %v, %v", copies, hits, err)
		}
		if _, err := s.Dossier(ctx, hits[0].ID); err != nil {
			t.Errorf("%s: %v", copies, err)
		}
		receive(t, s, form("Trần Thị Sau"))
		if _, err := s.Rebuild(ctx, false); err != nil {
			t.Errorf("%s: %v", copies, err)
		}
		wantClean(t, s)
	}
}

func TestATextThatIsLostTwiceIsTheOneCauseThatIsNamed(t *testing.T) {
	dir := indexed(t)
	tamper(t, dir, `UPDATE dictionary SET data = X'00'`)
	tamper(t, dir, `UPDATE dictionary_copy SET data = X'00'`)
	s := open(t, dir)
	r, err := s.Verify(ctx)
	if err != nil || len(r.Problems) != 2 || r.Dossiers != 600 {
		t.Fatalf("%+v, %v", r, err)
	}
	for i, want := range []string{"neither copy is whole", "600 bodies lack text"} {
		if !strings.Contains(r.Problems[i].What, want) {
			t.Errorf("%+v, want %s", r.Problems[i], want)
		}
	}
	_, err = s.Rebuild(ctx, false)
	wantCode(t, err, motcua.CodeCorrupt)
}
