package sane_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"motcua"
	"motcua/internal/testkit/scannertest"
	"motcua/scan/sane"
)

// backend is SANE's own test backend alone: two devices, each with a glass and
// a feeder of ten sheets.
func backend(t *testing.T) []string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"dll.conf": "test\n", "test.conf": "number_of_devices 2\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return []string{"SANE_CONFIG_DIR=" + dir}
}

func scanner(t *testing.T, extra ...string) (*sane.Scanner, string) {
	t.Helper()
	dir := t.TempDir()
	return sane.New(sane.Config{Env: backend(t), Dir: dir, Extra: extra}), dir
}

func TestContract(t *testing.T) {
	scannertest.Run(t, func(t *testing.T) motcua.Scanner { s, _ := scanner(t); return s })
}

func TestTenSheetsComeFromTheFeederAndNothingStaysBehind(t *testing.T) {
	s, dir := scanner(t)
	list, err := s.Devices(t.Context())
	if err != nil || len(list) != 2 || list[0] != (motcua.ScanDevice{ID: "test:0", Name: "Noname frontend-tester", Feeder: true}) {
		t.Fatalf("%+v, %v", list, err)
	}
	st, err := s.Scan(t.Context(), motcua.ScanRequest{DPI: 100})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(scannertest.All(t, st)); n != 10 {
		t.Errorf("%d pages", n)
	}
	if err := st.Close(); err != nil {
		t.Error(err)
	}
	empty(t, dir)
}

func empty(t *testing.T, dir string) {
	t.Helper()
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestWhatStopsTheDeviceIsNamedAsTheStandardNamesIt(t *testing.T) {
	for status, want := range map[string]motcua.Error{
		"JAMMED":      {Code: motcua.CodeIO, Field: "scanner", Detail: string(motcua.ScanJammed)},
		"COVER_OPEN":  {Code: motcua.CodeIO, Field: "scanner", Detail: string(motcua.ScanCoverOpen)},
		"NO_DOCS":     {Code: motcua.CodeIO, Field: "scanner", Detail: string(motcua.ScanNoDocs)}, // on the glass, too
		"IO_ERROR":    {Code: motcua.CodeIO, Field: "scanner", Detail: "status 9"},
		"DEVICE_BUSY": {Code: motcua.CodeBusy, Field: "scanner"},
	} {
		s, dir := scanner(t, "--read-return-value=SANE_STATUS_"+status)
		st, err := s.Scan(t.Context(), motcua.ScanRequest{DPI: 75})
		if err != nil {
			t.Fatal(status, err)
		}
		_, err = st.Next(t.Context())
		var e *motcua.Error
		if !errors.As(err, &e) || e.Code != want.Code || e.Field != want.Field || e.Detail != want.Detail {
			t.Errorf("%s: %v", status, err)
		}
		if err := st.Close(); err != nil {
			t.Error(err)
		}
		empty(t, dir)
	}
}

func TestASlowDeviceIsWaitedForAndStoppedWhenTheClerkCloses(t *testing.T) {
	s, dir := scanner(t, "--read-delay=yes", "--read-delay-duration=200000")
	st, err := s.Scan(t.Context(), motcua.ScanRequest{DPI: 300})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := st.Next(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
	if err := st.Close(); err != nil {
		t.Error(err)
	}
	empty(t, dir)
	if _, err := s.Scan(t.Context(), motcua.ScanRequest{}); err != nil {
		t.Errorf("the device is not free: %v", err)
	}
}

// bad writes a scanimage that behaves badly on purpose; what it does is what is
// told of brscan5 (nixpkgs issue 162304), which hangs after some pages.
func bad(t *testing.T, script string) *sane.Scanner {
	t.Helper()
	path := filepath.Join(t.TempDir(), "scanimage")
	text := `#!/bin/sh
case "$*" in
*--formatted-device-list*) printf 'brother5:bus1\tBrother  MFC \n'; exit 0 ;;
*--all-options*) printf '    --source FlatBed|Automatic Document Feeder(left aligned,Duplex)|Automatic Document Feeder(left aligned) [FlatBed]\n    --mode Black & White|24bit Color[Fast] [24bit Color[Fast]]\n'; exit 0 ;;
esac
for a; do case "$a" in --batch=*) dir=$(dirname "${a#--batch=}");; esac; done
` + script
	if err := os.WriteFile(path, []byte(text), 0o700); err != nil { //nolint:gosec // it is run
		t.Fatal(err)
	}
	return sane.New(sane.Config{Command: path, Dir: t.TempDir(), Patient: 300 * time.Millisecond})
}

func TestADriverThatHangsIsStoppedAndItsPagesStay(t *testing.T) {
	// It takes no interrupt, and has a reader of its own that holds the pipe.
	s := bad(t, `trap '' INT; printf page >"$dir/1.jpg"; echo "$dir/1.jpg"; sleep 60 & sleep 60`)
	list, err := s.Devices(t.Context())
	if err != nil || len(list) != 1 || list[0].Name != "Brother MFC" || !list[0].Duplex || !list[0].Feeder {
		t.Fatalf("%+v, %v", list, err)
	}
	st, err := s.Scan(t.Context(), motcua.ScanRequest{Duplex: true})
	if err != nil {
		t.Fatal(err)
	}
	if p, err := st.Next(t.Context()); err != nil || string(p.Data) != "page" {
		t.Errorf("%q, %v", p.Data, err)
	}
	_, err = st.Next(t.Context())
	if e, ok := err.(*motcua.Error); !ok || e.Detail != string(motcua.ScanHung) {
		t.Errorf("%v", err)
	}
	if err := st.Close(); err != nil {
		t.Error(err)
	}
}

func TestWhereTheFeederIsEmptyOnePageComesFromTheGlass(t *testing.T) {
	s := bad(t, `case "$*" in
*--source=Automatic*) echo "scanimage: sane_start: Document feeder out of documents" >&2; exit 7 ;;
*--source=FlatBed*--batch-count=1*) printf glass >"$dir/1.jpg"; echo "$dir/1.jpg" ;;
esac`)
	st, err := s.Scan(t.Context(), motcua.ScanRequest{})
	if err != nil {
		t.Fatal(err)
	}
	if p, err := st.Next(t.Context()); err != nil || string(p.Data) != "glass" {
		t.Errorf("%q, %v", p.Data, err)
	}
	if _, err := st.Next(t.Context()); err != io.EOF {
		t.Errorf("%v", err)
	}
	if err := st.Close(); err != nil {
		t.Error(err)
	}
}

func TestWhatAKilledProgramLeftIsSweptAway(t *testing.T) {
	dir := t.TempDir()
	for name, age := range map[string]time.Duration{"motcua-scan-old": time.Hour, "motcua-scan-new": time.Second, "other": time.Hour} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o700); err != nil {
			t.Fatal(err)
		}
		at := time.Now().Add(-age)
		if err := os.Chtimes(filepath.Join(dir, name), at, at); err != nil {
			t.Fatal(err)
		}
	}
	sane.New(sane.Config{Dir: dir})
	left, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(left) != 2 || filepath.Base(left[0]) != "motcua-scan-new" || filepath.Base(left[1]) != "other" {
		t.Errorf("%v, %v", left, err)
	}
}

func TestADriverNamesNoFileButItsOwn(t *testing.T) {
	outside := filepath.Join(t.TempDir(), "mine.jpg")
	if err := os.WriteFile(outside, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, script := range []string{
		`echo "` + outside + `"`, `ln -s "` + outside + `" "$dir/1.jpg"; echo "$dir/1.jpg"`,
		`dd if=/dev/zero of="$dir/1.jpg" bs=1M count=0 seek=65 2>/dev/null; echo "$dir/1.jpg"`,
	} {
		st, err := bad(t, script).Scan(t.Context(), motcua.ScanRequest{})
		if err != nil {
			t.Fatal(err)
		}
		if p, err := st.Next(t.Context()); err == nil || err == io.EOF {
			t.Errorf("%s: %d bytes, %v", script, len(p.Data), err)
		}
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	}
	if b, err := os.ReadFile(outside); err != nil || string(b) != "mine" {
		t.Errorf("%q, %v", b, err)
	}
}

func TestAMachineWithoutScanimageHasNoScanner(t *testing.T) {
	s := sane.New(sane.Config{Command: filepath.Join(t.TempDir(), "scanimage")})
	if list, err := s.Devices(t.Context()); s.Installed() || len(list) > 0 || err != nil {
		t.Errorf("%v, %v", list, err)
	}
	if _, err := s.Scan(t.Context(), motcua.ScanRequest{}); motcua.CodeOf(err) != motcua.CodeUnknown {
		t.Errorf("%v", err)
	}
}
