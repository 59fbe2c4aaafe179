// Package folder takes pages from a folder that a copier scans to, on this
// disk or a share. Nothing is taken before it is written whole, and nothing is
// removed before whoever asked has kept it.
package folder

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"motcua"
	"motcua/scan"
)

// Config says where pages come from.
type Config struct {
	Dir     string
	Now     func() time.Time // time.Now where nil
	Settle  time.Duration    // how long a file must not have changed; a second where 0
	Patient time.Duration    // how long a half-written file is waited for; 20 s where 0
}

// look is how often a half-written file is looked at again; shares tell of no
// change.
const look = 200 * time.Millisecond

// Scanner is a motcua.Scanner with one device: the folder.
type Scanner struct {
	cfg  Config
	mu   sync.Mutex
	busy bool
}

// New returns a scanner of a folder.
func New(c Config) *Scanner {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Settle == 0 {
		c.Settle = time.Second
	}
	if c.Patient == 0 {
		c.Patient = 20 * time.Second
	}
	return &Scanner{cfg: c}
}

// Devices implements motcua.Scanner: none where the folder cannot be read.
func (s *Scanner) Devices(ctx context.Context) ([]motcua.ScanDevice, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if _, err := os.ReadDir(s.cfg.Dir); err != nil {
		return nil, nil //nolint:nilerr // a share that is away is no scanner
	}
	return []motcua.ScanDevice{{ID: s.cfg.Dir, Name: "Thư mục " + filepath.Base(s.cfg.Dir), Feeder: true}}, nil
}

// Scan implements motcua.Scanner: the files that lie there now, oldest first.
// Resolution and colour are the copier's.
func (s *Scanner) Scan(ctx context.Context, r motcua.ScanRequest) (motcua.PageStream, error) {
	dpi, err := scan.DPI(r.DPI)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if r.Device != "" && r.Device != s.cfg.Dir {
		return nil, &motcua.Error{Code: motcua.CodeUnknown, Field: "device"}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.busy {
		return nil, &motcua.Error{Code: motcua.CodeBusy, Field: "scanner"}
	}
	waiting, err := s.list()
	if err != nil {
		return nil, err
	}
	s.busy = true
	return &job{s: s, dpi: dpi, waiting: waiting}, nil
}

// list returns the names of the files that may be pages, oldest first.
func (s *Scanner) list() ([]string, error) {
	entries, err := os.ReadDir(s.cfg.Dir)
	if err != nil {
		return nil, &motcua.Error{Code: motcua.CodeUnreachable, Field: "scanner", Cause: err}
	}
	type file struct {
		name string
		at   time.Time
	}
	var files []file
	for _, e := range entries {
		if _, ok := kinds[strings.ToLower(filepath.Ext(e.Name()))]; !ok || !e.Type().IsRegular() || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			continue // somebody else took it
		}
		if err != nil {
			return nil, &motcua.Error{Code: motcua.CodeIO, Field: "scanner", Cause: err}
		}
		files = append(files, file{e.Name(), info.ModTime()})
	}
	slices.SortFunc(files, func(a, b file) int {
		if c := a.at.Compare(b.at); c != 0 {
			return c
		}
		return strings.Compare(a.name, b.name)
	})
	out := make([]string, len(files))
	for i, f := range files {
		out[i] = f.name
	}
	return out, nil
}

// kinds are the types of pages by the end of their names.
var kinds = map[string]string{
	".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".tif": "image/tiff", ".tiff": "image/tiff", ".pdf": "application/pdf",
}

// whole reports whether the last bytes of a file are those that its kind ends
// with; a TIFF has none.
func whole(data []byte, kind string) bool {
	end := data[max(0, len(data)-1024):]
	switch kind {
	case "image/jpeg":
		return bytes.Contains(end, []byte{0xff, 0xd9})
	case "image/png":
		return bytes.Contains(end, []byte("IEND"))
	case "application/pdf":
		return bytes.Contains(end, []byte("%%EOF"))
	}
	return len(data) > 0
}

// maxFile bounds what is read at once.
const maxFile = 64 << 20

var errClosed = errors.New("folder: the job is closed")

type job struct {
	s   *Scanner
	dpi int

	mu      sync.Mutex
	waiting []string // names, next first
	given   string   // handed out last, and not yet asked on from
	closed  bool
}

// Next implements motcua.PageStream. Who asks for the next page has kept the
// one before; only then is its file removed, as a citizen's paper should lie
// nowhere unsealed.
func (j *job) Next(ctx context.Context) (motcua.Page, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return motcua.Page{}, err
	}
	if j.closed {
		return motcua.Page{}, errClosed
	}
	if err := j.remove(); err != nil {
		return motcua.Page{}, err
	}
	for len(j.waiting) > 0 {
		name := j.waiting[0]
		p, err := j.read(ctx, name)
		if err != nil && ctx.Err() != nil {
			return motcua.Page{}, ctx.Err() // it is asked for again
		}
		j.waiting = j.waiting[1:]
		if errors.Is(err, fs.ErrNotExist) {
			continue // somebody else took it
		}
		if err != nil {
			return motcua.Page{}, err
		}
		j.given = name
		return p, nil
	}
	return motcua.Page{}, io.EOF
}

// remove takes the page away that was handed out last.
func (j *job) remove() error {
	if j.given == "" {
		return nil
	}
	if err := os.Remove(filepath.Join(j.s.cfg.Dir, j.given)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return &motcua.Error{Code: motcua.CodeReadOnly, Field: "scanner", Detail: "the page stays in its folder", Cause: err}
	}
	j.given = ""
	return nil
}

// read waits until a file is whole and reads it.
func (j *job) read(ctx context.Context, name string) (motcua.Page, error) {
	path := filepath.Join(j.s.cfg.Dir, name)
	kind := kinds[strings.ToLower(filepath.Ext(name))]
	until := time.Now().Add(j.s.cfg.Patient)
	for {
		info, err := os.Lstat(path)
		switch {
		case err != nil && errors.Is(err, fs.ErrNotExist):
			return motcua.Page{}, err
		case err != nil || !info.Mode().IsRegular():
			return motcua.Page{}, &motcua.Error{Code: motcua.CodeIO, Field: "scanner", Cause: err}
		case info.Size() > maxFile:
			return motcua.Page{}, &motcua.Error{Code: motcua.CodeTooLarge, Field: "file"}
		}
		if j.s.cfg.Now().Sub(info.ModTime()) >= j.s.cfg.Settle {
			data, err := os.ReadFile(path)
			if err == nil && int64(len(data)) == info.Size() && whole(data, kind) {
				return motcua.Page{Data: data, Type: kind, DPI: j.dpi}, nil
			}
		}
		if time.Now().After(until) {
			return motcua.Page{}, &motcua.Error{Code: motcua.CodeBusy, Field: "file", Detail: "half-written"}
		}
		select {
		case <-ctx.Done():
			return motcua.Page{}, ctx.Err()
		case <-time.After(look):
		}
	}
}

// Close implements io.Closer. A page that was handed out and never asked on
// from stays where it is.
func (j *job) Close() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if !j.closed {
		j.closed = true
		j.s.mu.Lock()
		j.s.busy = false
		j.s.mu.Unlock()
	}
	return nil
}
