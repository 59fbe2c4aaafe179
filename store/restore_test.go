package store_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"filippo.io/age"

	"motcua"
	"motcua/store"
	"motcua/store/backup"
)

func TestARecoveryKeyOrAPassphraseOpensWithoutTheMachine(t *testing.T) {
	s := open(t, newStation(t))
	receive(t, s, form("Nguyễn Thị Ví Dụ"))
	first, err := s.RecoveryKey(ctx, false)
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.RecoveryKey(ctx, false)
	wantCode(t, err, motcua.CodeConflict)
	disk := t.TempDir()
	r, err := s.Backup(ctx, store.BackupConfig{Folder: disk, Passphrase: "mưa rơi trên phố", WorkFactor: 10})
	if err != nil || !r.Recoverable {
		t.Fatalf("%+v %v", r, err)
	}
	if _, err := s.RecoveryKey(ctx, true); err != nil {
		t.Fatal(err)
	}
	key, err := backup.ParseIdentity([]byte("# giấy trong két\r\n" + first + "\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	for name, try := range map[string]func(dir string) error{
		"recovery key": func(dir string) error { _, err := restore(r.File, dir, "", key); return err },
		"passphrase":   func(dir string) error { _, err := restore(r.File, dir, "mưa rơi trên phố"); return err },
	} {
		dir := filepath.Join(t.TempDir(), "x")
		if err := try(dir); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		wantClean(t, open(t, dir))
	}
	stranger, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "x")
	_, err = restore(r.File, dir, "", stranger)
	wantCode(t, err, motcua.CodeDenied)
	_, err = restore(r.File, dir, "mưa rơi")
	wantCode(t, err, motcua.CodeDenied)
	_, err = restore(r.File, dir, "")
	wantCode(t, err, motcua.CodeDenied)
	if left := names(t, filepath.Dir(dir)); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}

func TestARestoreNeverWritesOverAnything(t *testing.T) {
	dir := newStation(t)
	s := open(t, dir)
	r := backUp(t, s, t.TempDir())
	_, err := restore(r.File, dir, "", ownKey(t, dir))
	wantCode(t, err, motcua.CodeConflict)
	letter := t.TempDir()
	if err := os.WriteFile(filepath.Join(letter, "thư.docx"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = restore(r.File, letter, "", ownKey(t, dir))
	wantCode(t, err, motcua.CodeConflict)
	empty := t.TempDir()
	if _, err = restore(r.File, empty, "", ownKey(t, dir)); err != nil {
		t.Error(err)
	}
	_, err = restore(r.File+"x", filepath.Join(t.TempDir(), "x"), "", ownKey(t, dir))
	wantCode(t, err, motcua.CodeUnknown)
}

func TestATornOrFlippedBackupIsRefusedWhole(t *testing.T) {
	dir := newStation(t)
	s := open(t, dir)
	receive(t, s, form("Nguyễn Thị Ví Dụ"))
	whole, err := os.ReadFile(backUp(t, s, t.TempDir()).File)
	if err != nil {
		t.Fatal(err)
	}
	change := func(at int) []byte {
		b := bytes.Clone(whole)
		b[at] ^= 1
		return b
	}
	for name, data := range map[string][]byte{
		"empty": nil, "torn in the prelude": whole[:40], "torn": whole[:len(whole)/2], "without its last byte": whole[:len(whole)-1],
		"longer": append(bytes.Clone(whole), 'x'), "flipped": change(len(whole) * 2 / 3), "prelude flipped": change(60), "magic": change(2),
	} {
		from := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(from, data, 0o600); err != nil {
			t.Fatal(err)
		}
		to := filepath.Join(t.TempDir(), "x")
		if _, err := restore(from, to, "", ownKey(t, dir)); err == nil {
			t.Errorf("%s: restored", name)
		} else if c := motcua.CodeOf(err); c != motcua.CodeCorrupt && c != motcua.CodeDenied && c != motcua.CodeTooLarge {
			t.Errorf("%s: %v", name, err)
		}
		if left := names(t, filepath.Dir(to)); len(left) != 0 {
			t.Errorf("%s: left %v", name, left)
		}
	}
	newer := append([]byte("MOTCUA BACKUP 2\n"), whole[16:]...)
	from := filepath.Join(t.TempDir(), "newer")
	if err := os.WriteFile(from, newer, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = restore(from, filepath.Join(t.TempDir(), "x"), "", ownKey(t, dir))
	wantCode(t, err, motcua.CodeNewer)
}

func TestLocksAndPapersOfTheFolderAreNotBackedUp(t *testing.T) {
	dir := newStation(t)
	s := open(t, dir)
	receive(t, s, form("Nguyễn Thị Ví Dụ"))
	for _, name := range []string{"counter.lock", "init.lock", "giay.pdf"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("ở lại đây"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r := backUp(t, s, t.TempDir())
	there := filepath.Join(t.TempDir(), "x")
	if _, err := restore(r.File, there, "", ownKey(t, dir)); err != nil {
		t.Fatal(err)
	}
	for _, path := range names(t, there) {
		if got, err := os.ReadFile(path); err != nil || string(got) == "ở lại đây" {
			t.Errorf("%s came along, %v", path, err)
		}
	}
	wantClean(t, open(t, there))
}
