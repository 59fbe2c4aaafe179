package sync

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"motcua"
	"motcua/sync/wire"
)

// Past is for a station whose file was put back to an older copy: it compares
// the log with what the hub holds of it, and takes its own events back.
type Past interface {
	// CheckReceipt returns CodeRolledBack where the hub holds events of this
	// log that are not in it, or others under the same numbers. It changes
	// nothing.
	CheckReceipt(ctx context.Context, r motcua.HubReceipt) error
	// Head is the newest own event's seq.
	Head(ctx context.Context) (uint64, error)
	// PutFile stores a file and returns its SHA-256 and size.
	PutFile(ctx context.Context, r io.Reader) (string, int64, error)
	// Readmit appends own events that this log has lost, in order of seq. It
	// is CodeRolledBack where they do not follow on the newest: the log has
	// gone another way since.
	Readmit(ctx context.Context, events []motcua.Event) error
	// AskedHub notes that the hub has just said what it holds of this log, and
	// that the file has all of it.
	AskedHub(ctx context.Context) error
}

// rolledBack reports whether an error says that the hub holds more of this
// log, or another.
func rolledBack(err error) bool { return motcua.CodeOf(err) == motcua.CodeRolledBack }

// catchUp brings back what the hub holds of this station's own log beyond its
// end, files first, so that nothing that was taken in is lost and no number is
// printed twice. Where the log has gone another way since, there is nothing to
// bring: the error stays CodeRolledBack, and a human must decide.
func (s *Sync) catchUp(ctx context.Context, c *client, sum *Summary) error {
	var first *motcua.HubReceipt
	for {
		head, err := s.cfg.File.Head(ctx)
		if err != nil {
			return err
		}
		var got wire.OwnResponse
		q := url.Values{"after": {strconv.FormatUint(head, 10)}}.Encode()
		if err := c.call(ctx, &request{method: http.MethodGet, path: wire.PathOwn, query: q}, nil, &got); err != nil {
			return err
		}
		if err := checkOwn(got, c, head); err != nil {
			return err
		}
		if first == nil {
			first = &got.Receipt
		}
		if len(got.Events) == 0 {
			break
		}
		if err := s.bringFiles(ctx, c, got.Events); err != nil {
			return err
		}
		if err := s.cfg.File.Readmit(ctx, got.Events); err != nil {
			return err
		}
		sum.Restored += len(got.Events)
	}
	// The first receipt names all that was refused after the old end.
	if err := s.cfg.File.Acknowledge(ctx, *first); err != nil {
		return err
	}
	s.cfg.Log.WarnContext(ctx, "own log caught up with the hub", "events", sum.Restored, "through", first.Through)
	return nil
}

func checkOwn(got wire.OwnResponse, c *client, head uint64) error {
	if err := got.Receipt.Verify(c.key); err != nil {
		return err
	}
	if got.Receipt.Station != c.me.ID {
		return &motcua.Error{Code: motcua.CodeForged, Field: "receipt", Detail: "of another station"}
	}
	for i, e := range got.Events {
		if e.Station != c.me.ID || e.Seq != head+1+uint64(i) || e.Seq > got.Receipt.Through {
			return &motcua.Error{Code: motcua.CodeBadAnswer, Field: "events"}
		}
	}
	return nil
}

// bringFiles fetches the files that events name and this machine lacks.
func (s *Sync) bringFiles(ctx context.Context, c *client, events []motcua.Event) error {
	for _, e := range events {
		refs, err := motcua.FilesOf(e)
		if err != nil {
			continue // as unreadable as it was when it was written
		}
		for _, f := range refs {
			if src, err := s.cfg.File.OpenFile(f.SHA256); err == nil {
				if err := src.Close(); err != nil {
					return &motcua.Error{Code: motcua.CodeIO, Field: "file", Cause: err}
				}
				continue
			}
			if !wire.Carriable(f) {
				continue // the hub never had it
			}
			sha, size, err := s.cfg.File.PutFile(ctx, &pieces{ctx: ctx, c: c, seq: e.Seq})
			if err != nil {
				return err
			}
			if sha != f.SHA256 || size != f.Size {
				return &motcua.Error{Code: motcua.CodeBadAnswer, Field: "file", Detail: f.SHA256}
			}
		}
	}
	return nil
}

// pieces reads one file from the hub, piece by piece.
type pieces struct {
	ctx    context.Context
	c      *client
	seq    uint64
	offset int64
	left   []byte
}

// Read implements io.Reader.
func (p *pieces) Read(b []byte) (int, error) {
	if len(p.left) == 0 {
		var got wire.OwnPiece
		q := url.Values{"seq": {strconv.FormatUint(p.seq, 10)}, "offset": {strconv.FormatInt(p.offset, 10)}}.Encode()
		if err := p.c.call(p.ctx, &request{method: http.MethodGet, path: wire.PathOwnFile, query: q}, nil, &got); err != nil {
			return 0, err
		}
		if len(got.Data) == 0 {
			if p.offset != got.Size {
				return 0, &motcua.Error{Code: motcua.CodeBadAnswer, Field: "file"}
			}
			return 0, io.EOF
		}
		p.left = got.Data
		p.offset += int64(len(got.Data))
	}
	n := copy(b, p.left)
	p.left = p.left[n:]
	return n, nil
}
