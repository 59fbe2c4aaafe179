package hub_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"motcua"
	"motcua/sync/wire"
)

// files lists what lies in a hub's folders for files, half files and bundles.
func files(t *testing.T, dir string) []string {
	t.Helper()
	var out []string
	for _, sub := range []string{"files", "uploads", "staging"} {
		err := filepath.WalkDir(filepath.Join(dir, sub), func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() && d.Name() != "lock" {
				out = append(out, strings.TrimPrefix(path, dir))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func sumOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

func tus(extra ...string) http.Header {
	h := http.Header{"Tus-Resumable": {"1.0.0"}}
	for i := 0; i < len(extra); i += 2 {
		h[extra[i]] = []string{extra[i+1]}
	}
	return h
}

func (s counter) create(t *testing.T, sha string, size int, extra ...string) (int, http.Header, []byte) {
	return s.send(t, http.MethodPost, wire.PathFiles, nil, tus(append(extra,
		"Upload-Length", strconv.Itoa(size), "Upload-Metadata", "sha256 "+base64.StdEncoding.EncodeToString([]byte(sha)))...))
}

func (s counter) patch(t *testing.T, sha string, offset int, chunk []byte) (int, http.Header, []byte) {
	return s.send(t, http.MethodPatch, wire.PathFiles+wire.FileID(s.Station().ID, sha), chunk,
		tus("Upload-Offset", strconv.Itoa(offset), "Content-Type", "application/offset+octet-stream"))
}

func TestAnUploadThatIsNotItsNameIsThrownAway(t *testing.T) {
	c, s := start(t)
	sha := sumOf([]byte("the true bytes"))
	if status, h, out := s.create(t, sha, 14); status != http.StatusCreated || !strings.HasSuffix(h.Get("Location"), sha) {
		t.Fatalf("%d %s %s", status, h.Get("Location"), out)
	}
	status, _, out := s.patch(t, sha, 0, []byte("the false byte"))
	var p wire.Problem
	if err := json.Unmarshal(out, &p); err != nil || status != http.StatusBadRequest || p.Code != motcua.CodeCorrupt || p.Field != "file" {
		t.Fatalf("%d %s", status, out)
	}
	if left := files(t, c.Dir); len(left) != 0 {
		t.Fatalf("left behind: %v", left)
	}
	if status, _, out := s.create(t, sha, 14); status != http.StatusCreated {
		t.Fatalf("%d %s", status, out)
	}
	if status, _, _ := s.patch(t, sha, 0, []byte("the true")); status != http.StatusNoContent {
		t.Fatal(status)
	}
	if status, _, out := s.patch(t, sha, 3, []byte(" true bytes")); status != http.StatusConflict {
		t.Fatalf("a wrong offset: %d %s", status, out)
	}
	if status, _, _ := s.patch(t, sha, 8, []byte(" bytes")); status != http.StatusNoContent {
		t.Fatal(status)
	}
	if left := files(t, c.Dir); len(left) != 1 || !strings.HasPrefix(left[0], "/files/") || !strings.HasSuffix(left[0], sha) {
		t.Fatalf("%v", left)
	}
}

func TestAnUploadThatIsWholeIsKeptBeforeAnotherBeginsOverIt(t *testing.T) {
	c, s := start(t)
	content := []byte("all of it")
	sha := sumOf(content)
	if status, _, _ := s.create(t, sha, len(content)); status != http.StatusCreated {
		t.Fatal(status)
	}
	whole := filepath.Join(c.Dir, "uploads", wire.FileID(s.Station().ID, sha))
	if err := os.WriteFile(whole, content, 0o600); err != nil { // the hub died before it kept it
		t.Fatal(err)
	}
	if status, _, out := s.create(t, sha, len(content)); status != http.StatusCreated {
		t.Fatalf("%d %s", status, out)
	}
	held := false
	for _, f := range files(t, c.Dir) {
		held = held || strings.HasPrefix(f, "/files/") && strings.HasSuffix(f, sha)
	}
	if !held {
		t.Fatal("the whole upload was thrown away")
	}
	if status, _, out := s.patch(t, sha, 0, content); status != http.StatusNoContent {
		t.Fatalf("%d %s", status, out)
	}
	if left := files(t, c.Dir); len(left) != 1 {
		t.Fatalf("left behind: %v", left)
	}
}

func TestUploadsAreForTheirOwnStationAndForNothingElse(t *testing.T) {
	c, s := start(t)
	thief := enrol(t, c, unit, "Quầy 02")
	content := []byte("half of it")
	sha := sumOf(content)
	if status, _, _ := s.create(t, sha, len(content)); status != http.StatusCreated {
		t.Fatal(status)
	}
	s.patch(t, sha, 0, content[:4])
	path := wire.PathFiles + wire.FileID(s.Station().ID, sha)
	for name, x := range map[string]struct {
		who          counter
		method, path string
		header       http.Header
		want         int
	}{
		"another station looks":   {thief, http.MethodHead, path, tus(), http.StatusForbidden},
		"another station writes":  {thief, http.MethodPatch, path, tus("Upload-Offset", "4", "Content-Type", "application/offset+octet-stream"), http.StatusForbidden},
		"a path that climbs":      {s, http.MethodHead, wire.PathFiles + "..%2f..%2fhub.key", tus(), http.StatusForbidden},
		"the .info file":          {s, http.MethodHead, path + ".info", tus(), http.StatusForbidden},
		"download":                {s, http.MethodGet, path, tus(), http.StatusMethodNotAllowed},
		"delete":                  {s, http.MethodDelete, path, tus(), http.StatusMethodNotAllowed},
		"delete in disguise":      {s, http.MethodPost, path, tus("X-HTTP-Method-Override", "DELETE"), http.StatusMethodNotAllowed},
		"no sum":                  {s, http.MethodPost, wire.PathFiles, tus("Upload-Length", "5"), http.StatusBadRequest},
		"more than a file may be": {s, http.MethodPost, wire.PathFiles, tus("Upload-Length", strconv.Itoa(wire.MaxFile+1)), http.StatusRequestEntityTooLarge},
		"no length":               {s, http.MethodPost, wire.PathFiles, tus("Upload-Defer-Length", "1"), http.StatusNotImplemented},
	} {
		if status, _, out := x.who.send(t, x.method, x.path, nil, x.header); status != x.want {
			t.Errorf("%s: %d %s", name, status, out)
		}
	}
	status, h, _ := s.send(t, http.MethodHead, path, nil, tus())
	if status != http.StatusOK || h.Get("Upload-Offset") != "4" {
		t.Fatalf("%d %q", status, h.Get("Upload-Offset"))
	}
	if status, _, out := s.patch(t, sha, 4, make([]byte, wire.MaxChunk+1)); status != http.StatusRequestEntityTooLarge {
		t.Fatalf("%d %s", status, out)
	}
}

func TestAStationAsksWhatIsMissing(t *testing.T) {
	_, s := start(t)
	e, _ := s.Receive(1)
	ref := s.AddFile(e.Dossier, []byte("held"))
	s.round(t)
	other := sumOf([]byte("not held"))
	for body, want := range map[string]string{
		`{"sha256":["` + ref.SHA256 + `","` + other + `"]}`: `{"missing":["` + other + `"]}`,
		`{"sha256":[]}`: `{"missing":[]}`,
	} {
		if status, _, out := s.send(t, http.MethodPost, wire.PathHave, []byte(body), jsonHeader); status != 200 || string(out) != want {
			t.Errorf("%d %s", status, out)
		}
	}
	if status, _, out := s.send(t, http.MethodPost, wire.PathHave, []byte(`{"sha256":["../x"]}`), jsonHeader); status != 400 {
		t.Errorf("%d %s", status, out)
	}
	many, err := json.Marshal(wire.HaveRequest{SHA256: make([]string, wire.MaxHave+1)})
	if err != nil {
		t.Fatal(err)
	}
	if status, _, out := s.send(t, http.MethodPost, wire.PathHave, many, jsonHeader); status != 413 {
		t.Errorf("%d %s", status, out)
	}
}
