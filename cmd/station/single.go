package station

import (
	"os"
	"path/filepath"
	"runtime"

	"github.com/gofrs/flock"

	"motcua"
)

// windowLock lies in the data folder and is held by its one counter window.
const windowLock = "counter.lock"

// HoldWindow makes sure that dir has one counter window at a time: two would
// write one draft under one id. CodeBusy with field "window" means that there
// is one already. release gives the folder free again, as the end of the
// process does.
func HoldWindow(dir string) (release func() error, err error) {
	lock := flock.New(filepath.Join(dir, windowLock), flock.SetPermissions(0o600))
	got, err := lock.TryLock()
	if err != nil {
		return nil, &motcua.Error{Code: motcua.CodeReadOnly, Field: "window", Cause: err}
	}
	if !got {
		return nil, &motcua.Error{Code: motcua.CodeBusy, Field: "window"}
	}
	return lock.Unlock, nil
}

// UsersFolder returns where a counter's data lies unless somebody says
// otherwise: the folder for such things of whoever runs the program, on this
// machine and in no roaming profile.
func UsersFolder() (string, error) {
	base := os.Getenv("XDG_DATA_HOME")
	if runtime.GOOS == "windows" {
		base = os.Getenv("LocalAppData")
	}
	if !filepath.IsAbs(base) {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", &motcua.Error{Code: motcua.CodeUnknown, Field: "data", Cause: err}
		}
		base = filepath.Join(home, ".local", "share")
	}
	return filepath.Join(base, "motcua", "quay"), nil
}
