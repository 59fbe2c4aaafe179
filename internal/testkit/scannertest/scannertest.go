// Package scannertest is the contract of motcua.Scanner as a test suite. Every
// implementation runs it, virtual and real ones alike.
package scannertest

import (
	"bytes"
	"context"
	"errors"
	"image"
	_ "image/jpeg" // the types a page may have
	_ "image/png"
	"io"
	"testing"

	_ "golang.org/x/image/tiff"

	"motcua"
)

// Run checks a scanner with a loaded feeder. load returns a fresh one that
// delivers at least two pages a job.
func Run(t *testing.T, load func(t *testing.T) motcua.Scanner) {
	t.Run("a device that is listed can be scanned with", func(t *testing.T) { listed(t, load(t)) })
	t.Run("pages come whole, in their type, until the end", func(t *testing.T) { pages(t, load(t)) })
	t.Run("what cannot be scanned with is refused by code", func(t *testing.T) { refused(t, load(t)) })
	t.Run("one job runs at a time", func(t *testing.T) { oneAtATime(t, load(t)) })
	t.Run("a cancelled wait loses no page", func(t *testing.T) { cancelled(t, load(t)) })
	t.Run("a closed job gives nothing more", func(t *testing.T) { closed(t, load(t)) })
}

func open(t *testing.T, s motcua.Scanner, r motcua.ScanRequest) motcua.PageStream {
	t.Helper()
	st, err := s.Scan(context.Background(), r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	return st
}

// All reads a job to its end.
func All(t *testing.T, st motcua.PageStream) []motcua.Page {
	t.Helper()
	var out []motcua.Page
	for {
		p, err := st.Next(context.Background())
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
}

func listed(t *testing.T, s motcua.Scanner) {
	devices, err := s.Devices(context.Background())
	if err != nil || len(devices) == 0 {
		t.Fatalf("%v, %v", devices, err)
	}
	for _, d := range devices {
		if d.ID == "" || d.Name == "" {
			t.Errorf("device without id or name: %+v", d)
		}
		st := open(t, s, motcua.ScanRequest{Device: d.ID, DPI: 75})
		if len(All(t, st)) == 0 {
			t.Errorf("%s delivers nothing", d.ID)
		}
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	}
}

func pages(t *testing.T, s motcua.Scanner) {
	st := open(t, s, motcua.ScanRequest{DPI: 75, Grey: true})
	got := All(t, st)
	if len(got) < 2 {
		t.Fatalf("%d pages", len(got))
	}
	for i, p := range got {
		_, kind, err := image.Decode(bytes.NewReader(p.Data))
		if err != nil || "image/"+kind != p.Type || p.DPI != 75 {
			t.Errorf("page %d: type %q is %q, %d dpi, %v", i, p.Type, kind, p.DPI, err)
		}
	}
	if _, err := st.Next(context.Background()); err != io.EOF {
		t.Errorf("after the end: %v, want io.EOF again", err)
	}
}

func refused(t *testing.T, s motcua.Scanner) {
	for _, c := range []struct {
		r    motcua.ScanRequest
		want motcua.ErrorCode
	}{
		{motcua.ScanRequest{Device: "no such device"}, motcua.CodeUnknown},
		{motcua.ScanRequest{DPI: -5}, motcua.CodeInvalid},
		{motcua.ScanRequest{DPI: 1 << 30}, motcua.CodeInvalid},
	} {
		if _, err := s.Scan(context.Background(), c.r); motcua.CodeOf(err) != c.want {
			t.Errorf("%+v: %v, want %s", c.r, err, c.want)
		}
	}
	All(t, open(t, s, motcua.ScanRequest{DPI: 75})) // none of these holds the device
}

func oneAtATime(t *testing.T, s motcua.Scanner) {
	st := open(t, s, motcua.ScanRequest{DPI: 75})
	if _, err := s.Scan(context.Background(), motcua.ScanRequest{}); motcua.CodeOf(err) != motcua.CodeBusy {
		t.Errorf("second job: %v", err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	open(t, s, motcua.ScanRequest{})
}

func cancelled(t *testing.T, s motcua.Scanner) {
	whole := open(t, s, motcua.ScanRequest{DPI: 75})
	want := All(t, whole)
	if err := whole.Close(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := s.Scan(ctx, motcua.ScanRequest{}); !errors.Is(err, context.Canceled) {
		t.Errorf("start: %v", err)
	}
	st := open(t, s, motcua.ScanRequest{DPI: 75})
	if _, err := st.Next(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("page: %v", err)
	}
	if got := All(t, st); len(got) != len(want) {
		t.Errorf("%d pages after a cancelled wait, want %d", len(got), len(want))
	}
}

func closed(t *testing.T, s motcua.Scanner) {
	st := open(t, s, motcua.ScanRequest{DPI: 75})
	p, err := st.Next(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	kept := bytes.Clone(p.Data)
	for range 2 {
		if err := st.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	}
	if _, err := st.Next(context.Background()); err == nil || err == io.EOF {
		t.Errorf("page after close: %v", err)
	}
	if !bytes.Equal(kept, p.Data) {
		t.Error("a delivered page changed after close")
	}
}
