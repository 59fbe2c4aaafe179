package backup

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"filippo.io/age"

	"motcua"
	"motcua/store/filedir"
)

// Area is the folder of sealed content files that the snapshots beside it
// share. A file lies in it under a keyed hash of its SHA-256, so that whoever
// finds the disk cannot even ask whether some known paper is among them.
type Area struct {
	dir string
	id  *age.X25519Identity
	key []byte // of names
}

// partSuffix ends the name of whatever is not whole yet.
const partSuffix = ".part"

// AreaName is the folder's name for an identity: a station whose key was
// changed begins a new one.
func AreaName(id *age.X25519Identity) string {
	sum := sha256.Sum256([]byte("motcua backup area v1\n" + id.Recipient().String()))
	return "files-" + hexed(sum[:6])
}

// OpenArea opens the area of id below folder. It makes nothing; Put does.
func OpenArea(folder string, id *age.X25519Identity) *Area {
	key := sha256.Sum256([]byte("motcua backup names v1\n" + id.String()))
	return &Area{filepath.Join(folder, AreaName(id)), id, key[:]}
}

func (a *Area) path(sum string) string {
	mac := hmac.New(sha256.New, a.key)
	mac.Write([]byte(sum))
	name := hexed(mac.Sum(nil))
	return filepath.Join(a.dir, name[:2], name)
}

// Has reports whether the file with this sum is here; its bytes are not read.
func (a *Area) Has(sum string) (bool, error) {
	info, err := os.Stat(a.path(sum))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, filedir.Named(err)
	}
	return info.Mode().IsRegular() && info.Size() > 0, nil
}

// Put seals what r gives, replacing what was there; when it returns, the file
// survives a power cut. Bytes that have not this sum are CodeCorrupt and leave
// nothing.
func (a *Area) Put(ctx context.Context, sum string, r io.Reader) (err error) {
	place := a.path(sum)
	if err := filedir.MakeFolder(filepath.Dir(place)); err != nil {
		return err
	}
	temp := place + partSuffix
	f, err := os.OpenFile(temp, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return filedir.Named(err)
	}
	err = a.seal(ctx, f, sum, r)
	if cerr := f.Close(); err == nil {
		err = filedir.Named(cerr)
	}
	if err == nil {
		err = filedir.Settle(temp, place)
	}
	if err != nil {
		return errors.Join(err, removed(temp))
	}
	return nil
}

func (a *Area) seal(ctx context.Context, f io.Writer, sum string, r io.Reader) error {
	w, err := age.Encrypt(f, a.id.Recipient())
	if err != nil {
		return filedir.Named(err)
	}
	h := sha256.New()
	_, err = io.Copy(w, io.TeeReader(Cancellable(ctx, r), h))
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return filedir.Named(err)
	}
	if hexed(h.Sum(nil)) != sum {
		return &motcua.Error{Code: motcua.CodeCorrupt, Field: "file", Detail: sum}
	}
	return nil
}

// Open opens the file with this sum; CodeUnknown where it is not here. Its
// bytes are checked by whoever stores them under their sum; Check does so too.
func (a *Area) Open(sum string) (io.ReadCloser, error) {
	f, err := os.Open(a.path(sum))
	if err != nil {
		return nil, filedir.Named(err)
	}
	r, err := age.Decrypt(f, a.id)
	if err != nil {
		return nil, errors.Join(corrupt("file", err), filedir.Named(f.Close()))
	}
	return opened{r, f}, nil
}

type opened struct {
	io.Reader
	io.Closer
}

// Check reads the file with this sum back; CodeCorrupt where it no longer has
// it, CodeUnknown where it is not here.
func (a *Area) Check(ctx context.Context, sum string) error {
	r, err := a.Open(sum)
	if err != nil {
		return err
	}
	h := sha256.New()
	_, err = io.Copy(h, Cancellable(ctx, r))
	cerr := r.Close()
	if err != nil {
		return corrupt("file", err)
	}
	if cerr != nil {
		return filedir.Named(cerr)
	}
	if hexed(h.Sum(nil)) != sum {
		return &motcua.Error{Code: motcua.CodeCorrupt, Field: "file", Detail: sum}
	}
	return nil
}

// Sweep removes what a copy that was cut short left half written.
func (a *Area) Sweep() error {
	shelves, err := os.ReadDir(a.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return filedir.Named(err)
	}
	for _, s := range shelves {
		if !s.IsDir() {
			continue
		}
		if err := SweepParts(filepath.Join(a.dir, s.Name())); err != nil {
			return err
		}
	}
	return nil
}

// SweepParts removes the half-written files directly in dir; a folder that is
// not there has none.
func SweepParts(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return filedir.Named(err)
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), partSuffix) {
			if err := removed(filepath.Join(dir, e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

func removed(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return filedir.Named(err)
	}
	return nil
}
