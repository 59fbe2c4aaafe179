package store

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"time"

	"motcua"
	"motcua/store/backup"
	"motcua/store/filedir"
)

// copyFiles brings every content file that the area lacks into it, and chooses
// which ones are read back afterwards: all new ones, and a sample of the rest.
func (m *maker) copyFiles(ctx context.Context) error {
	var seed [32]byte
	if _, err := io.ReadFull(m.s.cfg.Rand, seed[:]); err != nil {
		return filedir.Named(err)
	}
	chance := rand.New(rand.NewChaCha8(seed))
	var fresh, sample []string
	old := 0
	err := m.s.files.Walk(func(sum string, _ int64) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		held, err := m.area.Has(sum)
		if err != nil {
			return err
		}
		if held {
			// Reservoir sampling: each old file has the same chance.
			if old++; len(sample) < m.cfg.Sample {
				sample = append(sample, sum)
			} else if i := chance.IntN(old); i < len(sample) {
				sample[i] = sum
			}
			m.report.Files++
			return nil
		}
		ok, err := m.copyFile(ctx, sum)
		if ok {
			fresh = append(fresh, sum)
			m.report.Files++
			m.report.Copied++
		}
		return err
	})
	m.check = append(fresh, sample...)
	return err
}

// copyFile copies one file. One that the station itself has lost or damaged is
// no reason to lose the others too: ok is false, and the report counts it.
func (m *maker) copyFile(ctx context.Context, sum string) (ok bool, err error) {
	src, err := m.s.files.Open(sum)
	if code := motcua.CodeOf(err); code == motcua.CodeUnknown || code == motcua.CodeCorrupt {
		return false, nil // counted where its event is looked at
	}
	if err != nil {
		return false, err
	}
	err = m.area.Put(ctx, sum, m.paced(ctx, src))
	err = errors.Join(err, filedir.Named(src.Close()))
	if motcua.CodeOf(err) == motcua.CodeCorrupt {
		return false, nil
	}
	return err == nil, err
}

// checkFiles reads content files back. One that the second disk has spoilt is
// copied again, once.
func (m *maker) checkFiles(ctx context.Context) error {
	for _, sum := range m.check {
		err := m.area.Check(ctx, sum)
		if motcua.CodeOf(err) == motcua.CodeCorrupt {
			var ok bool
			if ok, err = m.copyFile(ctx, sum); ok {
				err = m.area.Check(ctx, sum)
			} else if err == nil {
				err = &motcua.Error{Code: motcua.CodeCorrupt, Field: "file", Detail: sum}
			}
		}
		if err != nil {
			return err
		}
		m.report.Checked++
		if err := rest(ctx, m.cfg.Pause); err != nil {
			return err
		}
	}
	return nil
}

// restEach is how much is read between two rests: what an intake may have to
// wait behind.
const restEach = 256 << 10

// paced is r that rests after each restEach and ends with ctx.
func (m *maker) paced(ctx context.Context, r io.Reader) io.Reader {
	return &pacedReader{ctx: ctx, r: backup.Cancellable(ctx, r), pause: m.cfg.Pause}
}

type pacedReader struct {
	ctx   context.Context
	r     io.Reader
	pause time.Duration
	since int
	begun time.Time // of the part at hand
}

func (p *pacedReader) Read(b []byte) (int, error) {
	switch {
	case p.begun.IsZero():
		p.begun = time.Now()
	case p.since >= restEach:
		// At least as long as the work took, whatever is done with what is
		// read: half of a core and half of the disk are left to the clerk.
		if err := rest(p.ctx, max(p.pause, time.Since(p.begun))); err != nil {
			return 0, err
		}
		p.since, p.begun = 0, time.Now()
	}
	n, err := p.r.Read(b)
	p.since += n
	return n, err
}

func rest(ctx context.Context, pause time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(pause):
		return nil
	}
}

// steadyEach is how much a steadyWriter lets pile up.
const steadyEach = 1 << 20

// steadyWriter makes what it writes durable bit by bit: one sync of a large
// file at its end would hold up everybody else's on the same disk.
type steadyWriter struct {
	f     *os.File
	since int
}

// Write implements io.Writer.
func (w *steadyWriter) Write(b []byte) (int, error) {
	n, err := w.f.Write(b)
	if w.since += n; err == nil && w.since >= steadyEach {
		w.since = 0
		err = w.f.Sync()
	}
	return n, err
}
