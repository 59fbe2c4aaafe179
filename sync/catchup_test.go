package sync_test

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"motcua"
	"motcua/sync/wire"
)

func TestAStationThatWasPutBackCatchesUpByItself(t *testing.T) {
	_, f, s := enrolled(t)
	e, _ := f.Receive(1)
	f.AddFile(e.Dossier, []byte("%PDF-1.7 invented"))
	round(t, s)
	whole := f.Events()
	f.RollBack(2)
	if sum := round(t, s); sum.Restored != 2 || sum.Sent != 1 {
		t.Fatalf("%+v", sum)
	}
	back := f.Events()
	if len(back) != len(whole) || back[2].Hash() != whole[2].Hash() || f.Acked() != 3 {
		t.Fatalf("%d of %d events, acked %d", len(back), len(whole), f.Acked())
	}
	if s.State().Mode != motcua.RoadIdle {
		t.Errorf("%+v", s.State())
	}
	f.Receive(2)
	if sum := round(t, s); sum.Accepted != 1 || sum.Restored != 0 {
		t.Errorf("%+v", sum)
	}
}

func TestARefusalThatTheOlderCopyForgotIsLearntAgain(t *testing.T) {
	_, f, s := enrolled(t)
	e, _ := f.Receive(1)
	f.ReceiveAs(2, func(r *motcua.Received) { r.Code = code(t, e) }) // the code of another dossier
	if sum := round(t, s); sum.Refused != 1 {
		t.Fatalf("%+v", sum)
	}
	f.RollBack(1)
	round(t, s)
	last := f.Receipts[len(f.Receipts)-1]
	if last.Through != 3 || len(last.Refused) != 1 || last.Refused[0].Seq != 3 || last.Refused[0].Code != motcua.CodeConflict {
		t.Errorf("%+v", last)
	}
}

func code(t *testing.T, e motcua.Event) motcua.Code {
	t.Helper()
	var r motcua.Received
	if err := e.DecodeBody(&r); err != nil {
		t.Fatal(err)
	}
	return r.Code
}

func TestALogThatWentAnotherWayStopsTheRoadUnchanged(t *testing.T) {
	c, f, s := enrolled(t)
	f.Receive(1)
	f.Receive(2)
	round(t, s)
	for name, lost := range map[string]int{"behind": 2, "one shorter": 1} {
		f.RollBack(lost)
		f.Receive(7)
		before := f.Events()
		_, err := s.Once(context.Background())
		if motcua.CodeOf(err) != motcua.CodeRolledBack {
			t.Fatalf("%s: %v", name, err)
		}
		if st := s.State(); st.Mode != motcua.RoadStopped || st.Code != motcua.CodeRolledBack {
			t.Errorf("%s: %+v", name, st)
		}
		if after := f.Events(); len(after) != len(before) {
			t.Errorf("%s: %d events became %d", name, len(before), len(after))
		}
	}
	if n := len(dossiers(t, c)); n != 2 {
		t.Errorf("%d dossiers at the hub", n)
	}
}

func TestABrokenCatchUpChangesNothingAndIsTriedAgain(t *testing.T) {
	c, f, s := enrolled(t)
	e, _ := f.Receive(1)
	f.AddFile(e.Dossier, []byte("%PDF-1.7 invented"))
	round(t, s)
	f.RollBack(2)
	for _, path := range []string{wire.PathOwn, wire.PathOwnFile} {
		c.Put(only(path, func(_ http.Handler, w http.ResponseWriter, r *http.Request) { hangUp(w, r) }))
		if path == wire.PathOwnFile { // so that the file is missing here too
			removeFiles(t, f.Path(""))
		}
		_, err := s.Once(context.Background())
		wantCode(t, err, motcua.CodeUnreachable, "")
		if n := len(f.Events()); n != 1 {
			t.Fatalf("%s: %d events", path, n)
		}
	}
	c.Put(nil)
	if sum := round(t, s); sum.Restored != 2 {
		t.Fatalf("%+v", sum)
	}
	clean(t, c)
}

func TestAStationGetsItsOwnLogAndNobodyElses(t *testing.T) {
	c, f, s := enrolled(t)
	e, _ := f.Receive(1)
	f.AddFile(e.Dossier, []byte("%PDF-1.7 invented"))
	round(t, s)
	seen := ""
	c.Put(func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			seen += r.URL.Path + " "
			if strings.HasPrefix(r.URL.Path, wire.PathOwn) {
				r.Header.Set("Signature-Input", strings.Replace(r.Header.Get("Signature-Input"), f.Station().ID, "s0000000000000000", 1))
			}
			next.ServeHTTP(w, r)
		})
	})
	f.RollBack(1)
	if _, err := s.Once(context.Background()); err == nil || !strings.Contains(seen, wire.PathOwn) {
		t.Errorf("another station's name was believed: %v; %s", err, seen)
	}
	if n := len(f.Events()); n != 2 {
		t.Errorf("%d events", n)
	}
}

// removeFiles empties a folder of its files.
func removeFiles(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if err := os.Remove(filepath.Join(dir, e.Name())); err != nil {
			t.Fatal(err)
		}
	}
}
