package backup_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"motcua"
	"motcua/store/backup"
)

var update = flag.Bool("update", false, "write testdata anew")

var ctx = context.Background()

const (
	misspelt    = "AGE-SECRET-KEY-1QQPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQSQ5KFUX"
	vector      = "testdata/backup-v1.bin"
	vectorKey   = "testdata/backup-v1.key"
	vectorWords = "mưa rơi trên phố"
)

func identity(t testing.TB) *age.X25519Identity {
	t.Helper()
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func header(database []byte) backup.Header {
	return backup.Header{
		Station: "s0011223344556677", Name: "Quầy Ví Dụ", Made: time.Date(2026, 11, 22, 10, 5, 0, 0, time.UTC), Schema: 5,
		Events: 3, Dossiers: 1, Files: 1, Seq: 3, Hash: sha256.Sum256([]byte("x")), Area: "files-001122334455",
		Identity: "no key", Keys: []backup.Key{{Name: "station.key", Data: []byte("no key")}},
		Size: int64(len(database)), SHA256: sha256.Sum256(database),
	}
}

func made(t testing.TB, lock backup.Lock, database []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := backup.Write(ctx, &b, header(database), lock, bytes.NewReader(database)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func read(data []byte, pass string, ids ...age.Identity) (backup.Header, []byte, error) {
	r, err := backup.Open(bytes.NewReader(data), ids, pass)
	if err != nil {
		return backup.Header{}, nil, err
	}
	var out bytes.Buffer
	err = r.Database(ctx, &out)
	return r.Header, out.Bytes(), err
}

func TestASnapshotOfVersionOneIsReadForEver(t *testing.T) {
	database := bytes.Repeat([]byte("một cơ sở dữ liệu thí dụ\n"), 100)
	if *update {
		id := identity(t)
		data := made(t, backup.Lock{Recipients: []age.Recipient{id.Recipient()}, Passphrase: vectorWords, WorkFactor: 8}, database)
		for path, b := range map[string][]byte{vector: data, vectorKey: []byte("# of this test only\n" + id.String() + "\n")} {
			if err := os.WriteFile(path, b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	data, err := os.ReadFile(vector)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(vectorKey)
	if err != nil {
		t.Fatal(err)
	}
	key, err := backup.ParseIdentity(text)
	if err != nil {
		t.Fatal(err)
	}
	for name, open := range map[string]func() (backup.Header, []byte, error){
		"key":        func() (backup.Header, []byte, error) { return read(data, "", key) },
		"passphrase": func() (backup.Header, []byte, error) { return read(data, vectorWords) },
	} {
		h, got, err := open()
		want := header(database)
		want.Prelude = h.Prelude
		if err != nil || !bytes.Equal(got, database) || h.Name != want.Name || h.Hash != want.Hash || !h.Made.Equal(want.Made) || len(h.Keys) != 1 {
			t.Errorf("%s: %+v, %v", name, h, err)
		}
	}
	if p, err := backup.Look(bytes.NewReader(data)); err != nil || p.Station != "s0011223344556677" || p.Unlock == nil {
		t.Errorf("%+v %v", p, err)
	}
}

func TestEveryByteOfASnapshotCounts(t *testing.T) {
	id := identity(t)
	whole := made(t, backup.Lock{Recipients: []age.Recipient{id.Recipient()}}, []byte("dữ liệu"))
	if _, got, err := read(whole, "", id); err != nil || string(got) != "dữ liệu" {
		t.Fatal(err)
	}
	for i := range whole {
		flipped := bytes.Clone(whole)
		flipped[i] ^= 1
		if _, _, err := read(flipped, "", id); err == nil {
			t.Errorf("byte %d flipped: believed", i)
		}
		if _, _, err := read(whole[:i], "", id); motcua.CodeOf(err) != motcua.CodeCorrupt {
			t.Errorf("cut at %d: %v", i, err)
		}
	}
	if _, _, err := read(append(bytes.Clone(whole), 0), "", id); motcua.CodeOf(err) != motcua.CodeCorrupt {
		t.Errorf("longer: %v", err)
	}
}

func TestASnapshotThatNobodyCouldOpenIsNotMade(t *testing.T) {
	err := backup.Write(ctx, io.Discard, header(nil), backup.Lock{}, bytes.NewReader(nil))
	if motcua.CodeOf(err) != motcua.CodeInvalid {
		t.Error(err)
	}
	id := identity(t)
	err = backup.Write(ctx, io.Discard, header([]byte("a")), backup.Lock{Recipients: []age.Recipient{id.Recipient()}}, strings.NewReader("b"))
	if motcua.CodeOf(err) != motcua.CodeCorrupt {
		t.Error("another database than the header says:", err)
	}
	over, cancel := context.WithCancel(ctx)
	cancel()
	err = backup.Write(over, io.Discard, header(nil), backup.Lock{Recipients: []age.Recipient{id.Recipient()}}, bytes.NewReader(nil))
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestNamesThatLeadOutOfAFolderAreRefused(t *testing.T) {
	id := identity(t)
	for _, name := range []string{"", ".", "..", "../x.key", "a/b.key", `a\b.key`, "C:x.key", ".hidden.key", "x\x00.key"} {
		h := header(nil)
		h.Keys = []backup.Key{{Name: name}}
		area := header(nil)
		area.Area = name
		for _, h := range []backup.Header{h, area} {
			var b bytes.Buffer
			if err := backup.Write(ctx, &b, h, backup.Lock{Recipients: []age.Recipient{id.Recipient()}}, bytes.NewReader(nil)); err != nil {
				t.Fatal(err)
			}
			if _, _, err := read(b.Bytes(), "", id); motcua.CodeOf(err) != motcua.CodeCorrupt {
				t.Errorf("%q: %v", name, err)
			}
		}
	}
}

func TestAKeyOnPaperIsReadAmongItsComments(t *testing.T) {
	key := identity(t).String()
	for _, text := range []string{key, key + "\n", "# khóa\r\n\r\n  " + key + "  \r\n", "created: x\n" + key} {
		if _, err := backup.ParseIdentity([]byte(text)); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
	for _, text := range []string{"", "age1x", key[:40], strings.ToLower(key), misspelt} {
		_, err := backup.ParseIdentity([]byte(text))
		if motcua.CodeOf(err) != motcua.CodeInvalid || strings.Contains(err.Error(), "SECRET") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func sumOf(text string) string {
	s := sha256.Sum256([]byte(text))
	return hex.EncodeToString(s[:])
}

func TestAFileOfTheAreaIsWholeOrNotThere(t *testing.T) {
	dir := t.TempDir()
	a := backup.OpenArea(dir, identity(t))
	sum := sumOf("trang")
	if has, err := a.Has(sum); has || err != nil {
		t.Fatal(has, err)
	}
	if err := a.Check(ctx, sum); motcua.CodeOf(err) != motcua.CodeUnknown {
		t.Error(err)
	}
	if err := a.Put(ctx, sum, strings.NewReader("trang khác")); motcua.CodeOf(err) != motcua.CodeCorrupt {
		t.Error(err)
	}
	if err := a.Put(ctx, sum, io.MultiReader(strings.NewReader("tra"), &broken{})); err == nil {
		t.Error("a file that could not be read was stored")
	}
	if has, err := a.Has(sum); has || err != nil {
		t.Error("half a file is there", err)
	}
	if err := a.Put(ctx, sum, strings.NewReader("trang")); err != nil {
		t.Fatal(err)
	}
	if err := a.Check(ctx, sum); err != nil {
		t.Error(err)
	}
	if err := backup.OpenArea(dir, identity(t)).Check(ctx, sum); motcua.CodeOf(err) != motcua.CodeUnknown {
		t.Error("another key sees it:", err)
	}
}

// broken is a disk that cannot be read.
type broken struct{}

func (*broken) Read([]byte) (int, error) { return 0, errors.New("unreadable") }

func TestHalfWrittenFilesOfTheAreaAreSweptAndWholeOnesStay(t *testing.T) {
	dir := t.TempDir()
	a := backup.OpenArea(dir, identity(t))
	if err := a.Sweep(); err != nil {
		t.Fatal("an area that is not there:", err)
	}
	if err := a.Put(ctx, sumOf("trang"), strings.NewReader("trang")); err != nil {
		t.Fatal(err)
	}
	found, err := filepath.Glob(filepath.Join(dir, "*", "*", "*"))
	if err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	if err := os.WriteFile(found[0]+"x.part", []byte("nửa"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := a.Sweep(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(found[0] + "x.part"); !os.IsNotExist(err) {
		t.Error("half a file stays", err)
	}
	if err := a.Check(ctx, sumOf("trang")); err != nil {
		t.Error(err)
	}
}
