package hub

import (
	"fmt"
	"net/http"
	"testing"
	"time"
)

func TestABucketFillsWithTimeAndNoFurther(t *testing.T) {
	now := time.Unix(0, 0)
	l := newLimiter(2, time.Second, func() time.Time { return now })
	take := func(want ...bool) {
		t.Helper()
		for i, w := range want {
			if got := l.allow("a"); got != w {
				t.Fatalf("take %d: %v", i, got)
			}
		}
	}
	take(true, true, false)
	now = now.Add(time.Second)
	take(true, false)
	now = now.Add(time.Hour)
	take(true, true, false)
	now = now.Add(-time.Hour) // a clock set back gives nothing and takes nothing
	take(false)
	if !l.allow("b") {
		t.Fatal("one client pays for another")
	}
}

func TestALimiterForgetsRatherThanGrows(t *testing.T) {
	now := time.Unix(0, 0)
	l := newLimiter(1, time.Second, func() time.Time { return now })
	for i := range 3*maxClients + 1 {
		l.allow(fmt.Sprint(i))
	}
	if len(l.clients) > maxClients {
		t.Fatalf("%d clients", len(l.clients))
	}
}

func TestAClientIsAHouseholdAndNoneCanPoseAsAnother(t *testing.T) {
	for _, x := range []struct {
		remote, forwarded string
		proxy             bool
		want              string
	}{
		{"192.0.2.7:1234", "", false, "192.0.2.7"},
		{"[2001:db8:1:2:3::4]:1", "", false, "2001:db8:1:2::/64"},
		{"[::ffff:192.0.2.7]:1", "", false, "192.0.2.7"},
		{"192.0.2.7:1", "203.0.113.9", true, "192.0.2.7"},
		{"127.0.0.1:1", "203.0.113.9", false, "127.0.0.1"},
		{"127.0.0.1:1", "198.51.100.1, 203.0.113.9", true, "203.0.113.9"},
		{"127.0.0.1:1", "ai đó", true, "127.0.0.1"},
		{"@", "", false, "?"},
	} {
		s := &server{Hub: &Hub{cfg: Config{BehindProxy: x.proxy}}}
		r := &http.Request{RemoteAddr: x.remote, Header: http.Header{}}
		if x.forwarded != "" {
			r.Header.Set("X-Forwarded-For", x.forwarded)
		}
		if got := s.client(r); got != x.want {
			t.Errorf("%+v: %q", x, got)
		}
	}
}
