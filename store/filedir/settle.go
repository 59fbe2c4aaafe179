package filedir

import (
	"os"
	"path/filepath"
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
