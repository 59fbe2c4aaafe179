package sync

import (
	"context"
	"net/http"
	"time"

	"motcua"
	"motcua/sync/wire"
)

// Numbers keeps the serials that the hub leases to the station.
type Numbers interface {
	// NeedBlocks returns what to ask the hub for; no days where nothing is
	// needed. Until PutBlocks has its answer, the same request comes again.
	NeedBlocks(ctx context.Context, now time.Time) (motcua.BlockRequest, error)
	// PutBlocks takes the answer to a request; the same answer may come twice.
	PutBlocks(ctx context.Context, request string, blocks []motcua.Block) error
}

// numbers asks for serials ahead of need. It comes last in a round: by then
// the hub knows every code that this station has printed.
//
// The second turn is for the request whose answer was lost: what it asked for
// may not be what is needed now.
func (s *Sync) numbers(ctx context.Context, c *client) error {
	if s.cfg.Numbers == nil {
		return nil
	}
	for range 2 {
		r, err := s.cfg.Numbers.NeedBlocks(ctx, s.cfg.Now())
		if err != nil || len(r.Days) == 0 {
			return err
		}
		var got wire.BlocksResponse
		if err := c.call(ctx, &request{method: http.MethodPost, path: wire.PathBlocks}, r, &got); err != nil {
			return err
		}
		if err := got.Check(r); err != nil {
			return err
		}
		if err := s.cfg.Numbers.PutBlocks(ctx, r.ID, got.Blocks); err != nil {
			return err
		}
		s.cfg.Log.InfoContext(ctx, "numbers", "request", r.ID, "days", len(r.Days), "blocks", len(got.Blocks))
	}
	return nil
}
