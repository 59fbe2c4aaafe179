// Package filedir keeps files under the SHA-256 of their bytes. A file is in
// the folder whole and durable, or it is not there.
package filedir

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"

	"motcua"
)

// Dir is a folder of content-addressed files: the file with sum abcd… lies in
// ab/abcd…. Several processes may use one folder at once. Safe for concurrent
// use.
type Dir struct {
	root  string
	lock  *flock.Flock
	codec Codec
}

const (
	tempFolder = "tmp"
	lockFile   = "lock"
	copyChunk  = 256 << 10
)

// Open opens dir and makes it, readable by its owner only, where it is not
// there. What half-written files a crash left behind is removed as soon as no
// other process has the folder open. Close the Dir after use.
func Open(dir string) (*Dir, error) { return OpenSealed(dir, plain{}) }

// OpenSealed is Open for a folder whose files lie there under a seal.
func OpenSealed(dir string, codec Codec) (*Dir, error) {
	if err := MakeFolder(filepath.Join(dir, tempFolder)); err != nil {
		return nil, err
	}
	d := &Dir{root: dir, codec: codec, lock: flock.New(filepath.Join(dir, tempFolder, lockFile), flock.SetPermissions(0o600))}
	alone, err := d.lock.TryLock()
	if err != nil {
		return nil, Named(err)
	}
	if alone {
		// Held alone, nobody is writing: every temporary file is debris.
		err = d.sweep()
		if uerr := d.lock.Unlock(); err == nil {
			err = Named(uerr)
		}
		if err != nil {
			return nil, err
		}
	}
	// Shared from here on: it only tells others that someone may be writing.
	if err := d.lock.RLock(); err != nil {
		return nil, Named(err)
	}
	return d, nil
}

// Close lets go of the folder.
func (d *Dir) Close() error { return Named(d.lock.Close()) }

func (d *Dir) sweep() error {
	temp := filepath.Join(d.root, tempFolder)
	entries, err := os.ReadDir(temp)
	if err != nil {
		return Named(err)
	}
	for _, e := range entries {
		if e.Name() == lockFile {
			continue
		}
		if err := os.Remove(filepath.Join(temp, e.Name())); err != nil {
			return Named(err)
		}
	}
	return nil
}

// Put stores what r gives, at most max bytes, and returns its SHA-256 as 64
// lower-case hex digits and its size. When it returns, the file survives a
// power cut. Bytes that are here already are not written again. Longer input
// gives CodeTooLarge and leaves nothing.
func (d *Dir) Put(ctx context.Context, r io.Reader, max int64) (sum string, size int64, err error) {
	temp, err := d.temp()
	if err != nil {
		return "", 0, err
	}
	defer func() {
		// After the rename there is nothing to remove.
		if rerr := os.Remove(temp.Name()); rerr != nil && !errors.Is(rerr, fs.ErrNotExist) && err == nil {
			err = Named(rerr)
		}
	}()
	sum, size, err = d.fill(ctx, temp, r, max)
	if cerr := temp.Close(); err == nil {
		err = Named(cerr)
	}
	if err != nil {
		return "", 0, err
	}
	if err := d.settle(temp.Name(), sum); err != nil {
		return "", 0, err
	}
	return sum, size, nil
}

func (d *Dir) temp() (*os.File, error) {
	f, err := os.CreateTemp(filepath.Join(d.root, tempFolder), "put-")
	return f, Named(err)
}

// fill copies r, sealed, into f, hashes it and makes the bytes durable.
func (d *Dir) fill(ctx context.Context, f *os.File, r io.Reader, max int64) (string, int64, error) {
	h := sha256.New()
	sealed, err := d.codec.Seal(f)
	if err != nil {
		return "", 0, Named(err)
	}
	w := io.MultiWriter(sealed, h)
	var size int64
	for {
		if err := ctx.Err(); err != nil {
			return "", 0, err
		}
		n, err := io.CopyN(w, r, min(copyChunk, max-size)+1)
		size += n
		if size > max {
			return "", 0, &motcua.Error{Code: motcua.CodeTooLarge, Field: "file"}
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return "", 0, Named(err)
		}
	}
	if err := sealed.Close(); err != nil {
		return "", 0, Named(err)
	}
	if err := f.Sync(); err != nil {
		return "", 0, Named(err)
	}
	return hex.EncodeToString(h.Sum(nil)), size, nil
}

// settle moves a finished temporary file to its place.
func (d *Dir) settle(temp, sum string) error {
	place, err := d.path(sum)
	if err != nil {
		return err
	}
	made, err := os.Stat(temp)
	if err != nil {
		return Named(err)
	}
	// A file of another size is debris of a broken disk; it is replaced.
	if info, err := os.Stat(place); err == nil && info.Mode().IsRegular() && info.Size() == made.Size() {
		// Whoever wrote it may have died before the folders were synced.
		return d.syncShelf(filepath.Dir(place))
	}
	shelf := filepath.Dir(place)
	if err := MakeFolder(shelf); err != nil {
		return err
	}
	if err := os.Rename(temp, place); err != nil {
		return Named(err)
	}
	return d.syncShelf(shelf)
}

// syncShelf makes the names in a shelf durable, and the shelf's own name:
// whoever made it may have died, or failed, before that was synced.
func (d *Dir) syncShelf(shelf string) error {
	if err := SyncFolder(shelf); err != nil {
		return err
	}
	return SyncFolder(d.root)
}

// path refuses whatever is not a hash, so that no name from outside can lead
// out of the folder.
func (d *Dir) path(sum string) (string, error) {
	if !ValidSum(sum) {
		return "", &motcua.Error{Code: motcua.CodeInvalid, Field: "sha256", Detail: "not a hash"}
	}
	return filepath.Join(d.root, sum[:2], sum), nil
}

// ValidSum reports whether s is 64 lower-case hex digits.
func ValidSum(s string) bool {
	if len(s) != 2*sha256.Size {
		return false
	}
	for _, c := range []byte(s) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// Open returns the file with this sum for reading; CodeUnknown where it is
// not here, CodeCorrupt where its seal does not open. The bytes are not
// checked; Check does that.
func (d *Dir) Open(sum string) (motcua.File, error) {
	place, err := d.path(sum)
	if err != nil {
		return nil, err
	}
	disk, err := os.Open(place)
	if err != nil {
		return nil, Named(err)
	}
	f, err := d.unseal(disk)
	if err != nil {
		return nil, errors.Join(err, Named(disk.Close()))
	}
	return f, nil
}

func (d *Dir) unseal(disk *os.File) (file, error) {
	info, err := disk.Stat()
	if err != nil {
		return file{}, Named(err)
	}
	if !info.Mode().IsRegular() {
		return file{}, &motcua.Error{Code: motcua.CodeCorrupt, Field: "file", Detail: "not a file"}
	}
	bytes, size, err := d.codec.Open(disk, info.Size())
	if err != nil {
		return file{}, Named(err)
	}
	return file{io.NewSectionReader(bytes, 0, size), disk}, nil
}

// Has returns the size of the file with this sum and whether it is here. One
// whose seal does not open is not.
func (d *Dir) Has(sum string) (int64, bool, error) {
	f, err := d.Open(sum)
	switch motcua.CodeOf(err) {
	case "":
		size := f.Size()
		return size, true, f.Close()
	case motcua.CodeUnknown, motcua.CodeCorrupt:
		return 0, false, nil
	}
	return 0, false, err
}

// Check reads the file again and returns CodeCorrupt where its bytes no longer
// have its sum, CodeUnknown where it is not here.
func (d *Dir) Check(sum string) error {
	f, err := d.Open(sum)
	if err != nil {
		return err
	}
	h := sha256.New()
	_, err = io.Copy(h, f)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return Named(err)
	}
	if hex.EncodeToString(h.Sum(nil)) != sum {
		return &motcua.Error{Code: motcua.CodeCorrupt, Field: "file", Detail: sum}
	}
	return nil
}

// Walk calls fn for every file with its sum and size, in order of the sums.
// What lies in the folder under any other name is passed over.
func (d *Dir) Walk(fn func(sum string, size int64) error) error {
	shelves, err := os.ReadDir(d.root)
	if err != nil {
		return Named(err)
	}
	for _, s := range shelves {
		if !s.IsDir() || len(s.Name()) != 2 {
			continue
		}
		files, err := os.ReadDir(filepath.Join(d.root, s.Name()))
		if err != nil {
			return Named(err)
		}
		for _, f := range files {
			if !ValidSum(f.Name()) || f.Name()[:2] != s.Name() {
				continue
			}
			info, err := f.Info()
			if err != nil {
				return Named(err)
			}
			if err := fn(f.Name(), info.Size()); err != nil {
				return err
			}
		}
	}
	return nil
}
