//go:build !windows

package filedir

import "os"

// SyncFolder makes the names in a folder durable: a file that was created or
// renamed survives a power cut only after its folder was synced too.
func SyncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return Named(err)
	}
	err = f.Sync()
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	return Named(err)
}
