package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestBadIntakeIsRefusedWithTheFieldAndNothingSaved(t *testing.T) {
	station := newStation(t)
	person := func(s string) string { return `{"procedure":"2.000815","applicant":{` + s + `}}` }
	for _, c := range []struct{ name, json, field string }{
		{"invalid JSON", `{"procedure":`, "JSON"},
		{"empty", ``, "file"},
		{"wrong type", `{"procedure":7}`, "procedure"},
		{"misspelt field", `{"procedur":"2.000815"}`, "procedur"},
		{"unknown procedure", `{"procedure":"9.999999","applicant":{"name":"A"}}`, "procedure"},
		{"no name", person(`"name":""`), "applicant.name"},
		{"11-digit ID", person(`"name":"Trần Văn Mẫu","idNumber":"04620500000"`), "applicant.idNumber"},
		{"impossible date", person(`"name":"Trần Văn Mẫu","birthDate":"31/02/1990"`), "applicant.birthDate"},
		{"20 MB name", person(`"name":"` + strings.Repeat("a", 20<<20) + `"`), "object"},
		{"long name", person(`"name":"` + strings.Repeat("Mẫu ", 300) + `"`), "applicant.name"},
		{"NUL byte", person(`"name":"Trần\u0000Mẫu"`), "applicant.name"},
		{"raw NUL", "{\"procedure\":\"2.000815\x00\"}", "JSON"},
		{"wrong channel", `{"procedure":"2.000815","channel":"pigeon","applicant":{"name":"A"}}`, "channel"},
		{"array", `[1,2]`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := ctlIn(t, c.json, "intake", "--data", station, "--file", "-")
			if r.code != 2 || r.out != "" || !strings.Contains(r.err, c.field) || strings.Contains(r.err, "goroutine") {
				t.Errorf("exit %d, out %q, err %.300q; want 2 and the field %q", r.code, r.out, r.err, c.field)
			}
		})
	}
	if got := must(t, "dossiers", "--data", station, "--json"); got != "" {
		t.Errorf("something was saved: %s", got)
	}
	must(t, "verify", "--data", station)
}

func TestDecomposedTextIsTakenInComposed(t *testing.T) {
	station := newStation(t)
	nfd := "Nguye\u0302\u0303n Thi\u0323 Vi\u0301 Du\u0323"
	mustIn(t, `{"procedure":"2.000815","applicant":{"name":"`+nfd+`"}}`, "intake", "--data", station, "--file", "-")
	for _, q := range []string{"nguyen thi vi du", "Nguyễn", nfd} {
		if got := must(t, "dossiers", "--data", station, "--json", "--query", q); !strings.Contains(got, "Nguyễn Thị Ví Dụ") {
			t.Errorf("%q found %q", q, got)
		}
	}
}

func TestTheExampleOfIntakeHelpIsTakenIn(t *testing.T) {
	help := must(t, "intake", "--help")
	from, to := strings.Index(help, "{\n"), strings.LastIndex(help, "}")
	if from < 0 || to < from {
		t.Fatalf("no example in %s", help)
	}
	station := newStation(t)
	got := mustIn(t, help[from:to+1], "intake", "--data", station, "--file", "-")
	if d := lines[taken](t, got); len(d) != 1 || !strings.HasPrefix(d[0].Code, "H57.19.789-") {
		t.Errorf("intake printed %q", got)
	}
}

func TestARetriedIntakeIsTakenInOnce(t *testing.T) {
	station := newStation(t)
	const one = `{"id":"0193563e-8e2c-7a53-8000-000000000001","procedure":"2.000815","applicant":{"name":"Lê Ngọc Nháp"}}`
	first := mustIn(t, one, "intake", "--data", station, "--file", "-")
	if again := mustIn(t, one, "intake", "--data", station, "--file", "-"); again != first {
		t.Errorf("first %q, again %q", first, again)
	}
}

func TestHostileFilesAreRefusedAndTheDossierStays(t *testing.T) {
	station := newStation(t)
	d := takeIn(t, station, 1)[0]
	for name, data := range hostileFiles() {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), name)
			if err := os.WriteFile(path, data, 0o600); err != nil {
				t.Fatal(err)
			}
			r := ctl(t, "attach", "--data", station, d.Code, "p1", "--file", path)
			if r.code != 1 && r.code != 2 || r.out != "" || !strings.HasPrefix(r.err, "motcuactl: ") || strings.Contains(r.err, "goroutine") {
				t.Errorf("exit %d, out %q, err %q", r.code, r.out, r.err)
			}
		})
	}
	if got := must(t, "verify", "--data", station); !strings.Contains(got, " 0 tệp") {
		t.Errorf("a refused file stayed: %s", got)
	}
}

// hostileFiles are a PDF without pages, images of one pixel and of 50,000
// megapixels, and things that only claim to be one.
func hostileFiles() map[string][]byte {
	png := func(w, h uint32) []byte {
		b := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
		for _, v := range []uint32{w, h} {
			b = append(b, byte(v>>24), byte(v>>16), byte(v>>8), byte(v))
		}
		b = append(b, 8, 2, 0, 0, 0)
		return appendCRC(b)
	}
	return map[string][]byte{
		"no-pages.pdf":  []byte("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R/Size 3>>\n%%EOF"),
		"one-pixel.png": onePixel(),
		"huge.png":      png(250000, 200000),
		"text.pdf":      []byte("this is no PDF"),
		"empty.jpg":     nil,
		"script.html":   []byte("<html><script>alert(1)</script></html>"),
	}
}

func TestAHubThatAnswersWithHTMLCostsNothing(t *testing.T) {
	h, station := startHub(t), newStation(t)
	enrol(t, station, h)
	d := takeIn(t, station, 1)[0]
	page := htmlServer(t)
	r := ctl(t, "station", "enrol", "--data", station, "--hub", page, "--code", "ABCDEFGHJK")
	if r.code != 1 || !strings.Contains(r.err, "bad-answer") {
		t.Errorf("exit %d: %s", r.code, r.err)
	}
	must(t, "sync", "--data", station, "--once") // still with the hub it had
	if got := must(t, "dossiers", "--data", station, "--json"); !strings.Contains(got, d.Code) || !strings.Contains(got, `"received"`) {
		t.Errorf("the dossier is not where it was: %s", got)
	}
	must(t, "verify", "--data", station)
}
