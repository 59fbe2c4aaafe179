package model

import (
	"context"
	"fmt"
	"time"

	"motcua"
)

// PrintQueue is the station's print queue.
type PrintQueue interface {
	// Prints returns the orders that are not over, oldest first, and then the
	// newest of the others.
	Prints(ctx context.Context) ([]motcua.PrintOrder, error)
	Retry(ctx context.Context, id int64) error
	Move(ctx context.Context, id int64, printer, tray string) error
	Cancel(ctx context.Context, id int64) error
	Settle(ctx context.Context, id int64) error
}

// printsPause is how often the queue is looked at.
const printsPause = 2 * time.Second

// Prints is the screen Hàng in: what, why, when it is tried again, what to do.
type Prints struct {
	OnChange func()
	// OnStuck is told in words when a paper newly waits for a person.
	OnStuck func(text string)

	queue    PrintQueue
	tasks    Tasks
	clock    Clock
	orders   []motcua.PrintOrder
	known    bool
	stuck    map[int64]bool
	selected int64 // id; 0 for the first
	trouble  *Sentence
	stop     func()
}

// NewPrints returns an empty screen; queue may be nil: then it stays empty.
func NewPrints(queue PrintQueue, tasks Tasks, clock Clock) *Prints {
	return &Prints{queue: queue, tasks: tasks, clock: clock, OnChange: func() {}, OnStuck: func(string) {}}
}

// Watch looks every two seconds until Stop.
func (m *Prints) Watch() {
	m.Stop()
	m.Reload()
	m.stop = m.clock.After(printsPause, m.Watch)
}

// Stop ends watching.
func (m *Prints) Stop() {
	if m.stop != nil {
		m.stop()
		m.stop = nil
	}
}

// Reload looks once.
func (m *Prints) Reload() {
	if m.queue == nil {
		return
	}
	m.tasks.Go(LaneStatus, func(ctx context.Context) func() {
		list, err := m.queue.Prints(ctx)
		return func() {
			if err != nil {
				s := Explain(DeedList, err)
				m.trouble = &s
			} else {
				m.take(list)
			}
			m.OnChange()
		}
	})
}

// take shows a new list and says what newly needs a person.
func (m *Prints) take(list []motcua.PrintOrder) {
	stuck := map[int64]bool{}
	for _, o := range list {
		// A printer that is away is tried again by itself; the citizen waits all
		// the same.
		if !o.Stuck() && (o.State != motcua.QueueWaiting || o.Code == "") {
			continue
		}
		stuck[o.ID] = true
		if m.known && !m.stuck[o.ID] {
			m.OnStuck(paperOf(o) + ": " + whyWords(o))
		}
	}
	m.orders, m.stuck, m.known = list, stuck, true
}

// Move selects by rows and stops at the ends.
func (m *Prints) Move(by int) { m.Select(max(0, min(len(m.orders)-1, m.at()+by))) }

// Select marks the row at i; out of range it does nothing.
func (m *Prints) Select(i int) {
	if i >= 0 && i < len(m.orders) && m.selected != m.orders[i].ID {
		m.selected = m.orders[i].ID
		m.OnChange()
	}
}

func (m *Prints) at() int {
	for i, o := range m.orders {
		if o.ID == m.selected {
			return i
		}
	}
	return 0
}

// Chosen returns the dossier of the marked row, "" for none.
func (m *Prints) Chosen() string {
	if len(m.orders) == 0 {
		return ""
	}
	return m.orders[m.at()].Dossier
}

// Retry prints the marked paper again.
func (m *Prints) Retry() {
	m.do(func(ctx context.Context, id int64) error { return m.queue.Retry(ctx, id) })
}

// Cancel drops the marked order.
func (m *Prints) Cancel() {
	m.do(func(ctx context.Context, id int64) error { return m.queue.Cancel(ctx, id) })
}

// Settle notes that the marked paper did come out.
func (m *Prints) Settle() {
	if m.State().CanSettle {
		m.do(func(ctx context.Context, id int64) error { return m.queue.Settle(ctx, id) })
	}
}

// SendTo moves the marked order to another printer.
func (m *Prints) SendTo(printer string) {
	m.do(func(ctx context.Context, id int64) error { return m.queue.Move(ctx, id, printer, "") })
}

func (m *Prints) do(what func(ctx context.Context, id int64) error) {
	if len(m.orders) == 0 || m.orders[m.at()].State.Over() {
		return
	}
	id := m.orders[m.at()].ID
	m.tasks.Go(LaneDesk, func(ctx context.Context) func() {
		err := what(ctx, id)
		return func() {
			m.trouble = nil
			if err != nil {
				s := Explain(DeedPrint, err)
				m.trouble = &s
			}
			m.OnChange()
			m.Reload()
		}
	})
}

// PrintsState is all that the screen shows.
type PrintsState struct {
	Known     bool
	Heading   string
	Items     []OutboxItem
	Selected  int
	Trouble   *Sentence
	CanAct    bool // the marked paper is not over
	CanSettle bool
	Stuck     string // for the status bar; "" for none
	Empty     *EmptyState
}

// State returns what to show now.
func (m *Prints) State() PrintsState {
	s := PrintsState{Known: m.known, Selected: -1, Trouble: m.trouble}
	if !m.known {
		return s
	}
	open := 0
	for _, o := range m.orders {
		s.Items = append(s.Items, m.item(o))
		if !o.State.Over() {
			open++
		}
	}
	s.Heading = fmt.Sprintf("Còn trong hàng in · %d giấy", open)
	if n := len(m.stuck); n > 0 {
		s.Stuck = fmt.Sprintf("%d giấy chưa in được", n)
	}
	if len(m.orders) == 0 {
		s.Empty = &EmptyState{Icon: "print", Head: "Chưa có giấy nào trong hàng in", Text: "Giấy hẹn vào đây khi hồ sơ đã lưu trên máy, và ở lại cho đến khi máy in nhận."}
		return s
	}
	s.Selected = m.at()
	o := m.orders[s.Selected]
	s.CanAct, s.CanSettle = !o.State.Over(), o.State == motcua.QueueUnknown
	return s
}

func (m *Prints) item(o motcua.PrintOrder) OutboxItem {
	it := OutboxItem{What: paperOf(o) + " · " + PrinterName(o.Printer), Why: whyWords(o), Dossier: o.Dossier}
	now := m.clock.Now()
	if o.Dossier != "" {
		it.Do = "Mở hồ sơ"
	}
	switch {
	case o.Stuck():
		it.Look, it.Next = OutboxHuman, "Cần người xem"
		if o.State != motcua.QueueUnknown && o.Problem != "" {
			it.Next = "In tiếp khi máy in sẵn sàng"
		}
	case o.State == motcua.QueueWaiting:
		it.Look, it.Next = OutboxWaits, "Chờ tới lượt"
		if !o.Next.IsZero() {
			it.Next = "In lại lúc " + Clock6(o.Next)
		}
	case o.State == motcua.QueuePrinting:
		it.Look, it.Next = OutboxGoing, "Đang in"
	case o.State == motcua.QueueSent:
		it.Look, it.Next = OutboxAsked, DayHour(o.Changed, now)
	default:
		it.Look, it.Next = OutboxTiny, DayHour(o.Changed, now)
	}
	return it
}

// paperNames are the papers of dossiers and days as the queue calls them.
var paperNames = map[motcua.PrintForm]string{
	motcua.PrintReceipt: "Giấy hẹn", motcua.PrintSupplement: "Phiếu yêu cầu bổ sung", motcua.PrintRefusal: "Phiếu từ chối",
	motcua.PrintExtension: "Phiếu xin lỗi và hẹn lại", motcua.PrintStop: "Thông báo dừng", motcua.PrintControl: "Phiếu kiểm soát", motcua.PrintResult: "Giấy biên nhận trả kết quả",
	motcua.PrintCash: "Bảng kê thu", motcua.PrintShift: "Biên bản bàn giao ca", motcua.PrintUncollected: "Danh sách kết quả chưa trả",
}

// paperOf names a paper.
func paperOf(o motcua.PrintOrder) string {
	s := "Trang in thử"
	switch day, err := time.ParseInLocation(time.DateOnly, o.Event, motcua.Local); {
	case o.Form.OfDay() && err == nil:
		s = paperNames[o.Form] + " " + Date(day)
	case o.Form != motcua.PrintTest:
		s = paperNames[o.Form] + " " + ShortCode(o.Of)
	}
	if o.Copies > 1 {
		s += fmt.Sprintf(" · %d bản", o.Copies)
	}
	return s
}

// whyWords says in plain words where an order stands.
func whyWords(o motcua.PrintOrder) string {
	words := map[motcua.QueueState]string{
		motcua.QueueWaiting: "Đang chờ máy in.", motcua.QueuePrinting: "Máy in đang nhận giấy này.",
		motcua.QueueUnknown: "Chưa rõ giấy đã ra hay chưa. Xem máy in rồi chọn In lại hoặc Giấy đã ra.",
		motcua.QueuePrinted: "Đã in.", motcua.QueueSent: "Đã gửi tới máy in; máy này không báo lại.", motcua.QueueCancelled: "Đã bỏ lệnh in.",
	}[o.State]
	if err := o.Err(); err != nil && !o.State.Over() {
		s := Explain(DeedPrint, err)
		words = s.What
		if o.State == motcua.QueueHeld && o.Problem == "" {
			words += " " + s.Now
		}
	}
	if o.Reprint > 0 {
		words += fmt.Sprintf(" In lại lần %d.", o.Reprint)
	}
	return words
}
