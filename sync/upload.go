package sync

import (
	"context"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"

	"motcua"
	"motcua/sync/wire"
)

const tusVersion = "1.0.0"

// sendFiles brings the files that the batch names to the hub and returns how
// many events at the front of the batch may follow them. held says why not
// all: a file that this machine cannot read any more.
func (s *Sync) sendFiles(ctx context.Context, c *client, batch []motcua.Event, sum *Summary) (ready int, held, err error) {
	missing, err := s.missing(ctx, c, batch)
	if err != nil {
		return 0, nil, err
	}
	for i, e := range batch {
		refs, err := motcua.FilesOf(e)
		if err != nil {
			continue // the hub will say that it cannot read it
		}
		for _, f := range refs {
			if !missing[f.SHA256] {
				continue // there already, or never to be taken
			}
			src, err := s.cfg.File.OpenFile(f.SHA256)
			if err != nil {
				return i, &motcua.Error{Code: motcua.CodeCorrupt, Field: "file", Detail: f.SHA256, Cause: err}, nil
			}
			err = errors.Join(s.upload(ctx, c, f, src), src.Close())
			if err != nil {
				return 0, nil, err
			}
			delete(missing, f.SHA256)
			sum.Files++
		}
	}
	return len(batch), nil, nil
}

func (s *Sync) missing(ctx context.Context, c *client, batch []motcua.Event) (map[string]bool, error) {
	var ask wire.HaveRequest
	seen := map[string]bool{}
	for _, e := range batch {
		refs, err := motcua.FilesOf(e)
		if err != nil {
			continue
		}
		for _, f := range refs {
			if !seen[f.SHA256] && wire.Carriable(f) {
				seen[f.SHA256] = true
				ask.SHA256 = append(ask.SHA256, f.SHA256)
			}
		}
	}
	out := map[string]bool{}
	if len(ask.SHA256) == 0 {
		return out, nil
	}
	var have wire.HaveResponse
	if err := c.call(ctx, &request{method: http.MethodPost, path: wire.PathHave}, ask, &have); err != nil {
		return nil, err
	}
	for _, sha := range have.Missing {
		if seen[sha] {
			out[sha] = true
		}
	}
	return out, nil
}

// upload sends one file by tus 1.0, from where an earlier try ended.
func (s *Sync) upload(ctx context.Context, c *client, f motcua.FileRef, src motcua.File) error {
	path := wire.PathFiles + wire.FileID(c.me.ID, f.SHA256)
	offset, found, err := c.offset(ctx, path)
	if err != nil {
		return err
	}
	if found && offset >= f.Size {
		return s.delivered(ctx, c, f)
	}
	if !found {
		if err := c.create(ctx, f); err != nil {
			return err
		}
		offset = 0
	}
	chunk := make([]byte, s.cfg.Chunk)
	for offset < f.Size {
		n, err := src.ReadAt(chunk[:min(int64(len(chunk)), f.Size-offset)], offset)
		if err != nil && !errors.Is(err, io.EOF) || n == 0 {
			return &motcua.Error{Code: motcua.CodeCorrupt, Field: "file", Detail: f.SHA256, Cause: err}
		}
		next, err := c.patch(ctx, path, offset, chunk[:n])
		if err != nil {
			return err
		}
		if next != offset+int64(n) {
			return &motcua.Error{Code: motcua.CodeBadAnswer, Field: "upload-offset"}
		}
		offset = next
	}
	return nil
}

// delivered asks the hub whether an upload that is there to its last byte has
// become a file; nothing that this station could send would change that.
func (s *Sync) delivered(ctx context.Context, c *client, f motcua.FileRef) error {
	var have wire.HaveResponse
	ask := wire.HaveRequest{SHA256: []string{f.SHA256}}
	if err := c.call(ctx, &request{method: http.MethodPost, path: wire.PathHave}, ask, &have); err != nil {
		return err
	}
	if len(have.Missing) > 0 {
		return &motcua.Error{Code: motcua.CodeBadAnswer, Field: "file", Detail: "sent whole and not kept"}
	}
	return nil
}

// offset asks how much of an upload the hub holds.
func (c *client) offset(ctx context.Context, path string) (int64, bool, error) {
	a, err := c.tus(ctx, &request{method: http.MethodHead, path: path, header: http.Header{}}, http.StatusOK, http.StatusNotFound)
	if err != nil || a.status == http.StatusNotFound {
		return 0, false, err
	}
	n, err := a.offset()
	return n, err == nil, err
}

func (c *client) create(ctx context.Context, f motcua.FileRef) error {
	_, err := c.tus(ctx, &request{method: http.MethodPost, path: wire.PathFiles, header: http.Header{
		"Upload-Length":   {strconv.FormatInt(f.Size, 10)},
		"Upload-Metadata": {"sha256 " + base64.StdEncoding.EncodeToString([]byte(f.SHA256))},
	}}, http.StatusCreated)
	return err
}

func (c *client) patch(ctx context.Context, path string, offset int64, chunk []byte) (int64, error) {
	a, err := c.tus(ctx, &request{method: http.MethodPatch, path: path, body: chunk, header: http.Header{
		"Content-Type":  {"application/offset+octet-stream"},
		"Upload-Offset": {strconv.FormatInt(offset, 10)},
	}}, http.StatusNoContent)
	if err != nil {
		return 0, err
	}
	return a.offset()
}

// tus makes one request of an upload and takes only the statuses that are
// wanted, and only from the hub.
func (c *client) tus(ctx context.Context, r *request, want ...int) (answer, error) {
	r.header.Set("Tus-Resumable", tusVersion)
	a, req, err := c.do(ctx, r)
	if err != nil {
		return answer{}, err
	}
	if !slices.Contains(want, a.status) {
		return answer{}, c.refused(a, req)
	}
	return a, c.verify(a, req)
}

// offset reads where an upload stands.
func (a answer) offset() (int64, error) {
	n, err := strconv.ParseInt(a.header.Get("Upload-Offset"), 10, 64)
	if err != nil || n < 0 {
		return 0, &motcua.Error{Code: motcua.CodeBadAnswer, Field: "upload-offset", Cause: err}
	}
	return n, nil
}
