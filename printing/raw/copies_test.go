package raw_test

import (
	"io"
	"net"
	"sync"
	"testing"

	"motcua"
	"motcua/printing/raw"
)

func TestAPrinterThatGoesAwayBetweenTwoCopiesIsNotTakenForOneThatWasNeverThere(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		c, err := l.Accept()
		if err != nil {
			t.Error(err)
			return
		}
		l.Close() // one copy, then nobody answers any more
		if _, err := io.Copy(io.Discard, c); err != nil {
			t.Error(err)
		}
		c.Close()
	})
	defer wg.Wait()
	p := raw.New(raw.Config{Address: l.Addr().String()})
	_, err = p.Print(t.Context(), motcua.PrintJob{Title: "giấy hẹn", PDF: []byte("%PDF-1.7\n%%EOF\n"), Copies: 2})
	if motcua.ProblemOf(err) != motcua.ProblemGone {
		t.Errorf("%v: the first copy is out", err)
	}
}
