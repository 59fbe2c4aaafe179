package filedir

import (
	"context"
	"errors"
	"io"
	"os"

	"motcua"
)

// Codec changes what lies on disk: it seals. The sum and the size that a file
// is known by stay those of its plain bytes.
type Codec interface {
	// Seal returns a writer of plain bytes; its Close ends what goes to w, and
	// leaves w open.
	Seal(w io.Writer) (io.WriteCloser, error)
	// Open returns the plain bytes of what has size bytes on disk, and their
	// number.
	Open(r io.ReaderAt, size int64) (io.ReaderAt, int64, error)
}

// plain writes and reads bytes as they are.
type plain struct{}

func (plain) Seal(w io.Writer) (io.WriteCloser, error) { return unclosed{w}, nil }

func (plain) Open(r io.ReaderAt, size int64) (io.ReaderAt, int64, error) { return r, size, nil }

type unclosed struct{ io.Writer }

func (unclosed) Close() error { return nil }

// file is one open file: its plain bytes, and what to close.
type file struct {
	*io.SectionReader
	disk *os.File
}

func (f file) Close() error { return Named(f.disk.Close()) }

// Reseal puts the files that lie here as they are under the seal of the
// folder's codec: those whose bytes on disk still have their sum. The others
// are sealed already, or broken; Check tells. It may be cut short and run
// again.
func (d *Dir) Reseal(ctx context.Context) error {
	bare := &Dir{root: d.root, lock: d.lock, codec: plain{}}
	return bare.Walk(func(sum string, _ int64) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		err := bare.Check(sum)
		if motcua.CodeOf(err) == motcua.CodeCorrupt {
			return nil
		}
		if err != nil {
			return err
		}
		return d.reseal(ctx, bare, sum)
	})
}

func (d *Dir) reseal(ctx context.Context, bare *Dir, sum string) (err error) {
	src, err := bare.Open(sum)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, src.Close()) }()
	temp, err := d.temp()
	if err != nil {
		return err
	}
	got, _, err := d.fill(ctx, temp, src, src.Size())
	if cerr := temp.Close(); err == nil {
		err = Named(cerr)
	}
	if err == nil && got != sum {
		err = &motcua.Error{Code: motcua.CodeCorrupt, Field: "file", Detail: sum}
	}
	if err != nil {
		return errors.Join(err, Named(os.Remove(temp.Name())))
	}
	place, err := d.path(sum)
	if err != nil {
		return err
	}
	return Settle(temp.Name(), place)
}

// Remove takes the file with this sum away; what is not here is no error.
func (d *Dir) Remove(sum string) error {
	place, err := d.path(sum)
	if err != nil {
		return err
	}
	if err := Named(os.Remove(place)); motcua.CodeOf(err) != motcua.CodeUnknown {
		return err
	}
	return nil
}
