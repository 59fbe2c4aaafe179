package hub

import (
	"context"
	"slices"
	"testing"
	"time"

	"motcua"
	"motcua/internal/testkit/ledger"
	"motcua/sync/wire"
)

// taken opens a hub that has taken in two stations with a dossier each, and
// returns the ids of the stations and the codes.
func taken(t *testing.T) (h *Hub, ids []string, codes []motcua.Code) {
	t.Helper()
	ctx := context.Background()
	now := func() time.Time { return time.Date(2026, 11, 20, 3, 0, 0, 0, time.UTC) }
	h, err := Open(ctx, Config{Dir: t.TempDir(), Public: "https://hub.example.vn", Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	})
	for i := range 2 {
		f := ledger.New(t, "46-19789", "Quầy", now)
		code, err := h.EnrolCode(ctx, "46-19789")
		if err != nil {
			t.Fatal(err)
		}
		known, err := wire.ReadEnrolCode(code)
		if err != nil {
			t.Fatal(err)
		}
		r := wire.EnrolRequest{Code: known.Name, Key: f.PublicKey(), Recipient: f.Recipient(), Unit: "46-19789", Name: "Quầy"}
		r.Proof = f.Sign(r.SignedBytes())
		got, err := h.enrol(ctx, r)
		if err != nil || got.SerialFrom != 5000+500*i || len(got.Peers) != i {
			t.Fatalf("%+v %v", got, err)
		}
		f.Receive(got.SerialFrom)
		if _, err := h.ingest(ctx, f.Station().ID, each(f.Events())); err != nil {
			t.Fatal(err)
		}
		list, err := h.Dossiers(ctx)
		if err != nil {
			t.Fatal(err)
		}
		ids, codes = append(ids, f.Station().ID), append(codes, list[i].Code)
	}
	return h, ids, codes
}

func TestALongStoryIsPulledInPagesWithoutGapOrRepeat(t *testing.T) {
	h, ids, codes := taken(t)
	ctx := context.Background()
	for i := range 7 {
		to := motcua.StatusProcessing
		if i%2 == 1 {
			to = motcua.StatusSupplement
		}
		for _, code := range codes {
			if err := h.SetStatus(ctx, code, to, "", ""); err != nil {
				t.Fatal(err)
			}
		}
	}
	for i, id := range ids {
		var seqs, pages []uint64
		after, more := uint64(0), true
		for more {
			var list []motcua.Event
			var err error
			if list, after, more, err = h.news(ctx, h.db.Read(), id, after, 3); err != nil {
				t.Fatal(err)
			}
			pages = append(pages, uint64(len(list)))
			for _, e := range list {
				if err := e.Verify(h.Info().Key); err != nil {
					t.Fatal(err)
				}
				seqs = append(seqs, e.Seq)
			}
		}
		o := uint64(i)
		if !slices.Equal(seqs, []uint64{1 + o, 3 + o, 5 + o, 7 + o, 9 + o, 11 + o, 13 + o}) || !slices.Equal(pages, []uint64{3, 3, 1}) || after != 14 {
			t.Errorf("seqs %v in pages %v, then %d", seqs, pages, after)
		}
	}
}
