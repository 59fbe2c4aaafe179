package hub

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"github.com/tus/tusd/v2/pkg/filelocker"
	"github.com/tus/tusd/v2/pkg/filestore"
	"github.com/tus/tusd/v2/pkg/handler"
	"golang.org/x/exp/slog"

	"motcua"
	"motcua/store/filedir"
	"motcua/sync/wire"
)

type stationKey struct{}

// newTus mounts tus 1.0: creation and resuming, nothing else. A finished
// upload is checked and becomes a file of the hub before its last chunk is
// acknowledged.
func (s *server) newTus() (http.Handler, error) {
	store := filestore.New(s.uploads())
	store.DirModePerm, store.FileModePerm = 0o700, 0o600
	c := handler.NewStoreComposer()
	c.UseCore(store)
	filelocker.New(s.uploads()).UseIn(c)
	h, err := handler.NewHandler(handler.Config{
		BasePath:             wire.PathFiles,
		StoreComposer:        c,
		MaxSize:              wire.MaxFile,
		DisableDownload:      true,
		DisableTermination:   true,
		DisableConcatenation: true,
		Cors:                 &handler.CorsConfig{Disable: true},
		// tusd tells of every chunk; what counts is logged by us.
		Logger:                    slog.New(slog.NewTextHandler(io.Discard, nil)),
		PreUploadCreateCallback:   s.beforeUpload,
		PreFinishResponseCallback: s.afterUpload,
	})
	if err != nil {
		return nil, &motcua.Error{Code: motcua.CodeIO, Field: "tus", Cause: err}
	}
	return http.StripPrefix(wire.PathFiles, h), nil
}

// serveFiles lets a station at its own uploads. The whole chunk is read and
// its signature checked before any of it is written.
func (s *server) serveFiles(w http.ResponseWriter, r *http.Request) {
	id, body, err := s.hear(w, r, wire.MaxChunk)
	name := strings.TrimPrefix(r.URL.Path, wire.PathFiles)
	if sha, own := strings.CutPrefix(name, wire.FileID(id, "")); err == nil && name != "" && !(own && wire.ValidSHA(sha)) {
		err = &motcua.Error{Code: motcua.CodeDenied, Field: "file"}
	}
	if err != nil {
		s.answer(w, r, nil, err)
		return
	}
	r = r.Clone(context.WithValue(r.Context(), stationKey{}, id))
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	rec := &recorder{ResponseWriter: w, status: http.StatusOK}
	s.tus.ServeHTTP(rec, r)
	if r.Method == http.MethodHead && rec.status == http.StatusOK && whole(w.Header()) {
		if err := s.keep(r.Context(), name, name[len(name)-sha256.Size*2:]); err != nil {
			s.answer(w, r, nil, err)
			return
		}
	}
	s.respond(w, r, rec.status, rec.body.Bytes())
}

// whole reports whether tusd says of an upload that its last byte is here. One
// that is still an upload then was cut off before it became a file of the hub
// (the hub died, its disk was full), and no other chunk will ever come.
func whole(h http.Header) bool {
	return h.Get("Upload-Offset") != "" && h.Get("Upload-Offset") == h.Get("Upload-Length")
}

// recorder holds tusd's answer back until it is signed.
type recorder struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

// Write keeps the body.
func (r *recorder) Write(p []byte) (int, error) { return r.body.Write(p) }

// WriteHeader keeps the final status.
func (r *recorder) WriteHeader(status int) {
	if status >= http.StatusOK {
		r.status = status
	}
}

// Unwrap lets tusd set deadlines on the connection.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// beforeUpload gives an upload its name: of the station and of the file.
func (s *server) beforeUpload(e handler.HookEvent) (handler.HTTPResponse, handler.FileInfoChanges, error) {
	id, _ := e.Context.Value(stationKey{}).(string)
	sha := e.Upload.MetaData["sha256"]
	if id == "" || !wire.ValidSHA(sha) || e.Upload.Size < 1 || e.Upload.SizeIsDeferred {
		return handler.HTTPResponse{}, handler.FileInfoChanges{},
			s.tusError(e.Context, &motcua.Error{Code: motcua.CodeInvalid, Field: "upload-metadata"})
	}
	if err := s.keepWhole(e.Context, wire.FileID(id, sha), sha); err != nil {
		return handler.HTTPResponse{}, handler.FileInfoChanges{}, s.tusError(e.Context, err)
	}
	return handler.HTTPResponse{}, handler.FileInfoChanges{ID: wire.FileID(id, sha)}, nil
}

// afterUpload turns a finished upload into a file of the hub. One that is not
// what its name says is thrown away, so that the station can start anew.
func (s *server) afterUpload(e handler.HookEvent) (handler.HTTPResponse, error) {
	if err := s.keep(e.Context, e.Upload.ID, e.Upload.MetaData["sha256"]); err != nil {
		return handler.HTTPResponse{}, s.tusError(e.Context, err)
	}
	return handler.HTTPResponse{}, nil
}

// keepWhole keeps an upload that is there to its last byte, before another
// one of the same name begins over it.
func (s *server) keepWhole(ctx context.Context, id, sha string) error {
	up, err := filestore.New(s.uploads()).GetUpload(ctx, id)
	if errors.Is(err, handler.ErrNotFound) {
		return nil
	}
	if err != nil {
		return filedir.Named(err)
	}
	info, err := up.GetInfo(ctx)
	if err != nil {
		return filedir.Named(err)
	}
	if info.Offset != info.Size {
		return nil
	}
	if err := s.keep(ctx, id, sha); motcua.CodeOf(err) != motcua.CodeCorrupt { // gone, and may come anew
		return err
	}
	return nil
}

// keep makes a file of the hub out of an upload; one that another request has
// kept already is no error.
func (s *server) keep(ctx context.Context, id, sha string) error {
	path := filepath.Join(s.uploads(), id)
	src, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		if _, held, herr := s.files.Has(sha); held && herr == nil {
			return nil
		}
	}
	if err != nil {
		return filedir.Named(err)
	}
	err = errors.Join(store(ctx, s.files, src, sha), src.Close())
	if err == nil || motcua.CodeOf(err) == motcua.CodeCorrupt {
		// The .info file goes last: without it tusd knows of no upload, with it
		// but without the bytes neither.
		err = errors.Join(err, remove(path), remove(path+".info"))
	}
	return err
}

func remove(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return filedir.Named(err)
	}
	return nil
}

// store puts src into files if it is the file that sha names.
func store(ctx context.Context, files *filedir.Dir, src io.ReadSeeker, sha string) error {
	sum := sha256.New()
	if _, err := io.Copy(sum, src); err != nil {
		return filedir.Named(err)
	}
	if hex.EncodeToString(sum.Sum(nil)) != sha {
		return &motcua.Error{Code: motcua.CodeCorrupt, Field: "file", Detail: sha}
	}
	if _, err := src.Seek(0, io.SeekStart); err != nil {
		return filedir.Named(err)
	}
	got, _, err := files.Put(ctx, src, wire.MaxFile)
	if err == nil && got != sha {
		err = &motcua.Error{Code: motcua.CodeCorrupt, Field: "file", Detail: sha}
	}
	return err
}

// tusError makes tusd answer with a Problem.
func (s *server) tusError(ctx context.Context, err error) error {
	p := problemOf(err, s.now())
	s.cfg.Log.WarnContext(ctx, "refused", "path", wire.PathFiles, "code", p.Code, "field", p.Field, "cause", err)
	body, merr := wire.Marshal(p)
	if merr != nil {
		return errors.Join(err, merr)
	}
	return handler.Error{
		ErrorCode: string(p.Code), Message: p.Field,
		HTTPResponse: handler.HTTPResponse{
			StatusCode: wire.StatusOf(p.Code), Body: string(body),
			Header: handler.HTTPHeader{"Content-Type": "application/json"},
		},
	}
}
