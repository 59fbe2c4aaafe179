package raw_test

import (
	"io"
	"net"
	"sync"
	"testing"
	"time"

	"motcua"
	"motcua/internal/testkit/printertest"
	"motcua/printing/raw"
)

// recorder is a printer on the network that keeps what it is sent.
type recorder struct {
	net.Listener
	mu   sync.Mutex
	jobs [][]byte
}

func listen(t *testing.T, serve func(net.Conn) []byte) *recorder {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := &recorder{Listener: l}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			if data := serve(c); len(data) > 0 {
				r.mu.Lock()
				r.jobs = append(r.jobs, data)
				r.mu.Unlock()
			}
		}
	}()
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
		<-done
	})
	return r
}

func whole(c net.Conn) []byte {
	defer c.Close()
	data, err := io.ReadAll(c)
	if err != nil {
		return nil
	}
	return data
}

func (r *recorder) arrived(*testing.T) [][]byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([][]byte{}, r.jobs...)
}

func TestTheRawPrinterKeepsTheContract(t *testing.T) {
	var r *recorder
	printertest.Run(t, printertest.Case{
		Open: func(t *testing.T) motcua.Printer {
			r = listen(t, whole)
			return raw.New(raw.Config{Address: r.Addr().String(), Media: []string{"A4", "A5"}})
		},
		Arrived: func(t *testing.T) [][]byte { return r.arrived(t) },
	})
}

func job(size int) motcua.PrintJob {
	return motcua.PrintJob{Title: "x", PDF: append([]byte("%PDF-"), make([]byte, size)...)}
}

func problem(t *testing.T, err error) motcua.PrintProblem {
	t.Helper()
	if motcua.CodeOf(err) != motcua.CodePrinter {
		t.Fatalf("%v", err)
	}
	return motcua.PrintProblem(err.(*motcua.Error).Detail)
}

func TestAPrinterThatIsOffIsSaidToBe(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	p := raw.New(raw.Config{Address: address, Name: "Máy in quầy 1"})
	if _, err := p.Print(t.Context(), job(9)); problem(t, err) != motcua.ProblemOffline {
		t.Errorf("%v", err)
	}
	list, err := p.Printers(t.Context())
	if err != nil || len(list) != 1 || list[0].Problem != motcua.ProblemOffline || list[0].Name != "Máy in quầy 1" {
		t.Errorf("%+v, %v", list, err)
	}
}

func TestAPrinterThatGoesAwayInTheMiddleIsNamed(t *testing.T) {
	r := listen(t, func(c net.Conn) []byte {
		buf := make([]byte, 1000)
		n, err := io.ReadFull(c, buf)
		_ = c.(*net.TCPConn).SetLinger(0) // the next close is a reset, as of a pulled cable
		c.Close()
		if err != nil {
			return nil
		}
		return buf[:n]
	})
	p := raw.New(raw.Config{Address: r.Addr().String()})
	if _, err := p.Print(t.Context(), job(8<<20)); problem(t, err) != motcua.ProblemGone {
		t.Errorf("%v", err)
	}
}

func TestAPrinterThatKeepsTheConnectionHasTakenTheJob(t *testing.T) {
	held := make(chan net.Conn, 1)
	r := listen(t, func(c net.Conn) []byte {
		data, err := io.ReadAll(c)
		if err != nil {
			return nil
		}
		held <- c
		return data
	})
	p := raw.New(raw.Config{Address: r.Addr().String()})
	start := time.Now()
	if _, err := p.Print(t.Context(), job(500)); err != nil {
		t.Fatal(err)
	}
	if time.Since(start) > 30*time.Second {
		t.Error("waited for the printer to hang up")
	}
	c := <-held
	c.Close()
}
