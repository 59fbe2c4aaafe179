package hub

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"
)

// maxClients bounds how many clients a limiter remembers.
const maxClients = 10_000

// limiter is a token bucket for each client.
type limiter struct {
	burst float64
	every time.Duration // for one more token
	now   func() time.Time

	mu      sync.Mutex
	clients map[string]*bucket
}

type bucket struct {
	tokens float64
	at     time.Time
}

func newLimiter(burst int, every time.Duration, now func() time.Time) *limiter {
	return &limiter{burst: float64(burst), every: every, now: now, clients: map[string]*bucket{}}
}

// allow takes a token of the client and reports whether there was one.
func (l *limiter) allow(client string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	b, ok := l.clients[client]
	if !ok {
		if len(l.clients) >= maxClients {
			l.forget(now)
		}
		b = &bucket{tokens: l.burst, at: now}
		l.clients[client] = b
	}
	b.tokens = min(l.burst, b.tokens+l.gain(b, now))
	b.at = now
	if b.tokens < 1 {
		return false
	}
	b.tokens--
	return true
}

func (l *limiter) gain(b *bucket, now time.Time) float64 {
	return max(0, float64(now.Sub(b.at))/float64(l.every)) // a clock set back gives nothing
}

// forget drops the clients whose bucket is full again; where a flood leaves
// none such, all: being lenient for a moment is better than growing.
func (l *limiter) forget(now time.Time) {
	for c, b := range l.clients {
		if b.tokens+l.gain(b, now) >= l.burst {
			delete(l.clients, c)
		}
	}
	if len(l.clients) >= maxClients {
		clear(l.clients)
	}
}

// client names who asks: an IPv4 address or an IPv6 /64, as a household has.
func (s *server) client(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	addr, err := netip.ParseAddr(host)
	if err != nil {
		return "?"
	}
	if s.cfg.BehindProxy && addr.IsLoopback() {
		hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		// The last entry is the one that our own proxy wrote.
		if a, err := netip.ParseAddr(strings.TrimSpace(hops[len(hops)-1])); err == nil {
			addr = a
		}
	}
	addr = addr.Unmap().WithZone("")
	if addr.Is6() {
		if p, err := addr.Prefix(64); err == nil {
			return p.String()
		}
	}
	return addr.String()
}
