package desktop

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"motcua"
	"motcua/cmd/station"
	"motcua/store"
)

func newStation(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "q1")
	if _, err := station.Init(t.Context(), dir, "46-19789", "", "Quầy 01", 1, 999, time.Now, store.Keys{}); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestASecondCounterWindowOnOneFolderSaysSoAndEnds(t *testing.T) {
	t.Setenv("DISPLAY", ":0") // it ends before it needs one
	dir := newStation(t)
	release, err := station.HoldWindow(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out, said bytes.Buffer
	if code := Main(t.Context(), []string{"counter", "--data", dir}, strings.NewReader(""), &out, &said); code != 1 {
		t.Errorf("exit %d", code)
	}
	if !strings.Contains(said.String(), "cửa sổ quầy của thư mục này đang mở") {
		t.Errorf("said %q", said.String())
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
	if release, err = station.HoldWindow(dir); err != nil {
		t.Fatalf("after the first has gone: %v", err)
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
}

func TestTwoFoldersHaveAWindowEach(t *testing.T) {
	for range 2 {
		release, err := station.HoldWindow(newStation(t))
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := release(); err != nil {
				t.Error(err)
			}
		}()
	}
	_, err := station.HoldWindow(filepath.Join(t.TempDir(), "missing"))
	if motcua.CodeOf(err) != motcua.CodeReadOnly {
		t.Errorf("a folder that is not there: %v", err)
	}
}
