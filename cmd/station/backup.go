package station

import (
	"context"
	"log/slog"
	"path/filepath"
	"time"

	"motcua"
	"motcua/store"
)

// AutoBackup backs a station up by itself: once a day while it runs, and once
// more when the counter closes.
type AutoBackup struct {
	Store *store.Store
	// Default is the folder beside the station's own; it is made where it is
	// not there. Empty for none.
	Default string
	// Others are folders on other disks. They must be there: a disk that is
	// not plugged in is a failure, not an invitation to fill this one.
	Others []string
	Now    func() time.Time
	Log    *slog.Logger
	Wait   time.Duration // before the first look, so that the window opens first; 1 minute where 0
	Look   time.Duration // between looks; 15 minutes where 0
	Closer time.Duration // how long Final may take; 20 seconds where 0
}

// BackupBeside is the default folder of a station's backups.
func BackupBeside(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", &motcua.Error{Code: motcua.CodeInvalid, Field: "data", Cause: err}
	}
	return abs + "-backup", nil
}

// Serve makes the day's backups until ctx ends, and then returns its error. A
// failure is logged and recorded in the station's file, where the status bar
// finds it, and tried again at the next look; it stops nothing.
func (a *AutoBackup) Serve(ctx context.Context) error {
	pause := or(a.Wait, time.Minute)
	for {
		t := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			t.Stop()
			return ctx.Err()
		case <-t.C:
		}
		a.round(ctx, a.due)
		pause = or(a.Look, 15*time.Minute)
	}
}

// Final makes one more backup before the program ends, for as long as Closer
// says at most; what it did not reach, the next day's does. It works whether
// or not ctx is over.
func (a *AutoBackup) Final(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), or(a.Closer, 20*time.Second))
	defer cancel()
	a.round(ctx, func(string) (bool, error) { return true, nil })
}

// round makes the backups that are due. The others come last, so that trouble
// with them is what is shown.
func (a *AutoBackup) round(ctx context.Context, due func(folder string) (bool, error)) {
	folders := a.Others
	if a.Default != "" {
		folders = append([]string{a.Default}, folders...)
	}
	for _, f := range folders {
		if ctx.Err() != nil {
			a.Log.InfoContext(ctx, "backup left for the next time")
			return
		}
		now, err := due(f)
		if err == nil && now {
			err = a.one(ctx, f)
		}
		if err != nil {
			a.Log.WarnContext(ctx, "backup failed", "code", motcua.CodeOf(err), "field", motcua.FieldOf(err))
		}
	}
}

func (a *AutoBackup) one(ctx context.Context, folder string) error {
	r, err := a.Store.Backup(ctx, store.BackupConfig{Folder: folder, MustExist: folder != a.Default})
	if err == nil {
		a.Log.InfoContext(ctx, "backed up", "events", r.Events, "files", r.Files, "copied", r.Copied, "missing", r.Missing, "size", r.Size)
	}
	return err
}

// due reports whether a folder has no backup of today, by Vietnam's time.
func (a *AutoBackup) due(folder string) (bool, error) {
	last, err := a.Store.NewestBackup(folder)
	if err != nil {
		return false, err
	}
	const day = time.DateOnly
	return last.In(motcua.Local).Format(day) != a.Now().In(motcua.Local).Format(day), nil
}

func or(d, otherwise time.Duration) time.Duration {
	if d == 0 {
		return otherwise
	}
	return d
}
