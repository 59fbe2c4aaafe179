package virtual_test

import (
	"bytes"
	"context"
	"image"
	"io"
	"testing"
	"time"

	"motcua"
	"motcua/internal/testkit/scannertest"
	"motcua/scan/page"
	"motcua/scan/virtual"
)

func TestTheVirtualScannerKeepsTheContract(t *testing.T) {
	scannertest.Run(t, func(*testing.T) motcua.Scanner { return virtual.New(virtual.Config{}) })
	given, err := virtual.DemoPages(3, 75, false)
	if err != nil {
		t.Fatal(err)
	}
	scannertest.Run(t, func(*testing.T) motcua.Scanner {
		return virtual.New(virtual.Config{Pages: given, Delay: time.Millisecond})
	})
}

// job reads pages until an error and returns both.
func job(t *testing.T, s motcua.Scanner) ([]motcua.Page, error) {
	t.Helper()
	st, err := s.Scan(context.Background(), motcua.ScanRequest{DPI: 75})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	}()
	var out []motcua.Page
	for {
		p, err := st.Next(context.Background())
		if err != nil {
			if _, again := st.Next(context.Background()); again != err {
				t.Errorf("%v, then %v", err, again)
			}
			return out, err
		}
		out = append(out, p)
	}
}

func detail(err error) motcua.ScanProblem {
	if e, ok := err.(*motcua.Error); ok && e.Code == motcua.CodeIO && e.Field == "scanner" {
		return motcua.ScanProblem(e.Detail)
	}
	return "not a fault"
}

func TestAJamKeepsDeliveredPagesAndTheNextJobGoesOn(t *testing.T) {
	s := virtual.New(virtual.Config{Count: 5, Fault: motcua.ScanJammed, After: 2})
	first, err := job(t, s)
	if len(first) != 2 || detail(err) != motcua.ScanJammed {
		t.Fatalf("%d pages, %v", len(first), err)
	}
	rest, err := job(t, s)
	if len(rest) != 3 || err != io.EOF {
		t.Fatalf("then %d pages, %v", len(rest), err)
	}
	want, err := virtual.DemoPages(5, 75, false)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range append(first, rest...) {
		if !bytes.Equal(p.Data, want[i]) {
			t.Errorf("page %d is another one", i+1)
		}
	}
	if all, err := job(t, s); len(all) != 5 || err != io.EOF {
		t.Errorf("the job after: %d pages, %v", len(all), err)
	}
}

func TestAnEmptyFeederAndAnOpenCoverStopBeforeTheFirstPage(t *testing.T) {
	for _, fault := range []motcua.ScanProblem{motcua.ScanNoDocs, motcua.ScanCoverOpen} {
		s := virtual.New(virtual.Config{Fault: fault})
		for range 2 {
			if got, err := job(t, s); len(got) != 0 || detail(err) != fault {
				t.Errorf("%s: %d pages, %v", fault, len(got), err)
			}
		}
	}
}

func TestASlowDeviceCanBeWaitedForNoLongerThanTheCallerWants(t *testing.T) {
	s := virtual.New(virtual.Config{Delay: time.Minute})
	st, err := s.Scan(context.Background(), motcua.ScanRequest{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	begin := time.Now()
	if _, err := st.Next(ctx); motcua.CodeOf(err) != motcua.CodeBusy || time.Since(begin) > 10*time.Second {
		t.Errorf("%v after %v", err, time.Since(begin))
	}
	if err := st.Close(); err != nil {
		t.Error(err)
	}
}

func TestDrawnPagesAreA4AtTheAskedResolutionAndCanBeFiled(t *testing.T) {
	for _, c := range []struct {
		dpi  int
		grey bool
		want image.Point
	}{{200, false, image.Pt(1653, 2338)}, {75, true, image.Pt(620, 876)}} {
		pages, err := virtual.DemoPages(2, c.dpi, c.grey)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Equal(pages[0], pages[1]) {
			t.Error("two pages look the same")
		}
		for _, p := range pages {
			if ref, err := page.Inspect(p); err != nil || ref.Type != page.TypeJPEG {
				t.Errorf("%+v, %v", ref, err)
			}
			img, _, err := image.Decode(bytes.NewReader(p))
			if err != nil {
				t.Fatal(err)
			}
			if _, grey := img.(*image.Gray); img.Bounds().Size() != c.want || grey != c.grey {
				t.Errorf("%v, grey %v", img.Bounds(), grey)
			}
			dark := 0
			for y := 0; y < img.Bounds().Dy(); y += 7 {
				for x := 0; x < img.Bounds().Dx(); x += 7 {
					if r, _, _, _ := img.At(x, y).RGBA(); r < 0x6000 {
						dark++
					}
				}
			}
			if share := float64(dark*49) / float64(c.want.X*c.want.Y); share < 0.01 || share > 0.3 {
				t.Errorf("%.3f of the sheet is ink", share)
			}
		}
	}
}

func TestGivenPagesAreDeliveredAsTheyAre(t *testing.T) {
	given, err := virtual.DemoPages(3, 75, true)
	if err != nil {
		t.Fatal(err)
	}
	got, err := job(t, virtual.New(virtual.Config{Pages: given}))
	if err != io.EOF || len(got) != 3 {
		t.Fatalf("%d pages, %v", len(got), err)
	}
	for i, p := range got {
		if !bytes.Equal(p.Data, given[i]) || p.Type != page.TypeJPEG {
			t.Errorf("page %d of type %q differs", i, p.Type)
		}
	}
	if got, err := job(t, virtual.New(virtual.Config{Pages: [][]byte{}})); err != io.EOF || len(got) != 0 {
		t.Errorf("no pages: %d, %v", len(got), err)
	}
}

func TestDrawingTwiceGivesTheSameBytes(t *testing.T) {
	a, err := virtual.DemoPage(1, 2, 75, false)
	if err != nil {
		t.Fatal(err)
	}
	b, err := virtual.DemoPage(1, 2, 75, false)
	if err != nil || !bytes.Equal(a, b) {
		t.Errorf("differs, %v", err)
	}
}

func TestAFaultDoesNotHoldTheDevice(t *testing.T) {
	s := virtual.New(virtual.Config{Fault: motcua.ScanCoverOpen})
	for range 3 { // job closes its stream: the next one may start
		if _, err := job(t, s); detail(err) != motcua.ScanCoverOpen {
			t.Errorf("got %v", err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := s.Devices(ctx); motcua.CodeOf(err) != motcua.CodeBusy {
		t.Errorf("cancelled listing: %v", err)
	}
}
