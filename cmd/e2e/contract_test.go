package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAHubThatListensEverywhereMustSayWhatToPrintInTheQRCode(t *testing.T) {
	for _, listen := range []string{"0.0.0.0:0", ":0", "[::1]:0"} {
		dir := filepath.Join(t.TempDir(), "hub")
		r := ctl(t, "hub", "serve", "--data", dir, "--listen", listen)
		if r.code != 2 || !strings.Contains(r.err, "--public") {
			t.Errorf("%s: exit %d, said %q", listen, r.code, r.err)
		}
		if _, err := os.Stat(dir); err == nil {
			t.Errorf("%s: a hub was made", listen)
		}
	}
}
