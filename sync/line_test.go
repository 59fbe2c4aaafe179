package sync_test

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"net"
	"net/http"
	gosync "sync"
	"sync/atomic"
	"testing"

	"motcua"
	"motcua/internal/testkit/centre"
	"motcua/internal/testkit/ledger"
)

// flaky cuts every connection after a random number of bytes, cuts times.
type flaky struct {
	net.Listener
	mu   gosync.Mutex
	rand *rand.Rand
	cuts int
}

func (l *flaky) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.cuts == 0 {
		return c, nil
	}
	l.cuts--
	return &cutConn{Conn: c, left: int64(l.rand.IntN(40_000))}, nil
}

type cutConn struct {
	net.Conn
	left int64
}

func (c *cutConn) spend(n int) error {
	if atomic.AddInt64(&c.left, -int64(n)) < 0 {
		return errors.Join(net.ErrClosed, c.Close())
	}
	return nil
}

func (c *cutConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if cut := c.spend(n); cut != nil {
		return 0, cut
	}
	return n, err
}

func (c *cutConn) Write(p []byte) (int, error) {
	if cut := c.spend(len(p)); cut != nil {
		return 0, cut
	}
	return c.Conn.Write(p)
}

func TestALineThatBreaksAtAnyByteEndsWithEverythingThereOnce(t *testing.T) {
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	door := &flaky{Listener: inner, rand: rand.New(rand.NewPCG(1, 2))}
	clock := centre.NewClock()
	c := centre.Start(t, clock, door)
	f := ledger.New(t, unit, "Quầy 01", clock.Now)
	s := newSync(f)
	if err := s.Enrol(context.Background(), c.URL, c.Code(t, unit)); err != nil {
		t.Fatal(err)
	}
	for i := range 12 {
		e, _ := f.Receive(i + 1)
		f.AddFile(e.Dossier, bytes.Repeat([]byte{byte(i), 'x', byte(i * 7)}, 30_000))
	}
	door.mu.Lock()
	door.cuts = 25
	door.mu.Unlock()
	http.DefaultClient.CloseIdleConnections()
	failures := 0
	for range 200 {
		if _, err := s.Once(context.Background()); err == nil {
			break
		} else if c := motcua.CodeOf(err); c != motcua.CodeUnreachable {
			t.Fatalf("got %v", err)
		}
		failures++
	}
	if failures == 0 {
		t.Fatal("the line never broke: nothing was tested")
	}
	if f.Acked() != 25 || len(dossiers(t, c)) != 12 {
		t.Fatalf("acked %d of 25, %d dossiers", f.Acked(), len(dossiers(t, c)))
	}
	clean(t, c)
}
