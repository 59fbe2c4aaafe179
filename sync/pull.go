package sync

import (
	"context"
	"crypto/ed25519"
	"net/http"
	"net/url"

	"motcua"
	"motcua/sync/wire"
)

// pull asks for the hub's events until there are no more. Each is checked by
// its own signature: those in between belong to other stations and do not come.
func (s *Sync) pull(ctx context.Context, c *client, sum *Summary) error {
	for {
		cursor, err := s.cfg.File.Cursor(ctx)
		if err != nil {
			return err
		}
		var got wire.PullResponse
		q := url.Values{"after": {cursor}}.Encode()
		if err := c.call(ctx, &request{method: http.MethodGet, path: wire.PathPull, query: q}, nil, &got); err != nil {
			return err
		}
		if err := checkPull(got, cursor, c.key); err != nil {
			return err
		}
		if got.Held != nil {
			if err := s.cfg.File.CheckReceipt(ctx, *got.Held); err != nil {
				return err
			}
			c.held = true
		}
		if err := s.cfg.File.Ingest(ctx, got.Events, got.Peers, got.Cursor, got.At); err != nil {
			return err
		}
		sum.Pulled += len(got.Events)
		if !got.More {
			return nil
		}
	}
}

func checkPull(p wire.PullResponse, cursor string, hub ed25519.PublicKey) error {
	bad := func(field string) error { return &motcua.Error{Code: motcua.CodeBadAnswer, Field: field} }
	after, err := wire.ParseCursor(cursor)
	if err != nil {
		return err
	}
	next, err := wire.ParseCursor(p.Cursor)
	if err != nil || next < after || p.More && next == after {
		return bad("cursor")
	}
	last := after
	for _, e := range p.Events {
		if e.Seq <= last || e.Seq > next {
			return bad("seq")
		}
		last = e.Seq
		if err := e.Verify(hub); err != nil {
			return err
		}
	}
	return checkPeers(p.Peers)
}

func checkPeers(peers []motcua.Peer) error {
	for _, p := range peers {
		if len(p.Key) != ed25519.PublicKeySize || motcua.StationID(p.Key) != p.ID {
			return &motcua.Error{Code: motcua.CodeBadAnswer, Field: "peers"}
		}
	}
	return nil
}
