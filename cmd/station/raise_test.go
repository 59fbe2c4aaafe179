package station_test

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"motcua"
	"motcua/cmd/station"
)

func TestASecondStartRaisesTheWindowAndNobodyElseDoes(t *testing.T) {
	dir := t.TempDir()
	if err := station.Knock(dir); motcua.CodeOf(err) != motcua.CodeUnreachable {
		t.Errorf("without a window: %v", err)
	}
	raised := make(chan bool, 9)
	stop, err := station.AnswerKnocks(dir, func() { raised <- true })
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "counter.knock")
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	for range 2 {
		if err := station.Knock(dir); err != nil {
			t.Fatal(err)
		}
		<-raised
	}
	said, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var port int
	if _, err := fmt.Sscanf(string(said), `{"port":%d`, &port); err != nil {
		t.Fatal(err)
	}
	c, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Write([]byte(strings.Repeat("x", 64))); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Read(make([]byte, 1)); err == nil {
		t.Error("a wrong word is answered")
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	if err := station.Knock(dir); motcua.CodeOf(err) != motcua.CodeUnreachable {
		t.Errorf("after the window has gone: %v", err)
	}
	select {
	case <-raised:
		t.Error("raised by a stranger")
	case <-time.After(10 * time.Millisecond):
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("the file stays")
	}
}
