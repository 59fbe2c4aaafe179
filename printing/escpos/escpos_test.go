package escpos_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/png"
	"io"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"motcua"
	"motcua/internal/testkit/printertest"
	"motcua/printing/escpos"
)

// recorder is a ticket printer: it answers status requests and draws the dots
// that it is sent.
type recorder struct {
	net.Listener
	mu      sync.Mutex
	tickets [][]byte
	errs    []error
	paper   byte // answer to DLE EOT 4
	cover   byte // answer to DLE EOT 2
	mute    bool
}

func listen(t *testing.T, r *recorder) *recorder {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r.Listener = l
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			r.serve(c)
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

// serve reads commands until the line is closed.
func (r *recorder) serve(c net.Conn) {
	defer c.Close()
	var p paper
	err := p.read(c, func(n byte) []byte {
		answer := map[byte]byte{2: 0x12 | r.cover, 4: 0x12 | r.paper}[n]
		if r.mute {
			return nil
		}
		return []byte{answer}
	})
	r.mu.Lock()
	defer r.mu.Unlock()
	if err != nil && err != io.EOF {
		r.errs = append(r.errs, err)
	}
	r.tickets = append(r.tickets, p.cut...)
}

// paper is what came out of the printer.
type paper struct {
	rows [][]byte
	cut  [][]byte // tickets, as PNG
}

type strange struct{ b []byte }

func (s strange) Error() string { return "a command that is none of ours" }

// read follows a stream of commands; any that is not expected is an error, so
// that no drawer is ever opened unseen.
func (p *paper) read(c io.ReadWriter, status func(byte) []byte) error {
	take := func(n int) ([]byte, error) {
		b := make([]byte, n)
		_, err := io.ReadFull(c, b)
		return b, err
	}
	for {
		b, err := take(2)
		if err != nil {
			return err
		}
		switch string(b) {
		case "\x10\x04":
			if b, err = take(1); err == nil {
				if a := status(b[0]); a != nil {
					_, err = c.Write(a)
				}
			}
		case "\x1b@":
			p.rows = nil
		case "\x1bd":
			_, err = take(1)
		case "\x1dV":
			_, err = take(1)
			p.cut = append(p.cut, p.png())
		case "\x1dv":
			err = p.raster(take)
		default:
			return strange{b}
		}
		if err != nil {
			return err
		}
	}
}

func (p *paper) raster(take func(int) ([]byte, error)) error {
	h, err := take(6)
	if err != nil {
		return err
	}
	width, lines := int(binary.LittleEndian.Uint16(h[2:])), int(binary.LittleEndian.Uint16(h[4:]))
	if h[0] != '0' || h[1] != 0 || lines > 256 {
		return strange{h}
	}
	for range lines {
		row, err := take(width)
		if err != nil {
			return err
		}
		p.rows = append(p.rows, row)
	}
	return nil
}

func (p *paper) png() []byte {
	if len(p.rows) == 0 {
		return nil
	}
	img := image.NewGray(image.Rect(0, 0, len(p.rows[0])*8, len(p.rows)))
	for y, row := range p.rows {
		for x := range len(row) * 8 {
			if row[x/8]&(0x80>>(x%8)) == 0 {
				img.SetGray(x, y, color.Gray{Y: 0xff})
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err) // a buffer takes everything
	}
	return b.Bytes()
}

func (r *recorder) arrived(t *testing.T) [][]byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, err := range r.errs {
		t.Error(err)
	}
	return append([][]byte{}, r.tickets...)
}

func open(t *testing.T, address, media string) *escpos.Printer {
	t.Helper()
	p, err := escpos.New(escpos.Config{Address: address, Media: media})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestTheTicketPrinterKeepsTheContract(t *testing.T) {
	var r *recorder
	printertest.Run(t, printertest.Case{
		Ticket: true,
		Open: func(t *testing.T) motcua.Printer {
			r = listen(t, &recorder{})
			return open(t, "tcp://"+r.Addr().String(), "80")
		},
		Arrived: func(t *testing.T) [][]byte { return r.arrived(t) },
	})
}

func TestAPrinterThatNeverAnswersStillPrints(t *testing.T) {
	r := listen(t, &recorder{mute: true})
	if _, err := open(t, "tcp://"+r.Addr().String(), "80").Print(t.Context(), motcua.PrintJob{Ticket: printertest.Dots(576, 10)}); err != nil {
		t.Fatal(err)
	}
}

func TestWhatThePrinterSaysIsWrongIsTold(t *testing.T) {
	for _, c := range []struct {
		paper, cover byte
		want         motcua.PrintProblem
	}{
		{0x60, 0x20, motcua.ProblemPaper}, {0x60, 0, motcua.ProblemPaper}, {0, 0x04, motcua.ProblemCover}, {0, 0x40, motcua.ProblemOther},
		{0x0c, 0, ""}, // paper runs low, and is there
	} {
		r := listen(t, &recorder{paper: c.paper, cover: c.cover})
		p := open(t, "tcp://"+r.Addr().String(), "80")
		list, err := p.Printers(t.Context())
		if err != nil || list[0].Problem != c.want {
			t.Errorf("%+v: %+v, %v", c, list, err)
		}
		_, err = p.Print(t.Context(), motcua.PrintJob{Ticket: printertest.Dots(576, 10)})
		if c.want == "" {
			if err != nil {
				t.Error(err)
			}
			continue
		}
		if motcua.CodeOf(err) != motcua.CodePrinter || err.(*motcua.Error).Detail != string(c.want) || len(r.arrived(t)) != 0 {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

func TestAPrinterThatIsOffIsSaidToBe(t *testing.T) {
	for _, address := range []string{"tcp://127.0.0.1:1", filepath.Join(t.TempDir(), "lp0")} {
		_, err := open(t, address, "58").Print(t.Context(), motcua.PrintJob{Ticket: printertest.Dots(384, 10)})
		if motcua.CodeOf(err) != motcua.CodePrinter || err.(*motcua.Error).Detail != string(motcua.ProblemOffline) {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestADeviceFileGetsTheVeryCommands(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lp0")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	ticket := printertest.Dots(384, 700)
	if _, err := open(t, path, "58").Print(t.Context(), motcua.PrintJob{Ticket: ticket, Media: "58"}); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want, err := escpos.Encode(ticket, 384)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%d bytes, want %d, %v", len(got), len(want), err)
	}
	if bytes.Contains(got, []byte{0x1b, 'p'}) && !bytes.Contains(ticket, []byte{0x1b, 'p'}) {
		t.Error("the cash drawer was opened")
	}
}

func TestWhatIsNoTicketForThisRollIsRefused(t *testing.T) {
	for _, c := range []struct {
		ticket []byte
		code   motcua.ErrorCode
	}{
		{[]byte("no picture"), motcua.CodeInvalid}, {printertest.Dots(577, 5), motcua.CodeTooLarge}, {printertest.Dots(8, 40_001), motcua.CodeTooLarge},
		{printertest.Dots(576, 50)[:60], motcua.CodeInvalid},
	} {
		if _, err := escpos.Encode(c.ticket, 576); motcua.CodeOf(err) != c.code || motcua.FieldOf(err) != "ticket" {
			t.Errorf("%v, want %s", err, c.code)
		}
	}
	for _, c := range []escpos.Config{{Address: "x", Media: "A4"}, {}} {
		if _, err := escpos.New(c); motcua.CodeOf(err) != motcua.CodeInvalid {
			t.Errorf("%+v: %v", c, err)
		}
	}
}
