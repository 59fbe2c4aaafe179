package motcua

import "time"

// PrintOrder is one paper in the print queue of a station. It holds no paper:
// that is made again from the stored row when its turn comes.
type PrintOrder struct {
	ID      int64
	Dossier string // id; "" for a test page and papers OfDay
	Of      Code   // of the dossier, as the file says it; "" where it has none
	Form    PrintForm
	Event   string // that the paper speaks of; the day, yyyy-MM-dd, of a paper OfDay; "" where it speaks of the whole row
	Media   string
	Printer string // address of the printer, with its way: "ipp://…", "raw://…", "escpos://…", "file:…"
	Tray    string
	Copies  int
	Reprint int // n of "in lại lần n", counted when it is printed; 0 the first time

	State   QueueState
	Tries   int
	Doubts  int          // earlier tries whose paper may have come out
	Code    ErrorCode    // of the last problem; "" for none
	Field   string       // of the last problem
	Problem PrintProblem // of the last problem, where it is the printer's
	Job     string       // its name at the printer, once that accepted it

	Actor   string
	Made    time.Time // when it was asked for
	Changed time.Time
	Next    time.Time // when it is tried again; zero for at once
	Version int       // goes up with each change
}

// PrintForm names a paper: one of the forms of TT 03/2025/TT-VPCP by its
// number, or one of the everyday ones.
type PrintForm string

// The papers that can be printed.
const (
	PrintReceipt    PrintForm = "01"
	PrintSupplement PrintForm = "02"
	PrintRefusal    PrintForm = "03"
	PrintExtension  PrintForm = "04"
	PrintStop       PrintForm = "05"
	PrintControl    PrintForm = "06"
	PrintResult     PrintForm = "result" // giấy biên nhận trả kết quả, which the citizen signs
	PrintTest       PrintForm = "test"
	PrintCash       PrintForm = "cash"  // bảng kê thu phí, lệ phí of a day, which Event names
	PrintShift      PrintForm = "shift" // biên bản bàn giao ca of a day, which Event names
	// PrintUncollected is the danh sách kết quả chưa trả: results up to the day
	// that Event names which nobody has fetched when it is printed.
	PrintUncollected PrintForm = "uncollected"
)

// OfDay reports whether a paper speaks of a day, not of a dossier.
func (f PrintForm) OfDay() bool {
	return f == PrintCash || f == PrintShift || f == PrintUncollected
}

// QueueState is where an order stands.
type QueueState string

// The states of an order. What was accepted by a printer stays Printing until
// the printer says that it is over.
const (
	QueueWaiting   QueueState = "waiting"
	QueuePrinting  QueueState = "printing"
	QueueHeld      QueueState = "held"    // a person must do something
	QueueUnknown   QueueState = "unknown" // perhaps printed: a person must look
	QueuePrinted   QueueState = "printed"
	QueueSent      QueueState = "sent" // to a printer that cannot be asked
	QueueCancelled QueueState = "cancelled"
)

// Over reports whether nothing more will happen to the order.
func (s QueueState) Over() bool {
	return s == QueuePrinted || s == QueueSent || s == QueueCancelled
}

// Stuck reports whether the order waits for a person.
func (o PrintOrder) Stuck() bool {
	return o.State == QueueHeld || o.State == QueueUnknown || o.State == QueuePrinting && o.Problem != ""
}

// Blame notes why an order is not printed; nil for nothing any more.
func (o *PrintOrder) Blame(err error) {
	o.Code, o.Field, o.Problem = CodeOf(err), FieldOf(err), ProblemOf(err)
}

// Err returns what Blame noted.
func (o PrintOrder) Err() error {
	if o.Code == "" {
		return nil
	}
	return &Error{Code: o.Code, Field: o.Field, Detail: string(o.Problem)}
}

// PrintChoice is where a station prints a form; Form is "" where nothing else is
// chosen for it.
type PrintChoice struct {
	Form    PrintForm
	Printer string
	Tray    string
	Media   string
	Copies  int
}
