package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheCommandsOfTheREADMEWorkAsWritten(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, after, ok := strings.Cut(string(text), "and a counter in another:\n\n```\n")
	script, _, ok2 := strings.Cut(after, "```")
	if !ok || !ok2 || strings.Count(script, "motcuactl") < 10 {
		t.Fatal("the README has no such commands any more")
	}
	h, dir := startHub(t), t.TempDir()
	if err := os.Symlink(h.dir, filepath.Join(dir, "hub")); err != nil {
		t.Fatal(err)
	}
	script = strings.ReplaceAll(script, "http://127.0.0.1:8321", h.url)
	script = strings.Replace(script, "export PATH=$PWD/bin:$PATH", "", 1)
	c := exec.Command("bash", "-euo", "pipefail", "-c", script)
	c.Dir, c.Env = dir, append(os.Environ(), "PATH="+bin+":"+os.Getenv("PATH"))
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, want := range []string{"Trần Văn Mẫu", "receipt.pdf", "accepted 0", "Đang xử lý", "Đúng: "} {
		if !strings.Contains(string(out), want) {
			t.Errorf("nothing said %q:\n%s", want, out)
		}
	}
}

func TestAHubIsNotMadeInsideAStation(t *testing.T) {
	station := newStation(t)
	r := ctl(t, "hub", "serve", "--data", station, "--listen", "127.0.0.1:0")
	if r.code != 2 || !strings.Contains(r.err, "quầy") {
		t.Errorf("exit %d: %s", r.code, r.err)
	}
	if _, err := os.Stat(filepath.Join(station, "hub.db")); err == nil {
		t.Error("a hub was made in the station's folder")
	}
	if got := must(t, "verify", "--data", station); !strings.Contains(got, "sự kiện") {
		t.Errorf("verify looked at something else: %s", got)
	}
}

func TestIntakeTellsItsDoubtsAndProceduresTheirPapers(t *testing.T) {
	station := newStation(t)
	got := mustIn(t, `{"procedure":"2.000815","applicant":{"name":"Lê Ngọc Nháp","phone":"12345"}}`, "intake", "--data", station, "--file", "-")
	if !strings.Contains(got, `"phone-shape"`) {
		t.Errorf("no doubt about the phone: %s", got)
	}
	if got := must(t, "procedures", "dang ky lai khai sinh"); !strings.Contains(got, "1.004884") {
		t.Errorf("not found: %s", got)
	}
	if got := must(t, "procedures", "1.004884"); !strings.Contains(got, "p1") || !strings.Contains(got, "channel direct") {
		t.Errorf("no papers: %s", got)
	}
}

func TestTheWindowWithoutADisplaySaysSo(t *testing.T) {
	c := exec.Command(filepath.Join(bin, "motcua"), "--data", newStation(t))
	c.Env = []string{"HOME=" + t.TempDir()}
	out, err := c.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "màn hình") || strings.Contains(string(out), "goroutine") {
		t.Errorf("%v: %s", err, out)
	}
}
