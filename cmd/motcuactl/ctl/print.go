package ctl

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"motcua"
	"motcua/cmd/station"
	"motcua/printing/queue"
)

// printCmds are the commands of paper.
type printCmds struct {
	Printers printersCmd `cmd:"" help:"Xem máy in đang dùng và tình trạng; chọn máy in, khay, số bản để nhớ."`
	Print    printCmd    `cmd:"" help:"Đưa giấy của một hồ sơ vào hàng in."`
	TestPage testPageCmd `cmd:"" help:"In trang thử."`
	Queue    queueCmd    `cmd:"" help:"Hàng in: xem, in lại, đổi máy, bỏ."`
}

type printersCmd struct {
	Data   string   `required:"" help:"Thư mục dữ liệu của quầy."`
	At     []string `arg:"" optional:"" help:"Địa chỉ để hỏi: ipp://localhost:631/ (mọi máy in của CUPS), ipp://máy/ipp/print, raw://máy, escpos://máy, file:/thư/mục. Để trống thì hỏi máy đang nhớ."`
	Use    string   `help:"Nhớ máy in này."`
	Form   string   `default:"" enum:",01,02,03,04,05,06,result,test" help:"Chỉ nhớ cho một loại giấy: 01 đến 06, result, test. Để trống là mọi loại giấy."`
	Tray   string   `help:"Khay giấy được nhớ."`
	Media  string   `help:"Khổ giấy được nhớ: A4, A5, 80, 58." enum:",A4,A5,80,58" default:""`
	Copies int      `default:"1" help:"Số bản được nhớ."`
}

func (c *printersCmd) Run(e *env) error {
	s, err := c.open(e)
	if err != nil {
		return err
	}
	defer s.Close()
	if c.Use != "" {
		if _, err := s.Printers.At(c.Use); err != nil {
			return err
		}
		choice := motcua.PrintChoice{Form: motcua.PrintForm(c.Form), Printer: c.Use, Tray: c.Tray, Media: c.Media, Copies: c.Copies}
		if err := s.Store.PutPrintChoice(e.ctx, choice); err != nil {
			return err
		}
		c.At = append(c.At, c.Use)
	}
	if len(c.At) == 0 {
		used, err := e.choice(s, motcua.PrintForm(c.Form), "")
		if err != nil {
			return err
		}
		c.At = []string{used.Printer}
	}
	w := tabwriter.NewWriter(e.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "MÁY IN\tTÊN\tKHỔ GIẤY\tKHAY\tTÌNH TRẠNG")
	for _, at := range c.At {
		if err := e.devices(w, s, at); err != nil {
			return err
		}
	}
	return w.Flush()
}

// open opens the station: where citizens' papers come out is not for anybody to
// say, what printers there are is.
func (c *printersCmd) open(e *env) (*station.Station, error) {
	if c.Use == "" {
		return e.open(c.Data, "")
	}
	s, _, err := e.enter(c.Data, "", motcua.PowerServe, motcua.PowerPeople)
	return s, err
}

// devices prints what is behind one address.
func (e *env) devices(w *tabwriter.Writer, s *station.Station, at string) error {
	p, err := s.Printers.At(at)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(e.ctx, 20*time.Second)
	defer cancel()
	list, err := p.Printers(ctx)
	if err != nil {
		return err
	}
	for _, d := range list {
		id := d.ID
		if !strings.HasPrefix(id, "ipp") { // of the other ways the address is the device
			id = at
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", id, d.Name, strings.Join(d.Media, ", "), strings.Join(d.Trays, ", "), printerState(d.Problem))
	}
	return nil
}

// choice is where a form is printed; printer, where not empty, is meant instead.
// CodeUnknown, "printer", where nobody chose one.
func (e *env) choice(s *station.Station, form motcua.PrintForm, printer string) (motcua.PrintChoice, error) {
	c, err := s.PrintChoice(e.ctx, form, "")
	if err != nil {
		return c, err
	}
	if printer != "" {
		c.Printer, c.Tray = printer, ""
	}
	if c.Printer == "" {
		return c, &motcua.Error{Code: motcua.CodeUnknown, Field: "printer"}
	}
	_, err = s.Printers.At(c.Printer)
	return c, err
}

type printCmd struct {
	Data    string `required:"" help:"Thư mục dữ liệu của quầy."`
	Code    string `arg:"" help:"Mã hồ sơ."`
	Form    string `default:"01" enum:"01,02,03,04,05,06,result" help:"Loại giấy: 01 đến 06 là mẫu của TT 03/2025, result là giấy biên nhận trả kết quả."`
	Media   string `default:"" enum:",A4,A5,80,58" help:"Khổ giấy; để trống thì theo máy in đang nhớ, rồi A5 cho giấy hẹn, A4 cho giấy khác."`
	Printer string `help:"Địa chỉ máy in; để trống thì dùng máy đang nhớ."`
	Copies  int    `help:"Số bản; để trống thì theo máy đang nhớ."`
	Actor   string `help:"Người in."`
}

func (c *printCmd) Run(e *env) error {
	return e.onDossier(c.Data, c.Actor, c.Code, func(s *station.Station, d motcua.Dossier) error {
		o, err := e.order(s, motcua.PrintForm(c.Form), c.Printer)
		if err != nil {
			return err
		}
		o.Dossier, o.Actor = d.ID, e.actor(c.Actor)
		if c.Media != "" {
			o.Media = c.Media
		}
		if c.Copies != 0 {
			o.Copies = c.Copies
		}
		return e.print(s, c.Data, o)
	})
}

type testPageCmd struct {
	Data    string `required:"" help:"Thư mục dữ liệu của quầy."`
	Printer string `help:"Địa chỉ máy in; để trống thì dùng máy đang nhớ."`
	Tray    string `help:"Khay giấy."`
	Media   string `default:"" enum:",A4,A5,80,58" help:"Khổ giấy."`
}

func (c *testPageCmd) Run(e *env) error {
	s, err := e.open(c.Data, "")
	if err != nil {
		return err
	}
	defer s.Close()
	o, err := e.order(s, motcua.PrintTest, c.Printer)
	if err != nil {
		return err
	}
	if c.Tray != "" {
		o.Tray = c.Tray
	}
	if c.Media != "" {
		o.Media = c.Media
	}
	return e.print(s, c.Data, o)
}

// order begins an order of a form as it is remembered.
func (e *env) order(s *station.Station, form motcua.PrintForm, printer string) (motcua.PrintOrder, error) {
	c, err := e.choice(s, form, printer)
	if c.Media == "" {
		c.Media = station.DefaultSheet(form)
	}
	return motcua.PrintOrder{Form: form, Media: c.Media, Printer: c.Printer, Tray: c.Tray, Copies: c.Copies}, err
}

// printTime bounds how long a command waits for a paper. The order stays.
const printTime = 30 * time.Second

// print queues an order and, where no window of the counter does it, prints it.
func (e *env) print(s *station.Station, data string, o motcua.PrintOrder) error {
	q := s.NewQueue(station.QueueConfig{Now: e.now})
	o, err := q.Ask(e.ctx, o)
	if err != nil {
		return err
	}
	if o.Dossier != "" {
		e.note(motcua.AccessPrinted, o.Dossier, string(o.Form))
	}
	if o, err = e.served(q, data, o); err != nil {
		return err
	}
	if err := e.line(queuedOf(o)); err != nil {
		return err
	}
	return outcome(o)
}

// served waits for an order; where no window prints, this very program does.
func (e *env) served(q *queue.Queue, data string, o motcua.PrintOrder) (motcua.PrintOrder, error) {
	ctx, cancel := context.WithTimeout(e.ctx, printTime)
	defer cancel()
	release, err := station.HoldWindow(data)
	if motcua.CodeOf(err) == motcua.CodeBusy {
		return q.Wait(ctx, o.ID)
	}
	if err != nil {
		return o, err
	}
	serving, stop := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- q.Serve(serving) }()
	o, err = q.Wait(ctx, o.ID)
	stop()
	<-done // it was told to end; what ended it earlier stands in the order or was returned by Wait
	if rerr := release(); err == nil {
		err = rerr
	}
	return o, err
}
