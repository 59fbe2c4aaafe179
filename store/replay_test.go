package store_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"motcua"
	"motcua/store"
)

// fullLog reads the station's whole log as a carrier does.
func fullLog(t *rapid.T, s *store.Store) []motcua.Event {
	var out []motcua.Event
	for {
		more, err := s.PendingAfter(ctx, uint64(len(out)), 7)
		if err != nil {
			t.Fatal(err)
		}
		if len(more) == 0 {
			return out
		}
		out = append(out, more...)
	}
}

// work does one thing that a clerk does, at an hour that may lie anywhere near.
func work(t *rapid.T, s *store.Store, ids *[]string) {
	at := morning().Add(time.Duration(rapid.IntRange(-30, 30).Draw(t, "hours")) * time.Hour)
	if len(*ids) == 0 || rapid.IntRange(0, 3).Draw(t, "what") == 0 {
		r := form("Trần Thị Thử")
		r.Appointment.Received = at
		d, err := s.Receive(ctx, "quay01", at, r)
		if err != nil {
			t.Fatal(err)
		}
		*ids = append(*ids, d.ID)
		return
	}
	id := rapid.SampledFrom(*ids).Draw(t, "dossier")
	if rapid.Bool().Draw(t, "file") {
		text := rapid.StringN(1, 20, 40).Draw(t, "page")
		sum, size, err := s.PutFile(ctx, strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		_, err = s.Append(ctx, "", at, id, motcua.EventFileAdded,
			motcua.FileAdded{Paper: "p1", File: motcua.FileRef{SHA256: sum, Size: size, Type: "image/png", Pages: 1}})
		if err != nil {
			t.Fatal(err)
		}
		return
	}
	d, err := s.Dossier(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	to := motcua.Status(rapid.IntRange(1, 10).Draw(t, "to"))
	_, err = s.Append(ctx, "", at, id, motcua.EventStatusChanged, motcua.StatusChanged{From: d.Status, To: to})
	if d.Status.CanBecome(to) != (err == nil) {
		t.Fatalf("%d to %d: %v", d.Status, to, err)
	}
}

func TestReplayingTheLogGivesWhatTheListsShow(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		dir := newStation(t)
		s := open(t, dir)
		var ids []string
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			work(rt, s, &ids)
		}
		log := fullLog(rt, s)
		byDossier := map[string][]motcua.Event{}
		var seq uint64
		var prev motcua.Hash
		for _, e := range log {
			if err := e.Follows(seq, prev); err != nil {
				rt.Fatal(err)
			}
			if err := e.Verify(s.PublicKey()); err != nil {
				rt.Fatal(err)
			}
			seq, prev = e.Seq, e.Hash()
			byDossier[e.Dossier] = append(byDossier[e.Dossier], e)
		}
		rows, err := s.List(ctx, motcua.Filter{Limit: 1000})
		if err != nil || len(rows) != len(ids) {
			rt.Fatal(len(rows), err)
		}
		for _, row := range rows {
			events := rapid.Permutation(byDossier[row.ID]).Draw(rt, "order of arrival")
			d, err := motcua.FoldDossier(events)
			if err != nil {
				rt.Fatal(err)
			}
			if d.Status != row.Status || d.Received.Code != row.Code || !d.Received.Appointment.Received.Equal(row.Received) {
				rt.Fatalf("replayed %v %s, listed %v %s", d.Status, d.Received.Code, row.Status, row.Code)
			}
		}
		if err := s.Close(); err != nil {
			rt.Fatal(err)
		}
	})
}
