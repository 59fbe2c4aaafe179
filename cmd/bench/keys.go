package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"time"

	"motcua/cmd/station"
	"motcua/internal/testkit/screen"
	"motcua/store"
)

// asWindow is the argument, before a station's folder, that makes this program
// a counter window that presses its own keys.
const asWindow = "window"

// pressed is what such a window says at its end: how long each key took until
// the screen was drawn.
type pressed struct{ Empty, Form, List times }

// keys times keys in the running counter window over the big file, on a virtual
// screen without a graphics card: from the key to the end of the frame that
// shows it. The base is the same for one line in an empty window of that size.
func keys(ctx context.Context, b *bench) (err error) {
	exe, err := os.Executable()
	if err != nil {
		return err
	}
	beside, err := b.backedUp(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(beside)) }()
	ctx, cancel := context.WithTimeout(ctx, 3*time.Minute)
	defer cancel()
	s, err := screen.Start(ctx, 1366, 768)
	if err != nil {
		return err
	}
	defer s.Close()
	rounds := 3
	if b.intakes < 1000 { // a look whether it works
		rounds = 1
	}
	c := s.Command(exe, asWindow, b.bigDir(), strconv.Itoa(rounds))
	var out, errs bytes.Buffer
	c.Stdout, c.Stderr = &out, &errs
	if err := c.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	select {
	case err = <-ended:
	case <-ctx.Done():
		_ = c.Process.Kill() // it may be gone already
		err = fmt.Errorf("%w, %w", ctx.Err(), <-ended)
	}
	var p pressed
	if err == nil {
		err = json.Unmarshal(out.Bytes(), &p)
	}
	if err != nil {
		return fmt.Errorf("%w; the window said: %s", err, errs.Bytes())
	}
	for _, r := range []struct {
		what  string
		took  times
		bound time.Duration
	}{{"intake form", p.Form, 16 * time.Millisecond}, {"work list", p.List, 33 * time.Millisecond}} {
		b.most(fmt.Sprintf("key to redrawn screen, %s over %d dossiers, p95 of %d", r.what, b.dossiers, len(r.took)), short(r.took.at(95)),
			fmt.Sprintf("p50 %s, p99 %s; one line in an empty window p50 %s, p95 %s; drawn without a graphics card", short(r.took.at(50)), short(r.took.at(99)), short(p.Empty.at(50)), short(p.Empty.at(95))),
			"≤ "+short(r.bound), r.took.at(95) <= r.bound)
	}
	return nil
}

// backedUp makes the day's backup of the big file where the window would make
// it, so that none runs beside the keys, and returns its folder.
func (b *bench) backedUp(ctx context.Context) (string, error) {
	beside, err := station.BackupBeside(b.bigDir())
	if err != nil {
		return "", err
	}
	s, err := station.Open(ctx, station.Config{Dir: b.bigDir()})
	if err != nil {
		return "", err
	}
	_, err = s.Store.Backup(ctx, store.BackupConfig{Folder: beside, Pause: time.Microsecond})
	return beside, errors.Join(err, s.Close())
}
