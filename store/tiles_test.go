package store_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"motcua"
	"motcua/store"
)

// workTimes are those of 9 o'clock on Monday the 23rd: Tuesday is a holiday.
func workTimes() motcua.WorkTimes {
	return motcua.WorkTimes{
		Now:    morning(),
		DayEnd: time.Date(2026, 11, 24, 0, 0, 0, 0, motcua.Local),
		Soon:   time.Date(2026, 11, 25, 9, 0, 0, 0, motcua.Local),
	}
}

// workload takes in one dossier for each light and returns their names by code.
func workload(t testing.TB, s *store.Store) map[string]motcua.Dossier {
	t.Helper()
	out := map[string]motcua.Dossier{}
	take := func(name string, due time.Time, steps ...motcua.Status) {
		r := form(name)
		r.Appointment.Due = due
		d := receive(t, s, r)
		for _, to := range steps {
			d = move(t, s, d, to)
		}
		out[name] = d
	}
	now := morning()
	take("Lê Trễ", now.Add(-2*time.Hour))
	take("Lê Trễ Lâu", now.AddDate(0, 0, -3), motcua.StatusProcessing)
	take("Phan Nay", now.Add(8*time.Hour))
	take("Phan Mốt", now.AddDate(0, 0, 2).Add(-time.Hour))
	take("Võ Xa", now.AddDate(0, 0, 9))
	take("Võ Không Hạn", time.Time{})
	take("Bùi Chờ", now.AddDate(0, 0, -1), motcua.StatusProcessing, motcua.StatusSupplement)
	take("Bùi Phí", now.AddDate(0, 0, 1), motcua.StatusProcessing, motcua.StatusPayment)
	take("Mai Xong", now.Add(time.Hour), motcua.StatusProcessing, motcua.StatusDone)
	take("Mai Trả", now, motcua.StatusProcessing, motcua.StatusDone, motcua.StatusResultReturned)
	return out
}

func workOf(t testing.TB, s *store.Store, f motcua.WorkFilter) []string {
	t.Helper()
	rows, err := s.Work(ctx, f)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, r := range rows {
		names = append(names, r.Name)
	}
	return names
}

func TestEveryTileCountsWhatItsListShowsNearestDueFirst(t *testing.T) {
	s := open(t, newStation(t))
	workload(t, s)
	tiles, err := s.Tiles(ctx, workTimes())
	if err != nil {
		t.Fatal(err)
	}
	for tile, want := range map[motcua.Tile][]string{
		motcua.TileOpen:      {"Lê Trễ Lâu", "Lê Trễ", "Phan Nay", "Phan Mốt", "Võ Xa", "Mai Xong", "Bùi Chờ", "Bùi Phí", "Võ Không Hạn"},
		motcua.TileLate:      {"Lê Trễ Lâu", "Lê Trễ"},
		motcua.TileToday:     {"Phan Nay"},
		motcua.TileSoon:      {"Phan Mốt"},
		motcua.TileWaiting:   {"Bùi Chờ", "Bùi Phí"},
		motcua.TileReady:     {"Mai Xong"},
		motcua.TileException: nil,
		motcua.TileUnsent:    {"Lê Trễ Lâu", "Lê Trễ", "Phan Nay", "Phan Mốt", "Võ Xa", "Mai Xong", "Bùi Chờ", "Bùi Phí", "Võ Không Hạn", "Mai Trả"},
	} {
		if got := workOf(t, s, motcua.WorkFilter{Tile: tile, Times: workTimes()}); !slices.Equal(got, want) {
			t.Errorf("tile %d lists %q, want %q", tile, got, want)
		}
		if tiles[tile] != len(want) {
			t.Errorf("tile %d counts %d, want %d", tile, tiles[tile], len(want))
		}
	}
}

func TestThePagesOfTheWorkListFitTogether(t *testing.T) {
	s := open(t, newStation(t))
	workload(t, s)
	for tile := range motcua.TileCount {
		whole := workOf(t, s, motcua.WorkFilter{Tile: tile, Times: workTimes()})
		var paged []string
		for at := 0; at <= len(whole); at += 2 {
			paged = append(paged, workOf(t, s, motcua.WorkFilter{Tile: tile, Times: workTimes(), Limit: 2, Offset: at})...)
		}
		if !slices.Equal(whole, paged) {
			t.Errorf("tile %d: %q in pages of two, %q whole", tile, paged, whole)
		}
	}
}

func TestTypingNarrowsATileAndNothingElse(t *testing.T) {
	s := open(t, newStation(t))
	made := workload(t, s)
	for _, c := range []struct {
		tile  motcua.Tile
		query string
		want  []string
	}{
		{motcua.TileOpen, "le", []string{"Lê Trễ Lâu", "Lê Trễ"}},
		{motcua.TileOpen, "khong han", []string{"Võ Không Hạn"}},
		{motcua.TileToday, "le", nil},
		{motcua.TileToday, "phan", []string{"Phan Nay"}},
		{motcua.TileReady, "mai", []string{"Mai Xong"}},
		{motcua.TileUnsent, "mai", []string{"Mai Xong", "Mai Trả"}},
		{motcua.TileException, "mai", nil},
		{motcua.TileOpen, string(made["Võ Xa"].Received.Code), []string{"Võ Xa"}},
		{motcua.TileLate, string(made["Võ Xa"].Received.Code), nil},
		{motcua.TileSoon, "0905123456", []string{"Phan Mốt"}},
		{motcua.TileOpen, `"*'`, nil},
	} {
		if got := workOf(t, s, motcua.WorkFilter{Tile: c.tile, Times: workTimes(), Query: c.query}); !slices.Equal(got, c.want) {
			t.Errorf("tile %d, %q: %q, want %q", c.tile, c.query, got, c.want)
		}
	}
}

func TestWhatTheHubConfirmsLeavesTheUnsentAndWhatItRefusesIsAnException(t *testing.T) {
	s := open(t, newStation(t))
	h := enrol(t, s)
	made := workload(t, s)
	all, err := s.PendingAfter(ctx, 0, 500)
	if err != nil {
		t.Fatal(err)
	}
	last := all[len(all)-1]
	var refused motcua.Event
	for _, e := range all {
		if e.Dossier == made["Võ Xa"].ID {
			refused = e
		}
	}
	if err := s.Acknowledge(ctx, h.receipt(s, last.Seq, last.Hash(), motcua.Refusal{Seq: refused.Seq, Code: motcua.CodeConflict})); err != nil {
		t.Fatal(err)
	}
	tiles, err := s.Tiles(ctx, workTimes())
	if err != nil || tiles[motcua.TileUnsent] != 0 || tiles[motcua.TileException] != 1 {
		t.Errorf("%v, %v", tiles, err)
	}
	if got := workOf(t, s, motcua.WorkFilter{Tile: motcua.TileException, Times: workTimes()}); !slices.Equal(got, []string{"Võ Xa"}) {
		t.Errorf("%q", got)
	}
	move(t, s, made["Lê Trễ"], motcua.StatusProcessing)
	unsent, err := s.Unsent(ctx, 0)
	if err != nil || len(unsent) != 2 {
		t.Fatalf("%+v, %v", unsent, err)
	}
	if u := unsent[0]; u.Name != "Võ Xa" || u.Refusal != motcua.CodeConflict || u.Events != 0 {
		t.Errorf("a human is needed, yet first comes %+v", u)
	}
	if u := unsent[1]; u.Name != "Lê Trễ" || u.Refusal != "" || u.Events != 1 || u.Taken != 0 || u.Sent || !u.Since.Equal(morning()) {
		t.Errorf("%+v", u)
	}
	if at, err := s.LastReceipt(ctx); err != nil || at.IsZero() {
		t.Errorf("%v %v", at, err)
	}
	if err := s.MarkSent(ctx, last.Seq+1); err != nil {
		t.Fatal(err)
	}
	if unsent, err = s.Unsent(ctx, 0); err != nil || !unsent[1].Sent {
		t.Errorf("%+v, %v", unsent, err)
	}
}

func TestAStationThatNeverMetAHubHasEverythingUnsent(t *testing.T) {
	s := open(t, newStation(t))
	made := workload(t, s)
	unsent, err := s.Unsent(ctx, 0)
	if err != nil || len(unsent) != len(made)+1 {
		t.Fatalf("%d, %v", len(unsent), err)
	}
	station := unsent[len(unsent)-1]
	if station.Dossier != "" || station.Events == 0 || station.Code != "" {
		t.Errorf("the station's own events: %+v", station)
	}
	for _, u := range unsent[:len(unsent)-1] {
		if u.Taken != 1 || u.Sent || u.Name == "" {
			t.Errorf("%+v", u)
		}
	}
	few, err := s.Unsent(ctx, 3)
	if err != nil || len(few) != 3 {
		t.Errorf("%d, %v", len(few), err)
	}
}

func TestAPageFarDownIsAsItsPlaceSays(t *testing.T) {
	s := open(t, newStation(t))
	var many []motcua.Received
	for i := range 300 {
		r := form(fmt.Sprint("Người ", i))
		r.Appointment.Due = morning().Add(time.Duration(i) * time.Hour)
		many = append(many, r)
	}
	if _, err := s.ReceiveMany(ctx, "quay01", many); err != nil {
		t.Fatal(err)
	}
	got := workOf(t, s, motcua.WorkFilter{Times: workTimes(), Limit: 5, Offset: 290})
	if len(got) != 5 || got[0] != "Người 290" {
		t.Errorf("%q", got)
	}
	if _, err := s.Work(ctx, motcua.WorkFilter{Tile: motcua.TileUnsent, Times: workTimes(), Limit: 1 << 30, Offset: -4}); err != nil {
		t.Error(err)
	}
}
