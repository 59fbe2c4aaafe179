package ctl

import (
	"fmt"
	"text/tabwriter"
	"time"

	"motcua"
	"motcua/cmd/station"
	"motcua/printing/queue"
)

type queueCmd struct {
	List   queueListCmd   `cmd:"" default:"withargs" help:"Xem hàng in: giấy còn chờ trước, rồi giấy đã xong."`
	Retry  queueRetryCmd  `cmd:"" help:"In lại một giấy đang giữ, hoặc giấy chưa rõ đã ra hay chưa."`
	Move   queueMoveCmd   `cmd:"" help:"Chuyển một giấy sang máy in khác."`
	Cancel queueCancelCmd `cmd:"" help:"Bỏ một lệnh in."`
	Came   queueCameCmd   `cmd:"" help:"Ghi nhận: giấy chưa rõ số phận thật ra đã ra đủ."`
}

// queued is one line of `queue --json`.
type queued struct {
	ID      int64               `json:"id"`
	Code    motcua.Code         `json:"code,omitempty"`
	Form    motcua.PrintForm    `json:"form"`
	Printer string              `json:"printer"`
	State   motcua.QueueState   `json:"state"`
	Copies  int                 `json:"copies"`
	Reprint int                 `json:"reprint"`
	Tries   int                 `json:"tries"`
	Error   motcua.ErrorCode    `json:"error,omitempty"`
	Problem motcua.PrintProblem `json:"problem,omitempty"`
	Field   string              `json:"field,omitempty"`
	Actor   string              `json:"actor,omitempty"`
	Made    time.Time           `json:"made"`
	Changed time.Time           `json:"changed"`
}

func queuedOf(o motcua.PrintOrder) queued {
	return queued{o.ID, o.Of, o.Form, o.Printer, o.State, o.Copies, o.Reprint, o.Tries, o.Code, o.Problem, o.Field, o.Actor, o.Made, o.Changed}
}

type queueListCmd struct {
	Data  string `required:"" help:"Thư mục dữ liệu của quầy."`
	Limit int    `default:"50" help:"Số giấy mới nhất được xem."`
	JSON  bool   `name:"json" help:"Mỗi giấy một dòng JSON."`
}

func (c *queueListCmd) Run(e *env) error {
	s, _, err := e.enterStore(c.Data, "", motcua.PowerServe)
	if err != nil {
		return err
	}
	defer s.Close()
	open, err := s.OpenPrints(e.ctx)
	if err != nil {
		return err
	}
	newest, err := s.Prints(e.ctx, c.Limit)
	if err != nil {
		return err
	}
	for _, o := range newest {
		if o.State.Over() {
			open = append(open, o)
		}
	}
	if c.JSON {
		for _, o := range open {
			if err := e.line(queuedOf(o)); err != nil {
				return err
			}
		}
		return nil
	}
	w := tabwriter.NewWriter(e.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "SỐ\tMÃ HỒ SƠ\tGIẤY\tMÁY IN\tTÌNH TRẠNG\tLÚC")
	for _, o := range open {
		fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\t%s\n", o.ID, o.Of, formWords[o.Form], o.Printer, queueWords(o), local(o.Changed))
	}
	return w.Flush()
}

var formWords = map[motcua.PrintForm]string{motcua.PrintReceipt: "Giấy hẹn", motcua.PrintTest: "Trang thử",
	motcua.PrintSupplement: "Mẫu 02", motcua.PrintRefusal: "Mẫu 03", motcua.PrintExtension: "Mẫu 04", motcua.PrintStop: "Mẫu 05",
	motcua.PrintControl: "Mẫu 06", motcua.PrintResult: "Biên nhận", motcua.PrintCash: "Bảng kê thu", motcua.PrintShift: "Bàn giao ca", motcua.PrintUncollected: "Kết quả chưa trả",
}

// stateWords say where an order stands.
var stateWords = map[motcua.QueueState]string{
	motcua.QueueWaiting: "chờ in", motcua.QueuePrinting: "đang in", motcua.QueueHeld: "đang giữ", motcua.QueueUnknown: "chưa rõ đã ra giấy hay chưa",
	motcua.QueuePrinted: "đã in", motcua.QueueSent: "đã gửi tới máy in", motcua.QueueCancelled: "đã bỏ",
}

func queueWords(o motcua.PrintOrder) string {
	words := stateWords[o.State]
	if o.Reprint > 0 {
		words += fmt.Sprintf(", in lại lần %d", o.Reprint)
	}
	switch {
	case o.Problem != "":
		words += ": " + printerState(o.Problem)
	case o.Code != "":
		words += ": " + sentence(o.Err())
	}
	return words
}

// problemWords say what keeps a printer from printing.
var problemWords = map[motcua.PrintProblem]string{
	"":                  "sẵn sàng",
	motcua.ProblemPaper: "hết giấy", motcua.ProblemJam: "kẹt giấy", motcua.ProblemCover: "nắp đang mở", motcua.ProblemToner: "hết mực",
	motcua.ProblemMedia: "khay có khổ giấy khác", motcua.ProblemPaused: "đang tạm dừng", motcua.ProblemOffline: "đang tắt hoặc chưa nối",
	motcua.ProblemGone: "ngắt giữa lúc in",
}

func printerState(p motcua.PrintProblem) string {
	if w, ok := problemWords[p]; ok {
		return w
	}
	return "cần người xem máy in"
}

type queueOrder struct {
	Data string `required:"" help:"Thư mục dữ liệu của quầy."`
	ID   int64  `arg:"" name:"số" help:"Số của giấy trong hàng in."`
}

// change does something to an order, prints it where no window does, and shows
// what became of it.
func (c queueOrder) change(e *env, printing bool, do func(*queue.Queue) error) error {
	s, _, err := e.enter(c.Data, "", motcua.PowerServe)
	if err != nil {
		return err
	}
	defer s.Close()
	q := s.NewQueue(station.QueueConfig{Now: e.now})
	if err := do(q); err != nil {
		return err
	}
	o, err := s.Store.Print(e.ctx, c.ID)
	if err == nil && printing {
		o, err = e.served(q, c.Data, o)
	}
	if err != nil {
		return err
	}
	if err := e.line(queuedOf(o)); err != nil {
		return err
	}
	return outcome(o)
}

type queueRetryCmd struct{ queueOrder }

func (c *queueRetryCmd) Run(e *env) error {
	return c.change(e, true, func(q *queue.Queue) error { return q.Retry(e.ctx, c.ID) })
}

type queueMoveCmd struct {
	queueOrder
	Printer string `required:"" help:"Địa chỉ máy in khác."`
	Tray    string `help:"Khay giấy của máy in ấy."`
}

func (c *queueMoveCmd) Run(e *env) error {
	return c.change(e, true, func(q *queue.Queue) error { return q.Move(e.ctx, c.ID, c.Printer, c.Tray) })
}

type queueCancelCmd struct{ queueOrder }

func (c *queueCancelCmd) Run(e *env) error {
	return c.change(e, false, func(q *queue.Queue) error { return q.Cancel(e.ctx, c.ID) })
}

type queueCameCmd struct{ queueOrder }

func (c *queueCameCmd) Run(e *env) error {
	return c.change(e, false, func(q *queue.Queue) error { return q.Settle(e.ctx, c.ID) })
}

// outcome is the error of an order that a person must see to.
func outcome(o motcua.PrintOrder) error {
	if o.State.Over() {
		return nil
	}
	if o.State == motcua.QueueUnknown {
		return &motcua.Error{Code: motcua.CodePrinter, Field: "order", Detail: string(motcua.ProblemGone)}
	}
	return o.Err()
}
