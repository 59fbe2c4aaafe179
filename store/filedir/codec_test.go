package filedir_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"motcua"
	"motcua/store/filedir"
)

// flipped is a seal that a child could break, but a seal: every bit is turned
// and a line put before.
type flipped struct{}

const flippedMark = "flipped\n"

type flipper struct{ w io.Writer }

func (f flipper) Write(b []byte) (int, error) {
	out := make([]byte, len(b))
	for i := range b {
		out[i] = ^b[i]
	}
	return f.w.Write(out)
}

func (flipper) Close() error { return nil }

func (flipped) Seal(w io.Writer) (io.WriteCloser, error) {
	_, err := io.WriteString(w, flippedMark)
	return flipper{w}, err
}

type unflipper struct{ r io.ReaderAt }

func (u unflipper) ReadAt(b []byte, at int64) (int, error) {
	n, err := u.r.ReadAt(b, at+int64(len(flippedMark)))
	for i := range b[:n] {
		b[i] = ^b[i]
	}
	return n, err
}

func (flipped) Open(r io.ReaderAt, size int64) (io.ReaderAt, int64, error) {
	mark := make([]byte, len(flippedMark))
	if _, err := r.ReadAt(mark, 0); err != nil || string(mark) != flippedMark {
		return nil, 0, &motcua.Error{Code: motcua.CodeCorrupt, Field: "file"}
	}
	return unflipper{r}, size - int64(len(mark)), nil
}

func sealedDir(t *testing.T, root string) *filedir.Dir {
	t.Helper()
	d, err := filedir.OpenSealed(root, flipped{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

func onDisk(t *testing.T, root, sum string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(root, sum[:2], sum))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestASealedFileIsKnownByItsPlainBytes(t *testing.T) {
	root := t.TempDir()
	d := sealedDir(t, root)
	want := sha256.Sum256([]byte("trang giấy"))
	for range 2 { // the second time it is there already
		sum, size, err := d.Put(context.Background(), strings.NewReader("trang giấy"), 100)
		if err != nil || sum != hex.EncodeToString(want[:]) || size != int64(len("trang giấy")) {
			t.Fatal(sum, size, err)
		}
	}
	sum := hex.EncodeToString(want[:])
	if bytes.Contains(onDisk(t, root, sum), []byte("trang")) {
		t.Error("it lies there plain")
	}
	if size, here, err := d.Has(sum); !here || size != int64(len("trang giấy")) || err != nil {
		t.Error(size, here, err)
	}
	f, err := d.Open(sum)
	if err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(f); err != nil || string(b) != "trang giấy" {
		t.Error(string(b), err)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
	if err := d.Check(sum); err != nil {
		t.Error(err)
	}
}

func TestWhatLiesThereUnsealedIsCorruptUntilItIsResealed(t *testing.T) {
	root := t.TempDir()
	bare, err := filedir.Open(root)
	if err != nil {
		t.Fatal(err)
	}
	defer bare.Close()
	sum, _, err := bare.Put(context.Background(), strings.NewReader("để trần"), 100)
	if err != nil {
		t.Fatal(err)
	}
	rotten, _, err := bare.Put(context.Background(), strings.NewReader("sẽ hỏng"), 100)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(root, rotten[:2], rotten), []byte("đã hỏng"), 0o600); err != nil {
		t.Fatal(err)
	}
	d := sealedDir(t, root)
	if err := d.Check(sum); motcua.CodeOf(err) != motcua.CodeCorrupt {
		t.Error(err)
	}
	for range 2 {
		if err := d.Reseal(context.Background()); err != nil {
			t.Fatal(err)
		}
		if err := d.Check(sum); err != nil {
			t.Error(err)
		}
	}
	if err := d.Check(rotten); motcua.CodeOf(err) != motcua.CodeCorrupt {
		t.Error(err)
	}
	if string(onDisk(t, root, rotten)) != "đã hỏng" {
		t.Error("what is broken was changed")
	}
	stopped, stop := context.WithCancel(context.Background())
	stop()
	if err := d.Reseal(stopped); err == nil {
		t.Error("went on")
	}
}

func TestARemovedFileIsGoneAndRemovingItAgainIsNoError(t *testing.T) {
	d := sealedDir(t, t.TempDir())
	sum, _, err := d.Put(context.Background(), strings.NewReader("x"), 10)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := d.Remove(sum); err != nil {
			t.Error(err)
		}
	}
	if _, here, err := d.Has(sum); here || err != nil {
		t.Error(here, err)
	}
	if err := d.Remove("../x"); motcua.CodeOf(err) != motcua.CodeInvalid {
		t.Error(err)
	}
}
