// Package folder takes pages from a folder that a copier scans to, on this
// disk or a share. Nothing is taken before it is written whole, and nothing is
// removed before whoever asked has kept it.
package folder

import (
	"bytes"
	"context"
	"errors"
	"fmt"
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
	Dir string
	// Taken is a folder on the same disk that only this counter uses: what it
	// takes lies there until it is kept. "motcua-<machine>" below Dir where empty.
	Taken   string
	Settle  time.Duration // how long a file must not have changed; a second where 0
	Patient time.Duration // how long half-written files are waited for; 20 s where 0
}

// Scanner is a motcua.Scanner with one device: the folder.
type Scanner struct {
	cfg    Config
	mu     sync.Mutex
	busy   bool
	unkept map[string]int // how often a claimed file was handed out and not kept
}

// New returns a scanner of a folder.
func New(c Config) *Scanner {
	if c.Taken == "" {
		host, err := os.Hostname()
		if err != nil {
			host = "may"
		}
		c.Taken = filepath.Join(c.Dir, "motcua-"+filepath.Base(host))
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
	// What an earlier job claimed and nobody kept comes first.
	left, err := list(s.cfg.Taken)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, &motcua.Error{Code: motcua.CodeUnreachable, Field: "scanner", Cause: err}
	}
	fresh, err := list(s.cfg.Dir)
	if err != nil {
		return nil, &motcua.Error{Code: motcua.CodeUnreachable, Field: "scanner", Cause: err}
	}
	s.busy = true
	j := &job{s: s, dpi: dpi, fresh: fresh}
	for _, f := range left { // one that is refused again and again keeps nobody else
		if s.unkept[f.Name()] > 1 {
			j.last = append(j.last, f)
		} else {
			j.left = append(j.left, f)
		}
	}
	return j, nil
}

// list returns the files of a folder that may be pages, oldest first.
func list(dir string) ([]fs.FileInfo, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var files []fs.FileInfo
	for _, e := range entries {
		if _, ok := kinds[strings.ToLower(filepath.Ext(e.Name()))]; !ok || !e.Type().IsRegular() || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			continue // somebody else took it
		}
		if err != nil {
			return nil, err
		}
		files = append(files, info)
	}
	slices.SortFunc(files, func(a, b fs.FileInfo) int {
		if c := a.ModTime().Compare(b.ModTime()); c != 0 {
			return c
		}
		return strings.Compare(a.Name(), b.Name())
	})
	return files, nil
}

// kinds are the types of pages by the end of their names.
var kinds = map[string]string{
	".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".tif": "image/tiff", ".tiff": "image/tiff", ".pdf": "application/pdf",
}

// whole reports whether the last bytes of a file are those that its kind ends
// with; a TIFF has none.
func whole(end []byte, kind string) bool {
	switch kind {
	case "image/jpeg":
		return bytes.Contains(end, []byte{0xff, 0xd9})
	case "image/png":
		return bytes.Contains(end, []byte("IEND"))
	case "application/pdf":
		return bytes.Contains(end, []byte("%%EOF"))
	}
	return len(end) > 0
}

// maxFile bounds what is read at once.
const maxFile = 64 << 20

var errClosed = errors.New("folder: the job is closed")

type job struct {
	s   *Scanner
	dpi int

	mu     sync.Mutex
	left   []fs.FileInfo // in Taken, next first
	fresh  []fs.FileInfo // in Dir
	last   []fs.FileInfo // in Taken, refused before
	given  string        // in Taken, handed out last and not yet asked on from
	bad    error         // why the last file that was passed over was
	closed bool
}

// Next implements motcua.PageStream. Who asks for the next page has kept the
// one before; only then is its file removed, as a citizen's paper should lie
// nowhere unsealed. A file is claimed before it is read, so that no two
// counters take one paper. Files that cannot be taken stay where they are and
// keep none of the others; they are told of at the end.
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
	for len(j.left)+len(j.fresh)+len(j.last) > 0 {
		name, err := j.claim(ctx)
		if err != nil {
			if ctx.Err() != nil {
				return motcua.Page{}, ctx.Err() // it is asked for again
			}
			if !errors.Is(err, fs.ErrNotExist) {
				j.bad = err
			}
			continue
		}
		p, err := j.read(name)
		if err != nil {
			j.bad = err
			continue
		}
		j.given = name
		return p, nil
	}
	if err := j.bad; err != nil {
		j.bad = nil
		return motcua.Page{}, err
	}
	return motcua.Page{}, io.EOF
}

// remove takes away what was handed out last. Nobody else writes in Taken: it
// is the very file that was read.
func (j *job) remove() error {
	if j.given == "" {
		return nil
	}
	if err := os.Remove(filepath.Join(j.s.cfg.Taken, j.given)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return &motcua.Error{Code: motcua.CodeReadOnly, Field: "scanner", Detail: "the page stays in its folder", Cause: err}
	}
	j.given = ""
	return nil
}

// claim moves the next file into Taken under a name that nothing has, and
// returns that.
func (j *job) claim(ctx context.Context) (string, error) {
	if len(j.left) > 0 {
		name := j.left[0].Name()
		j.left = j.left[1:]
		return name, nil
	}
	if len(j.fresh) == 0 {
		j.left, j.last = j.last, nil
		return j.claim(ctx)
	}
	info := j.fresh[0]
	if err := j.settled(ctx, info); err != nil {
		if ctx.Err() == nil {
			j.fresh = j.fresh[1:]
		}
		return "", err
	}
	j.fresh = j.fresh[1:]
	if err := os.MkdirAll(j.s.cfg.Taken, 0o700); err != nil {
		return "", &motcua.Error{Code: motcua.CodeReadOnly, Field: "scanner", Cause: err}
	}
	name := info.Name()
	for n := 2; ; n++ {
		if _, err := os.Lstat(filepath.Join(j.s.cfg.Taken, name)); errors.Is(err, fs.ErrNotExist) {
			break
		}
		name = fmt.Sprintf("%d-%s", n, info.Name())
	}
	err := os.Rename(filepath.Join(j.s.cfg.Dir, info.Name()), filepath.Join(j.s.cfg.Taken, name))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		err = &motcua.Error{Code: motcua.CodeReadOnly, Field: "scanner", Cause: err}
	}
	return name, err
}

// settled waits until a file is written whole: two looks Settle apart find the
// same, by our own clock, and it ends as its kind does.
func (j *job) settled(ctx context.Context, info fs.FileInfo) error {
	path := filepath.Join(j.s.cfg.Dir, info.Name())
	until := time.Now().Add(j.s.cfg.Patient)
	var size int64 = -1
	var at time.Time
	for {
		now, err := os.Lstat(path)
		switch {
		case err != nil:
			return err
		case !now.Mode().IsRegular():
			return &motcua.Error{Code: motcua.CodeIO, Field: "scanner"}
		case now.Size() > maxFile:
			return &motcua.Error{Code: motcua.CodeTooLarge, Field: "file", Detail: info.Name()}
		}
		if now.Size() == size && now.ModTime().Equal(at) && ends(path, size) {
			return nil
		}
		size, at = now.Size(), now.ModTime()
		if time.Now().After(until) {
			return &motcua.Error{Code: motcua.CodeBusy, Field: "file", Detail: info.Name()}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(j.s.cfg.Settle):
		}
	}
}

// ends reports whether a file ends as its kind does.
func ends(path string, size int64) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	tail := make([]byte, min(size, 1024))
	if _, err := f.ReadAt(tail, size-int64(len(tail))); err != nil && !errors.Is(err, io.EOF) {
		return false
	}
	return whole(tail, kinds[strings.ToLower(filepath.Ext(path))])
}

// read reads a claimed file.
func (j *job) read(name string) (motcua.Page, error) {
	path := filepath.Join(j.s.cfg.Taken, name)
	info, err := os.Lstat(path)
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxFile {
		return motcua.Page{}, &motcua.Error{Code: motcua.CodeIO, Field: "scanner", Cause: err}
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return motcua.Page{}, &motcua.Error{Code: motcua.CodeIO, Field: "scanner", Cause: err}
	}
	return motcua.Page{Data: data, Type: kinds[strings.ToLower(filepath.Ext(name))], DPI: j.dpi}, nil
}

// Close implements io.Closer. A page that was handed out and never asked on
// from stays claimed, and is the first of the next job.
func (j *job) Close() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if !j.closed {
		j.closed = true
		j.s.mu.Lock()
		defer j.s.mu.Unlock()
		j.s.busy = false
		if j.given != "" {
			if j.s.unkept == nil {
				j.s.unkept = map[string]int{}
			}
			j.s.unkept[j.given]++
		}
	}
	return nil
}
