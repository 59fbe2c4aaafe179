package filedir

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"motcua"
)

// Settle makes the finished file temp durable, readable by its owner only,
// and gives it its name, replacing what had it.
func Settle(temp, place string) error {
	if err := os.Chmod(temp, 0o600); err != nil {
		return Named(err)
	}
	f, err := os.OpenFile(temp, os.O_RDWR, 0)
	if err != nil {
		return Named(err)
	}
	err = f.Sync()
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(temp, place)
	}
	if err != nil {
		return Named(err)
	}
	return SyncFolder(filepath.Dir(place))
}

// MakeFolder makes dir, with parents, readable by its owner only, so that
// their names survive a power cut. Folders that are there stay as they are.
func MakeFolder(dir string) error {
	info, err := os.Stat(dir)
	if err == nil && info.IsDir() {
		return nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Named(err)
	}
	parent := filepath.Dir(dir)
	if parent != dir {
		if err := MakeFolder(parent); err != nil {
			return err
		}
	}
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return Named(err)
	}
	// ErrExist: another process was quicker, or a file has the name.
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return &motcua.Error{Code: motcua.CodeIO, Field: "folder", Detail: "not a folder", Cause: err}
	}
	return SyncFolder(parent)
}
