package ctl

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"motcua"
	"motcua/cmd/station"
)

func TestTheCommandSetsChangesAndTakesAwayAPassphrase(t *testing.T) {
	c := &counter{dir: filepath.Join(t.TempDir(), "q"), now: time.Date(2026, 11, 20, 8, 0, 0, 0, motcua.Local)}
	if _, err := c.run(t, "", &stationInitCmd{Data: c.dir, Unit: "46-19789", Name: "Quầy 01", From: 1, To: 999}); err != nil {
		t.Fatal(err)
	}
	file := func(text string) string {
		path := filepath.Join(t.TempDir(), "mật khẩu")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	shows := func(env string, want motcua.ErrorCode) {
		t.Helper()
		t.Setenv("MOTCUA_PASSPHRASE_FILE", env)
		_, err := c.run(t, "", &stationShowCmd{Data: c.dir})
		if motcua.CodeOf(err) != want || want != "" && (motcua.FieldOf(err) != "passphrase" || !strings.Contains(sentence(err), "Dữ liệu vẫn còn nguyên")) {
			t.Errorf("%v", err)
		}
	}
	one, two := file("mật khẩu thử một\n"), file("mật khẩu thử hai\r\n")
	if _, err := c.run(t, "", &stationPassphraseCmd{Data: c.dir, NewFile: file("ngắn\n")}); motcua.CodeOf(err) != motcua.CodeInvalid {
		t.Errorf("a short one: %v", err)
	}
	if out, err := c.run(t, "", &stationPassphraseCmd{Data: c.dir, NewFile: one}); err != nil || strings.Contains(out, "thử một") {
		t.Fatalf("%q, %v", out, err)
	}
	shows("", motcua.CodeDenied)
	shows(two, motcua.CodeDenied)
	if _, err := c.run(t, "", &stationPassphraseCmd{Data: c.dir, Remove: true}); motcua.CodeOf(err) != motcua.CodeDenied {
		t.Errorf("taken away with the wrong one: %v", err)
	}
	shows(one, "")
	release, err := station.HoldWindow(c.dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.run(t, "", &stationPassphraseCmd{Data: c.dir, NewFile: two}); motcua.CodeOf(err) != motcua.CodeBusy || !strings.Contains(sentence(err), "đóng cửa sổ") {
		t.Errorf("while its window is open: %v", err)
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
	if _, err := c.run(t, "", &stationPassphraseCmd{Data: c.dir, NewFile: two}); err != nil {
		t.Fatal(err)
	}
	shows(one, motcua.CodeDenied)
	shows(two, "")
	if _, err := c.run(t, "", &stationPassphraseCmd{Data: c.dir, Remove: true}); err != nil {
		t.Fatal(err)
	}
	shows("", "")
}
