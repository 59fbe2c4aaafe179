package sync

import (
	"context"
	"errors"
	"net/http"

	"motcua"
	"motcua/sync/wire"
)

// maxBatch bounds the bodies of one push, so that a poor line gets a receipt
// every few seconds.
const maxBatch = 2 << 20

// push sends all that no receipt covers. held is why an event, and with it
// those after it, had to stay behind although the road is open; err is what
// ended the push.
func (s *Sync) push(ctx context.Context, c *client, sum *Summary) (held, err error) {
	events, err := s.cfg.File.Pending(ctx, wire.MaxEvents)
	rewound := false
	for err == nil && len(events) > 0 {
		s.setSending()
		batch := cut(events)
		ready, held, err := s.sendFiles(ctx, c, batch, sum)
		if err != nil {
			return nil, err
		}
		if ready == 0 {
			return held, nil
		}
		batch = batch[:ready]
		receipt, err := s.sendEvents(ctx, c, batch, sum)
		if through, gap := gapOf(err); gap && !rewound && through < batch[0].Seq {
			// The hub came back from an older copy of itself: give it again
			// what it lost.
			rewound = true
			if events, err = s.cfg.File.PendingAfter(ctx, through, wire.MaxEvents); err != nil {
				return nil, err
			}
			continue
		}
		if err != nil {
			return nil, err
		}
		if err := s.believe(ctx, c, batch, receipt, sum); err != nil {
			return nil, err
		}
		if held != nil {
			return held, nil
		}
		if events, err = s.cfg.File.PendingAfter(ctx, batch[len(batch)-1].Seq, wire.MaxEvents); err != nil {
			return nil, err
		}
	}
	return nil, err
}

// cut returns the events at the front that fit in one push; always one.
func cut(events []motcua.Event) []motcua.Event {
	size := 0
	for i, e := range events {
		if size += len(e.Body) + 600; i > 0 && size > maxBatch {
			return events[:i]
		}
	}
	return events
}

// sendEvents pushes one batch. Once its last byte left it is marked as sent,
// also where the answer is lost; what somebody threw back was not sent.
func (s *Sync) sendEvents(ctx context.Context, c *client, batch []motcua.Event, sum *Summary) (motcua.HubReceipt, error) {
	var receipt motcua.HubReceipt
	r := &request{method: http.MethodPost, path: wire.PathEvents}
	err := c.call(ctx, r, wire.PushRequest{Events: batch}, &receipt)
	if r.left.Load() && (err == nil || !r.answered) {
		sum.Sent += len(batch)
		if merr := s.cfg.File.MarkSent(ctx, batch[len(batch)-1].Seq); merr != nil && err == nil {
			err = merr
		}
	}
	return receipt, err
}

// believe checks a receipt and hands it to the file.
func (s *Sync) believe(ctx context.Context, c *client, batch []motcua.Event, r motcua.HubReceipt, sum *Summary) error {
	if err := r.Verify(c.key); err != nil {
		return err
	}
	last := batch[len(batch)-1]
	switch {
	case r.Station != c.me.ID:
		return &motcua.Error{Code: motcua.CodeForged, Field: "receipt", Detail: "of another station"}
	case r.Through < last.Seq:
		return &motcua.Error{Code: motcua.CodeBadAnswer, Field: "receipt", Detail: "covers less than was pushed"}
	case r.Through == last.Seq && r.Hash != last.Hash():
		return &motcua.Error{Code: motcua.CodeForged, Field: "receipt", Detail: "of another event"}
	}
	if err := s.cfg.File.Acknowledge(ctx, r); err != nil {
		return err
	}
	sum.Accepted += r.Accepted
	sum.Duplicate += r.Duplicate
	sum.Refused += len(r.Refused)
	s.cfg.Log.InfoContext(ctx, "receipt", "through", r.Through, "accepted", r.Accepted, "duplicate", r.Duplicate, "refused", len(r.Refused))
	return nil
}

// gapOf returns up to where the hub holds the log, where it says that a push
// does not fit on that.
func gapOf(err error) (uint64, bool) {
	var r *refusal
	if errors.As(err, &r) && r.Code == motcua.CodeCorrupt && r.Field == "seq" && r.Receipt != nil {
		return r.Receipt.Through, true
	}
	return 0, false
}
