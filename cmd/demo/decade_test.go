package demo_test

import (
	"context"
	"crypto/rand"
	"testing"
	"time"

	"motcua"
	"motcua/cmd/demo"
	"motcua/store"
)

func TestADecadeIsSoundAndSpreadOverItsDays(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	now := func() time.Time { return time.Date(2026, 11, 20, 9, 0, 0, 0, motcua.Local) }
	n, err := demo.Fill(ctx, demo.Config{Dir: dir, Dossiers: 2600, Seed: 3, Now: now})
	if err != nil || n != 2600 {
		t.Fatal(n, err)
	}
	s, err := store.Open(ctx, dir, store.Config{Now: now, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	r, err := s.VerifyDeep(ctx)
	if err != nil || !r.OK() || r.Dossiers != 2600 {
		t.Fatalf("%+v, %v", r, err)
	}
	for year := 2017; year <= 2025; year++ {
		from := time.Date(year, 1, 1, 0, 0, 0, 0, motcua.Local)
		n, err := s.Count(ctx, motcua.Filter{From: from, To: from.AddDate(1, 0, 0)})
		if err != nil || n < 200 || n > 320 {
			t.Errorf("%d: %d dossiers, %v", year, n, err)
		}
	}
	nguyen, err := s.Count(ctx, motcua.Filter{Query: "nguyễn"})
	if err != nil || nguyen < 800 {
		t.Errorf("%d of 2600 are called Nguyễn, %v", nguyen, err)
	}
	if _, err := demo.Fill(ctx, demo.Config{Dir: dir, Dossiers: 2600, Now: now}); motcua.CodeOf(err) != motcua.CodeConflict {
		t.Error("a decade was written into a station that is there already:", err)
	}
}
