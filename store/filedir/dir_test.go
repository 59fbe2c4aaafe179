package filedir_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"

	"motcua"
	"motcua/store/filedir"
)

func open(t *testing.T, dir string) *filedir.Dir {
	t.Helper()
	d, err := filedir.Open(dir)
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

func put(t *testing.T, d *filedir.Dir, s string) string {
	t.Helper()
	sum, size, err := d.Put(context.Background(), strings.NewReader(s), 1<<20)
	if err != nil || size != int64(len(s)) {
		t.Fatalf("size %d, %v", size, err)
	}
	return sum
}

func TestAFileComesBackUnderTheSumOfItsBytes(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "hồ sơ #1? 100%")
	d := open(t, dir)
	sum := put(t, d, "trang một")
	want := sha256.Sum256([]byte("trang một"))
	if sum != hex.EncodeToString(want[:]) {
		t.Fatalf("sum %s", sum)
	}
	f, err := d.Open(sum)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if b, err := io.ReadAll(f); err != nil || string(b) != "trang một" {
		t.Fatalf("%q, %v", b, err)
	}
	info, err := os.Stat(filepath.Join(dir, sum[:2], sum))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("%v, %v", info.Mode(), err)
	}
	if size, ok, err := d.Has(sum); size != int64(len("trang một")) || !ok || err != nil {
		t.Fatal(size, ok, err)
	}
	if err := d.Check(sum); err != nil {
		t.Fatal(err)
	}
}

func TestTheSameBytesAreWrittenOnce(t *testing.T) {
	dir := t.TempDir()
	d := open(t, dir)
	sum := put(t, d, "một")
	place := filepath.Join(dir, sum[:2], sum)
	before, err := os.Stat(place)
	if err != nil {
		t.Fatal(err)
	}
	if again := put(t, d, "một"); again != sum {
		t.Fatal(again)
	}
	after, err := os.Stat(place)
	if err != nil || !os.SameFile(before, after) {
		t.Fatalf("file was written again, %v", err)
	}
}

func TestAFileOfTheWrongSizeIsReplacedByTheRightBytes(t *testing.T) {
	dir := t.TempDir()
	d := open(t, dir)
	sum := put(t, d, "whole")
	if err := os.WriteFile(filepath.Join(dir, sum[:2], sum), []byte("who"), 0o600); err != nil {
		t.Fatal(err)
	}
	put(t, d, "whole")
	if err := d.Check(sum); err != nil {
		t.Fatal(err)
	}
}

func TestFlippedBytesAreFound(t *testing.T) {
	dir := t.TempDir()
	d := open(t, dir)
	sum := put(t, d, "whole")
	if err := os.WriteFile(filepath.Join(dir, sum[:2], sum), []byte("whale"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code := motcua.CodeOf(d.Check(sum)); code != motcua.CodeCorrupt {
		t.Fatal(code)
	}
}

func TestInputOverTheBoundLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	d := open(t, dir)
	for _, max := range []int64{-1, 0, 4} {
		if _, _, err := d.Put(context.Background(), strings.NewReader("12345"), max); motcua.CodeOf(err) != motcua.CodeTooLarge {
			t.Errorf("bound %d: %v", max, err)
		}
	}
	for _, max := range []int64{5, math.MaxInt64} {
		if _, size, err := d.Put(context.Background(), strings.NewReader("12345"), max); size != 5 || err != nil {
			t.Errorf("bound %d: %d, %v", max, size, err)
		}
	}
	if n := temps(t, dir); n != 0 {
		t.Errorf("%d temporary files left", n)
	}
}

func temps(t *testing.T, dir string) int {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "tmp", "put-*"))
	if err != nil {
		t.Fatal(err)
	}
	return len(found)
}

type brokenReader struct{ after io.Reader }

func (r brokenReader) Read(p []byte) (int, error) {
	n, err := r.after.Read(p)
	if errors.Is(err, io.EOF) {
		err = errors.New("cable pulled")
	}
	return n, err
}

func TestAReaderThatBreaksLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	d := open(t, dir)
	_, _, err := d.Put(context.Background(), brokenReader{strings.NewReader("half")}, 100)
	if motcua.CodeOf(err) != motcua.CodeIO {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := d.Put(ctx, strings.NewReader("x"), 100); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if err := d.Walk(func(sum string, _ int64) error { return fmt.Errorf("found %s", sum) }); err != nil {
		t.Fatal(err)
	}
	if temps(t, dir) != 0 {
		t.Fatal("temporary file left")
	}
}

func TestNoNameLeadsOutOfTheFolder(t *testing.T) {
	root := t.TempDir()
	d := open(t, filepath.Join(root, "files"))
	if err := os.WriteFile(filepath.Join(root, "secret"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"", "../secret", "..", "secret", strings.Repeat("A", 64), strings.Repeat("g", 64),
		"../" + strings.Repeat("a", 61), strings.Repeat("a", 63) + "\x00", strings.Repeat("a", 65)} {
		if _, err := d.Open(name); motcua.CodeOf(err) != motcua.CodeInvalid {
			t.Errorf("%q: %v", name, err)
		}
		if _, _, err := d.Has(name); motcua.CodeOf(err) != motcua.CodeInvalid {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestAFileThatIsNotThereIsUnknown(t *testing.T) {
	d := open(t, t.TempDir())
	sum := strings.Repeat("0", 64)
	if _, err := d.Open(sum); motcua.CodeOf(err) != motcua.CodeUnknown {
		t.Error(err)
	}
	if err := d.Check(sum); motcua.CodeOf(err) != motcua.CodeUnknown {
		t.Error(err)
	}
	if _, ok, err := d.Has(sum); ok || err != nil {
		t.Error(ok, err)
	}
}

func TestDebrisOfACrashIsSweptOnlyWhenNobodyElseWrites(t *testing.T) {
	dir := t.TempDir()
	first := open(t, dir)
	debris := filepath.Join(dir, "tmp", "put-123")
	if err := os.WriteFile(debris, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	second := open(t, dir)
	if temps(t, dir) != 1 {
		t.Fatal("swept while the first may still be writing")
	}
	if err := errors.Join(first.Close(), second.Close()); err != nil {
		t.Fatal(err)
	}
	open(t, dir)
	if temps(t, dir) != 0 {
		t.Fatal("debris kept")
	}
}

func TestWalkNamesEveryFileInOrder(t *testing.T) {
	dir := t.TempDir()
	d := open(t, dir)
	want := map[string]int64{}
	for i := range 20 {
		s := strings.Repeat("x", i)
		want[put(t, d, s)] = int64(i)
	}
	if err := os.WriteFile(filepath.Join(dir, "ab-note"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	last, n := "", 0
	err := d.Walk(func(sum string, size int64) error {
		if want[sum] != size || sum <= last {
			t.Errorf("%s of %d after %s", sum, size, last)
		}
		last = sum
		n++
		return nil
	})
	if err != nil || n != 20 {
		t.Fatalf("%d files, %v", n, err)
	}
}

func TestManyWritersOfTheSameBytesAgree(t *testing.T) {
	dir := t.TempDir()
	a, b := open(t, dir), open(t, dir)
	data := bytes.Repeat([]byte("0123456789"), 40_000) // over one chunk
	var wg sync.WaitGroup
	for i := range 8 {
		d := a
		if i%2 == 1 {
			d = b
		}
		wg.Go(func() {
			sum, size, err := d.Put(context.Background(), bytes.NewReader(data), 1<<20)
			if err != nil || size != int64(len(data)) {
				t.Errorf("%d, %v", size, err)
			}
			if err := d.Check(sum); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

func TestErrorsOfTheSystemGetTheirCodes(t *testing.T) {
	blocked := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(blocked, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := filedir.Open(filepath.Join(blocked, "dir")); motcua.CodeOf(err) != motcua.CodeIO {
		t.Error(err)
	}
	for want, err := range namedErrors() {
		if got := motcua.CodeOf(filedir.Named(fmt.Errorf("write: %w", err))); got != want {
			t.Errorf("%v: %s, want %s", err, got, want)
		}
	}
	if filedir.Named(nil) != nil || !errors.Is(filedir.Named(context.Canceled), context.Canceled) {
		t.Error("nil or a cancelled context was renamed")
	}
}

func TestAFolderIsMadeWithItsParentsAndOnlyForItsOwner(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b", "c")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if err := filedir.MakeFolder(dir); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for p := dir; filepath.Base(p) != "001"; p = filepath.Dir(p) {
		if info, err := os.Stat(p); err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("%s: %v, %v", p, info, err)
		}
	}
}

func TestAnyBytesComeBack(t *testing.T) {
	d := open(t, t.TempDir())
	rapid.Check(t, func(t *rapid.T) {
		data := rapid.SliceOfN(rapid.Byte(), 0, 3000).Draw(t, "data")
		sum, size, err := d.Put(context.Background(), iotest.OneByteReader(bytes.NewReader(data)), 3000)
		if err != nil || size != int64(len(data)) {
			t.Fatal(size, err)
		}
		f, err := d.Open(sum)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if back, err := io.ReadAll(f); err != nil || !bytes.Equal(back, data) {
			t.Fatal(err)
		}
		if len(data) == 0 {
			return
		}
		if _, _, err := d.Put(context.Background(), bytes.NewReader(data), int64(len(data)-1)); motcua.CodeOf(err) != motcua.CodeTooLarge {
			t.Fatal(err)
		}
	})
}
