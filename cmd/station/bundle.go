package station

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"time"

	"motcua"
	"motcua/store/filedir"
	"motcua/sync/bundle"
)

// WriteBundle writes everything that the hub has not confirmed into one sealed
// bundle at path and marks it as sent once its bytes are on that disk: a cut
// anywhere leaves no half bundle under the name. A folder that is not there is
// CodeUnknown with field "file".
func (s *Station) WriteBundle(ctx context.Context, path string, now time.Time) (bundle.Manifest, error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".motcua-*")
	if err != nil {
		return bundle.Manifest{}, &motcua.Error{Code: motcua.CodeUnknown, Field: "file", Cause: err}
	}
	defer os.Remove(f.Name()) // fails once renamed, as it should
	m, err := bundle.Make(ctx, s.Store, f, now, rand.Reader)
	if err == nil {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err == nil {
		err = filedir.SyncFolder(filepath.Dir(path))
	}
	if err == nil && m.Events > 0 { // sent: its bytes are on the stick
		err = s.Store.MarkSent(ctx, m.Through)
	}
	return m, err
}
